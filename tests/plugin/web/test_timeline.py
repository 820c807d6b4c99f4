"""The picture of a relation, whole, against golden files; and what must hold for any year of meetings."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.web.marks import WIDTH, Mark, pile
from plugin.web.timeline import draw, legend
from tests.golden import assert_golden
from tests.plugin.web.golden import CASES, YEAR, picture_of, touchpoint
from workers.relationships.modality import Modality
from workers.words.year import ORDER

LANGUAGES = ("sv", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_a_year_looks_as_it_did(name: str, language: str) -> None:
    assert_golden(f"timeline/{name}.{language}.svg", f"{picture_of(name, language).svg}\n".encode())


@pytest.mark.parametrize("name", CASES)
def test_a_picture_is_well_formed_and_says_in_text_what_it_shows(name: str) -> None:
    picture = picture_of(name, "sv")
    svg = ElementTree.fromstring(picture.svg)
    named, described = svg.get("aria-labelledby"), svg.get("aria-describedby")
    texts = {element.get("id"): element.text for element in svg if element.get("id")}
    assert svg.get("role") == "img"
    assert texts[named] == "Ett år av möten med Bruket"
    assert texts[described] == picture.line


def test_the_line_under_the_picture_counts_every_way_of_meeting() -> None:
    assert picture_of("mix", "sv").line == (
        "Senaste året: tre på skärm, ett på telefon, ett blandat, två på plats och ett oklart. "
        "Framåt: ett på skärm och ett på plats."
    )
    assert picture_of("mix", "en").line == (
        "Past year: three on screen, one by phone, one mixed, two in person and one unclear. "
        "Ahead: one on screen and one in person."
    )


def test_a_year_without_meetings_says_so() -> None:
    assert picture_of("empty", "sv").line == "Inga möten det senaste året."


def test_meetings_outside_the_year_are_neither_drawn_nor_counted() -> None:
    long_ago, far_ahead = touchpoint(-370), touchpoint(90)
    picture = draw([long_ago], [far_ahead], year=YEAR, language="en", name="Bruket", ident="a")
    assert "<circle" not in picture.svg
    assert picture.line == "No meetings in the past year."


def test_sixty_meetings_stay_under_six_kilobytes() -> None:
    past = [touchpoint(-3 - 6 * n, minutes=15 + n) for n in range(60)]
    assert len(draw(past, [], year=YEAR, language="sv", name="Bruket", ident="a1").svg.encode()) < 6000


def test_area_grows_with_length() -> None:
    def radius(minutes: int) -> float:
        svg = draw([touchpoint(-30, minutes=minutes)], [], year=YEAR, language="sv", name="B", ident="a").svg
        return float(re.search(r'class="v"[^>]* r="([\d.]+)em"', svg)[1])  # type: ignore[index]  # there is one

    assert radius(120) == 2 * radius(30)
    assert radius(15) < radius(30) < radius(60)
    assert radius(24 * 60) == radius(180), "a whole day does not cover the month"


def test_every_way_of_meeting_has_a_form_of_its_own() -> None:
    marks = {mode: str(mark) for mode, (mark, _) in zip(ORDER, legend("sv"), strict=False)}
    forms = {re.sub(r'class="\w+"', "", mark) + re.search(r'class="(\w)"', mark)[1] for mark in marks.values()}  # type: ignore[index]
    assert len(forms) == len(Modality)
    assert [meaning for _, meaning in legend("sv")] == [
        "skärm",
        "telefon",
        "blandat",
        "på plats",
        "oklart",
        "kommande",
    ]


def test_a_name_from_a_stranger_is_escaped() -> None:
    svg = draw([], [], year=YEAR, language="sv", name='<script>"&', ident="a").svg
    assert "<script>" not in svg
    assert ElementTree.fromstring(svg)[0].text == 'Ett år av möten med <script>"&'


@given(st.lists(st.tuples(st.integers(-365, -1), st.integers(1, 600), st.sampled_from(list(Modality))), max_size=160))
def test_no_two_marks_touch_at_the_width_of_a_phone(meetings: list[tuple[int, int, Modality]]) -> None:
    marks = [
        Mark(
            mode,
            coming=False,
            x=YEAR.place(YEAR.today + timedelta(days=day)),
            r=4.0 * min(max(minutes / 30, 0.5), 6) ** 0.5,
        )
        for day, minutes, mode in sorted(meetings)
    ]
    placed = pile(marks)
    for at, one in enumerate(placed):
        for other in placed[at + 1 :]:
            apart = ((one.x - other.x) * WIDTH) ** 2 + (one.y - other.y) ** 2
            assert apart >= (one.r + other.r) ** 2 - 1e-6


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 12, 31)])
def test_the_year_starts_a_year_back_on_any_day(day: date) -> None:
    year = type(YEAR)(day, YEAR.zone)
    assert (year.today - year.starts, year.ends - year.today) == (timedelta(days=365), timedelta(days=56))
    assert ElementTree.fromstring(draw([], [], year=year, language="sv", name="B", ident="a").svg) is not None
