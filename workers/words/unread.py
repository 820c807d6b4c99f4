"""What could not be read, said to people: `[unread]` has a sentence for every cause in connectors/causes.py."""

from connectors.calendars import Unread
from connectors.errors import Unreadable
from workers.words import knows, say


def tell_unread(one: Unread, language: str) -> str:
    """Why it could not be read, and what to do. One kept from before causes had keys keeps its English."""
    key = f"unread.{one.key}"
    return say(key, language, **one.facts) if knows(key, language) else one.why


def tell_unreadable(error: Unreadable, language: str) -> str:
    """The whole error in one line: each source by its name, and why."""
    return " ".join(_tell_placed(one, language) for one in error.unread)


def _tell_placed(one: Unread, language: str) -> str:
    why = tell_unread(one, language)
    if not one.source:
        return why
    return say("unread.on_line" if one.line else "unread.in_file", language, source=one.source, line=one.line, why=why)
