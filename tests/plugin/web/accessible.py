"""What axe-core says of a page: by day with every rule, and by night with those that look at colours."""

from collections.abc import Sequence
from importlib.resources import files

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


def assert_accessible(page: Page, what: str) -> None:
    """With everything unfolded, in both colour schemes; `what` it is for whoever reads the failure."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate(UNFOLD)
    page.evaluate(AXE)
    assert "target-size" in _kept(page, WCAG, what), "the rules of WCAG 2.2 are among those that ran"
    page.emulate_media(color_scheme="dark")
    assert "color-contrast" in _kept(page, OF_COLOURS, f"{what} in the dark")
    page.emulate_media(color_scheme="light")


def _kept(page: Page, rules: Sequence[str], what: str) -> set[str]:
    """The rules that had something to look at, none of which is broken."""
    found = page.evaluate("(rules) => axe.run({runOnly: rules})", rules)
    told = [(one["id"], one["nodes"][0]["html"], one["nodes"][0]["failureSummary"]) for one in found["violations"]]
    assert told == [], what
    return {one["id"] for one in found["passes"]}
