"""The cards that lie on one another in the panel, and how an answer moves them.

https://developers.google.com/workspace/add-ons/how-tos/navigation
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.simulators.google.card_parts import Json
from tests.simulators.google.forms import Form


class Unshown(AssertionError):
    """An answer for which Google shows an error of its own."""


@dataclass(slots=True)
class Shown:
    card: Json
    form: Form


class CardStack:
    def __init__(self) -> None:
        self._cards: list[Shown] = []

    def __len__(self) -> int:
        return len(self._cards)

    @property
    def top(self) -> Shown:
        assert self._cards, "no card is shown"
        return self._cards[-1]

    @property
    def names(self) -> list[str]:
        """The one on top last."""
        return [shown.card["name"] for shown in self._cards]

    def clear(self) -> None:
        self._cards.clear()

    def move(self, navigations: Iterable[Json]) -> None:
        """In the order they are told."""
        for navigation in navigations:
            (step, value), *_ = navigation.items()
            STEPS[step](self, value)

    def push(self, card: Json) -> None:
        self._cards.append(Shown(card, Form(card)))

    def update(self, card: Json) -> None:
        self._cut(len(self))
        new = Form(card)
        new.keep(self.top.form)
        self._cards[-1] = Shown(card, new)

    def pop(self, _: bool = True) -> None:
        self._cut(len(self) - 1)

    def pop_to_root(self, _: bool = True) -> None:
        self._cut(min(1, len(self)))

    def pop_to(self, name: str) -> None:
        if name not in self.names:
            raise Unshown(f"no card is called {name}: there is {', '.join(self.names) or 'none'}")
        self._cut(len(self) - self.names[::-1].index(name))

    def _cut(self, height: int) -> None:
        if height < 1:
            raise Unshown("no card lies under this one" if self._cards else "no card is shown")
        del self._cards[height:]


STEPS: Mapping[str, Callable[[CardStack, Any], None]] = {
    "pushCard": CardStack.push,
    "updateCard": CardStack.update,
    "pop": CardStack.pop,
    "popToRoot": CardStack.pop_to_root,
    "popToCard": CardStack.pop_to,
}
