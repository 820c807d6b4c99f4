"""Whether a part of an address is a street, whatever town stands in its name: "Vara Torg 3", "Stockholmsvägen".

Told by how streets end in Swedish, Norwegian, Danish, Finnish, German and English, and by the number of a house.
"""

# ruff: noqa: SIM905 - tables of words, a line of text being easier to keep than a list of strings

import re

LONGEST = 300

# No town of ours ends so: such a word is a street with or without a number.
ENDINGS = tuple(
    "gatan vägen gränden gränd torget esplanaden esplanad allén stigen avenyn boulevarden promenaden kajen leden strandvägen "
    "veien vegen gaten gata vejen gaden stræde strædet bulevarden "
    "katu kuja polku bulevardi valtatie kaari aukio rantatie puistotie "
    "strasse gasse allee chaussee promenade".split()
)
# Streets only as a word of its own, or with a number behind them.
WORDS = frozenset(
    "gata väg torg allé backe backen plats platsen plan stig gård gården aveny brinken trappan bron kaj slinga slingan "
    "vei veg gate plass plassen vej gade plads pladsen torv torvet allé boulevard kai brygge "
    "tie tori ranta puisto str str. weg platz ring damm ufer markt steig hof "
    "street st st. road rd rd. avenue ave ave. av lane ln drive dr dr. boulevard blvd blvd. square sq way court ct place pl "
    "parkway pkwy highway hwy terrace close crescent row plaza circle cir loop trail turnpike pike broadway walk mews "
    "rue quai via viale piazza corso calle avenida paseo plaza plein straat laan gracht kade ulica ul. aleja".split()
)
# Streets when a number follows them.
NUMBERED_ENDINGS = tuple(
    "vägen väg gata torg plan platsen plats backen allé hamnen kajen bron brinken strand stranden höjden slingan "
    "vei veg gate plass plassen vej gade plads torv kai "
    "tie tori ranta weg platz ring damm ufer markt straat laan gracht kade plein str str.".split()
)
# Streets without a number too, when another word stands before them.
LAST_WORDS = frozenset(
    "gata väg torg gränd esplanad allé gade vej plads torv street road avenue boulevard lane weg platz rd blvd ave".split()
)
TOWNS = frozenset({"vejen", "berchtesgaden", "stigen"})  # that end as streets do
FIRST_WORDS = frozenset(
    "rue via viale piazza corso calle avenida paseo plaza ul. ulica aleja quai boulevard avenue".split()
)

_HOUSE = re.compile(r" \d{1,4} ?[A-Za-zÅÄÖ]?(?: ?[-–/] ?\d{1,4} ?[A-Za-z]?)?(?= |$)")
_NUMBER_FIRST = re.compile(r"\d{1,5}[A-Za-z]? ")
_NUMBERED = re.compile(r"\d{1,3}(?:st|nd|rd|th)", re.IGNORECASE)
_COMPASS = frozenset("n s e w ne nw se sw north south east west".split())


def is_street(text: str) -> bool:
    """Whether a text is a street, with or without its number, and nothing after it."""
    street, rest = split_street(text[: LONGEST + 1].strip())
    return bool(street) and not rest


def split_street(part: str) -> tuple[str, str]:
    """The street at the front of a part and what stands after it: "Storgatan 5 Luleå". Nothing when there is none."""
    house = _HOUSE.search(part)
    if house and _ends_as_street(part[: house.start()], numbered=True):
        return part[: house.end()], part[house.end() :].strip()
    number = _NUMBER_FIRST.match(part)
    if number and _runs_as_street(part[number.end() :]):
        return part, ""
    return (part, "") if not house and _ends_as_street(part, numbered=False) else ("", part)


def _ends_as_street(name: str, *, numbered: bool) -> bool:
    words = name.casefold().split()
    if not words:
        return False
    if numbered:
        return words[-1].endswith(ENDINGS + NUMBERED_ENDINGS) or words[-1] in WORDS or words[0] in FIRST_WORDS
    if words[-1].endswith(ENDINGS):
        return words[-1] not in TOWNS and " an der " not in name  # Neustadt an der Weinstraße
    return len(words) > 1 and words[-1] in LAST_WORDS


def _runs_as_street(name: str) -> bool:
    """What stands after a number in English: "Federal Street", "S Wacker Dr", "Fifth Avenue South"."""
    words = name.casefold().split()
    if words and words[-1] in _COMPASS:
        words.pop()
    return (len(words) > 1 and words[-1] in WORDS) or bool(words and words[-1].endswith(ENDINGS))
