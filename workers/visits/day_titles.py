"""What the titles of a seller's own entries say of where a day is spent: at home, at a hotel, in a town, on the way to one.

Six languages, as in workers/relationships/lexicon.py. A title names a town when, without the words that only fill it out,
nothing else is left: "Dag i Malmö" does, "Mässa med Malmö stad" does not.
"""

# ruff: noqa: SIM905 - tables of words, a line of text being easier to keep than a list of strings

import re
from functools import lru_cache

from workers.relationships import lexicon
from workers.relationships.lexicon import Says
from workers.relationships.signs import read_title

LONGEST = 80

AT_HOME = frozenset(
    """
    hemma hemifrån hemarbete hemarbetar hemmakontor hemmajobb distans distansarbete wfh home homeoffice remote hjemme
    hjemmefra hjemmekontor hjemmearbejde hjemmearbeid kotona kotoa kotitoimisto etätyö etätyössä etäpäivä etätöissä
    zuhause heimarbeit
""".split()
)
HOTELS = frozenset(
    """
    hotell hotellet hotellnatt hotellövernattning hotel hotels hotelli hotellissa övernattning övernattar overnight
    overnatting overnatning yöpyminen übernachtung incheckning utcheckning scandic clarion radisson marriott hilton hyatt
    ibis novotel sokos sheraton mercure courtyard
""".split()
)
FILLING = frozenset(
    """
    i in på at im am den der det hela heldag dag dagen dagar day days all whole the ganztägig tag hele dagen koko päivä
    jag är ute är borta besök besöker besøg besøk visit visiting kundbesök kunder kund customers möten meetings
    jobbar arbetar jobb arbete working work works arbejder arbeider jobber työ töissä arbeite arbeiten från from fra aus
    plats on-site onsite vor ort mässa mässan messe konferens konferensen conference konferanse kurs kursen natt night
    nacht yö måndag tisdag onsdag torsdag fredag mån tis ons tors fre monday tuesday wednesday thursday friday mon tue
    wed thu fri bokat bokad booked check check-in check-out
""".split()
)
GIVEN = frozenset(
    """
    adrian alma alva aurora austin berg carolina charlotte chelsea ed elsa eugene florence georgia helena ida jackson
    jordan lincoln linnea logan lovisa madison marion nora olivia paris savannah sofia sydney vera victoria viktoria
    virginia åsa
""".split()
)
"""Towns that a whole day is as often called after somebody: a name day, a birthday, a child at home."""

WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
TO = re.compile(r"\b(?:till|to|til|nach)\b", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:[–—→>,/]|(?<=\w)-(?=\w)|\s-\s)\s*")
ON_SCREEN = frozenset({Says.SCREEN, Says.PHONE})


def says_home(title: str) -> bool:
    return not AT_HOME.isdisjoint(_words(title))


def says_office(title: str) -> bool:
    return not lexicon.OFFICE_WORDS.isdisjoint(_words(title))


def says_hotel(text: str) -> bool:
    return not HOTELS.isdisjoint(_words(text))


def goes_home(title: str) -> bool:
    return not lexicon.HOMEWARD.isdisjoint(_words(title))


@lru_cache(maxsize=4096)
def heads_for(title: str) -> bool:
    """Whether a title begins with a journey and says where to: "Zug nach Stockholm"."""
    opening = [word.casefold() for word in WORD.findall(title[:LONGEST])[:2]]
    return any(word in lexicon.TRAVEL_WORDS for word in opening) and bool(TO.search(title[:LONGEST]))


@lru_cache(maxsize=4096)
def is_on_screen(title: str) -> bool:
    """Whether a title says that people speak by video or phone."""
    return any(sign.says in ON_SCREEN for sign in read_title(title))


@lru_cache(maxsize=4096)
def bare_name(title: str) -> str:
    """What may be a town's name in a title: what is left without "Dag i", "hela dagen", "Scandic", "kl. 07:10"."""
    left = [word for word in WORD.findall(title[:LONGEST]) if not any(map(str.isdigit, word)) and not _fills(word)]
    return " ".join(left) if left and left[0][:1].isupper() else ""


@lru_cache(maxsize=4096)
def journey_ends(title: str) -> tuple[str, str]:
    """What may be the towns a journey goes between, each empty where none is told: "Flyg Göteborg-Luleå"."""
    parts = [part for part in BETWEEN.split(TO.sub(" > ", title[:LONGEST])) if part]
    return bare_name(parts[0]) if len(parts) > 1 else "", bare_name(parts[-1]) if parts else ""


@lru_cache(maxsize=4096)
def _words(title: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in WORD.findall(title[:LONGEST]))


def _fills(word: str) -> bool:
    lower = word.casefold()
    return any(
        lower in table for table in (FILLING, HOTELS, lexicon.OFFICE_WORDS, lexicon.TRAVEL_WORDS, lexicon.TRAVEL_NAMES)
    )
