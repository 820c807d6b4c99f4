"""A store on an empty database, a seller in it, and a suggestion, for tests of single nouns."""

from datetime import datetime, timedelta

from tests.world import ASTRID, KARIN, NOW
from workers.relationships.flags import Flag, FlagKind
from workers.relationships.reasons import Reason
from workers.sealing import Sealer
from workers.store import Seller, Store
from workers.visits.suggestion import Bun, Draft, Suggestion, Visit

KEY = "a secret of the tests, long enough"


def open_store(database_url: str, *keys: str) -> Store:
    made = Store(database_url, Sealer(keys or [KEY]))
    made.migrate()
    return made


def save_seller(store: Store, owner: str = ASTRID.address) -> int:
    with store.writing() as at:
        return at.sellers.save(Seller(owner, ("nordverk.example",), "Europe/Stockholm", "astrid.ics", NOW))


def suggestion(
    name: str = "5ac0ffee0001",
    *,
    account: str = "bruket.example",
    uid: str = "m1",
    recurrence_id: datetime | None = None,
    title: str = "Avstämning",
) -> Suggestion:
    start = NOW + timedelta(days=14)
    return Suggestion(
        id=name,
        account=account,
        uid=uid,
        recurrence_id=recurrence_id,
        start=start,
        end=start + timedelta(minutes=30),
        title=title,
        flags=(Flag(FlagKind.SCREEN_ONLY, (Reason("flag.screen_only.touchpoints", {"count": 7}),)),),
        reasons=(Reason("suggestion.why.ours"),),
        visit=Visit(start, start + timedelta(minutes=90), None),
        draft=Draft("sv", "ask", (KARIN.address,), Reason("draft.reason.screen_only")),
        bun=Bun(True, Reason("bun.bring")),
    )
