"""What Google Meet puts into an event: asked for, pending at first, and there a little later.

https://developers.google.com/workspace/calendar/api/guides/create-events#conferencing
"""

from hashlib import sha256

from tests.simulators.google.call import Call
from tests.simulators.google.contents import Contents
from tests.simulators.google.errors import bad_request
from tests.simulators.google.event import Json
from tests.simulators.google.idents import Ident

KEY = {"type": "hangoutsMeet"}
ICON = "https://fonts.gstatic.com/s/i/productlogos/meet_2020q4/v6/web-512dp/logo_meet_2020q4_color_2x_web_512dp.png"
LETTERS = "abcdefghijkmnopqrstuvwxyz"


def about_conference(call: Call, before: Json, told: Json) -> Json:
    """What is told with the conference of it as it will be kept; version 0 hears nothing of conferences."""
    heard = call.params.get("conferenceDataVersion") == "1"
    ready = {name: value for name, value in told.items() if name != "conferenceData"}
    if not heard or "conferenceData" not in told:
        return ready
    wanted = told["conferenceData"]
    if wanted is None:
        return {**ready, "conferenceData": None, "hangoutLink": None}
    request = wanted.get("createRequest")
    if request is None:
        return {**ready, "conferenceData": wanted}
    if request.get("requestId") == _request_of(before):
        return ready
    return {**ready, "conferenceData": pending(request)}


def pending(request: Json) -> Json:
    key = request.get("conferenceSolutionKey", {})
    if not request.get("requestId") or key.get("type") != KEY["type"]:
        raise bad_request("Invalid conference type value.")
    told = {"requestId": request["requestId"], "conferenceSolutionKey": KEY, "status": {"statusCode": "pending"}}
    return {"createRequest": told}


def finish(box: Contents, *, works: bool = True) -> None:
    """Every conference that is pending comes to be, or fails."""
    for named, kept in list(box.items.items()):
        request = kept.get("conferenceData", {}).get("createRequest", {})
        if request.get("status") == {"statusCode": "pending"}:
            box.update(Ident(named), room(code_of(box.address, named), request) if works else _failed(request))
        for original, own in list(box.exceptions[named].items()):
            request = (own.get("conferenceData") or {}).get("createRequest", {})
            if request.get("status") == {"statusCode": "pending"}:
                ident = Ident(named, original)
                box.update(ident, room(code_of(box.address, str(ident)), request) if works else _failed(request))


def room(code: str, request: Json | None = None) -> Json:
    """The fields of an event with a Meet of this code."""
    done = {"createRequest": {**request, "status": {"statusCode": "success"}}} if request else {}
    video = {
        "entryPointType": "video",
        "uri": f"https://meet.google.com/{code}",
        "label": f"meet.google.com/{code}",
    }
    phone = {
        "entryPointType": "phone",
        "uri": "tel:+46-8-000-00-00",
        "label": "+46 8 000 00 00",
        "pin": "123456789",
        "regionCode": "SE",
    }
    more = {"entryPointType": "more", "uri": f"https://tel.meet/{code}?pin=1234567890123", "pin": "1234567890123"}
    solution = {"key": KEY, "name": "Google Meet", "iconUri": ICON}
    data = {**done, "entryPoints": [video, phone, more], "conferenceSolution": solution, "conferenceId": code}
    return {"hangoutLink": video["uri"], "conferenceData": data}


def code_of(*parts: str) -> str:
    letters = "".join(LETTERS[one % len(LETTERS)] for one in sha256("/".join(parts).encode()).digest())
    return f"{letters[:3]}-{letters[3:7]}-{letters[7:10]}"


def _request_of(kept: Json) -> str | None:
    found: str | None = (kept.get("conferenceData") or {}).get("createRequest", {}).get("requestId")
    return found


def _failed(request: Json) -> Json:
    return {"conferenceData": {"createRequest": {**request, "status": {"statusCode": "failure"}}}}
