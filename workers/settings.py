"""The only reader of the environment. Every name is KANELBULLE_<NAME>, or KANELBULLE_<NAME>_FILE for a file holding it.

What cannot be read is refused with one line that says what to do: a wrong setting never becomes a silent default.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeVar
from urllib.parse import urlsplit

from platformdirs import user_data_path

from connectors.meetings import Person
from workers.engine_settings import BAKERIES, GEOCODERS, ROUTERS, EngineChoice, Misread, read_engines, read_prices
from workers.google_settings import NAMES as GOOGLE
from workers.google_settings import GoogleSettings, read_google
from workers.mail_settings import MailSettings, read_person, read_sender, read_way
from workers.microsoft_settings import NAMES as MICROSOFT
from workers.microsoft_settings import MicrosoftSettings, read_microsoft
from workers.pane_settings import NAMES as PANE
from workers.pane_settings import read_frames
from workers.visits.travel_rules import OWN_CAR, Price

T = TypeVar("T")
Network = IPv4Network | IPv6Network

PREFIX = "KANELBULLE_"
NAMES = (
    "HOME",
    "DATABASE_URL",
    "REDIS_URL",
    "BASE_URL",
    "SECRET_KEYS",
    "CALENDAR_LIMIT_MB",
    "FEED_NETWORKS",
    "METRICS_TOKEN",
    "ROUTER",
    "GEOCODER",
    "BAKERIES",
    "PRICES",
    "SMTP_URL",
    "MAIL_FROM",
    "CONTACT",
    *MICROSOFT,
    *GOOGLE,
    *PANE,
)
DEFAULT_BASE_URL = "http://127.0.0.1:8027"


class SettingsError(Exception):
    """A setting that cannot be used; the text names it and says what to do."""


@dataclass(frozen=True, slots=True)
class TravelSettings:
    """Which engines are asked, none meaning that all is estimated here, and what each mode costs."""

    routers: tuple[EngineChoice, ...] = ()
    geocoders: tuple[EngineChoice, ...] = ()
    bakeries: tuple[EngineChoice, ...] = ()
    prices: Mapping[str, Price] = field(default_factory=lambda: dict(OWN_CAR))
    contact: str = DEFAULT_BASE_URL  # told to the engines, so that their keepers know whom to write to


@dataclass(frozen=True, slots=True)
class Settings:
    home: Path  # data and keys live here, mode 0700
    database_url: str
    base_url: str
    secret_keys: tuple[str, ...]  # the first seals, all open
    calendar_limit: int  # bytes a calendar file may have
    travel: TravelSettings
    redis_url: str = ""  # empty: a queue server of our own
    feed_networks: tuple[Network, ...] = ()  # beside the open internet, where feeds may be read
    pane_frames: tuple[str, ...] = ()  # the sites that may show Outlook's pane inside their own page
    metrics_token: str = ""  # opens /metrics to who is not on this machine
    keeper: Person | None = None  # whom people write to about their data
    smtp: MailSettings | None = None  # how letters are sent, unless by the seller's own mail
    microsoft: MicrosoftSettings | None = None  # how we are registered there, where we are
    google: GoogleSettings | None = None  # likewise
    trust: str | None = None  # certificates to trust instead of the usual ones, a file

    def __repr__(self) -> str:  # never a key or a password in a log
        return f"Settings(home={str(self.home)!r}, base_url={self.base_url!r})"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from `environment`; makes the home folder and, on first run, a key (mode 0600)."""
    home = Path(_read(environment, "HOME") or user_data_path("kanelbulle", appauthor=False)).expanduser()
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsError(f"{PREFIX}HOME: cannot make the folder {home}: {error.strerror}") from error
    return Settings(
        home=home,
        database_url=_database_url(_read(environment, "DATABASE_URL"), home),
        base_url=_base_url(_read(environment, "BASE_URL") or DEFAULT_BASE_URL),
        secret_keys=_secret_keys(_read(environment, "SECRET_KEYS"), home / "secret_keys"),
        calendar_limit=read_calendar_limit(environment),
        travel=read_travel(environment),
        redis_url=_redis_url(_read(environment, "REDIS_URL")),
        feed_networks=_networks(_read(environment, "FEED_NETWORKS")),
        pane_frames=_parsed(environment, "PANE_FRAMES", read_frames),
        metrics_token=_token(_read(environment, "METRICS_TOKEN")),
        keeper=_parsed(environment, "CONTACT", lambda text: read_person(text) if text else None),
        smtp=_smtp(environment),
        microsoft=read_microsoft(partial(_parsed, environment)),
        google=read_google(partial(_parsed, environment)),
        trust=environment.get("REQUESTS_CA_BUNDLE") or None,
    )


def read_calendar_limit(environment: Mapping[str, str]) -> int:
    """The bytes a calendar file may have; all a scan asks of the settings, which therefore makes no home."""
    return _megabytes(_read(environment, "CALENDAR_LIMIT_MB") or "200") * 1_000_000


def read_travel(environment: Mapping[str, str]) -> TravelSettings:
    """The engines and prices; a scan asks for them without a home."""
    return TravelSettings(
        routers=_parsed(environment, "ROUTER", lambda text: read_engines(text, ROUTERS)),
        geocoders=_parsed(environment, "GEOCODER", lambda text: read_engines(text, GEOCODERS)),
        bakeries=_parsed(environment, "BAKERIES", lambda text: read_engines(text, BAKERIES)),
        prices=_parsed(environment, "PRICES", read_prices),
        contact=_base_url(_read(environment, "BASE_URL") or DEFAULT_BASE_URL),
    )


def _smtp(environment: Mapping[str, str]) -> MailSettings | None:
    if not _read(environment, "SMTP_URL"):
        return None
    way = _parsed(environment, "SMTP_URL", read_way)
    base_url = _base_url(_read(environment, "BASE_URL") or DEFAULT_BASE_URL)
    return MailSettings(
        way, _parsed(environment, "MAIL_FROM", lambda text: read_sender(text, way=way, base_url=base_url))
    )


def _parsed(environment: Mapping[str, str], name: str, parse: Callable[[str], T]) -> T:
    try:
        return parse(_read(environment, name))
    except Misread as error:
        raise SettingsError(f"{PREFIX}{name}: {error}") from error


def _read(environment: Mapping[str, str], name: str) -> str:
    value, file = environment.get(PREFIX + name), environment.get(f"{PREFIX}{name}_FILE")
    if value and file:
        raise SettingsError(f"{PREFIX}{name} and {PREFIX}{name}_FILE are both set: keep one")
    if not file:
        return (value or "").strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{PREFIX}{name}_FILE: cannot read {file}: {error}") from error


def _database_url(url: str, home: Path) -> str:
    if not url:
        return f"sqlite:///{home / 'kanelbulle.db'}"
    if url.startswith(("sqlite:///", "postgresql+psycopg://")):
        return url
    raise SettingsError(f"{PREFIX}DATABASE_URL: it starts with sqlite:/// or postgresql+psycopg://")


def _redis_url(url: str) -> str:
    if url and urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise SettingsError(f"{PREFIX}REDIS_URL: it starts with redis://, rediss:// or unix://")
    return url


def _token(text: str) -> str:
    if text and (len(text) < 16 or not text.isascii()):
        raise SettingsError(f"{PREFIX}METRICS_TOKEN: it needs at least 16 letters and digits")
    return text


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(one.strip(), strict=False) for one in text.split(",") if one.strip())
    except ValueError as error:
        raise SettingsError(f"{PREFIX}FEED_NETWORKS: write networks like 10.1.2.0/24, with commas") from error


def _base_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"{PREFIX}BASE_URL: {url!r} is no http or https address")
    return url.rstrip("/")


def _secret_keys(text: str, file: Path) -> tuple[str, ...]:
    if not text:
        text = _kept_key(file)
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    if not keys or any(len(key) < 16 for key in keys):
        raise SettingsError(f"{PREFIX}SECRET_KEYS: every key needs at least 16 characters")
    return keys


def _kept_key(file: Path) -> str:
    """The key of this home, made whole before it gets its name: two first runs at once agree on one."""
    try:
        if not file.exists():
            with NamedTemporaryFile("w", dir=file.parent, encoding="utf-8") as new:  # mode 0600
                new.write(secrets.token_urlsafe(32) + "\n")
                new.flush()
                with suppress(FileExistsError):
                    os.link(new.name, file)
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"cannot keep a key in {file}: {error.strerror}") from error


def _megabytes(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise SettingsError(f"{PREFIX}CALENDAR_LIMIT_MB: {text!r} is no whole number of megabytes")
    return int(text)
