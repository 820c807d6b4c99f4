"""What the pane sends: which item is open in Outlook, and what is pressed. Read strictly, bounded, believed in nothing.

Of an item Office.js tells who is in it and when: https://learn.microsoft.com/javascript/api/outlook. Its id is of another
kind than the one a calendar is kept under, and a new invitation has none: people and time are what it is found by.
"""

from datetime import datetime
from typing import Annotated, Literal, TypeVar

import msgspec
from flask import abort, request
from msgspec import Meta

Line = Annotated[str, Meta(max_length=20_000)]  # somebody wrote it; it is cut off where it is read
Name = Annotated[str, Meta(max_length=400)]
Key = Annotated[str, Meta(min_length=1, max_length=400)]
Moment = Annotated[
    datetime,
    Meta(
        description="As in RFC 3339, without leap seconds. Without an offset it is UTC's.",
        extra_json_schema={"format": "date-time"},  # msgspec does not tell of it where the offset may be missing
    ),
]
T = TypeVar("T", bound="Asked")


class Asked(msgspec.Struct, frozen=True):
    """A body of ours, in JSON."""


class Somebody(Asked, frozen=True):
    address: Line = ""
    name: Line = ""


class Item(Asked, frozen=True):
    """What is open in Outlook. `compose`: it is being written, or is the seller's own meeting, opened."""

    kind: Literal["appointment", "message", "none"] = "none"
    compose: bool = False
    start: Moment | None = None
    end: Moment | None = None
    organizer: Somebody | None = None
    people: Annotated[tuple[Somebody, ...], Meta(max_length=1_000)] = ()
    subject: Line = ""
    place: Line = ""


class Decided(Asked, frozen=True):
    """What is answered to a suggestion, or with `undo` is answered no longer."""

    item: Item
    kind: Literal["later", "not_this", "never_here"]
    suggestion: Name
    account: Name = ""
    undo: bool = False


class Opened(Asked, frozen=True):
    """A suggestion whose draft the seller has opened."""

    item: Item
    suggestion: Name
    account: Name = ""


class Said(Asked, frozen=True):
    """What the seller says of an account, or with `undo` says no longer. `value` is the day people met, the place it sits
    at, or the flag that is wrong."""

    item: Item
    kind: Literal["customer", "not_customer", "ours", "met", "wrong", "place"]
    account: Key
    value: Line = ""
    undo: bool = False


class Visiting(Asked, frozen=True):
    """A suggestion that is to be a visit: at which of its times, and whether the room on screen stays. `seen` stands for
    what was shown before the press."""

    item: Item
    suggestion: Name
    account: Name = ""
    slot: Annotated[int, Meta(ge=0, le=99, description="Without a decimal point.")] = 0
    keep: bool = True
    seen: Name = ""


class Code(Asked, frozen=True):
    """What the window gave in which somebody signed in, and the word only the pane that opened it knows."""

    code: Line
    verifier: Name


def read(kind: type[T]) -> T:
    """What this request asks. Answers 415 or 400 to what is none."""
    if request.mimetype != "application/json":
        abort(415)
    try:
        return msgspec.json.decode(request.get_data(cache=False), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        abort(400)
