"""Houses found by Nominatim and Photon: what each is asked, what is read, and how far an engine is believed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.errors import ConnectorError, EngineFailed, TryLater
from connectors.routing.engines import nominatim, photon
from connectors.routing.engines.address import Address
from connectors.routing.engines.careful import CarefulGeocoder
from connectors.routing.engines.geocoding import Answered, Kind, believe
from connectors.routing.engines.nominatim import Nominatim
from connectors.routing.engines.photon import PhotonGeocoder
from connectors.routing.engines.polite import Polite
from connectors.routing.geocoder import Confidence, Found, Method, NotFound, Position, Sought, Unknown
from tests.connectors.routing.engines.towns import LULEA, MORA, TROLLHATTAN, Twin
from tests.simulators.engines.nominatim import HOUSE, NominatimSimulator, place
from tests.simulators.engines.photon import HOUSE as PHOTON_HOUSE
from tests.simulators.engines.photon import PhotonSimulator, collection, feature
from tests.simulators.loopback import Answer, serve

DOOR = (58.2835, 12.2891)
BY_TEXT = Sought(text="Bruket AB, Slussgatan 14, 461 30 Trollhättan")
BY_FIELDS = Sought(street="Slussgatan 14", postal_code="461 30", city="Trollhättan")

Asking = Callable[..., Polite]
ENGINES = pytest.mark.parametrize(
    ("engine", "simulator"), [(Nominatim, NominatimSimulator), (PhotonGeocoder, PhotonSimulator)]
)


# What is asked


@pytest.mark.parametrize(
    ("sought", "params"),
    [
        (BY_TEXT, {"q": "Slussgatan 14, 461 30 Trollhättan", "countrycodes": "se"}),
        (Sought(text="Slussgatan 14, Trollhättan"), {"q": "Slussgatan 14, Trollhättan", "countrycodes": "se"}),
        (
            BY_FIELDS,
            {"street": "Slussgatan 14", "postalcode": "461 30", "city": "Trollhättan", "countrycodes": "se"},
        ),
        (Sought(text="Slussgatan 14, Mora"), {"q": "Slussgatan 14, Mora"}),
        (Sought(text="Slussgatan 14, 123 45 Bäckaskog"), {"q": "Slussgatan 14, 123 45 Bäckaskog"}),
    ],
)
def test_nominatim_is_asked_about_the_address_alone(ask: Asking, sought: Sought, params: dict[str, str]) -> None:
    with serve(NominatimSimulator()) as server:
        Nominatim(ask(), twin=Twin(), url=server.url).find(sought)
    (asked,) = server.asked
    assert dict(asked.params) == {**params, "format": "jsonv2", "addressdetails": "1", "limit": "1"}
    assert asked.headers["user-agent"].startswith("Kanelbulle/")


@pytest.mark.parametrize(
    ("sought", "path", "params"),
    [
        (BY_TEXT, "/api", {"q": "Slussgatan 14, 461 30 Trollhättan"}),
        (
            BY_FIELDS,
            "/structured",
            {"street": "Slussgatan 14", "postcode": "461 30", "city": "Trollhättan", "countrycode": "SE"},
        ),
    ],
)
def test_photon_is_asked_about_the_address_alone(
    ask: Asking, sought: Sought, path: str, params: dict[str, str]
) -> None:
    with serve(PhotonSimulator()) as server:
        PhotonGeocoder(ask(), twin=Twin(), url=server.url).find(sought)
    (asked,) = server.asked
    assert (asked.path, dict(asked.params)) == (path, {**params, "limit": "1"})


def test_a_photon_that_takes_no_parts_is_asked_for_the_whole(ask: Asking) -> None:
    with serve(PhotonSimulator(structured=False)) as server:
        found = PhotonGeocoder(ask(), twin=Twin(), url=server.url).find(BY_FIELDS)
    assert [asked.path for asked in server.asked] == ["/structured", "/api"]
    assert isinstance(found, Found)


@ENGINES
@pytest.mark.parametrize(
    "sought",
    [
        Sought(text="Rum Luleå"),
        Sought(text="Slussgatan 14, 461 30 Trollhättan", room=True),
        Sought(text="https://teams.microsoft.com/l/meetup-join/x"),
        Sought(text="hos oss"),
        Sought(text="Trollhättan"),
        Sought(text="Projekt Alfa"),
        Sought(text="Slussgatan 14"),
        Sought(text="Slussgatan 14, Karin Lind"),
        Sought(text="Slussgatan 14, 461 30 Trollhättan", lat=58.28, lon=12.29),
    ],
)
def test_what_is_no_address_is_asked_nowhere(ask: Asking, engine: Any, simulator: Any, sought: Sought) -> None:
    with serve(simulator()) as server:
        assert engine(ask(), twin=Twin(), url=server.url).find(sought) == NotFound(Unknown.NOT_FOUND)
    assert server.asked == []


def test_a_street_without_a_town_is_not_looked_for_where_the_telephone_is(ask: Asking) -> None:
    phone = Found(LULEA, "0920", Method.PHONE, Confidence.ROUGH)
    with serve(NominatimSimulator()) as server:
        engine = Nominatim(ask(), twin=Twin({"slussgatan": phone}), url=server.url)
        assert engine.find(Sought(text="Slussgatan 14", phone="+46920")) == NotFound(Unknown.NOT_FOUND)
    assert server.asked == []


def test_where_the_twin_knows_the_region_only_no_town_is_put_in_the_question(ask: Asking) -> None:
    region = Found(LULEA, "97", Method.POSTAL_AREA, Confidence.ROUGH)
    with serve(NominatimSimulator()) as server:
        Nominatim(ask(), twin=Twin({"slussgatan": region}), url=server.url).find(Sought(text="Slussgatan 14, 972 99"))
    assert server.asked[0].params["q"] == "Slussgatan 14, 972 99"


# What is found


@ENGINES
@pytest.mark.parametrize("sought", [BY_TEXT, BY_FIELDS, Sought(text="Slussgatan 14, Trollhättan")])
def test_the_very_house_is_found(ask: Asking, engine: Any, simulator: Any, sought: Sought) -> None:
    with serve(simulator()) as server:
        found = engine(ask(), twin=Twin(), url=server.url).find(sought)
    assert isinstance(found, Found)
    assert (found.position.lat, found.position.lon) == DOOR
    assert (found.method, found.confidence) == (Method.STREET, Confidence.CERTAIN)
    assert found.by in ("nominatim", "photon")
    assert found.used.startswith("Slussgatan 14, ")
    assert "Bruket" not in found.used


@ENGINES
def test_with_care_the_house_stands_in_the_twins_town_and_zone(ask: Asking, engine: Any, simulator: Any) -> None:
    with serve(simulator()) as server:
        found = CarefulGeocoder(engine(ask(), twin=Twin(), url=server.url), Twin()).find(BY_TEXT)
    assert isinstance(found, Found)
    assert (found.position.lat, found.position.lon) == DOOR
    assert (found.position.town, found.position.zone) == ("Trollhättan", "Europe/Stockholm")


@ENGINES
def test_with_care_a_house_in_another_part_of_the_country_is_not_believed(
    ask: Asking, engine: Any, simulator: Any
) -> None:
    with serve(simulator()) as server:
        found = CarefulGeocoder(engine(ask(), twin=Twin(), url=server.url), Twin()).find(
            Sought(text="Slussgatan 14, Luleå")
        )
    assert found == Found(LULEA, "luleå", Method.TOWN, Confidence.LIKELY)
    assert len(server.asked) == 1


@ENGINES
@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"<html><body>Bandwidth limit exceeded</body></html>"),
        Answer(b"", 429),
        Answer(b"{}", 500),
        Answer(b'[{"lat": "58', cut=True),
        Answer(b"null"),
    ],
)
def test_with_care_a_failure_is_answered_for_by_the_twin(
    ask: Asking, engine: Any, simulator: Any, answer: Answer
) -> None:
    with serve(answer) as server:
        found = CarefulGeocoder(engine(ask(), twin=Twin(), url=server.url), Twin()).find(BY_TEXT)
    assert found == Found(TROLLHATTAN, "trollhättan", Method.TOWN, Confidence.LIKELY)


@ENGINES
@pytest.mark.parametrize(
    ("answer", "failure"),
    [(Answer(b"<html>"), EngineFailed), (Answer(b"", 429), TryLater), (Answer(b"", 404), EngineFailed)],
)
def test_a_failure_tells_nobody_the_address(
    ask: Asking, engine: Any, simulator: Any, answer: Answer, failure: type[ConnectorError]
) -> None:
    with serve(answer) as server, pytest.raises(failure) as raised:
        engine(ask(), twin=Twin(), url=server.url).find(BY_TEXT)
    assert "luss" not in f"{raised.value!r} {raised.value.__cause__!r} {raised.value.__context__!r}"


@ENGINES
def test_a_server_that_never_answers_costs_its_time_out_and_no_more(ask: Asking, engine: Any, simulator: Any) -> None:
    with serve(Answer(hang=True)) as server, pytest.raises(ConnectorError):
        engine(ask(timeout=timedelta(milliseconds=80)), twin=Twin(), url=server.url).find(BY_TEXT)


@ENGINES
def test_the_same_address_is_asked_for_once_and_nothing_found_is_remembered_too(
    ask: Asking, engine: Any, simulator: Any
) -> None:
    with serve(simulator(places={})) as server:
        asking = engine(ask(), twin=Twin(), url=server.url)
        assert [asking.find(BY_TEXT) for _ in range(3)] == [NotFound(Unknown.NOT_FOUND)] * 3
    assert len(server.asked) == 1


def test_of_two_towns_with_one_name_the_house_tells_which(ask: Asking) -> None:
    house = place(MORA.lat, MORA.lon, road="Kyrkogatan", number="3", town="Mora")
    with serve(NominatimSimulator({"kyrkogatan 3": house})) as server:
        found = CarefulGeocoder(Nominatim(ask(), twin=Twin(), url=server.url), Twin()).find(
            Sought(text="Kyrkogatan 3, Mora")
        )
    assert isinstance(found, Found)
    assert (found.position.region, found.method) == ("Västra Götalands län", Method.STREET)


# What is read


@pytest.mark.parametrize(
    ("wire", "kind"),
    [
        (HOUSE, Kind.HOUSE),
        (place(*DOOR, road="Slussgatan", rank=26), Kind.STREET),
        (place(*DOOR, town="Trollhättan", rank=18), Kind.TOWN),
        (HOUSE | {"importance": None}, Kind.HOUSE),
    ],
)
def test_nominatim_tells_what_it_has_by_its_rank(wire: dict[str, object], kind: Kind) -> None:
    answered = nominatim.read_answer([wire])
    assert answered
    assert (answered.kind, answered.position.lat, answered.position.lon) == (kind, *DOOR)
    assert (answered.position.town, answered.position.country) == (
        "Trollhättan" if kind is not Kind.STREET else "",
        "SE",
    )


@pytest.mark.parametrize(
    "wire",
    [
        place(*DOOR, town="Västra Götalands län", rank=8),  # a county
        place(*DOOR, town="Trollhättan", rank=20) | {"importance": 0.01},  # a farm of that name
        HOUSE | {"lat": "58.28.35"},
        HOUSE | {"lat": None},
        HOUSE | {"lat": "0", "lon": "0"},
        HOUSE | {"lat": "95.1"},
        HOUSE | {"lon": "NaN"},
        HOUSE | {"place_rank": "high"},
        HOUSE | {"address": ["Slussgatan"]},
        HOUSE | {"address": {"road": 7}},
        {},
        None,
        "HTML",
    ],
)
def test_an_answer_of_nominatims_that_makes_no_sense_is_none(wire: object) -> None:
    assert nominatim.read_answer([wire]) is None


@pytest.mark.parametrize(
    ("wire", "kind", "street"),
    [
        (PHOTON_HOUSE, Kind.HOUSE, "Slussgatan"),
        (feature(*DOOR, "street", name="Slussgatan", city="Trollhättan"), Kind.STREET, "Slussgatan"),
        (feature(*DOOR, "city", name="Trollhättan"), Kind.TOWN, ""),
        (feature(*DOOR, "district", name="Stavre", city="Trollhättan", street=None), Kind.TOWN, ""),
    ],
)
def test_photon_tells_what_it_has_longitude_first(wire: dict[str, object], kind: Kind, street: str) -> None:
    answered = photon.read_answer(collection(wire))
    assert answered
    assert (answered.kind, answered.street) == (kind, street)
    assert (answered.position.lat, answered.position.lon) == DOOR
    assert (answered.position.town, answered.position.country) == ("Trollhättan", "SE")


@pytest.mark.parametrize(
    "wire",
    [
        feature(*DOOR, "county", name="Västra Götalands län"),
        feature(*DOOR, "country", name="Sverige"),
        feature(*DOOR, "other", name="Trollhättan"),
        feature(158.2835, 12.2891),
        feature(0, 0),
        PHOTON_HOUSE | {"geometry": None},
        PHOTON_HOUSE | {"geometry": {"type": "Point", "coordinates": [12.2891]}},
        PHOTON_HOUSE | {"geometry": {"type": "Point", "coordinates": ["öst", "norr"]}},
        PHOTON_HOUSE | {"properties": []},
        {},
        None,
    ],
)
def test_an_answer_of_photons_that_makes_no_sense_is_none(wire: Any) -> None:
    assert photon.read_answer(collection(wire)) is None


# What is believed

ASKED = Address("Slussgatan 14", "461 30", "Trollhättan", "SE")
HERE = Position(*DOOR, "Trollhättan", country="SE")


def believed(answered: Answered, asked: Address = ASKED, *, town_known: bool = True) -> Found | None:
    return believe(answered, asked, by="x", town_known=town_known)


@pytest.mark.parametrize(
    ("street", "number", "asked", "confidence"),
    [
        ("Slussgatan", "14", "Slussgatan 14", Confidence.CERTAIN),
        ("SLUSSGATAN", "14", "slussgatan 14", Confidence.CERTAIN),
        ("Slussgatan", "14B", "Slussgatan 14 b", Confidence.CERTAIN),
        ("Slussgatan", "12", "Slussgatan 14", Confidence.LIKELY),
        ("Slussgatan", "", "Slussgatan 14", Confidence.LIKELY),
        ("Slussgatan", "14", "Slussgatan", Confidence.LIKELY),
        ("Massachusetts Avenue", "77", "77 Massachusetts Ave", Confidence.CERTAIN),
        ("Stora Torget", "2", "Stora torget 2", Confidence.CERTAIN),
    ],
)
def test_the_street_asked_for_is_believed_and_its_house_is_certain(
    street: str, number: str, asked: str, confidence: Confidence
) -> None:
    answered = Answered(HERE, Kind.HOUSE, street, number, "461 30")
    found = believed(answered, Address(asked, "461 30", "Trollhättan"))
    assert found
    assert (found.method, found.confidence) == (Method.STREET, confidence)


@pytest.mark.parametrize("street", ["Slottsgatan", "", "Washington Avenue", "14"])
def test_another_street_is_not_believed(street: str) -> None:
    assert believed(Answered(HERE, Kind.HOUSE, street, "14", "461 30")) is None
    assert believed(Answered(HERE, Kind.HOUSE, street, "77"), Address("77 Massachusetts Avenue", "02139")) is None


def test_a_house_in_a_town_by_another_name_is_likely_only() -> None:
    suburb = Answered(Position(*DOOR, "Stavre"), Kind.HOUSE, "Slussgatan", "14", "461 59")
    found = believed(suburb)
    assert found
    assert found.confidence is Confidence.LIKELY


def test_a_town_says_nothing_new_where_it_is_known() -> None:
    town = Answered(HERE, Kind.TOWN)
    assert believed(town) is None
    found = believed(town, town_known=False)
    assert found
    assert (found.method, found.confidence) == (Method.TOWN, Confidence.LIKELY)


def test_where_nobody_knows_the_town_it_has_to_be_the_one_asked_for() -> None:
    elsewhere = Answered(Position(65.5, 22.1, "Luleå"), Kind.HOUSE, "Slussgatan", "14", "972 31")
    assert believed(elsewhere, town_known=False) is None
    by_code = Answered(Position(*DOOR), Kind.HOUSE, "Slussgatan", "14", "46130")
    assert believed(by_code, town_known=False)


jsons = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


@st.composite
def bent(draw: st.DrawFn, wire: Any) -> Any:
    if draw(st.integers(0, 9)) == 0:
        return draw(jsons)
    if isinstance(wire, dict):
        return {name: draw(bent(value)) for name, value in wire.items()}
    return [draw(bent(one)) for one in wire] if isinstance(wire, list) else wire


@settings(max_examples=200)
@given(jsons | bent([HOUSE]), jsons | bent(collection(PHOTON_HOUSE)))
def test_whatever_answers_ends_in_a_position_on_earth_or_in_none(one: Any, other: Any) -> None:
    for answered in (nominatim.read_answer(one), photon.read_answer(other)):
        if answered is not None:
            assert abs(answered.position.lat) <= 90
            assert abs(answered.position.lon) <= 180
            assert len(answered.street) <= 80
