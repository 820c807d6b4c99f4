"""What subscribers are told, and the handshake that lets them be told.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import requests

from tests.simulators.microsoft.errors import bad_request
from tests.simulators.microsoft.event import Json, etag
from tests.simulators.microsoft.idents import Ident
from tests.simulators.microsoft.mailbox import Mailbox

if TYPE_CHECKING:
    from tests.simulators.microsoft.graph import Graph

EVENTS = frozenset({"reauthorizationRequired", "subscriptionRemoved", "missed"})
PATIENCE = 10  # seconds


class Subscriptions:
    """All that are alive, with up to which version each has been told."""

    def __init__(self, graph: "Graph") -> None:
        self.graph = graph
        self.kept: dict[str, Json] = {}
        self.told: dict[str, int] = {}
        self.lasting: dict[str, bool] = {}

    def alive(self) -> dict[str, Json]:
        now = self.graph.now()
        self.kept = {
            name: one for name, one in self.kept.items() if datetime.fromisoformat(one["expirationDateTime"]) > now
        }
        return self.kept

    def notify(self) -> list[int]:
        """One POST to each address, with all it has to hear."""
        heard: dict[str, list[Json]] = {}
        for name, one in self.alive().items():
            box = self.box_of(one)
            if box is None:
                continue
            with self.graph.lock:
                items = list(self._news(name, one, box))
                self.told[name] = box.version
            if items:
                heard.setdefault(one["notificationUrl"], []).extend(items)
        return [self._post(url, {"value": items}) for url, items in heard.items()]

    def tell(self, event: str, name: str = "") -> list[int]:
        if event not in EVENTS:
            raise ValueError(f"{event!r} is none of {sorted(EVENTS)}")
        told = [
            one for key, one in list(self.alive().items()) if name in {"", key} and one.get("lifecycleNotificationUrl")
        ]
        if event == "subscriptionRemoved":
            self.kept = {key: one for key, one in self.kept.items() if one not in told}
        return [self._post(one["lifecycleNotificationUrl"], {"value": [self._lifecycle(event, one)]}) for one in told]

    def box_of(self, one: Json) -> Mailbox | None:
        parts = one["resource"].strip("/").split("/")
        return self.graph.mailbox_of(one["creatorId"] if parts[0].lower() == "me" else parts[1])

    def shake_hands(self, url: str) -> None:
        """The address must say back what it is given, as plain text and nothing else."""
        token = f"Validation: Testing client application reachability for subscription Request-Id: {uuid4()} å&+"
        try:
            heard = requests.post(
                url,
                params={"validationToken": token},
                headers={"Content-Type": "text/plain; charset=utf-8"},
                timeout=PATIENCE,
                verify=self.graph.trusts,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise bad_request(
                f"Subscription validation request failed. {type(error).__name__}", "InvalidRequest"
            ) from error
        plain = heard.headers.get("Content-Type", "").split(";")[0].strip().lower() == "text/plain"
        if heard.status_code != 200 or not plain or heard.content.decode("utf-8", "replace") != token:
            text = (
                "Subscription validation request failed. Response must exactly match validationToken query parameter."
            )
            raise bad_request(text, "InvalidRequest")

    def _news(self, name: str, one: Json, box: Mailbox) -> Iterator[Json]:
        since, wanted = self.told[name], one["changeType"].split(",")
        for ident, version in (*box.touched.items(), *box.gone.items()):
            if version <= since or (ident.day and ident in box.gone and ident.number not in box.items):
                continue
            kind = (
                "deleted" if not box.has(ident) else "created" if box.born.get(ident.number, 0) > since else "updated"
            )
            if kind in wanted:
                yield self._notification(one, box, ident, kind, lasting=self.lasting[name])

    def _notification(self, one: Json, box: Mailbox, ident: Ident, kind: str, *, lasting: bool) -> Json:
        named = box.id_of(ident, lasting=lasting)
        resource = f"Users/{box.oid}/Events/{named}"
        data: Json = {"@odata.type": "#Microsoft.Graph.Event", "@odata.id": resource}
        if box.has(ident):
            data["@odata.etag"] = etag(box.fields(ident))
        return {**self._about(one), "changeType": kind, "resource": resource, "resourceData": {**data, "id": named}}

    def _lifecycle(self, event: str, one: Json) -> Json:
        return {"lifecycleEvent": event, **self._about(one)}

    def _about(self, one: Json) -> Json:
        box = self.box_of(one)
        about = {"subscriptionId": one["id"], "subscriptionExpirationDateTime": one["expirationDateTime"]}
        return about | {"clientState": one["clientState"], "tenantId": box.tenant if box else ""}

    def _post(self, url: str, value: Json) -> int:
        try:
            return requests.post(url, json=value, timeout=PATIENCE, verify=self.graph.trusts).status_code
        except requests.RequestException:
            return 0
