"""Which sites may show Outlook's pane inside their own page, as an operator writes it.

Microsoft publishes no list; these are where Outlook on the web lives. Outlook on a computer frames nothing.
https://www.w3.org/TR/CSP3/#directive-frame-ancestors
"""

import re

from workers.engine_settings import Misread

OUTLOOK = (
    "https://outlook.office.com",
    "https://outlook.office365.com",
    "https://outlook.cloud.microsoft",
    "https://outlook.live.com",
)
NAMES = ("PANE_FRAMES",)
_SITE = re.compile(
    r"https://(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?|http://(?:localhost|127\.0\.0\.1)(?::\d{1,5})?"
)


def read_frames(text: str) -> tuple[str, ...]:
    """Sites with commas between; Outlook's own where nothing is said. Raises Misread."""
    sites = tuple(one.strip().casefold().rstrip("/") for one in text.split(",") if one.strip())
    if not all(_SITE.fullmatch(one) for one in sites):
        raise Misread("write sites like https://outlook.office.com, with commas")
    return sites or OUTLOOK
