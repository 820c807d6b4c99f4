"""The PostgreSQL of the tests: the newest there is, which sorts otherwise than bytes do and survives a power cut."""

from pathlib import Path

import psycopg
import pytest

from tests.servers.postgres import Postgres, running_postgres, version_of


def test_sixteen_is_newer_than_nine() -> None:
    homes = [Path(f"/usr/lib/postgresql/{version}/bin") for version in ("9.6", "16", "10")]
    assert [one.parent.name for one in sorted(homes, key=version_of)] == ["9.6", "10", "16"]
    assert version_of(Path("/usr/local/pgsql/bin")) < version_of(homes[0])


def test_it_sorts_as_people_do(postgres: Postgres) -> None:
    url = postgres.new_database()
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        row = connection.execute("SELECT string_agg(x, '' ORDER BY x) FROM (VALUES ('b'), ('A'), ('a'), ('B')) t(x)")
        (told,) = row.fetchone() or ("",)
    postgres.drop(url)
    if told == "ABab":
        pytest.skip("this PostgreSQL cannot sort as people do: older than 15, or built without ICU")
    assert told == "aAbB"


def test_what_was_confirmed_is_there_after_a_power_cut_and_the_log_tells_of_it() -> None:
    with running_postgres() as server:
        url = server.new_database().replace("+psycopg", "")
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        server.kill()
        server.start()
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT one FROM kept").fetchone() == (1,)
        assert "not properly shut down" in server.last_words()
