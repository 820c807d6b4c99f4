"""How long a Monday's letters take: two workers on one PostgreSQL compose and hand over each seller's, both going through
all of them, to a mail server on this machine, which takes each once.
"""

import random
import tempfile
import time
from collections import Counter
from multiprocessing import get_context
from pathlib import Path

from tests.bench.table import Row
from tests.many_sellers import copy_seller
from tests.servers.postgres import running_postgres
from tests.servers.smtp import mail_server
from tests.workers.killed_post import by_way, open_at
from tests.workers.one_post import SEND, open_post
from tests.world import NOW
from workers.jobs import carry_out

MONDAY = NOW.replace(hour=7)
SELLERS = 10_000
WORKERS = 2


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder, running_postgres() as postgres, mail_server() as server:
        home, url = Path(folder), postgres.new_database()
        sellers = _sellers(home, url)
        with get_context("spawn").Pool(WORKERS) as pool:
            pool.starmap(_load, [(folder, url)] * WORKERS, 1)
            began = time.monotonic()
            work = [(folder, url, f"smtp:{server.port}", sellers, half) for half in range(WORKERS)]
            pool.starmap(_send, work, 1)
            taken = time.monotonic() - began
        arrived = Counter(to for _, recipients, _ in server.taken for to in recipients)
    assert len(arrived) == SELLERS, f"{len(arrived)} of {SELLERS} got a letter"
    assert set(arrived.values()) == {1}, "somebody has got two"
    what = f"{SELLERS:,} letters composed and sent by {WORKERS} workers, none twice"
    return [
        Row(f"{what}: letters a second", f"{SELLERS / taken:.0f}"),
        Row(f"{what}: minutes", f"{taken / 60:.1f}"),
    ]


def _sellers(home: Path, url: str) -> list[int]:
    post = open_post(home, url).add()
    sellers = copy_seller(post.office, post.seller_id, SELLERS, read_at=MONDAY)
    with post.office.store.writing() as at:
        for one in sellers:
            at.due.want(SEND, one, at=MONDAY)
    post.office.store.close()
    return sellers


def _load(home: str, url: str) -> None:
    """What a worker reads once."""
    import tests.workers.warm  # noqa: F401


def _send(home: str, url: str, way: str, sellers: list[int], order: int) -> None:
    """All of them, as if every message came to both workers; whoever is first does it."""
    office = by_way(open_at(Path(home), url, MONDAY), way)
    for seller in random.Random(order).sample(sellers, len(sellers)):
        carry_out(office, SEND, seller)
    office.store.close()
