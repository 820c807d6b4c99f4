"""A vendor that is played on this machine's own address: what it was asked, what goes wrong, and who is being answered."""

import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tests.simulators.server import Respond, Server
from tests.simulators.troubles import Trouble
from tests.simulators.wire import Answer, Asked


class Played:
    """`asked` is every request. `answer` is the vendor's own; what is refused is raised and written there."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.asked: list[Asked] = []
        self._troubles: list[Trouble] = []
        self._holds: dict[int, threading.Event] = {}
        self._busy: Counter[str] = Counter()
        self._comings = threading.Condition(self.lock)
        self.servers: list[Server] = []

    def answer(self, asked: Asked, trouble: Trouble | None = None) -> Answer:
        raise NotImplementedError

    def serve(self, trusted: ssl.SSLContext | None, base: str = "", answer: Respond | None = None) -> Server:
        self.servers.append(Server(answer or self.answer, self.trouble, trusted, base))
        return self.servers[-1]

    def close(self) -> None:
        for server in self.servers:
            server.close()

    # What tests tell and ask

    def next(self, *troubles: Trouble, path: str = "*", method: str = "*") -> None:
        """First come, first served; `path` is a pattern with *, as `asked` has it and without parameters."""
        self._troubles += [one.only(path, method) for one in troubles]

    def forget_troubles(self) -> None:
        """Those that have not struck yet."""
        self._troubles.clear()

    def until_busy(self, count: int) -> None:
        """Waits until so many requests are being answered."""
        with self._comings:
            self._comings.wait_for(lambda: self._busy.total() >= count, timeout=10)

    @property
    def packed(self) -> bool:
        """gzip for whoever takes it."""
        return all(server.packed for server in self.servers)

    @packed.setter
    def packed(self, packed: bool) -> None:
        for server in self.servers:
            server.packed = packed

    @property
    def requests(self) -> int:
        return len(self.asked)

    @property
    def bytes_sent(self) -> int:
        return sum(one.sent for one in self.asked)

    # What answering needs

    def trouble(self, asked: Asked) -> Trouble | None:
        with self.lock:
            found = next((one for one in self._troubles if one.strikes(asked)), None)
            if found:
                self._troubles.remove(found)
            return found

    def heed(self, asked: Asked, trouble: Trouble | None) -> None:
        """Raises what is answered instead, and remembers what has to wait."""
        if trouble and trouble.instead:
            raise trouble.instead
        if trouble and trouble.until:
            self._holds[id(asked)] = trouble.until

    def wait(self, asked: Asked) -> None:
        """Where a test holds this one."""
        until = self._holds.pop(id(asked), None)
        if until:
            self.servers[0].wait(until)

    @contextmanager
    def busy(self, whose: str) -> Iterator[int]:
        """How many others are being answered for the same person."""
        with self.lock:
            others = self._busy[whose]
            self._busy[whose] += 1
            self._comings.notify_all()
        try:
            yield others
        finally:
            with self.lock:
                self._busy[whose] -= 1
