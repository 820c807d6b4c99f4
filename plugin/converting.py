"""`kanelbulle convert`: a meeting becomes a visit, or what it was before. What would be done is shown first and asked about,
then done in this process by the same job a worker does.
"""

import json as json_text
import sys
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import click

from connectors.errors import ConnectorError, SignInNeeded
from plugin.at_once import do_now
from plugin.became import tell_state, tell_trouble
from plugin.converting_json import write_conversion
from plugin.harmless import plain, plain_json
from plugin.opening import open_for, seller_called
from plugin.previewed import sentences, tell_preview
from plugin.sheet import Sheet
from plugin.worded import tell
from workers.carry_out import ask_to_convert, ask_to_undo
from workers.grants import MICROSOFT, VENDORS
from workers.matters import find_suggestion
from workers.office import Office
from workers.preview import CannotConvert, Preview, Way, preview
from workers.store import Seller
from workers.store.decisions import Surface
from workers.store.visits import OPEN, STANDS, ToVisit, VisitState
from workers.visits.suggestion import Suggestion
from workers.words import say

WELL = STANDS | {VisitState.PROPOSED, VisitState.UNDONE}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed after `convert`."""

    slot: int | None
    keep_online: bool
    yes: bool
    undo: bool
    json: bool
    seller: str | None


def convert(context: click.Context, suggestion: str, wanted: Wanted) -> None:
    """Exit code 1 when it has not been done, also when the answer was no."""
    if wanted.undo == (wanted.slot is not None):
        raise click.UsageError(tell(context, "error.convert_how"), context)
    office = open_for(context)
    seller = _whose(context, office, suggestion, wanted.seller)
    case = _Case(context, office, seller, suggestion, wanted, context.find_root().obj["language"])
    try:
        case.undo() if wanted.undo else case.convert()
    except (CannotConvert, ConnectorError) as error:
        raise click.ClickException(case.why(error)) from error


@dataclass(frozen=True, slots=True)
class _Case:
    """One suggestion of one seller, and what is wanted of it."""

    context: click.Context
    office: Office
    seller: Seller
    suggestion: str
    wanted: Wanted
    language: str

    def convert(self) -> None:
        before = self._visit()
        if before and before.state in OPEN | STANDS:
            self._already(before)
            return
        shown = self._look()
        if not self.wanted.json:
            self._show(shown)
        if shown.way is Way.WRITE:
            self._end(shown, None, say("convert.cannot.no_proposals", self.language))
        elif not self._agreed():
            self._end(shown, None, tell(self.context, "error.convert_yes"))
        else:
            ask_to_convert(self.office, self.seller.id, shown, surface=Surface.TERMINAL)
            self._tell(shown)

    def undo(self) -> None:
        visit = self._visit()
        if visit is None or visit.state not in STANDS | {VisitState.UNDOING}:
            raise CannotConvert("nothing_to_undo")
        if not self.wanted.json:
            for line in self._what_it_was(visit):
                self._line(line)
        if not self._agreed():
            self._end(None, visit, tell(self.context, "error.convert_yes"))
            return
        ask_to_undo(self.office, self.seller.id, self.suggestion, surface=Surface.TERMINAL)
        self._tell(None)

    def why(self, error: CannotConvert | ConnectorError) -> str:
        told = tell_trouble(error, self.language)
        return f"{told} {self._sign_in()}" if isinstance(error, SignInNeeded) else told

    def _look(self) -> Preview:
        found = self._find()
        if found is None:
            raise CannotConvert("unknown")
        assert self.wanted.slot is not None
        return preview(self.office, self.seller.id, found, slot=self.wanted.slot, keep_online=self.wanted.keep_online)

    def _already(self, visit: ToVisit) -> None:
        """Pressed before: what is under way is gone on with, another time is not taken instead."""
        found = self._find()
        if found and _start_of(found, self.wanted.slot or 0) not in (None, visit.start):
            raise CannotConvert("already")
        self._tell(None)

    def _show(self, shown: Preview) -> None:
        told = tell_preview(shown, self.language, zone=self._zone, provider=self._provider)
        self._line(f"{told.heading}:")
        for line in sentences(told, self.language):
            self._line(line, indent=2)

    def _what_it_was(self, visit: ToVisit) -> list[str]:
        if visit.before is None:
            return []
        start, end = (one.astimezone(self._zone) for one in (visit.before.start, visit.before.end))
        place, vendor = visit.before.place, f"convert.vendor.{self._provider}"
        return [
            say("convert.told.back", self.language, start=start, end=end),
            *([say("convert.told.place", self.language, place=place)] if place else []),
            say("convert.told.mailed_again", self.language, vendor=say(vendor, self.language)),
        ]

    def _agreed(self) -> bool:
        if self.wanted.yes or not sys.stdin.isatty():
            return self.wanted.yes
        return click.confirm(say("convert.told.ask", self.language), default=False, err=True)

    def _tell(self, shown: Preview | None) -> None:
        visit = do_now(self.office, self.seller.id, self.suggestion)
        if visit.state in OPEN - STANDS:
            said = [say("convert.told.waiting", self.language)]
        else:
            said = list(tell_state(visit, self.language))
        if visit.state in WELL:
            self._end(shown, visit, *said)
            return
        if visit.state is VisitState.CHANGED:
            command = f"kanelbulle convert {self.suggestion} --slot {self.wanted.slot or 0}"
            said.append(say("convert.told.again", self.language, command=command))
        self._end(shown, visit, *said, *([self._sign_in()] if visit.why == "sign_in" else []))

    def _end(self, shown: Preview | None, visit: ToVisit | None, *said: str) -> None:
        """All that is known for machines, a sentence for people: on stderr where it has not been done."""
        well = visit is not None and visit.state in WELL and (not self.wanted.undo or visit.state not in STANDS)
        if self.wanted.json:
            text = write_conversion(self.suggestion, self.seller, shown, visit, " ".join(said), zone=self._zone)
            sys.stdout.buffer.write(plain_json(json_text.dumps(text, ensure_ascii=False, indent=2)).encode() + b"\n")
            if not well:
                raise click.exceptions.Exit(1)
        elif well:
            for line in said:
                self._line(line)
        else:
            raise click.ClickException(plain(" ".join(said)))

    def _line(self, text: str, *, indent: int = 0) -> None:
        Sheet(sys.stdout, self.language).line(text, indent=indent)

    def _sign_in(self) -> str:
        box = self.office.store.of(self.seller.id).mailbox()
        vendor = box.provider if box and box.provider in VENDORS else MICROSOFT
        url = f"{self.office.settings.base_url}/signin/{vendor}?for=write"
        return say("convert.told.sign_in_at", self.language, url=url)

    def _find(self) -> Suggestion | None:
        now = self.office.clock().astimezone(self._zone)
        with self.office.store.reading() as at:
            return find_suggestion(at, self.seller, self.suggestion, now=now)

    def _visit(self) -> ToVisit | None:
        return self.office.store.of(self.seller.id).visit(self.suggestion)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.seller.zone)

    @property
    def _provider(self) -> str:
        box = self.office.store.of(self.seller.id).mailbox()
        return box.provider if box else "any"


def _whose(context: click.Context, office: Office, suggestion: str, address: str | None) -> Seller:
    """Whose suggestion it is, by its number or as said."""
    if address:
        return seller_called(context, office, address)
    with office.store.reading() as at:
        ids = {*at.suggestions.sellers(suggestion), *at.visits.sellers(suggestion)}
        found = [seller for one in sorted(ids) if (seller := at.sellers.of_id(one))]
    if len(found) != 1:
        key = "error.convert_several" if found else "error.convert_unknown"
        raise click.ClickException(tell(context, key, suggestion=suggestion))
    return found[0]


def _start_of(suggestion: Suggestion, slot: int) -> object:
    visit = suggestion.visit
    if slot == 0:
        return visit.start
    return visit.slots[slot - 1].start if 1 <= slot <= len(visit.slots) else None
