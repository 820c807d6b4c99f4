"""How we are registered at Google, as an operator writes it: a client that sellers sign in with, a service account, or both;
and how Google asks us for the card in its calendar.

https://developers.google.com/identity/protocols/oauth2/web-server, service-account
https://developers.google.com/workspace/add-ons/guides/alternate-runtimes
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
    "GOOGLE_ADDON_ACCOUNT",
    "GOOGLE_ADDON_CLIENT_ID",
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}@[a-z0-9.-]{1,100}\.gserviceaccount\.com")
_BELOW = ("/calendar/v3", "/gmail/v1")
_NEEDED = ("client_email", "private_key", "token_uri")
_FILE = "it is a service account's key as JSON; the path of its file goes into the name with _FILE"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class GoogleSettings:
    """Without `client_id` nobody signs in. `service_account` is what its key file says, None where there is none. `api_url`
    is where calendars and mail are, empty for Google's own. `addon_account` is who asks for cards, and `addon_client_id` for
    whom people's tokens are made there; both are empty where there is no add-on."""

    client_id: str = ""
    secret: str = field(default="", repr=False)
    service_account: Mapping[str, Any] | None = field(default=None, repr=False)
    api_url: str = ""
    accounts_url: str = ACCOUNTS_URL
    addon_account: str = ""
    addon_client_id: str = ""


class Parsed(Protocol):
    """A setting by its name, read in some way; what cannot be is told under that name."""

    def __call__(self, name: str, parse: Callable[[str], T], /) -> T: ...


def read_google(parsed: Parsed) -> GoogleSettings | None:
    """None without a client, a service account and an add-on: then nothing is asked of Google."""
    client_id, account = parsed("GOOGLE_CLIENT_ID", _name), parsed("GOOGLE_ADDON_ACCOUNT", _account)
    made = GoogleSettings(
        client_id=client_id,
        secret=parsed("GOOGLE_CLIENT_SECRET", lambda text: _with(client_id, text)),
        service_account=parsed("GOOGLE_SERVICE_ACCOUNT", _key),
        api_url=parsed("GOOGLE_API_URL", _api),
        accounts_url=parsed("GOOGLE_ACCOUNTS_URL", lambda text: read_address(text) or ACCOUNTS_URL),
        addon_account=account,
        addon_client_id=parsed("GOOGLE_ADDON_CLIENT_ID", lambda text: _beside(account, _name(text))),
    )
    return made if client_id or made.service_account or account else None


def _name(text: str) -> str:
    if text and not _NAME.fullmatch(text):
        raise Misread("it is the OAuth client's ID, which ends in .apps.googleusercontent.com")
    return text


def _with(client_id: str, text: str) -> str:
    if text and not client_id:
        raise Misread("it belongs to a client: set KANELBULLE_GOOGLE_CLIENT_ID too")
    return text


def _account(text: str) -> str:
    if text and not _ACCOUNT.fullmatch(text):
        raise Misread("it is the address that get-authorization calls serviceAccountEmail")
    return text


def _beside(account: str, client_id: str) -> str:
    if bool(account) != bool(client_id):
        raise Misread("it goes with KANELBULLE_GOOGLE_ADDON_ACCOUNT: set both, or none")
    return client_id


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
