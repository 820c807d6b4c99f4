"""What a seller has decided about a suggestion: every press, once. What is to last beyond the suggestion is a correction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from workers.sealing import Sealer
from workers.store.moments import moment_of, seconds_of
from workers.store.once import put_once
from workers.store.tables import decisions
from workers.store.texts import key_text


class DecisionKind(StrEnum):
    DRAFT = "draft"  # ask first: the message opens in the seller's own mail
    CONVERT = "convert"  # the customer has said yes: the meeting becomes a visit
    HOLD_TRAVEL = "hold_travel"
    UNDO = "undo"
    LATER = "later"
    NOT_THIS = "not_this"
    NEVER_HERE = "never_here"
    WRONG = "wrong"  # and never again for that reason
    HAVE_MET = "have_met"
    PREFERS_DIGITAL = "prefers_digital"
    TOOK_PLACE = "took_place"  # after the day: it came to a visit
    FELL_THROUGH = "fell_through"


class Surface(StrEnum):
    """Where it was pressed."""

    PANE = "pane"
    CARD = "card"
    LETTER = "letter"
    PAGE = "page"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class Decision:
    """`detail` is what else was said: until when, for which reason."""

    suggestion: str  # Suggestion.id
    kind: DecisionKind
    surface: Surface
    decided_at: datetime
    detail: Mapping[str, str] = field(default_factory=dict)


class Decisions:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer

    def save(self, seller_id: int, decision: Decision) -> bool:
        """True when it is news. The same once more, wherever it was pressed, changes nothing; the same kind with another
        detail takes the place of the one before."""
        sealed = self._sealer.seal(msgspec.json.encode(decision.detail))
        said = {"surface": decision.surface.value, "decided_at": seconds_of(decision.decided_at), "sealed": sealed}
        row = {
            "seller_id": seller_id,
            "suggestion": key_text(decision.suggestion),
            "kind": decision.kind.value,
            **said,
        }
        if put_once(self._connection, decisions, row):
            return True
        this = _row(seller_id, decision.suggestion, decision.kind)
        before = self._connection.execute(select(decisions).where(this).with_for_update()).first()
        if before is None or self._read(before).detail == decision.detail:
            return False
        self._connection.execute(update(decisions).where(this).values(**said))
        return True

    def find(self, seller_id: int, suggestion: str, kind: DecisionKind) -> Decision | None:
        row = self._connection.execute(select(decisions).where(_row(seller_id, suggestion, kind))).first()
        return None if row is None else self._read(row)

    def of_suggestion(self, seller_id: int, suggestion: str) -> tuple[Decision, ...]:
        """Everything decided about it, in the order it was decided."""
        theirs = (decisions.c.seller_id == seller_id) & (decisions.c.suggestion == key_text(suggestion))
        order = (decisions.c.decided_at, decisions.c.kind)
        return tuple(
            self._read(row) for row in self._connection.execute(select(decisions).where(theirs).order_by(*order))
        )

    def of_kinds(self, seller_id: int, kinds: Collection[DecisionKind]) -> tuple[Decision, ...]:
        """Everything decided of these kinds, about whatever suggestion, oldest first."""
        theirs = (decisions.c.seller_id == seller_id) & decisions.c.kind.in_(sorted(kinds))
        order = (decisions.c.decided_at, decisions.c.suggestion, decisions.c.kind)
        return tuple(
            self._read(row) for row in self._connection.execute(select(decisions).where(theirs).order_by(*order))
        )

    def answered(self, seller_id: int) -> frozenset[str]:
        """The ids of the suggestions anything was decided about."""
        query = select(decisions.c.suggestion).where(decisions.c.seller_id == seller_id).distinct()
        return frozenset(self._connection.execute(query).scalars())

    def take_back(self, seller_id: int, suggestion: str, kind: DecisionKind) -> bool:
        """As if it had never been pressed, so that it can be pressed again; whether it had been."""
        return self._connection.execute(delete(decisions).where(_row(seller_id, suggestion, kind))).rowcount > 0

    def erase_before(self, seller_id: int, moment: datetime) -> None:
        old = (decisions.c.seller_id == seller_id) & (decisions.c.decided_at < seconds_of(moment))
        self._connection.execute(delete(decisions).where(old))

    def _read(self, row: Row[Any]) -> Decision:
        return Decision(
            suggestion=row.suggestion,
            kind=DecisionKind(row.kind),
            surface=Surface(row.surface),
            decided_at=moment_of(row.decided_at),
            detail=_decode(self._sealer.open(row.sealed)),
        )


def _row(seller_id: int, suggestion: str, kind: DecisionKind) -> ColumnElement[bool]:
    this = (decisions.c.seller_id == seller_id) & (decisions.c.suggestion == key_text(suggestion))
    return this & (decisions.c.kind == kind.value)


_decode = msgspec.json.Decoder(dict[str, str]).decode
