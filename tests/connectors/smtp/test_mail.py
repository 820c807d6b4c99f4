"""What a mail server does, and what it means for the letter: sent, to be tried again, refused, or nobody knows."""

import logging
import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.errors import AccessDenied, ConnectorError, Refused, TryLater, Unclear
from connectors.meetings import Person
from connectors.mime import write_mime
from connectors.smtp.folder import Folder
from connectors.smtp.mail import PATIENCE, Smtp
from connectors.smtp.server import Server
from connectors.web.deadline import Patience
from tests.connectors.test_mime import LETTER, YEAR
from tests.servers.smtp import DRIP, DROP, HANG, PASSWORD, TAKEN, USER, MailServer, mail_server
from tests.simulators.certificates import Authority

SHORT = Patience(connect=timedelta(seconds=5), read=timedelta(milliseconds=200), total=timedelta(milliseconds=400))
LONGER = Patience(total=timedelta(milliseconds=400))
WIDE = replace(LETTER, to=Person("åsa@nordverk.example", "Åsa Öberg"))


def at(server: MailServer, *, patience: Patience = PATIENCE, user: str = "", password: str = "") -> Smtp:
    return Smtp(Server("127.0.0.1", server.port, secure=False, user=user, password=password), patience=patience)


def elsewhere(server: MailServer, *, secure: bool = False, trust: str | None = None, host: str = "mail.test") -> Smtp:
    """As a server on another machine: its name is not ours."""

    def dial(_: tuple[str, int], seconds: float) -> socket.socket:
        return socket.create_connection(("127.0.0.1", server.port), seconds)

    return Smtp(Server(host, server.port, secure, USER, PASSWORD), trust=trust, dial=dial)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def test_a_letter_arrives_as_it_was_written() -> None:
    dotted = replace(LETTER, text=".\n..\n.and on\n" + "long " * 400)
    with mail_server() as server:
        at(server).send(dotted)
        assert server.taken == [("brev@buns.example", ["astrid@nordverk.example"], write_mime(dotted))]
        assert server.letters[0]["Subject"] == LETTER.subject
        assert at(server).find(LETTER.message_id) is None


def test_a_server_that_knows_letters_of_ones_own_before_the_at_is_given_them() -> None:
    with mail_server(wide=True) as server:
        at(server).send(WIDE)
        assert server.taken == [("brev@buns.example", ["åsa@nordverk.example"], write_mime(WIDE))]


def test_one_that_does_not_gets_no_letter_it_would_spoil() -> None:
    with mail_server() as server:
        with pytest.raises(Refused):
            at(server).send(WIDE)
        assert server.taken == []


@pytest.mark.parametrize(
    ("step", "reply", "means"),
    [
        ("GREETING", "554 5.3.2 not now", TryLater),
        ("GREETING", "421 busy", TryLater),
        ("GREETING", "hello", TryLater),
        ("GREETING", DROP, TryLater),
        ("EHLO", DROP, TryLater),
        ("MAIL", "451 4.3.0 not now", TryLater),
        ("MAIL", "550 5.1.8 not from astrid@nordverk.example", Refused),
        ("MAIL", "530 5.7.0 sign in", AccessDenied),
        ("MAIL", DROP, TryLater),
        ("RCPT", "450 4.2.0 greylisted", TryLater),
        ("RCPT", "550 5.1.1 no astrid@nordverk.example here", Refused),
        ("RCPT", "999 what", Refused),
        ("DATA", "452 4.3.1 full", TryLater),
        ("DATA", "554 5.7.1 no", Refused),
        ("DATA", DROP, Unclear),
        ("ANSWER", "451 4.7.1 greylisted", TryLater),
        ("ANSWER", "552 5.3.4 too large", Refused),
        ("ANSWER", "what", Unclear),
        ("ANSWER", "354 go on", Unclear),
        ("ANSWER", TAKEN, Unclear),
        ("ANSWER", DROP, Unclear),
    ],
)
def test_what_is_answered_is_what_becomes_of_the_letter(
    step: str, reply: str, means: type[ConnectorError], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="connectors")
    with mail_server() as server:
        server.next(step, reply)
        with pytest.raises(means) as raised:
            at(server).send(LETTER)
        assert len(server.taken) == (reply == TAKEN)
    said = "".join(record.getMessage() for record in caplog.records if record.name.startswith("connectors"))
    assert "@" not in str(raised.value) + said, "nobody's address is told"


def test_a_letter_that_was_not_all_handed_over_has_not_been_sent() -> None:
    large = replace(LETTER, pictures=(replace(YEAR, png=bytes(12_000_000)),))
    with mail_server() as server:
        server.next("DATA", DROP)
        with pytest.raises(TryLater):
            at(server).send(large)


def test_a_refusal_says_its_code() -> None:
    with mail_server() as server:
        server.next("RCPT", "550 5.1.1 no astrid@nordverk.example here")
        with pytest.raises(Refused, match=r"refuses RCPT \(550 5.1.1\)"):
            at(server).send(LETTER)


def test_a_server_that_asks_to_come_again_takes_it_then() -> None:
    with mail_server() as server:
        server.next("RCPT", "450 4.2.0 greylisted")
        with pytest.raises(TryLater) as wait:
            at(server).send(LETTER)
        assert wait.value.after == timedelta(minutes=15)
        at(server).send(LETTER)
        assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("step", "means"), [("GREETING", TryLater), ("EHLO", TryLater), ("RCPT", TryLater), ("ANSWER", Unclear)]
)
def test_silence_is_not_waited_for_without_end(step: str, means: type[ConnectorError]) -> None:
    with mail_server() as server:
        server.next(step, HANG)
        with pytest.raises(means):
            at(server, patience=SHORT).send(LETTER)


def test_a_byte_now_and_then_is_no_answer_either() -> None:
    with mail_server() as server:
        server.next("GREETING", DRIP)
        with pytest.raises(TryLater):
            at(server, patience=LONGER).send(LETTER)


def test_where_nobody_listens_it_is_tried_later() -> None:
    with mail_server() as server:
        gone = at(server)
    with pytest.raises(TryLater):
        gone.send(LETTER)


def test_a_name_nobody_has_is_tried_later() -> None:
    with pytest.raises(TryLater):
        Smtp(Server("nobody." + "x" * 70 + ".invalid", 25, secure=False)).send(LETTER)


def test_who_has_a_password_signs_in() -> None:
    with mail_server(auth=True) as server:
        at(server, user=USER, password=PASSWORD).send(LETTER)
        assert (server.signed_in, len(server.taken)) == (["PLAIN"], 1)


def test_who_has_not_is_told_that_somebody_has_to_do_something() -> None:
    with mail_server(auth=True) as server, pytest.raises(AccessDenied):
        at(server).send(LETTER)


@pytest.mark.parametrize(
    ("reply", "means"), [("", AccessDenied), ("535 5.7.8 no", AccessDenied), ("454 4.7.0 not now", TryLater)]
)
def test_a_wrong_password_is_for_the_operator_and_is_never_told(
    reply: str, means: type[ConnectorError], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="connectors")
    with mail_server(auth=True) as server:
        server.next("AUTH", *[reply] * bool(reply) * 3)
        with pytest.raises(means) as raised:
            at(server, user=USER, password="wrong-" + PASSWORD).send(LETTER)
        assert server.taken == []
    assert not {USER, PASSWORD} & set(str(raised.value).split())
    assert PASSWORD not in repr(raised.value) + caplog.text + repr(at(server, user=USER, password=PASSWORD))


def test_a_knock_signs_in_and_sends_nothing() -> None:
    with mail_server(auth=True) as server:
        at(server, user=USER, password=PASSWORD).knock()
        with pytest.raises(AccessDenied):
            at(server, user=USER, password="wrong").knock()
        assert (server.signed_in, server.taken) == (["PLAIN"], [])


def test_a_server_where_nobody_signs_in_is_for_the_operator() -> None:
    with mail_server() as server:
        server.next("EHLO", "250 mail.test")
        with pytest.raises(AccessDenied):
            at(server, user=USER, password=PASSWORD).send(LETTER)


def test_elsewhere_nothing_is_said_before_it_is_encrypted(authority: Authority) -> None:
    with mail_server(starttls=authority.server("mail.test"), auth=True) as server:
        elsewhere(server, trust=authority.trust).send(LETTER)
        assert (len(server.signed_in), len(server.taken)) == (1, 1)


def test_elsewhere_without_starttls_nothing_is_sent_and_nobody_signs_in() -> None:
    with mail_server(auth=True) as server:
        with pytest.raises(AccessDenied):
            elsewhere(server).send(LETTER)
        assert (server.signed_in, server.taken) == ([], [])


def test_encrypted_from_the_first_byte(authority: Authority) -> None:
    with mail_server(tls=authority.server("mail.test"), auth=True) as server:
        elsewhere(server, secure=True, trust=authority.trust).send(LETTER)
        assert (len(server.signed_in), len(server.taken)) == (1, 1)


@pytest.mark.parametrize("secure", [True, False])
@pytest.mark.parametrize(("host", "trusted"), [("mail.test", False), ("other.test", True)])
def test_a_certificate_of_somebody_else_is_believed_by_nobody(
    authority: Authority, secure: bool, host: str, trusted: bool
) -> None:
    certificate = authority.server("mail.test")
    tls, starttls = (certificate, None) if secure else (None, certificate)
    with mail_server(tls=tls, starttls=starttls, auth=True) as server:
        with pytest.raises(AccessDenied, match="certificate"):
            elsewhere(server, secure=secure, host=host, trust=authority.trust if trusted else None).send(LETTER)
        assert (server.signed_in, server.taken) == ([], [])


@pytest.mark.parametrize(
    ("host", "here"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("127.0.0.1.example", False)]
)
def test_only_this_machine_is_this_machine(host: str, here: bool) -> None:
    assert Server(host, 25, secure=False).is_here is here


def test_a_folder_keeps_each_letter_under_its_name_and_knows_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "letters")
    assert folder.find(LETTER.message_id) is False
    folder.send(LETTER)
    assert folder.find(LETTER.message_id) is True
    (kept,) = (tmp_path / "letters").iterdir()
    assert (kept.name, kept.read_bytes()) == ("202648.5ac0ffee@buns.example.eml", write_mime(LETTER))


def test_a_folder_that_cannot_be_written_is_tried_later(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("not a folder")
    for do in (Folder(tmp_path / "letters").knock, lambda: Folder(tmp_path / "letters").send(LETTER)):
        with pytest.raises(TryLater, match="no letter can be kept"):
            do()
