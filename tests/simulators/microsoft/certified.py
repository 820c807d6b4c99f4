"""A sign-in others wrote and the OpenID Foundation certified, beside the one we play: oidc-provider of npm, in Node."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.simulators.npm import Package

PROVIDER = Package("oidc-provider@9.13.3", Path(__file__).with_name("oidc_provider") / "provider.mjs")


@contextmanager
def running(pem: Path, *words: str) -> Iterator[str]:
    """Its address, without a path, until the end of the block; `words` are those of provider.mjs behind the PEM."""
    with PROVIDER.running(str(pem), *words) as port:
        yield f"https://localhost:{port}"
