"""Channels that are told when a calendar changes: opened, told of, stopped, and over by themselves.

https://developers.google.com/workspace/calendar/api/guides/push
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests

from tests.simulators.google.call import Call
from tests.simulators.google.errors import GoogleError, bad_request, not_found
from tests.simulators.google.event import Json
from tests.simulators.google.idents import new_token
from tests.simulators.wire import Answer, says

if TYPE_CHECKING:
    from tests.simulators.google.google import Google

LONGEST = timedelta(days=7)
MOST_TOKEN = 256
NAME = re.compile(r"[A-Za-z0-9\-_+/=]{1,64}")
PATIENCE = 10  # seconds
AGENT = "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)"


class Channels:
    """All that are alive, each with the number of its last message and up to which version it has been told."""

    def __init__(self, google: "Google") -> None:
        self.google = google
        self.kept: dict[str, Json] = {}
        self.used: set[str] = set()

    def alive(self) -> dict[str, Json]:
        now = self.google.now()
        self.kept = {name: one for name, one in self.kept.items() if one["until"] > now}
        return self.kept

    def notify(self) -> list[int]:
        """One POST to each channel whose calendar has changed; the status of each answer, 0 where there was none."""
        heard = []
        for one in list(self.alive().values()):
            box = self.google.calendar_of(one["box"])
            if box and box.version > one["told"]:
                one["told"] = box.version
                heard.append(self.tell(one, "exists"))
        return heard

    def tell(self, one: Json, state: str) -> int:
        """Numbers grow, though not one by one."""
        one["number"] += 1 if not one["number"] else 9
        headers = {
            "Content-Type": "application/json; utf-8",
            "User-Agent": AGENT,
            "X-Goog-Channel-ID": one["id"],
            "X-Goog-Channel-Expiration": format_datetime(one["until"].replace(microsecond=0), usegmt=True),
            "X-Goog-Resource-ID": one["resourceId"],
            "X-Goog-Resource-URI": one["resourceUri"],
            "X-Goog-Resource-State": state,
            "X-Goog-Message-Number": str(one["number"]),
            **({"X-Goog-Channel-Token": one["token"]} if one["token"] else {}),
        }
        try:
            heard = requests.post(
                one["address"],
                data=b"",
                headers=headers,
                timeout=PATIENCE,
                verify=self.google.trusts,
                allow_redirects=False,
            )
        except requests.RequestException:
            return 0
        return heard.status_code


def watch(call: Call) -> Answer:
    """The first message goes out before this is answered."""
    told, channels = call.told, call.google.channels
    name, token = str(told.get("id", "")), str(told.get("token", ""))
    if told.get("type") not in {"web_hook", "webhook"}:
        raise bad_request("Unknown channel type", "channelUnknown")
    if not NAME.fullmatch(name):
        raise bad_request("Invalid channel id.", "invalid")
    if name in channels.used:
        raise bad_request(f"Channel id {name} not unique", "channelIdNotUnique")
    if len(token) > MOST_TOKEN:
        raise bad_request("The token of a channel is too long.", "invalid")
    _check_address(str(told.get("address", "")))
    made = _made(call, told)
    with call.google.lock:
        channels.used.add(name)
        channels.kept[name] = made
    channels.tell(made, "sync")
    return call.answer(_written(call, made))


def stop(call: Call) -> Answer:
    told, channels = call.told, call.google.channels
    found = channels.alive().get(str(told.get("id", "")))
    if found is None or found["resourceId"] != told.get("resourceId") or found["owner"] != _owner(call):
        raise not_found(f"Channel '{told.get('id')}' not found for project '000000000000'")
    del channels.kept[found["id"]]
    return says(None, 204)


def _made(call: Call, told: Json) -> Json:
    box = call.box
    return {
        "id": told["id"],
        "token": str(told.get("token", "")),
        "address": told["address"],
        "resourceId": new_token(box.address, "resource"),
        "resourceUri": f"{call.google.api_url}{call.asked.path.removesuffix('/watch')}?alt=json",
        "until": _until(call, told),
        "box": box.address,
        "owner": _owner(call),
        "told": box.version,
        "number": 0,
    }


def _written(call: Call, made: Json) -> Json:
    told = {name: made[name] for name in ("id", "resourceId", "resourceUri", "token") if made[name]}
    expires: Any = int(made["until"].timestamp() * 1000)
    expires = expires if call.google.expiration_as_number else str(expires)
    return {"kind": "api#channel", **told, "expiration": expires}


def _until(call: Call, told: Json) -> datetime:
    """What is asked for, a week at the most."""
    now = call.google.now()
    wanted = now + LONGEST
    ttl = (told.get("params") or {}).get("ttl")
    if ttl is not None:
        wanted = now + timedelta(seconds=int(ttl))
    if told.get("expiration") is not None:
        wanted = datetime.fromtimestamp(int(told["expiration"]) / 1000, UTC)
    if wanted <= now:
        raise bad_request("The expiration of a channel lies in the future.", "invalid")
    return min(wanted, now + LONGEST).astimezone(UTC)


def _check_address(told: str) -> None:
    """Only https from the outside; this machine's own address may do without."""
    address = urlsplit(told)
    if address.scheme == "https" or (address.scheme == "http" and address.hostname in {"127.0.0.1", "localhost"}):
        return
    raise GoogleError(400, "push.webhookUrlNotHttps", f"WebHook callback must be HTTPS: {told}")


def _owner(call: Call) -> tuple[str, str]:
    return call.grant.address, call.grant.client
