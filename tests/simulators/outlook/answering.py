"""What Outlook answers office.js and msal-browser, without a browser: host.py carries their questions here and tells how
they are put. https://learn.microsoft.com/javascript/api/outlook
"""

import json
from collections.abc import Mapping
from typing import Any

from connectors.meetings import Person
from tests.simulators.outlook.dispatch import Desk, Event, carry_out, name_of
from tests.simulators.outlook.items import Item, Mode, initial
from tests.simulators.outlook.nested import Tokens, answer, nobody
from tests.simulators.outlook.surroundings import Surroundings

NO_SSO = 13000  # of getAccessToken, where the manifest has no WebApplicationInfo
COMPLETED, ACCESS_TOKEN = 94, 98
LISTENS, STOPS = 1, 2
NOT_CALLS = {  # of the pane, but of office.js itself
    "GetInitialData",
    "ContextActivationManager_getAppContextAsync",
    "ContextActivationManager_notifyHost",
    "appCommandInvoked.addHandlerAsync",
}
Failing = dict[str | int, int]
Asked = Mapping[str, Any]


class Outlook:
    def __init__(self, around: Surroundings, mode: Mode, item: Item | None, owner: Person) -> None:
        self.around, self.mode, self.owner = around, mode, owner
        self.desk = Desk(item)
        self.calls: list[tuple[str, Any]] = []
        self.failing: Failing = {}
        self.tokens: Tokens = nobody
        self.completed: dict[str, dict[str, Any]] = {}  # events that were told to be over

    @property
    def item(self) -> Item | None:
        return self.desk.item

    @property
    def notifications(self) -> dict[str, dict[str, Any]]:
        """The bars above the item, by key."""
        return self.desk.notifications

    def news(self) -> list[Event]:
        """What everybody who listens is to be told, once."""
        events, self.desk.events = self.desk.events, []
        return events

    def answer(self, asked: Asked) -> dict[str, Any]:
        if asked["kind"] == "nested":
            name = asked["data"]["method"]
            self.calls.append((name, asked["data"].get("tokenParams")))
            return {"name": name, "data": answer(asked["data"], self.tokens, self.owner)}
        name, given, data = self._office(asked)
        if name not in NOT_CALLS:
            self.calls.append((name, given))
        told = [{"event": event, "payload": payload} for event, payload in self.news()]
        return {"name": name, "data": data, "events": told}

    def _office(self, asked: Asked) -> tuple[str, Any, Any]:
        """Its name, what was given with it, and the answer."""
        action, data = asked["action"], asked["data"] or {}
        if asked["does"] in (LISTENS, STOPS):
            name = f"{action}.{'add' if asked['does'] == LISTENS else 'remove'}HandlerAsync"
            return name, None, {"Error": self.failing.get(name, 0)}
        if action == "ExecuteMethod":
            number, given = data["MethodData"]["DispatchId"], data.get("ApiParams")
            return name_of(number, given), given, carry_out(self.desk, number, given or {}, self.failing)
        if action == "executeMethod":
            return self._office_wide(data)
        if action == "GetInitialData":
            return action, None, initial(self.item, self.mode, self.owner)
        if action.endswith("getAppContextAsync"):
            return action, None, self.around.context(asked["conversation"], self.desk.settings)
        return action, data, None

    def _office_wide(self, data: Asked) -> tuple[str, Any, Any]:
        number, version = data["DdaMethod"]["DispatchId"], data["DdaMethod"]["Version"]
        if number == COMPLETED:
            self.completed[data["0"]] = {"status": data["1"], **json.loads(data["2"] or "{}")}
            return "event.completed", data["2"], {"Version": version, "Error": 0}
        name = "getAccessToken" if number == ACCESS_TOKEN else f"executeMethod {number}"
        return name, dict(data), {"Version": version, "Error": self.failing.get(name, NO_SSO)}
