"""Signing in, renewing and leaving at a Google that somebody else plays."""

from dataclasses import replace

import pytest

from connectors.errors import AccessDenied, SignInNeeded
from connectors.google.registration import Registration
from connectors.google.signin import READ, WRITE, Delegated, begin, finish, knock, revoke
from tests.simulators.google import emulated
from tests.simulators.google.accounts import CLIENT_ID, SECRET
from tests.simulators.npm import Missing, sign_in
from tests.simulators.vault import Vault
from tests.world import ASTRID

BACK = "https://kanelbulle.example.com/signin/google/callback"


def test_we_sign_in_renew_and_leave_at_somebody_elses_google_too() -> None:
    try:
        emulated.EMULATOR.install()
    except Missing as lacking:
        pytest.skip(f"no emulated Google: {lacking}")
    with emulated.running(ASTRID.address, ASTRID.name, CLIENT_ID, SECRET, BACK) as url:
        ours = Registration(client_id=CLIENT_ID, secret=SECRET, accounts=url)
        flow = begin(ours, redirect_uri=BACK, scopes=(*READ, *WRITE), state="a state nobody guesses")
        answer = sign_in(flow["auth_uri"], ASTRID.address, until=BACK)
        granted = finish(ours, flow, answer)
        assert (granted.who.domain, granted.who.address, granted.who.name) == (
            "nordverk.example",
            ASTRID.address,
            ASTRID.name,
        )
        assert set(granted.grant.scopes) == {*READ, *WRITE}
        vault = Vault(*granted.joined(b""))
        first = Delegated(ours, vault).token()
        second = Delegated(ours, vault).token(force=True)
        assert (first != second, vault.kept, set(vault.scopes)) == (True, 1, {*READ, *WRITE})
        with pytest.raises(SignInNeeded):
            finish(ours, flow, answer)  # a code works once
        knock(ours)
        with pytest.raises(AccessDenied):
            knock(replace(ours, secret="of last year"))
        revoke(ours, vault.cache or b"")
        with pytest.raises(SignInNeeded):
            Delegated(ours, vault).token(force=True)
