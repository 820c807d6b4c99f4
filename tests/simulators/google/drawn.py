"""A card drawn as HTML, near enough to the side panel's look at 300 px that a person can judge it from a screenshot.

Colours and measures are those of Material 3: https://m3.material.io/styles/color/static/baseline
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import ChainableUndefined, Environment, FileSystemLoader
from markupsafe import Markup
from playwright.sync_api import Browser, Page

from tests.simulators.google.card_parts import Json
from tests.simulators.google.card_text import find_text_faults
from tests.simulators.google.forms import Form

HERE = Path(__file__).parent
WIDTH = 300  # of the panel; Google does not tell
TOO_LONG = """() => [...document.querySelectorAll(".cut, .most")]
  .filter((one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight + 1).map((one) => one.innerText)"""
Theme = Literal["light", "dark"]

# Our own few strokes for Google's icons; of those that are not here the first letter is drawn.
SHAPES = {
    "BOOKMARK": "M7 4h10v16l-5-4-5 4z",
    "CAR": "M4 16v-4l2-5h12l2 5v4zM4 12h16M7 16v2M17 16v2",
    "CLOCK": "M12 3a9 9 0 1 0 .1 0M12 7v5l4 2",
    "DESCRIPTION": "M6 3h9l3 3v15H6zM9 10h6M9 14h6",
    "DOLLAR": "M12 3v18M16 7c-2-2-8-2-8 1.5s8 2.5 8 6.5-6 3.5-8 1",
    "EMAIL": "M3 6h18v12H3zl9 7 9-7",
    "INVITE": "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
    "MAP_PIN": "M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11zM12 8a2 2 0 1 0 .1 0",
    "MULTIPLE_PEOPLE": "M8 6a3 3 0 1 0 .1 0M2 20c0-8 12-8 12 0M16 6a3 3 0 1 0 .1 0M17 14c3 0 5 2 5 6",
    "PERSON": "M12 4a4 4 0 1 0 .1 0M4 21c0-10 16-10 16 0z",
    "PHONE": "M6 4h4l1 5-2 2c1 2 2 3 4 4l2-2 5 1v4c-9 2-16-5-14-14z",
    "RESTAURANT_ICON": "M7 3v18M4 3v5c0 4 6 4 6 0V3M17 21V3c-3 2-3 8 0 10",
    "STAR": "M12 3l3 6 6 1-4.5 4.5 1 6.5-5.5-3-5.5 3 1-6.5L3 10l6-1z",
    "STORE": "M4 9l2-5h12l2 5zM5 9v11h14V9M10 20v-6h4v6",
    "TICKET": "M3 7h18v3a2 2 0 0 0 0 4v3H3v-3a2 2 0 0 0 0-4zM14 7v10",
    "TRAIN": "M6 4h12v12H6zM6 11h12M9 20l2-4M15 20l-2-4M9 13.5h.1M15 13.5h.1",
    "VIDEO_CAMERA": "M3 7h12v10H3zM15 11l6-3v8l-6-3",
    "bakery_dining": "M12 5a7 7 0 1 0 .1 0M12 9a3 3 0 1 1-3 3M15 12a3.5 3.5 0 0 1-4 4",
}


def draw(
    card: Json,
    theme: Theme = "light",
    *,
    form: Form | None = None,
    pictures: Mapping[str, bytes] | None = None,
    notification: str = "",
    expanded: bool = False,
    back: bool = False,
    addon: str = "Kanelbulle",
) -> str:
    """A whole page. `pictures` are PNG by address, the others are drawn as their words; `expanded` opens what is folded."""
    held = {url: f"data:image/png;base64,{b64encode(data).decode()}" for url, data in (pictures or {}).items()}
    return (
        _templates()
        .get_template("card.html")
        .render(
            card=card,
            theme=theme,
            form=form or Form(card),
            pictures=held,
            notification=notification,
            expanded=expanded,
            back=back,
            addon=addon,
            shapes=SHAPES,
            style=(HERE / "card.css").read_text(encoding="utf-8"),
        )
    )


@contextmanager
def drawn(browser: Browser, card: Json, theme: Theme = "light", **how: Any) -> Iterator[Page]:
    """The page in a window as wide as the panel; `page.screenshot(full_page=True)` is for a person to look at."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 700}, device_scale_factor=2)
    try:
        page.set_content(draw(card, theme, **how))
        yield page
    finally:
        page.close()


def find_too_long(page: Page) -> list[str]:
    """Texts of which the panel shows the beginning alone."""
    found: list[str] = page.evaluate(TOO_LONG)
    return found


@cache
def _templates() -> Environment:
    made = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=ChainableUndefined)
    made.filters |= {"formatted": _formatted, "css": _css, "contrast": _contrast}
    return made


def _formatted(text: str) -> Markup:
    """What Google would not take as formatting is shown as it stands."""
    return Markup.escape(text) if list(find_text_faults(text)) else Markup(text)


def _css(colour: Mapping[str, float]) -> str:
    return f"rgb({', '.join(str(round(255 * colour.get(name, 0))) for name in ('red', 'green', 'blue'))})"


def _contrast(colour: Mapping[str, float]) -> str:
    light = 0.3 * colour.get("red", 0) + 0.59 * colour.get("green", 0) + 0.11 * colour.get("blue", 0)
    return "#1f1f1f" if light > 0.6 else "#fff"
