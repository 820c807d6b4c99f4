"""The buttons of a letter: looking changes nothing, one press does what the page says, and it can be taken back."""

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.plugin.web.calendars import HOSTILE
from tests.world import ASTRID, KARIN, NOW
from workers.answers import Answer, AnswerKind, answer_url, read_answer, stop_url
from workers.leaving import erase_seller
from workers.links import Purpose, sign
from workers.office import Office
from workers.store import Seller
from workers.store.decisions import DecisionKind, Surface
from workers.words import LANGUAGES, say
from workers.words.message import write_link

WEEK = 202648
SUGGESTED = "suggestion"
BRUKET = "bruket.example"
ABOUT_VISITS = [kind for kind in AnswerKind if kind not in (AnswerKind.STOP, AnswerKind.GO_ON)]
PRESSABLE = [AnswerKind.LATER, AnswerKind.NOT_THIS, AnswerKind.NEVER_HERE, AnswerKind.WRONG, AnswerKind.PREFERS_DIGITAL]


@pytest.fixture
def letter(page: FlaskClient, office: Office) -> FlaskClient:
    """A browser without a page of ours in it: no cookies, no fetch metadata, as from a mail program. A letter was sent."""
    seller = astrid(office)
    with office.store.writing(seller.id) as at:
        at.letters.claim(seller.id, WEEK, now=NOW)
        at.letters.sent(seller.id, WEEK, message_id="", suggestions=(suggested(office),), now=NOW)
    del page.environ_base["HTTP_SEC_FETCH_SITE"]
    return page


def astrid(office: Office) -> Seller:
    seller = office.store.shown.seller()
    assert seller is not None
    return seller


def suggested(office: Office) -> str:
    with office.store.reading() as at:
        (name,) = at.suggestions.weeks(astrid(office).id)
    return name


def link(office: Office, kind: AnswerKind, suggestion: str = SUGGESTED) -> str:
    name = suggested(office) if suggestion == SUGGESTED else suggestion
    return urlsplit(answer_url(office.settings, seller=astrid(office), week=WEEK, kind=kind, suggestion=name)).path


def kept(office: Office) -> str:
    with office.store.reading() as at:
        return repr(at.whole.export(astrid(office).id))


def is_chosen(office: Office) -> bool:
    reviewed = office.store.shown.account(BRUKET)
    assert reviewed is not None
    return reviewed.chosen


# --- links -----------------------------------------------------------------------------------------------------


def test_a_link_says_whose_which_week_and_what_and_no_address_or_name(letter: FlaskClient, office: Office) -> None:
    seller = astrid(office)
    url = answer_url(office.settings, seller=seller, week=WEEK, kind=AnswerKind.LATER, suggestion="5ac0ffee0001")
    assert url.startswith("http://127.0.0.1:8027/answer/")
    assert len(url) < 180
    token = url.rpartition("/")[2]
    found = read_answer(office.settings, token)
    assert found is not None
    assert (found.seller_id, found.week, found.kind, found.suggestion) == (seller.id, WEEK, "later", "5ac0ffee0001")
    assert found.is_for(seller)
    assert not found.is_for(replace(seller, owner="sven@nordverk.example"))
    assert not found.is_for(replace(seller, id=seller.id + 1))
    assert not found.is_for(None)
    assert "astrid" not in unquote(url)


def test_what_is_no_link_of_ours_is_none(office: Office) -> None:
    keys = office.settings.secret_keys
    facts: list[list[int | str]] = [
        [],
        [1, "m", WEEK, "later"],
        [1, "m", WEEK, "later", "x", "y"],
        [1, "m", WEEK, "boss", "x"],
        ["1", "m", WEEK, "later", "x"],
        [1, 2, WEEK, "later", "x"],
        [1, "m", "w", "later", "x"],
        [1, "m", WEEK, 3, "x"],
        [1, "m", WEEK, "later", 4],
        [True, "m", WEEK, "later", "x"],
    ]
    for one in facts:
        assert read_answer(office.settings, sign(Purpose.ANSWER, one, keys)) is None, one
    for wild in ("", ".", "a.b.c", "\0", "å" * 5000, sign(Purpose.SIGN_IN, (1, "m"), keys)):
        assert read_answer(office.settings, wild) is None, wild
    assert read_answer(office.settings, sign(Purpose.STOP_LETTERS, (1, "m"), keys)) == Answer(
        1, "m", 0, AnswerKind.STOP, ""
    )
    assert read_answer(office.settings, sign(Purpose.STOP_LETTERS, (1, "m", 2), keys)) is None


# --- looking changes nothing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", AnswerKind)
def test_looking_changes_nothing_however_often(letter: FlaskClient, office: Office, kind: AnswerKind) -> None:
    path, before = link(office, kind), kept(office)
    for method in ("GET", "HEAD", "GET", "OPTIONS"):
        answer = letter.open(path, method=method)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    assert letter.get(f"{path}?undo=1&List-Unsubscribe=One-Click").status_code == 200
    assert kept(office) == before


@pytest.mark.parametrize("kind", AnswerKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_will_be_done_and_has_one_button(
    letter: FlaskClient, office: Office, kind: AnswerKind, language: str
) -> None:
    answer = letter.get(link(office, kind), headers={"Accept-Language": language})
    form = answer.text.partition('<form class="pressing" method="post">')[2].partition("</form>")[0]
    assert form.count("<button") == 1
    assert say(f"answer.{kind}.press", language) in form
    assert f"<h1>{say(f'answer.{kind}.heading', language, name='Bruket')}</h1>" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


# --- pressing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PRESSABLE)
@pytest.mark.parametrize("origin", [None, "https://mail.example"])
def test_a_press_is_done_at_once_told_when_it_comes_again_and_taken_back(
    letter: FlaskClient, office: Office, kind: AnswerKind, origin: str | None
) -> None:
    path = link(office, kind)
    headers = {"Origin": origin, "Sec-Fetch-Site": "cross-site"} if origin else {}
    first = letter.post(path, headers=headers)
    assert first.status_code == 200
    assert "Set-Cookie" not in first.headers
    assert not is_chosen(office)
    assert "Det var redan sagt" not in first.text
    again = letter.post(path, headers=headers)
    assert "Det var redan sagt." in again.text
    assert 'name="undo"' in again.text
    assert "Det var redan sagt." in letter.get(path).text
    (decision,) = office.store.shown.decisions()
    assert (decision.kind, decision.surface) == (DecisionKind(kind.value), Surface.LETTER)
    assert "Ångrat." in letter.post(path, data={"undo": kind}).text
    assert is_chosen(office)
    assert office.store.shown.decisions() == ()


def test_another_language_is_chosen_on_the_page_where_one_is(letter: FlaskClient, office: Office) -> None:
    path = link(office, AnswerKind.LATER)
    assert f'name="back" value="{path}"' in letter.post(path).text


def test_a_press_answers_the_letter(letter: FlaskClient, office: Office) -> None:
    letter.post(link(office, AnswerKind.LATER))
    with office.store.reading() as at:
        assert at.letters.silence(astrid(office).id) == 0


def test_writing_shows_the_draft_and_opens_it_in_ones_own_mail(letter: FlaskClient, office: Office) -> None:
    path = link(office, AnswerKind.GO)
    for answer in (letter.get(path), letter.post(path), letter.get(path)):
        href = answer.text.partition('href="mailto:')[2].partition('"')[0].replace("&amp;", "&")
        assert href.startswith(f"{KARIN.address}?subject=")
        asked = parse_qs(urlsplit("mailto:" + href).query)
        assert list(asked) == ["subject", "body"]
        assert asked["body"][0].splitlines()[0] == "Hej Karin,"
        assert "Passar torsdag 10 december" in answer.text
        assert 'data-copy="draft"' in answer.text
    assert [one.kind for one in office.store.shown.decisions()] == [DecisionKind.DRAFT]
    letter.post(path, data={"undo": "go"})
    assert office.store.shown.decisions() == ()


def test_we_have_met_asks_when(letter: FlaskClient, office: Office) -> None:
    path = link(office, AnswerKind.HAVE_MET)
    assert 'type="date" name="value" required max="2026-11-23"' in letter.get(path).text
    for odd in ("", "igår", "2026-11-24", "2" * 5000):
        answer = letter.post(path, data={"value": odd})
        assert answer.status_code == 422
        assert "Skriv datumet som ni sågs" in answer.text
    assert "Du och Bruket sågs 2 oktober 2026." in letter.post(path, data={"value": "2026-10-02"}).text
    assert not is_chosen(office)
    assert "2 oktober 2026" in letter.get(path).text


@pytest.mark.parametrize("kind", [AnswerKind.TOOK_PLACE, AnswerKind.FELL_THROUGH])
def test_before_the_meeting_nobody_can_say_how_it_went(letter: FlaskClient, office: Office, kind: AnswerKind) -> None:
    assert "Mötet är först torsdag 10 december." in letter.post(link(office, kind)).text
    assert office.store.shown.decisions() == ()


def test_letters_stop_and_start_again(letter: FlaskClient, office: Office) -> None:
    stop, go_on = link(office, AnswerKind.STOP, ""), link(office, AnswerKind.GO_ON, "")
    assert "Måndagsbrevet kommer inte mer." in letter.post(stop).text
    assert not astrid(office).letters
    assert "Det var redan sagt." in letter.get(stop).text
    assert "Det var redan sagt." in letter.post(stop).text
    letter.post(stop, data={"undo": "stop"})
    assert astrid(office).letters
    letter.post(stop)
    assert "Breven fortsätter" in letter.post(go_on).text
    assert astrid(office).letters


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize("headers", [{}, {"Origin": "https://mail.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_mail_provider_stops_the_letters_at_one_click(
    letter: FlaskClient, office: Office, headers: dict[str, str], content_type: str
) -> None:
    path = urlsplit(stop_url(office.settings, seller=astrid(office))).path
    for _ in range(2):
        answer = letter.post(path, data={"List-Unsubscribe": "One-Click"}, headers=headers, content_type=content_type)
        assert (answer.status_code, answer.mimetype) == (200, "text/plain")
        assert not {"Set-Cookie", "Location"} & set(answer.headers.keys())
        assert not astrid(office).letters


def test_one_click_on_another_link_stops_nothing(letter: FlaskClient, office: Office) -> None:
    letter.post(link(office, AnswerKind.LATER), data={"List-Unsubscribe": "One-Click"})
    assert astrid(office).letters


# --- links that lead nowhere -----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_is_old_changed_or_somebody_elses_leads_on(
    letter: FlaskClient, office: Office, method: str
) -> None:
    path, keys = link(office, AnswerKind.LATER), office.settings.secret_keys
    elsewhere = sign(Purpose.ANSWER, (astrid(office).id, "another", WEEK, "later", suggested(office)), keys)
    nobody = sign(Purpose.ANSWER, (99, "another", WEEK, "later", suggested(office)), keys)
    old = "WzEsIm0iLDIwMjY0OCwibGF0ZXIiLCJ4Il0.AAAAAA.c2lnbmF0dXJl"
    before = kept(office)
    for token in (path[8:-2], path[8:] + "x", elsewhere, nobody, old, "x", "%00", "å" * 3000, sign(Purpose.SIGN_IN, (1, ASTRID.address), keys)):  # fmt: skip
        answer = letter.open(f"/answer/{token}", method=method)
        assert answer.status_code == 410, token
        assert "Länken gäller inte längre" in answer.text
        assert 'href="/"' in answer.text
    gone = letter.open(link(office, AnswerKind.LATER, "0123456789ab"), method=method)
    assert (gone.status_code, "Förslaget finns inte kvar" in gone.text) == (410, True)
    assert kept(office) == before


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_has_left_is_shown_nothing(letter: FlaskClient, office: Office, method: str) -> None:
    paths = [link(office, AnswerKind.GO), urlsplit(stop_url(office.settings, seller=astrid(office))).path]
    erase_seller(office, astrid(office).id)
    for path in paths:
        answer = letter.open(path, method=method)
        assert answer.status_code == 410
        assert "Bruket" not in answer.text


def test_an_answer_of_a_company_needs_no_sign_in_and_signs_nobody_in(letter: FlaskClient, office: Office) -> None:
    letter.application.config["OWN_COMPUTER"] = False
    assert letter.post(link(office, AnswerKind.LATER)).status_code == 200
    assert letter.get("/").status_code == 401


@pytest.mark.parametrize("kind", ABOUT_VISITS)
def test_what_strangers_wrote_is_shown_harmlessly(letter: FlaskClient, office: Office, kind: AnswerKind) -> None:
    seller = astrid(office)
    with office.store.writing(seller.id) as at:
        before = at.suggestions.find(seller.id, suggested(office))
        assert before is not None
        plain = before.suggestion
        reason = replace(
            plain.draft.reason, facts={**plain.draft.reason.facts, "first": (HOSTILE,), "town": HOSTILE * 99}
        )
        draft = replace(plain.draft, to=(HOSTILE, f"{HOSTILE}@bruket.example", KARIN.address), reason=reason)
        wild = replace(plain, id="wild", account=HOSTILE, uid=HOSTILE, title=HOSTILE, draft=draft)
        at.suggestions.note(seller.id, wild, week=WEEK, now=NOW)
    for answer in (letter.get(link(office, kind, "wild")), letter.post(link(office, kind, "wild"))):
        assert answer.status_code in (200, 422)
        assert "<script>alert" not in answer.text
        assert "\u202e" not in answer.text
        assert len(answer.text) < 20_000
        assert answer.text.count("mailto:") == (kind is AnswerKind.GO)
        assert (f"mailto:{KARIN.address}?" in answer.text) is (kind is AnswerKind.GO)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", AnswerKind)
def test_every_answer_has_its_words(language: str, kind: AnswerKind) -> None:
    facts = {"name": "Bruket", "when": NOW, "until": "2026-11-30", "met": "2026-10-02", "flag": "Tunnare än förut"}
    for what in ("heading", "about", "press", "done", "undo"):
        assert say(f"answer.{kind}.{what}", language, **facts)


def test_a_draft_too_long_for_a_link_is_left_to_be_copied() -> None:
    short, long = (write_link((KARIN.address,), "Ska vi ses?", "Hej Karin, å " * n) for n in (20, 200))
    assert "&body=Hej%20Karin" in short
    assert long == f"mailto:{KARIN.address}?subject=Ska%20vi%20ses%3F"
