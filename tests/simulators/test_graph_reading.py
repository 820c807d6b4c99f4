"""What Graph that is played here shows: views, series, and rounds of changes."""

import pytest

from tests.simulators.microsoft import (
    Graph,
    Mailbox,
)
from tests.simulators.microsoft.client import (
    FIRST,
    KARIN,
    LASTING,
    MONDAYS,
    MONTH,
    SWEDEN,
    WEEK,
    Client,
    Json,
    at,
    code,
    mondays,
    named,
    visit,
)

# Reading


def test_a_view_has_occurrences_in_full_and_never_a_master(client: Client, box: Mailbox) -> None:
    mondays(box, attendees=[KARIN])
    box.add(**visit())
    found = client.get(f"/me/calendarView?{WEEK}").json()["value"]
    assert [(one["type"], one["subject"]) for one in found] == [("occurrence", "Säljmöte"), ("singleInstance", "Besök")]
    assert found[0]["attendees"][0]["emailAddress"]["address"] == "karin@bruket.example"
    assert found[0]["start"] == {"dateTime": "2026-03-02T08:00:00.0000000", "timeZone": "UTC"}


def test_pages_of_a_view_follow_one_another(client: Client, box: Mailbox) -> None:
    for hour in range(8, 20):
        box.add(**visit(start=at(3, hour), end=at(3, hour, 30)))
    first = client.get(f"/me/calendarView?{WEEK}&$select=subject").json()
    assert len(first["value"]) == 10
    assert first["value"][0].keys() == {"@odata.etag", "id", "subject"}
    second = client.get(first["@odata.nextLink"]).json()
    assert (len(second["value"]), "@odata.nextLink" in second) == (2, False)
    assert len({one["id"] for one in first["value"] + second["value"]}) == 12


def test_a_view_leaves_out_when_an_event_was_made_where_that_is_selected(client: Client, box: Mailbox) -> None:
    event = box.add(**visit())
    [seen] = client.get(f"/me/calendarView?{WEEK}&$select=subject,createdDateTime,lastModifiedDateTime").json()["value"]
    assert seen.keys() == {"@odata.etag", "id", "subject"}
    assert "createdDateTime" in client.get(f"{named(event)}?$select=createdDateTime").json()
    assert "createdDateTime" in client.get(f"/me/calendarView?{WEEK}").json()["value"][0]


def test_the_window_may_be_told_with_an_offset_and_takes_what_overlaps(client: Client, box: Mailbox) -> None:
    box.add(**visit(start=at(3, 10), end=at(3, 11)))
    inside = "startDateTime=2026-03-03T10:30:00%2B01:00&endDateTime=2026-03-03T12:00:00%2B01:00"
    after = "startDateTime=2026-03-03T11:00:00%2B01:00&endDateTime=2026-03-03T12:00:00%2B01:00"
    assert len(client.get(f"/me/calendarView?{inside}").json()["value"]) == 1
    assert client.get(f"/me/calendarView?{after}").json()["value"] == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "startDateTime=2026-03-03T00:00:00Z",
        "startDateTime=2026-03-03T00:00:00+01:00&endDateTime=2026-03-04T00:00:00Z",  # a + is a space
        f"{WEEK}&$select=subject,sibject",
        f"{WEEK}&$top=1001",
        f"{WEEK}&$top=0",
        f"{WEEK}&kanelbulle=1",
        "startDateTime=2026-03-04T00:00:00Z&endDateTime=2026-03-03T00:00:00Z",
    ],
)
def test_a_view_that_cannot_be_asked_for_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/me/calendarView?{query}").status_code == 400


@pytest.mark.parametrize("option", ["$select=subject", "$filter=isCancelled", "$top=5", "$orderby=start", "$expand=x"])
def test_a_round_takes_no_options(client: Client, option: str) -> None:
    assert client.get(f"/me/calendarView/delta?{WEEK}&{option}").status_code == 400


def test_ids_are_of_two_kinds_and_both_are_understood(client: Client, box: Mailbox) -> None:
    event = box.add(**visit())
    changing, lasting = (
        client.get("/me/events").json()["value"][0],
        client.get("/me/events", **LASTING).json()["value"][0],
    )
    assert lasting["id"] == event["id"] != changing["id"]
    assert client.get(named(changing)).json()["id"] == client.get(named(lasting)).json()["id"] == changing["id"]
    assert code(client.get("/me/events/kanelbulle")) == (400, "ErrorInvalidIdMalformed")
    assert client.get(named(event).swapcase().replace("/ME/EVENTS/", "/me/events/")).status_code == 400


def test_what_is_preferred_is_done_and_said(client: Client, box: Mailbox) -> None:
    box.add(**visit(body={"contentType": "html", "content": "<p>Hej <b>Karin</b></p><p>Vi ses</p>"}))
    wish = f'IdType="ImmutableId", outlook.timezone="{SWEDEN}", outlook.body-content-type="text"'
    answer = client.get(f"/me/calendarView?{WEEK}", Prefer=wish)
    [event] = answer.json()["value"]
    assert event["start"] == {"dateTime": "2026-03-03T10:00:00.0000000", "timeZone": SWEDEN}
    assert event["body"] == {"contentType": "text", "content": "Hej Karin\r\nVi ses"}
    assert answer.headers["Preference-Applied"] == wish
    assert answer.headers["request-id"]
    assert client.get(f"/me/calendarView?{WEEK}", Prefer='outlook.timezone="Europe/Stockholm"').status_code == 400


def test_a_whole_day_is_at_midnight_in_its_own_zone(graph: Graph, client: Client, box: Mailbox) -> None:
    box.add(**visit(isAllDay=True, start=at(4, 0), end=at(5, 0)))

    def start(**headers: str) -> str:
        return str(client.get(f"/me/calendarView?{WEEK}", **headers).json()["value"][0]["start"]["dateTime"][:16])

    assert start() == "2026-03-03T23:00"
    assert start(Prefer=f'outlook.timezone="{SWEDEN}"') == "2026-03-04T00:00"
    graph.whole_days_float = True
    assert start() == "2026-03-04T00:00"


@pytest.mark.parametrize(
    ("pattern", "days"),
    [
        ({"type": "daily", "interval": 3}, ["03-02", "03-05", "03-08"]),
        ({"type": "weekly", "interval": 2, "daysOfWeek": ["monday", "thursday"]}, ["03-02", "03-05", "03-16"]),
        ({"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 31}, ["03-31", "04-30", "05-31"]),
        (
            {"type": "relativeMonthly", "interval": 1, "daysOfWeek": ["friday"], "index": "last"},
            ["03-27", "04-24", "05-29"],
        ),
        ({"type": "absoluteYearly", "interval": 1, "dayOfMonth": 6, "month": 6}, ["06-06", "06-06", "06-06"]),
        (
            {"type": "relativeYearly", "interval": 1, "daysOfWeek": ["saturday"], "index": "first", "month": 5},
            ["05-02", "05-01", "05-06"],
        ),
    ],
)
def test_series_come_on_their_days(client: Client, box: Mailbox, pattern: Json, days: list[str]) -> None:
    limit = {"type": "numbered", "startDate": "2026-03-02", "numberOfOccurrences": 3}
    box.add_series(recurrence={"pattern": pattern, "range": limit}, subject="Rond", start=at(2, 9), end=at(2, 10))
    found = client.get("/me/calendarView?startDateTime=2026-01-01T00:00:00Z&endDateTime=2029-12-31T00:00:00Z").json()[
        "value"
    ]
    assert [one["start"]["dateTime"][5:10] for one in found] == days


def test_an_occurrence_keeps_the_clock_when_summer_comes(client: Client, box: Mailbox) -> None:
    mondays(box)
    found = client.get(f"/me/calendarView?{MONTH}").json()["value"]
    assert [one["start"]["dateTime"][5:16] for one in found][-2:] == ["03-23T08:00", "03-30T07:00"]
    assert len({one["iCalUId"] for one in found} | {one["id"] for one in found}) == 10
    assert {one["iCalUId"][32:40] for one in found} == {f"{day.year:04X}{day.month:02X}{day.day:02X}" for day in FIRST}


# Rounds of changes


def test_a_round_after_another_tells_only_what_changed(client: Client, box: Mailbox) -> None:
    stays, changes, goes, moves = (box.add(**visit(subject=name)) for name in ("stays", "changes", "goes", "moves"))
    everything, link = client.round(f"/me/calendarView/delta?{WEEK}", **LASTING)
    assert {one["id"] for one in everything} == {one["id"] for one in (stays, changes, goes, moves)}
    assert client.round(link, **LASTING)[0] == []
    box.change(changes["id"], subject="changed")
    box.delete(goes["id"])
    box.change(moves["id"], start=at(20, 10), end=at(20, 11))
    news, later = client.round(link, **LASTING)
    told = {one["id"]: one.get("subject") or one["@removed"]["reason"] for one in news}
    assert told == {changes["id"]: "changed", goes["id"]: "deleted", moves["id"]: "changed"}
    assert "@removed" in next(one for one in news if one["id"] == moves["id"])
    assert client.round(link, **LASTING)[0] == news
    assert client.round(later, **LASTING)[0] == []


def test_a_round_says_little_of_an_occurrence_and_all_of_an_exception(
    graph: Graph, client: Client, box: Mailbox
) -> None:
    series = mondays(box, attendees=[KARIN])
    box.change_occurrence(series["id"], FIRST[1], start=at(10, 9), end=at(10, 10))
    found, _ = client.round(f"/me/calendarView/delta?{MONTH}", **LASTING)
    kinds = [one["type"] for one in found]
    assert {kind: kinds.count(kind) for kind in kinds} == {"seriesMaster": 1, "occurrence": 4, "exception": 1}
    assert all("subject" not in one for one in found if one["type"] == "occurrence")
    assert all("attendees" in one for one in found if one["type"] != "occurrence")
    graph.masters_in_delta = False
    found, _ = client.round(f"/me/calendarView/delta?{MONTH}", **LASTING)
    assert {one["type"] for one in found} == {"occurrence", "exception"}


def test_a_changed_series_comes_whole_and_says_nothing_of_what_is_gone(
    graph: Graph, client: Client, box: Mailbox
) -> None:
    series = mondays(box)
    _, link = client.round(f"/me/calendarView/delta?{MONTH}", **LASTING)
    gone_one = box.occurrence(series["id"], FIRST[2])["id"]
    box.cancel_occurrence(series["id"], FIRST[2])
    whole, _ = client.round(link, **LASTING)
    assert len(whole) == 5
    assert gone_one not in {one["id"] for one in whole}
    graph.series_whole = False
    assert [(one["id"], one["@removed"]["reason"]) for one in client.round(link, **LASTING)[0]] == [
        (gone_one, "deleted")
    ]


def test_an_occurrence_moved_into_the_window_is_told(graph: Graph, client: Client, box: Mailbox) -> None:
    series = mondays(box)
    _, link = client.round(f"/me/calendarView/delta?{WEEK}", **LASTING)
    moved = box.change_occurrence(series["id"], FIRST[1], start=at(6, 9), end=at(6, 10))
    graph.series_whole = False
    assert [(one["id"], one["type"]) for one in client.round(link, **LASTING)[0]] == [(moved["id"], "exception")]


def test_a_shorter_series_tells_which_days_are_gone_only_where_it_does_not_come_whole(
    graph: Graph, client: Client, box: Mailbox
) -> None:
    series = mondays(box)
    _, link = client.round(f"/me/calendarView/delta?{MONTH}", **LASTING)
    last = box.occurrence(series["id"], FIRST[4])["id"]
    shorter = {**MONDAYS, "range": {**MONDAYS["range"], "endDate": "2026-03-23"}}
    box.change(series["id"], recurrence=shorter)
    assert len(client.round(link, **LASTING)[0]) == 5
    graph.series_whole = False
    removed = [one["id"] for one in client.round(link, **LASTING)[0] if "@removed" in one]
    assert removed == [last]


def test_a_deleted_series_is_gone_by_its_master_or_day_by_day(graph: Graph, client: Client, box: Mailbox) -> None:
    series = mondays(box)
    _, link = client.round(f"/me/calendarView/delta?{MONTH}", **LASTING)
    box.delete(series["id"])
    assert [one["id"] for one in client.round(link, **LASTING)[0]] == [series["id"]]
    graph.masters_in_delta = False
    assert len(client.round(link, **LASTING)[0]) == 5


def test_rounds_have_odd_habits_when_told(graph: Graph, client: Client, box: Mailbox) -> None:
    for hour in range(8, 13):
        box.add(**visit(start=at(3, hour), end=at(3, hour, 30)))
    graph.repeats = graph.empty_pages = True
    found, _ = client.round(f"/me/calendarView/delta?{WEEK}", Prefer="odata.maxpagesize=3")
    assert (len(found), len({one["id"] for one in found})) == (8, 5)
    pages = [one for one in graph.asked if "delta" in one.path]
    assert len(pages) == 6
    assert client.get(f"/me/calendarView/delta?{WEEK}").json()["value"] == []


def test_a_mark_belongs_to_its_mailbox(graph: Graph, client: Client, box: Mailbox) -> None:
    sven = graph.mailbox("sven@nordverk.example")
    _, link = client.round(f"/me/calendarView/delta?{WEEK}")
    assert code(Client(graph, graph.token(sven)).get(link)) == (400, "SyncStateInvalid")
    assert code(client.get("/me/calendarView/delta?$deltatoken=kanelbulle")) == (410, "SyncStateNotFound")


def test_a_page_can_be_asked_for_again_and_shows_what_is_gone_meanwhile(client: Client, box: Mailbox) -> None:
    for hour in range(8, 12):
        box.add(**visit(start=at(3, hour), end=at(3, hour, 30)))
    first = client.get(f"/me/calendarView/delta?{WEEK}", Prefer="odata.maxpagesize=2").json()
    second = client.get(first["@odata.nextLink"], Prefer="odata.maxpagesize=2").json()
    box.delete(second["value"][0]["id"])
    again = client.get(first["@odata.nextLink"], Prefer="odata.maxpagesize=2").json()
    assert [one["id"] for one in again["value"]] == [one["id"] for one in second["value"]]
    assert again["value"][0]["@removed"] == {"reason": "deleted"}
    assert [one["id"] for one in client.get(again["@odata.deltaLink"]).json()["value"]] == [second["value"][0]["id"]]
