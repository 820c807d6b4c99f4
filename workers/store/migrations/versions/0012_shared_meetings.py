"""A meeting in the calendars of two sellers is known to be one: calendars are read once more, from the start, for its name."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import VARCHAR

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = sa.String().with_variant(VARCHAR(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("accounts", sa.Column("met_in", TEXT))
    op.execute(
        "UPDATE mailboxes SET anew = true, generation = generation + 1, mark = NULL, resume = NULL, tally = NULL, done = 0"
    )


def downgrade() -> None:
    op.drop_column("accounts", "met_in")
