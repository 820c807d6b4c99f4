"""Many sellers out of one: the same calendar read once, its rows copied under other addresses."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from workers.office import Office
from workers.store.engine import make_engine
from workers.store.tables import metadata

COPIED = ("meetings", "parties", "accounts", "standings", "flags")


def copy_seller(office: Office, first: int, count: int, *, read_at: datetime) -> list[int]:
    """The numbers of so many sellers like the `first`, their calendars read at that moment."""
    made = []
    with office.store.writing() as at:
        seller, box, trips = at.sellers.of_id(first), at.mailboxes.find(first), at.sellers.trips(first)
        assert seller is not None
        assert box is not None
        for number in range(count):
            one = at.sellers.save(replace(seller, owner=f"seller{number}@nordverk.example", id=0))
            at.sellers.save_trips(one, trips)
            at.mailboxes.save(replace(box, seller_id=one, read_at=read_at))
            made.append(one)
    _copy_rows(office, first, made)
    return made


def _copy_rows(office: Office, first: int, others: list[int]) -> None:
    engine = make_engine(office.settings.database_url)
    sellers = metadata.tables["sellers"]
    with engine.connect() as connection, connection.execution_options(writing=True).begin():
        for name in COPIED:
            table = metadata.tables[name]
            columns = [sellers.c.id.label("seller_id") if one.name == "seller_id" else one for one in table.columns]
            each = sellers.c.id.between(min(others), max(others))
            rows = select(*columns).select_from(table.join(sellers, each)).where(table.c.seller_id == first)
            connection.execute(table.insert().from_select(list(table.columns.keys()), rows))
    engine.dispose()
