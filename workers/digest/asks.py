"""A meeting to take at their place, told: why, when, where, how to get there, what it costs, what to write, and the buns."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from workers.answers import AnswerKind
from workers.digest.items import Ask
from workers.digest.parts import Message, Row, Told
from workers.digest.telling import NAME, TEXT, TOWN, Telling
from workers.relationships.reasons import Reason
from workers.visits.suggestion import Suggestion
from workers.visits.visit import Draft, Slot, Visit
from workers.words.message import receivers_of, write_message
from workers.words.places import tell_place
from workers.words.strangers import tame
from workers.words.ways import Way, tell_ways

MOST_SLOTS = 3
MOST_NAMED = 3  # people on the button
IN_ROWS = ("suggestion.place.", "suggestion.travel.", "money.")
DAY_TOLD = ("suggestion.travel.day_", "suggestion.travel.nights", "suggestion.travel.timetable")
SAID_BY_THE_MEETING = "flag.first_meeting_on_screen.when"
PLACE_SOURCES = frozenset({"seller", "earlier_visit", "meeting", "crm", "phone"})
OTHERS = (AnswerKind.LATER, AnswerKind.NOT_THIS, AnswerKind.NEVER_HERE, AnswerKind.HAVE_MET)


def tell_ask(ask: Ask, telling: Telling) -> Told:
    one, suggestion = ask.reviewed, ask.suggestion
    shown = telling.shown(one, reasons=[*tell_reasons(ask, telling)])
    return Told(
        heading=shown.name,
        url=shown.url,
        shown=(shown,),
        thought=tell_thought(suggestion, telling),
        rows=tuple(_rows(suggestion, telling)),
        message=_message(suggestion.draft, telling),
        choices=(telling.button(AnswerKind.GO, suggestion.id, people=whom(suggestion.draft, shown.name)),),
        others=tuple(telling.button(kind, suggestion.id) for kind in OTHERS),
    )


def whom(draft: Draft, name: str) -> tuple[str, ...]:
    """Whom one writes to, by first names where everybody has one, else the account."""
    first = draft.reason.facts.get("first") or ()
    named = [tame(str(one), TOWN) for one in first]  # type: ignore[union-attr]
    return tuple(named) if 0 < len(named) <= MOST_NAMED and len(named) == len(draft.to) else (name,)


def tell_thought(suggestion: Suggestion, telling: Telling) -> str:
    """What we think of, in one sentence: this meeting as it stands, or at a better time."""
    visit, when = suggestion.visit, suggestion.visit.start.astimezone(telling.zone)
    if visit.fits:
        return telling.say("letter.ask.fits", when=when)
    best = telling.slot(suggestion)
    if best.start == visit.start:
        return telling.say("letter.ask.hard", when=when)
    return telling.say("letter.ask.other", when=when, best=best.start.astimezone(telling.zone))


def tell_reasons(ask: Ask, telling: Telling) -> Iterator[str]:
    """Why to go, but for what stands in the rows."""
    flags = [reason for flag in ask.reviewed.flags for reason in flag.reasons if reason.key != SAID_BY_THE_MEETING]
    going = [reason for reason in ask.suggestion.reasons if not reason.key.startswith(IN_ROWS)]
    yield from (telling.speak(one) for one in (*flags, *ask.reviewed.never_met, *going))


def _rows(suggestion: Suggestion, telling: Telling) -> Iterator[Row]:
    visit = suggestion.visit
    yield from _when(suggestion, telling)
    yield _where(visit, telling)
    yield from tell_way(suggestion, telling)
    if slots := [slot for slot in visit.slots if slot.start != visit.start][:MOST_SLOTS]:
        yield Row(telling.say("cli.slots"), tuple(tell_slot(slot, telling) for slot in slots))
    if suggestion.nearby:
        near = (telling.say("cli.near_line", name=tame(one.name, NAME), extra=one.extra) for one in suggestion.nearby)
        yield Row(telling.say("page.suggestion.nearby"), tuple(near))
    if money := [telling.speak(one) for one in suggestion.reasons if one.key.startswith("money.")]:
        yield Row(telling.say("letter.ask.money"), (" ".join(money),))
    yield Row(telling.say("page.suggestion.bun"), (telling.speak(suggestion.bun.reason),))


def _when(suggestion: Suggestion, telling: Telling) -> Iterator[Row]:
    """The meeting's own time, and whether it fits."""
    visit = suggestion.visit
    title = (tame(suggestion.title, TEXT),) if suggestion.title else ()
    yield Row(telling.say("page.suggestion.when"), (tell_time(visit.start, visit.end, telling),), title)
    yield Row(telling.say("page.suggestion.fits_label"), (tell_fit(visit, telling),))


def tell_fit(visit: Visit, telling: Telling) -> str:
    """Whether the meeting's own time fits, and what stands in the way."""
    hinders = tuple(telling.speak(one.reason) for one in visit.conflicts)
    word = "conflicts" if not visit.fits else "fits_but" if hinders else "fits"
    return " ".join((telling.say(f"page.suggestion.{word}"), *hinders))


def _where(visit: Visit, telling: Telling) -> Row:
    label, place = telling.say("page.suggestion.where"), visit.place
    if place is None:
        return Row(label, (telling.say("page.suggestion.place_unknown"),))
    source = telling.say(f"page.place.{place.source}") if place.source in PLACE_SOURCES else ""
    known = f"{source[:1].upper()}{source[1:]}. " if source else ""
    return Row(label, (tame(place.text, TEXT),), (f"{known}{tame(tell_place(place, telling.language), 400)}".strip(),))


def tell_way(suggestion: Suggestion, telling: Telling) -> Iterator[Row]:
    """The sensible way with its day, then the others, fainter."""
    visit = suggestion.visit
    ways = tell_ways(visit.legs, telling.language)
    day = [telling.speak(one) for one in suggestion.reasons if one.key.startswith(DAY_TOLD)]
    start = visit.starts and visit.legs and tame(visit.starts.town or visit.starts.text, TOWN)
    counted = (telling.say("page.travel.counted_from", place=start),) if start else ()
    lines = [_line(way) for way in ways[:1]] + [" ".join(day)] * bool(day)
    if visit.ferry:
        lines.append(telling.say("page.travel.ferry"))
    elif not ways and visit.place and visit.place.position:
        missing = "suggestion.travel.no_way" if visit.starts else "suggestion.travel.no_start"
        lines.append(telling.speak(Reason(missing)))
    if lines:
        small = [" ".join((*(way.small for way in ways[:1]), *counted))]
        small += [f"{_line(way)} {way.small}" for way in ways[1:]]
        yield Row(telling.say("page.suggestion.travel"), tuple(lines), tuple(filter(None, small)))


def _line(way: Way) -> str:
    return f"{way.said}, {way.cost}."


def tell_slot(slot: Slot, telling: Telling) -> str:
    when = tell_time(slot.start, slot.end, telling)
    if slot.plan is None:
        return when
    key = "letter.ask.day_nights" if slot.plan.nights else "letter.ask.day"
    moments = {name: getattr(slot.plan, name).astimezone(telling.zone) for name in ("leave", "there", "back")}
    return f"{when}. {telling.say(key, **moments)}"


def tell_time(start: datetime, end: datetime, telling: Telling) -> str:
    zone = telling.zone
    return telling.say("letter.ask.time", start=start.astimezone(zone), end=end.astimezone(zone))


def _message(draft: Draft, telling: Telling) -> Message:
    written = write_message(draft)
    people = receivers_of(draft)
    rows = [Row(telling.say("letter.ask.draft_subject"), (written.subject,))]
    if people:
        rows.insert(0, Row(telling.say("page.suggestion.draft_to"), (", ".join(people),)))
    body: Sequence[str] = [one for one in written.body.split("\n\n") if one.strip()]
    return Message(telling.say("letter.ask.draft"), tuple(rows), tuple(body), draft.language)
