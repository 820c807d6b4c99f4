"""Addresses that somebody else chose, fetched without being led astray: into our own network, on without end, or too far.

What may happen to who fetches such addresses: https://owasp.org/www-community/attacks/Server_Side_Request_Forgery
"""

from connectors.web.deadline import Patience
from connectors.web.download import Download, download
from connectors.web.guard import Guard
from connectors.web.link import Link, read_link

__all__ = ["Download", "Guard", "Link", "Patience", "download", "read_link"]
