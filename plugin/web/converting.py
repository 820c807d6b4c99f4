"""The customer has said yes: what everybody in the meeting will get is shown, one press does it, and what became of it is told.

This is where a request asks a vendor, and nobody is kept waiting for it long: see `Office.hurried`.
"""

from dataclasses import replace
from hashlib import blake2b
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from plugin.became import tell_state
from plugin.previewed import tell_mailed, tell_online, tell_preview
from plugin.web.hindrances import CONFLICT, Wish, ask_leave, or_say_why, private, vendor_here
from plugin.web.room import language, mine, office, render, web, zone_of
from workers.calendars import WRITABLE
from workers.carry_out import CARRY_OUT, ask_to_convert, ask_to_undo
from workers.grants import VENDORS
from workers.matters import find_suggestion
from workers.preview import CannotConvert, Preview, preview
from workers.store import Seller
from workers.store.decisions import Surface
from workers.store.visits import OPEN, STANDS, ToVisit, VisitState
from workers.visits.suggestion import Suggestion
from workers.words import knows, say
from workers.words.message import write_message
from workers.words.strangers import tame

LOOKED_AT_AGAIN = frozenset({VisitState.CHANGED, VisitState.REFUSED, VisitState.UNDONE, VisitState.PROPOSED})


@web.get("/convert/<suggestion>")
def convert(suggestion: str) -> ResponseReturnValue:
    """How the meeting stands and what it would become; or with what has been pressed, what became of it."""
    seller, visit = _writable_seller(), mine().visit(suggestion)
    if visit and (visit.state in OPEN | STANDS or "slot" not in request.args):
        return private(_draw_state(seller, visit))
    wish = _read_wish(suggestion, visit)
    return or_say_why(lambda: private(_draw_preview(seller, look_at(seller, wish), wish)), wish)


@web.post("/convert/<suggestion>")
def convert_now(suggestion: str) -> ResponseReturnValue:
    """What was seen is done; what is another by now is shown first."""
    seller, visit = _writable_seller(), mine().visit(suggestion)
    if visit and visit.state in OPEN | STANDS:
        return _to_state(suggestion)
    wish, seen = _read_wish(suggestion, visit), request.form.get("seen", "")
    return or_say_why(lambda: _press(seller, wish, seen), wish)


@web.post("/convert/<suggestion>/undo")
def undo_visit(suggestion: str) -> ResponseReturnValue:
    seller = _writable_seller()
    if mine().visit(suggestion) is None:
        abort(404)
    ask_to_undo(office(), seller.id, suggestion, surface=Surface.PAGE)
    return _to_state(suggestion)


def _press(seller: Seller, wish: Wish, seen: str) -> ResponseReturnValue:
    shown = look_at(seller, wish)
    mark = mark_of(shown)
    if seen != mark:
        note = "other_keep" if seen.partition(".")[0] == mark.partition(".")[0] else "changed"
        return private(_draw_preview(seller, shown, wish, note=note), CONFLICT)
    ask_to_convert(office(), seller.id, shown, surface=Surface.PAGE)
    return _to_state(wish.suggestion)


def mark_of(shown: Preview) -> str:
    """Stands for all that was seen: the meeting's own version, then what it would become."""
    draft = shown.draft
    parts = (shown.way, draft.start.isoformat(), draft.end.isoformat(), draft.place.text, draft.text, draft.keep_online)
    return f"{_hash(shown.standing.version)}.{_hash(*map(str, parts))}"


def _hash(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()


def look_at(seller: Seller, wish: Wish) -> Preview:
    """How the meeting stands and what it would become, asked of the vendor. Raises CannotConvert, and what the connector does."""
    found = find_wished(seller, wish)
    if found is None:
        raise CannotConvert("unknown")
    hurried = replace(office(), hurried=True)
    return preview(hurried, seller.id, found, slot=wish.slot, keep_online=wish.keep_online)


def find_wished(seller: Seller, wish: Wish) -> Suggestion | None:
    now = office().clock().astimezone(zone_of(seller))
    with office().store.reading() as at:
        return find_suggestion(at, seller, wish.suggestion, now=now, account=wish.account)


def tell_all_of(shown: Preview, seller: Seller, note: str) -> dict[str, Any]:
    """A preview in words, as the templates want it; `note` says why it is shown once more."""
    told = tell_preview(shown, language(), zone=zone_of(seller), provider=provider_here())
    return {
        "told": told,
        "online": tell_online(told.online, told.room, language()),
        "mailed": tell_mailed(told, language()),
        "can_leave": shown.standing.can_leave_screen and shown.standing.meeting.online is not None,
        "message": write_message(shown.suggestion.draft),
        "seen": mark_of(shown),
        "key": shown.suggestion.account,
        "note": note or ("moved" if shown.moved else ""),
    }


def _draw_preview(seller: Seller, shown: Preview, wish: Wish, *, note: str = "") -> str:
    told = tell_all_of(shown, seller, note)
    return render("convert.html", seller=seller, page="convert", wish=wish, here=wish.address, **told)


def _draw_state(seller: Seller, visit: ToVisit) -> str:
    back = Wish(visit.suggestion, visit.account).address
    told = tell_all_became(seller, visit, back=back)
    return render("converted.html", seller=seller, page="convert", visit=visit, key=visit.account, **told)


def tell_all_became(seller: Seller, visit: ToVisit, *, back: str) -> dict[str, Any]:
    """What has become of a conversion in words, as the templates want it; `back` is where whoever lets us write comes to."""
    wish = Wish(visit.suggestion, visit.account)
    return {
        "heading": say(f"convert.page.heading_{visit.state}", language()),
        "said": tell_visit(seller, visit),
        "working": visit.state in OPEN,
        "undoable": visit.state in STANDS,
        "again": visit.state in LOOKED_AT_AGAIN and find_wished(seller, wish) is not None,
        "sign_in": ask_leave("write", back=back) if visit.why == "sign_in" else "",
        "vendor": VENDORS[vendor_here()].name,
    }


def tell_visit(seller: Seller, visit: ToVisit) -> list[str]:
    """What the heading does not say yet."""
    if visit.state in OPEN:
        with office().store.reading() as at:
            row = at.due.find(CARRY_OUT, seller.id)
        return [say("convert.told.waiting" if row and row.why else "convert.page.about_asked", language())]
    first, *more = tell_state(visit, language())
    about = f"convert.page.about_{visit.state}"
    if not knows(about, language()):
        return [first, *more]
    start, end = (one.astimezone(zone_of(seller)) for one in (visit.start, visit.end))
    return [say(about, language(), start=start, end=end, place=tame(visit.place.text, 200)), *more]


def _read_wish(suggestion: str, visit: ToVisit | None) -> Wish:
    slot = request.values.get("slot", "0")
    if not slot.isascii() or not slot.isdecimal() or len(slot) > 2:
        abort(400)
    keep = request.values.getlist("keep")[-1:] != ["no"]
    return Wish(suggestion, request.values.get("account", "") or (visit.account if visit else ""), int(slot), keep)


def _to_state(suggestion: str) -> ResponseReturnValue:
    return redirect(url_for("web.convert", suggestion=suggestion), 303)


def _writable_seller() -> Seller:
    """Answers 404 where the calendar is a file or can only be read."""
    seller = mine().seller()
    if seller is None or provider_here() not in WRITABLE:
        abort(404)
    return seller


def provider_here() -> str:
    box = mine().mailbox()
    return box.provider if box else ""
