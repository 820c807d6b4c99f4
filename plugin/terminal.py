"""What a scan looks like in a terminal: plain sections that hold at 80 columns and without colour.

Titles, places and names come from strangers: every text passes `plain` on its way out.
"""

from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from connectors.calendars import Unread
from plugin.sheet import HEADING, Sheet
from plugin.terminal_ways import show_trips, tell_leg, tell_near, tell_place, tell_slot
from workers.relationships.accounts import Standing
from workers.relationships.modality import Modality
from workers.relationships.understanding import Understood
from workers.reviewed import Reviewed
from workers.scan import ScanResult
from workers.visits.suggestion import Suggestion
from workers.words import say
from workers.words.drafts import render_draft
from workers.words.places import tell_place as say_place
from workers.words.unread import tell_unread

LONGEST = 100  # characters of a uid
UNREAD_SHOWN = 20
WAITS = "suggestion.none.waits"  # said of many at once: once is enough


def show_result(sheet: Sheet, result: ScanResult, *, meetings: bool = False) -> None:
    """All of a scan: whose calendar it is, who wants something, what to do this week, and each meeting if asked for."""
    show_accounts(sheet, result)
    show_suggestions(sheet, result)
    if meetings:
        _show_meetings(sheet, result.understood, result.zone)


def show_accounts(sheet: Sheet, result: ScanResult, *, no_office: str = "office_unknown") -> None:
    """Whose customers they are, and those that want something. `no_office` says what to do where trips start nowhere."""
    _show_whose(sheet, result, no_office)
    _show_accounts(sheet, result.reviewed, result.zone)


def show_suggestions(sheet: Sheet, result: ScanResult, *, convertible: bool = False) -> None:
    """What to do this week, and the journeys of the coming ones. `convertible` tells how a suggestion becomes a visit."""
    _show_suggestions(sheet, result.reviewed, convertible=convertible)
    show_trips(sheet, result.trips, result.zone)


def show_unread(sheet: Sheet, unread: Sequence[Unread]) -> None:
    """What could not be read, so that a person can find it: the first few, and how many more."""
    sheet.line(sheet.say("unread"))
    for one in unread[:UNREAD_SHOWN]:
        line = sheet.say("line", line=one.line) if one.line else ""
        place = ", ".join(part for part in (one.source, line, one.uid[:LONGEST]) if part)
        sheet.line(sheet.say("unread_line", place=place, why=tell_unread(one, sheet.language)), indent=2)
    if len(unread) > UNREAD_SHOWN:
        sheet.line(sheet.say("unread_more", count=len(unread) - UNREAD_SHOWN), indent=2)


def _show_whose(sheet: Sheet, result: ScanResult, no_office: str) -> None:
    counts = {"components": result.components, "meetings": result.meetings, "external": result.external}
    office = sheet.say("office", office=result.office) if result.office else sheet.say(no_office)
    sheet.line(sheet.say("whose", owner=f"{result.owner_name} <{result.owner}>".strip()), style=HEADING)
    sheet.line(sheet.reason(result.known_by))
    sheet.line(" ".join((sheet.say("domains", domains=sorted(result.own_domains)), office)))
    if result.start and result.start.unknown and not result.problem:
        sheet.line(say_place(result.start, sheet.language))
    sheet.line(" ".join((sheet.say("read", **counts), sheet.say("private", private=result.private))))


def _show_accounts(sheet: Sheet, reviewed: Sequence[Reviewed], zone: ZoneInfo) -> None:
    """The accounts that want something as a table with their reasons, and the rest in a line each kind."""
    flagged = [one for one in reviewed if one.flags]
    if flagged:
        sheet.heading("flagged")
        rows = [(_name(one), _why(sheet, one), _next(sheet, one, zone)) for one in flagged]
        sheet.table("account", "seen", "next", rows=rows, widths=(18, None, 16))
    else:
        sheet.line()
        sheet.line(sheet.say("nothing_flagged"))
    if waiting := sum(1 for one in flagged if one.no_visit and one.no_visit.key == WAITS):
        sheet.line(sheet.say("waiting", count=waiting))
    for line in _others(sheet, [one for one in reviewed if not one.flags]):
        sheet.line(line)


def _show_suggestions(sheet: Sheet, reviewed: Sequence[Reviewed], *, convertible: bool) -> None:
    """This week's meetings worth going to, each with all that is needed to go."""
    chosen = [(one, one.suggestion) for one in reviewed if one.chosen and one.suggestion]
    if chosen:
        sheet.heading("suggestions")
    for one, suggestion in chosen:
        sheet.line()
        sheet.line(_name(one), style=HEADING)
        _show_suggestion(sheet, suggestion, convertible=convertible)


def _show_suggestion(sheet: Sheet, suggestion: Suggestion, *, convertible: bool) -> None:
    visit = suggestion.visit
    for reason in suggestion.reasons:
        sheet.line(sheet.reason(reason), indent=2)
    fit = " ".join(sheet.reason(one.reason) for one in visit.conflicts) or sheet.say("fits")
    sheet.line()
    sheet.facts(
        ("meeting", suggestion.title),
        ("visit", f"{sheet.say('when', start=visit.start, end=visit.end)}. {fit}"),
        ("place", tell_place(sheet, visit.place)),
        ("way", "\n".join(tell_leg(sheet, leg) for leg in visit.legs)),
        ("slots", "\n".join(_slots(sheet, suggestion, numbered=convertible))),
        ("near", "\n".join(tell_near(sheet, near) for near in suggestion.nearby)),
        ("bun", sheet.reason(suggestion.bun.reason)),
        ("convert", sheet.say("convert_so", suggestion=suggestion.id) if convertible else ""),
    )
    subject, body = render_draft(suggestion.draft)
    sheet.line()
    sheet.line(sheet.say("draft", subject=subject), indent=2)
    for line in body.splitlines():
        sheet.line(line, indent=4)


def _slots(sheet: Sheet, suggestion: Suggestion, *, numbered: bool) -> Iterator[str]:
    for number, slot in enumerate(suggestion.visit.slots, start=1):
        yield f"{number}. {tell_slot(sheet, slot)}" if numbered else tell_slot(sheet, slot)


def _show_meetings(sheet: Sheet, understood: Iterable[Understood], zone: ZoneInfo) -> None:
    sheet.heading("meetings")
    rows = [_meeting(sheet, one, zone) for one in sorted(understood, key=lambda one: one.meeting.start)]
    sheet.table("when_column", "account", "how", "because", rows=rows, widths=(16, 20, 14, None))


def _meeting(sheet: Sheet, understood: Understood, zone: ZoneInfo) -> tuple[str, str, str, str]:
    judgement = understood.judgement
    how = [sheet.say(f"modality.{judgement.modality}")]
    if judgement.modality is not Modality.UNKNOWN:
        how.append(sheet.say(f"certainty.{judgement.certainty}"))
    return (
        f"{understood.meeting.start.astimezone(zone):%Y-%m-%d %H:%M}",
        understood.account or sheet.say("none"),
        ", ".join(how),
        " ".join(say(f"evidence.{one.kind}", sheet.language, text=one.text) for one in judgement.evidence),
    )


def _name(reviewed: Reviewed) -> str:
    account = reviewed.relationship.account
    return account.name or account.key


def _why(sheet: Sheet, reviewed: Reviewed) -> str:
    reasons = [reason for flag in reviewed.flags for reason in flag.reasons]
    reasons += reviewed.never_met
    reasons += [reviewed.no_visit] if reviewed.no_visit and reviewed.no_visit.key != WAITS else []
    said = [sheet.reason(reason) for reason in reasons]
    return " ".join(dict.fromkeys([*said, sheet.say("below")] if reviewed.chosen else said))


def _next(sheet: Sheet, reviewed: Reviewed, zone: ZoneInfo) -> str:
    coming = reviewed.relationship.coming
    return sheet.say("short_when", start=coming[0].start.astimezone(zone)) if coming else sheet.say("none")


def _others(sheet: Sheet, reviewed: Sequence[Reviewed]) -> Iterator[str]:
    vendors = [one for one in reviewed if one.relationship.account.standing is Standing.VENDOR]
    unsure = [one for one in reviewed if one not in vendors and _is_unsure(one)]
    if healthy := len(reviewed) - len(vendors) - len(unsure):
        yield sheet.say("healthy", count=healthy)
    yield from (sheet.reason(reason) for one in reviewed for reason in one.never_met)
    if unsure:
        yield sheet.say("unsure", names=tuple(map(_name, unsure)))
    if vendors:
        yield sheet.say("vendors", names=tuple(map(_name, vendors)))


def _is_unsure(reviewed: Reviewed) -> bool:
    relationship = reviewed.relationship
    return relationship.last_in_person is None and relationship.counts.unknown + relationship.counts.hybrid > 0
