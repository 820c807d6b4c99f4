"""You are there anyway: which other flagged accounts fit a journey the seller makes, by the minutes they add to the road.

A journey is planned as a tour (tour.py) on the seller's free time (free_time.py): what is fixed is kept, each new visit
gets its room and a quarter of an hour before it, and lunch is left alone where that costs no visit.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.routing.geocoder import Position
from connectors.routing.router import Route
from workers.relationships.reasons import Reason
from workers.relationships.rules import Rules
from workers.visits.day_plans import DayWriter
from workers.visits.diary import DAY, Diary, Key
from workers.visits.errands import Errands, Wish, lay_errands
from workers.visits.frames import Framer, Kept
from workers.visits.ground import choose_way
from workers.visits.red_days import is_day_off
from workers.visits.stays import SUGGESTION
from workers.visits.tour import Made, Tour
from workers.visits.travel import Travel
from workers.visits.trip import Stay, Stop, Trip
from workers.visits.visit import DayPlan, Nearby
from workers.visits.whereabouts import HOME, OFFICE, read_whereabouts

__all__ = ["Planner", "Wish", "tell"]

FAR = timedelta(hours=4, minutes=30)  # one way: further than that a night is tried even where the day holds a few stops
NIGHT_AWAY = timedelta(hours=2)  # one way: nearer than that nobody stays the night
A_FEW = 2  # stops that a day of travelling should hold
MOST_NEARBY = 5
FIVE_MINUTES = timedelta(minutes=5)  # as near as a way is told


def tell(trip: Trip) -> tuple[Reason, ...]:
    """A trip in sentences: why one is there, who else is near in the order of the journey, and the nights it takes."""
    nights = (Reason("trip.nights", {"nights": trip.nights}),) if trip.nights else ()
    return trip.why, *(_near(stop) for stop in trip.stops if not stop.fixed), *nights


class Planner:
    """Plans one stay after another for one seller, and reads each day of the calendar once for all of them."""

    def __init__(
        self,
        *,
        diary: Diary,
        travel: Travel,
        rules: Rules,
        now: datetime,
        zone: ZoneInfo,
        on_screen: Collection[Key] = frozenset(),
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        self._travel, self._zone = travel, zone
        self._start = next((place for place in (travel.home, travel.office) if place and place.position), None)
        self._from = "" if self._start is None else HOME if self._start is travel.home else OFFICE
        self._framer = Framer(
            diary=diary,
            whereabouts=read_whereabouts(diary, travel, zone=zone),
            rules=rules,
            travel_rules=travel.rules,
            zone=zone,
            usual=tuple(p.position for p in (travel.home, travel.office) if p and p.position),
            on_screen=on_screen,
            aliases=aliases or {},
            earliest=(now + rules.lead).astimezone(zone).date(),
        )

    def trip(self, stay: Stay, wishes: Sequence[Wish]) -> Trip | None:
        """The journey of a stay with the other wishes it holds; None where it holds none."""
        found = self._solved(stay, wishes)
        return self._written(*found) if found and found[0].made(found[1]) else None

    def nearby(self, visit: Stay, wishes: Sequence[Wish]) -> tuple[Nearby, ...]:
        """Which other wishes fit the journey to a suggested visit (`stays.suggested_stay`), each taken alone, with the
        minutes it adds, nearest first."""
        dates = self._framer.dates(visit)
        for days in (dates, *self._with_night(visit, dates)):
            errands, base = self._laid(visit, days, wishes)
            if errands and base:
                break
        else:
            return ()
        found = []
        for number, (_, wish) in enumerate(errands.wishes):
            tour = errands.only([number]).solve(lunch=False)
            if tour and len(tour.made) > len(base.made):
                extra = timedelta(seconds=max(0, tour.road - base.road))
                found.append(Nearby(wish.account, wish.name, extra, wish.place.town))
        return tuple(sorted(found, key=lambda one: (one.extra, one.account))[:MOST_NEARBY])

    # --- the search ------------------------------------------------------------------------------------------

    def _solved(self, stay: Stay, wishes: Sequence[Wish]) -> tuple[Errands, Tour] | None:
        """The days of the stay; with a night before or after where those hold too little, and it makes room for more."""
        dates = self._framer.dates(stay)
        best = self._best(stay, dates, wishes)
        if best and len(best[1].made) >= A_FEW and not self._is_far(stay):
            return best
        for days in self._with_night(stay, dates):
            found = self._best(stay, days, wishes)
            if found and (best is None or len(found[1].made) > len(best[1].made)):
                best = found
        return best

    def _best(self, stay: Stay, dates: tuple[date, ...], wishes: Sequence[Wish]) -> tuple[Errands, Tour] | None:
        """The best tour on these days. Lunch is eaten into only when that makes room for another visit."""
        errands, base = self._laid(stay, dates, wishes)
        if errands is None or base is None:
            return None
        while True:
            best = errands.solve(lunch=True) or base
            if len(errands.made(best)) < len(errands.wishes):
                best = max(best, errands.solve(lunch=False) or base, key=lambda tour: len(tour.made))
            too_far = errands.too_far(best)
            if too_far is None:
                return errands, best
            errands = errands.without(too_far)

    def _laid(
        self, stay: Stay, dates: tuple[date, ...], wishes: Sequence[Wish]
    ) -> tuple[Errands, Tour] | tuple[None, None]:
        """The ways of a journey and what is kept on it, with the wishes that are near enough. Where the calendar cannot
        be kept as it stands, what is at home that day is taken on the way."""
        for remote in (False, True):
            frame = self._framer.frame(stay, dates, remote=remote)
            errands = lay_errands(frame, wishes, framer=self._framer, travel=self._travel, start=self._position)
            if errands is None or not errands.wishes:
                return None, None
            if base := errands.only([]).solve(lunch=False):
                return errands.near(base), base
        return None, None

    def _with_night(self, stay: Stay, dates: tuple[date, ...]) -> Iterator[tuple[date, ...]]:
        """The same days with one before or after, where it is far enough for a night and nothing tells another."""
        way = self._way(stay)
        if len(dates) > 1 or way is None or way.middle < NIGHT_AWAY or not self._travel.rules.nights:
            return
        for day, days in ((dates[0] - DAY, (dates[0] - DAY, *dates)), (dates[-1] + DAY, (*dates, dates[-1] + DAY))):
            if not is_day_off(day) and day >= self._framer.earliest:
                yield days

    def _way(self, stay: Stay) -> Route | None:
        if self._position is None or stay.place.position is None or stay.arrives or stay.leaves:
            return None
        return choose_way(self._travel, self._position, stay.place.position)

    def _is_far(self, stay: Stay) -> bool:
        way = self._way(stay)
        return way is not None and way.middle > FAR

    @property
    def _position(self) -> Position | None:
        return self._start.position if self._start else None

    # --- as it is told -----------------------------------------------------------------------------------------

    def _written(self, errands: Errands, tour: Tour) -> Trip:
        frame, stay = errands.frame, errands.frame.stay
        extras = errands.extras(tour)
        stops = [self._stop(errands.stop(one.call), errands, one, extras.get(one.call, 0)) for one in tour.made]
        signs = (*stay.signs, *(kept.sign for kept in frame.kept if kept.sign))
        return Trip(
            why=stay.why,
            days=(frame.dates[0], frame.dates[-1]),
            start=self._start,
            stops=tuple(stop for stop in stops if stop),
            plans=tuple(self._plans(errands, tour)),
            account=stay.account if stay.why.key == SUGGESTION else "",
            mode=errands.ground.mode,
            minutes=errands.minutes(tour),
            km=errands.km(tour),
            signs=tuple(dict.fromkeys(signs)),
        )

    def _stop(self, stop: Kept | Wish | None, errands: Errands, made: Made, extra: int) -> Stop | None:
        if stop is None:
            return None
        free = errands.frame.free
        start, end = (
            datetime.fromtimestamp(moment, self._zone) for moment in (free.begins(made.start), free.ends(made.end))
        )
        fixed = isinstance(stop, Kept)
        return Stop(stop.account, stop.name, stop.place, start, end, timedelta(seconds=extra), fixed)

    def _plans(self, errands: Errands, tour: Tour) -> Iterator[DayPlan]:
        frame = errands.frame
        writer = DayWriter(
            ground=errands.ground,
            clock=errands.clock,
            free=frame.free,
            zone=self._zone,
            starts=self._from,
            place=frame.stay.place.town or frame.stay.place.text,
            calls=frame.calls,
        )
        for number, (day, date_) in enumerate(zip(errands.days, frame.dates, strict=True)):
            made = [(one, errands.halt(one.call)) for one in tour.made if one.day == number]
            if plan := writer.write(day, date_, made, night=number < len(frame.dates) - 1):
                yield plan


def _near(stop: Stop) -> Reason:
    minutes = round(stop.extra / FIVE_MINUTES) * 5
    if not minutes:
        return Reason("trip.on_the_way", {"name": stop.name})
    return Reason("trip.near", {"name": stop.name, "minutes": minutes})
