"""What the pane is told in JSON, where what it is told is no piece of a page."""

import msgspec
from flask import Response


class Answer(msgspec.Struct, frozen=True):
    """A body of ours, in JSON."""


class Nudge(Answer, frozen=True):
    """One line for Outlook's own information bar, and what the link in it is called."""

    message: str
    action: str


class Token(Answer, frozen=True):
    """What a pane shows with each request from now on, and for how many seconds."""

    token: str
    seconds: int


def answer(told: Answer) -> Response:
    return Response(msgspec.json.encode(told), mimetype="application/json")
