"""The day as a bar: whole days against golden files, and what must hold for any day."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.web.daybar import day_legend, draw_day
from plugin.web.dayline import describe_day, list_day
from plugin.web.labels import GAP, SIDE, set_apart
from plugin.web.timeline import Picture
from tests.golden import assert_golden
from tests.plugin.web.journeys import CENTRAL, PLANS
from tests.world import STOCKHOLM
from workers.visits.visit import DayPlan, Doing, Stretch

LANGUAGES = ("sv", "en")
ZONES = {"boston": (CENTRAL, "America/New_York")}


def picture_of(name: str, language: str = "sv") -> Picture:
    zone, there = ZONES.get(name, (STOCKHOLM, "Europe/Stockholm"))
    return draw_day(PLANS[name], language=language, zone=zone, name="Bruket", ident="a1", there=there)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PLANS)
def test_a_day_looks_as_it_did(name: str, language: str) -> None:
    picture = picture_of(name, language)
    assert_golden(f"daybar/{name}.{language}.svg", f"{picture.svg}\n<!-- {picture.line} -->\n".encode())


@pytest.mark.parametrize("name", PLANS)
def test_a_bar_is_well_formed_and_told_in_words(name: str) -> None:
    svg = ElementTree.fromstring(picture_of(name).svg)
    texts = {element.get("id"): element.text for element in svg if element.tag in ("title", "desc")}
    assert svg.get("role") == "img"
    assert texts[svg.get("aria-labelledby")] == "Dagen för besöket hos Bruket"
    assert texts[svg.get("aria-describedby")].count(" till ") == len(PLANS[name].stretches)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("trollhattan", "Åk 07:40, framme 08:50, hemma 11:35. Uppskattade tider."),
        ("lulea", "Åk tisdag 16:15, framme onsdag 08:50, hemma 14:40. En natt borta. Uppskattade tider."),
        (
            "hassleholm",
            "Åk från kontoret 07:30, framme 08:55, hos Plåt & Co 11:00, hos Ahlgrens Verkstad 13:00, "
            "på kontoret 16:00. Uppskattade tider.",
        ),
        (
            "boston",
            "Åk 05:15, framme 11:00, hemma 18:45. Tiderna är dina egna. Hos dem är klockan 12:00 när du är framme. "
            "Uppskattade tider.",
        ),
        ("late", "Åk från Kunden i Borås fredag 12:30, framme 17:00, tillbaka lördag 00:45."),
    ],
)
def test_the_line_says_when_to_leave_when_one_is_there_and_when_one_is_back(name: str, line: str) -> None:
    assert picture_of(name).line == line


def test_all_of_the_day_is_told_to_those_who_listen() -> None:
    assert list_day(PLANS["trollhattan"], language="sv", zone=STOCKHOLM) == (
        "07:40 till 08:40 tåg (Trollhättan); 08:40 till 08:50 bageri; 08:50 till 09:00 väntan; 09:00 till 10:30 besök; "
        "10:30 till 11:35 tåg (Göteborg); 13:00 till 14:00 annat möte (Säljmöte)"
    )


def test_times_are_the_sellers_own_whatever_zone_they_come_in() -> None:
    plan = PLANS["trollhattan"]
    moved = DayPlan(
        plan.mode,
        plan.leave.astimezone(UTC),
        plan.there.astimezone(UTC),
        plan.back.astimezone(UTC),
        tuple(Stretch(s.what, s.start.astimezone(UTC), s.end.astimezone(UTC), s.mode, s.text) for s in plan.stretches),
        starts="home",
        ends="home",
    )
    assert describe_day(moved, language="sv", zone=STOCKHOLM) == describe_day(plan, language="sv", zone=STOCKHOLM)
    assert draw_day(moved, language="sv", zone=STOCKHOLM, name="B", ident="a").svg == (
        draw_day(plan, language="sv", zone=STOCKHOLM, name="B", ident="a").svg
    )


@pytest.mark.parametrize("there", ["", "Nowhere/At_All", "../../etc/passwd", "Europe/Oslo"])
def test_a_clock_that_agrees_or_is_not_known_is_not_spoken_of(there: str) -> None:
    line = describe_day(PLANS["trollhattan"], language="sv", zone=STOCKHOLM, there=there)
    assert line == "Åk 07:40, framme 08:50, hemma 11:35. Uppskattade tider."


def test_a_way_there_by_timetable_says_that_the_way_back_is_a_guess() -> None:
    plan = PLANS["trollhattan"]
    timed = replace(plan, estimate=False, departs=plan.leave)
    for language, said in (("sv", "Resan dit enligt tidtabell, resan tillbaka uppskattad."), ("en", "by timetable")):
        assert said in describe_day(timed, language=language, zone=STOCKHOLM)
    assert describe_day(timed, language="sv", zone=STOCKHOLM, short=True) == "Åk 07:40, framme 08:50, hemma 11:35."


def test_a_night_away_takes_two_rows_and_a_drive_home_past_midnight_takes_one() -> None:
    assert str(picture_of("lulea").svg).count('class="day"') == 2
    assert 'class="day"' not in picture_of("late").svg


def test_form_tells_what_each_stretch_is() -> None:
    svg = str(picture_of("trollhattan").svg)
    assert svg.count('class="travel"') == svg.count('fill="url(#a1h)"') == 2, "travel is hatched"
    for kind in ("visit", "wait", "meeting", "sign train", "sign bun", "sign home"):
        assert f'class="{kind}"' in svg
    assert 'class="sign night"' in picture_of("lulea").svg
    assert 'class="sign flight"' in picture_of("lulea").svg
    assert 'class="sign office"' in picture_of("hassleholm").svg


def test_the_legend_explains_what_is_there_and_nothing_else() -> None:
    assert [meaning for _, meaning in day_legend([PLANS["trollhattan"]], "sv")] == [
        "resa",
        "tåg",
        "bageri",
        "väntan",
        "besök",
        "annat möte",
    ]
    assert [meaning for _, meaning in day_legend([PLANS["short"]], "en")] == ["travel", "car", "visit"]


def test_strangers_words_are_escaped_and_bounded() -> None:
    plan = PLANS["hassleholm"]
    wild = "<script>alert(1)</script>" * 40 + "\u202e"
    stretches = tuple(Stretch(s.what, s.start, s.end, s.mode, wild, s.account) for s in plan.stretches)
    changed = DayPlan("car", plan.leave, plan.there, plan.back, stretches, starts=wild, ends=wild)
    picture = draw_day(changed, language="sv", zone=STOCKHOLM, name=wild, ident="a1")
    assert "<script>" not in picture.svg
    assert len(picture.line) < 600
    ElementTree.fromstring(picture.svg)


@given(st.lists(st.tuples(st.floats(-20, 280), st.floats(20, 110)), max_size=7))
def test_labels_never_touch_and_never_leave_the_bar(labels: list[tuple[float, float]]) -> None:
    wanted, widths = sorted(middle for middle, _ in labels), [width for _, width in labels]
    middles = set_apart(wanted, widths, 248.0)
    if not middles:
        assert not labels or sum(widths) + GAP * (len(widths) - 1) > 248.0 + 2 * SIDE
        return
    for (one, its), (other, others) in zip(
        zip(middles, widths, strict=True), list(zip(middles, widths, strict=True))[1:], strict=False
    ):
        assert other - others / 2 - (one + its / 2) >= GAP - 1e-6
    assert middles[0] - widths[0] / 2 >= -SIDE - 1e-6
    assert middles[-1] + widths[-1] / 2 <= 248.0 + SIDE + 1e-6


MINUTES = st.integers(0, 3 * 24 * 60)


@given(st.lists(st.tuples(MINUTES, MINUTES, st.sampled_from(list(Doing))), min_size=1, max_size=12), st.integers(0, 3))
def test_any_day_can_be_drawn(parts: list[tuple[int, int, Doing]], nights: int) -> None:
    first = datetime(2026, 10, 23, 4, tzinfo=STOCKHOLM)  # the clocks go back that weekend
    stretches = tuple(
        Stretch(what, first + timedelta(minutes=start), first + timedelta(minutes=end), "car")
        for start, end, what in parts
    )
    leave, back = min(one.start for one in stretches), max(one.end for one in stretches)
    plan = DayPlan("car", leave, leave, max(leave, back), stretches, nights=nights)
    svg = draw_day(plan, language="sv", zone=STOCKHOLM, name="B", ident="a").svg
    assert ElementTree.fromstring(svg) is not None
    assert all(0 <= float(part) <= 100 for part in re.findall(r'(?:x1|x2|width)="([-\d.]+)%"', svg))
