"""What a press changes, wherever it was pressed: once, at once, in what is suggested next; and that it can be taken back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.mailboxes import accounts, add_mailbox, call, make_office
from tests.simulators.paged import PagedCalendar
from tests.world import NOW, meeting
from workers.correcting import correct
from workers.decide import DetailOdd, Outcome, decide, look_up, take_back, wish_letters
from workers.office import Office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.relationships.modality import Modality
from workers.review import review_again
from workers.reviewed import Reviewed
from workers.store.decisions import DecisionKind, Surface
from workers.sync import sync
from workers.visits.answered import suggestion_id

CUSTOMER = call(0, 0).attendees[0].person
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
BRUKET, NORRGRUVAN, ALVKAJ = "bruket.example", "norrgruvan.example", "alvkaj.example"
LATER, NOT_THIS, NEVER_HERE = DecisionKind.LATER, DecisionKind.NOT_THIS, DecisionKind.NEVER_HERE
WRONG, HAVE_MET = DecisionKind.WRONG, DecisionKind.HAVE_MET
TOOK_PLACE, FELL_THROUGH = DecisionKind.TOOK_PLACE, DecisionKind.FELL_THROUGH


@dataclass
class Desk:
    """Astrid's, with three customers who each have a call ahead in a week of its own; two are suggested."""

    office: Office
    seller: int
    calendar: PagedCalendar = field(default_factory=PagedCalendar)
    now: datetime = NOW

    def press(self, suggestion: str, kind: DecisionKind, **detail: str) -> Outcome:
        return decide(self.office, self.seller, suggestion, kind, surface=Surface.PAGE, detail=detail)

    def undo(self, suggestion: str, kind: DecisionKind) -> bool:
        return take_back(self.office, self.seller, suggestion, kind)

    def all(self) -> dict[str, Reviewed]:
        return accounts(self.office, self.seller)

    def chosen(self) -> set[str]:
        return {key for key, one in self.all().items() if one.chosen}

    def why(self, key: str) -> str:
        reason = self.all()[key].no_visit
        return reason.key.removeprefix("suggestion.none.") if reason else ""

    def said(self) -> set[tuple[str, str]]:
        return {(one.kind.value, one.value) for one in self.office.store.of(self.seller).corrections()}

    def days_pass(self, days: int) -> None:
        self.now += days * DAY
        review_again(self.office, self.seller)


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("deciding")


def sat_down(home: Path, database_url: str) -> Desk:
    made: list[Desk] = []
    office = make_office(home, database_url, clock=lambda: made[0].now if made else NOW)
    desk = Desk(office, add_mailbox(office))
    made.append(desk)
    for weeks, customer in ((3, "bruket"), (4, "norrgruvan"), (5, "alvkaj")):
        desk.calendar.put(*(call(n, -n * 2 - 1, customer) for n in range(1, 9 - weeks)), call(0, weeks, customer))
    sync(office, desk.seller, desk.calendar)
    return desk


@pytest.fixture
def desk(tmp_path: Path, made_file: Path) -> Iterator[Desk]:
    file = tmp_path / "kanelbulle.db"
    file.write_bytes(made_file.read_bytes())
    made = sat_down(tmp_path / "home", f"sqlite:///{file}")
    yield made
    made.office.store.close()


def named(customer: str) -> str:
    """The suggestion to take the call ahead at their place."""
    return suggestion_id(f"{customer}.example", f"{customer}-000", None)


SUGGESTED, ALSO, WAITS = named("bruket"), named("norrgruvan"), named("alvkaj")


def test_two_are_suggested_and_remembered_as_new_this_week(desk: Desk) -> None:
    assert desk.chosen() == {BRUKET, NORRGRUVAN}
    assert desk.why(ALVKAJ) == "waits"
    with desk.office.store.reading() as at:
        assert at.suggestions.weeks(desk.seller) == {SUGGESTED: 202648, ALSO: 202648}


@pytest.mark.parametrize(("kind", "why"), [(LATER, "later"), (NOT_THIS, "not_this"), (NEVER_HERE, "")])
def test_a_refusal_takes_the_suggestion_away_says_why_and_gives_no_third_new_one_until_monday(
    desk: Desk, kind: DecisionKind, why: str
) -> None:
    assert desk.press(SUGGESTED, kind) is Outcome.NEWS
    assert desk.chosen() == {NORRGRUVAN}
    assert (desk.why(BRUKET), desk.why(ALVKAJ)) == (why, "waits")
    desk.days_pass(6)
    assert desk.chosen() == {NORRGRUVAN}
    desk.days_pass(1)
    assert desk.chosen() == ({BRUKET, NORRGRUVAN} if kind is LATER else {NORRGRUVAN, ALVKAJ})


@pytest.mark.parametrize("kind", [LATER, NOT_THIS, NEVER_HERE, WRONG, DecisionKind.PREFERS_DIGITAL])
def test_taken_back_everything_is_as_it_was(desk: Desk, kind: DecisionKind) -> None:
    before = desk.all()
    assert desk.press(SUGGESTED, kind) is Outcome.NEWS
    assert desk.all() != before
    assert desk.undo(SUGGESTED, kind)
    assert desk.all() == before
    assert desk.said() == set()
    assert not desk.undo(SUGGESTED, kind)


def test_pressed_again_nothing_changes_not_even_the_page(desk: Desk) -> None:
    for kind in (LATER, NEVER_HERE, WRONG):
        assert desk.press(SUGGESTED, kind) is Outcome.NEWS
        before = desk.office.store.of(desk.seller).revision()
        assert desk.press(SUGGESTED, kind) is Outcome.ALREADY
        assert desk.office.store.of(desk.seller).revision() == before


def test_what_was_our_mistake_gives_its_place_to_the_next(desk: Desk) -> None:
    correct(desk.office, Correction(CorrectionKind.NOT_CUSTOMER, BRUKET, NOW), seller_id=desk.seller)
    assert desk.chosen() == {NORRGRUVAN, ALVKAJ}


def test_what_the_letter_said_holds_its_place_though_its_meeting_is_gone(desk: Desk) -> None:
    with desk.office.store.writing(desk.seller) as at:
        at.letters.claim(desk.seller, 202648, now=NOW, suggestions=(SUGGESTED, ALSO))
    correct(desk.office, Correction(CorrectionKind.NOT_CUSTOMER, BRUKET, NOW), seller_id=desk.seller)
    assert desk.chosen() == {NORRGRUVAN}


def test_later_until_a_day_is_until_that_day(desk: Desk) -> None:
    assert desk.press(SUGGESTED, LATER, until="2026-12-02") is Outcome.NEWS
    desk.days_pass(8)
    assert desk.why(BRUKET) == "later"
    desk.days_pass(1)
    assert desk.why(BRUKET) != "later"
    assert look_up(desk.office, desk.seller, SUGGESTED).standing == {}  # type: ignore[union-attr]


def test_the_latest_of_later_and_not_this_stands(desk: Desk) -> None:
    desk.press(SUGGESTED, LATER)
    desk.press(SUGGESTED, NOT_THIS)
    assert desk.why(BRUKET) == "not_this"
    desk.press(SUGGESTED, LATER)
    assert desk.why(BRUKET) == "later"
    assert desk.undo(SUGGESTED, LATER)
    assert desk.chosen() == {BRUKET, NORRGRUVAN}


def test_a_wrong_flag_is_never_raised_again_and_a_second_press_means_the_same_one(desk: Desk) -> None:
    flags = [flag.kind for flag in desk.all()[BRUKET].flags]
    assert desk.press(SUGGESTED, WRONG) is Outcome.NEWS
    assert desk.press(SUGGESTED, WRONG) is Outcome.ALREADY
    assert desk.said() == {("wrong", flags[0].value)}
    assert [flag.kind for flag in desk.all()[BRUKET].flags] == flags[1:]


def test_we_have_met_is_kept_with_its_day(desk: Desk) -> None:
    assert desk.press(SUGGESTED, HAVE_MET, met="2026-10-02") is Outcome.NEWS
    assert desk.said() == {("met", "2026-10-02")}
    assert desk.all()[BRUKET].flags == ()
    assert desk.press(SUGGESTED, HAVE_MET, met="2026-10-02") is Outcome.ALREADY
    assert desk.press(SUGGESTED, HAVE_MET, met="2026-10-03") is Outcome.NEWS
    assert desk.undo(SUGGESTED, HAVE_MET)
    assert desk.said() == set()


@pytest.mark.parametrize(
    ("kind", "detail"),
    [
        (LATER, {"until": "snart"}),
        (LATER, {"until": "2026-11-23"}),
        (LATER, {"until": "2036-11-23"}),
        (HAVE_MET, {}),
        (HAVE_MET, {"met": "2026-11-24"}),
        (HAVE_MET, {"met": "1889-01-01"}),
        (WRONG, {"flag": "everything"}),
    ],
)
def test_a_detail_that_makes_no_sense_changes_nothing(desk: Desk, kind: DecisionKind, detail: dict[str, str]) -> None:
    before = desk.office.store.of(desk.seller).revision()
    with pytest.raises(DetailOdd):
        desk.press(SUGGESTED, kind, **detail)
    assert desk.office.store.of(desk.seller).revision() == before
    assert desk.office.store.of(desk.seller).decisions() == ()


@pytest.mark.parametrize("wild", ["", "nu\0ll", "halv\ud800", "x" * 5000, WAITS])
def test_what_was_never_suggested_cannot_be_decided(desk: Desk, wild: str) -> None:
    assert desk.press(wild, NOT_THIS) is Outcome.UNKNOWN
    assert not desk.undo(wild, NOT_THIS)
    assert look_up(desk.office, desk.seller, wild) is None


def test_one_that_waits_can_be_refused_on_its_accounts_page(desk: Desk) -> None:
    press = {"surface": Surface.PAGE, "account": ALVKAJ}
    assert decide(desk.office, desk.seller, WAITS, NOT_THIS, **press) is Outcome.NEWS  # type: ignore[arg-type]
    assert desk.why(ALVKAJ) == "not_this"
    assert take_back(desk.office, desk.seller, WAITS, NOT_THIS, account=ALVKAJ)
    assert desk.why(ALVKAJ) == "waits"


def test_only_the_account_pressed_about_is_looked_at_anew(desk: Desk) -> None:
    before = desk.all()
    desk.press(SUGGESTED, NOT_THIS)
    after = desk.all()
    assert {key for key in before if before[key] != after[key]} == {BRUKET}


# --- after the day -----------------------------------------------------------------------------------------------


def held(desk: Desk) -> Modality:
    """How the call that was ahead counts now."""
    past = desk.all()[BRUKET].relationship.past
    return next(one.modality for one in past if one.uid == "bruket-000")


def test_nobody_knows_before_the_meeting_whether_it_came_to_anything(desk: Desk) -> None:
    for kind in (TOOK_PLACE, FELL_THROUGH):
        assert desk.press(SUGGESTED, kind) is Outcome.TOO_EARLY
    assert desk.office.store.of(desk.seller).decisions() == ()


def test_a_visit_that_took_place_is_one_whatever_the_calendar_says(desk: Desk) -> None:
    desk.days_pass(22)
    assert held(desk) is Modality.VIDEO
    assert desk.press(SUGGESTED, TOOK_PLACE) is Outcome.NEWS
    assert held(desk) is Modality.IN_PERSON
    assert desk.all()[BRUKET].flags == ()
    assert desk.press(SUGGESTED, TOOK_PLACE) is Outcome.ALREADY
    assert desk.undo(SUGGESTED, TOOK_PLACE)
    assert held(desk) is Modality.VIDEO


def test_what_fell_through_is_no_visit_and_what_the_calendar_says_otherwise_stays(desk: Desk) -> None:
    desk.days_pass(22)
    desk.press(SUGGESTED, TOOK_PLACE)
    assert desk.press(SUGGESTED, FELL_THROUGH) is Outcome.NEWS
    assert held(desk) is Modality.VIDEO
    assert desk.said() == set()
    assert set(look_up(desk.office, desk.seller, SUGGESTED).standing) == {FELL_THROUGH}  # type: ignore[union-attr]


def test_a_visit_in_the_calendar_that_fell_through_counts_as_nothing_known(desk: Desk) -> None:
    there = meeting(
        NOW + 3 * WEEK, 90, CUSTOMER, uid="bruket-000", title="Besök hos er", place="Slussgatan 14, 461 30 Trollhättan"
    )
    desk.calendar.put(there)
    sync(desk.office, desk.seller, desk.calendar)
    desk.days_pass(22)
    assert held(desk) is Modality.IN_PERSON
    desk.press(SUGGESTED, FELL_THROUGH)
    assert held(desk) is Modality.UNKNOWN
    assert desk.undo(SUGGESTED, FELL_THROUGH)
    assert held(desk) is Modality.IN_PERSON


def test_one_visit_in_a_series_leaves_the_other_calls_on_screen(desk: Desk) -> None:
    desk.calendar.entries.update(
        (f"{weeks}", replace(call(0, weeks), uid="series", recurrence_id=NOW + weeks * WEEK, series=True))
        for weeks in (*range(-20, 0, 2), 3, 5)
    )
    desk.calendar.touched.update(dict.fromkeys(desk.calendar.entries, 1))
    desk.calendar.forget_marks()
    sync(desk.office, desk.seller, desk.calendar)
    coming = suggestion_id(BRUKET, "series", NOW + 3 * WEEK)
    desk.days_pass(22)
    assert decide(desk.office, desk.seller, coming, TOOK_PLACE, surface=Surface.PAGE, account=BRUKET) is Outcome.NEWS
    relationship = desk.all()[BRUKET].relationship
    assert relationship.last_in_person == NOW + 3 * WEEK
    assert relationship.counts.in_person == 1
    assert desk.said() == {("modality_once", "in_person")}


# --- letters -----------------------------------------------------------------------------------------------------


def test_whatever_is_pressed_in_a_letter_answers_it(desk: Desk) -> None:
    with desk.office.store.writing(desk.seller) as at:
        at.letters.claim(desk.seller, 202648, now=NOW)
        at.letters.sent(desk.seller, 202648, message_id="", suggestions=(SUGGESTED,), now=NOW)
        assert at.letters.silence(desk.seller) == 1
    press = {"surface": Surface.LETTER, "week": 202648}
    assert decide(desk.office, desk.seller, SUGGESTED, DecisionKind.DRAFT, **press) is Outcome.NEWS  # type: ignore[arg-type]
    with desk.office.store.reading() as at:
        assert at.letters.silence(desk.seller) == 0


def test_letters_stop_and_go_on_and_pages_of_other_sellers_do_not_come_up(desk: Desk) -> None:
    def wanted() -> bool:
        seller = desk.office.store.of(desk.seller).seller()
        assert seller is not None
        return seller.letters

    assert wanted()
    assert wish_letters(desk.office, desk.seller, wanted=False) is Outcome.NEWS
    assert wish_letters(desk.office, desk.seller, wanted=False) is Outcome.ALREADY
    assert not wanted()
    desk.days_pass(1)
    assert not wanted()
    assert wish_letters(desk.office, desk.seller, wanted=True, week=202648) is Outcome.NEWS
    assert wanted()
    assert wish_letters(desk.office, 99, wanted=True) is Outcome.UNKNOWN


def test_going_on_answers_the_question_of_that_letter(desk: Desk) -> None:
    with desk.office.store.writing(desk.seller) as at:
        at.letters.claim(desk.seller, 202648, now=NOW)
        at.letters.sent(desk.seller, 202648, message_id="", suggestions=(), now=NOW)
    assert wish_letters(desk.office, desk.seller, wanted=True, week=202648) is Outcome.NEWS
    assert wish_letters(desk.office, desk.seller, wanted=True, week=202648) is Outcome.ALREADY
    with desk.office.store.reading() as at:
        assert at.letters.silence(desk.seller) == 0


def test_of_many_presses_at_once_one_is_news(home: Path, database_url: str) -> None:
    desk = sat_down(home, database_url)
    with ThreadPoolExecutor(6) as pool:
        found = sorted(pool.map(lambda _: desk.press(SUGGESTED, NEVER_HERE), range(6)))
    assert found == [Outcome.ALREADY] * 5 + [Outcome.NEWS]
    assert desk.said() == {("never_here", "")}
    desk.office.store.close()
