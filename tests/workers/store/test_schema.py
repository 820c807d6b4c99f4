"""The steps make the tables the code knows, to the last column, and what was kept before a step is kept after it."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, String, inspect

from tests.workers.store.filled import fill, rows
from tests.workers.store.one_store import KEY
from workers.sealing import Sealer
from workers.store.engine import make_engine
from workers.store.schema import MIGRATIONS, upgrade
from workers.store.tables import metadata

SEALER = Sealer([KEY])


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    made = make_engine(empty_database_url)
    yield made
    made.dispose()


def test_the_steps_make_the_tables_the_code_knows(engine: Engine) -> None:
    upgrade(engine, SEALER)
    exactly = {"compare_type": True, "compare_server_default": True}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=exactly)
        assert context.get_current_revision() == ScriptDirectory(str(MIGRATIONS)).get_current_head()
        assert compare_metadata(context, metadata) == []
    made = inspect(engine)
    for table in metadata.sorted_tables:  # a difference in these is not looked for above
        assert set(made.get_pk_constraint(table.name)["constrained_columns"]) == {c.name for c in table.primary_key}
        for key in made.get_foreign_keys(table.name):
            assert key["options"].get("ondelete") == "CASCADE", table.name


def test_every_text_is_sorted_by_its_bytes(engine: Engine) -> None:
    """Keys are compared in the database and here: both must mean the same, whatever language the server was set up in."""
    upgrade(engine, SEALER)
    if engine.dialect.name == "postgresql":
        made = inspect(engine)
        for table in metadata.sorted_tables:
            for column in made.get_columns(table.name):
                assert getattr(column["type"], "collation", None) in ("C", None), (table.name, column["name"])
                assert not isinstance(column["type"], String) or column["type"].collation == "C"


FILLED_BY = {"0007": {"standings"}}  # from what was there


def _with_columns_of(before: list[dict[str, object]], after: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{name: value for name, value in row.items() if name in before[0]} for row in after]


@pytest.mark.parametrize("step", ["0006", "0007", "0008", "0009", "0010", "0011", "0013"])
def test_what_was_kept_before_a_step_is_kept_after_it(engine: Engine, step: str) -> None:
    before = f"{int(step) - 1:04}"
    upgrade(engine, SEALER, to=before)
    filled = fill(engine, SEALER)
    assert all(filled.values()), "a table without a row proves nothing"
    upgrade(engine, SEALER, to=step)
    after = rows(engine)
    assert {name: _with_columns_of(filled[name], after[name]) for name in filled} == filled
    assert {name for name in after if after[name]} == set(filled) | FILLED_BY.get(step, set())
    upgrade(engine, SEALER, to=before)
    assert rows(engine) == filled
    upgrade(engine, SEALER)
