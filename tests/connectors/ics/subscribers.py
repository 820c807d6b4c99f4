"""Two who read a calendar that somebody subscribes to, neither of which wrote it: vobject, in Python, and libical, in C, which
complains of whatever is not as the standard has it. https://py-vobject.github.io/, https://libical.github.io/libical/
"""

import ctypes
import ctypes.util
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import vobject


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a reader understood it. `inside` are the components in it, `others` the properties nobody asked for."""

    uid: str
    start: datetime
    end: datetime
    title: str
    place: str
    text: str
    url: str
    category: str
    sequence: int
    changed_at: datetime
    privacy: str = "PRIVATE"
    status: str = "TENTATIVE"
    time: str = "TRANSPARENT"
    inside: tuple[str, ...] = ()
    others: frozenset[str] = field(default=frozenset())


Reader = Callable[[bytes], list[Told]]

NAMES = {
    "UID": "uid", "DTSTART": "start", "DTEND": "end", "SUMMARY": "title", "LOCATION": "place", "DESCRIPTION": "text",
    "URL": "url", "CATEGORIES": "category", "SEQUENCE": "sequence", "LAST-MODIFIED": "changed_at", "CLASS": "privacy",
    "STATUS": "status", "TRANSP": "time", "DTSTAMP": "",
}  # fmt: skip


MAY_LACK = ("title", "place", "text", "category")


def read_with_vobject(body: bytes) -> list[Told]:
    (calendar,) = vobject.readComponents(body.decode())
    return [_told_by_vobject(one) for one in calendar.contents.get("vevent", [])]


def _told_by_vobject(event: Any) -> Told:
    found: dict[str, object] = dict.fromkeys(MAY_LACK, "")
    inside, others = [], set()
    for name, lines in event.contents.items():
        for one in lines:
            if not hasattr(one, "value"):
                inside.append(name.upper())
            elif name.upper() in NAMES:
                found[NAMES[name.upper()]] = _value(one)
            else:
                others.add(name.upper())
    return _made(found, inside, others)


def _value(line: Any) -> object:
    value = line.value
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return value[0] if isinstance(value, list) else value


def read_with_libical(body: bytes) -> list[Told]:
    """Raises where anything in it is not as the standard wants it."""
    whole = C.icalparser_parse_string(body)
    assert whole, "libical found no calendar"
    try:
        assert C.icalcomponent_count_errors(whole) == 0, C.icalcomponent_as_ical_string(whole)
        assert C.icalrestriction_check(whole) == 1, C.icalcomponent_as_ical_string(whole)
        return [_told_by_libical(one) for one in _parts(whole, "component") if _kind(one) == "VEVENT"]
    finally:
        C.icalcomponent_free(whole)


def has_libical() -> bool:
    return C is not None


def _told_by_libical(event: int) -> Told:
    found: dict[str, object] = dict.fromkeys(MAY_LACK, "")
    others = set()
    for one in _parts(event, "property"):
        name = C.icalproperty_get_property_name(one).decode()
        text = C.icalvalue_get_text(C.icalproperty_get_value(one)) if name in TEXTS else None
        said = (text if text is not None else C.icalproperty_get_value_as_string(one)).decode()
        if name in NAMES:
            found[NAMES[name]] = _moment(said) if name in MOMENTS else said
        else:
            others.add(name)
    return _made(found, [_kind(one) for one in _parts(event, "component")], others)


TEXTS = frozenset({"UID", "SUMMARY", "LOCATION", "DESCRIPTION", "CATEGORIES"})
MOMENTS = frozenset({"DTSTART", "DTEND", "LAST-MODIFIED", "DTSTAMP"})


def _parts(whole: int, what: str) -> Iterator[int]:
    first, following = (getattr(C, f"icalcomponent_get_{nth}_{what}") for nth in ("first", "next"))
    every = ANY[what]
    one = first(whole, every)
    while one:
        yield one
        one = following(whole, every)


def _kind(component: int) -> str:
    return str(C.icalcomponent_kind_to_string(C.icalcomponent_isa(component)).decode())


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _made(found: Mapping[str, object], inside: list[str], others: set[str]) -> Told:
    known = {name: value for name, value in found.items() if name}
    known["sequence"] = int(str(known["sequence"]))
    return Told(**known, inside=tuple(inside), others=frozenset(others))  # type: ignore[arg-type]


ANY = {"component": 1, "property": 0}
HANDLES = (
    "icalparser_parse_string", "icalcomponent_get_first_component", "icalcomponent_get_next_component",
    "icalcomponent_get_first_property", "icalcomponent_get_next_property", "icalproperty_get_value",
)  # fmt: skip
WORDS = (
    "icalcomponent_as_ical_string", "icalproperty_get_property_name", "icalproperty_get_value_as_string",
    "icalvalue_get_text", "icalcomponent_kind_to_string",
)  # fmt: skip


def _libical() -> Any:
    name = ctypes.util.find_library("ical")
    if name is None:
        return None
    library = ctypes.CDLL(name)
    for one in HANDLES:
        getattr(library, one).restype = ctypes.c_void_p
    for one in WORDS:
        getattr(library, one).restype = ctypes.c_char_p
    for one in (*HANDLES, *WORDS, "icalcomponent_count_errors", "icalrestriction_check", "icalcomponent_isa"):
        called = getattr(library, one)
        if one == "icalcomponent_kind_to_string":
            called.argtypes = [ctypes.c_int]
        elif one == "icalparser_parse_string":
            called.argtypes = [ctypes.c_char_p]
        elif "_get_first_" in one or "_get_next_" in one:
            called.argtypes = [ctypes.c_void_p, ctypes.c_int]
        else:
            called.argtypes = [ctypes.c_void_p]
    library.icalcomponent_free.argtypes = [ctypes.c_void_p]
    library.icalcomponent_free.restype = None
    return library


C = _libical()
