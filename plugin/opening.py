"""How a command gets its office, and what stands in the way told in one line."""

import click

from plugin.worded import tell
from workers.office import Office, open_office
from workers.settings import SettingsError
from workers.store import SchemaOld, Seller
from workers.store.tenants import Tenant


def open_for(context: click.Context, *, migrate: bool = False) -> Office:
    asked = context.find_root().obj
    try:
        return open_office(asked["environment"], clock=asked.get("clock"), migrate=migrate)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    except SchemaOld as error:
        raise click.ClickException(tell(context, "error.schema_old")) from error
    except Exception as error:  # whatever the database says: no SQL is known in this room
        why = str(error).partition("\n")[0]
        raise click.ClickException(tell(context, "error.database", why=why)) from error


def seller_called(context: click.Context, office: Office, address: str) -> Seller:
    """The seller with this mail address, or one line that says there is none."""
    with office.store.reading() as at:
        seller = at.sellers.find(address.strip().casefold())
    if seller is None:
        raise click.ClickException(tell(context, "error.no_seller", address=address))
    return seller


def tenant_called(context: click.Context, office: Office, name: str) -> Tenant:
    with office.store.reading() as at:
        tenant = at.tenants.find(name.strip()) if name.strip() else None
    if tenant is None:
        raise click.ClickException(tell(context, "error.no_tenant", name=name))
    return tenant
