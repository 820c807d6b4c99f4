"""Links, locations and bodies as calendars and people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.conferencing import choose_room, find_room, read_body, read_location
from connectors.conferencing.links import unwrap
from connectors.conferencing.providers import ANY_HOST, PROVIDERS
from connectors.meetings import LinkSource, OnlineRoom, Place, PlaceKind
from tests.patience import patience

TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=%7b%22Tid%22%3a%22t%22%7d"
RULER = "_" * 80

MEETINGS = [
    ("teams", TEAMS),
    ("teams", "https://teams.microsoft.com/meet/31245678901?p=hT7kQz"),
    ("teams", "https://teams.live.com/meet/9312345678901?p=x"),
    ("teams", "https://gov.teams.microsoft.us/l/meetup-join/19%3ameeting_x"),
    ("teams", "https://dod.teams.microsoft.us/l/meetup-join/19%3ameeting_x"),
    ("teams", "https://teams.cloud.microsoft/l/meetup-join/19%3ameeting_x"),
    ("teams", "https://teams.microsoft.com/l/meetup-join/19:meeting_x@thread.tacv2/1589"),
    ("teams", "https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fmeetup-join%2F19"),
    ("teams", "msteams:/l/meetup-join/19%3ameeting_x"),
    ("teams", "https://video.regionen.example/teams/?conf=123456789"),
    ("teams", "https://www.webex.com/msteams?confid=123456"),
    ("meet", "https://meet.google.com/abc-defg-hij"),
    ("meet", "http://meet.google.com/abc-defg-hij?authuser=0&hs=122"),
    ("meet", "https://meet.google.com/lookup/abcdef"),
    ("hangouts", "https://hangouts.google.com/hangouts/_/nordverk.example/x"),
    ("zoom", "https://us02web.zoom.us/j/89012345678?pwd=abc"),
    ("zoom", "https://nordverk.zoom.us/my/astrid"),
    ("zoom", "https://zoom.us/wc/join/890123"),
    ("zoom", "https://zoom.us/wc/890123/join"),
    ("zoom", "https://nordverk.zoom.com/j/890123"),
    ("zoom", "https://nordverk.zoomgov.com/j/16012345"),
    ("zoom", "zoommtg://zoom.us/join?confno=890123"),
    ("zoom", "https://reclaim.ai/z/abc"),
    ("zoom", "zoom.us/j/89012345678"),
    ("webex", "https://nordverk.webex.com/meet/astrid"),
    ("webex", "https://nordverk.webex.com/nordverk/j.php?MTID=m0123456789"),
    ("webex", "https://nordverk.webex.com/webappng/sites/nordverk/meeting/info/abc"),
    ("webex", "https://meetings.webex.com/collabs/meetings/join?uuid=ABC"),
    ("skype", "https://meet.lync.com/nordverk/astrid/ABC123"),
    ("skype", "https://meet.regionen.example/anna.berg/ABCD1234"),
    ("skype", "https://join.skype.com/abcDEF"),
    ("goto", "https://meet.goto.com/123456789"),
    ("goto", "https://global.gotomeeting.com/join/123456789"),
    ("bluejeans", "https://bluejeans.com/1234567"),
    ("jitsi", "https://meet.jit.si/Nordverk"),
    ("jitsi", "https://8x8.vc/nordverk/rum"),
    ("jitsi", "https://jitsi.kommunen.example/planering"),
    ("whereby", "https://whereby.com/nordverk"),
    ("whereby", "https://nordverk.whereby.com/rum"),
    ("whereby", "https://appear.in/nordverk"),
    ("ringcentral", "https://v.ringcentral.com/join/123456789"),
    ("chime", "https://chime.aws/1234567890"),
    ("pexip", "https://video.regionen.example/webapp/conference/karin@regionen.example"),
    ("pexip", "https://video.regionen.example/webapp/#/?conference=123456"),
    ("cms", "https://bro.regionen.example/invited.sf?secret=abc&id=1234"),
    ("bigbluebutton", "https://bbb.hogskolan.example/b/ann-abc-def"),
    ("bigbluebutton", "https://bbb.hogskolan.example/rooms/ann-abc-def-ghi/join"),
    ("nextcloud", "https://moln.kommunen.example/call/abcd2345"),
    ("nextcloud", "https://moln.kommunen.example/index.php/call/abcd2345"),
    ("lifesize", "https://call.lifesizecloud.com/1234567"),
    ("facetime", "https://facetime.apple.com/join#v=1&p=abc"),
    ("proton", "https://meet.proton.me/join/id-ABC#pwd-1"),
    ("zoho", "https://meeting.zoho.eu/meeting/join?key=1"),
    ("slack", "https://app.slack.com/huddle/T1/C1"),
    ("daily", "https://nordverk.daily.co/rum"),
    ("cal", "https://app.cal.com/video/abc"),
]

NO_MEETINGS = [
    "https://teams.microsoft.com/",
    "https://teams.microsoft.com",
    "https://teams.microsoft.com/l/meeting/new?subject=x",
    "https://teams.microsoft.com/l/channel/19%3aabc/General",
    "https://teams.microsoft.com/l/message/19:x/1",
    "https://teams.microsoft.com/l/chat/0/0?users=a",
    "https://teams.microsoft.com/meetingOptions/?organizerId=1&language=sv-SE",
    "https://teams.microsoft.com/_#/conversations",
    "https://aka.ms/JoinTeamsMeeting",
    "https://dialin.teams.microsoft.com/1?id=2",
    "https://www.microsoft.com/en-us/microsoft-teams/join-a-meeting",
    "https://meet.google.com/",
    "https://meet.google.com/landing",
    "https://support.google.com/a/users/answer/9282720",
    "https://zoom.us/pricing",
    "https://us02web.zoom.us/u/kabc",
    "https://zoom.us/rec/share/abc",
    "https://zoom.us/wc/home",
    "https://www.webex.com/pricing.html",
    "https://nordverk.webex.com/webappng/sites/nordverk/recording/play/abc",
    "https://fakezoom.us/j/1",
    "https://zoom.us.evil.example/j/1",
    "https://zoom.us@evil.example/j/1",
    "https://evil.example/?u=https://zoom.us/j/1",
    "https://evil.example/zoom.us/j/1",
    "https://whereby.com/information/x",
    "https://meet.jit.si/static/oldBrowser.html",
    "https://calendly.com/nordverk/30min",
    "https://nordverk.example/dokument.pdf",
    "https://[broken/j/1",
    "",
]


@pytest.mark.parametrize(("provider", "link"), MEETINGS)
def test_a_join_link_is_known_by_its_host_and_path(provider: str, link: str) -> None:
    room = find_room(f"Hej, anslut här: {link}.", LinkSource.TYPED)
    assert room == OnlineRoom(provider, LinkSource.TYPED, link)


@pytest.mark.parametrize("link", NO_MEETINGS)
def test_other_pages_and_look_alikes_are_no_meeting(link: str) -> None:
    assert find_room(f"Se {link} för mer", LinkSource.TYPED) is None


def test_every_provider_has_a_name_and_a_host() -> None:
    assert all(row.name and row.hosts for row in PROVIDERS)
    assert all(row.name and not row.hosts for row in ANY_HOST)


WRAPPED = [
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fmeet.google.com%2Fabc-defg-hij&data=05%7C01",
    "https://eur01.safelinks.protection.outlook.com/ap/t-59584e83/?url=https%3A%2F%2Fmeet.google.com%2Fabc-defg-hij&amp;data=0",
    "https://www.google.com/url?q=https%3A%2F%2Fmeet.google.com%2Fabc-defg-hij&sa=D&source=calendar&usg=A",
    "https://urldefense.com/v3/__https://meet.google.com/abc-defg-hij__;!!abc$",
    "https://urldefense.proofpoint.com/v2/url?u=https-3A__meet.google.com_abc-2Ddefg-2Dhij&d=Dw",
    "https://protect.checkpoint.com/v2/r01/___https://meet.google.com/abc-defg-hij___.YXA=",
    "https://www.google.com/url?q=https%3A%2F%2Feur01.safelinks.protection.outlook.com%2F%3Furl%3Dhttps%253A%252F%252Fmeet.google.com%252Fabc-defg-hij",
]


@pytest.mark.parametrize("link", WRAPPED)
def test_what_mail_filters_wrap_is_unwrapped(link: str) -> None:
    room = find_room(link, LinkSource.BLOCK)
    assert room == OnlineRoom("meet", LinkSource.BLOCK, "https://meet.google.com/abc-defg-hij")


def test_wrappers_are_undone_three_deep_and_no_deeper() -> None:
    from urllib.parse import quote

    link = "https://meet.google.com/abc-defg-hij"
    for _ in range(3):
        link = "https://www.google.com/url?q=" + quote(link, safe="")
    assert unwrap(link) == "https://meet.google.com/abc-defg-hij"
    assert unwrap("https://www.google.com/url?q=" + quote(link, safe="")) != "https://meet.google.com/abc-defg-hij"


@pytest.mark.parametrize(
    "text",
    [f"[Anslut]({TEAMS})", f"<{TEAMS}>", f"Anslut till mötet<{TEAMS}>", f"({TEAMS})", TEAMS.replace("?", "?a=1&amp;")],
)
def test_a_link_is_found_in_brackets_labels_and_entities(text: str) -> None:
    room = find_room(text, LinkSource.TYPED)
    assert room is not None
    assert room.url is not None
    assert room.provider == "teams"
    assert room.url.endswith("%7d")
    assert "&amp;" not in room.url


@pytest.mark.parametrize(
    "link",
    [
        "https://us02web.zoom.us/webinar/register/WN_abc",
        "https://nordverk.gotowebinar.com/register/123",
        "https://app.livestorm.com/p/abc",
        "https://events.teams.microsoft.com/event/abc",
        "https://teams.microsoft.com/l/meetup-join/19%3ax/0?context=%7b%22IsBroadcastMeeting%22%3atrue%7d",
        "https://www.youtube.com/live/abc",
        "https://stream.meet.google.com/stream/abc",
    ],
)
def test_a_webinar_is_a_broadcast(link: str) -> None:
    room = find_room(link, LinkSource.TYPED)
    assert room is not None
    assert room.broadcast


def test_a_meeting_comes_before_a_broadcast_and_a_number() -> None:
    room = find_room(f"https://app.livestorm.com/p/abc tel:+46850521800 {TEAMS}", LinkSource.BLOCK)
    assert room is not None
    assert (room.provider, room.broadcast, room.phone_only) == ("teams", False, False)


# --- locations -------------------------------------------------------------------------------------------------

HARDWARE = Place("NV-Huset-Eken (12)", PlaceKind.ROOM)
LOCATIONS = [
    ("", [], None),
    ("Storgatan 4, Trollhättan", ["Storgatan 4, Trollhättan"], None),
    ("Microsoft Teams-möte; Rum 3", ["Rum 3"], ("teams", LinkSource.PLACEHOLDER)),
    ("Microsoft Teams-möte, Rum 3", ["Rum 3"], ("teams", LinkSource.PLACEHOLDER)),
    ("Microsoft Teams -kokous", [], ("teams", LinkSource.PLACEHOLDER)),
    ("Microsoft Teams-møde", [], ("teams", LinkSource.PLACEHOLDER)),
    ("Réunion Microsoft Teams", [], ("teams", LinkSource.PLACEHOLDER)),
    ("Google Meet (instructions in description)", [], ("meet", LinkSource.PLACEHOLDER)),
    ("Teams", [], ("teams", LinkSource.LOCATION)),
    ("Digitalt via Teams", [], ("teams", LinkSource.LOCATION)),
    ("Länk kommer", [], ("online", LinkSource.LOCATION)),
    ("Storgatan 4 / Teams", ["Storgatan 4"], ("teams", LinkSource.LOCATION)),
    ("Remote; https://meet.google.com/abc-defg-hij", [], ("meet", LinkSource.LOCATION)),
    ("Hauptstraße 1-5; 4041 Linz", ["Hauptstraße 1-5, 4041 Linz"], None),
    ("Storgatan 4; 461 30 Trollhättan", ["Storgatan 4, 461 30 Trollhättan"], None),
    ("Storgatan 4; Rum 3", ["Storgatan 4", "Rum 3"], None),
    ("Rum 3\nStorgatan 4", ["Rum 3", "Storgatan 4"], None),
    ("Meet & greet", ["Meet & greet"], None),
    ("Zoombutiken", ["Zoombutiken"], None),
    ("Telefonplan", ["Telefonplan"], None),
    ("Teams-strategi", ["Teams-strategi"], None),
    ("ej Teams", ["ej Teams"], None),
    ("Building 32, Microsoft, Seattle", ["Building 32, Microsoft, Seattle"], None),
    ("https://nordverk.example/agenda.pdf", [], None),
    ("Rum 3 https://nordverk.example/rum/3", ["Rum 3"], None),
    ("; ;\n;", [], None),
]


@pytest.mark.parametrize(("text", "places", "room"), LOCATIONS)
def test_a_location_is_split_into_places_and_a_room(
    text: str, places: list[str], room: tuple[str, LinkSource] | None
) -> None:
    found, online = read_location(text)
    assert [place.text for place in found] == places
    assert (online and (online.provider, online.source)) == room


def test_a_map_link_is_a_place_with_its_coordinates() -> None:
    places, online = read_location("https://www.google.com/maps/place/Bruket/@58.2837,12.2886,17z")
    assert places == (Place("Bruket", PlaceKind.COORDINATES, lat=58.2837, lon=12.2886),)
    assert online is None


def test_a_map_link_without_coordinates_is_a_venue() -> None:
    places, _ = read_location("https://maps.google.com/?q=Storgatan+4,+Trollh%C3%A4ttan")
    assert places == (Place("Storgatan 4, Trollhättan", PlaceKind.VENUE),)


@pytest.mark.parametrize("text", ["NV-Huset-Eken (12) [Google Meet]", "_NV-Huset-Eken (12)"])
def test_a_room_list_name_is_a_room_and_its_hardware_no_meeting(text: str) -> None:
    assert read_location(text) == ((HARDWARE,), None)


def test_a_number_to_dial_is_a_bridge() -> None:
    places, online = read_location("tel:+46850521800,,123#")
    assert places == ()
    assert online == OnlineRoom("phone", LinkSource.LOCATION, "tel:+46850521800,,123#", phone_only=True)


# --- bodies ------------------------------------------------------------------------------------------------------

SWEDISH = f"""Hej Karin,
vi går igenom offerten.
{RULER}
Microsoft Teams-möte
Jobba på datorn eller mobilappen
Klicka här för att ansluta till mötet<{TEAMS}>
Mötes-ID: 312 456 789 01
Eller ring in (endast ljud)
+46 8 505 218 00,,123456789#<tel:+46850521800,,123456789#> Sweden, Stockholm
Läs mer<https://aka.ms/JoinTeamsMeeting> | Mötesalternativ<https://teams.microsoft.com/meetingOptions/?organizerId=1&language=sv-SE>
{RULER}
"""


def test_the_block_is_cut_out_and_its_link_is_automatic() -> None:
    body = read_body(SWEDISH)
    assert body.human_text == "Hej Karin,\nvi går igenom offerten."
    assert body.online == OnlineRoom("teams", LinkSource.BLOCK, TEAMS)
    assert body.language == "sv"


def test_the_options_link_tells_the_language_of_a_mixed_block() -> None:
    body = read_body(SWEDISH.replace("language=sv-SE", "language=nb-NO"))
    assert body.language == "nb"


def test_a_link_among_human_words_is_typed() -> None:
    body = read_body("Hej - använd den här zoom-länken:\n\nhttps://nordverk.zoom.us/j/90000000000\n\nPer\n")
    assert body.online == OnlineRoom("zoom", LinkSource.TYPED, "https://nordverk.zoom.us/j/90000000000")
    assert body.human_text == "Hej - använd den här zoom-länken:\nPer"
    assert body.language == ""


def test_a_ruler_of_somebodys_own_cuts_nothing() -> None:
    body = read_body(f"Agenda\n{RULER}\n1. Priser\n{RULER}\nVi ses hos er")
    assert body.human_text == "Agenda\n1. Priser\nVi ses hos er"
    assert body.online is None


def test_words_after_the_block_are_kept() -> None:
    assert read_body(SWEDISH + "Vi ses på plats!").human_text.endswith("Vi ses på plats!")


BLOCKS = {
    "teams short": f"Hej\nMicrosoft Teams meeting\nJoin: {TEAMS}\nMeeting ID: 1\nPasscode: x\nNeed help? <https://aka.ms/JoinTeamsMeeting>",
    "teams da": f"Hej\nMicrosoft Teams Har du brug for hjælp?<https://aka.ms/x>\nTilmeld dig mødet nu<{TEAMS}>\nMøde-id: 1\nAdgangskode: 2",
    "teams nb": f"Hej\nMicrosoft Teams-møte\nKlikk her for å bli med i møtet<{TEAMS}>\nMøte-ID: 1\nPassord: x",
    "teams fi": f"Hej\nMicrosoft Teams -kokous\nLiity kokoukseen napsauttamalla tätä<{TEAMS}>\nKokouksen tunnus: 1\nTai soita (vain ääni)",
    "teams de": f"Hej\nMicrosoft Teams-Besprechung\nJetzt an der Besprechung teilnehmen<{TEAMS}>\nBesprechungs-ID: 1\nOder anrufen (nur Audio)",
    "zoom": "Hej\nKarin Lind is inviting you to a scheduled Zoom meeting.\n\nTopic: x\n\nJoin Zoom Meeting\nhttps://us02web.zoom.us/j/1?pwd=2\n\nMeeting ID: 1\nPasscode: 2\n\nOne tap mobile\n+46850,,1# Sweden\n\nFind your local number: https://us02web.zoom.us/u/k",
    "meet": "Hej\n\n-::~:~::~:~:~::~::-\nJoin with Google Meet: https://meet.google.com/abc-defg-hij\nOr dial: (SE) +46 8 PIN: 1#\nMore phone numbers: https://tel.meet/abc?pin=1\n\nPlease do not edit this section.\n-::~:~::~:~:~::~::-",
    "apple": "Hej\n----( Video Call )----\nhttps://facetime.apple.com/join#v=1&p=abc\n---===---",
    "webex": "Hej\n-- Do not delete or change any of the following text. --\nWhen it's time, join your Webex meeting here.\nhttps://nordverk.webex.com/nordverk/j.php?MTID=m1\nMeeting number (access code): 1\nMeeting password: x",
    "skype": f"Hej\n{RULER}\nAnslut till Skype-mötet<https://meet.regionen.example/anna.berg/ABCD1234>\nKonferens-ID: 1\n{RULER}",
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_every_kind_of_block_is_cut_out(block: str) -> None:
    body = read_body(block)
    assert body.human_text == "Hej"
    assert body.online is not None
    assert body.online.source is LinkSource.BLOCK
    assert not body.online.phone_only


def test_a_block_cut_off_before_its_link_still_tells_the_provider() -> None:
    body = read_body(f"Hej\n{RULER}\nMicrosoft Teams-möte\nJobba på da")
    assert body.online == OnlineRoom("teams", LinkSource.PLACEHOLDER)
    assert body.human_text == "Hej"


def test_a_block_with_numbers_only_is_a_bridge() -> None:
    body = read_body(
        f"{RULER}\nMicrosoft Teams Need help?\nDial in by phone\n+46 8 505 218 00,,1#\nPhone conference ID: 1#\n{RULER}"
    )
    assert body.online is not None
    assert body.online.phone_only


def test_a_sentence_that_begins_like_a_heading_is_a_persons() -> None:
    text = "Microsoft Teams-möte funkar dåligt hos dem, så vi ses på plats."
    assert read_body(text).human_text == text


def test_html_is_read_like_the_text_a_reader_sees() -> None:
    html = (
        "<html><head><style>p {color: red}</style></head><body><p>Vi ses <b>hos</b>\r\n er &amp; äter</p>"
        f'<div>{RULER}</div><div class="me-email-text"><a href="{TEAMS.replace("&", "&amp;")}">Anslut\r\n till Microsoft Teams-möte</a>'
        f'</div><div><a href="https://aka.ms/JoinTeamsMeeting">Läs mer om Teams</a></div><div>{RULER}</div><!-- <p>x --></body></html>'
    )
    body = read_body(html, html=True)
    assert body.human_text == "Vi ses hos er & äter"
    assert body.online == OnlineRoom("teams", LinkSource.BLOCK, TEAMS)


def test_tags_in_a_plain_description_are_noticed() -> None:
    body = read_body('Hej<br>Vi ses <b>hos er</b><br><a href="https://zoom.us/j/1">länk</a>')
    assert body.human_text == "Hej\nVi ses hos er\nlänk"
    assert body.online == OnlineRoom("zoom", LinkSource.TYPED, "https://zoom.us/j/1")


# --- one room of several ---------------------------------------------------------------------------------------------


def test_a_typed_place_word_borrows_the_automatic_link() -> None:
    field = OnlineRoom("teams", LinkSource.FIELD, TEAMS)
    typed = OnlineRoom("teams", LinkSource.LOCATION)
    assert choose_room([None, typed, field]) == OnlineRoom("teams", LinkSource.LOCATION, TEAMS)


def test_a_link_the_calendar_filled_in_twice_is_automatic() -> None:
    field = OnlineRoom("zoom", LinkSource.FIELD, "https://zoom.us/j/1")
    assert choose_room([OnlineRoom("zoom", LinkSource.LOCATION, "https://zoom.us/j/1"), field]) == field
    assert choose_room([None, None]) is None


# --- wild input -----------------------------------------------------------------------------------------------------

WILD = [
    "<",
    "_",
    "a.",
    "https://",
    "<a href=",
    "<!--",
    "<!-- -->",
    "\n",
    "microsoft teams meeting\n",
    "<style",
    "-::~:~::~:",
    "----( ",
    "https://zoom.us/j/",
    "https://www.google.com/url?q=",
    "+1 ",
    "a-",
    "1.",
    ";",
    "Storgatan ",
    "&amp;",
    "\0",
]


@pytest.mark.parametrize("piece", WILD)
def test_ten_megabytes_of_anything_are_read_in_no_time(piece: str) -> None:
    text = piece * (10_000_000 // len(piece))
    with patience():
        read_body(text)
        read_body(text, html=True)
        read_location(text)


PIECES = st.sampled_from(
    [*"<>/_-~:;=&#%.,()[]@ \n\"'aåtZ09", "https://", "zoom.us/j/", "Teams", "tel:", "<!--", "<a href="]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_anything_can_be_read(text: str) -> None:
    body = read_body(text)
    read_body(text, html=True)
    places, _ = read_location(text)
    assert all(place.text for place in places)
    assert "://zoom.us/j/" not in body.human_text
