"""How one gets to a customer, as the templates want it: the ways with their figures, the day, what is known of the place."""

from dataclasses import dataclass, field
from datetime import tzinfo

from markupsafe import Markup

from plugin.web.daybar import day_legend, draw_day
from plugin.web.dayline import describe_day
from plugin.web.onward import Link, look_up_way
from plugin.web.timeline import Picture, Pictures, undrawn
from workers.visits.visit import DayPlan, Slot, Visit, VisitPlace
from workers.words import say
from workers.words.credits import credit
from workers.words.strangers import tame
from workers.words.ways import Way, tell_ways

MOST_SLOTS, MOST_OTHERS = 3, 4
OWN_WORD = "seller"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What is known of a place: `sure` says how, `ask` is the text to confirm, `others` are places it could be as well,
    each as it is shown; `missing` says why it is not on the map and what would help."""

    sure: str = ""
    ask: str = ""
    others: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Going:
    """All of it. `wants_start` is whether nobody has said where trips begin."""

    ways: tuple[Way, ...] = ()
    onward: Link | None = None  # where the first of them can be looked up
    start: str = ""
    day: Picture | None = None
    legend: tuple[tuple[Markup, str], ...] = ()
    slots: tuple[Picture | None, ...] = ()  # the day of each other time
    ferry: bool = False
    wants_start: bool = False
    place: Whereabouts = field(default_factory=Whereabouts)
    credits: tuple[str, ...] = ()


def tell_going(
    visit: Visit,
    *,
    language: str,
    zone: tzinfo,
    name: str,
    ident: str,
    bakery: bool = False,
    pictures: Pictures = Pictures.ALL,
) -> Going:
    """How to get to a visit to `name`; `ident` is of the account, and its pictures' are made of it. `bakery`: a real one
    is on the way. Days that are not drawn are told."""
    known = visit.place is not None and visit.place.position is not None
    day, slots = None, visit.slots[:MOST_SLOTS]
    if visit.plan:
        day = _day(visit.plan, visit, language=language, zone=zone, name=name, ident=ident, pictures=pictures)
    return Going(
        ways=tell_ways(visit.legs, language),
        onward=_onward(visit, language),
        start=_start(visit, language),
        day=day,
        legend=()
        if pictures is not Pictures.ALL
        else day_legend([plan for plan in (visit.plan, *(one.plan for one in slots)) if plan], language),
        slots=tuple(
            _slot(
                one,
                visit,
                language=language,
                zone=zone,
                name=name,
                ident=f"{ident}slot{at}" if pictures is Pictures.ALL else "",
            )
            for at, one in enumerate(slots)
        ),
        ferry=bool(visit.ferry),
        wants_start=known and not visit.legs and not visit.ferry and visit.starts is None,
        place=tell_place(visit.place, language) if visit.place else Whereabouts(),
        credits=credit([one for one in (visit.place, visit.starts) if one], visit.legs, language, bakery=bakery),
    )


def _day(
    plan: DayPlan, visit: Visit, *, language: str, zone: tzinfo, name: str, ident: str, pictures: Pictures
) -> Picture:
    there = zone_at(visit.place)
    if pictures is Pictures.NONE:
        return undrawn(describe_day(plan, language=language, zone=zone, there=there))
    return draw_day(plan, language=language, zone=zone, name=name, ident=f"{ident}day", there=there)


def zone_at(place: VisitPlace | None) -> str:
    return place.position.zone if place and place.position else ""


def tell_place(place: VisitPlace, language: str) -> Whereabouts:
    """How a place is known, and whether to ask."""
    others = tuple(dict.fromkeys(filter(None, (_other(one.town, one.region) for one in place.others))))[:MOST_OTHERS]
    if place.position is None:
        missing = say(f"page.place.unknown.{place.unknown}", language) if place.unknown else ""
        return Whereabouts(others=others, missing=missing)
    sure = say(f"page.place.how.{place.method}", language, used=tame(place.used, 80)) if place.method else ""
    if place.confidence == "rough":
        sure = f"{sure} {say('page.place.rough', language)}".strip()
    return Whereabouts(sure=sure, ask="" if place.source == OWN_WORD else tame(place.text, 200), others=others)


def _other(town: str, region: str) -> str:
    return tame(", ".join(part for part in (town, region) if part), 80)


def _onward(visit: Visit, language: str) -> Link | None:
    if not visit.legs:
        return None
    return look_up_way(visit.legs[0].mode, visit.starts, visit.place, arrive=visit.start, language=language)


def _start(visit: Visit, language: str) -> str:
    if visit.starts is None or not visit.legs:
        return ""
    return say("page.travel.counted_from", language, place=tame(visit.starts.town or visit.starts.text, 80))


def _slot(slot: Slot, visit: Visit, *, language: str, zone: tzinfo, name: str, ident: str) -> Picture | None:
    """The day of another time, its line kept short; nothing where the way is not known. Without `ident` it is not drawn."""
    if slot.plan is None:
        return None
    there = zone_at(visit.place)
    line = describe_day(slot.plan, language=language, zone=zone, there=there, short=True)
    if not ident:
        return undrawn(line)
    drawn = draw_day(slot.plan, language=language, zone=zone, name=name, ident=ident, there=there)
    return Picture(drawn.svg, line)
