"""What people write in an event, as Exchange keeps it: HTML, with a text made of it when asked for.

https://learn.microsoft.com/graph/api/resources/itembody
"""

import html
import re
from functools import lru_cache
from html.parser import HTMLParser

from tests.simulators.microsoft.errors import bad_request

Body = dict[str, str]
LINK = re.compile(r"([^<>\n|]*[^<>\n|\s])<((?:https?|tel|mailto):[^<>\s]+)>|(https?://[^\s<>]+)")
BLOCKS = frozenset({"p", "div", "tr", "li", "h1", "h2", "h3"})
PREVIEW = 255


def read_body(told: object) -> Body:
    if told is None:
        return {"contentType": "html", "content": ""}
    if not isinstance(told, dict) or str(told.get("contentType", "text")).lower() not in {"text", "html"}:
        raise bad_request("The body needs a contentType, text or html, and a content.", "RequestBodyRead")
    content = str(told.get("content") or "")
    is_html = str(told.get("contentType", "text")).lower() == "html"
    return {"contentType": "html", "content": page(content if is_html else from_text(content))}


def page(fragment: str) -> str:
    """Wrapped, as every body is that comes back; nothing stays nothing."""
    if not fragment.strip() or "<html" in fragment.lower():
        return fragment
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
    return f"<html>\r\n<head>\r\n{meta}\r\n</head>\r\n<body>\r\n{fragment}\r\n</body>\r\n</html>\r\n"


def inside(whole: str) -> str:
    """What stands in the body element."""
    found = re.search(r"<body[^>]*>\r?\n?(.*?)\r?\n?</body>", whole, re.DOTALL | re.IGNORECASE)
    return found[1] if found else whole


def from_text(text: str) -> str:
    """Line by line; links that stand in pointed brackets after their words become links."""
    return "<br>\r\n".join(map(_line, text.splitlines()))


def _line(text: str) -> str:
    written, at = "", 0
    for found in LINK.finditer(text):
        words, address = (found[1], found[2]) if found[2] else (found[3], found[3])
        link = f'<a href="{html.escape(address)}">{html.escape(words, quote=False)}</a>'
        written += html.escape(text[at : found.start()], quote=False) + link
        at = found.end()
    return written + html.escape(text[at:], quote=False)


def preview(body: Body) -> str:
    return text_of(body["content"]).strip()[:PREVIEW]


@lru_cache(maxsize=4096)
def text_of(whole: str) -> str:
    """As with Prefer: outlook.body-content-type="text"."""
    reader = _Text()
    reader.feed(inside(whole))
    reader.close()
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(reader.found).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n").replace("\n", "\r\n")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._address = ""
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" or (tag in BLOCKS and self.found and not self.found[-1].endswith("\n")):
            self.found.append("\n")
        if tag == "a":
            self._address, self._words = dict(attrs).get("href") or "", ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._address:
            if self._words.strip() != self._address:
                self.found.append(f"<{self._address}>")
            self._address = ""
        if tag in BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        folded = re.sub(r"\s*[\r\n]+\s*", " ", data)
        self._words += folded
        if folded.strip() or (self.found and not self.found[-1].endswith("\n")):
            self.found.append(folded)
