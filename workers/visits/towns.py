"""The town in an address, only where it stands beyond doubt: after a postal code, or after a street with its number.

Postal codes: Swedish and Slovak-style NNN NN, 5 digits (FI, DE, and Swedish without the space), 4 digits (NO, DK, AT,
CH) with a street or a country before them. "Vara Torg 3" is a street and "Rum Luleå" a room; neither names a town.
"""

# ruff: noqa: SIM905 - tables of words, a line of text being easier to keep than a list of strings

import re

LONGEST = 300
LONGEST_NAME = 40
NAME = re.compile(
    r"(?:[^\W\d_]{1,3}\. ?)?[^\W\d_]+(?:[-'’][^\W\d_]+)*(?: (?:[^\W\d_]{1,3}\. ?)?[^\W\d_]+(?:[-'’][^\W\d_]+)*){0,3}"
)
SMALL = frozenset("am an der den im in i på och vid upon on of the le la les de du sur".split())
COUNTRY = r"(?:SE|S|NO|N|DK|FI|FIN|DE|D|A|AT|CH)[ -]\s?"
CODE = re.compile(rf"(?:^|\s)(?:{COUNTRY})?(?:\d{{3}} \d{{2}}|\d{{5}}) (?P<town>[^\d]+)$")
SHORT_CODE = re.compile(rf"^(?P<country>{COUNTRY})?\d{{4}} (?P<town>[^\d]+)$")
ENGLISH_TAIL = re.compile(r"\s(?:[A-Z]{2}(?: \d{5}(?:-\d{4})?)?|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})$")
DISTRICT = re.compile(r"\s(?:[A-ZÅÄÖØ]|NV|SV|NØ|SØ)$")
STREET_WORD = (
    r"gatan|gata|vägen|väg|torg|torget|gränd|gränden|allén|allé|esplanaden|stigen|backen|leden|kajen|plan|platsen|"
    r"veien|vegen|vei|gate|gaten|plass|vej|vejen|gade|gaden|plads|stræde|katu|tie|kuja|polku|tori|kaari|kaarre|ranta|"
    r"straße|strasse|str\.|weg|platz|allee|gasse|ufer|damm|ring"
)
ENGLISH_STREET = r"street|st\.?|road|rd\.?|avenue|ave\.?|lane|drive|boulevard|blvd\.?|square|way"
STREET = re.compile(rf"(?:[^\d]*(?:{STREET_WORD}))\s\d{{1,4}} ?[a-z]?(?:[-–]\d{{1,4}} ?[a-z]?)?", re.IGNORECASE)
NUMBER_FIRST = re.compile(rf"\d{{1,5}} [^\d]*\b(?:{ENGLISH_STREET})", re.IGNORECASE)
STREET_END = re.compile(rf"(?:{STREET_WORD}|\b(?:{ENGLISH_STREET}))$", re.IGNORECASE)
ROOM = re.compile(
    r"\b(?:\w*(?<!cent)(?<!fo)rum|rummet|sal|salen|room|boardroom|rom|møterom|grupperom|konferanserom|lokale|mødelokale|"
    r"\w*huone|\w*raum|aula|aulan|matsalen)\b",
    re.IGNORECASE,
)
INDOORS = re.compile(
    r"\b(?:plan|våning|vån|tr|etage|etasje|kerros|floor|level|hus|byggnad|building|bldg|suite|entré|entrance|hall|hallen|"
    r"reception|receptionen|port)\b",
    re.IGNORECASE,
)
NO_TOWN = re.compile(
    r"\b(?:ab|aktiebolag|asa|as|aps|oy|oyj|gmbh|ag|ltd|inc|llc|kontoret|kontor|huvudkontoret|office|hq|teams|zoom|meet|"
    r"online|telefon|phone|tel|mobil|sverige|sweden|norge|norway|danmark|denmark|finland|suomi|deutschland|germany|"
    r"tyskland|usa|uk|united|kingdom|states|c/o)\b",
    re.IGNORECASE,
)


def town_of(text: str) -> str | None:
    """The town an address names; None when it names none, or none for sure."""
    if len(text) > LONGEST or "://" in text:
        return None
    parts = [" ".join(part.split()) for part in re.split(r"[,;\n]", text)]
    before = ""
    after_street: str | None = None
    for part in parts:
        found = _by_code(part, before)
        if found:
            return found
        if after_street is None and _is_street(before):
            after_street = None if NO_TOWN.search(part) else _cleaned(ENGLISH_TAIL.sub("", part))
        before = part
    return after_street or None


def is_town(name: str) -> bool:
    """Whether a name is written as towns are: a few words of letters, and not a street, a room, a firm or a country."""
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name) or not name[0].isupper():
        return False
    if any(other.search(name) for other in (ROOM, INDOORS, NO_TOWN, STREET_END)):
        return False
    return all(word[0].isupper() or word in SMALL for word in name.split())


def is_room(text: str) -> bool:
    """Whether a word for a room stands in it: a room named after a town is not that town."""
    return bool(ROOM.search(text))


def _by_code(part: str, before: str) -> str | None:
    if found := CODE.search(part):
        return None if NO_TOWN.search(part[: found.start()]) else _cleaned(found["town"])
    found = SHORT_CODE.match(part)
    if found and (found["country"] or _is_street(before)):
        return _cleaned(found["town"])
    return None


def _is_street(part: str) -> bool:
    return not is_room(part) and bool(STREET.fullmatch(part) or NUMBER_FIRST.fullmatch(part))


def _cleaned(name: str) -> str | None:
    town = DISTRICT.sub("", name.strip())
    if not is_town(town):
        return None
    return town.title() if town.isupper() and len(town) > 3 else town
