"""Small calendar files for the page to read: Astrid's, and one whose every word is hostile."""

from datetime import UTC, datetime, timedelta

from tests.world import ASTRID, KARIN, NOW

HOSTILE = "<script>alert(1)</script>\u202eabc\u2069'\"&{{7*7}}"


def calendar(*events: str, name: str = "astrid@nordverk.example") -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Test//EN",
        f"X-WR-CALNAME:{name}",
        *events,
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode()


def event(
    uid: str,
    start: datetime,
    *,
    minutes: int = 27,
    title: str = "Avstämning",
    guest: str = KARIN.address,
    guest_name: str = KARIN.name,
    location: str = "Microsoft Teams Meeting",
    organizer: str = ASTRID.address,
    more: str = "",
) -> str:
    return "\r\n".join(
        (
            "BEGIN:VEVENT",
            f"UID:{uid}",
            "DTSTAMP:20260101T000000Z",
            f"DTSTART:{_utc(start)}",
            f"DTEND:{_utc(start + timedelta(minutes=minutes))}",
            f"SUMMARY:{title}",
            f"LOCATION:{location}",
            f'ORGANIZER;CN="{ASTRID.name}":mailto:{organizer}',
            f'ATTENDEE;CN="{ASTRID.name}";PARTSTAT=ACCEPTED:mailto:{ASTRID.address}',
            f'ATTENDEE;CN="{guest_name}";PARTSTAT=ACCEPTED:mailto:{guest}',
            "DESCRIPTION:Join: https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0",
            *([more] if more else []),
            "END:VEVENT",
        )
    )


def bruket(
    *, title: str = "Avstämning", guest_name: str = KARIN.name, location: str = "Microsoft Teams Meeting"
) -> bytes:
    """Seven calls with Bruket in a year, and one coming."""
    days = (-330, -290, -240, -190, -120, -60, -12, 17)
    events = [
        event(f"m{day}", NOW + timedelta(days=day, hours=1), title=title, guest_name=guest_name, location=location)
        for day in days
    ]
    return calendar(*events)


def hostile() -> bytes:
    """Titles, places and names as somebody who means harm would write them."""
    name = HOSTILE.replace('"', "")
    private = event("secret", NOW + timedelta(days=3), title="Hemligt", more="CLASS:PRIVATE")
    broken = "BEGIN:VEVENT\r\nUID:<b>bad</b>\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:never\r\nSUMMARY:x\r\nEND:VEVENT"
    with_words = bruket(title=HOSTILE, guest_name=name, location=HOSTILE)
    return with_words.replace(b"END:VCALENDAR", f"{private}\r\n{broken}\r\nEND:VCALENDAR".encode())


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
