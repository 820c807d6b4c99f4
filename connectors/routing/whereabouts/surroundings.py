"""The country and the region a text names beside a town: "Mora, Dalarna", "Boston, MA", "Boston, England"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from connectors.routing.addresses.words import SHIRES
from connectors.routing.gazetteer import Gazetteer, Town

MOST_NAMED = 2  # a region and its country
REMEMBERED = 1024
REALMS = {
    "FI": {"AX"},
    "DK": {"FO", "GL"},
    "NO": {"SJ"},
}  # with codes of their own, and yet in Finland, Denmark, Norway


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a town must lie in. CA is California and Canada: a town in either will do. `texts` are what named it."""

    countries: frozenset[str] = frozenset()
    regions: frozenset[tuple[str, str]] = frozenset()
    texts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.countries or self.regions)

    def hold(self, town: Town) -> bool:
        return not self or town.country in self.countries or (town.country, town.region_code) in self.regions

    def hold_country(self, country: str) -> bool:
        return not self or country in self.countries or any(country == region[0] for region in self.regions)

    def around(self, inner: "Surroundings") -> "Surroundings | None":
        """The inner ones, as far as they lie in these; None when they do not."""
        if not self:
            return inner
        texts = inner.texts + self.texts
        if regions := frozenset(one for one in inner.regions if one in self.regions or one[0] in self.countries):
            return Surroundings(regions=regions, texts=texts)
        if inner.countries & self.countries:
            return Surroundings(inner.countries & self.countries, texts=texts)
        if self.regions and all(country in inner.countries for country, _ in self.regions):
            return replace(self, texts=texts)
        return None


class Regions:
    """Names of countries and regions looked up, and remembered, since the same few stand in all addresses."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.named = lru_cache(maxsize=REMEMBERED)(self._named)

    def at_end(self, texts: Sequence[str], within: Surroundings, here: str) -> list[Surroundings]:
        """What the last of these texts name inside what is known already: that first, then with each text from the right
        that is a country or a region."""
        known = [within]
        for text in reversed(texts[-MOST_NAMED:]):
            named = self.named(text, here)
            inside = known[-1].around(named) if named else None
            if inside is None:
                break
            known.append(inside)
        return known

    def _named(self, text: str, here: str) -> Surroundings:
        """The country or the regions of that name; empty when it is neither."""
        country = self._gazetteer.country_code(text) or ("GB" if _is_shire(text) else "")
        regions = {(region.country, region.code) for region in self._gazetteer.regions(text)}
        if text.isupper() and (code := self._gazetteer.region_code(text, here)):
            regions.add((here, code))  # codes that are written at home only
        return Surroundings(frozenset(realm(country)), frozenset(regions), (text,))


def realm(country: str) -> set[str]:
    """A country with what belongs to it; nothing of none."""
    return {country} | REALMS.get(country, set()) if country else set()


def _is_shire(text: str) -> bool:
    """A county of England, which GeoNames does not tell apart; New Hampshire is two words."""
    low = text.casefold()
    return low in SHIRES or (low.endswith("shire") and " " not in low)
