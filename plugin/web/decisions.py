"""What is pressed about a suggestion on its account's page: later, not this one, never here; and taken back.

With htmx the page comes back changed; without it the browser is sent to it.
"""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from plugin.web.decided import LISTED, OFFERED, tell_decided
from plugin.web.pages import draw_account
from plugin.web.room import is_fragment, mine, office, web
from workers.decide import Outcome, decide, look_up, take_back
from workers.store.decisions import DecisionKind, Surface


@web.post("/decisions")
def decide_here() -> ResponseReturnValue:
    undo, seller = "undo" in request.form, mine().seller()
    kind, account, suggestion = _read_kind(undo), request.form.get("account", ""), request.form.get("suggestion", "")
    matter = look_up(office(), seller.id, suggestion, account=account) if seller else None
    if seller is None or matter is None:
        abort(404)
    if undo:
        take_back(office(), seller.id, suggestion, kind, account=account)
    elif decide(office(), seller.id, suggestion, kind, surface=Surface.PAGE, account=account) is Outcome.UNKNOWN:
        abort(404)
    if not is_fragment():
        return redirect(url_for("web.account", key=matter.account), 303)
    return draw_account(matter.account, answered=tell_decided(kind, matter, seller), undone=undo)


def _read_kind(undo: bool) -> DecisionKind:
    """What is pressed, or taken back. Answers 400 to what the page has no button for."""
    written = request.form.get("undo" if undo else "kind", "")
    if written not in LISTED.union(OFFERED) or not (undo or written in OFFERED):
        abort(400)
    return DecisionKind(written)
