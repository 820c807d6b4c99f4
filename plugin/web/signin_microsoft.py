"""Signing in at Microsoft: the browser goes there and comes back with a code; and an admin agrees for a whole company.

What must be known when it comes back lies in the session's cookie, sealed: the cookie is signed, but who has it can read it.
It comes back by GET, as our cookies do not come along with another site's form (SameSite=Lax); the code in the address works once,
and only with what is sealed. https://datatracker.ietf.org/doc/html/rfc9700#section-2.1
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from flask import abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from connectors.errors import AccessDenied, NotThere, SignInNeeded, TryLater
from plugin.people import is_own_computer, sign_in, signed_in
from plugin.web.guard import is_ours
from plugin.web.room import language, office, render, web
from workers.grants import MICROSOFT, registration_of
from workers.sealing import SealBroken, Sealer
from workers.signing_in import Arrival, company_of, take_in
from workers.words import knows

if TYPE_CHECKING:
    from connectors.microsoft.signin import Granted

AGREED = "agreed"
KEPT = "microsoft"  # in the session
LASTS = timedelta(hours=1)  # between going there and coming back: a second factor may have to be set up meanwhile
LONGEST = 8_000  # letters of one parameter
PARAMETERS = ("code", "state", "error", "admin_consent")
STATUS = {AGREED: 200, "later": 503}  # else 403
# The same once more would fare no better, unless somebody else does something first.
NO_USE = frozenset(
    {AGREED, "closed", "unknown_company", "unproven", "taken", "operator_secret", "operator_registration"}
)


@web.get("/signin/microsoft")
def signin_microsoft() -> ResponseReturnValue:
    """With ?for=write, draft or send what has been agreed to before is asked for again, and that beside it."""
    _only_where_it_is_a_way_in()
    from connectors.microsoft import signin  # a fifth of a second, in the process that signs the first one in

    asks = {
        "read": (),
        "write": signin.WRITE,
        "draft": (*signin.WRITE, *signin.MAIL_DRAFT),
        "send": (*signin.WRITE, *signin.MAIL_SEND),
    }
    wanted, back = request.args.get("for", "read"), request.args.get("back", "/")
    if wanted not in asks:
        abort(400)
    scopes = tuple(dict.fromkeys((*signin.READ, *_given(), *asks[wanted])))
    return _told(partial(_go, scopes, kind="seller", back=back if is_ours(back) else "/"))


@web.get("/signin/microsoft/admin")
def signin_microsoft_admin() -> ResponseReturnValue:
    """An admin says who they are first: which directory the answer is about is never believed of the answer itself."""
    return _told(partial(_go, ("User.Read",), kind="admin", back="/"))


@web.get("/signin/microsoft/callback")
def signin_microsoft_callback() -> ResponseReturnValue:
    return _told(_come_back)


@web.get("/signin/microsoft/admin/callback")
def signin_microsoft_agreed() -> ResponseReturnValue:
    return _told(_agreed)


@web.get("/signin/microsoft/told/<key>")
def signin_microsoft_told(key: str) -> ResponseReturnValue:
    """What came of it, and what to do next."""
    _only_where_it_is_a_way_in()
    if not _is_told(key):
        abort(404)
    again = "" if key in NO_USE else url_for("web.signin_microsoft")
    address = _public(url_for("web.signin_microsoft_admin"))
    page = render("signin_told.html", seller=None, page="signin", key=key, again=again, address=address)
    return page, STATUS.get(key, 403)


def _go(scopes: tuple[str, ...], *, kind: str, back: str) -> ResponseReturnValue:
    from connectors.microsoft.signin import begin

    seller, state = signed_in(), token_urlsafe(32)
    hint = seller.owner if seller else ""
    to = url_for("web.signin_microsoft_callback")
    flow = begin(_ours(), redirect_uri=_public(to), scopes=scopes, state=state, login_hint=hint)
    address = flow.pop("auth_uri")
    _keep({"kind": kind, "flow": flow, "back": back})
    return redirect(address, 303)


def _come_back() -> ResponseReturnValue:
    from connectors.microsoft.directory import directory_of
    from connectors.microsoft.signin import finish

    kept, ours = _take(), _ours()
    who = _arrival(finish(ours, kept.get("flow", {}), _answer()))
    owner_of = partial(directory_of, authority=ours.authority, trust=ours.trust)
    if kept.get("kind") == "admin":
        return _ask_admin(who, owner_of)
    seller = take_in(office(), who, owner_of=owner_of)
    sign_in(seller)
    return redirect(kept["back"], 303)


def _ask_admin(who: Arrival, owner_of: Callable[[str], str]) -> ResponseReturnValue:
    """On to Microsoft's page where an admin agrees; whoever is none gets no further there."""
    from connectors.microsoft.signin import consent_address

    company, state = company_of(office(), who, owner_of=owner_of), token_urlsafe(32)
    _keep({"kind": "consent", "state": state, "directory": who.directory, "tenant": company.id})
    to = _public(url_for("web.signin_microsoft_agreed"))
    return redirect(consent_address(_ours(), tenant_id=who.directory, redirect_uri=to, state=state), 303)


def _agreed() -> ResponseReturnValue:
    from connectors.microsoft.signin import read_consent

    kept, answer = _take(), _answer()
    if kept.get("kind") != "consent" or kept["state"] != answer.get("state"):
        return _lead_to("sign_in_again")
    read_consent(answer)
    with office().store.writing() as at:
        at.directories.add(kept["tenant"], MICROSOFT, kept["directory"], agreed_at=office().clock())
    return _lead_to(AGREED)


def _arrival(granted: "Granted") -> Arrival:
    return Arrival(
        directory=granted.tenant_id,
        person=granted.object_id,
        address=granted.address,
        name=granted.name[:200],
        scopes=granted.scopes,
        cache=granted.cache,
    )


def _told(step: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Whatever keeps somebody out leads to a page that says what to do next: another address, without the code in it."""
    _only_where_it_is_a_way_in()
    try:
        return step()
    except (SignInNeeded, AccessDenied) as error:
        return _lead_to(error.key)
    except NotThere:
        return _lead_to("closed")
    except TryLater:
        return _lead_to("later")


def _only_where_it_is_a_way_in() -> None:
    if is_own_computer() or office().settings.microsoft is None:
        abort(404)


def _lead_to(key: str) -> ResponseReturnValue:
    known = key if _is_told(key) else "sign_in_again"
    return redirect(url_for("web.signin_microsoft_told", key=known), 303)


def _is_told(key: str) -> bool:
    return knows(f"page.signin.told.{key}.heading", language())


def _given() -> tuple[str, ...]:
    """What the seller has agreed to before."""
    seller = signed_in()
    if seller is None:
        return ()
    with office().store.reading() as at:
        token = at.tokens.find(seller.id)
    return token.scopes if token and token.provider == MICROSOFT else ()


def _ours() -> Any:
    return registration_of(office().settings)


def _public(path: str) -> str:
    return office().settings.base_url + path


def _answer() -> dict[str, str]:
    """What came back, as far as it is looked at."""
    return {name: value for name in PARAMETERS if (value := request.args.get(name)) and len(value) <= LONGEST}


def _keep(what: Mapping[str, object]) -> None:
    now = office().clock().timestamp()
    sealed = Sealer(office().settings.secret_keys).seal(json.dumps({**what, "at": now}).encode())
    session[KEPT] = urlsafe_b64encode(sealed).decode()


def _take() -> dict[str, Any]:
    """What was kept, once; nothing where there is none, or it is too old."""
    try:
        sealed = urlsafe_b64decode(str(session.pop(KEPT, "")))
        kept = json.loads(Sealer(office().settings.secret_keys).open(sealed))
    except (ValueError, SealBroken):
        return {}
    age = office().clock().timestamp() - kept["at"]
    return kept if 0 <= age <= LASTS.total_seconds() else {}
