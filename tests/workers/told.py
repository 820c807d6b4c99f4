"""An office that a vendor tells of changes: its pages are served under https on this machine, where the vendor finds them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from plugin import create_app
from tests.simulators.certificates import Authority
from tests.workers.in_the_cloud import SYNC, InTheCloud
from tests.workers.outlook import an_outlook
from workers.jobs import carry_out
from workers.store.due import DueRow
from workers.store.watches import Kept

WATCH = "watch_mailbox"
Opened = AbstractContextManager[InTheCloud]


class Told:
    """`queue` is what workers were asked for; nothing is done before `do`."""

    def __init__(self, outlook: InTheCloud, server: BaseWSGIServer) -> None:
        self.outlook, self.rig, self.box = outlook, outlook.rig, outlook.box
        self.queue: list[tuple[str, int]] = []
        settings = replace(outlook.office.settings, base_url=f"https://localhost:{server.port}")
        outlook.office = replace(outlook.office, settings=settings, queue=self)
        server.app = create_app(outlook.office, own_computer=False)

    def put(self, job: str, subject: int, ask: int) -> None:
        self.queue.append((job, subject))

    def answers(self) -> None:
        """A list always does."""

    def do(self, job: str) -> None:
        """Now, without having been asked for."""
        office, seller = self.outlook.office, self.outlook.seller
        with office.store.writing() as at:
            at.due.want(job, seller, at=office.clock())
        carry_out(office, job, seller)

    def work(self) -> list[str]:
        """What was asked for, until there is no more of it."""
        done = []
        while self.queue:
            job, subject = self.queue.pop(0)
            carry_out(self.outlook.office, job, subject)
            done.append(job)
        return done

    def begin(self) -> None:
        """The calendar is read, and a watch kept on it."""
        self.do(SYNC)
        self.work()

    def row(self, job: str) -> DueRow | None:
        with self.outlook.office.store.reading() as at:
            return at.due.find(job, self.outlook.seller)

    def watch(self) -> Kept | None:
        with self.outlook.office.store.reading() as at:
            return at.watches.find(self.outlook.seller)

    @property
    def url(self) -> str:
        return f"{self.outlook.office.settings.base_url}/hooks/{self.outlook.provider}"


class _Quiet(WSGIRequestHandler):
    def log(self, *words: object) -> None:  # type: ignore[override]
        pass


@contextmanager
def told_office(
    home: Path, database_url: str, authority: Authority, opens: Callable[..., Opened] = an_outlook
) -> Iterator[Told]:
    trusted = authority.server("localhost")
    server = make_server("127.0.0.1", 0, _nothing, threaded=True, request_handler=_Quiet, ssl_context=trusted)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    with opens(home, database_url) as outlook:
        outlook.rig.simulated.trusts = authority.trust
        told = Told(outlook, server)
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
            outlook.office.store.close()


def _nothing(environ: object, start_response: object) -> list[bytes]:
    raise AssertionError("the pages are not up yet")
