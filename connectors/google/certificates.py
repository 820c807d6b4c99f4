"""Google's public keys as certificates by their names, each believed for as long as Google says and no longer.

https://www.googleapis.com/oauth2/v1/certs, with "Cache-Control: public, max-age=19800":
{"c1a9c5...": "-----BEGIN CERTIFICATE-----\\nMIIC...", ...}
"""

import re
from collections.abc import Callable, Mapping
from threading import Lock

import msgspec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import load_pem_x509_certificate
from requests import Response
from requests.exceptions import RequestException

from connectors.errors import TryLater
from connectors.google.registration import ACCOUNTS
from connectors.next_step import AFTER
from connectors.web.whole import open_whole

GOOGLES, PATH = "https://www.googleapis.com/oauth2/v1/certs", "/oauth2/v1/certs"
SHORTEST, USUAL, LONGEST = 60.0, 3600.0, 86_400.0  # seconds they are believed
REST = 60.0  # seconds between looks for a key nobody knows, and after a look that failed
AGE = re.compile(r"(?:^|[\s,])max-age=(\d{1,9})(?:[\s,]|$)", re.IGNORECASE)

Keys = Mapping[str, RSAPublicKey]


def address_at(accounts: str) -> str:
    """Where a sign-in tells its keys: Google's own on another host."""
    return GOOGLES if accounts == ACCOUNTS else accounts + PATH


class Certificates:
    """`now` tells seconds. One serves a whole process, whatever its threads; while one of them asks, the others wait."""

    def __init__(self, url: str, *, trust: str | None, now: Callable[[], float]) -> None:
        self._url, self._trust, self._now = url, trust, now
        self._lock = Lock()
        self._keys: Keys = {}
        self._came, self._last, self._looked = 0.0, 0.0, float("-inf")  # when, for how long, and when in vain
        self._failed = False

    def key(self, kid: str) -> RSAPublicKey | None:
        """None where Google has none of that name. Raises TryLater while it cannot be asked."""
        if (known := self._known(kid)) is not None:
            return known
        with self._lock:
            if self._known(kid) is None and not self._rests():
                self._look_for(kid)
            known = self._known(kid)
            if known is None and self._failed:
                raise TryLater("Google's keys cannot be had", AFTER)
            return known

    def _known(self, kid: str) -> RSAPublicKey | None:
        return self._keys.get(kid) if self._is_fresh() else None

    def _is_fresh(self) -> bool:
        return 0 <= self._now() - self._came < self._last

    def _rests(self) -> bool:
        """Somebody may be sending tokens made up."""
        return 0 <= self._now() - self._looked < REST

    def _look_for(self, kid: str) -> None:
        was_fresh, answer = self._is_fresh(), self._ask()
        keys = _read(answer.content) if answer is not None else {}
        self._failed = not keys
        if answer is not None and keys:
            self._keys, self._came, self._last = keys, self._now(), _lasting(answer)
        if self._failed or (was_fresh and kid not in keys):
            self._looked = self._now()

    def _ask(self) -> Response | None:
        try:
            with open_whole(trust=self._trust, hurried=True) as session:
                answer = session.get(self._url)
        except RequestException:
            return None
        return answer if answer.status_code == 200 else None


def _read(body: bytes) -> Keys:
    """Those that are keys of the one kind; nothing of what is no list of them."""
    try:
        told = msgspec.json.decode(body, type=dict[str, str])
    except (msgspec.DecodeError, RecursionError):
        return {}
    read = {kid: _public_key(text) for kid, text in told.items()}
    return {kid: key for kid, key in read.items() if key is not None}


def _public_key(text: str) -> RSAPublicKey | None:
    try:
        key = load_pem_x509_certificate(text.encode()).public_key()
    except ValueError:
        return None
    return key if isinstance(key, RSAPublicKey) else None


def _lasting(answer: Response) -> float:
    said = AGE.search(answer.headers.get("Cache-Control", ""))
    return min(max(float(said[1]), SHORTEST), LONGEST) if said else USUAL
