"""A text of our own above what a meeting's body says, and away again; the rest is left to the byte. Pure."""

import re
from html import escape

BODY = re.compile(r"<body\b[^<>]*>", re.IGNORECASE)


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
