"""`kanelbulle scan`: what was typed becomes values, the files are read once, and what was found is shown or written."""

import json as json_text
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, TypeVar

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from connectors.calendars import Unread
from connectors.crm import CrmRecord, read_crm
from connectors.ics import Source
from plugin.harmless import plain, plain_json
from plugin.sheet import Sheet
from plugin.terminal import show_result, show_unread
from plugin.worded import tell
from workers.reading import OwnerUnknown
from workers.report import write_report
from workers.report_visits import Json
from workers.roads import Roads, open_roads
from workers.scan import ScanOptions, scan
from workers.settings import SettingsError, read_calendar_limit, read_travel

T = TypeVar("T")

STDIN = "-"
NOTHING_READ = 1  # exit code when every entry was damaged
LONG = 1_000_000  # bytes: shorter files are read before a progress bar could be seen
LIMIT = 200_000_000  # of what is piped in
ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]{1,253}")
FILE_ERRORS = {FileNotFoundError: "missing", IsADirectoryError: "folder", PermissionError: "denied"}
DOMAIN = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed after `scan`, as typed."""

    files: tuple[str, ...]
    owner: str | None
    own_domains: tuple[str, ...]
    accounts: str | None
    office: str | None
    now: str | None
    json: bool
    meetings: bool


def scan_files(context: click.Context, asked: Asked, language: str, *, roads: Roads | None = None) -> None:
    """Read, show, and say on stderr what could not be read. `roads` are by default those of the settings."""
    context.find_root().obj["language"] = language
    errors = Sheet(sys.stderr, language)
    options, now = _options(context, asked), _now(context, asked.now)
    sources = _sources(context, asked.files)
    roads = roads or open_roads(_setting(context, read_travel))
    try:
        with _progress(errors, sources) as progress:
            result = scan(sources, options=options, now=now, roads=roads, progress=progress)
        if not result.office and _somebody_is_there(asked) and (office := _ask_office(errors)):
            result = scan(sources, options=replace(options, office=office), now=now, roads=roads)
    except OwnerUnknown as error:
        raise click.ClickException(tell(context, "error.owner_unknown")) from error
    if asked.json:
        _write_json(write_report(result, language, meetings=asked.meetings))
    else:
        show_result(Sheet(sys.stdout, language), result, meetings=asked.meetings)
    if result.problem:
        click.echo(plain(tell(context, "places_missing", why=result.problem)), err=True)
    if result.unread:
        show_unread(errors, result.unread)
        if not result.meetings and not result.private:
            raise click.exceptions.Exit(NOTHING_READ)


def _options(context: click.Context, asked: Asked) -> ScanOptions:
    if asked.owner and not ADDRESS.fullmatch(asked.owner):
        raise click.UsageError(tell(context, "error.owner", value=asked.owner), context)
    for domain in asked.own_domains:
        if not DOMAIN.fullmatch(domain):
            raise click.UsageError(tell(context, "error.domain", value=domain), context)
    return ScanOptions(
        owner=(asked.owner or "").casefold(),
        own_domains=frozenset(domain.casefold() for domain in asked.own_domains),
        office=asked.office or "",
        crm=_crm(context, asked.accounts),
        limit=_setting(context, read_calendar_limit),
    )


def _setting(context: click.Context, read: Callable[[Mapping[str, str]], T]) -> T:
    try:
        return read(context.find_root().obj["environment"])
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def _somebody_is_there(asked: Asked) -> bool:
    return not asked.json and STDIN not in asked.files and sys.stdin is not None and sys.stdin.isatty()


def _ask_office(errors: Sheet) -> str:
    answer: str = click.prompt(errors.say("office_ask"), default="", show_default=False, err=True)
    return answer.strip()


def _now(context: click.Context, text: str | None) -> datetime:
    """The moment that was typed; one without an offset is in this computer's zone."""
    if text is None:
        return datetime.now().astimezone()
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError) as error:
        raise click.UsageError(tell(context, "error.now", value=text), context) from error


def _crm(context: click.Context, file: str | None) -> tuple[tuple[CrmRecord, ...], tuple[Unread, ...]]:
    if file is None:
        return (), ()
    return read_crm(_read(context, file), source=file)


def _sources(context: click.Context, files: Sequence[str]) -> list[Source]:
    if files.count(STDIN) > 1:
        raise click.UsageError(tell(context, "error.stdin_twice"), context)
    return [_source(context, file) for file in files]


def _source(context: click.Context, file: str) -> Source:
    """A file by its path; what is piped in has none that could be read twice, so it is read here."""
    path = Path(file)
    if path.is_file():
        with _opened(context, file):
            return Source(file, path)
    return Source(file, _read(context, file))


def _read(context: click.Context, file: str) -> bytes:
    with _opened(context, file) as opened:
        return opened.read(LIMIT + 1)


@contextmanager
def _opened(context: click.Context, file: str) -> Iterator[BinaryIO]:
    """The file, or one line that says what to do about it."""
    try:
        if file == STDIN:
            yield sys.stdin.buffer
            return
        with Path(file).open("rb") as opened:
            yield opened
    except (OSError, ValueError) as error:
        key = next((key for kind, key in FILE_ERRORS.items() if isinstance(error, kind)), "unreadable")
        why = getattr(error, "strerror", None) or str(error)
        raise click.ClickException(tell(context, f"error.{key}", file=file, why=why)) from error


def _write_json(report: Json) -> None:
    """In UTF-8 whatever the terminal says, RFC 8259."""
    text = json_text.dumps(report, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(plain_json(text).encode() + b"\n")


@contextmanager
def _progress(errors: Sheet, sources: Sequence[Source]) -> Iterator[Callable[[float], None]]:
    """A bar while long files are read, where somebody can see it."""
    if not errors.console.is_terminal or sum(map(_size, sources)) < LONG:
        yield lambda _done: None
        return
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
    with Progress(*columns, console=errors.console, transient=True) as bar:
        task = bar.add_task(errors.say("reading"), total=1.0)
        yield lambda done: bar.update(task, completed=done)


def _size(source: Source) -> int:
    if isinstance(source.data, bytes):
        return len(source.data)
    return source.data.stat().st_size if source.data.is_file() else 0
