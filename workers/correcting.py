"""What sellers say of their meetings and customers: kept, taken back, and what it touches looked at anew at once."""

from workers.desk import Desk, alone_with
from workers.office import Office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.review import review_said


def correct(office: Office, correction: Correction, *, seller_id: int | None = None) -> None:
    """Keep what the seller said, and review at once what it touches."""
    with alone_with(office, seller_id) as (at, seller):
        if seller is None:
            return
        at.corrections.save(seller.id, correction)
        review_said(Desk.open(at, seller, now=office.clock(), roads=office.roads), correction)


def take_back(
    office: Office, kind: CorrectionKind, account: str, uid: str = "", *, seller_id: int | None = None
) -> None:
    """Forget one thing the seller said."""
    with alone_with(office, seller_id) as (at, seller):
        if seller is None:
            return
        said = [c for c in at.corrections.find(seller.id) if (c.kind, c.account, c.uid) == (kind, account, uid)]
        at.corrections.remove(seller.id, kind, account, uid)
        desk = Desk.open(at, seller, now=office.clock(), roads=office.roads)
        for one in said:
            review_said(desk, one)
