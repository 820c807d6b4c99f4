"""A mail server's door. https://datatracker.ietf.org/doc/html/rfc8314"""

from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed over. `secure`: TLS from the first byte; otherwise it begins with STARTTLS, or not at all
    on this very machine. Without `user` nobody signs in."""

    host: str
    port: int
    secure: bool
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def is_here(self) -> bool:
        with suppress(ValueError):
            return ip_address(self.host).is_loopback
        return self.host == "localhost"
