"""What is known of a seller's customers, as a scan would tell it: read from the store, nothing is computed anew."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from workers.office import Office
from workers.relationships.reasons import Reason
from workers.scan import ScanResult
from workers.store import Seller
from workers.travel_wishes import travel_wishes

MOST = 10_000  # accounts of one seller


def recall(office: Office, seller: Seller) -> ScanResult:
    """The accounts, suggestions and trips of a seller as they were last reviewed."""
    sight = office.store.of(seller.id)
    with office.store.reading() as at:
        external = at.meetings.count_external(seller.id)
        window: timedelta = at.tenants.of_id(seller.tenant_id).wishes.judge_by().window
    zone, counts = ZoneInfo(seller.zone), seller.counts
    start = travel_wishes(office, seller_id=seller.id).office
    travel = office.roads.travel(office=start, zone=seller.zone)
    return ScanResult(
        owner=seller.owner,
        owner_name=seller.name,
        known_by=seller.known_by or Reason("relation.owner_said", {"name": seller.owner}),
        own_domains=frozenset(seller.domains),
        office=start,
        zone=zone,
        now=office.clock().astimezone(zone),
        window=window,
        components=counts.get("components", 0),
        meetings=counts.get("meetings", 0),
        external=external,
        expanded=counts.get("expanded", 0),
        private=counts.get("private", 0),
        unread=seller.unread,
        reviewed=sight.accounts(start=0, limit=MOST),
        understood=(),
        trips=sight.trips(),
        start=travel.office,
        problem=office.roads.problem,
    )
