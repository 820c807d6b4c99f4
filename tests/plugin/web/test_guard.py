"""Whose name, whose press, and what the browser may do."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from plugin import create_app
from tests.plugin.web.conftest import open_at
from workers.office import Office, open_office

WEB = Path(__file__).parents[3] / "plugin" / "web"
PRESS = {"language": "en"}


@pytest.mark.parametrize("host", ["localhost", "localhost:8027", "127.0.0.1:9", "[::1]:8027", "LOCALHOST"])
def test_loopback_names_are_known(page: FlaskClient, host: str) -> None:
    assert page.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8027", "10.0.0.7", "[::", "a@localhost"]
)
def test_a_strange_name_for_this_machine_is_refused(page: FlaskClient, host: str) -> None:
    answer = page.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "Bruket" not in answer.text


def test_the_public_address_is_a_known_name_and_makes_cookies_secure(tmp_path: Path) -> None:
    settings = {"KANELBULLE_HOME": str(tmp_path), "KANELBULLE_BASE_URL": "https://bulle.example"}
    client = create_app(open_office(settings)).test_client()
    assert client.get("/", headers={"Host": "bulle.example"}).status_code == 200
    headers = {"Host": "bulle.example", "Origin": "https://bulle.example", "Sec-Fetch-Site": "same-origin"}
    answer = client.post("/language", data=PRESS, headers=headers)
    assert answer.status_code == 303
    assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:9999"}, 403),
        ({"Origin": "https://localhost"}, 403),
    ],
)
@pytest.mark.parametrize("path", ["/language", "/answers", "/calendar"])
def test_only_our_own_pages_may_press(office: Office, path: str, headers: dict[str, str], status: int) -> None:
    answer = create_app(office).test_client().post(path, data=PRESS, headers=headers)
    assert (answer.status_code == 403) is (status == 403)
    if path == "/language":
        assert answer.status_code == status


@pytest.mark.parametrize(
    ("path", "status", "allowed"),
    [
        ("/nope", 404, set()),
        ("/healthz", 405, {"GET", "HEAD", "OPTIONS"}),
        ("/outlook/token", 405, {"POST", "OPTIONS"}),
    ],
)
def test_where_there_is_nothing_to_press_that_is_what_is_told(
    office: Office, path: str, status: int, allowed: set[str]
) -> None:
    answer = create_app(office).test_client().put(path, data=PRESS, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, set(answer.allow)) == (status, allowed)


@pytest.mark.parametrize("path", ["/", "/review", "/nope", "/static/page.css", "/healthz", "/account/bruket.example"])
def test_every_answer_tells_the_browser_what_it_may_do(page: FlaskClient, path: str) -> None:
    headers = page.get(path).headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_language_cookie_is_no_script_s_business(page: FlaskClient) -> None:
    cookie = page.post("/language", data=PRESS).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("path", ["/", "/review", "/calendar", "/account/bruket.example", "/nope"])
def test_pages_carry_no_inline_script_style_or_handler(page: FlaskClient, path: str) -> None:
    text = page.get(path).text
    assert not re.search(r"<script(?![^>]* src=)", text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)


@pytest.mark.parametrize("path", ["/", "/review", "/calendar", "/account/bruket.example"])
def test_pages_load_nothing_from_other_hosts(page: FlaskClient, path: str) -> None:
    loaded = re.findall(r'(?:src|srcset|poster|data|<link[^>]*href)="([^"]+)"', page.get(path).text)
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)


def test_styles_and_scripts_of_ours_name_no_other_host() -> None:
    for name in ("page.css", "page.js"):
        assert not re.search(r"https?://|@import|url\(", (WEB / "static" / name).read_text(encoding="utf-8"))


def test_what_was_taken_from_others_comes_with_its_licence() -> None:
    vendor = WEB / "static" / "vendor"
    assert {file.name for file in vendor.iterdir()} == {"htmx.min.js", "htmx.LICENSE.txt"}
    assert "Zero-Clause BSD" in (vendor / "htmx.LICENSE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("back", "goes"),
    [
        ("/review", "/review"),
        ("/accounts?start=12", "/accounts?start=12"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\r\nSet-Cookie: a=b", "/"),
        ("", "/"),
    ],
)
def test_a_choice_of_language_leads_back_only_to_our_own_pages(page: FlaskClient, back: str, goes: str) -> None:
    answer = page.post("/language", data={"language": "en", "back": back})
    assert answer.headers["Location"] == goes


def test_the_chosen_language_wins_over_the_browser_s(page: FlaskClient) -> None:
    page.post("/language", data={"language": "en"})
    assert '<html lang="en">' in page.get("/", headers={"Accept-Language": "sv"}).text


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("sv-SE,sv;q=0.9,en;q=0.8", "sv"), ("en-GB", "en"), ("fi", "en"), ("nb,sv;q=0.5", "sv"), ("", "en")],
)
def test_without_a_choice_the_browser_s_language_is_spoken(page: FlaskClient, asked: str, spoken: str) -> None:
    assert f'<html lang="{spoken}">' in page.get("/", headers={"Accept-Language": asked}).text


@pytest.mark.parametrize("language", ["", "de", "<b>"])
def test_a_language_we_do_not_speak_is_refused(page: FlaskClient, language: str) -> None:
    assert page.post("/language", data={"language": language}).status_code == 400


def test_two_offices_share_nothing(tmp_path: Path, page: FlaskClient, browse: Callable[[Office], FlaskClient]) -> None:
    other = browse(open_at(tmp_path / "other"))
    assert "Bruket" in page.get("/").text
    assert "Bruket" not in other.get("/").text
