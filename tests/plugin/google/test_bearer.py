"""Whose token it is decides whose card is shown; what is nearly a token is told nothing but that."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest

from plugin import create_app
from plugin.google.bearer import Asked, asked_here, asker_by
from tests.mailboxes import add_mailbox
from tests.plugin.google.rig import HERE, Beside, Json
from tests.simulators.google import addon_events as events
from tests.simulators.google import hang_up
from tests.simulators.google.accounts import sub_of
from tests.simulators.google.addon_tokens import OTHERS_ACCOUNT
from tests.world import ASTRID, NOW, SVEN
from workers.google_grants import ADDON, open_porter
from workers.leaving import erase_seller
from workers.store import Seller
from workers.store.mailboxes import Mailbox
from workers.store.tenants import Tenant

PATHS = ("home", "event", "action")
SUB = "108000000000000000001"


def asked(beside: Beside, event: Json, path: str = "home") -> Asked:
    headers = {"Authorization": f"Bearer {beside.tokens.system_token(f'/google/{path}')}"}
    with beside.app.test_request_context(f"/google/{path}", base_url=HERE, method="POST", json=event, headers=headers):
        return asked_here()


def seller_of(beside: Beside, token: str) -> int | None:
    """Whose it is, as the person's token says."""
    with beside.app.app_context():
        asker = asker_by(open_porter(beside.office).identify(token))
        return asker.seller_id if asker else None


# --- whether it is Google -------------------------------------------------------------------------------

FALSE: dict[str, Callable[[Beside], str]] = {
    "alg none": lambda one: one.tokens.system_token(signed={"alg": "none"}),
    "somebody else's key": lambda one: one.tokens.system_token(signed={"whom": "stranger"}),
    "unknown kid": lambda one: one.tokens.system_token(signed={"kid": "nobody"}),
    "wrong aud": lambda one: one.tokens.system_token(aud=f"{HERE}/google/other"),
    "another project's account": lambda one: one.tokens.system_token(email=OTHERS_ACCOUNT),
    "not verified": lambda one: one.tokens.system_token(email_verified=False),
    "expired": lambda one: one.tokens.system_token(exp=one.tokens.now - 11),
    "of the future": lambda one: one.tokens.system_token(iat=one.tokens.now + 11),
    "a person's": lambda one: one.user(),
    "no token at all": lambda one: "Google",
    "nothing": lambda one: "",
}


@pytest.mark.parametrize("how", FALSE)
def test_what_is_nearly_googles_token_is_told_nothing(beside: Beside, how: str) -> None:
    answered = beside.ask(system=FALSE[how](beside))
    assert (answered.status_code, answered.data) == (401, b"")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_told_without_a_token_however_good_what_comes_along_is(beside: Beside, path: str) -> None:
    event = events.home(user=beside.user(), system=beside.tokens.system_token())
    for headers in ({}, {"Authorization": "Basic R29vZ2xl"}, {"Authorization": "Bearer"}):
        answered = beside.post(path, event, **headers)
        assert (answered.status_code, answered.data) == (401, b"")


@pytest.mark.parametrize("path", PATHS)
def test_google_is_answered(beside: Beside, path: str) -> None:
    answered = beside.ask(path)
    assert (answered.status_code, answered.mimetype) == (200, "application/json")
    assert answered.headers["Cache-Control"] == "no-store"
    assert ("renderActions" if path == "action" else "action") in answered.json


def test_a_cookie_is_not_believed_beside_the_calendar(beside: Beside) -> None:
    with beside.client.session_transaction() as session:
        session.update(seller=beside.at_google.seller, owner=ASTRID.address)
    assert beside.post("home", beside.home()).status_code == 401


def test_while_googles_keys_cannot_be_had_it_is_asked_to_come_again(beside: Beside) -> None:
    beside.google.next(hang_up(), path="/oauth2/v1/certs")
    answered = beside.ask()
    assert (answered.status_code, answered.data) == (503, b"")


def test_the_addresses_google_has_tokens_for_are_those_that_are_answered(beside: Beside) -> None:
    ours = [rule for rule in beside.app.url_map.iter_rules() if rule.endpoint.startswith("google.")]
    assert set(ADDON) == {rule.rule for rule in ours if "POST" in (rule.methods or ())}


# --- in whose name --------------------------------------------------------------------------------------


def test_who_it_is_comes_along_with_what_they_have_agreed_to(beside: Beside) -> None:
    found = asked(beside, events.opened(user=beside.user(), scopes=(events.EXECUTE, events.WHO)), "event")
    assert found.person
    assert (found.person.person, found.person.address) == (sub_of(ASTRID.address), ASTRID.address)
    assert found.granted == {events.EXECUTE, events.WHO}
    assert found.event.calendar
    assert found.event.calendar.id == events.MEETING


@pytest.mark.parametrize("path", PATHS)
def test_where_google_does_not_say_who_it_is_it_is_asked_for_the_scope_that_tells(beside: Beside, path: str) -> None:
    event = events.home(scopes=(events.EXECUTE,))
    assert asked(beside, event).person is None
    assert beside.ask(path, event).json == {"requesting_google_scopes": {"scopes": [events.WHO]}}
    assert beside.ask(path, {}).json == {"requesting_google_scopes": {"scopes": [events.WHO]}}


OTHERS: dict[str, Callable[[Beside], str]] = {
    "another client's": lambda one: one.user(aud="1-else.apps.googleusercontent.com"),
    "the platform's own": lambda one: one.tokens.system_token(),
    "expired": lambda one: one.user(exp=one.tokens.now - 11),
    "somebody else's key": lambda one: one.user(signed={"whom": "stranger"}),
    "no token at all": lambda one: "Astrid",
}


@pytest.mark.parametrize("how", OTHERS)
def test_a_token_that_is_not_quite_a_persons_is_told_nothing(beside: Beside, how: str) -> None:
    answered = beside.ask(event=events.home(user=OTHERS[how](beside)))
    assert (answered.status_code, answered.data) == (401, b"")


def test_nothing_of_a_token_is_written_down(beside: Beside, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    user, system = beside.user(), beside.tokens.system_token(email=OTHERS_ACCOUNT)
    found = asked(beside, events.home(user=user))
    beside.ask(system=system)
    beside.ask(event=events.home(user=f"{user}x"))
    beside.ask(event={"authorizationEventObject": {"userIdToken": [user]}})
    assert "google.show_home" in caplog.text
    for token in (user, system, "ya29."):
        assert token[-40:] not in caplog.text + repr(found)
        assert token[:40] not in caplog.text + repr(found)


def test_somebody_who_has_signed_in_is_known_by_who_they_are_and_not_by_the_address(beside: Beside) -> None:
    assert seller_of(beside, beside.user()) == beside.at_google.seller
    renamed = beside.user(email="astrid.ek@nordverk.example", hd=None, email_verified=False)
    assert seller_of(beside, renamed) == beside.at_google.seller


def test_somebody_whom_an_admin_has_added_is_known_by_the_address_once(beside: Beside) -> None:
    beside.know(beside.at_google.seller, "")
    assert seller_of(beside, beside.user(sub=SUB)) == beside.at_google.seller
    assert seller_of(beside, beside.user(sub=SUB, email="astrid.ek@nordverk.example")) == beside.at_google.seller
    assert seller_of(beside, beside.user(sub="108000000000000000002")) is None  # who has the address now


STRANGERS: dict[str, Json] = {
    "nobody here": {"email": "nobody@nordverk.example"},
    "an address nobody has looked at": {"email_verified": False},
    "no address": {"email": None},
    "a private account with an address of the company's": {"hd": None},
    "another company's account with an address of this one's": {"hd": "rivalen.example"},
}


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_is_nobodys_and_leaves_nothing_behind(beside: Beside, who: str) -> None:
    beside.know(beside.at_google.seller, "")
    assert seller_of(beside, beside.user(sub=SUB, **STRANGERS[who])) is None
    with beside.office.store.reading() as at:
        assert at.whole.totals()["directories"] == 0
        assert at.mailboxes.by_subject("google", SUB) is None


@pytest.mark.parametrize("provider", ["ics", "microsoft"])
def test_whose_calendar_is_elsewhere_is_asked_to_sign_in(beside: Beside, provider: str) -> None:
    beside.know(beside.at_google.seller, "", provider)
    assert seller_of(beside, beside.user(sub=SUB)) is None
    beside.know(beside.at_google.seller, SUB, provider)
    assert seller_of(beside, beside.user(sub=SUB)) is None


def test_an_address_in_another_companys_domain_is_not_believed(beside: Beside) -> None:
    """Rivalen's admin has added somebody by an address of Nordverk's."""
    with beside.office.store.writing() as at:
        rivalen = at.tenants.save(Tenant("Rivalen", ("rivalen.example",)))
        seller = at.sellers.save(Seller(SVEN.address, ("rivalen.example",), "UTC", "", NOW, tenant_id=rivalen))
        at.mailboxes.save(Mailbox(seller, "google"))
    sven = beside.google.calendar(SVEN.address)
    assert seller_of(beside, beside.user(sven)) is None


def test_a_colleague_in_another_domain_is_believed_where_somebody_of_that_workspace_is_in(beside: Beside) -> None:
    with beside.office.store.writing() as at:
        company = at.tenants.find("Nordverk")
        assert company
        at.tenants.save(replace(company, domains=("nordverk.example", "nordverk.test")))
    seller = add_mailbox(beside.office, "ida@nordverk.test")
    beside.know(seller, "")
    ida = beside.user(beside.google.calendar("ida@nordverk.test", domain="nordverk.example"))
    assert seller_of(beside, ida) is None
    with beside.office.store.writing() as at:
        at.directories.add(company.id, "google", "nordverk.example")
    assert seller_of(beside, ida) == seller


def test_another_companys_seller_is_shown_their_own_alone(beside: Beside) -> None:
    rut = beside.google.calendar("rut@rivalen.example")
    other = add_mailbox(beside.office, rut.address, "Rivalen")
    beside.know(other, sub_of(rut.address))
    assert seller_of(beside, beside.user(rut)) == other
    assert seller_of(beside, beside.user()) == beside.at_google.seller


def test_a_seller_who_was_taken_out_is_a_stranger_at_once(beside: Beside) -> None:
    token = beside.user()
    assert seller_of(beside, token) == beside.at_google.seller
    erase_seller(beside.office, beside.at_google.seller)
    assert seller_of(beside, token) is None
    assert beside.ask().status_code == 200


# --- where it is not ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
def test_there_is_nothing_where_we_are_no_addon_and_on_ones_own_computer(beside: Beside, path: str) -> None:
    bare = beside.registered(beside.office, addon_account="", addon_client_id="")
    for app in (create_app(bare, own_computer=False), create_app(beside.office, own_computer=True)):
        assert app.test_client().get(f"/google/{path}", base_url=HERE).status_code == 404
        beside.client = app.test_client()
        assert beside.ask(path).status_code in (403, 404)
