"""A draft to a customer is laid in the seller's own mail once, where they have let us, and nothing is ever sent."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from connectors.errors import TryLater
from connectors.google import access as google_access
from tests.plugin.web.test_converting import PAGE, signed_in
from tests.simulators.microsoft import denied, throttled
from tests.workers.at_google import a_google
from tests.workers.in_the_cloud import BRUKET, InTheCloud
from tests.workers.outlook import Outlook, an_outlook
from tests.world import KARIN, NOW
from workers.answers import AnswerKind, answer_url
from workers.decide import look_up
from workers.drafting import BEGUN, lay_draft
from workers.google_settings import GoogleSettings
from workers.matters import Matter
from workers.microsoft_settings import MicrosoftSettings
from workers.store.decisions import Decision, DecisionKind, Surface

READ = ("Calendars.Read", "User.Read")
LAY = "Lägg som utkast i Outlook"


@pytest.fixture
def outlook(tmp_path: Path, made_file: Path) -> Iterator[Outlook]:
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    with an_outlook(tmp_path / "home", f"sqlite:///{database}") as made:
        ours = MicrosoftSettings("an-app", secret="its secret")
        made.office = replace(made.office, settings=replace(made.office.settings, microsoft=ours))
        made.ready()
        yield made
        made.office.store.close()


@pytest.fixture
def client(outlook: Outlook) -> FlaskClient:
    return signed_in(outlook.office, outlook.seller)


def grant(outlook: Outlook, *scopes: str) -> None:
    with outlook.office.store.writing(outlook.seller) as at:
        now = outlook.office.clock()
        at.tokens.grant(outlook.seller, provider="microsoft", scopes=(*READ, *scopes), cache=b"{}", now=now)
        at.sellers.touch(outlook.seller)


def suggested(outlook: InTheCloud) -> str:
    found = outlook.reviewed().suggestion
    assert found
    return found.id


def matter(outlook: Outlook) -> Matter:
    found = look_up(outlook.office, outlook.seller, suggested(outlook))
    assert found
    return found


def answer_link(outlook: Outlook) -> str:
    seller = outlook.office.store.of(outlook.seller).seller()
    assert seller
    url = answer_url(
        outlook.office.settings, seller=seller, week=202648, kind=AnswerKind.GO, suggestion=suggested(outlook)
    )
    return urlsplit(url).path


def press(client: FlaskClient, outlook: InTheCloud) -> "tuple[int, str]":
    data = {"account": BRUKET}
    answered = client.post(f"/draft/{suggested(outlook)}", data=data, follow_redirects=True)
    return answered.status_code, unescape(answered.text)


def test_it_lies_in_outlook_once_however_often_it_is_pressed(client: FlaskClient, outlook: Outlook) -> None:
    grant(outlook, "Mail.ReadWrite")
    assert LAY in client.get(PAGE).text
    pages = [press(client, outlook)[1] for _ in range(10)]
    (draft,) = outlook.box.messages.values()
    assert (draft["isDraft"], outlook.rig.simulated.sent, outlook.box.mails_out) == (True, [], [])
    assert [one["emailAddress"]["address"] for one in draft["toRecipients"]] == [KARIN.address]
    assert "Hej Karin,<br>" in draft["body"]["content"], "kept as Outlook keeps it"
    for page in pages:
        assert "Utkastet ligger i din Outlook. Inget är skickat." in page
        assert 'href="https://outlook.office365.com/owa/?ItemID=' in page
        assert LAY not in page


def test_it_lies_in_gmail_for_whoever_is_at_google(tmp_path: Path, made_file: Path) -> None:
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    with a_google(tmp_path / "home", f"sqlite:///{database}") as made:
        ours = GoogleSettings("a-client", secret="its secret")
        made.office = replace(made.office, settings=replace(made.office.settings, google=ours))
        made.ready()
        client = signed_in(made.office, made.seller)
        for scopes, lays in ((google_access.READ_CALENDAR, False), (google_access.MAIL_DRAFT, True)):
            with made.office.store.writing(made.seller) as at:
                at.tokens.grant(made.seller, provider="google", scopes=scopes, cache=b"{}", now=NOW)
                at.sellers.touch(made.seller)
            page = client.get(PAGE).text
            assert ("Lägg som utkast i Gmail" in page, "/signin/google?for=draft" in page) == (lays, not lays)
        pages = [press(client, made)[1] for _ in range(3)]
        (draft,) = made.box.drafts
        assert b"karin@bruket.example" in draft["mime"]
        assert (made.rig.simulated.sent, made.box.mails_out) == ([], [])
        for page in pages:
            assert "Utkastet ligger i din Gmail. Inget är skickat." in page
            assert 'href="https://mail.google.com/' in page
        made.office.store.close()


def test_from_a_letter_it_answers_the_letter(client: FlaskClient, outlook: Outlook) -> None:
    grant(outlook, "Mail.ReadWrite")
    link = answer_link(outlook)
    assert LAY in client.get(link).text
    for _ in range(2):
        page = unescape(client.post(link, data={"draft": "yes"}).text)
        assert "Utkastet ligger i din Outlook." in page
        assert "Du har skrivit till Bruket. Bra så." in page
    assert len(outlook.box.messages) == 1
    with outlook.office.store.reading() as at:
        kept = at.decisions.find(outlook.seller, suggested(outlook), DecisionKind.DRAFT)
    assert kept
    assert kept.surface is Surface.LETTER


def test_where_they_have_not_let_us_it_opens_in_their_mail_as_ever(client: FlaskClient, outlook: Outlook) -> None:
    for page in (client.get(PAGE).text, client.get(answer_link(outlook)).text):
        assert LAY not in page
        assert 'href="mailto:karin@bruket.example?' in page
    assert "for=draft" not in client.get(PAGE).text
    grant(outlook)
    assert f"/signin/microsoft?for=draft&amp;back=%2Faccount%2F{BRUKET}" in client.get(PAGE).text


@pytest.mark.parametrize(
    ("troubles", "told"),
    [([throttled("30")] * 4, "Outlook svarar inte just nu."), ([denied()], "Vi får inte lägga utkast i din Outlook.")],
)
def test_what_did_not_work_is_told_and_can_be_pressed_again(
    client: FlaskClient, outlook: Outlook, troubles: list[object], told: str
) -> None:
    grant(outlook, "Mail.ReadWrite")
    outlook.rig.simulated.next(*troubles, method="POST")  # type: ignore[arg-type]
    status, page = press(client, outlook)
    assert (status, told in page) == (503, True)
    outlook.rig.simulated.forget_troubles()
    assert outlook.office.store.of(outlook.seller).decisions() == ()
    assert "Utkastet ligger" in press(client, outlook)[1]


def test_trouble_leaves_what_was_said_before(client: FlaskClient, outlook: Outlook) -> None:
    grant(outlook, "Mail.ReadWrite")
    client.post(answer_link(outlook), data={})
    before = outlook.office.store.of(outlook.seller).decisions()
    outlook.rig.simulated.next(denied(), method="POST")
    page = unescape(client.post(answer_link(outlook), data={"draft": "yes"}).text)
    assert "Vi får inte lägga utkast" in page
    assert outlook.office.store.of(outlook.seller).decisions() == before != ()


def test_while_one_press_lays_it_another_waits_and_not_for_ever(outlook: Outlook) -> None:
    about, now = matter(outlook), outlook.office.clock()
    with outlook.office.store.writing(outlook.seller) as at:
        begun = Decision(about.suggestion, DecisionKind.DRAFT, Surface.PAGE, now, {BEGUN: now.isoformat()})
        at.decisions.save(outlook.seller, begun)
    with pytest.raises(TryLater):
        lay_draft(outlook.office, outlook.seller, about, surface=Surface.PAGE)
    outlook.rig.now += timedelta(minutes=2)
    assert lay_draft(outlook.office, outlook.seller, about, surface=Surface.PAGE).startswith("https://")


def test_of_nothing_or_from_elsewhere_nothing_is_laid(client: FlaskClient, outlook: Outlook) -> None:
    grant(outlook, "Mail.ReadWrite")
    assert client.post("/draft/0123456789ab", data={"account": "nobody.example"}).status_code == 404
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "cross-site"
    assert press(client, outlook)[0] == 403
    assert outlook.box.messages == {}
