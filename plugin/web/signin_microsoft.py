"""Signing in at Microsoft: a seller, and an admin who agrees for a whole company. What both ways in share is in `way_in`."""

from collections.abc import Callable
from functools import partial
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from plugin.people import sign_in, signed_in
from plugin.web.room import office, web
from plugin.web.way_in import AGREED, WayIn, back_address, public
from workers.grants import MICROSOFT
from workers.microsoft_grants import registration_of
from workers.signing_in import Arrival, company_of, take_in

if TYPE_CHECKING:
    from connectors.microsoft.signin import Granted

WAY = WayIn(MICROSOFT, ("code", "state", "error", "admin_consent"))


@web.get("/signin/microsoft")
def signin_microsoft() -> ResponseReturnValue:
    """With ?for=write, draft or send what has been agreed to before is asked for again, and that beside it."""
    WAY.check()
    from connectors.microsoft import signin  # a fifth of a second, in the process that signs the first one in

    asks = {
        "read": (),
        "write": signin.WRITE,
        "draft": (*signin.WRITE, *signin.MAIL_DRAFT),
        "send": (*signin.WRITE, *signin.MAIL_SEND),
    }
    wanted = request.args.get("for", "read")
    if wanted not in asks:
        abort(400)
    scopes = tuple(dict.fromkeys((*signin.READ, *WAY.given(), *asks[wanted])))
    return WAY.take(partial(_go, scopes, kind="seller", back=back_address()))


@web.get("/signin/microsoft/admin")
def signin_microsoft_admin() -> ResponseReturnValue:
    """An admin says who they are first: which directory the answer is about is never believed of the answer itself."""
    return WAY.take(partial(_go, ("User.Read",), kind="admin", back="/"))


@web.get("/signin/microsoft/callback")
def signin_microsoft_callback() -> ResponseReturnValue:
    return WAY.take(_come_back)


@web.get("/signin/microsoft/admin/callback")
def signin_microsoft_agreed() -> ResponseReturnValue:
    return WAY.take(_agreed)


@web.get("/signin/microsoft/told/<key>")
def signin_microsoft_told(key: str) -> ResponseReturnValue:
    return WAY.show(key)


def _go(scopes: tuple[str, ...], *, kind: str, back: str) -> ResponseReturnValue:
    from connectors.microsoft.signin import begin

    seller, state = signed_in(), token_urlsafe(32)
    hint = seller.owner if seller else ""
    to = public(url_for("web.signin_microsoft_callback"))
    flow = begin(_ours(), redirect_uri=to, scopes=scopes, state=state, login_hint=hint)
    address = flow.pop("auth_uri")
    WAY.keep({"kind": kind, "flow": flow, "back": back})
    return redirect(address, 303)


def _come_back() -> ResponseReturnValue:
    from connectors.microsoft.directory import directory_of
    from connectors.microsoft.signin import finish

    kept, ours = WAY.kept(), _ours()
    who = _arrival(finish(ours, kept.get("flow", {}), WAY.answer()))
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
    WAY.keep({"kind": "consent", "state": state, "directory": who.directory, "tenant": company.id})
    to = public(url_for("web.signin_microsoft_agreed"))
    return redirect(consent_address(_ours(), tenant_id=who.directory, redirect_uri=to, state=state), 303)


def _agreed() -> ResponseReturnValue:
    from connectors.microsoft.signin import read_consent

    kept, answer = WAY.kept(), WAY.answer()
    if kept.get("kind") != "consent" or kept["state"] != answer.get("state"):
        return WAY.lead_to("sign_in_again")
    read_consent(answer)
    with office().store.writing() as at:
        at.directories.add(kept["tenant"], MICROSOFT, kept["directory"], agreed_at=office().clock())
    return WAY.lead_to(AGREED)


def _arrival(granted: "Granted") -> Arrival:
    return Arrival(
        provider=MICROSOFT,
        directory=granted.tenant_id,
        subject=f"{granted.tenant_id}/{granted.object_id}",
        address=granted.address,
        name=granted.name[:200],
        given=lambda _: (granted.cache, granted.scopes),  # one grant is all there is
    )


def _ours() -> Any:
    return registration_of(office().settings)
