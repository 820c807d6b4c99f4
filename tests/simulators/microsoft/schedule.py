"""When people are free: digits for each stretch of time, and what stands behind them.

https://learn.microsoft.com/graph/api/calendar-getschedule
"""

from datetime import datetime, timedelta

from tests.simulators.microsoft.call import Call
from tests.simulators.microsoft.errors import bad_request
from tests.simulators.microsoft.event import Json, begins, ends
from tests.simulators.microsoft.mailbox import Mailbox
from tests.simulators.microsoft.people import working_hours
from tests.simulators.microsoft.times import moment, read_stamp, turned
from tests.simulators.wire import Answer

MOST, LONGEST = 20, timedelta(days=62)
DIGITS = {"free": 0, "tentative": 1, "busy": 2, "oof": 3, "workingElsewhere": 4}
WEIGHT = {"free": 0, "workingElsewhere": 1, "tentative": 2, "busy": 3, "oof": 4}


def free_busy(call: Call) -> Answer:
    told = call.told
    who, interval = told.get("schedules"), told.get("availabilityViewInterval", 30)
    start, end = (moment(read_stamp(told.get(name), name)) for name in ("startTime", "endTime"))
    if not isinstance(who, list) or not 0 < len(who) <= MOST:
        raise bad_request(f"Between one and {MOST} schedules can be asked for.", "ErrorInvalidParameter")
    if not isinstance(interval, int) or not 5 <= interval <= 1440:
        raise bad_request("The interval is between 5 and 1440 minutes.", "ErrorInvalidParameter")
    if not timedelta() < end - start <= LONGEST:
        raise bad_request("The requested time duration is too long.", "ErrorInvalidParameter")
    values = [_one(call, str(name), start, end, timedelta(minutes=interval)) for name in who]
    return call.collection("Collection(microsoft.graph.scheduleInformation)", values)


def _one(call: Call, name: str, start: datetime, end: datetime, step: timedelta) -> Json:
    box = call.graph.mailbox_of(name)
    if box is None:
        text = f"Mail address {name} cannot be resolved to a user in this organization."
        error = {"message": text, "responseCode": "ErrorMailRecipientNotFound"}
        return {"scheduleId": name, "availabilityView": "", "error": error, "scheduleItems": [], "workingHours": None}
    busy = [box.fields(ident) for ident in box.window(start, end)]
    digits, at = "", start
    while at < end:
        within = [one["showAs"] for one in busy if begins(one) < at + step and ends(one) > at]
        digits += str(DIGITS[max(within, key=lambda shown: WEIGHT.get(shown, 0), default="free")])
        at += step
    items = [_item(call, box, one) for one in busy]
    return {"scheduleId": name, "availabilityView": digits, "scheduleItems": items, "workingHours": working_hours(box)}


def _item(call: Call, box: Mailbox, kept: Json) -> Json:
    edges = {edge: turned(kept[edge], call.look.zone) for edge in ("start", "end")}
    private = kept["sensitivity"] == "private"
    if not (box is call.box or box.shares_details):
        return {"status": kept["showAs"], **edges}
    words = (
        {}
        if private and box is not call.box
        else {"subject": kept["subject"], "location": kept["location"]["displayName"]}
    )
    return {"isPrivate": private, "status": kept["showAs"], **words, **edges}
