"""How a vendor is asked while somebody waits for the page: shortly, and once."""

from datetime import timedelta
from typing import Any

SHORT = timedelta(seconds=6)


def hurry() -> dict[str, Any]:
    """What a vendor's room takes to be quick about it."""
    from connectors.web.deadline import Patience  # HTTP is loaded only where somebody is to be asked

    return {"patience": Patience(connect=SHORT / 2, read=SHORT, total=SHORT), "retries": 0}
