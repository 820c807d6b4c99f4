"""What a worker process does with the queue's messages: the function RQ imports and calls, on the one office of the process."""

from workers import jobs
from workers.office import Office

_offices: list[Office] = []


def report_for_duty(office: Office) -> None:
    """Messages that come to this process are for this office."""
    _offices[:] = [office]


def carry_out(job: str, subject: int, _ask: int) -> None:
    """A message. `_ask` only tells it from others about the same row, which is looked up anyway."""
    jobs.carry_out(_offices[0], job, subject)
