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

from tests.simulators.google.card_icons import SHAPES
from tests.simulators.google.card_parts import Json
from tests.simulators.google.card_text import find_text_faults
from tests.simulators.google.forms import Form

HERE = Path(__file__).parent
WIDTH = 300  # of the panel; Google does not tell
TOO_LONG = """() => [...document.querySelectorAll(".cut, .most")]
  .filter((one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight + 1).map((one) => one.innerText)"""
Theme = Literal["light", "dark"]


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
