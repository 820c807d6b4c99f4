"""One account as the templates want it: every sentence said, the picture drawn, the draft written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from connectors.routing.addresses import postal_town
from connectors.routing.bakery import language_at
from connectors.routing.links import Site, bakery_search
from plugin.web.idents import ident_of
from plugin.web.marks import Year
from plugin.web.room import speak
from plugin.web.timeline import Picture, Pictures, draw, tell_year
from plugin.web.ways import Going, tell_going
from workers.relationships.accounts import Account
from workers.relationships.corrections import Correction
from workers.relationships.relationship import Contact, Relationship
from workers.reviewed import Reviewed
from workers.visits.suggestion import Suggestion
from workers.visits.visit import VisitPlace
from workers.words.message import Message, write_message
from workers.words.strangers import tame

PEOPLE = 12  # how many an account's page shows
IN_THE_TABLE = ("suggestion.place.", "suggestion.travel.")
IN_THE_SUGGESTION = "flag.first_meeting_on_screen.when"  # which day, says the suggestion too


@dataclass(frozen=True, slots=True)
class Shown:
    reviewed: Reviewed
    name: str
    ident: str  # of the account, fit for an id in HTML
    sentence: str
    reasons: tuple[str, ...]  # beside the sentence
    waits: str = ""  # why there is no visit to suggest, where it is worth saying
    going: tuple[str, ...] = ()  # why to go, beside what stands in the table of the visit
    bun: str = ""
    picture: Picture | None = None
    message: Message | None = None
    journey: Going = field(default_factory=Going)  # how to get there
    bakery: str = ""  # a link to search a map for one
    said: Mapping[str, Correction] = field(default_factory=dict)  # what the seller has said of it, by kind

    @property
    def account(self) -> Account:
        return self.reviewed.relationship.account

    @property
    def key(self) -> str:
        return self.account.key

    @property
    def suggestion(self) -> Suggestion | None:
        return self.reviewed.suggestion


def show(
    reviewed: Reviewed,
    *,
    language: str,
    year: Year | None = None,
    scale: float = 1.0,
    corrections: Iterable[Correction] = (),
    pictures: Pictures = Pictures.ALL,
) -> Shown:
    """`year` asks for the picture, the draft and what goes with them; `pictures` says how much is drawn."""
    relationship, suggestion = reviewed.relationship, reviewed.suggestion
    key = relationship.account.key
    name, ident = tame(relationship.account.name or key, 80), ident_of(key)
    sentence = speak(reviewed.sentence, language)
    shown = Shown(
        reviewed=reviewed,
        name=name,
        ident=ident,
        sentence=sentence,
        reasons=_reasons(reviewed, sentence, language),
        waits=_waits(reviewed, language),
        said={one.kind.value: one for one in corrections if one.account == key and not one.uid},
    )
    if year is None:
        return shown
    past, coming = relationship.pictured, relationship.coming
    return replace(
        shown,
        picture=tell_year(past, coming, year=year, language=language)
        if pictures is Pictures.NONE
        else draw(past, coming, year=year, language=language, name=name, ident=ident, scale=scale),
        message=write_message(suggestion.draft) if suggestion else None,
        journey=_journey(suggestion, year, language, name, ident, pictures),
        going=_going(suggestion, sentence, language) if suggestion else (),
        bun=_bun(suggestion, language) if suggestion else "",
        bakery=_bakery(suggestion) if suggestion else "",
    )


def _reasons(reviewed: Reviewed, sentence: str, language: str) -> tuple[str, ...]:
    """Every reason once, without the one the sentence already said."""
    reasons = [reason for flag in reviewed.flags for reason in flag.reasons]
    said = [speak(one, language) for one in reasons if not (reviewed.chosen and one.key == IN_THE_SUGGESTION)]
    said += [speak(reason, language) for reason in reviewed.never_met]
    return tuple(one for one in dict.fromkeys(said) if one != sentence)


def _waits(reviewed: Reviewed, language: str) -> str:
    """That others go first this week is seen from their going first."""
    why = reviewed.no_visit
    return "" if why is None or why.key == "suggestion.none.waits" else speak(why, language)


def _going(suggestion: Suggestion, sentence: str, language: str) -> tuple[str, ...]:
    reasons = [speak(one, language) for one in suggestion.reasons if not one.key.startswith(IN_THE_TABLE)]
    return tuple(one for one in reasons if one != sentence)


def _journey(
    suggestion: Suggestion | None, year: Year, language: str, name: str, ident: str, pictures: Pictures
) -> Going:
    if suggestion is None:
        return Going()
    known = suggestion.bun.reason.key.startswith(("bun.bakery", "bun.detour"))
    return tell_going(
        suggestion.visit, language=language, zone=year.zone, name=name, ident=ident, bakery=known, pictures=pictures
    )


def _bun(suggestion: Suggestion, language: str) -> str:
    """A link says better where to look than the words to look for do."""
    reason = suggestion.bun.reason
    return speak(replace(reason, key="bun.on_the_way") if reason.key == "bun.near" else reason, language)


def _bakery(suggestion: Suggestion) -> str:
    place = suggestion.visit.place
    if place is None or "search" not in suggestion.bun.reason.facts:
        return ""
    return search_for_bakery(place, otherwise=suggestion.draft.language)


def search_for_bakery(place: VisitPlace, *, otherwise: str) -> str:
    """A link to bakeries in the town of a place, in the language spoken there or `otherwise`. Where in the town the
    customer sits does not leave the page."""
    where = place.town or tame(postal_town(place.text) or place.text, 120)
    position = place.position if place.town else None
    near = replace(position, lat=round(position.lat, 2), lon=round(position.lon, 2)) if position else None
    return bakery_search(where, language_at(place.position, otherwise), site=Site.OSM, position=near)


@dataclass(frozen=True, slots=True)
class Contacts:
    """The people on the other side, most meetings first."""

    met: tuple[Contact, ...]
    not_met: tuple[Contact, ...]
    more: int


def sort_contacts(relationship: Relationship) -> Contacts:
    shown = sorted(relationship.contacts, key=lambda one: (-one.meetings, one.address))[:PEOPLE]
    return Contacts(
        met=tuple(one for one in shown if one.met),
        not_met=tuple(one for one in shown if not one.met),
        more=len(relationship.contacts) - len(shown),
    )
