"""The journeys of the coming weeks, beside the seller. Calendars are read anew, so that every visit gets its journey."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sellers", sa.Column("trips", sa.LargeBinary))
    op.execute("UPDATE sellers SET mark = NULL")


def downgrade() -> None:
    op.drop_column("sellers", "trips")
