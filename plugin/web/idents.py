"""Short names for accounts and meetings, fit for an id in HTML whatever strangers called them."""

import hashlib


def ident_of(key: str) -> str:
    return "a" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:10]
