"""What a seller can take along, and the end of it: everything stored is handed over, or erased and seen to be gone."""

from datetime import datetime

from connectors.errors import NotThere
from workers.grants import end_grant, own_grant
from workers.office import Office
from workers.store import Transaction
from workers.store.mailboxes import MailboxState
from workers.watching import SYNC, end_watch

ENGINE_MEMORIES = ("osrm", "resrobot", "google", "photon", "nominatim", "overpass")  # sealed answers, by address


class NotGone(Exception):
    """Something of the seller is still there: the text names the tables."""


def export_seller(office: Office, seller_id: int) -> dict[str, object]:
    """Everything stored about a seller, by table, as plain JSON values."""
    with office.store.reading() as at:
        return {"version": 1, "at": _told(office.clock()), "tables": at.whole.export(seller_id)}


def erase_seller(office: Office, seller_id: int, *, owner: str = "") -> dict[str, int]:
    """Erase everything stored about a seller; how many rows went, by table. With `owner` only while the number is that
    seller's: numbers are given anew. Raises NotThere where it is not, and NotGone; then nothing has gone."""
    with office.store.reading() as at:
        _see_whose(at, seller_id, owner)
    end_watch(office, seller_id)
    end_grant(office, seller_id)
    with office.store.writing(seller_id) as at:
        _see_whose(at, seller_id, owner)
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


def take_grant_back(office: Office, seller_id: int) -> bool:
    """The seller's own grant ends, at the vendor too, and the calendar is read no more until they sign in again; what is
    stored stays. Whether there was a grant."""
    with office.store.reading() as at:
        there = own_grant(at.tokens.find(seller_id)) is not None
    if not there:
        return False
    end_watch(office, seller_id)
    end_grant(office, seller_id)
    with office.store.writing(seller_id) as at:
        at.tokens.remove(seller_id)
        at.watches.remove(seller_id)
        at.due.forget(SYNC, seller_id)  # else it would go on by an admin's word, where there is one
        at.mailboxes.set_state(seller_id, MailboxState.SIGNED_OUT)
        at.sellers.touch(seller_id)
    return True


def _see_whose(at: Transaction, seller_id: int, owner: str) -> None:
    if owner and not at.sellers.is_owned(seller_id, owner):
        raise NotThere("the seller is gone")


def _told(moment: datetime) -> str:
    return moment.astimezone().isoformat(timespec="seconds")
