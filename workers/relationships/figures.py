"""The few numbers a relation's flags and sentence are decided by: counts and moments, and nothing anybody wrote.

They are kept beside each account, so that new thresholds are tried on all accounts without opening one.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from workers.relationships.accounts import Account, Standing
from workers.relationships.modality import Modality
from workers.relationships.relationship import Half, Relationship

NO_CUSTOMER = frozenset({Standing.VENDOR, Standing.NOT_CUSTOMER, Standing.OURS})
NONE_AT_ALL = timedelta(0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a `Relationship` at the moment it was weighed, by the same names. `tiered`: thresholds of its own may hold."""

    silent: bool
    tiered: bool
    wrong_flags: tuple[str, ...]
    total: int
    digital: int
    unknown: int
    longest_unknown: timedelta
    short_share: float
    ever: int
    digital_since: int
    visit_ahead: bool
    screen_ahead: bool  # the next one is on a screen, and the seller's side invites
    last_in_person: datetime | None
    last_hybrid: datetime | None
    colleague_met: date | None
    earlier: Half | None
    later: Half | None

    @property
    def unknown_share(self) -> float:
        return self.unknown / self.total if self.total else 0.0


def figures_of(relationship: Relationship) -> Figures:
    """The figures of a relation."""
    account, counts, coming = relationship.account, relationship.counts, relationship.coming
    unknown = (one.length for one in relationship.past if one.counts_as is Modality.UNKNOWN) if counts.unknown else ()
    return Figures(
        silent=is_silent(account),
        tiered=bool(account.tier),
        wrong_flags=tuple(sorted(account.wrong_flags)),
        total=counts.total,
        digital=counts.digital,
        unknown=counts.unknown,
        longest_unknown=max(unknown, default=NONE_AT_ALL),
        short_share=relationship.short_share,
        ever=relationship.ever,
        digital_since=relationship.digital_since,
        visit_ahead=any(one.modality is Modality.IN_PERSON for one in coming),
        screen_ahead=bool(coming) and coming[0].digital and coming[0].ours,
        last_in_person=_utc(relationship.last_in_person),
        last_hybrid=_utc(relationship.last_hybrid),
        colleague_met=relationship.colleague_met,
        earlier=relationship.earlier,
        later=relationship.later,
    )


def _utc(moment: datetime | None) -> datetime | None:
    """In whatever zone a calendar writes it, the same moment is the same figure."""
    return moment.astimezone(UTC) if moment else None


def is_silent(account: Account) -> bool:
    """Whether no flag is ever raised for an account, whatever its meetings look like."""
    return account.standing in NO_CUSTOMER or account.prefers_digital or account.never_here
