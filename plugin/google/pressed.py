"""One press on a card: who pressed, what stood on the button, and what is open beside it. Believed in nothing, and bounded."""

from dataclasses import dataclass

from plugin.beside.known import Known
from plugin.google.asking import Event, Opened
from plugin.google.here import Here
from plugin.google.visit_cards import Wished

LONGEST, LONGEST_SLOT = 400, 2  # letters of what stands on a button, and digits of which time


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press of a seller's who is known, with what was on the button and in the form."""

    known: Known
    here: Here
    event: Event

    def value(self, name: str) -> str:
        return self.event.parameters.get(name, "")[:LONGEST]

    @property
    def opened(self) -> Opened:
        return self.event.calendar or Opened()

    @property
    def account(self) -> str:
        return self.value("account")

    @property
    def suggestion(self) -> str:
        return self.value("suggestion")

    def wished(self, *, keep: bool = True) -> Wished:
        slot = self.value("slot")
        number = int(slot) if slot.isascii() and slot.isdecimal() and len(slot) <= LONGEST_SLOT else 0
        return Wished(self.suggestion, self.account, number, keep)
