"""How a seller gets about: as it is said, and every visit planned by it."""

from dataclasses import replace

from workers.desk import Desk, alone_with
from workers.office import Office
from workers.review import review_differing, review_everything
from workers.visits.travel_rules import TravelWishes


def travel_wishes(office: Office, *, seller_id: int | None = None) -> TravelWishes:
    """How the seller shown travels: as said, else from where the calendar shows the office and as the installation says."""
    with office.store.reading() as at:
        seller = at.sellers.shown() if seller_id is None else at.sellers.of_id(seller_id)
        if seller is None:
            return TravelWishes(rules=office.roads.rules)
        desk = Desk.open(at, seller, now=office.clock(), roads=office.roads)
        return TravelWishes(desk.office, seller.home, seller.travel or office.roads.rules)


def set_travel(office: Office, wishes: TravelWishes, *, seller_id: int | None = None) -> None:
    """Keep how the seller wants to travel, and plan every visit anew. Where trips start tells which rooms are our own,
    so another office is another reading of the whole calendar."""
    with alone_with(office, seller_id) as (at, seller):
        if seller is None:
            return
        before = Desk.open(at, seller, now=office.clock(), roads=office.roads)
        moved = wishes.office != before.office
        said = wishes.office if moved or seller.office else ""
        seller = replace(seller, office=said, home=wishes.home, travel=wishes.rules)
        at.sellers.save(seller)
        desk = replace(before, seller=seller)
        if moved:
            review_everything(desk, at.meetings.all(seller.id))
        else:
            review_differing(desk)
