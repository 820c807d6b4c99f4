"""Which directories are a company's, the token kept for each, and whose mailbox somebody's name at a vendor is."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from tests.workers.store.one_store import open_store, save_seller
from tests.world import NOW
from workers.store import Store
from workers.store.directories import Directory
from workers.store.mailboxes import Mailbox
from workers.store.tenants import Tenant

NORDVERK, RIVALEN = "11111111-aaaa-4bbb-8ccc-dddddddddddd", "22222222-aaaa-4bbb-8ccc-dddddddddddd"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = open_store(database_url)
    yield made
    made.close()


def company(store: Store, name: str) -> int:
    with store.writing() as at:
        return at.tenants.save(Tenant(name, (f"{name.lower()}.example",)))


def test_a_directory_is_a_companys_once_it_is_added(store: Store) -> None:
    nordverk = company(store, "Nordverk")
    with store.writing() as at:
        assert at.directories.named("microsoft", NORDVERK) == ()
        at.directories.add(nordverk, "microsoft", NORDVERK)
        at.directories.add(nordverk, "microsoft", NORDVERK)
        found = (Directory(nordverk, "microsoft", NORDVERK),)
        assert at.directories.of(nordverk, "microsoft") == at.directories.named("microsoft", NORDVERK) == found
        assert at.directories.of(nordverk, "google") == at.directories.named("google", NORDVERK) == ()


def test_what_an_admin_has_agreed_to_stays_agreed_to_and_comes_first(store: Store) -> None:
    nordverk = company(store, "Nordverk")
    with store.writing() as at:
        at.directories.add(nordverk, "microsoft", NORDVERK)
        at.directories.add(nordverk, "microsoft", RIVALEN, agreed_at=NOW)
        at.directories.add(nordverk, "microsoft", RIVALEN)
        assert [(one.id, one.agreed_at) for one in at.directories.of(nordverk, "microsoft")] == [
            (RIVALEN, NOW),
            (NORDVERK, None),
        ]
        at.directories.add(nordverk, "microsoft", RIVALEN, agreed_at=NOW + timedelta(days=1))
        assert at.directories.of(nordverk, "microsoft")[0].agreed_at == NOW + timedelta(days=1)


def test_companies_of_one_group_share_a_directory_and_each_has_its_own_token(store: Store) -> None:
    nordverk, sydverk = company(store, "Nordverk"), company(store, "Sydverk")
    with store.writing() as at:
        for tenant_id in (nordverk, sydverk):
            at.directories.add(tenant_id, "microsoft", NORDVERK)
        at.directories.keep_token(nordverk, "microsoft", NORDVERK, b"nordverks")
        assert [one.tenant_id for one in at.directories.named("microsoft", NORDVERK)] == [nordverk, sydverk]
        assert at.directories.token(nordverk, "microsoft", NORDVERK) == b"nordverks"
        assert at.directories.token(sydverk, "microsoft", NORDVERK) is None


def test_the_newest_token_is_kept_and_goes_with_the_company(store: Store) -> None:
    nordverk = company(store, "Nordverk")
    with store.writing() as at:
        for token in (b"first", b"second"):
            at.directories.keep_token(nordverk, "microsoft", NORDVERK, token)
        assert at.directories.token(nordverk, "microsoft", NORDVERK) == b"second"
        at.tenants.erase(nordverk)
        assert at.directories.named("microsoft", NORDVERK) == ()
        assert at.directories.token(nordverk, "microsoft", NORDVERK) is None


def test_no_companys_token_lies_in_clear_text(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'kanelbulle.db'}")
    with store.writing() as at:
        at.directories.keep_token(1, "microsoft", NORDVERK, b"hemlig-token")
    store.close()
    assert b"hemlig-token" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_mailbox_is_found_by_who_its_seller_is_at_the_vendor(store: Store) -> None:
    astrid, sven = save_seller(store), save_seller(store, "sven@nordverk.example")
    mine = Mailbox(astrid, "microsoft", subject=f"{NORDVERK}/{RIVALEN}")
    with store.writing() as at:
        at.mailboxes.save(mine)
        at.mailboxes.save(Mailbox(sven, "microsoft"))
        found = at.mailboxes.by_subject("microsoft", mine.subject)
        assert found
        assert (found.seller_id, found.subject) == (astrid, mine.subject)
        for provider, subject in (("google", mine.subject), ("microsoft", ""), ("microsoft", f"{NORDVERK}/x")):
            assert at.mailboxes.by_subject(provider, subject) is None


def test_two_sellers_are_never_the_same_person_at_a_vendor(store: Store) -> None:
    ids = [save_seller(store, f"{name}@nordverk.example") for name in ("astrid", "sven", "rut")]
    with store.writing() as at:
        at.mailboxes.save(Mailbox(ids[0], "microsoft", subject="a/b"))
        at.mailboxes.save(Mailbox(ids[1], "google", subject="a/b"))
    with pytest.raises(IntegrityError), store.writing() as at:
        at.mailboxes.save(Mailbox(ids[2], "microsoft", subject="a/b"))
