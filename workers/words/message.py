"""The draft to a customer as text, and as a link that opens it in the seller's own mail (RFC 6068)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from workers.visits.suggestion import Draft
from workers.words.drafts import render_draft
from workers.words.strangers import ISOLATE, POP, tame, tame_facts, tame_lines

MOST_RECEIVERS = 8
OURS = str.maketrans("", "", ISOLATE + POP)  # a mail is no place for marks nobody sees
LONGEST_LINK = 2000  # characters; Windows cuts off what is longer, in the middle of a word
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,190}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Message:
    to: tuple[str, ...]
    language: str
    subject: str
    body: str
    link: str


def write_message(draft: Draft) -> Message:
    harmless = replace(draft.reason, facts=tame_facts(draft.reason.facts))
    subject, body = render_draft(replace(draft, reason=harmless))
    subject, body = tame(subject.translate(OURS), 200), tame_lines(body.translate(OURS))
    to = receivers_of(draft)
    return Message(to, draft.language, subject, body, write_link(to, subject, body))


def receivers_of(draft: Draft) -> tuple[str, ...]:
    """Those in the draft that are addresses and nothing more."""
    return tuple(address for address in draft.to if _ADDRESS.fullmatch(address))[:MOST_RECEIVERS]


def write_link(to: Sequence[str], subject: str, body: str) -> str:
    """A mailto link in which nothing but our own `subject` and `body` can be a header: everything else is quoted. A body too
    long for a link is left out, and copied by hand."""
    receivers = ",".join(quote(address, safe="@") for address in to)
    lines = "\r\n".join(body.splitlines())
    link = f"mailto:{receivers}?subject={quote(tame(subject), safe='')}"
    whole = f"{link}&body={quote(lines, safe='')}"
    return whole if len(whole) <= LONGEST_LINK else link
