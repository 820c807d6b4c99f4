"""Which town a name means while the file is built: each town's names with how well they are its own."""

from collections import defaultdict
from collections.abc import Sequence

from connectors.routing.gazetteer.folding import fold, keys
from connectors.routing.gazetteer.geonames import Place


class Named:
    """Towns by name and country while building."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for number, place in enumerate(places):
            for key, rank in ranks(place).items():
                self._found[key, place.country].append((rank, number))

    def all(self, name: str, country: str) -> list[int]:
        """Those best named so, most inhabitants first."""
        found = sorted(self._found.get((fold(name), country), ()))
        return [number for rank, number in found if rank == found[0][0]]


def ranks(place: Place) -> dict[str, int]:
    """Each key a town is found under with its rank."""
    others = {key: 2 for name in place.others for key in keys(name)}
    plain = {key: 1 for name in place.own for key in keys(name)}
    return others | plain | {fold(name): 0 for name in place.own if fold(name)}
