"""The card beside an open event: one sentence, the picture, then the one suggestion. Pure: values in, JSON out.

https://developers.google.com/workspace/add-ons/concepts/card-interfaces
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plugin.google.here import Here
from plugin.google.parts import Answered, ask_place, saying, tell_answered, times, visit
from plugin.google.widgets import Json, button, buttons, card, day_field, fact, image, link, section, text, with_button
from plugin.web.shown import Shown
from plugin.web.visits import Row
from workers.visits.suggestion import Suggestion
from workers.words.strangers import tame

SMALL = ("later", "not_this", "never_here")


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
        section(tell_answered(beside.answered, here)),
        section(_relation(beside)),
        section(_visits(beside, here), header=here.say("convert.page.visits")),
        *_suggested(beside, here),
        section(_corrections(beside, here), header=here.say("pane.correct"), folded=True),
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
        title = "" if beside.open_now else tame(suggestion.title, 120)
        told = [*visit(shown, suggestion, here, title=title), *_presses(beside, suggestion, here)]
        others = times(shown, suggestion, here, pressed=_is_to_convert(beside, suggestion))
        yield section(told, header=header)
        yield section(others, header=here.say("page.suggestion.slots"), folded=True)
    reasons = [*(shown.going if suggestion else ()), *(one for one in shown.reasons if one not in shown.going)]
    if not beside.visits:
        yield section((text(one) for one in reasons), header=here.say("pane.why"), folded=True)


def _presses(beside: Beside, suggestion: Suggestion, here: Here) -> Iterator[Json]:
    about = {"suggestion": suggestion.id, "account": beside.shown.key}
    ask = button(here.say("pane.ask_customer"), here.press("draft", **about), kind="FILLED")
    convert = button(here.say("pane.convert"), here.press("preview", slot="0", **about))
    yield buttons(ask, *([convert] if _is_to_convert(beside, suggestion) else []))
    small = ((here.say(f"answer.page.{kind}"), here.press(kind, **about)) for kind in SMALL)
    yield buttons(*(button(words, press, kind="BORDERLESS") for words, press in small))


def _is_to_convert(beside: Beside, suggestion: Suggestion) -> bool:
    return beside.convertible and suggestion.visit.place is not None


def _corrections(beside: Beside, here: Here) -> Iterator[Json]:
    key = beside.shown.key
    for flag in beside.shown.reviewed.flags:
        told = fact(here.say(f"review.flag.{flag.kind}"))
        wrong = here.press("say", kind="wrong", account=key, value=flag.kind.value)
        yield with_button(told, button(here.say("page.account.wrong"), wrong))
    if beside.shown.suggestion and beside.shown.suggestion.visit.place and not beside.visits:
        yield from ask_place(key, here)
    yield day_field("met", here.say("pane.met"), beside.today)
    yield buttons(button(here.say("pane.met_press"), here.press("say", kind="met", account=key)))
    yield buttons(saying("not_customer", key, here.say("pane.no_customer"), here))
