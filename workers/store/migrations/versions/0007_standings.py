"""How every account was judged last, in numbers. Those there are already are looked at anew with the next review."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import VARCHAR

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sa.String().with_variant(VARCHAR(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "standings",
        sa.Column("seller_id", sa.Integer, sa.ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("account", TEXT, primary_key=True),
        sa.Column("flagged", sa.Boolean, nullable=False),
        sa.Column("until", sa.BigInteger),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("figures", TEXT, nullable=False),
    )
    op.execute(
        sa.text(
            "INSERT INTO standings (seller_id, account, flagged, until, by, verdict, figures)"
            " SELECT seller_id, key, flagged, 0, '', '', '' FROM accounts"
        )
    )
    op.add_column("sellers", sa.Column("planned", TEXT))


def downgrade() -> None:
    op.drop_column("sellers", "planned")
    op.drop_table("standings")
