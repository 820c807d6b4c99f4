"""What the seller has decided about the suggestions of one account, in words, each with what it takes to take it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from plugin.web.room import language, mine, today_of, zone_of
from workers.matters import DETAIL, Matter
from workers.relationships.accounts import Account
from workers.relationships.relationship import Relationship
from workers.store import Seller
from workers.store.decisions import Decision, DecisionKind
from workers.visits.answered import next_monday, suggestion_id
from workers.words import say
from workers.words.strangers import tame

LATER = DecisionKind.LATER
OFFERED = (LATER, DecisionKind.NOT_THIS, DecisionKind.NEVER_HERE)
LISTED = frozenset(
    {LATER, DecisionKind.NOT_THIS, DecisionKind.DRAFT}
)  # what else there is stands among the corrections


@dataclass(frozen=True, slots=True)
class Decided:
    """One thing decided, or just taken back."""

    suggestion: str
    kind: DecisionKind
    name: str  # of the account
    text: str


def list_decided(relationship: Relationship, seller: Seller) -> list[Decided]:
    """What stands about the account's coming meetings, oldest first."""
    decisions = [one for one in mine().decisions() if one.kind in LISTED]
    if not decisions:
        return []
    coming = {suggestion_id(one.account, one.uid, one.recurrence_id): one for one in relationship.coming}
    return [
        Decided(
            one.suggestion, one.kind, name_of(relationship.account), _text(one, coming[one.suggestion].start, seller)
        )
        for one in _standing(decisions, today_of(seller).isoformat())
        if one.suggestion in coming
    ]


def tell_decided(kind: DecisionKind, matter: Matter, seller: Seller) -> Decided:
    until = matter.standing.get(kind) or next_monday(today_of(seller)).isoformat()
    text = _say(kind, matter.start, until, seller)
    return Decided(matter.suggestion, kind, tame(matter.name, 80), text)


def name_of(account: Account) -> str:
    return tame(account.name or account.key, 80)


def _standing(decisions: Iterable[Decision], today: str) -> Iterable[Decision]:
    return (one for one in decisions if one.kind is not LATER or one.detail[DETAIL[LATER]] > today)


def _text(decision: Decision, start: datetime, seller: Seller) -> str:
    return _say(decision.kind, start, decision.detail.get(DETAIL[LATER], ""), seller)


def _say(kind: DecisionKind, start: datetime | None, until: str, seller: Seller) -> str:
    when = start and start.astimezone(zone_of(seller))
    return say(f"answer.page.said.{kind}", language(), when=when, until=until)
