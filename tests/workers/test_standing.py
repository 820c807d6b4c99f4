"""What is looked through in numbers alone comes to what opening every account would: on another day, under other rules."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.crm import read_crm
from connectors.demo import write_demo, write_demo_crm
from connectors.ics import Source
from tests.mailboxes import a_year, add_mailbox, make_office
from tests.simulators.paged import PagedCalendar
from tests.world import NOW
from workers.calendar_files import read_files
from workers.desk import Desk
from workers.leaving import export_seller
from workers.office import Office
from workers.relationships.rules import Rules
from workers.review import review_again, review_differing
from workers.standing import COUNTED, THRESHOLDS
from workers.store import Transaction
from workers.store.tenants import OWN_COMPUTER, TenantWishes
from workers.sync import sync

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WISHES = st.fixed_dictionaries(
    {},
    optional={
        "screen_only_touchpoints": st.integers(0, 12),
        "short": st.sampled_from([900, 1500, 1800, 3600]),
        "short_share": st.sampled_from([0.0, 0.5, 0.8, 1.0]),
        "unknown_share": st.sampled_from([0.0, 0.2, 1.0]),
        "long_unknown": st.sampled_from([600, 3600, 7200]),
        "met_interval": st.sampled_from([30 * 86_400, 180 * 86_400, 365 * 86_400]),
        "drifting_digital": st.integers(0, 10),
        "thinning_touchpoints": st.integers(1, 12),
        "thinning_ratio": st.sampled_from([0.1, 0.75, 1.0]),
        "window": st.sampled_from([90 * 86_400, 365 * 86_400]),
        "large_group": st.sampled_from([2, 15]),
        "visit": st.sampled_from([3600, 5400]),
    },
)


@dataclass
class Watch:
    """A clock that is moved by hand."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Demo:
    office: Office
    watch: Watch
    seller_id: int

    def rows(self) -> dict[str, list[str]]:
        """Everything kept, but for when each account was looked at."""
        tables = export_seller(self.office, self.seller_id)["tables"]
        assert isinstance(tables, dict)
        return {
            name: sorted(json.dumps(_timeless(row), sort_keys=True) for row in rows) for name, rows in tables.items()
        }

    def open_all(self) -> None:
        """Every account is weighed from its ledger, whether anything tells that it should be or not."""
        self._review(lambda at, desk: review_differing(desk, at.accounts.all_ledgers(self.seller_id)))

    def judge_by(self, **rules: float) -> None:
        with self.office.store.writing() as at:
            tenant = at.tenants.of_id(OWN_COMPUTER)
            at.tenants.save(replace(tenant, wishes=TenantWishes(rules=rules)))

    def review(self) -> bool:
        """Whether anything was different."""
        before = self.office.store.shown.revision()
        review_again(self.office, self.seller_id)
        return self.office.store.shown.revision() != before

    def _review(self, do: Callable[[Transaction, Desk], None]) -> None:
        with self.office.store.writing(self.seller_id) as at:
            seller = at.sellers.of_id(self.seller_id)
            assert seller is not None
            do(at, Desk.open(at, seller, now=self.watch(), roads=self.office.roads))


def _timeless(value: object) -> object:
    if isinstance(value, dict):
        return {name: _timeless(one) for name, one in value.items() if name not in ("at", "last_at", "revision")}
    return [_timeless(one) for one in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    home = tmp_path_factory.mktemp("standing")
    watch = Watch(NOW)
    office = make_office(home / "home", f"sqlite:///{home / 'demo.db'}", clock=watch)
    crm, _ = read_crm(write_demo_crm(), source="crm.csv")
    read_files(office, [Source("demo.ics", write_demo(NOW))], label="demo", crm=crm)
    seller_id = office.store.shown.id()
    assert seller_id is not None
    yield Demo(office, watch, seller_id)
    office.store.close()


def test_day_after_day_nothing_is_missed(demo: Demo) -> None:
    demo.watch.now = NOW
    for step in [HOUR, *[DAY] * 12, 5 * HOUR, 30 * DAY, 61 * DAY + HOUR, DAY / 2, 150 * DAY, 400 * DAY]:
        demo.watch.now += step
        demo.review()
        told = demo.rows()
        demo.open_all()
        assert demo.rows() == told, demo.watch.now
    demo.watch.now = NOW
    demo.review()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(WISHES, st.sampled_from([timedelta(0), HOUR, DAY])), min_size=1, max_size=3))
def test_under_other_rules_nothing_is_missed(demo: Demo, turns: list[tuple[dict[str, float], timedelta]]) -> None:
    for rules, step in turns:
        demo.judge_by(**rules)
        demo.watch.now += step
        demo.review()
    told = demo.rows()
    demo.open_all()
    assert demo.rows() == told


def test_where_nothing_differs_nothing_is_kept_anew(demo: Demo) -> None:
    demo.judge_by()
    demo.watch.now += timedelta(minutes=7)  # when no meeting begins or ends
    demo.review()
    assert not demo.review()
    demo.judge_by(screen_only_touchpoints=4)
    assert demo.review()
    assert not demo.review()


def test_a_sync_on_a_new_day_looks_at_what_time_has_changed(tmp_path: Path) -> None:
    watch, calendar = Watch(NOW), a_year(PagedCalendar())
    office = make_office(tmp_path / "home", f"sqlite:///{tmp_path / 'days.db'}", clock=watch)
    demo = Demo(office, watch, add_mailbox(office))
    sync(office, demo.seller_id, calendar)
    for days in (1, 6, 15, 40):
        watch.now += days * DAY
        sync(office, demo.seller_id, calendar)
        told = demo.rows()
        demo.open_all()
        assert demo.rows() == told
    office.store.close()


def test_every_rule_is_either_in_the_figures_or_held_against_them() -> None:
    assert {one.name for one in COUNTED} | THRESHOLDS == set(Rules.__dataclass_fields__)
