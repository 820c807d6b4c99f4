"""Why to go, in the order a colleague would tell it: the account, this meeting, the place, the journey, the money."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from connectors.routing.router import Mode
from workers.relationships.flags import Flag
from workers.relationships.modality import Modality
from workers.relationships.names import person_name
from workers.relationships.reasons import Reason
from workers.relationships.relationship import Relationship
from workers.visits.candidates import Candidate
from workers.visits.draft import greeted
from workers.visits.money import weigh_money
from workers.visits.tidy import tidy
from workers.visits.visit import DayPlan, Visit, VisitPlace

NAMED = 3  # so many people are named, more are counted
LONGEST_NAME = 60


def why_go(
    relationship: Relationship, flags: tuple[Flag, ...], best: Candidate, visit: Visit, *, zone: ZoneInfo
) -> tuple[Reason, ...]:
    account = relationship.account
    return (
        *(flag.reasons[0] for flag in flags[:1] if flag.reasons),
        *_about_meeting(relationship, best, zone),
        _about_place(visit.place),
        *_about_travel(visit),
        *weigh_money(visit.legs[0] if visit.legs else None, account.value, account.currency),
    )


def _about_meeting(relationship: Relationship, best: Candidate, zone: ZoneInfo) -> Iterator[Reason]:
    coming = best.touchpoint
    when = coming.start.astimezone(zone)
    key, addresses = _who(relationship, best)
    if len(addresses) > NAMED:
        yield Reason(f"suggestion.meeting.{key}_many", {"when": when, "count": len(addresses)})
    else:
        yield Reason(
            f"suggestion.meeting.{key}", {"when": when, "people": tuple(_names(addresses, relationship, best))}
        )
    if not best.known:
        yield Reason("suggestion.meeting.unknown_way")
    if coming.series:
        yield Reason("suggestion.meeting.one_of_series")
    if not coming.ours:
        yield Reason("suggestion.meeting.theirs")


def _who(relationship: Relationship, best: Candidate) -> tuple[str, tuple[str, ...]]:
    """Whom to speak of: people never met in a company that is, else people who are new, else everybody in the meeting.

    Where we have unknown meetings with somebody, or the seller's word that they have met, nothing is claimed. Of a
    company never met the account's own reason has said so already.
    """
    people = greeted(best.touchpoint.people)
    seen = {contact.address: contact.met for contact in relationship.contacts}
    unsure = {person for t in relationship.past if t.modality is Modality.UNKNOWN for person in t.people}
    never = tuple(person for person in people if seen.get(person) is False and person not in unsure)
    if never and relationship.last_in_person is not None and relationship.account.met is None:
        return "never_met", never
    new = tuple(person for person in people if person not in seen)
    if new and relationship.ever and relationship.ever == relationship.counts.total:
        return "new", new
    return "with", people


def _names(addresses: tuple[str, ...], relationship: Relationship, best: Candidate) -> Iterator[str]:
    written = {contact.address: contact.name for contact in relationship.contacts if contact.name}
    if best.meeting:
        people = [attendee.person for attendee in best.meeting.attendees]
        people += [best.meeting.organizer] if best.meeting.organizer else []
        written.update({person.address: person.name for person in people if person.name})
    return (tidy(person_name(address, written.get(address, "")), LONGEST_NAME) for address in addresses)


def _about_place(place: VisitPlace | None) -> Reason:
    if place is None:
        return Reason("suggestion.place.unknown")
    return Reason(f"suggestion.place.{place.source}", {"place": place.text})


def _about_travel(visit: Visit) -> Iterator[Reason]:
    """How long the sensible way takes, and the day it makes. Where nobody knows the place there is nothing to say."""
    if visit.ferry and all(leg.mode != Mode.CAR for leg in visit.legs):
        yield Reason("suggestion.travel.ferry")
    if visit.legs:
        leg = visit.legs[0]
        yield Reason(f"suggestion.travel.{'night' if leg.overnight else leg.mode}", {"span": leg.minutes})
    elif visit.place and visit.place.position and not visit.ferry:
        missing = "no_way" if visit.starts else "no_start"
        yield Reason(f"suggestion.travel.{missing}")
    if visit.plan:
        yield from _about_day(visit.plan)


def _about_day(plan: DayPlan) -> Iterator[Reason]:
    """When to leave, when one is there and when one is back; by which train, where its timetable is known."""
    home = plan.ends == "home"
    if plan.departs is None:
        day = "nights" if plan.nights else "day_home" if home else "day_back"
        yield Reason(f"suggestion.travel.{day}", {"leave": plan.leave, "there": plan.there, "back": plan.back})
        return
    back = "timetable_home" if home else "timetable_back"
    yield Reason("suggestion.travel.timetable", {"leaves": plan.departs, "arrives": plan.there})
    yield Reason(f"suggestion.travel.{back}", {"back": plan.back})
