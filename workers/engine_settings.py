"""Which engines are asked and what travelling costs, as an operator writes it in a setting.

`osrm:https://roads.example`, `resrobot:KEY`, several with commas; `car=25 SEK/mil, flight=900-2400 SEK/trip`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from workers.visits.travel_rules import OWN_CAR, Price

URL, KEY = "an http or https address", "a key"
ROUTERS: Mapping[str, str] = {"osrm": URL, "resrobot": KEY, "google": KEY}
GEOCODERS: Mapping[str, str] = {"nominatim": URL, "photon": URL}
BAKERIES: Mapping[str, str] = {"overpass": URL, "photon": URL}
OFFLINE = "offline"
MODES = ("car", "train", "flight")
LONGEST = 4000
PRICE = re.compile(
    r"(?P<mode>[a-z]+)\s*=\s*(?P<low>\d{1,6}(?:\.\d{1,2})?)(?:\s*-\s*(?P<high>\d{1,6}(?:\.\d{1,2})?))?"
    r"\s+(?P<currency>[A-Z]{3})\s*/\s*(?P<per>km|mil|trip)"
)


class Misread(ValueError):
    """What cannot be read; the text says what to write instead."""


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """One engine: its kind, the address of its server (empty for the vendor's own) and the key it wants."""

    kind: str
    url: str = ""
    key: str = ""

    def __repr__(self) -> str:  # never a key in a log
        return f"EngineChoice({self.kind!r}, {urlsplit(self.url).hostname or ''!r})"


def read_engines(text: str, known: Mapping[str, str]) -> tuple[EngineChoice, ...]:
    """The engines of a setting, in order; none for `offline`. Raises Misread."""
    if text in ("", OFFLINE):
        return ()
    return tuple(_engine(part.strip(), known) for part in text[:LONGEST].split(",") if part.strip())


def read_prices(text: str) -> dict[str, Price]:
    """What each mode costs; a car costs the Swedish allowance unless said otherwise. Raises Misread."""
    prices = dict(OWN_CAR)
    for part in text[:LONGEST].split(","):
        if not part.strip():
            continue
        found = PRICE.fullmatch(part.strip())
        if found is None or found["mode"] not in MODES:
            raise Misread(f"{part.strip()!r} is no price; write car=25 SEK/mil or flight=900-2400 SEK/trip")
        prices[found["mode"]] = _price(found)
    return prices


def _engine(text: str, known: Mapping[str, str]) -> EngineChoice:
    kind, _, rest = text.partition(":")
    wants = known.get(kind)
    if wants is None:
        raise Misread(f"{kind!r} is none of {OFFLINE}, {', '.join(known)}")
    key, at, url = rest.partition("@") if wants is KEY else ("", "", rest)
    if (wants is KEY and not key) or ((wants is URL or at) and not _is_address(url)):
        raise Misread(f"{kind} needs {wants}: {kind}:{'KEY' if wants is KEY else 'https://...'}")
    return EngineChoice(kind, url.rstrip("/"), key)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _price(found: re.Match[str]) -> Price:
    km = 10 if found["per"] == "mil" else 1
    low = float(found["low"]) / km
    high = float(found["high"]) / km if found["high"] else low
    per = "trip" if found["per"] == "trip" else "km"
    return Price(min(low, high), max(low, high), found["currency"], per)
