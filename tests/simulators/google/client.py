"""Somebody who asks Google, and what is often asked and put there: a week in March, a visit, a series on Mondays."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import requests

from tests.simulators.google.calendar import Calendar
from tests.simulators.google.google import Google

Json = dict[str, Any]
NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
ASTRID, KARIN, PER = "astrid@nordverk.example", "karin@bruket.example", "per@bruket.example"
EVENTS = "/calendar/v3/calendars/primary/events"
SETTINGS = "/calendar/v3/users/me/settings"
STOP = "/calendar/v3/channels/stop"
SEND = "/gmail/v1/users/me/messages/send"
MARCH = {"timeMin": "2026-03-01T00:00:00Z", "timeMax": "2026-04-01T00:00:00Z"}
SINGLE = {"singleEvents": "true"}
MONDAYS = ["RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260330T215959Z"]
FIRST = tuple(datetime(2026, 3, day, 9, tzinfo=STOCKHOLM) for day in (2, 9, 16, 23, 30))
MEET = {"createRequest": {"requestId": "b1", "conferenceSolutionKey": {"type": "hangoutsMeet"}}}


class Client:
    """Somebody with a token; paths begin after the address of the API."""

    def __init__(self, google: Google, token: str) -> None:
        self.google = google
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, **told: Any) -> requests.Response:
        return self.session.request(method, self.google.api_url + path, timeout=10, **told)

    def get(self, path: str = EVENTS, params: Mapping[str, Any] | None = None, **more: Any) -> requests.Response:
        return self.ask("GET", path, params={**(params or {}), **more})

    def post(self, value: Any, path: str = EVENTS, **params: Any) -> requests.Response:
        return self.ask("POST", path, json=value, params=params)

    def patch(self, event: Json | str, value: Any, match: str = "", **params: Any) -> requests.Response:
        headers = {"If-Match": match} if match else {}
        return self.ask("PATCH", named(event), json=value, params=params, headers=headers)

    def delete(self, event: Json | str, **params: Any) -> requests.Response:
        return self.ask("DELETE", named(event), params=params)

    def round(self, params: Mapping[str, Any] | None = None, **more: Any) -> tuple[list[Json], str]:
        """Every entry, and the sync token at the end, if there is one."""
        found: list[Json] = []
        told = {**(params or {}), **more}
        while True:
            page = self.get(EVENTS, told).json()
            found += page["items"]
            if "nextPageToken" not in page:
                return found, page.get("nextSyncToken", "")
            told["pageToken"] = page["nextPageToken"]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=STOCKHOLM)


def timed(day: int, hour: int, minute: int = 0) -> Json:
    """As a client tells it."""
    return {"dateTime": at(day, hour, minute).isoformat(), "timeZone": "Europe/Stockholm"}


def visit(**told: Any) -> Json:
    """For a calendar's verbs."""
    return {"summary": "Besök", "start": at(3, 10), "end": at(3, 11), **told}


def asked(**told: Any) -> Json:
    """The same as a client tells it."""
    return {"summary": "Besök", "start": timed(3, 10), "end": timed(3, 11), **told}


def meeting(box: Calendar, **told: Any) -> Json:
    return box.add(**visit(attendees=[KARIN, PER], **told))


def mondays(box: Calendar, **told: Any) -> Json:
    return box.add_series(recurrence=MONDAYS, summary="Säljmöte", start=at(2, 9), end=at(2, 9, 45), **told)


def invited(box: Calendar, **told: Any) -> Json:
    """Karin invites Astrid."""
    people = [box.address, {"email": KARIN, "responseStatus": "accepted"}]
    return box.add(**visit(organizer=KARIN, attendees=people, **told))


def reason(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["errors"][0]["reason"]


def named(event: Json | str) -> str:
    return f"{EVENTS}/{event if isinstance(event, str) else event['id']}"
