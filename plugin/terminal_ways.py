"""Ways, days and journeys in a terminal, a line each."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from plugin.sheet import Sheet
from workers.visits.journeys import tell
from workers.visits.trip import Stop, Trip
from workers.visits.visit import DayPlan, Leg, Nearby, Slot, VisitPlace
from workers.words.places import tell_place as say_place


def tell_place(sheet: Sheet, place: VisitPlace | None) -> str:
    """Where to go and how it is known, or what would help."""
    if place is None:
        return ""
    return sheet.say("place_told", place=place.text, how=say_place(place, sheet.language)).rstrip()


def tell_leg(sheet: Sheet, leg: Leg) -> str:
    """One way of going: how long, how far, what it costs and what it emits."""
    way = sheet.word(f"page.travel.way.{'night' if leg.overnight else leg.mode}", span=leg.minutes, km=leg.km)
    if leg.cost:
        cost = sheet.word("page.travel.cost", cost=leg.cost, currency=leg.currency)
    else:
        cost = sheet.word("page.travel.price_unknown")
    counted = sheet.word("page.travel.estimate" if leg.estimate else "page.travel.by", source=leg.source)
    return f"{way}; {cost}. {_carbon(sheet, leg)} {counted}"


def tell_slot(sheet: Sheet, slot: Slot) -> str:
    when = sheet.say("when", start=slot.start, end=slot.end)
    return f"{when}. {_tell_day(sheet, slot.plan)}" if slot.plan else when


def tell_near(sheet: Sheet, near: Nearby) -> str:
    return sheet.say("near_line", name=near.name, extra=near.extra)


def show_trips(sheet: Sheet, trips: Sequence[Trip], zone: ZoneInfo) -> None:
    """The journeys of the coming weeks, with everybody one could meet on each."""
    if trips:
        sheet.heading("trips")
    for trip in trips:
        sheet.line()
        for reason in tell(trip):
            sheet.line(sheet.reason(reason), indent=2)
        for stop in trip.stops:
            sheet.line(_tell_stop(sheet, stop, zone), indent=4)


def _tell_stop(sheet: Sheet, stop: Stop, zone: ZoneInfo) -> str:
    when = sheet.say("when", start=stop.start.astimezone(zone), end=stop.end.astimezone(zone))
    return sheet.say("stop", when=when, name=stop.name or stop.place.text)


def _tell_day(sheet: Sheet, plan: DayPlan) -> str:
    facts = {"leave": plan.leave, "there": plan.there, "back": plan.back}
    return sheet.say("day_nights" if plan.nights else "day", **facts)


def _carbon(sheet: Sheet, leg: Leg) -> str:
    if not leg.co2e_source:
        return sheet.word("page.travel.co2e_unknown")
    low, high = leg.co2e_kg
    key = "page.travel.co2e" if low == high else "page.travel.co2e_range"
    return sheet.word(key, low=low, high=high, source=leg.co2e_source)
