"""A seller's calendar, corrections and reviewed accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sellers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("owner", sa.String, nullable=False, unique=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("shown", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("mark", sa.LargeBinary),
        sa.Column("learned", sa.LargeBinary),
    )
    op.create_table(
        "meetings",
        _seller(),
        sa.Column("uid", sa.String, primary_key=True),
        sa.Column("occurrence", sa.BigInteger, primary_key=True),
        sa.Column("starts_at", sa.BigInteger, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.Column("travel", sa.Boolean, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("meetings_by_start", "meetings", ["seller_id", "starts_at"])
    op.create_index("meetings_travel", "meetings", ["seller_id", "travel", "starts_at"])
    op.create_table(
        "parties",
        _seller(),
        sa.Column("account", sa.String, primary_key=True),
        sa.Column("uid", sa.String, primary_key=True),
        sa.Column("occurrence", sa.BigInteger, primary_key=True),
    )
    op.create_index("parties_by_uid", "parties", ["seller_id", "uid"])
    op.create_table(
        "corrections",
        _seller(),
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("account", sa.String, primary_key=True),
        sa.Column("uid", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
        sa.Column("said_at", sa.String, nullable=False),
    )
    op.create_table(
        "accounts",
        _seller(),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("rank", sa.String, nullable=False),
        sa.Column("flagged", sa.Boolean, nullable=False),
        sa.Column("to_review", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("ledger", sa.LargeBinary, nullable=False),
    )
    op.create_index("accounts_by_rank", "accounts", ["seller_id", "rank"])


def _seller() -> sa.Column[int]:
    return sa.Column("seller_id", sa.Integer, sa.ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=True)
