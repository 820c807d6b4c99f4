"""The end of it: a page that says what is erased, one press that means it, and the proof that nothing is left."""

import logging
from collections.abc import Mapping
from dataclasses import replace

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from connectors.errors import NotThere
from plugin.people import asking, is_own_computer, is_somebody_gone, sign_out
from plugin.web.hindrances import private
from plugin.web.room import mine, office, render, web
from plugin.web.shelf import clear_shelves
from workers.leaving import NotGone, erase_seller
from workers.store import Seller

OTHERWISE: Mapping[str, int] = {"already": 410, "signed_out": 401, "stale": 409, "stuck": 500}
"""Why nothing was erased, and how that is answered."""
FORGET = {"Clear-Site-Data": '"cache"'}  # https://www.w3.org/TR/clear-site-data/

log = logging.getLogger(__name__)


@web.get("/privacy/erase")
def ask_to_erase() -> ResponseReturnValue:
    seller = asking()
    return private(_draw(seller)) if seller else _tell(_why_nobody())


@web.post("/privacy/erase")
def erase() -> ResponseReturnValue:
    """The page says whose it was opened for: another may have come since."""
    seller = asking()
    if seller is None:
        return _tell(_why_nobody())
    if request.form.get("owner") != seller.owner:
        return _tell("stale")
    if "sure" not in request.form:
        return private(_draw(seller, unsure=True), 422)
    try:
        gone = erase_seller(replace(office(), hurried=True), seller.id, owner=seller.owner)
    except NotThere:
        return _tell("already")
    except NotGone as error:
        log.error("seller %d was not erased: rows are left in %s", seller.id, error)
        return _tell("stuck")
    return _say_goodbye(gone)


def _say_goodbye(gone: Mapping[str, int]) -> Response:
    """Nothing drawn of the seller is kept here or in the browser either."""
    sign_out()
    clear_shelves()
    facts = {"rows": sum(gone.values()), "tables": sum(map(bool, gone.values()))}
    answer = private(_page("gone", facts))
    answer.headers.update(FORGET)
    return answer


def _draw(seller: Seller, *, unsure: bool = False) -> str:
    rows, token = sum(mine().kept().values()), mine().token()
    vendor = token.provider if token else ""
    here = url_for("web.ask_to_erase")
    box, feed = mine().mailbox(), mine().feed()
    return render(
        "erase.html",
        seller=seller,
        page="erase",
        rows=rows,
        vendor=vendor,
        box=box,
        feed=feed,
        unsure=unsure,
        here=here,
    )


def _why_nobody() -> str:
    return "already" if is_own_computer() or is_somebody_gone() else "signed_out"


def _tell(state: str) -> Response:
    return private(_page(state, {}), OTHERWISE[state])


def _page(state: str, facts: Mapping[str, int]) -> str:
    return render("erased.html", seller=None, page="erased", state=state, facts=facts, here=url_for("web.privacy"))
