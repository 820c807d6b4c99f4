"""A letter leaves by the seller's own Gmail as it was written, once; where it is not known whether it did, that is said."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from connectors.errors import AccessDenied, SignInNeeded, TryLater, Unclear
from connectors.google.mail import GoogleMail
from connectors.mail import Letter
from connectors.meetings import Person
from connectors.mime import write_draft, write_mime
from tests.connectors.google.held import Rig, a_rig
from tests.simulators.google import troubles
from tests.world import ASTRID, NOW

LETTER = Letter(
    to=Person(ASTRID.address, "Astrid Ek"),
    sender=Person(ASTRID.address, "Kanelbulle"),
    subject="Vecka 48: två besök på vägen 🥐",
    text="Hej Astrid!\n\nÅk till Trollhättan.",
    html="<p>Hej Astrid!</p><p>Åk till Trollhättan.</p>",
    message_id="1.202648@kanelbulle.example",
    language="sv",
    written_at=NOW,
    unsubscribe="https://kanelbulle.example/answer?stop",
)


@pytest.fixture
def rig() -> Iterator[Rig]:
    with a_rig() as made:
        made.token = made.simulated.token(made.box, "gmail.send")
        yield made


def test_a_letter_leaves_as_it_was_written(rig: Rig) -> None:
    GoogleMail(rig.google()).send(LETTER)
    (sent,) = rig.simulated.sent
    assert (sent.sender, sent.mime) == (ASTRID.address, write_mime(LETTER))
    assert sent.email["subject"] == LETTER.subject
    assert sent.email["message-id"] == f"<{LETTER.message_id}>"
    assert [one.path for one in rig.simulated.asked] == ["/gmail/v1/users/me/messages/send"]


@pytest.mark.parametrize(
    ("trouble", "error", "sent"),
    [
        (troubles.throttled(), TryLater, 0),
        (troubles.throttled("12"), TryLater, 0),
        (troubles.throttled_user(), TryLater, 0),
        (troubles.out_of_quota(), TryLater, 0),
        (troubles.broken(503, after="30"), TryLater, 0),
        (troubles.not_enabled(), AccessDenied, 0),
        (troubles.out_of_scope(), SignInNeeded, 0),
        (troubles.broken(503), Unclear, 0),
        (troubles.hang_up(), Unclear, 0),
        (troubles.lost_answer(), Unclear, 1),
    ],
)
def test_what_goes_wrong_says_whether_the_letter_may_have_gone(
    rig: Rig, trouble: troubles.Trouble, error: type[Exception], sent: int
) -> None:
    rig.simulated.next(trouble)
    google = rig.google()
    mail = GoogleMail(google)
    with pytest.raises(error):
        mail.send(LETTER)
    assert (len(rig.simulated.sent), google.spent.requests) == (sent, 1)
    assert mail.find(LETTER.message_id) is None, "the grant to send lets us look for nothing"


def test_a_token_that_is_no_longer_taken_is_renewed_once_and_the_letter_goes_once(rig: Rig) -> None:
    rig.simulated.next(troubles.unauthorized())
    GoogleMail(rig.google()).send(LETTER)
    assert (rig.asked_for, len(rig.simulated.sent)) == ([False, True], 1)


def test_who_asks_for_how_long_is_waited_for_that_long(rig: Rig) -> None:
    rig.simulated.next(troubles.throttled("2.5"))
    with pytest.raises(TryLater) as raised:
        GoogleMail(rig.google()).send(LETTER)
    assert raised.value.after == timedelta(seconds=2.5)


def test_a_draft_is_to_everybody_of_it_and_nothing_in_it_becomes_a_header() -> None:
    odd = Person("karin@bruket.example", 'Karin "Kajsa" Åberg\r\nBcc: alla@else.example')
    mime = write_draft((odd, Person("per@bruket.example")), "Ska vi\r\nBcc: alla@else.example", "Hej,\n\n.\nå" * 200)
    message = message_from_bytes(mime, policy=policy.default)
    assert [one.addr_spec for one in message["to"].addresses] == ["karin@bruket.example", "per@bruket.example"]
    assert (message["bcc"], message["subject"]) == (None, "Ska vi Bcc: alla@else.example")
    assert message.get_content().splitlines() == ("Hej,\n\n.\nå" * 200).splitlines()
