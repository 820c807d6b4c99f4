"""Where a customer sits: from the seller, an earlier visit, the meeting, the CRM or an area code; never from its name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite

from connectors.meetings import Meeting, Place
from connectors.routing.geocoder import Confidence, Found, Method, NotFound, Position, Sought, Unknown
from workers.relationships.accounts import Account
from workers.relationships.modality import Modality, Whose
from workers.relationships.relationship import Relationship
from workers.relationships.touchpoints import Touchpoint
from workers.visits.tidy import tidy
from workers.visits.travel import sought_of
from workers.visits.visit import VisitPlace

LONGEST = 200
MET = frozenset({Modality.IN_PERSON, Modality.HYBRID})
NO_DESTINATION = frozenset({Unknown.EMPTY, Unknown.ONLINE, Unknown.OWN, Unknown.VAGUE, Unknown.ROOM})

Find = Callable[[Sought], Found | NotFound]


def where(
    relationship: Relationship,
    coming: Touchpoint | None = None,
    meeting: Meeting | None = None,
    *,
    find: Find,
    here: str = "SE",
) -> VisitPlace | None:
    """Where to go, the best-known source first; None when nobody has told. `coming` is the meeting to turn into a
    visit, `meeting` the same one as the calendar has it; `here` the seller's country.

    The seller's word stands, found or not. Of the others the first one found on the map: a street without a town is no
    help where the CRM has the whole address.
    """
    first: VisitPlace | None = None
    for told in _Known(relationship.account, find, here).places(relationship, coming, meeting):
        if told.source == "seller" or told.position:
            return told
        first = first or told
    return first


def place_of(text: str, source: str, find: Find, *, here: str) -> VisitPlace:
    """A text somebody has given for a place, looked up."""
    return _placed(tidy(text, LONGEST), source, find(Sought(text=text, here=here)))


@dataclass(frozen=True, slots=True)
class _Known:
    account: Account
    find: Find
    here: str

    def places(
        self, relationship: Relationship, coming: Touchpoint | None, meeting: Meeting | None
    ) -> Iterator[VisitPlace]:
        if said := tidy(self.account.said_place, LONGEST):
            yield place_of(said, "seller", self.find, here=self.here)
        for place in _earlier(relationship):
            yield from self._from_place(place, "earlier_visit")
        for place in _in_meeting(coming, meeting):
            theirs = coming is not None and coming.whose is Whose.CUSTOMER
            yield from (told for told in self._from_place(place, "meeting") if theirs or told.position)
        if address := tidy(self.account.address, LONGEST):
            yield from self._from_place(Place(address), "crm")
        if area := _area(relationship):
            found = self.find(Sought(phone=area, here=self.here))
            if isinstance(found, Found):
                yield _placed(found.position.town, "phone", found)

    def _from_place(self, place: Place, source: str) -> Iterator[VisitPlace]:
        text = _written(place)
        found = self.find(sought_of(place, here=self.here))
        if isinstance(found, NotFound) and found.why in NO_DESTINATION:
            return
        if isinstance(found, Found) and self._is_own_name(found):
            found = NotFound(Unknown.NOT_FOUND)
        if isinstance(found, NotFound) and (position := _position(place)):
            found = Found(position, "", Method.COORDINATES, Confidence.CERTAIN)
        if not text and isinstance(found, NotFound):
            return
        yield _placed(text or (found.position.town if isinstance(found, Found) else ""), source, found)

    def _is_own_name(self, found: Found) -> bool:
        """Whether what was taken for the town is what the company is called."""
        names = {self.account.name.casefold(), self.account.key.partition(".")[0].casefold()}
        return found.method is Method.TOWN and found.used.casefold().strip() in names


def _placed(text: str, source: str, found: Found | NotFound) -> VisitPlace:
    if isinstance(found, NotFound):
        return VisitPlace(text, source, unknown=found.why, others=found.others)
    sure = found.confidence is not Confidence.ROUGH
    return VisitPlace(
        text,
        source,
        found.position,
        town=found.position.town if sure else "",
        used=tidy(found.used, LONGEST),
        method=found.method,
        confidence=found.confidence,
        others=found.others,
        by=found.by,
    )


def _position(place: Place) -> Position | None:
    """The calendar's own, where no town of ours is near it: what it is called is not known, nor its zone."""
    lat, lon = place.lat, place.lon
    if lat is None or lon is None or not (isfinite(lat) and isfinite(lon)) or (lat, lon) == (0, 0):
        return None
    return Position(lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


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
    judged = coming.whose is Whose.CUSTOMER
    if coming.place and (judged or not coming.ours):
        yield coming.place
    if meeting and (judged or not coming.ours):
        yield from meeting.places


def _area(relationship: Relationship) -> str:
    """The area code of their signatures, where they all have the same."""
    areas = {touchpoint.area for touchpoint in (*relationship.past, *relationship.coming) if touchpoint.area}
    return areas.pop() if len(areas) == 1 else ""


def _written(place: Place) -> str:
    """The place as written, with its structured address behind it when the text does not hold it already."""
    text = tidy(place.text, LONGEST)
    town = " ".join(part for part in (place.postal_code, place.city) if part)
    address = tidy(", ".join(part for part in (place.street, town) if part), LONGEST)
    known = text.casefold()
    told = [part for part in (place.street, place.city) if part and tidy(part, LONGEST).casefold() not in known]
    return tidy(", ".join(part for part in (text, address) if part), LONGEST) if told else text
