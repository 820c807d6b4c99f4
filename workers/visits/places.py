"""Where a customer sits: from the seller, an earlier visit, the meeting or the CRM; never from the company's name."""

# ruff: noqa: SIM905 - tables of words, a line of text being easier to keep than a list of strings

import math
import re
from collections.abc import Iterator

from connectors.meetings import Meeting, Place, PlaceKind
from connectors.routing.geocoder import Position
from workers.relationships.accounts import Account
from workers.relationships.modality import Modality, Whose
from workers.relationships.relationship import Relationship
from workers.relationships.touchpoints import Touchpoint
from workers.visits.tidy import tidy
from workers.visits.towns import is_room, is_town, town_of
from workers.visits.visit import VisitPlace

LONGEST = 200
MET = frozenset({Modality.IN_PERSON, Modality.HYBRID})
NOWHERE = frozenset(
    "kontoret|hemma|hos oss|hos er|hos dem|hos kund|hos kunden|på plats|hos dig|hos mig|besök|tba|tbd|tbc|?|-|digitalt|"
    "online|distans|på distans|telefon|phone|skype|teams|zoom|meet|the office|office|home|at home|your office|our office|"
    "on site|onsite|on-site|hos dere|hos jer|hos os|hjemme|kontor|toimisto|toimistolla|etänä|teillä|meillä|büro|"
    "bei ihnen|bei uns|vor ort|lunch|fika".split("|")
)
LINK = re.compile(r"://|\bwww\.|\bteams\b.*\b(?:meeting|möte|møte|møde|kokous|besprechung)\b", re.IGNORECASE)
PHONE = re.compile(r"\+?[\d\s().\-/]{6,}")


def where(
    relationship: Relationship, coming: Touchpoint | None = None, meeting: Meeting | None = None
) -> VisitPlace | None:
    """Where to go, the best-known source first; None when nobody has told. `coming` is the meeting to turn into a
    visit, `meeting` the same one as the calendar has it."""
    return next(_known(relationship, coming, meeting), None)


def _known(relationship: Relationship, coming: Touchpoint | None, meeting: Meeting | None) -> Iterator[VisitPlace]:
    account = relationship.account
    if said := tidy(account.said_place, LONGEST):
        yield VisitPlace(said, "seller", town=_town(said, "", account))
    for place in _earlier(relationship):
        yield from _from_place(place, "earlier_visit", account)
    for place in _in_meeting(coming, meeting):
        yield from _from_place(place, "meeting", account)
    if address := tidy(account.address, LONGEST):
        yield VisitPlace(address, "crm", town=_town(address, "", account))


def _earlier(relationship: Relationship) -> Iterator[Place]:
    """Where they have met at the customer's before, the latest first."""
    if relationship.last_place:
        yield relationship.last_place
    for touchpoint in reversed(relationship.past):
        if touchpoint.place and touchpoint.whose is Whose.CUSTOMER and touchpoint.modality in MET:
            yield touchpoint.place


def _in_meeting(coming: Touchpoint | None, meeting: Meeting | None) -> Iterator[Place]:
    """Places of the coming meeting that are the customer's: judged so, or an address the customer wrote."""
    if coming is None or coming.whose in (Whose.OWN, Whose.THIRD):
        return
    places = ((coming.place,) if coming.place else ()) + (meeting.places if meeting else ())
    for place in places:
        if coming.whose is Whose.CUSTOMER or (not coming.ours and (place.street or town_of(place.text))):
            yield place


def _from_place(place: Place, source: str, account: Account) -> Iterator[VisitPlace]:
    text = _written(place)
    if not text or not _is_destination(place, text):
        return
    lat, lon = _coordinates(place)
    position = Position(lat, lon) if lat is not None and lon is not None else None
    yield VisitPlace(text, source, position, town=_town(text, place.city, account))


def _written(place: Place) -> str:
    """The place as written, with its structured address behind it when the text does not hold it already."""
    text = tidy(place.text, LONGEST)
    town = " ".join(part for part in (place.postal_code, place.city) if part)
    address = tidy(", ".join(part for part in (place.street, town) if part), LONGEST)
    known = text.casefold()
    told = [part for part in (place.street, place.city) if part and tidy(part, LONGEST).casefold() not in known]
    return tidy(", ".join(part for part in (text, address) if part), LONGEST) if told else text


def _is_destination(place: Place, text: str) -> bool:
    """A room, a link, a phone number and "hos er" are no place to travel to; a room with an address or a position is."""
    if place.street or place.city or _coordinates(place) != (None, None):
        return True
    if place.kind is PlaceKind.ROOM or LINK.search(text) or PHONE.fullmatch(text):
        return False
    return text.casefold().strip(" .") not in NOWHERE and (not is_room(text) or town_of(text) is not None)


def _coordinates(place: Place) -> tuple[float | None, float | None]:
    lat, lon = place.lat, place.lon
    if lat is None or lon is None or not math.isfinite(lat) or not math.isfinite(lon):
        return None, None
    sane = abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0, 0)
    return (lat, lon) if sane else (None, None)


def _town(text: str, city: str, account: Account) -> str:
    """The town, unless what stands in its place is the company's own name."""
    structured = tidy(city, LONGEST)
    town = structured if is_town(structured) else town_of(text) or ""
    own_names = {account.name.casefold(), account.key.partition(".")[0].casefold()}
    return "" if town.casefold() in own_names and town != structured else town
