"""A line cut into the parts of an address: at commas and their like, with links and times of day left out."""

import re

_LINK = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]{1,15}://|\bwww\.|\bmailto:)\S+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+"
    r"|\b[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}/\S+"
)
_TIME = re.compile(
    r"\b(?:kl|klo|klockan|at|um)\.? ?\d{1,2}(?:[.:]\d{2})?\b(?: ?[-–] ?\d{1,2}(?:[.:]\d{2})?\b)?|\b\d{1,2}:\d{2}\b",
    re.IGNORECASE,
)
# The first class tells where to look at all, what follows it whether a line is cut there.
_CUT = re.compile(
    r"[,;|•·()\[\]<>{}\"“”\-–—/@+!?:. ]"
    r"(?:(?<=[,;|•·()\[\]<>{}\"“”])|(?<= [-–—/@+])(?= )|(?<=[!?])(?= |$)"
    r"|(?<=:)(?i:(?<!room:)(?<!rum:)(?<!rom:)(?<!raum:)(?<!huone:)(?<!lokale:))(?= |$)"  # "Meeting room: Berlin" is one room
    r"|(?<=[^\W\d_]{4}\.)(?= [^\W\d_a-zåäöæøüß])"  # the end of a sentence, but not "St. Louis" and "Hauptstr. 5"
    r"|(?<= )(?:(?=T\d$)|(?i:(?:eller|or|oder|tai|alternativt) ))"  # "Heathrow T5"
    r"|(?<=/)(?i:(?=teams\b|zoom\b|skype\b|online\b|digitalt\b)|(?<=\bteams/)|(?<=\bzoom/)|(?<=\bskype/)))"
)
_EDGE = " .:!?'’-–—*_/"


def cut(line: str) -> tuple[list[str], list[str]]:
    """The parts of a line, and the links in it."""
    links = _LINK.findall(line) if any(sign in line for sign in "/@w") else []
    if links:
        line = _LINK.sub(" , ", line)
    if ":" in line or "kl" in line or "at " in line or "um " in line:
        line = _TIME.sub(" , ", line)
    return [stripped for part in _CUT.split(line) if (stripped := strip(part))], links


def strip(part: str) -> str:
    """A part without the marks at its edges."""
    return part.strip(_EDGE)
