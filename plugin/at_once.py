"""A conversion carried out in this process by the same job a worker does, for whoever waits at a terminal."""

import time
from datetime import timedelta

from workers.carry_out import CARRY_OUT
from workers.jobs import carry_out
from workers.office import Office
from workers.store.visits import OPEN, ToVisit

WHILE_ANOTHER = timedelta(minutes=1)  # worker, who was quicker, has it in hand
LOOK_AGAIN = timedelta(seconds=0.2)


def do_now(office: Office, seller_id: int, suggestion: str) -> ToVisit:
    """What has become of it: still open where the calendar asks us to wait."""
    ends = time.monotonic() + WHILE_ANOTHER.total_seconds()
    while True:
        carry_out(office, CARRY_OUT, seller_id)
        with office.store.reading() as at:
            visit, row = at.visits.find(seller_id, suggestion), at.due.find(CARRY_OUT, seller_id)
        assert visit
        another = row is not None and row.held_until is not None
        if visit.state not in OPEN or not another or time.monotonic() > ends:
            return visit
        time.sleep(LOOK_AGAIN.total_seconds())
