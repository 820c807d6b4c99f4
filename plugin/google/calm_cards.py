"""Cards where there is no account to tell of: the home page, and why nothing can be shown just now. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from plugin.google.here import Here
from plugin.google.widgets import Json, button, buttons, card, fact, section, text
from plugin.web.shown import Shown
from workers.visits.trip import Trip
from workers.words.strangers import tame

MOST, MOST_TRIPS = 10, 5
SIGNED_IN = "/google/signed-in"
CONNECT = f"/signin/google?back={SIGNED_IN}"


@dataclass(frozen=True, slots=True)
class AtHome:
    """What stands on the add-on's first card. `trouble` says why the calendar is not read, where it is not."""

    suggested: tuple[Shown, ...]
    trips: tuple[Trip, ...]
    read: str  # when the calendar was last read, in words


def home_card(home: AtHome, here: Here) -> Json:
    suggested = list(_suggested(home, here))
    all_of_it = button(here.say("card.open_page"), here.page("/"))
    return card(
        "home",
        here.say("page.name"),
        section(suggested, header=here.say("card.suggested")) or section([text(here.say("card.nothing"))]),
        section(_trips(home, here), header=here.say("card.trips")),
        section([fact(home.read, icon="event"), buttons(all_of_it)]),
    )


def quiet_card(key: str, here: Here, *, press: Json | None = None) -> Json:
    """One friendly line, and perhaps a press."""
    return card("quiet", here.say("page.name"), section([text(here.say(key)), *([buttons(press)] if press else [])]))


def away_card(state: str, here: Here) -> Json:
    """The calendar cannot be read: never was, or not any more."""
    widgets = [text(here.say(f"pane.away.{state}"))]
    if state in ("not_connected", "signed_out"):
        words = here.say("pane.connect" if state == "not_connected" else "pane.sign_in")
        widgets.append(buttons(button(words, here.page(CONNECT, again=True), kind="FILLED")))
    if state == "not_connected":
        widgets.append(text(here.say("pane.connect_about")))
    return card("away", here.say("page.name"), section(widgets))


def reading_card(done: float, here: Here) -> Json:
    """The calendar is being read for the first time."""
    said = here.say("page.waiting.about.reading", share=done) if done else here.say("page.waiting.about.new")
    again = button(here.say("card.look_again"), here.press("look"))
    header = here.say("page.waiting.reading" if done else "page.waiting.new")
    return card(
        "reading", here.say("page.name"), section([fact(header, icon="hourglass_top"), text(said), buttons(again)])
    )


def _suggested(home: AtHome, here: Here) -> Iterator[Json]:
    for shown in home.suggested[:MOST]:
        assert shown.suggestion is not None
        visit = shown.suggestion.visit
        town = tame(visit.place.town or visit.place.text, 80) if visit.place else ""
        yield fact(
            shown.name,
            icon="bakery_dining",
            label=here.span(visit.start, visit.end),
            below=town or shown.sentence,
            press=here.press("account", account=shown.key),
        )


def _trips(home: AtHome, here: Here) -> Iterator[Json]:
    for trip in home.trips[:MOST_TRIPS]:
        first, last = trip.days
        one_day = first == last
        when = (
            here.say("page.trips.day", start=first) if one_day else here.say("page.trips.days", start=first, end=last)
        )
        stops = here.say("page.list", names=tuple(tame(stop.name or stop.account, 40) for stop in trip.stops))
        yield fact(stops, icon="route", label=when, below=here.speak(trip.why), press=here.page("/trips"))
