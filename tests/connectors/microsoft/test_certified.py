"""Signing in and renewing against a sign-in of others, which is certified and knows nothing of Microsoft."""

from pathlib import Path

import pytest

from connectors.errors import SignInNeeded
from connectors.microsoft.registration import Registration
from connectors.microsoft.signin import READ, Delegated, begin, finish
from tests.simulators.certificates import Authority
from tests.simulators.microsoft import certified
from tests.simulators.microsoft.entra import CLIENT_ID, NORDVERK, SECRET
from tests.simulators.npm import Missing, sign_in
from tests.simulators.vault import Vault
from tests.world import ASTRID

BACK = "https://kanelbulle.example.com/signin/microsoft/callback"


@pytest.mark.filterwarnings("ignore:response_mode='form_post' is recommended")
def test_we_sign_in_and_renew_at_a_certified_sign_in_too(tmp_path: Path) -> None:
    try:
        certified.PROVIDER.install()
    except Missing as lacking:
        pytest.skip(f"no certified sign-in: {lacking}")
    authority = Authority(tmp_path)
    authority.server("localhost")
    words = (NORDVERK, CLIENT_ID, SECRET, BACK, " ".join(READ))
    with certified.running(tmp_path / "localhost.pem", *words) as url:
        ours = Registration(
            client_id=CLIENT_ID, secret=SECRET, tenant_id=NORDVERK, authority=url, trust=authority.trust
        )
        flow = begin(ours, redirect_uri=BACK, scopes=READ, state="a state nobody guesses", prompt="consent")
        answer = sign_in(flow["auth_uri"], ASTRID.address, trust=authority.trust, until=BACK)
        granted = finish(ours, flow, answer)
        assert (granted.tenant_id, granted.address, granted.name) == (NORDVERK, ASTRID.address, ASTRID.name)
        assert granted.scopes == tuple(sorted(READ))
        vault = Vault(granted.cache, granted.scopes)
        first = Delegated(ours, vault).token()  # its tokens last two minutes: each is as good as over at once
        second = Delegated(ours, vault).token()
        assert (first != second, vault.kept) == (True, 2)
        with pytest.raises(SignInNeeded):  # a refresh token that was used before ends the whole sign-in
            Delegated(ours, Vault(granted.cache, granted.scopes)).token()
        with pytest.raises(SignInNeeded):
            finish(ours, flow, answer)
