"""A colleague's visit counts where the company shares it: that it happened and when, never who it was or anything of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.meetings import Person
from tests.mailboxes import TEAMS, a_year, accounts, add_mailbox, make_office
from tests.simulators.paged import PagedCalendar
from tests.world import NOW, meeting
from workers.jobs import carry_out
from workers.office import Office
from workers.relationships.flags import FlagKind
from workers.relationships.relationship import ColleagueMet, weigh
from workers.relationships.rules import Rules
from workers.relationships.telling import describe
from workers.sync import sync
from workers.words import say

SVEN, RUT = "sven@nordverk.example", "rut@rivalen.example"
KARIN = Person("kund@bruket.example", "Karin Lind")
VISIT = meeting(
    NOW - timedelta(days=60), 90, KARIN, uid="svens", title="Besök hos er", place="Slussgatan 14, Trollhättan"
)


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    made = make_office(tmp_path / "home", database_url)
    yield made
    made.store.close()


def share(office: Office, sharing: bool) -> None:
    with office.store.writing() as at:
        tenant = at.tenants.find("Nordverk")
        assert tenant is not None
        at.tenants.save(replace(tenant, sharing=sharing))
        at.due.want("review_tenant", tenant.id, at=NOW)


def do_all(office: Office) -> None:
    """Everything that is due, as workers would."""
    for _ in range(5):
        with office.store.writing() as at:
            messages = at.due.ask_all(now=NOW, limit=100)
        for one in messages:
            if one.job != "sync_mailbox":
                carry_out(office, one.job, one.subject)


def two_sellers(office: Office) -> tuple[int, int]:
    astrid, sven = add_mailbox(office), add_mailbox(office, SVEN)
    sync(office, astrid, a_year(PagedCalendar()))
    calendar = PagedCalendar()
    calendar.put(VISIT)
    sync(office, sven, calendar)
    return astrid, sven


def kinds(office: Office, seller_id: int) -> list[FlagKind]:
    return [flag.kind for flag in accounts(office, seller_id)["bruket.example"].flags]


def test_nobody_hears_of_a_colleagues_visit_unless_the_company_shares_it(office: Office) -> None:
    astrid, _ = two_sellers(office)
    assert kinds(office, astrid) == [FlagKind.SCREEN_ONLY]
    share(office, True)
    do_all(office)
    assert kinds(office, astrid) == []
    told = accounts(office, astrid)["bruket.example"]
    assert (
        say(told.sentence.key, "sv", **told.sentence.facts)
        == "En kollega träffade dem i september. Hör efter hur det var."
    )
    share(office, False)
    do_all(office)
    assert kinds(office, astrid) == [FlagKind.SCREEN_ONLY]


def test_nothing_of_the_visit_but_that_it_was_is_told(office: Office) -> None:
    astrid, _ = two_sellers(office)
    share(office, True)
    do_all(office)
    with office.store.reading() as at:
        kept = str(at.whole.export(astrid))
    for word in ("Besök hos er", "Slussgatan", "sven@", "svens"):
        assert word not in kept


@pytest.mark.parametrize(("shared", "expected"), [("same", "beside"), ("other", ""), ("", "")])
def test_a_colleague_who_was_there_at_a_meeting_of_ones_own_is_told_as_that(
    office: Office, shared: str, expected: str
) -> None:
    """Only Sven's calendar knows that he went: Astrid's copy has a link alone. She may have been there too."""
    astrid, sven = add_mailbox(office), add_mailbox(office, SVEN)
    mine, his = a_year(PagedCalendar()), PagedCalendar()
    mine.put(
        replace(VISIT, uid="hers", places=(), title="Avstämning", online=TEAMS, shared_uid="same" if shared else "")
    )
    his.put(replace(VISIT, shared_uid=shared))
    sync(office, astrid, mine)
    sync(office, sven, his)
    share(office, True)
    do_all(office)
    told = accounts(office, astrid)["bruket.example"]
    assert told.flags == ()
    assert told.sentence.key == "relation.colleague" + (f"_{expected}" if expected else "")
    if expected:
        said = say(told.sentence.key, "sv", **told.sentence.facts)
        assert said == "På mötet i september träffade en kollega dem på plats. Var du också där?"


def test_a_new_visit_is_heard_of_by_whoever_has_the_same_customer(office: Office) -> None:
    astrid, sven = two_sellers(office)
    share(office, True)
    do_all(office)
    calendar = PagedCalendar()
    there = meeting(NOW - timedelta(days=3), 90, Person("kund@alvkaj.example", "Åke"), uid="ny", title="Besök hos er")
    calendar.put(VISIT, there)
    with office.store.writing() as at:
        mailbox = at.mailboxes.find(sven)
        assert mailbox is not None
        at.mailboxes.save(replace(mailbox, mark=None))
    sync(office, sven, calendar)
    do_all(office)
    assert accounts(office, astrid)["alvkaj.example"].flags == ()


def test_another_companys_visits_are_never_heard_of(office: Office) -> None:
    astrid, _ = two_sellers(office)
    with office.store.writing() as at:
        at.sellers.erase(2)
    rut, calendar = add_mailbox(office, RUT, "Rivalen"), PagedCalendar()
    calendar.put(VISIT)
    sync(office, rut, calendar)
    for name in ("Nordverk", "Rivalen"):
        with office.store.writing() as at:
            tenant = at.tenants.find(name)
            assert tenant is not None
            at.tenants.save(replace(tenant, sharing=True))
            at.due.want("review_tenant", tenant.id, at=NOW)
    do_all(office)
    assert kinds(office, astrid) == [FlagKind.SCREEN_ONLY]


def test_long_ago_is_told_with_its_year_and_does_not_end_drifting() -> None:
    from tests.workers.relationships.test_relationship import BRUKET, touch
    from workers.relationships.flags import raise_flags
    from workers.relationships.modality import Modality

    held = [touch(-500, Modality.IN_PERSON, 90), *(touch(float(-n)) for n in (5, 15, 25, 35))]
    recent, old = NOW.date() - timedelta(days=30), NOW.date() - timedelta(days=450)
    for met, expected in ((None, [FlagKind.DRIFTING]), (old, [FlagKind.DRIFTING]), (recent, [])):
        relationship = weigh(BRUKET, held, names={}, rules=Rules(), now=NOW, colleague=met and ColleagueMet(met))
        assert [flag.kind for flag in raise_flags(relationship, rules=Rules(), now=NOW)] == expected
    never = weigh(BRUKET, held[1:], names={}, rules=Rules(), now=NOW, colleague=ColleagueMet(old))
    told = describe(never)
    assert say(told.key, "en", **told.facts) == "A colleague met them in August 2025. Ask how it went."
