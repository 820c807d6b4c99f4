"""What to call an account or a person when nobody has said: from the domain, and from how people write their names."""

import re
from collections.abc import Iterable

from workers.relationships.addresses import stem

COMPANY = re.compile(r"(?:\(([^()]{2,60})\)|\[([^\[\]]{2,60})\]|(?:\s[|/–-]\s|\|)([^|/]{2,60}))\s*$")
LEGAL_FORM = re.compile(
    r"\b(ab|asa|as|a/s|aps|oy|oyj|gmbh|ag|kg|ltd|plc|inc|llc|bv|sa|hb|kb|ek\.? för\.?)\.?$", re.IGNORECASE
)
LETTERS = str.maketrans("åäöæøéü", "aaoaoeu")
SAYS_LITTLE = frozenset(
    {
        "ab",
        "asa",
        "aps",
        "oyj",
        "gmbh",
        "ltd",
        "plc",
        "inc",
        "llc",
        "the",
        "och",
        "and",
        "und",
        "group",
        "gruppen",
        "sverige",
        "sweden",
        "norge",
        "norden",
        "nordic",
        "svenska",
        "kommun",
        "region",
        "holding",
    }
)
INITIALS = 3  # a stem this short is said letter by letter: ABB, SAS


def account_name(key: str, people: Iterable[str] = ()) -> str:
    """A name for an account: the company its people write after their own names if they agree, else the domain's stem."""
    if "@" in key:
        return next((name for name in people if name and "@" not in name), "") or _spelled(key.partition("@")[0])
    written = {company.strip() for name in people if (company := _company(name, key))}
    return written.pop() if len(written) == 1 else _spelled(stem(key))


def person_name(address: str, name: str) -> str:
    """How to speak of a person: the name without company and in its usual order, else the address made readable."""
    plain = COMPANY.sub("", name).strip(" \"'")
    if not plain or "@" in plain:
        return _spelled(address.partition("@")[0])
    last, comma, first = plain.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() else plain


def naming_words(key: str, name: str) -> frozenset[str]:
    """The words, folded, by which a place can be seen to be this account's: those of its name and of its domain."""
    if not key or "@" in key:
        return frozenset()
    words = re.findall(r"\w+", f"{name.casefold()} {stem(key)}")
    return frozenset(word for word in words if len(word) > INITIALS - 1 and word not in SAYS_LITTLE)


def first_name(name: str) -> str:
    return name.split()[0] if name.split() else name


def _company(name: str, key: str) -> str:
    """The company at the end of "Karin Lind (Bruket AB)", when it looks like one or like the domain."""
    found = COMPANY.search(name[:200])
    if not found:
        return ""
    company = next(group for group in found.groups() if group)
    first = re.split(r"\W+", company.casefold().strip())[0].translate(LETTERS)
    alike = len(first) > 2 and stem(key).translate(LETTERS).startswith(first[:6])
    return company if alike or LEGAL_FORM.search(company.strip()) else ""


def _spelled(text: str) -> str:
    """`maja.berg` as Maja Berg, `abb` as ABB."""
    words = [word for word in re.split(r"[._\-\d]+", text) if word] or [text]
    if len(words) == 1 and len(words[0]) <= INITIALS:
        return words[0].upper()
    return " ".join(word[:1].upper() + word[1:] for word in words)
