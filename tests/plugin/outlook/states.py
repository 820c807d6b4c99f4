"""Every state of the pane, each with how Astrid comes to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.plugin.outlook.acts import (
    Act,
    back_to_it,
    broken,
    called_off,
    carried_out,
    convert,
    cut_off,
    deselect,
    forbidden,
    later,
    look_at_it,
    press,
    propose,
    say_met,
    somebody_was_first,
    throttled,
    undo,
    unfold,
    without_leave,
)
from tests.plugin.outlook.openings import (
    Prepare,
    a_letter,
    a_pinned_pane,
    a_stranger,
    an_invitation,
    an_invitation_that_names_a_place,
    an_invitation_to_a_known_place,
    away,
    closed_to_proposals,
    colleagues,
    just_in,
    no_token,
    not_ours_yet,
    nothing_ahead,
    of_another_company,
    own_meeting,
    said,
    said_of_a_stranger,
    their_meeting,
    unanswered,
    while_it_is_read,
)
from workers.relationships.corrections import CorrectionKind
from workers.store.mailboxes import MailboxState


@dataclass(frozen=True, slots=True)
class State:
    """`state` is what the pane calls it."""

    state: str
    prepare: Prepare
    act: Act = lambda _host, _pane: None


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
    "waiting": State("waiting", unanswered),
    "soon": State("reading", just_in),
    "reading": State("reading", while_it_is_read),
    "not_connected": State("not_connected", not_ours_yet),
    "gone": State("gone", away(MailboxState.GONE)),
    "unreadable": State("unreadable", away(MailboxState.UNREADABLE)),
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
    "cannot_any_more": State("cannot", own_meeting, called_off),
    "visit_asked": State("visit_asked", own_meeting, convert),
    "visit_done": State("visit_done", own_meeting, carried_out()),
    "visit_changed": State("visit_changed", own_meeting, carried_out(somebody_was_first)),
    "visit_refused": State("visit_refused", own_meeting, carried_out(forbidden)),
    "visit_proposed": State("visit_proposed", their_meeting, propose),
    "visit_undone": State("visit_undone", own_meeting, undo),
}
