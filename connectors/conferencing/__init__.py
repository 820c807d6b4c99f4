"""Join links and automatic invitation blocks of every provider: text in, OnlineRoom out.

A join link is matched on its parsed host and path, never on the text around it; the tables are in providers.py.
"""

from connectors.conferencing.bodies import Body, read_body
from connectors.conferencing.links import choose_room, find_room
from connectors.conferencing.locations import read_location
from connectors.conferencing.markup import is_html
from connectors.conferencing.rooms import settle_room

__all__ = ["Body", "choose_room", "find_room", "is_html", "read_body", "read_location", "settle_room"]
