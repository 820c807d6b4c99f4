"""Every state of the pane, each with how Astrid comes to it: what is so in the office and in Outlook before she opens the
pane, and what she does in it then.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from playwright.sync_api import Frame

from tests.plugin.outlook.in_outlook import END, EVA, START, meeting, shown
from tests.plugin.outlook.rig import Pane
from tests.simulators.microsoft import troubles
from tests.simulators.outlook.host import Host
from tests.simulators.outlook.items import Mode, somebody
from tests.simulators.outlook.nested import Granted, Refused
from tests.workers.in_the_cloud import BRUKET
from tests.world import ASTRID, KARIN, NOW, SVEN
from workers.carry_out import CARRY_OUT
from workers.correcting import correct
from workers.jobs import carry_out
from workers.relationships.corrections import Correction, CorrectionKind
from workers.store.mailboxes import MailboxState

Opening = dict[str, Any]  # what outlook() is told
Prepare = Callable[[Pane], Opening]
Act = Callable[[Host, Pane], object]

HELT_NYTT = "helt-nytt.example"
KARINS = {
    "organizer": {"emailAddress": {"name": KARIN.name, "address": KARIN.address}},
    "isOrganizer": False,
}


@dataclass(frozen=True, slots=True)
class State:
    """`state` is what the pane calls it."""

    state: str
    prepare: Prepare
    act: Act = lambda _host, _pane: None


# --- before the pane is opened -----------------------------------------------------------------------------------------


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


# --- in the pane -------------------------------------------------------------------------------------------------------


def press(name: str) -> Act:
    """The button of this name, the first where there are several."""
    return lambda host, _pane: host.pane.get_by_role("button", name=name, exact=True).first.click()


def unfold(host: Host, _pane: Pane) -> None:
    host.pane.locator("details").first.wait_for()
    host.pane.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def later(host: Host, pane: Pane) -> None:
    press("Senare")(host, pane)
    shown(host, "flagged")


def deselect(host: Host, _pane: Pane) -> None:
    shown(host, "suggested")
    host.switch(None)


def look_at_it(host: Host, _pane: Pane) -> Frame:
    host.pane.locator("form[data-post=preview] button").first.click()
    return shown(host, "preview")


def convert(host: Host, pane: Pane) -> None:
    look_at_it(host, pane).get_by_role("button", name="Gör mötet till ett besök").click()
    shown(host, "visit_asked")


def carried_out(before: Act = lambda _host, _pane: None) -> Act:
    """Pressed, and a worker has done it, after something else has happened."""

    def act(host: Host, pane: Pane) -> None:
        convert(host, pane)
        before(host, pane)
        carry_out(pane.office, CARRY_OUT, pane.outlook.seller)
        look_what_became_of_it(host, pane)

    return act


def look_what_became_of_it(host: Host, pane: Pane) -> None:
    """The pane looks by itself too, every other second."""
    press("Tillbaka")(host, pane)
    press("Visa")(host, pane)


def somebody_was_first(_host: Host, pane: Pane) -> None:
    pane.outlook.box.change(coming(pane)["id"], subject="Nu om något annat")


def forbidden(_host: Host, pane: Pane) -> None:
    pane.outlook.rig.simulated.next(troubles.denied(), method="PATCH")


def propose(host: Host, pane: Pane) -> None:
    look_at_it(host, pane).get_by_role("button", name="Skicka förslaget").click()
    shown(host, "visit_asked")
    carry_out(pane.office, CARRY_OUT, pane.outlook.seller)
    look_what_became_of_it(host, pane)


def undo(host: Host, pane: Pane) -> None:
    carried_out()(host, pane)
    shown(host, "visit_done").get_by_role("button", name="Ångra").click()
    shown(host, "visit_undoing")
    carry_out(pane.office, CARRY_OUT, pane.outlook.seller)


def back_to_it(host: Host, pane: Pane) -> None:
    carried_out()(host, pane)
    shown(host, "visit_done").get_by_role("button", name="Tillbaka").click()


def without_leave(host: Host, pane: Pane) -> None:
    """Microsoft wants a new yes before anything is written."""
    pane.outlook.rig.simulated.next(*[troubles.unauthorized()] * 4, method="GET")
    press("Gör om till besök")(host, pane)


def throttled(host: Host, pane: Pane) -> None:
    pane.outlook.rig.simulated.next(*[troubles.throttled("600")] * 4, method="GET")
    press("Gör om till besök")(host, pane)


def cut_off(host: Host, pane: Pane) -> None:
    host.page.route("**/outlook/decide", lambda route: route.abort())
    press("Senare")(host, pane)


def broken(host: Host, pane: Pane) -> None:
    host.page.route("**/outlook/decide", lambda route: route.fulfill(status=500, body="Internal Server Error"))
    press("Senare")(host, pane)


def say_met(day: str) -> Act:
    def act(host: Host, pane: Pane) -> None:
        unfold(host, pane)
        host.pane.get_by_label("Ni har setts. När?").fill(day)
        host.pane.locator("form:has(#met) button").click()

    return act


STATES: Mapping[str, State] = {
    "suggested": State("suggested", own_meeting),
    "unfolded": State("suggested", own_meeting, unfold),
    "theirs": State("suggested", their_meeting),
    "letter": State("suggested", a_letter),
    "first": State("first", an_invitation),
    "first_placed": State("first", an_invitation_to_a_known_place, unfold),
    "first_there": State("quiet", an_invitation_that_names_a_place),
    "healthy": State("healthy", said(CorrectionKind.MET, "2026-10-14")),
    "flagged": State("flagged", nothing_ahead),
    "later": State("flagged", own_meeting, later),
    "met": State("healthy", own_meeting, say_met("2026-10-14")),
    "booked": State("booked", own_meeting, back_to_it),
    "stranger": State("stranger", a_stranger),
    "customer": State("no_customer", said_of_a_stranger(CorrectionKind.CUSTOMER)),
    "no_customer": State("no_customer", said_of_a_stranger(CorrectionKind.NOT_CUSTOMER)),
    "no_customer_any_more": State("no_customer", said(CorrectionKind.NOT_CUSTOMER)),
    "not_customer": State("no_customer", a_stranger, press("Inte kund")),
    "nobody": State("nobody", colleagues),
    "nothing": State("nothing", a_pinned_pane, deselect),
    "soon": State("reading", just_in),
    "reading": State("reading", while_it_is_read),
    "not_connected": State("not_connected", not_ours_yet),
    "signed_out": State("signed_out", away(MailboxState.SIGNED_OUT)),
    "denied": State("denied", away(MailboxState.DENIED)),
    "sign_in": State("sign_in", no_token),
    "closed_company": State("closed_company", of_another_company),
    "offline": State("offline", own_meeting, cut_off),
    "broken": State("broken", own_meeting, broken),
    "preview": State("preview", own_meeting, look_at_it),
    "preview_theirs": State("preview", their_meeting, look_at_it),
    "preview_write": State("preview", closed_to_proposals, look_at_it),
    "leave": State("leave", own_meeting, without_leave),
    "cannot": State("cannot", own_meeting, throttled),
    "visit_asked": State("visit_asked", own_meeting, convert),
    "visit_done": State("visit_done", own_meeting, carried_out()),
    "visit_changed": State("visit_changed", own_meeting, carried_out(somebody_was_first)),
    "visit_refused": State("visit_refused", own_meeting, carried_out(forbidden)),
    "visit_proposed": State("visit_proposed", their_meeting, propose),
    "visit_undone": State("visit_undone", own_meeting, undo),
}
