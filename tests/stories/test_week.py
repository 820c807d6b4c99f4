"""A seller's week, and the weeks after it: the letter on Monday, a press, a yes, a visit, and whether it came to anything."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from connectors.google.mail import GoogleMail
from connectors.mail import Mailer
from connectors.microsoft.mail import MicrosoftMail
from plugin import create_app
from tests.workers.at_google import a_google
from tests.workers.in_the_cloud import InTheCloud
from tests.workers.outlook import an_outlook
from tests.world import ASTRID, KARIN, NOW
from workers.carry_out import CARRY_OUT, ask_to_convert
from workers.preview import preview
from workers.relationships.modality import Modality
from workers.store.decisions import DecisionKind, Surface
from workers.store.visits import VisitState

SEND = "send_letter"
LINK = re.compile(r"http://127\.0\.0\.1:8027(/answer/[\w.~-]+)")


def _mail(made: InTheCloud) -> Mailer:
    if made.provider == "google":
        made.rig.token = made.rig.simulated.token(made.box, "calendar.events", "gmail.send", "gmail.compose")
        return GoogleMail(made.rig.google())
    return MicrosoftMail(made.rig.graph())


@pytest.fixture(params=[an_outlook, a_google], ids=["microsoft", "google"])
def cloud(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[InTheCloud]:
    with request.param(tmp_path / "home", f"sqlite:///{tmp_path / 'kanelbulle.db'}") as made:
        mail = {made.provider: lambda mailbox, _: _mail(made)}
        made.office = replace(made.office, own_mail=mail)
        yield made


def monday(cloud: InTheCloud, day: datetime) -> EmailMessage | None:
    """What comes on a Monday at seven, if anything does."""
    cloud.rig.now = day.replace(hour=6, minute=50)
    cloud.do()
    before = len(cloud.rig.simulated.sent)
    cloud.rig.now = day.replace(hour=7, minute=1)
    cloud.do(SEND)
    sent = cloud.rig.simulated.sent[before:]
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


def test_a_week_and_what_comes_of_it(cloud: InTheCloud) -> None:
    suggestion = cloud.ready()
    client = create_app(cloud.office, own_computer=False).test_client()

    first = monday(cloud, NOW)
    assert first
    assert first["To"].addresses[0].addr_spec == ASTRID.address
    assert first["Subject"].startswith("Torsdag 10 december: Bruket i Trollhättan")
    assert set(LINK.findall(part(first, "plain"))) == set(LINK.findall(part(first, "html")))
    assert monday(cloud, NOW) is None, "one letter a week"

    page = press(client, first, "Skriv till Karin")
    assert "mailto:" in page
    assert KARIN.address.replace("@", "%40") in page or KARIN.address in page

    cloud.rig.now = NOW + timedelta(days=2)
    seen = preview(cloud.office, cloud.seller, suggestion)
    ask_to_convert(cloud.office, cloud.seller, seen, surface=Surface.PAGE)
    cloud.do(CARRY_OUT)
    with cloud.office.store.reading() as at:
        visit = at.visits.find(cloud.seller, suggestion.id)
        said = {one.kind for one in at.decisions.of_suggestion(cloud.seller, suggestion.id)}
    assert visit
    assert visit.state is VisitState.DONE
    assert said == {DecisionKind.DRAFT, DecisionKind.CONVERT}
    assert [(one.what, one.to) for one in cloud.box.mails_out] == [("update", (KARIN.address,))]
    assert len(cloud.held()) == 2
    cloud.do()
    assert [one.modality for one in cloud.reviewed().relationship.coming] == [Modality.IN_PERSON]

    for weeks in (1, 2):
        letter = monday(cloud, NOW + timedelta(weeks=weeks))
        assert letter is None or "Skriv till Karin" not in part(letter, "plain"), "what is settled is not asked again"

    afterwards = monday(cloud, NOW + timedelta(weeks=3))
    assert afterwards
    assert "Bruket" in afterwards["Subject"] or "Bruket" in part(afterwards, "plain")
    press(client, afterwards, "Ja, vi sågs")
    assert not cloud.reviewed().flags
    met = [one for one in cloud.reviewed().relationship.past if one.modality is Modality.IN_PERSON]
    assert len(met) == 1
    assert monday(cloud, NOW + timedelta(weeks=4)) is None, "nothing to say means no letter"
