"""Many companies and their sellers: each seller has a tenant, a mailbox and jobs that are due. What was read on one's own
computer belongs to the first tenant, which is nobody's company. Everything said stays.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import VARCHAR

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.String().with_variant(VARCHAR(collation="C"), "postgresql")
SORTED = {
    "sellers": ("owner",),
    "meetings": ("uid",),
    "parties": ("account", "uid"),
    "corrections": ("kind", "account", "uid", "said_at"),
    "accounts": ("key", "rank"),
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in SORTED.items():
            for column in columns:
                op.alter_column(table, column, type_=TEXT)
    _companies()
    _mailboxes()
    op.add_column("meetings", sa.Column("generation", sa.Integer, nullable=False, server_default="0"))
    op.add_column("accounts", sa.Column("met_on", sa.Integer))
    op.create_index("accounts_by_key", "accounts", ["key", "seller_id", "met_on"])
    _flags()
    _due()


def downgrade() -> None:
    op.add_column("sellers", sa.Column("mark", sa.LargeBinary))
    op.execute("UPDATE sellers SET mark = (SELECT mark FROM mailboxes WHERE mailboxes.seller_id = sellers.id)")
    op.drop_index("accounts_by_key", "accounts")
    for table, column in (("accounts", "met_on"), ("meetings", "generation")):
        with op.batch_alter_table(table) as old:
            old.drop_column(column)
    for table in ("due", "flags", "mailboxes"):
        op.drop_table(table)
    op.drop_index("sellers_by_tenant", "sellers")
    with op.batch_alter_table("sellers") as sellers:
        sellers.drop_column("tenant_id")
    op.drop_table("domains")
    op.drop_table("tenants")


def _companies() -> None:
    tenants = op.create_table(
        "tenants",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", TEXT, nullable=False, unique=True),
        sa.Column("sharing", sa.Boolean, nullable=False),
        sa.Column("wishes", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "domains",
        sa.Column("domain", TEXT, primary_key=True),
        sa.Column("tenant_id", sa.Integer, sa.ForeignKey("tenants.id", ondelete="CASCADE"), nullable=False),
    )
    op.bulk_insert(tenants, [{"name": "", "sharing": False, "wishes": b"{}"}])  # the first: id 1
    op.add_column("sellers", sa.Column("tenant_id", sa.Integer))
    op.execute("UPDATE sellers SET tenant_id = 1")
    with op.batch_alter_table("sellers") as sellers:
        sellers.alter_column("tenant_id", nullable=False)
        sellers.create_foreign_key("sellers_tenant", "tenants", ["tenant_id"], ["id"], ondelete="CASCADE")
    op.create_index("sellers_by_tenant", "sellers", ["tenant_id"])


def _mailboxes() -> None:
    op.create_table(
        "mailboxes",
        _seller(),
        sa.Column("provider", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("done", sa.Float, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("anew", sa.Boolean, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("mark", sa.LargeBinary),
        sa.Column("resume", sa.LargeBinary),
        sa.Column("tally", sa.LargeBinary),
        sa.Column("read_at", sa.BigInteger),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    with op.batch_alter_table("sellers") as sellers:
        sellers.drop_column("mark")  # calendars of files are read anew, into a mailbox


def _flags() -> None:
    op.create_table(
        "flags",
        _seller(),
        sa.Column("account", TEXT, primary_key=True),
        sa.Column("kind", TEXT, primary_key=True),
    )


def _due() -> None:
    op.create_table(
        "due",
        sa.Column("job", TEXT, primary_key=True),
        sa.Column("subject", sa.BigInteger, primary_key=True),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("not_before", sa.BigInteger, nullable=False),
        sa.Column("wanted", sa.Integer, nullable=False),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("asked_at", sa.BigInteger),
        sa.Column("holder", TEXT),
        sa.Column("held_until", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("failed_at", sa.BigInteger),
        sa.Column("why", TEXT, nullable=False),
    )
    op.create_index("due_by_time", "due", ["due_at"])


def _seller() -> sa.Column[int]:
    return sa.Column("seller_id", sa.Integer, sa.ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=True)
