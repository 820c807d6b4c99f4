"""The links in a letter that answer it. They hold what may be pressed and by whom, signed, and nothing of what was written.

Stop at one click: https://www.rfc-editor.org/rfc/rfc8058
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from workers.links import Purpose, mark_of, read_signed, sign
from workers.settings import Settings
from workers.store import Seller


class AnswerKind(StrEnum):
    GO = "go"  # write to them: the draft opens in the seller's own mail
    LATER = "later"
    NOT_THIS = "not_this"
    NEVER_HERE = "never_here"
    WRONG = "wrong"
    HAVE_MET = "have_met"
    PREFERS_DIGITAL = "prefers_digital"
    TOOK_PLACE = "took_place"
    FELL_THROUGH = "fell_through"
    GO_ON = "go_on"  # with the letters
    STOP = "stop"  # the letters


OF_LETTERS = frozenset({AnswerKind.GO_ON, AnswerKind.STOP})  # about no suggestion


@dataclass(frozen=True, slots=True)
class Answer:
    """What a link says, for `seller_id` as long as the mailbox is still the one it was made for. `week` is the letter's,
    0 for a link that belongs to no letter; `suggestion` is Suggestion.id, empty where it is about the letters."""

    seller_id: int
    mailbox: str
    week: int
    kind: AnswerKind
    suggestion: str

    def is_for(self, seller: Seller | None) -> bool:
        """Numbers may be given anew, and mailboxes change hands; the two together do not."""
        return seller is not None and seller.id == self.seller_id and mark_of(seller.owner) == self.mailbox


def answer_url(settings: Settings, *, seller: Seller, week: int, kind: AnswerKind, suggestion: str = "") -> str:
    """Where one button of the letter of `week` (202648) leads, for five weeks. `seller` as the store gives it."""
    facts: tuple[int | str, ...] = (seller.id, mark_of(seller.owner), week, kind.value, suggestion)
    return f"{settings.base_url}/answer/{sign(Purpose.ANSWER, facts, settings.secret_keys)}"


def stop_url(settings: Settings, *, seller: Seller) -> str:
    """For List-Unsubscribe, with `List-Unsubscribe-Post: List-Unsubscribe=One-Click` beside it. It lasts two years."""
    token = sign(Purpose.STOP_LETTERS, (seller.id, mark_of(seller.owner)), settings.secret_keys)
    return f"{settings.base_url}/answer/{token}"


def read_answer(settings: Settings, token: str) -> Answer | None:
    """What a link says, or None when it is too old, changed, or meant for something else. See `Answer.is_for`."""
    facts = read_signed(Purpose.ANSWER, token, settings.secret_keys)
    if facts is None:
        stop = read_signed(Purpose.STOP_LETTERS, token, settings.secret_keys)
        facts = None if stop is None else [*stop, 0, AnswerKind.STOP.value, ""]
    if facts is None or [type(one) for one in facts] != [int, str, int, str, str]:
        return None
    seller_id, mailbox, week, kind, suggestion = facts
    if kind not in frozenset(AnswerKind):
        return None
    return Answer(cast(int, seller_id), str(mailbox), cast(int, week), AnswerKind(kind), str(suggestion))
