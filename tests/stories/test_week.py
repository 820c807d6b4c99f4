"""A seller's week, and the weeks after it: the letter on Monday, a press, a yes, a visit, and whether it came to anything."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from connectors.microsoft.mail import MicrosoftMail
from plugin import create_app
from tests.workers.outlook import Outlook, an_outlook
from tests.world import ASTRID, KARIN, NOW
from workers.carry_out import CARRY_OUT, ask_to_convert
from workers.preview import preview
from workers.relationships.modality import Modality
from workers.store.decisions import DecisionKind, Surface
from workers.store.visits import VisitState

SEND = "send_letter"
LINK = re.compile(r"http://127\.0\.0\.1:8027(/answer/[\w.~-]+)")


@pytest.fixture
def outlook(tmp_path: Path) -> Iterator[Outlook]:
    with an_outlook(tmp_path / "home", f"sqlite:///{tmp_path / 'kanelbulle.db'}") as made:
        mail = {"microsoft": lambda mailbox, _: MicrosoftMail(made.rig.graph())}
        made.office = replace(made.office, own_mail=mail)
        yield made


def monday(outlook: Outlook, day: datetime) -> EmailMessage | None:
    """What comes on a Monday at seven, if anything does."""
    outlook.rig.now = day.replace(hour=6, minute=50)
    outlook.do()
    before = len(outlook.rig.simulated.sent)
    outlook.rig.now = day.replace(hour=7, minute=1)
    outlook.do(SEND)
    sent = outlook.rig.simulated.sent[before:]
    assert len(sent) <= 1
    return sent[0].email if sent else None


def part(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    assert body
    return str(body.get_content())


def press(client: FlaskClient, letter: EmailMessage, words: str) -> str:
    """Whoever reads the text presses the link under these words; a mail scanner has looked at all of them before."""
    text = part(letter, "plain")
    for path in LINK.findall(text):
        assert client.get(path).status_code == 200
    path = LINK.findall(text[text.index(words) :])[0]
    answer = client.post(path)
    assert answer.status_code in (200, 303), answer.text
    return client.get(path).text


def test_a_week_and_what_comes_of_it(outlook: Outlook) -> None:
    suggestion = outlook.ready()
    client = create_app(outlook.office, own_computer=False).test_client()

    first = monday(outlook, NOW)
    assert first
    assert first["To"].addresses[0].addr_spec == ASTRID.address
    assert first["Subject"].startswith("Torsdag 10 december: Bruket i Trollhättan")
    assert set(LINK.findall(part(first, "plain"))) == set(LINK.findall(part(first, "html")))
    assert monday(outlook, NOW) is None, "one letter a week"

    page = press(client, first, "Skriv till Karin")
    assert "mailto:" in page
    assert KARIN.address.replace("@", "%40") in page or KARIN.address in page

    outlook.rig.now = NOW + timedelta(days=2)
    seen = preview(outlook.office, outlook.seller, suggestion)
    ask_to_convert(outlook.office, outlook.seller, seen, surface=Surface.PAGE)
    outlook.do(CARRY_OUT)
    with outlook.office.store.reading() as at:
        visit = at.visits.find(outlook.seller, suggestion.id)
        said = {one.kind for one in at.decisions.of_suggestion(outlook.seller, suggestion.id)}
    assert visit
    assert visit.state is VisitState.DONE
    assert said == {DecisionKind.DRAFT, DecisionKind.CONVERT}
    assert [(one.what, one.to) for one in outlook.box.mails_out] == [("update", (KARIN.address,))]
    assert len(outlook.held()) == 2
    outlook.do()
    assert [one.modality for one in outlook.reviewed().relationship.coming] == [Modality.IN_PERSON]

    for weeks in (1, 2):
        letter = monday(outlook, NOW + timedelta(weeks=weeks))
        assert letter is None or "Skriv till Karin" not in part(letter, "plain"), "what is settled is not asked again"

    afterwards = monday(outlook, NOW + timedelta(weeks=3))
    assert afterwards
    assert "Bruket" in afterwards["Subject"] or "Bruket" in part(afterwards, "plain")
    press(client, afterwards, "Ja, vi sågs")
    assert not outlook.reviewed().flags
    met = [one for one in outlook.reviewed().relationship.past if one.modality is Modality.IN_PERSON]
    assert len(met) == 1
    assert monday(outlook, NOW + timedelta(weeks=4)) is None, "nothing to say means no letter"
