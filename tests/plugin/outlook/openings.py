"""What is so in the office and in Outlook before Astrid opens her pane: each makes it so, and says how the pane is opened."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.plugin.outlook.in_outlook import END, EVA, START, meeting
from tests.plugin.outlook.rig import Pane
from tests.simulators.outlook.items import Mode, somebody
from tests.simulators.outlook.nested import Granted, Refused
from tests.workers.in_the_cloud import BRUKET
from tests.world import ASTRID, KARIN, NOW, SVEN
from workers.correcting import correct
from workers.relationships.corrections import Correction, CorrectionKind
from workers.store.mailboxes import MailboxState

Opening = dict[str, Any]  # what outlook() is told
Prepare = Callable[[Pane], Opening]

HELT_NYTT = "helt-nytt.example"
KARINS = {
    "organizer": {"emailAddress": {"name": KARIN.name, "address": KARIN.address}},
    "isOrganizer": False,
}


def own_meeting(pane: Pane) -> Opening:
    """The call that could be a visit, Astrid's own."""
    suggestion = pane.ready()
    return {"mode": Mode.ORGANISER, "item": meeting(suggestion.start, suggestion.end, mode=Mode.ORGANISER)}


def their_meeting(pane: Pane, **more: Any) -> Opening:
    """The same, but Karin has invited."""
    pane.outlook.box.change(coming(pane)["id"], **KARINS, **more)
    suggestion = pane.ready()
    organizer = somebody(KARIN, "organizer", "externalUser")
    item = meeting(suggestion.start, suggestion.end, organizer=organizer, requiredAttendees=[somebody(ASTRID)])
    return {"mode": Mode.ATTENDEE, "item": item}


def closed_to_proposals(pane: Pane) -> Opening:
    return their_meeting(pane, allowNewTimeProposals=False)


def coming(pane: Pane) -> dict[str, Any]:
    """The last meeting in the calendar."""
    found: dict[str, Any] = max(pane.outlook.box.events(), key=lambda one: str(one["start"]["dateTime"]))
    return found


def a_letter(pane: Pane) -> Opening:
    pane.ready()
    return {"mode": Mode.MESSAGE}


def nothing_ahead(pane: Pane) -> Opening:
    """Seven calls behind them and none to come."""
    pane.outlook.box.delete(coming(pane)["id"])
    pane.outlook.do()
    return {"mode": Mode.MESSAGE}


def said(kind: CorrectionKind, value: str = "", account: str = BRUKET) -> Prepare:
    """Astrid has said it on the page, or here."""

    def prepare(pane: Pane) -> Opening:
        opening = own_meeting(pane)
        correct(pane.office, Correction(kind, account, NOW, value), seller_id=pane.outlook.seller)
        return opening

    return prepare


def an_invitation(pane: Pane, **more: Any) -> Opening:
    """Being written, to a company nobody has met."""
    pane.ready()
    return {"mode": Mode.COMPOSE, "item": meeting(START, END, EVA, mode=Mode.COMPOSE, location="", **more)}


def an_invitation_to_a_known_place(pane: Pane) -> Opening:
    opening = an_invitation(pane)
    place = Correction(CorrectionKind.PLACE, HELT_NYTT, NOW, "Trollhättan")
    correct(pane.office, place, seller_id=pane.outlook.seller)
    return opening


def an_invitation_that_names_a_place(pane: Pane) -> Opening:
    return an_invitation(pane) | {"item": meeting(START, END, EVA, mode=Mode.COMPOSE, location="Storgatan 4, Falun")}


def a_stranger(pane: Pane) -> Opening:
    pane.ready()
    return {"item": meeting(START, END, EVA)}


def said_of_a_stranger(kind: CorrectionKind) -> Prepare:
    def prepare(pane: Pane) -> Opening:
        opening = a_stranger(pane)
        correct(pane.office, Correction(kind, HELT_NYTT, NOW), seller_id=pane.outlook.seller)
        return opening

    return prepare


def colleagues(pane: Pane) -> Opening:
    pane.ready()
    return {"item": meeting(START, END, SVEN)}


def a_pinned_pane(pane: Pane) -> Opening:
    pane.ready()
    return {"mode": Mode.PINNED}


def unanswered(pane: Pane) -> Opening:
    """The server takes its time."""
    return {**own_meeting(pane), "unanswered": "/outlook/item"}


def just_in(_pane: Pane) -> Opening:
    """The calendar has not been read yet."""
    return {}


def while_it_is_read(pane: Pane) -> Opening:
    with pane.office.store.writing() as at:
        box = at.mailboxes.find(pane.outlook.seller)
        assert box
        at.mailboxes.save(replace(box, state=MailboxState.READING, done=0.4))
    return {}


def not_ours_yet(pane: Pane) -> Opening:
    """Microsoft knows her, and we do not."""
    token = pane.entra.issue(pane.entra.user("per@nordverk.example"))
    return {"tokens": lambda _method, _wanted: Granted(token)}


def away(state: MailboxState) -> Prepare:
    def prepare(pane: Pane) -> Opening:
        opening = own_meeting(pane)
        with pane.office.store.writing() as at:
            at.mailboxes.set_state(pane.outlook.seller, state)
            at.sellers.touch(pane.outlook.seller)
        return opening

    return prepare


def no_token(pane: Pane) -> Opening:
    return {"tokens": lambda _method, _wanted: Refused("USER_INTERACTION_REQUIRED")}


def of_another_company(pane: Pane) -> Opening:
    stranger = pane.entra.issue(pane.entra.user("eva@helt-nytt.example", tid="5d1c0a4e-8b1d-4a44-9d53-0c6a7f2b9e10"))
    return {"tokens": lambda _method, _wanted: Granted(stranger)}
