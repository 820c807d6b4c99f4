"""The way out to addresses others chose: a name is looked up once, and the very address that was looked at is dialled.

A name that means something else a moment later (DNS rebinding) gains nothing; TLS still asks for the name's certificate.
https://urllib3.readthedocs.io/en/stable/reference/urllib3.connection.html
"""

import socket
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import ConnectionPool

from connectors.causes import Cause
from connectors.web.addresses import Address, is_public
from connectors.web.deadline import Deadline

PORTS = frozenset({80, 443, 8008, 8080, 8443, 8843})  # where calendars are served; not where mail or databases are
MOST_ADDRESSES = 4  # of one name


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, those to try first before the others."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Whom we may ask: `admits` says which addresses, `ports` which doors; `resolve` finds the addresses of a name. At
    `inside` every door is open: whoever runs the service has said so."""

    admits: Callable[[Address], bool] = is_public
    ports: Container[int] = PORTS
    resolve: Callable[[str, int], Sequence[str]] = resolve
    inside: Sequence[IPv4Network | IPv6Network] = ()

    def dial(self, host: str, port: int, *, patience: timedelta, deadline: Deadline) -> socket.socket:
        """A connection to one of the name's addresses. Raises Cause where we may not go, OSError where nobody answers."""
        if port not in self.ports and not self.inside:
            raise Cause("link.port", port=port)
        failure = OSError("nobody answers")
        for address in self._admitted(host, port)[:MOST_ADDRESSES]:
            try:
                within = min(patience.total_seconds(), deadline.left)
                connection = socket.create_connection((str(address), port), timeout=within)
            except OSError as error:
                failure = error
                continue
            deadline.watch(connection)
            return connection
        raise failure

    def _admitted(self, host: str, port: int) -> list[Address]:
        try:
            found = [ip_address(one) for one in self.resolve(host, port)]
        except UnicodeError as error:  # a name no DNS can hold
            raise OSError("no such name") from error
        admitted = [one for one in found if self._is_admitted(one, port)]
        if found and not admitted:
            raise Cause("link.private")
        return admitted

    def _is_admitted(self, address: Address, port: int) -> bool:
        return any(address in network for network in self.inside) or (port in self.ports and self.admits(address))


Dial = Callable[[str, int], socket.socket]


class _Dialled:
    """A connection that is made by the guard and by nobody else."""

    _dns_host: str
    port: int

    def __init__(self, *words: Any, dial: Dial, **options: Any) -> None:
        super().__init__(*words, **options)
        self._dial = dial

    def _new_conn(self) -> socket.socket:
        return self._dial(self._dns_host.strip("[]"), self.port)


class _Open(_Dialled, HTTPConnection):
    pass


class _Secure(_Dialled, HTTPSConnection):
    pass


class Gate(HTTPAdapter):
    """What requests sends through. It knows no proxies: they would look the name up again, out of our sight."""

    def __init__(self, dial: Dial) -> None:
        super().__init__()
        self._dial = dial

    def get_connection_with_tls_context(
        self, request: PreparedRequest, verify: Any, proxies: Any = None, cert: Any = None
    ) -> ConnectionPool:
        pool: Any = super().get_connection_with_tls_context(request, verify, {}, cert)
        pool.ConnectionCls = partial(_Secure if pool.scheme == "https" else _Open, dial=self._dial)
        return pool  # type: ignore[no-any-return]
