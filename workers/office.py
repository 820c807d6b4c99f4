"""Settings, store and clock, put together once per process. Nothing else is kept in a process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from connectors.calendars import Calendar
from connectors.mail import Mailer
from workers.calendars import PROVIDERS, Open, open_calendar
from workers.mailers import OWN_MAIL, OpenMail, open_mailer
from workers.roads import Roads, open_roads
from workers.sealing import Sealer
from workers.settings import Settings, read_settings
from workers.store import Store
from workers.store.mailboxes import Mailbox


class Carrier(Protocol):
    """What carries messages to the workers. One that cannot just now loses them without a word to the caller."""

    def put(self, job: str, subject: int, ask: int) -> object: ...

    def answers(self) -> None:
        """Raises when it does not."""


@dataclass(frozen=True, slots=True)
class Office:
    settings: Settings
    store: Store
    clock: Callable[[], datetime]  # aware
    roads: Roads
    queue: Carrier | None = None  # without one, whoever wants something done does it
    providers: Mapping[str, Open] = field(default_factory=lambda: PROVIDERS)
    own_mail: Mapping[str, OpenMail] = field(default_factory=lambda: OWN_MAIL)
    hurried: bool = False  # somebody waits for the answer: no vendor is waited for long, or asked again

    def calendar(self, mailbox: Mailbox) -> Calendar:
        """The calendar behind a mailbox. Raises NotThere."""
        return open_calendar(mailbox, self, self.providers)

    def mailer(self, mailbox: Mailbox) -> Mailer | None:
        """Who carries letters to the seller of a mailbox, None where nobody does."""
        return open_mailer(mailbox, self, self.own_mail)

    def want(self, job: str, subject: int) -> None:
        """It should be done now. Kept first, then asked for: what the queue loses, the clock asks for again."""
        with self.store.writing() as at:
            at.due.want(job, subject, at=self.clock())
        self.ask(job, subject)

    def ask(self, job: str, subject: int) -> None:
        """Put a message into the queue, if the row is due and none lies there."""
        if self.queue is None:
            return
        with self.store.writing() as at:
            message = at.due.ask(job, subject, now=self.clock())
        if message is not None:
            self.queue.put(message.job, message.subject, message.ask)


def open_office(
    environment: Mapping[str, str], *, clock: Callable[[], datetime] | None = None, migrate: bool = False
) -> Office:
    """An office on the settings of `environment`. A file is brought to the newest schema, a server's database only when
    asked to (`migrate`). Raises SchemaOld."""
    settings = read_settings(environment)
    sealer = Sealer(settings.secret_keys)
    store = Store(settings.database_url, sealer)
    store.migrate() if migrate else store.open()
    roads = open_roads(settings.travel, home=settings.home, sealer=sealer)
    return Office(
        settings=settings,
        store=store,
        clock=clock or (lambda: datetime.now(UTC)),
        roads=roads,
        queue=open_courier(settings.redis_url),
    )


def open_courier(redis_url: str) -> Carrier | None:
    """What carries messages to the queue at this address, None without one."""
    if not redis_url:
        return None
    from workers.queue import Courier, Queue  # a quarter of a second that a scan does not need

    return Courier(Queue(redis_url))
