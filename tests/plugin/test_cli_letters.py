"""`kanelbulle letter --send` and what `check` and `/metrics` tell of letters, on a clock that stands still."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from connectors.errors import ConnectorError
from plugin import create_app
from plugin.cli import kanelbulle
from tests.servers.smtp import MailServer, mail_server
from tests.workers.one_post import Post, open_post
from tests.world import ASTRID
from workers.store.mailboxes import MailboxState

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"])
pytestmark = ON_ONE


@dataclass
class Terminal:
    """What is typed where this seller is known, in English; the mail server is on this machine."""

    post: Post
    environment: dict[str, str]
    captured: pytest.CaptureFixture[str]

    def type(self, *arguments: str) -> str:
        """What it says. Raises what the command ends with."""
        asked = {"language": "en", "environment": self.environment, "clock": lambda: self.post.now}
        with kanelbulle.make_context("kanelbulle", list(arguments), obj=asked) as context:
            kanelbulle.invoke(context)
        said = self.captured.readouterr()
        return said.out + said.err

    def fail(self, *arguments: str) -> str:
        with pytest.raises((click.ClickException, ConnectorError)) as failed:
            self.type(*arguments)
        return failed.value.message if isinstance(failed.value, click.ClickException) else str(failed.value)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as made:
        yield made


@pytest.fixture
def terminal(
    tmp_path: Path, database_url: str, server: MailServer, capsys: pytest.CaptureFixture[str]
) -> Iterator[Terminal]:
    post = open_post(tmp_path / "home", database_url)
    post.over(server).add()
    environment = {
        "KANELBULLE_HOME": str(tmp_path / "home"),
        "KANELBULLE_DATABASE_URL": database_url,
        "KANELBULLE_SMTP_URL": server.url,
        "KANELBULLE_MAIL_FROM": "Bullen <brev@nordverk.example>",
    }
    yield Terminal(post, environment, capsys)
    post.office.store.close()


def test_a_letter_is_sent_now_and_once(terminal: Terminal, server: MailServer) -> None:
    assert "astrid@nordverk.example: the letter of week 47 has been sent, 2026-11-20T" in terminal.type(
        "letter", ASTRID.address, "--send"
    )
    assert server.letters[0]["From"] == "Bullen <brev@nordverk.example>"
    assert "went already 2026-11-20T" in terminal.type("letter", ASTRID.address, "--send")
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("550 5.1.1 nobody", "the mail server does not take it for that address"),
        ("451 4.3.0 not now", "the mail server asks us to come again (451 4.3.0 to RCPT)"),
    ],
)
def test_a_letter_that_could_not_be_sent_says_why(
    terminal: Terminal, server: MailServer, answer: str, said: str
) -> None:
    server.next("RCPT", answer)
    assert said in terminal.fail("letter", ASTRID.address, "--send")
    assert "has been sent" in terminal.type("letter", ASTRID.address, "--send"), "it was certainly not sent before"


def test_what_may_have_arrived_is_not_sent_again(terminal: Terminal, server: MailServer) -> None:
    server.next("ANSWER", "what")
    for _ in range(2):
        assert "we can't tell whether the letter arrived" in terminal.fail("letter", ASTRID.address, "--send")
    assert server.taken == []


def test_there_are_reasons_for_no_letter(terminal: Terminal, server: MailServer) -> None:
    terminal.post.save(letters=False)
    assert "the seller wants no letters" in terminal.fail("letter", ASTRID.address, "--send")
    terminal.post.save(letters=True)
    with terminal.post.office.store.writing() as at:
        at.mailboxes.set_state(terminal.post.seller_id, MailboxState.SIGNED_OUT)
    assert "the calendar is not read just now" in terminal.fail("letter", ASTRID.address, "--send")
    del terminal.environment["KANELBULLE_SMTP_URL"]
    assert "Set KANELBULLE_SMTP_URL" in terminal.fail("letter", ASTRID.address, "--send")
    assert server.taken == []


@pytest.mark.parametrize("options", [(), ("--send", "--preview", "text")])
def test_one_looks_at_a_letter_or_sends_it(terminal: Terminal, options: tuple[str, ...]) -> None:
    assert "--preview or --send" in terminal.fail("letter", ASTRID.address, *options)


def test_check_knocks_at_the_mail_server_and_counts_the_letters_of_the_week(
    terminal: Terminal, server: MailServer
) -> None:
    said = terminal.type("check")
    assert f"letters: 127.0.0.1:{server.port} takes them, from brev@nordverk.example\n" in said
    terminal.type("letter", ASTRID.address, "--send")
    assert "letters of the last week: 1 sent, 0 could not be sent" in terminal.type("check")
    assert len(server.taken) == 1
    server.next("GREETING", "554 5.3.2 not now")
    assert "letters cannot be sent by 127.0.0.1" in terminal.fail("check")


def test_check_says_that_there_are_no_letters(terminal: Terminal) -> None:
    del terminal.environment["KANELBULLE_SMTP_URL"]
    assert "letters: KANELBULLE_SMTP_URL is not set" in terminal.type("check")


def test_a_folder_does_for_trying_out(terminal: Terminal, tmp_path: Path) -> None:
    terminal.environment["KANELBULLE_SMTP_URL"] = f"file://{tmp_path}/letters"
    assert f"letters: {tmp_path}/letters takes them" in terminal.type("check")
    terminal.type("letter", ASTRID.address, "--send")
    (kept,) = (tmp_path / "letters").glob("*.eml")
    assert b"To: " in kept.read_bytes()


def test_letters_are_counted_for_prometheus(terminal: Terminal, server: MailServer) -> None:
    terminal.type("letter", ASTRID.address, "--send")
    figures = create_app(terminal.post.office).test_client().get("/metrics", base_url="http://127.0.0.1:8027").text
    told = [line for line in figures.splitlines() if line.startswith("kanelbulle_letters")]
    assert told == [
        f'kanelbulle_letters{{outcome="{name}"}} {count}'
        for name, count in (("sent", "1.0"), ("failed", "0.0"), ("unclear", "0.0"), ("claimed", "0.0"))
    ]
