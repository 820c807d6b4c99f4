"""Where a card may lead, and where what it shows may come from.

https://developers.google.com/workspace/add-ons/concepts/workspace-manifests (openLinkUrlPrefixes)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit


@dataclass(frozen=True, slots=True)
class Deployment:
    """What the add-on's deployment says of addresses: under which its functions are, and which links may be opened."""

    functions: tuple[str, ...] = ("https://kanelbulle.example/google/",)
    links: tuple[str, ...] = ("https://kanelbulle.example/",)


def link_faults(url: str, deployment: Deployment) -> Iterator[str]:
    """Letters and calls may go anywhere, pages only where the deployment says."""
    split = _split(url)
    if split and split.scheme in ("mailto", "tel") and split.path:
        return
    if faults := list(https_faults(url)):
        yield from faults
    elif not is_under(url, deployment.links):
        yield f"is not under openLinkUrlPrefixes: {url}"


def https_faults(url: str) -> Iterator[str]:
    split = _split(url)
    if split is None or split.scheme != "https" or not split.hostname or split.username:
        yield f"is no https address: {url}"


def is_under(url: str, prefixes: tuple[str, ...]) -> bool:
    """A prefix that ends with a host is not one of hosts that go on."""
    split = _split(url)
    of = [one for one in map(urlsplit, prefixes) if split and (one.scheme, one.netloc) == (split.scheme, split.netloc)]
    return any(split and (split.path or "/").startswith(one.path or "/") for one in of)


def _split(url: str) -> SplitResult | None:
    if not url.isprintable() or " " in url:
        return None
    try:
        return urlsplit(url)
    except ValueError:
        return None
