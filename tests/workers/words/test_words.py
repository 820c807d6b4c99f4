"""One voice: every sentence in both languages, with the same facts; and the ways facts are said."""

import string
from datetime import UTC, date, datetime, timedelta

import pytest

from workers.words import LANGUAGES, say, words
from workers.words.spoken import WAYS, speak

SV, EN = words("sv"), words("en")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_swedish_and_english_have_the_same_sentences() -> None:
    assert set(SV) == set(EN)


@pytest.mark.parametrize("key", sorted(set(SV) & set(EN)))
def test_a_sentence_speaks_of_the_same_facts_in_both(key: str) -> None:
    assert placeholders(SV[key]) == placeholders(EN[key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_a_fact_is_said_exists(language: str) -> None:
    sentences = words(language)
    nouns = {key.split(".")[1] for key in sentences if key.startswith("noun.")}
    for key, text in sentences.items():
        if key.startswith("noun."):
            continue
        for _, name, how, _ in string.Formatter().parse(text):
            if name and how:
                assert (how[0].lower() + how[1:]) in nouns | set(WAYS), f"{key}: {{{name}:{how}}}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_shouts(language: str) -> None:
    for key, text in words(language).items():
        assert "!" not in text, f"{key} has an exclamation mark"


@pytest.mark.parametrize(
    ("value", "how", "sv", "en"),
    [
        (7, "meeting", "sju möten", "seven meetings"),
        (7, "Meeting", "Sju möten", "Seven meetings"),
        (1, "meeting", "ett möte", "one meeting"),
        (13, "meeting", "13 möten", "13 meetings"),
        (1234, "digits", "1\N{NO-BREAK SPACE}234", "1,234"),
        (2.5, "digits", "2,5", "2.5"),
        (0.8, "percent", "80\N{NO-BREAK SPACE}%", "80%"),
        (timedelta(minutes=27), "minutes", "27 minuter", "27 minutes"),
        (27, "minutes", "27 minuter", "27 minutes"),
        (1, "minutes", "1 minut", "1 minute"),
        (60, "minutes", "en timme", "one hour"),
        (75, "minutes", "75 minuter", "75 minutes"),
        (135, "minutes", "två timmar 15 minuter", "two hours 15 minutes"),
        ("PT27M", "minutes", "27 minuter", "27 minutes"),
        (date(2026, 12, 10), "day", "torsdag 10 december", "Thursday 10 December"),
        ("2026-12-10", "date", "10 december", "10 December"),
        ("2026-12-10T09:00:00+01:00", "time", "09:00", "09:00"),
        (datetime(2026, 12, 10, 9, tzinfo=UTC), "weekday", "torsdag", "Thursday"),
        (date(2025, 10, 1), "month", "oktober", "October"),
        (date(2025, 10, 1), "monthyear", "oktober 2025", "October 2025"),
        (900, "money", "900 kr", "SEK 900"),
        (0.00075, "share", "mindre än 1\N{NO-BREAK SPACE}%", "less than 1%"),
        (0.124, "share", "ungefär 12\N{NO-BREAK SPACE}%", "about 12%"),
        (2_500_000_000, "money", "2,5 miljarder kr", "SEK 2.5 billion"),
        (1_200_000, "money", "1,2 miljoner kr", "SEK 1.2 million"),
        (("Karin", "Per", "Åsa"), "list", "Karin, Per och Åsa", "Karin, Per and Åsa"),
    ],
)
def test_a_fact_is_said_the_way_people_say_it(value: object, how: str, sv: str, en: str) -> None:
    nouns = {language: _nouns(language) for language in LANGUAGES}
    assert speak(value, how, "sv", {}, nouns=nouns["sv"]).replace("\N{NARROW NO-BREAK SPACE}", " ") == sv
    assert speak(value, how, "en", {}, nouns=nouns["en"]) == en


def test_a_placeholder_reaches_no_further_than_the_fact() -> None:
    with pytest.raises(KeyError):
        say("relation.__class__", "sv")


def _nouns(language: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for key, text in words(language).items():
        if key.startswith("noun."):
            _, name, form = key.split(".")
            found.setdefault(name, {})[form] = text
    return found


@pytest.mark.parametrize(
    ("value", "sv", "en"),
    [
        ((55, 70), "55–70 minuter", "55–70 minutes"),
        ((60, 60), "en timme", "one hour"),
        ((45, 45), "45 minuter", "45 minutes"),
        ((90, 120), "1 h 30 min–2 h", "1 h 30 min–2 h"),
        ((210, 255), "3 h 30 min–4 h 15 min", "3 h 30 min–4 h 15 min"),
    ],
)
def test_a_span_of_time_is_said_short(value: tuple[int, int], sv: str, en: str) -> None:
    for language, said in (("sv", sv), ("en", en)):
        assert speak(value, "span", language, {}, nouns={}).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("value", "currency", "sv", "en"),
    [
        ((900, 900), "SEK", "900 kr", "SEK 900"),
        ((900, 2400), "SEK", "900–2 400 kr", "SEK 900–2,400"),
        ((1200, 2400), "EUR", "1 200–2 400 EUR", "EUR 1,200–2,400"),
    ],
)
def test_a_span_of_prices_names_its_currency_once(value: tuple[int, int], currency: str, sv: str, en: str) -> None:
    for language, said in (("sv", sv), ("en", en)):
        told = speak(value, "sums", language, {"currency": currency}, nouns={})
        assert told.replace("\N{NO-BREAK SPACE}", " ") == said
