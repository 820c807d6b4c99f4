"""One seller's letter of the week: composed, claimed, handed over, and what came of it kept. Never sent twice, never lost unseen.

It is claimed before it leaves us, under a Message-ID kept in the claim; what a worker that died has left is settled first.
"""

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from connectors.errors import AccessDenied, ConnectorError, NotThere, Refused, SignInNeeded, TryLater, Unclear
from connectors.mail import Letter, Mailer
from connectors.meetings import Person
from connectors.mime import address_of
from workers.answers import stop_url
from workers.lost_letters import GRACE, LATE, settle_letters
from workers.mailers import sender_of
from workers.office import Office
from workers.schedule import LETTER, hours
from workers.store import Seller, Transaction
from workers.store.letters import UNCLEAR, NotClaimed, SentLetter
from workers.store.mailboxes import Mailbox, MailboxState
from workers.store.moments import week_of

if TYPE_CHECKING:
    from workers.digest.compose import Composed

log = logging.getLogger(__name__)

ASK_PERSON = timedelta(hours=1)  # until what only a person can mend is looked at again
FRESH = timedelta(days=2)  # a calendar not read for longer is no ground for a letter
WHY = {Refused: "refused", SignInNeeded: "signed_out", AccessDenied: "denied", TryLater: LATE}
WHYS = frozenset({*WHY.values(), UNCLEAR})  # all there can be, each with its words

Check = Callable[[Transaction], None]


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
    post = _Post(office, seller, mailbox, mailer, check, office.clock(), at_once)
    lost = settle_letters(office.store, mailer, seller_id, week=post.week, now=post.now) or post.failed()
    return post.hindrance(lost) or post.untimely(lost, tried=tried) or post.send(lost)


@dataclass(frozen=True, slots=True)
class _Post:
    office: Office
    seller: Seller
    mailbox: Mailbox
    mailer: Mailer
    check: Check
    now: datetime
    at_once: bool

    @property
    def week(self) -> int:
        return week_of(self.now.astimezone(self.zone).date())

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.seller.zone)

    def failed(self) -> SentLetter | None:
        """This week's letter, if it failed, has certainly not been sent, and somebody wants it sent at once."""
        found = self._found() if self.at_once else None
        return found if found and found.failed_at and not found.sent_at and found.why != UNCLEAR else None

    def hindrance(self, lost: SentLetter | None) -> Outcome | None:
        """Why this seller gets no letter this week, whenever."""
        if lost is None and self._found():
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
        log.warning("seller %d: it is too late for the letter of %d", self.seller.id, self.week)
        return self._fail(LATE, lost.claimed_at if lost else self.now) if lost or tried else Outcome.LATE

    def send(self, lost: SentLetter | None) -> Outcome:
        from workers.digest.compose import compose  # a templating engine that only a letter needs

        composed = compose(self.office, self.seller.id, now=self.now)
        if composed is None:
            return self._drop(lost, Outcome.NOTHING)
        letter = self._write(composed, lost)
        if not self._claim(letter, composed, lost):
            return Outcome.GONE_BEFORE
        try:
            self.mailer.send(letter)
        except Unclear:
            return self._look_at_once(letter, composed)
        except Refused:
            return self._fail(WHY[Refused], self.now)
        except (TryLater, SignInNeeded, AccessDenied) as error:
            return self._put_off(error, lost)
        return self._keep(letter, composed)

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
            message_id=(lost and lost.message_id) or _name(self.week, sender),
            written_at=self.now.astimezone(self.zone),
            unsubscribe=stop_url(self.office.settings, seller=self.seller),
        )

    def _claim(self, letter: Letter, composed: "Composed", lost: SentLetter | None) -> bool:
        with self.office.store.writing() as at:
            self.check(at)
            for one in composed.asks:
                at.suggestions.note(self.seller.id, one, week=self.week, now=self.now)
            claim = (
                partial(at.letters.take_over, lost) if lost else partial(at.letters.claim, self.seller.id, self.week)
            )
            return claim(
                now=self.now, message_id=letter.message_id, suggestions=composed.suggestions, said=composed.said
            )

    def _keep(self, letter: Letter, composed: "Composed") -> Outcome:
        """It has been sent, whoever holds the claim by now."""
        with self.office.store.writing() as at, suppress(NotClaimed):  # the seller has been erased meanwhile
            at.letters.sent(
                self.seller.id,
                self.week,
                message_id=letter.message_id,
                suggestions=composed.suggestions,
                said=composed.said,
                now=self.office.clock(),
            )
            at.sellers.touch(self.seller.id)
        return Outcome.SENT

    def _look_at_once(self, letter: Letter, composed: "Composed") -> Outcome:
        """The connection broke after it was handed over. What is not to be found yet may be on its way."""
        found = self.mailer.find(letter.message_id)
        if found:
            return self._keep(letter, composed)
        if found is None:
            return self._fail(UNCLEAR, self.now)
        raise TryLater("the letter may be on its way", GRACE)

    def _put_off(self, error: ConnectorError, lost: SentLetter | None) -> Outcome:
        """It has certainly not been sent. Raises the error, unless it would be too late by then."""
        _, closes = hours(LETTER, now=self.now, zone=self.zone)
        wait = error.after if isinstance(error, TryLater) else ASK_PERSON
        if self.office.clock() + wait < closes and not (lost and lost.failed_at):
            self._drop_claim(self.now)
            raise error
        outcome = self._fail(next(why for kind, why in WHY.items() if isinstance(error, kind)), self.now)
        if self.at_once:
            raise error
        return outcome

    def _fail(self, why: str, claimed_at: datetime) -> Outcome:
        """Kept where people look, unless somebody else has it in hand by now. A claim there is none of is made for it."""
        with self.office.store.writing() as at:
            at.letters.claim(self.seller.id, self.week, now=claimed_at)
            try:
                at.letters.failed(self.seller.id, self.week, why=why, now=self.office.clock(), claimed_at=claimed_at)
            except NotClaimed:
                return Outcome.GONE_BEFORE
            at.sellers.touch(self.seller.id)
        log.warning("seller %d: the letter of %d failed: %s", self.seller.id, self.week, why)
        return Outcome.FAILED

    def _drop(self, lost: SentLetter | None, outcome: Outcome) -> Outcome:
        """There is to be no letter: what was claimed and certainly not sent is as if it had never been."""
        if lost and lost.is_open:
            self._drop_claim(lost.claimed_at)
        return outcome

    def _found(self) -> SentLetter | None:
        with self.office.store.reading() as at:
            return at.letters.find(self.seller.id, self.week)

    def _drop_claim(self, claimed_at: datetime) -> None:
        with self.office.store.writing() as at:
            at.letters.give_back(self.seller.id, self.week, claimed_at=claimed_at)


def _name(week: int, sender: Person) -> str:
    """A Message-ID nobody can guess and no other letter has."""
    return f"{week}.{secrets.token_hex(12)}@{address_of(sender).rpartition('@')[2]}"
