"""What every sentence of a letter is told with: the language, the seller's zone and day, and where its links lead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote
from zoneinfo import ZoneInfo

from workers.answers import AnswerKind
from workers.digest.items import best_slot
from workers.digest.parts import Button, Shown
from workers.digest.picture import draw
from workers.relationships.reasons import Reason
from workers.reviewed import Reviewed
from workers.visits.suggestion import Suggestion
from workers.visits.visit import Slot
from workers.words import say
from workers.words.strangers import speak, tame

NAME, TOWN, TEXT = 60, 40, 200  # as much of a stranger's word as is shown


@dataclass(frozen=True, slots=True)
class Links:
    """Where a press leads: `answer` by its kind and Suggestion.id (empty where it is about the letters), `stop` stops the
    letters, `page` is the address of the page."""

    answer: Callable[[AnswerKind, str], str]
    stop: str
    page: str


@dataclass(frozen=True, slots=True)
class Telling:
    language: str
    zone: ZoneInfo
    today: date
    links: Links

    def say(self, key: str, **facts: object) -> str:
        return say(key, self.language, **facts)

    def speak(self, reason: Reason) -> str:
        return speak(reason, self.language)

    def button(self, kind: AnswerKind, suggestion: str = "", **facts: object) -> Button:
        name = "write" if kind is AnswerKind.GO else kind.value
        return Button(self.say(f"letter.button.{name}", **facts), self.links.answer(kind, suggestion))

    def account(self, key: str) -> str:
        """The address of an account's page."""
        return f"{self.links.page}/account/{quote(key, safe='@/')}"

    def shown(self, one: Reviewed, *, reasons: Sequence[str] = (), when: str = "") -> Shown:
        account = one.relationship.account
        picture = draw(one.relationship, today=self.today, zone=self.zone, language=self.language)
        sentence = self.speak(one.sentence)
        others = tuple(reason for reason in dict.fromkeys(reasons) if reason != sentence)
        return Shown(
            tame(account.name or account.key, NAME), self.account(account.key), sentence, picture, others, when
        )

    def slot(self, suggestion: Suggestion) -> Slot:
        return best_slot(suggestion, self.zone)
