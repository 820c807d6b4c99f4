"""What cards beside an event are made of: the visit that is suggested, what may be said of an account, what was pressed. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from plugin.google.here import Here
from plugin.google.widgets import Json, button, buttons, fact, link, text, text_field, with_button
from plugin.web.room import PLACE_SOURCES
from plugin.web.shown import Shown
from workers.visits.suggestion import Suggestion
from workers.words.strangers import tame

ICONS = {"train": "train", "car": "directions_car", "flight": "flight", "night": "train"}
MOST = 3  # other times, and things that stand in the way


@dataclass(frozen=True, slots=True)
class Answered:
    """What has just been pressed, in words; pressing `undo` takes it back."""

    words: str
    undo: Json | None = None


def tell_answered(answered: Answered | None, here: Here) -> Iterator[Json]:
    if answered is None:
        return
    said = fact(answered.words, icon="check")
    yield with_button(said, button(here.say("page.undo"), answered.undo)) if answered.undo else said


def visit(shown: Shown, suggestion: Suggestion, here: Here, *, title: str = "") -> Iterator[Json]:
    """When, where and how."""
    planned = suggestion.visit
    yield fact(here.span(planned.start, planned.end), icon="schedule", below=title)
    yield from _where(shown, suggestion, here)
    yield from _way(shown, here)
    yield from (text(here.speak(one.reason)) for one in planned.conflicts[:MOST])


def times(shown: Shown, suggestion: Suggestion, here: Here, *, pressed: bool) -> Iterator[Json]:
    """The other times, each with how the day would be; `pressed` where one can be looked at before it is taken."""
    slots, days = suggestion.visit.slots[:MOST], shown.journey.slots
    for at, (slot, day_of) in enumerate(zip_longest(slots, days[: len(slots)]), start=1):
        look = here.press("preview", suggestion=suggestion.id, account=shown.key, slot=str(at)) if pressed else None
        day = day_of.line if day_of else ""
        yield fact(here.span(slot.start, slot.end), icon="schedule", below=day, press=look)


def ask_place(key: str, here: Here) -> Iterator[Json]:
    yield text_field("place", here.say("pane.place"))
    yield buttons(button(here.say("pane.place_press"), here.press("say", kind="place", account=key)))


def saying(kind: str, key: str, words: str, here: Here) -> Json:
    return button(words, here.press("say", kind=kind, account=key))


def _where(shown: Shown, suggestion: Suggestion, here: Here) -> Iterator[Json]:
    place = suggestion.visit.place
    if place is None:
        yield text(here.say("card.place_about"))
        yield from ask_place(shown.key, here)
        return
    known = f"page.place.{place.source}"
    yield fact(
        tame(place.text, 200), icon="location_on", below=here.say(known) if place.source in PLACE_SOURCES else ""
    )
    if shown.journey.place.missing:
        yield text(shown.journey.place.missing)


def _way(shown: Shown, here: Here) -> Iterator[Json]:
    going = shown.journey
    for way in going.ways[:1]:
        yield fact(f"{way.said}, {way.cost}", icon=ICONS.get(way.mode, "route"), below=way.small)
    if going.onward:
        yield fact(going.onward.text, icon="route", press=link(going.onward.url))
    if going.ferry:
        yield text(here.say("page.travel.ferry"))
    if going.day:
        yield fact(going.day.line, icon="today")
    if shown.bun and shown.suggestion and shown.suggestion.visit.place:
        near, search = here.say("page.suggestion.bakery"), link(shown.bakery) if shown.bakery else None
        yield fact(shown.bun, icon="bakery_dining", below=near if search else "", press=search)
