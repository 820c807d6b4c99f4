"""Where the keyboard is, in a picture: each kind of control as it is, and as it is with its ring.

https://www.w3.org/TR/WCAG22/#focus-appearance: at least as many pixels as a line of two around the control, each of them at
least three times as light or dark as it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PIL import Image

from tests.golden.screenshots import Picture
from tests.plugin.outlook.pictures import View, cut, drawn_by

CONTROLS: Mapping[str, tuple[str, ...]] = {  # as one comes to them, of states
    "unfolded": (
        ".bakery a",
        ".presses a.button",
        ".presses button.quiet",
        "details > summary",
        ".slots button.link",
        ".small-presses button.link",
        "input[type=date]",
        ".ask button",
    ),
    "preview": (".back button.link", "input[type=checkbox]", "form[data-post=convert] button"),
    "first": ("input#place",),
}
AROUND = 12  # pixels
CLEAR, THICK = 3, 2
FAR = 30  # presses
STANDS = "main :is(a[href], button, summary, input:not([type=hidden]))"
UNBLINKING = """
() => { const sheet = new CSSStyleSheet(); sheet.replaceSync("* { caret-animation: manual }"); document.adoptedStyleSheets = [sheet]; }
"""
EDGES = "(one) => [...one.getClientRects()].reduce((sum, { width, height }) => sum + 2 * (width + height), 0)"
WHERE = "(one) => (({left, top, width, height}) => [left, top, width, height])(one.getBoundingClientRect())"


@dataclass(frozen=True, slots=True)
class Ring:
    """A control before the keyboard came to it, and after; it is `long` around."""

    box: str
    before: Image.Image
    after: Image.Image
    long: float

    @property
    def is_clear(self) -> bool:
        return count_clear(self.before, self.after) >= THICK * self.long


def find_rings(view: View, selectors: Sequence[str]) -> list[Ring]:
    view.frame.evaluate(UNBLINKING)
    view.frame.evaluate("document.activeElement.blur()")
    before = [around(view, selector) for selector in selectors]
    enter(view)
    return [find_ring(view, *each) for each in zip(selectors, before, strict=True)]


def find_ring(view: View, selector: str, before: Image.Image) -> Ring:
    come_to(view, selector)
    place = ",".join(map(str, place_of(view, selector)))
    long = view.frame.locator(selector).first.evaluate(EDGES)
    return Ring(f"{selector.replace(' ', '')} {place}", before, around(view, selector), long)


def strip(view: View, rings: Sequence[Ring]) -> Picture:
    """One below the other."""
    return Picture(below([one.after for one in rings]), tuple(one.box for one in rings), drawn_by(view))


def place_of(view: View, selector: str) -> list[int]:
    return [round(one) for one in view.frame.locator(selector).first.evaluate(WHERE)]


def around(view: View, selector: str) -> Image.Image:
    _, top, _, height = place_of(view, selector)
    return cut(view, top - AROUND, height + 2 * AROUND)


def enter(view: View) -> None:
    """At the first control, as Outlook lets the keyboard in."""
    view.frame.locator(STANDS).first.focus()
    view.page.keyboard.press("Tab")
    view.page.keyboard.press("Shift+Tab")


def come_to(view: View, selector: str) -> None:
    """By the keyboard alone."""
    here = "(selector) => document.activeElement === document.querySelector(selector)"
    for _ in range(FAR):
        if view.frame.evaluate(here, selector):
            return
        view.page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not come to")


def below(shots: list[Image.Image]) -> Image.Image:
    all_of_them = Image.new("RGB", (shots[0].width, sum(one.height for one in shots)))
    top = 0
    for one in shots:
        all_of_them.paste(one, (0, top))
        top += one.height
    return all_of_them


def count_clear(before: Image.Image, after: Image.Image) -> int:
    pairs = zip(lightness(before), lightness(after), strict=True)
    return sum((max(pair) + 0.05) / (min(pair) + 0.05) >= CLEAR for pair in pairs)


def lightness(image: Image.Image) -> Iterator[float]:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    shares = (0.2126, 0.7152, 0.0722)
    red, green, blue = ([share * _linear(level / 255) for level in range(256)] for share in shares)
    raw = image.tobytes()
    return (red[raw[at]] + green[raw[at + 1]] + blue[raw[at + 2]] for at in range(0, len(raw), 3))


def _linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else float(((level + 0.055) / 1.055) ** 2.4)
