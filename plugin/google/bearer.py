"""Who asks, looked at in this order: how much it is, whether it is Google, what it says, and in whose name.

https://developers.google.com/workspace/add-ons/guides/alternate-runtimes#validate_requests
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import abort, current_app, g, request

from connectors.errors import SignInNeeded, TryLater
from plugin.beside.known import Asker, asker_of, find_asker
from plugin.google.asking import Event, posted, read_event
from plugin.web.room import office
from workers.google_grants import open_porter
from workers.grants import GOOGLE
from workers.signing_in import Arrival, recognise

if TYPE_CHECKING:
    from connectors.google.addon import Porter
    from connectors.google.identity import Identity


@dataclass(frozen=True, slots=True)
class Asked:
    """`person` is None where Google has not said who it is: whoever answers then asks for the scope that tells. `granted` is
    what they have agreed to."""

    event: Event
    person: "Identity | None"
    granted: frozenset[str]


def asked_here() -> Asked:
    """What this request asks. Answers 413 and 415 to what is too much or no JSON, 401 to what is not Google's or nobody's
    token, 400 to what cannot be read, and 503 while Google's keys cannot be had."""
    body = posted()
    try:
        porter = _porter()
        porter.admit(_token())
        event = read_event(body)
        told = event.authorization
        person = porter.identify(told.user_id_token) if told and told.user_id_token else None
    except SignInNeeded:
        abort(401)
    except TryLater:
        abort(503)
    g.language = event.language
    return Asked(event, person, frozenset((told.authorized_scopes if told else None) or ()))


def asker_by(person: "Identity") -> Asker | None:
    """Whose calendar it is: somebody who has signed in at Google, or whom an admin has added by an address that is theirs.
    None for somebody nobody here knows yet."""
    asker = find_asker(GOOGLE, person.person)
    if asker is not None:
        return asker
    who = Arrival(
        provider=GOOGLE,
        directory=person.domain,
        subject=person.person,
        address=person.address,
        name=person.name,
        given=lambda kept: (kept, ()),
    )
    seller_id = recognise(office(), who, owner_of=lambda domain: domain)
    return asker_of(seller_id) if seller_id is not None else None


def _token() -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.casefold() != "bearer" or not token:
        abort(401)
    return token


def _porter() -> "Porter":
    """One for this process: it keeps Google's keys."""
    if "porter" not in current_app.extensions:
        current_app.extensions["porter"] = open_porter(office())
    return cast("Porter", current_app.extensions["porter"])
