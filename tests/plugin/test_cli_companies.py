"""The commands of a company, as processes on both databases: from an empty database to erased, and every mistake one line."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mailboxes import a_year, add_mailbox, make_office
from tests.servers.commands import obey_in_words
from tests.simulators.paged import PagedCalendar
from tests.world import ASTRID
from workers.sync import sync

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path, database_url: str) -> Run:
    return runner(tmp_path, database_url)


def runner(tmp_path: Path, database_url: str) -> Run:
    """Runs the command on that database."""
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C",
        "KANELBULLE_HOME": str(tmp_path / "home"),
        "KANELBULLE_DATABASE_URL": database_url,
    }

    def run(*arguments: str, said: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
        return obey_in_words(*arguments, environment={**environment, **more}, said=said)

    return run


@pytest.fixture
def astrid(run: Run, tmp_path: Path, database_url: str) -> str:
    """A seller whose calendar has been read."""
    office = make_office(tmp_path / "home", database_url)
    sync(office, add_mailbox(office), a_year(PagedCalendar()))
    office.store.close()
    return ASTRID.address


def one_line(done: "subprocess.CompletedProcess[str]", code: int = 1) -> str:
    assert done.returncode == code, done.stderr
    assert done.stderr.startswith("kanelbulle: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_company_is_added_set_and_listed(run: Run) -> None:
    assert run("tenant", "list").stdout.startswith("No company is in yet.")
    assert run("tenant", "add", "Nordverk", "--domain", "Nordverk.example", "--domain", "nordverk.test").returncode == 0
    listed = run("tenant", "list").stdout
    assert listed == "Nordverk: nordverk.example and nordverk.test, sellers: 0\n"
    assert run("tenant", "set", "Nordverk", "--office", "Göteborg", "--rule", "short=45").returncode == 0
    assert run("tenant", "list").stdout == listed
    assert "waiting since" in run("jobs").stdout


@pytest.mark.parametrize(
    ("arguments", "told", "code"),
    [
        (("tenant", "add", "Nordverk", "--domain", "other.example"), "there already", 1),
        (("tenant", "add", "Other", "--domain", "nordverk.example"), "another company", 1),
        (("tenant", "add", "Other", "--domain", "sub.nordverk.example"), "another company", 1),
        (("tenant", "add", "Other", "--domain", "no domain"), "is no domain", 2),
        (("tenant", "add", " ", "--domain", "other.example"), "needs a name", 2),
        (("tenant", "set", "Nobody"), "no such company", 1),
        (("tenant", "set", "Nordverk", "--rule", "luck=7"), "there is no luck", 2),
        (("tenant", "set", "Nordverk", "--rule", "short_share=7"), "does not fit", 2),
        (("tenant", "set", "Nordverk", "--rule", "screen_only_touchpoints=2.5"), "does not fit", 2),
        (("tenant", "sums", "Nordverk"), "five sellers", 1),
        (("mailbox", "add", "astrid", "--tenant", "Nordverk", "--provider", "ics", "--url", "https://x.example"), "no mail address", 2),
        (("mailbox", "add", "a@nordverk.example", "--tenant", "Nordverk", "--provider", "ics"), "--url", 2),
        (("mailbox", "add", "a@nordverk.example", "--tenant", "Nordverk", "--provider", "ics", "--url", "ftp://x"), "", 1),
        (("mailbox", "add", "a@nordverk.example", "--tenant", "Nordverk", "--provider", "google"), "KANELBULLE_GOOGLE_SERVICE_ACCOUNT_FILE", 1),
        (("sync",), "--all", 2),
        (("sync", "nobody@nordverk.example"), "no such seller", 1),
        (("accounts", "nobody@nordverk.example"), "no such seller", 1),
        (("export", "nobody@nordverk.example"), "no such seller", 1),
        (("erase", "nobody@nordverk.example", "--yes"), "no such seller", 1),
        (("jobs", "--job", "dance", "--subject", "1"), "there is no dance", 2),
        (("jobs", "--job", "sync_mailbox"), "belong together", 2),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_in_one_line(run: Run, arguments: tuple[str, ...], told: str, code: int) -> None:
    run("tenant", "add", "Nordverk", "--domain", "nordverk.example")
    assert told in one_line(run(*arguments), code)


def test_what_is_known_is_told_as_a_scan_tells_it(run: Run, astrid: str) -> None:
    report = json.loads(run("accounts", astrid, "--json").stdout)
    assert (report["version"], report["owner"]) == (1, astrid)
    assert {one["key"] for one in report["accounts"]} == {"bruket.example", "norrgruvan.example", "alvkaj.example"}
    assert report["counts"]["meetings"] == report["counts"]["external"] == 60
    assert json.loads(run("suggestions", astrid, "--json").stdout)["suggestions"] == report["suggestions"] != []
    told = " ".join(run("accounts", astrid).stdout.split())
    assert "Bruket" in told
    assert "The seller says so on the page of trips" in told
    assert run("tenant", "set", "Nordverk", "--office", "Göteborg").returncode == 0
    assert "Göteborg" in run("accounts", astrid).stdout
    assert "Draft:" in run("suggestions", astrid).stdout


def test_a_calendar_that_has_moved_is_given_its_new_link_and_nothing_is_forgotten(run: Run, astrid: str) -> None:
    before = run("accounts", astrid).stdout
    assert "begins with https:// or webcal://" in one_line(run("mailbox", "set", astrid, "--url", "nowhere"))
    assert "no such seller" in one_line(run("mailbox", "set", "rut@nordverk.example", "--url", "https://new.example/x"))
    assert "has a new link" in run("mailbox", "set", astrid, "--url", "https://new.example/secret").stdout
    kept = json.loads(run("export", astrid).stdout)["tables"]["mailboxes"][0]
    assert (kept["sealed"]["url"], kept["mark"]) == ("https://new.example/secret", None)
    assert "sync_mailbox" in run("jobs").stdout
    assert run("accounts", astrid).stdout == before


def test_keys_that_are_not_the_database_s_are_told_in_one_line(run: Run, astrid: str, tmp_path: Path) -> None:
    made = (tmp_path / "home" / "secret_keys").read_text().strip()
    other = "another key of many letters"
    for arguments in (("accounts", astrid), ("sync", astrid), ("check",)):
        assert "KANELBULLE_SECRET_KEYS: new ones go first" in one_line(run(*arguments, KANELBULLE_SECRET_KEYS=other))
    assert "Bruket" in run("accounts", astrid, KANELBULLE_SECRET_KEYS=f"{other},{made}").stdout


def test_a_seller_takes_everything_along_and_is_erased(run: Run, astrid: str) -> None:
    told = json.loads(run("export", astrid).stdout)
    assert len(told["tables"]["meetings"]) == 60
    assert run("erase", astrid, said="n\n").returncode != 0
    assert run("accounts", astrid).returncode == 0
    done = run("erase", astrid, said="y\n")
    assert (done.returncode, "is gone" in done.stdout) == (0, True)
    assert "no such seller" in one_line(run("export", astrid))


def test_an_empty_database_is_made_ready_and_a_ready_one_left_alone(tmp_path: Path, empty_database_url: str) -> None:
    run = runner(tmp_path, empty_database_url)
    for _ in range(2):
        assert run("migrate").returncode == 0
    assert run("tenant", "add", "Nordverk", "--domain", "nordverk.example").returncode == 0
    assert run("migrate").returncode == 0
    assert "Nordverk" in run("tenant", "list").stdout


def test_a_database_of_another_version_is_not_used(run: Run, tmp_path: Path, postgres: object) -> None:
    url = postgres.new_database()  # type: ignore[attr-defined]
    done = run("tenant", "list", KANELBULLE_DATABASE_URL=url)
    assert "kanelbulle migrate" in one_line(done)


def test_a_key_is_changed_and_the_old_one_thrown_away(run: Run, astrid: str, tmp_path: Path) -> None:
    old = (tmp_path / "home" / "secret_keys").read_text().strip()
    new = "a-new-key-of-the-tests"
    before = json.loads(run("export", astrid).stdout)["tables"]
    only_new, both = {"KANELBULLE_SECRET_KEYS": new}, {"KANELBULLE_SECRET_KEYS": f"{new},{old}"}
    done = run("reseal", **both)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "meetings: 60 rows sealed anew" in lines
    assert lines[-1].startswith("Everything is sealed with the newest key.")
    assert run("reseal", **both).stdout.splitlines() == lines[-1:]
    assert json.loads(run("export", astrid, **only_new).stdout)["tables"] == before
    assert run("reseal", **only_new).returncode == 0
    assert "still sealed with an older key" in one_line(run("reseal", KANELBULLE_SECRET_KEYS=old))


def test_a_mailbox_at_google_is_added_where_the_delegation_is_for_its_domain(tmp_path: Path, made_file: Path) -> None:
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    run = runner(tmp_path, f"sqlite:///{database}")
    key = {
        "type": "service_account",
        "client_email": "kanelbulle@our-project.iam.gserviceaccount.com",
        "private_key": "-----BEGIN PRIVATE KEY-----",
        "token_uri": "https://oauth2.googleapis.com/token",
    }
    google = {"KANELBULLE_GOOGLE_SERVICE_ACCOUNT": json.dumps(key)}
    add = ("mailbox", "add", "--tenant", "Nordverk", "--provider", "google")
    assert run("tenant", "add", "Nordverk", "--domain", "nordverk.example").returncode == 0
    assert "is not one of the domains of Nordverk" in one_line(run(*add, "olle@norrgruvan.example", **google))
    client = {"KANELBULLE_GOOGLE_CLIENT_ID": "a-client", "KANELBULLE_GOOGLE_CLIENT_SECRET": "its secret"}
    assert "manifest/google/README.md" in one_line(run(*add, ASTRID.address, **client))
    assert run(*add, ASTRID.address, **google).returncode == 0
    assert run("tenant", "list").stdout.endswith("sellers: 1\n")
