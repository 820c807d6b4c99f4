"""What is stored of a seller, counted in kinds that people know; every table that tells of one belongs to a kind."""

from collections.abc import Mapping
from dataclasses import dataclass

KINDS: Mapping[str, tuple[str, ...]] = {
    "meetings": ("meetings",),
    "accounts": ("accounts",),
    "memories": ("memories",),
    "suggestions": ("suggestions",),
    "decisions": ("decisions",),
    "corrections": ("corrections",),
    "visits": ("visits",),
    "letters": ("letters",),
    "grant": ("tokens",),
    "feed": ("feeds",),
    "self": ("sellers", "mailboxes"),
    "reckoned": ("parties", "standings", "flags", "due", "watches"),
}


@dataclass(frozen=True, slots=True)
class Row:
    kind: str
    count: int


def list_kept(tables: Mapping[str, int]) -> tuple[Row, ...]:
    """The kinds there is something of. `tables` are the rows of each table about the seller."""
    rows = (Row(kind, sum(tables.get(table, 0) for table in of)) for kind, of in KINDS.items())
    return tuple(row for row in rows if row.count)
