"""A seller's suggested visits as a calendar to subscribe to: the same few that page and letter show, told once more.

An event's edition is what was last told of it: its number and its moment move when its content does, and never else.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from connectors.ics.published import Published, write_published
from workers.digest.compose import idle_links, language_of
from workers.digest.event import Event, tell_event
from workers.digest.items import Ask, clear_of, slot_days
from workers.digest.telling import Telling
from workers.office import Office
from workers.reviewed import Reviewed
from workers.settings import Settings
from workers.store import Transaction
from workers.store.feeds import Edition
from workers.store.moments import week_of
from workers.store.visits import OPEN, STANDS
from workers.words import say

EVERY = timedelta(hours=1)  # it is worth looking again
REMEMBERED = timedelta(days=120)  # the edition of an event that is gone: it may come back
SECRET = 24  # bytes by chance


@dataclass(frozen=True, slots=True)
class _Issue:
    """What there is to tell at one moment; `known` are the editions as kept, `editions` as they become by it."""

    language: str
    events: tuple[Event, ...]
    known: Mapping[str, Edition]
    editions: Mapping[str, Edition]


def open_feed(office: Office, seller_id: int, *, anew: bool) -> None:
    """Publish the seller's suggestions; `anew` at another address, where they are published already."""
    with office.store.writing(seller_id) as at:
        if at.sellers.of_id(seller_id) is None or (at.feeds.find(seller_id) and not anew):
            return
        at.feeds.open(seller_id, secrets.token_urlsafe(SECRET), now=office.clock())
        at.sellers.touch(seller_id)


def close_feed(office: Office, seller_id: int) -> None:
    with office.store.writing(seller_id) as at:
        at.feeds.close(seller_id)
        at.sellers.touch(seller_id)


def feed_url(settings: Settings, secret: str) -> str:
    return f"{settings.base_url}/feed/{secret}.ics"


def publish(office: Office, seller_id: int) -> bytes | None:
    """The calendar as it is now, None where nothing is published. Written down is only what has changed in it."""
    now = office.clock().replace(microsecond=0)
    with office.store.reading() as at:
        issue = _issue(at, office.settings, seller_id, now)
    if issue and issue.editions != issue.known:
        with office.store.writing(seller_id) as at:
            issue = _issue(at, office.settings, seller_id, now)  # somebody else may have told it meanwhile
            if issue:
                at.feeds.save_editions(seller_id, issue.editions)
    return _write(issue, office.settings, seller_id) if issue else None


def _write(issue: _Issue, settings: Settings, seller_id: int) -> bytes:
    host = urlsplit(settings.base_url).hostname
    published = [
        Published(
            uid=f"{one.suggestion}.{seller_id}@{host}",  # a colleague in the same meeting has the same suggestion
            start=one.start,
            end=one.end,
            title=one.title,
            place=one.place,
            text=one.text,
            category=one.category,
            url=one.url,
            sequence=issue.editions[one.suggestion].number,
            changed_at=issue.editions[one.suggestion].changed_at,
        )
        for one in issue.events
    ]
    return write_published(published, name=say("feed.name", issue.language), every=EVERY)


def _issue(at: Transaction, settings: Settings, seller_id: int, now: datetime) -> _Issue | None:
    seller, known = at.sellers.of_id(seller_id), at.feeds.editions(seller_id)
    if seller is None or known is None:
        return None
    reviewed, zone = at.accounts.flagged(seller_id), ZoneInfo(seller.zone)
    local = now.astimezone(zone)
    links = idle_links(settings, seller, week_of(local.date()))
    telling = Telling(language_of(seller, reviewed), zone, local.date(), links)
    asks = _standing(at, reviewed, telling, seller_id, now)
    events = tuple(sorted((tell_event(ask, telling) for ask in asks), key=lambda one: (one.start, one.suggestion)))
    coming = tuple(one for one in events if one.end > now)
    return _Issue(telling.language, coming, known, _edit(coming, known, now))


def _standing(
    at: Transaction, reviewed: tuple[Reviewed, ...], telling: Telling, seller_id: int, now: datetime
) -> Iterator[Ask]:
    """This week's suggestions but for those that have become visits, or are about to: as the letter has them, each on days
    that none before it has taken."""
    visits = at.visits.coming(seller_id, since=now)
    ours = {one.suggestion for one in visits if one.state in OPEN | STANDS}
    taken: set[date] = set()
    for one in reviewed:
        if one.chosen and one.suggestion and one.suggestion.id not in ours:
            ask = clear_of(Ask(one, one.suggestion), taken, telling.zone)
            if ask:
                taken |= set(slot_days(telling.slot(ask.suggestion), telling.zone))
                yield ask


def _edit(events: tuple[Event, ...], known: Mapping[str, Edition], now: datetime) -> dict[str, Edition]:
    """The editions of these events, and of those gone lately."""
    kept = {name: one for name, one in known.items() if one.changed_at > now - REMEMBERED}
    return kept | {one.suggestion: _edition(one, known.get(one.suggestion), now) for one in events}


def _edition(event: Event, known: Edition | None, now: datetime) -> Edition:
    if known is None:
        return Edition(event.mark, 0, now)
    if known.mark == event.mark:
        return known
    return Edition(event.mark, known.number + 1, max(now, known.changed_at))
