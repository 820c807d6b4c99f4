"""The card beside an open event: one sentence, the picture, then the one suggestion. Pure: values in, JSON out.

https://developers.google.com/workspace/add-ons/concepts/card-interfaces
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from plugin.google.here import Here
from plugin.google.widgets import (
    Json,
    button,
    buttons,
    card,
    day_field,
    fact,
    image,
    link,
    section,
    text,
    text_field,
    with_button,
)
from plugin.web.room import PLACE_SOURCES
from plugin.web.shown import Shown
from plugin.web.visits import Row
from workers.visits.suggestion import Suggestion
from workers.words.strangers import tame

ICONS = {"train": "train", "car": "directions_car", "flight": "flight", "night": "train"}
SMALL = ("later", "not_this", "never_here")
MOST = 3  # other times, and things that stand in the way


@dataclass(frozen=True, slots=True)
class Answered:
    """What has just been pressed, in words; pressing `undo` takes it back."""

    words: str
    undo: Json | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """All that is told of one account. `open_now`: the event that is open is the one to go to; `picture` is where the
    timeline's is, empty without one."""

    shown: Shown
    visits: tuple[Row, ...]
    today: date
    convertible: bool = False
    open_now: bool = False
    picture: str = ""
    answered: Answered | None = None


def account_card(beside: Beside, here: Here) -> Json:
    shown = beside.shown
    return card(
        "account",
        shown.name,
        section(_answered(beside.answered, here)),
        section(_relation(beside)),
        section(_visits(beside, here), header=here.say("convert.page.visits")),
        *_suggested(beside, here),
        section(_corrections(beside, here), header=here.say("pane.correct"), folded=True),
    )


def stranger_card(
    name: str, key: str, standing: str, here: Here, *, answered: Answered | None = None, unread: bool = False
) -> Json:
    """A company nothing is known of, or one the seller has said something about. `unread`: the open event is only being
    read."""
    lines = section(_answered(answered, here))
    if standing in ("not_customer", "ours"):
        back = button(here.say("pane.is_customer"), here.press("say", kind="customer", account=key))
        told = [text(here.say(f"pane.is.{standing}")), *([] if answered else [buttons(back)])]
    elif standing == "customer":
        told = [text(here.say("pane.is.customer"))]
    else:
        asked = (
            _saying(one, key, here.say(f"review.answer.{one}"), here) for one in ("customer", "not_customer", "ours")
        )
        told = [text(here.say("pane.stranger")), text(here.say("pane.is_it")), buttons(*asked)]
    look = buttons(button(here.say("card.look_again"), here.press("look")))
    return card(
        "stranger", name, lines, section(told), section([text(here.say("card.unread")), look] if unread else [])
    )


def draft_card(shown: Shown, here: Here) -> Json:
    """What is written to the customer, and the way into the seller's own mail."""
    message, suggestion = shown.message, shown.suggestion
    assert message
    assert suggestion
    opened = here.press("opened", account=shown.key, suggestion=suggestion.id)
    return card(
        "draft",
        here.say("answer.go.heading", name=shown.name),
        section(
            (
                text(here.say("answer.go.about")),
                fact(", ".join(message.to) or shown.name, icon="person"),
                fact(message.subject, icon="mail"),
                text(message.body),
                buttons(
                    button(here.say("card.open_mail"), link(message.link), kind="FILLED"),
                    button(here.say("answer.go.press"), opened),
                ),
            )
        ),
    )


def _answered(answered: Answered | None, here: Here) -> Iterator[Json]:
    if answered is None:
        return
    said = fact(answered.words, icon="check")
    yield with_button(said, button(here.say("page.undo"), answered.undo)) if answered.undo else said


def _relation(beside: Beside) -> Iterator[Json]:
    shown = beside.shown
    yield text(shown.sentence)
    if beside.picture and shown.picture:
        yield image(beside.picture, alt=shown.picture.line)
    if shown.picture and shown.picture.line:
        yield text(shown.picture.line)
    if shown.waits and not beside.visits and not shown.suggestion:
        yield text(shown.waits)


def _visits(beside: Beside, here: Here) -> Iterator[Json]:
    for one in beside.visits:
        when = here.say("convert.page.visit", start=one.when[0], end=one.when[1], place=one.place)
        see = button(here.say("pane.see"), here.press("state", suggestion=one.suggestion, account=beside.shown.key))
        yield with_button(fact(when, icon="event_available", below=one.said), see)


def _suggested(beside: Beside, here: Here) -> Iterator[list[Json]]:
    shown = beside.shown
    suggestion = None if beside.visits else shown.suggestion
    if suggestion is not None:
        header = here.say("pane.this_meeting" if beside.open_now else "page.suggestion.heading")
        yield section(_visit(beside, suggestion, here), header=header)
        yield section(_times(beside, suggestion, here), header=here.say("page.suggestion.slots"), folded=True)
    reasons = [*(shown.going if suggestion else ()), *(one for one in shown.reasons if one not in shown.going)]
    if not beside.visits:
        yield section((text(one) for one in reasons), header=here.say("pane.why"), folded=True)


def _visit(beside: Beside, suggestion: Suggestion, here: Here) -> Iterator[Json]:
    """When, where and how; then the presses."""
    shown, visit = beside.shown, suggestion.visit
    title = "" if beside.open_now else tame(suggestion.title, 120)
    yield fact(here.span(visit.start, visit.end), icon="schedule", below=title)
    yield from _where(shown, suggestion, here)
    yield from _way(shown, here)
    yield from (text(here.speak(one.reason)) for one in visit.conflicts[:MOST])
    yield buttons(*_presses(beside, suggestion, here))
    small = (here.press(kind, suggestion=suggestion.id, account=shown.key) for kind in SMALL)
    said = zip(SMALL, small, strict=True)
    yield buttons(*(button(here.say(f"answer.page.{kind}"), one, kind="BORDERLESS") for kind, one in said))


def _where(shown: Shown, suggestion: Suggestion, here: Here) -> Iterator[Json]:
    place = suggestion.visit.place
    if place is None:
        yield text(here.say("pane.place_about"))
        yield from _ask_place(shown.key, here)
        return
    known = f"page.place.{place.source}"
    yield fact(
        tame(place.text, 200), icon="location_on", below=here.say(known) if place.source in PLACE_SOURCES else ""
    )
    if shown.journey.place.missing:
        yield text(shown.journey.place.missing)


def _ask_place(key: str, here: Here) -> Iterator[Json]:
    yield text_field("place", here.say("pane.place"))
    yield buttons(button(here.say("pane.place_press"), here.press("say", kind="place", account=key)))


def _way(shown: Shown, here: Here) -> Iterator[Json]:
    going = shown.journey
    for way in going.ways[:1]:
        yield fact(f"{way.said}, {way.cost}", icon=ICONS.get(way.mode, "route"), below=way.small)
    if going.ferry:
        yield text(here.say("page.travel.ferry"))
    if going.day:
        yield fact(going.day.line, icon="today")
    if shown.bun and shown.suggestion and shown.suggestion.visit.place:
        near, search = here.say("page.suggestion.bakery"), link(shown.bakery) if shown.bakery else None
        yield fact(shown.bun, icon="bakery_dining", below=near if search else "", press=search)


def _presses(beside: Beside, suggestion: Suggestion, here: Here) -> Iterator[Json]:
    about = {"suggestion": suggestion.id, "account": beside.shown.key}
    yield button(here.say("pane.ask_customer"), here.press("draft", **about), kind="FILLED")
    if beside.convertible and suggestion.visit.place:
        yield button(here.say("pane.convert"), here.press("preview", slot="0", **about))


def _times(beside: Beside, suggestion: Suggestion, here: Here) -> Iterator[Json]:
    slots, days = suggestion.visit.slots[:MOST], beside.shown.journey.slots
    for at, (slot, day_of) in enumerate(zip_longest(slots, days[: len(slots)])):
        day = day_of.line if day_of else ""
        about = {"suggestion": suggestion.id, "account": beside.shown.key, "slot": str(at + 1)}
        may = beside.convertible and suggestion.visit.place
        yield fact(here.span(slot.start, slot.end), below=day, press=here.press("preview", **about) if may else None)


def _corrections(beside: Beside, here: Here) -> Iterator[Json]:
    key = beside.shown.key
    for flag in beside.shown.reviewed.flags:
        told = fact(here.say(f"review.flag.{flag.kind}"))
        wrong = here.press("say", kind="wrong", account=key, value=flag.kind.value)
        yield with_button(told, button(here.say("page.account.wrong"), wrong))
    if beside.shown.suggestion and beside.shown.suggestion.visit.place and not beside.visits:
        yield from _ask_place(key, here)
    yield day_field("met", here.say("pane.met"), beside.today)
    yield buttons(button(here.say("pane.met_press"), here.press("say", kind="met", account=key)))
    yield buttons(_saying("not_customer", key, here.say("pane.no_customer"), here))


def _saying(kind: str, key: str, words: str, here: Here) -> Json:
    return button(words, here.press("say", kind=kind, account=key))
