"""Two companies with the same customers in one database: no command mixes them, and whoever is not in it is told of in one
and the same line, whether there ever was such a one or not.
"""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import click
import pytest

from plugin.cli import kanelbulle
from tests.mailboxes import a_year, add_mailbox, make_office
from tests.servers.commands import obey_in_words
from tests.simulators.paged import PagedCalendar
from tests.world import ASTRID, NOW, Person, meeting
from workers.correcting import correct
from workers.leaving import erase_seller
from workers.office import Office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.sync import sync

ROOT = Path(__file__).parents[2]
RIVAL, LEFT = "rut@rivalen.example", "left@nordverk.example"
OWN = ("Hemlig hos {}", "{}s rubrik", "{}gatan 7", "{}kund.example")  # what only one company's seller has
Run = Callable[..., "subprocess.CompletedProcess[str]"]

# Every command that takes an address or a company's name, and what it takes beside.
OF_SELLERS = {
    ("sync",): (),
    ("accounts",): (),
    ("suggestions",): (),
    ("letter",): ("--preview", "text"),
    ("export",): (),
    ("erase",): ("--yes",),
    ("mailbox", "link"): (),
    ("mailbox", "set"): ("--url", "https://calendar.example/other"),
}
OF_COMPANIES = {
    ("tenant", "set"): ("--sharing",),
    ("tenant", "sums"): (),
}
MAKING = {("tenant", "add"), ("mailbox", "add")}  # what is named there is not to be in yet


@pytest.fixture
def run(tmp_path: Path, database_url: str) -> Run:
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C",
        "KANELBULLE_HOME": str(tmp_path / "home"),
        "KANELBULLE_DATABASE_URL": database_url,
    }

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return obey_in_words(*arguments, environment=environment)

    return run


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    """Astrid and a seller of another company, with the same customers; and one who was in, and has left."""
    made = make_office(tmp_path / "home", database_url)
    for address, company in ((ASTRID.address, "Nordverk"), (RIVAL, "Rivalen"), (LEFT, "Nordverk")):
        seller_id, calendar = add_mailbox(made, address, company), a_year(PagedCalendar())
        own = Person(f"hemlig@{company.casefold()}kund.example", OWN[0].format(company))
        calls = (
            meeting(NOW - timedelta(weeks=n), 20, own, uid=f"{company}{n}", title=OWN[1].format(company))
            for n in range(1, 7)
        )
        calendar.put(*calls)
        sync(made, seller_id, calendar)
        said = Correction(CorrectionKind.PLACE, "bruket.example", NOW, OWN[2].format(company))
        correct(made, said, seller_id=seller_id)
        if address == LEFT:
            erase_seller(made, seller_id)
    yield made
    made.store.close()


def test_every_command_that_takes_a_name_is_tried_here() -> None:
    named = {
        path
        for path, command in _commands(kanelbulle)
        if any(
            isinstance(one, click.Argument) and one.name in {"address", "addresses", "name"} for one in command.params
        )
    }
    assert named == set(OF_SELLERS) | set(OF_COMPANIES) | MAKING


def test_a_seller_who_left_one_who_never_was_and_a_stranger_are_told_of_in_the_same_words(
    run: Run, office: Office
) -> None:
    before = totals(office)
    for command, more in OF_SELLERS.items():
        told = {
            same(run(*command, address, *more), address) for address in (LEFT, "nobody@else.example", "Nordverk", "1")
        }
        assert told == {"X: there is no such seller. Add the calendar with kanelbulle mailbox add."}, command
    for command, more in OF_COMPANIES.items():
        told = {same(run(*command, name, *more), name) for name in ("Nobody", "nordverk.example", ASTRID.address, "2")}
        assert told == {"X: there is no such company. See kanelbulle tenant list."}, command
    assert totals(office) == before


def test_nothing_told_of_a_seller_is_another_companys(run: Run, office: Office) -> None:
    for address, mine, theirs in ((ASTRID.address, "Nordverk", "Rivalen"), (RIVAL, "Rivalen", "Nordverk")):
        for command in ("accounts", "suggestions", "export"):
            done = run(command, address, *(["--json"] if command != "export" else []))
            assert done.returncode == 0, done.stderr
            assert "bruket.example" in done.stdout
            told = json.dumps(json.loads(done.stdout), ensure_ascii=False).casefold()
            found = {name for name in (mine, theirs) for word in OWN if word.format(name).casefold() in told}
            assert found <= {mine}, command
            assert command == "suggestions" or found, command


def test_who_is_erased_takes_nothing_of_the_other_company_along(run: Run, office: Office) -> None:
    before = json.loads(run("export", RIVAL).stdout)["tables"]
    assert run("erase", ASTRID.address, "--yes").returncode == 0
    assert json.loads(run("export", RIVAL).stdout)["tables"] == before
    assert run("accounts", ASTRID.address).returncode == 1


def test_sums_are_of_one_company_whoever_else_has_its_customers(run: Run, office: Office) -> None:
    too_few = same(run("tenant", "sums", "Nordverk"), "Nordverk")
    assert too_few == "Sums are shown from five sellers with customers upwards, so that no single one is seen."
    for number in range(4):
        sync(office, add_mailbox(office, f"s{number}@nordverk.example"), a_year(PagedCalendar()))
    assert run("tenant", "sums", "Nordverk").stdout.splitlines() == [
        "Sums of 5 of 5 sellers, in whole fives and rounded to fives:",
        "customers: about 15",
        "met in person in the last year: not shown, fewer than five sellers have any",
        "only on screen: about 15",
        "first meeting on screen: not shown, fewer than five sellers have any",
        "long since last time: not shown, fewer than five sellers have any",
        "thinning out: not shown, fewer than five sellers have any",
    ]
    assert same(run("tenant", "sums", "Rivalen"), "Rivalen") == too_few


def test_a_seller_of_one_company_cannot_be_put_into_another(run: Run, office: Office) -> None:
    link = ("--provider", "ics", "--url", "https://calendar.example/x")
    for address, tenant in (("new@nordverk.example", "Rivalen"), (ASTRID.address, "Rivalen"), (RIVAL, "Nordverk")):
        before = totals(office)
        done = run("mailbox", "add", address, "--tenant", tenant, *link)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
        assert totals(office) == before
    taken = same(run("tenant", "set", "Rivalen", "--domain", "nordverk.example"), "nordverk.example")
    assert taken == "X belongs to another company here."


def same(done: "subprocess.CompletedProcess[str]", named: str) -> str:
    """The one line of what went wrong, whoever it is about."""
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), (done.stdout, done.stderr)
    return done.stderr.removeprefix("kanelbulle: ").strip().replace(named, "X")


def totals(office: Office) -> dict[str, int]:
    with office.store.reading() as at:
        return at.whole.totals()


def _commands(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, *path, name)
        else:
            yield (*path, name), command
