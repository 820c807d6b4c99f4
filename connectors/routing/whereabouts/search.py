"""The pieces of one text looked up: postal codes first, then names from the right, where addresses have the town.

Of a code and a town that contradict each other the town is believed, since a digit is mistyped sooner than a name; the
answer is rough then and tells of the code's area too. When they lie a day's journey apart nobody can tell which is wrong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from connectors.routing.addresses import Kind, Piece, Reading, read
from connectors.routing.addresses.codes import Code
from connectors.routing.addresses.names import Ground, Name
from connectors.routing.gazetteer import Gazetteer, PostalArea, Town
from connectors.routing.gazetteer.town import kilometres
from connectors.routing.geocoder import Confidence, Found, Method, NotFound, Position, Unknown
from connectors.routing.whereabouts import german
from connectors.routing.whereabouts.areas import SWEDISH, Areas, is_locality, is_near
from connectors.routing.whereabouts.namesakes import NORDIC, SAME_PLACE_KM, Choice, choose, is_known
from connectors.routing.whereabouts.surroundings import Regions, Surroundings, realm

MOST_NAMESAKES = 12  # what the gazetteer gives of one name
TORN_KM = 100.0  # between a town and the area of its code: neither is believed
SAME_TOWN_KM = 5.0
REMEMBERED = 4096
NO_SURROUNDINGS = Surroundings()
TWO_TOWNS_KM = 40.0  # "Luleå, Boden" are two places, "Bromma, Stockholm" is one
WEAK = frozenset({Ground.INSTITUTION, Ground.HOTEL, Ground.BRANCH})
LARGE = 90_000  # inhabitants of a town at home that an everyday word is taken for: "Reading"
SHORTEST_VILLAGE = 5  # letters
VILLAGES = frozenset({Ground.WHOLE, Ground.PLACED})
AT_HOME_ONLY = WEAK | {Ground.GIVEN, Ground.STOP, Ground.VISIT}

Answer = Found | NotFound


class Tables:
    """What texts are looked up in."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.regions = Regions(gazetteer)
        self.areas = Areas(gazetteer)
        self.leads_to = lru_cache(maxsize=REMEMBERED)(self._leads_to)

    def _leads_to(self, place: Position, here: str) -> bool:
        """Whether a place is found by what it is called when somebody chooses it: its town and its region."""
        text = ", ".join(part for part in (place.town, place.region) if part)
        search = Search(self, read(text), here=here, within=NO_SURROUNDINGS)
        answer = search.likeliest()
        if isinstance(answer, NotFound):
            return False
        found = answer.position
        return kilometres(place.lat, place.lon, found.lat, found.lon) <= SAME_TOWN_KM


class Search:
    """`within` is the country and region told outside the text."""

    def __init__(self, tables: Tables, reading: Reading, *, here: str, within: Surroundings) -> None:
        self._gazetteer, self._regions, self._areas = tables.gazetteer, tables.regions, tables.areas
        self._reading, self._here = reading, here
        named = [piece for piece in reading.pieces if piece.names]
        last = [
            piece.text if _may_surround(piece, before) else ""
            for before, piece in _pairs(reading.pieces)
            if piece.names
        ]
        known = self._regions.at_end(last, within, here)
        self._around, taken = known[-1], len(known) - 1
        self._towns = named[: len(named) - taken]
        self._outer = list(zip(named[len(named) - taken :], reversed(known[:-1]), strict=True))
        self._at_street = reading.has(Kind.STREET)
        self._odd = False  # a code that belongs to nothing else here
        self._torn = False  # between a code and a town far from it
        self._leads_to = tables.leads_to

    def answer(self) -> Answer:
        """The likeliest, with those others that can be chosen by their names."""
        answer = self.likeliest()
        others = tuple(place for place in dict.fromkeys(answer.others) if self._leads_to(place, self._here))
        return answer if others == answer.others else replace(answer, others=others)

    def likeliest(self) -> Answer:
        first_open = None
        for answer in self._answers():
            if isinstance(answer, Found):
                return replace(answer, confidence=Confidence.ROUGH) if first_open else answer
            first_open = first_open or answer
        return first_open or NotFound(self._reading.instead)

    def _answers(self) -> Iterator[Answer]:
        for at, piece in enumerate(self._reading.pieces):
            if piece.code:
                yield from self._by_code(at, piece.code)
        if self._torn:
            return
        for piece in reversed(self._towns):
            for answer in self._by_names(piece, self._around):
                yield self._beside_another(answer, piece)
        for piece, around in self._outer:  # "Stockholm" is a region too
            yield from self._by_names(piece, around)
        if self._here == SWEDISH or self._around:
            yield from self._by_locality()

    # By name

    def _by_names(self, piece: Piece, around: Surroundings) -> Iterator[Answer]:
        for name in piece.names:
            inside = self._beside(name, around)
            if inside is None or not self._may_be(name, around=inside):
                continue
            choice = self._meant(name, inside)
            second = self._meant(Name(name.second), inside) if choice and name.second else None
            if choice and bool(second) == bool(name.second):
                answer = self._told(choice, name, piece, inside)
                yield _with_second(answer, second.town) if second else answer
                return

    def _beside(self, name: Name, around: Surroundings) -> Surroundings | None:
        """What the town must lie in; None when what stands beside its name is no country and no region."""
        if not name.beside:
            return around
        named = self._regions.named(name.beside, self._here)
        return around.around(named) if named else None

    def _may_be(self, name: Name, *, around: Surroundings) -> bool:
        if name.ground is not Ground.ORDINARY or around or self._at_street:
            return True
        return any(town.population >= LARGE for town in self._gazetteer.named(name.text, country=self._here)[:1])

    def _meant(self, name: Name, around: Surroundings) -> Choice | None:
        """The town that a name means where it stands; None when it is more likely something else."""
        towns = [town for town in self._namesakes(name.text) if around.hold(town)]
        if not around and self._at_home_only(name):
            towns = [town for town in towns if town.country == self._here]
        if not towns:
            return None
        choice = choose(name.text, towns, here=self._here)
        known = bool(around) or is_known(name.text, choice.town, here=self._here, at_street=self._at_street)
        return choice if known else None

    def _at_home_only(self, name: Name) -> bool:
        return name.ground in AT_HOME_ONLY and not (name.ground is Ground.GIVEN and self._at_street)

    def _namesakes(self, name: str) -> tuple[Town, ...]:
        towns = self._gazetteer.named(name)
        if len(towns) < MOST_NAMESAKES:
            return towns
        countries = {self._here, *self._around.countries, *(country for country, _ in self._around.regions)} - {""}
        more = [town for country in sorted(countries) for town in self._gazetteer.named(name, country=country)]
        return tuple(dict.fromkeys((*towns, *more)))

    def _told(self, choice: Choice, name: Name, piece: Piece, around: Surroundings) -> Answer:
        others = tuple(town.position for town in choice.others)
        if choice.open:
            return NotFound(Unknown.AMBIGUOUS, (choice.town.position, *others))
        confidence = Confidence.CERTAIN if around and name.ground is not Ground.BENT else Confidence.LIKELY
        if not choice.sure or name.ground in WEAK or self._odd or (name.ground is Ground.ORDINARY and not around):
            confidence = Confidence.ROUGH
        beside = around.texts if around.texts and not name.beside else ()
        text = name.text if name.text.startswith(piece.text) else piece.text
        return Found(choice.town.position, ", ".join((text, *beside)), Method.TOWN, confidence, others)

    def _beside_another(self, answer: Answer, piece: Piece) -> Answer:
        """Rough when the text names another town at home, far from this one."""
        if isinstance(answer, NotFound) or self._at_street or len(self._towns) == 1:
            return answer
        for other in self._towns:
            if other is not piece and other.names[0].ground is Ground.WHOLE and other.kind is Kind.NAME:
                for town in self._gazetteer.named(other.names[0].text, country=self._here)[:1]:
                    if _away(answer.position, town) > TWO_TOWNS_KM:
                        return replace(answer, confidence=Confidence.ROUGH, others=(town.position, *answer.others))
        return answer

    def _by_locality(self) -> Iterator[Answer]:
        """A village that is known by its mail alone, somewhere in its postal area."""
        for piece in reversed(self._towns):
            for name in piece.names:
                if not self._may_be_village(name):
                    continue
                if found := self._areas.found_by_name(name.text, used=piece.text, within=self._around):
                    yield found

    def _may_be_village(self, name: Name) -> bool:
        bare = name.ground in VILLAGES and not name.beside and len(name.text) >= SHORTEST_VILLAGE
        return bare and not self._gazetteer.named(name.text, country=SWEDISH)

    # By postal code

    def _by_code(self, at: int, code: Code) -> Iterator[Answer]:
        piece = self._named_by(at, code)
        area, town = self._area(code), piece.text if piece else ""
        known = area is not None and is_locality(town, area)
        for name in piece.names if piece else ():
            inside = self._beside(name, self._around)
            towns = [
                town for town in self._namesakes(name.text) if inside is not None and _writes_so(code, town, inside)
            ]
            if not towns:
                continue
            if known and all(town.country != SWEDISH for town in towns):
                break  # "780 64 Lima" is a village in Dalarna
            yield self._of_code(code, town, choose_in(towns, code, area, name, self._here), area)
            return
        if area and self._is_swedish(code) and (code.sure or self._at_street or known):
            yield self._areas.found(area, used=f"{code.text} {town}" if known else code.text, exact=not town)
        self._odd = True

    def _named_by(self, at: int, code: Code) -> Piece | None:
        """The piece that tells the town of a code: the next, or the nearest before it."""
        pieces = self._reading.pieces
        outer = [piece for piece, _ in self._outer if piece in pieces[:at]]  # the first "New York, NY 10118"
        before = [piece for piece in reversed(pieces[:at]) if piece in self._towns] or outer
        after = [piece for piece in pieces[at + 1 : at + 2] if piece.names]
        return next(iter(before + after if code.town_first else after + before), None)

    def _area(self, code: Code) -> PostalArea | None:
        swedish = SWEDISH in code.countries and self._around.hold_country(SWEDISH)
        return self._areas.of(code.text) if swedish else None

    def _is_swedish(self, code: Code) -> bool:
        """Whether a code without a town of ours may be taken for a Swedish one."""
        return self._here in NORDIC or bool(self._around) or code.countries == (SWEDISH,)

    def _of_code(self, code: Code, town: str, choice: Choice, area: PostalArea | None) -> Answer:
        others = tuple(town.position for town in choice.others)
        if choice.town.country == SWEDISH and not (area and is_near(area, choice.town)):
            if area and _away(self._areas.town(area), choice.town) > TORN_KM:
                self._torn = True
                return NotFound(Unknown.AMBIGUOUS, (choice.town.position, self._areas.town(area), *others))
            told = (self._areas.middle(area), *others) if area else others
            return Found(choice.town.position, town, Method.TOWN, Confidence.ROUGH, told)
        if choice.open:
            return NotFound(Unknown.AMBIGUOUS, (choice.town.position, *others))
        used = f"{town} {code.text}" if code.town_first else f"{code.text} {town}"
        confidence = Confidence.CERTAIN if choice.sure else Confidence.ROUGH
        return Found(choice.town.position, used, Method.POSTAL_CODE, confidence, others)


def choose_in(towns: list[Town], code: Code, area: PostalArea | None, name: Name, here: str) -> Choice:
    """The likeliest: of Swedish and German towns one in the area of the code, before one abroad, before one elsewhere in
    Sweden."""
    inside = [town for town in towns if area and town.country == SWEDISH and is_near(area, town)]
    inside = inside or (german.in_states(code.text, towns) if german.GERMAN in code.countries else [])
    abroad = [town for town in towns if town.country != SWEDISH]
    return choose(name.text, inside or abroad or towns, here=here)


def _pairs(pieces: Sequence[Piece]) -> Iterator[tuple[Piece | None, Piece]]:
    """Each piece with the one before it."""
    return zip((None, *pieces[:-1]), pieces, strict=True)


def _may_surround(piece: Piece, before: Piece | None) -> bool:
    """A name may be a region's or a country's, unless it follows a postal code as a town does."""
    return piece.kind is Kind.NAME and not (before and before.code and not before.code.town_first)


def _writes_so(code: Code, town: Town, around: Surroundings) -> bool:
    return around.hold(town) and any(town.country in realm(country) for country in code.countries)


def _with_second(answer: Answer, second: Town) -> Answer:
    """Rough, with the other town of a pair told; as it was when both are names of one town: "Turku/Åbo"."""
    if isinstance(answer, NotFound) or _away(answer.position, second) <= SAME_PLACE_KM:
        return answer
    others = tuple(one for one in answer.others if one != second.position)
    return replace(answer, confidence=Confidence.ROUGH, others=(second.position, *others))


def _away(position: Position, town: Town) -> float:
    return kilometres(position.lat, position.lon, town.lat, town.lon)
