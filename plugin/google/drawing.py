"""Which card: the home page, the account in the open event or a chosen one, or calmly why there is nothing to tell."""

from datetime import datetime
from zoneinfo import ZoneInfo

from plugin.beside.known import Known
from plugin.beside.meant import Meant, find_meant, imagine_first, is_nudged
from plugin.google.asking import Opened
from plugin.google.calm_cards import AtHome, away_card, home_card, quiet_card, reading_card
from plugin.google.cards import Beside, account_card
from plugin.google.here import Here
from plugin.google.new_cards import first_card, stranger_card
from plugin.google.opened import Sight, as_meeting, find_kept, find_open
from plugin.google.parts import Answered
from plugin.google.picture_address import picture_url
from plugin.google.widgets import Json
from plugin.web.room import language, office, today_of, year_of, zone_of
from plugin.web.shown import Shown, show
from plugin.web.timeline import Pictures
from plugin.web.visits import is_convertible, list_visits
from workers.reviewed import Reviewed
from workers.watching import SYNC
from workers.words.strangers import tame

SOMEWHERE = ZoneInfo("Europe/Stockholm")  # of somebody we do not know, to whom no time is told
Key = tuple[str, datetime | None]


def here_of(known: Known | None) -> Here:
    return Here(office().settings.base_url, language(), zone_of(known.seller) if known else SOMEWHERE)


def draw_blank(known: Known, here: Here) -> Json | None:
    """Why nothing can be told yet, or any more."""
    if known.away is not None:
        return away_card(known.away.value, here)
    if known.is_waiting:
        return reading_card(known.box.done if known.box else 0.0, here)
    return None


def draw_home(known: Known, here: Here) -> Json:
    with office().store.reading() as at:
        flagged, trips = at.accounts.flagged(known.seller.id), at.sellers.trips(known.seller.id)
    today = today_of(known.seller)
    coming = sorted((one for one in trips if one.days[1] >= today), key=lambda one: (one.days, one.account))
    suggested = tuple(show(one, language=here.language) for one in flagged if one.suggestion)
    read = here.say("page.source.read", when=here.local(known.seller.read_at))
    return home_card(AtHome(suggested, tuple(coming), read), here)


def draw_event(known: Known, here: Here, event: Opened, answered: Answered | None = None) -> Json:
    """Of the account most in the open event. One that has not been read yet is asked to be read."""
    opened = find_open(event, known)
    to_read = opened.sight in (Sight.GLANCED, Sight.UNSEEN)
    if to_read:
        office().want(SYNC, known.seller.id)
    meant = find_meant(opened.meeting, known)
    if meant.account is None:
        return quiet_card("pane.nobody", here)
    with office().store.reading() as at:
        reviewed = at.accounts.find(known.seller.id, meant.account)
        first = imagine_first(at, known, meant) if opened.sight is Sight.GLANCED else None
    if first is not None and is_nudged(first):
        return first_card(_show(known, here, first), here)
    if reviewed is not None:
        return _draw(known, here, reviewed, opened.meeting.key, answered)
    return _draw_stranger(known, here, meant, answered, unread=to_read)


def draw_account(known: Known, here: Here, key: str, event: Opened, answered: Answered | None = None) -> Json:
    """Of the account of this key, whatever is open."""
    with office().store.reading() as at:
        reviewed = at.accounts.find(known.seller.id, key)
    kept = find_kept(event, known)
    if reviewed is not None:
        return _draw(known, here, reviewed, kept.key if kept else None, answered)
    return _draw_stranger(known, here, Meant(key, as_meeting(event, now=office().clock()), {}), answered)


def show_account(known: Known, here: Here, key: str) -> Shown | None:
    with office().store.reading() as at:
        reviewed = at.accounts.find(known.seller.id, key)
    return _show(known, here, reviewed) if reviewed else None


def _draw(known: Known, here: Here, reviewed: Reviewed, open_now: Key | None, answered: Answered | None) -> Json:
    shown = _show(known, here, reviewed)
    visits, suggestion = list_visits(shown.key, known.seller, known.coming), shown.suggestion
    beside = Beside(
        shown,
        visits=tuple(visits),
        today=today_of(known.seller),
        convertible=bool(suggestion and is_convertible(suggestion.id, visits, known.box)),
        open_now=bool(suggestion and (suggestion.uid, suggestion.recurrence_id) == open_now),
        picture=picture_url(known.seller, shown.key, here.language),
        answered=answered,
    )
    return account_card(beside, here)


def _draw_stranger(known: Known, here: Here, meant: Meant, answered: Answered | None, *, unread: bool = False) -> Json:
    key = meant.account or ""
    account = known.book.account(key, meant.names.values())
    name = tame(account.name or key, 80)
    return stranger_card(name, key, account.standing.value, here, answered=answered, unread=unread)


def _show(known: Known, here: Here, reviewed: Reviewed) -> Shown:
    return show(reviewed, language=here.language, year=year_of(known.seller), pictures=Pictures.NONE)
