"""The vendors a seller can sign in at, a row for each: whether we are registered there, and what ends a grant.

By whose grant a mailbox is read is told in each vendor's own file beside this one.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connectors.errors import ConnectorError
from workers.means import Means
from workers.settings import Settings
from workers.store.tokens import Token

MICROSOFT = "microsoft"
GOOGLE = "google"
PREFIX = "https://www.googleapis.com/auth/"  # of Google's scopes

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Vendor:
    """`signs_in` says whether sellers can sign in there, `reads` whether an admin's grant for a whole company can be used,
    and `setting` which setting is missing where not. `reading` are the scopes of signing in; `writing`, `drafting` and
    `sending` those that a seller lets us change the calendar, lay drafts and send the letter by: all as the vendor's own
    room asks for them. `end` tells the vendor that a grant is over."""

    name: str
    suite: str
    signs_in: Callable[[Settings], bool]
    reads: Callable[[Settings], bool]
    setting: str
    reading: tuple[str, ...]
    writing: str
    drafting: str
    sending: str
    end: Callable[[Means, Token], None] | None = None


def _end_google(office: Means, token: Token) -> None:
    from connectors.google.signin import revoke
    from workers.google_grants import registration_of

    revoke(registration_of(office), token.cache)


VENDORS: Mapping[str, Vendor] = {
    MICROSOFT: Vendor(
        name="Microsoft",
        suite="Microsoft 365",
        signs_in=lambda settings: settings.microsoft is not None,
        reads=lambda settings: settings.microsoft is not None,
        setting="KANELBULLE_MICROSOFT_CLIENT_ID",
        reading=("User.Read", "Calendars.Read", "MailboxSettings.Read"),
        writing="Calendars.ReadWrite",
        drafting="Mail.ReadWrite",
        sending="Mail.Send",
    ),  # nobody can tell Microsoft of one grant's end: what is erased here is the end of it
    GOOGLE: Vendor(
        name="Google",
        suite="Google Workspace",
        signs_in=lambda settings: bool(settings.google and settings.google.client_id),
        reads=lambda settings: bool(settings.google and settings.google.service_account),
        setting="KANELBULLE_GOOGLE_SERVICE_ACCOUNT_FILE",
        reading=(
            "openid",
            f"{PREFIX}userinfo.email",
            f"{PREFIX}userinfo.profile",
            f"{PREFIX}calendar.events.readonly",
            f"{PREFIX}calendar.settings.readonly",
        ),
        writing=f"{PREFIX}calendar.events",
        drafting=f"{PREFIX}gmail.compose",
        sending=f"{PREFIX}gmail.send",
        end=_end_google,
    ),
}


def ways_in(settings: Settings) -> tuple[str, ...]:
    """Where sellers can sign in."""
    return tuple(vendor for vendor, row in VENDORS.items() if row.signs_in(settings))


def own_grant(token: Token | None) -> Token | None:
    """The seller's own, and no admin's in the seller's name."""
    return token if token and token.provider in VENDORS else None


def leave_of(token: Token) -> frozenset[str]:
    """What a seller has let us do by their own grant beside reading: write, draft and send, as signing in asks for it."""
    vendor = VENDORS[token.provider]
    asked = {"write": vendor.writing, "draft": vendor.drafting, "send": vendor.sending}
    return frozenset(what for what, scope in asked.items() if scope in token.scopes)


def end_grant(office: Means, seller_id: int) -> None:
    """The vendor is told that a seller's own grant is over. Where it cannot be told, nothing that could use it is left."""
    with office.store.reading() as at:
        token = at.tokens.find(seller_id)
    vendor = VENDORS.get(token.provider) if token else None
    if token is None or vendor is None or vendor.end is None:
        return
    try:
        vendor.end(office, token)
    except ConnectorError as error:
        log.warning("seller %d: the grant was not ended at %s: %s", seller_id, vendor.name, type(error).__name__)
