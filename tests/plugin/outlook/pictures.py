"""A state of the pane as a picture, in Outlook's colours by day, by night and in high contrast: its pixels, and its boxes,
which tell the same without a glyph.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.golden.screenshots import Picture
from tests.plugin.outlook.fonts import OPEN_SANS
from tests.simulators.outlook.host import Host

LEFT, WIDE = 320, 320  # pixels: where the pane is in a window of twice that
STILL = """
() => document.getElementById('pane').getAttribute('aria-busy') === 'false'
  && [...document.images].every((one) => one.complete) && document.fonts.status === 'loaded'
"""
BOXES = Path(__file__).with_name("boxes.js").read_text(encoding="utf-8")


def light(host: Host) -> None:
    host.page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="reduce")
    _paint(host, "light")


def dark(host: Host) -> None:
    host.page.emulate_media(color_scheme="dark", forced_colors="none", reduced_motion="reduce")
    _paint(host, "dark")


def contrast(host: Host) -> None:
    """A system of white on black, whatever Outlook says of its own colours."""
    host.page.emulate_media(color_scheme="dark", forced_colors="active", reduced_motion="reduce")
    _paint(host, "light")


def _paint(host: Host, theme: str) -> None:
    host.paint(theme)
    host.pane.wait_for_function("(theme) => document.documentElement.dataset.theme === theme", arg=theme)


LOOKS: Mapping[str, Callable[[Host], None]] = {"light": light, "dark": dark, "contrast": contrast}


def take(host: Host) -> Picture:
    """The whole pane, as long as what is in it."""
    host.pane.wait_for_function(STILL)
    told = host.pane.evaluate(BOXES)
    png = host.page.screenshot(clip={"x": LEFT, "y": 0, "width": WIDE, "height": told["ends"]})
    return Picture(Image.open(BytesIO(png)).convert("RGB"), tuple(told["boxes"]), drawn_by(host))


def drawn_by(host: Host) -> str:
    """By what browser, in what font."""
    browser = host.page.context.browser
    assert browser
    return f"Chromium {browser.version.partition('.')[0]}, {OPEN_SANS.name}"
