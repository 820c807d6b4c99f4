"""Finds the join link in a text."""

import re
from urllib.parse import urlsplit

from connectors.meetings import LinkSource, OnlineRoom

URL = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
HOSTS = {"teams.microsoft.com": "teams", "teams.live.com": "teams", "meet.google.com": "meet", "zoom.us": "zoom"}


def find_room(text: str, source: LinkSource) -> OnlineRoom | None:
    """The first join link in the text, or None."""
    for url in URL.findall(text):
        parts = urlsplit(url)
        for host, provider in HOSTS.items():
            name = parts.hostname or ""
            if (name == host or name.endswith("." + host)) and len(parts.path) > 1:
                return OnlineRoom(provider, source, url)
    return None
