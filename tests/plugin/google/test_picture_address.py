"""Where the picture in a card is fetched: by whoever has the address, for an hour, and nobody reads anything in it."""

from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from plugin import create_app
from plugin.google.picture import draw_png
from plugin.google.picture_address import picture_url
from plugin.web.marks import Year
from tests.plugin.google.rig import HERE, Beside
from tests.workers.at_google import call
from tests.world import ASTRID, NOW, SVEN
from workers.leaving import erase_seller
from workers.links import LASTS, Purpose, seal, sign
from workers.store import Seller

BRUKET = "bruket.example"
HOUR = LASTS[Purpose.PICTURE]
PNG = b"\x89PNG"


@pytest.fixture
def known(beside: Beside) -> Beside:
    """Astrid's calendar has been read."""
    beside.at_google.ready()
    return beside


def seller(beside: Beside) -> Seller:
    found = beside.office.store.of(beside.at_google.seller).seller()
    assert found
    return found


def address(beside: Beside, account: str = BRUKET, language: str = "sv", whose: Seller | None = None) -> str:
    with beside.app.app_context():
        return picture_url(whose or seller(beside), account, language)


def fetch(beside: Beside, url: str, method: str = "GET") -> TestResponse:
    """As Google's servers do: nothing comes with it."""
    return beside.app.test_client().open(urlsplit(url).path, base_url=HERE, method=method)


def drawn(beside: Beside, language: str = "sv") -> bytes:
    relationship = beside.at_google.reviewed().relationship
    now = beside.office.clock().astimezone(NOW.tzinfo)
    year = Year(now.date(), NOW.tzinfo)  # type: ignore[arg-type]  # it has one
    return draw_png(relationship.past, relationship.coming, year=year, language=language)


def at(beside: Beside, token: str) -> str:
    return f"{HERE}/google/picture/{token}.png"


def token_of(url: str) -> str:
    return url.removeprefix(f"{HERE}/google/picture/").removesuffix(".png")


def test_whoever_has_the_address_is_given_the_picture_of_the_relation(known: Beside) -> None:
    answered = fetch(known, address(known))
    assert (answered.status_code, answered.mimetype) == (200, "image/png")
    assert answered.data == drawn(known)
    assert fetch(known, address(known, language="en")).data == drawn(known, "en") != drawn(known)


def test_it_may_be_kept_for_the_hour_and_shown_on_any_page_and_found_by_no_search(known: Beside) -> None:
    headers = fetch(known, address(known)).headers
    assert headers["Cache-Control"] == f"private, max-age={HOUR.seconds}"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in headers
    assert "Vary" not in headers


def test_what_is_left_of_the_hour_is_told_and_then_it_is_gone(known: Beside) -> None:
    url = address(known)
    known.at_google.rig.now += timedelta(minutes=40)
    assert fetch(known, url).headers["Cache-Control"] == "private, max-age=1200"
    known.at_google.rig.now += timedelta(minutes=20)
    refused = fetch(known, url)
    assert (refused.status_code, refused.data, refused.headers["Cache-Control"]) == (404, b"", "no-store")


def test_nothing_of_seller_or_account_is_read_in_an_address(known: Beside) -> None:
    url = address(known)
    token = token_of(url)
    raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert len(url) < 300
    for word in ("bruket", "astrid", "nordverk"):
        assert word not in url
        assert word.encode() not in raw
    assert url != address(known), "two cards cannot be told to be about the same"


def test_a_long_name_makes_no_long_address(known: Beside) -> None:
    assert len(address(known, f"{'x' * 63}.{'y' * 16}.example")) < 300


@pytest.mark.parametrize("odd", ["x", "x" * 3000, "%00", "a.b.c", "_" * 160, "åäö", "=" * 8, "%ff%fe"])
def test_what_is_no_address_of_ours_is_not_found(known: Beside, odd: str) -> None:
    assert fetch(known, at(known, odd)).status_code == 404


def test_a_changed_address_is_not_found(known: Beside) -> None:
    token = token_of(address(known))
    for place in range(0, len(token) - 1, 11):
        other = "A" if token[place] != "A" else "B"
        changed = token[:place] + other + token[place + 1 :]
        assert fetch(known, at(known, changed)).status_code == 404


def test_a_token_that_says_something_else_is_not_found(known: Beside) -> None:
    ours, now = known.office.settings.secret_keys, known.office.clock()
    whose = seller(known)
    facts = (whose.id, whose.owner, BRUKET, "sv")
    found = [
        sign(Purpose.PICTURE, facts, ours),
        seal(Purpose.PICTURE, facts, ["a secret of somebody else's"], now=now),
        seal(Purpose.ANSWER, facts, ours, now=now),
        seal(Purpose.PICTURE, facts, ours, now=now),  # the mailbox is not this one's
        seal(Purpose.PICTURE, (str(whose.id), *facts[1:]), ours, now=now),
        seal(Purpose.PICTURE, facts[:3], ours, now=now),
        seal(Purpose.PICTURE, (), ours, now=now),
    ]
    assert [fetch(known, at(known, one)).status_code for one in found] == [404] * len(found)


def test_a_language_we_do_not_speak_is_not_found(known: Beside) -> None:
    assert fetch(known, address(known, language="xx")).status_code == 404


def test_a_colleague_s_address_shows_what_is_the_colleague_s(known: Beside) -> None:
    with known.office.store.writing() as now:
        sven = now.sellers.save(replace(seller(known), id=0, owner=SVEN.address))
    his = known.office.store.of(sven).seller()
    assert his
    assert fetch(known, address(known, whose=his)).status_code == 404, "he does not know the mill"
    assert fetch(known, address(known)).status_code == 200


def test_a_mailbox_that_changed_hands_shows_nothing_by_an_old_address(known: Beside) -> None:
    url = address(known, whose=replace(seller(known), owner="somebody.else@nordverk.example"))
    assert fetch(known, url).status_code == 404


def test_an_account_that_is_gone_is_not_found(known: Beside) -> None:
    url = address(known)
    assert fetch(known, url).status_code == 200
    with known.office.store.writing() as now:
        now.accounts.replace(known.at_google.seller, {BRUKET}, ())
        now.sellers.touch(known.at_google.seller)
    assert fetch(known, url).status_code == 404


def test_of_an_erased_seller_nothing_is_shown(known: Beside) -> None:
    url = address(known)
    assert fetch(known, url).status_code == 200
    erase_seller(known.office, known.at_google.seller)
    assert fetch(known, url).status_code == 404


def test_a_meeting_that_came_is_in_the_picture_from_then_on(known: Beside) -> None:
    url = address(known)
    before = fetch(known, url).data
    call(known.astrid, NOW - timedelta(weeks=30))
    known.at_google.do()
    after = fetch(known, url).data
    assert after == drawn(known) != before


def test_looking_again_draws_nothing(known: Beside) -> None:
    fetch(known, address(known))
    kept = known.app.extensions["card_pictures"]
    (name,) = kept._things
    kept.keep(name, PNG)  # as if it were the picture
    assert fetch(known, address(known)).data == PNG
    assert fetch(known, address(known, language="en")).data == drawn(known, "en")


def test_it_is_fetched_and_nothing_else(known: Beside) -> None:
    asked = fetch(known, address(known), "HEAD")
    assert (asked.status_code, asked.data, asked.mimetype) == (200, b"", "image/png")
    refused = fetch(known, address(known), "POST")
    assert (refused.status_code, set(refused.allow)) == (405, {"GET", "HEAD", "OPTIONS"})


def test_a_key_that_is_going_still_opens(known: Beside) -> None:
    url, ours = address(known), known.office.settings
    rotated = replace(ours, secret_keys=("a newer secret, long enough", *ours.secret_keys))
    app = create_app(replace(known.office, settings=rotated), own_computer=False)
    assert app.test_client().get(urlsplit(url).path, base_url=HERE).status_code == 200


def test_the_address_is_in_none_of_our_logs(known: Beside, caplog: pytest.LogCaptureFixture) -> None:
    url = address(known)
    with caplog.at_level("DEBUG"):
        fetch(known, url)
        fetch(known, at(known, token_of(url)[:-4] + "AAAA"))
    assert "google.show_picture 200" in caplog.text
    assert "google.show_picture 404" in caplog.text
    assert token_of(url)[:20] not in caplog.text
    assert ASTRID.address not in caplog.text


def test_where_there_is_no_card_there_is_no_picture(known: Beside) -> None:
    url = address(known)
    unregistered = known.registered(known.office, addon_account="", addon_client_id="")
    for app in (create_app(unregistered, own_computer=False), create_app(known.office, own_computer=True)):
        assert app.test_client().get(urlsplit(url).path, base_url=HERE).status_code == 404
