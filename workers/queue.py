"""The queue between those who ask and those who do: a message is a job's name, a subject's id and the number of the ask.

It carries and decides nothing; the database knows what is due, so all of it may be lost. https://python-rq.org/docs/
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue as RqQueue
from rq.exceptions import DuplicateJobError, NoSuchJobError
from rq.job import Job, JobStatus
from rq.registry import FailedJobRegistry
from rq.serializers import JSONSerializer

log = logging.getLogger(__name__)

NAME = "kanelbulle"
CARRY_OUT = "workers.duty.carry_out"
JOB_TIME = timedelta(minutes=10)
FAILED_KEPT = timedelta(minutes=30)  # long enough to be counted by whoever looks after it

CONNECT = timedelta(seconds=2)
ANSWER = timedelta(seconds=5)
IDLE = timedelta(seconds=15)  # a connection unused for longer is tried with a PING before it is trusted


class QueueAway(Exception):
    """The server cannot be reached or refuses; one line, without the password."""


class Queue:
    """One queue on the server at `url` (redis://, rediss:// or unix://). Nothing is asked of the server until needed.

    `do` is the dotted path of what a worker calls with (job, subject, ask).
    """

    def __init__(self, url: str, *, do: str = CARRY_OUT) -> None:
        self.url = url
        self.do = do
        self._server = connect(url)
        self._queue = RqQueue(NAME, connection=self._server, serializer=JSONSerializer)
        self._failed = FailedJobRegistry(queue=self._queue)

    def __repr__(self) -> str:
        return f"Queue({whereabouts(self.url)!r})"

    def put(self, job: str, subject: int, ask: int) -> bool:
        """False if this very ask lies there already or is being done. What RQ could not run may be put again."""
        message = f"{job}-{subject}-{ask}"
        with self._asking():
            return self._put(message, job, subject, ask) or (
                self._drop_failed(message) and self._put(message, job, subject, ask)
            )

    def length(self) -> int:
        """How many asks wait."""
        with self._asking():
            return len(self._queue)

    def ping(self) -> None:
        """Nothing if the server answers, else `QueueAway`."""
        with self._asking():
            self._server.ping()

    def failed(self) -> int:
        """How many RQ could not run or tick off: not to be imported, out of time, its worker died, itself forgotten."""
        with self._asking():
            return self._failed.count

    def clear_failed(self) -> int:
        """Forget those, and say how many they were."""
        with self._asking():
            return sum(self._drop_failed(message) for message in self._failed.get_job_ids())

    def _put(self, message: str, job: str, subject: int, ask: int) -> bool:
        try:
            self._queue.enqueue_call(
                self.do,
                args=(job, subject, ask),
                job_id=message,
                unique=True,
                description=message,
                timeout=int(JOB_TIME.total_seconds()),
                result_ttl=0,  # a hash that stays would make the next put of this ask a duplicate
                failure_ttl=int(FAILED_KEPT.total_seconds()),
            )
        except DuplicateJobError:
            return False
        return True

    def _drop_failed(self, message: str) -> bool:
        try:
            lying = Job.fetch(message, connection=self._server, serializer=JSONSerializer)
        except NoSuchJobError:  # its time has run out, or somebody else was quicker
            return bool(self._failed.remove(message))
        if lying.get_status(refresh=False) is not JobStatus.FAILED:
            return False
        lying.delete()
        return True

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except (RedisError, OSError) as error:
            raise away(self.url, error) from error


@dataclass(frozen=True, slots=True)
class Courier:
    """Puts messages into a queue; while it is away they are lost without harm: the database asks again."""

    queue: Queue

    def put(self, job: str, subject: int, ask: int) -> bool:
        try:
            return self.queue.put(job, subject, ask)
        except QueueAway as error:
            log.warning("%s %d waits: %s", job, subject, error)
            return False

    def answers(self) -> None:
        """Raises QueueAway when it does not."""
        self.queue.ping()


def connect(url: str) -> Redis:
    """A client that gives up within seconds; a stale connection is tried once more."""
    if urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise ValueError("the queue's address begins with redis://, rediss:// or unix://")
    return Redis.from_url(
        url,
        socket_connect_timeout=CONNECT.total_seconds(),
        socket_timeout=ANSWER.total_seconds(),
        health_check_interval=int(IDLE.total_seconds()),
        retry=Retry(ConstantBackoff(0.1), 1),
    )


def away(url: str, error: Exception) -> QueueAway:
    why = " ".join(str(error).split()) or type(error).__name__
    return QueueAway(f"the queue at {whereabouts(url)} does not answer: {why}")


def whereabouts(url: str) -> str:
    """The address without user, password and options."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return parts.path
    return f"{parts.hostname}:{parts.port or 6379}"
