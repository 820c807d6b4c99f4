"""Who a mailbox's seller is at the vendor, and which directories there are each company's."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import VARCHAR

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sa.String().with_variant(VARCHAR(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("mailboxes", sa.Column("subject", TEXT))
    op.create_index("mailboxes_by_subject", "mailboxes", ["provider", "subject"], unique=True)
    op.create_table(
        "directories",
        sa.Column("tenant_id", sa.Integer, sa.ForeignKey("tenants.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("provider", TEXT, primary_key=True),
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("agreed_at", sa.BigInteger),
        sa.Column("secret", sa.LargeBinary),
    )
    op.create_index("directories_by_id", "directories", ["provider", "id"])


def downgrade() -> None:
    op.drop_table("directories")
    op.drop_index("mailboxes_by_subject", "mailboxes")
    with op.batch_alter_table("mailboxes") as mailboxes:
        mailboxes.drop_column("subject")
