"""Which town an area code belongs to, read while building from phonenumbers' geocoding data.

"+46920" is "Luleå" there, "+4619" is "Örebro-Kumla", "+46485" is "Öland": of a pair the first counts, and what is no town
of ours is left out. Mobile and other numbers without a place are not in the data.
"""

import re
from collections.abc import Callable, Iterator, Mapping

COUNTRIES = {
    "31": "NL", "32": "BE", "33": "FR", "34": "ES", "351": "PT", "352": "LU", "353": "IE", "354": "IS", "358": "FI",
    "36": "HU", "370": "LT", "371": "LV", "372": "EE", "385": "HR", "386": "SI", "39": "IT", "40": "RO", "41": "CH",
    "420": "CZ", "421": "SK", "43": "AT", "44": "GB", "45": "DK", "46": "SE", "47": "NO", "48": "PL", "49": "DE",
}  # fmt: skip
LANGUAGES = ("sv", "no", "fi", "de", "nl", "fr", "it", "es", "pl", "pt", "en")

_SEVERAL = re.compile(r"\s*/\s*|\s*,\s*")


def read_area_codes(find: Callable[[str, str], int | None]) -> Iterator[tuple[str, int]]:
    """Each beginning of a number with the town that `find` knows by a name in a country."""
    from phonenumbers.geodata import GEOCODE_DATA

    for prefix, described in GEOCODE_DATA.items():
        country = next((COUNTRIES[prefix[:size]] for size in (2, 3) if prefix[:size] in COUNTRIES), None)
        if country and (town := _town(described, country, find)) is not None:
            yield prefix, town


def _town(described: Mapping[str, str], country: str, find: Callable[[str, str], int | None]) -> int | None:
    for name in _names(described):
        if (town := find(name, country)) is not None:
            return town
    return None


def _names(described: Mapping[str, str]) -> Iterator[str]:
    for language in LANGUAGES:
        if text := described.get(language):
            first = _SEVERAL.split(text)[0]
            yield first
            yield first.split("-")[0]
