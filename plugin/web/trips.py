"""The page of journeys: the coming weeks on a map, then each journey with its stops, its days and what it takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask.typing import ResponseReturnValue
from markupsafe import Markup

from plugin.web.daybar import day_legend, draw_day
from plugin.web.map import Town, draw_map, map_legend, number_stops
from plugin.web.onward import Link, look_up_way
from plugin.web.room import language, mine, office, render, speak, today_of, web, zone_of
from plugin.web.shelf import serve
from plugin.web.timeline import Picture
from plugin.web.visits import booked_visits
from plugin.web.ways import zone_at
from workers.relationships.reasons import Reason
from workers.relationships.rules import Rules
from workers.store import Seller
from workers.visits.diary import DAY, Diary
from workers.visits.trip import Trip, is_stale
from workers.visits.visit import Leg
from workers.words import say
from workers.words.credits import credit
from workers.words.strangers import tame
from workers.words.ways import Way, tell_way

MOST = 20  # journeys on the page
AROUND = 1.5  # degrees about the journeys
LARGE, MOST_TOWNS = 40_000, 40  # inhabitants of a town worth a dot, and dots

Stale = Callable[[Trip], Reason | None]
Whole = Callable[[Trip], Leg | None]


@dataclass(frozen=True, slots=True)
class ShownStop:
    number: int
    key: str  # of the account, empty for a stop that is none of ours
    name: str
    when: str
    town: str
    notes: tuple[str, ...]
    link: Link | None


@dataclass(frozen=True, slots=True)
class ShownTrip:
    ident: str
    when: str
    why: str
    stale: str
    stops: tuple[ShownStop, ...]
    days: tuple[Picture, ...]
    whole: Way


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the template says of the journeys."""

    trips: tuple[ShownTrip, ...]
    map: Picture
    map_legend: tuple[tuple[Markup, str], ...]
    day_legend: tuple[tuple[Markup, str], ...]
    credits: tuple[str, ...]


@web.get("/trips")
def trips() -> ResponseReturnValue:
    return serve(draw_page)


def draw_page() -> str:
    seller = mine().seller()
    if seller is None:
        return render("empty.html", seller=None, page="trips")
    trips = mine().trips()
    shown = show_trips(
        trips,
        zone=zone_of(seller),
        language=language(),
        today=today_of(seller),
        towns=towns_around(trips),
        stale=stale_by(seller) if trips else None,
        whole=lambda trip: trip.whole,
    )
    return render(
        "trips.html",
        seller=seller,
        page="trips",
        shown=shown,
        booked=booked_visits(seller),
    )


def towns_around(trips: Sequence[Trip]) -> tuple[Town, ...]:
    """The larger towns about the places of these journeys, to find one's bearings by."""
    gazetteer = office().roads.gazetteer
    places = [place for trip in trips for place in (trip.start, *(stop.place for stop in trip.stops)) if place]
    spots = [place.position for place in places if place.position]
    if gazetteer is None or not spots:
        return ()
    south, north = min(spot.lat for spot in spots), max(spot.lat for spot in spots)
    west, east = min(spot.lon for spot in spots), max(spot.lon for spot in spots)
    found = gazetteer.towns_within(south - AROUND, north + AROUND, west - AROUND, east + AROUND, least=LARGE)
    return tuple((town.name, town.lat, town.lon) for town in found[:MOST_TOWNS])


def stale_by(seller: Seller) -> Stale:
    """Tells why a journey no longer holds, by the calendar as it was last read and the day it is."""
    now, rules, zone = office().clock(), Rules(), zone_of(seller)
    with office().store.reading() as at:
        ahead = at.meetings.between(seller.id, now - DAY, now + rules.ahead)
    diary = Diary.of([one.meeting for one in ahead], seller.owner, domains=frozenset({seller.owner, *seller.domains}))
    return lambda trip: is_stale(trip, diary, now, zone=zone, rules=rules)


def show_trips(
    trips: Sequence[Trip],
    *,
    zone: ZoneInfo,
    language: str,
    today: date,
    towns: Sequence[Town] = (),
    stale: Stale | None = None,
    whole: Whole | None = None,
) -> Shown:
    """The journeys of today and later, the next first. `stale` tells why one no longer holds, `whole` what all of one costs
    and emits where that is known."""
    coming = sorted((one for one in trips if one.days[1] >= today), key=lambda one: (one.days, one.account))[:MOST]
    numbers = number_stops(coming)
    plans = [plan for trip in coming for plan in trip.plans]
    telling = _Telling(zone, language, stale, whole)
    return Shown(
        trips=tuple(telling.trip(nth, trip, numbers[nth]) for nth, trip in enumerate(coming)),
        map=draw_map(coming, language=language, ident="map", towns=towns),
        map_legend=map_legend(coming, language),
        day_legend=day_legend(plans, language),
        credits=_credits(coming, language),
    )


@dataclass(frozen=True, slots=True)
class _Telling:
    """What every journey on the page is told with."""

    zone: ZoneInfo
    language: str
    stale: Stale | None
    whole: Whole | None

    def say(self, key: str, **facts: object) -> str:
        return say(f"page.trips.{key}", self.language, **facts)

    def trip(self, nth: int, trip: Trip, numbers: Sequence[int]) -> ShownTrip:
        first, last = trip.days
        why_not = self.stale(trip) if self.stale else None
        whole = self.whole(trip) if self.whole else None
        return ShownTrip(
            ident=f"trip{nth}",
            when=self.say("day", start=first) if first == last else self.say("days", start=first, end=last),
            why=speak(trip.why, self.language),
            stale=speak(why_not, self.language) if why_not else "",
            stops=tuple(self.stop(trip, at, number) for at, number in enumerate(numbers)),
            days=self.days(nth, trip),
            whole=tell_way(whole or _figures(trip), self.language, round_trip=True),
        )

    def days(self, nth: int, trip: Trip) -> tuple[Picture, ...]:
        names = say("page.list", self.language, names=tuple(tame(stop.name, 40) for stop in trip.stops))
        there = zone_at(trip.stops[0].place) if trip.stops else ""
        return tuple(
            draw_day(plan, language=self.language, zone=self.zone, name=names, ident=f"trip{nth}day{at}", there=there)
            for at, plan in enumerate(trip.plans)
        )

    def stop(self, trip: Trip, at: int, number: int) -> ShownStop:
        stop = trip.stops[at]
        minutes = round(stop.extra.total_seconds() / 60)
        notes = [self.say("fixed")] if stop.fixed and not trip.account else []
        notes += [self.say("extra", extra=minutes)] if minutes > 0 else []
        start, end = stop.start.astimezone(self.zone), stop.end.astimezone(self.zone)
        before = trip.stops[at - 1].place if at else trip.start
        return ShownStop(
            number=number,
            key=stop.account,
            name=tame(stop.name or stop.account, 80),
            when=self.say("stop_time", start=start, end=end),
            town=tame(stop.place.town or stop.place.text, 80),
            notes=tuple(notes),
            link=look_up_way(trip.mode, before, stop.place, arrive=stop.start, language=self.language),
        )


def _figures(trip: Trip) -> Leg:
    """What is known of a journey by itself: neither price nor carbon."""
    return Leg(trip.mode, trip.minutes, trip.km, None, "", (0.0, 0.0))


def _credits(trips: Sequence[Trip], language: str) -> tuple[str, ...]:
    places = [place for trip in trips for place in (trip.start, *(stop.place for stop in trip.stops)) if place]
    return credit(places, [trip.whole for trip in trips if trip.whole], language, drawn=True) if trips else ()
