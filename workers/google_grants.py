"""By whose grant a mailbox at Google is read: the seller's own, else the delegation an admin gave our service account.

https://developers.google.com/identity/protocols/oauth2/service-account#delegatingauthority. One service account may be let in
at several companies, and is told by nobody whom of them it works for: so it only ever takes the name of who has an address
in a domain of the seller's own company.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from connectors.errors import NotThere
from connectors.next_step import NextStep, error_at
from workers.grants import GOOGLE, VENDORS
from workers.hurry import hurry
from workers.means import Means
from workers.store.mailboxes import Mailbox
from workers.vaults import DelegationVault, SellerVault

if TYPE_CHECKING:  # google-auth and all it brings is loaded only where somebody signs in
    from connectors.google.access import Access
    from connectors.google.addon import Porter
    from connectors.google.api import Google
    from connectors.google.registration import Registration

ADDON = ("/google/home", "/google/event", "/google/action")  # where Google asks for cards


def registration_of(office: Means) -> "Registration":
    """How we are registered. Raises AccessDenied where nobody can sign in."""
    from connectors.google.registration import Registration

    ours = office.settings.google
    if ours is None or not ours.client_id:
        raise error_at(VENDORS[GOOGLE].name, NextStep.OPERATOR_REGISTRATION)
    return Registration(
        client_id=ours.client_id,
        secret=ours.secret,
        accounts=ours.accounts_url,
        trust=office.settings.trust,
        hurried=office.hurried,
    )


def access_of(office: Means, mailbox: Mailbox) -> "Access":
    """The seller's own grant where there is one; without, the delegation. Nothing is asked yet. Raises AccessDenied where
    we are not registered for it, or the delegation is not for this seller."""
    from connectors.google.access import Delegated

    vault = SellerVault(office, mailbox.seller_id, GOOGLE)
    if vault.look() is not None or not VENDORS[GOOGLE].reads(office.settings):
        return Delegated(registration_of(office), vault)
    return delegated_access(office, mailbox.seller_id)


def tokens_of(office: Means, mailbox: Mailbox, scopes: Sequence[str]) -> "Callable[..., str]":
    """A mailbox's tokens for these scopes, as Google's room asks for them: token(force=False)."""
    access = access_of(office, mailbox)
    return lambda *, force=False: access.token(scopes=scopes, force=force)


def google_of(office: Means, mailbox: Mailbox, scopes: Sequence[str]) -> "Google":
    """A mailbox's Calendar and Gmail with a grant for these scopes. Nothing is asked yet. Raises AccessDenied where we are
    not registered for it."""
    from connectors.google.api import Google

    ours = office.settings.google
    return Google(
        tokens_of(office, mailbox, scopes),
        url=ours.api_url if ours else "",
        trust=office.settings.trust,
        clock=office.clock,
        **(hurry() if office.hurried else {}),
    )


def delegated_access(office: Means, seller_id: int) -> "Access":
    """Ourselves in this seller's name. Raises AccessDenied where their address is not one of their company's."""
    from connectors.google.access import Impersonating

    key = office.settings.google.service_account if office.settings.google else None
    with office.store.reading() as at:
        seller = at.sellers.of_id(seller_id)
        company = at.tenants.owning(seller.owner.rpartition("@")[2]) if seller else None
    if seller is None:
        raise NotThere("the seller is gone")
    if key is None:
        raise error_at(VENDORS[GOOGLE].name, NextStep.OPERATOR_REGISTRATION)
    if company is None or company.id != seller.tenant_id:
        raise error_at(VENDORS[GOOGLE].name, NextStep.ASK_ADMIN)
    vault = DelegationVault(office, seller_id, GOOGLE)
    return Impersonating(key, seller.owner, vault, trust=office.settings.trust, hurried=office.hurried)


def open_porter(office: Means) -> "Porter":
    """Who looks at the tokens of Google's add-on platform; one for a whole process, as it keeps Google's keys. Raises
    AccessDenied where we are no add-on."""
    from connectors.google.addon import Addon, Porter

    ours = office.settings.google
    if ours is None or not ours.addon_account:
        raise error_at(VENDORS[GOOGLE].name, NextStep.OPERATOR_REGISTRATION)
    addon = Addon(
        account=ours.addon_account,
        client_id=ours.addon_client_id,
        addresses=frozenset(office.settings.base_url + path for path in ADDON),
        accounts=ours.accounts_url,
        trust=office.settings.trust,
    )
    return Porter(addon, clock=office.clock)
