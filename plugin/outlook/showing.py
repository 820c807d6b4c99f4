"""What the pane shows of an open item: the relation with whoever is in it, or calmly why there is nothing to show."""

from dataclasses import dataclass

from flask import Response
from flask.typing import ResponseReturnValue

from plugin.beside.known import Known, asker_of
from plugin.beside.meant import Meant, find_meant, imagine_first, is_nudged, state_of
from plugin.outlook.answering import Nudge, answer
from plugin.outlook.asking import Item, read
from plugin.outlook.bearer import asker_here, known_here
from plugin.outlook.finding import as_meeting
from plugin.outlook.room import outlook, render
from plugin.outlook.writing import write_letter
from plugin.web.room import language, office, today_of, year_of
from plugin.web.shelf import HTML, half_hour_here, take
from plugin.web.shown import Shown, show
from plugin.web.timeline import Pictures
from plugin.web.visits import is_convertible, list_visits
from workers.reviewed import Reviewed
from workers.store import Seller, Transaction
from workers.words import say
from workers.words.strangers import tame

SCALE = 0.9  # of the marks in a picture that is 300 pixels wide
ENCODING = "Content-Encoding"
LONGEST_IN_BAR = 60  # letters of a name, where Outlook takes 150 in all


@dataclass(frozen=True, slots=True)
class Answered:
    """What has just been pressed, in words, and how it is taken back: `path` with these `values`."""

    text: str
    path: str = ""
    values: tuple[tuple[str, str], ...] = ()


@outlook.post("/item")
def show_open_item() -> ResponseReturnValue:
    """Drawn once for as long as nothing in it can have changed."""
    asker, item = asker_here(), read(Item)
    if asker is None:
        return render("away.html", state="not_connected")
    name = ("pane", asker, half_hour_here(), language(), item)
    page = take(name, lambda: draw_item(known_here(asker), item))
    return Response(page.body, headers=[one for one in page.headers if one[0] == ENCODING], content_type=HTML)


@outlook.post("/nudge")
def show_nudge() -> ResponseReturnValue:
    """For Outlook's own information bar while an invitation is written: one line, or nothing at all."""
    asker, item = asker_here(), read(Item)
    first = _first_meeting(known_here(asker), item) if asker is not None else None
    if first is None or not is_nudged(first):
        return Response(status=204)
    name = tame(first.relationship.account.name or first.relationship.account.key, LONGEST_IN_BAR)
    return answer(Nudge(say("pane.nudge", language(), account=name), say("pane.see", language())))


def draw_again(seller: Seller, item: Item, answered: Answered) -> str:
    """The pane as it stands after a press of this seller's."""
    return draw_item(known_here(asker_of(seller.id)), item, answered)


def draw_item(known: Known, item: Item, answered: Answered | None = None) -> str:
    """The whole pane for this seller and this item."""
    if known.away is not None:
        return render("away.html", seller=known.seller, state=known.away.value)
    if known.is_waiting:
        return render("reading.html", seller=known.seller, done=known.box.done if known.box else 0.0)
    if item.kind == "none":
        return render("quiet.html", seller=known.seller, state="nothing")
    with office().store.reading() as at:
        return _Pane(at, known, item, answered).draw()


def _first_meeting(known: Known, item: Item) -> Reviewed | None:
    if known.is_waiting:
        return None
    with office().store.reading() as at:
        pane = _Pane(at, known, item)
        return pane.first(pane.find())


@dataclass(frozen=True, slots=True)
class _Pane:
    """One seller's pane while one item is open."""

    at: Transaction
    known: Known
    item: Item
    answered: Answered | None = None

    def draw(self) -> str:
        meant = self.find()
        if meant.account is None:
            return self._render("quiet.html", state="nobody")
        if (first := self.first(meant)) is not None:
            return self._render("first.html", shown=self._show(first), nudged=is_nudged(first))
        reviewed = self.at.accounts.find(self.known.seller.id, meant.account)
        return self._draw_stranger(meant) if reviewed is None else self._draw_account(reviewed, meant)

    def find(self) -> Meant:
        return find_meant(as_meeting(self.item, now=office().clock()), self.known)

    def first(self, meant: Meant) -> Reviewed | None:
        is_written = self.item.compose and self.item.kind == "appointment"
        return imagine_first(self.at, self.known, meant) if is_written else None

    def _draw_stranger(self, meant: Meant) -> str:
        key = meant.account or ""
        account = self.known.book.account(key, meant.names.values())
        name = tame(account.name or key, 80)
        return self._render("stranger.html", name=name, key=key, standing=account.standing.value)

    def _draw_account(self, reviewed: Reviewed, meant: Meant) -> str:
        known, shown = self.known, self._show(reviewed)
        visits, suggestion = list_visits(shown.key, known.seller, known.coming), shown.suggestion
        return self._render(
            "account.html",
            shown=shown,
            letter=write_letter(shown.message) if shown.message else None,
            visits=visits,
            convertible=bool(suggestion and is_convertible(suggestion.id, visits, known.box)),
            here=bool(suggestion and suggestion.start == meant.meeting.start),
            state=state_of(reviewed, visits),
            today=today_of(known.seller),
        )

    def _show(self, reviewed: Reviewed) -> Shown:
        return show(
            reviewed, language=language(), year=year_of(self.known.seller), scale=SCALE, pictures=Pictures.FIRST
        )

    def _render(self, template: str, **values: object) -> str:
        return render(template, seller=self.known.seller, answered=self.answered, **values)
