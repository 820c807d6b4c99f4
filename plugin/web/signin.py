"""Signing in by a link that an admin hands out: `kanelbulle mailbox link`. GET shows a button, the press signs in."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from plugin.people import is_own_computer, sign_in, sign_out
from plugin.web.room import office, render, web
from workers.links import Purpose, read_signed
from workers.store import Seller


@web.route("/signin/link/<token>", methods=["GET", "POST"])
def signin_link(token: str) -> ResponseReturnValue:
    if is_own_computer():
        abort(404)
    seller = _meant(token)
    if seller is None:
        return render("signin_old.html", seller=None, page="signin"), 410
    if request.method == "GET":
        return render("signin.html", seller=None, page="signin", owner=seller.owner)
    sign_in(seller)
    return redirect(url_for("web.home"), 303)


@web.post("/signin/out")
def signout() -> ResponseReturnValue:
    sign_out()
    return redirect(url_for("web.home"), 303)


def _meant(token: str) -> Seller | None:
    facts = read_signed(Purpose.SIGN_IN, token, office().settings.secret_keys)
    if not facts or len(facts) != 2 or not isinstance(facts[0], int):
        return None
    seller = office().store.of(facts[0]).seller()
    return seller if seller and seller.owner == facts[1] else None
