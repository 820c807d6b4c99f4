"""Pages that are kept are nobody else's, also where a number is given anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin import create_app
from tests.mailboxes import make_office
from tests.plugin.web.test_people import BASE, seller, signed_in
from tests.world import ASTRID, SVEN
from workers.leaving import erase_seller
from workers.office import Office


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    made = make_office(tmp_path / "home", database_url, base_url=BASE)
    yield made
    made.store.close()


def test_whoever_gets_an_erased_sellers_number_is_shown_none_of_their_pages(office: Office) -> None:
    """SQLite gives the number anew, and both calendars have been read in as many steps."""
    app = create_app(office, own_computer=False)
    astrid = seller(office, ASTRID.address, "Nordverk", only="bara-astrids")
    assert "bara-astrids" in signed_in(app, office, astrid, ASTRID.address).get("/accounts").text
    erase_seller(office, astrid)
    sven = seller(office, SVEN.address, "Nordverk", only="bara-svens")
    text = signed_in(app, office, sven, SVEN.address).get("/accounts").text
    assert "bara-svens" in text
    assert "bara-astrids" not in text
