"""What every request and answer of the page must hold to: whose name it came under, where a press came from, and what
a browser may do with the answer. Fetch metadata: https://www.w3.org/TR/fetch-metadata/, CSP: https://www.w3.org/TR/CSP3/
"""

from functools import lru_cache
from urllib.parse import urlsplit

from flask import Request, Response

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def is_known_host(request: Request, base_url: str) -> bool:
    """False for a name somebody pointed at this machine: a page elsewhere could read ours under it (DNS rebinding)."""
    name = name_in(f"//{request.host}")
    return name is not None and (name in LOOPBACK or name == name_in(base_url))


def is_own_press(request: Request, base_url: str) -> bool:
    """True when a change is asked for by a page of ours, which every browser tells; silence counts as a stranger."""
    if request.method in SAFE_METHODS:
        return True
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site != "same-origin":
        return False
    if origin is None:
        return site is not None
    return origin in (f"{request.scheme}://{request.host}", _origin(base_url))


def is_ours(path: str) -> bool:
    """A path on this site and nothing a browser could take for another one."""
    parts = urlsplit(path)
    plain = path.isprintable() and "\\" not in path and not path.startswith("//")
    return plain and path.startswith("/") and not parts.scheme and not parts.netloc


@lru_cache(maxsize=64)
def name_in(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def protect(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)  # the letter's frame has a stricter one of its own
    return response
