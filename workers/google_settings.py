"""How we are registered at Google, as an operator writes it: a client that sellers sign in with, a service account, or both.

https://developers.google.com/identity/protocols/oauth2/web-server, service-account
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import msgspec

from workers.addresses import read_address
from workers.engine_settings import Misread

ACCOUNTS_URL = "https://accounts.google.com"
NAMES = (
    "GOOGLE_CLIENT_ID",
    "GOOGLE_CLIENT_SECRET",
    "GOOGLE_SERVICE_ACCOUNT",
    "GOOGLE_API_URL",
    "GOOGLE_ACCOUNTS_URL",
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_BELOW = ("/calendar/v3", "/gmail/v1")
_NEEDED = ("client_email", "private_key", "token_uri")
_FILE = "it is a service account's key as JSON; the path of its file goes into the name with _FILE"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class GoogleSettings:
    """Without `client_id` nobody signs in. `service_account` is what its key file says, None where there is none. `api_url`
    is where calendars and mail are, empty for Google's own."""

    client_id: str = ""
    secret: str = field(default="", repr=False)
    service_account: Mapping[str, Any] | None = field(default=None, repr=False)
    api_url: str = ""
    accounts_url: str = ACCOUNTS_URL


class Parsed(Protocol):
    """A setting by its name, read in some way; what cannot be is told under that name."""

    def __call__(self, name: str, parse: Callable[[str], T], /) -> T: ...


def read_google(parsed: Parsed) -> GoogleSettings | None:
    """None without a client and a service account: then nothing is asked of Google."""
    client_id = parsed("GOOGLE_CLIENT_ID", _name)
    made = GoogleSettings(
        client_id=client_id,
        secret=parsed("GOOGLE_CLIENT_SECRET", lambda text: _with(client_id, text)),
        service_account=parsed("GOOGLE_SERVICE_ACCOUNT", _key),
        api_url=parsed("GOOGLE_API_URL", _api),
        accounts_url=parsed("GOOGLE_ACCOUNTS_URL", lambda text: read_address(text) or ACCOUNTS_URL),
    )
    return made if client_id or made.service_account else None


def _name(text: str) -> str:
    if text and not _NAME.fullmatch(text):
        raise Misread("it is the OAuth client's ID, which ends in .apps.googleusercontent.com")
    return text


def _with(client_id: str, text: str) -> str:
    if text and not client_id:
        raise Misread("it belongs to a client: set KANELBULLE_GOOGLE_CLIENT_ID too")
    return text


def _key(text: str) -> Mapping[str, Any] | None:
    """A key is looked at only as far as its shape: whether Google takes it is seen when it is used."""
    if not text:
        return None
    try:
        key = msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError) as error:
        raise Misread(_FILE) from error
    missing = [name for name in _NEEDED if not isinstance(key.get(name), str) or not key[name]]
    if key.get("type") != "service_account" or missing or "PRIVATE KEY-----" not in key["private_key"]:
        raise Misread(_FILE)
    read_address(key["token_uri"])
    return key


def _api(text: str) -> str:
    url = read_address(text)
    if url.endswith(_BELOW):
        raise Misread("it ends before /calendar/v3 and /gmail/v1")
    return url
