"""A letter as bytes: parsed back by whoever gets it, it has the headers that were meant and no more, whatever was in the names."""

import email
import re
from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import Refused
from connectors.mail import Letter, Picture
from connectors.meetings import Person
from connectors.mime import LONGEST_SUBJECT, address_of, is_wide, one_line, write_mime
from tests.world import ASTRID, NOW

STOP = "https://buns.example/answer/" + "5ac0ffee" * 40
LETTER = Letter(
    sender=Person("brev@buns.example", "Kanelbulle"),
    to=ASTRID,
    subject="Torsdag: Bruket i Trollhättan, 40 minuter med tåg",
    text="Sju möten på ett år, alla på Teams.\n.\nNi har aldrig setts.\n",
    html='<p>Sju möten på ett år</p><img src="cid:year" alt="Sju ringar">',
    language="sv",
    message_id="202648.5ac0ffee@buns.example",
    written_at=NOW,
    unsubscribe=STOP,
)
YEAR = Picture("year", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "Sju ringar på ett år, ingen av dem fylld.")
MEANT = [
    "Auto-Submitted",
    "Content-Language",
    "Content-Type",
    "Date",
    "From",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Message-ID",
    "Subject",
    "To",
    "X-Auto-Response-Suppress",
]
HOSTILE = st.text(
    st.sampled_from("aZ å🚆\r\n\0\t\"',;:<>@()[]\\=?_.\u2028\u202e\u0085\ud800") | st.characters(), max_size=300
)
SPLITTING = (
    "Karin\r\nBcc: everybody@bruket.example",
    "Karin\nBcc: everybody@bruket.example",
    "Karin\r\n\r\n<script>",
    'Karin" <everybody@bruket.example>, "',
    "=?utf-8?q?Karin=0D=0ABcc:_everybody@bruket.example?=",
    "=?utf-8?b?S2FyaW4NCkJjYzogZXZlcnlib2R5QGJydWtldC5leGFtcGxl?=",
    "Karin\u2028Bcc: everybody@bruket.example",
    "Lind, Karin",
    "Karin (Bruket) Lind",
)


def sent(letter: Letter) -> EmailMessage:
    """As it is read where it arrives."""
    written = write_mime(letter)
    assert max(map(len, written.split(b"\r\n"))) <= 998
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", written)
    message = email.message_from_string(written.decode().replace("\r\n", "\n"), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def with_(**more: Any) -> Letter:
    return replace(LETTER, **more)


def test_a_letter_says_who_when_and_how_to_stop_it() -> None:
    message = sent(LETTER)
    assert sorted(message.keys()) == MEANT
    assert message["From"].addresses == (Address("Kanelbulle", "brev", "buns.example"),)
    assert message["To"].addresses == (Address("Astrid Ek", "astrid", "nordverk.example"),)
    assert message["Subject"] == "Torsdag: Bruket i Trollhättan, 40 minuter med tåg"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == "<202648.5ac0ffee@buns.example>"
    assert (message["List-Unsubscribe"], message["List-Unsubscribe-Post"]) == (
        f"<{STOP}>",
        "List-Unsubscribe=One-Click",
    )
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "sv")


def test_what_machines_look_for_is_never_folded_or_encoded() -> None:
    lines = write_mime(LETTER).split(b"\r\n")
    assert f"List-Unsubscribe: <{STOP}>".encode() in lines
    assert b"Message-ID: <202648.5ac0ffee@buns.example>" in lines


def test_the_text_comes_first_and_both_say_what_was_written() -> None:
    text, html = sent(LETTER).iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert (text.get_content(), html.get_content()) == (LETTER.text, LETTER.html + "\n")


def test_a_picture_lies_beside_the_html_that_shows_it() -> None:
    _, related = sent(with_(pictures=(YEAR,))).iter_parts()
    assert related.get_content_type() == "multipart/related"
    html, picture = related.iter_parts()
    assert 'src="cid:year"' in html.get_content()
    assert (picture["Content-ID"], picture.get_content()) == ("<year>", YEAR.png)
    assert (picture.get_content_disposition(), picture.get_filename()) == ("inline", "year.png")


def test_a_place_to_stop_letters_that_is_not_secret_on_its_way_is_no_one_click() -> None:
    message = sent(with_(unsubscribe="http://127.0.0.1:8027/answer/x"))
    assert message["List-Unsubscribe"] == "<http://127.0.0.1:8027/answer/x>"
    assert "List-Unsubscribe-Post" not in message


def test_the_same_letter_is_the_same_bytes_whoever_carries_it() -> None:
    letter = with_(pictures=(YEAR, replace(YEAR, name="other")))
    assert write_mime(letter) == write_mime(letter)


@pytest.mark.parametrize("said", SPLITTING)
def test_nothing_in_a_name_or_subject_becomes_a_header_or_a_recipient(said: str) -> None:
    message = sent(with_(to=Person(ASTRID.address, said), subject=said))
    assert sorted(message.keys()) == MEANT
    (to,) = message["To"].addresses
    assert to.addr_spec == ASTRID.address
    assert [part.get_content() for part in message.iter_parts()] == [LETTER.text, LETTER.html + "\n"]


@given(HOSTILE, HOSTILE, HOSTILE)
def test_whatever_is_written_comes_out_as_it_was_meant(name: str, subject: str, text: str) -> None:
    message = sent(with_(to=Person(ASTRID.address, name), subject=subject, text=text, pictures=(YEAR,)))
    assert sorted(message.keys()) == MEANT
    (to,) = message["To"].addresses
    assert to.addr_spec == ASTRID.address
    assert message["Subject"] == one_line(subject, LONGEST_SUBJECT)
    plain, related = message.iter_parts()
    assert plain.get_content().rstrip("\n") == as_lines(text).rstrip("\n")
    assert [one.get_content_type() for one in related.iter_parts()] == ["text/html", "image/png"]


def as_lines(text: str) -> str:
    return re.sub("\r\n?", "\n", text.encode("utf-8", "replace").decode().replace("\0", ""))


@pytest.mark.parametrize(
    "name", ["Åsa Öberg", "Ek, Astrid", 'Astrid "Asta" Ek', "Å" * 20, "Zoë (Stockholm) <x>", "a" * 80]
)
def test_a_name_is_read_as_it_is_written(name: str) -> None:
    (to,) = sent(with_(to=Person(ASTRID.address, name)))["To"].addresses
    assert to.display_name == name


def test_an_address_of_another_script_has_its_domain_in_ascii() -> None:
    assert address_of(Person("asa@bageriöst.example")) == "asa@xn--bagerist-s4a.example"
    assert not is_wide(with_(to=Person("asa@bageriöst.example")))


def test_letters_of_ones_own_before_the_at_are_carried_as_they_are() -> None:
    wide = with_(to=Person("åsa@nordverk.example", "Åsa Öberg"))
    assert is_wide(wide)
    (to,) = sent(wide)["To"].addresses
    assert (to.addr_spec, to.display_name) == ("åsa@nordverk.example", "Åsa Öberg")


@pytest.mark.parametrize(
    "address",
    ["", "astrid", "@nordverk.example", "astrid@", "a b@x.example", "a@b@x.example", "a\r\nRCPT TO:<b@x.example>@y.example",
     "<a@x.example>", "a,b@x.example", ".a@x.example", "a..b@x.example", "a@x..example", "a@-x.example", "a@[127.0.0.1]",
     "a@x.example>", "a" * 65 + "@x.example", "a\ud800@x.example", "a\u202e@x.example", "a@" + "ö" * 70 + ".example"],
)  # fmt: skip
def test_what_is_no_address_gets_no_letter(address: str) -> None:
    with pytest.raises(Refused) as refused:
        write_mime(with_(to=Person(address, "Astrid")))
    assert address == "" or address not in str(refused.value)


@pytest.mark.parametrize(
    "broken",
    [{"message_id": "<x@y>"}, {"message_id": "x\r\nBcc: y@z"}, {"message_id": "å@y"}, {"unsubscribe": "mailto:x@y"},
     {"unsubscribe": "https://x.example/\r\nBcc: y"}, {"unsubscribe": "https://x.example/>, <https://y.example"},
     {"language": "sv\r\nX: y"}, {"pictures": (replace(YEAR, name="a b"),)}],
)  # fmt: skip
def test_what_machines_read_is_refused_rather_than_mended(broken: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        write_mime(with_(**broken))
