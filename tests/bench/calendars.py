"""A seller's five-year export, made up and always the same: some 12,000 single meetings and 60 series, 17 to 30 MB.

Three dialects with their own habits: Outlook (saved calendar), Google (export) and Exchange (published feed with people).
"""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from connectors.demo.calendar import ZONE_RULES

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SINGLES_A_YEAR = 2400
SERIES = 60
OWNER = ("Astrid Ek", "astrid@nordverk.example")

STEMS = [
    "ek",
    "lind",
    "björk",
    "al",
    "sten",
    "malm",
    "å",
    "fors",
    "gran",
    "kall",
    "nord",
    "öst",
    "väst",
    "sund",
    "berg",
    "dal",
    "lund",
    "mark",
    "hav",
    "vind",
]
KINDS = ["bruk", "verk", "gruva", "såg", "kross", "väv", "plåt", "rör", "frakt", "mejeri"]
FIRST = [
    "Karin",
    "Per",
    "Olle",
    "Maja",
    "Lars",
    "Sofia",
    "Johan",
    "Anna",
    "Erik",
    "Linnea",
    "Nils",
    "Ebba",
    "Bo",
    "Ylva",
    "Gustav",
    "Åsa",
    "Tor",
    "Sanna",
    "Ivar",
    "Pia",
]
LAST = [
    "Lind",
    "Dahl",
    "Niemi",
    "Berg",
    "Ström",
    "Åberg",
    "Falk",
    "Nyman",
    "Ekholm",
    "Sjö",
    "Holm",
    "Palm",
    "Roos",
    "Hed",
    "Vik",
    "Brandt",
    "Öman",
    "Lilja",
]
TOWNS = ["Trollhättan", "Luleå", "Hässleholm", "Borås", "Västerås", "Umeå", "Kalmar", "Skövde", "Örebro", "Gävle"]
STREETS = ["Storgatan", "Järnvägsgatan", "Verkstadsvägen", "Hamngatan", "Kungsgatan", "Bruksvägen"]
TITLES = (
    "Avstämning {c}",
    "Uppföljning offert {c}",
    "{c} / Nordverk",
    "Demo för {c}",
    "Statusmöte",
    "Intro {c}, nästa steg",
    "Genomgång avtal; {c}",
)
HUMAN = (
    "Hej! Här kommer inbjudan enligt överenskommelse. Vi går igenom offerten, tidplanen och vad som händer efter sommaren.",
    "Agenda: 1) läget hos er, 2) leveransen i mars, 3) övrigt. Säg till om tiden inte passar, så flyttar vi.",
    "Hi, as discussed: a short follow-up on the quote and the open questions from last week.",
    "Kort avstämning inför beställningen.\nTa gärna med någon från produktionen.",
    "",
)
OUTLOOK_UID = "040000008200E00074C5B7101A82E00800000000"

TEAMS_2022 = """
________________________________________________________________________________
Microsoft Teams-möte
Anslut på datorn, mobilappen eller rumsenheten
Klicka här för att ansluta till mötet<{url}>
Mötes-ID: {id}
Lösenord: {code}
Hämta Teams<https://www.microsoft.com/en-us/microsoft-teams/download-app> | Anslut på webben<https://www.microsoft.com/microsoft-teams/join-a-meeting>
Läs mer<https://aka.ms/JoinTeamsMeeting> | Mötesalternativ<https://teams.microsoft.com/meetingOptions/?organizerId={org}&tenantId={tenant}&threadId=19_meeting_{thread}@thread.v2&messageId=0&language=sv-SE>
________________________________________________________________________________
"""
TEAMS_2025 = """
________________________________________________________________________________
Microsoft Teams-möte
Anslut: {url}
Mötes-ID: {id}
Lösenord: {code}
________________________________
Behöver du hjälp?<https://aka.ms/JoinTeamsMeeting?omkt=sv-SE> | Systemreferens<{url}>
Ring in via telefon
+46 8 502 413 27,,{phone}#<tel:+46850241327,,{phone}#> Sweden, Stockholm
För organisatörer: Mötesalternativ<https://teams.microsoft.com/meetingOptions/?organizerId={org}&tenantId={tenant}&language=sv-SE>
________________________________________________________________________________
"""
TEAMS_EN = """
________________________________________________________________________________
Microsoft Teams Need help?<https://aka.ms/JoinTeamsMeeting?omkt=en-US>
Join the meeting now<{url}>
Meeting ID: {id}
Passcode: {code}
________________________________
For organizers: Meeting options<https://teams.microsoft.com/meetingOptions/?organizerId={org}&tenantId={tenant}&threadId=19_meeting_{thread}@thread.v2&messageId=0&language=en-US>
________________________________________________________________________________
"""
MEET = """
-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-
Anslut till Google Meet: {url}
Eller ring: (SE) +46 8 505 454 32 PIN: {phone}#
Fler telefonnummer: https://tel.meet/{code}?pin={phone}&hs=7

Läs mer om Meet på: https://support.google.com/a/users/answer/9282720

Ändra inte det här avsnittet.
-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-
"""

IANA_ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
X-LIC-LOCATION:Europe/Stockholm
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, slots=True)
class Invented:
    """One made-up entry before a dialect writes it down."""

    uid: str
    start: datetime  # in Stockholm
    minutes: int
    title: str
    place: str
    human: str
    people: tuple[tuple[str, str], ...]
    online: bool
    private: bool
    busy: str
    rule: str = ""
    skipped: tuple[datetime, ...] = ()
    instead_of: datetime | None = None
    cancelled: bool = False


def write_export(
    path: Path,
    *,
    dialect: str,
    years: int = 5,
    changed: float = 0.0,
    seed: int = 1,
    end: datetime = datetime(2026, 11, 20, 12, tzinfo=UTC),
) -> Path:
    """Writes the export that ends at `end`. With `changed` it is the next export: that share differs, and so does the order.

    Every DTSTAMP is the moment of the export, as Outlook's and Google's are, so it differs in the next one.
    """
    head, write = DIALECTS[dialect]
    chance = random.Random(seed)
    entries = [*_series(chance, years, end), *_singles(chance, years, end)]
    stamp = end
    if changed:
        pick = random.Random(seed + 1)
        moved = set(pick.sample(range(len(entries)), max(1, round(len(entries) * changed))))
        entries = [_altered(entry) if at in moved else entry for at, entry in enumerate(entries)][::-1]
        stamp = end + timedelta(hours=1)
    with path.open("w", encoding="utf-8", newline="") as file:
        for block in (head, *(write(entry, stamp) for entry in entries), "END:VCALENDAR\n"):
            file.write("".join(_fold(line) for line in block.splitlines()))
    return path


def _altered(entry: Invented) -> Invented:
    return replace(entry, title=entry.title + " (ny tid)", minutes=entry.minutes + 15)


def _companies(chance: random.Random) -> list[tuple[str, tuple[tuple[str, str], ...], str]]:
    names = [f"{stem}{kind}" for stem in STEMS for kind in KINDS]
    chance.shuffle(names)
    return [
        (
            name.capitalize(),
            tuple(_person(chance, _ascii(name)) for _ in range(chance.randint(1, 6))),
            chance.choice(TOWNS),
        )
        for name in names[:180]
    ]


def _person(chance: random.Random, domain: str) -> tuple[str, str]:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    return f"{first} {last}", f"{_ascii(first)}.{_ascii(last)}@{domain}.example"


def _ascii(text: str) -> str:
    return text.lower().translate(str.maketrans("åäö", "aao"))


def _singles(chance: random.Random, years: int, end: datetime) -> Iterator[Invented]:
    companies = _companies(chance)
    colleagues = [_person(chance, "nordverk") for _ in range(12)]
    first = end - timedelta(days=365 * years - 90)  # three months lie ahead
    count = SINGLES_A_YEAR * years
    for number in range(count):
        day = (first + timedelta(days=(365 * years) * number / count)).astimezone(STOCKHOLM)
        start = datetime(day.year, day.month, day.day, chance.randint(8, 16), chance.choice((0, 30)), tzinfo=STOCKHOLM)
        company, people, town = chance.choice(companies)
        there = chance.random() < 0.08
        outside = chance.sample(people, min(len(people), chance.choice((1, 1, 2, 2, 3, 4))))
        inside = chance.sample(colleagues, chance.choice((0, 0, 1, 2, 3)))
        yield Invented(
            uid=f"{number:08d}{chance.getrandbits(96):024x}",
            start=start,
            minutes=90 if there else chance.choice((25, 30, 30, 30, 45, 60)),
            title=chance.choice(TITLES).format(c=company),
            place=f"{chance.choice(STREETS)} {chance.randint(1, 80)}, {town}" if there else "",
            human=chance.choice(HUMAN),
            people=(*outside, *inside),
            online=chance.random() < (0.7 if there else 0.85),
            private=chance.random() < 0.03,
            busy=chance.choice(("BUSY", "BUSY", "BUSY", "BUSY", "TENTATIVE", "FREE", "OOF")),
        )


def _series(chance: random.Random, years: int, end: datetime) -> Iterator[Invented]:
    companies = _companies(chance)
    rules = ("WEEKLY", "WEEKLY", "WEEKLY;INTERVAL=2", "MONTHLY;BYDAY=2TU", "DAILY;INTERVAL=7")
    for number in range(SERIES):
        begun = (end - timedelta(days=chance.randint(200, 365 * years))).astimezone(STOCKHOLM)
        start = datetime(begun.year, begun.month, 2 + number % 5, 8 + number % 8, 30, tzinfo=STOCKHOLM)
        company, people, _ = chance.choice(companies)
        rule = f"FREQ={chance.choice(rules)}"
        if "WEEKLY" in rule:
            rule += f";BYDAY={('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')[start.weekday()]}"
        weekly = rule.startswith("FREQ=WEEKLY;BYDAY")
        entry = Invented(
            uid=f"{number:04d}5e{chance.getrandbits(96):026x}",
            start=start,
            minutes=30,
            title=f"Löpande avstämning {company}",
            place="",
            human=chance.choice(HUMAN),
            people=people,
            online=True,
            private=number % 20 == 0,
            busy="BUSY",
            rule=rule,
            skipped=tuple(start + timedelta(weeks=step) for step in (6, 11, 19)) if weekly else (),
        )
        yield entry
        if weekly:
            yield _override(entry, start + timedelta(weeks=8), moved=timedelta(hours=2))
            yield _override(entry, start + timedelta(weeks=14), moved=timedelta(days=1))
            yield _override(entry, start + timedelta(weeks=17), moved=timedelta(0), cancelled=True)


def _override(entry: Invented, instead_of: datetime, *, moved: timedelta, cancelled: bool = False) -> Invented:
    title = f"Inställt: {entry.title}" if cancelled else f"{entry.title} (flyttad)"
    return replace(
        entry, start=instead_of + moved, instead_of=instead_of, rule="", skipped=(), title=title, cancelled=cancelled
    )


# --- how each vendor writes it ---------------------------------------------------------------------------------------


def _outlook(entry: Invented, stamp: datetime) -> str:
    zone = 'TZID="W. Europe Standard Time"'
    url, body = _teams(entry)
    lines = [
        "BEGIN:VEVENT",
        *(f'ATTENDEE;CN="{name}";RSVP=TRUE:mailto:{address}' for name, address in entry.people),
        f"CLASS:{'PRIVATE' if entry.private else 'PUBLIC'}",
        f"CREATED:{_utc(entry.start - timedelta(days=20))}",
        f"DESCRIPTION:{_escape(body)}",
        f"DTEND;{zone}:{_local(entry.start + timedelta(minutes=entry.minutes))}",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART;{zone}:{_local(entry.start)}",
        *(f"EXDATE;{zone}:{_local(when)}" for when in entry.skipped),
        f"LAST-MODIFIED:{_utc(entry.start - timedelta(days=2))}",
        f"LOCATION:{_escape(_joined(entry.place, 'Microsoft Teams-möte' if url else ''))}",
        f'ORGANIZER;CN="{OWNER[0]}":mailto:{OWNER[1]}',
        "PRIORITY:5",
        *((f"RECURRENCE-ID;{zone}:{_local(entry.instead_of)}",) if entry.instead_of else ()),
        *((f"RRULE:{entry.rule}",) if entry.rule else ()),
        f"SEQUENCE:{1 if entry.instead_of else 0}",
        f"SUMMARY;LANGUAGE=sv:{_escape(entry.title)}",
        f"TRANSP:{'TRANSPARENT' if entry.busy == 'FREE' else 'OPAQUE'}",
        f"UID:{OUTLOOK_UID}{entry.uid.upper()}000000001000000000000000",
        f"X-MICROSOFT-CDO-BUSYSTATUS:{entry.busy}",
        "X-MICROSOFT-CDO-IMPORTANCE:1",
        "X-MICROSOFT-DISALLOW-COUNTER:FALSE",
        "X-MS-OLK-AUTOFILLLOCATION:FALSE",
        "X-MS-OLK-CONFTYPE:0",
        *((f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{url}",) if url else ()),
        "BEGIN:VALARM",
        "TRIGGER:-PT15M",
        "ACTION:DISPLAY",
        "DESCRIPTION:Reminder",
        "END:VALARM",
        "END:VEVENT",
    ]
    return "\n".join(lines)


def _google(entry: Invented, stamp: datetime) -> str:
    zoned = bool(entry.rule)
    code = f"{entry.uid[-3:]}-{entry.uid[-7:-3]}-{entry.uid[-10:-7]}".translate(
        str.maketrans("0123456789", "ghijklmnop")
    )
    url = f"https://meet.google.com/{code}" if entry.online else ""
    body = entry.human + (MEET.format(url=url, phone=_digits(entry, 12), code=code) if url else "")

    def when(name: str, moment: datetime) -> str:
        return f"{name};TZID=Europe/Stockholm:{_local(moment)}" if zoned else f"{name}:{_utc(moment)}"

    lines = [
        "BEGIN:VEVENT",
        when("DTSTART", entry.start),
        when("DTEND", entry.start + timedelta(minutes=entry.minutes)),
        *((f"RRULE:{entry.rule}",) if entry.rule else ()),
        *(f"EXDATE;TZID=Europe/Stockholm:{_local(skipped)}" for skipped in entry.skipped),
        f"DTSTAMP:{_utc(stamp)}",
        f"ORGANIZER;CN={OWNER[0]}:mailto:{OWNER[1]}",
        f"UID:{entry.uid[-26:]}@google.com",
        *(
            f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN={name};X-NUM-GUESTS=0:mailto:{address}"
            for name, address in (OWNER, *entry.people)
        ),
        *((f"X-GOOGLE-CONFERENCE:{url}",) if url else ()),
        *((f"RECURRENCE-ID;TZID=Europe/Stockholm:{_local(entry.instead_of)}",) if entry.instead_of else ()),
        *(("CLASS:PRIVATE",) if entry.private else ()),
        f"CREATED:{_utc(entry.start - timedelta(days=20))}",
        f"DESCRIPTION:{_escape(body)}",
        f"LAST-MODIFIED:{_utc(entry.start - timedelta(days=2))}",
        f"LOCATION:{_escape(entry.place)}",
        "SEQUENCE:0",
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
        f"SUMMARY:{_escape(entry.title)}",
        f"TRANSP:{'TRANSPARENT' if entry.busy == 'FREE' else 'OPAQUE'}",
        "END:VEVENT",
    ]
    return "\n".join(lines)


def _exchange(entry: Invented, stamp: datetime) -> str:
    zone = "TZID=W. Europe Standard Time"
    url, body = _teams(entry)
    place = _joined(entry.place, "Microsoft Teams Meeting" if url else "")
    picked = [{"DisplayName": part, "LocationAnnotation": "", "LocationUri": ""} for part in place.split("; ") if part]
    lines = [
        "BEGIN:VEVENT",
        f"ORGANIZER;CN={OWNER[0]}:mailto:{OWNER[1]}",
        *(
            f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN={name}:mailto:{address}"
            for name, address in entry.people
        ),
        f"DESCRIPTION;LANGUAGE=sv-SE:{_escape(body)}",
        *((f"RRULE:{entry.rule}",) if entry.rule else ()),
        *(f"EXDATE;{zone}:{_local(when)}" for when in entry.skipped),
        f"UID:{OUTLOOK_UID}{entry.uid.upper()}000000001000000000000000",
        *((f"RECURRENCE-ID;{zone}:{_local(entry.instead_of)}",) if entry.instead_of else ()),
        f"SUMMARY;LANGUAGE=sv-SE:{_escape(entry.title)}",
        f"DTSTART;{zone}:{_local(entry.start)}",
        f"DTEND;{zone}:{_local(entry.start + timedelta(minutes=entry.minutes))}",
        f"CLASS:{'PRIVATE' if entry.private else 'PUBLIC'}",
        "PRIORITY:5",
        f"DTSTAMP:{_utc(stamp)}",
        f"TRANSP:{'TRANSPARENT' if entry.busy == 'FREE' else 'OPAQUE'}",
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
        "SEQUENCE:0",
        f"LOCATION;LANGUAGE=sv-SE:{_escape(place)}",
        "X-MICROSOFT-CDO-APPT-SEQUENCE:0",
        f"X-MICROSOFT-CDO-BUSYSTATUS:{entry.busy}",
        "X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY",
        "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE",
        "X-MICROSOFT-CDO-IMPORTANCE:1",
        f"X-MICROSOFT-CDO-INSTTYPE:{1 if entry.rule else 0}",
        *((f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{url}",) if url else ()),
        "X-MICROSOFT-DONOTFORWARDMEETING:FALSE",
        "X-MICROSOFT-DISALLOW-COUNTER:FALSE",
        "X-MICROSOFT-REQUESTEDATTENDANCEMODE:DEFAULT",
        *((f"X-MICROSOFT-LOCATIONS:{_escape(json.dumps(picked, ensure_ascii=False))}",) if picked else ()),
        "BEGIN:VALARM",
        "DESCRIPTION:REMINDER",
        "TRIGGER;RELATED=START:-PT15M",
        "ACTION:DISPLAY",
        "END:VALARM",
        "END:VEVENT",
    ]
    return "\n".join(lines)


def _teams(entry: Invented) -> tuple[str, str]:
    """The join link and the body around it, empty and bare without an online room."""
    if not entry.online:
        return "", entry.human
    thread = entry.uid * 2
    digits = _digits(entry, 12)
    tenant, org = "6f2a1c50-7c1e-4e57-9c3b-0a4f1f5d7e21", "0b6a9d1e-52c7-4a83-b1d4-9f3e8c2a7d60"
    long = entry.start.year < 2025
    url = f"https://teams.microsoft.com/meet/3{digits}?p={entry.uid[-18:]}"
    if long:
        url = (
            f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{thread[:48]}%40thread.v2/0"
            f"?context=%7b%22Tid%22%3a%22{tenant}%22%2c%22Oid%22%3a%22{org}%22%7d"
        )
    block = TEAMS_EN if entry.human.startswith("Hi") else TEAMS_2022 if long else TEAMS_2025
    return url, entry.human + block.format(
        url=url,
        id=f"3{digits[:2]} {digits[2:5]} {digits[5:8]} {digits[8:11]}",
        code=entry.uid[-6:],
        phone=digits[:9],
        org=org,
        tenant=tenant,
        thread=thread[:48],
    )


OUTLOOK_HEAD = (
    "BEGIN:VCALENDAR\nPRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\nVERSION:2.0\nMETHOD:PUBLISH\n"
    "X-CALSTART:20211101T070000Z\nX-WR-RELCALID:{0000002E-1B2F-4A5C-8D3E-6F7081920A1B}\n"
    f"X-WR-CALNAME:{OWNER[0]}\nX-PRIMARY-CALENDAR:TRUE\n{ZONE_RULES}"
)
GOOGLE_HEAD = (
    "BEGIN:VCALENDAR\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\nVERSION:2.0\nCALSCALE:GREGORIAN\n"
    f"METHOD:PUBLISH\nX-WR-CALNAME:{OWNER[1]}\nX-WR-TIMEZONE:Europe/Stockholm\n{IANA_ZONE}"
)
EXCHANGE_HEAD = (
    "BEGIN:VCALENDAR\nMETHOD:PUBLISH\nPRODID:Microsoft Exchange Server 2010\nVERSION:2.0\n"
    f"X-WR-CALNAME:Kalender\n{ZONE_RULES}"
)
DIALECTS: dict[str, tuple[str, Callable[[Invented, datetime], str]]] = {
    "outlook": (OUTLOOK_HEAD, _outlook),
    "google": (GOOGLE_HEAD, _google),
    "exchange": (EXCHANGE_HEAD, _exchange),
}


def _joined(place: str, placeholder: str) -> str:
    return "; ".join(part for part in (place, placeholder) if part)


def _digits(entry: Invented, count: int) -> str:
    return str(int(entry.uid, 16))[-count:].zfill(count)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _local(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S")


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> str:
    """Folded at 75 bytes, never inside a letter."""
    if len(line) <= 60:
        return line + "\r\n"
    if line.isascii():
        return line[:75] + "".join("\r\n " + line[at : at + 74] for at in range(75, len(line), 74)) + "\r\n"
    pieces, width = [""], 0
    for letter in line:
        size = len(letter.encode())
        if width + size > 75:
            pieces.append(" ")
            width = 1
        pieces[-1] += letter
        width += size
    return "\r\n".join(pieces) + "\r\n"


__all__ = ["DIALECTS", "write_export"]
