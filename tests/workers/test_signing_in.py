"""Who has signed in is taken in once, on either database, and an address is believed only where it is proven."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.errors import SignInNeeded, TryLater
from connectors.microsoft.refusals import NextStep, error_of
from tests.mailboxes import add_mailbox, make_office
from tests.world import ASTRID, NOW
from workers.microsoft_settings import MicrosoftSettings
from workers.office import Office
from workers.signing_in import Arrival, Stranger, recognise, take_in
from workers.store.mailboxes import Mailbox, MailboxState
from workers.store.tenants import Tenant

NORDVERK, RIVALEN = "11111111-aaaa-4bbb-8ccc-dddddddddddd", "22222222-aaaa-4bbb-8ccc-dddddddddddd"
PERSON, OTHER = "33333333-aaaa-4bbb-8ccc-dddddddddddd", "44444444-aaaa-4bbb-8ccc-dddddddddddd"
SCOPES = ("Calendars.Read",)
WHO = Arrival(
    provider="microsoft",
    directory=NORDVERK,
    subject=f"{NORDVERK}/{PERSON}",
    address=ASTRID.address,
    name=ASTRID.name,
    given=lambda kept: (b"c", SCOPES),
)


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    made = make_office(tmp_path / "home", database_url)
    with made.store.writing() as at:
        at.tenants.save(Tenant("Nordverk", ("nordverk.example",)))
    yield made
    made.store.close()


def proven(domain: str) -> str:
    return {"nordverk.example": NORDVERK}.get(domain, "")


def unproven(domain: str) -> str:
    return ""


def unasked(domain: str) -> str:
    raise AssertionError(f"nobody needs to ask of {domain}")


def box_of(office: Office, seller_id: int) -> Mailbox:
    found = office.store.of(seller_id).mailbox()
    assert found
    return found


def test_the_first_time_makes_a_seller_and_the_second_finds_them(office: Office) -> None:
    first = take_in(office, WHO, owner_of=proven)
    again = take_in(
        office,
        replace(WHO, address="astrid.ek@nordverk.example", given=lambda kept: (kept + b", newer", SCOPES)),
        owner_of=unasked,
    )
    assert (first.id, first.owner, first.name) == (again.id, ASTRID.address, ASTRID.name)
    assert box_of(office, first.id).subject == f"{NORDVERK}/{PERSON}"
    with office.store.reading() as at:
        token, row = at.tokens.find(first.id), at.due.find("sync_mailbox", first.id)
    assert token
    assert row
    assert (token.cache, token.scopes, row.due_at is not None) == (b"c, newer", SCOPES, True)


def test_a_directory_is_proven_once(office: Office) -> None:
    take_in(office, WHO, owner_of=proven)
    colleague = replace(WHO, subject=f"{NORDVERK}/{OTHER}", address="sven@nordverk.example")
    assert take_in(office, colleague, owner_of=unasked).tenant_id == 2


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"address": "olle@norrgruvan.example"}, "unknown_company"),
        ({"address": ""}, "unknown_company"),
        ({"address": "nordverk.example"}, "unknown_company"),
        ({"address": "astrid ek@nordverk.example"}, "unknown_company"),
        ({"address": "astrid@rivalen.example@nordverk.example"}, "unknown_company"),
        ({"directory": RIVALEN}, "unproven"),
    ],
)
def test_a_stranger_leaves_nothing_behind(office: Office, changes: dict[str, str], key: str) -> None:
    with pytest.raises(Stranger) as wrong:
        take_in(office, replace(WHO, **changes), owner_of=proven)  # type: ignore[arg-type]
    assert wrong.value.key == key
    with office.store.reading() as at:
        totals = at.whole.totals()
    assert (totals["sellers"], totals["directories"], totals["tokens"]) == (0, 0, 0)


def test_registered_for_one_directory_its_word_is_taken_unless_microsoft_knows_better(office: Office) -> None:
    ours = MicrosoftSettings("our-app", tenant_id=NORDVERK)
    one = replace(office, settings=replace(office.settings, microsoft=ours))
    with pytest.raises(Stranger):
        take_in(one, WHO, owner_of=lambda _: RIVALEN)
    assert take_in(one, WHO, owner_of=unproven).owner == ASTRID.address


def test_while_nobody_can_say_whose_a_domain_is_nobody_is_taken_in(office: Office) -> None:
    def away(domain: str) -> str:
        raise error_of(NextStep.LATER)

    with pytest.raises(TryLater):
        take_in(office, WHO, owner_of=away)


def test_whoever_had_the_address_before_keeps_what_is_theirs(office: Office) -> None:
    take_in(office, WHO, owner_of=proven)
    with pytest.raises(Stranger) as wrong:
        take_in(office, replace(WHO, subject=f"{NORDVERK}/{OTHER}"), owner_of=unasked)
    assert wrong.value.key == "taken"


def test_a_calendar_behind_a_link_is_read_from_microsoft_from_now_on(office: Office) -> None:
    seller_id = add_mailbox(office)
    with office.store.writing() as at:
        at.mailboxes.save(replace(box_of(office, seller_id), state=MailboxState.GONE, read_at=NOW, generation=3))
    assert take_in(office, WHO, owner_of=proven).id == seller_id
    box = box_of(office, seller_id)
    assert (box.provider, box.url, box.generation, box.anew) == ("microsoft", "", 4, True)


def test_a_first_reading_under_way_goes_on(office: Office) -> None:
    seller = take_in(office, WHO, owner_of=proven)
    with office.store.writing() as at:
        at.mailboxes.save(replace(box_of(office, seller.id), state=MailboxState.READING, done=0.4))
    take_in(office, WHO, owner_of=unasked)
    assert (box_of(office, seller.id).state, box_of(office, seller.id).done) == (MailboxState.READING, 0.4)


def refuses(kept: bytes) -> tuple[bytes, tuple[str, ...]]:
    raise error_of(NextStep.CONSENT)


def test_who_gives_nothing_that_can_be_kept_leaves_nothing_behind(office: Office) -> None:
    with pytest.raises(SignInNeeded):
        take_in(office, replace(WHO, given=refuses), owner_of=proven)
    with office.store.reading() as at:
        totals = at.whole.totals()
    assert (totals["sellers"], totals["tokens"]) == (0, 0)


GOOGLER = replace(WHO, provider="google", directory="nordverk.example", subject="108000000000000000001")


def itself(domain: str) -> str:
    return domain


def test_at_google_a_domain_is_proven_by_the_company_being_named_after_it(office: Office) -> None:
    seller = take_in(office, GOOGLER, owner_of=itself)
    box = box_of(office, seller.id)
    assert (box.provider, box.subject) == ("google", "108000000000000000001")
    with pytest.raises(Stranger) as wrong:
        take_in(office, replace(GOOGLER, subject="2", directory="elsewhere.example"), owner_of=itself)
    assert wrong.value.key == "unproven"


def test_our_registration_at_microsoft_proves_nothing_at_google(office: Office) -> None:
    ours = MicrosoftSettings("our-app", tenant_id="elsewhere.example")
    one = replace(office, settings=replace(office.settings, microsoft=ours))
    with pytest.raises(Stranger):
        take_in(one, replace(GOOGLER, directory="elsewhere.example"), owner_of=unproven)


def test_a_grant_of_another_vendor_is_nothing_to_go_on_from(office: Office) -> None:
    seller_id = add_mailbox(office)
    with office.store.writing() as at:
        at.tokens.grant(seller_id, provider="microsoft", scopes=SCOPES, cache=b"of Microsoft", now=NOW)
    take_in(office, replace(GOOGLER, given=lambda kept: (kept + b"!", SCOPES)), owner_of=itself)
    with office.store.reading() as at:
        token = at.tokens.find(seller_id)
    assert token
    assert (token.provider, token.cache) == ("google", b"!")


def added(office: Office, provider: str = "google") -> int:
    """By an admin, for whose whole company we may read."""
    seller_id = add_mailbox(office)
    with office.store.writing() as at:
        at.mailboxes.save(Mailbox(seller_id, provider))
    return seller_id


def test_whom_an_admin_has_added_is_recognised_and_then_known(office: Office) -> None:
    seller_id = added(office)
    assert recognise(office, GOOGLER, owner_of=itself) == seller_id
    assert recognise(office, GOOGLER, owner_of=itself) == seller_id
    assert office.store.whose("google", GOOGLER.subject) == (seller_id, office.store.of(seller_id).revision())
    assert take_in(office, replace(GOOGLER, address="astrid.ek@nordverk.example"), owner_of=unasked).id == seller_id


def test_whoever_had_the_address_before_is_not_recognised_in_another(office: Office) -> None:
    added(office)
    assert recognise(office, GOOGLER, owner_of=itself)
    assert recognise(office, replace(GOOGLER, subject="2"), owner_of=itself) is None


@pytest.mark.parametrize(
    "changes", [{"address": "sven@nordverk.example"}, {"address": ""}, {"directory": RIVALEN}, {"directory": ""}]
)
def test_who_is_not_recognised_leaves_nothing_behind(office: Office, changes: dict[str, str]) -> None:
    seller_id = added(office)
    assert recognise(office, replace(GOOGLER, **changes), owner_of=itself) is None  # type: ignore[arg-type]
    assert box_of(office, seller_id).subject == ""
    with office.store.reading() as at:
        assert at.whole.totals()["directories"] == 0


def test_who_is_read_elsewhere_is_not_recognised(office: Office) -> None:
    seller_id = added(office, "ics")
    assert recognise(office, GOOGLER, owner_of=itself) is None
    assert box_of(office, seller_id).subject == ""
