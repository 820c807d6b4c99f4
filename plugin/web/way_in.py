"""The way in by a vendor: the browser goes there and comes back with a code. What is alike whichever the vendor.

What must be known when it comes back lies in the session's cookie, sealed: the cookie is signed, but who has it can read it.
It comes back by GET, as our cookies do not come along with another site's form (SameSite=Lax); the code in the address works once,
and only with what is sealed. https://datatracker.ietf.org/doc/html/rfc9700#section-2.1
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from connectors.errors import AccessDenied, NotThere, SignInNeeded, TryLater
from plugin.people import is_own_computer, signed_in
from plugin.web.guard import is_ours
from plugin.web.room import language, office, render
from workers.grants import VENDORS
from workers.sealing import SealBroken, Sealer
from workers.words import knows, say

AGREED = "agreed"
LASTS = timedelta(hours=1)  # between going there and coming back: a second factor may have to be set up meanwhile
LONGEST = 8_000  # letters of one parameter
STATUS = {AGREED: 200, "later": 503}  # else 403
# The same once more would fare no better, unless somebody else does something first.
NO_USE = frozenset(
    {AGREED, "closed", "unknown_company", "unproven", "taken", "operator_secret", "operator_registration"}
)


def start_of(vendor: str) -> str:
    """Where a seller begins to sign in."""
    return url_for(f"web.signin_{vendor}")


def public(path: str) -> str:
    return office().settings.base_url + path


def tell_step(vendor: str, key: str, part: str) -> str:
    """What somebody is told whom the vendor does not let in: the `heading`, or what it is `about` and what comes next."""
    own = f"page.signin.told.{vendor}.{key}.{part}"
    known = own if knows(own, language()) else f"page.signin.told.{key}.{part}"
    row = VENDORS[vendor]
    address = public(f"/signin/{vendor}/admin")
    return say(known, language(), vendor=row.name, suite=row.suite, address=address)


def is_told(key: str) -> bool:
    return knows(f"page.signin.told.{key}.heading", language())


def back_address() -> str:
    """Where the seller wants to be afterwards, if it is one of our pages."""
    back = request.args.get("back", "/")
    return back if is_ours(back) else "/"


@dataclass(frozen=True, slots=True)
class WayIn:
    """One vendor's. `parameters` are those of an answer that are looked at."""

    vendor: str
    parameters: tuple[str, ...] = ("code", "state", "error")

    def check(self) -> None:
        """Somebody's own computer has no way in, nor has a vendor we are not registered at."""
        if is_own_computer() or not VENDORS[self.vendor].signs_in(office().settings):
            abort(404)

    def take(self, step: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
        """Whatever keeps somebody out leads to a page that says what to do next: another address, without the code in it."""
        self.check()
        try:
            return step()
        except (SignInNeeded, AccessDenied) as error:
            return self.lead_to(error.key)
        except NotThere:
            return self.lead_to("closed")
        except TryLater:
            return self.lead_to("later")

    def lead_to(self, key: str) -> ResponseReturnValue:
        known = key if is_told(key) else "sign_in_again"
        return redirect(url_for(f"web.signin_{self.vendor}_told", key=known), 303)

    def show(self, key: str) -> ResponseReturnValue:
        """What came of it, and what to do next."""
        self.check()
        if not is_told(key):
            abort(404)
        heading, about = (tell_step(self.vendor, key, part) for part in ("heading", "about"))
        again = "" if key in NO_USE else start_of(self.vendor)
        page = render("signin_told.html", seller=None, page="signin", heading=heading, about=about, again=again)
        return page, STATUS.get(key, 403)

    def given(self) -> tuple[str, ...]:
        """What the seller who is signed in here has agreed to before."""
        seller = signed_in()
        if seller is None:
            return ()
        with office().store.reading() as at:
            token = at.tokens.find(seller.id)
        return token.scopes if token and token.provider == self.vendor else ()

    def answer(self) -> dict[str, str]:
        """What came back, as far as it is looked at."""
        found = {name: request.args.get(name, "") for name in self.parameters}
        return {name: value for name, value in found.items() if value and len(value) <= LONGEST}

    def keep(self, what: Mapping[str, object]) -> None:
        now = office().clock().timestamp()
        sealed = Sealer(office().settings.secret_keys).seal(json.dumps({**what, "at": now}).encode())
        session[self.vendor] = urlsafe_b64encode(sealed).decode()

    def kept(self) -> dict[str, Any]:
        """What was kept, once; nothing where there is none, or it is too old."""
        try:
            sealed = urlsafe_b64decode(str(session.pop(self.vendor, "")))
            kept = json.loads(Sealer(office().settings.secret_keys).open(sealed))
        except (ValueError, SealBroken):
            return {}
        age = office().clock().timestamp() - kept["at"]
        return kept if 0 <= age <= LASTS.total_seconds() else {}
