"""Words that tell a role: machines and rooms by their address, people who sell to or recruit the seller by their titles.

Data, and the questions asked of it. Words are folded to lower case and matched as whole tokens, never inside others.
"""

# ruff: noqa: SIM905 - tables of words, a line of text being easier to keep than a list of strings

import re
from functools import lru_cache

TOKENS = re.compile(r"[^\W\d_]+")

NOBODY = frozenset(
    """
    noreply donotreply noanswer svarainte svarej svarikke nichtantworten keineantwort mailerdaemon postmaster bounce
    bounces notification notifications newsletter nyhetsbrev nyhedsbrev uutiskirje autosvar autoreply unsubscribe
    unknownorganizer
    """.split()
)
NOBODY_PARTS = (("no", "reply"), ("do", "not", "reply"), ("mailer", "daemon"), ("svara", "inte"), ("ikke", "svar"))

ROOMS = frozenset(
    """
    room rooms rum raum konfrum konferensrum motesrum mötesrum moterom møterom modelokale mødelokale
    neuvotteluhuone besprechungsraum meetingroom confroom boardroom resource resurs equipment
    projector projektor sammantradesrum sammanträdesrum
    """.split()
)

BUYING = frozenset(
    """
    demo produktdemo systemdemo demonstration demonstrasjon pitch säljmöte säljpitch säljsamtal salgsmøde salgsmøte
    myyntitapaaminen verkaufsgespräch produktpresentation produktpresentasjon produktvisning produktvorstellung
    tuoteesittely licens licenser licensförnyelse lisens lisenser lisensfornyelse lizenz
    lizenzverlängerung lisenssi provperiod prøveperiode koeaika testperiod trial renewal
    rekrytering rekryterare rekryteringssamtal rekruttering rekrutterer rekrutteringssamtale rekrytointi rekrytoija
    rekrutierung recruiting recruiter recruitment headhunter headhunting jobbintervju anställningsintervju
    arbetsintervju ansettelsesintervju jobsamtale ansættelsessamtale työhaastattelu bewerbungsgespräch
    vorstellungsgespräch jobbmöjlighet jobbmulighet jobmulighed karriär karriere karriärsamtal karrieresamtale
    kandidatsamtal kandidat bemanning vikariat
    """.split()
)
BUYING_TOGETHER = (
    "job interview",
    "job opportunity",
    "career opportunity",
    "new opportunity",
    "your career",
    "sales pitch",
    "sales call",
    "sales demo",
    "product demo",
    "product tour",
    "customer success",
    "account manager",
    "licence review",
    "license review",
    "intro to our",
    "introduction to our",
    "ny tjänst",
    "nytt jobb",
    "nytt uppdrag",
    "ny jobb",
    "nyt job",
    "uusi työ",
    "neue stelle",
)
"""Titles an outsider gives when the seller is the one to buy or be hired. Words a customer would use of a supplier
(leverantörsmöte, upphandling, avtal) are left out on purpose."""


@lru_cache(maxsize=50_000)
def of_nobody(local: str) -> bool:
    """Whether the part before the @ is a machine's or a room's rather than a person's."""
    tokens = TOKENS.findall(local.casefold())
    joined = "".join(tokens)
    if joined in NOBODY or not NOBODY.isdisjoint(tokens) or not ROOMS.isdisjoint(tokens):
        return True
    return any(_runs(tokens, parts) for parts in NOBODY_PARTS)


@lru_cache(maxsize=8192)
def sounds_like_buying(title: str) -> bool:
    """Whether a title says that somebody sells to the seller, or would hire the seller."""
    folded = title.casefold()
    tokens = TOKENS.findall(folded)
    if not BUYING.isdisjoint(tokens):
        return True
    spaced = f" {' '.join(tokens)} "
    return any(f" {words} " in spaced for words in BUYING_TOGETHER)


def _runs(tokens: list[str], parts: tuple[str, ...]) -> bool:
    return any(tuple(tokens[at : at + len(parts)]) == parts for at in range(len(tokens) - len(parts) + 1))
