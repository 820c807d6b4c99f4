"""Settings, store and clock, put together once per process. Nothing else is kept in a process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from workers.roads import Roads, open_roads
from workers.sealing import Sealer
from workers.settings import Settings, read_settings
from workers.store import Store


@dataclass(frozen=True, slots=True)
class Office:
    settings: Settings
    store: Store
    clock: Callable[[], datetime]  # aware
    roads: Roads


def open_office(
    environment: Mapping[str, str], *, clock: Callable[[], datetime] | None = None, migrate: bool = False
) -> Office:
    """An office on the settings of `environment`. A file is brought to the newest schema, a server's database only when
    asked to (`migrate`). Raises SchemaOld."""
    settings = read_settings(environment)
    sealer = Sealer(settings.secret_keys)
    store = Store(settings.database_url, sealer)
    store.migrate() if migrate else store.open()
    roads = open_roads(settings.travel, home=settings.home, sealer=sealer)
    return Office(settings=settings, store=store, clock=clock or (lambda: datetime.now(UTC)), roads=roads)
