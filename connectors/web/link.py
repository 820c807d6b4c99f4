"""A link as a person pastes it or a server sends us on to it. It may hold a secret: only its host is ever shown.

webcal:// is what calendars call https://; https://www.iana.org/assignments/uri-schemes/prov/webcal
"""

import hashlib
import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from requests import Request
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from connectors.causes import Cause

SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
LONGEST = 4_000
ODD = re.compile(r"[\x00-\x1f\x7f\\]")  # one reader takes \ for /, another for a letter


@dataclass(frozen=True, slots=True)
class Link:
    """Where to ask. `url` is as it is asked: quoted, its host in ASCII."""

    host: str
    url: str = field(repr=False)

    @property
    def is_secure(self) -> bool:
        return self.url.startswith("https:")

    @property
    def digest(self) -> bytes:
        """Tells whether it is this link again, without telling it."""
        return hashlib.sha256(self.url.encode()).digest()

    def onward(self, location: str) -> "Link":
        """Where a server sends us on to: never from an encrypted address to an open one."""
        text = location.encode("latin-1", "replace").decode("utf-8", "replace")
        link = read_link(_joined(self.url, text))
        if self.is_secure and not link.is_secure:
            raise Cause("link.insecure")
        return link


def read_link(text: str) -> Link:
    """The link in a text. Raises Cause."""
    scheme, _, rest = text.strip().partition("://")
    known = SCHEMES.get(scheme.lower())
    if known is None or ODD.search(rest) or len(rest) > LONGEST:
        raise Cause("link.address")
    url = _asked(f"{known}://{rest}")
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise Cause("link.userinfo")
    if not parts.hostname:
        raise Cause("link.address")
    return Link(parts.hostname, url)


def _asked(url: str) -> str:
    """As requests asks it; empty where it would not."""
    try:
        asked = Request("GET", url).prepare().url or ""
        _ = urlsplit(asked).port  # 99999 is none
    except (RequestException, HTTPError, ValueError):
        return ""
    return asked


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return ""
