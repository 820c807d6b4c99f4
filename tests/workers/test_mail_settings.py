"""How letters are sent: what is read of an address, and what is refused without quoting the password in it."""

from pathlib import Path

import pytest

from connectors.meetings import Person
from connectors.smtp.server import Server
from workers.settings import SettingsError, read_settings


def read(home: Path, url: str = "", **more: str) -> object:
    told = {f"KANELBULLE_{name}": text for name, text in more.items()}
    return read_settings({"KANELBULLE_HOME": str(home), "KANELBULLE_SMTP_URL": url, **told}).smtp


@pytest.mark.parametrize(
    ("url", "way"),
    [
        ("smtps://mail.example.com", Server("mail.example.com", 465, True)),
        ("smtp://mail.example.com", Server("mail.example.com", 587, False)),
        ("smtp://127.0.0.1:1025/", Server("127.0.0.1", 1025, False)),
        ("smtp://[::1]:25", Server("::1", 25, False)),
        ("smtps://u:p%40%2F:@mail.example.com:2465", Server("mail.example.com", 2465, True, "u", "p@/:")),
        ("file:///srv/letters%20here", Path("/srv/letters here")),
        ("file://localhost/srv/letters", Path("/srv/letters")),
    ],
)
def test_a_way_is_read(tmp_path: Path, url: str, way: object) -> None:
    found = read(tmp_path, url)
    assert getattr(found, "way", None) == way


def test_without_one_there_are_no_letters(tmp_path: Path) -> None:
    assert read(tmp_path, "", MAIL_FROM="brev@buns.example") is None


@pytest.mark.parametrize(
    ("url", "base", "said", "sender"),
    [
        ("smtp://brev%40buns.example:pass@mail.example.com", "", "", Person("brev@buns.example", "Kanelbulle")),
        (
            "smtp://brev:pass@mail.example.com",
            "https://buns.example",
            "",
            Person("kanelbulle@buns.example", "Kanelbulle"),
        ),
        ("smtp://127.0.0.1:25", "http://127.0.0.1:8027", "", Person("kanelbulle@localhost", "Kanelbulle")),
        ("smtp://127.0.0.1:25", "", "brev@buns.example", Person("brev@buns.example", "Kanelbulle")),
        ("smtp://127.0.0.1:25", "", "Bullen <brev@buns.example>", Person("brev@buns.example", "Bullen")),
    ],
)
def test_letters_are_from_somebody(tmp_path: Path, url: str, base: str, said: str, sender: Person) -> None:
    found = read(tmp_path, url, MAIL_FROM=said, BASE_URL=base)
    assert getattr(found, "sender", None) == sender


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mail.example.com", "write smtps://"),
        ("http://u:secret@mail.example.com", "write smtps://"),
        ("smtp://", "write smtps://"),
        ("smtp://u:secret@mail.example.com:99999", "write smtps://"),
        ("smtp://u:sec/ret@mail.example.com", "write smtps://"),
        ("smtp://u:sec?ret@mail.example.com", "%40"),
        ("smtp://u:sec#ret@mail.example.com", "%23"),
        ("smtp://u:secr%C3%A9t@mail.example.com", "ASCII"),
        ("smtp://u@mail.example.com", "a user and a password"),
        ("smtp://[mail", "write smtps://"),
        ("file://elsewhere/srv/letters", "whole path"),
        ("file:///", "whole path"),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_quoted(tmp_path: Path, url: str, said: str) -> None:
    with pytest.raises(SettingsError, match=f"KANELBULLE_SMTP_URL: .*{said}") as refused:
        read(tmp_path, url)
    assert "sec" not in str(refused.value)


@pytest.mark.parametrize("said", ["nobody", "a@b@c.example", "Bullen <>", "a@x.example, b@x.example"])
def test_a_sender_without_an_address_is_refused(tmp_path: Path, said: str) -> None:
    with pytest.raises(SettingsError, match="KANELBULLE_MAIL_FROM: write an address"):
        read(tmp_path, "smtp://127.0.0.1:25", MAIL_FROM=said)


@pytest.mark.parametrize(
    ("said", "keeper"),
    [
        ("", None),
        ("a@b.example", Person("a@b.example")),
        ("Karin Lind <a@b.example>", Person("a@b.example", "Karin Lind")),
    ],
)
def test_whom_people_write_to_about_their_data_is_named_or_nobody(
    tmp_path: Path, said: str, keeper: Person | None
) -> None:
    assert read_settings({"KANELBULLE_HOME": str(tmp_path), "KANELBULLE_CONTACT": said}).keeper == keeper


@pytest.mark.parametrize("said", ["nobody", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example"])
def test_whom_to_write_to_is_one_person_with_an_address(tmp_path: Path, said: str) -> None:
    with pytest.raises(SettingsError, match="KANELBULLE_CONTACT: write an address"):
        read_settings({"KANELBULLE_HOME": str(tmp_path), "KANELBULLE_CONTACT": said})


def test_a_password_is_in_no_description(tmp_path: Path) -> None:
    assert "secret" not in repr(read(tmp_path, "smtp://u:secret@mail.example.com"))


def test_a_password_can_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("smtps://u:secret@mail.example.com\n")
    found = read(tmp_path, SMTP_URL_FILE=str(tmp_path / "url"))
    assert getattr(found, "way", None) == Server("mail.example.com", 465, True, "u", "secret")
