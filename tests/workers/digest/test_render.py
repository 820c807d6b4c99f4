"""A letter as it is read: by eye and by ear, in both languages, in mail programs old and new, whatever strangers wrote."""

import re
from dataclasses import replace
from datetime import timedelta
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.golden import assert_golden
from tests.workers.digest.cast import LINKS, WEEK, journey, letter, reviewed
from tests.workers.digest.letters import CASES, written
from tests.workers.digest.read import Read
from tests.workers.visits.relations import at, touchpoint
from tests.world import NOW, STOCKHOLM
from workers.digest.colours import DARK, LIGHT, READ
from workers.digest.items import Along, Ask, Digest, LookBack
from workers.digest.picture import draw, legend, size_of
from workers.digest.render import Rendered
from workers.digest.subject import roughly
from workers.relationships.modality import Modality
from workers.relationships.reasons import Reason
from workers.reviewed import Reviewed
from workers.visits.visit import Leg, VisitPlace
from workers.words import say

LANGUAGES = ("sv", "en")
MOST_BYTES = 60_000
EVERY = [(name, language) for name in CASES for language in LANGUAGES]
HOSTILE = (
    "<script>alert(1)</script>",
    "</mj-text></mj-column><mj-include path='/etc/passwd' />",
    "{{7*7}}{% raw %}{{ letter }}",
    "<mj-raw><img src=https://evil.example/x.png></mj-raw>",
    "Bruket\r\nBcc: evil@evil.example",
    "\u202egnp.exe\u2069\u2028x",
    '"onmouseover="alert(1)" <!--[if mso]> ]]> &lt; &#0; \x00\ufffe',
    "A" * 10_000,
    "שלום عالم",
)


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_a_letter_looks_as_it_did(name: str, language: str) -> None:
    made = written(CASES[name](), language)
    assert_golden(f"letters/{name}.{language}.html", made.html.replace("><", ">\n<").encode() + b"\n")
    assert_golden(f"letters/{name}.{language}.txt", f"{made.subject}\n\n{made.text}".encode())


# --- the subject --------------------------------------------------------------------------------------------------------


def leg(mode: str = "train", minutes: tuple[int, int] = (40, 40), **more: object) -> Leg:
    return Leg(mode, minutes, 70, None, "SEK", (1.0, 1.0), **more)  # type: ignore[arg-type]


def there(one: Reviewed, *, town: str = "Trollhättan", legs: tuple[Leg, ...] = ()) -> Reviewed:
    """The same customer in a town, this way away."""
    assert one.suggestion is not None
    place = VisitPlace(f"Storgatan 1, {town}", "crm", town=town) if town else None
    visit = replace(one.suggestion.visit, place=place, legs=legs)
    return replace(one, place=place, suggestion=replace(one.suggestion, visit=visit))


def ask(one: Reviewed) -> Ask:
    assert one.suggestion is not None
    return Ask(one, one.suggestion)


def subject(*items: Ask | Along | LookBack, language: str = "sv") -> str:
    return written(Digest(WEEK, items), language).subject


@pytest.mark.parametrize(
    ("legs", "town", "sv", "en"),
    [
        (
            (leg(),),
            "Trollhättan",
            "Bruket i Trollhättan, 40 minuter med tåg",
            "Bruket in Trollhättan, 40 minutes by train",
        ),
        (
            (leg(minutes=(35, 50)),),
            "Lidingö",
            "Bruket på Lidingö, ungefär 40 minuter med tåg",
            "Bruket in Lidingö, about 40 minutes by train",
        ),
        (
            (leg("car", (240, 300)),),
            "Luleå",
            "Bruket i Luleå, ungefär fyra timmar med bil",
            "Bruket in Luleå, about four hours by car",
        ),
        (
            (leg("train", (800, 900), overnight=True),),
            "Luleå",
            "Bruket i Luleå, ungefär 14 timmar med nattåg",
            "Bruket in Luleå, about 14 hours by night train",
        ),
        ((leg("boat"),), "Visby", "Bruket i Visby", "Bruket in Visby"),
        ((), "Visby", "Bruket i Visby", "Bruket in Visby"),
        ((leg(),), "", "Bruket", "Bruket"),
    ],
)
def test_the_subject_says_who_where_and_how_far(legs: tuple[Leg, ...], town: str, sv: str, en: str) -> None:
    one = ask(there(reviewed("bruket"), town=town, legs=legs))
    assert subject(one) == f"Torsdag 10 december: {sv}"
    assert subject(one, language="en") == f"Thursday 10 December: {en}"


def test_a_weekday_is_enough_within_the_week() -> None:
    found = there(reviewed("bruket"), legs=(leg(),)).suggestion
    assert found is not None
    thursday = replace(found.visit, start=at(11, 26, 9), end=at(11, 26, 10), conflicts=(), slots=())
    times = replace(found.draft.reason, facts={**found.draft.reason.facts, "times": ()})
    soon = replace(found, visit=thursday, draft=replace(found.draft, reason=times))
    one = Ask(reviewed("bruket"), soon)
    assert subject(one) == "Torsdag: Bruket i Trollhättan, 40 minuter med tåg"
    assert subject(one, language="en") == "Thursday: Bruket in Trollhättan, 40 minutes by train"


@pytest.mark.parametrize(
    ("minutes", "said"), [(3, 5), (42, 40), (58, 60), (70, 75), (110, 105), (118, 120), (217, 240), (850, 840)]
)
def test_a_length_is_told_as_people_say_it(minutes: int, said: int) -> None:
    assert roughly(minutes) == said


def test_the_subject_of_a_journey_a_look_back_and_a_question() -> None:
    along = Along(
        journey("bruket", "sundet"), journey("bruket", "sundet").stops, (reviewed("bruket"), reviewed("sundet"))
    )
    back = LookBack(ask(reviewed("bruket")).suggestion, "Bruket", NOW.date() - timedelta(days=3))
    assert subject(along) == "Torsdag 3 december: du är i Luleå, nära Bruket och Sundet"
    assert subject(along, language="en") == "Thursday 3 December: you are in Luleå, near Bruket and Sundet"
    assert subject(back) == "Blev det av hos Bruket?"
    assert subject(back, language="en") == "Did you get to Bruket?"
    assert written(CASES["question"](), "sv").subject == "Ska vi fortsätta skriva?"


# --- for the ear --------------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_the_text_says_all_that_the_drawn_part_says_and_leads_wherever_it_leads(name: str, language: str) -> None:
    made = written(CASES[name](), language)
    read, text = Read.letter(made.html), plain(made.text)
    signs = {meaning for _, _, meaning in legend(language)} | {"Kanelbulle", say("letter.legend", language)}
    for words in read.words[1:]:  # the first is the line a list of mails shows
        if words.strip(" ,.") not in {one.strip(".") for one in signs}:
            assert plain(words) in text, words
    assert set(read.links) == set(re.findall(r"https://\S+", made.text))


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_the_text_is_set_in_lines_a_mail_program_need_not_break(name: str, language: str) -> None:
    lines = written(CASES[name](), language).text.splitlines()
    assert max(len(line) for line in lines if "://" not in line) <= 76
    assert not [line for line in lines if line != line.rstrip() and line != "-- "]
    assert "\n\n\n\n" not in "\n".join(lines)


# --- for mail programs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_nothing_in_a_letter_is_what_gmail_or_outlook_leave_out(name: str, language: str) -> None:
    """https://developers.google.com/workspace/gmail/design/css and Microsoft's list of what Word renders."""
    html = written(CASES[name](), language).html
    read = Read.letter(html)
    assert not list(read.of("script", "link", "img", "svg", "iframe", "form", "input", "object", "video", "base"))
    assert not re.search(
        r"@import|url\(|expression\(|javascript:|position:|float:|display:\s*(?:flex|grid)|background-image", html
    )
    assert not [one for one in read.elements for name in one.attributes if name.startswith("on")]
    assert {one.attributes.get("role") for one in read.of("table")} == {"presentation"}
    assert len(html.encode()) < MOST_BYTES


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_a_letter_says_its_language_and_both_its_colour_schemes(name: str, language: str) -> None:
    html = written(CASES[name](), language).html
    read = Read.letter(html)
    assert next(read.of("html")).attributes["lang"] == language
    metas = {one.attributes.get("name"): one.attributes.get("content") for one in read.of("meta")}
    assert metas["color-scheme"] == metas["supported-color-schemes"] == "light dark"
    assert "prefers-color-scheme: dark" in html
    assert next(one.tag for one in read.of("h1", "h2", "h3")) == "h1"


def test_a_draft_in_another_language_says_so() -> None:
    one = ask(reviewed("bruket"))
    german = replace(one, suggestion=replace(one.suggestion, draft=replace(one.suggestion.draft, language="de")))
    languages = {e.attributes.get("lang") for e in Read.letter(written(Digest(WEEK, (german,)), "sv").html).of("div")}
    assert "de" in languages


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_a_letter_is_no_wider_than_six_hundred_pixels_and_its_buttons_are_large_enough(
    name: str, language: str
) -> None:
    html = written(CASES[name](), language).html
    read = Read.letter(html)
    widths = [int(one) for one in re.findall(r'width="(\d+)"', html)] + [
        int(one) for one in re.findall(r"width:(\d+)px", html)
    ]
    assert max(widths) <= 600
    for one in read.of("a"):
        style = one.style
        if "padding" in style and one.path[-1:] != ("h2",):
            padding = [int(part) for part in re.findall(r"(\d+)px", style["padding"])]
            line = 20 if style["line-height"].endswith("px") else 16 * 1.25
            border = 4 if "border-radius" in style else 0
            assert 2 * padding[0] + line + border >= 44, one.attributes


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["day", "night"])
@pytest.mark.parametrize(("ink", "ground"), READ)
def test_what_is_written_can_be_read_by_day_and_by_night(ink: str, ground: str, palette: dict[str, str]) -> None:
    assert contrast(palette[ink], palette[ground]) >= 4.5


def test_no_other_colour_is_used() -> None:
    html = "".join(written(CASES[name](), "sv").html for name in CASES)
    used = {one.lower() for one in re.findall(r"#[0-9a-fA-F]{6}\b", html)}
    assert used - {"#ffffff"} <= set(LIGHT.values()) | set(DARK.values()), "white is the hidden line's"


# --- the picture --------------------------------------------------------------------------------------------------------


def test_every_way_of_meeting_has_a_sign_and_longer_ones_are_larger() -> None:
    marks = {
        mode: draw(
            replace(
                reviewed("bruket").relationship, past=(touchpoint(NOW - timedelta(days=40), modality=mode),), coming=()
            ),
            today=NOW.date(),
            zone=STOCKHOLM,
            language="sv",
        )
        for mode in Modality
    }
    signs = {mode: [sign.glyph for column in one.columns for sign in column.signs] for mode, one in marks.items()}
    assert signs == {
        Modality.VIDEO: ["○"],
        Modality.PHONE: ["–"],
        Modality.HYBRID: ["◐"],
        Modality.IN_PERSON: ["●"],
        Modality.UNKNOWN: ["◌"],
    }
    sizes = [size_of(timedelta(minutes=minutes)) for minutes in (10, 30, 60, 90, 240)]
    assert sizes == sorted(sizes)
    assert len(set(sizes)) == 4


def test_a_year_is_thirteen_months_and_what_is_ahead_stands_after_a_line() -> None:
    one = reviewed("bruket")
    drawn = draw(one.relationship, today=NOW.date(), zone=STOCKHOLM, language="sv")
    assert "".join(column.month for column in drawn.columns) == "NDJFMAMJJASOND"
    assert [column.month for column in drawn.columns if column.first_ahead] == ["D"]
    assert drawn.line == "Senaste året: sju på skärm. Framåt: ett på skärm."


def test_a_busy_month_is_counted_where_it_is_not_drawn() -> None:
    busy = tuple(touchpoint(NOW - timedelta(days=n), uid=f"b{n}") for n in range(1, 23))
    one = replace(reviewed("bruket").relationship, past=busy)
    november = draw(one, today=NOW.date(), zone=STOCKHOLM, language="sv").columns[12]
    assert (len(november.signs), november.more) == (5, 17)


def test_the_busiest_letter_is_not_clipped() -> None:
    """Gmail shows the first 102 KB: https://github.com/hteumeuleu/email-bugs/issues/41."""
    kinds = list(Modality)
    busy = tuple(
        touchpoint(NOW - timedelta(days=n, hours=1), (15, 30, 60, 120)[n % 4], uid=f"b{n}", modality=kinds[n % 5])
        for n in range(1, 360)
    )
    people = [reviewed(name) for name in ("bruket", "sundet", "kvarnen", "varvet")]
    crowded = [replace(one, relationship=replace(one.relationship, past=busy)) for one in people]
    trip = journey("kvarnen", "varvet")
    items = (ask(crowded[0]), ask(crowded[1]), Along(trip, trip.stops, tuple(crowded[2:])))
    made = written(Digest(WEEK, items), "sv")
    assert len(made.html.encode()) < MOST_BYTES


# --- whatever strangers wrote -------------------------------------------------------------------------------------------


def rewritten(one: Reviewed, text: str) -> Reviewed:
    """The same customer where every word of theirs is this one."""
    assert one.suggestion is not None
    suggestion = one.suggestion
    account = replace(one.relationship.account, name=text)
    place = VisitPlace(text, "crm", town=text, used=text)
    visit = replace(suggestion.visit, place=place, legs=(leg(),), starts=place)
    facts = {**suggestion.draft.reason.facts, "first": (text,), "names": (text,), "town": text, "seller": text}
    draft = replace(suggestion.draft, to=(text,), reason=replace(suggestion.draft.reason, facts=facts))
    said = (Reason("suggestion.meeting.with", {"when": suggestion.start, "people": (text, text)}),)
    told = replace(suggestion, title=text, visit=visit, draft=draft, reasons=said)
    return replace(one, relationship=replace(one.relationship, account=account), suggestion=told, place=place)


def everything(text: str) -> Rendered:
    one, other = rewritten(reviewed("bruket"), text), rewritten(reviewed("sundet"), text)
    trip = journey("sundet", town=text)
    stops = tuple(replace(stop, name=text) for stop in trip.stops)
    back = LookBack(ask(one).suggestion, text, NOW.date())
    items = (ask(one), Along(replace(trip, stops=stops), stops, (other,)), back)
    return written(Digest(WEEK, items), "sv", seller_name=text)


UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
EXPECTED = {
    "html",
    "head",
    "title",
    "meta",
    "style",
    "body",
    "div",
    "table",
    "tbody",
    "tr",
    "td",
    "p",
    "h1",
    "h2",
    "h3",
}
EXPECTED |= {"ul", "li", "a", "span", "br"}


@pytest.mark.parametrize("text", HOSTILE)
def test_what_strangers_wrote_is_words_and_nothing_else(text: str) -> None:
    made = everything(text)
    read = Read.letter(made.html)
    assert {one.tag for one in read.elements} <= EXPECTED
    assert not [one for one in read.elements for name in one.attributes if name.startswith("on")]
    assert all(link.startswith("https://bulle.example/") for link in read.links)
    assert len(made.html.encode()) < MOST_BYTES
    assert "49" not in plain(made.text) or "49" in text
    for part in (made.subject, made.text, made.html):
        assert not re.search("[\x00\u202a-\u202e\u2066\u2067]", part)
    assert len(made.subject) <= 150
    assert not [one for one in made.subject if category(one) in UNSEEN]


def test_a_name_with_signs_of_html_is_read_as_it_was_written() -> None:
    made = everything("R&D <Nord>")
    assert "R&amp;D &lt;Nord&gt;" in made.html
    assert "R&D <Nord>" in made.text
    assert "R&D <Nord>" in made.subject


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_any_text_makes_a_letter(text: str) -> None:
    made = everything(text)
    assert {one.tag for one in Read.letter(made.html).elements} <= EXPECTED
    assert not [one for one in made.subject if category(one) in UNSEEN]


def test_a_name_that_reads_from_the_right_stays_whole_in_the_message_too() -> None:
    made = everything("שלום عالم")
    assert "\N{REPLACEMENT CHARACTER}" not in made.text + made.html + made.subject
    assert "Hej שלום عالم," in made.text


def test_a_letter_about_nobody_in_particular_greets_nobody() -> None:
    assert written(CASES["question"](), "sv", seller_name="").text.startswith("Hej,\n")
    assert written(CASES["question"](), "sv").text.startswith("Hej Astrid,\n")


def test_no_letter_scolds_or_shouts() -> None:
    for name, language in EVERY:
        text = written(CASES[name](), language).text
        assert "!" not in text
        assert not re.search(r"\b(should|must|borde|måste|score|poäng)\b", text, re.IGNORECASE)


def test_each_press_is_about_its_own_suggestion() -> None:
    digest = letter("bruket", "sundet")
    assert digest is not None
    links = Read.letter(written(digest, "sv").html).links
    for one in digest.asks:
        for kind in ("go", "later", "not_this", "never_here", "have_met"):
            assert links.count(f"https://bulle.example/answer/{kind}-{one.id}") == 1
    assert LINKS.stop in links
