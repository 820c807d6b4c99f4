"""The body of a Teams meeting, changed with care. Pure.

Whoever changes a body and loses the block that Teams put there ends the online meeting for everybody, so the block stays
to the byte or goes whole. It is known by its join link, and stands between two lines of underscores.
https://learn.microsoft.com/graph/outlook-calendar-online-meetings
"""

import re
from html import unescape
from itertools import pairwise

RULE = re.compile(r"_{32,}")
LARGEST = 2_000_000  # characters of a body that are changed


def without_block(content: str, join_url: str) -> str | None:
    """The same body without the block that holds the join link; None where there is no telling where it begins and ends.

    What is cut begins and ends inside a line of underscores, so that as many tags are opened as are closed.
    """
    if not join_url or len(content) > LARGEST:
        return None
    rules = list(RULE.finditer(content))
    for first, last in pairwise(rules):
        if holds(content[first.end() : last.start()], join_url):
            return content[: first.start()] + content[last.end() :]
    return None


def holds(content: str, join_url: str) -> bool:
    """Whether the join link is there; in HTML its ampersands are written out."""
    return bool(join_url) and (join_url in content or join_url in unescape(content))
