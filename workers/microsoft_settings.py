"""How we are registered at Microsoft, as an operator writes it. The clouds that are a nation's own have their own addresses.

https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from workers.addresses import read_address, read_secure
from workers.engine_settings import Misread

AUTHORITY = "https://login.microsoftonline.com"
GRAPH_URL = "https://graph.microsoft.com/v1.0"
NAMES = (
    "MICROSOFT_CLIENT_ID",
    "MICROSOFT_CLIENT_SECRET",
    "MICROSOFT_CERTIFICATE",
    "MICROSOFT_TENANT_ID",
    "MICROSOFT_AUTHORITY",
    "GRAPH_URL",
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_PLACES = frozenset({"common", "organizations", "consumers"})


@dataclass(frozen=True, slots=True)
class MicrosoftSettings:
    """`certificate` is PEM text: a private key and its certificate. `tenant_id` is empty where any company may sign in."""

    client_id: str
    secret: str = field(default="", repr=False)
    certificate: str = field(default="", repr=False)
    tenant_id: str = ""
    authority: str = AUTHORITY
    graph_url: str = GRAPH_URL


Parsed = Callable[[str, Callable[[str], str]], str]
"""A setting by its name, read in some way; what cannot be is told under that name."""


def read_microsoft(parsed: Parsed) -> MicrosoftSettings | None:
    """None without a client id: then nobody signs in at Microsoft."""
    client_id = parsed("MICROSOFT_CLIENT_ID", _name)
    secret = parsed("MICROSOFT_CLIENT_SECRET", lambda text: _with(client_id, text))
    certificate = parsed("MICROSOFT_CERTIFICATE", lambda text: _with(client_id, _certificate(text, secret)))
    made = MicrosoftSettings(
        client_id=client_id,
        secret=secret,
        certificate=certificate,
        tenant_id=parsed("MICROSOFT_TENANT_ID", _tenant),
        authority=parsed("MICROSOFT_AUTHORITY", lambda text: read_secure(text) or AUTHORITY),
        graph_url=parsed("GRAPH_URL", lambda text: read_address(text) or GRAPH_URL),
    )
    return made if client_id else None


def _name(text: str) -> str:
    if text and not _NAME.fullmatch(text):
        raise Misread("it is the application's (client) ID, as its overview in the Entra portal shows it")
    return text


def _with(client_id: str, text: str) -> str:
    if text and not client_id:
        raise Misread("it belongs to an application: set KANELBULLE_MICROSOFT_CLIENT_ID too")
    return text


def _certificate(text: str, secret: str) -> str:
    if text and secret:
        raise Misread("there is a client secret too: keep one")
    if text and ("PRIVATE KEY-----" not in text or "-----BEGIN CERTIFICATE-----" not in text):
        raise Misread("it is PEM text, a private key and its certificate; a file's path goes into the name with _FILE")
    return text


def _tenant(text: str) -> str:
    """A GUID or a domain; where any company may sign in it is left empty."""
    if text.lower() in _PLACES:
        raise Misread("it is one directory's ID; leave it empty where several companies sign in")
    if text and not _NAME.fullmatch(text):
        raise Misread("it is a directory's (tenant) ID or domain")
    return text.lower()
