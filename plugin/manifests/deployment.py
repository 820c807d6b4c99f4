"""Where one Kanelbulle stands: its address, what it is called at its vendor, and the ids that follow from the address.

https://learn.microsoft.com/javascript/api/manifest/id wants one id for as long as the add-in lives there.
"""

import re
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*")
GOOGLES = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
RELEASE = re.compile(r"\d+(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class Deployment:
    """`url` is https, a host and perhaps a port, without an end slash; `client_id` may be empty."""

    url: str
    client_id: str

    @property
    def host(self) -> str:
        """With its port, where it has one."""
        return urlsplit(self.url).netloc

    @property
    def xml_id(self) -> str:
        return str(uuid5(NAMESPACE_URL, f"{self.url}/#outlook-xml"))

    @property
    def json_id(self) -> str:
        return str(uuid5(NAMESPACE_URL, f"{self.url}/#outlook-json"))


def read_url(text: str) -> str:
    """Raises ValueError for what no manifest can name: plain http, a path, a name and password."""
    parts = urlsplit(text.strip())
    host, port = (parts.hostname or "").encode("idna").decode().lower(), parts.port
    beside = (parts.path.strip("/"), parts.query, parts.fragment, parts.username, parts.password)
    if parts.scheme != "https" or any(beside) or not HOST.fullmatch(host):
        raise ValueError(text)
    return f"https://{host}" + (f":{port}" if port and port != 443 else "")


def read_client_id(text: str) -> str:
    """As Microsoft writes it, or nothing. Raises ValueError for anything else."""
    return str(UUID(text.strip())) if text.strip() else ""


def read_google_client_id(text: str) -> str:
    """As Google writes it, or nothing. Raises ValueError for anything else."""
    said = text.strip()
    if said and not GOOGLES.fullmatch(said):
        raise ValueError(text)
    return said


def release() -> str:
    """This version in three numbers: what comes after them in Python's has no place in a manifest."""
    found = RELEASE.match(version("kanelbulle"))
    numbers = found[0].split(".") if found else []
    return ".".join([*numbers, "0", "0", "0"][:3])
