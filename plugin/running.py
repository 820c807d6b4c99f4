"""The web page on this computer: an office on embedded defaults, a calendar read into it, and a server until it is stopped.

https://docs.pylonsproject.org/projects/waitress/en/stable/
"""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.parse import urlsplit

import click

from connectors.crm import read_crm
from connectors.demo import write_demo, write_demo_crm
from connectors.errors import ConnectorError
from connectors.ics import Source
from plugin import create_app
from plugin.answering import answering
from plugin.harmless import plain
from plugin.opening import open_for
from plugin.serving import PORT, listen
from plugin.tending import Child, Manners, tend
from plugin.vendors import check_signing_in
from plugin.worded import tell
from workers.calendar_files import OwnerUnknown, read_files
from workers.mailers import knock
from workers.office import Office, open_courier
from workers.store.letters import OUTCOMES
from workers.valkey import Embedded
from workers.valkey_home import NoServer

LOOPBACK = "127.0.0.1"
THREADS = 8
GOODBYE = timedelta(seconds=2)  # for an answer or a job on its way when the page closes


def run_page(context: click.Context, *, calendar: str | None, port: int | None) -> None:
    """Show the demo seller, or the seller of `calendar`, until Ctrl-C or SIGTERM."""
    for request in (signal.SIGINT, signal.SIGTERM):  # also where a shell has put us in the background, deaf to Ctrl-C
        signal.signal(request, _stop)
    office = open_for(context)
    port = port or urlsplit(office.settings.base_url).port or PORT
    with _queue(office) as (url, mend):
        office = replace(office, queue=open_courier(url))
        server = listen(context, create_app(office), host=LOOPBACK, port=port, threads=THREADS)
        _read(context, office, calendar)
        _print(tell(context, "look", url=f"http://{LOOPBACK}:{port}"))
        with answering(server, goodbye=GOODBYE):
            tend(_helpers(context, office, url), meanwhile=mend, manners=Manners(goodbye=GOODBYE))


@contextmanager
def _queue(office: Office) -> Iterator[tuple[str, Callable[[], None] | None]]:
    """The address of the queue: the one in the settings, or one of our own for as long as we run. Ours is to be mended
    again and again, should it end before us."""
    if office.settings.redis_url:
        yield office.settings.redis_url, None
        return
    try:
        with Embedded(office.settings.home) as embedded:
            yield embedded.url, embedded.start
    except NoServer as error:
        raise click.ClickException(str(error)) from error


def _helpers(context: click.Context, office: Office, url: str) -> tuple[Child, ...]:
    """The worker and the clock beside the page, on the same settings and queue."""
    environment = dict(context.find_root().obj["environment"])
    if not office.settings.redis_url:
        environment["KANELBULLE_REDIS_URL"] = url
    names = ("worker", "clock")
    return tuple(Child(name, (sys.executable, "-m", "plugin", name, "--tended"), environment) for name in names)


def check_settings(context: click.Context) -> None:
    """Settings, database, places, queue, jobs, letters, sign-in and clock, one line each; the first that fails ends it."""
    office = open_for(context)
    _print(tell(context, "check_settings", home=office.settings.home))
    office.store.answers()
    with office.store.reading() as at:
        for one in at.mailboxes.seller_ids(*office.providers)[-1:]:
            at.mailboxes.find(one)  # raises SealBroken with keys that are not this database's
    _print(tell(context, "check_database", url=urlsplit(office.settings.database_url).scheme))
    _check_roads(context, office)
    _check_queue(context, office)
    _check_letters(context, office)
    check_signing_in(context, office)
    _print(tell(context, "check_clock", now=office.clock().astimezone().isoformat(timespec="seconds")))


def _check_queue(context: click.Context, office: Office) -> None:
    """The queue, and how the jobs are; what was given up is told, and is no reason to stop here."""
    if office.queue is None:
        _print(tell(context, "check_no_queue"))
    else:
        try:
            office.queue.answers()
        except Exception as error:
            raise click.ClickException(str(error)) from error
        _print(tell(context, "check_queue"))
    with office.store.reading() as at:
        counts = at.due.counts(now=office.clock())
    told = {state: sum(count for (_, one), count in counts.items() if one == state) for state in ("waiting", "failed")}
    _print(tell(context, "check_jobs", waiting=told["waiting"], failed=told["failed"]))


def _check_letters(context: click.Context, office: Office) -> None:
    """Who carries letters and whether they may, and how those of the last week fared."""
    mail = office.settings.smtp
    if mail is None:
        _print(tell(context, "check_letters_none"))
    else:
        _knock(context, office, mail.whereabouts)
        _print(tell(context, "check_letters", where=mail.whereabouts, sender=mail.sender.address))
    with office.store.reading() as at:
        counts = at.letters.counts(since=office.clock() - timedelta(weeks=1))
    if counts:
        _print(tell(context, "check_letters_week", **{outcome: counts.get(outcome, 0) for outcome in OUTCOMES}))


def _knock(context: click.Context, office: Office, where: str) -> None:
    try:
        knock(office.settings)
    except ConnectorError as error:
        raise click.ClickException(tell(context, "error.mail", where=where, why=str(error))) from error


def _check_roads(context: click.Context, office: Office) -> None:
    """The table of places, and who is asked for more than it knows. Engines are named and not asked."""
    roads, travel = office.roads, office.settings.travel
    if roads.problem or roads.gazetteer is None:
        raise click.ClickException(tell(context, "error.places", why=roads.problem))
    _print(tell(context, "check_places", count=int(roads.gazetteer.about["towns"])))
    names = [one.kind for one in (*travel.routers, *travel.geocoders, *travel.bakeries)]
    _print(
        tell(context, "check_engines", names=tuple(dict.fromkeys(names))) if names else tell(context, "check_offline")
    )


def _read(context: click.Context, office: Office, calendar: str | None) -> None:
    try:
        if calendar:
            _print(tell(context, "reading_file", file=calendar))
            read_files(office, [Source(Path(calendar).name, Path(calendar))], label=Path(calendar).name)
            return
        _print(tell(context, "reading_demo"))
        crm, _ = read_crm(write_demo_crm(), source="demo")
        read_files(office, [Source("demo.ics", write_demo(office.clock()))], label="demo", crm=crm)
    except OwnerUnknown as error:
        raise click.ClickException(tell(context, "error.owner_unknown_page")) from error


def _print(text: str) -> None:
    print(plain(text), flush=True)


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)
