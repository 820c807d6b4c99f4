"""The area code in a signature: the beginning of a telephone number that tells a town, and nothing of whose phone it is.

Swedish codes are those of the numbering plan of PTS; mobile, company-wide and service numbers tell no town.
"""

import re

LONGEST = 4_000
NUMBER = re.compile(r"(?<![\w+./-])(?:(?:\+|00)\d{1,3}|0)[ \d()/.–-]{5,20}\d(?!\w)")
TWO_DIGITS = frozenset("11 13 16 18 19 21 23 26 31 33 35 36 40 42 44 46 54 60 63 90".split())  # noqa: SIM905
NO_TOWN = ("7", "10", "20", "99", "900", "939", "944")  # mobile, company-wide, free, services
ABROAD_DIGITS = 4  # so much of a foreign number is kept: enough for a town, too little for a phone
SHORTEST, LONGEST_NUMBER = 7, 13  # digits after the country code or the leading nought


def read_area(text: str, *, swedish: bool) -> str:
    """The one area code in `text` as the beginning of an international number ("+46520"), or empty when there is none
    or several. `swedish`: numbers without a country are read as Swedish ones."""
    if "0" not in text and "+" not in text:
        return ""
    areas = {area for found in NUMBER.finditer(text[:LONGEST]) if (area := _area(found.group(), swedish))}
    return areas.pop() if len(areas) == 1 else ""


def _area(number: str, swedish: bool) -> str:
    number = number.replace("(0)", "").strip()
    if number.startswith(("+", "00")):
        digits = _digits(number).removeprefix("00")
        if digits.startswith("46"):
            return _swedish(digits[2:].removeprefix("0"))
        return f"+{digits[: 2 + ABROAD_DIGITS]}" if SHORTEST + 2 <= len(digits) <= LONGEST_NUMBER + 2 else ""
    return _swedish(_digits(number)[1:]) if swedish else ""


def _swedish(digits: str) -> str:
    """The area code of a Swedish number without its nought: 8, two digits for the larger towns, three for the rest."""
    if not SHORTEST - 1 <= len(digits) <= LONGEST_NUMBER or digits.startswith(NO_TOWN) or digits.startswith("0"):
        return ""
    if digits.startswith("8"):
        return "+468"
    return f"+46{digits[:2] if digits[:2] in TWO_DIGITS else digits[:3]}"


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isascii() and char.isdigit())
