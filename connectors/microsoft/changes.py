"""What is written to a Microsoft 365 calendar: a meeting becomes a visit, travel is set aside, and both are taken back.

https://learn.microsoft.com/graph/api/event-update. Before a write the meeting is read anew, the write says which version
it is for, and afterwards what it has become is read back: a Teams link may stay whatever is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import msgspec

from connectors.causes import Cause
from connectors.errors import Changed, NotThere, Refused
from connectors.meetings import AttendeeKind, Meeting, Person, Place
from connectors.microsoft.answers import GraphError, meaning, read_json
from connectors.microsoft.api import Graph
from connectors.microsoft.bodies import holds, without_block
from connectors.microsoft.marks import stamp
from connectors.microsoft.meetings import read_event
from connectors.microsoft.wire import SELECT, Event, Listed, Wire
from connectors.texts import with_text, without_text
from connectors.timezones import windows_name
from connectors.writing import Before, Hold, Made, MeetingDraft, Standing, Written, is_as_drafted

CATEGORY = "Kanelbulle"
MOST_AT_ONCE = 50  # occurrences of one series around a day
LONGEST_PLACE = 255  # characters, as Outlook shows
DAY = timedelta(days=1)
AROUND = timedelta(days=45)  # how far an occurrence may have been moved and still be found
DUPLICATE = "errorduplicatetransactionid"
FIELDS = f"{SELECT},changeKey,allowNewTimeProposals"
HTML = "html"


class Standings(Event, frozen=True):
    """An event with what a write needs to know."""

    change_key: str | None = None
    allow_new_time_proposals: bool | None = None
    tag: str | None = msgspec.field(default=None, name="@odata.etag")


class _Id(Wire, frozen=True):
    id: str
    change_key: str | None = None
    web_link: str | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """One mailbox's calendar, and by another grant its drafts of mail."""

    graph: Graph
    drafting: Graph
    owner: str
    zone: ZoneInfo

    def stands(self, uid: str, recurrence_id: datetime | None) -> Standing:
        """Raises NotThere."""
        event = self._single(uid) if recurrence_id is None else self._occurrence(uid, recurrence_id)
        return self._read(event)

    def convert(self, standing: Standing, draft: MeetingDraft) -> Written:
        """Raises Changed where the meeting is no longer as it stood and not yet as drafted."""
        if not standing.mine:
            raise Refused("only the organiser may change a meeting")
        change: dict[str, Any] = {
            "start": self._moment(draft.start),
            "end": self._moment(draft.end),
            "location": write_location(draft.place),
        }
        content = _content(standing, draft)
        if content != standing.body:
            change["body"] = {"contentType": standing.body_kind or HTML, "content": content}
        try:
            self._patch(standing.handle, change, tag=standing.version)
        except Changed:
            now = self._read(self._single(standing.handle))
            if not is_as_drafted(now, draft):
                raise
        return self._written(standing.handle, draft)

    def restore(self, standing: Standing, before: Before) -> Written:
        change: dict[str, Any] = {
            "start": self._moment(before.start),
            "end": self._moment(before.end),
            "location": {"displayName": before.place[:LONGEST_PLACE]},
        }
        content = without_text(standing.body, standing.body_kind, before.text)
        if content != standing.body:
            change["body"] = {"contentType": standing.body_kind or HTML, "content": content}
        if before.was_online and standing.meeting.online is None:
            change |= {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}
        self._patch(standing.handle, change, tag=standing.version)
        now = self._read(self._single(standing.handle))
        return Written(now.version, now.meeting.online is not None)

    def propose(self, standing: Standing, *, start: datetime, end: datetime, comment: str) -> None:
        """Raises Refused where the organiser takes no proposals."""
        if standing.mine or not standing.takes_proposals:
            raise Refused("the organiser takes no proposals")
        times = {"start": self._moment(start), "end": self._moment(end)}
        told = {"comment": comment, "sendResponse": True, "proposedNewTime": times}
        self.graph.ask_once("POST", f"{_path(standing.handle)}/tentativelyAccept", json=told)

    def hold(self, hold: Hold) -> Made:
        told = {
            "subject": hold.title,
            "start": self._moment(hold.start),
            "end": self._moment(hold.end),
            "showAs": "busy",
            "sensitivity": "private",
            "isReminderOn": False,
            "responseRequested": False,
            "categories": [CATEGORY],
            "transactionId": str(uuid5(NAMESPACE_URL, f"kanelbulle:{hold.key}")),
        }
        try:
            reply = self.graph.try_asking("POST", "/events", json=told)
        except GraphError as error:
            if error.code.casefold() != DUPLICATE:
                raise meaning(error) from error
            return self._made_before(error.error, hold)
        made: _Id = read_json(reply.body, _Id)
        return Made(made.id, made.change_key or "")

    def move_hold(self, made: Made, *, start: datetime, end: datetime) -> Made:
        self._patch(made.handle, {"start": self._moment(start), "end": self._moment(end)})
        return made

    def remove_hold(self, made: Made) -> None:
        try:
            self.graph.ask("DELETE", _path(made.handle))
        except NotThere:
            return

    def draft_mail(self, *, to: tuple[Person, ...], subject: str, body: str) -> str:
        told = {
            "subject": subject,
            "body": {"contentType": "text", "content": body},
            "toRecipients": [{"emailAddress": {"address": one.address, "name": one.name}} for one in to],
        }
        made: _Id = read_json(self.drafting.ask_once("POST", "/messages", json=told).body, _Id)
        return made.web_link or ""

    def _made_before(self, error: Mapping[str, Any], hold: Hold) -> Made:
        """The one that was made when the answer was lost; Graph does not always say which."""
        named = error.get("@event.existingEventId")
        if isinstance(named, str) and named:
            return Made(named)
        span = {"startDateTime": stamp(hold.start - DAY), "endDateTime": stamp(hold.end + DAY)}
        params: dict[str, str | int] = {**span, "$select": "id,transactionId", "$top": MOST_AT_ONCE}
        body = self.graph.get("/calendarView", params)
        wanted = str(uuid5(NAMESPACE_URL, f"kanelbulle:{hold.key}")).casefold()
        listed: _Transactions = read_json(body, _Transactions)
        found = next((one.id for one in listed.value if (one.transaction_id or "").casefold() == wanted), None)
        if found is None:
            raise NotThere("the time set aside was made once and is gone")
        return Made(found)

    def _single(self, name: str) -> Standings:
        body = self.graph.get(_path(name), {"$select": FIELDS})
        event: Standings = read_json(body, Standings)
        return event

    def _occurrence(self, uid: str, recurrence_id: datetime) -> Standings:
        """The occurrence that was to start then, wherever it has been moved."""
        for reach in (DAY, AROUND):
            span = {"startDateTime": stamp(recurrence_id - reach), "endDateTime": stamp(recurrence_id + reach)}
            params: dict[str, Any] = {**span, "$select": FIELDS, "$top": MOST_AT_ONCE}
            listed: Listed[Standings] = read_json(self.graph.get(f"{_path(uid)}/instances", params), Listed[Standings])
            found = next((one for one in listed.value if self._starts(one) == recurrence_id), None)
            if found:
                return found
        raise NotThere("the occurrence is gone")

    def _starts(self, event: Event) -> datetime | None:
        try:
            return read_event(event, owner=self.owner, zone=self.zone).recurrence_id
        except Cause:
            return None

    def _read(self, event: Standings) -> Standing:
        try:
            meeting = read_event(event, owner=self.owner, zone=self.zone)
        except Cause as cause:
            raise NotThere(str(cause)) from cause
        content = (event.body.content or "") if event.body else ""
        join = (event.online_meeting.join_url or "") if event.online_meeting else ""
        return Standing(
            meeting=meeting,
            handle=event.id,
            version=event.tag or "",
            mine=bool(event.is_organizer),
            mailed=_mailed(meeting, self.owner),
            takes_proposals=event.allow_new_time_proposals is not False,
            can_leave_screen=meeting.online is None or without_block(content, join) is not None,
            join_url=join,
            takes_text=not join or holds(content, join),
            body=content,
            body_kind=(event.body.content_type or HTML).casefold() if event.body else HTML,
            place=(event.location.display_name or "") if event.location else "",
        )

    def _patch(self, name: str, change: Mapping[str, Any], *, tag: str = "") -> None:
        self.graph.ask("PATCH", _path(name), json=change, tag=tag)

    def _written(self, name: str, draft: MeetingDraft) -> Written:
        now = self._read(self._single(name))
        if not is_as_drafted(now, draft):
            raise Changed("the meeting was changed again at once")
        return Written(now.version, now.meeting.online is not None)

    def _moment(self, moment: datetime) -> dict[str, str]:
        """In the seller's own zone, by the name Windows has for it; an offset in it would be ignored."""
        name = windows_name(self.zone)
        there = moment.astimezone(self.zone if name else UTC)
        return {"dateTime": there.strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": name or "UTC"}


class _Transaction(Wire, frozen=True):
    id: str
    transaction_id: str | None = None


class _Transactions(Wire, frozen=True):
    value: list[_Transaction]


def write_location(place: Place) -> dict[str, Any]:
    """https://learn.microsoft.com/graph/api/resources/location"""
    location: dict[str, Any] = {"displayName": place.text[:LONGEST_PLACE]}
    address = {
        "street": place.street,
        "city": place.city,
        "postalCode": place.postal_code,
        "countryOrRegion": place.country,
    }
    if any(address.values()):
        location["address"] = {name: text for name, text in address.items() if text}
    if place.lat is not None and place.lon is not None:
        location["coordinates"] = {"latitude": place.lat, "longitude": place.lon}
    return location


def _content(standing: Standing, draft: MeetingDraft) -> str:
    """The body to be: the block untouched, or gone where that was asked for and can be done."""
    content = standing.body
    if draft.keep_online and not standing.takes_text:
        return content
    if not draft.keep_online:
        content = without_block(content, standing.join_url) or content
    return with_text(content, standing.body_kind, draft.text)


def _mailed(meeting: Meeting, owner: str) -> tuple[Person, ...]:
    """Everybody in it but the seller and the rooms."""
    people = [one.person for one in meeting.attendees if one.kind is not AttendeeKind.RESOURCE]
    return tuple(one for one in people if one.address != owner)


def _path(name: str) -> str:
    return f"/events/{quote(name, safe='')}"
