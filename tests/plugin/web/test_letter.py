"""The letter on Monday, looked at beforehand: drawn in a frame where nothing runs and no button decides anything."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from plugin import create_app
from workers.office import Office


def test_a_seller_sees_the_letter_before_it_is_sent(demo: Office, browse: Callable[[Office], FlaskClient]) -> None:
    client = browse(demo)
    home, page, drawn = (client.get(path) for path in ("/", "/letter", "/letter/drawn"))
    assert 'href="/letter"' in home.text
    assert "Norrgruvan i Luleå" in page.text
    assert re.search(r'<iframe [^>]*src="/letter/drawn"[^>]* sandbox[ >]', page.text)
    assert page.headers["Content-Security-Policy"].endswith("; frame-src 'self'")
    assert "Tre saker att tänka på" in drawn.text
    english = client.get("/letter/drawn", headers={"Accept-Language": "en"})
    assert "Three things worth a thought" in english.text


def test_the_frame_may_do_nothing_and_its_links_decide_nothing(
    demo: Office, browse: Callable[[Office], FlaskClient]
) -> None:
    drawn = browse(demo).get("/letter/drawn")
    policy = drawn.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "form-action 'none'", "frame-ancestors 'self'", "sandbox"} <= set(policy)
    assert not any(one.startswith("script-src") for one in policy)
    assert drawn.headers.getlist("Content-Security-Policy") == ["; ".join(policy)], "one alone holds"
    assert "no-store" in drawn.headers["Cache-Control"]
    assert "/answer/" not in drawn.text
    assert all('target="_blank"' in link for link in re.findall(r"<a [^>]*>", drawn.text))


def test_nobody_has_no_letter_and_a_stranger_sees_none(office: Office, browse: Callable[[Office], FlaskClient]) -> None:
    client = browse(office)
    assert "<iframe" not in client.get("/letter").text
    assert client.get("/letter/drawn").status_code == 404
    stranger = create_app(office, own_computer=False).test_client()
    assert {stranger.get(path).status_code for path in ("/letter", "/letter/drawn")} == {401}
