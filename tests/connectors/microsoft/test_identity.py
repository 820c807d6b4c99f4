"""A pane's token: the right one lets in, and everything that is nearly one does not."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import AccessDenied, SignInNeeded, TryLater
from connectors.microsoft import identity
from connectors.microsoft.directory import Directory, directory_of, fetch_directory
from connectors.microsoft.identity import Doorman, Identity
from connectors.microsoft.registration import Registration
from tests.simulators.certificates import Authority
from tests.simulators.loopback import answer_json, serve
from tests.simulators.microsoft.entra import CLIENT_ID, CONSUMERS, NORDVERK, RIVALEN, Entra, User
from tests.world import ASTRID

OFFICE = "ea5a67f6-b6f3-4338-b240-c655ddc3cc8e"  # another app
SPARE = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def astrid(entra: Entra) -> User:
    return entra.user(ASTRID.address)


@pytest.fixture
def doorman(entra: Entra, ours: Registration) -> Doorman:
    return Doorman(ours, onboarded={NORDVERK}.__contains__)


def kept_out(doorman: Doorman, token: str) -> str:
    """Why."""
    with pytest.raises(SignInNeeded) as wrong:
        doorman.identify(token)
    assert wrong.value.key == "sign_in_again"
    why = str(wrong.value)
    assert token[:20] not in why or not token
    return why.rpartition(": ")[2]


def asked_for_keys(entra: Entra) -> int:
    return sum(one.path.endswith("/discovery/v2.0/keys") for one in entra.asked)


def test_who_holds_a_token_for_us_is_known_by_directory_and_object(
    doorman: Doorman, entra: Entra, astrid: User
) -> None:
    found = doorman.identify(entra.issue(astrid, preferred_username="Astrid@Nordverk.Example"))
    assert found == Identity(NORDVERK, astrid.oid, ASTRID.address)
    assert found.subject == f"{NORDVERK}/{astrid.oid}"


def test_what_a_token_says_beside_that_may_be_missing(doorman: Doorman, entra: Entra, astrid: User) -> None:
    token = entra.issue(astrid, drop=("preferred_username", "name", "uti", "sub", "azpacr", "nbf", "iat"))
    assert doorman.identify(token) == Identity(NORDVERK, astrid.oid, "")


def test_our_scope_may_be_one_of_several(doorman: Doorman, entra: Entra, astrid: User) -> None:
    assert doorman.identify(entra.issue(astrid, scp="profile access_as_user"))


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "for another app": ({"aud": OFFICE}, "InvalidAudienceError"),
    "for our address instead of our number": ({"aud": f"api://{CLIENT_ID}"}, "InvalidAudienceError"),
    "for us among others": ({"aud": [CLIENT_ID, OFFICE]}, "InvalidAudienceError"),
    "for Graph": ({"aud": "00000003-0000-0000-c000-000000000000"}, "InvalidAudienceError"),
    "for nobody": ({"drop": ("aud",)}, "MissingRequiredClaimError"),
    "over": ({"exp": 1_700_000_000}, "ExpiredSignatureError"),
    "without end": ({"drop": ("exp",)}, "MissingRequiredClaimError"),
    "of tomorrow": ({"nbf": 4_000_000_000}, "ImmatureSignatureError"),
    "made tomorrow": ({"iat": 4_000_000_000}, "ImmatureSignatureError"),
    "of version 1": (
        {"ver": "1.0", "iss": f"https://sts.windows.net/{NORDVERK}/", "appid": CLIENT_ID, "drop": ("azp",)},
        "iss",
    ),
    "of no version": ({"drop": ("ver",)}, "ver"),
    "of another directory's issuer": ({"tid": NORDVERK, "iss": f"https://x.example/{RIVALEN}/v2.0"}, "iss"),
    "of a stranger's server": ({"iss": f"https://login.stranger.example/{NORDVERK}/v2.0"}, "iss"),
    "of no issuer": ({"drop": ("iss",)}, "MissingRequiredClaimError"),
    "of no directory": ({"drop": ("tid",)}, "tid"),
    "of a directory that is a path": ({"tid": f"../{NORDVERK}"}, "tid"),
    "of a directory with a line after it": ({"tid": f"{NORDVERK}\n"}, "tid"),
    "of a private account": ({"tid": CONSUMERS}, "private account"),
    "an app's own": ({"roles": ["Calendars.Read"], "idtyp": "app", "drop": ("scp",)}, "scp"),
    "an app's own with a scope made up": ({"idtyp": "app"}, "idtyp"),
    "an ID token": ({"nonce": "n", "drop": ("scp", "azp")}, "azp"),
    "for another scope": ({"scp": "access_as_user.read"}, "scp"),
    "with scopes in a list": ({"scp": ["access_as_user"]}, "scp"),
    "asked for by another app": ({"azp": OFFICE}, "azp"),
    "asked for by nobody": ({"drop": ("azp",)}, "azp"),
    "of nobody": ({"drop": ("oid",)}, "oid"),
    "of a person that is a path": ({"oid": "../me"}, "oid"),
    "signed with nothing": ({"alg": "none"}, "alg or kid"),
    "signed with another key": ({"key": SPARE}, "InvalidSignatureError"),
    "signed in another way": ({"alg": "RS512"}, "alg or kid"),
    "signed with a key nobody knows": ({"kid": "unknown"}, "kid"),
    "signed with a key that is a path": ({"kid": "../../keys"}, "kid"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_token_that_is_not_quite_right_lets_nobody_in(
    doorman: Doorman, entra: Entra, astrid: User, name: str
) -> None:
    changes, why = WRONG[name]
    assert kept_out(doorman, entra.issue(astrid, **changes)) == why


def test_a_token_sealed_with_our_public_key_lets_nobody_in(doorman: Doorman, entra: Entra, astrid: User) -> None:
    """HS256 with what everybody can read: who does not look at alg takes it for ours."""
    public = entra.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    claims = entra.issue(astrid).split(".")[1]
    for alg in ("HS256", "RS256"):
        header = urlsafe_b64encode(json.dumps({"alg": alg, "kid": entra.kid, "typ": "JWT"}).encode()).rstrip(b"=")
        signed = header.decode() + "." + claims
        seal = urlsafe_b64encode(hmac.new(public, signed.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
        assert kept_out(doorman, f"{signed}.{seal}") in ("alg or kid", "InvalidSignatureError")


def test_a_key_brought_along_is_not_looked_at(doorman: Doorman, entra: Entra, astrid: User) -> None:
    claims = jwt.decode(entra.issue(astrid), options={"verify_signature": False})
    mine = entra.written(SPARE, entra.kid)
    brought = {"kid": entra.kid, "jwk": mine, "jku": "https://stranger.example/keys", "x5c": ["MIID"]}
    assert kept_out(doorman, jwt.encode(claims, SPARE, "RS256", headers=brought)) == "InvalidSignatureError"


def test_a_company_that_is_not_in_here_is_told_so(doorman: Doorman, entra: Entra) -> None:
    with pytest.raises(AccessDenied) as wrong:
        doorman.identify(entra.issue(entra.user("rut@rivalen.example", tid=RIVALEN)))
    assert wrong.value.key == "ask_admin"


def test_a_guest_is_of_the_directory_they_came_into(entra: Entra, ours: Registration) -> None:
    guest = entra.user("astrid@nordverk.example", tid=RIVALEN)
    doorman = Doorman(ours, onboarded={RIVALEN}.__contains__)
    assert doorman.identify(entra.issue(guest)).tenant_id == RIVALEN


def test_registered_for_one_company_another_ones_token_lets_nobody_in(entra: Entra, of_nordverk: Registration) -> None:
    doorman = Doorman(of_nordverk, onboarded=lambda _: True)
    assert doorman.identify(entra.issue(entra.user(ASTRID.address)))
    assert kept_out(doorman, entra.issue(entra.user("rut@rivalen.example", tid=RIVALEN))) == "iss"


def test_another_app_gets_in_where_it_is_let(entra: Entra, ours: Registration, astrid: User) -> None:
    doorman = Doorman(ours, onboarded=lambda _: True, clients={OFFICE})
    assert doorman.identify(entra.issue(astrid, azp=OFFICE))
    assert doorman.identify(entra.issue(astrid))


def test_a_key_is_good_for_whom_it_signs_only(doorman: Doorman, entra: Entra, astrid: User) -> None:
    entra.keys.append(entra.written(SPARE, "private", issuer=f"{entra.url}/{CONSUMERS}/v2.0"))
    assert kept_out(doorman, entra.issue(astrid, key=SPARE, kid="private")) == "iss"
    assert doorman.identify(entra.issue(astrid))


def test_a_key_that_does_not_say_whom_it_signs_for_is_the_directorys(
    doorman: Doorman, entra: Entra, astrid: User
) -> None:
    entra.keys = [{name: value for name, value in entra.keys[0].items() if name != "issuer"}]
    assert doorman.identify(entra.issue(astrid))


def test_a_key_of_another_kind_is_none(doorman: Doorman, entra: Entra, astrid: User) -> None:
    curve = jwt.algorithms.ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()).public_key(), as_dict=True)
    entra.keys.append({**curve, "kid": "curved", "use": "sig"})
    assert kept_out(doorman, entra.issue(astrid, kid="curved")) != ""
    assert doorman.identify(entra.issue(astrid))


def test_keys_are_fetched_once_and_an_unknown_one_is_looked_for_once(
    doorman: Doorman, entra: Entra, astrid: User
) -> None:
    for _ in range(5):
        doorman.identify(entra.issue(astrid))
    assert asked_for_keys(entra) == 1
    for n in range(20):
        kept_out(doorman, entra.issue(astrid, kid=f"made up {n}"))
    assert asked_for_keys(entra) == 2


def test_a_new_key_is_found_when_it_is_first_used(doorman: Doorman, entra: Entra, astrid: User) -> None:
    doorman.identify(entra.issue(astrid))
    entra.rotate_keys()
    assert doorman.identify(entra.issue(astrid))


def test_while_keys_cannot_be_had_nobody_is_turned_away_for_good(doorman: Doorman, entra: Entra, astrid: User) -> None:
    entra.keys = []
    for _ in range(5):
        with pytest.raises(TryLater):
            doorman.identify(entra.issue(astrid))
    assert asked_for_keys(entra) == 1  # and who is away is not asked by every token


def test_while_the_sign_in_is_away_nobody_is_turned_away_for_good(
    entra: Entra, ours: Registration, astrid: User
) -> None:
    away = Doorman(replace(ours, authority="https://localhost:1"), onboarded=lambda _: True)
    with pytest.raises(TryLater):
        away.identify(entra.issue(astrid))


def header(**said: object) -> str:
    return urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "a.b.c",
        "Bearer x",
        "å.ä.ö",
        "\0",
        f"{header(alg='RS256')}.e30.x",
        f"{header(alg='RS256', kid=None)}.e30.x",
        f"{header(alg='RS256', kid=['x'])}.e30.x",
        f"{header(alg=['RS256'], kid='x')}.e30.x",
        f"{header(kid='x')}.e30.x",
        f"{urlsafe_b64encode(b'[' * 9_000).decode()}.e30.x",
        f"{urlsafe_b64encode(b'[]').decode()}.e30.x",
        "x" * 20_000,
    ],
    ids=lambda token: token[:20],
)
def test_what_is_no_token_asks_nobody(doorman: Doorman, entra: Entra, token: str) -> None:
    kept_out(doorman, token)
    assert entra.asked == []


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: urlsafe_b64encode(raw).decode() + ".e30.x"))
def test_whatever_is_sent_lets_nobody_in(token: str) -> None:
    doorman = Doorman(Registration(client_id=CLIENT_ID), onboarded=lambda _: True)
    with pytest.raises(SignInNeeded):
        doorman.identify(token)


# --- what a directory says of itself --------------------------------------------------------------------


def test_a_directory_tells_who_issues_its_tokens_and_where_its_keys_are(entra: Entra) -> None:
    assert fetch_directory(entra.url, NORDVERK, trust=entra.trust) == Directory(
        f"{entra.url}/{NORDVERK}/v2.0", f"{entra.url}/{NORDVERK}/discovery/v2.0/keys"
    )
    with pytest.raises(AccessDenied):
        fetch_directory(entra.url, "nobody.example", trust=entra.trust)


@pytest.mark.parametrize(
    ("domain", "owner"),
    [
        ("nordverk.example", NORDVERK),
        ("rivalen.example", RIVALEN),
        ("nobody.example", ""),
        ("organizations", ""),
        ("../common", ""),
    ],
)
def test_a_domain_is_whose_microsoft_says_it_is(entra: Entra, domain: str, owner: str) -> None:
    assert directory_of(domain, entra.url, trust=entra.trust) == owner


@pytest.mark.parametrize("document", [{"jwks_uri": "x"}, {"issuer": 7}, {"issuer": None}])
def test_a_document_that_cannot_be_read_is_asked_for_later(document: dict[str, object], tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with serve(answer_json(document), authority.server("localhost")) as server, pytest.raises(TryLater):
        fetch_directory(server.url, NORDVERK, trust=authority.trust)


def test_keys_are_never_believed_for_longer_than_a_day() -> None:
    assert identity.FRESH <= 24 * 3600
    assert identity.LEEWAY <= 300
