"""How people met: judged from signs, the organiser's habits and the seller's own word, always with the evidence.

The decision is the table RULES, read top to bottom; the first line that fits decides.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from connectors.meetings import Attendance, LinkSource, Meeting, OnlineRoom, Place
from workers.relationships.accounts import OwnSide
from workers.relationships.habits import Habits
from workers.relationships.judgement import Certainty, Evidence, Judgement, Modality, Whose
from workers.relationships.lexicon import Says
from workers.relationships.seats import FIRM, TELEPHONES, find_seat
from workers.relationships.signs import Sign, Signs, SpotKind

__all__ = ["EVIDENCE_KINDS", "RULES", "Certainty", "Evidence", "Judgement", "Modality", "Rule", "Whose", "judge"]


class Case(NamedTuple):
    """One meeting's signs gathered, so that a rule can ask in one word."""

    meeting: Meeting
    place: Place | None  # where people would sit, if anywhere
    kind: SpotKind | None
    whose: Whose
    ours: bool  # the seller's side wrote the invitation
    title: tuple[Sign, ...]
    words: tuple[Sign, ...]  # in the body and the places
    newest: Sign | None  # the first words about a change, title first: "flyttat till Teams"
    phone_place: str  # a place text that is a telephone
    number_place: str  # ... with its number
    room: OnlineRoom | None
    meant: bool  # a person put the link there
    rarely_links: bool  # this organiser adds a link at an address only when it is meant
    links_everything: bool  # nearly every meeting in this mailbox has a link
    travel: Evidence | None

    @property
    def at_us(self) -> bool:
        return self.whose is Whose.OWN and self.place is not None

    @property
    def firm(self) -> bool:
        """A place one can go to, not ours."""
        if self.kind is SpotKind.ROOM:
            return self.whose is Whose.CUSTOMER
        return self.kind in FIRM and self.whose is not Whose.OWN

    @property
    def strange_room(self) -> bool:
        return self.kind is SpotKind.ROOM

    @property
    def hybrid(self) -> Sign | None:
        """Words for both at once. "Deltar via Teams" means so only where others have somewhere to sit."""
        sign = _first(self.words, BOTH) or _first(self.title, BOTH)
        return sign if sign and (self.place or self.face or "hybrid" in sign.words) else None

    @property
    def screen(self) -> Sign | None:
        """A person's words for the screen, outside the title; a tool's name typed as a place is such a word."""
        sign = _first(self.words, SCREEN)
        if sign is None and self.room and self.room.url is None and self.room.source in MEANT:
            return Sign(Says.SCREEN, provider_name(self.room.provider))
        return sign

    @property
    def face(self) -> Sign | None:
        """A person's words for meeting face to face, outside the title."""
        return _first(self.words, FACE)

    @property
    def face_no_meal(self) -> Sign | None:
        return _first(self.words, FACE_NO_MEAL)

    @property
    def phone(self) -> Sign | None:
        return _first(self.words, TELEPHONE)

    @property
    def number(self) -> str:
        sign = _first(self.words, NUMBER) or _first(self.title, NUMBER)
        return self.number_place or (sign.words if sign else "")

    @property
    def title_screen(self) -> Sign | None:
        return _first(self.title, SCREEN)

    @property
    def title_face(self) -> Sign | None:
        return _first(self.title, FACE)

    @property
    def title_face_no_meal(self) -> Sign | None:
        return _first(self.title, FACE_NO_MEAL)

    @property
    def title_phone(self) -> Sign | None:
        return _first(self.title, TELEPHONE)

    @property
    def they_come(self) -> Sign | None:
        """Words that the customer comes to us: "hos oss" when we write, "hos er" when they do; or our address, told."""
        says = OURS if self.ours else YOURS
        told = _first(self.words, says) or _first(self.title, says)
        return told or (_first(self.words, ADDRESS) if self.whose is Whose.OWN else None)

    @property
    def tool(self) -> str:
        return provider_name(self.room.provider) if self.room else ""

    def turned(self, says: frozenset[Says]) -> bool:
        return self.newest is not None and self.newest.says in says


def _first(signs: tuple[Sign, ...], says: frozenset[Says]) -> Sign | None:
    for sign in signs:
        if sign.says in says:
            return sign
    return None


BOTH = frozenset({Says.HYBRID})
SCREEN = frozenset({Says.SCREEN, Says.HYBRID})  # "eller via Teams" with nowhere to sit is a screen
TELEPHONE = frozenset({Says.PHONE})
NUMBER = frozenset({Says.NUMBER})
ADDRESS = frozenset({Says.ADDRESS})
OURS = frozenset({Says.OURS})
YOURS = frozenset({Says.YOURS})
FACE_NO_MEAL = frozenset({Says.TOGETHER, Says.VISIT, Says.YOURS, Says.OURS})
FACE = FACE_NO_MEAL | {Says.MEAL}
NO_SCREEN = frozenset({Says.NOT_SCREEN})
MEANT = frozenset({LinkSource.TYPED, LinkSource.LOCATION})

PROVIDER_NAMES = {
    "teams": "Teams",
    "meet": "Google Meet",
    "goto": "GoTo",
    "bluejeans": "BlueJeans",
    "facetime": "FaceTime",
    "ringcentral": "RingCentral",
    "bigbluebutton": "BigBlueButton",
    "cms": "Cisco Meeting Server",
    "teamviewer": "TeamViewer",
    "online": "online",
}


def provider_name(provider: str) -> str:
    """A provider's name as its maker writes it."""
    return PROVIDER_NAMES.get(provider) or provider.capitalize()


# --- the rules -----------------------------------------------------------------------------------------------


class Rule(NamedTuple):
    """`evidence` names the sentences that say why; EVIDENCE has what each rests on."""

    name: str
    when: Callable[[Case], object]
    modality: Modality
    certainty: Certainty
    evidence: tuple[str, ...]


IN_PERSON, HYBRID, VIDEO, PHONE, UNKNOWN = tuple(Modality)
CERTAIN, LIKELY, UNSURE = tuple(Certainty)

# fmt: off
SPOKEN: tuple[Rule, ...] = (
    # Both at once, in words. Then what is said of a change: it is newer than place and link.
    Rule("both in words", lambda c: c.hybrid, HYBRID, CERTAIN, ("hybrid_words", "place")),
    Rule("moved to the screen", lambda c: c.turned(SCREEN), VIDEO, LIKELY, ("changed",)),
    Rule("moved to the phone", lambda c: c.turned(TELEPHONE), PHONE, LIKELY, ("changed", "number")),
    Rule("no screen but a phone", lambda c: c.turned(NO_SCREEN) and (c.phone or c.title_phone or c.phone_place), PHONE, LIKELY, ("changed", "phone_words")),
    Rule("moved to a place", lambda c: c.turned(FACE | NO_SCREEN) and not c.screen, IN_PERSON, LIKELY, ("changed", "place")),

    # Our own office: a person before a screen, unless they come to us.
    Rule("they come, and a screen", lambda c: c.they_come and c.screen, HYBRID, LIKELY, ("they_come", "screen_words")),
    Rule("own room and a screen", lambda c: c.at_us and not c.they_come and (c.screen or c.room), VIDEO, LIKELY, ("own_place", "beside")),
    Rule("own room", lambda c: c.at_us, IN_PERSON, LIKELY, ("own_place", "they_come")),

    # Somewhere to go.
    Rule("place, and screen in words", lambda c: c.firm and c.screen, HYBRID, CERTAIN, ("place", "screen_words")),
    Rule("place, and screen in the title", lambda c: c.firm and c.title_screen, HYBRID, LIKELY, ("place", "title_words")),
    Rule("place, and a link put there", lambda c: c.firm and c.meant, HYBRID, LIKELY, ("place", "link_meant")),
    Rule("place", lambda c: c.firm and not c.room, IN_PERSON, CERTAIN, ("place", "words")),
    Rule("place, and a rare link", lambda c: c.firm and c.rarely_links, HYBRID, LIKELY, ("place", "link_rare")),
    Rule("place, and an automatic link", lambda c: c.firm, IN_PERSON, LIKELY, ("place", "words", "link_added")),
    Rule("asked to come", lambda c: c.meeting.attendance is Attendance.IN_PERSON, IN_PERSON, CERTAIN, ("attendance_in_person", "place")),

    # Words for meeting face to face.
    Rule("words for both", lambda c: c.face_no_meal and c.screen, HYBRID, LIKELY, ("words", "screen_words")),
    Rule("face to face, and a link put there", lambda c: c.face and c.meant and not c.screen, HYBRID, LIKELY, ("words", "link_meant")),
    Rule("face to face", lambda c: c.face and not c.screen, IN_PERSON, LIKELY, ("words", "place", "link_added")),

    # A telephone, where nobody put a link.
    Rule("a number for a place", lambda c: c.number_place and not c.screen and not c.meant, PHONE, CERTAIN, ("number",)),
    Rule("a telephone for a place", lambda c: c.phone_place and not c.screen and not c.meant, PHONE, LIKELY, ("phone_place", "number")),
    Rule("a strange room and a screen", lambda c: c.strange_room and (c.screen or c.room), HYBRID, UNSURE, ("room", "beside")),
    Rule("a strange room", lambda c: c.strange_room, IN_PERSON, LIKELY, ("room",)),
    Rule("a number to ring", lambda c: c.phone and c.number and not c.place and not c.room and not c.screen, PHONE, CERTAIN, ("phone_words", "number")),
    Rule("words for the phone", lambda c: c.phone and not c.place and not c.meant and not c.screen, PHONE, LIKELY, ("phone_words", "number")),

    # Words for the screen, and names that are probably places.
    Rule("screen, but the title says come", lambda c: c.screen and c.title_face_no_meal, HYBRID, UNSURE, ("screen_words", "title_words")),
    Rule("named place, and screen in words", lambda c: c.screen and c.place, HYBRID, LIKELY, ("place", "screen_words")),
    Rule("screen in words", lambda c: c.screen, VIDEO, CERTAIN, ("screen_words",)),
    Rule("named place, and a link put there", lambda c: c.place and c.meant, HYBRID, LIKELY, ("place", "link_meant")),
    Rule("named place, and screen in the title", lambda c: c.place and c.title_screen, HYBRID, UNSURE, ("place", "title_words")),
    Rule("named place", lambda c: c.place, IN_PERSON, LIKELY, ("place", "link_added")),

    # The title, the weakest field.
    Rule("screen in the title, and a link", lambda c: c.title_screen and c.room, VIDEO, CERTAIN, ("title_words", "beside")),
    Rule("screen in the title", lambda c: c.title_screen, VIDEO, LIKELY, ("title_words",)),
    Rule("face to face in the title, and a link put there", lambda c: c.title_face and c.meant, HYBRID, UNSURE, ("title_words", "link_meant")),
    Rule("face to face in the title", lambda c: c.title_face, IN_PERSON, LIKELY, ("title_words", "link_added")),
    Rule("telephone in the title", lambda c: c.title_phone and not c.meant, PHONE, LIKELY, ("title_words", "number")),
)

UNSPOKEN: tuple[Rule, ...] = (
    Rule("asked to come", lambda c: c.meeting.attendance is Attendance.IN_PERSON, IN_PERSON, CERTAIN, ("attendance_in_person",)),
    Rule("asked to join online", lambda c: c.meeting.attendance is Attendance.ONLINE, VIDEO, CERTAIN, ("attendance_online",)),
    Rule("a journey beside it", lambda c: c.travel and not c.meant, IN_PERSON, LIKELY, ("travel", "link_added")),
    Rule("travel time set aside", lambda c: c.meeting.travel and not c.meant, IN_PERSON, LIKELY, ("travel_set_aside", "link_added")),
    Rule("a bridge one can only dial", lambda c: c.room and c.room.phone_only, PHONE, CERTAIN, ("bridge",)),
    Rule("a link put there", lambda c: c.meant, VIDEO, CERTAIN, ("link_meant",)),
    Rule("a link where all have one", lambda c: c.room and c.links_everything, VIDEO, LIKELY, ("link_usual",)),
    Rule("the calendar's words for a place", lambda c: c.room and c.room.url is None, VIDEO, CERTAIN, ("placeholder",)),
    Rule("a link", lambda c: c.room, VIDEO, CERTAIN, ("link",)),
    Rule("nothing", lambda _: True, UNKNOWN, UNSURE, ("nothing",)),
)
# fmt: on

RULES = (*SPOKEN, *UNSPOKEN)

# What each sentence rests on. One without words to rest on is left out, unless it needs none.
EVIDENCE: Mapping[str, Callable[[Case], str]] = {
    "hybrid_words": lambda c: _words(c.hybrid),
    "changed": lambda c: _words(c.newest),
    "words": lambda c: _words(c.face),
    "they_come": lambda c: _words(c.they_come),
    "screen_words": lambda c: _words(c.screen),
    "phone_words": lambda c: _words(c.phone or c.title_phone) or c.phone_place,
    "phone_place": lambda c: c.phone_place,
    "title_words": lambda c: _words(_first(c.title, SCREEN) or _first(c.title, FACE) or _first(c.title, TELEPHONE)),
    "number": lambda c: c.number,
    "place": lambda c: c.place.text if c.place else "",
    "own_place": lambda c: c.place.text if c.place else "",
    "room": lambda c: c.place.text if c.place else "",
    "beside": lambda c: c.tool,
    "link": lambda c: c.tool,
    "link_usual": lambda c: c.tool,
    "link_added": lambda c: c.tool,
    "link_meant": lambda c: c.tool,
    "link_rare": lambda c: c.tool,
    "placeholder": lambda c: c.tool,
    "travel": lambda c: c.travel.text if c.travel else "",
}
WORDLESS = frozenset(
    {"attendance_in_person", "attendance_online", "travel_set_aside", "bridge", "nothing", "corrected"}
)
EVIDENCE_KINDS = frozenset(EVIDENCE) | WORDLESS


def _words(sign: Sign | None) -> str:
    return sign.words if sign else ""


# --- judging -------------------------------------------------------------------------------------------------


def judge(
    meeting: Meeting,
    signs: Signs,
    *,
    own: OwnSide,
    habits: Habits,
    customer: frozenset[str] = frozenset(),
    travel: Evidence | None = None,
    corrected: Modality | None = None,
) -> Judgement:
    """How the meeting was, or will be, held. `customer` has the folded words that name the account outside; `corrected`
    is the seller's own word, which settles it."""
    case = _gather(meeting, signs, own=own, habits=habits, customer=customer, travel=travel)
    if corrected is not None:
        return Judgement(corrected, CERTAIN, (Evidence("corrected"),), case.whose, case.place)
    quiet = not case.words and not case.title and case.place is None and not signs.spots and not case.meant
    for rule in UNSPOKEN if quiet else RULES:
        if rule.when(case):
            break
    return Judgement(rule.modality, rule.certainty, _evidence(rule, case), case.whose, case.place)


def _evidence(rule: Rule, case: Case) -> tuple[Evidence, ...]:
    said: list[Evidence] = []
    for kind in rule.evidence:
        text = "" if kind in WORDLESS else EVIDENCE[kind](case)
        if text or kind in WORDLESS:
            said.append(Evidence(kind, text))
    return tuple(said)


def _gather(
    meeting: Meeting, signs: Signs, *, own: OwnSide, habits: Habits, customer: frozenset[str], travel: Evidence | None
) -> Case:
    organizer = meeting.organizer.address if meeting.organizer else ""
    ours = not organizer or organizer.rpartition("@")[2] in own.domains or organizer == own.owner
    words = signs.body
    phone_place = number_place = ""
    for place, spot in zip(meeting.places, signs.spots, strict=False):
        words += spot.signs
        if spot.kind in TELEPHONES:
            phone_place = place.text
            number_place = number_place or (place.text if spot.kind is SpotKind.NUMBER else "")
    seat, kind, whose = find_seat(meeting, signs, words, own=own, customer=customer, ours=ours)
    room = meeting.online
    return Case(
        meeting,
        seat,
        kind,
        whose,
        ours,
        signs.title,
        words,
        next((sign for sign in signs.title + words if sign.changed), None) if words or signs.title else None,
        phone_place,
        number_place,
        room,
        room is not None and room.source in MEANT,
        room is not None and seat is not None and habits.rarely_links(organizer),
        habits.links_everything,
        travel,
    )
