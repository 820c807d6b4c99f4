"""The customer has said yes: on the pages it is shown, pressed once, told of, and undone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from connectors.writing import CanWrite
from plugin import create_app
from tests.mailboxes import make_office
from tests.outlook_rig import cloud
from tests.plugin.web.conftest import SAME_SITE
from tests.simulators.microsoft import broken, denied, hang_up, throttled, unauthorized
from tests.simulators.microsoft.entra import CLIENT_ID, SECRET
from tests.workers.in_the_cloud import BRUKET
from tests.workers.outlook import Outlook, an_outlook, call
from tests.world import ASTRID, KARIN, NOW
from workers.calendars import PROVIDERS, WRITABLE
from workers.carry_out import CARRY_OUT
from workers.correcting import correct, take_back
from workers.jobs import carry_out
from workers.microsoft_settings import MicrosoftSettings
from workers.office import Office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.store.tenants import Tenant, TenantWishes
from workers.store.visits import VisitState
from workers.visits.suggestion import Suggestion

PAGE = f"/account/{BRUKET}"
PLACE = "Storgatan 4, 461 30 Trollhättan"


class Browser:
    """Astrid's, signed in, on the page of the suggestion."""

    def __init__(self, outlook: Outlook, client: FlaskClient, suggestion: Suggestion) -> None:
        self.outlook, self.client, self.suggestion = outlook, client, suggestion
        self.address = f"/convert/{suggestion.id}"

    def preview(self, slot: int = 0, status: int = 200, **more: str) -> str:
        query = urlencode({"slot": slot, "account": BRUKET, **more})
        answered = self.client.get(f"{self.address}?{query}")
        assert answered.status_code == status
        return unescape(answered.text)

    def press(self, shown: str, **changes: str) -> "tuple[int, str]":
        """What the form on the page sends, and the page that comes."""
        fields = dict(re.findall(r'<input type="hidden" name="(slot|account|seen)" value="([^"]*)">', shown))
        answered = self.client.post(self.address, data={**fields, "keep": "yes", **changes}, follow_redirects=True)
        return answered.status_code, unescape(answered.text)

    def work(self) -> None:
        self.outlook.do(CARRY_OUT)

    def state(self) -> str:
        return unescape(self.client.get(self.address).text)

    def heading(self) -> str:
        return heading(self.state())

    def account(self) -> str:
        return unescape(self.client.get(PAGE).text)


def heading(page: str) -> str:
    found = re.search(r"<h1>(?:<bdi>)?(.*?)(?:</bdi>)?</h1>", page)
    assert found
    return found[1]


@pytest.fixture
def outlook(tmp_path: Path, made_file: Path) -> Iterator[Outlook]:
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    with an_outlook(tmp_path / "home", f"sqlite:///{database}") as made:
        ours = MicrosoftSettings(CLIENT_ID, secret=SECRET)
        made.office = replace(made.office, settings=replace(made.office.settings, microsoft=ours))
        yield made
        made.office.store.close()


def signed_in(office: Office, seller_id: int, **headers: str) -> FlaskClient:
    client = create_app(office, own_computer=False).test_client()
    for name, value in {**SAME_SITE, **headers}.items():
        client.environ_base[f"HTTP_{name.upper().replace('-', '_')}"] = value
    with client.session_transaction() as session:
        session.update(seller=seller_id, owner=ASTRID.address)
    return client


@pytest.fixture
def browser(outlook: Outlook) -> Browser:
    suggestion = outlook.ready()
    return Browser(outlook, signed_in(outlook.office, outlook.seller), suggestion)


def test_each_time_of_a_suggestion_has_a_yes_of_its_own(browser: Browser) -> None:
    page = browser.account()
    offered = re.findall(rf'href="{browser.address}\?slot=(\d)&account={BRUKET}" aria-label="([^"]*)"', page)
    assert [number for number, _ in offered] == ["0", "1", "2", "3"]
    assert offered[0][1].startswith("Kunden har sagt ja till torsdag 10 december 09:00")
    assert f"/convert/{browser.suggestion.id}" not in browser.client.get("/").text


def test_the_preview_is_whole_and_nothing_has_happened(browser: Browser) -> None:
    page = browser.preview()
    assert heading(page) == "Det här får Karin"
    assert "Ny plats, längre möte, Teams finns kvar. Inget skickas förrän du trycker." in page
    for told in (
        PLACE,
        "förut Microsoft Teams-möte",
        "Outlook mejlar ändringen till Karin Lind.",
        f"Vi ses på plats den här gången: {PLACE}.",
        "Teams finns kvar som reserv.",
        "Privat, och utan kundens namn.",
    ):
        assert told in page
    assert not browser.outlook.box.mails_out
    assert browser.client.get(f"{browser.address}?slot=0").headers["Cache-Control"] == "no-store"
    assert browser.client.get(browser.address).status_code == 200


def test_one_press_makes_it_a_visit_and_another_undoes_it(browser: Browser) -> None:
    status, page = browser.press(browser.preview())
    assert (status, heading(page)) == (200, "Vi ändrar mötet nu")
    assert 'hx-trigger="every 2s"' in page
    assert "every 3s" in browser.account()
    browser.work()
    page = browser.state()
    assert heading(page) == "Mötet är ett besök nu"
    assert f"09:00\u2060–\u206010:30, {PLACE}. Trevlig resa." in page
    assert "hx-trigger" not in page
    assert [(one.what, one.to) for one in browser.outlook.box.mails_out] == [("update", (KARIN.address,))]
    assert heading(browser.preview(2)) == heading(page), "made once, it is not made again"

    browser.outlook.do()
    account = browser.account()
    assert "Förslag</h2>" not in account
    assert "Klart. Mötet är ett besök nu." in account
    assert "every 3s" not in account
    assert (
        heading(browser.client.post(f"{browser.address}/undo", follow_redirects=True).text)
        == "Vi ställer tillbaka mötet"
    )
    browser.work()
    assert browser.heading() == "Mötet är som det var"
    assert browser.outlook.meeting(browser.suggestion)["location"]["displayName"] == "Microsoft Teams-möte"
    browser.outlook.do()
    assert "Besök på väg" not in browser.account()
    assert "Kunden har sagt ja" in browser.account()


def test_a_visit_by_our_hand_stands_among_the_journeys_until_it_is_undone(browser: Browser) -> None:
    assert "Inbokade besök" not in browser.client.get("/trips").text
    browser.press(browser.preview())
    browser.work()
    browser.outlook.do()
    page = unescape(browser.client.get("/trips").text)
    assert "Inga resor inbokade" not in page
    assert re.search(rf'Inbokade besök.*href="{browser.address}".*Torsdag 10 december.*{PLACE}', page, re.DOTALL)
    browser.client.post(f"{browser.address}/undo", headers=SAME_SITE)
    browser.work()
    assert "Inbokade besök" not in browser.client.get("/trips").text


def test_another_time_is_pressed_as_it_was_shown(browser: Browser) -> None:
    browser.press(browser.preview(2))
    browser.work()
    start = browser.suggestion.visit.slots[1].start
    assert browser.outlook.rig.read().kept[browser.suggestion.uid, None].start == start


def test_pressed_twice_it_is_done_once(browser: Browser) -> None:
    page = browser.preview()
    assert [browser.press(page)[0] for _ in range(2)] == [200, 200]
    browser.work()
    browser.press(page)
    browser.work()
    assert [one.what for one in browser.outlook.box.mails_out] == ["update"]


def test_a_meeting_changed_between_look_and_press_is_shown_again(browser: Browser) -> None:
    page = browser.preview()
    browser.outlook.box.change(browser.suggestion.uid, subject="Nu om något annat")
    status, again = browser.press(page)
    assert (status, "Mötet har ändrats sedan du tittade." in again, "Nu om något annat" in again) == (409, True, True)
    assert browser.outlook.office.store.of(browser.outlook.seller).visit(browser.suggestion.id) is None
    assert browser.press(again)[0] == 200
    browser.work()
    assert browser.heading() == "Mötet är ett besök nu"


def test_a_meeting_changed_before_a_worker_comes_to_it_is_looked_at_again(browser: Browser) -> None:
    browser.press(browser.preview())
    browser.outlook.box.change(browser.suggestion.uid, subject="Nu om något annat")
    browser.work()
    page = browser.state()
    assert heading(page) == "Mötet ändrades under tiden"
    assert f'href="{browser.address}?slot=0&account={BRUKET}">Titta på mötet igen' in page
    assert "Mötet ändrades under tiden" in browser.account()
    assert browser.press(browser.preview())[0] == 200


def test_what_was_not_shown_is_not_done(browser: Browser) -> None:
    page = browser.preview()
    status, again = browser.press(page, keep="no")
    assert (status, "Så här blir det i stället." in again, "Teams tas bort ur mötet." in again) == (409, True, True)
    assert browser.press(page, seen="")[0] == 409
    assert browser.press(page, slot="1")[0] == 409
    assert browser.press(again, keep="no")[0] == 200
    browser.work()
    assert not browser.outlook.meeting(browser.suggestion)["isOnlineMeeting"]


def test_whether_teams_stays_is_seen_at_once(browser: Browser) -> None:
    page = browser.preview(keep="no")
    assert "utan Teams" in page
    assert "Länken till mötet på skärm finns kvar" not in page
    assert "checked" not in page
    assert "checked" in browser.preview()


def test_of_their_meeting_a_proposal_is_shown(browser: Browser) -> None:
    karin = {"emailAddress": {"name": KARIN.name, "address": KARIN.address}}
    browser.outlook.box.change(browser.suggestion.uid, organizer=karin, isOrganizer=False)
    page = browser.preview(1)
    assert heading(page) == "Det här föreslår vi Karin"
    assert "Skicka förslaget" in page
    browser.press(page)
    browser.work()
    assert browser.heading() == "Förslaget är skickat"
    assert [one.what for one in browser.outlook.box.mails_out] == ["tentativelyAccepted"]
    assert browser.client.post(f"{browser.address}/undo", follow_redirects=True).status_code == 200
    assert browser.heading() == "Förslaget är skickat"


def test_who_takes_no_proposals_is_written_to(browser: Browser) -> None:
    karin = {"emailAddress": {"name": KARIN.name, "address": KARIN.address}}
    browser.outlook.box.change(browser.suggestion.uid, organizer=karin, isOrganizer=False, allowNewTimeProposals=False)
    page = browser.preview(1)
    assert "de tar inte emot nya tidsförslag" in page
    assert 'href="mailto:karin@bruket.example?' in page
    assert "<form class" not in page.partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize("trouble", [throttled("30"), broken(503), hang_up()], ids=range(3))
def test_a_calendar_that_does_not_answer_is_told_of_kindly(browser: Browser, trouble: object) -> None:
    browser.outlook.rig.simulated.next(*[trouble] * 4, method="GET")  # type: ignore[list-item]
    page = browser.preview(1, status=503)
    assert "Kalendern svarar inte just nu. Inget är ändrat." in page
    assert f'href="{browser.address}?slot=1&account={BRUKET}">Försök igen' in page


def test_without_leave_to_write_it_is_asked_for_in_one_sentence(browser: Browser) -> None:
    browser.outlook.rig.simulated.next(unauthorized(), unauthorized(), method="GET")
    page = browser.preview(1, status=403)
    assert heading(page) == "Först behöver vi ditt ja"
    back = urlencode({"back": f"{browser.address}?slot=1&account={BRUKET}"})
    assert f'href="/signin/microsoft?for=write&{back}">Fortsätt hos Microsoft' in page


def test_who_is_not_let_in_reads_who_can_help(browser: Browser) -> None:
    browser.outlook.rig.simulated.next(denied(), method="GET")
    assert "Den som sköter Kanelbulle hos er" in browser.preview(status=403)


def test_a_worker_that_is_not_let_in_is_told_of_with_what_to_do(browser: Browser) -> None:
    browser.press(browser.preview())
    browser.outlook.rig.simulated.next(unauthorized(), unauthorized(), method="GET")
    browser.work()
    page = browser.state()
    assert heading(page) == "Det gick inte den här gången"
    assert "Fortsätt hos Microsoft" in page


def test_while_the_calendar_asks_us_to_wait_the_page_says_so(browser: Browser) -> None:
    browser.press(browser.preview())
    browser.outlook.rig.simulated.next(throttled("60"), method="PATCH")
    browser.work()
    assert "kalendern ber oss vänta" in browser.state()
    browser.outlook.rig.now += timedelta(minutes=2)
    browser.work()
    assert browser.heading() == "Mötet är ett besök nu"


def test_a_meeting_that_is_gone_or_has_no_place_is_no_visit(browser: Browser) -> None:
    take_back(browser.outlook.office, CorrectionKind.PLACE, BRUKET, seller_id=browser.outlook.seller)
    assert f'href="{PAGE}#place"' in browser.preview(status=409)
    assert "Kunden har sagt ja" not in browser.account()
    place = Correction(CorrectionKind.PLACE, BRUKET, NOW, PLACE)
    correct(browser.outlook.office, place, seller_id=browser.outlook.seller)
    browser.outlook.box.change(browser.suggestion.uid, isCancelled=True)
    assert "Mötet finns inte längre i kalendern." in browser.preview(status=409)
    browser.outlook.box.delete(browser.suggestion.uid)
    assert "Mötet finns inte längre i kalendern." in browser.preview(status=409)


@pytest.mark.parametrize(
    ("path", "status"),
    [("?slot=x", 400), ("?slot=-1", 400), ("?slot=100", 400), ("?slot=²", 400), ("?slot=9", 409), ("0?slot=0", 409)],
)
def test_a_request_we_do_not_understand_asks_nobody(browser: Browser, path: str, status: int) -> None:
    before = browser.outlook.rig.simulated.requests
    assert browser.client.get(browser.address + path).status_code == status
    assert browser.outlook.rig.simulated.requests == before


def test_a_press_from_elsewhere_or_of_nobody_is_refused(browser: Browser, outlook: Outlook) -> None:
    page = browser.preview()
    browser.client.environ_base["HTTP_SEC_FETCH_SITE"] = "cross-site"
    assert browser.press(page)[0] == 403
    assert browser.client.post(f"{browser.address}/undo").status_code == 403
    stranger = create_app(outlook.office, own_computer=False).test_client()
    assert stranger.get(browser.address).status_code == 401
    assert stranger.post(browser.address, headers=SAME_SITE).status_code == 401


def test_another_sellers_suggestion_is_nobodys_here(browser: Browser) -> None:
    assert browser.client.post("/convert/0123456789ab/undo").status_code == 404
    assert browser.client.get("/convert/0123456789ab?slot=0&account=nobody.example").status_code == 409


def test_where_the_calendar_is_a_file_nothing_is_offered(page: FlaskClient, office: Office) -> None:
    found = office.store.shown.account(BRUKET)
    assert found
    assert found.suggestion
    assert "Kunden har sagt ja" not in page.get(PAGE).text
    for method, path in (("GET", ""), ("POST", ""), ("POST", "/undo")):
        assert page.open(f"/convert/{found.suggestion.id}{path}", method=method).status_code == 404


def test_the_page_is_asked_for_by_strangers_words_without_harm(browser: Browser) -> None:
    browser.outlook.box.change(browser.suggestion.uid, subject='<script>alert("x")</script>\u202e')
    answered = browser.client.get(f"{browser.address}?slot=0&account={BRUKET}").text
    assert "<script>alert" not in answered
    assert "\u202e" not in answered


def test_whoever_can_be_written_to_has_a_calendar_that_can(outlook: Outlook) -> None:
    box = outlook.office.store.of(outlook.seller).mailbox()
    assert box
    assert isinstance(outlook.office.calendar(box), CanWrite) == (box.provider in WRITABLE)


@pytest.mark.filterwarnings("ignore:response_mode='form_post' is recommended")
def test_a_seller_who_has_only_let_us_read_says_yes_once_and_is_back_at_the_preview(
    tmp_path: Path, made_file: Path, browse_as: Callable[[Office], FlaskClient]
) -> None:
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    (tmp_path / "cloud").mkdir()
    with cloud(tmp_path / "cloud") as (entra, graph):
        graph.now = lambda: NOW
        graph.trust_tokens_of(entra)
        office = make_office(tmp_path / "home", f"sqlite:///{database}", base_url="https://kanelbulle.nordverk.example")
        ours = MicrosoftSettings(CLIENT_ID, secret=SECRET, authority=entra.url, graph_url=graph.url)
        office = replace(
            office, providers=PROVIDERS, settings=replace(office.settings, microsoft=ours, trust=entra.trust)
        )
        with office.store.writing() as at:
            at.tenants.save(Tenant("Nordverk", ("nordverk.example",), wishes=TenantWishes(office="Göteborg")))
        user = entra.user(ASTRID.address, name=ASTRID.name)
        box = graph.mailbox(ASTRID.address, id=user.oid, name=ASTRID.name)
        for weeks in range(4, 32, 4):
            call(box, NOW - timedelta(weeks=weeks))
        call(box, NOW + timedelta(days=17))
        client = browse_as(office)

        def through_microsoft(path: str) -> str:
            there = client.get(path).headers["Location"]
            return client.get("/signin/microsoft/callback?" + urlencode(entra.visit(there))).headers["Location"]

        assert through_microsoft("/signin/microsoft") == "/"
        with office.store.reading() as at:
            seller = at.sellers.find(ASTRID.address)
        assert seller
        carry_out(office, "sync_mailbox", seller.id)
        correct(office, Correction(CorrectionKind.PLACE, BRUKET, NOW, PLACE), seller_id=seller.id)
        found = office.store.of(seller.id).account(BRUKET)
        assert found
        assert found.suggestion
        address = f"/convert/{found.suggestion.id}?slot=0&account={BRUKET}"
        asked = client.get(address)
        assert (asked.status_code, user.consented >= {"Calendars.ReadWrite"}) == (403, False)
        link = re.search(r'href="(/signin/microsoft\?for=write[^"]*)"', unescape(asked.text))
        assert link
        assert through_microsoft(link[1]) == address
        shown = client.get(address)
        assert (shown.status_code, user.consented >= {"Calendars.ReadWrite"}) == (200, True)
        graph.next(broken(503), method="GET")
        assert client.get(address).status_code == 503, "nobody is kept waiting while it is tried again"
        seen = re.search(r'name="seen" value="([^"]*)"', shown.text)
        assert seen
        form = {"slot": "0", "account": BRUKET, "keep": "yes", "seen": seen[1]}
        own = {"Sec-Fetch-Site": "same-origin", "Origin": "https://kanelbulle.nordverk.example"}
        assert client.post(f"/convert/{found.suggestion.id}", data=form, headers=own).status_code == 303
        carry_out(office, CARRY_OUT, seller.id)
        visit = office.store.of(seller.id).visit(found.suggestion.id)
        assert visit
        assert visit.state is VisitState.DONE
        office.store.close()


@pytest.fixture
def browse_as() -> Callable[[Office], FlaskClient]:
    def browse(office: Office) -> FlaskClient:
        client = create_app(office, own_computer=False).test_client()
        client.environ_base |= {
            "HTTP_HOST": "kanelbulle.nordverk.example",
            "wsgi.url_scheme": "https",
            "HTTP_SEC_FETCH_SITE": "same-origin",
        }
        return client

    return browse
