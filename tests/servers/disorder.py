"""What may befall the messages of a queue: they come twice, late, again when they are done, and in another order.

https://valkey.io/commands/lrange/; where RQ keeps the order: https://python-rq.org/docs/ ("rq:queue:" and the name).
"""

import random
from collections.abc import Callable, Iterable

from redis import Redis
from redis.exceptions import WatchError

from tests.servers.valkey import Valkey
from workers.queue import NAME, Queue

ORDER = f"rq:queue:{NAME}"
HELD_UP = range(-19, 1)  # numbers of long ago: a row's first message is its number 1
Job = tuple[str, int]


def put(server: Valkey, job: str, subject: int, chance: random.Random) -> None:
    """An old message."""
    Queue(server.url).put(job, subject, chance.choice(HELD_UP))


def say_again(server: Valkey, jobs: Iterable[Job], chance: random.Random) -> int:
    """Old messages about these jobs, done or not, are put once more, and then all that lie there twice over."""
    queue, client = Queue(server.url), server.client()
    for job, subject in jobs:
        for ask in chance.sample(HELD_UP, 5):
            queue.put(job, subject, ask)
    return _rewrite(client, lambda lying: [*lying, *lying])


def shuffle(server: Valkey, chance: random.Random) -> int:
    """What came first may be last."""
    return _rewrite(server.client(), lambda lying: chance.sample(lying, len(lying)))


def turn_round(server: Valkey) -> int:
    """What came first is last."""
    return _rewrite(server.client(), lambda lying: lying[::-1])


def _rewrite(client: Redis, order: Callable[[list[bytes]], list[bytes]]) -> int:
    """At once, unless a worker takes one meanwhile: then again. How many lie there."""
    with client.pipeline() as together:
        while True:
            together.watch(ORDER)
            found = order(together.lrange(ORDER, 0, -1))
            together.multi()
            together.delete(ORDER)
            if found:
                together.rpush(ORDER, *found)
            try:
                together.execute()
            except WatchError:
                continue
            return len(found)
