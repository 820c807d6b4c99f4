"""From a customer's yes to a visit in the calendar: what everybody will get, what has become of it, what is in the way. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plugin.google.here import Here
from plugin.google.widgets import Json, button, buttons, card, fact, link, section, switch, text
from plugin.previewed import Span, Told


@dataclass(frozen=True, slots=True)
class Wished:
    """Which suggestion, at which of its times, and whether the room on screen stays."""

    suggestion: str
    account: str
    slot: int
    keep: bool

    @property
    def values(self) -> dict[str, str]:
        return {"suggestion": self.suggestion, "account": self.account, "slot": str(self.slot)}


@dataclass(frozen=True, slots=True)
class Became:
    """What has become of a meeting that was to be a visit. `sign_in` is where the seller lets us write, and `again`
    whether it can be looked at once more."""

    heading: str
    said: tuple[str, ...]
    working: bool
    undoable: bool
    again: bool
    sign_in: str
    vendor: str


def preview_card(all_of_it: Mapping[str, Any], wished: Wished, here: Here) -> Json:
    """`all_of_it` is a preview in words, as every surface tells it."""
    told: Told = all_of_it["told"]
    writes = told.way == "write"
    brief = here.say("convert.cannot.no_proposals") if writes else f"{told.brief} {here.say('convert.told.nothing')}"
    note = all_of_it["note"]
    first = [here.say("convert.told.moved" if note == "moved" else f"convert.page.{note}")] if note else []
    return card(
        "preview",
        here.say("pane.ask_in_mail") if writes else told.heading,
        section(text(one) for one in (*first, brief)),
        section(_invitation(told, all_of_it, here), header=told.title),
        section(_own(told, here)),
        section(_presses(all_of_it, wished, here)),
    )


def visit_card(became: Became, wished: Wished, here: Here) -> Json:
    presses = []
    if became.sign_in:
        words = here.say("convert.page.sign_in_press", vendor=became.vendor)
        presses.append(button(words, here.page(became.sign_in, again=True), kind="FILLED"))
    if became.working:
        presses.append(button(here.say("card.look_again"), here.press("state", **wished.values)))
    if became.again:
        presses.append(button(here.say("convert.page.look_again"), here.press("preview", **wished.values)))
    if became.undoable:
        presses.append(button(here.say("convert.page.undo"), here.press("undo", **wished.values)))
    about = [text(here.say("convert.page.undo_about"))] if became.undoable else []
    lines = [text(one) for one in became.said]
    return card("visit", became.heading, section([*lines, *([buttons(*presses)] if presses else []), *about]))


def cannot_card(
    why: str, wished: Wished, here: Here, *, again: bool = True, sign_in: str = "", vendor: str = ""
) -> Json:
    """Why nothing can be shown of a meeting just now, and what to do. `again`: it may do better in a moment."""
    retry = button(here.say("pane.try_again"), here.press("preview", **wished.values))
    back = button(here.say("pane.back"), here.press("back"))
    how = "sign_in" if sign_in else "heading_not_now" if again else "heading_cannot"
    heading = here.say(f"convert.page.{how}")
    if not sign_in:
        return card("cannot", heading, section([text(why), buttons(retry if again else back)]))
    leave = button(here.say("convert.page.sign_in_press", vendor=vendor), here.page(sign_in, again=True), kind="FILLED")
    return card("cannot", heading, section([text(why), buttons(leave, retry)]))


def _invitation(told: Told, all_of_it: Mapping[str, Any], here: Here) -> Iterator[Json]:
    """What everybody in the meeting will get, line by line, and who is told."""
    before = here.say("convert.page.before_time", start=told.before[0], end=told.before[1]) if told.before else ""
    when = here.say("convert.page.time", start=told.when[0], end=told.when[1])
    yield fact(when, icon="schedule", label=here.say("convert.page.when"), below=before)
    if told.way == "convert":
        was = here.say("convert.page.before_place", place=told.was) if told.was else ""
        yield fact(told.place, icon="location_on", label=here.say("convert.page.where"), below=was)
    if told.text and told.way != "write":
        label = here.say("convert.page.text" if told.way == "convert" else "convert.page.comment")
        yield fact(told.text, icon="notes", label=label)
    if told.way == "convert":
        kept = "" if told.text else here.say("convert.told.no_text", room=told.room)
        yield fact(f"{all_of_it['online']} {kept}".strip(), icon="videocam", label=here.say("convert.page.online"))
        yield text(all_of_it["mailed"])


def _own(told: Told, here: Here) -> Iterator[Json]:
    if told.way != "convert":
        return
    words = "\n".join(_hold(one, told, here) for one in told.holds) or here.say("convert.told.no_hold")
    yield fact(words, icon="lock", label=here.say("convert.page.held"))


def _hold(hold: Span, told: Told, here: Here) -> str:
    """On the day of the visit its hours alone."""
    same_day = {one.date() for one in hold} == {told.when[0].date()}
    return here.say("pane.hold" if same_day else "convert.page.hold", start=hold[0], end=hold[1])


def _presses(all_of_it: Mapping[str, Any], wished: Wished, here: Here) -> Iterator[Json]:
    told: Told = all_of_it["told"]
    if told.way == "write":
        yield buttons(button(here.say("convert.page.write"), link(all_of_it["message"].link), kind="FILLED"))
        return
    if told.way == "convert" and all_of_it["can_leave"]:
        changed = here.press("keep", **wished.values)
        yield switch("keep", here.say("convert.page.keep", room=told.room), on=wished.keep, changed=changed)
    seen = {"seen": all_of_it["seen"], "kept": "yes" if wished.keep else "no"}
    do = button(
        here.say("convert.page.press" if told.way == "convert" else "convert.page.press_proposed"),
        here.press("convert", **wished.values, **seen),
        kind="FILLED",
    )
    yield buttons(do, button(here.say("convert.page.not_now"), here.press("back")))
