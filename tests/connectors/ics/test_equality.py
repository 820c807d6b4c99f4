"""The direct reader says what icalendar says, on our samples and on every calendar the two packages are tested with.

Each of those files, however odd, raises nothing but Unreadable and takes bounded time.
"""

import contextlib
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events

from connectors.errors import Unreadable
from connectors.ics.components import Component, split, uid_of
from connectors.ics.entries import Entry
from connectors.ics.lines import Damaged, content_lines
from connectors.ics.parsed import read_parsed
from connectors.ics.plain import read_plain
from connectors.ics.source import Source, read_source
from connectors.ics.zones import Zones
from tests.bench.calendars import DIALECTS, write_export
from tests.connectors.ics.written import ALWAYS, SAMPLES, read
from tests.patience import patience
from tests.world import STOCKHOLM

FOLDERS = (
    SAMPLES.parent,
    *(Path(package.__file__).parent for package in (icalendar, recurring_ical_events)),
)
FILES = [path for folder in FOLDERS for path in sorted(folder.rglob("*.ics"))]


def entries(path: Path) -> Iterator[tuple[Component, Zones]]:
    try:
        data = read_source(Source(path.name, path))
    except Unreadable:
        return
    parts, components, _ = split(path.name, data)
    zones = {id(part): Zones(part, STOCKHOLM) for part in parts}
    for component in components:
        yield component, zones[id(component.part)]


def both(component: Component, zones: Zones) -> tuple[Entry | str | None, Entry | str]:
    """What the direct and the careful reader say of a component: an entry, or why there is none."""
    lines = content_lines(component.raw)
    plain: Entry | str | None
    try:
        plain = read_plain(uid_of(component), lines, zones)
    except Damaged as damage:
        plain = str(damage)
    try:
        return plain, read_parsed(uid_of(component), lines, zones)
    except Damaged as damage:
        return plain, str(damage)


def test_there_are_files_to_compare() -> None:
    assert len(FILES) > 250
    assert len(list(SAMPLES.glob("*.ics"))) >= 6


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_two_readers_agree(path: Path) -> None:
    for component, zones in entries(path):
        plain, parsed = both(component, zones)
        assert plain is None or plain == parsed


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_raises_anything_but_unreadable(path: Path) -> None:
    with patience(), contextlib.suppress(Unreadable):
        result = read(path.read_bytes(), window=ALWAYS)
        assert all(meeting.start.tzinfo and meeting.end >= meeting.start for meeting in result.meetings)
        assert all(one.line >= 0 and one.why for one in result.unread)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_most_of_a_real_export_is_plain_and_all_of_it_agrees(dialect: str, tmp_path: Path) -> None:
    path = write_export(tmp_path / "export.ics", dialect=dialect, years=1, seed=7)
    compared = [both(component, zones) for number, (component, zones) in enumerate(entries(path)) if number % 4 == 0]
    assert all(plain is None or plain == parsed for plain, parsed in compared)
    assert sum(plain is not None for plain, _ in compared) > 0.9 * len(compared)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_times_are_those_icalendar_gives_where_it_knows_the_zone(path: Path) -> None:
    """Against icalendar left alone, with its own zones; floating times and unknown zones are ours to decide."""
    icalendar.timezone.tzp.use_zoneinfo()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            theirs = icalendar.Calendar.from_ical(path.read_bytes(), multiple=True)
        except Exception:
            pytest.skip("icalendar cannot read it at all")
    events = [event for calendar in theirs for event in calendar.walk("VEVENT")]
    ours = list(entries(path))
    if len(events) != len(ours):
        pytest.skip("unended or foreign components are counted differently")
    for event, (component, zones) in zip(events, ours, strict=True):
        _, entry = both(component, zones)
        start = event.get("DTSTART")
        if isinstance(entry, str) or isinstance(start, list) or "VALUE" in start.params:
            continue
        if isinstance(start.dt, datetime) and start.dt.tzinfo:
            assert moment(entry.start) == moment(start.dt)
        elif not isinstance(start.dt, datetime):
            assert entry.start == start.dt or isinstance(entry.start, datetime)


def moment(value: date) -> datetime:
    assert isinstance(value, datetime)
    return value.astimezone(UTC) if value.year > 1 else value
