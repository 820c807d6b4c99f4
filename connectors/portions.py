"""What vendors' calendars have in common: how far they are read, and long pages in pieces that can be kept by themselves."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from connectors.calendars import Page
from connectors.meetings import Meeting

REACH = timedelta(days=366)  # how far back is read
SLACK = timedelta(weeks=13)  # how much further than we look changes are followed, and so how long a mark lasts
DAY = timedelta(days=1)
LARGEST_PAGE = 500  # meetings kept in one transaction


def midnight(moment: datetime) -> datetime:
    """In UTC, so that it is the same all day."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def in_portions(page: Page) -> Iterator[Page]:
    """A long page in several, no meeting apart from what it replaces; only the last is a place to go on from."""
    by_uid: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in page.meetings:
        by_uid[meeting.uid].append(meeting)
    bare = page.replaced - by_uid.keys()
    held: list[Meeting] = []
    for uid in list(by_uid):
        if held and len(held) + len(by_uid[uid]) > LARGEST_PAGE:
            uids = {one.uid for one in held}
            yield Page(tuple(held), page.replaced & uids, done=0.5, last=False)
            held = []
        held += by_uid[uid]
    uids = {one.uid for one in held}
    yield replace(page, meetings=tuple(held), replaced=(page.replaced & uids) | bare)
