"""What the seller has said is sealed: a place, a bakery and a date are nobody else's. The clear text is wiped, not only let
go of: https://www.sqlite.org/pragma.html#pragma_secure_delete
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from workers.sealing import Sealer

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = ("seller_id", "kind", "account", "uid")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA secure_delete=ON")
    op.add_column("corrections", sa.Column("sealed", sa.LargeBinary))
    _fill("sealed", "value", lambda said: _sealer().seal(said.encode()))
    with op.batch_alter_table("corrections") as corrections:
        corrections.alter_column("sealed", nullable=False)
        corrections.drop_column("value")


def downgrade() -> None:
    op.add_column("corrections", sa.Column("value", sa.String))
    _fill("value", "sealed", lambda sealed: _sealer().open(sealed).decode())
    with op.batch_alter_table("corrections") as corrections:
        corrections.alter_column("value", nullable=False)
        corrections.drop_column("sealed")


def _fill(column: str, old: str, make: Callable[[Any], object]) -> None:
    table = sa.table("corrections", *(sa.column(name) for name in (*KEY, "sealed", "value")))
    connection = op.get_bind()
    for row in connection.execute(sa.select(*(table.c[name] for name in KEY), table.c[old])).all():
        this = sa.and_(*(table.c[name] == getattr(row, name) for name in KEY))
        connection.execute(sa.update(table).where(this).values({column: make(getattr(row, old))}))


def _sealer() -> Sealer:
    """What the store seals with, handed to `upgrade` in schema.py."""
    sealer: Sealer = context.config.attributes["sealer"]
    return sealer
