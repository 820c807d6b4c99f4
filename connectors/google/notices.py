"""Push channels: asked for, stopped, and read. https://developers.google.com/workspace/calendar/api/guides/push

A notice has no body: its headers say which channel and resource, and the token we gave. A channel is not renewed: another is
opened before it ends. The first notice, that a channel is there, may come before the answer that made it.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from connectors.calendars import Watch
from connectors.errors import NotThere
from connectors.google.api import Google, read_json
from connectors.google.wire import Wire
from connectors.manners import utc_now

LASTS = timedelta(days=7)  # as long as Google lets one
PRIMARY = "primary"


class Channel(Wire, frozen=True):
    """https://developers.google.com/workspace/calendar/api/v3/reference/events/watch. `expiration` is in milliseconds, as a
    text or a number."""

    id: str
    resource_id: str
    expiration: str | int | None = None


class Channels:
    """What one account lets us be told of. A Watch is named by its channel and resource, which it takes both to stop."""

    def __init__(self, google: Google, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._google, self._clock = google, clock

    def watch(self, *, tell: str, secret: str) -> Watch:
        body = {
            "id": str(uuid4()),
            "type": "web_hook",
            "address": tell,
            "token": secret,
            "params": {"ttl": str(int(LASTS.total_seconds()))},
        }
        made: Channel = read_json(self._google.ask(self._google.events.watch(calendarId=PRIMARY, body=body)), Channel)
        return Watch(f"{made.id} {made.resource_id}", self._ends(made))

    def renew(self, watch: str) -> Watch:
        raise NotThere("a channel is not renewed: another is opened")

    def unwatch(self, watch: str) -> None:
        channel, _, resource = watch.partition(" ")
        try:
            self._google.ask(self._google.channels.stop(body={"id": channel, "resourceId": resource}))
        except NotThere:
            return

    def _ends(self, made: Channel) -> datetime:
        try:
            return datetime.fromtimestamp(int(made.expiration or 0) / 1000, UTC) if made.expiration else self._soon()
        except (ValueError, OverflowError, OSError):
            return self._soon()

    def _soon(self) -> datetime:
        return self._clock() + LASTS / 2
