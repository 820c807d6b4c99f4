"""One seller's letter out of the store: what was said, sent and pressed before is remembered in it, and nothing is changed."""

import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from connectors.ics import Source
from tests.plugin.web.calendars import bruket
from tests.world import ASTRID, NOW
from workers.answers import AnswerKind, read_answer
from workers.calendar_files import read_files
from workers.digest.compose import Composed, compose, idle_links, language_of
from workers.digest.items import LookBack
from workers.office import Office, open_office
from workers.store import Seller
from workers.store.decisions import Decision, DecisionKind, Surface

WEEK = timedelta(weeks=1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Astrid, who has met Bruket on screen seven times and is to do so again."""
    home = tmp_path_factory.mktemp("letters")
    office = open_at(home)
    read_files(office, [Source("astrid.ics", bruket())], owner=ASTRID.address, label="astrid.ics")
    office.store.close()
    return home


@pytest.fixture
def office(kept: Path, tmp_path: Path) -> Iterator[Office]:
    made = open_at(Path(shutil.copytree(kept, tmp_path / "home")))
    yield made
    made.store.close()


def open_at(home: Path) -> Office:
    return open_office(
        {"KANELBULLE_HOME": str(home), "KANELBULLE_BASE_URL": "https://bulle.example"}, clock=lambda: NOW
    )


def astrid(office: Office) -> int:
    found = office.store.shown.id()
    assert found is not None
    return found


def write(office: Office, now: datetime = NOW) -> Composed | None:
    return compose(office, astrid(office), now=now)


def send(office: Office, week: int, *, said: tuple[str, ...] = (), now: datetime = NOW) -> None:
    with office.store.writing() as at:
        at.letters.claim(astrid(office), week, now=now)
        at.letters.sent(astrid(office), week, message_id="a@x", suggestions=(), said=said, now=now)


def press(office: Office, kind: DecisionKind, suggestion: str, **detail: str) -> None:
    with office.store.writing() as at:
        at.decisions.save(astrid(office), Decision(suggestion, kind, Surface.LETTER, NOW, detail))


def test_a_letter_tells_what_is_to_be_kept_with_it(office: Office) -> None:
    composed = write(office)
    assert composed is not None
    assert (composed.week, composed.language, composed.seller.owner) == (202648, "sv", ASTRID.address)
    assert composed.suggestions == tuple(one.id for one in composed.asks)
    assert len(composed.said) == len(composed.digest.items) == 1
    assert composed.rendered.subject == "Torsdag 10 december: Bruket"


def test_its_buttons_are_signed_for_the_seller_the_week_and_the_suggestion(office: Office) -> None:
    composed = write(office)
    assert composed is not None
    tokens = re.findall(r"https://bulle\.example/answer/(\S+)", composed.rendered.text)
    answers = [answer for token in tokens if (answer := read_answer(office.settings, token))]
    assert len(answers) == len(tokens)
    assert all(answer.is_for(composed.seller) for answer in answers)
    assert {(one.kind, one.suggestion, one.week) for one in answers} == {
        *((kind, composed.suggestions[0], 202648) for kind in ("go", "later", "not_this", "never_here", "have_met")),
        (AnswerKind.STOP, "", 0),
    }


def test_a_letter_to_look_at_holds_nothing_that_answers(office: Office) -> None:
    composed = compose(
        office, astrid(office), now=NOW, links=lambda seller, week: idle_links(office.settings, seller, week)
    )
    assert composed is not None
    assert "/answer/" not in composed.rendered.html + composed.rendered.text


def test_what_the_last_letter_said_is_not_said_again_and_writing_it_anew_says_the_same(office: Office) -> None:
    first = write(office)
    assert first is not None
    send(office, first.week, said=first.said)
    again = write(office)
    assert again is not None
    assert again.said == first.said, "the week's own letter, should it have to be sent anew"
    assert write(office, NOW + WEEK) is None


def test_a_letter_that_was_never_sent_has_said_nothing(office: Office) -> None:
    first = write(office)
    assert first is not None
    with office.store.writing() as at:
        at.letters.claim(astrid(office), first.week, now=NOW, said=first.said)
    assert write(office, NOW + WEEK) is not None


@pytest.mark.parametrize(("sent", "what"), [(3, "said"), (4, "asked"), (5, "quiet")])
def test_four_letters_without_an_answer_make_the_fifth_a_question(office: Office, sent: int, what: str) -> None:
    for number in range(sent):
        send(office, 202640 + number, now=NOW - (sent - number) * WEEK)
    composed = write(office)
    assert ("quiet" if composed is None else "asked" if composed.digest.asks_to_go_on else "said") == what
    if composed and what == "asked":
        tokens = re.findall(r"/answer/(\S+)", composed.rendered.text)
        kinds = {answer.kind for token in tokens if (answer := read_answer(office.settings, token))}
        assert kinds == {AnswerKind.GO_ON, AnswerKind.STOP}
    with office.store.writing() as at:
        at.letters.answered(astrid(office), 202640, now=NOW)
    answered = write(office)
    assert answered is not None
    assert not answered.digest.asks_to_go_on


def test_a_press_is_remembered(office: Office) -> None:
    composed = write(office)
    assert composed is not None
    press(office, DecisionKind.LATER, composed.suggestions[0], until="2026-12-01")
    assert write(office) is None
    assert write(office, NOW + 9 * timedelta(days=1)) is not None


def test_a_visit_that_was_asked_for_is_looked_back_on(office: Office) -> None:
    composed = write(office)
    assert composed is not None
    with office.store.writing() as at:
        for one in composed.asks:
            at.suggestions.note(astrid(office), one, week=composed.week, now=NOW)
    press(office, DecisionKind.DRAFT, composed.suggestions[0])
    assert write(office, NOW + WEEK) is None
    back = write(office, NOW + 4 * WEEK)
    assert back is not None
    (item,) = back.digest.items
    assert isinstance(item, LookBack)
    assert (item.name, back.rendered.subject) == ("Bruket", "Blev det av hos Bruket?")
    press(office, DecisionKind.TOOK_PLACE, composed.suggestions[0])
    assert write(office, NOW + 4 * WEEK) is None


def test_nobody_gets_no_letter(office: Office) -> None:
    assert compose(office, 4711, now=NOW) is None


@pytest.mark.parametrize(
    ("said", "zone", "domains", "language"),
    [
        ("sv-SE", "America/New_York", (), "sv"),
        ("en-GB", "Europe/Stockholm", ("nordverk.se",), "en"),
        ("fi-FI", "Europe/Helsinki", (), "en"),
        ("", "Europe/Stockholm", (), "sv"),
        ("", "Europe/Berlin", ("nordverk.se",), "sv"),
        ("", "America/New_York", ("nordverk.example",), "en"),
    ],
)
def test_a_letter_is_in_the_sellers_language(said: str, zone: str, domains: tuple[str, ...], language: str) -> None:
    seller = Seller(ASTRID.address, domains, zone, "demo", NOW, language=said)
    assert language_of(seller, ()) == language
