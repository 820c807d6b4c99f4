"""The block that Teams puts under every invitation, in the organiser's language, and the links in it.

https://learn.microsoft.com/en-us/microsoftteams/meeting-invitation-settings
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

LINE = "_" * 80
MEETINGS = "https://teams.microsoft.com"


@dataclass(frozen=True, slots=True)
class Wording:
    """What the block says in one language."""

    tag: str
    title: str
    join: str
    number: str
    passcode: str
    need_help: str
    dial: str
    conference: str
    organizers: str
    options: str


WORDINGS: Mapping[str, Wording] = {
    "sv": Wording(
        "sv-SE",
        "Microsoft Teams-möte",
        "Anslut till mötet nu",
        "Mötes-ID",
        "Lösenord",
        "Behöver du hjälp?",
        "Ring in via telefon",
        "Konferens-ID",
        "För organisatörer",
        "Mötesalternativ",
    ),
    "en": Wording(
        "en-US",
        "Microsoft Teams Meeting",
        "Join the meeting now",
        "Meeting ID",
        "Passcode",
        "Need help?",
        "Dial in by phone",
        "Phone conference ID",
        "For organizers",
        "Meeting options",
    ),
    "nb": Wording(
        "nb-NO",
        "Microsoft Teams-møte",
        "Bli med i møtet nå",
        "Møte-ID",
        "Passord",
        "Trenger du hjelp?",
        "Ring inn",
        "Telefonkonferanse-ID",
        "For organisatorer",
        "Møtealternativer",
    ),
    "da": Wording(
        "da-DK",
        "Microsoft Teams-møde",
        "Tilmeld dig mødet nu",
        "Møde-id",
        "Adgangskode",
        "Har du brug for hjælp?",
        "Ring ind",
        "Telefonkonference-id",
        "For arrangører",
        "Mødeindstillinger",
    ),
    "fi": Wording(
        "fi-FI",
        "Microsoft Teams -kokous",
        "Liity kokoukseen nyt",
        "Kokouksen tunnus",
        "Tunnuskoodi",
        "Tarvitsetko apua?",
        "Soita kokoukseen",
        "Puhelinneuvottelun tunnus",
        "Järjestäjille",
        "Kokousasetukset",
    ),
    "de": Wording(
        "de-DE",
        "Microsoft Teams-Besprechung",
        "Jetzt an der Besprechung teilnehmen",
        "Besprechungs-ID",
        "Kennung",
        "Benötigen Sie Hilfe?",
        "Per Telefon einwählen",
        "Telefonkonferenz-ID",
        "Für Organisatoren",
        "Besprechungsoptionen",
    ),
}


def teams_link(uid: str) -> str:
    """The join link of this meeting: newer and older forms live side by side in a real calendar."""
    digest = sha256(uid.encode()).hexdigest()
    if int(digest[0], 16) % 2:
        return f"{MEETINGS}/meet/{_digits(uid, 13)}?p={digest[8:26]}"
    context = "%7b%22Tid%22%3a%22" + digest[:8] + "-0000-4000-8000-000000000000%22%7d"
    return f"{MEETINGS}/l/meetup-join/19%3ameeting_{digest[:48]}%40thread.v2/0?context={context}"


def teams_block(uid: str, language: str) -> str:
    """Everything Teams writes under what a person wrote."""
    say = WORDINGS[language]
    number, digest = _digits(uid, 14), sha256(uid.encode()).hexdigest()
    spaced = " ".join(number[at : at + 3] for at in range(0, len(number), 3))
    options = f"{MEETINGS}/meetingOptions/?organizerId={digest[:32]}&language={say.tag}"
    return "\n".join(
        (
            LINE,
            say.title,
            f"{say.join}<{teams_link(uid)}>",
            f"{say.number}: {spaced}",
            f"{say.passcode}: {digest[4:12]}",
            LINE[:32],
            f"{say.need_help}<https://aka.ms/JoinTeamsMeeting?omkt={say.tag}>",
            say.dial,
            f"+46 8 465 004 10,,{number[:9]}#<tel:+46846500410,,{number[:9]}#> Sweden, Stockholm",
            f"{say.conference}: {number[:9]}#",
            f"{say.organizers}: {say.options}<{options}>",
            LINE,
        )
    )


def webinar_text(uid: str) -> str:
    """How an organiser of webinars invites: a link to watch, nobody to meet."""
    return f"Välkommen till webbinariet. Delta här:\nhttps://us02web.zoom.us/w/{_digits(uid, 11)}?tk=demo"


def _digits(uid: str, count: int) -> str:
    return str(int(sha256(uid.encode()).hexdigest(), 16))[5 : 5 + count]
