"""A sign-in is refreshed by one at a time, and an older token never takes the place of a newer one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.workers.store.one_store import open_store, save_seller
from tests.world import NOW
from workers.store import Store
from workers.store.due import Overtaken
from workers.store.tokens import LARGEST, LONGEST, HeldToken, NoSignIn, Token

LENGTH = timedelta(seconds=60)
SCOPES = ("Calendars.Read", "offline_access")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = open_store(database_url)
    yield made
    made.close()


@pytest.fixture
def seller(store: Store) -> int:
    seller_id = save_seller(store)
    grant(store, seller_id)
    return seller_id


def grant(store: Store, seller_id: int, cache: bytes = b"first", after: timedelta = timedelta()) -> None:
    with store.writing() as at:
        at.tokens.grant(seller_id, provider="microsoft", scopes=SCOPES, cache=cache, now=NOW + after)


def hold(store: Store, seller_id: int, holder: str = "w1", after: timedelta = timedelta()) -> HeldToken | None:
    with store.writing() as at:
        return at.tokens.hold(seller_id, holder, now=NOW + after, length=LENGTH)


def held(store: Store, seller_id: int, holder: str = "w1", after: timedelta = timedelta()) -> HeldToken:
    found = hold(store, seller_id, holder, after)
    assert found is not None
    return found


def save(store: Store, mine: HeldToken, cache: bytes) -> HeldToken:
    with store.writing() as at:
        return at.tokens.save(mine, cache=cache)


def release(store: Store, mine: HeldToken) -> None:
    with store.writing() as at:
        at.tokens.release(mine)


def kept(store: Store, seller_id: int) -> Token:
    with store.reading() as at:
        found = at.tokens.find(seller_id)
    assert found is not None
    return found


def test_a_sign_in_comes_back_as_granted(store: Store, seller: int) -> None:
    assert kept(store, seller) == Token("microsoft", SCOPES, b"first", NOW, 1)
    assert "first" not in repr(kept(store, seller))


def test_who_never_signed_in_has_nothing_to_hold(store: Store) -> None:
    seller_id = save_seller(store)
    with store.reading() as at:
        assert at.tokens.find(seller_id) is None
    with pytest.raises(NoSignIn):
        hold(store, seller_id)


def test_one_refreshes_and_the_other_is_told_to_wait(store: Store, seller: int) -> None:
    mine = held(store, seller, "w1")
    assert hold(store, seller, "w2") is None
    assert hold(store, seller, "w1") is None, "not even by the same name: two threads are two"
    newer = save(store, mine, b"second")
    assert (newer.token.cache, newer.token.version) == (b"second", 2)
    assert hold(store, seller, "w2") is None, "saved is not let go of"
    release(store, newer)
    assert held(store, seller, "w2").token == kept(store, seller) == newer.token


def test_a_holder_whose_time_ran_out_cannot_write_over_who_took_over(store: Store, seller: int) -> None:
    late = held(store, seller, "w1")
    mine = held(store, seller, "w2", LENGTH)
    save(store, mine, b"newer")
    with pytest.raises(Overtaken):
        save(store, late, b"older")
    release(store, late)
    assert hold(store, seller, "w3", LENGTH) is None, "who is late frees nothing"
    release(store, mine)
    with pytest.raises(Overtaken):
        save(store, late, b"older")
    assert kept(store, seller).cache == b"newer"


def test_of_two_holdings_under_one_name_the_older_is_late(store: Store, seller: int) -> None:
    late = held(store, seller, "w1")
    mine = held(store, seller, "w1", LENGTH)
    with pytest.raises(Overtaken):
        save(store, late, b"older")
    save(store, mine, b"newer")
    assert kept(store, seller).cache == b"newer"


def test_a_time_that_ran_out_does_not_lose_the_only_token_that_works(store: Store, seller: int) -> None:
    mine = held(store, seller)
    assert save(store, mine, b"second").token.version == 2  # an hour later, for all that is known here
    assert save(store, mine, b"third").token.version == 3


def test_a_new_sign_in_is_not_written_over_by_who_refreshed_the_old_one(store: Store, seller: int) -> None:
    late = held(store, seller)
    grant(store, seller, b"signed in anew", timedelta(seconds=5))
    with pytest.raises(Overtaken):
        save(store, late, b"older")
    assert kept(store, seller) == Token("microsoft", SCOPES, b"signed in anew", NOW + timedelta(seconds=5), 2)
    assert hold(store, seller, "w2") is not None


def test_signed_out_stays_signed_out(store: Store, seller: int) -> None:
    late = held(store, seller)
    with store.writing() as at:
        at.tokens.remove(seller)
    with pytest.raises(Overtaken):
        save(store, late, b"older")
    grant(store, seller, b"signed in anew")
    held(store, seller)
    with pytest.raises(Overtaken):
        save(store, late, b"older")
    assert kept(store, seller).cache == b"signed in anew"


def test_what_was_let_go_of_is_saved_no_more(store: Store, seller: int) -> None:
    mine = held(store, seller)
    release(store, mine)
    with pytest.raises(Overtaken):
        save(store, mine, b"late")
    assert kept(store, seller).version == 1


def test_what_was_granted_may_change_with_a_refresh(store: Store, seller: int) -> None:
    mine = held(store, seller)
    with store.writing() as at:
        at.tokens.save(mine, cache=b"second", scopes=(*SCOPES, "Mail.Send"))
    assert kept(store, seller) == Token("microsoft", (*SCOPES, "Mail.Send"), b"second", NOW, 2)


def test_a_clock_that_was_an_hour_ahead_stops_nobody(store: Store, seller: int) -> None:
    held(store, seller, "from the future", timedelta(hours=1))
    assert held(store, seller, "now").holder.startswith("now ")


@pytest.mark.parametrize("length", [timedelta(), -LENGTH, LONGEST + timedelta(seconds=1)])
def test_a_token_is_held_for_a_while_and_not_for_ever(store: Store, seller: int, length: timedelta) -> None:
    with pytest.raises(ValueError, match="held for at most"), store.writing() as at:
        at.tokens.hold(seller, "w1", now=NOW, length=length)


def test_what_is_too_large_to_be_a_sign_in_is_not_kept(store: Store, seller: int) -> None:
    largest = b"t" * LARGEST
    grant(store, seller, largest)
    assert kept(store, seller).cache == largest
    mine = held(store, seller)
    with pytest.raises(ValueError, match="is none"):
        save(store, mine, largest + b"t")
    assert kept(store, seller).cache == largest


def test_many_who_want_it_at_once_take_turns_and_none_of_their_tokens_is_lost(store: Store, seller: int) -> None:
    """Each refresh is worth something once only: whoever saves has seen what the one before saved."""

    def refresh(name: int) -> int:
        done = 0
        while done < 5:
            mine = hold(store, seller, f"w{name}")
            if mine is None:
                continue
            count = int(mine.token.cache)
            release(store, save(store, mine, str(count + 1).encode()))
            done += 1
        return done

    grant(store, seller, b"0")
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(refresh, range(4))) == 20
    assert (kept(store, seller).cache, kept(store, seller).version) == (b"20", 22)


def test_a_seller_who_leaves_takes_the_sign_in_along_and_no_secret_is_handed_over(store: Store, seller: int) -> None:
    with store.reading() as at:
        told = at.whole.export(seller)["tokens"][0]
    assert told["sealed"] == {"provider": "microsoft", "scopes": list(SCOPES)}
    assert told["granted_at"] == int(NOW.timestamp())
    assert told["secret"] == "kept, and told to nobody"
    assert "first" not in str(told)
    with store.writing(seller) as at:
        at.sellers.erase(seller)
    with store.reading() as at:
        assert at.tokens.find(seller) is None
        assert at.whole.count(seller)["tokens"] == 0


def test_no_token_or_scope_lies_in_clear_text(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'kanelbulle.db'}")
    seller_id = save_seller(store)
    grant(store, seller_id, b"hemlig-refresh-token")
    store.close()
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for written in (b"hemlig-refresh-token", b"Calendars.Read"):
        assert written not in on_disk


def test_a_token_in_hand_is_a_value(store: Store, seller: int) -> None:
    mine = held(store, seller)
    assert replace(mine) == mine
    with pytest.raises(AttributeError):
        mine.token = kept(store, seller)  # type: ignore[misc]
