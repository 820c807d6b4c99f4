"""The add-on's two tokens: the right ones let in, and everything that is nearly one does not."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import SignInNeeded, TryLater
from connectors.google.addon import Addon, Porter
from connectors.google.certificates import address_at
from connectors.google.identity import Identity
from tests.simulators.google import Google, broken, google_server, hang_up, keys
from tests.simulators.google.accounts import CLIENT_ID as SELLERS_CLIENT
from tests.simulators.google.accounts import sub_of
from tests.simulators.google.addon_tokens import ACCOUNT, CLIENT_ID, OTHERS_ACCOUNT, AddonTokens
from tests.simulators.google.calendar import Calendar
from tests.simulators.loopback import Answer, answer_json, serve
from tests.world import ASTRID, NOW

HERE = "https://kanelbulle.example.com"
ADDRESSES = frozenset({f"{HERE}/google/home", f"{HERE}/google/event", f"{HERE}/google/action"})
MINUTE = timedelta(minutes=1)


class Rig:
    """`now` moves when told, for Google and for us."""

    def __init__(self, google: Google, accounts: str = "") -> None:
        self.now = NOW
        google.now = self.clock
        self.google, self.tokens = google, AddonTokens(google, HERE)
        self.box: Calendar = google.calendar(ASTRID.address, name=ASTRID.name)
        self.porter = self.another(accounts or google.accounts_url)

    def clock(self) -> datetime:
        return self.now

    def another(self, accounts: str) -> Porter:
        addon = Addon(account=ACCOUNT, client_id=CLIENT_ID, addresses=ADDRESSES, accounts=accounts)
        return Porter(addon, clock=self.clock)

    def system(self, **changes: Any) -> str:
        return self.tokens.system_token(**changes)

    def user(self, **changes: Any) -> str:
        return self.tokens.user_token(self.box, **changes)

    def seconds(self, seconds: float) -> int:
        return self.tokens.now + int(seconds)


@pytest.fixture
def rig(google: Google) -> Rig:
    return Rig(google)


def kept_out(rig: Rig, token: str, *, user: bool = False) -> str:
    """Why."""
    with pytest.raises(SignInNeeded) as wrong:
        rig.porter.identify(token) if user else rig.porter.admit(token)
    why = str(wrong.value)
    assert wrong.value.__cause__ is None
    assert len(token) < 20 or token[:20] not in why
    return why.rpartition(": ")[2]


@pytest.mark.parametrize("path", ["/google/home", "/google/event", "/google/action"])
def test_google_is_let_in_at_each_of_our_addresses(rig: Rig, path: str) -> None:
    rig.porter.admit(rig.system(path=path))
    rig.porter.admit(rig.system(path=path, iss="accounts.google.com"))


def test_in_whose_name_is_known_by_the_number_of_the_account(rig: Rig) -> None:
    found = rig.porter.identify(rig.user(email="Astrid@Nordverk.Example"))
    assert found == Identity(
        person=sub_of(ASTRID.address), domain="nordverk.example", address=ASTRID.address, name=ASTRID.name
    )


def test_an_account_of_no_company_is_known_as_that(rig: Rig) -> None:
    found = rig.porter.identify(rig.user(hd=None, name=None, email_verified=False))
    assert (found.domain, found.address, found.name) == ("", "", "")


SYSTEM: dict[str, tuple[dict[str, Any], str]] = {
    "for another address": ({"aud": "https://elsewhere.example/google/home"}, "aud"),
    "for an address of ours with more to it": ({"aud": f"{HERE}/google/home?x=1"}, "aud"),
    "for an address of ours with a slash": ({"aud": f"{HERE}/google/home/"}, "aud"),
    "for our address among others": ({"aud": [f"{HERE}/google/home", "https://elsewhere.example"]}, "aud"),
    "for nobody": ({"aud": None}, "MissingRequiredClaimError"),
    "for the add-on's client, as people's are": ({"aud": CLIENT_ID}, "aud"),
    "of another project's add-ons": ({"email": OTHERS_ACCOUNT}, "email"),
    "of some service account": ({"email": "robot@our-project.iam.gserviceaccount.com"}, "email"),
    "of ours in capitals": ({"email": ACCOUNT.upper()}, "email"),
    "of nobody": ({"email": None}, "email"),
    "of an address nobody has looked at": ({"email_verified": False}, "email_verified"),
    "of an address said to be looked at": ({"email_verified": "true"}, "email_verified"),
}
EITHER: dict[str, tuple[dict[str, Any], str]] = {
    "of a stranger's server": ({"iss": "https://accounts.stranger.example"}, "InvalidIssuerError"),
    "of nearly Google": ({"iss": "http://accounts.google.com"}, "InvalidIssuerError"),
    "of no issuer": ({"iss": None}, "MissingRequiredClaimError"),
    "without end": ({"exp": None}, "MissingRequiredClaimError"),
    "without beginning": ({"iat": None}, "MissingRequiredClaimError"),
    "of no person": ({"sub": None}, "MissingRequiredClaimError"),
    "of a person that is a number": ({"sub": 7}, "InvalidSubjectError"),
    "with an end that is a word": ({"exp": "tomorrow"}, "times"),
    "with an end that is yes": ({"exp": True}, "times"),
    "with an end that is no number": ({"exp": float("nan")}, "exp"),
    "with a beginning that is no number": ({"iat": float("nan")}, "iat"),
    "signed with nothing": ({"signed": {"alg": "none"}}, "alg or kid"),
    "signed in another way": ({"signed": {"alg": "RS512"}}, "alg or kid"),
    "signed with another key": ({"signed": {"whom": "stranger"}}, "InvalidSignatureError"),
    "signed with a key nobody knows": ({"signed": {"kid": "unknown"}}, "kid"),
    "signed with a key that is a path": ({"signed": {"kid": "../../certs"}}, "kid"),
}
USER: dict[str, tuple[dict[str, Any], str]] = {
    "for another client": ({"aud": "1-else.apps.googleusercontent.com"}, "aud"),
    "for the client that sellers sign in with": ({"aud": SELLERS_CLIENT}, "aud"),
    "for us among others": ({"aud": [CLIENT_ID, SELLERS_CLIENT]}, "aud"),
    "for an address of ours": ({"aud": f"{HERE}/google/home"}, "aud"),
    "of a person of no letters": ({"sub": ""}, "sub"),
    "of a person too long": ({"sub": "1" * 256}, "sub"),
}


@pytest.mark.parametrize("name", SYSTEM | EITHER)
def test_a_token_that_is_not_quite_the_platforms_lets_nobody_in(rig: Rig, name: str) -> None:
    changes, why = (SYSTEM | EITHER)[name]
    assert kept_out(rig, rig.system(**changes)) == why


@pytest.mark.parametrize("name", USER | EITHER)
def test_a_token_that_is_not_quite_a_persons_names_nobody(rig: Rig, name: str) -> None:
    changes, why = (USER | EITHER)[name]
    assert kept_out(rig, rig.user(**changes), user=True) == why


TIMES = [
    ({"exp": -9}, ""),
    ({"exp": -10}, "exp"),
    ({"iat": 10}, ""),
    ({"iat": 11}, "iat"),
    ({"nbf": 10}, ""),
    ({"nbf": 11}, "nbf"),
    ({"exp": 10**400}, ""),
]


@pytest.mark.parametrize(("moved", "why"), TIMES, ids=str)
def test_two_clocks_may_be_ten_seconds_apart(rig: Rig, moved: dict[str, int], why: str) -> None:
    at = {name: rig.tokens.now + seconds for name, seconds in moved.items()}
    for token, user in ((rig.system(**at), False), (rig.user(**at), True)):
        if why:
            assert kept_out(rig, token, user=user) == why
        else:
            rig.porter.identify(token) if user else rig.porter.admit(token)


def test_a_token_is_over_when_it_says_so_though_it_was_known(rig: Rig) -> None:
    system, user = rig.system(exp=rig.seconds(90)), rig.user(exp=rig.seconds(90))
    for moved in (0, 30, 69):
        rig.now = NOW + timedelta(seconds=moved)
        rig.porter.admit(system)
        assert rig.porter.identify(user).address == ASTRID.address
    rig.now = NOW + timedelta(seconds=101)
    assert kept_out(rig, system) == kept_out(rig, user, user=True) == "exp"


def test_neither_token_stands_for_the_other_though_it_was_known(rig: Rig) -> None:
    system, user = rig.system(), rig.user()
    rig.porter.admit(system)
    rig.porter.identify(user)
    assert kept_out(rig, user) == kept_out(rig, system, user=True) == "aud"


def test_a_token_sealed_with_the_public_key_lets_nobody_in(rig: Rig) -> None:
    """HS256 with what everybody can read: who does not look at alg takes it for Google's."""
    public = keys.certificate_of(rig.tokens.whom).encode()
    claims = rig.system().split(".")[1]
    for alg in ("HS256", "RS256"):
        head = urlsafe_b64encode(json.dumps({"alg": alg, "kid": rig.tokens.kid}).encode()).rstrip(b"=").decode()
        seal = hmac.new(public, f"{head}.{claims}".encode(), hashlib.sha256).digest()
        token = f"{head}.{claims}.{urlsafe_b64encode(seal).rstrip(b'=').decode()}"
        assert kept_out(rig, token) in ("alg or kid", "InvalidSignatureError")


def test_a_key_brought_along_is_not_looked_at(rig: Rig) -> None:
    claims = jwt.decode(rig.system(), options={"verify_signature": False})
    brought = {"kid": rig.tokens.kid, "jwk": keys.jwk_of("stranger", rig.tokens.kid), "jku": "https://x.example"}
    token = jwt.encode(claims, keys.key_of("stranger"), "RS256", headers=brought)
    assert kept_out(rig, token) == "InvalidSignatureError"


# --- Google's keys --------------------------------------------------------------------------------------


def test_keys_are_fetched_once_and_an_unknown_one_is_looked_for_once_a_minute(rig: Rig) -> None:
    for _ in range(5):
        rig.porter.admit(rig.system(jti=str(_)))
        rig.porter.identify(rig.user(jti=str(_)))
    assert rig.tokens.asked_for_keys == 1
    for moved, asked in ((0, 2), (59, 2), (60, 3)):
        rig.now = NOW + timedelta(seconds=moved)
        for n in range(10):
            assert kept_out(rig, rig.system(signed={"kid": f"made up {n}"})) == "kid"
        assert rig.tokens.asked_for_keys == asked


def test_a_new_key_is_found_when_it_is_first_used_and_the_old_one_is_over(rig: Rig) -> None:
    rig.porter.admit(rig.system())
    old = {"whom": rig.tokens.whom, "kid": rig.tokens.kid}
    rig.tokens.rotate()
    rig.porter.admit(rig.system())
    assert kept_out(rig, rig.system(jti="another", signed=old)) == "kid"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("public, max-age=19800, must-revalidate", 19_800),
        ("MAX-AGE=300", 300),
        ("max-age=0", 60),  # no shorter
        ("max-age=999999999", 86_400),  # no longer
        ("no-cache", 3_600),
        ("s-maxage=7", 3_600),
        ("max-age=soon", 3_600),
    ],
)
def test_keys_are_believed_for_as_long_as_google_says(rig: Rig, said: str, seconds: int) -> None:
    rig.google.accounts.caching = said
    rig.porter.admit(rig.system())
    for moved, asked in ((seconds - 1, 1), (seconds, 2)):
        rig.now = NOW + timedelta(seconds=moved)
        rig.porter.admit(rig.system())
        assert rig.tokens.asked_for_keys == asked


def test_keys_are_fetched_anew_when_the_clock_was_put_back(rig: Rig) -> None:
    rig.porter.admit(rig.system())
    rig.now = NOW - timedelta(hours=1)
    rig.porter.admit(rig.system())
    assert rig.tokens.asked_for_keys == 2


@pytest.mark.parametrize("trouble", [hang_up(), broken()], ids=["hangs up", "is broken"])
def test_while_keys_cannot_be_had_nobody_is_turned_away_for_good(rig: Rig, trouble: Any) -> None:
    rig.google.next(trouble, path="/oauth2/v1/certs")
    for _ in range(5):
        with pytest.raises(TryLater) as wrong:
            rig.porter.admit(rig.system())
        assert rig.google.accounts_url not in str(wrong.value)
    rig.now = NOW + MINUTE - timedelta(seconds=1)  # and who is away is not asked by every token
    with pytest.raises(TryLater):
        rig.porter.admit(rig.system())
    rig.now = NOW + MINUTE
    rig.porter.admit(rig.system())


def test_keys_that_are_known_go_on_while_a_new_one_cannot_be_asked_for(rig: Rig) -> None:
    rig.porter.admit(rig.system())
    rig.google.next(hang_up(), path="/oauth2/v1/certs")
    with pytest.raises(TryLater):  # it may be a new one
        rig.porter.admit(rig.system(signed={"kid": "new"}))
    rig.porter.admit(rig.system())


def test_keys_too_old_are_not_believed_though_google_is_away(rig: Rig) -> None:
    rig.porter.admit(rig.system())
    rig.now = NOW + timedelta(hours=6)
    rig.google.next(hang_up(), path="/oauth2/v1/certs")
    with pytest.raises(TryLater):
        rig.porter.admit(rig.system())


EC_AND_NOISE = {"noise": "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----", "word": "none", "empty": ""}


@pytest.mark.parametrize(
    "told",
    [
        Answer(b"<html>"),
        Answer(b"[]"),
        Answer(b"{}"),
        Answer(b'{"a":' + b"[" * 50_000),
        answer_json({"keys": [{"kid": "a"}]}),
        answer_json(EC_AND_NOISE),
        answer_json({"a": 7}),
        answer_json({"add0n1": keys.certificate_of("add-on 1")}, 404),
        answer_json({}, 302, Location="https://stranger.example/certs"),
        Answer(b"x" * 2_000_000),
    ],
    ids=lambda answer: f"{answer.status} {answer.body[:12]!r}",
)
def test_what_is_no_list_of_keys_is_none(rig: Rig, told: Answer) -> None:
    with serve(told) as server:
        porter = rig.another(server.url)
        with pytest.raises(TryLater):
            porter.admit(rig.system())


def test_a_certificate_that_cannot_be_read_spoils_only_itself(rig: Rig) -> None:
    told = {**EC_AND_NOISE, rig.tokens.kid: keys.certificate_of(rig.tokens.whom)}
    with serve(answer_json(told)) as server:
        rig.porter = rig.another(server.url)
        rig.porter.admit(rig.system())
        assert kept_out(rig, rig.system(signed={"kid": "noise"})) == "kid"


def test_googles_own_keys_are_at_googles_own_address() -> None:
    assert address_at("https://accounts.google.com") == "https://www.googleapis.com/oauth2/v1/certs"
    assert address_at("http://127.0.0.1:9") == "http://127.0.0.1:9/oauth2/v1/certs"


# --- what is no token -----------------------------------------------------------------------------------


def header(**said: object) -> str:
    return urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b.c",
        "å.ä.ö",
        "\0",
        f"{header(alg='RS256', kid=None)}.e30.x",
        f"{header(alg=['RS256'], kid='x')}.e30.x",
        f"{header(kid='x')}.e30.x",
        f"{urlsafe_b64encode(b'[' * 9_000).decode()}.e30.x",
        "x" * 20_000,
    ],
    ids=lambda token: token[:20],
)
def test_what_is_no_token_asks_nobody(rig: Rig, token: str) -> None:
    kept_out(rig, token)
    kept_out(rig, token, user=True)
    assert rig.tokens.asked_for_keys == 0


def test_a_token_too_long_is_not_looked_at_however_right_it_is(rig: Rig) -> None:
    rig.porter.admit(rig.system(jti="x" * 10_000))
    assert kept_out(rig, rig.system(jti="x" * 12_000)) == "length"


@pytest.fixture(scope="module")
def one_rig() -> Iterator[Rig]:
    with google_server() as google:
        yield Rig(google)


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: urlsafe_b64encode(raw).decode()))
def test_whatever_google_could_have_signed_ends_in_a_word(one_rig: Rig, text: str) -> None:
    """Of claims that are none, also with the right key."""
    signed = jwt.api_jws.encode(
        text.encode(), keys.key_of(one_rig.tokens.whom), "RS256", headers={"kid": one_rig.tokens.kid}
    )
    for token in (text, signed):
        kept_out(one_rig, token)
        kept_out(one_rig, token, user=True)
