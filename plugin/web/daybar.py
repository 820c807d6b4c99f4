"""A day on the road as one bar: from door to door in the seller's own time, a row for each day where there is a night between.

Form carries the meaning: travel is hatched and carries the sign of its way, the visit is filled, waiting is a thin line, a
small bun is the bakery, other meetings are outlines, a moon is the night. Places along the day are per cent of the width,
so the bar is as wide as its place; what would not find room on a phone is left to wider screens (class `w`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from math import ceil, floor

from babel.dates import format_date
from markupsafe import Markup, escape

from plugin.web.dayline import ENDS, describe_day, later_visits, list_day, name_key
from plugin.web.drawing import at, number, percent, width_of
from plugin.web.labels import NARROW, WIDE, Label, letter
from plugin.web.signs import alone, sign
from plugin.web.timeline import Picture
from workers.visits.visit import DayPlan, Doing, Stretch
from workers.words import say
from workers.words.strangers import tame

MORNING, EVENING = 7, 17  # hours every bar shows
LATE = 4  # the hour until which a night's end belongs to the day before
NIGHT = 1.25  # hours of a night that are shown at either side of it
MOST_ROWS = 4
SMALL = 11.0  # the size of words in the bar
BAR, HIGH, TRAVEL = 26.0, 22.0, 16.0  # where the bar begins, how high it is, how high a journey in it
ROW, TITLE = 68.0, 26.0  # a row's height, and what a day's name adds


@dataclass(frozen=True, slots=True)
class Row:
    """One day, and the hours the bar shows of it."""

    day: date
    start: float
    end: float

    def hour(self, moment: datetime) -> float:
        return (moment.date() - self.day).days * 24 + moment.hour + moment.minute / 60

    def place(self, hour: float) -> float:
        return min(max((hour - self.start) / (self.end - self.start), 0.0), 1.0)


def draw_day(
    plan: DayPlan,
    *,
    language: str,
    zone: tzinfo,
    name: str,
    ident: str,
    there: str = "",
    others: Sequence[Stretch] = (),
) -> Picture:
    """The day of a visit to `name`; `ident` is unique on the page, `there` the zone at the door where it is known, `others`
    are meetings that stand in the calendar beside the plan."""
    stretches = [_local(one, zone) for one in (*others, *plan.stretches)]
    rows = _rows(plan, stretches, zone)
    tall = ROW + (TITLE if len(rows) > 1 else 0.0)
    body = [_hatch(ident)]
    for nth, row in enumerate(rows):
        inner = [*_row(row, stretches, plan, zone, language, ident)]
        if len(rows) > 1:
            named = format_date(row.day, "EEEE d MMMM", locale=language)
            body.append(
                f'<text class="day" y="{number(nth * tall + 18)}">{escape(named[:1].upper() + named[1:])}</text>'
            )
        body.append(f'<svg y="{number(nth * tall + tall - ROW)}" overflow="visible">{"".join(inner)}</svg>')
    line = describe_day(plan, language=language, zone=zone, there=there)
    told = list_day(plan, language=language, zone=zone)
    title = say("daybar.title", language, name=tame(name, 80))
    opening = Markup(
        '<svg class="daybar" role="img" width="100%" height="{}" aria-labelledby="{i}t" aria-describedby="{i}d">'
        '<title id="{i}t">{}</title><desc id="{i}d">{}</desc>'
    ).format(number(len(rows) * tall), title, told, i=ident)
    return Picture(opening + Markup("".join(body)) + Markup("</svg>"), line)  # noqa: S704 - every text in it is escaped


def day_legend(plans: Iterable[DayPlan], language: str) -> tuple[tuple[Markup, str], ...]:
    """What the bars of these plans use, each with what it means."""
    seen = dict.fromkeys(one.what for plan in plans for one in plan.stretches)
    modes = dict.fromkeys(one.mode for plan in plans for one in plan.stretches if one.what is Doing.TRAVEL)
    order = (Doing.TRAVEL, Doing.BUN, Doing.WAIT, Doing.VISIT, Doing.MEETING, Doing.NIGHT)
    rows = [(_swatch(what), say(f"daybar.what.{what}", language)) for what in order if what in seen]
    ways = [(alone(mode), say(f"daybar.mode.{mode}", language)) for mode in ("car", "train", "flight") if mode in modes]
    return (*rows[:1], *ways, *rows[1:])


def _swatch(what: Doing) -> Markup:
    if what in (Doing.BUN, Doing.NIGHT):
        return alone(what.value)
    high = 3 if what is Doing.WAIT else 12
    shape = f'<rect class="{what.value}" x="1" y="{8 - high // 2}" width="20" height="{high}" rx="2"/>'
    if what is Doing.TRAVEL:
        shape += '<path class="hatch" d="m3 14 4-12m1 12 4-12m1 12 4-12"/>'
    return Markup(f'<svg class="alone" width="22" height="16" aria-hidden="true" focusable="false">{shape}</svg>')  # noqa: S704


def _local(one: Stretch, zone: tzinfo) -> Stretch:
    start, end = one.start.astimezone(zone), one.end.astimezone(zone)
    return Stretch(one.what, start, max(start, end), one.mode, one.text, one.account)


def _rows(plan: DayPlan, stretches: Iterable[Stretch], zone: tzinfo) -> list[Row]:
    """A row a day, all to the same hours, so that they can be compared."""
    leave, back = plan.leave.astimezone(zone), plan.back.astimezone(zone)
    last = back.date() - timedelta(days=1) if back.hour < LATE and not plan.nights else back.date()
    count = min(max((last - leave.date()).days + 1, 1), MOST_ROWS)
    days = [leave.date() + timedelta(days=n) for n in range(count)]
    hours = [hour for day in days for hour in _shown(Row(day, 0, 24), stretches, leave, back, day == days[-1])]
    start, end = min(MORNING, floor(min(hours) - 0.3)), max(EVENING, ceil(max(hours) + 0.3))
    return [Row(day, max(start, 0), min(end, 24 + LATE)) for day in days]


def _shown(row: Row, stretches: Iterable[Stretch], leave: datetime, back: datetime, is_last: bool) -> Iterator[float]:
    """The hours of a day that have to be seen."""
    latest = 24.0 + (LATE if is_last else 0)
    yield from (hour for hour in (row.hour(leave), row.hour(back)) if 0 <= hour <= latest)
    for one in stretches:
        start, end = row.hour(one.start), row.hour(one.end)
        night = one.what is Doing.NIGHT
        if 0 <= start <= latest:
            yield min(start + NIGHT, 24.0) if night else start
        if 0 <= end <= latest:
            yield max(end - NIGHT, 0.0) if night else end


def _row(
    row: Row, stretches: Iterable[Stretch], plan: DayPlan, zone: tzinfo, language: str, ident: str
) -> Iterator[str]:
    middle = number(BAR + HIGH / 2)
    yield f'<line class="rest" x2="100%" y1="{middle}" y2="{middle}"/>'
    yield from _hours(row)
    pieces = [(one, *_span(row, one)) for one in stretches]
    pieces = [(one, start, end) for one, start, end in pieces if end > start]
    for layer in (False, True):  # signs and words above every shape
        for one, start, end in pieces:
            yield from _words(one, start, end, plan, language) if layer else _shape(one, start, end, ident)
    yield from _ends(row, plan, zone)
    yield letter(list(_moments(row, plan, zone, language)), bar=BAR)


def _span(row: Row, one: Stretch) -> tuple[float, float]:
    return row.place(row.hour(one.start)), row.place(row.hour(one.end))


HEIGHTS = {Doing.TRAVEL: TRAVEL, Doing.VISIT: HIGH, Doing.MEETING: TRAVEL, Doing.WAIT: 3.0, Doing.BUN: 3.0}


def _shape(one: Stretch, start: float, end: float, ident: str) -> Iterator[str]:
    if one.what is Doing.NIGHT:
        middle = number(BAR + HIGH / 2)
        line = f'<line class="night" x1="{percent(start)}" x2="{percent(end)}" y1="{middle}" y2="{middle}"/>'
        yield line * 2  # the line of the day is wiped out, and dots set in its place
        return
    high = HEIGHTS[one.what]
    place = f'x="{percent(start)}" y="{number(BAR + (HIGH - high) / 2)}" width="{percent(end - start)}" height="{number(high)}"'
    fill = f' fill="url(#{ident}h)"' if one.what is Doing.TRAVEL else ""
    yield f'<rect class="{one.what.value}" {place} rx="{"1" if high < 4 else "3"}"{fill}/>'


def _words(one: Stretch, start: float, end: float, plan: DayPlan, language: str) -> Iterator[str]:
    """What is set into a stretch: a sign on a small ground of its own, or the word for a visit."""
    middle = BAR + HIGH / 2
    if one.what in (Doing.TRAVEL, Doing.NIGHT, Doing.BUN):
        name = one.mode if one.what is Doing.TRAVEL else one.what.value
        drawn = sign(name)
        room = 0.0 if one.what is Doing.BUN else 22.0
        ground = (
            '<rect class="ground" x="-10" y="-8" width="20" height="16" rx="3"/>' if one.what is not Doing.BUN else ""
        )
        yield _fitting(drawn and at(percent((start + end) / 2), number(middle), ground, drawn), end - start, room)
    if one.what is Doing.VISIT:
        several = bool(later_visits(plan)) and one.text
        word = tame(one.text, 40) if several else say(name_key(one), language)
        text = f'<text class="in" x="{percent((start + end) / 2)}" y="{number(middle + 4)}">{escape(word)}</text>'
        yield _fitting(text, end - start, width_of(word, SMALL) + 2)


def _fitting(drawn: str, part: float, room: float) -> str:
    """As it is where there is room on a phone, for wide screens alone where there is on those, else nothing."""
    if part * WIDE < room or not drawn:
        return ""
    return drawn if part * NARROW >= room else f'<g class="w">{drawn}</g>'


def _ends(row: Row, plan: DayPlan, zone: tzinfo) -> Iterator[str]:
    """Home or the office, where the day begins and ends."""
    for moment, end, side in ((plan.leave, plan.starts, -11.0), (plan.back, plan.ends, 11.0)):
        hour = row.hour(moment.astimezone(zone))
        if row.start <= hour <= row.end:
            drawn = sign(end if end in ENDS else "place")
            ground = f'<rect class="ground" x="{number(side - 9)}" y="-9" width="18" height="18"/>'
            moved = f'<g transform="translate({number(side)} 0)">{drawn}</g>'
            yield at(percent(row.place(hour)), number(BAR + HIGH / 2), ground, moved)


def _hours(row: Row) -> Iterator[str]:
    ground = BAR + HIGH + 2
    for hour in range(ceil(row.start), floor(row.end) + 1):
        x, named = percent(row.place(hour)), hour % 3 == 0
        yield f'<line class="tick" x1="{x}" x2="{x}" y1="{number(ground)}" y2="{number(ground + (5 if named else 3))}"/>'
        if named:
            yield f'<text class="hour" x="{x}" y="{number(ground + 16)}">{hour % 24}</text>'


def _moments(row: Row, plan: DayPlan, zone: tzinfo, language: str) -> Iterator[Label]:
    """The times that matter, with their words: leave, there, further visits, back."""
    back = "home" if plan.ends == "home" else "back"
    visits = [(one.start, "") for one in later_visits(plan)]
    for moment, word in ((plan.leave, "leave"), (plan.there, "there"), *visits, (plan.back, back)):
        local = moment.astimezone(zone)
        hour = row.hour(local)
        if row.start <= hour <= row.end:
            said = say(f"daybar.label.{word}", language) if word else ""
            yield Label(row.place(hour), said, f"{local:%H:%M}")


def _hatch(ident: str) -> str:
    return (
        f'<pattern id="{ident}h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="under" width="6" height="6"/><path class="hatch" d="M1.5 0v6"/></pattern>'
    )
