"""Whose token it is decides what is shown; what is nearly a token lets nobody in, and tells nobody why."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from secrets import token_urlsafe

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from plugin import create_app
from plugin.outlook.entry import challenge_of
from tests.mailboxes import add_mailbox
from tests.plugin.outlook.rig import Pane, invitation, state
from tests.simulators.microsoft.entra import RIVALEN, Entra
from tests.world import ASTRID, SVEN
from workers.links import Purpose, sign

OFFICE = "ea5a67f6-b6f3-4338-b240-c655ddc3cc8e"  # another app
STRANGERS = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PATHS = ("item", "nudge", "decide", "opened", "say", "preview", "convert", "state", "undo")


def part(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def signed_with_the_public_key(entra: Entra) -> str:
    """HS256, by a secret that everybody can read."""
    public = entra.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    head, body, _ = entra.issue().split(".")
    head = part({"alg": "HS256", "kid": entra.kid, "typ": "JWT"})
    mac = hmac.new(public, f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}.{urlsafe_b64encode(mac).decode().rstrip('=')}"


FALSE: dict[str, Callable[[Entra], str]] = {
    "alg none": lambda entra: entra.issue(alg="none"),
    "HS256 with the public key": signed_with_the_public_key,
    "wrong aud": lambda entra: entra.issue(aud=OFFICE),
    "an own token of an app": lambda entra: entra.issue(drop=("scp",), roles=["Calendars.Read"]),
    "wrong scope": lambda entra: entra.issue(scp="User.Read"),
    "expired": lambda entra: entra.issue(exp=1, nbf=0, iat=0),
    "of the future": lambda entra: entra.issue(nbf=4_000_000_000, exp=4_000_003_600),
    "unknown kid": lambda entra: entra.issue(kid="nobody"),
    "somebody else's key": lambda entra: entra.issue(key=STRANGERS),
    "another issuer": lambda entra: entra.issue(iss="https://login.example.com/v2.0"),
    "no token at all": lambda entra: "Astrid",
    "nothing": lambda entra: " ",
}


@pytest.mark.parametrize("how", FALSE)
def test_what_is_nearly_a_token_lets_nobody_in(pane: Pane, entra: Entra, how: str) -> None:
    entra.signed_in = pane.astrid
    answered = pane.post("item", invitation(), token=FALSE[how](entra))
    assert (answered.status_code, answered.text) == (401, "Unauthorized\n")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_told_and_nothing_pressed_without_one(pane: Pane, path: str) -> None:
    for headers in ({}, {"Authorization": "Basic QXN0cmlk"}):
        body = {"item": invitation(), "suggestion": "x", "kind": "later"}
        assert pane.client.post(f"/outlook/{path}", json=body, headers=headers).status_code == 401


def test_a_cookie_is_not_believed_in_the_pane(pane: Pane) -> None:
    with pane.client.session_transaction() as session:
        session.update(seller=pane.outlook.seller, owner=ASTRID.address)
    assert pane.client.post("/outlook/item", json=invitation()).status_code == 401


def test_another_company_is_told_that_it_is_not_in_here(pane: Pane, entra: Entra) -> None:
    stranger = entra.user("rut@rivalen.example", tid=RIVALEN)
    assert pane.post("item", invitation(), token=entra.issue(stranger)).status_code == 403


def test_somebody_of_the_company_whom_nobody_knows_yet_is_asked_to_connect(pane: Pane, entra: Entra) -> None:
    token = entra.issue(entra.user(SVEN.address))
    shown = pane.post("item", invitation(), token=token)
    assert state(shown.text) == "not_connected"
    assert pane.post("nudge", invitation(compose=True), token=token).status_code == 204
    assert pane.post("decide", {"item": invitation(), "kind": "later"}, token=token).status_code == 401


def test_everybody_sees_their_own_alone(pane: Pane, entra: Entra) -> None:
    suggestion = pane.ready()
    assert "Bruket" in pane.show()
    sven, other = entra.user(SVEN.address), add_mailbox(pane.office, SVEN.address)
    pane._know(other, f"{sven.tid}/{sven.oid}")
    pane.token = entra.issue(sven)
    assert state(pane.show()) == "reading"
    press = {"item": pane.open, "kind": "later", "suggestion": suggestion.id, "account": suggestion.account}
    assert pane.post("decide", press).status_code == 404
    assert pane.office.store.of(pane.outlook.seller).decisions() == ()


def test_microsoft_out_of_reach_is_told_as_that(pane: Pane) -> None:
    settings = pane.office.settings
    assert settings.microsoft
    away = replace(settings, microsoft=replace(settings.microsoft, authority="https://localhost:9"))
    pane.client = create_app(replace(pane.office, settings=away), own_computer=False).test_client()
    assert pane.post("item", invitation()).status_code == 503


def test_a_code_from_the_window_is_changed_into_a_token_by_the_pane_that_opened_it(pane: Pane) -> None:
    pane.ready()
    verifier = token_urlsafe(32)
    given = pane.client.post("/outlook/token", json={"code": code(pane, verifier), "verifier": verifier})
    assert given.status_code == 200
    assert given.headers["Cache-Control"] == "no-store"
    pane.token = given.json["token"]
    assert state(pane.show()) == "suggested"


@pytest.mark.parametrize("what", ["another pane's word", "a token", "too old", "made up"])
def test_no_other_code_is(pane: Pane, what: str) -> None:
    verifier = token_urlsafe(32)
    codes = {
        "another pane's word": code(pane, token_urlsafe(32)),
        "a token": of_ours(pane, Purpose.PANE),
        "too old": earlier(pane, Purpose.PANE_CODE, [pane.outlook.seller, ASTRID.address, challenge_of(verifier)], 61),
        "made up": "WzEsMl0.aaaa.bbbb",
    }
    given = pane.client.post("/outlook/token", json={"code": codes[what], "verifier": verifier})
    assert given.status_code == 401


def test_a_token_of_ours_ends_with_the_day_and_with_the_seller(pane: Pane) -> None:
    facts = [pane.outlook.seller, ASTRID.address]
    tokens = {
        of_ours(pane, Purpose.PANE): 200,
        earlier(pane, Purpose.PANE, facts, 11 * 3600): 200,
        earlier(pane, Purpose.PANE, facts, 13 * 3600): 401,
        of_ours(pane, Purpose.PANE, "somebody@else.example"): 401,
        of_ours(pane, Purpose.SIGN_IN): 401,
    }
    assert {token: pane.post("item", invitation(), token=token).status_code for token in tokens} == tokens


def of_ours(pane: Pane, purpose: Purpose, owner: str = ASTRID.address) -> str:
    return sign(purpose, [pane.outlook.seller, owner], pane.office.settings.secret_keys)


def earlier(pane: Pane, purpose: Purpose, facts: list[int | str], seconds: int) -> str:
    """As it was signed so many seconds ago."""

    class Earlier(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() - seconds

    secrets, salt = list(pane.office.settings.secret_keys), f"kanelbulle link {purpose.value}"
    return str(URLSafeTimedSerializer(secrets[::-1], salt=salt, signer=Earlier).dumps(facts))


def code(pane: Pane, verifier: str) -> str:
    """As the window gives it."""
    facts = [pane.outlook.seller, ASTRID.address, challenge_of(verifier)]
    return sign(Purpose.PANE_CODE, facts, pane.office.settings.secret_keys)
