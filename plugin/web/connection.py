"""What is connected, told to its seller: whose calendar, since when, and what we may do with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from plugin.web.room import mine, office
from workers.grants import VENDORS, leave_of, own_grant
from workers.store.mailboxes import Mailbox, MailboxState

MORE = ("write", "draft", "send")
FIRST = {
    MailboxState.NEW: "page.waiting.about.new",
    MailboxState.READING: "page.waiting.about.reading",
}  # while it is read the first time


@dataclass(frozen=True, slots=True)
class Connection:
    """`state` is a key of the words, empty where all is well. `since` is when the seller last said yes, None where it is by
    somebody else's; `leave` is what we may do beside reading. `way_in` is where the seller says yes again, where that is."""

    provider: str
    state: str
    done: float
    since: datetime | None
    leave: Mapping[str, bool]
    way_in: str

    @property
    def in_trouble(self) -> bool:
        return bool(self.state) and self.state not in FIRST.values()


def connection_of(box: Mailbox, *, back: str) -> Connection:
    token = own_grant(mine().token())
    vendor = VENDORS.get(box.provider)
    signs_in = vendor is not None and vendor.signs_in(office().settings)
    given = leave_of(token) if token and token.provider == box.provider else frozenset()
    return Connection(
        provider=box.provider,
        state=_tell(box),
        done=box.done,
        since=token.granted_at if token else None,
        leave={what: what in given for what in MORE} if token else {},
        way_in=url_for(f"web.signin_{box.provider}", back=back) if signs_in else "",
    )


def _tell(box: Mailbox) -> str:
    if box.state is MailboxState.IN_STEP:
        return ""
    return FIRST.get(box.state, f"page.mailbox.{box.state.value}")
