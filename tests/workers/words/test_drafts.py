"""Messages to customers in six languages, word by word; and every reason a visit gives, said in both of ours."""

import json
import re
import string
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.workers.visits.relations import THURSDAY
from tests.world import KARIN, PER
from workers.relationships.reasons import Reason
from workers.visits.suggestion import Draft
from workers.words import DRAFT_LANGUAGES, LANGUAGES, knows, say, words
from workers.words.drafts import render_draft

ROOT = Path(__file__).parents[3]
KINDS = ("never_met", "mostly_screen", "first_meeting", "drifting", "met_before")
FRIDAY, MONDAY = "2026-12-11T13:00:00+01:00", "2026-12-14T09:30:00+01:00"
FACTS: dict[str, Any] = {
    "first": ("Karin",),
    "names": ("Karin Lind",),
    "town": "Trollhättan",
    "channel": "teams",
    "times": (THURSDAY.isoformat(), FRIDAY),
    "length": None,
    "coffee": True,
    "seller": "Astrid",
    "seller_name": "Astrid Ek",
}


def draft(
    language: str = "sv", kind: str = "never_met", *, to: tuple[str, ...] = (KARIN.address,), **facts: Any
) -> Draft:
    return Draft(language, kind, to, Reason(f"draft.{kind}", {**FACTS, **facts}))


def test_a_colleague_could_have_written_it() -> None:
    assert render_draft(draft()) == (
        "Ska vi ses i Trollhättan?",
        "Hej Karin,\n\n"
        "vi har hörts många gånger men aldrig setts. Jag skulle gärna komma till er i Trollhättan och ta mötet på plats i "
        "stället för på Teams. Passar torsdag 10 december kl. 9, eller fredag 11 december kl. 13? Jag tar med något till "
        "kaffet.\n\n/Astrid",
    )


@pytest.mark.parametrize(
    ("language", "subject", "body"),
    [
        (
            "en",
            "Shall we meet in Trollhättan?",
            "Hi Karin,\n\nWe have talked many times but never met. I would be glad to come to you in Trollhättan and have "
            "the meeting in person rather than on Teams. Would Thursday 10 December at 9:00 suit you, or Friday 11 "
            "December at 13:00? I will bring something to go with the coffee.\n\nBest wishes,\nAstrid",
        ),
        (
            "nb",
            "Skal vi møtes i Trollhättan?",
            "Hei Karin,\n\nVi har snakket sammen mange ganger, men aldri møtt hverandre. Jeg kommer gjerne til dere i "
            "Trollhättan, så vi kan ta møtet ansikt til ansikt i stedet for på Teams. Passer det torsdag 10. desember kl. 9, "
            "eller fredag 11. desember kl. 13? Jeg tar med noe godt til kaffen.\n\nHilsen Astrid",
        ),
        (
            "da",
            "Skal vi mødes i Trollhättan?",
            "Hej Karin\n\nVi har talt sammen mange gange, men aldrig mødt hinanden. Jeg kommer gerne ud til jer i "
            "Trollhättan, så vi kan holde mødet ansigt til ansigt i stedet for på Teams. Passer det jer torsdag den 10. "
            "december kl. 9, eller fredag den 11. december kl. 13? Jeg tager noget med til kaffen.\n\n"
            "Venlig hilsen\nAstrid",
        ),
        (
            "fi",
            "Tavattaisiinko teidän luonanne (Trollhättan)?",
            "Hei Karin,\n\nolemme jutelleet monta kertaa mutta emme ole koskaan tavanneet. Tulisin mielelläni luoksenne "
            "(Trollhättan), jotta voisimme tavata kasvokkain Teamsin sijaan. Sopisiko teille torstaina 10. joulukuuta klo 9 "
            "tai perjantaina 11. joulukuuta klo 13? Tuon jotain pientä kahvin kanssa.\n\nTerveisin\nAstrid",
        ),
        (
            "de",
            "Treffen wir uns in Trollhättan?",
            "Guten Tag Karin Lind,\n\nwir haben schon oft miteinander gesprochen, uns aber noch nie getroffen. Ich würde gern "
            "zu Ihnen nach Trollhättan kommen, damit wir uns persönlich treffen statt über Teams. Passt es Ihnen am "
            "Donnerstag, 10. Dezember, um 9 Uhr oder am Freitag, 11. Dezember, um 13 Uhr? Zum Kaffee bringe ich etwas mit."
            "\n\nViele Grüße\nAstrid Ek",
        ),
    ],
)
def test_a_customer_is_written_to_in_their_own_language(language: str, subject: str, body: str) -> None:
    assert render_draft(draft(language)) == (subject, body)


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"first": ("Karin", "Per"), "to": (KARIN.address, PER.address)}, "Hej Karin och Per,\n"),
        ({"first": ("Karin", "Per", "Åsa"), "to": ("a", "b", "c")}, "Hej Karin, Per och Åsa,\n"),
        ({"first": ("A", "B", "C", "D"), "to": ("a", "b", "c", "d")}, "Hej alla,\n"),
        ({"first": ("Karin",), "to": ("a", "b")}, "Hej alla,\n"),
        ({"first": ()}, "Hej,\n"),
        ({"town": ""}, "komma till er och ta mötet"),
        ({"town": "Lidingö"}, "till er på Lidingö"),
        ({"channel": ""}, "ta mötet på plats. Passar"),
        ({"channel": "phone"}, "på plats i stället för på telefon."),
        ({"times": ()}, "Vilken tid skulle passa er?"),
        ({"times": (MONDAY,)}, "Passar måndag 14 december kl. 9.30?"),
        (
            {"times": (THURSDAY.isoformat(), FRIDAY, MONDAY)},
            "kl. 9, fredag 11 december kl. 13 eller måndag 14 december",
        ),
        ({"length": timedelta(minutes=90)}, "Jag har satt av 90 minuter, om det passar er."),
        ({"length": timedelta(minutes=120)}, "Jag har satt av två timmar"),
        ({"seller": ""}, "till kaffet."),
    ],
)
def test_what_is_known_is_said(facts: dict[str, Any], wanted: str) -> None:
    assert wanted in render_draft(draft(**facts))[1]


def test_nothing_is_promised_for_the_coffee_where_it_is_not_welcome() -> None:
    assert "kaffe" not in render_draft(draft(coffee=False))[1]


@pytest.mark.parametrize("language", DRAFT_LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_message_is_whole_in_every_language(language: str, kind: str) -> None:
    for channel in ("teams", "meet", "zoom", "screen", "phone", ""):
        for town in ("Trollhättan", "Hamar", ""):
            for times in ((), (FRIDAY,), (FRIDAY, MONDAY), (FRIDAY, MONDAY, THURSDAY.isoformat())):
                found = draft(language, kind, channel=channel, town=town, times=times, length=timedelta(minutes=90))
                subject, body = render_draft(found)
                assert "\n" not in subject
                assert not re.search(r"[{}!]|  | [,.?]|None", subject + body)
                assert town in subject
                assert town in body
                assert len(body) < 700


@pytest.mark.parametrize("language", sorted(set(DRAFT_LANGUAGES) - set(LANGUAGES)))
def test_a_language_of_messages_holds_the_same_texts_and_no_others(language: str) -> None:
    wanted = {key for key in words("sv") if key.startswith("draft.")}
    assert set(words(language)) == wanted
    for key, text in words(language).items():
        known = {name for _, name, _, _ in string.Formatter().parse(words("sv")[key]) if name}
        told = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert told <= known | {"town", "names", "seller_name"}, key


def test_a_draft_read_back_from_json_says_the_same() -> None:
    found = draft(length=timedelta(minutes=90))
    again = msgspec.json.decode(msgspec.json.encode(found), type=Draft)
    assert render_draft(again) == render_draft(found)


def test_names_from_a_hostile_calendar_stay_text() -> None:
    body = render_draft(draft(first=("{seller}",), town="{0.__class__}"))[1]
    assert body.startswith("Hej {seller},")
    assert "i {0.__class__} och" in body


# --- every reason has its sentence -------------------------------------------------------------------------------------

SAMPLE: dict[str, Any] = {
    "when": THURSDAY,
    "start": THURSDAY,
    "end": THURSDAY,
    "people": ("Karin Lind", "Per Dahl"),
    "count": 2,
    "most": 8,
    "place": "Slussgatan 14",
    "value": 1_200_000,
    "currency": "SEK",
    "title": "Ledningsgrupp",
    "minutes": timedelta(minutes=10),
    "search": "bageri Slussgatan 14",
    "bakery": "Bageriet",
    "span": (55, 70),
    "leave": THURSDAY,
    "leaves": THURSDAY,
    "arrives": THURSDAY,
    "there": THURSDAY,
    "where": "Borås",
    "back": THURSDAY,
    "street": "Storgatan",
    "extra": timedelta(minutes=6),
}
ROOM_KEYS = sorted(key for key in words("sv") if key.split(".")[0] in {"suggestion", "conflict", "bun"})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ROOM_KEYS)
def test_a_reason_is_a_sentence(key: str, language: str) -> None:
    sentence = say(key, language, **SAMPLE)
    assert sentence[0].isupper()
    assert sentence[-1] in ".?"


def test_every_reason_a_visit_gives_is_in_the_words_and_every_sentence_is_given() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "workers" / "visits").glob("*.py"))
    whole = set(re.findall(r'Reason\("([a-z_.]+)"', source))
    assert whole, "reasons are written as Reason(key)"
    for key in whole:
        assert all(knows(key, language) for language in LANGUAGES), key
    parts = set(re.findall(r'"([a-z_]+)"', source))
    for key in set(ROOM_KEYS) - whole:
        last = key.rpartition(".")[2]
        told = {last, last.removesuffix("_many"), last.removesuffix("_untitled")}
        assert told & parts, f"{key} is said by nobody"


@pytest.mark.parametrize(
    ("day", "sv", "en"),
    [
        (date(2026, 6, 19), "Det är midsommarafton.", "It is Midsummer Eve."),
        (date(2026, 12, 24), "Det är julafton.", "It is Christmas Eve."),
        (date(2026, 12, 10), "Det är torsdag 10 december.", "It is Thursday 10 December."),
    ],
)
def test_a_holiday_is_called_by_its_name(day: date, sv: str, en: str) -> None:
    assert (say("conflict.holiday", "sv", when=day), say("conflict.holiday", "en", when=day)) == (sv, en)
    assert say("conflict.holiday", "sv", when=json.loads(json.dumps(day.isoformat()))) == sv


@pytest.mark.parametrize(
    ("language", "hours"),
    [
        ("sv", ["30 minuter", "en timme", "två timmar", "två timmar 15 minuter"]),
        ("en", ["30 minutes", "one hour", "two hours", "two hours 15 minutes"]),
        ("nb", ["30 minutter", "en time", "2 timer", "2 timer 15 minutter"]),
        ("da", ["30 minutter", "en time", "2 timer", "2 timer 15 minutter"]),
        ("fi", ["30 minuuttia", "tunti", "2 tuntia", "2 tuntia 15 minuuttia"]),
        ("de", ["30 Minuten", "eine Stunde", "2 Stunden", "2 Stunden 15 Minuten"]),
    ],
)
def test_a_length_is_said_in_every_language(language: str, hours: list[str]) -> None:
    said = [say("draft.length", language, length=timedelta(minutes=m)) for m in (30, 60, 120, 135)]
    assert all(text in sentence for text, sentence in zip(hours, said, strict=True))


def test_a_renamed_kind_would_be_noticed() -> None:
    with pytest.raises(KeyError):
        render_draft(replace(draft(), kind="nothing"))
