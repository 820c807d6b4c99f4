"""`/metrics` for Prometheus: read from the database and the queue when asked, for nothing is kept in a process.

Only counts, and only of the whole installation. https://prometheus.github.io/client_python/collector/custom/
"""

import hmac
from collections.abc import Iterator

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from plugin.web.guard import LOOPBACK as OWN_NAMES
from plugin.web.guard import name_in
from workers.office import Office
from workers.store.letters import OUTCOMES

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
LOOPBACK = frozenset({"127.0.0.1", "::1"})
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")  # a proxy asks on somebody else's behalf

metrics = Blueprint("metrics", __name__)


@metrics.get("/metrics")
def show() -> Response:
    office: Office = current_app.extensions["office"]
    if not _may_know(office.settings.metrics_token):
        abort(404)
    registry = CollectorRegistry()
    registry.register(Figures(office))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE)


class Figures(Collector):
    """The service in figures, as of now."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def describe(self) -> Iterator[Metric]:
        return iter(())  # nothing is asked before somebody asks

    def collect(self) -> Iterator[Metric]:
        now = self._office.clock()
        with self._office.store.reading() as at:
            mailboxes, jobs, wait = at.mailboxes.by_state(), at.due.counts(now=now), at.due.oldest_wait(now=now)
            counts, spent, watches = at.whole.totals(), at.spent.totals(), at.watches.count(now=now)
            letters = at.letters.counts()
        boxes = GaugeMetricFamily("kanelbulle_mailboxes", "Mailboxes by state.", labels=("provider", "state"))
        for (provider, state), count in sorted(mailboxes.items()):
            boxes.add_metric((provider, state), count)
        yield boxes
        due = GaugeMetricFamily("kanelbulle_jobs", "Jobs: waiting, running, failed, resting.", labels=("job", "state"))
        for (job, state), count in sorted(jobs.items()):
            due.add_metric((job, state), count)
        yield due
        yield GaugeMetricFamily(
            "kanelbulle_longest_wait_seconds",
            "How long the job that has waited longest has.",
            value=wait.total_seconds(),
        )
        rows = GaugeMetricFamily("kanelbulle_rows", "Rows by table.", labels=("table",))
        for table, count in counts.items():
            rows.add_metric((table,), count)
        yield rows
        sent = GaugeMetricFamily("kanelbulle_letters", "Letters kept, by what came of them.", labels=("outcome",))
        for outcome in OUTCOMES:
            sent.add_metric((outcome,), letters.get(outcome, 0))
        yield sent
        asked = CounterMetricFamily(
            "kanelbulle_vendor",
            "What vendors were asked: requests, bytes that came, throttled, failed.",
            labels=("provider", "what"),
        )
        for (provider, what), count in sorted(spent.items()):
            asked.add_metric((provider, what), count)
        yield asked
        told = GaugeMetricFamily(
            "kanelbulle_watches", "Calendars whose vendor tells us of changes.", labels=("provider",)
        )
        for provider, count in sorted(watches.items()):
            told.add_metric((provider,), count)
        yield told
        yield GaugeMetricFamily("kanelbulle_queue_up", "1 when the queue answers.", value=self._queue_answers())

    def _queue_answers(self) -> float:
        try:
            if self._office.queue is not None:
                self._office.queue.answers()
                return 1.0
        except Exception:  # whatever it is, it does not answer
            return 0.0
        return 0.0


def _may_know(token: str) -> bool:
    """Whoever has the token, or this very machine, asking for itself."""
    said = request.headers.get("Authorization", "")
    if token and hmac.compare_digest(said.encode(), f"Bearer {token}".encode()):
        return True
    if request.remote_addr not in LOOPBACK or any(name in request.headers for name in FORWARDED):
        return False
    return (
        name_in(f"//{request.host}") in OWN_NAMES
    )  # a proxy that tells nothing else may tell the name it was asked by
