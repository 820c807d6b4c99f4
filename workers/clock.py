"""The clock: asks, again and again, for everything that is due and that nobody does. Any number of them may run; each row is
asked for by one.
"""

from workers.office import Office

MOST_AT_ONCE = 500  # what has been due longest goes first; the rest a moment later


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
