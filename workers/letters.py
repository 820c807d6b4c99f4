"""One seller's letter of the week: composed, claimed, handed over, and what came of it kept. Never sent twice, never lost unseen.

It is claimed before it leaves us, under a Message-ID kept in the claim; what a worker that died has left is settled first.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from connectors.errors import AccessDenied, ConnectorError, NotThere, Refused, SignInNeeded, TryLater, Unclear
from connectors.mail import Letter, Mailer
from connectors.meetings import Person
from connectors.mime import address_of
from workers.answers import stop_url
from workers.letter_claims import Check, Claims
from workers.lost_letters import GRACE, LATE, settle_letters
from workers.mailers import sender_of
from workers.office import Office
from workers.schedule import LETTER, hours
from workers.store import Seller
from workers.store.letters import UNCLEAR, SentLetter
from workers.store.mailboxes import Mailbox, MailboxState
from workers.store.moments import week_of

if TYPE_CHECKING:
    from workers.digest.compose import Composed

log = logging.getLogger(__name__)

ASK_PERSON = timedelta(hours=1)  # until what only a person can mend is looked at again
FRESH = timedelta(days=2)  # a calendar not read for longer is no ground for a letter
WHY = {Refused: "refused", SignInNeeded: "signed_out", AccessDenied: "denied", TryLater: LATE}
WHYS = frozenset({*WHY.values(), UNCLEAR})  # all there can be, each with its words


class Outcome(StrEnum):
    """What came of it."""

    SENT = "sent"
    FAILED = "failed"
    GONE_BEFORE = "gone_before"  # this week's was sent, or failed, earlier
    NOTHING = "nothing"  # to say this week
    STOPPED = "stopped"  # the seller wants none
    NOT_READ = "not_read"  # what we would say is of a calendar that is no longer read
    NO_MAILER = "no_mailer"
    EARLY = "early"
    LATE = "late"


def send_letter(
    office: Office, seller_id: int, *, check: Check = lambda _: None, tried: bool = False, at_once: bool = False
) -> Outcome:
    """The letter of this week, if it is time and there is one. `tried`: it could not be sent before; `at_once`: on any day,
    also what has failed and was certainly not sent.

    Raises NotThere where the seller is gone; TryLater, SignInNeeded and AccessDenied when it has not been sent and is
    worth another try; and what `check` does.
    """
    with office.store.reading() as at:
        seller, mailbox = at.sellers.of_id(seller_id), at.mailboxes.find(seller_id)
    if seller is None or mailbox is None:
        raise NotThere("the seller is gone")
    mailer = office.mailer(mailbox)
    if mailer is None:
        return Outcome.NO_MAILER
    now, way = office.clock(), type(mailer).__name__
    week = week_of(now.astimezone(ZoneInfo(seller.zone)).date())
    post = _Post(office, seller, mailbox, mailer, check, at_once, Claims(office, seller_id, week, now, way))
    lost = settle_letters(office.store, mailer, seller_id, week=week, now=now) or post.failed()
    return post.hindrance(lost) or post.untimely(lost, tried=tried) or post.send(lost)


@dataclass(frozen=True, slots=True)
class _Post:
    office: Office
    seller: Seller
    mailbox: Mailbox
    mailer: Mailer
    check: Check
    at_once: bool
    kept: Claims

    @property
    def now(self) -> datetime:
        return self.kept.now

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.seller.zone)

    def failed(self) -> SentLetter | None:
        """This week's letter, if it failed, has certainly not been sent, and somebody wants it sent at once."""
        found = self.kept.find() if self.at_once else None
        return found if found and found.failed_at and not found.sent_at and found.why != UNCLEAR else None

    def hindrance(self, lost: SentLetter | None) -> Outcome | None:
        """Why this seller gets no letter this week, whenever."""
        if lost is None and self.kept.find():
            return Outcome.GONE_BEFORE
        if not self.seller.letters:
            return self._drop(lost, Outcome.STOPPED)
        read_at = self.mailbox.read_at
        if self.mailbox.state is not MailboxState.IN_STEP or read_at is None or self.now - read_at > FRESH:
            return self._drop(lost, Outcome.NOT_READ)
        return None

    def untimely(self, lost: SentLetter | None, *, tried: bool) -> Outcome | None:
        """Why there is none now. One that was to be sent and could not be in time is seen to have failed."""
        opens, closes = hours(LETTER, now=self.now, zone=self.zone)
        if self.at_once or opens <= self.now < closes:
            return None
        if self.now < opens:
            return Outcome.EARLY
        log.warning("seller %d: it is too late for the letter of %d", self.seller.id, self.kept.week)
        return self._fail(LATE, lost.claimed_at if lost else None) if lost or tried else Outcome.LATE

    def send(self, lost: SentLetter | None) -> Outcome:
        from workers.digest.compose import compose  # a templating engine that only a letter needs

        composed = compose(self.office, self.seller.id, now=self.now)
        if composed is None:
            return self._drop(lost, Outcome.NOTHING)
        letter = self._write(composed, lost)
        if not self.kept.claim(composed, letter.message_id, lost, self.check):
            return Outcome.GONE_BEFORE
        try:
            self.mailer.send(letter)
        except Unclear:
            if (unclear := self._look_at_once(letter.message_id)) is not None:
                return unclear
        except (Refused, NotThere):  # the mailbox may be gone while its calendar is there
            return self._fail(WHY[Refused])
        except (TryLater, SignInNeeded, AccessDenied) as error:
            return self._put_off(error, lost)
        self.kept.sent(composed, letter.message_id)
        return Outcome.SENT

    def _write(self, composed: "Composed", lost: SentLetter | None) -> Letter:
        """What is sent anew keeps its name: should both arrive after all, mail programs show one."""
        sender, rendered = sender_of(self.seller, self.office.settings), composed.rendered
        return Letter(
            sender=sender,
            to=Person(self.seller.owner, self.seller.name),
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            language=composed.language,
            message_id=(lost and lost.message_id) or _name(self.kept.week, sender),
            written_at=self.now.astimezone(self.zone),
            unsubscribe=stop_url(self.office.settings, seller=self.seller),
        )

    def _look_at_once(self, message_id: str) -> Outcome | None:
        """The connection broke after it was handed over: nothing where it has been sent all the same. What is not to be
        found yet may be on its way."""
        found = self.mailer.find(message_id)
        if found is False:
            raise TryLater("the letter may be on its way", GRACE)
        return None if found else self._fail(UNCLEAR)

    def _put_off(self, error: ConnectorError, lost: SentLetter | None) -> Outcome:
        """It has certainly not been sent. Raises the error, unless it would be too late by then."""
        _, closes = hours(LETTER, now=self.now, zone=self.zone)
        wait = error.after if isinstance(error, TryLater) else ASK_PERSON
        if self.office.clock() + wait < closes and not (lost and lost.failed_at):
            self.kept.drop()
            raise error
        outcome = self._fail(next(why for kind, why in WHY.items() if isinstance(error, kind)))
        if self.at_once:
            raise error
        return outcome

    def _fail(self, why: str, claimed_at: datetime | None = None) -> Outcome:
        return Outcome.FAILED if self.kept.failed(why, claimed_at) else Outcome.GONE_BEFORE

    def _drop(self, lost: SentLetter | None, outcome: Outcome) -> Outcome:
        """There is to be no letter."""
        if lost and lost.is_open:
            self.kept.drop(lost.claimed_at)
        return outcome


def _name(week: int, sender: Person) -> str:
    """A Message-ID nobody can guess and no other letter has."""
    return f"{week}.{secrets.token_hex(12)}@{address_of(sender).rpartition('@')[2]}"
