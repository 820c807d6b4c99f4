"""A seller's suggested visits are published at a private address, each event with the edition it was last told in."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("seller_id", sa.Integer, sa.ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("told", sa.LargeBinary, nullable=False),
    )
    op.create_index("feeds_by_name", "feeds", ["name"], unique=True)


def downgrade() -> None:
    op.drop_table("feeds")
