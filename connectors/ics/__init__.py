"""Calendar files and feeds in iCalendar form, whoever wrote them.

RFC 5545 (https://www.rfc-editor.org/rfc/rfc5545), RFC 7986, and what Outlook, Google, Apple and others make of them.
"""

from connectors.ics.feed import IcsFeed
from connectors.ics.files import CalendarFiles
from connectors.ics.source import Source

__all__ = ["CalendarFiles", "IcsFeed", "Source"]
