"""The customer has said yes: what everybody in the meeting will get, one press, what came of it, and back again.

The same steps as on the page (plugin.web.converting), in a narrow place.
"""

from collections.abc import Callable

from flask import abort, url_for

from connectors.errors import ConnectorError, SignInNeeded
from plugin.became import may_pass, tell_trouble
from plugin.outlook.asking import Visiting, read
from plugin.outlook.bearer import my_seller
from plugin.outlook.room import outlook, render
from plugin.outlook.writing import write_letter
from plugin.web.converting import look_at, mark_of, provider_here, tell_all_became, tell_all_of
from plugin.web.hindrances import Wish, ask_leave, vendor_here
from plugin.web.room import language, mine, office
from workers.calendars import WRITABLE
from workers.carry_out import ask_to_convert, ask_to_undo
from workers.grants import VENDORS
from workers.preview import CannotConvert, Preview
from workers.store import Seller
from workers.store.decisions import Surface
from workers.store.visits import OPEN, STANDS, ToVisit
from workers.words import say


@outlook.post("/preview")
def show_preview() -> str:
    """How the meeting stands and what it would become; or, where it has been pressed, what became of it."""
    seller, asked = _writable(), read(Visiting)
    visit = mine().visit(asked.suggestion)
    if visit and visit.state in OPEN | STANDS:
        return _draw_state(seller, visit)
    return _or_say_why(seller, asked, lambda: _draw_preview(seller, look_at(seller, _wish(asked)), asked))


@outlook.post("/convert")
def convert_in_pane() -> str:
    """What was seen is done; what is another by now is shown first."""
    seller, asked = _writable(), read(Visiting)
    visit = mine().visit(asked.suggestion)
    if visit and visit.state in OPEN | STANDS:
        return _draw_state(seller, visit)
    return _or_say_why(seller, asked, lambda: _press(seller, asked))


@outlook.post("/state")
def show_state() -> str:
    """What has become of it so far."""
    seller, asked = _writable(), read(Visiting)
    return _draw_state(seller, mine().visit(asked.suggestion) or abort(404))


@outlook.post("/undo")
def undo_in_pane() -> str:
    seller, asked = _writable(), read(Visiting)
    if mine().visit(asked.suggestion) is None:
        abort(404)
    ask_to_undo(office(), seller.id, asked.suggestion, surface=Surface.PANE)
    return _draw_state(seller, mine().visit(asked.suggestion) or abort(404))


def _press(seller: Seller, asked: Visiting) -> str:
    shown = look_at(seller, _wish(asked))
    mark = mark_of(shown)
    if asked.seen != mark:
        same = asked.seen.partition(".")[0] == mark.partition(".")[0]
        return _draw_preview(seller, shown, asked, note="other_keep" if same else "changed")
    ask_to_convert(office(), seller.id, shown, surface=Surface.PANE)
    return _draw_state(seller, mine().visit(asked.suggestion) or abort(404))


def _draw_preview(seller: Seller, shown: Preview, asked: Visiting, *, note: str = "") -> str:
    told = tell_all_of(shown, seller, note)
    return render("preview.html", seller=seller, asked=asked, letter=write_letter(told["message"]), **told)


def _draw_state(seller: Seller, visit: ToVisit) -> str:
    told = tell_all_became(seller, visit, back=url_for("outlook.signed_in_window"))
    return render("visit.html", seller=seller, visit=visit, **told)


def _or_say_why(seller: Seller, asked: Visiting, show: Callable[[], str]) -> str:
    try:
        return show()
    except SignInNeeded:
        return _tell(
            seller, asked, say("convert.page.sign_in_about", language(), vendor=_vendor()), sign_in=_leave_to_write()
        )
    except (CannotConvert, ConnectorError) as error:
        return _tell(seller, asked, tell_trouble(error, language()), again=may_pass(error))


def _tell(seller: Seller, asked: Visiting, why: str, *, sign_in: str = "", again: bool = True) -> str:
    return render("cannot.html", seller=seller, asked=asked, why=why, sign_in=sign_in, again=again, vendor=_vendor())


def _vendor() -> str:
    return VENDORS[vendor_here()].name


def _leave_to_write() -> str:
    """Where, in a window of its own, the seller lets us write; it closes by itself afterwards."""
    return ask_leave("write", back=url_for("outlook.signed_in_window"))


def _wish(asked: Visiting) -> Wish:
    return Wish(asked.suggestion, asked.account, asked.slot, asked.keep)


def _writable() -> Seller:
    """Answers 404 where the calendar can only be read."""
    seller = my_seller()
    return seller if provider_here() in WRITABLE else abort(404)
