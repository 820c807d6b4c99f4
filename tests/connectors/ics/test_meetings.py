"""What each property of an entry says about a meeting, as tables of lines and what they mean."""

from datetime import timedelta

import pytest

from connectors.conferencing.links import AUTOMATIC
from connectors.meetings import (
    Attendance,
    Attendee,
    AttendeeKind,
    LinkSource,
    Meeting,
    Person,
    Place,
    PlaceKind,
    Response,
    ShownAs,
)
from tests.connectors.ics.written import ALWAYS, SAMPLES, at, read, vcalendar, vevent
from tests.world import KARIN, PER

TEAMS = "https://teams.microsoft.com/meet/31240455013?p=Zk3uQ9dXyTnPm2aLbe"


def meeting(*lines: str, **more: tuple[str, ...]) -> Meeting:
    return read(vcalendar(vevent(*lines, **more)), window=ALWAYS).only  # type: ignore[arg-type]


TIMES = [
    (("DTSTART:20261201T080000Z", "DTEND:20261201T083000Z"), "09:00", timedelta(minutes=30), False),
    (("DTSTART:20261201T080000Z", "DURATION:PT1H30M"), "09:00", timedelta(minutes=90), False),
    (("DTSTART:20261201T080000Z",), "09:00", timedelta(0), False),
    (("DTSTART:20261201T090000", "DTEND:20261201T093000"), "09:00", timedelta(minutes=30), False),
    (("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261203"), "00:00", timedelta(days=2), True),
    (("DTSTART;VALUE=DATE:20261201",), "00:00", timedelta(days=1), True),
    (("DTSTART:20261201",), "00:00", timedelta(days=1), True),
    (("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261201"), "00:00", timedelta(days=1), True),
    (("DTSTART;VALUE=DATE:20261201", "DURATION:P2D"), "00:00", timedelta(days=2), True),
    (("DTSTART;VALUE=DATE:20261201", "DURATION:PT8H"), "00:00", timedelta(hours=8), False),
    (("DTSTART;VALUE=DATE:20261201", "DTEND:20261201T100000"), "00:00", timedelta(hours=10), False),
]


@pytest.mark.parametrize(("when", "start", "length", "all_day"), TIMES)
def test_when_a_meeting_is(when: tuple[str, ...], start: str, length: timedelta, all_day: bool) -> None:
    found = meeting(when=when)
    assert (found.start, found.length, found.all_day) == (at(f"2026-12-01 {start}"), length, all_day)


def test_a_day_across_the_change_of_time_has_25_hours_and_a_duration_counts_real_ones() -> None:
    zone = "TZID=Europe/Stockholm"
    by_day = meeting(when=(f"DTSTART;{zone}:20261024T120000", "DURATION:P1D"))
    by_hours = meeting(when=(f"DTSTART;{zone}:20261025T010000", "DURATION:PT3H"))
    assert by_day.end == at("2026-10-25 12:00")
    assert by_hours.end == at("2026-10-25 03:00")


def test_outlooks_all_day_mark_counts() -> None:
    when = (
        "DTSTART;TZID=W. Europe Standard Time:20261201T000000",
        "DTEND;TZID=W. Europe Standard Time:20261202T000000",
    )
    assert meeting("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", when=when).all_day


@pytest.mark.parametrize(
    "title",
    [
        "Canceled: Avstämning",
        "Cancelled: Avstämning",
        "Inställt: Avstämning",
        "Avlyst: Avstemming",
        "Aflyst: Afstemning",
        "Peruutettu: Palaveri",
        "Abgesagt: Besprechung",
        "Geannuleerd: Overleg",
        "CANCELED: AVSTÄMNING",
    ],
)
def test_a_title_that_says_called_off_is_cancelled(title: str) -> None:
    assert meeting(f"SUMMARY:{title}").cancelled


@pytest.mark.parametrize("title", ["Avstämning", "Inställningar för robot", "Om det blir inställt: plan B"])
def test_a_title_that_only_sounds_like_it_is_not(title: str) -> None:
    assert not meeting(f"SUMMARY:{title}").cancelled


def test_a_calendar_that_cancels_cancels() -> None:
    assert read(vcalendar(vevent(), head=("METHOD:CANCEL",))).only.cancelled


PRIVATE = [
    ("CLASS:PRIVATE",),
    ("CLASS:CONFIDENTIAL",),
    ("class:private",),
    ("CLASS:X-PERSONAL",),
    ("X-CALENDARSERVER-ACCESS:CONFIDENTIAL",),
    ("X-CALENDARSERVER-ACCESS:RESTRICTED", "CLASS:PUBLIC"),
    ("X-MICROSOFT-CDO-SENSITIVITY:2",),
    ("X-MICROSOFT-SENSITIVITY:Private",),
    ('CLASS;X-A="b":PRIVATE',),
]


@pytest.mark.parametrize("lines", PRIVATE)
def test_private_meetings_are_dropped_and_counted(lines: tuple[str, ...]) -> None:
    result = read(vcalendar(vevent(*lines, "SUMMARY:hemligt"), vevent(uid="m2")))
    assert ([found.uid for found in result.meetings], result.private) == (["m2"], 1)
    assert "hemligt" not in repr(result)


@pytest.mark.parametrize("line", ["CLASS:PUBLIC", "X-CALENDARSERVER-ACCESS:PUBLIC", "X-MICROSOFT-CDO-SENSITIVITY:0"])
def test_public_meetings_are_kept(line: str) -> None:
    assert meeting(line).uid == "m1"


SHOWN = [
    ((), ShownAs.BUSY),
    (("TRANSP:TRANSPARENT",), ShownAs.FREE),
    (("TRANSP:OPAQUE",), ShownAs.BUSY),
    (("STATUS:TENTATIVE",), ShownAs.TENTATIVE),
    (("X-MICROSOFT-CDO-BUSYSTATUS:FREE",), ShownAs.FREE),
    (("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",), ShownAs.TENTATIVE),
    (("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "TRANSP:TRANSPARENT"), ShownAs.BUSY),
    (("X-MICROSOFT-CDO-BUSYSTATUS:OOF",), ShownAs.OUT_OF_OFFICE),
    (("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",), ShownAs.ELSEWHERE),
]


@pytest.mark.parametrize(("lines", "shown_as"), SHOWN)
def test_how_the_time_is_shown(lines: tuple[str, ...], shown_as: ShownAs) -> None:
    assert meeting(*lines).shown_as is shown_as


PEOPLE = [
    ("ATTENDEE;CN=Karin Lind:mailto:KARIN@Bruket.example", Attendee(KARIN)),
    (
        'ATTENDEE;CN="Lind, Karin";PARTSTAT=ACCEPTED:MAILTO:karin@bruket.example',
        Attendee(Person(KARIN.address, "Lind, Karin"), Response.ACCEPTED),
    ),
    (
        "ATTENDEE;CN=karin@bruket.example;PARTSTAT=DECLINED:mailto:karin@bruket.example",
        Attendee(Person(KARIN.address), Response.DECLINED),
    ),
    (
        "ATTENDEE;PARTSTAT=TENTATIVE;ROLE=OPT-PARTICIPANT:karin@bruket.example",
        Attendee(Person(KARIN.address), Response.TENTATIVE, AttendeeKind.OPTIONAL),
    ),
    (
        "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:karin@bruket.example",
        Attendee(Person(KARIN.address), kind=AttendeeKind.OPTIONAL),
    ),
    ("ATTENDEE;PARTSTAT=DELEGATED:mailto:karin%40bruket.example", Attendee(Person(KARIN.address))),
    ('ATTENDEE;CN="Karin Lind";EMAIL="karin@bruket.example":/aMTUx/principal/', Attendee(KARIN)),
    ('ATTENDEE;CN=Karin Lind;SENT-BY="mailto:sven@nordverk.example":mailto:karin@bruket.example', Attendee(KARIN)),
    (
        "ATTENDEE;CUTYPE=ROOM;CN=Sal Ön:mailto:sal.on@nordverk.example",
        Attendee(Person("sal.on@nordverk.example", "Sal Ön"), kind=AttendeeKind.RESOURCE),
    ),
    (
        "ATTENDEE;CN=Bohus:mailto:c_18@resource.calendar.google.com",
        Attendee(Person("c_18@resource.calendar.google.com", "Bohus"), kind=AttendeeKind.RESOURCE),
    ),
]


@pytest.mark.parametrize(("line", "attendee"), PEOPLE, ids=[line[:60] for line, _ in PEOPLE])
def test_who_is_invited(line: str, attendee: Attendee) -> None:
    assert meeting(line).attendees == (attendee,)


@pytest.mark.parametrize(
    "address",
    [
        "invalid:nomail",
        "mailto:",
        "mailto:/o=ExchangeLabs/cn=Recipients/cn=5f3a",
        "urn:uuid:1",
        "a@b@c",
        "<script>@x y",
    ],
)
def test_garbage_instead_of_an_address_is_counted_and_nothing_more(address: str) -> None:
    found = meeting(f"ATTENDEE;CN=Någon:{address}", "ATTENDEE:mailto:per@bruket.example")
    assert ([one.person.address for one in found.attendees], found.omitted) == ([PER.address], 1)


ODD = ("Ka\arin Lind", "Karin\x1b[31m Lind", "Karin Lind\x7f", "Ka\0rin Lind", "Karin\x85 Lind", "\vKarin Lind\x01")
READERS = {"plain": (), "through icalendar": ("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY")}


@pytest.mark.parametrize("twice", READERS.values(), ids=READERS)
@pytest.mark.parametrize("name", ODD, ids=ascii)
def test_a_control_character_in_a_name_or_an_address_costs_nobody_their_seat(name: str, twice: tuple[str, ...]) -> None:
    lines = (
        f"ORGANIZER;CN={name}:mailto:ka\arin@bruket.example",
        f'ATTENDEE;CN="{name}":mailto:per@bruket.exa\x1bmple',
    )
    found = meeting(*lines, *twice)
    assert found.organizer is not None
    assert found.organizer.address == KARIN.address
    assert [one.person.address for one in found.attendees] == [PER.address]
    for person in (found.organizer, found.attendees[0].person):
        assert person.name.replace("[31m", "") == KARIN.name


def test_the_organizer_is_a_person_or_nobody() -> None:
    assert meeting("ORGANIZER;CN=Karin Lind:mailto:karin@bruket.example").organizer == KARIN
    assert meeting("ORGANIZER;CN=Karin:invalid:nomail").organizer is None
    assert meeting().organizer is None


def test_somebody_invited_twice_is_there_once() -> None:
    twice = ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:per@bruket.example", "ATTENDEE:mailto:PER@bruket.example")
    assert len(meeting(*twice).attendees) == 1


BRUKET = (
    r'X-MICROSOFT-LOCATIONS:[{"DisplayName":"Bruket"\,"LocationUri":"https://www.bingapis.com/x"\,'
    r'"LocationStreet":"Bruksvägen 4"\,"LocationCity":"Trollhättan"\,"LocationPostalCode":"461 30"\,"LocationCountry":"SE"}]'
)
APPLE = (
    r'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS="Bruksvägen 4\n461 30 Trollhättan\nSverige";'
    "X-APPLE-RADIUS=70;X-TITLE=Bruket:geo:58.2836,12.2889"
)
VENUE = Place("Bruket", PlaceKind.VENUE, street="Bruksvägen 4", postal_code="461 30", city="Trollhättan")
SAL = Place("Sal Ön", PlaceKind.ROOM, mailbox="sal.on@nordverk.example")

PLACES = [
    ((), ()),
    (("LOCATION:",), ()),
    ((BRUKET,), (Place("Bruket", PlaceKind.VENUE, "", "Bruksvägen 4", "461 30", "Trollhättan", "SE"),)),
    (
        (BRUKET, "LOCATION:Bruket"),
        (Place("Bruket", PlaceKind.VENUE, "", "Bruksvägen 4", "461 30", "Trollhättan", "SE"),),
    ),
    (('X-MICROSOFT-LOCATIONS:[{"DisplayName":"Sal Ön"\\,"LocationUri":"sal.on@nordverk.example"}]',), (SAL,)),
    (("X-MICROSOFT-LOCATIONS:[{broken",), ()),
    (('X-MICROSOFT-LOCATIONS:{"a":[1]}',), ()),
    (("ATTENDEE;CUTYPE=ROOM;CN=Sal Ön:mailto:sal.on@nordverk.example", "LOCATION:Sal Ön"), (SAL,)),
    (("ATTENDEE;CUTYPE=ROOM;PARTSTAT=DECLINED;CN=Sal Ön:mailto:sal.on@nordverk.example",), ()),
    (
        (APPLE, r"LOCATION:Bruket\nBruksvägen 4\, 461 30 Trollhättan\, Sverige"),
        (Place("Bruket", PlaceKind.VENUE, "", "Bruksvägen 4", "461 30", "Trollhättan", "", 58.2836, 12.2889),),
    ),
    (("GEO:58.28;12.29",), (Place("58.28, 12.29", PlaceKind.COORDINATES, lat=58.28, lon=12.29),)),
    (("GEO:0;0",), ()),
    (("GEO:958;12",), ()),
    (("GEO:here",), ()),
]


@pytest.mark.parametrize(("lines", "places"), PLACES, ids=[str(lines)[:70] for lines, _ in PLACES])
def test_where_a_meeting_is(lines: tuple[str, ...], places: tuple[Place, ...]) -> None:
    assert meeting(*lines).places == places


def test_coordinates_belong_to_the_one_place_there_is() -> None:
    (place,) = meeting("LOCATION:Bruket", "GEO:58.28;12.29").places
    assert (place.text, place.lat, place.lon) == ("Bruket", 58.28, 12.29)


ROOMS = [
    (f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{TEAMS}", "teams", LinkSource.FIELD, False),
    ("X-GOOGLE-CONFERENCE:https://meet.google.com/kqv-hwtb-jzn", "meet", LinkSource.FIELD, False),
    ("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://nordverk.zoom.us/j/5551234567", "zoom", LinkSource.FIELD, False),
    ("CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+46850241327", "phone", LinkSource.FIELD, True),
    ("URL:https://nordverk.zoom.us/j/5551234567", "zoom", LinkSource.FIELD, False),
    ("X-MICROSOFT-ONLINEMEETINGEXTERNALLINK:https://meet.region.example/astrid/7KQ2", "skype", LinkSource.FIELD, False),
    ("X-MICROSOFT-CONFERENCETELURI:tel:+46850241327", "phone", LinkSource.FIELD, True),
    ("LOCATION:https://meet.jit.si/Nordverk", "jitsi", LinkSource.LOCATION, False),
]


@pytest.mark.parametrize(("line", "provider", "source", "phone_only"), ROOMS, ids=[line[:50] for line, *_ in ROOMS])
def test_where_a_meeting_is_on_screen(line: str, provider: str, source: LinkSource, phone_only: bool) -> None:
    room = meeting(line).online
    assert room is not None
    assert (room.provider, room.source, room.phone_only) == (provider, source, phone_only)


@pytest.mark.parametrize(
    "line", ["URL:https://www.bruket.example/hitta-hit", "X-GOOGLE-CONFERENCE:javascript:alert(1)"]
)
def test_any_other_link_is_no_room(line: str) -> None:
    assert meeting(line).online is None


def test_the_words_in_the_place_say_most_and_the_field_fills_in_the_link() -> None:
    room = meeting("LOCATION:Microsoft Teams-möte", f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{TEAMS}").online
    assert room is not None
    assert (room.source, room.url) == (LinkSource.PLACEHOLDER, TEAMS)


BLOCK = rf"DESCRIPTION:\n________________\nMicrosoft Teams-möte\nAnslut: {TEAMS}\n________________\n"
COPIED = [
    (f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{TEAMS}",),
    (f"CONFERENCE;VALUE=URI:{TEAMS}",),
    (f"X-GOOGLE-CONFERENCE:{TEAMS}", "DESCRIPTION:Vi ses"),
    (BLOCK,),
]


@pytest.mark.parametrize("automatic", COPIED, ids=[lines[0][:30] for lines in COPIED])
def test_a_link_in_the_place_that_the_calendar_filled_in_itself_is_nobodys_wish(automatic: tuple[str, ...]) -> None:
    found = meeting(rf"LOCATION:Bruksvägen 4\, 461 30 Trollhättan\; {TEAMS}", *automatic)
    assert [place.text for place in found.places] == ["Bruksvägen 4, 461 30 Trollhättan"]
    assert found.online is not None
    assert (found.online.url, found.online.source in AUTOMATIC) == (TEAMS, True)


def test_a_link_of_somebodys_own_in_the_place_is_meant() -> None:
    zoom = "https://nordverk.zoom.us/j/5551234567"
    for lines in ((), (f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{TEAMS}",), (BLOCK,)):
        room = meeting(f"LOCATION:Bruksvägen 4; {zoom}", *lines).online
        assert room is not None
        assert (room.provider, room.source) == ("zoom", LinkSource.LOCATION)


@pytest.mark.parametrize(
    ("said", "attendance"),
    [("DEFAULT", None), ("IN-PERSON", Attendance.IN_PERSON), ("Online", Attendance.ONLINE), ("whatever", None)],
)
def test_the_attendance_mode_counts_only_when_it_says_something(said: str, attendance: Attendance | None) -> None:
    assert meeting(f"X-MICROSOFT-REQUESTEDATTENDANCEMODE:{said}").attendance is attendance


@pytest.mark.parametrize(
    ("line", "travel"),
    [
        ("X-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT45M", timedelta(minutes=45)),
        ("X-APPLE-TRAVEL-DURATION:PT1H", timedelta(hours=1)),
        ("X-APPLE-TRAVEL-DURATION:-PT1H", None),
        ("X-APPLE-TRAVEL-DURATION:long", None),
        ("X-APPLE-TRAVEL-DURATION;VALUE=DURATION:P9999999999999W", None),
    ],
)
def test_travel_time_in_the_entry_is_kept(line: str, travel: timedelta | None) -> None:
    assert meeting(line).travel == travel


BODIES = [
    ((r"DESCRIPTION:Vi ses hos er\, kl 9",), "Vi ses hos er, kl 9"),
    ((r"DESCRIPTION:\n", "X-ALT-DESC;FMTTYPE=text/html:<p>Vi ses hos er</p>"), "Vi ses hos er"),
    (("X-ALT-DESC;FMTTYPE=text/html:<html><body><p>Vi ses <b>hos er</b></p></body></html>",), "Vi ses hos er"),
    (("DESCRIPTION:<p>Vi ses <b>hos er</b></p>",), "Vi ses hos er"),
    (("DESCRIPTION:Vi ses hos er", "X-ALT-DESC;FMTTYPE=text/html:<p>Vi ses hos er</p>"), "Vi ses hos er"),
    ((), ""),
]


@pytest.mark.parametrize(("lines", "text"), BODIES, ids=[str(lines)[:60] for lines, _ in BODIES])
def test_what_people_wrote(lines: tuple[str, ...], text: str) -> None:
    assert meeting(*lines).human_text.strip() == text


def test_a_link_that_only_the_html_holds_is_found() -> None:
    html = f'X-ALT-DESC;FMTTYPE=text/html:<p>Hej</p><a href="{TEAMS}">Anslut</a>'
    room = meeting("DESCRIPTION:Hej", html).online
    assert room is not None
    assert room.provider == "teams"


def test_an_alarms_words_are_not_the_meetings() -> None:
    found = meeting("BEGIN:VALARM", "DESCRIPTION:Påminnelse", "SUMMARY:Larm", "END:VALARM", "SUMMARY:Avstämning")
    assert (found.title, found.human_text) == ("Avstämning", "")


def test_lengths_are_bounded() -> None:
    found = meeting("SUMMARY:" + "x" * 5_000, "LOCATION:" + "y" * 5_000, "DESCRIPTION:" + "z " * 9_000)
    assert (len(found.title), len(found.human_text)) == (1_000, 4_000)
    assert all(len(place.text) <= 1_000 for place in found.places)


SAMPLE_NAMES = {
    "outlook-desktop.ics": ("Astrid Ek",),
    "google-export.ics": ("astrid@nordverk.example",),
    "apple.ics": ("Arbete",),
    "thunderbird.ics": (),
    "exchange-feed.ics": ("Kalender",),
    "outlook-published.ics": ("Calendar",),
}


@pytest.mark.parametrize(("name", "names"), SAMPLE_NAMES.items())
def test_a_sample_is_read_whole_and_says_whose_it_is(name: str, names: tuple[str, ...]) -> None:
    result = read((SAMPLES / name).read_bytes())
    assert result.names == names
    assert result.unread == []
    assert result.meetings


def test_outlooks_own_export_comes_out_right() -> None:
    result = read((SAMPLES / "outlook-desktop.ics").read_bytes())
    single = next(found for found in result.meetings if found.title == "Uppföljning offert, Bruket")
    assert single.start == at("2026-12-10 09:00")
    assert [one.person.address for one in single.attendees] == [KARIN.address, "sal.on@nordverk.example"]
    assert single.places == (Place("Sal Ön (8 platser)", PlaceKind.ROOM, mailbox="sal.on@nordverk.example"),)
    assert (single.online and single.online.provider, single.language) == ("teams", "sv")
    assert single.human_text.strip() == "Hej Karin, vi går igenom offerten och vad som händer efter nyår."
    tuesdays = [found for found in result.meetings if found.series]
    assert len(tuesdays) == 14
    assert [found.start for found in tuesdays if found.title.endswith("på plats hos er")] == [at("2026-09-22 14:00")]
    assert [found.recurrence_id for found in tuesdays if found.cancelled] == [at("2026-10-06 10:00")]
    assert (result.private, result.components) == (1, 6)
