"""A state of the pane as a picture, in Outlook's colours by day, by night and in high contrast: its pixels, and its boxes,
which tell the same without a glyph.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Frame, Page

from tests.golden.screenshots import Picture
from tests.plugin.outlook.fonts import OPEN_SANS
from tests.simulators.outlook.host import Host
from tests.simulators.outlook.surroundings import Theme

LEFT, WIDE = 320, 320  # pixels: where the pane is in a window of twice that
STILL = """
() => (document.querySelector('main').ariaBusy !== 'true' || document.querySelector('.waiting'))
  && [...document.images].every((one) => one.complete) && document.fonts.status === 'loaded'
"""
BOXES = Path(__file__).with_name("boxes.js").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class View:
    """Where something of ours is to be seen: `frame` in a `page`, so wide, from `left` on. `paint` is Outlook's word."""

    page: Page
    frame: Frame
    left: int
    wide: int
    paint: Callable[[Theme], None]


def pane_of(host: Host) -> View:
    def paint(theme: Theme) -> None:
        host.paint(theme)
        host.pane.wait_for_function("(theme) => document.documentElement.dataset.theme === theme", arg=theme)

    return View(host.page, host.pane, LEFT, WIDE, paint)


def whole(page: Page) -> View:
    """A window of its own, which Outlook tells nothing."""
    assert page.viewport_size
    return View(page, page.main_frame, 0, page.viewport_size["width"], lambda _theme: None)


def light(view: View) -> None:
    view.page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="reduce")
    view.paint("light")


def dark(view: View) -> None:
    view.page.emulate_media(color_scheme="dark", forced_colors="none", reduced_motion="reduce")
    view.paint("dark")


def contrast(view: View) -> None:
    """A system of white on black, whatever Outlook says of its own colours."""
    view.page.emulate_media(color_scheme="dark", forced_colors="active", reduced_motion="reduce")
    view.paint("light")


LOOKS: Mapping[str, Callable[[View], None]] = {"light": light, "dark": dark, "contrast": contrast}


def take(view: View) -> Picture:
    """All that is there, as long as it is."""
    view.frame.wait_for_function(STILL)
    told = view.frame.evaluate(BOXES)
    return Picture(cut(view, 0, told["ends"]), tuple(told["boxes"]), drawn_by(view))


def cut(view: View, top: float, high: float) -> Image.Image:
    png = view.page.screenshot(clip={"x": view.left, "y": top, "width": view.wide, "height": high})
    return Image.open(BytesIO(png)).convert("RGB")


def drawn_by(view: View) -> str:
    """By what browser, in what font."""
    browser = view.page.context.browser
    assert browser
    return f"Chromium {browser.version.partition('.')[0]}, {OPEN_SANS.name}"
