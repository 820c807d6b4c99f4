"""Change notifications: asked for, renewed, and read. https://learn.microsoft.com/graph/change-notifications-overview

A notice says only that something changed, in whose name anybody could have sent it: the secret tells, and the calendar is
asked. While a subscription is made Graph asks both addresses for an answer, so they must be served by somebody else.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import msgspec

from connectors.calendars import Notice, NoticeKind, Watch
from connectors.errors import Changed, NotThere, TryLater, Unclear
from connectors.manners import utc_now
from connectors.microsoft.answers import AFTER, read_json
from connectors.microsoft.api import Graph
from connectors.microsoft.wire import Wire, decode

LASTS = timedelta(minutes=4_200)  # right under the longest of newer and of older texts (10,080 and 4,230)
LIFECYCLE = "/lifecycle"  # beside the address for changes
CHANGES = "created,updated,deleted"
MOST = 5_000  # notices in one POST
MOST_PAGES = 1_000  # of a list of subscriptions: an app that reads a whole company has one for each mailbox
KINDS: Mapping[str, NoticeKind] = {
    "missed": NoticeKind.MISSED,
    "reauthorizationrequired": NoticeKind.RENEW,
    "subscriptionremoved": NoticeKind.OVER,
}


class Subscription(Wire, frozen=True):
    """https://learn.microsoft.com/graph/api/resources/subscription"""

    id: str
    expiration_date_time: str
    resource: str | None = None


class _Subscriptions(Wire, frozen=True):
    value: list[Subscription]
    next_link: str | None = msgspec.field(default=None, name="@odata.nextLink")


class _Told(Wire, frozen=True):
    subscription_id: str
    client_state: str | None = None
    lifecycle_event: str | None = None
    tenant_id: str | None = None


class _Post(Wire, frozen=True):
    value: list[msgspec.Raw]


class Subscriptions:
    """What one mailbox lets us be told of."""

    def __init__(self, graph: Graph, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._graph, self._clock = graph, clock

    @property
    def _resource(self) -> str:
        return f"{self._graph.me}/events"

    def watch(self, *, tell: str, secret: str) -> Watch:
        """A subscription of ours that is there already, and of which nobody knows the secret any more, gives way."""
        asked = {
            "changeType": CHANGES,
            "notificationUrl": tell,
            "lifecycleNotificationUrl": tell + LIFECYCLE,
            "resource": self._resource,
            "expirationDateTime": self._until(),
            "clientState": secret,
            "latestSupportedTlsVersion": "v1_2",
        }
        try:
            return self._make(asked)
        except Changed:  # 409: there is one for the same already
            self._clear()
        return self._make(asked)

    def renew(self, watch: str) -> Watch:
        """Raises NotThere for one that is gone."""
        asked = {"expirationDateTime": self._until()}
        return self._read(self._graph.ask("PATCH", self._one(watch), json=asked).body)

    def unwatch(self, watch: str) -> None:
        try:
            self._graph.ask("DELETE", self._one(watch))
        except NotThere:
            return

    def _make(self, asked: object) -> Watch:
        try:
            return self._read(self._graph.ask("POST", self._graph.root("/subscriptions"), json=asked).body)
        except Unclear as error:  # the next one finds it, and takes its place
            raise TryLater(str(error), AFTER) from error

    def _clear(self) -> None:
        """Only those that this app has made by this grant are listed: whatever address they tell, they are in the way."""
        link, own = self._graph.root("/subscriptions"), self._resource.strip("/").casefold()
        for _ in range(MOST_PAGES):
            listed: _Subscriptions = read_json(self._graph.get(link), _Subscriptions)
            for one in listed.value:
                if (one.resource or "").strip("/").casefold() == own:
                    self.unwatch(one.id)
            if not listed.next_link:
                return
            link = listed.next_link

    def _one(self, watch: str) -> str:
        return self._graph.root(f"/subscriptions/{quote(watch, safe='')}")

    def _until(self) -> str:
        return (self._clock() + LASTS).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _read(self, body: bytes) -> Watch:
        made: Subscription = read_json(body, Subscription)
        try:
            ends = datetime.fromisoformat(made.expiration_date_time)
        except ValueError:
            ends = self._clock() + LASTS / 2
        return Watch(made.id, ends if ends.tzinfo else ends.replace(tzinfo=UTC))


def read_notices(body: bytes) -> tuple[Notice, ...] | None:
    """What a POST tells, changes or of the subscriptions themselves; what is not shaped so is left out. None: no such
    POST at all."""
    try:
        told = decode(body, _post).value[:MOST]
    except msgspec.DecodeError:
        return None
    return tuple(notice for raw in told if (notice := _notice(raw)))


def _notice(raw: msgspec.Raw) -> Notice | None:
    try:
        told = decode(bytes(raw), _told)
    except msgspec.DecodeError:
        return None
    event = (told.lifecycle_event or "").casefold()
    kind = KINDS.get(event) if event else NoticeKind.CHANGED
    return None if kind is None else Notice(told.subscription_id, told.client_state or "", kind, told.tenant_id or "")


_post = msgspec.json.Decoder(_Post)
_told = msgspec.json.Decoder(_Told)
