"""How sellers sign in to their calendars, what has been suggested to them, what they decided, and the letters they got."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import VARCHAR

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.String().with_variant(VARCHAR(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "tokens",
        _seller(),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("holder", TEXT),
        sa.Column("held_until", sa.BigInteger, nullable=False),
        sa.Column("granted_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "suggestions",
        _seller(),
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("uid", TEXT, nullable=False),
        sa.Column("occurrence", sa.BigInteger, nullable=False),
        sa.Column("week", sa.Integer, nullable=False),
        sa.Column("first_at", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("suggestions_by_week", "suggestions", ["seller_id", "week"])
    op.create_table(
        "decisions",
        _seller(),
        sa.Column("suggestion", TEXT, primary_key=True),
        sa.Column("kind", TEXT, primary_key=True),
        sa.Column("surface", TEXT, nullable=False),
        sa.Column("decided_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "letters",
        _seller(),
        sa.Column("week", sa.Integer, primary_key=True),
        sa.Column("claimed_at", sa.BigInteger, nullable=False),
        sa.Column("sent_at", sa.BigInteger),
        sa.Column("failed_at", sa.BigInteger),
        sa.Column("answered_at", sa.BigInteger),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    for table in ("letters", "decisions", "suggestions", "tokens"):
        op.drop_table(table)


def _seller() -> sa.Column[int]:
    return sa.Column("seller_id", sa.Integer, sa.ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=True)
