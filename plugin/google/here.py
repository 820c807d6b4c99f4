"""Where and to whom a card is spoken: our address, the calendar's language, the seller's zone. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from plugin.google.widgets import Json, link, press
from workers.relationships.reasons import Reason
from workers.words import say, strangers


@dataclass(frozen=True, slots=True)
class Here:
    base: str
    language: str
    zone: ZoneInfo

    def say(self, key: str, **facts: object) -> str:
        return say(key, self.language, **facts)

    def speak(self, reason: Reason) -> str:
        return strangers.speak(reason, self.language)

    def span(self, start: datetime, end: datetime) -> str:
        return self.say("page.suggestion.time", start=self.local(start), end=self.local(end))

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def press(self, do: str, **values: str) -> Json:
        return press(f"{self.base}/google/action", {"do": do, **{key: one for key, one in values.items() if one}})

    def page(self, path: str, *, again: bool = False) -> Json:
        """One of our own pages."""
        return link(f"{self.base}{path}", again=again)
