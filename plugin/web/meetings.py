"""An account's meetings as the page lists them: how each was held, what decided that, and the words that set it right."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from plugin.web.idents import ident_of
from workers.relationships.corrections import once
from workers.relationships.modality import Certainty, Evidence, Modality
from workers.relationships.relationship import Relationship
from workers.relationships.touchpoints import Touchpoint
from workers.words import knows, say
from workers.words.strangers import tame, tame_facts

MEETINGS, OLDER = 12, 200  # how many a page shows, and shows on asking
THERE, SCREEN = Modality.IN_PERSON, Modality.VIDEO
WAYS = frozenset({THERE.value, SCREEN.value})  # what one press can say of a meeting
OTHERWISE: Mapping[Modality, tuple[Modality, ...]] = {
    Modality.VIDEO: (THERE,),
    Modality.PHONE: (THERE,),
    Modality.HYBRID: (THERE, SCREEN),
    Modality.UNKNOWN: (THERE, SCREEN),
    Modality.IN_PERSON: (SCREEN,),
}
TELLS_THE_PLACE = frozenset({"place", "own_place", "room"})


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting. `ways` are the other ways it may have been held, for a press each; `said`: the seller has settled it."""

    meeting: Touchpoint
    row: str  # names this very meeting, fit for an id in HTML
    title: str
    how: str
    evidence: tuple[str, ...]
    place: str  # where the evidence does not tell it
    ways: tuple[str, ...] = ()
    said: bool = False


@dataclass(frozen=True, slots=True)
class Meetings:
    """What is coming, soonest first, and what has been, latest first; `older` waits folded away."""

    coming: tuple[Row, ...]
    past: tuple[Row, ...]
    older: tuple[Row, ...]


def list_meetings(relationship: Relationship, corrected: Collection[str], language: str) -> Meetings:
    """`corrected` are the uids of the corrections about meetings."""
    coming = relationship.coming[:MEETINGS]
    past = list(reversed(relationship.past))[: MEETINGS + OLDER]
    been = tuple(_row(one, language, past=True, said=any(uid in corrected for uid in words_for(one))) for one in past)
    return Meetings(
        coming=tuple(_row(one, language, past=False, said=False) for one in coming),
        past=been[:MEETINGS],
        older=been[MEETINGS:],
    )


def _row(meeting: Touchpoint, language: str, *, past: bool, said: bool) -> Row:
    return Row(
        meeting=meeting,
        row=row_of(meeting),
        title=title_of(meeting, language),
        how=_how(meeting, language),
        evidence=_evidence(meeting.evidence, language),
        place=_place(meeting),
        ways=tuple(way.value for way in OTHERWISE[meeting.modality]) if past and not said else (),
        said=said,
    )


def row_of(meeting: Touchpoint) -> str:
    return "m" + ident_of(f"{meeting.uid} {meeting.start.isoformat()}")


def words_for(meeting: Touchpoint) -> tuple[str, ...]:
    """The uids of what can be said of this meeting: of its whole series, and of this occurrence alone."""
    return (meeting.uid, once(meeting.uid, meeting.recurrence_id)) if meeting.recurrence_id else (meeting.uid,)


def title_of(meeting: Touchpoint, language: str) -> str:
    return tame(meeting.title, 160) or say("page.account.untitled", language)


def _how(meeting: Touchpoint, language: str) -> str:
    """The way, how sure we are of it where that is worth a word, and how long it took."""
    sure = Certainty.CERTAIN if meeting.modality is Modality.UNKNOWN else meeting.certainty
    way = say(f"page.way.{meeting.modality}", language)
    how = say(f"page.account.how_{sure}", language, way=way, length=meeting.length)
    return how[:1].upper() + how[1:]


def _evidence(evidence: Collection[Evidence], language: str) -> tuple[str, ...]:
    return tuple(
        say(f"evidence.{one.kind}", language, **tame_facts({"text": tame(one.text, 120)}))
        for one in evidence
        if knows(f"evidence.{one.kind}", language)
    )


def _place(meeting: Touchpoint) -> str:
    if meeting.place is None or any(one.kind in TELLS_THE_PLACE for one in meeting.evidence):
        return ""
    return tame(meeting.place.text, 120)
