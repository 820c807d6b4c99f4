"""`kanelbulle letter --preview`: the letter as it would be sent, in each form, with buttons that answer nothing."""

import email
from collections.abc import Callable
from datetime import datetime, timedelta
from email.policy import default
from pathlib import Path

import pytest

from connectors.ics import Source
from plugin.cli import kanelbulle
from tests.plugin.web.calendars import bruket
from tests.world import ASTRID, NOW
from workers.calendar_files import read_files
from workers.office import open_office

Preview = Callable[..., str]


@pytest.fixture
def preview(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Preview:
    """Types the command where Astrid is known, and gives what it says."""
    environment = {"KANELBULLE_HOME": str(tmp_path), "KANELBULLE_BASE_URL": "https://bulle.example"}
    office = open_office(environment, clock=lambda: NOW)
    read_files(office, [Source("astrid.ics", bruket())], owner=ASTRID.address, label="astrid.ics")
    office.store.close()

    def typed(form: str, *more: str, now: datetime = NOW) -> str:
        asked = {"language": "en", "environment": environment, "clock": lambda: now}
        arguments = ["letter", ASTRID.address, "--preview", form, *more]
        with kanelbulle.make_context("kanelbulle", arguments, obj=asked) as context:
            kanelbulle.invoke(context)
        said = capsys.readouterr()
        return said.out + said.err

    return typed


def test_a_letter_is_shown_drawn_and_written_in_either_language(preview: Preview) -> None:
    assert preview("text").startswith("Hej Astrid,\n")
    assert preview("text", "--lang", "en").startswith("Hello Astrid,\n")
    assert preview("html").startswith("<!doctype html>")
    assert "/answer/" not in preview("html") + preview("text")


def test_a_letter_is_shown_as_mail_programs_keep_it(preview: Preview) -> None:
    mail = email.message_from_string(preview("eml"), policy=default)
    assert mail["Subject"] == "Torsdag 10 december: Bruket"
    assert mail["To"] == "Astrid Ek <astrid@nordverk.example>"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "Ni har aldrig setts." in mail.get_body(("plain",)).get_content()
    assert "/answer/" not in mail.as_string()


def test_where_there_is_nothing_to_say_that_is_said(preview: Preview) -> None:
    said = preview("text", now=NOW + timedelta(weeks=9))
    assert said == "astrid@nordverk.example: there is nothing to say in a letter this week.\n"
