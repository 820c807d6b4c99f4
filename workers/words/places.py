"""A place, said: how it is known and what else it could be, or why it is not known and what would help."""

from workers.visits.visit import VisitPlace
from workers.words import say

MOST_OTHERS = 4
LONGEST = 80


def tell_place(place: VisitPlace, language: str) -> str:
    """Empty only where there is nothing to say: a position that nobody says how it came about."""
    others = _others(place)
    told = list(_how(place, language))
    if others:
        told.append(say("place.others" if place.position else "place.one_of", language, names=others))
    return " ".join(told)


def _how(place: VisitPlace, language: str) -> list[str]:
    if place.position is None:
        return [say(f"page.place.unknown.{place.unknown}", language)] if place.unknown else []
    how = [say(f"page.place.how.{place.method}", language, used=place.used[:LONGEST])] if place.method else []
    return [*how, say("page.place.rough", language)] if place.confidence == "rough" else how


def _others(place: VisitPlace) -> tuple[str, ...]:
    """Places of the same name that can be told from it, and from each other, by what they are called."""
    own = place.position and (place.position.town, place.position.region)
    apart = dict.fromkeys((one.town, one.region) for one in place.others if (one.town, one.region) != own)
    named = (f"{town} ({region})" if region else town for town, region in apart if town)
    return tuple(name[:LONGEST] for name in named)[:MOST_OTHERS]
