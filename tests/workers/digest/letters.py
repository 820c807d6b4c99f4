"""Letters kept whole in tests/golden/letters: of the demo seller, of a week with a visit to look back on, and of a question."""

from dataclasses import replace
from datetime import timedelta

from tests.workers.digest.cast import LINKS, WEEK
from tests.workers.test_demo_seller import account, found
from tests.world import NOW, STOCKHOLM
from workers.digest.choose import choose_digest
from workers.digest.items import NEW, Digest, LookBack
from workers.digest.render import Rendered, render


def demo() -> Digest:
    result = found()
    flagged = [one for one in result.reviewed if one.flags]
    digest = choose_digest(flagged, result.trips, NEW, week=WEEK, now=NOW, zone=STOCKHOLM)
    assert digest is not None
    return digest


def looking_back() -> Digest:
    """A first meeting to take there, and a visit that was booked for last week."""
    visited = account("mobacken.example").suggestion
    assert visited is not None
    back = LookBack(visited, "Mobäcken Fjäder", NOW.date() - timedelta(days=4), booked=True)
    return replace(demo(), items=(demo().items[0], back))


def question() -> Digest:
    return Digest(WEEK, (), asks_to_go_on=True)


CASES = {"demo": demo, "looking_back": looking_back, "question": question}


def written(digest: Digest, language: str, *, seller_name: str = "Astrid Ek") -> Rendered:
    return render(
        digest,
        seller_name=seller_name,
        address="astrid@nordverk.example",
        language=language,
        zone=STOCKHOLM,
        links=LINKS,
        now=NOW,
    )
