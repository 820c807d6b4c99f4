"""German postal codes: the states that the first two digits lie in, which tell "06108 Halle" from "33790 Halle".

The areas that begin so are Deutsche Post's; some reach into a neighbouring state, and then both are given.
"""

from collections.abc import Sequence

from connectors.routing.gazetteer import Town

GERMAN = "DE"
_AREAS = {
    "BE": "10 12 13 14",
    "BB": "03 04 14 15 16 17 19",
    "SN": "01 02 04 08 09",
    "ST": "06 29 38 39",
    "TH": "04 06 07 36 37 96 98 99",
    "MV": "17 18 19 23",
    "HH": "20 21 22 27",
    "SH": "19 21 22 23 24 25",
    "NI": "19 21 26 27 28 29 30 31 34 37 38 48 49",
    "HB": "27 28",
    "NW": "32 33 34 37 40 41 42 44 45 46 47 48 49 50 51 52 53 57 58 59",
    "HE": "34 35 36 37 55 59 60 61 63 64 65 68 69",
    "RP": "51 53 54 55 56 57 65 66 67 76",
    "SL": "66",
    "BW": "63 64 68 69 70 71 72 73 74 75 76 77 78 79 88 89 97",
    "BY": "63 74 80 81 82 83 84 85 86 87 88 89 90 91 92 93 94 95 96 97",
}
STATES = {
    digits: frozenset(state for state, areas in _AREAS.items() if digits in areas.split())
    for digits in {digits for areas in _AREAS.values() for digits in areas.split()}
}


def in_states(code: str, towns: Sequence[Town]) -> list[Town]:
    """The German towns in a state that has codes beginning so."""
    states = STATES.get(code[:2], frozenset())
    return [town for town in towns if town.country == GERMAN and town.region_code in states]
