"""What countries are called, read while building: CLDR's names in Swedish, English and what is spoken there, from babel."""

from collections.abc import Iterator, Mapping
from typing import Any

from babel import Locale, UnknownLocaleError

from connectors.routing.gazetteer.folding import fold, strip
from connectors.routing.gazetteer.geonames import source

READ_BY_ALL = ("sv", "en", "de", "fr", "da", "nb", "fi")
SHORT_FORMS = {
    "US": ("USA", "U.S.", "U.S.A.", "United States of America", "Förenta staterna", "Amerika", "America"),
    "GB": (
        "UK",
        "U.K.",
        "Great Britain",
        "England",
        "Scotland",
        "Wales",
        "Northern Ireland",
        "Skottland",
        "Nordirland",
    ),
    "NL": ("Holland",),
    "CZ": ("Czech Republic", "Tjeckiska republiken"),
    "IE": ("Eire", "Republic of Ireland"),
    "MK": ("Makedonien",),
    "BY": ("Vitryssland",),
}


def country_names() -> Iterator[tuple[str, str]]:
    """Keys with the country they mean; a code is kept in capitals, as "=SE"."""
    for code, country in source().get_countries().items():
        yield f"={code}", code
        yield f"={country['iso3']}", code
        for name in _names(code, country):
            for key in {fold(name), strip(fold(name))}:
                yield key, code


def _names(code: str, country: Mapping[str, Any]) -> Iterator[str]:
    yield country["name"]
    yield from SHORT_FORMS.get(code, ())
    for language in (*READ_BY_ALL, *(tag.replace("-", "_") for tag in country["languages"].split(",") if tag)):
        if name := _called(code, language):
            yield name


def _called(code: str, language: str) -> str | None:
    try:
        return Locale.parse(language).territories.get(code)
    except (UnknownLocaleError, ValueError):
        return None
