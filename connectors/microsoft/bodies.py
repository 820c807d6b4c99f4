"""The body of a Teams meeting, changed with care. Pure.

Whoever changes a body and loses the block that Teams put there ends the online meeting for everybody, so the block stays
to the byte or goes whole. It is known by its join link, and stands between two lines of underscores.
https://learn.microsoft.com/graph/outlook-calendar-online-meetings
"""

import re
from html import escape, unescape
from itertools import pairwise

RULE = re.compile(r"_{32,}")
BODY = re.compile(r"<body\b[^<>]*>", re.IGNORECASE)
LARGEST = 2_000_000  # characters of a body that are changed


def with_text(content: str, kind: str, text: str) -> str:
    """The same body under a text of our own."""
    if not text:
        return content
    if kind != "html":
        return f"{text}\n\n{content}" if content else text
    found = BODY.search(content)
    at = found.end() if found else 0
    return content[:at] + _paragraphs(text) + content[at:]


def without_text(content: str, kind: str, text: str) -> str:
    """The same body without that text of ours, where it still stands as we wrote it; else all of it."""
    if not text:
        return content
    ours = _paragraphs(text) if kind == "html" else text
    at = content.find(ours)
    if at < 0:
        return content
    rest = content[at + len(ours) :]
    return content[:at] + (rest if kind == "html" else rest.lstrip("\r\n"))


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in text.split("\n\n"))


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
