"""The tokens of Google's add-on platform: its own, for the address it asks at, and the person's, for the add-on's client.

https://developers.google.com/workspace/add-ons/guides/alternate-runtimes#validate_requests
"""

from typing import Any

from tests.simulators.google import keys
from tests.simulators.google.accounts import ISSUER, sub_of
from tests.simulators.google.calendar import Calendar
from tests.simulators.google.google import Google

ACCOUNT = "service-123456789012@gcp-sa-gsuiteaddons.iam.gserviceaccount.com"
OTHERS_ACCOUNT = "service-210987654321@gcp-sa-gsuiteaddons.iam.gserviceaccount.com"  # of another project
CLIENT_ID = "100000000000-addon.apps.googleusercontent.com"
NUMBER = "113421852997393319348"  # the account's own


class AddonTokens:
    """`base_url` is where the add-on's server is; `whom` signs, and its certificate is told under `kid`. Claims are changed
    by name, and left out where they are None."""

    def __init__(self, google: Google, base_url: str) -> None:
        self._google, self._base_url = google, base_url
        self._round = 0
        self.rotate()

    def rotate(self) -> None:
        """From now on another key signs, and the one before is no longer told of."""
        told = self._google.accounts.certificates
        if self._round:
            del told[self.kid]
        self._round += 1
        self.kid, self.whom = f"add0n{self._round}", f"add-on {self._round}"
        told[self.kid] = self.whom

    @property
    def now(self) -> int:
        return int(self._google.accounts.now().timestamp())

    @property
    def asked_for_keys(self) -> int:
        return sum(one.path == "/oauth2/v1/certs" for one in self._google.accounts.asked)

    def system_token(self, path: str = "/google/home", *, signed: dict[str, str] | None = None, **claims: Any) -> str:
        """`signed` is how, where not as usual: alg, whom, kid."""
        usual = {"aud": self._base_url + path, "azp": NUMBER, "sub": NUMBER, "email": ACCOUNT, "email_verified": True}
        return self._signed({**usual, **claims}, signed)

    def user_token(self, box: Calendar, *, signed: dict[str, str] | None = None, **claims: Any) -> str:
        usual = {"aud": CLIENT_ID, "azp": CLIENT_ID, "sub": sub_of(box.address), "email": box.address}
        usual |= {"email_verified": True, "name": box.name, **({"hd": box.domain} if box.domain else {})}
        return self._signed({**usual, **claims}, signed)

    def _signed(self, claims: dict[str, Any], how: dict[str, str] | None) -> str:
        whole = {"iss": ISSUER, "iat": self.now, "exp": self.now + 3600, **claims}
        told = {name: value for name, value in whole.items() if value is not None}
        return keys.signed(told, **{"whom": self.whom, "kid": self.kid, **(how or {})})
