"""What stands in Google Calendar's side panel before anything is pressed: the home page, or the account in the open event."""

from collections.abc import Callable
from functools import partial

import msgspec
from flask import Response, request

from plugin.beside.known import Known, know
from plugin.google.answers import asked_to_sign_in, asked_who, opened, pushed
from plugin.google.asking import Opened
from plugin.google.bearer import Asked, asked_here, asker_by
from plugin.google.calm_cards import away_card, quiet_card
from plugin.google.drawing import draw_blank, draw_event, draw_home, here_of
from plugin.google.here import Here
from plugin.google.room import Answer, answer, google
from plugin.google.widgets import Json, button
from plugin.people import hold
from plugin.web import note_fault
from plugin.web.room import language
from plugin.web.shelf import half_hour_here, take
from workers.store.mailboxes import MailboxState

ENCODING = "Content-Encoding"
PRESS = "google.press"
Draw = Callable[[Known, Here], Json]


@google.post("/home")
def show_home() -> Response:
    """The add-on is opened with no event beside it."""
    return _answer(asked_here(), "home", draw_home)


@google.post("/event")
def show_event() -> Response:
    """An event is opened beside the add-on."""
    asked = asked_here()
    event = asked.event.calendar or Opened()
    return _answer(asked, event, partial(draw_event, event=event))


@google.errorhandler(Exception)
def show_fault(error: Exception) -> Response:
    """Ours, told in our own words: what is no card Google shows as an error in its."""
    note_fault(error)
    here = here_of(None)
    card = quiet_card("pane.away.broken", here, press=button(here.say("pane.try_again"), here.press("look")))
    return answer(pushed(card) if request.endpoint == PRESS else opened(card))


def _answer(asked: Asked, what: object, draw: Draw) -> Response:
    """Drawn once for as long as nothing in it can have changed."""
    if asked.person is None:
        return answer(asked_who())
    asker = asker_by(asked.person)
    if asker is None:
        return answer(ask_to_connect())
    name = ("card", asker, half_hour_here(), language(), what)
    page = take(name, lambda: _draw(know(asker), draw))
    packed = [one for one in page.headers if one[0] == ENCODING]
    return Response(page.body, headers=packed, mimetype="application/json")


def ask_to_connect() -> Answer:
    return asked_to_sign_in(away_card("not_connected", here_of(None)))


def blank_answer(known: Known, card: Json, *, otherwise: Callable[[Json], Answer]) -> Answer:
    """Why nothing can be told; whoever has to sign in is asked to before anything else."""
    return asked_to_sign_in(card) if known.away is MailboxState.SIGNED_OUT else otherwise(card)


def _draw(known: Known | None, draw: Draw) -> str:
    return msgspec.json.encode(_answer_for(known, draw)).decode()


def _answer_for(known: Known | None, draw: Draw) -> Answer:
    if known is None:
        return ask_to_connect()
    hold(known.seller)
    here = here_of(known)
    blank = draw_blank(known, here)
    return opened(draw(known, here)) if blank is None else blank_answer(known, blank, otherwise=opened)
