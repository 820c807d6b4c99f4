"""A web server in a thread of its own, left so that answers on their way arrive, and nobody writes where it has been.

Waitress wakes its loop by a byte into a pipe. Were the pipe closed before the threads that answer, the byte would go
into whatever has its number by then, a database even: threads end first. Seen in waitress 3.0, `trigger._physical_pull`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from math import ceil
from threading import Event, Thread
from time import monotonic
from typing import Any

from waitress import wasyncore
from waitress.server import BaseWSGIServer, MultiSocketServer

BEAT = 0.05  # seconds between two looks whether everybody has their answer
GOODBYE = timedelta(seconds=10)  # for answers on their way

Server = BaseWSGIServer | MultiSocketServer


@contextmanager
def answering(server: Server, *, goodbye: timedelta = GOODBYE) -> Iterator[None]:
    """It answers for as long as the block lasts. Then nobody is let in, and what has begun is answered within `goodbye`."""
    loop = Thread(target=server.run, name="web", daemon=True)
    loop.start()
    try:
        yield
    finally:
        _leave(server, loop, ends=monotonic() + goodbye.total_seconds())


def _leave(server: Server, loop: Thread, *, ends: float) -> None:
    doors = _doors(server)
    _in_loop(doors, wasyncore.dispatcher.close)
    while any(_lines(door) for door in doors) and monotonic() < ends:
        _in_loop(doors, _hang_up)
        loop.join(BEAT)
    answerers = server.task_dispatcher
    answerers.shutdown(timeout=ceil(max(0.0, ends - monotonic())))
    if not answerers.threads:  # else the pipe stays open until the process ends: somebody may still write
        woken = Event()
        _in_loop(doors, partial(_close, woken=woken))
        woken.set()
        loop.join()


def _doors(server: Server) -> list[BaseWSGIServer]:
    """One for each address that is listened on."""
    if isinstance(server, BaseWSGIServer):
        return [server]
    listening: Any = server.map
    return [one for one in listening.values() if isinstance(one, BaseWSGIServer)]


def _in_loop(doors: Sequence[BaseWSGIServer], what: Callable[[BaseWSGIServer], object]) -> None:
    """Sockets are touched by the loop's own thread and no other."""
    for door in doors:
        _pipe(door).pull_trigger(partial(what, door))


def _hang_up(door: BaseWSGIServer) -> None:
    """On who has had their answer, and only keeps the line open."""
    for channel in _lines(door):
        if not channel.requests:
            channel.close_when_flushed = True


def _close(door: BaseWSGIServer, *, woken: Event) -> None:
    """The loop may be awake already, and come here before the byte that was to wake it is in the pipe."""
    woken.wait()
    for channel in _lines(door):
        channel.handle_close()
    _pipe(door).close()


def _lines(door: BaseWSGIServer) -> list[Any]:
    """Those of the browsers that are connected. What stubs say of this and of the pipe is not so."""
    channels: Any = door.active_channels
    return list(channels.values())


def _pipe(door: BaseWSGIServer) -> Any:
    return door.trigger
