"""What leaves Graph that is played here: mail, and notifications to those who subscribe."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from tests.simulators.judges import is_a, is_like
from tests.simulators.loopback import Answer, Asked, Loopback, serve
from tests.simulators.microsoft import (
    Graph,
    Mailbox,
)
from tests.simulators.microsoft.client import (
    LASTING,
    NOW,
    TO_KARIN,
    Client,
    Json,
    code,
    meeting,
    visit,
)

# Mail


def test_a_whole_message_is_sent_as_it_is(graph: Graph, client: Client, box: Mailbox) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Message-ID"] = (
        "Astrid Ek <astrid@nordverk.example>",
        box.address,
        "<b1@kanelbulle.example>",
    )
    letter["Subject"] = "Veckans besök"
    letter.set_content("Hej")
    letter.add_alternative("<p>Hej</p>", subtype="html")
    body = base64.b64encode(bytes(letter))
    answer = client.ask("POST", "/me/sendMail", data=body, headers={"Content-Type": "text/plain"})
    assert (answer.status_code, answer.content) == (202, b"")
    assert graph.sent[0].mime == bytes(letter)
    assert graph.sent[0].email["subject"] == "Veckans besök"
    found = client.get(
        "/me/mailFolders/sentitems/messages?$filter=internetMessageId eq '<b1@kanelbulle.example>'"
    ).json()["value"]
    assert [one["subject"] for one in found] == ["Veckans besök"]
    is_a("Message", found[0])
    letter.replace_header("From", "sven@nordverk.example")
    body = base64.b64encode(bytes(letter))
    assert client.ask("POST", "/me/sendMail", data=body, headers={"Content-Type": "text/plain"}).status_code == 403


def test_a_message_may_be_told_in_json_and_kept_or_not(graph: Graph, client: Client) -> None:
    message = {"subject": "Hej", "body": {"contentType": "Text", "content": "Hej"}, "toRecipients": [TO_KARIN]}
    assert client.post("/me/sendMail", {"message": message, "saveToSentItems": "false"}).status_code == 202
    assert graph.sent[0].message == message
    assert client.get("/me/mailFolders/sentitems/messages").json()["value"] == []
    assert client.post("/me/sendMail", {"message": {**message, "toRecipients": []}}).status_code == 400
    header = {"internetMessageHeaders": [{"name": "List-Unsubscribe", "value": "<https://kanelbulle.example>"}]}
    assert code(client.post("/me/sendMail", {"message": message | header})) == (400, "InvalidInternetMessageHeader")


def test_a_draft_waits_until_it_is_sent(graph: Graph, client: Client) -> None:
    draft = client.post("/me/messages", {"subject": "Hej", "toRecipients": [TO_KARIN]}).json()
    assert (draft["isDraft"], graph.sent) == (True, [])
    assert draft["webLink"].startswith("https://outlook.office365.com/owa/?ItemID=")
    assert client.post(f"/me/messages/{draft['id']}/send").status_code == 202
    assert len(graph.sent) == 1
    assert client.post(f"/me/messages/{draft['id']}/send").status_code == 400


# Subscriptions


def listens(asked: Asked) -> Answer:
    token = asked.params.get("validationToken")
    return Answer(token.encode(), 200, {"Content-Type": "text/plain"}) if token else Answer(b"", 202)


@pytest.fixture
def webhook() -> Iterator[Loopback]:
    with serve(listens) as server:
        yield server


def subscription(webhook: Loopback, **told: Any) -> Json:
    url = f"{webhook.url}/webhooks"
    plain = {"changeType": "created,updated,deleted", "notificationUrl": url, "lifecycleNotificationUrl": f"{url}/life"}
    until = (NOW + timedelta(days=2)).isoformat().replace("+00:00", "Z")
    return {**plain, "resource": "me/events", "expirationDateTime": until, "clientState": "k4ne1", **told}


def test_subscribers_shake_hands_and_hear_of_changes(
    graph: Graph, client: Client, box: Mailbox, webhook: Loopback
) -> None:
    before = meeting(box)
    made = client.post("/subscriptions", subscription(webhook), **LASTING)
    assert made.status_code == 201
    assert [asked.path for asked in webhook.asked] == ["/webhooks", "/webhooks/life"]
    news = ("lifecycleNotificationUrl", "notificationQueryOptions", "includeResourceData", "encryptionCertificate")
    is_like("subscription", made.json(), *news, "notificationUrlAppId", "encryptionCertificateId")
    is_a("Subscription", {name: value for name, value in made.json().items() if name != "notificationContentType"})
    assert graph.notify() == []
    new = box.add(**visit())
    box.change(before["id"], subject="Nytt")
    assert graph.notify() == [202]
    told = webhook.asked[-1].json
    assert {(one["changeType"], one["resourceData"]["id"]) for one in told["value"]} == {
        ("created", new["id"]),
        ("updated", before["id"]),
    }
    is_like("notification", told)
    is_a("ChangeNotificationCollection", {"value": [{**one, "resourceData": {}} for one in told["value"]]})
    box.delete(new["id"])
    assert graph.notify() == [202]
    assert [one["changeType"] for one in webhook.asked[-1].json["value"]] == ["deleted"]


def test_subscribers_hear_of_their_subscriptions_life(graph: Graph, client: Client, webhook: Loopback) -> None:
    made = client.post("/subscriptions", subscription(webhook)).json()
    assert graph.lifecycle("reauthorizationRequired") == [202]
    is_like("lifecycle", webhook.asked[-1].json)
    is_a("ChangeNotificationCollection", webhook.asked[-1].json)
    assert client.post(f"/subscriptions/{made['id']}/reauthorize").status_code == 200
    assert graph.lifecycle("subscriptionRemoved", made["id"]) == [202]
    assert client.get("/subscriptions").json()["value"] == []
    assert code(client.patch(f"/subscriptions/{made['id']}", {})) == (404, "ResourceNotFound")


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"kanelbulle", 200, {"Content-Type": "text/plain"}),
        Answer(b"{}", 200, {"Content-Type": "application/json"}),
        Answer(b"", 404),
        Answer(cut=True),
    ],
)
def test_a_subscriber_that_does_not_answer_rightly_gets_nothing(client: Client, answer: Answer) -> None:
    with serve(answer) as webhook:
        assert code(client.post("/subscriptions", subscription(webhook))) == (400, "InvalidRequest")
    assert client.get("/subscriptions").json()["value"] == []


def test_a_handshake_must_be_plain_text(client: Client) -> None:
    def as_page(asked: Asked) -> Answer:
        return Answer(asked.params["validationToken"].encode(), 200, {"Content-Type": "text/html"})

    with serve(as_page) as webhook:
        assert client.post("/subscriptions", subscription(webhook)).status_code == 400


def test_a_subscription_lives_between_45_minutes_and_a_week(graph: Graph, client: Client, webhook: Loopback) -> None:
    def until(**later: int) -> str:
        return (NOW + timedelta(**later)).isoformat()

    made = client.post("/subscriptions", subscription(webhook, expirationDateTime=until(minutes=5))).json()
    assert made["expirationDateTime"] == "2026-03-02T07:45:00.0000000Z"
    assert code(client.post("/subscriptions", subscription(webhook))) == (409, "ResourceConflict")
    path = f"/subscriptions/{made['id']}"
    assert client.patch(path, {"expirationDateTime": until(minutes=10_081)}).status_code == 400
    assert (
        client.patch(path, {"expirationDateTime": until(days=7)}).json()["expirationDateTime"]
        == "2026-03-09T07:00:00.0000000Z"
    )
    graph.now = lambda: NOW + timedelta(days=8)
    assert client.get(path).status_code == 404
    assert client.post("/subscriptions", subscription(webhook, expirationDateTime=until(days=9))).status_code == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"clientState": "k" * 129},
        {"changeType": "touched"},
        {"resource": "me/calendarView"},
        {"resource": "users/nobody@nordverk.example/events"},
        {"notificationUrl": "http://kanelbulle.example/webhooks"},
        {"expirationDateTime": "2026-03-01T00:00:00Z"},
        {"expirationDateTime": None},
    ],
)
def test_a_subscription_that_cannot_be_is_refused(client: Client, webhook: Loopback, wrong: Json) -> None:
    assert client.post("/subscriptions", subscription(webhook, **wrong)).status_code == 400
    assert webhook.asked == []
