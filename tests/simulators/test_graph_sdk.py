"""Microsoft's own client at Graph as it is played here: it reads, walks rounds, creates, changes and removes.

It is no dependency: pip install msgraph-sdk to run this. https://github.com/microsoftgraph/msgraph-sdk-python
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest

from tests.simulators.microsoft import Graph, Mailbox, throttled
from tests.simulators.microsoft.client import FIRST, KARIN, MONTH, mondays, visit

pytest.importorskip("msgraph", reason="msgraph-sdk is not installed, which the service does not need")

from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.event import Event
from msgraph.generated.models.event_type import EventType
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.location import Location
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import CalendarViewRequestBuilder
from msgraph.generated.users.item.calendar_view.delta.delta_request_builder import DeltaRequestBuilder

START, END = (part.partition("=")[2] for part in MONTH.split("&"))


class Token(AccessTokenProvider):
    def __init__(self, token: str) -> None:
        self.token = token

    async def get_authorization_token(self, uri: str, additional_authentication_context: Any = None) -> str:
        return self.token

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return AllowedHostsValidator(["127.0.0.1"])


def run(graph: Graph, box: Mailbox, does: Callable[[Any], Awaitable[Any]]) -> Any:
    """What `does` returns, given the mailbox as Microsoft's client sees it."""

    async def within() -> Any:
        adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(Token(graph.token(box))))
        adapter.base_url = graph.url
        return await does(GraphServiceClient(request_adapter=adapter).users.by_user_id(box.oid))

    return asyncio.run(within())


def lasting(parameters: Any) -> Any:
    wish = RequestConfiguration(query_parameters=parameters)
    wish.headers.add("Prefer", 'IdType="ImmutableId"')
    return wish


def test_it_lists_a_view_page_by_page(graph: Graph, box: Mailbox) -> None:
    mondays(box, attendees=[KARIN])
    told = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters

    async def does(user: Any) -> list[Event]:
        asked = told(start_date_time=START, end_date_time=END, top=2, select=["subject", "start", "type", "attendees"])
        page = await user.calendar_view.get(lasting(asked))
        found = list(page.value)
        while page.odata_next_link:
            page = await user.calendar_view.with_url(page.odata_next_link).get()
            found += page.value
        return found

    found = run(graph, box, does)
    assert [datetime.fromisoformat(one.start.date_time).date() for one in found] == list(FIRST)
    assert {one.type for one in found} == {EventType.Occurrence}
    assert {one.attendees[0].email_address.address for one in found} == {"karin@bruket.example"}


def test_it_walks_rounds_of_changes(graph: Graph, box: Mailbox) -> None:
    series, lone = mondays(box), box.add(**visit())
    graph.empty_pages = True
    told = DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters

    async def walk(user: Any, page: Any) -> tuple[list[Event], str]:
        found = list(page.value)
        while page.odata_next_link:
            page = await user.calendar_view.delta.with_url(page.odata_next_link).get(lasting(None))
            found += page.value
        return found, page.odata_delta_link

    async def does(user: Any) -> tuple[list[Event], list[Event]]:
        asked = lasting(told(start_date_time=START, end_date_time=END))
        everything, link = await walk(user, await user.calendar_view.delta.get(asked))
        box.delete(lone["id"])
        news, _ = await walk(user, await user.calendar_view.delta.with_url(link).get(lasting(None)))
        return everything, news

    everything, news = run(graph, box, does)
    kinds = [one.type for one in everything]
    assert sorted(kind.value for kind in kinds) == ["occurrence"] * 5 + ["seriesMaster", "singleInstance"]
    assert {one.series_master_id for one in everything if one.type is EventType.Occurrence} == {series["id"]}
    assert [(one.id, one.additional_data["@removed"]) for one in news] == [(lone["id"], {"reason": "deleted"})]


def test_it_creates_changes_and_removes(graph: Graph, box: Mailbox) -> None:
    event = Event(
        subject="Besök",
        body=ItemBody(content_type=BodyType.Text, content="Hej"),
        start=DateTimeTimeZone(date_time="2026-03-03T10:00:00", time_zone="W. Europe Standard Time"),
        end=DateTimeTimeZone(date_time="2026-03-03T11:00:00", time_zone="W. Europe Standard Time"),
        is_online_meeting=True,
    )

    async def does(user: Any) -> tuple[Event, Event]:
        made = await user.events.post(event)
        changed = await user.events.by_event_id(made.id).patch(Event(location=Location(display_name="Fagersta")))
        read = await user.events.by_event_id(made.id).get()
        assert (changed.location.display_name, changed.change_key) == ("Fagersta", read.change_key)
        await user.events.by_event_id(made.id).delete()
        return made, read

    made, read = run(graph, box, does)
    assert made.online_meeting.join_url == read.online_meeting.join_url
    assert (read.start.date_time, read.is_organizer, made.change_key == read.change_key) == (
        "2026-03-03T09:00:00.0000000",
        True,
        False,
    )
    assert box.events() == []


def test_it_understands_refusals_and_waits_where_it_is_told_to(graph: Graph, box: Mailbox) -> None:
    graph.next(throttled("0"))

    async def does(user: Any) -> ODataError:
        assert (await user.mailbox_settings.get()).time_zone == "W. Europe Standard Time"
        with pytest.raises(ODataError) as refused:
            await user.events.by_event_id("kanelbulle").get()
        return refused.value

    error = run(graph, box, does)
    assert (error.response_status_code, error.error.code) == (400, "ErrorInvalidIdMalformed")
    assert graph.requests == 3
