"""Who is in the demo seller's world and what they book with each other, read from `world.toml` beside this module."""

import tomllib
from functools import cache
from importlib import resources

import msgspec

from connectors.meetings import Person


class Booking(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"status": "as", "last": "until"}):
    """A meeting, or one that comes back: in `weeks`, or `every` so many from `from` to `until`; `repeats` makes it a series."""

    title: str | list[str]
    weeks: list[int] = []
    every: int = 0
    first: int = msgspec.field(default=0, name="from")
    last: int = 0
    after: int = 0  # so many days after the day, however it slid: the way home from a night away
    in_days: int | None = None  # from today, however quiet the weeks are
    yearly: str = ""  # a month and a day, 07-06
    repeats: list[str] = []
    moved: list[int] = []  # weeks in which the series is a day late
    day: str = "mon"
    at: str = "09:00"
    minutes: int | list[int] = 30
    all_day: int = 0  # so many days
    people: list[str] = msgspec.field(default_factory=list, name="with")
    colleagues: list[str] = []
    by: str = ""  # who organises; the seller, unless said
    place: str = ""
    room: str = ""  # one of our own
    link: bool = True
    webinar: bool = False
    text: str | list[str] = ""
    travel: str = ""
    status: str = ""  # cancelled, declined, private, free, away


class Crm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the CRM says of a company."""

    tier: str
    address: str = ""
    value: int | None = None
    currency: str = "SEK"
    also: list[str] = []  # its other domains


class Company(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    town: str
    domain: str
    people: dict[str, str]
    booking: list[Booking] = []
    crm: Crm | None = None
    language: str = "sv"
    crowd: int = 0  # so many more in every meeting
    guests: list[str] = []  # addresses at other companies in every meeting

    def person(self, key: str) -> Person:
        return Person(f"{key}@{self.domain}", self.people[key])


class Seller(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    address: str
    company: str
    office: str
    colleagues: dict[str, str]

    @property
    def person(self) -> Person:
        return Person(self.address, self.name)

    @property
    def domain(self) -> str:
        return self.address.partition("@")[2]

    def colleague(self, key: str) -> Person:
        return Person(f"{key}@{self.domain}", self.colleagues[key])


class World(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    seller: Seller
    company: list[Company]


@cache
def read_world() -> World:
    """The demo seller's world."""
    text = resources.files(__package__).joinpath("world.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), World)
