"""A vault of one grant, in memory: what was kept, and whether somebody else has it in hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from connectors.errors import SignInNeeded, TryLater


class Vault:
    """`kept` counts what was saved. `taken` is as when another worker is at it; `meanwhile` is what that one kept."""

    def __init__(self, cache: bytes | None = None, scopes: tuple[str, ...] = (), *, company: bool = False) -> None:
        self.cache, self.scopes = cache, scopes
        self.kept = 0
        self.taken = False
        self.meanwhile: bytes | None = None
        self._company = company

    def look(self) -> tuple[bytes, tuple[str, ...]] | None:
        return None if self.cache is None else (self.cache, self.scopes)

    @contextmanager
    def hold(self) -> Iterator["Held"]:
        if self.taken:
            raise TryLater("in use", timedelta(seconds=2))
        if self.cache is None and not self._company:
            raise SignInNeeded("nobody has signed in")
        if self.meanwhile is not None:
            self.cache, self.meanwhile = self.meanwhile, None
        yield Held(self)


class Held:
    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.cache, self.scopes = vault.cache or b"", vault.scopes

    def keep(self, cache: bytes, *, scopes: tuple[str, ...] | None = None) -> None:
        self._vault.cache = self.cache = cache
        self._vault.kept += 1
        if scopes is not None:
            self._vault.scopes = self.scopes = scopes
