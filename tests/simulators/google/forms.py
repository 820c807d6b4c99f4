"""The inputs of one card and what a person has put into them, as Google sends them: formInputs of the event object.

What is not filled in is left out, ticks too. https://developers.google.com/workspace/add-ons/concepts/event-objects#form_inputs
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from tests.simulators.google.card_parts import Json, Part, inputs_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
JUST_ONE = ("RADIO_BUTTON", "DROPDOWN")
MULTI_SELECT_AT_MOST = 3  # where the card says nothing
Moment = date | datetime | time


class Form:
    """Begins with what the card itself has filled in."""

    def __init__(self, card: Json) -> None:
        self._inputs = {part.told["name"]: part for part in inputs_of(card)}
        self._values = {name: _INITIAL[part.kind](part.told) for name, part in self._inputs.items()}

    @property
    def names(self) -> list[str]:
        return list(self._inputs)

    @property
    def wire(self) -> Json:
        return {name: value for name, value in self._values.items() if value}

    def missing(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if not self._values.get(name))

    def change_of(self, name: str) -> Json | None:
        """The action that follows a change."""
        action: Json | None = self._input(name).told.get("onChangeAction")
        return action

    def keep(self, before: "Form") -> None:
        """What was filled in stays where an input of the same name and kind can still hold it."""
        for name, value in before._values.items():
            old, new = before._inputs[name], self._inputs.get(name)
            if new and (new.kind, new.told.get("type")) == (old.kind, old.told.get("type")) and _can_hold(new, value):
                self._values[name] = value

    def fill(self, name: str, value: str | Moment) -> None:
        told = self._input(name)
        if isinstance(value, str):
            assert told.kind == "TextInput", f"nothing can be written in {name}"
            limit = told.told.get("validation", {}).get("characterLimit") or len(value)
            assert len(value) <= limit, f"{name} takes {limit} characters"
            assert "\n" not in value or told.told.get("type") == "MULTIPLE_LINE", f"{name} is one line"
            self._values[name] = texts(value) if value else None
            return
        assert told.kind == "DateTimePicker", f"{name} is no time"
        self._values[name] = _WRITTEN[told.told["type"]](value)

    def pick(self, name: str, *labels: str) -> None:
        """Just these, by the text that stands beside them."""
        told = self._input(name).told
        items = {item["text"]: item["value"] for item in told.get("items", ())}
        assert set(labels) <= items.keys(), f"{name} has {', '.join(items)}"
        most = 1 if told.get("type") in JUST_ONE else len(items)
        if told.get("type") == "MULTI_SELECT":
            most = told.get("multiSelectMaxSelectedItems", MULTI_SELECT_AT_MOST)
        assert len(labels) <= most, f"{name} takes {most}"
        self._values[name] = texts(*(items[label] for label in items if label in labels)) if labels else None

    def turn(self, name: str, on: bool) -> None:
        told = self._input(name)
        assert told.kind == "SwitchControl", f"{name} is no switch"
        self._values[name] = texts(told.told["value"]) if on else None

    def holds(self, name: str, value: str) -> bool:
        """Whether this is among what is picked."""
        return value in ((self._values.get(name) or {}).get("stringInputs") or {}).get("value", ())

    def said(self, name: str) -> str:
        """What is written in it, or which day and time stand there."""
        value = self._values.get(name) or {}
        if "timeInput" in value:
            return f"{value['timeInput']['hours']:02}:{value['timeInput']['minutes']:02}"
        milliseconds = [inner.get("msSinceEpoch") for kind, inner in value.items() if kind != "stringInputs"]
        if milliseconds:
            shown = EPOCH + timedelta(milliseconds=int(milliseconds[0]))
            if "dateInput" in value:
                return f"{shown:%Y-%m-%d}"
            return f"{shown + timedelta(minutes=self._inputs[name].told.get('timezoneOffsetDate', 0)):%Y-%m-%d %H:%M}"
        return "\n".join(value.get("stringInputs", {}).get("value", ()))

    def _input(self, name: str) -> Part:
        assert name in self._inputs, f"no input is called {name}; there are {', '.join(self._inputs) or 'none'}"
        return self._inputs[name]


def texts(*values: str) -> Json:
    return {"stringInputs": {"value": list(values)}}


def _can_hold(part: Part, value: Json | None) -> bool:
    if part.kind not in ("SelectionInput", "SwitchControl"):
        return True
    known = {part.told.get("value"), *(item["value"] for item in part.told.get("items", ()))}
    return not value or set(value["stringInputs"]["value"]) <= known


def _written(told: Json) -> Json | None:
    return texts(told["value"]) if told.get("value") else None


def _selected(told: Json) -> Json | None:
    found = [item["value"] for item in told["items"] if item.get("selected")]
    return texts(*found) if found else None


def _switched(told: Json) -> Json | None:
    return texts(told["value"]) if told.get("selected") else None


def _picked(told: Json) -> Json | None:
    if "valueMsEpoch" not in told:
        return None
    moment = EPOCH + timedelta(milliseconds=int(told["valueMsEpoch"]))
    shown: Mapping[str, Moment] = {"DATE_ONLY": moment.date(), "TIME_ONLY": moment.time()}
    return _WRITTEN[told["type"]](shown.get(told["type"], moment))


def _moment(value: Moment) -> Json:
    assert isinstance(value, datetime), "wants a day and a time"
    assert value.tzinfo, "wants a zone"
    return {"dateTimeInput": {"hasDate": True, "hasTime": True, "msSinceEpoch": _milliseconds(value)}}


def _day(value: Moment) -> Json:
    assert isinstance(value, date), "wants a day"
    assert not isinstance(value, datetime), "wants a day without a time"
    return {"dateInput": {"msSinceEpoch": _milliseconds(datetime.combine(value, time(), UTC))}}


def _clock(value: Moment) -> Json:
    assert isinstance(value, time), "wants a time of day"
    return {"timeInput": {"hours": value.hour, "minutes": value.minute}}


def _milliseconds(moment: datetime) -> str:
    return str((moment - EPOCH) // timedelta(milliseconds=1))


_WRITTEN: Mapping[str, Callable[[Moment], Json]] = {"DATE_AND_TIME": _moment, "DATE_ONLY": _day, "TIME_ONLY": _clock}
_INITIAL: Mapping[str, Callable[[Json], Json | None]] = {
    "TextInput": _written,
    "SelectionInput": _selected,
    "SwitchControl": _switched,
    "DateTimePicker": _picked,
}
