"""What the seller has said, in words, each with what it takes to take it back."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from plugin.web.idents import ident_of
from plugin.web.meetings import title_of, words_for
from plugin.web.room import book_of, language, mine, office, zone_of
from workers.relationships.corrections import OF_MEETINGS, Correction, CorrectionKind
from workers.relationships.touchpoints import Touchpoint
from workers.store import Seller
from workers.words import say
from workers.words.strangers import tame, tame_facts

MOST, MOST_GONE = 200, 1000
ALIAS = CorrectionKind.ALIAS
LEAVING = frozenset({CorrectionKind.NOT_CUSTOMER, CorrectionKind.OURS, ALIAS})  # the account has no page any more


@dataclass(frozen=True, slots=True)
class Told:
    correction: Correction
    key: str  # of the account it is about, or was
    name: str
    text: str
    there: bool  # whether the account has a page of its own
    meeting: str = ""  # the ident of the one it is about


def tell_of(key: str, corrections: Iterable[Correction], seller: Seller) -> list[Told]:
    """What was said of an account, of those that belong to it and of its meetings."""
    book = book_of(seller)
    meetings = _meetings(seller, {key})
    ours = [
        one
        for one in corrections
        if (one.uid in meetings if one.kind in OF_MEETINGS else book.belongs(one.account) == key)
    ]
    return _tell(ours, meetings, seller)


def tell_all(corrections: Collection[Correction], seller: Seller) -> list[Told]:
    """The latest first; what was said of accounts that left the pages is always there to be found."""
    latest = sorted(corrections, key=lambda one: one.said_at, reverse=True)
    listed = [one for at, one in enumerate(latest) if at < MOST or one.kind in LEAVING][:MOST_GONE]
    return _tell(listed, _meetings_of(listed, seller), seller)


def tell(correction: Correction, seller: Seller) -> Told:
    """One thing said, or just taken back."""
    return _tell([correction], _meetings_of([correction], seller), seller)[0]


def _tell(said: Iterable[Correction], meetings: Mapping[str, Touchpoint], seller: Seller) -> list[Told]:
    names = _Names()
    told = []
    for one in said:
        meeting = meetings.get(one.uid) if one.kind in OF_MEETINGS else None
        key = meeting.account if meeting else one.account
        name = names[key]
        ident = ident_of(one.uid) if one.kind in OF_MEETINGS else ""
        text = _text(one, meeting, names, seller)
        told.append(Told(one, key, name, text, names.has_page(key), ident))
    return told


class _Names(dict[str, str]):
    """Accounts' names by key, looked up once each; one without a page is told by the key itself, usually a domain."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: set[str] = set()

    def __missing__(self, key: str) -> str:
        reviewed = mine().account(key) if key else None
        if reviewed:
            self._pages.add(key)
        found = self[key] = tame((reviewed.relationship.account.name if reviewed else "") or key, 80)
        return found

    def has_page(self, key: str) -> bool:
        return bool(self[key]) and key in self._pages


def _text(said: Correction, meeting: Touchpoint | None, names: _Names, seller: Seller) -> str:
    tongue, kind = language(), said.kind
    if kind in OF_MEETINGS:
        return _text_of_meeting(said, meeting, seller)
    facts = {"value": tame(said.value, 80)}
    if kind is CorrectionKind.WRONG:
        facts = {"flag": say(f"review.flag.{said.value}", tongue)}
    if kind is ALIAS:
        facts["value"] = names[said.value]
    return say(f"review.said.{kind}", tongue, **tame_facts(facts))


def _text_of_meeting(said: Correction, meeting: Touchpoint | None, seller: Seller) -> str:
    tongue = language()
    way = say(f"page.way.{said.value}", tongue)
    if meeting is None:
        return say(f"review.said.{said.kind}", tongue, way=way)
    whole = meeting.series and said.kind is CorrectionKind.MODALITY
    key = "review.said_of.series" if whole else "review.said_of.meeting"
    when = meeting.start.astimezone(zone_of(seller))
    return say(key, tongue, way=way, when=when, **tame_facts({"title": title_of(meeting, tongue)}))


def _meetings_of(corrections: Iterable[Correction], seller: Seller) -> dict[str, Touchpoint]:
    """The meetings spoken of that are still there, and others with the same accounts."""
    uids = [one.meeting[0] for one in corrections if one.kind in OF_MEETINGS]
    if not uids:
        return {}
    with office().store.reading() as at:
        keys = at.meetings.accounts_of(seller.id, uids)
    book = book_of(seller)
    return _meetings(seller, {book.belongs(key) for key in keys})


def _meetings(seller: Seller, keys: Collection[str]) -> dict[str, Touchpoint]:
    """Everything these accounts have had and will have, by the uid of what is said of it; of a whole series its latest."""
    with office().store.reading() as at:
        ledgers = at.accounts.ledgers(seller.id, keys)
    held = (one for ledger in ledgers.values() for one in ledger.touchpoints)
    return {uid: one for one in sorted(held, key=lambda one: one.start) for uid in words_for(one)}
