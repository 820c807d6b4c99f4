"""The picture in a card: as it was found good, read without its colours, in light and dark, and small."""

from datetime import timedelta
from itertools import combinations

import pytest
from babel.dates import get_month_names
from PIL import Image, ImageChops, ImageStat

from plugin.google.picture import CINNAMON, CREAM, DENSE, SIDE, WIDE, draw_png
from plugin.web.marks import MOST, Year
from tests.golden.pictures import assert_golden_picture, count_apart, decode
from tests.plugin.web.golden import CASES, YEAR, touchpoint
from tests.world import STOCKHOLM
from workers.relationships.modality import Modality
from workers.relationships.touchpoints import Touchpoint
from workers.words import LANGUAGES

PICTURES = {**CASES, "only_coming": ([], [touchpoint(10), touchpoint(24, Modality.IN_PERSON, 90)])}
MODALITIES = list(Modality)
SMALL = 8_000  # bytes


def picture(past: list[Touchpoint], coming: list[Touchpoint] | None = None, language: str = "sv") -> Image.Image:
    return decode(draw_png(past, coming or [], year=YEAR, language=language))


def ink(drawn: Image.Image) -> Image.Image:
    """Where there is anything on the ground at all, whatever its colour."""
    return drawn.convert("L").point([255 if level < 215 else 0 for level in range(256)])


def covered(drawn: Image.Image) -> float:
    return ImageStat.Stat(ink(drawn)).sum[0] / 255


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PICTURES)
def test_a_year_looks_as_it_did(name: str, language: str) -> None:
    drawn = draw_png(*PICTURES[name], year=YEAR, language=language)
    assert_golden_picture(f"card_picture/{name}.{language}.png", drawn)
    assert len(drawn) < SMALL
    assert drawn == draw_png(*PICTURES[name], year=YEAR, language=language)


@pytest.mark.parametrize(("one", "other"), [*combinations(MODALITIES, 2)])
def test_without_colour_every_way_of_meeting_has_a_form_of_its_own(one: Modality, other: Modality) -> None:
    forms = [ink(picture([touchpoint(-100, kind)])) for kind in (one, other)]
    assert ImageStat.Stat(ImageChops.difference(*forms)).sum[0] / 255 > 20


@pytest.mark.parametrize("kind", MODALITIES)
def test_what_is_coming_stands_on_a_stem_and_is_lighter(kind: Modality) -> None:
    past, coming = picture([touchpoint(20, kind)]), picture([], [touchpoint(20, kind)])
    x = round((SIDE + YEAR.place_moment(touchpoint(20).start) * (WIDE - 2 * SIDE)) * DENSE)
    foot = coming.height - 52  # just above the line
    here = [
        ImageStat.Stat(one.convert("L").crop((x - 2, foot, x + 2, foot + 3))).extrema[0][0] for one in (past, coming)
    ]
    assert (here[0] > 230, here[1] < 170) == (True, True)
    darkest = [min(one.convert("L").crop((x - 20, 0, x + 20, foot)).tobytes()) for one in (past, coming)]
    assert darkest[0] + 30 < darkest[1]


def test_a_longer_meeting_covers_more() -> None:
    short, usual, long = (covered(picture([touchpoint(-100, minutes=one)])) for one in (15, 30, 120))
    assert short < usual < long


def test_four_hundred_meetings_of_every_kind_are_a_small_picture_still() -> None:
    past = [touchpoint(-1 - at % 364, MODALITIES[at % 5]) for at in range(MOST)]
    drawn = draw_png(past, [], year=YEAR, language="sv")
    assert len(drawn) < SMALL
    assert covered(decode(drawn)) > 3 * covered(picture(past[:60]))


def test_four_hundred_meetings_on_a_day_do_not_make_a_tower() -> None:
    assert picture([touchpoint(-20)] * MOST).height < 400


def test_what_is_outside_the_year_is_not_drawn() -> None:
    assert count_apart(picture([touchpoint(-370)], [touchpoint(90)]), picture([])) == 0


def test_the_months_are_called_as_the_seller_calls_them() -> None:
    swedish, english = picture([], language="sv"), picture([], language="en")
    written = ImageChops.difference(swedish.convert("RGB"), english.convert("RGB")).getbbox()
    assert written
    assert written[1] > swedish.height - 48, "above the line nothing is written"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_type_has_every_letter_of_the_months(language: str) -> None:
    names = get_month_names("abbreviated", context="stand-alone", locale=language).values()
    assert all(name.isascii() for name in names), "bring a type that has them"


def test_a_name_the_type_has_no_letters_for_is_a_number() -> None:
    swedish, finnish = picture([], language="sv"), picture([], language="fi")
    july = next(part for part in (YEAR.place(YEAR.today.replace(month=7, day=1)),))
    left = round((SIDE + july * (WIDE - 2 * SIDE)) * DENSE)
    around = (left, swedish.height - 38, left + 60, swedish.height)
    assert 0 < covered(finnish.crop(around)) < covered(swedish.crop(around)), "heinä, and juli"


def test_it_stands_on_a_ground_of_its_own_with_round_corners() -> None:
    drawn = picture([touchpoint(-100)])
    right, foot = drawn.width - 1, drawn.height - 1
    assert drawn.width == WIDE * DENSE
    assert [drawn.getpixel(at)[3] for at in ((0, 0), (right, 0), (0, foot), (right, foot))] == [0] * 4  # type: ignore[index]  # red, green, blue, clear
    assert drawn.getpixel((20, 20)) == (*CREAM, 255)
    assert drawn.split()[3].crop((0, 16, drawn.width, drawn.height - 16)).getextrema() == (255, 255)
    edges = set(drawn.split()[3].crop((0, 0, 16, 16)).tobytes())
    assert len(edges) > 4, "no steps in the corner"


def test_today_is_a_hairline() -> None:
    drawn = picture([]).convert("RGB")
    x = round((SIDE + YEAR.place(YEAR.today, 0.5) * (WIDE - 2 * SIDE)) * DENSE)
    row = [drawn.getpixel((at, 30)) for at in range(drawn.width)]
    lined = [at for at, colour in enumerate(row) if colour != CREAM]
    assert {row[at] for at in lined} == {CINNAMON}
    assert len(lined) == DENSE
    assert abs(lined[0] - x) <= 1


@pytest.mark.parametrize("days", range(0, 365, 13))
def test_the_last_month_is_written_inside_the_picture(days: int) -> None:
    year = Year(YEAR.today + timedelta(days=days), STOCKHOLM)
    drawn = decode(draw_png([], [], year=year, language="sv")).convert("RGB")
    ground = Image.new("RGB", drawn.size, CREAM)
    beside = ImageChops.difference(drawn, ground).crop((drawn.width - DENSE * 4, 20, drawn.width, drawn.height - 20))
    assert beside.getbbox() is None
