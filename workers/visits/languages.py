"""Which language a customer is written to in: the customer's own invitations, the titles between us, the domain's country."""

# ruff: noqa: SIM905 - tables of words, a line of text being easier to keep than a list of strings

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from workers.relationships.relationship import Relationship

LONGEST = 300
LATEST = 50  # titles looked at
TOKENS = re.compile(r"[^\W\d_]+")
SPOKEN = frozenset({"sv", "en", "nb", "da", "fi", "de"})
SAME = {"no": "nb", "nn": "nb"}
OF_COUNTRY = {"se": "sv", "ax": "sv", "no": "nb", "dk": "da", "fi": "fi", "de": "de", "at": "de"}
COUNTRY_LENGTH = 2
NOT_COUNTRIES = frozenset({"io", "ai", "co", "me", "tv", "eu", "nu"})  # country domains the whole world uses

WORDS = {
    "sv": "möte mötet avstämning genomgång uppföljning lägesavstämning planeringsmöte och för på om med samtal offert "
    "uppstart första årsmöte kund läget nästa steg frågor veckomöte månadsmöte kvartalsmöte införande beställning",
    "nb": "møte møtet oppfølging gjennomgang avklaring og om på tilbud oppstart første neste kunde spørsmål ukentlig "
    "månedlig kvartalsmøte statusmøte samtale avtale bestilling innføring",
    "da": "møde mødet opfølgning gennemgang afklaring og om på tilbud opstart første næste kunde spørgsmål ugentlig "
    "månedlig kvartalsmøde statusmøde samtale aftale bestilling indførelse",
    "fi": "palaveri kokous tapaaminen seuranta katsaus ja tarjous aloitus ensimmäinen seuraava asiakas kysymykset "
    "viikkopalaveri kuukausipalaveri keskustelu sopimus tilaus läpikäynti tilannekatsaus",
    "de": "besprechung termin abstimmung austausch rücksprache und mit angebot auftakt erstes nächste kunde fragen "
    "wöchentlich monatlich quartalsgespräch gespräch vertrag bestellung einführung vorstellung zum zur",
}
ENGLISH = frozenset(
    "meeting call review catch up sync weekly monthly quarterly check in follow the with and for next steps".split()
)
LANGUAGES_OF = {
    word: tuple(lang for lang, text in WORDS.items() if word in text.split())
    for text in WORDS.values()
    for word in text.split()
}


def language_of(relationship: Relationship, *, theirs: str = "", ours: str = "", owner: str = "") -> str:
    """The customer's language. `theirs` is the language of an invitation the customer sent, `ours` of one of our own.

    English words tell nothing of a customer at home in one of our languages: half of all titles are "Weekly sync".
    """
    if known := _spoken(theirs):
        return known
    country = _country(relationship.account.key)
    titles = [touchpoint.title for touchpoint in (*relationship.coming, *reversed(relationship.past))][:LATEST]
    if spoken := _of_titles(titles, home=OF_COUNTRY.get(country, "")):
        return spoken
    if country:
        return OF_COUNTRY.get(country, "en")
    if any(not ENGLISH.isdisjoint(_tokens(title)) for title in titles):
        return "en"
    return _spoken(ours) or OF_COUNTRY.get(_country(owner), "en")


def _of_titles(titles: Iterable[str], *, home: str) -> str:
    """The language most titles are in; of two as likely, the one spoken where the customer is."""
    counted: Counter[str] = Counter()
    for title in titles:
        counted.update({lang for token in _tokens(title) for lang in LANGUAGES_OF.get(token, ())})
    most = max(counted.values(), default=0)
    likely = [lang for lang in WORDS if most and counted[lang] == most]
    return home if home in likely else next(iter(likely), "")


def _spoken(tag: str) -> str:
    """One of our languages from a tag such as sv-SE; empty for none, English for one we do not write."""
    primary = re.split(r"[-_]", tag.strip().casefold())[0]
    if not primary:
        return ""
    return primary if primary in SPOKEN else SAME.get(primary, "en")


def _country(address: str) -> str:
    """The country of a domain's ending, where it tells one."""
    ending = address.rpartition(".")[2].casefold()
    return ending if len(ending) == COUNTRY_LENGTH and ending not in NOT_COUNTRIES else ""


@lru_cache(maxsize=20_000)
def _tokens(title: str) -> frozenset[str]:
    return frozenset(TOKENS.findall(title[:LONGEST].casefold()))
