"""Postal codes as each country writes them, cut out of a part of an address.

Forms: Swedish `NNN NN` (Postnord), as in Greece, Czechia and Slovakia; five digits in Finland, Germany, the US and most of
the continent; four in Norway, Denmark, Austria, Switzerland; Polish `NN-NNN`, Dutch `NNNN AA`, British and Canadian
letters and digits. The list of forms by country: Universal Postal Union, Postal addressing systems (upu.int).
"""

import re
from dataclasses import dataclass

PREFIXES = {
    "S": "SE", "SE": "SE", "N": "NO", "NO": "NO", "DK": "DK", "FI": "FI", "FIN": "FI", "D": "DE", "DE": "DE", "A": "AT",
    "AT": "AT", "CH": "CH", "B": "BE", "BE": "BE", "F": "FR", "FR": "FR", "I": "IT", "IT": "IT", "E": "ES", "ES": "ES",
    "L": "LU", "LU": "LU", "NL": "NL", "PL": "PL", "PT": "PT", "H": "HU", "HU": "HU", "CZ": "CZ", "SK": "SK", "EE": "EE",
    "LT": "LT", "LV": "LV", "SI": "SI", "HR": "HR", "RO": "RO", "BG": "BG", "GR": "GR", "IS": "IS", "AX": "AX", "FO": "FO",
}  # fmt: skip

# Three digits are a postal code before the name of a town in Iceland or the Faroe Islands, or after IS- or FO-; anywhere
# else they are the number of a house.
THREE_DIGIT_TOWNS = (
    "reykjav[ií]k k[oó]pavog hafnarfj garðab gardab mosfellsb seltjarnar reykjanesb keflav[ií]k akureyri selfoss akranes "
    "vestmannaeyj grindav[ií]k [ií]safj h[uú]sav[ií]k egilssta sauð[aá]rkr[oó]k borgarnes hverager h[oö]fn neskaupsta "
    "t[oó]rshavn kl[aá]ksv[ií]k hoyv[ií]k argir fuglafj s[oø]rv[aá]g runav[ií]k v[aá]gur tv[oø]royri"
).replace(" ", "|")


@dataclass(frozen=True, slots=True)
class Code:
    """`countries` are those that write codes so, likeliest first. `sure` when hardly anything else is written so: four
    digits may as well be a year. The town stands before a code with `town_first`, else after it."""

    text: str
    countries: tuple[str, ...]
    start: int
    end: int
    sure: bool = True
    town_first: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    countries: tuple[str, ...]
    sure: bool = True
    town_first: bool = False


# Australian codes follow the letters of their state.
STATES = "NSW|VIC|QLD|SA|WA|TAS|ACT|NT"

_CC = r"(?:(?<![^\W_])(?P<country>" + "|".join(sorted(PREFIXES, key=len, reverse=True)) + r")[- ]{1,2})?"
_CLEAR = r"(?<![\w-])"
_END = r"(?![\w-]|[.,]\d)"


def _form(digits: str, countries: str, *, sure: bool = True, town_first: bool = False) -> _Form:
    pattern = re.compile(_CC + r"(?<![\w.])(?<!\d-)(?P<code>" + digits + r")" + _END)
    return _Form(pattern, tuple(countries.split()), sure, town_first)


def _lettered(code: str, countries: str) -> _Form:
    return _Form(re.compile(_CLEAR + rf"(?P<code>{code})" + _END), tuple(countries.split()), town_first=True)


_DIGITS = (
    _form(r"\d{3} \d{2}(?! \d)", "SE CZ SK GR"),
    _form(r"\d{2}-\d{3}", "PL"),
    _form(r"\d{4}-\d{3}", "PT"),
    _form(r"\d{4} [A-Z]{2}", "NL"),
    _form(r"\d{5}-\d{4}", "US", town_first=True),
    _form(r"\d{5}", "SE FI DE US FR ES IT EE LT HR RS BA UA TR CZ SK GR ME AX", sure=False),
    _form(r"\d{6}", "RO", sure=False),
    _form(r"\d{4}(?! \d)", "NO DK AT CH BE HU BG SI LU LV CY MK LI GL SJ", sure=False),
    _form(rf"\d{{3}}(?= (?i:{THREE_DIGIT_TOWNS}))", "IS FO"),
    _Form(re.compile(r"(?<![^\W_])(?P<country>IS|FO)[- ]{1,2}(?P<code>\d{3})" + _END), ("IS", "FO")),
)
_LETTERS = (
    _lettered(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}", "GB"),
    _lettered(r"[A-Z]\d[A-Z] \d[A-Z]\d", "CA"),
    _lettered(rf"(?:{STATES}) \d{{4}}", "AU"),
    _lettered(r"(?<=Singapore )\d{6}", "SG"),
    _lettered(r"(?<=[a-zō] )\d{3}-\d{4}", "JP"),
)
_STATE_BEFORE = re.compile(r"(?:^|[\s,])[A-Z]{2}\s*$")
_WORTH_A_LOOK = re.compile(r"\d\d[\d -]|[A-Z]\d")  # what every form has, and few houses do


def find_code(part: str) -> Code | None:
    """The postal code in a part of an address, the form that says most first."""
    if not _WORTH_A_LOOK.search(part):
        return None
    for form in (*_LETTERS, *_DIGITS):
        if found := form.pattern.search(part):
            return _read(form, found, part)
    return None


def _read(form: _Form, found: re.Match[str], part: str) -> Code:
    prefix = found.groupdict().get("country") or ""
    american = (
        "US" in form.countries
        and bool(_STATE_BEFORE.search(part[: found.start("code")]))
        and (
            prefix == "" or (prefix == "DE" and found.end() == len(part))  # Delaware ends its line, Germany begins it
        )
    )
    countries = ("US",) if american else (PREFIXES[prefix],) if prefix else form.countries
    return Code(
        found["code"],
        countries,
        found.start("code") if american else found.start(),
        found.end(),
        sure=form.sure or len(countries) == 1,
        town_first=form.town_first or american,
    )
