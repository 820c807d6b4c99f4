"""A calendar listed by libraries that others wrote, each in a Python that has it: nothing of ours is loaded here.

python others.py o365|msgraph|gcsa URL TOKEN START END, which says how many events there are, and the most memory it had.
https://pypi.org/project/O365, https://pypi.org/project/msgraph-sdk, https://pypi.org/project/gcsa
"""

import sys
from pathlib import Path

PAGE = 500


def list_by_o365(url: str, token: str, start: str, end: str) -> int:
    from O365 import Account, MSGraphProtocol
    from O365.utils.token import MemoryTokenBackend
    from requests import Session

    class Here(MSGraphProtocol):
        _protocol_url = url.removesuffix("v1.0")

    account = Account(
        ("client", "secret"), protocol=Here(timezone="Europe/Stockholm"), token_backend=MemoryTokenBackend()
    )
    account.con.session = Session()
    account.con.session.headers["Authorization"] = f"Bearer {token}"
    calendar = account.schedule().get_default_calendar()
    listed = calendar.get_events(
        limit=None, batch=PAGE, include_recurring=True, start_recurring=start, end_recurring=end
    )
    return sum(bool(event.start) for event in listed)


def list_by_msgraph(url: str, token: str, start: str, end: str) -> int:
    import asyncio

    from kiota_abstractions.authentication import (
        AccessTokenProvider,
        AllowedHostsValidator,
        BaseBearerTokenAuthenticationProvider,
    )
    from kiota_abstractions.base_request_configuration import RequestConfiguration
    from msgraph import GraphRequestAdapter, GraphServiceClient
    from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import CalendarViewRequestBuilder

    class Token(AccessTokenProvider):
        async def get_authorization_token(self, uri: str, additional_authentication_context: object = None) -> str:
            return token

        def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
            return AllowedHostsValidator(["127.0.0.1"])

    async def count() -> int:
        adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(Token()))
        adapter.base_url = url
        asked = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(
            start_date_time=start, end_date_time=end, top=PAGE
        )
        view = GraphServiceClient(request_adapter=adapter).me.calendar_view
        page, found = await view.get(request_configuration=RequestConfiguration(query_parameters=asked)), 0
        while True:
            found += sum(bool(event.start) for event in page.value)
            if not page.odata_next_link:
                return found
            page = await view.with_url(page.odata_next_link).get()

    return asyncio.run(count())


def list_by_gcsa(url: str, token: str, start: str, end: str) -> int:
    from datetime import datetime
    from functools import partial

    from google.oauth2.credentials import Credentials
    from googleapiclient import discovery

    there = {"api_endpoint": f"{url}/calendar/v3/"}
    discovery.build = partial(discovery.build, client_options=there)  # it has no setting for another address
    from gcsa.google_calendar import GoogleCalendar

    calendar = GoogleCalendar("primary", credentials=Credentials(token))
    since, until = (datetime.fromisoformat(one.replace("Z", "+00:00")) for one in (start, end))
    listed = calendar.get_events(since, until, single_events=True, maxResults=PAGE, timezone="Europe/Stockholm")
    return sum(bool(event.start) for event in listed)


def most_memory() -> int:
    """The most this process has had, in kilobytes. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html"""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    ways = {"o365": list_by_o365, "msgraph": list_by_msgraph, "gcsa": list_by_gcsa}
    print(ways[sys.argv[1]](*sys.argv[2:]))
    print(most_memory())
