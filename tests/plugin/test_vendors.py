"""What `kanelbulle check` says of signing in at Microsoft and at Google: it is tried there and then."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors.google.access import READ_CALENDAR
from plugin.cli import outcome
from tests.mailboxes import make_office
from tests.simulators.google.accounts import CLIENT_ID as GOOGLE_CLIENT_ID
from tests.simulators.google.accounts import SECRET as GOOGLE_SECRET
from tests.simulators.google.google import Google, google_server
from tests.simulators.microsoft.entra import CLIENT_ID, NORDVERK, RIVALEN, SECRET, Entra
from tests.world import NOW
from workers.store import Seller
from workers.store.mailboxes import Mailbox
from workers.store.tenants import Tenant

Check = Callable[..., tuple[int, str]]


@pytest.fixture
def check(
    tmp_path: Path, made_file: Path, entra: Entra, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Check:
    """Runs the command in this process: its exit code, and the line of the sign-in or what it complains of."""
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    usual = {
        "HOME": str(tmp_path / "home"),
        "DATABASE_URL": f"sqlite:///{database}",
        "MICROSOFT_CLIENT_ID": CLIENT_ID,
        "MICROSOFT_CLIENT_SECRET": SECRET,
        "MICROSOFT_AUTHORITY": entra.url,
    }

    def run(**changes: str) -> tuple[int, str]:
        for name, value in (usual | changes).items():
            monkeypatch.setenv(f"KANELBULLE_{name}", value)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", entra.trust)
        monkeypatch.setenv("LC_ALL", "C")
        code = outcome(["check"])
        said = capsys.readouterr()
        lines = [line for line in said.out.splitlines() if line.startswith("sign-in: ")]
        return code, (said.err.strip() or lines[0]).removeprefix("sign-in: ").removeprefix("kanelbulle: ")

    return run


def add_company(tmp_path: Path, name: str, directory: str, *, agreed: bool) -> None:
    office = make_office(tmp_path / "home", f"sqlite:///{tmp_path / 'kanelbulle.db'}")
    with office.store.writing() as at:
        tenant_id = at.tenants.save(Tenant(name, (f"{name.lower()}.example",)))
        if directory:
            at.directories.add(tenant_id, "microsoft", directory, agreed_at=NOW if agreed else None)
    office.store.close()


def test_where_nobody_signs_in_at_microsoft_nobody_is_asked(check: Check, entra: Entra) -> None:
    code, said = check(MICROSOFT_CLIENT_ID="", MICROSOFT_CLIENT_SECRET="")
    assert (code, said.startswith("by links"), entra.asked) == (0, True, [])


def test_where_each_seller_agrees_that_is_what_it_says(check: Check, tmp_path: Path) -> None:
    add_company(tmp_path, "Nordverk", "", agreed=False)
    assert check() == (0, "Microsoft is fine; each seller agrees to their own calendar")


def test_companies_that_have_let_us_in_are_counted(check: Check, entra: Entra, tmp_path: Path) -> None:
    add_company(tmp_path, "Nordverk", NORDVERK, agreed=True)
    add_company(tmp_path, "Rivalen", RIVALEN, agreed=False)
    assert check() == (0, "Microsoft is fine, and an admin has let us in at one company")
    entra.app_allowed = {NORDVERK, RIVALEN}
    assert check()[1].endswith("let us in at two companies")


def test_an_admin_who_has_shut_us_out_again_is_told_of(check: Check, entra: Entra, tmp_path: Path) -> None:
    add_company(tmp_path, "Nordverk", NORDVERK, agreed=True)
    entra.app_allowed = set()
    code, said = check()
    assert (code, "at one company an admin needs to open /signin/microsoft/admin again" in said) == (0, True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"MICROSOFT_CLIENT_SECRET": "of last year"}, "Make a new one in Entra"),
        ({"MICROSOFT_CLIENT_SECRET": ""}, "Make a new one in Entra"),
        ({"MICROSOFT_TENANT_ID": "nobody.example"}, "not rightly registered"),
        ({"MICROSOFT_AUTHORITY": "https://localhost:1"}, "does not answer"),
    ],
)
def test_what_an_operator_mends_ends_the_check_in_one_line(
    check: Check, tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    add_company(tmp_path, "Nordverk", NORDVERK, agreed=True)
    code, told = check(**changes)
    assert (code, said in told, "\n" in told) == (1, True, False)


def test_registered_for_one_company_the_secret_is_tried_before_anybody_is_in(check: Check) -> None:
    assert check(MICROSOFT_TENANT_ID=NORDVERK)[0] == 0
    code, said = check(MICROSOFT_TENANT_ID=NORDVERK, MICROSOFT_CLIENT_SECRET="of last year")
    assert (code, "Make a new one in Entra" in said) == (1, True)


# --- at Google ------------------------------------------------------------------------------------------


@pytest.fixture
def google() -> Iterator[Google]:
    with google_server() as made:
        yield made


@pytest.fixture
def check_google(check: Check, google: Google) -> Check:
    """Registered at Google alone, with a client and a service account that may read at Nordverk."""
    usual = {
        "MICROSOFT_CLIENT_ID": "",
        "MICROSOFT_CLIENT_SECRET": "",
        "GOOGLE_CLIENT_ID": GOOGLE_CLIENT_ID,
        "GOOGLE_CLIENT_SECRET": GOOGLE_SECRET,
        "GOOGLE_SERVICE_ACCOUNT": json.dumps(google.service_account(*READ_CALENDAR)),
        "GOOGLE_ACCOUNTS_URL": google.accounts_url,
    }
    return lambda **changes: check(**{**usual, **changes})


def add_sellers(tmp_path: Path, google: Google, *addresses: str) -> None:
    office = make_office(tmp_path / "home", f"sqlite:///{tmp_path / 'kanelbulle.db'}")
    with office.store.writing() as at:
        for address in addresses:
            google.calendar(address)
            company = at.tenants.owning(address.rpartition("@")[2])
            assert company
            made = at.sellers.save(Seller(address, company.domains, "UTC", "google", NOW, tenant_id=company.id))
            at.mailboxes.save(Mailbox(made, "google"))
    office.store.close()


def test_google_is_asked_too_and_told_of_in_a_line_of_its_own(
    check: Check, check_google: Check, tmp_path: Path
) -> None:
    add_company(tmp_path, "Nordverk", "", agreed=False)
    assert check_google() == (0, "Google is fine; each seller agrees to their own calendar")
    assert check_google(GOOGLE_SERVICE_ACCOUNT="")[0] == 0
    assert check_google(GOOGLE_CLIENT_ID="", GOOGLE_CLIENT_SECRET="")[0] == 0


def test_companies_that_have_delegated_are_counted_by_a_seller_of_each(
    check_google: Check, google: Google, tmp_path: Path
) -> None:
    add_company(tmp_path, "Nordverk", "", agreed=False)
    add_company(tmp_path, "Rivalen", "", agreed=False)
    add_sellers(tmp_path, google, "astrid@nordverk.example", "sven@nordverk.example")
    assert check_google() == (0, "Google is fine, and an admin has let us in at one company")
    add_sellers(tmp_path, google, "rut@rivalen.example")
    code, said = check_google()
    assert (code, "at one company an admin needs to delegate" in said) == (0, True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"GOOGLE_CLIENT_SECRET": "of last year"}, "Make a new one in the Cloud console"),
        ({"GOOGLE_CLIENT_SECRET": ""}, "Make a new one in the Cloud console"),
        ({"GOOGLE_CLIENT_ID": "somebody-elses"}, "Make a new one in the Cloud console"),
        ({"GOOGLE_ACCOUNTS_URL": "http://127.0.0.1:1"}, "Google's sign-in does not answer"),
    ],
)
def test_what_an_operator_mends_at_google_ends_the_check_in_one_line(
    check_google: Check, changes: dict[str, str], said: str
) -> None:
    code, told = check_google(**changes)
    assert (code, said in told, "\n" in told) == (1, True, False)


def test_a_key_google_no_longer_takes_ends_the_check(check_google: Check, google: Google) -> None:
    key = google.service_account(*READ_CALENDAR)
    google.accounts.robots.clear()
    code, told = check_google(GOOGLE_SERVICE_ACCOUNT=json.dumps(key))
    assert (code, "KANELBULLE_GOOGLE_SERVICE_ACCOUNT_FILE" in told) == (1, True)
