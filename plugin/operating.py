"""What whoever runs the service does by hand: bring the database forward, change its keys, read mailboxes now, look at
the jobs."""

import json as json_text
import sys
from collections.abc import Sequence

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from plugin.harmless import plain
from plugin.opening import open_for, seller_called
from plugin.sheet import Sheet
from plugin.worded import tell
from workers import resealing
from workers.jobs import JOBS, WATCHED, carry_out
from workers.office import Office
from workers.store import Seller
from workers.store.due import DueRow
from workers.store.mailboxes import MailboxState

SYNC = "sync_mailbox"


def migrate(context: click.Context) -> None:
    """Bring the database to the newest schema."""
    open_for(context, migrate=True)
    _print(tell(context, "migrated"))


def reseal(context: click.Context) -> None:
    """Seal everything with the newest key. Exit code 1 while anything is under an older one."""
    office = open_for(context)
    for one in resealing.reseal(office.store):
        if one.rows:
            _print(tell(context, "resealed", table=one.table, rows=one.rows))
    left = resealing.still_old(office.store)
    if left:
        raise click.ClickException(tell(context, "error.still_old", rows=sum(left.values()), tables=tuple(left)))
    _print(tell(context, "resealed_all"))


def sync_now(context: click.Context, addresses: Sequence[str], *, everybody: bool, json: bool) -> None:
    """Read changes in this process. Exit code 1 when a mailbox could not be read; the others are read all the same."""
    if everybody == bool(addresses):
        raise click.UsageError(tell(context, "error.sync_whom"), context)
    office = open_for(context)
    sellers = _sellers(context, office, addresses)
    errors = Sheet(sys.stderr, context.find_root().obj["language"])
    told = []
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
    with Progress(*columns, console=errors.console, transient=True, disable=not errors.console.is_terminal) as bar:
        task = bar.add_task(errors.say("reading"), total=len(sellers))
        for seller in sellers:
            told.append(_sync_one(office, seller))
            bar.advance(task)
    if json:
        click.echo(json_text.dumps({"version": 1, "mailboxes": told}, ensure_ascii=False, indent=2))
    else:
        for one in told:
            _print(tell(context, "synced", **one) if one["ok"] else tell(context, f"mailbox.{one['state']}", **one))
    if not all(one["ok"] for one in told):
        raise click.exceptions.Exit(1)


def show_jobs(context: click.Context) -> None:
    """What was given up, what waits and what is being done."""
    office = open_for(context)
    now = office.clock()
    with office.store.reading() as at:
        rows = [row for row in at.due.rows() if row.failed_at or row.held_until or (row.due_at and row.due_at <= now)]
    if not rows:
        _print(tell(context, "jobs_none"))
    for row in rows:
        _print(_told(context, row))


def retry_jobs(context: click.Context, job: str | None, subject: int | None) -> None:
    """Ask again for what was given up: all of it, or one job of one subject."""
    if job is not None and job not in JOBS:
        raise click.UsageError(tell(context, "error.no_job", job=job, names=tuple(JOBS)), context)
    if (job is None) != (subject is None):
        raise click.UsageError(tell(context, "error.job_of_whom"), context)
    office = open_for(context)
    with office.store.writing() as at:
        count = at.due.retry(now=office.clock(), job=job or "", subject=subject or 0)
    _print(tell(context, "jobs_again", count=count))


def _sellers(context: click.Context, office: Office, addresses: Sequence[str]) -> list[Seller]:
    if addresses:
        return [seller_called(context, office, address) for address in addresses]
    with office.store.reading() as at:
        found = [at.sellers.of_id(one) for one in at.mailboxes.seller_ids(*office.providers)]
    return [seller for seller in found if seller]


def _sync_one(office: Office, seller: Seller) -> dict[str, object]:
    """One turn after the other until the calendar is read to its end, by the same job a worker does."""
    before = _state(office, seller.id)
    office.want(SYNC, seller.id)
    more = True
    while more:
        carry_out(office, SYNC, seller.id)
        box = office.store.of(seller.id).mailbox()
        more = box is not None and box.state in (MailboxState.NEW, MailboxState.READING) and _is_due(office, seller.id)
    state = _state(office, seller.id)
    row = _row(office, seller.id)
    why = row.why if row and row.why != WATCHED else ""
    return {
        "address": seller.owner,
        "ok": state == MailboxState.IN_STEP.value and not why,
        "state": "busy" if why and state == MailboxState.IN_STEP.value else state,
        "before": before,
        "meetings": _count(office, seller.id),
        "why": why,
    }


def _is_due(office: Office, seller_id: int) -> bool:
    row, now = _row(office, seller_id), office.clock()
    return row is not None and row.due_at is not None and row.due_at <= now and not row.held_until


def _row(office: Office, seller_id: int) -> DueRow | None:
    with office.store.reading() as at:
        return at.due.find(SYNC, seller_id)


def _state(office: Office, seller_id: int) -> str:
    box = office.store.of(seller_id).mailbox()
    return box.state.value if box else MailboxState.GONE.value


def _count(office: Office, seller_id: int) -> int:
    with office.store.reading() as at:
        return at.meetings.count(seller_id)


def _told(context: click.Context, row: DueRow) -> str:
    state = "failed" if row.failed_at else "running" if row.held_until else "waiting"
    moment = row.failed_at or row.held_until or row.due_at
    assert moment is not None
    when = moment.astimezone().isoformat(timespec="seconds")
    return tell(context, f"job_{state}", job=row.job, subject=row.subject, when=when, why=row.why or "-")


def _print(text: str) -> None:
    click.echo(plain(text))
