"""What sign-in must be able to keep. Connectors never know where; whoever remembers seals it.

Whoever refreshes a grant holds it meanwhile: two who refresh the same one may undo each other, and a vendor may take an
old refresh token for a theft. https://datatracker.ietf.org/doc/html/rfc9700#section-4.14
"""

from contextlib import AbstractContextManager
from typing import Protocol


class HeldGrant(Protocol):
    """A seller's or a company's grant in our hands. `cache` is its connector's own and empty where nothing is kept yet."""

    @property
    def cache(self) -> bytes: ...

    @property
    def scopes(self) -> tuple[str, ...]:
        """What it was given for, in the vendor's own words."""
        ...

    def keep(self, cache: bytes, *, scopes: tuple[str, ...] | None = None) -> None:
        """What the vendor gave instead; `scopes` where they have grown or shrunk."""
        ...


class TokenVault(Protocol):
    """Where one grant is kept."""

    def look(self) -> tuple[bytes, tuple[str, ...]] | None:
        """Cache and scopes, to use while they last; None where nothing is kept."""
        ...

    def hold(self) -> AbstractContextManager[HeldGrant]:
        """Ours alone while the block lasts. Raises TryLater while somebody else has it and SignInNeeded where nobody has
        signed in."""
        ...
