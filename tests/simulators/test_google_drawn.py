"""Cards drawn for a person to look at: in 300 px, light and dark, with every word there and no stranger's code run."""

import struct
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Browser, expect

from tests.simulators.google.any_card import any_cards
from tests.simulators.google.card_parts import Json, parts_of
from tests.simulators.google.card_samples import act, button, changed, everything, paragraph, small
from tests.simulators.google.drawn import WIDTH, Theme, drawn, find_too_long
from tests.simulators.google.forms import Form
from tests.simulators.google.presses import pressables_of
from tests.simulators.outlook.browser import running_chromium

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_widget_has_room_in_the_panel(browser: Browser, theme: Theme) -> None:
    with drawn(browser, everything(), theme, expanded=True) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == WIDTH
        assert find_too_long(page) == []
        assert page.screenshot(full_page=True)


def test_light_and_dark_are_not_the_same(browser: Browser) -> None:
    shades = []
    for theme in ("light", "dark"):
        with drawn(browser, small(), theme) as page:
            shades.append(
                page.evaluate(
                    "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
                )
            )
    assert shades == [["rgb(255, 255, 255)", "rgb(31, 31, 31)"], ["rgb(19, 19, 20)", "rgb(227, 227, 227)"]]


def test_all_that_can_be_pressed_is_drawn(browser: Browser) -> None:
    with drawn(browser, everything(), expanded=True) as page:
        shown = page.inner_html("body")
        words = {one.text.replace("&", "&amp;") for one in pressables_of(everything())}
        assert {word for word in words if word not in shown} == set()


def test_what_is_folded_is_opened_by_a_press(browser: Browser) -> None:
    with drawn(browser, everything()) as page:
        expect(page.get_by_text("Karin läser det här")).to_be_hidden()
        page.locator("summary").click()
        expect(page.get_by_text("Karin läser det här")).to_be_visible()


def test_what_is_filled_in_is_drawn(browser: Browser) -> None:
    form = Form(everything())
    form.fill("subject", "Fika hos er")
    form.pick("how", "Bil")
    form.turn("bun", False)
    with drawn(browser, everything(), form=form, expanded=True, notification="Sparat") as page:
        expect(page.get_by_text("Fika hos er")).to_be_visible()
        expect(page.get_by_text("Bil", exact=True)).to_be_visible()
        expect(page.get_by_label("bun")).not_to_be_checked()
        expect(page.get_by_role("status")).to_have_text("Sparat")


def test_a_text_that_the_panel_cuts_is_told(browser: Browser) -> None:
    long = "Ett namn som är alldeles för långt för en panel av trehundra punkter"
    card = changed(small({"decoratedText": {"text": long}}, paragraph(long)), "header.subtitle", long + " där uppe")
    with drawn(browser, card) as page:
        assert find_too_long(page) == [long + " där uppe", long]


def test_a_picture_that_is_given_is_shown_and_another_is_told_in_words(browser: Browser) -> None:
    picture = "https://kanelbulle.example/google/timeline.png"
    with drawn(browser, everything(), pictures={picture: png()}) as page:
        assert page.get_by_alt_text("Tidslinjen").evaluate("(one) => one.naturalWidth") == 2
    with drawn(browser, everything()) as page:
        expect(page.get_by_text("Tidslinjen: sju ringar, ingen fylld")).to_be_visible()


def test_words_of_a_stranger_do_nothing_but_stand_there(browser: Browser) -> None:
    bad = "<img src=x onerror='window.ran = 1'><script>window.ran = 1</script>{{ 7 * 7 }}"
    card = changed(
        small(paragraph(bad), {"decoratedText": {"text": bad, "topLabel": bad}}, button(bad, act("x"))),
        "header.title",
        bad,
    )
    with drawn(browser, card) as page:
        assert page.evaluate("[window.ran, document.images.length, document.scripts.length]") == [None, 0, 0]
        assert page.inner_text("h1").startswith("<img src=x")
        assert "{{ 7 * 7 }}" in page.inner_text("p")


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(card=any_cards())
def test_any_card_has_room_in_the_panel(browser: Browser, card: Json) -> None:
    with drawn(browser, card, expanded=True) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == WIDTH
        lines = page.locator("main .widget").count()
    assert lines == sum(part.kind in ("Widget", "Widgets") for part in parts_of(card))


def png() -> bytes:
    """Two dots by one, grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head, rows = struct.pack(">IIBBBBB", 2, 1, 8, 0, 0, 0, 0), zlib.compress(b"\x00\x80\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
