"""`kanelbulle web`, `worker` and `clock`: the processes of a service, any number of each on any number of machines.

Told SIGTERM they finish what is in their hands and leave; what is broken off all the same is done again by another.
"""

import errno
import logging
from contextlib import suppress
from datetime import timedelta
from itertools import count
from urllib.parse import urlsplit

import click
from flask import Flask
from waitress.server import create_server

from plugin import create_app
from plugin.answering import Server, answering
from plugin.listening import Told, listening
from plugin.logs import write_logs
from plugin.opening import open_for
from plugin.tending import leave_with_parent
from plugin.worded import tell
from workers.clock import set_right, tick
from workers.duty import report_for_duty
from workers.office import Office
from workers.queue import Queue, QueueAway
from workers.working import work

log = logging.getLogger(__name__)

BEAT = timedelta(seconds=1)
SET_RIGHT = 10  # beats
PORT = 8027


def run_web(context: click.Context, *, host: str, port: int | None, threads: int) -> None:
    """The pages for sellers who sign in."""
    write_logs()
    office = open_for(context)
    port = port or urlsplit(office.settings.base_url).port or PORT
    server = listen(context, create_app(office, own_computer=False), host=host, port=port, threads=threads)
    with listening() as ears, answering(server):
        while not ears.told:
            ears.wait(BEAT.total_seconds())


def listen(context: click.Context, app: Flask, *, host: str, port: int, threads: int) -> Server:
    """Bound before anything else, so that a taken port is told at once."""
    try:
        return create_server(
            app,
            host=host,
            port=port,
            threads=threads,
            ident=None,
            clear_untrusted_proxy_headers=False,  # nothing leans on them; that they are there tells of a proxy
        )
    except OSError as error:
        key = "error.port_taken" if error.errno == errno.EADDRINUSE else "error.port_refused"
        raise click.ClickException(tell(context, key, port=port, why=error.strerror)) from error


def run_worker(context: click.Context, *, burst: bool, tended: bool) -> None:
    """Do what the queue brings; with `burst` until nothing waits."""
    office = _open(context, tended=tended)
    report_for_duty(office)
    try:
        work(Queue(office.settings.redis_url), burst=burst)
    except QueueAway as error:
        raise click.ClickException(str(error)) from error


def run_clock(context: click.Context, *, tended: bool) -> None:
    """Ask for what is due, once a second."""
    ask_until_told(_open(context, tended=tended))


def ask_until_told(office: Office) -> None:
    """Now and then what a clock that jumped has put off is set right. Only in the main thread."""
    with listening() as ears, suppress(Told):
        for beat in count():
            if ears.told:
                return
            ears.call(lambda: tick(office))
            if beat % SET_RIGHT == 0:
                ears.call(lambda: set_right(office))
            ears.wait(BEAT.total_seconds())


def _open(context: click.Context, *, tended: bool) -> Office:
    if tended:
        leave_with_parent()
    else:
        write_logs()
    office = open_for(context)
    if office.queue is None:
        raise click.ClickException(tell(context, "error.no_queue"))
    return office
