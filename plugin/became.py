"""What has become of a conversion, in words; and why nothing could be shown or done."""

from collections.abc import Mapping

from connectors.errors import AccessDenied, Changed, ConnectorError, NotThere, Refused, SignInNeeded, TryLater, Unclear
from plugin.previewed import room_name, tell_online
from workers.preview import CannotConvert
from workers.store.visits import ToVisit, VisitState
from workers.words import knows, say

TROUBLES: Mapping[type[ConnectorError], str] = {
    SignInNeeded: "sign_in",
    AccessDenied: "denied",
    NotThere: "gone",
    Changed: "changed",
    Refused: "refused",
    TryLater: "later",
    Unclear: "later",  # nothing was to be changed
}
PASSING = frozenset({"later", "changed"})
STATES: Mapping[VisitState, str] = {
    VisitState.ASKED: "asked",
    VisitState.WRITTEN: "written",
    VisitState.UNDOING: "undoing",
    VisitState.DONE: "done",
    VisitState.PROPOSED: "done_proposed",
    VisitState.UNDONE: "undone",
}


def tell_state(visit: ToVisit, language: str) -> tuple[str, ...]:
    """What has become of it in one sentence, and what else there is to know."""
    key = STATES.get(visit.state)
    if key is None:
        return (tell_why(visit.why or "refused", language),)
    if key == "undone" and visit.new_room:
        key = "undone_online"
    said = [say(f"convert.told.{key}", language)]
    if visit.state is VisitState.DONE and visit.is_online and not visit.keep_online:
        said.append(tell_online("still", room_name(None, language), language))
    if visit.state is VisitState.DONE and visit.why:
        said.append(tell_why(visit.why, language))
    return tuple(said)


def tell_trouble(error: CannotConvert | ConnectorError, language: str) -> str:
    """Why nothing could be shown, and what to do."""
    return tell_why(trouble_of(error), language)


def trouble_of(error: CannotConvert | ConnectorError) -> str:
    """A key of the words under [convert.cannot] or [convert.why]."""
    if isinstance(error, CannotConvert):
        return error.key
    return next((key for kind, key in TROUBLES.items() if isinstance(error, kind)), "later")


def may_pass(error: CannotConvert | ConnectorError) -> bool:
    """Whether the same press may do better in a moment."""
    return trouble_of(error) in PASSING


def tell_why(key: str, language: str) -> str:
    return say(f"convert.cannot.{key}" if knows(f"convert.cannot.{key}", language) else f"convert.why.{key}", language)
