"""A key is thrown away: before, meanwhile and after it everything is read, and a worker that writes loses nothing."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.workers.store.one_store import open_store, save_seller
from tests.workers.test_leaving import with_two_sellers
from tests.world import NOW
from workers.links import Purpose, read_signed, sign
from workers.relationships.corrections import Correction, CorrectionKind
from workers.resealing import reseal, still_old
from workers.sealing import SealBroken, Sealer
from workers.store import Store

OLD, NEW = "an old secret, long enough", "a new secret, long enough"


def told(store: Store, *seller_ids: int) -> list[object]:
    with store.reading() as at:
        return [at.whole.export(seller_id) for seller_id in seller_ids]


def test_with_the_new_key_alone_everything_is_read_as_before(tmp_path: Path, database_url: str) -> None:
    office, *ids = with_two_sellers(tmp_path / "home", database_url)
    old = office.settings.secret_keys[0]
    before = told(office.store, *ids)
    office.store.close()
    rotated = Store(database_url, Sealer([NEW, old]))
    assert told(rotated, *ids) == before
    assert sum(one.rows for one in reseal(rotated)) > 120
    assert still_old(rotated) == {}
    rotated.close()
    alone = Store(database_url, Sealer([NEW]))
    assert told(alone, *ids) == before
    with alone.reading() as at:
        token = at.tokens.find(ids[0])
    assert token is not None
    assert token.cache == b"refresh-token"
    alone.close()
    with pytest.raises(SealBroken):
        told(Store(database_url, Sealer([old])), *ids)


def test_what_the_old_key_opens_lies_nowhere_in_the_files(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    office, *_ = with_two_sellers(tmp_path / "home", f"sqlite:///{data / 'kanelbulle.db'}")
    old = office.settings.secret_keys[0]
    begins = Sealer([old]).newest
    assert begins in b"".join(file.read_bytes() for file in data.iterdir())
    rotated = Store(f"sqlite:///{data / 'kanelbulle.db'}", Sealer([NEW, old]))
    list(reseal(rotated))
    assert begins not in b"".join(file.read_bytes() for file in data.iterdir())
    for store in (office.store, rotated):
        store.close()
    shutil.rmtree(data)


def test_a_worker_that_writes_meanwhile_loses_nothing(database_url: str) -> None:
    before = open_store(database_url, OLD)
    ids = [save_seller(before, f"s{number}@nordverk.example") for number in range(4)]
    for seller_id in ids:
        with before.writing(seller_id) as at:
            for number in range(20):
                at.corrections.save(seller_id, place(f"a{number}", "old"))
    before.close()
    store = Store(database_url, Sealer([NEW, OLD]))

    def work(seller_id: int) -> None:
        for count in range(30):
            with store.writing(seller_id) as at:
                for number in reversed(range(20)):
                    at.corrections.save(seller_id, place(f"a{number}", str(count)))

    with ThreadPoolExecutor(2) as pool:
        working = [pool.submit(work, seller_id) for seller_id in ids[:2]]
        for _ in range(3):
            list(reseal(store, batch=7))
        for one in working:
            one.result()
    assert still_old(store) == {}
    with store.reading() as at:
        values = [{one.value for one in at.corrections.find(seller_id)} for seller_id in ids]
    assert values == [{"29"}, {"29"}, {"old"}, {"old"}]
    store.close()


def place(account: str, said: str) -> Correction:
    return Correction(CorrectionKind.PLACE, account, NOW, said)


def test_a_link_holds_until_its_key_is_thrown_away() -> None:
    facts = [7, "astrid@nordverk.example"]
    old, rotated = (sign(Purpose.SIGN_IN, facts, keys) for keys in ([OLD], [NEW, OLD]))
    assert read_signed(Purpose.SIGN_IN, old, [NEW, OLD]) == facts
    assert read_signed(Purpose.SIGN_IN, rotated, [NEW]) == facts, "the newest key signs"
    assert read_signed(Purpose.SIGN_IN, old, [NEW]) is None
