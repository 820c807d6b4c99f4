"""An office that sends letters to one seller, on a clock moved by hand, with workers called one message at a time."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from connectors.mail import Letter, Mailer
from connectors.meetings import Person
from connectors.smtp.folder import Folder
from connectors.smtp.server import Server
from tests.mailboxes import add_mailbox, call, make_office
from tests.servers.smtp import MailServer
from tests.simulators.paged import PagedCalendar
from tests.world import NOW, STOCKHOLM
from workers.jobs import carry_out
from workers.letters import Outcome, send_letter
from workers.mail_settings import MailSettings
from workers.office import Office
from workers.store.due import DueRow
from workers.store.letters import SentLetter
from workers.store.moments import week_of
from workers.store.sellers import Seller

SENDER = Person("brev@nordverk.example", "Kanelbulle")
FRIDAY = NOW - timedelta(days=3)
SYNC, SEND = "sync_mailbox", "send_letter"
WEEK = timedelta(weeks=1)


class Died(BaseException):
    """What nobody catches, as a process that is killed catches nothing."""


@dataclass
class Keeper:
    """A mailer that keeps what it has sent; it dies once where it is told to, and can be looked into or not."""

    folder: Folder
    dies: str = ""  # before, after
    looks: bool = True
    sent: list[Letter] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        dies, self.dies = self.dies, ""
        if dies == "before":
            raise Died
        self.folder.send(letter)
        self.sent.append(letter)
        if dies == "after":
            raise Died

    def find(self, message_id: str) -> bool | None:
        return self.folder.find(message_id) if self.looks else None


@dataclass
class Post:
    office: Office
    calendars: dict[int, PagedCalendar]
    now: datetime = FRIDAY
    seller_id: int = 0

    def by(self, mailer: Mailer) -> "Post":
        """Letters go by this mailer from now on."""
        self.office = replace(self.office, own_mail={"ics": lambda mailbox, settings: mailer})
        return self

    def over(self, server: MailServer) -> "Post":
        way = MailSettings(Server("127.0.0.1", server.port, secure=False), SENDER)
        self.office = replace(self.office, settings=replace(self.office.settings, smtp=way))
        return self

    def add(self, *, zone: ZoneInfo = STOCKHOLM, address: str = "astrid@nordverk.example") -> "Post":
        """A seller with calls with one customer until now and one to come, read as of now."""
        self.seller_id = add_mailbox(self.office, address)
        weeks = (self.now - NOW) / WEEK
        calendar = PagedCalendar(zones=(zone,))
        calendar.put(*(call(n, weeks - n * 2 - 1) for n in range(1, 6)), call(0, weeks + 3))
        self.calendars[self.seller_id] = calendar
        self.read()
        if self.seller.zone != zone.key:
            self.save(zone=zone.key)
            self.read()
        return self

    def read(self) -> None:
        self.office.want(SYNC, self.seller_id)
        carry_out(self.office, SYNC, self.seller_id)

    def save(self, **changed: object) -> None:
        with self.office.store.writing() as at:
            at.sellers.save(replace(self.seller, **changed))  # type: ignore[arg-type]

    @property
    def seller(self) -> Seller:
        seller = self.office.store.of(self.seller_id).seller()
        assert seller is not None
        return seller

    def at(self, when: datetime) -> "Post":
        """It is that time, the calendar has been read, and workers do what is due of letters."""
        self.read_at(when)
        return self.work()

    def read_at(self, when: datetime) -> None:
        self.now = when
        with self.office.store.writing() as at:
            box = at.mailboxes.find(self.seller_id)
            assert box is not None
            at.mailboxes.save(replace(box, read_at=when))

    def work(self) -> "Post":
        carry_out(self.office, SEND, self.seller_id)
        return self

    def send(self, *, at_once: bool = True) -> Outcome:
        return send_letter(self.office, self.seller_id, at_once=at_once)

    def letter(self) -> SentLetter | None:
        """Of this week."""
        week = week_of(self.now.astimezone(ZoneInfo(self.seller.zone)).date())
        with self.office.store.reading() as at:
            return at.letters.find(self.seller_id, week)

    def told(self) -> str:
        """What became of this week's letter."""
        found = self.letter()
        if found is None:
            return "none"
        return "sent" if found.sent_at and not found.failed_at else found.why if found.failed_at else "claimed"

    def row(self) -> DueRow | None:
        with self.office.store.reading() as at:
            return at.due.find(SEND, self.seller_id)


def open_post(home: Path, database_url: str) -> Post:
    calendars: dict[int, PagedCalendar] = {}
    made: list[Post] = []
    office = make_office(
        home, database_url, clock=lambda: made[0].now, calendars=calendars, base_url="https://buns.example"
    )
    made.append(Post(office, calendars))
    return made[0]
