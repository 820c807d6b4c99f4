"""One request on its way to what answers it: who asks, whose mailbox, and how things are to look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.simulators.microsoft.event import Json, Look, read_select, selected
from tests.simulators.microsoft.idents import Ident
from tests.simulators.microsoft.mailbox import Mailbox
from tests.simulators.microsoft.times import known_zone
from tests.simulators.microsoft.wire import Preferences, read_object, says
from tests.simulators.wire import Answer, Asked

if TYPE_CHECKING:
    from tests.simulators.microsoft.graph import Graph

BASIC = frozenset({"Calendars.ReadBasic", "Calendars.ReadBasic.All"})


@dataclass(frozen=True)
class Grant:
    """What a token is good for. Of an app-only one `scopes` are its roles, `only` the mailboxes it may enter, all if None."""

    oid: str = ""
    scopes: frozenset[str] = frozenset()
    app: bool = False
    only: frozenset[str] | None = None
    tid: str = ""  # the directory it is of, any if empty
    client: str = "24d3b144-21ae-4080-943f-7067b395b913"

    @property
    def named(self) -> frozenset[str]:
        """By their short names: https://graph.microsoft.com/Calendars.Read is Calendars.Read."""
        return frozenset(scope.rpartition("/")[2] for scope in self.scopes)


@dataclass(frozen=True)
class Call:
    graph: "Graph"
    asked: Asked
    grant: Grant
    box: Mailbox
    owner: str  # "me" or "users/..." as it was asked
    prefs: Preferences
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def params(self) -> Mapping[str, str]:
        return self.asked.params

    @property
    def told(self) -> Json:
        return read_object(self.asked)

    @property
    def look(self) -> Look:
        known_zone(self.prefs.zone)
        named = self.grant.named
        basic = not named & {"Calendars.Read", "Calendars.ReadWrite"} and bool(named & BASIC)
        return Look(self.prefs.lasting, self.prefs.zone, self.prefs.text, basic, self.graph.whole_days_float)

    @property
    def ident(self) -> Ident:
        return self.box.ident(self.names["id"])

    @property
    def select(self) -> tuple[str, ...]:
        return read_select(self.params.get("$select"))

    def context(self, what: str) -> str:
        return f"{self.graph.url}/$metadata#{what}"

    def shown(self, ident: Ident) -> Json:
        """With the fields asked for."""
        whole = self.box.shown(ident, self.look)
        return selected(whole, self.select) if self.select else whole

    def entity(self, ident: Ident, status: int = 200, **headers: str) -> Answer:
        fields = f"({self.params['$select']})" if "$select" in self.params else ""
        context = self.context(f"users('{quote(self.box.oid)}')/events{fields}/$entity")
        return says({"@odata.context": context, **self.shown(ident)}, status, **headers)

    def collection(self, what: str, values: list[Any], **links: str) -> Answer:
        named = {f"@odata.{name}": link for name, link in links.items()}
        return says({"@odata.context": self.context(what), "value": values, **named})
