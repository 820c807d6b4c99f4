"""Meetings that become visits by our hand."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import VARCHAR

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXT = sa.String().with_variant(VARCHAR(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "visits",
        sa.Column("seller_id", sa.Integer, sa.ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("suggestion", TEXT, primary_key=True),
        sa.Column("uid", TEXT, nullable=False),
        sa.Column("occurrence", sa.BigInteger, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("visits")
