"""Whether sign-in at the vendors works, for `kanelbulle check`: what is registered is asked for a token there and then."""

import click

from connectors.errors import AccessDenied, ConnectorError
from plugin.harmless import plain
from plugin.worded import tell
from workers.grants import MICROSOFT
from workers.microsoft_grants import company_access, registration_of
from workers.office import Office
from workers.store.tenants import OWN_COMPUTER

OPERATORS = frozenset({"operator_secret", "operator_registration"})


def check_signing_in(context: click.Context, office: Office) -> None:
    """One line; what only whoever runs the service can mend ends the check."""
    if office.settings.microsoft is None:
        click.echo(plain(tell(context, "check_signin_links")))
        return
    try:
        agreed, missing = _ask_everywhere(office)
    except ConnectorError as error:
        key = error.key if isinstance(error, AccessDenied) else "later"
        raise click.ClickException(tell(context, f"error.signin_{key}")) from error
    key = "check_signin_partly" if missing else "check_signin" if agreed else "check_signin_own"
    click.echo(plain(tell(context, key, agreed=agreed, missing=missing)))


def _ask_everywhere(office: Office) -> tuple[int, int]:
    """In how many companies an admin has let us in, and in how many we thought so. Raises what an operator mends."""
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
        if _is_let_in(office, company):
            agreed += 1
        elif known[company] and known[company][0].agreed_at:
            missing += 1
    return agreed, missing


def _is_let_in(office: Office, company: int) -> bool:
    try:
        company_access(office, company).token(force=True)
    except AccessDenied as error:
        if error.key in OPERATORS:
            raise
        return False
    return True
