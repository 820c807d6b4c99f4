"""Why something could not be read: every cause there is has a sentence in both languages, and none is told in the other."""

import re
import string
from pathlib import Path

import msgspec
import pytest

import connectors
from connectors.calendars import Unread
from connectors.causes import ENGLISH, not_read
from connectors.crm import read_crm
from connectors.errors import Unreadable
from connectors.ics.lines import Damaged
from workers.words import LANGUAGES, words
from workers.words.unread import tell_unread, tell_unreadable

SOURCES = sorted(Path(connectors.__file__).parent.rglob("*.py"))
KEY = re.compile(r'"((?:file|link|entry|event|accounts|row)\.[a-z_]+)"')
FRAMES = {"in_file", "on_line"}
FACTS = {
    "source": "a.ics",
    "line": 4,
    "megabytes": 200,
    "error": "denied",
    "count": 1200,
    "name": "DTSTART",
    "year": 9999,
    "port": 25,
    "status": 418,
}
FACTS |= {"zone": "Nangijala", "column": "name", "found": "nam", "expected": "name,domains", "text": "x{y}"}


def facts_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_cause_the_connectors_name_is_in_the_table_and_every_row_is_named_somewhere() -> None:
    named = {key for path in SOURCES if path.name != "causes.py" for key in KEY.findall(path.read_text("utf-8"))}
    assert named == set(ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_has_a_sentence_and_every_sentence_a_cause(language: str) -> None:
    told = {key.removeprefix("unread.") for key in words(language) if key.startswith("unread.")}
    assert told - FRAMES == set(ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ENGLISH)
def test_a_sentence_says_only_what_the_cause_knows_and_ends_like_one(key: str, language: str) -> None:
    sentence = words(language)[f"unread.{key}"]
    assert facts_of(sentence) <= facts_of(ENGLISH[key]) - {"source", "line"}
    assert sentence[-1] in ".?"
    facts = {name: FACTS[name] for name in facts_of(ENGLISH[key]) - {"source", "line"}}
    told = tell_unread(not_read(key, "a.ics", line=4, **facts), language)  # type: ignore[arg-type]
    assert "{" not in told.replace("x{y}", "")


def test_the_same_thing_is_told_in_the_readers_language() -> None:
    one = Damaged("entry.year", year=9999).at("a.ics", line=7, uid="m1")
    assert one.why == "it ends in the year 9999"
    assert tell_unread(one, "sv") == "Posten slutar år 9999. Rätta sluttiden i kalendern och exportera på nytt."
    assert tell_unread(one, "en") == "The entry ends in the year 9999. Correct its end in the calendar and export anew."


@pytest.mark.parametrize(("count", "said"), [(1, "ett svar på en inbjudan."), (12, "tolv svar på inbjudningar.")])
def test_answers_to_invitations_are_counted_as_people_do(count: int, said: str) -> None:
    assert said in tell_unread(not_read("file.answers", "a.ics", count=count), "sv")


def test_what_was_kept_before_causes_had_keys_keeps_its_english() -> None:
    old = msgspec.json.decode(
        b'{"source": "a.ics", "uid": "m1", "line": 3, "why": "it ends before it starts"}', type=Unread
    )
    assert tell_unread(old, "sv") == "it ends before it starts"


def test_what_was_kept_comes_back_the_same() -> None:
    one = not_read("entry.zone", "a.ics", line=3, uid="m1", zone="Nangijala")
    assert msgspec.json.decode(msgspec.json.encode(one), type=Unread) == one
    assert len({one, one}) == 1


def test_an_error_names_every_file_in_one_line() -> None:
    error = Unreadable(not_read("file.empty", "a.ics"), not_read("file.zip", "b.ics"))
    assert tell_unreadable(error, "sv").startswith(
        "a.ics: Filen är tom. Exportera kalendern igen. b.ics: Det här är ett zip"
    )
    assert tell_unreadable(Unreadable(not_read("file.none", "")), "en").startswith("No calendar file")


def test_a_list_of_accounts_with_wrong_columns_says_where() -> None:
    with pytest.raises(Unreadable) as caught:
        read_crm(b"nam,domains\n", source="crm.csv")
    assert tell_unreadable(caught.value, "sv") == "crm.csv, rad 1: Kolumnen ”nam” känner vi inte till. Menas ”name”?"
