"""How letters are sent, as an operator writes it: smtps://user:password@host, smtp://host:587, file:///a/folder.

https://datatracker.ietf.org/doc/html/rfc8314 tells of the ports: 465 is encrypted from the first byte, 587 a moment later.
"""

from dataclasses import dataclass
from email.utils import getaddresses
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from connectors.errors import Refused
from connectors.meetings import Person
from connectors.mime import address_of
from connectors.smtp.server import Server
from workers.engine_settings import Misread

PORTS = {"smtp": 587, "smtps": 465}
NAME = "Kanelbulle"
WRITE = (
    "write smtps://user:password@host, smtp://host:port or file:///a/folder;"
    " signs like @ / ? # in a password are written %40 %2F %3F %23"
)


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where letters go and whom they are from: a server's door, or a folder for trying out."""

    way: Server | Path
    sender: Person

    @property
    def whereabouts(self) -> str:
        """Without user and password."""
        return str(self.way) if isinstance(self.way, Path) else f"{self.way.host}:{self.way.port}"

    def __repr__(self) -> str:  # never a password in a log
        return f"MailSettings({self.whereabouts!r})"


def read_way(text: str) -> Server | Path:
    """Raises Misread, which never quotes what was written: there may be a password in it."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise Misread(WRITE) from error
    if parts.scheme == "file":
        return _folder(parts)
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise Misread(WRITE)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii() or bool(user) != bool(password):
        raise Misread("whoever signs in has a user and a password, both in ASCII")
    return Server(parts.hostname, port or PORTS[parts.scheme], parts.scheme == "smtps", user, password)


def read_sender(text: str, *, way: Server | Path, base_url: str) -> Person:
    """`address` or `Name <address>`; by default the user who signs in, where that is an address, else kanelbulle at the
    host people type. Raises Misread."""
    if not text:
        return Person(_usual(way, base_url), NAME)
    sender = read_person(text)
    return Person(sender.address, sender.name or NAME)


def read_person(text: str) -> Person:
    """`address` or `Name <address>`. Raises Misread."""
    found = getaddresses([text])
    name, address = found[0]
    if len(found) != 1 or not _is_address(address):
        raise Misread("write an address, or a name and an address: Kanelbulle <brev@example.com>")
    return Person(address, name)


def _folder(parts: SplitResult) -> Path:
    if parts.netloc not in ("", "localhost") or not parts.path.strip("/"):
        raise Misread("a folder has its whole path: file:///var/lib/kanelbulle/letters")
    return Path(unquote(parts.path))


def _usual(way: Server | Path, base_url: str) -> str:
    if isinstance(way, Server) and _is_address(way.user):
        return way.user
    host = urlsplit(base_url).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return f"kanelbulle@{host}"
    return "kanelbulle@localhost"


def _is_address(text: str) -> bool:
    try:
        return bool(address_of(Person(text)))
    except Refused:
        return False
