"""Rendered pages kept for as long as nothing in them can have changed: a second look costs one question to the store.

The browser keeps its copy too and is told when it is still good (RFC 9110, section 13.1.2).
"""

import gzip
import hashlib
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar, cast

from cachetools import LRUCache
from flask import Flask, Response, current_app, request

from plugin.web.room import is_fragment, language, mine, office

HTML = "text/html; charset=utf-8"
VARY = "Accept-Encoding, Accept-Language, Cookie, HX-Request"
MOST, BESIDE = 16_000_000, 1_000  # bytes of all pages; and of a page beside its body
HALF_HOUR = 1800  # seconds; a day begins with one in every zone, so no page outlives its day

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    body: bytes
    headers: tuple[tuple[str, str], ...]
    tag: str


class Shelf(Generic[T]):
    """Things by their names, in this process: as many as weigh `most` together, the least asked for out first."""

    def __init__(self, most: int, weigh: Callable[[T], int]) -> None:
        self._things: LRUCache[Hashable, T] = LRUCache(most, getsizeof=weigh)
        self._lock = Lock()

    def find(self, name: Hashable) -> T | None:
        with self._lock:
            return self._things.get(name)

    def __len__(self) -> int:
        return len(self._things)

    def clear(self) -> None:
        with self._lock:
            self._things.clear()

    def keep(self, name: Hashable, thing: T) -> None:
        """What is too heavy alone is left."""
        with self._lock, suppress(ValueError):
            self._things[name] = thing


def put_up_shelf(app: Flask) -> None:
    app.extensions["shelf"] = Shelf[Kept](MOST, lambda page: len(page.body) + BESIDE)


def shelf() -> Shelf[Kept]:
    """Where the pages are kept that somebody has looked at."""
    return cast(Shelf[Kept], current_app.extensions["shelf"])


def clear_shelves() -> None:
    """Nothing that was drawn or read of anybody is kept in this process any more."""
    for one in current_app.extensions.values():
        if isinstance(one, Shelf):
            one.clear()


def serve(draw: Callable[[], str]) -> Response:
    """The page as it now is, or only the word that the browser has it already."""
    page = take(_all_it_depends_on(), draw)
    if page.tag in request.headers.get("If-None-Match", ""):
        return Response(status=304, headers=page.headers)
    return Response(page.body, headers=page.headers, content_type=HTML)


def take(name: tuple[Hashable, ...], draw: Callable[[], str]) -> Kept:
    """The page of this name, drawn where nobody has looked at it yet. A name holds all a page depends on but for the code."""
    packed = _takes_gzip()
    page = shelf().find((*name, packed))
    if page is None:
        page = _kept(draw(), (*name, packed), packed=packed)
        shelf().keep((*name, packed), page)
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
