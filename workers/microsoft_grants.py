"""By whose grant a mailbox at Microsoft is read: the seller's own, else an admin's for the whole company.

https://learn.microsoft.com/graph/auth/auth-concepts#access-scenarios
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from connectors.errors import NotThere
from connectors.next_step import NextStep, error_at
from workers.grants import MICROSOFT, VENDORS
from workers.hurry import hurry
from workers.means import Means
from workers.settings import Settings
from workers.store.mailboxes import Mailbox
from workers.vaults import CompanyVault, SellerVault

if TYPE_CHECKING:  # msal and all it brings is loaded only where somebody signs in
    from connectors.microsoft.access import Access
    from connectors.microsoft.api import Graph
    from connectors.microsoft.identity import Doorman
    from connectors.microsoft.registration import Registration


def registration_of(settings: Settings) -> "Registration":
    """How we are registered. Raises AccessDenied where we are not."""
    from connectors.microsoft.registration import Registration

    ours = settings.microsoft
    if ours is None:
        raise error_at(VENDORS[MICROSOFT].name, NextStep.OPERATOR_REGISTRATION)
    graph = urlsplit(ours.graph_url)
    return Registration(
        client_id=ours.client_id,
        secret=ours.secret,
        certificate=ours.certificate,
        tenant_id=ours.tenant_id,
        authority=ours.authority,
        graph=f"{graph.scheme}://{graph.netloc}",
        trust=settings.trust,
    )


def _ours(office: Means) -> "Registration":
    return replace(registration_of(office.settings), hurried=office.hurried)


def access_of(office: Means, mailbox: Mailbox) -> "Access":
    """The seller's own grant where there is one; without, the admin's. Raises AccessDenied where we are not registered."""
    from connectors.microsoft.access import Delegated

    vault = SellerVault(office, mailbox.seller_id, MICROSOFT)
    if vault.look() is not None:
        return Delegated(_ours(office), vault)
    with office.store.reading() as at:
        seller = at.sellers.of_id(mailbox.seller_id)
    if seller is None:
        raise NotThere("the seller is gone")
    return company_access(office, seller.tenant_id)


def graph_of(office: Means, mailbox: Mailbox, address: str, scopes: Sequence[str]) -> "Graph":
    """A mailbox's Graph with a grant for these scopes: by the seller as `me`, by an admin's grant under its address. Nothing
    is asked yet. Raises AccessDenied where we are not registered."""
    from connectors.microsoft.access import Delegated
    from connectors.microsoft.api import Graph

    access = access_of(office, mailbox)
    ours = office.settings.microsoft
    assert ours, "who has an access is registered"
    return Graph(
        lambda *, force=False, claims=None: access.token(scopes=scopes, force=force, claims=claims),
        me="/me" if isinstance(access, Delegated) else f"/users/{quote(address, safe='@')}",
        url=ours.graph_url,
        trust=office.settings.trust,
        clock=office.clock,
        **(hurry() if office.hurried else {}),
    )


def company_access(office: Means, tenant_id: int) -> "Access":
    """A company's grant: by the directory in which an admin let us in, else the one we are registered for."""
    from connectors.microsoft.access import AppOnly

    ours = _ours(office)
    with office.store.reading() as at:
        known = at.directories.of(tenant_id, MICROSOFT)
    directory = known[0].id if known else ours.tenant_id
    return AppOnly(ours, directory, CompanyVault(office, tenant_id, MICROSOFT, directory))


def is_onboarded(office: Means, directory: str) -> bool:
    """Whether people of this directory may come in: it is a company's in here, or the one we are registered for."""
    ours = office.settings.microsoft
    if ours and ours.tenant_id == directory:
        return True
    with office.store.reading() as at:
        return bool(at.directories.named(MICROSOFT, directory))


def open_doorman(office: Means) -> "Doorman":
    """Who looks at a pane's tokens; one for a whole process, as it keeps Microsoft's keys."""
    from connectors.microsoft.identity import Doorman

    return Doorman(registration_of(office.settings), onboarded=lambda directory: is_onboarded(office, directory))
