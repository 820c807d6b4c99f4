"""Whoever sends letters is killed at every step of it, and no seller ever gets two, nor is one lost without being seen.

python -m tests.letters_torture [strikes] [database]...

Each strike falls on a seller of its own: a worker dies where a call begins or ends in what sends a letter, another looks in
at once, and others come by when the time is due.
"""

import email
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from email.policy import default
from pathlib import Path

from tests.mailboxes import make_office
from tests.many_sellers import copy_seller
from tests.servers.postgres import running_postgres
from tests.servers.smtp import MailServer, mail_server
from tests.workers.killed_post import Task, count_steps, work
from tests.workers.one_post import SEND, open_post
from tests.world import NOW
from workers.store.letters import UNCLEAR

MONDAY = NOW.replace(hour=7)
WEEK = 202648
LATER = (timedelta(seconds=1), timedelta(minutes=1), timedelta(minutes=17), timedelta(minutes=34))
KINDS = ("sqlite", "postgresql")
ANOTHER = 7  # steps from the first strike of one round to that of the next


def torture(home: Path, database_url: str, server: MailServer, *, strikes: int, first: int = 0) -> Counter[str]:
    """What became of so many sellers' letters. Each second goes to a folder, where it can be looked for. Fails where one
    has got two, or nobody knows of one that did not arrive."""
    ways = (f"smtp:{server.port}", f"folder:{home}/letters")
    *counted, struck = _sellers(home, database_url, strikes)
    steps = [count_steps(home, database_url, task, MONDAY) for task in zip(counted, ways, strict=True)]
    tasks = [(seller, ways[number % 2]) for number, seller in enumerate(struck)]
    for number, task in enumerate(tasks):
        at = 1 + (first + number * steps[number % 2] // strikes) % steps[number % 2]
        code = work(home, database_url, [task], MONDAY, dies_at=at)
        assert code == -signal.SIGKILL, f"the worker was to die at step {at}, and ended with {code}"
    for later in LATER:
        assert work(home, database_url, tasks, MONDAY + later) == 0
    return _weigh(home, database_url, server, tasks)


def _sellers(home: Path, database_url: str, strikes: int) -> tuple[int, int, list[int]]:
    """Two to count with, and one for each strike; their letters are due."""
    post = open_post(home, database_url).add()
    first, second, *sellers = copy_seller(post.office, post.seller_id, 2 + strikes, read_at=MONDAY)
    with post.office.store.writing() as at:
        for one in (first, second, *sellers):
            at.due.want(SEND, one, at=MONDAY)
    post.office.store.close()
    return first, second, sellers


def _weigh(home: Path, database_url: str, server: MailServer, tasks: Sequence[Task]) -> Counter[str]:
    arrived = Counter(to for _, recipients, _ in server.taken for to in recipients)
    arrived.update(_addressee(file) for file in Path(home, "letters").glob("*.eml"))
    told: Counter[str] = Counter()
    office = make_office(home, database_url)
    with office.store.reading() as at:
        for one, way in tasks:
            letter, seller = at.letters.find(one, WEEK), at.sellers.of_id(one)
            assert seller is not None
            assert letter is not None, f"nobody knows of the letter of {one}"
            count = arrived[seller.owner]
            if letter.sent_at and not letter.failed_at:
                assert count == 1, f"{one} has got {count} letters, and was to get one"
                told["sent"] += 1
            else:
                assert (letter.why, way[:4]) == (UNCLEAR, "smtp"), f"the letter of {one} was lost: {letter}"
                assert count <= 1, f"{one} has got {count} letters"
                told[f"unclear and {'arrived' if count else 'not sent'}"] += 1
    office.store.close()
    return told


def _addressee(file: Path) -> str:
    message = email.message_from_bytes(file.read_bytes(), policy=default)
    return str(message["To"].addresses[0].addr_spec)


def main(strikes: str = "200", *kinds: str) -> None:
    with running_postgres() as postgres:
        for number, kind in enumerate(kinds or KINDS):
            began = time.monotonic()
            with tempfile.TemporaryDirectory() as folder, mail_server() as server:
                url = f"sqlite:///{folder}/kanelbulle.db" if kind == "sqlite" else postgres.new_database()
                told = torture(Path(folder), url, server, strikes=int(strikes), first=number * ANOTHER)
            said = ", ".join(f"{count} {what}" for what, count in sorted(told.items()))
            print(f"letters, {kind}: {strikes} strikes in {time.monotonic() - began:.0f} s ({said})", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
