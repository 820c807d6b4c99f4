"""What both kinds of manifest are looked through for: addresses, icons, ids, and how much there is.

https://learn.microsoft.com/office/dev/add-ins/testing/troubleshoot-manifest tells little of why a file is not taken, so
everything it could be is looked for here first.
"""

import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

LARGEST = 256 * 1024
LONGEST_ADDRESS = 2048
STATIC = "/outlook/static/"
RIBBON_SIZES = frozenset({16, 32, 80})
PNG = b"\x89PNG\r\n\x1a\n"
HEADER = struct.Struct(">8x4x4sII")  # signature and length, the kind of chunk, width, height


@dataclass(frozen=True, slots=True)
class Fault:
    """`key` is said as `cli.manifest.<key>`; `where` is the place in the file, `wanted` what should have been there."""

    key: str
    where: str
    wanted: str = ""


def look_at_size(text: str) -> Iterator[Fault]:
    size = len(text.encode())
    if size > LARGEST:
        yield Fault("size", str(size), str(LARGEST))


def look_at_address(where: str, address: str, url: str) -> Iterator[Fault]:
    """An address of the manifest is https, and on the one host."""
    if len(address) > LONGEST_ADDRESS:
        yield Fault("long", where, str(LONGEST_ADDRESS))
    parts = urlsplit(address)
    if parts.scheme != "https":
        yield Fault("https", where)
    if parts.netloc != urlsplit(url).netloc:
        yield Fault("host", where, urlsplit(url).netloc)


def look_at_icon(where: str, address: str, pixels: int, *, url: str, icons: Path) -> Iterator[Fault]:
    """An icon is one of ours, and as large as is said."""
    file = icons / address.rpartition("/")[2]
    if address != f"{url}{STATIC}{file.name}" or pixel_size(file) != (pixels, pixels):
        yield Fault("icon", where, str(pixels))


def look_at_guid(where: str, text: str) -> Iterator[Fault]:
    try:
        UUID(text)
    except ValueError:
        yield Fault("guid", where)


def look_at_version(where: str, text: str, *, numbers: int) -> Iterator[Fault]:
    found = text.split(".")
    if len(found) != numbers or not all(one.isascii() and one.isdigit() and len(one) <= 5 for one in found):
        yield Fault("version", where, str(numbers))


def look_at_length(where: str, text: str, longest: int) -> Iterator[Fault]:
    if not text.strip():
        yield Fault("empty", where)
    if len(text) > longest:
        yield Fault("long", where, str(longest))


def look_for_twins(ids: Iterable[str]) -> Iterator[Fault]:
    yield from (Fault("twice", one) for one, times in Counter(ids).items() if times > 1)


def pixel_size(file: Path) -> tuple[int, int] | None:
    """Width and height of a PNG, or None where there is none. https://www.w3.org/TR/png-3/#11IHDR"""
    if not file.is_file():
        return None
    with file.open("rb") as opened:
        head = opened.read(HEADER.size)
    if len(head) < HEADER.size or not head.startswith(PNG):
        return None
    kind, width, height = HEADER.unpack(head)
    return (width, height) if kind == b"IHDR" else None
