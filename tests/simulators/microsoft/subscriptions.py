"""Subscriptions to changes: made, renewed and ended by the interface.

https://learn.microsoft.com/graph/api/resources/subscription
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from tests.simulators.microsoft.call import Call, Grant
from tests.simulators.microsoft.errors import GraphError, access_denied, bad_request, not_found
from tests.simulators.microsoft.event import Json
from tests.simulators.microsoft.times import zulu
from tests.simulators.microsoft.wire import says
from tests.simulators.wire import Answer

LONGEST, SHORTEST = timedelta(minutes=10_080), timedelta(minutes=45)
MOST_STATE = 128
KINDS = ("created", "updated", "deleted")


def create(call: Call) -> Answer:
    told = call.told
    kept, every = _read(call, told), call.graph.subscriptions
    same = ("resource", "changeType", "creatorId")
    if any(all(one[name] == kept[name] for name in same) for one in every.alive().values()):
        raise GraphError(409, "ResourceConflict", "A subscription for this resource and changeType exists already.")
    for name in ("notificationUrl", "lifecycleNotificationUrl"):
        if kept[name]:
            every.shake_hands(kept[name])
    every.kept[kept["id"]] = kept
    box = every.box_of(kept)
    every.told[kept["id"]], every.lasting[kept["id"]] = box.version if box else 0, call.prefs.lasting
    return says({"@odata.context": call.context("subscriptions/$entity"), **kept}, 201)


def listing(call: Call) -> Answer:
    mine = [one for one in call.graph.subscriptions.alive().values() if one["creatorId"] == _creator(call.grant)]
    return call.collection("subscriptions", mine)


def one(call: Call) -> Answer:
    return says({"@odata.context": call.context("subscriptions/$entity"), **_find(call)})


def renew(call: Call) -> Answer:
    kept, told = _find(call), call.told
    if not told.keys() <= {"expirationDateTime", "notificationUrl"}:
        raise bad_request("Only expirationDateTime and notificationUrl can be updated.", "InvalidRequest")
    if "expirationDateTime" in told:
        kept["expirationDateTime"] = _expiry(call, told["expirationDateTime"])
    if told.get("notificationUrl"):
        call.graph.subscriptions.shake_hands(_url(told["notificationUrl"], "notificationUrl"))
        kept["notificationUrl"] = told["notificationUrl"]
    return says({"@odata.context": call.context("subscriptions/$entity"), **kept})


def remove(call: Call) -> Answer:
    name = _find(call)["id"]
    del call.graph.subscriptions.kept[name]
    return says(None, 204)


def reauthorize(call: Call) -> Answer:
    _find(call)
    return says(None, 200)


def _read(call: Call, told: Json) -> Json:
    state, kinds = told.get("clientState"), str(told.get("changeType", ""))
    if not set(kinds.split(",")) <= set(KINDS):
        raise bad_request("The changeType is not valid.", "InvalidRequest")
    if len(state or "") > MOST_STATE:
        raise bad_request(f"The clientState is longer than {MOST_STATE} characters.", "InvalidRequest")
    if told.get("includeResourceData"):
        raise bad_request("An encryptionCertificate is needed for resource data.", "InvalidRequest")
    lifecycle = told.get("lifecycleNotificationUrl")
    return {
        "id": str(uuid4()),
        "resource": _resource(call, str(told.get("resource", ""))),
        "applicationId": call.grant.client,
        "changeType": kinds,
        "clientState": state,
        "notificationUrl": _url(told.get("notificationUrl"), "notificationUrl"),
        "lifecycleNotificationUrl": _url(lifecycle, "lifecycleNotificationUrl") if lifecycle else None,
        "expirationDateTime": _expiry(call, told.get("expirationDateTime")),
        "creatorId": _creator(call.grant),
        "latestSupportedTlsVersion": told.get("latestSupportedTlsVersion") or "v1_2",
        "notificationContentType": "application/json",
        **dict.fromkeys(
            ("notificationQueryOptions", "includeResourceData", "encryptionCertificate", "notificationUrlAppId")
        ),
        "encryptionCertificateId": None,
    }


def _resource(call: Call, resource: str) -> str:
    parts = resource.strip("/").split("/")
    mine = len(parts) == 2 and parts[0].lower() == "me"
    if parts[-1].lower() != "events" or not (mine or (len(parts) == 3 and parts[0].lower() == "users")):
        raise bad_request(f"Invalid resource '{resource}'.", "InvalidRequest")
    who = call.grant.oid if mine else parts[1]
    box = call.graph.mailbox_of(who)
    if box is None or (mine and call.grant.app):
        raise bad_request(f"Invalid resource '{resource}'.", "InvalidRequest")
    if not box.enabled:
        raise GraphError(
            400, "ExtensionError", "Operation: Create; Exception: Mailbox is currently on backend 'Unknown'."
        )
    outside = call.grant.only is not None and box.address.casefold() not in {
        name.casefold() for name in call.grant.only
    }
    if outside or (not call.grant.app and box.oid.casefold() != call.grant.oid.casefold()):
        raise access_denied()
    return resource


def _expiry(call: Call, told: Any) -> str:
    try:
        wanted = datetime.fromisoformat(told)
    except (TypeError, ValueError) as error:
        raise bad_request("The expirationDateTime is not valid.", "InvalidRequest") from error
    wanted, now = (wanted if wanted.tzinfo else wanted.replace(tzinfo=UTC)), call.graph.now()
    if wanted <= now:
        raise bad_request("Subscription expiration must be in the future.", "InvalidRequest")
    if wanted > now + LONGEST:
        raise bad_request(
            f"Subscription expiration can only be {LONGEST // timedelta(minutes=1)} minutes in the future.",
            "InvalidRequest",
        )
    return zulu(max(wanted, now + SHORTEST))


def _url(told: Any, name: str) -> str:
    """Only https from the outside; this machine's own address may do without."""
    address = urlsplit(str(told or ""))
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in {"127.0.0.1", "localhost"}):
        raise bad_request(f"The {name} must be an https address.", "InvalidRequest")
    return str(told)


def _creator(grant: Grant) -> str:
    return grant.client if grant.app else grant.oid


def _find(call: Call) -> Json:
    found = call.graph.subscriptions.alive().get(call.names["id"])
    if found is None or found["creatorId"] != _creator(call.grant):
        raise not_found("ResourceNotFound", "The object was not found.")
    return found
