"""What Google's add-on platform posts: the event objects of its calendar, as documents and a capture of the field have them.

https://developers.google.com/workspace/add-ons/concepts/event-objects
"""

from typing import Any

from tests.world import ASTRID, KARIN, PER

Json = dict[str, Any]
PREFIX = "https://www.googleapis.com/auth/"
EXECUTE, READ, WHO, LOCALE = (
    PREFIX + one
    for one in ("calendar.addons.execute", "calendar.addons.current.event.read", "userinfo.email", "script.locale")
)
MEETING, SERIES = "k2meetcalevemple000000ab02", "k6seriesevemple0000000af06"
ROOM = "c_188bruket@resource.calendar.google.com"


def home(
    *, user: str = "", system: str = "", scopes: tuple[str, ...] = (EXECUTE, READ, WHO, LOCALE), **more: Any
) -> Json:
    """The add-on is opened with no event beside it. `user` and `system` are the tokens that come along."""
    tokens = {"userOAuthToken": "ya29.a0-only-for-this-request", "userIdToken": user, "systemIdToken": system}
    return {
        "commonEventObject": {
            "hostApp": "CALENDAR",
            "platform": "WEB",
            "userLocale": "sv-SE",
            "timeZone": {"id": "Europe/Stockholm", "offset": 3600000},
        },
        "authorizationEventObject": {
            **{name: token for name, token in tokens.items() if token},
            "authorizedScopes": list(scopes),
        },
        **more,
    }


def opened(*, ident: str = MEETING, organizer: str = ASTRID.address, mine: str = ASTRID.address, **more: Any) -> Json:
    """An event is opened beside the add-on: the seller's own, or with another `organizer` one to which they are invited."""
    return {"clientPlatform": "web", "hostApp": "calendar", **home(**more), "calendar": _event(ident, organizer, mine)}


def invited(**more: Any) -> Json:
    return opened(organizer=KARIN.address, **more)


def opened_of_series(**more: Any) -> Json:
    asked = opened(ident=f"{SERIES}_20261210T080000Z", **more)
    asked["calendar"]["recurringEventId"] = SERIES
    return asked


def opened_without_people(**more: Any) -> Json:
    """Nobody has let the add-on read the open event: who is in it is left out, and the locale with it."""
    asked = opened(**{"scopes": (EXECUTE, WHO), **more})
    asked["commonEventObject"] = {"hostApp": "CALENDAR", "platform": "WEB"}
    kept = {name: asked["calendar"][name] for name in ("id", "calendarId", "organizer")}
    return {**asked, "calendar": {**kept, "capabilities": {}}}


def opened_unsaved(**more: Any) -> Json:
    """Somebody is writing a new event."""
    asked = opened(**more)
    del asked["calendar"]["id"]
    return asked


def pressed(parameters: Json, *, inputs: Json | None = None, **more: Any) -> Json:
    """A button beside an open event: `parameters` stood on it, `inputs` are the fields of its form (see `texts`, `day`)."""
    asked = opened(**more)
    asked["commonEventObject"] |= {"parameters": parameters, **({"formInputs": inputs} if inputs else {})}
    return asked


def texts(*values: str) -> Json:
    return {"stringInputs": {"value": list(values)}}


def day(milliseconds: int | str) -> Json:
    """Midnight in UTC: a number on one page of theirs, its digits on another."""
    return {"dateInput": {"msSinceEpoch": milliseconds}}


def _event(ident: str, organizer: str, mine: str) -> Json:
    people = [(ASTRID.address, ASTRID.name), (KARIN.address, KARIN.name), (PER.address, PER.name)]
    return {
        "id": ident,
        "calendarId": mine,
        "organizer": {"email": organizer},
        "attendees": [
            *(
                {
                    "email": address,
                    **({"self": True} if address == mine else {"displayName": name}),
                    **({"organizer": True} if address == organizer else {}),
                    "responseStatus": "accepted" if address == organizer else "needsAction",
                }
                for address, name in people
            ),
            {"email": ROOM, "displayName": "Stora rummet", "resource": True, "responseStatus": "accepted"},
        ],
        "conferenceData": {
            "conferenceId": "abc-defg-hij",
            "conferenceSolution": {"key": {"type": "hangoutsMeet"}, "name": "Google Meet"},
            "entryPoints": [{"entryPointType": "video", "uri": "https://meet.google.com/abc-defg-hij"}],
        },
        "capabilities": {
            "canSeeAttendees": True,
            "canAddAttendees": organizer == mine,
            "canSeeConferenceData": True,
            "canSetConferenceData": organizer == mine,
            "canAddAttachments": organizer == mine,
        },
    }
