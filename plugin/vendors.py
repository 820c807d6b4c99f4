"""Whether sign-in at the vendors works, for `kanelbulle check`: what is registered is asked for a token there and then."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

import click

from connectors.errors import AccessDenied, ConnectorError, NotThere
from plugin.harmless import plain
from plugin.worded import tell
from workers.google_grants import delegated_access
from workers.google_grants import registration_of as registration_at_google
from workers.grants import GOOGLE, MICROSOFT, VENDORS
from workers.microsoft_grants import company_access, registration_of
from workers.office import Office
from workers.store.tenants import OWN_COMPUTER

OPERATORS = frozenset({"operator_secret", "operator_registration"})


class CanAsk(Protocol):
    def token(self, *, force: bool) -> str: ...


Tried = tuple[int, int]
"""In how many companies an admin has let us in, and in how many we thought so."""


def check_signing_in(context: click.Context, office: Office) -> None:
    """A line for each vendor; what only whoever runs the service can mend ends the check."""
    known = [name for name, row in VENDORS.items() if row.signs_in(office.settings) or row.reads(office.settings)]
    for name in known:
        _check(context, office, name)
    if not known:
        click.echo(plain(tell(context, "check_signin_links")))


def _check(context: click.Context, office: Office, name: str) -> None:
    vendor = VENDORS[name].name
    try:
        agreed, missing = TRIES[name](office)
    except AccessDenied as error:
        key = error.key if error.key in OPERATORS else "operator_registration"
        raise click.ClickException(tell(context, f"error.signin_{name}_{key}")) from error
    except ConnectorError as error:
        raise click.ClickException(tell(context, "error.signin_later", vendor=vendor)) from error
    key = f"check_signin_{name}_partly" if missing else "check_signin" if agreed else "check_signin_own"
    click.echo(plain(tell(context, key, vendor=vendor, agreed=agreed, missing=missing)))


def _try_microsoft(office: Office) -> Tried:
    """Raises what an operator mends."""
    from connectors.microsoft.directory import fetch_directory
    from connectors.microsoft.registration import credential

    ours = registration_of(office.settings)
    credential(ours)
    fetch_directory(ours.authority, ours.tenant, trust=ours.trust)
    with office.store.reading() as at:
        companies = [one.id for one in at.tenants.all()] or [
            OWN_COMPUTER
        ]  # nobody is in yet: the secret is tried all the same
        known = {one: at.directories.of(one, MICROSOFT) for one in companies}
    agreed = missing = 0
    for company in companies:
        if not (known[company] or ours.tenant_id):
            continue
        if _is_let_in(partial(company_access, office, company)):
            agreed += 1
        elif known[company] and known[company][0].agreed_at:
            missing += 1
    return agreed, missing


def _try_google(office: Office) -> Tried:
    """Raises what an operator mends: the client's secret is tried, the service account's key, and in each company whose
    sellers are read by it the first one's calendar."""
    from connectors.google.signin import knock

    settings = office.settings
    if VENDORS[GOOGLE].signs_in(settings):
        knock(registration_at_google(office))
    if not VENDORS[GOOGLE].reads(settings):
        return 0, 0
    _try_key(office)
    tried = [_is_let_in(partial(delegated_access, office, one)) for one in _delegated(office)]
    return sum(tried), len(tried) - sum(tried)


def _try_key(office: Office) -> None:
    from connectors.google.access import Impersonating
    from workers.vaults import NoVault

    key = office.settings.google.service_account if office.settings.google else None
    Impersonating(key or {}, "", NoVault(), trust=office.settings.trust).token()


def _delegated(office: Office) -> list[int]:
    """One seller of each company who is read by its admin's word."""
    with office.store.reading() as at:
        here = set(at.mailboxes.seller_ids(GOOGLE))
        own = {one for one in here if (token := at.tokens.find(one)) and token.provider == GOOGLE}
        companies = [at.tenants.seller_ids(one.id) for one in at.tenants.all()]
    first = [next((one for one in sellers if one in here - own), None) for sellers in companies]
    return [one for one in first if one is not None]


def _is_let_in(access: Callable[[], CanAsk]) -> bool:
    try:
        access().token(force=True)
    except AccessDenied as error:
        if error.key in OPERATORS:
            raise
        return False
    except NotThere:
        return False
    return True


TRIES: Mapping[str, Callable[[Office], Tried]] = {MICROSOFT: _try_microsoft, GOOGLE: _try_google}
