"""Writes diary entries as Outlook exports a calendar: Windows zone names, X-MICROSOFT-*, a Teams block in every body.

https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxcical
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone, vCalAddress, vRecur, vText

from connectors.demo.blocks import WORDINGS, teams_block, teams_link, webinar_text
from connectors.demo.cast import Seller
from connectors.demo.diary import STOCKHOLM, Entry
from connectors.meetings import Person

ZONE = "W. Europe Standard Time"
ZONE_RULES = f"""BEGIN:VTIMEZONE
TZID:{ZONE}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
ROOMS = {"Rum Äpplet": "rum.applet", "Rum Päronet": "rum.paronet"}
BUSY = {"cancelled": "FREE", "declined": "FREE", "free": "FREE", "away": "OOF"}


def write_calendar(seller: Seller, entries: Iterable[Entry]) -> bytes:
    """The whole file."""
    calendar = Calendar()
    calendar.add("prodid", "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", seller.name)
    calendar.add_component(Timezone.from_ical(ZONE_RULES))
    for entry in entries:
        calendar.add_component(_event(seller, entry))
        for original, start in entry.moved:
            calendar.add_component(_moved(seller, entry, original, start))
    return bytes(calendar.to_ical())


def _event(seller: Seller, entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", datetime.combine(entry.start, entry.start.time(), UTC) - timedelta(days=20))
    event.add("summary", entry.title)
    _add_times(event, entry)
    booking = entry.booking
    if booking.status == "cancelled":
        event.add("status", "CANCELLED")
    event.add("class", "PRIVATE" if booking.status == "private" else "PUBLIC")
    event.add("x-microsoft-cdo-busystatus", "BUSY" if entry.travel else BUSY.get(booking.status, "BUSY"))
    if not entry.travel:
        _add_people(event, seller, entry)
        _add_whereabouts(event, entry)
    return event


def _moved(seller: Seller, entry: Entry, original: datetime, start: datetime) -> Event:
    event = _event(seller, entry)
    for name in ("RRULE", "EXDATE", "DTSTART", "DTEND"):
        event.pop(name, None)
    _add_time(event, "recurrence-id", original)
    _add_time(event, "dtstart", start)
    _add_time(event, "dtend", start + (entry.end - entry.start))
    return event


def _add_times(event: Event, entry: Entry) -> None:
    if entry.booking.all_day and not entry.travel:
        event.add("dtstart", entry.start.date())
        event.add("dtend", entry.end.date())
        event.add("x-microsoft-cdo-alldayevent", "TRUE")
        return
    _add_time(event, "dtstart", entry.start)
    _add_time(event, "dtend", entry.end)
    if entry.last:
        until = entry.last.replace(tzinfo=STOCKHOLM).astimezone(UTC)
        days = ",".join(entry.booking.repeats)
        rule = f"FREQ=WEEKLY;UNTIL={until:%Y%m%dT%H%M%SZ};INTERVAL={entry.booking.every};BYDAY={days};WKST=MO"
        event.add("rrule", vRecur.from_ical(rule))
    for skipped in entry.skipped:
        event.add("exdate", [skipped], parameters={"TZID": ZONE})


def _add_time(event: Event, name: str, wall_time: datetime) -> None:
    event.add(name, wall_time, parameters={"TZID": ZONE})


def _add_people(event: Event, seller: Seller, entry: Entry) -> None:
    booking, company = entry.booking, entry.company
    organizer = company.person(booking.by) if booking.by else seller.person
    people = [company.person(key) for key in booking.people]
    people += [seller.colleague(key) for key in booking.colleagues]
    people += [Person(address) for address in company.guests]
    people += [Person(f"deltagare{number}@{company.domain}") for number in range(1, company.crowd + 1)]
    if not people:
        return
    event.add("organizer", _address(organizer))
    for person in people:
        if person != organizer:
            event.add("attendee", _address(person, ROLE="REQ-PARTICIPANT", PARTSTAT="ACCEPTED"))
    if booking.by:
        answer = "DECLINED" if booking.status == "declined" else "ACCEPTED"
        event.add("attendee", _address(seller.person, ROLE="REQ-PARTICIPANT", PARTSTAT=answer))
    if booking.room:
        room = Person(f"{ROOMS[booking.room]}@{seller.domain}", f"{seller.company} {booking.room}")
        event.add("attendee", _address(room, CUTYPE="ROOM", ROLE="NON-PARTICIPANT", PARTSTAT="ACCEPTED"))


def _address(person: Person, **parameters: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.address}")
    if person.name:
        address.params["CN"] = vText(person.name)
    for name, value in parameters.items():
        address.params[name] = vText(value)
    return address


def _add_whereabouts(event: Event, entry: Entry) -> None:
    """Place, link and body. Two attendees are enough for Teams to add its block, wherever people mean to sit."""
    booking = entry.booking
    language = entry.company.language
    places = [place for place in (booking.room, booking.place) if place]
    body = [entry.text] if entry.text else []
    linked = booking.link and not booking.webinar and "ATTENDEE" in event
    if linked:
        places.append(WORDINGS[language].title)
        body.append(teams_block(entry.uid, language))
        event.add("x-microsoft-skypeteamsmeetingurl", teams_link(entry.uid))
    if booking.webinar:
        body.append(webinar_text(entry.uid))
    if places:
        event.add("location", "; ".join(places))
    if body:
        event.add("description", "\n\n".join(body))
