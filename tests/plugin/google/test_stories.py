"""A seller's stories in Google Calendar's side panel, played: from an open event to a converted visit, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest

from tests.plugin.google.rig import HERE, Beside
from tests.simulators.google import addon_events as events
from tests.simulators.google import meet, troubles
from tests.simulators.google.card_addresses import Deployment
from tests.simulators.google.cards import find_faults
from tests.simulators.google.panel import Panel
from tests.workers.in_the_cloud import BRUKET, SYNC
from tests.world import ASTRID, NOW
from workers.carry_out import CARRY_OUT
from workers.jobs import carry_out
from workers.office import Office
from workers.store.decisions import Decision, DecisionKind
from workers.store.engine import make_engine
from workers.store.mailboxes import MailboxState
from workers.visits.suggestion import Suggestion

Json = dict[str, Any]
DEPLOYED = Deployment(
    (f"{HERE}/google/",), (f"{HERE}/", "https://www.openstreetmap.org/", "https://reseplanerare.resrobot.se/")
)
HOSTILE: tuple[dict[str, str], ...] = (
    {},
    {"do": "erase"},
    {"do": "__class__"},
    {"do": "later", "suggestion": "x" * 3_000, "account": "<img src=x onerror=alert(1)>"},
    {"do": "convert", "suggestion": "6fb3783955c0", "account": BRUKET, "seen": "no", "slot": "-1"},
    {"do": "preview", "suggestion": "../..", "account": BRUKET, "slot": "٣"},
    {"do": "say", "kind": "erase", "account": BRUKET},
    {"do": "say", "kind": "wrong", "account": BRUKET, "value": "no flag"},
    {"do": "say", "kind": "met", "account": BRUKET},
    {"do": "say", "kind": "customer", "account": ""},
    {"do": "account", "account": "\u202egro.elpmaxe<b>"},
    {"do": "draft", "suggestion": "", "account": BRUKET},
    {"do": "state", "suggestion": "nobody's"},
    {"do": "undo", "suggestion": "nobody's"},
    {"do": "opened", "suggestion": "nobody's", "account": BRUKET},
)


class Seller:
    """Astrid with the panel beside her calendar."""

    def __init__(self, beside: Beside) -> None:
        self.beside = beside
        self.claims: Json = {}
        self.panel = Panel(self.post, DEPLOYED)

    def post(self, path: str, event: Json) -> Json:
        answer = self.beside.ask(path.rpartition("/")[2], event)
        assert answer.status_code == 200, answer.status_code
        assert isinstance(answer.json, dict)
        return answer.json

    def open(self, ident: str, **more: Any) -> None:
        self.panel.open(
            "/google/event", lambda: events.opened(ident=ident, user=self.beside.user(**self.claims), **more)
        )

    def open_in(self, locale: str, ident: str) -> None:
        def event() -> Json:
            asked = events.opened(ident=ident, user=self.beside.user(**self.claims))
            asked["commonEventObject"]["userLocale"] = locale
            return asked

        self.panel.open("/google/event", event)

    def open_with(self, ident: str, people: list[Json]) -> None:
        def event() -> Json:
            asked = events.opened(ident=ident, user=self.beside.user(**self.claims))
            asked["calendar"]["attendees"] = people
            return asked

        self.panel.open("/google/event", event)

    def decisions(self) -> list[Decision]:
        return list(self.beside.office.store.of(self.beside.at_google.seller).decisions())

    def home(self) -> None:
        self.panel.open("/google/home", self.beside.home)

    @property
    def text(self) -> str:
        return self.panel.text

    def read_what_is_new(self) -> None:
        """What the card asked to be read, by a worker."""
        assert self.is_to_be_read()
        carry_out(self.beside.office, SYNC, self.beside.at_google.seller)

    def is_to_be_read(self) -> bool:
        with self.beside.office.store.reading() as at:
            row = at.due.find(SYNC, self.beside.at_google.seller)
        return row is not None and row.due_at is not None and row.due_at <= self.beside.office.clock()


THE_TWO = [{"email": ASTRID.address, "self": True, "organizer": True}, {"email": "olof@norrgruvan.example"}]


def first_meeting(astrid: Seller, **more: Any) -> str:
    """Saved a moment ago: the first with Norrgruvan, on Meet. Its id."""
    start = NOW + timedelta(days=9)
    people = [ASTRID.address, {"email": "olof@norrgruvan.example", "displayName": "Olof Ek"}]
    plain = {"summary": "Första mötet", "attendees": people, **meet.room("fir-stmo-ten")}
    told = {name: one for name, one in {**plain, **more}.items() if one is not None}
    ident: str = astrid.beside.astrid.add(start=start, end=start + timedelta(minutes=30), **told)["id"]
    return ident


@pytest.fixture
def astrid(beside: Beside) -> Seller:
    return Seller(beside)


@pytest.fixture
def suggestion(beside: Beside) -> Suggestion:
    return beside.at_google.ready()


def test_the_open_event_tells_the_relation_then_the_one_suggestion(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open(suggestion.uid)
    lines = astrid.text.splitlines()
    assert lines[0] == "Bruket"
    assert lines[1] == "Sju möten på ett år, alla på Google Meet, oftast 27 minuter. Ni har aldrig setts."
    assert "Det här mötet passar att ta hos dem" in lines
    assert lines.index("Storgatan 4, 461 30 Trollhättan") < lines.index("Fråga kunden") < lines.index("Varför det här?")


def test_another_event_with_them_tells_which_meeting_is_the_one_to_go_to(
    astrid: Seller, suggestion: Suggestion
) -> None:
    first = next(one for one in astrid.beside.astrid.events() if one["id"] != suggestion.uid)
    astrid.open(first["id"])
    assert "Det här mötet passar att ta hos dem" not in astrid.text
    assert "Avstämning" in astrid.text


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Senare", DecisionKind.LATER),
        ("Inte det här mötet", DecisionKind.NOT_THIS),
        ("Föreslå aldrig besök", DecisionKind.NEVER_HERE),
    ],
)
def test_what_is_decided_is_kept_told_and_taken_back(
    astrid: Seller, suggestion: Suggestion, words: str, kind: DecisionKind
) -> None:
    astrid.open(suggestion.uid)
    astrid.panel.press(words)
    assert astrid.panel.notification
    assert astrid.panel.notification in astrid.text
    assert [one.kind for one in astrid.decisions()] == [kind]
    assert "Fråga kunden" not in astrid.text
    astrid.panel.press("Ångra")
    assert "Då gäller det inte längre." in astrid.text
    assert "Fråga kunden" in astrid.text
    assert astrid.decisions() == []


def test_a_press_that_comes_twice_is_one(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open(suggestion.uid)
    astrid.panel.press("Senare")
    path, event = astrid.panel.sent[-1]
    astrid.post(path, event)
    assert len(astrid.decisions()) == 1


def test_that_they_have_met_is_said_with_a_day(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open(suggestion.uid)
    astrid.panel.fill("met", date(2026, 10, 14))
    astrid.panel.press("Spara", 2)
    assert "i oktober" in astrid.text
    assert "Fråga kunden" not in astrid.text
    astrid.panel.press("Ångra")
    assert "Ni har aldrig setts." in astrid.text


def test_a_day_to_come_is_no_day_to_have_met(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open(suggestion.uid)
    astrid.panel.fill("met", date(2027, 10, 14))
    astrid.panel.press("Spara", 2)
    assert "datum" in astrid.panel.notification
    assert astrid.beside.office.store.of(astrid.beside.at_google.seller).corrections()[1:] == ()


def test_a_wrong_flag_is_never_raised_again(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open(suggestion.uid)
    astrid.panel.press("Stämmer inte")
    assert "Fråga kunden" not in astrid.text
    assert astrid.beside.at_google.reviewed().flags == ()


def test_where_they_sit_is_asked_once_and_then_known(astrid: Seller) -> None:
    astrid.beside.at_google.do()
    found = astrid.beside.at_google.reviewed().suggestion
    assert found
    astrid.open(found.uid)
    assert "det har du sagt" not in astrid.text
    astrid.panel.fill("place", "Storgatan 4, 461 30 Trollhättan")
    astrid.panel.press("Spara", 1)
    assert "det har du sagt" in astrid.text
    assert "Storgatan 4, 461 30 Trollhättan" in astrid.text


def test_a_place_that_is_wrong_is_set_right(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open(suggestion.uid)
    astrid.panel.fill("place", "Drottninggatan 2, Vänersborg")
    astrid.panel.press("Spara", 1)
    assert "Drottninggatan 2, Vänersborg" in astrid.text
    assert "Storgatan 4, 461 30 Trollhättan" not in astrid.text


def test_no_customer_is_left_alone_until_it_is_one_again(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open(suggestion.uid)
    astrid.panel.press("De är ingen kund")
    assert "Ingen kund, har du sagt." in astrid.text
    astrid.open(suggestion.uid)
    astrid.panel.press("Jo, det är en kund")
    astrid.open(suggestion.uid)
    assert "Ni har aldrig setts." in astrid.text


def test_the_draft_is_read_and_opened_in_the_sellers_own_mail(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open(suggestion.uid)
    astrid.panel.press("Fråga kunden")
    assert astrid.panel.names == ["account", "draft"]
    assert "Hej Karin" in astrid.text
    astrid.panel.press("Öppna i mejlen")
    assert astrid.panel.windows[-1].url.startswith("mailto:karin")
    astrid.panel.press("Jag har skrivit")
    assert astrid.panel.names == ["account"]
    assert [one.kind for one in astrid.decisions()] == [DecisionKind.DRAFT]
    assert astrid.decisions()[0].surface == "card"


def test_a_yes_becomes_a_visit_and_back_again(astrid: Seller, suggestion: Suggestion) -> None:
    at_google = astrid.beside.at_google
    astrid.open(suggestion.uid)
    astrid.panel.press("Gör om till besök")
    assert "Inget skickas förrän du trycker." in astrid.text
    astrid.panel.press("Gör mötet till ett besök")
    assert "Vi ändrar mötet nu" in astrid.text
    at_google.do(CARRY_OUT)
    astrid.panel.press("Titta igen")
    assert "Mötet är ett besök nu" in astrid.text
    assert at_google.meeting(suggestion)["location"] == "Storgatan 4, 461 30 Trollhättan"
    assert at_google.held()
    astrid.panel.press("Ångra")
    at_google.do(CARRY_OUT)
    astrid.panel.press("Titta igen")
    assert "Mötet är som det var" in astrid.text
    assert not at_google.meeting(suggestion).get("location")
    assert at_google.held() == []


def test_the_room_on_screen_leaves_where_the_seller_says_so(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open(suggestion.uid)
    astrid.panel.press("Gör om till besök")
    astrid.panel.turn("keep", on=False)
    assert astrid.panel.names == ["account", "preview"]
    astrid.panel.press("Gör mötet till ett besök")
    astrid.beside.at_google.do(CARRY_OUT)
    assert "conferenceData" not in astrid.beside.at_google.meeting(suggestion)


def test_what_has_changed_meanwhile_is_shown_before_anything_is_written(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open(suggestion.uid)
    astrid.panel.press("Gör om till besök")
    astrid.beside.astrid.change(suggestion.uid, summary="Avstämning, nu längre")
    astrid.panel.press("Gör mötet till ett besök")
    assert "Mötet har ändrats sedan du tittade." in astrid.text
    assert not astrid.beside.at_google.meeting(suggestion).get("location")


def test_one_who_changes_their_mind_comes_back_to_the_account(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open(suggestion.uid)
    astrid.panel.press("Gör om till besök")
    astrid.panel.press("Inte nu")
    assert astrid.panel.names == ["account"]


def test_home_tells_the_suggestions_the_trips_and_when_the_calendar_was_read(
    astrid: Seller, suggestion: Suggestion
) -> None:
    astrid.home()
    assert "Värt att ta på plats" in astrid.text
    assert "Kalendern lästes senast" in astrid.text
    astrid.panel.press("Bruket", 1)
    assert astrid.panel.names == ["home", "account"]
    assert "Ni har aldrig setts." in astrid.text


def test_somebody_nobody_knows_signs_in_beside_and_the_card_comes_by_itself(
    astrid: Seller, suggestion: Suggestion
) -> None:
    astrid.claims = {"sub": "104", "email": "ny@nordverk.example"}
    astrid.open(suggestion.uid)
    assert "Vi läser kalendern och skriver inget i den." in astrid.text
    astrid.panel.press("Anslut min kalender")
    assert astrid.panel.windows[-1].url == f"{HERE}/signin/google?back=/google/signed-in"
    landed = astrid.beside.client.get("/google/signed-in", base_url=HERE, headers={"Accept-Language": "sv"})
    assert "gå tillbaka till kalendern" in landed.text
    astrid.beside.know(astrid.beside.at_google.seller, "104")
    astrid.panel.close_window()
    assert "Ni har aldrig setts." in astrid.text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (MailboxState.SIGNED_OUT, "Vi kommer inte åt kalendern längre."),
        (MailboxState.DENIED, "Vi får inte läsa din kalender."),
        (MailboxState.GONE, "Kalendern finns inte där den var."),
    ],
)
def test_a_calendar_that_is_not_read_any_more_says_why(
    astrid: Seller, suggestion: Suggestion, state: MailboxState, words: str
) -> None:
    with astrid.beside.office.store.writing() as at:
        at.mailboxes.set_state(astrid.beside.at_google.seller, state)
        at.sellers.touch(astrid.beside.at_google.seller)
    astrid.open(suggestion.uid)
    assert words in astrid.text


def test_a_calendar_that_is_being_read_says_so_until_it_is(astrid: Seller) -> None:
    astrid.home()
    assert "Snart läser vi din kalender" in astrid.text
    astrid.beside.at_google.ready()
    astrid.panel.press("Titta igen")
    assert "Värt att ta på plats" in astrid.text


def test_a_first_meeting_on_screen_is_told_of_the_moment_it_is_saved(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open_with(first_meeting(astrid), THE_TWO)
    assert "Första mötet med Norrgruvan är på skärm." in astrid.text
    assert "Ta det första mötet hos dem" in astrid.text
    assert "Fråga kunden" not in astrid.text
    astrid.read_what_is_new()
    astrid.panel.press("Titta igen")
    assert "Första mötet med Norrgruvan är på skärm." in astrid.text
    assert "Fråga kunden" in astrid.text


def test_an_event_the_add_on_may_not_read_is_looked_at_as_the_calendar_is(
    astrid: Seller, suggestion: Suggestion
) -> None:
    ident, claims = first_meeting(astrid), astrid.beside.user()
    astrid.panel.open("/google/event", lambda: events.opened_without_people(user=claims, ident=ident))
    assert "First" not in astrid.text
    assert "Norrgruvan" in astrid.text


@pytest.mark.parametrize(
    "trouble", [troubles.broken(), troubles.throttled("60"), troubles.hang_up(), troubles.half_json()]
)
def test_an_event_that_cannot_be_looked_at_now_is_told_of_once_it_has_been_read(
    astrid: Seller, suggestion: Suggestion, trouble: troubles.Trouble
) -> None:
    ident = first_meeting(astrid)
    astrid.beside.google.next(*[trouble] * 5, path="/calendar/*/events/*")  # however often it is asked
    astrid.open_with(ident, THE_TWO)
    astrid.beside.google.forget_troubles()
    assert "Mötet är nytt för oss." in astrid.text
    astrid.read_what_is_new()
    astrid.panel.press("Titta igen")
    assert "Första mötet med Norrgruvan är på skärm." in astrid.text


def test_a_first_meeting_at_their_place_is_no_matter_for_a_note(astrid: Seller, suggestion: Suggestion) -> None:
    ident = first_meeting(
        astrid, conferenceData=None, location="Norrgruvan, Gruvvägen 1, Kiruna", summary="Besök hos er"
    )
    astrid.open_with(ident, THE_TWO)
    assert "på skärm" not in astrid.text
    assert "Mötet är nytt för oss." in astrid.text


def test_a_private_event_is_not_known_and_nothing_is_waited_for(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open_with(first_meeting(astrid, visibility="private"), THE_TWO)
    assert "Är det här en kund?" in astrid.text
    assert "nytt för oss" not in astrid.text
    assert not astrid.is_to_be_read()


def test_of_who_is_among_us_nothing_is_asked(astrid: Seller, suggestion: Suggestion) -> None:
    asked = len(astrid.beside.google.asked)
    astrid.open_with(first_meeting(astrid), THE_TWO[:1])
    assert "Bara ni själva här." in astrid.text
    assert len(astrid.beside.google.asked) == asked


def test_only_ourselves_are_nothing_to_tell_of(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open_with("internal0000000000000000", [{"email": ASTRID.address, "self": True}])
    assert "Bara ni själva här." in astrid.text


def test_english_calendars_are_spoken_to_in_english(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open_in("en-GB", suggestion.uid)
    assert "You have never met." in astrid.text
    assert "Ask the customer" in astrid.text


def test_what_stood_on_a_button_is_believed_in_nothing(astrid: Seller, suggestion: Suggestion) -> None:
    for told in HOSTILE:
        answer = astrid.post("/google/action", events.pressed(told, user=astrid.beside.user()))
        assert not find_faults(answer, DEPLOYED)
    assert astrid.decisions() == []
    assert astrid.beside.office.store.of(astrid.beside.at_google.seller).visits(since=NOW) == ()


def test_a_fault_of_ours_is_told_calmly_and_is_over_when_it_is_mended(astrid: Seller, suggestion: Suggestion) -> None:
    astrid.open(suggestion.uid)
    with broken(astrid.beside.office):
        astrid.panel.press("Senare")
        assert "Något gick fel hos oss." in astrid.text
        astrid.home()
        assert "Något gick fel hos oss." in astrid.text
    astrid.panel.press("Försök igen")
    assert "Värt att ta på plats" in astrid.text


@contextmanager
def broken(office: Office) -> Iterator[None]:
    """A database that has lost a table."""
    engine = make_engine(office.settings.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE accounts RENAME TO mislaid")
    yield
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE mislaid RENAME TO accounts")
    engine.dispose()
