"""Google Calendar v3, Gmail v1 and Google's sign-in as documents and the field describe them, for tests: real servers on this
machine's own address.

https://developers.google.com/workspace/calendar/api/v3/reference
"""

from tests.simulators.google.accounts import CLIENT_ID, SECRET
from tests.simulators.google.calendar import Calendar, MailOut
from tests.simulators.google.call import Grant, whole_scopes
from tests.simulators.google.from_ics import load_calendar
from tests.simulators.google.google import Google, google_server
from tests.simulators.google.mail import Sent
from tests.simulators.google.troubles import (
    broken,
    cut_short,
    denied,
    gone,
    half_json,
    hang_up,
    held,
    lost_answer,
    no_access,
    no_grant,
    not_enabled,
    out_of_quota,
    out_of_scope,
    refused,
    slow,
    throttled,
    throttled_project,
    throttled_user,
    unauthorized,
)

__all__ = [
    "CLIENT_ID",
    "SECRET",
    "Calendar",
    "Google",
    "Grant",
    "MailOut",
    "Sent",
    "broken",
    "cut_short",
    "denied",
    "gone",
    "google_server",
    "half_json",
    "hang_up",
    "held",
    "load_calendar",
    "lost_answer",
    "no_access",
    "no_grant",
    "not_enabled",
    "out_of_quota",
    "out_of_scope",
    "refused",
    "slow",
    "throttled",
    "throttled_project",
    "throttled_user",
    "unauthorized",
    "whole_scopes",
]
