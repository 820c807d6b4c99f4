"""What is written to a Google calendar: a meeting becomes a visit, travel is set aside, and both are taken back.

https://developers.google.com/workspace/calendar/api/v3/reference/events/patch. A patch changes what is named and no more; it
says which version it is for, whom Google mails, and that conferences count, or Google would add a Meet of its own.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5
from zoneinfo import ZoneInfo

from connectors.causes import Cause
from connectors.conferencing import is_html
from connectors.errors import Changed, NotThere, Refused
from connectors.google.api import Google, GoogleError, meaning, read_json
from connectors.google.meetings import CANCELLED, read_event
from connectors.google.wire import EVENT, Event, Wire
from connectors.meetings import AttendeeKind, Meeting, Person
from connectors.mime import write_draft
from connectors.texts import with_text, without_text
from connectors.writing import Before, Hold, Made, MeetingDraft, Standing, Written, is_as_drafted

PRIMARY = "primary"
MARK = "kanelbulle"  # names our own events, for us alone
LONGEST_PLACE = 255
ALL, NOBODY = "all", "none"  # sendUpdates
FIELDS = f"{EVENT},etag,guestsCanModify,locked"
DRAFTS = "https://mail.google.com/mail/#drafts"


class Standings(Event, frozen=True):
    """An event with what a write needs to know."""

    etag: str | None = None
    guests_can_modify: bool | None = None
    locked: bool | None = None


class _Made(Wire, frozen=True):
    id: str
    status: str | None = None
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """One account's calendar, and by another grant its drafts of mail."""

    google: Google
    drafting: Google
    owner: str
    zone: ZoneInfo

    def stands(self, uid: str, recurrence_id: datetime | None) -> Standing:
        """Raises NotThere."""
        return self._read(self._event(uid if recurrence_id is None else self._instance(uid, recurrence_id)))

    def convert(self, standing: Standing, draft: MeetingDraft) -> Written:
        """Raises Changed where the meeting is no longer as it stood and not yet as drafted."""
        if not standing.mine:
            raise Refused("only the organiser may change a meeting")
        change = self._at(draft.start, draft.end, draft.place.text)
        content = with_text(standing.body, standing.body_kind, draft.text)
        if content != standing.body:
            change["description"] = content
        if not draft.keep_online and standing.join_url:
            change["conferenceData"] = None
        try:
            self._patch(standing.handle, change, tag=standing.version, mail=ALL)
        except Changed:
            if not is_as_drafted(self._read(self._event(standing.handle)), draft):
                raise
        now = self._read(self._event(standing.handle))
        if not is_as_drafted(now, draft):
            raise Changed("the meeting was changed again at once")
        return Written(now.version, now.meeting.online is not None)

    def restore(self, standing: Standing, before: Before) -> Written:
        change = self._at(before.start, before.end, before.place)
        content = without_text(standing.body, standing.body_kind, before.text)
        if content != standing.body:
            change["description"] = content
        if before.was_online and standing.meeting.online is None:
            key = {"type": "hangoutsMeet"}
            change["conferenceData"] = {"createRequest": {"requestId": str(uuid4()), "conferenceSolutionKey": key}}
        self._patch(standing.handle, change, tag=standing.version, mail=ALL)
        now = self._read(self._event(standing.handle))
        return Written(now.version, now.meeting.online is not None)

    def propose(self, standing: Standing, *, start: datetime, end: datetime, comment: str) -> None:
        """Google has no way to: a message helps."""
        raise Refused("no other time can be proposed here")

    def hold(self, hold: Hold) -> Made:
        """Under an id of its own, so that it is there once."""
        name = hold_id(hold.key)
        body = {
            "id": name,
            "summary": hold.title,
            "start": self._moment(hold.start),
            "end": self._moment(hold.end),
            "visibility": "private",
            "transparency": "opaque",
            "reminders": {"useDefault": False},
            "extendedProperties": {"private": {MARK: "travel"}},
        }
        request = self.google.events.insert(
            calendarId=PRIMARY, body=body, sendUpdates=NOBODY, conferenceDataVersion=1, fields="id,status,etag"
        )
        try:
            made: _Made = read_json(self.google.try_asking(request), _Made)
        except GoogleError as error:
            if error.status != 409:
                raise meaning(error) from error
            made = self._made(name)
            if made.status == CANCELLED:
                raise NotThere("the time set aside was made once and is gone") from error
        return Made(made.id, made.etag or "")

    def move_hold(self, made: Made, *, start: datetime, end: datetime) -> Made:
        if self._made(made.handle).status == CANCELLED:
            raise NotThere("the time set aside is gone")
        self._patch(made.handle, {"start": self._moment(start), "end": self._moment(end)}, mail=NOBODY)
        return made

    def remove_hold(self, made: Made) -> None:
        try:
            self.google.ask(self.google.events.delete(calendarId=PRIMARY, eventId=made.handle, sendUpdates=NOBODY))
        except NotThere:
            return

    def draft_mail(self, *, to: tuple[Person, ...], subject: str, body: str) -> str:
        raw = base64.urlsafe_b64encode(write_draft(to, subject, body)).decode()
        request = self.drafting.mail.drafts().create(userId="me", body={"message": {"raw": raw}}, fields="id")
        self.drafting.ask_once(request)
        return DRAFTS

    def _event(self, name: str) -> Standings:
        request = self.google.events.get(calendarId=PRIMARY, eventId=name, fields=FIELDS)
        event: Standings = read_json(self.google.ask(request), Standings)
        if event.status == CANCELLED:
            raise NotThere("the meeting is gone")
        return event

    def _made(self, name: str) -> _Made:
        request = self.google.events.get(calendarId=PRIMARY, eventId=name, fields="id,status,etag")
        made: _Made = read_json(self.google.ask(request), _Made)
        return made

    def _instance(self, uid: str, recurrence_id: datetime) -> str:
        """An instance's id is its series' and when it was to be; a day for one that takes whole days."""
        request = self.google.events.get(calendarId=PRIMARY, eventId=uid, fields="id,start")
        series: Event = read_json(self.google.ask(request), Event)
        if series.start and series.start.date:
            return f"{uid}_{recurrence_id.astimezone(self.zone):%Y%m%d}"
        return f"{uid}_{recurrence_id.astimezone(UTC):%Y%m%dT%H%M%SZ}"

    def _read(self, event: Standings) -> Standing:
        try:
            meeting = read_event(event, owner=self.owner, zone=self.zone)
        except Cause as cause:
            raise NotThere(str(cause)) from cause
        organizer = event.organizer
        content = event.description or ""
        link = event.hangout_link or _video(event)
        return Standing(
            meeting=meeting,
            handle=event.id,
            version=event.etag or "",
            mine=bool(organizer is None or organizer.is_self) and not event.locked,
            mailed=_mailed(meeting, self.owner),
            takes_proposals=False,
            can_leave_screen=meeting.online is None or bool(link),
            join_url=link,
            body=content,
            body_kind="html" if is_html(content) else "text",
            place=event.location or "",
        )

    def _patch(self, name: str, change: Mapping[str, Any], *, tag: str = "", mail: str) -> None:
        request = self.google.events.patch(
            calendarId=PRIMARY, eventId=name, body=dict(change), sendUpdates=mail, conferenceDataVersion=1, fields="id"
        )
        self.google.ask(request, tag=tag)

    def _at(self, start: datetime, end: datetime, place: str) -> dict[str, Any]:
        """A patch keeps what it does not name: the day of what took whole days is taken away."""
        return {
            "start": {**self._moment(start), "date": None},
            "end": {**self._moment(end), "date": None},
            "location": place[:LONGEST_PLACE],
        }

    def _moment(self, moment: datetime) -> dict[str, str]:
        return {"dateTime": moment.astimezone(self.zone).isoformat(timespec="seconds"), "timeZone": self.zone.key}


def hold_id(key: str) -> str:
    """0-9 and a-v, five letters or more: https://developers.google.com/workspace/calendar/api/v3/reference/events/insert"""
    return base64.b32hexencode(uuid5(NAMESPACE_URL, f"kanelbulle:{key}").bytes).decode().rstrip("=").lower()


def _video(event: Event) -> str:
    points = (event.conference_data.entry_points or []) if event.conference_data else []
    return next((one.uri or "" for one in points if one.entry_point_type == "video"), "")


def _mailed(meeting: Meeting, owner: str) -> tuple[Person, ...]:
    """Everybody in it but the seller and the rooms."""
    people = [one.person for one in meeting.attendees if one.kind is not AttendeeKind.RESOURCE]
    return tuple(one for one in people if one.address != owner)
