"""`kanelbulle tenant` and `kanelbulle mailbox`: a company, what its admin sets, and whose calendars are read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta

import click

from plugin.harmless import plain
from plugin.opening import open_for, seller_called, tenant_called
from plugin.worded import tell
from workers.grants import GOOGLE, VENDORS
from workers.links import Purpose, sign
from workers.office import Office
from workers.relationships.flags import FlagKind
from workers.relationships.rules import Rules
from workers.store import Seller, Transaction
from workers.store.mailboxes import Mailbox, fresh_start
from workers.store.tenants import DomainTaken, Tenant, TenantWishes, TooFew

DOMAIN = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}")
ADDRESS = re.compile(r"[^\s@<>\"]{1,64}@((?:[\w-]{1,63}\.)+[\w-]{2,63})")
LONGEST_NAME = 100
NUMBERS = {
    one.name: getattr(Rules(), one.name)
    for one in fields(Rules)
    if isinstance(getattr(Rules(), one.name), int | float | timedelta)
}
SHARES = frozenset({"short_share", "unknown_share", "thinning_ratio"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed after `tenant set`; None where nothing was."""

    domains: Sequence[str] = ()
    sharing: bool | None = None
    retention_days: int | None = None
    office: str | None = None
    rules: Sequence[str] = ()


def add_tenant(context: click.Context, name: str, domains: Sequence[str]) -> None:
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise click.UsageError(tell(context, "error.tenant_name"), context)
    office = open_for(context)
    with office.store.reading() as at:
        if at.tenants.find(name):
            raise click.ClickException(tell(context, "error.tenant_there", name=name))
    with office.store.writing() as at:
        _save(context, at, Tenant(name, _domains(context, domains)))
    _print(tell(context, "tenant_added", name=name))


def set_tenant(context: click.Context, name: str, wanted: Wanted) -> None:
    """Change what was named, and look at all its sellers anew where it matters to them."""
    office = open_for(context)
    before = tenant_called(context, office, name)
    after = _changed(context, before, wanted)
    with office.store.writing() as at:
        _save(context, at, after)
        if after.wishes != before.wishes or after.sharing != before.sharing:
            at.due.want("review_tenant", before.id, at=office.clock())
    office.ask("review_tenant", before.id)
    _print(tell(context, "tenant_set", name=before.name))


def list_tenants(context: click.Context) -> None:
    office = open_for(context)
    with office.store.reading() as at:
        found = [(one, len(at.tenants.seller_ids(one.id))) for one in at.tenants.all()]
    if not found:
        _print(tell(context, "tenant_none"))
    for tenant, count in found:
        _print(tell(context, "tenant_line", name=tenant.name, count=count, domains=tenant.domains or ("-",)))


def sum_tenant(context: click.Context, name: str) -> None:
    """Sums over at least five sellers, and nothing finer."""
    office = open_for(context)
    tenant = tenant_called(context, office, name)
    year_ago = int((office.clock() - Rules().window).timestamp()) // 86_400
    try:
        with office.store.reading() as at:
            sums = at.tenants.sums(tenant.id, met_since=year_ago)
    except TooFew as error:
        raise click.ClickException(tell(context, "error.too_few")) from error
    _print(tell(context, "sums", counted=sums.counted, sellers=sums.sellers))
    figures = {
        "accounts": sums.accounts,
        "met": sums.met,
        **{kind.value: sums.flags.get(kind.value) for kind in FlagKind},
    }
    for name, count in figures.items():
        told = tell(context, "sums_held") if count is None else tell(context, "sums_about", count=count)
        _print(tell(context, f"sums_{name}", figure=told))


def add_mailbox(context: click.Context, address: str, *, tenant: str, provider: str, url: str | None) -> None:
    """A seller's calendar, read from now on."""
    office = open_for(context)
    company = tenant_called(context, office, tenant)
    address = address.strip().casefold()
    named = ADDRESS.fullmatch(address)
    if named is None:
        raise click.UsageError(tell(context, "error.address", value=address), context)
    if (provider == "ics") != bool(url):
        raise click.UsageError(tell(context, "error.url_ics"), context)
    if provider not in office.providers:
        raise click.ClickException(tell(context, "error.provider", provider=provider))
    _see_that_it_opens(context, office, Mailbox(0, provider, url=url or ""))
    with office.store.writing() as at:
        owner = at.tenants.owning(named[1])
        if at.sellers.find(address):
            raise click.ClickException(tell(context, "error.mailbox_there", address=address))
        if owner and owner.id != company.id:
            raise click.ClickException(tell(context, "error.domain_taken", domain=named[1]))
        if (
            owner is None and provider == GOOGLE
        ):  # a delegation knows no companies: it is kept to each one's own domains
            raise click.ClickException(tell(context, "error.domain_not_theirs", domain=named[1], name=company.name))
        domains = company.domains or (named[1],)
        seller = Seller(address, domains, "UTC", provider, office.clock(), tenant_id=company.id)
        seller_id = at.sellers.save(seller)
        at.mailboxes.save(Mailbox(seller_id, provider, url=url or ""))
        at.due.want("sync_mailbox", seller_id, at=office.clock())
    office.ask("sync_mailbox", seller_id)
    _print(tell(context, "mailbox_added", address=address))


def _see_that_it_opens(context: click.Context, office: Office, mailbox: Mailbox) -> None:
    """A link that is none, or an app that is not registered, is told of now."""
    vendor = VENDORS.get(mailbox.provider)
    if vendor and not vendor.reads(office.settings):
        told = tell(context, "error.not_registered", name=vendor.setting, provider=mailbox.provider)
        raise click.ClickException(told)
    if mailbox.provider == "ics":
        office.calendar(mailbox)


def set_mailbox(context: click.Context, address: str, url: str) -> None:
    """The same seller's calendar behind another link, read anew; what was said and seen stays."""
    office = open_for(context)
    seller = seller_called(context, office, address)
    with office.store.writing(seller.id) as at:
        box = at.mailboxes.find(seller.id)
        if box is None or box.provider != "ics":
            raise click.UsageError(tell(context, "error.url_ics"), context)
        office.calendar(replace(box, url=url))  # a link that is none is told of now
        at.mailboxes.save(replace(fresh_start(box), url=url))
        at.due.want("sync_mailbox", seller.id, at=office.clock())
    office.ask("sync_mailbox", seller.id)
    _print(tell(context, "mailbox_set", address=seller.owner))


def write_link(context: click.Context, address: str) -> None:
    """A link that this seller signs in with."""
    office = open_for(context)
    seller = seller_called(context, office, address)
    token = sign(Purpose.SIGN_IN, (seller.id, seller.owner), office.settings.secret_keys)
    _print(f"{office.settings.base_url}/signin/link/{token}")


def _save(context: click.Context, at: Transaction, tenant: Tenant) -> None:
    try:
        at.tenants.save(tenant)
    except DomainTaken as error:
        raise click.ClickException(tell(context, "error.domain_taken", domain=str(error))) from error


def _changed(context: click.Context, before: Tenant, wanted: Wanted) -> Tenant:
    wishes = before.wishes
    if wanted.retention_days is not None:
        wishes = replace(wishes, retention_days=wanted.retention_days)
    if wanted.office is not None:
        wishes = replace(wishes, office=wanted.office.strip()[:300])
    wishes = _with_rules(context, wishes, wanted.rules)
    return replace(
        before,
        domains=_domains(context, wanted.domains) or before.domains,
        sharing=before.sharing if wanted.sharing is None else wanted.sharing,
        wishes=wishes,
    )


def _with_rules(context: click.Context, wishes: TenantWishes, said: Iterable[str]) -> TenantWishes:
    """NAME=VALUE: numbers as they are, lengths of time in minutes, shares from 0 to 1; an empty value is the default."""
    own: dict[str, float] = dict(wishes.rules)
    for one in said:
        name, _, value = (part.strip() for part in one.partition("="))
        if name not in NUMBERS:
            raise click.UsageError(tell(context, "error.rule_unknown", name=name, names=tuple(NUMBERS)), context)
        if value:
            own[name] = _number(context, name, value)
        else:
            own.pop(name, None)
    return replace(wishes, rules=own)


def _number(context: click.Context, name: str, text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError as error:
        raise click.UsageError(tell(context, "error.rule", name=name, value=text), context) from error
    most = 1.0 if name in SHARES else 10_000_000.0
    if not 0 <= value <= most or (isinstance(NUMBERS[name], int) and value != int(value)):
        raise click.UsageError(tell(context, "error.rule", name=name, value=text), context)
    return value * 60 if isinstance(NUMBERS[name], timedelta) else value


def _domains(context: click.Context, said: Iterable[str]) -> tuple[str, ...]:
    domains = tuple(dict.fromkeys(one.strip().casefold().removeprefix("@") for one in said))
    for domain in domains:
        if not DOMAIN.fullmatch(domain):
            raise click.UsageError(tell(context, "error.domain", value=domain), context)
    return domains


def _print(text: str) -> None:
    click.echo(plain(text))


__all__ = [
    "Wanted",
    "add_mailbox",
    "add_tenant",
    "list_tenants",
    "set_mailbox",
    "set_tenant",
    "sum_tenant",
    "write_link",
]
