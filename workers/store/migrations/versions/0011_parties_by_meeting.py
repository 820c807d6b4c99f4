"""The parties of one meeting are found without looking through all of its seller's."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("parties_by_meeting", "parties", ["seller_id", "uid", "occurrence"])
    op.drop_index("parties_by_uid", "parties")


def downgrade() -> None:
    op.create_index("parties_by_uid", "parties", ["seller_id", "uid"])
    op.drop_index("parties_by_meeting", "parties")
