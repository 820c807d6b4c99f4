"""What the pane shows of an open item, state by state; and that nothing anybody writes can break it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plugin.outlook.rig import Pane, invitation, state
from tests.workers.in_the_cloud import BRUKET
from tests.world import ASTRID, KARIN, NOW, SVEN
from workers.correcting import correct
from workers.relationships.corrections import Correction, CorrectionKind
from workers.store.mailboxes import MailboxState

NEW = {"address": "eva@helt-nytt.example", "name": "Eva Ny"}
TIME = {"start": "2026-12-16T09:00:00+01:00", "end": "2026-12-16T09:30:00+01:00"}
HOSTILE = [
    '<img src=x onerror="alert(1)">',
    "\u202egnp.exe\u202c",
    "</section><script>alert(1)</script>",
    "å" * 10_000,
    "\0\x1b[31m",
]


def place(pane: Pane, account: str, text: str) -> None:
    said = Correction(CorrectionKind.PLACE, account, NOW, text)
    correct(pane.office, said, seller_id=pane.outlook.seller)


def test_the_relation_is_told_in_one_sentence_then_drawn_then_one_visit_is_suggested(pane: Pane) -> None:
    suggestion = pane.ready()
    shown = pane.show()
    assert state(shown) == "suggested"
    order = [shown.index(one) for one in ("Ni har aldrig setts.", 'class="timeline"', "Det här mötet passar", 'class="daybar"', "Fråga kunden", "Gör om till besök", "Varför det här?", "Senare")]  # fmt: skip
    assert order == sorted(order)
    assert suggestion.id in shown


def test_another_meeting_with_them_leads_to_the_same_suggestion(pane: Pane) -> None:
    pane.ready()
    shown = pane.show(start=(NOW - timedelta(days=28)).isoformat(), end=(NOW - timedelta(days=28)).isoformat())
    assert state(shown) == "suggested"
    assert "<h2>Förslag</h2>" in shown
    assert "Torsdag 10 december" in shown


def test_a_mail_from_them_leads_there_too(pane: Pane) -> None:
    pane.ready()
    mail = {"kind": "message", "organizer": {"address": KARIN.address}, "people": [{"address": ASTRID.address}]}
    pane.open = mail
    assert state(pane.show()) == "suggested"


def test_it_is_told_in_outlooks_language(pane: Pane) -> None:
    pane.ready()
    for language, said in (("sv-SE", "Fråga kunden"), ("en-US", "Ask the customer"), ("fi-FI", "Ask the customer")):
        assert said in pane.post("item", pane.open, language=language).text
    pane.client.set_cookie("language", "en")
    assert "Fråga kunden" in pane.show()


def test_people_of_ones_own_alone_are_no_relation(pane: Pane) -> None:
    pane.ready()
    assert state(pane.show(people=[{"address": SVEN.address}])) == "nobody"
    assert state(pane.show(kind="none")) == "nothing"


def test_a_company_nobody_has_met_is_asked_about(pane: Pane) -> None:
    pane.ready()
    shown = pane.show(people=[NEW])
    assert state(shown) == "stranger"
    assert "Är det här en kund?" in shown


def test_the_first_invitation_to_a_company_is_planned_as_a_visit(pane: Pane) -> None:
    """Nobody has sent it yet: nothing has to be changed and nobody asked."""
    pane.ready()
    pane.open = invitation(compose=True, people=[NEW], **TIME)
    shown = pane.show()
    assert state(shown) == "first"
    assert "Första mötet med Helt Nytt är på skärm." in shown
    assert "Var sitter de?" in shown
    assert "bullar" not in shown, "nobody knows on what way"
    assert "har du möte med Eva Ny." in shown
    place(pane, "helt-nytt.example", "Trollhättan")
    shown = pane.show()
    assert 'class="daybar"' in shown
    fill = re.search(r'data-fill data-place="([^"]*)" data-start="([^"]*)" data-end="([^"]*)"', shown)
    assert fill
    assert fill.groups() == ("Trollhättan", "2026-12-16T09:00:00+01:00", "2026-12-16T10:30:00+01:00")
    assert "Gör om till besök" not in shown


def test_where_a_place_is_written_already_nobody_is_nudged(pane: Pane) -> None:
    pane.ready()
    pane.open = invitation(compose=True, people=[NEW], place="Storgatan 4, Trollhättan", **TIME)
    assert state(pane.show()) == "quiet"
    assert pane.post("nudge", pane.open).status_code == 204


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Första mötet med Helt Nytt är på skärm. Vi har räknat på att ses i stället."),
        ({"people": [{"address": KARIN.address}]}, ""),
        ({"people": [{"address": SVEN.address}]}, ""),
        ({"people": []}, ""),
        ({"compose": False}, ""),
        ({"kind": "message"}, ""),
    ],
)
def test_outlooks_own_bar_says_one_line_of_a_first_meeting_and_else_nothing(
    pane: Pane, changes: dict[str, object], said: str
) -> None:
    pane.ready()
    answered = pane.post("nudge", {**invitation(compose=True, people=[NEW], **TIME), **changes})
    if said:
        assert answered.json == {"message": said, "action": "Visa"}
        assert len(said) <= 150
    else:
        assert (answered.status_code, answered.text) == (204, "")


def test_a_company_that_was_met_is_left_alone(pane: Pane) -> None:
    pane.ready()
    met = Correction(CorrectionKind.MET, BRUKET, NOW, "2026-10-14")
    correct(pane.office, met, seller_id=pane.outlook.seller)
    shown = pane.show()
    assert state(shown) == "healthy"
    assert "Ni sågs i oktober. Kör vidare på Teams." in shown
    assert "Fråga kunden" not in shown


@pytest.mark.parametrize(
    "away", [MailboxState.SIGNED_OUT, MailboxState.DENIED, MailboxState.GONE, MailboxState.UNREADABLE]
)
def test_a_calendar_out_of_reach_is_told_calmly(pane: Pane, away: MailboxState) -> None:
    pane.ready()
    with pane.office.store.writing() as at:
        at.mailboxes.set_state(pane.outlook.seller, away)
        at.sellers.touch(pane.outlook.seller)
    shown = pane.show()
    assert state(shown) == away.value
    assert ("data-sign-in" in shown) is (away is MailboxState.SIGNED_OUT)


def test_while_the_calendar_is_read_for_the_first_time_it_is_told_how_far(pane: Pane) -> None:
    assert state(pane.show()) == "reading"
    with pane.office.store.writing() as at:
        box = at.mailboxes.find(pane.outlook.seller)
        assert box
        at.mailboxes.save(replace(box, state=MailboxState.READING, done=0.4))
        at.sellers.touch(pane.outlook.seller)
    shown = pane.show()
    assert "40 % är klart" in shown.replace("\u00a0", " ")
    assert 'data-again="4"' in shown


def test_the_same_question_is_answered_from_the_shelf_until_something_changes(pane: Pane) -> None:
    suggestion = pane.ready()
    first = pane.show()
    assert pane.show() == first
    pane.press("decide", kind="later", suggestion=suggestion.id, account=suggestion.account)
    assert pane.show() != first


@pytest.mark.parametrize("words", HOSTILE)
def test_what_strangers_write_stays_words(pane: Pane, words: str) -> None:
    pane.ready()
    people = [
        {"address": KARIN.address, "name": words},
        {"address": words, "name": words},
        {"address": f"{words}@x.example"},
    ]
    for compose in (False, True):
        item = invitation(compose=compose, subject=words, place=words, **TIME)
        for among in (people, [{"address": "eva@helt-nytt.example", "name": words}]):
            answered = pane.post("item", {**item, "people": among})
            assert answered.status_code == 200
            assert "<img src" not in answered.text.replace('<img class="bun" src', "")
            assert "<script" not in answered.text
            assert "\u202e" not in answered.text
            assert len(answered.text) < 60_000


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"kind": "party"}', "application/json", 400),
        (b'{"people": [{"address": 4}]}', "application/json", 400),
        (b'{"start": "yesterday"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"subject": "\xff"}', "application/json", 400),
        (b"kind=none", "application/x-www-form-urlencoded", 415),
        (b" " * 1_100_000, "application/json", 413),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(pane: Pane, body: bytes, kind: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {pane.token}", "Content-Type": kind}
    answered = pane.client.post("/outlook/item", data=body, headers=headers)
    assert answered.status_code == status
    assert answered.text.count("\n") == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.fixed_dictionaries({"address": st.text(max_size=40), "name": st.text(max_size=40)}), max_size=5),
    subject=st.text(max_size=200),
    spot=st.text(max_size=200),
    start=st.none() | st.datetimes().map(lambda moment: moment.isoformat()),
    compose=st.booleans(),
    kind=st.sampled_from(["appointment", "message", "none"]),
)
def test_every_item_is_answered(
    pane: Pane, people: list[dict[str, str]], subject: str, spot: str, start: str | None, compose: bool, kind: str
) -> None:
    item = {"kind": kind, "compose": compose, "people": people, "subject": subject, "place": spot, "start": start}
    assert pane.post("item", item).status_code == 200
    assert pane.post("nudge", item).status_code in (200, 204)


def test_the_page_stands_before_anybody_is_known_and_is_the_same_for_all(pane: Pane) -> None:
    page = pane.client.get("/outlook/pane?_host_Info=Outlook$Web$16.01$sv-SE$$$$0")
    policy = page.headers["Content-Security-Policy"]
    assert page.status_code == 200
    assert "max-age" in page.headers["Cache-Control"]
    assert "X-Frame-Options" not in page.headers
    assert "Set-Cookie" not in page.headers
    assert "Cross-Origin-Opener-Policy" not in page.headers
    assert "frame-ancestors https://outlook.office.com https://outlook.office365.com" in policy
    assert "'unsafe" not in policy
    assert "frame-ancestors 'none'" in pane.client.get("/").headers["Content-Security-Policy"]
