"""Which account an address belongs to, and what the CRM and the seller have said of it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.crm import CrmRecord
from tests.world import OWN_DOMAINS
from workers.relationships.accounts import Account, AccountBook, Standing, account_key, build_book
from workers.relationships.corrections import Correction, CorrectionKind

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


def said(kind: CorrectionKind, account: str, value: str = "", *, days: int = 0) -> Correction:
    return Correction(kind, account, MONDAY + timedelta(days=days), value)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("karin@bruket.example", "bruket.example"),
        (" Karin@BRUKET.Example ", "bruket.example"),
        ("mailto:karin@bruket.example", "bruket.example"),
        ("karin@mail.bruket.se", "bruket.se"),
        ("karin@mail.bruket.co.uk", "bruket.co.uk"),
        ("karin@bruket.bruk", "bruket.bruk"),
        ("karin@a.b.intern", "b.intern"),
        ("karin@localhost", "localhost"),
        ("karin@åkerö.se", "åkerö.se"),
        ("karin@xn--ker-tla2g.se", "åkerö.se"),
        ("karin@bruket.onmicrosoft.com", "bruket.onmicrosoft.com"),
        ("karin@bruket.mail.onmicrosoft.com", "bruket.onmicrosoft.com"),
        ("karin@vansbro.kommun.se", "vansbro.kommun.se"),
        ("karin@skole.lund.kommune.no", "lund.kommune.no"),
    ],
)
def test_a_company_is_its_registrable_domain(address: str, key: str) -> None:
    assert account_key(address, own=OWN_DOMAINS) == key


@pytest.mark.parametrize(
    "host",
    [
        "gmail.com",
        "outlook.com",
        "hotmail.se",
        "live.se",
        "icloud.com",
        "yahoo.com",
        "yahoo.se",
        "yahoo.co.uk",
        "proton.me",
        "telia.com",
        "bredband.net",
        "comhem.se",
        "online.no",
        "broadpark.no",
        "elisanet.fi",
        "luukku.com",
        "gmx.de",
        "gmx.net",
        "web.de",
        "t-online.de",
        "mail.dk",
        "jubii.dk",
    ],
)
def test_a_freemail_address_is_an_account_of_its_own(host: str) -> None:
    assert account_key(f"maja.berg@{host}", own=OWN_DOMAINS) == f"maja.berg@{host}"
    assert account_key(f"olle@{host}", own=OWN_DOMAINS) == f"olle@{host}"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("Maja.Berg+kvitto@Gmail.com", "maja.berg@gmail.com"),
        ("maja.berg@googlemail.com", "maja.berg@gmail.com"),
        ("maja@protonmail.com", "maja@proton.me"),
    ],
)
def test_one_freemail_mailbox_is_one_account(address: str, key: str) -> None:
    assert account_key(address, own=OWN_DOMAINS) == key


@pytest.mark.parametrize(
    "address",
    [
        "astrid@nordverk.example",
        "sven@mail.nordverk.example",
        "no-reply@bruket.example",
        "noreply@bruket.example",
        "do-not-reply@bruket.example",
        "calendar-notification@google.com",
        "MAILER-DAEMON@bruket.example",
        "abc123@group.calendar.google.com",
        "c_188@resource.calendar.google.com",
        "unknownorganizer@calendar.google.com",
        "2_gezdgnbv@imip.me.com",
        "19:meeting_abc@thread.v2",
        "room-4@bruket.example",
        "konferensrum.norr@bruket.example",
        "invalid:nomail",
        "/o=exchangelabs/ou=exchange administrative group/cn=recipients/cn=karin",
        "karin",
        "@bruket.example",
        "karin@",
        "karin@@bruket.example",
        "karin lind@bruket.example",
        "karin@-bruket.example",
        "karin@bruket..example",
        "karin@192.168.1.1",
        "karin@[192.168.1.1]",
        "karin@com",
        "karin@xn--99999999.se",
        "",
        "a" * 300 + "@bruket.example",
    ],
)
def test_own_people_machines_rooms_and_what_is_no_address_are_nobodys_account(address: str) -> None:
    assert account_key(address, own=OWN_DOMAINS) is None


@pytest.mark.parametrize("own", ["nordverk.se", "mail.nordverk.se", "astrid@nordverk.se"])
def test_the_own_company_is_own_with_all_its_sub_domains(own: str) -> None:
    assert account_key("sven@se.nordverk.se", own=frozenset({own})) is None
    assert account_key("sven@nordverk.com", own=frozenset({own})) == "nordverk.com"


def test_a_seller_with_freemail_is_own_and_the_rest_of_the_provider_is_not() -> None:
    own = frozenset({"astrid@gmail.com", "gmail.com"})
    assert account_key("Astrid+jobb@gmail.com", own=own) is None
    assert account_key("maja.berg@gmail.com", own=own) == "maja.berg@gmail.com"


@given(st.one_of(st.text(max_size=80), st.emails(), st.text(max_size=20).map(lambda host: f"karin@{host}")))
def test_whatever_stands_in_a_calendar_is_a_key_or_none(address: str) -> None:
    key = account_key(address, own=OWN_DOMAINS)
    assert key is None or (key == key.casefold() and " " not in key)


# --- the book ---------------------------------------------------------------------------------------------


BRUKET = CrmRecord(
    "Bruket AB", ("bruket.example", "bruket-group.example"), "Storgatan 1", Decimal(1_200_000), "SEK", "A"
)


def test_domains_in_one_row_are_one_account() -> None:
    book = build_book([BRUKET], [])
    account = book.account("bruket-group.example")
    assert account == book.account("bruket.example")
    assert account.domains == ("bruket.example", "bruket-group.example")
    assert (account.name, account.tier, account.value, account.address) == (
        "Bruket AB",
        "A",
        Decimal(1_200_000),
        "Storgatan 1",
    )
    assert account.standing is Standing.CUSTOMER


def test_a_sub_domain_and_an_address_in_the_crm_find_their_account() -> None:
    rows = [CrmRecord("Bruket", ("mail.bruket.se",)), CrmRecord("Maja", ("Maja.Berg+x@gmail.com",))]
    book = build_book(rows, [])
    assert book.account("bruket.se").name == "Bruket"
    assert book.account("maja.berg@gmail.com").name == "Maja"


def test_a_mail_provider_in_the_crm_names_nobody() -> None:
    book = build_book([CrmRecord("Maja", ("gmail.com", "maja.example"))], [])
    assert book.belongs("gmail.com") == "gmail.com"
    assert set(book.accounts) == {"maja.example"}


def test_two_rows_for_one_account_fill_each_other_in() -> None:
    rows = [CrmRecord("Bruket", ("bruket.example",), tier="A"), CrmRecord("Bruk", ("bruket.example",), "Storgatan 1")]
    account = build_book(rows, []).account("bruket.example")
    assert (account.name, account.tier, account.address) == ("Bruket", "A", "Storgatan 1")


def test_an_alias_by_hand_is_followed_to_the_end_of_its_chain() -> None:
    aliases = [
        said(CorrectionKind.ALIAS, "a.example", "b.example"),
        said(CorrectionKind.ALIAS, "b.example", "c.example", days=1),
        said(CorrectionKind.ALIAS, "c.example", "bruket.example", days=2),
    ]
    for order in (aliases, aliases[::-1]):
        book = build_book([], order)
        assert {book.belongs(key) for key in ("a.example", "b.example", "c.example")} == {"bruket.example"}


def test_an_account_merged_into_another_does_not_give_it_its_name() -> None:
    rows = [CrmRecord("Bruk", ("bruk.example",), tier="A"), CrmRecord("Bruket", ("bruket.example",))]
    for order in (rows, rows[::-1]):
        account = build_book(order, [said(CorrectionKind.ALIAS, "bruk.example", "bruket.example")]).account(
            "bruk.example"
        )
        assert (account.key, account.name, account.tier) == ("bruket.example", "Bruket", "A")


def test_a_circle_of_aliases_ends_at_the_newest_word() -> None:
    aliases = [
        said(CorrectionKind.ALIAS, "a.example", "b.example"),
        said(CorrectionKind.ALIAS, "b.example", "c.example", days=1),
        said(CorrectionKind.ALIAS, "c.example", "a.example", days=2),
    ]
    book = build_book([], aliases)
    assert {book.belongs(key) for key in ("a.example", "b.example", "c.example")} == {"a.example"}


def test_of_two_aliases_the_latest_stands() -> None:
    aliases = [
        said(CorrectionKind.ALIAS, "a.example", "new.example", days=1),
        said(CorrectionKind.ALIAS, "a.example", "old.example"),
    ]
    assert build_book([], aliases).belongs("a.example") == "new.example"


def test_an_alias_of_itself_is_taken_out_of_the_row_it_stood_in() -> None:
    book = build_book([BRUKET], [said(CorrectionKind.ALIAS, "bruket-group.example", "bruket-group.example")])
    assert book.belongs("bruket-group.example") == "bruket-group.example"
    assert book.account("bruket.example").domains == ("bruket.example",)


def test_what_is_said_of_an_alias_is_said_of_its_account() -> None:
    book = build_book([BRUKET], [said(CorrectionKind.NO_GIFTS, "bruket-group.example")])
    assert book.account("bruket.example").no_gifts


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=20))
def test_however_aliases_are_tangled_each_key_ends_at_one_that_is_no_alias(links: list[tuple[str, str]]) -> None:
    book = build_book(
        [CrmRecord("x", ("a.example", "b.example")), CrmRecord("y", ("b.example", "f.example"))],
        [
            said(CorrectionKind.ALIAS, f"{one}.example", f"{other}.example", days=day)
            for day, (one, other) in enumerate(links)
        ],
    )
    assert not set(book.aliases.values()) & set(book.aliases)


@pytest.mark.parametrize(
    ("kind", "value", "changed"),
    [
        (CorrectionKind.CUSTOMER, "", {"standing": Standing.CUSTOMER}),
        (CorrectionKind.NOT_CUSTOMER, "", {"standing": Standing.NOT_CUSTOMER}),
        (CorrectionKind.OURS, "", {"standing": Standing.OURS}),
        (CorrectionKind.MET, "2026-05-12", {"met": date(2026, 5, 12)}),
        (CorrectionKind.MET, "2026-05-12T09:00:00+02:00", {"met": date(2026, 5, 12)}),
        (CorrectionKind.MET, "", {"met": date(2026, 11, 23)}),
        (CorrectionKind.PREFERS_DIGITAL, "", {"prefers_digital": True}),
        (CorrectionKind.PREFERS_DIGITAL, "no", {"prefers_digital": False}),
        (CorrectionKind.NEVER_HERE, "", {"never_here": True}),
        (CorrectionKind.NO_GIFTS, "", {"no_gifts": True}),
        (CorrectionKind.PLACE, " Storgatan 4,\n Trollhättan", {"said_place": "Storgatan 4, Trollhättan"}),
        (CorrectionKind.WRONG, "drifting", {"wrong_flags": frozenset({"drifting"})}),
    ],
)
def test_every_correction_changes_its_account(kind: CorrectionKind, value: str, changed: dict[str, object]) -> None:
    account = build_book([], [said(kind, "bruket.example", value)]).account("bruket.example")
    assert {name: getattr(account, name) for name in changed} == changed
    assert account.name == "Bruket"


def test_of_two_words_about_standing_the_latest_stands_and_both_beat_the_crm() -> None:
    words = [
        said(CorrectionKind.OURS, "bruket.example", days=1),
        said(CorrectionKind.NOT_CUSTOMER, "bruket.example"),
    ]
    assert build_book([BRUKET], words).account("bruket.example").standing is Standing.OURS
    assert build_book([BRUKET], words[1:]).account("bruket.example").standing is Standing.NOT_CUSTOMER


def test_what_is_called_ours_is_ours_with_its_aliases() -> None:
    book = build_book([BRUKET], [said(CorrectionKind.OURS, "bruket.example")])
    assert book.ours == {"bruket.example", "bruket-group.example"}


def test_a_meetings_modality_is_no_business_of_the_book() -> None:
    correction = Correction(CorrectionKind.MODALITY, "", MONDAY, "in_person", "uid-1")
    assert build_book([], [correction]) == AccountBook()


# --- names and the public sector ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "people", "name"),
    [
        ("bruket.se", (), "Bruket"),
        ("nya-bruket.co.uk", (), "Nya Bruket"),
        ("abb.com", (), "ABB"),
        ("åkerö.se", (), "Åkerö"),
        ("bruket.se", ("Karin Lind (Bruket AB)", "Per Dahl"), "Bruket AB"),
        ("bruket.se", ("Karin Lind (Bruket AB)", "Per Dahl | Bruket AB"), "Bruket AB"),
        ("bruket.se", ("Karin Lind (Bruket AB)", "Per Dahl (Bruket i Norr)"), "Bruket"),
        ("bruket.se", ("Karin Lind (Extern)", "Per Dahl (Extern)"), "Bruket"),
        ("vgr.se", ("Karin Lind (Vårgruppen AB)",), "Vårgruppen AB"),
        ("maja.berg@gmail.com", (), "Maja Berg"),
        ("mb77@gmail.com", ("Maja Berg",), "Maja Berg"),
    ],
)
def test_an_account_nobody_has_named_is_called_what_its_people_or_its_domain_say(
    key: str, people: tuple[str, ...], name: str
) -> None:
    assert AccountBook().account(key, people).name == name


def test_a_name_from_the_crm_is_kept_whatever_people_write() -> None:
    assert build_book([BRUKET], []).account("bruket.example", ["Karin (Bruket Norr AB)"]).name == "Bruket AB"


@pytest.mark.parametrize(
    "key",
    [
        "trollhattan.se",
        "regionhalland.se",
        "vansbro.kommun.se",
        "lund.kommune.no",
        "forsvarsmakten.se",
        "skatteverket.se",
        "trafikverket.se",
        "malmokommun.se",
        "army.mil",
        "state.gov",
        "hmrc.gov.uk",
        "lu.se",
    ],
)
def test_authorities_municipalities_and_regions_are_public_sector(key: str) -> None:
    assert AccountBook().account(key).public_sector


@pytest.mark.parametrize("name", ["Trollhättans kommun", "Region Skåne", "Lunds universitet", "Energimyndigheten"])
def test_a_name_tells_the_public_sector_too(name: str) -> None:
    assert build_book([CrmRecord(name, ("x.example",))], []).account("x.example").public_sector


@pytest.mark.parametrize("key", ["bruket.se", "kommunikation.se", "trollhattan.com", "maja.berg@gmail.com"])
def test_a_company_is_not_public_sector(key: str) -> None:
    assert not AccountBook().account(key).public_sector


def test_an_account_nobody_has_spoken_of_is_unreviewed() -> None:
    assert AccountBook().account("bruket.se") == Account("bruket.se", "Bruket", ("bruket.se",))
