"""Grants as connectors ask for them: one at a time for a seller's, whoever comes for a company's."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from connectors.errors import SignInNeeded, TryLater
from tests.mailboxes import add_mailbox, make_office
from tests.world import NOW
from workers.office import Office
from workers.vaults import LEASE, CompanyVault, DelegationVault, SellerVault

DIRECTORY = "11111111-aaaa-4bbb-8ccc-dddddddddddd"
SCOPES = ("Calendars.Read",)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(tmp_path: Path, database_url: str, clock: Clock) -> Iterator[Office]:
    made = make_office(tmp_path / "home", database_url, clock=clock)
    yield made
    made.store.close()


@pytest.fixture
def seller(office: Office) -> int:
    seller_id = add_mailbox(office)
    with office.store.writing() as at:
        at.tokens.grant(seller_id, provider="microsoft", scopes=SCOPES, cache=b"first", now=NOW)
    return seller_id


def test_a_sellers_grant_is_looked_at_held_and_kept(office: Office, seller: int) -> None:
    vault = SellerVault(office, seller, "microsoft")
    assert vault.look() == (b"first", SCOPES)
    with vault.hold() as held:
        assert (held.cache, held.scopes) == (b"first", SCOPES)
        held.keep(b"second")
        held.keep(b"third", scopes=(*SCOPES, "Mail.Send"))
        assert held.cache == b"third"
    assert SellerVault(office, seller, "microsoft").look() == (b"third", (*SCOPES, "Mail.Send"))


def test_while_one_has_it_another_waits_and_then_has_it(office: Office, seller: int) -> None:
    with SellerVault(office, seller, "microsoft").hold():
        with pytest.raises(TryLater) as wrong, SellerVault(office, seller, "microsoft").hold():
            pytest.fail("two had it")
        assert timedelta() < wrong.value.after < timedelta(minutes=1)
        assert SellerVault(office, seller, "microsoft").look() == (b"first", SCOPES)
    with SellerVault(office, seller, "microsoft").hold() as held:
        assert held.cache == b"first"


def test_who_fails_lets_go(office: Office, seller: int) -> None:
    with pytest.raises(ZeroDivisionError), SellerVault(office, seller, "microsoft").hold():
        raise ZeroDivisionError
    with SellerVault(office, seller, "microsoft").hold() as held:
        assert held.cache == b"first"


def test_who_sleeps_too_long_keeps_nothing_of_what_is_old(office: Office, seller: int, clock: Clock) -> None:
    vault = SellerVault(office, seller, "microsoft")
    with vault.hold() as slow:
        clock.now += LEASE + timedelta(seconds=1)
        with vault.hold() as quick:
            quick.keep(b"newest")
            with pytest.raises(TryLater):
                slow.keep(b"old")
    assert vault.look() == (b"newest", SCOPES)


def test_who_signs_in_anew_meanwhile_is_not_undone(office: Office, seller: int) -> None:
    vault = SellerVault(office, seller, "microsoft")
    with vault.hold() as held:
        with office.store.writing() as at:
            at.tokens.grant(seller, provider="microsoft", scopes=SCOPES, cache=b"signed in anew", now=NOW)
        with pytest.raises(TryLater):
            held.keep(b"renewed")
    assert vault.look() == (b"signed in anew", SCOPES)


def test_who_has_not_signed_in_or_elsewhere_is_asked_to(office: Office, seller: int) -> None:
    other = add_mailbox(office, "sven@nordverk.example")
    for vault in (SellerVault(office, other, "microsoft"), SellerVault(office, seller, "google")):
        assert vault.look() is None
        with pytest.raises(SignInNeeded), vault.hold():
            pytest.fail("there is none")
    with SellerVault(office, seller, "microsoft").hold() as held:  # nobody has been left holding it
        assert held.cache == b"first"


def test_a_companys_token_is_whoever_fetched_it_lasts(office: Office, seller: int) -> None:
    with office.store.reading() as at:
        tenant = at.tenants.find("Nordverk")
    assert tenant
    vault = CompanyVault(office, tenant.id, "microsoft", DIRECTORY)
    assert vault.look() is None
    with vault.hold() as one, CompanyVault(office, tenant.id, "microsoft", DIRECTORY).hold() as other:
        one.keep(b"first")
        other.keep(b"second")
    assert vault.look() == (b"second", ())
    assert CompanyVault(office, tenant.id, "google", DIRECTORY).look() is None


def test_what_is_had_by_delegation_gives_way_to_the_sellers_own_grant(office: Office) -> None:
    seller_id = add_mailbox(office)
    vault, own = DelegationVault(office, seller_id, "google"), SellerVault(office, seller_id, "google")
    assert vault.look() is None
    with vault.hold() as one, DelegationVault(office, seller_id, "google").hold() as other:
        one.keep(b"first")
        other.keep(b"second")
    with vault.hold() as held:
        assert (held.cache, vault.look(), own.look()) == (b"second", (b"second", ()), None)
        with office.store.writing() as at:
            at.tokens.grant(seller_id, provider="google", scopes=SCOPES, cache=b"the seller's own", now=NOW)
        held.keep(b"third")
    assert (vault.look(), own.look()) == (None, (b"the seller's own", SCOPES))


def test_nothing_is_kept_of_a_seller_who_has_left_meanwhile(office: Office) -> None:
    seller_id = add_mailbox(office)
    with DelegationVault(office, seller_id, "google").hold() as held:
        with office.store.writing() as at:
            at.sellers.erase(seller_id)
        held.keep(b"late")
    assert DelegationVault(office, seller_id, "google").look() is None
