"""What stays of relations once their old meetings are erased, and from when on meetings are kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import VARCHAR

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.String().with_variant(VARCHAR(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "memories",
        sa.Column("seller_id", sa.Integer, sa.ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("account", TEXT, primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.add_column("mailboxes", sa.Column("kept_from", sa.BigInteger))


def downgrade() -> None:
    op.drop_column("mailboxes", "kept_from")
    op.drop_table("memories")
