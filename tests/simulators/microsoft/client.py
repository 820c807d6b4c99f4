"""Somebody who asks Graph, and what is often asked and put there: a week in March, a visit, a series on Mondays."""

from datetime import UTC, date, datetime
from typing import Any

import requests

from tests.simulators.microsoft.graph import Graph
from tests.simulators.microsoft.mailbox import Mailbox

Json = dict[str, Any]
NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
SWEDEN = "W. Europe Standard Time"
WEEK = "startDateTime=2026-03-02T00:00:00Z&endDateTime=2026-03-09T00:00:00Z"
MONTH = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"
LASTING = {"Prefer": 'IdType="ImmutableId"'}
KARIN = {"type": "required", "emailAddress": {"name": "Karin Lind", "address": "karin@bruket.example"}}
TO_KARIN = {"emailAddress": KARIN["emailAddress"]}
PER = {"type": "optional", "emailAddress": {"name": "Per Dahl", "address": "per@bruket.example"}}
MONDAYS = {
    "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"]},
    "range": {"type": "endDate", "startDate": "2026-03-02", "endDate": "2026-03-30"},
}
FIRST = (date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16), date(2026, 3, 23), date(2026, 3, 30))


class Client:
    """Somebody with a token; paths begin after /v1.0, whole addresses are taken as they are."""

    def __init__(self, graph: Graph, token: str) -> None:
        self.graph = graph
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, **told: Any) -> requests.Response:
        url = path if path.startswith("http") else self.graph.url + path
        return self.session.request(method, url, timeout=10, **told)

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, value: Any = None, **headers: str) -> requests.Response:
        return self.ask("POST", path, json=value, headers=headers)

    def patch(self, path: str, value: Any, **headers: str) -> requests.Response:
        return self.ask("PATCH", path, json=value, headers=headers)

    def round(self, path: str, **headers: str) -> tuple[list[Json], str]:
        """Every entry up to the delta link, and the link."""
        found: list[Json] = []
        while True:
            page = self.get(path, **headers).json()
            found += page["value"]
            if "@odata.deltaLink" in page:
                return found, page["@odata.deltaLink"]
            path = page["@odata.nextLink"]


def at(day: int, hour: int, minute: int = 0) -> Json:
    return {"dateTime": f"2026-03-{day:02}T{hour:02}:{minute:02}:00", "timeZone": SWEDEN}


def visit(**told: Any) -> Json:
    return {"subject": "Besök", "start": at(3, 10), "end": at(3, 11), **told}


def meeting(box: Mailbox, **told: Any) -> Json:
    return box.add(**visit(attendees=[KARIN, PER], body={"contentType": "text", "content": "Hej"}, **told))


def mondays(box: Mailbox, **told: Any) -> Json:
    return box.add_series(recurrence=MONDAYS, subject="Säljmöte", start=at(2, 9), end=at(2, 9, 45), **told)


def invited(box: Mailbox, **told: Any) -> Json:
    """Karin invites Astrid."""
    astrid = {"type": "required", "emailAddress": {"name": "Astrid Ek", "address": "astrid@nordverk.example"}}
    return box.add(**visit(organizer={"emailAddress": KARIN["emailAddress"]}, attendees=[astrid], **told))


def code(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def named(event: Json) -> str:
    return f"/me/events/{event['id']}"
