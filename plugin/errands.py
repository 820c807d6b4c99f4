"""What is done beside the page while it is shown: engines are asked about this week's visits whenever something changed.

One thread, which ends with the page. https://docs.python.org/3/library/threading.html#event-objects
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from math import inf
from threading import Event, Thread
from time import monotonic

from workers.office import Office

log = logging.getLogger(__name__)

BEAT = timedelta(seconds=1)  # between two looks at whether something changed
PAUSE = timedelta(seconds=5)  # after engines were asked: what they told is a change too
AGAIN = timedelta(minutes=15)  # until those that failed are asked anew
GOODBYE = timedelta(seconds=2)  # for a question on its way when the page closes

Ask = Callable[[Office], bool]
"""Does the errand, and says whether it should be done again though nothing changed."""


@contextmanager
def errands(office: Office) -> Iterator[None]:
    """While the page is shown. Without engines there is nothing to do and no thread."""
    if office.roads.engines is None:
        yield
        return
    errand = Errand(office, _ask_engines)
    thread = Thread(target=errand.run, name="errands", daemon=True)
    thread.start()
    try:
        yield
    finally:
        errand.over.set()
        thread.join(GOODBYE.total_seconds())


@dataclass(slots=True)
class Errand:
    """One errand, done at first and after every change until it is `over`. Nothing it meets with ends it."""

    office: Office
    ask: Ask
    clock: Callable[[], float] = monotonic  # seconds
    over: Event = field(default_factory=Event)
    _seen: str = ""
    _again: float = inf

    def run(self) -> None:
        while not self.over.wait(BEAT.total_seconds()):
            if self.look():
                self.over.wait(PAUSE.total_seconds())

    def look(self) -> bool:
        """Do it if it is due, and say whether it was."""
        try:
            revision = self.office.store.shown.revision()
            if revision == self._seen and self.clock() < self._again:
                return False
            self._seen, self._again = revision, self._in_a_while()
            if not self.ask(self.office):
                self._again = inf
        except Exception as error:  # whatever it is, the page goes on, and nobody reads a traceback
            self._again = self._in_a_while()
            log.warning("an errand ended in %s", type(error).__name__)
        return True

    def _in_a_while(self) -> float:
        return self.clock() + AGAIN.total_seconds()


def _ask_engines(office: Office) -> bool:
    from workers.asking import ask_engines  # HTTP is loaded only where somebody is to be asked

    return ask_engines(office).tally.failed > 0
