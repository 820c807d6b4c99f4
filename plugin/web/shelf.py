"""Rendered pages kept for as long as nothing in them can have changed: a second look costs one question to the store.

The browser keeps its copy too and is told when it is still good (RFC 9110, section 13.1.2).
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import cast

from flask import Flask, Response, current_app, request

from plugin.web.room import is_fragment, language, mine, office

HTML = "text/html; charset=utf-8"
VARY = "Accept-Encoding, Accept-Language, Cookie, HX-Request"
HALF_HOUR = 1800  # seconds; a day begins with one in every zone, so no page outlives its day


@dataclass(frozen=True, slots=True)
class Kept:
    body: bytes
    headers: tuple[tuple[str, str], ...]
    tag: str


class Shelf:
    """A bounded number of pages, least used out first."""

    def __init__(self, most: int = 128, most_bytes: int = 16_000_000) -> None:
        self._pages: OrderedDict[Hashable, Kept] = OrderedDict()
        self._most, self._most_bytes, self._bytes, self._lock = most, most_bytes, 0, Lock()

    def find(self, name: Hashable) -> Kept | None:
        with self._lock:
            page = self._pages.get(name)
            if page is not None:
                self._pages.move_to_end(name)
            return page

    def keep(self, name: Hashable, page: Kept) -> None:
        with self._lock:
            before = self._pages.pop(name, None)
            self._bytes += len(page.body) - (len(before.body) if before else 0)
            self._pages[name] = page
            while len(self._pages) > self._most or self._bytes > self._most_bytes:
                self._bytes -= len(self._pages.popitem(last=False)[1].body)


def put_up_shelf(app: Flask) -> None:
    app.extensions["shelf"] = Shelf()


def serve(draw: Callable[[], str]) -> Response:
    """The page as it now is, or only the word that the browser has it already."""
    page = take(_all_it_depends_on(), draw)
    if page.tag in request.headers.get("If-None-Match", ""):
        return Response(status=304, headers=page.headers)
    return Response(page.body, headers=page.headers, content_type=HTML)


def take(name: tuple[Hashable, ...], draw: Callable[[], str]) -> Kept:
    """The page of this name, drawn where nobody has looked at it yet. A name holds all a page depends on but for the code."""
    shelf = cast(Shelf, current_app.extensions["shelf"])
    packed = _takes_gzip()
    page = shelf.find((*name, packed))
    if page is None:
        page = _kept(draw(), (*name, packed), packed=packed)
        shelf.keep((*name, packed), page)
    return page


def half_hour_here() -> int:
    """Grows before anything could be shown of another day."""
    return int(office().clock().timestamp() // HALF_HOUR)


def _all_it_depends_on() -> tuple[Hashable, ...]:
    return mine().revision(), half_hour_here(), language(), request.full_path, is_fragment()


def _kept(text: str, name: Hashable, *, packed: bool) -> Kept:
    tag = hashlib.sha256(repr((current_app.extensions["build"], name)).encode()).hexdigest()[:24]
    headers = [("Cache-Control", "private, no-cache"), ("Vary", VARY), ("ETag", f'"{tag}"')]
    if packed:
        headers.append(("Content-Encoding", "gzip"))
    body = text.encode()
    return Kept(gzip.compress(body, mtime=0) if packed else body, tuple(headers), tag)


def _takes_gzip() -> bool:
    """Every browser does. Nothing in a page is a secret to be guessed at by how well it packs."""
    return "gzip" in request.headers.get("Accept-Encoding", "")
