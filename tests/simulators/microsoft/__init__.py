"""Microsoft Graph v1.0 as the documentation and the field describe it, for tests: a real server on this machine's own address.

https://learn.microsoft.com/graph/api/overview
"""

from tests.simulators.microsoft.call import Grant
from tests.simulators.microsoft.from_ics import load_calendar
from tests.simulators.microsoft.graph import Graph, graph_server
from tests.simulators.microsoft.mail import Sent, keep_invitation
from tests.simulators.microsoft.mailbox import Mailbox, MailOut
from tests.simulators.microsoft.troubles import (
    blocked_by_policy,
    broken,
    challenged,
    cut_short,
    denied,
    gone,
    half_json,
    hang_up,
    held,
    lost_answer,
    refused,
    slow,
    throttled,
    throttled_silently,
    unauthorized,
    without_mailbox,
)

__all__ = [
    "Grant",
    "Graph",
    "MailOut",
    "Mailbox",
    "Sent",
    "blocked_by_policy",
    "broken",
    "challenged",
    "cut_short",
    "denied",
    "gone",
    "graph_server",
    "half_json",
    "hang_up",
    "held",
    "keep_invitation",
    "load_calendar",
    "lost_answer",
    "refused",
    "slow",
    "throttled",
    "throttled_silently",
    "unauthorized",
    "without_mailbox",
]
