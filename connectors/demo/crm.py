"""The demo seller's accounts in the shape every CRM can export: `name,domains,address,value,currency,tier`."""

import csv
import io

from connectors.demo.cast import World

COLUMNS = ("name", "domains", "address", "value", "currency", "tier")


def write_accounts(world: World) -> bytes:
    """A row for each company the CRM knows."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for company in world.company:
        if crm := company.crm:
            domains = ";".join((company.domain, *crm.also))
            currency = crm.currency if crm.value else ""
            rows.writerow((company.name, domains, crm.address, crm.value, currency, crm.tier))
    return text.getvalue().encode()
