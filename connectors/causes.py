"""Why something could not be read: a key with its facts, and one plain line in English for logs.

Pages, terminals and reports say it in the reader's own language, by the key: `unread.<key>` in workers/words.
"""

from collections.abc import Mapping

from connectors.calendars import Fact, Unread

SAVE_AGAIN = "save the calendar as an iCalendar (.ics) file and give that"

ENGLISH: Mapping[str, str] = {
    # A calendar file that is none, or a part of it that was left out.
    "file.none": "no calendar file was given",
    "file.empty": "{source} is empty: export the calendar again",
    "file.zip": "{source} is a zip archive: unpack it and give the .ics file inside",
    "file.gzip": "{source} is a gzip archive: unpack it and give the .ics file inside",
    "file.outlook_data": f"{{source}} is an Outlook data file (.pst): {SAVE_AGAIN}",
    "file.office": f"{{source}} is an Outlook item or an old Office document: {SAVE_AGAIN}",
    "file.pdf": f"{{source}} is a PDF document: {SAVE_AGAIN}",
    "file.picture": f"{{source}} is a picture: {SAVE_AGAIN}",
    "file.database": f"{{source}} is a database: {SAVE_AGAIN}",
    "file.web_page": "{source} is a web page, perhaps a sign-in page: "
    "open the link in a browser, sign in and save the calendar itself",
    "file.xml": f"{{source}} is an XML document: {SAVE_AGAIN}",
    "file.contacts": f"{{source}} holds contacts, not a calendar: {SAVE_AGAIN}",
    "file.json": f"{{source}} is a JSON document: {SAVE_AGAIN}",
    "file.table": f"{{source}} is a table (CSV): {SAVE_AGAIN}",
    "file.no_calendar": f"{{source}} is not a calendar, no line in it says BEGIN:VCALENDAR: {SAVE_AGAIN}",
    "file.too_large": "{source} is larger than the {megabytes} MB that are read: export a shorter period",
    "file.not_a_file": "{source} is not a file: give the path of an .ics file",
    "file.not_there": "{source} is not there: give the path of an .ics file",
    "file.closed": "{source} cannot be opened ({error}): check the path and who may read it",
    "file.too_many": "the file has over {count:,} entries: the rest was left out",
    "file.answers": "{count} answers to invitations are no meetings: they were left out",
    # A link to a calendar.
    "link.address": "the link is no address of a calendar: it begins with https:// or webcal://",
    "link.userinfo": "the link holds a user name or a password: ask for a link that is made for sharing",
    "link.port": "{source} is to be asked at port {port}, which is none that calendars are served at",
    "link.private": "{source} is not on the open internet, and we ask nobody else",
    "link.insecure": "{source} sends us on to an address without encryption",
    "link.redirects": "{source} sends us on more than {count} times",
    "link.status": "{source} answers with status {status} instead of a calendar",
    "link.too_large": "{source} sends more than the {megabytes} MB that are read",
    "link.web_page": "{source} answers with a web page, perhaps a sign-in page, instead of a calendar",
    "link.no_calendar": "{source} answers with something else than a calendar",
    # One entry of a calendar.
    "entry.unended": "its end (END:VEVENT) is missing",
    "entry.not_written": "it is not written as a calendar entry",
    "entry.too_large": "it is larger than {megabytes} MB",
    "entry.too_long": "it says more than any meeting does",
    "entry.no_start": "it has no start (DTSTART)",
    "entry.value": "its {name} cannot be read",
    "entry.no_date": "its {name} is no date",
    "entry.zone": 'its time zone "{zone}" is unknown',
    "entry.backwards": "it ends before it starts",
    "entry.year": "it ends in the year {year}",
    "entry.endless": "it lasts longer than time does",
    "entry.times": "its times make no sense",
    "entry.dates": "it lists more dates than can be followed ({name})",
    "entry.rule": "its repetition rule cannot be read",
    "entry.no_frequency": "its repetition has no frequency",
    "entry.interval": "its repetition has no sensible interval",
    "entry.within_a_day": "it repeats more often than daily",
    "entry.times_a_day": "it repeats too often in a day",
    "entry.never": "its repetition never comes to pass",
    "entry.since_long": "it has repeated for too long",
    "entry.times_in_window": "it repeats more than {count} times in the window",
    "entry.not_followed": "its repetition cannot be followed",
    "entry.no_time": "no time was left to follow its repetition",
    # One event at a vendor's.
    "event.shape": "it is not shaped as a meeting",
    "event.no_time": "it has no time that can be read",
    "event.backwards": "it ends before it starts",
    # The CRM's list of accounts.
    "accounts.too_large": "{source}: larger than {megabytes} MB, too much for a list of accounts",
    "accounts.excel": "{source}: this is an Excel workbook; save it as CSV and try again",
    "accounts.old_excel": "{source}: this is an old Excel workbook; save it as CSV and try again",
    "accounts.pdf": "{source}: this is a PDF; save it as CSV and try again",
    "accounts.empty": "{source}: the file is empty",
    "accounts.twice": '{source}, line {line}: the column "{column}" is there twice',
    "accounts.misspelt": '{source}, line {line}: the column "{found}" is not known, is it "{column}"?',
    "accounts.missing": '{source}, line {line}: the column "{column}" is missing; expected {expected}',
    # One row of it.
    "row.quotes": "the quotation marks do not add up",
    "row.cells": 'more cells than columns; several domains in one cell need quotation marks: "a.se;b.se"',
    "row.domain": 'column "domains": "{text}" is not a domain',
    "row.no_domain": 'column "domains": empty, so no meeting can be matched with this account',
    "row.many_domains": 'column "domains": more than {count}',
    "row.amount": 'column "value": "{text}" is not an amount',
    "row.large_amount": 'column "value": "{text}" is too large',
    "row.currency": 'column "currency": "{text}" is not a currency such as SEK',
}


class Cause(Exception):
    """A part that cannot be used, raised where it is found; whoever knows where that is makes it an Unread."""

    def __init__(self, key: str, /, **facts: Fact) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts

    def __str__(self) -> str:
        return ENGLISH[self.key].format_map(self.facts)

    def at(self, source: str, *, line: int = 0, uid: str = "") -> Unread:
        """What could not be read, and where."""
        return not_read(self.key, source, line=line, uid=uid, **self.facts)


def not_read(key: str, source: str, /, *, line: int = 0, uid: str = "", **facts: Fact) -> Unread:
    """What could not be read: where it is, and why."""
    why = ENGLISH[key].format_map({"source": source, "line": line, **facts})
    return Unread(source, uid, line, why, key, facts)
