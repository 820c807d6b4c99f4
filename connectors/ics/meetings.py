"""An entry of a calendar file as a Meeting. Pure: values in, values out.

RFC 5545 for the standard properties, [MS-OXCICAL] for the X-MICROSOFT- ones.
"""

import re
from datetime import datetime, timedelta

from icalendar.prop import vDuration

from connectors.conferencing import Body, is_html, read_body
from connectors.copies import shared_uid
from connectors.ics.entries import Entry
from connectors.ics.lines import SENSITIVITY, unescape
from connectors.ics.people import read_attendees, read_person
from connectors.ics.places import read_places
from connectors.ics.rooms import online_room
from connectors.meetings import Attendance, Meeting, ShownAs
from connectors.places import rooms
from connectors.titles import clean, is_called_off, read_title

LONGEST_HUMAN_TEXT = 4_000

SAYS_PRIVATE = ("CLASS", "X-CALENDARSERVER-ACCESS", SENSITIVITY)
NOT_PRIVATE = frozenset({"", "PUBLIC", "DEFAULT", "NORMAL", "0"})
BUSY = {
    "FREE": ShownAs.FREE,
    "TENTATIVE": ShownAs.TENTATIVE,
    "BUSY": ShownAs.BUSY,
    "OOF": ShownAs.OUT_OF_OFFICE,
    "WORKINGELSEWHERE": ShownAs.ELSEWHERE,
}
ATTENDANCE = {"INPERSON": Attendance.IN_PERSON, "ONLINE": Attendance.ONLINE, "VIRTUAL": Attendance.ONLINE}

NOTHING_WRITTEN = Body(None, "", "")


def is_private(entry: Entry, master: Entry | None = None) -> bool:
    """Whether nobody but its owner should know of it. An override is as its series is unless it says PUBLIC itself."""
    for name in SAYS_PRIVATE:
        if entry.text(name).strip().upper() not in NOT_PRIVATE:  # an unknown word counts as private too
            return True
    return master is not None and "CLASS" not in entry.lines and is_private(master)


def read_meeting(entry: Entry, start: datetime, end: datetime) -> Meeting:
    """The meeting an entry tells of, at the time given."""
    title = read_title(entry.text("SUMMARY"))
    attendees, nameless = read_attendees(entry.all("ATTENDEE"))
    organizer = entry.all("ORGANIZER")
    places, placed = read_places(entry, rooms(attendees))
    body = _body(entry)
    return Meeting(
        uid=entry.uid,
        start=start,
        end=end,
        title=title,
        all_day=_is_all_day(entry),
        cancelled=_is_cancelled(entry, title),
        organizer=read_person(organizer[0]) if organizer else None,
        attendees=attendees,
        omitted=entry.omitted + nameless,
        shown_as=_shown_as(entry),
        places=places,
        online=online_room(entry, placed, body.online),
        attendance=_attendance(entry),
        travel=_travel(entry),
        human_text=body.human_text[:LONGEST_HUMAN_TEXT],
        language=body.language,
        shared_uid=shared_uid(entry.uid),
    )


def _is_all_day(entry: Entry) -> bool:
    return not isinstance(entry.start, datetime) or entry.text("X-MICROSOFT-CDO-ALLDAYEVENT").strip().upper() == "TRUE"


def _is_cancelled(entry: Entry, title: str) -> bool:
    if entry.method == "CANCEL" or entry.text("STATUS").strip().upper() == "CANCELLED":
        return True
    return is_called_off(title)


def _shown_as(entry: Entry) -> ShownAs:
    said = BUSY.get(entry.text("X-MICROSOFT-CDO-BUSYSTATUS").strip().upper())
    if said:
        return said
    if entry.text("TRANSP").strip().upper() == "TRANSPARENT":
        return ShownAs.FREE
    return ShownAs.TENTATIVE if entry.text("STATUS").strip().upper() == "TENTATIVE" else ShownAs.BUSY


def _attendance(entry: Entry) -> Attendance | None:
    said = entry.text("X-MICROSOFT-REQUESTEDATTENDANCEMODE").upper()
    return ATTENDANCE.get(re.sub("[^A-Z]", "", said)) if said else None


def _travel(entry: Entry) -> timedelta | None:
    """The time Apple's calendar sets aside for the way there."""
    said = entry.text("X-APPLE-TRAVEL-DURATION")
    if not said:
        return None
    try:
        length = vDuration(said.strip()).td
    except ValueError:
        return None
    return length if timedelta(0) < length < timedelta(days=2) else None


def _body(entry: Entry) -> Body:
    """DESCRIPTION, or Outlook's HTML where only that says something or only that holds the join link."""
    plain = clean(entry.text("DESCRIPTION"))
    html = clean(unescape(entry.text("X-ALT-DESC")))
    body = read_body(plain, html=is_html(plain)) if plain.strip() else NOTHING_WRITTEN
    if html and (body is NOTHING_WRITTEN or (body.online is None and "http" in html)):
        richer = read_body(html, html=True)
        if body is NOTHING_WRITTEN or richer.online:
            return richer
    return body
