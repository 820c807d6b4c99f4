"""What this installation may say of itself on the page about privacy: what it asks for, whom it asks, and how long it keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from connectors.meetings import Person
from workers.engine_settings import EngineChoice
from workers.grants import PREFIX, VENDORS, Vendor
from workers.settings import Settings, TravelSettings
from workers.store.tenants import Tenant, TenantWishes

ENGINES = {
    "osrm": "OSRM",
    "resrobot": "ResRobot (Trafiklab)",
    "google": "Google Routes",
    "nominatim": "Nominatim",
    "photon": "Photon",
    "overpass": "Overpass",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a seller is asked to let us do at one vendor, by when that is: each with the vendor's own names for it."""

    vendor: str
    at: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Promises:
    """`sharing` is None where nobody's company is known. `engines` are those that are asked, by what about; `pane` and `card`
    say whether there can be one in Outlook and in Google Calendar; `keeper` is whom people write to about their data."""

    days: int
    back: int
    ahead: int
    sharing: bool | None
    asked: tuple[Asked, ...]
    engines: Mapping[str, tuple[str, ...]]
    pane: bool
    card: bool
    google: bool
    microsoft: bool
    keeper: Person | None = None


def promises_of(settings: Settings, tenant: Tenant | None) -> Promises:
    """For somebody of this company; for a stranger, as it is where no company has said otherwise."""
    wishes = tenant.wishes if tenant else TenantWishes()
    rules, google = wishes.judge_by(), settings.google
    return Promises(
        days=wishes.retention_days,
        back=rules.window.days,
        ahead=rules.ahead.days // 7,
        sharing=tenant.sharing if tenant else None,
        asked=tuple(_asked(row) for row in VENDORS.values() if row.signs_in(settings) or row.reads(settings)),
        engines=_engines(settings.travel),
        pane=settings.microsoft is not None,
        card=bool(google and google.addon_account),
        google=google is not None,
        microsoft=settings.microsoft is not None,
        keeper=settings.keeper,
    )


def _asked(row: Vendor) -> Asked:
    scopes = {"read": row.reading, "write": (row.writing,), "draft": (row.drafting,), "send": (row.sending,)}
    return Asked(row.name, {when: tuple(one.removeprefix(PREFIX) for one in names) for when, names in scopes.items()})


def _engines(travel: TravelSettings) -> dict[str, tuple[str, ...]]:
    about = {"routers": travel.routers, "geocoders": travel.geocoders, "bakeries": travel.bakeries}
    return {what: tuple(_names(choices)) for what, choices in about.items() if choices}


def _names(choices: Iterable[EngineChoice]) -> Iterable[str]:
    """Each by its name, and by the host that answers where that is not its vendor's own."""
    for one in choices:
        host = urlsplit(one.url).hostname
        yield f"{ENGINES[one.kind]} ({host})" if host else ENGINES[one.kind]
