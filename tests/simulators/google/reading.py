"""One event, as it is now.

https://developers.google.com/workspace/calendar/api/v3/reference/events/get
"""

from tests.simulators.google.call import Call
from tests.simulators.wire import Answer


def get(call: Call) -> Answer:
    """What is cancelled too, with all it was."""
    return call.answer(call.box.shown(call.ident, call.look))
