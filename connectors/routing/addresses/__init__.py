"""Reading addresses: what a place text says, told by its words alone, without a table of towns."""

from connectors.routing.addresses.kinds import Kind
from connectors.routing.addresses.line import tidy
from connectors.routing.addresses.postal import postal_town
from connectors.routing.addresses.reading import Piece, Reading, is_room, read, tell
from connectors.routing.addresses.streets import is_street

__all__ = ["Kind", "Piece", "Reading", "is_room", "is_street", "postal_town", "read", "tell", "tidy"]
