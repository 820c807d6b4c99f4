"""A relation as a picture of letters and signs, a column a month, which every mail client shows: no image is fetched.

Form carries the meaning: a hollow ring on screen, a filled one in person, a half one both at once, a dash by phone, a dotted
one where nobody knows; a sign grows with the meeting's length. What is coming stands after a line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

from workers.relationships.modality import Modality
from workers.relationships.relationship import Relationship
from workers.relationships.touchpoints import Touchpoint
from workers.words import say
from workers.words.year import ORDER, describe

BACK, AHEAD = 12, timedelta(days=56)  # months beside this one; as far as the page's picture
MOST = 5  # signs on top of each other
GLYPHS = {
    Modality.VIDEO: ("\N{WHITE CIRCLE}", "v"),
    Modality.PHONE: ("\N{EN DASH}", "p"),
    Modality.HYBRID: ("\N{CIRCLE WITH LEFT HALF BLACK}", "h"),
    Modality.IN_PERSON: ("\N{BLACK CIRCLE}", "i"),
    Modality.UNKNOWN: ("\N{DOTTED CIRCLE}", "u"),
}
SIZES = ((timedelta(minutes=20), 10), (timedelta(minutes=45), 13), (timedelta(minutes=90), 16))
LARGEST = 19  # pixels


@dataclass(frozen=True, slots=True)
class Sign:
    glyph: str
    kind: str  # of the glyph: v, p, h, i, u
    size: int  # of type, in pixels


@dataclass(frozen=True, slots=True)
class Column:
    """One month: its first letter, the meetings from the top down, and how many more there were."""

    month: str
    signs: tuple[Sign, ...]
    more: int = 0
    ahead: bool = False
    first_ahead: bool = False

    @property
    def runs(self) -> Iterator[tuple[str, int, tuple[str, ...]]]:
        """The signs, those alike beside each other taken together: kind, size, glyphs."""
        for (kind, size), signs in groupby(self.signs, key=lambda one: (one.kind, one.size)):
            yield kind, size, tuple(one.glyph for one in signs)


@dataclass(frozen=True, slots=True)
class Picture:
    columns: tuple[Column, ...]
    line: str  # the same in words


def draw(relationship: Relationship, *, today: date, zone: ZoneInfo, language: str) -> Picture:
    """A year back from today and some weeks ahead."""
    months = [_shift(today, at) for at in range(-BACK, 1)]
    past = [one for one in relationship.pictured if _day(one, zone) >= months[0]]
    coming = [one for one in relationship.coming if _day(one, zone) <= today + AHEAD]
    names = get_month_names("narrow", context="stand-alone", locale=language)
    held, awaited = _by_month(past, zone), _by_month(coming, zone)
    ahead = [
        month for month in (_shift(today, at) for at in range(3)) if awaited and min(awaited) <= month <= max(awaited)
    ]
    columns = [_column(held.get(month, ()), names[month.month]) for month in months]
    columns += [
        _column(awaited.get(month, ()), names[month.month], ahead=True, first=month == ahead[0]) for month in ahead
    ]
    return Picture(tuple(columns), describe(past, coming, language))


def legend(language: str) -> tuple[tuple[str, str, str], ...]:
    """Each sign, the kind it is, and what it means."""
    return tuple((*GLYPHS[one], say(f"page.timeline.mark.{one}", language)) for one in ORDER)


def _column(held: Sequence[Touchpoint], name: str, *, ahead: bool = False, first: bool = False) -> Column:
    shown = held[:MOST] if ahead else held[-MOST:]
    signs = tuple(Sign(*GLYPHS[one.modality], size_of(one.length)) for one in shown)
    return Column(name, signs, len(held) - len(shown), ahead, first)


def size_of(length: timedelta) -> int:
    return next((size for most, size in SIZES if length <= most), LARGEST)


def _shift(day: date, months: int) -> date:
    """The first day of the month so many months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _by_month(touchpoints: Iterable[Touchpoint], zone: ZoneInfo) -> dict[date, list[Touchpoint]]:
    """By the first day of each month, oldest first."""
    found: dict[date, list[Touchpoint]] = {}
    for one in sorted(touchpoints, key=lambda one: one.start):
        found.setdefault(_day(one, zone).replace(day=1), []).append(one)
    return found


def _day(touchpoint: Touchpoint, zone: ZoneInfo) -> date:
    return touchpoint.start.astimezone(zone).date()
