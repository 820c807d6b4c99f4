"""One seller's letter of the week, out of the store: what is known is read, the best of it chosen, and the letter written.

Nothing is changed here: whoever sends the letter keeps what it said.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from workers.answers import answer_url, stop_url
from workers.digest.away import find_away
from workers.digest.choose import choose_digest
from workers.digest.items import Decided, Digest, Earlier, History
from workers.digest.render import Links, Rendered, render
from workers.office import Office
from workers.relationships.rules import Rules
from workers.reviewed import Reviewed
from workers.settings import Settings
from workers.store import Seller, Transaction
from workers.store.decisions import Decision, DecisionKind
from workers.store.moments import week_of
from workers.visits.diary import Diary
from workers.visits.suggestion import Suggestion
from workers.visits.trip import is_stale
from workers.week import find_week
from workers.words import LANGUAGES

REMEMBERED = timedelta(days=120)  # how far back a decision may still matter: the planning ahead, and then some
LOOKED_THROUGH = 5  # letters, for the last that was sent
AWAY_SINCE = timedelta(days=35)  # how long ago a time away may have begun
YES = frozenset({DecisionKind.DRAFT, DecisionKind.CONVERT, DecisionKind.HOLD_TRAVEL})
SWEDISH_ZONE, SWEDISH_DOMAIN = "Europe/Stockholm", ".se"


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter ready to be sent. `said` and `suggestions` are to be kept with it, `asks` to be noted as suggested."""

    seller: Seller
    week: int  # 202648
    language: str  # sv or en
    digest: Digest
    rendered: Rendered
    said: tuple[str, ...]

    @property
    def suggestions(self) -> tuple[str, ...]:
        return self.digest.suggestions

    @property
    def asks(self) -> tuple[Suggestion, ...]:
        return self.digest.asks


def compose(
    office: Office,
    seller_id: int,
    *,
    now: datetime,
    links: Callable[[Seller, int], Links] | None = None,
    language: str = "",
) -> Composed | None:
    """The letter to this seller in the week of `now`, None where there is nothing to say or nobody to say it to. `links`
    makes those of a seller and a week, signed by default; `language` is the seller's own by default."""
    with office.store.reading() as at:
        seller = at.sellers.of_id(seller_id)
        if seller is None or not seller.counts:  # never read to its end
            return None
        zone = ZoneInfo(seller.zone)
        week = week_of(now.astimezone(zone).date())
        reviewed = at.accounts.flagged(seller.id)
        digest = _choose(at, seller, reviewed, week=week, now=now, zone=zone)
    if digest is None:
        return None
    tongue = language or language_of(seller, reviewed)
    made = (links or partial(signed_links, office.settings))(seller, week)
    rendered = render(
        digest, seller_name=seller.name, address=seller.owner, language=tongue, zone=zone, links=made, now=now
    )
    return Composed(seller, week, tongue, digest, rendered, digest.said(zone))


def signed_links(settings: Settings, seller: Seller, week: int) -> Links:
    """What the buttons of a letter lead to: whoever holds one may press it, in the seller's name."""
    return Links(
        answer=lambda kind, suggestion: answer_url(
            settings, seller=seller, week=week, kind=kind, suggestion=suggestion
        ),
        stop=stop_url(settings, seller=seller),
        page=settings.base_url,
    )


def idle_links(settings: Settings, _seller: Seller, _week: int) -> Links:
    """For looking at a letter without answering it: every press leads to the page and decides nothing."""
    page = settings.base_url
    return Links(lambda kind, suggestion: f"{page}/letter#{kind}-{suggestion}", f"{page}/letter#stop", page)


def language_of(seller: Seller, reviewed: Iterable[Reviewed]) -> str:
    """As the mailbox says, else as people speak where the seller is, or as the seller speaks with most customers."""
    said = seller.language[:2].casefold()
    if said:
        return said if said in LANGUAGES else "en"
    if seller.zone == SWEDISH_ZONE or any(one.endswith(SWEDISH_DOMAIN) for one in seller.domains):
        return "sv"
    spoken = [one.suggestion.draft.language == "sv" for one in reviewed if one.suggestion]
    return "sv" if sum(spoken) * 2 > len(spoken) else "en"


def _choose(
    at: Transaction, seller: Seller, reviewed: Sequence[Reviewed], *, week: int, now: datetime, zone: ZoneInfo
) -> Digest | None:
    rules = seller.within_hours(at.tenants.of_id(seller.tenant_id).wishes.judge_by())
    diary = _diary(at, seller, now=now, rules=rules)
    return choose_digest(
        reviewed,
        [one for one in at.sellers.trips(seller.id) if is_stale(one, diary, now, zone=zone, rules=rules) is None],
        _history(at, seller, reviewed, week=week, now=now, today=now.astimezone(zone).date()),
        week=week,
        now=now,
        zone=zone,
        rules=rules,
        away=find_away(diary, zone=zone),
    )


def _diary(at: Transaction, seller: Seller, *, now: datetime, rules: Rules) -> Diary:
    seen = at.meetings.between(seller.id, now - AWAY_SINCE, now + rules.ahead)
    domains = frozenset({seller.owner, *seller.domains})
    return Diary.of([one.meeting for one in seen], seller.owner, domains=domains)


def _history(
    at: Transaction, seller: Seller, reviewed: Iterable[Reviewed], *, week: int, now: datetime, today: date
) -> History:
    before = [one for one in at.letters.last(seller.id, limit=LOOKED_THROUGH) if one.week != week and one.sent_at]
    recent = [
        one for one in at.decisions.of_kinds(seller.id, frozenset(DecisionKind)) if one.decided_at >= now - REMEMBERED
    ]
    known = {one.suggestion.id: one.suggestion for one in reviewed if one.suggestion}
    said_yes = {one.suggestion for one in recent if one.kind in YES}
    for name in {one.suggestion for one in recent} - known.keys():
        if found := at.suggestions.find(seller.id, name):
            known[name] = found.suggestion
    return History(
        said=frozenset(before[0].said) if before else frozenset(),
        silence=at.letters.silence(seller.id),
        decided=tuple(_decided(one, known) for one in recent),
        earlier=tuple(_earlier(at, seller, known[name]) for name in sorted(said_yes & known.keys())),
        week=find_week(at, seller, today),
    )


def _decided(one: Decision, known: dict[str, Suggestion]) -> Decided:
    about = known.get(one.suggestion)
    until, start = one.detail.get("until"), one.detail.get("start")
    return Decided(
        suggestion=one.suggestion,
        account=about.account if about else "",
        kind=one.kind.value,
        at=one.decided_at,
        until=date.fromisoformat(until) if until else None,
        start=datetime.fromisoformat(start) if start else None,
    )


def _earlier(at: Transaction, seller: Seller, suggestion: Suggestion) -> Earlier:
    account = at.accounts.find(seller.id, suggestion.account)
    return Earlier(suggestion, account.relationship.account.name if account else suggestion.account)


__all__ = ["Composed", "Links", "compose", "idle_links", "language_of", "signed_links"]
