"""What writing does to an online meeting: a door one goes through once, and a body that closes it.

https://learn.microsoft.com/graph/api/event-update
"""

from tests.simulators.microsoft import teams
from tests.simulators.microsoft.call import Call
from tests.simulators.microsoft.event import Json
from tests.simulators.microsoft.mailbox import Mailbox

PROVIDERS = {"teamsForBusiness"}


def about_meeting(call: Call, before: Json, ready: Json) -> Json:
    """isOnlineMeeting is a door one goes through once; a body without the block closes it, or so it is reported."""
    online = ready.pop("isOnlineMeeting", None)
    provider = ready.pop("onlineMeetingProvider", None)
    if not before["isOnlineMeeting"]:
        wants = online or (provider in PROVIDERS and online is None)
        return ready | with_meeting(call.box, {**before, **ready}) if wants else _came_back(call, before, ready)
    lost = "body" in ready and not teams.holds(ready["body"], (before["onlineMeeting"] or {}).get("joinUrl", "\0"))
    if lost and call.graph.body_flips != "ignored":
        ready |= {
            "isOnlineMeeting": False,
            "onlineMeeting": None,
            "onlineMeetingProvider": "unknown",
            "_lost": before["onlineMeeting"],
        }
    return ready


def _came_back(call: Call, before: Json, ready: Json) -> Json:
    lost = before.get("_lost")
    if call.graph.body_flips != "comes_back" or not lost or "body" not in ready:
        return ready
    body = teams.with_block(ready["body"], lost["joinUrl"], call.box.language)
    return ready | {
        "isOnlineMeeting": True,
        "onlineMeeting": lost,
        "onlineMeetingProvider": "teamsForBusiness",
        "body": body,
        "_lost": None,
    }


def with_meeting(box: Mailbox, kept: Json) -> Json:
    join_url = teams.new_join_url(box.tenant, box.oid, kept["iCalUId"])
    return {
        "isOnlineMeeting": True,
        "onlineMeetingProvider": "teamsForBusiness",
        "onlineMeeting": {"joinUrl": join_url},
        "body": teams.with_block(kept["body"], join_url, box.language),
    }
