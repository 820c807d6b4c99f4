"""HTML bodies to plain lines, with every link's target kept beside its label: `label <target>`.

A scanner of our own: bodies come by the thousand and from anybody, and the standard library's parser needs time that
grows with the square of some hostile input. Tags are found between `<` and `>` without a further `<`, so this is linear.
"""

import re
from html import unescape

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|<[!?/][^<>]*>")
HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]{0,4000})"|'([^']{0,4000})'|([^\s"'>]{1,4000}))""", re.IGNORECASE)
HTML = re.compile(r"<(?:br|p|div|a|html|span|b|ul|ol|table)\b[^<>]*>", re.IGNORECASE)
SPACES = re.compile(r"[ \t\r\n\f\v\xa0]+")
BLANKS = re.compile(r"[ \t\xa0]+")
BREAKS = frozenset(
    [
        "br",
        "p",
        "div",
        "tr",
        "li",
        "ul",
        "ol",
        "table",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "section",
        "article",
        "header",
        "footer",
    ]
)
UNSEEN = ("script", "style", "head", "title")


def read_markup(text: str, *, keep_lines: bool = False) -> str:
    """The text a reader would see. `keep_lines` for bodies that mix tags with line breaks that mean something."""
    text = _drop_unseen(_drop_comments(text))
    spaces = BLANKS if keep_lines else SPACES
    pieces: list[str] = []
    at = 0
    target = ""
    for tag in TAG.finditer(text):
        pieces.append(spaces.sub(" ", text[at : tag.start()]))
        at = tag.end()
        name = (tag.group(2) or "").lower()
        if name in BREAKS:
            pieces.append("\n")
        if name != "a":
            continue
        if target:
            pieces.append(f" <{target}> ")
        target = "" if tag.group(1) else _target(tag.group(3))
    pieces.append(spaces.sub(" ", text[at:]))
    if target:
        pieces.append(f" <{target}> ")
    return unescape("".join(pieces))


def _target(attributes: str) -> str:
    match = HREF.search(attributes)
    return next((group for group in match.groups() if group), "") if match else ""


def _drop_comments(text: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        kept.append(text[at:start])
        end = text.find("-->", start + 4)
        at = len(text) if end < 0 else end + 3
    return "".join(kept) + text[at:] if kept else text


def _drop_unseen(text: str) -> str:
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals change their length: then positions would not agree
        return text
    for name in UNSEEN:
        kept: list[str] = []
        at = 0
        while (start := lower.find(f"<{name}", at)) >= 0:
            if lower[start + len(name) + 1 : start + len(name) + 2].isalnum():  # <header> is no <head>
                kept.append(text[at : start + 1])
                at = start + 1
                continue
            kept.append(text[at:start])
            end = lower.find(f"</{name}", start)
            at = len(text) if end < 0 else end
        text = "".join(kept) + text[at:]
        lower = text.lower()
    return text


def is_html(text: str) -> bool:
    """Whether a field that may hold either holds HTML."""
    return HTML.search(text) is not None
