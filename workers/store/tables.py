"""The tables as they are now. A change here comes with a step in `migrations/versions`.

Bytes are JSON or text under AES-GCM, but where a column says that it is CLEAR: whatever a person wrote stays out of the
clear text of the file. What is NEVER_TOLD is not even handed over to whom it is about. Moments are whole seconds since
1970. Every table that tells of a seller has `seller_id` and goes when the seller goes.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)
from sqlalchemy.dialects.postgresql import VARCHAR

metadata = MetaData()

CLEAR = "clear"  # in a column's info
NEVER_TOLD = "never told"

# Sorted and compared by its bytes in every database, whatever language the server was set up in.
Text = String().with_variant(VARCHAR(collation="C"), "postgresql")


def _seller(*, primary_key: bool = True) -> Column[int]:
    return Column("seller_id", ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=primary_key)


def sealed_columns(table: Table) -> tuple[Column[bytes], ...]:
    """The columns of bytes nobody has said to be clear."""
    return tuple(one for one in table.columns if isinstance(one.type, LargeBinary) and not one.info.get(CLEAR))


tenants = Table(
    "tenants",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("sharing", Boolean, nullable=False),  # a colleague's visit counts
    Column("wishes", LargeBinary, nullable=False, info={CLEAR: True}),  # TenantWishes as JSON: thresholds and such
)

domains = Table(
    "domains",
    metadata,
    Column("domain", Text, primary_key=True),  # one company's alone
    Column("tenant_id", ForeignKey("tenants.id", ondelete="CASCADE"), nullable=False),
)

directories = Table(
    "directories",
    metadata,
    Column("tenant_id", ForeignKey("tenants.id", ondelete="CASCADE"), primary_key=True),
    Column("provider", Text, primary_key=True),
    Column("id", Text, primary_key=True),  # by the provider's own name
    Column("agreed_at", BigInteger),  # when an admin let us in for everybody, as far as we were told
    Column("secret", LargeBinary, info={NEVER_TOLD: True}),  # sealed: a token for all of it, while it lasts
)
Index("directories_by_id", directories.c.provider, directories.c.id)

sellers = Table(
    "sellers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner", Text, nullable=False, unique=True),
    Column("tenant_id", ForeignKey("tenants.id", ondelete="CASCADE"), nullable=False),
    Column("revision", Integer, nullable=False),  # grows with every change a page could show
    Column("shown", Integer, nullable=False),  # the highest is the one the pages of one's own computer show
    Column("sealed", LargeBinary, nullable=False),  # Seller
    Column("learned", LargeBinary),  # sealed: the own side and habits as last learned from the whole calendar
    Column("trips", LargeBinary),  # sealed: the journeys of the coming weeks
    Column("planned", Text),  # the day, and the name of what else all visits were last planned under
)
Index("sellers_by_tenant", sellers.c.tenant_id)

mailboxes = Table(
    "mailboxes",
    metadata,
    _seller(),
    Column("provider", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("done", Float, nullable=False),  # share of the reading under way, 0 to 1
    Column("generation", Integer, nullable=False),  # grows with every reading from the start; meetings carry it
    Column("anew", Boolean, nullable=False),  # the reading under way goes from the start
    Column("changed", Integer, nullable=False),  # meetings changed since the whole calendar was last learned from
    Column("mark", LargeBinary, info={CLEAR: True}),  # SyncMark.state of the last reading that came to its end
    Column("resume", LargeBinary, info={CLEAR: True}),  # SyncMark.state inside the reading under way
    Column("tally", LargeBinary),  # sealed: what the reading under way has counted
    Column("read_at", BigInteger),  # when a reading last came to its end
    Column("kept_from", BigInteger),  # what ended before has been erased, and is not kept again
    Column("sealed", LargeBinary, nullable=False),  # MailboxWishes: where the calendar is
    Column("subject", Text),  # who the seller is at the provider, for good: a directory and an object in it
)
Index("mailboxes_by_subject", mailboxes.c.provider, mailboxes.c.subject, unique=True)

meetings = Table(
    "meetings",
    metadata,
    _seller(),
    Column("uid", Text, primary_key=True),
    Column("occurrence", BigInteger, primary_key=True),  # the original start, 0 for a single one
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("travel", Boolean, nullable=False),  # looks like a journey: tells of the meetings around it
    Column("generation", Integer, nullable=False, server_default="0"),  # of the reading from the start that saw it last
    Column("sealed", LargeBinary, nullable=False),  # Seen
)
Index("meetings_by_start", meetings.c.seller_id, meetings.c.starts_at)
Index("meetings_travel", meetings.c.seller_id, meetings.c.travel, meetings.c.starts_at)

parties = Table(
    "parties",
    metadata,
    _seller(),
    Column("account", Text, primary_key=True),  # the key an address belongs to, before aliases
    Column("uid", Text, primary_key=True),
    Column("occurrence", BigInteger, primary_key=True),
)
Index("parties_by_meeting", parties.c.seller_id, parties.c.uid, parties.c.occurrence)

corrections = Table(
    "corrections",
    metadata,
    _seller(),
    Column("kind", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("uid", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),  # what was said; the uid of a bakery is the town it is in
    Column("said_at", Text, nullable=False),  # RFC 3339
)

accounts = Table(
    "accounts",
    metadata,
    _seller(),
    Column("key", Text, primary_key=True),
    Column("rank", Text, nullable=False),  # sorts the accounts: most in need of a visit first
    Column("flagged", Boolean, nullable=False),
    Column("to_review", Integer, nullable=False),  # touchpoints of an account nobody has said anything of, else 0
    Column("met_on", Integer),  # the day since 1970 people last met in person by the calendar, for colleagues and sums
    Column("met_in", Text),  # Touchpoint.shared_name of that meeting, where the calendar names one
    Column("sealed", LargeBinary, nullable=False),  # Reviewed
    Column("ledger", LargeBinary, nullable=False),  # sealed: every touchpoint, whatever its age
)
Index("accounts_by_rank", accounts.c.seller_id, accounts.c.rank)
Index("accounts_by_key", accounts.c.key, accounts.c.seller_id, accounts.c.met_on)  # the same customer at colleagues

standings = Table(
    "standings",
    metadata,
    _seller(),
    Column("account", Text, primary_key=True),
    Column("flagged", Boolean, nullable=False),
    Column("until", BigInteger),  # time alone changes nothing before; None: for good
    Column("by", Text, nullable=False),  # names the rules the figures were counted under
    Column("verdict", Text, nullable=False),  # what the thresholds made of the figures
    Column("figures", Text, nullable=False),  # Figures as JSON
)

memories = Table(
    "memories",
    metadata,
    _seller(),
    Column("account", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),  # Memory
)

flags = Table(
    "flags",
    metadata,
    _seller(),
    Column("account", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
)

due = Table(
    "due",
    metadata,
    Column("job", Text, primary_key=True),
    Column("subject", BigInteger, primary_key=True),  # the seller's id, or the tenant's for a job of a whole company
    Column("due_at", BigInteger),  # None: nothing to do until somebody wants it
    Column("not_before", BigInteger, nullable=False),  # somebody outside asked us to wait so long
    Column("wanted", Integer, nullable=False),  # grows each time somebody wants it done
    Column("asked", Integer, nullable=False),  # grows each time it is put into the queue
    Column("asked_at", BigInteger),
    Column("holder", Text),  # who is doing it
    Column("held_until", BigInteger, nullable=False),  # after this the holder is taken to be dead
    Column("attempts", Integer, nullable=False),  # that failed, one after the other
    Column("failed_at", BigInteger),  # given up then
    Column("why", Text, nullable=False),  # the last trouble, without anybody's words
)
Index("due_by_time", due.c.due_at)

tokens = Table(
    "tokens",
    metadata,
    _seller(),
    Column("version", Integer, nullable=False),  # grows with each save
    Column("holder", Text),  # who is refreshing it, and which time
    Column("held_until", BigInteger, nullable=False),  # after this the holder is taken to be dead
    Column("granted_at", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # whose sign-in it is, and for what
    Column("secret", LargeBinary, nullable=False, info={NEVER_TOLD: True}),  # sealed: the tokens themselves
)

suggestions = Table(
    "suggestions",
    metadata,
    _seller(),
    Column("id", Text, primary_key=True),  # Suggestion.id
    Column("account", Text, nullable=False),
    Column("uid", Text, nullable=False),
    Column("occurrence", BigInteger, nullable=False),  # the original start, 0 for a single one
    Column("week", Integer, nullable=False),  # 202648: the ISO week it was first chosen in
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # Suggestion, as last chosen
)
Index("suggestions_by_week", suggestions.c.seller_id, suggestions.c.week)

decisions = Table(
    "decisions",
    metadata,
    _seller(),
    Column("suggestion", Text, primary_key=True),  # Suggestion.id, whether it was chosen for a week or not
    Column("kind", Text, primary_key=True),
    Column("surface", Text, nullable=False),  # where it was pressed
    Column("decided_at", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # what else was said
)

letters = Table(
    "letters",
    metadata,
    _seller(),
    Column("week", Integer, primary_key=True),  # 202648: the ISO week it is for
    Column("claimed_at", BigInteger, nullable=False),
    Column("sent_at", BigInteger),  # None: claimed only
    Column("failed_at", BigInteger),  # it did not arrive, or could not be sent
    Column("answered_at", BigInteger),  # somebody pressed something in it
    Column("why", Text, nullable=False),  # the last trouble, without anybody's words
    Column("sealed", LargeBinary, nullable=False),  # its Message-ID and what was in it, not what was written
)

visits = Table(
    "visits",
    metadata,
    _seller(),
    Column("suggestion", Text, primary_key=True),  # Suggestion.id
    Column("uid", Text, nullable=False),
    Column("occurrence", BigInteger, nullable=False),  # the original start, 0 for a single one
    Column("state", Text, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # ToVisit
)

watches = Table(
    "watches",
    metadata,
    _seller(),
    Column("provider", Text, nullable=False),
    Column("id", Text, nullable=False),  # the vendor's name for it
    Column("secret", LargeBinary, nullable=False, info={CLEAR: True, NEVER_TOLD: True}),  # a hash of it
    Column("expires_at", BigInteger, nullable=False),
)
Index("watches_by_id", watches.c.provider, watches.c.id)

feeds = Table(
    "feeds",
    metadata,
    _seller(),
    Column("name", LargeBinary, nullable=False, info={CLEAR: True, NEVER_TOLD: True}),  # a hash of the secret
    Column("opened_at", BigInteger, nullable=False),
    Column("secret", LargeBinary, nullable=False, info={NEVER_TOLD: True}),  # sealed: the secret part of the address
    Column("told", LargeBinary, nullable=False),  # sealed: in which edition each event was last told
)
Index("feeds_by_name", feeds.c.name, unique=True)

spent = Table(
    "spent",
    metadata,
    Column("provider", Text, primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),  # a sum lies in several rows
    Column("requests", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("throttled", BigInteger, nullable=False),
    Column("failed", BigInteger, nullable=False),
)
