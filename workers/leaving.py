"""What a seller can take along, and the end of it: everything stored is handed over, or erased and seen to be gone."""

from datetime import datetime

from workers.grants import end_grant
from workers.office import Office
from workers.watching import end_watch

ENGINE_MEMORIES = ("osrm", "resrobot", "google", "photon", "nominatim", "overpass")  # sealed answers, by address


class NotGone(Exception):
    """Something of the seller is still there: the text names the tables."""


def export_seller(office: Office, seller_id: int) -> dict[str, object]:
    """Everything stored about a seller, by table, as plain JSON values."""
    with office.store.reading() as at:
        return {"version": 1, "at": _told(office.clock()), "tables": at.whole.export(seller_id)}


def erase_seller(office: Office, seller_id: int) -> dict[str, int]:
    """Erase everything stored about a seller; how many rows went, by table. Raises NotGone, and then nothing has gone."""
    end_watch(office, seller_id)
    end_grant(office, seller_id)
    with office.store.writing(seller_id) as at:
        before = at.whole.count(seller_id)
        at.due.forget_subject(seller_id)
        at.sellers.erase(seller_id)
        left = [table for table, count in at.whole.count(seller_id).items() if count]
        if left:
            raise NotGone(", ".join(left))
    office.store.settle()
    for name in ENGINE_MEMORIES:  # nobody's in particular; what others need is asked for again
        for file in office.settings.home.glob(f"{name}*.sqlite*"):
            file.unlink(missing_ok=True)
    return before


def _told(moment: datetime) -> str:
    return moment.astimezone().isoformat(timespec="seconds")
