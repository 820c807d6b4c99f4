"""What a ticket or a note of a journey in the calendar says of where it goes: "Tåg till Göteborg 07:10", "SK 20 ARN-LLA".

Airline entries name airports by their IATA codes (https://www.iata.org/en/publications/directories/code-search/): those a
Nordic seller is likely to fly to are listed with their towns; an unknown code names no town.
"""

import re
from functools import lru_cache

from connectors.meetings import Meeting
from workers.relationships.travelling import travel_word
from workers.visits.day_titles import journey_ends

LONGEST = 120
CODES = {
    "ARN": "Stockholm", "BMA": "Stockholm", "NYO": "Nyköping", "GOT": "Göteborg", "MMX": "Malmö", "LLA": "Luleå",
    "UME": "Umeå", "KRN": "Kiruna", "OSD": "Östersund", "SDL": "Sundsvall", "OER": "Örnsköldsvik", "SFT": "Skellefteå",
    "VBY": "Visby", "KLR": "Kalmar", "RNB": "Ronneby", "AGH": "Ängelholm", "KSD": "Karlstad", "VXO": "Växjö",
    "HAD": "Halmstad", "JKG": "Jönköping", "NRK": "Norrköping", "LPI": "Linköping", "ORB": "Örebro", "BLE": "Borlänge",
    "MXX": "Mora", "GEV": "Gällivare", "AJR": "Arvidsjaur", "LYC": "Lycksele", "VHM": "Vilhelmina", "HMV": "Hemavan",
    "PJA": "Pajala", "SVG": "Stavanger", "OSL": "Oslo", "BGO": "Bergen", "TRD": "Trondheim", "TOS": "Tromsø",
    "BOO": "Bodø", "CPH": "København", "BLL": "Billund", "AAL": "Aalborg", "AAR": "Aarhus", "HEL": "Helsinki",
    "TKU": "Turku", "TMP": "Tampere", "OUL": "Oulu", "KEF": "Reykjavík", "LHR": "London", "LGW": "London",
    "LCY": "London", "STN": "London", "MAN": "Manchester", "EDI": "Edinburgh", "DUB": "Dublin", "CDG": "Paris",
    "ORY": "Paris", "AMS": "Amsterdam", "BRU": "Brussels", "FRA": "Frankfurt am Main", "MUC": "München",
    "BER": "Berlin", "HAM": "Hamburg", "DUS": "Düsseldorf", "STR": "Stuttgart", "CGN": "Köln", "ZRH": "Zürich",
    "GVA": "Genève", "VIE": "Wien", "WAW": "Warszawa", "GDN": "Gdańsk", "RIX": "Riga", "TLL": "Tallinn", "VNO": "Vilnius",
    "PRG": "Praha", "BUD": "Budapest", "MAD": "Madrid", "BCN": "Barcelona", "LIS": "Lisboa", "MXP": "Milano",
    "LIN": "Milano", "FCO": "Roma", "ATH": "Athens", "JFK": "New York", "EWR": "Newark", "LGA": "New York", "BOS": "Boston",
    "ORD": "Chicago", "SFO": "San Francisco", "LAX": "Los Angeles", "MEM": "Memphis",
}  # fmt: skip
PAIR = re.compile(r"\b([A-Z]{3})\s?(?:[-–—→>/]|to|till)\s?([A-Z]{3})\b")
ASIDE = re.compile(r"\([^)]*\)|\b(?:[A-Z]{2}|[A-Z]\d|\d[A-Z])\s?\d{1,4}\b|\b\d{1,2}[:.]\d{2}\b|\b\w*tåg \d+\b")
STATION = re.compile(r"\s+(?:C|S|N|Ö|V|central|centralstation|station|airport|flygplats|t/r|tur och retur)\b", re.I)


def is_ticket(meeting: Meeting) -> bool:
    """Whether an entry is a journey, by its first words or by two airports."""
    return bool(travel_word(meeting)) or (not meeting.all_day and _airports(meeting.title) is not None)


@lru_cache(maxsize=4096)
def goes_to(title: str) -> str:
    """The name of the town a journey goes to, as far as its title tells; empty where it does not."""
    if airports := _airports(title):
        return airports[1]
    return journey_ends(STATION.sub(" ", ASIDE.sub(" ", title[:LONGEST])))[1]


def _airports(title: str) -> tuple[str, str] | None:
    for start, end in PAIR.findall(title[:LONGEST]):
        if start in CODES and end in CODES:
            return CODES[start], CODES[end]
    return None
