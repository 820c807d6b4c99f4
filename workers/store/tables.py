"""The tables as they are now. A change here comes with a step in `migrations/versions`.

Columns named `sealed` hold JSON or text under AES-GCM: whatever a person wrote stays out of the clear text of the file.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

metadata = MetaData()

sellers = Table(
    "sellers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner", String, nullable=False, unique=True),
    Column("revision", Integer, nullable=False),  # grows with every change a page could show
    Column("shown", Integer, nullable=False),  # the highest is the one the pages show
    Column("sealed", LargeBinary, nullable=False),  # Seller
    Column("mark", LargeBinary),  # SyncMark.state
    Column("learned", LargeBinary),  # sealed: the own side and habits as last learned from the whole calendar
    Column("trips", LargeBinary),  # sealed: the journeys of the coming weeks
)

meetings = Table(
    "meetings",
    metadata,
    Column("seller_id", ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=True),
    Column("uid", String, primary_key=True),
    Column("occurrence", BigInteger, primary_key=True),  # seconds since 1970 of the original start, 0 for a single one
    Column("starts_at", BigInteger, nullable=False),  # seconds since 1970
    Column("ends_at", BigInteger, nullable=False),
    Column("travel", Boolean, nullable=False),  # looks like a journey: tells of the meetings around it
    Column("sealed", LargeBinary, nullable=False),  # Seen
)
Index("meetings_by_start", meetings.c.seller_id, meetings.c.starts_at)
Index("meetings_travel", meetings.c.seller_id, meetings.c.travel, meetings.c.starts_at)

parties = Table(
    "parties",
    metadata,
    Column("seller_id", ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=True),
    Column("account", String, primary_key=True),  # the key an address belongs to, before aliases
    Column("uid", String, primary_key=True),
    Column("occurrence", BigInteger, primary_key=True),
)
Index("parties_by_uid", parties.c.seller_id, parties.c.uid)

corrections = Table(
    "corrections",
    metadata,
    Column("seller_id", ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("account", String, primary_key=True),
    Column("uid", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),  # what was said; the uid of a bakery is the town it is in
    Column("said_at", String, nullable=False),  # RFC 3339
)

accounts = Table(
    "accounts",
    metadata,
    Column("seller_id", ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String, primary_key=True),
    Column("rank", String, nullable=False),  # sorts the accounts: most in need of a visit first
    Column("flagged", Boolean, nullable=False),
    Column("to_review", Integer, nullable=False),  # touchpoints of an account nobody has said anything of, else 0
    Column("sealed", LargeBinary, nullable=False),  # Reviewed
    Column("ledger", LargeBinary, nullable=False),  # sealed: every touchpoint, whatever its age
)
Index("accounts_by_rank", accounts.c.seller_id, accounts.c.rank)
