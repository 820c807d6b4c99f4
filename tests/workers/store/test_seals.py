"""Sealed anew, to the last column of every table; what was clear, and what somebody changes meanwhile, is left as it is."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select, update

from tests.workers.store.filled import fill, rows
from workers.resealing import reseal, still_old
from workers.sealing import Sealer
from workers.store import Store
from workers.store.engine import make_engine
from workers.store.schema import upgrade
from workers.store.tables import corrections, metadata, sealed_columns

OLD, NEW = "an old secret, long enough", "a new secret, long enough"
OLDER, ROTATED, NEWEST = Sealer([OLD]), Sealer([NEW, OLD]), Sealer([NEW])


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    upgrade(made, OLDER)
    fill(made, OLDER)
    yield made
    made.dispose()


@pytest.fixture
def store(engine: Engine, database_url: str) -> Iterator[Store]:
    made = Store(database_url, ROTATED)
    yield made
    made.close()


def sealed(engine: Engine) -> dict[str, bytes]:
    """Every sealed value there is."""
    kept = rows(engine)
    return {
        f"{table.name}.{column.name}": row[column.name]
        for table in metadata.sorted_tables
        for row in kept[table.name]
        for column in sealed_columns(table)
        if row[column.name] is not None
    }


def test_every_sealed_column_of_every_table_is_sealed_anew_and_nothing_else_is_touched(
    engine: Engine, store: Store
) -> None:
    before, values = rows(engine), sealed(engine)
    told = {one.table: one.rows for one in reseal(store)}
    with_seals = [table for table in metadata.sorted_tables if sealed_columns(table)]
    assert told == {table.name: 1 for table in with_seals}
    assert set(sealed(engine)) == set(values) == {f"{t.name}.{c.name}" for t in with_seals for c in sealed_columns(t)}
    assert {name for name, value in sealed(engine).items() if not NEWEST.is_newest(value)} == set()
    assert all(NEWEST.open(value) == OLDER.open(values[name]) for name, value in sealed(engine).items())
    for name, kept in rows(engine).items():
        hidden = {column.name for column in sealed_columns(metadata.tables[name])}
        assert [_without(hidden, row) for row in kept] == [_without(hidden, row) for row in before[name]]


def test_what_is_sealed_with_the_newest_key_already_is_left_alone(engine: Engine, store: Store) -> None:
    list(reseal(store))
    after = sealed(engine)
    assert not still_old(store)
    assert {one.rows for one in reseal(store)} == {0}
    assert sealed(engine) == after


def test_what_somebody_changes_meanwhile_is_theirs(engine: Engine, store: Store) -> None:
    with store.reading() as at:
        (stale,) = at.seals.stale("corrections", after=None, limit=10)
    theirs = ROTATED.seal(b"said meanwhile")
    with engine.begin() as connection:
        connection.execute(update(corrections).values(sealed=theirs))
    with store.writing() as at:
        assert not at.seals.renew(stale)
    assert sealed(engine)["corrections.sealed"] == theirs


def test_what_is_gone_meanwhile_stays_gone(engine: Engine, store: Store) -> None:
    with store.reading() as at:
        found = [one for table in at.seals.tables() for one in at.seals.stale(table, after=None, limit=10)]
    with store.writing() as at:
        at.sellers.erase(1)
        at.tenants.erase(1)
        assert not any(at.seals.renew(one) for one in found)
    assert sealed(engine) == {}


def test_what_no_key_opens_is_counted_and_stops_nothing(engine: Engine, store: Store) -> None:
    lost = Sealer(["a secret that is gone, alas"]).seal(b"lost")
    with engine.begin() as connection:
        connection.execute(update(corrections).values(sealed=lost))
    told = {one.table: one.rows for one in reseal(store)}
    assert (told["corrections"], told["memories"]) == (0, 1)
    assert still_old(store) == {"corrections": 1}
    assert sealed(engine)["corrections.sealed"] == lost


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_broken_off_anywhere_it_goes_on_with_what_is_left(engine: Engine, store: Store, batch: int) -> None:
    with engine.begin() as connection:
        for number in range(6):
            key = {"seller_id": 1, "kind": "place", "account": f"a{number}", "uid": "", "said_at": "x"}
            connection.execute(corrections.insert().values(**key, sealed=OLDER.seal(b"{}")))
    with store.reading() as at:
        first = at.seals.stale("corrections", after=None, limit=3)
    with store.writing() as at:
        assert [at.seals.renew(one) for one in first] == [True] * 3
    assert {one.table: one.rows for one in reseal(store, batch=batch)}["corrections"] == 4
    assert not still_old(store)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(corrections)).scalar_one() == 7


def _without(hidden: set[str], row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in hidden}
