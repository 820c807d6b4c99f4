"""One press of the seller's, read from a form and checked: what is said, of which account or meeting, or taken back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import abort

from plugin.web.idents import ident_of
from plugin.web.meetings import WAYS, row_of, words_for
from plugin.web.room import book_of, mine, today_of
from workers.relationships.addresses import LONGEST as LONGEST_ADDRESS
from workers.relationships.addresses import account_key, registrable
from workers.relationships.corrections import OF_MEETINGS, CorrectionKind, read_met
from workers.relationships.flags import FlagKind
from workers.store import Seller
from workers.words.strangers import tame

KINDS = frozenset(CorrectionKind) - {CorrectionKind.MODALITY_ONCE}  # said and taken back by its meeting
LONGEST_PLACE = 200
LONGEST_BAKERY = 80
MOST_ACCOUNTS = 5000  # looked through for a name


class Misunderstood(Exception):
    """The value makes no sense; the text is the word that says so."""


@dataclass(frozen=True, slots=True)
class Press:
    """`account` is whom it is about, `page` the account whose page was pressed on, `meeting` names one as `Row` does or
    `Told`."""

    kind: CorrectionKind
    account: str
    value: str
    uid: str
    meeting: str
    undo: bool
    back: str
    page: str

    @property
    def may_be_gone(self) -> bool:
        """Whether it can be said of an account that has left the pages: not that it belongs to another, for it may."""
        return self.undo or self.kind is not CorrectionKind.ALIAS

    @property
    def row(self) -> str | None:
        """Where on the page it was pressed, when that was at a meeting."""
        return self.meeting if self.meeting.startswith("m") else None


def read_press(form: Mapping[str, str]) -> Press:
    undo, kind, value = form.get("undo", ""), form.get("kind", ""), form.get("value", "").strip()
    meeting = ""
    if "meeting" in form:
        value, _, meeting = form["meeting"].partition(":")
        kind, undo = CorrectionKind.MODALITY, CorrectionKind.MODALITY if value == "undo" else ""
        if not undo and value not in WAYS:
            abort(400)
    said = undo or kind
    if said not in KINDS or (said == CorrectionKind.MODALITY) != bool(meeting):
        abort(400)
    return Press(
        kind=CorrectionKind(said),
        account=form.get("account", ""),
        value=value,
        uid=value if kind == CorrectionKind.WRONG and not undo else form.get("uid", ""),  # one word for each flag
        meeting=meeting,
        undo=bool(undo),
        back=form.get("back", ""),
        page=form.get("page", "") or form.get("account", ""),
    )


def check_value(press: Press, seller: Seller) -> str:
    """The value as it is kept. Raises Misunderstood."""
    check = CHECKS.get(press.kind)
    return check(press, seller) if check else ""


def _check_date(press: Press, seller: Seller) -> str:
    try:
        return read_met(press.value, today=today_of(seller)).isoformat()
    except ValueError:
        raise Misunderstood("review.date_odd") from None


def _check_place(press: Press, _seller: Seller) -> str:
    place = tame(press.value, LONGEST_PLACE + 1)
    if not 1 < len(place) <= LONGEST_PLACE:
        raise Misunderstood("review.place_odd")
    return place


def _check_bakery(press: Press, _seller: Seller) -> str:
    bakery = tame(press.value, LONGEST_BAKERY + 1)
    if not 1 < len(bakery) <= LONGEST_BAKERY:
        raise Misunderstood("review.bakery_odd")
    return bakery


def _check_flag(press: Press, _seller: Seller) -> str:
    return press.value if press.value in frozenset(FlagKind) else abort(400)


def _check_way(press: Press, _seller: Seller) -> str:
    return press.value


def _check_other(press: Press, seller: Seller) -> str:
    """The key of the other account the seller names by its name, its domain or somebody's address there."""
    written = tame(press.value, LONGEST_ADDRESS).casefold()
    if not written:
        raise Misunderstood("review.alias_unknown")
    read = account_key(written, own=frozenset()) if "@" in written else registrable(written)
    store, book = mine(), book_of(seller)
    for key in dict.fromkeys((written, read or written)):
        head = book.belongs(key)
        if head == press.account:
            raise Misunderstood("review.alias_itself")
        if store.account(head):
            return head
    return _named(written, press.account)


def _named(written: str, itself: str) -> str:
    """The one account of that name."""
    accounts = [one.relationship.account for one in mine().accounts(start=0, limit=MOST_ACCOUNTS)]
    named = {account.key for account in accounts if account.name.casefold() == written}
    if named == {itself}:
        raise Misunderstood("review.alias_itself")
    others = named - {itself}
    if len(others) != 1:
        raise Misunderstood("review.alias_many" if others else "review.alias_unknown")
    return others.pop()


CHECKS: Mapping[CorrectionKind, Callable[[Press, Seller], str]] = {
    CorrectionKind.MET: _check_date,
    CorrectionKind.PLACE: _check_place,
    CorrectionKind.BAKERY: _check_bakery,
    CorrectionKind.WRONG: _check_flag,
    CorrectionKind.MODALITY: _check_way,
    CorrectionKind.ALIAS: _check_other,
}


def find_meeting(press: Press) -> tuple[CorrectionKind, str] | None:
    """The kind and uid of what is said of the meeting pressed on, one that has been; or of one spoken of, to take that
    back. None: no such meeting."""
    reviewed = mine().account(press.account)
    past = {row_of(one): one for one in reviewed.relationship.past} if reviewed else {}
    pressed = past.get(press.meeting)
    if not press.undo:
        return (CorrectionKind.MODALITY, pressed.uid) if pressed else None
    said = [one for one in mine().corrections() if one.kind in OF_MEETINGS]
    names = {press.meeting} if pressed is None else {ident_of(uid) for uid in words_for(pressed)}
    found = [(one.kind, one.uid) for one in said if ident_of(one.uid) in names]
    return found[-1] if found else (CorrectionKind.MODALITY, pressed.uid) if pressed else None
