"""What a title says a meeting is, in six languages: a stand-up, a support call, a webinar, a procurement.

Words are tables; long stems also match inside compounds ("IT-upphandling"), short ones and acronyms only whole.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

LONGEST = 300


def _words(*, whole: str, within: str = "") -> re.Pattern[str]:
    whole_words = "|".join(whole.split("|"))
    pattern = rf"(?<!\w)(?:{whole_words})(?!\w)"
    return re.compile(f"{pattern}|{within}" if within else pattern, re.IGNORECASE)


STAND_UP = _words(
    whole="daily|dagligt|daglig|dagliga|päivittäinen|päivittäis|täglich|tägliche|tägliches|scrum|huddle|morgenmøte|"
    "morgenmøde|aamupalaveri|morgenrunde|pulsmöte|pulsmøte|tavlemøde|tavlemøte|tavelmöte",
    within=r"stand[- ]?up|morgonmöte|morgonavstämning|daily sync",
)
SUPPORT = _words(
    whole=r"\w*support|support\w*(?:möte|møte|møde|samtal|samtale|call|ärende|sak|avstämning|fall|gespräch|puhelu)|"
    r"ärenden?|\w*ärende|incident\w*|tickets?|help ?desk|service ?desk|tuki|tukipyyntö|tukipuhelu|störung\w*|fel|case \d+",
    within=r"felanmäl|felsök|feilmeld|feilsøk|brukerstøtte|fejlmeld|fejlsøg|vikailmoitu|vianetsin|fehlersuche",
)
WEBINAR = _words(
    whole="town ?hall|all[- ]hands|stormöte|allmøte|stormøde",
    within=r"web+inar|web+inaari",
)
PROCUREMENT = _words(
    whole=r"rfp|rfq|rfi|tender(?:s|ing)?|procurement|request for (?:proposal|quotation|tender)s?|udbud|vergabe\w*|"
    r"hankinta\w*|\w*upphandl\w*|\w*anbud\w*",
    within=r"förfrågningsunderlag|konkurransegrunnlag|anskaffelse|udbudsmateriale|tilbudsgivning|kilpailut|tarjouspyyn|"
    r"ausschreibung|vergabeverfahren",
)
KINDS = {"webinar": WEBINAR, "stand_up": STAND_UP, "support": SUPPORT}


@lru_cache(maxsize=20_000)
def kind_of(title: str) -> str | None:
    """webinar, stand_up or support, when the title says so."""
    return next((kind for kind, words in KINDS.items() if words.search(title[:LONGEST])), None)


def speaks_of_procurement(titles: Sequence[str]) -> bool:
    return any(PROCUREMENT.search(title[:LONGEST]) for title in titles)
