"""Where the keyboard is, in a picture: each kind of control as it is, and as it is with its ring.

https://www.w3.org/TR/WCAG22/#focus-appearance: at least as many pixels as a line of two around the control, each of them at
least three times as light or dark as it was.
"""

from collections.abc import Iterator, Mapping

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


def strip(view: View, selectors: tuple[str, ...]) -> tuple[Picture, list[str]]:
    """The controls, one below the other, each with its ring; and those whose ring is not seen well enough."""
    view.frame.evaluate(UNBLINKING)
    view.frame.evaluate("document.activeElement.blur()")
    places = [tuple(round(one) for one in view.frame.locator(name).first.evaluate(WHERE)) for name in selectors]
    before = [around(view, place) for place in places]
    enter(view)
    after = [around(view, place) for name, place in zip(selectors, places, strict=True) if come_to(view, name)]
    boxes = [
        f"{name.replace(' ', '')} {','.join(map(str, place))}" for name, place in zip(selectors, places, strict=True)
    ]
    seen = [count_clear(*pair) for pair in zip(before, after, strict=True)]
    enough = [THICK * view.frame.locator(name).first.evaluate(EDGES) for name in selectors]
    weak = [name for name, one, least in zip(selectors, seen, enough, strict=True) if one < least]
    return Picture(below(after), tuple(boxes), drawn_by(view)), weak


def around(view: View, place: tuple[int, ...]) -> Image.Image:
    _, top, _, height = place
    return cut(view, top - AROUND, height + 2 * AROUND)


def enter(view: View) -> None:
    """At the first control, as Outlook lets the keyboard in."""
    view.frame.locator(STANDS).first.focus()
    view.page.keyboard.press("Tab")
    view.page.keyboard.press("Shift+Tab")


def come_to(view: View, selector: str) -> bool:
    """By the keyboard alone."""
    here = "(selector) => document.activeElement === document.querySelector(selector)"
    for _ in range(FAR):
        if view.frame.evaluate(here, selector):
            return True
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
