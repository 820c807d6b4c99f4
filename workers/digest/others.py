"""What a letter tells of beside meetings to take at their place: a journey made anyway, and a visit to look back on."""

from workers.answers import AnswerKind
from workers.digest.items import Along, LookBack, town_of
from workers.digest.parts import Button, Row, Told
from workers.digest.telling import NAME, TOWN, Telling
from workers.relationships.reasons import Reason
from workers.visits.journeys import tell
from workers.visits.trip import Stop
from workers.words.strangers import tame
from workers.words.ways import tell_way

MOST_STOPS = 2
LATER = (AnswerKind.TOOK_PLACE, AnswerKind.FELL_THROUGH)


def tell_along(along: Along, telling: Telling) -> Told:
    trip, stops = along.trip, along.stops[:MOST_STOPS]
    town = tame(town_of(trip), TOWN)
    reviewed = {one.relationship.account.key: one for one in along.reviewed}
    why, *reasons = (one for one in tell(trip) if _is_told(one, stops, trip.stops))
    return Told(
        heading=town or tame(stops[0].name, NAME),
        url=f"{telling.links.page}/trips",
        lines=(telling.speak(why), *(telling.speak(one) for one in reasons)),
        shown=tuple(telling.shown(reviewed[stop.account], when=_when(stop, telling)) for stop in stops),
        rows=_whole(along, telling),
        choices=(Button(telling.say("letter.button.trip"), f"{telling.links.page}/trips"),),
    )


def tell_look_back(back: LookBack, telling: Telling) -> Told:
    asked = "letter.back.booked" if back.booked else "letter.back.asked"
    name = tame(back.name or back.suggestion.account, NAME)
    return Told(
        heading=name,
        url=telling.account(back.suggestion.account),
        lines=(telling.say(asked, when=back.day),),
        choices=tuple(telling.button(kind, back.suggestion.id) for kind in LATER),
    )


def _is_told(reason: Reason, stops: tuple[Stop, ...], everybody: tuple[Stop, ...]) -> bool:
    """A sentence about a stop only where the stop is told of."""
    name = reason.facts.get("name")
    return name is None or name in {one.name for one in stops} or name not in {one.name for one in everybody}


def _when(stop: Stop, telling: Telling) -> str:
    return telling.say(
        "letter.along.stop",
        start=stop.start.astimezone(telling.zone),
        end=stop.end.astimezone(telling.zone),
        place=tame(stop.place.town or stop.place.text, TOWN),
    )


def _whole(along: Along, telling: Telling) -> tuple[Row, ...]:
    """What all of the journey is, as one way of going, where that is known."""
    whole = along.trip.whole
    if whole is None:
        return ()
    way = tell_way(whole, telling.language, round_trip=True)
    return (Row(telling.say("page.suggestion.travel"), (f"{way.said}, {way.cost}.",), (way.small,)),)
