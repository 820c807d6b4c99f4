"""Sums tell of a company, never of one seller: not directly, and not by what changes when one comes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.mailboxes import a_year, accounts, add_mailbox, make_office
from tests.simulators.paged import PagedCalendar
from tests.world import NOW
from workers.leaving import erase_seller
from workers.office import Office
from workers.relationships.understanding import Ledger
from workers.reviewed import Reviewed
from workers.store.accounts import Placed
from workers.store.tenants import Sums, TooFew
from workers.sync import sync

LAST_YEAR = int((NOW - timedelta(days=365)).timestamp()) // 86_400


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    made = make_office(tmp_path / "home", database_url)
    yield made
    made.store.close()


@pytest.fixture
def flagged(office: Office) -> Reviewed:
    """A flagged account nobody has met, of a company that is in nobody's way."""
    seller_id = add_mailbox(office, "model@mall.example", "Mall")
    sync(office, seller_id, a_year(PagedCalendar()))
    found = accounts(office, seller_id)["bruket.example"]
    assert [flag.kind for flag in found.flags] == ["screen_only"]
    return found


def add_seller(
    office: Office, name: str, of: Reviewed, *, only: int = 0, met: int = 0, company: str = "Nordverk"
) -> int:
    """A seller with so many flagged customers, and so many that were met and need nothing. Every seller has the same."""
    quiet = replace(of, flags=(), relationship=replace(of.relationship, last_in_person=NOW))
    held = [_named(of, f"bruket{n}.example") for n in range(only)] + [
        _named(quiet, f"met{n}.example") for n in range(met)
    ]
    seller_id = add_mailbox(office, f"{name}@{company.casefold()}.example", company)
    with office.store.writing(seller_id) as at:
        at.accounts.replace(seller_id, (), [Placed(one, Ledger(), "1", 0) for one in held])
    return seller_id


def _named(one: Reviewed, key: str) -> Reviewed:
    account = replace(one.relationship.account, key=key)
    return replace(one, relationship=replace(one.relationship, account=account))


def sums(office: Office, company: str = "Nordverk") -> Sums:
    with office.store.reading() as at:
        tenant = at.tenants.find(company)
        assert tenant is not None
        return at.tenants.sums(tenant.id, met_since=LAST_YEAR)


def test_no_sum_is_made_of_fewer_than_five_sellers(office: Office, flagged: Reviewed) -> None:
    for number in range(4):
        add_seller(office, f"s{number}", flagged, only=2, met=1)
        with pytest.raises(TooFew):
            sums(office)
    add_seller(office, "s4", flagged, only=2, met=1)
    assert sums(office) == Sums(5, 5, accounts=15, met=5, flags={"screen_only": 10})


def test_empty_calendars_make_no_company_large_enough(office: Office, flagged: Reviewed) -> None:
    add_seller(office, "astrid", flagged, only=3, met=3)
    for number in range(20):
        add_seller(office, f"empty{number}", flagged)
    with pytest.raises(TooFew):
        sums(office)


def test_a_new_seller_changes_nothing_until_there_are_five_of_them(office: Office, flagged: Reviewed) -> None:
    for number in range(5):
        add_seller(office, f"s{number}", flagged, only=2, met=1)
    before = sums(office)
    for number in range(4):
        add_seller(office, f"t{number}", flagged, only=40, met=40)
        assert replace(sums(office), sellers=5) == before
    add_seller(office, "t4", flagged, only=40, met=40)
    assert sums(office) == Sums(10, 10, accounts=415, met=205, flags={"screen_only": 210})


def test_a_figure_few_have_a_part_in_is_held_back_a_nought_as_well(office: Office, flagged: Reviewed) -> None:
    for number in range(5):
        add_seller(office, f"s{number}", flagged, only=7 * (number < 4), met=1)
    assert sums(office) == Sums(5, 5, accounts=35, met=5, flags={})
    with office.store.reading() as at:
        tenant = at.tenants.find("Nordverk")
        assert tenant is not None
        assert at.tenants.sums(tenant.id, met_since=LAST_YEAR + 1000).met is None


def test_figures_are_told_in_fives(office: Office, flagged: Reviewed) -> None:
    ids = [add_seller(office, f"s{number}", flagged, only=1, met=1) for number in range(4)]
    ids.append(add_seller(office, "s4", flagged, only=3, met=2))
    assert sums(office) == Sums(5, 5, accounts=15, met=5, flags={"screen_only": 5})  # 13, 6 and 7
    erase_seller(office, ids[0])
    with pytest.raises(TooFew):
        sums(office)


def test_two_companies_with_the_same_customers_have_nothing_in_common(office: Office, flagged: Reviewed) -> None:
    for number in range(5):
        add_seller(office, f"s{number}", flagged, only=2, met=1)
        if number < 4:
            add_seller(office, f"s{number}", flagged, only=100, met=100, company="Rivalen")
    assert sums(office) == Sums(5, 5, accounts=15, met=5, flags={"screen_only": 10})
    with pytest.raises(TooFew):
        sums(office, "Rivalen")
