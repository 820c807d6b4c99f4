"""Letters chosen and written for the demo seller, a core's worth: the choice among eighteen customers, the words, both parts."""

from tests.bench.table import Row, seconds
from tests.workers.digest.cast import WEEK
from tests.workers.digest.letters import demo, written
from tests.workers.test_demo_seller import found
from tests.world import NOW, STOCKHOLM
from workers.digest.choose import choose_digest
from workers.digest.items import NEW

LETTERS = 50


def rows() -> list[Row]:
    flagged = [one for one in found().reviewed if one.flags]
    trips, digest = found().trips, demo()

    def choose() -> None:
        for _ in range(LETTERS):
            choose_digest(flagged, trips, NEW, week=WEEK, now=NOW, zone=STOCKHOLM)

    def write() -> None:
        for _ in range(LETTERS):
            written(digest, "sv")

    write()  # templates and words are read once
    choosing, writing = seconds(choose, runs=7) / LETTERS, seconds(write, runs=7) / LETTERS
    size = len(written(digest, "sv").html.encode())
    return [
        Row(f"A letter chosen among {len(flagged)} customers", f"{choosing * 1_000:.2f} ms"),
        Row(
            f"A letter of {len(digest.items)} things written, {size / 1_000:.0f} kB of HTML",
            f"{writing * 1_000:.2f} ms",
        ),
        Row("Letters chosen and written a second", f"{1 / (choosing + writing):.0f}", "200 or more"),
    ]


if __name__ == "__main__":
    for row in rows():
        print(f"{row.what}: {row.figure}" + (f" (aim: {row.aim})" if row.aim else ""))
