"""Travel times and distances with no network: what a person who knows the map would guess, marked as an estimate."""

from connectors.routing.offline.router import OfflineRouter

__all__ = ["OfflineRouter"]
