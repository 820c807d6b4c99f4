"""The clock: asks, again and again, for everything that is due and that nobody does. Any number of them may run; each row is
asked for by one. A machine's own clock may jump: what it has put off too far meanwhile is brought forward.
"""

from datetime import timedelta

from workers.jobs import JOBS, LONGEST_WAIT, next_time
from workers.office import Office
from workers.schedule import TIMETABLE, reach

MOST_AT_ONCE = 500  # what has been due longest goes first; the rest a moment later
SKEW = timedelta(minutes=1)  # by which the clocks of several machines may differ


def set_right(office: Office) -> int:
    """A clock that was ahead, if only for a moment, has put things off until its own tomorrow. They are due when the
    timetable says as of now; how many there were."""
    now = office.clock()
    latest = {job: now + reach(TIMETABLE.get(job)) + SKEW for job in JOBS}
    with office.store.writing() as at:
        rows = at.due.far_off(latest, put_off=now + LONGEST_WAIT + SKEW)
        for row in rows:
            again = None if row.why else next_time(at, row.job, row.subject, now)
            at.due.bring_forward(row.job, row.subject, at=again or now)
    return len(rows)


def tick(office: Office) -> int:
    """Put a message into the queue for each row that is due; how many. What a queue that is away did not take is asked for
    again like any message nobody acts on."""
    if office.queue is None:
        return 0
    with office.store.writing() as at:
        messages = at.due.ask_all(now=office.clock(), limit=MOST_AT_ONCE)
    for message in messages:
        office.queue.put(message.job, message.subject, message.ask)
    return len(messages)
