"""What a letter is called in the list of mails: the first thing it says, short enough to be read there."""

from datetime import datetime

from workers.digest.items import Along, Ask, Digest, Item, LookBack, best_slot, town_of
from workers.digest.telling import NAME, TOWN, Telling
from workers.visits.visit import Leg, VisitPlace
from workers.words import knows
from workers.words.drafts import say_in
from workers.words.strangers import tame

THIS_WEEK = 6  # days in which a weekday's name is enough
HOUR = 60  # minutes
STEPS = ((HOUR, 5), (2 * HOUR, 15))  # how near a length is told, up to so many minutes; then in whole hours


def write_subject(digest: Digest, telling: Telling) -> str:
    if digest.asks_to_go_on or not digest.items:
        return telling.say("letter.subject.go_on")
    return call(digest.items[0], telling)


def call(item: Item, telling: Telling) -> str:
    """One item in a line."""
    match item:
        case Ask():
            return _ask(item, telling)
        case Along():
            return _along(item, telling)
        case LookBack():
            return telling.say("letter.subject.back", name=tame(item.name or item.suggestion.account, NAME))


def _ask(ask: Ask, telling: Telling) -> str:
    visit, account = ask.suggestion.visit, ask.reviewed.relationship.account
    start = best_slot(ask.suggestion, telling.zone).start
    facts = {"day": _day(start, telling), "name": tame(account.name or account.key, NAME)}
    where, way = _where(visit.place, telling), _way(visit.legs[0], telling) if visit.legs else ""
    if where and way:
        return telling.say("letter.subject.ask_way", **facts, where=where, way=way)
    return telling.say("letter.subject.ask_where" if where else "letter.subject.ask", **facts, where=where)


def _along(along: Along, telling: Telling) -> str:
    names = tuple(tame(stop.name or stop.account, NAME) for stop in along.stops[:2])
    town = tame(town_of(along.trip), TOWN)
    key = "letter.subject.along" if town else "letter.subject.along_nowhere"
    day = _day(along.stops[0].start, telling)
    return telling.say(key, day=day, names=names, where=say_in(town, telling.language))


def _day(moment: datetime, telling: Telling) -> str:
    when = moment.astimezone(telling.zone)
    near = (when.date() - telling.today).days <= THIS_WEEK
    return telling.say("letter.subject.weekday" if near else "letter.subject.day", when=when)


def _where(place: VisitPlace | None, telling: Telling) -> str:
    town = tame(place.town, TOWN) if place else ""
    return say_in(town, telling.language) if town else ""


def _way(leg: Leg, telling: Telling) -> str:
    """The journey as people say it: the middle of its range, rounded."""
    mode = "night" if leg.overnight else leg.mode
    if not knows(f"letter.way.{mode}", "en"):
        return ""
    low, high = leg.minutes
    way = telling.say(f"letter.way.{mode}", length=roughly((low + high) / 2))
    return way if low == high else telling.say("letter.way.about", way=way)


def roughly(minutes: float) -> int:
    step = next((step for most, step in STEPS if minutes <= most), HOUR)
    return max(step, round(minutes / step) * step)
