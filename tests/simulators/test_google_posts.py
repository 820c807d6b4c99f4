"""What leaves Google that is played here: letters by Gmail, and messages to channels."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from tests.simulators.google import Calendar, Google
from tests.simulators.google.client import (
    ASTRID,
    EVENTS,
    NOW,
    SEND,
    STOP,
    Client,
    Json,
    reason,
    visit,
)
from tests.simulators.judges import is_like, sample
from tests.simulators.loopback import Answer, Asked, Loopback, serve

DRAFTS = "/gmail/v1/users/me/drafts"
MESSAGES = "/gmail/v1/users/me/messages"
WATCH = f"{EVENTS}/watch"

# Gmail


def letter(sender: str = ASTRID, **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, ASTRID, "Veckans besök"
    for name, text in headers.items():
        made[name.replace("_", "-")] = text
    made.set_content("Hej Åsa")
    made.add_alternative("<p>Hej Åsa</p>", subtype="html")
    return made


def raw(told: EmailMessage) -> Json:
    return {"raw": base64.urlsafe_b64encode(bytes(told)).decode()}


def test_a_letter_is_sent_as_it_is(google: Google, asker: Client) -> None:
    told = letter(message_id="<b1@kanelbulle.example>")
    sent = asker.post(raw(told), SEND).json()
    is_like("google/mail_sent", sent)
    assert (sent["labelIds"], google.sent[0].sender, google.sent[0].mime) == (["SENT"], ASTRID, bytes(told))
    assert google.sent[0].email["subject"] == "Veckans besök"
    assert asker.post({"raw": raw(told)["raw"].rstrip("=")}, SEND).status_code == 200


def test_gmail_writes_who_sends_and_names_what_has_no_name(google: Google, asker: Client) -> None:
    other = "Kanelbulle <besked@kanelbulle.example>"
    asker.post(raw(letter(other, message_id="<b1@kanelbulle.example>")), SEND)
    asker.post(raw(letter()), SEND)
    email, nameless = (one.email for one in google.sent)
    assert (email["from"], email["message-id"]) == (f"Kanelbulle <{ASTRID}>", "<b1@kanelbulle.example>")
    assert (nameless["from"], nameless["message-id"].endswith("@mail.gmail.com>")) == (ASTRID, True)
    assert email.get_body(("plain",)).get_content().strip() == "Hej Åsa"


@pytest.mark.parametrize("told", [{}, {"raw": ""}, {"raw": "a+b/"}, {"raw": base64.b64encode(b"Hej\n").decode()}])
def test_what_is_no_letter_is_not_sent(google: Google, asker: Client, told: Json) -> None:
    assert reason(asker.post(told, SEND)) == (400, "invalidArgument")
    assert google.sent == []


def test_a_draft_is_kept_and_not_sent(google: Google, asker: Client, calendar: Calendar) -> None:
    made = asker.post({"message": raw(letter(message_id="<b2@kanelbulle.example>"))}, DRAFTS).json()
    assert (made["message"]["labelIds"], google.sent) == (["DRAFT"], [])
    assert [one["id"] for one in calendar.drafts] == [made["id"]]
    assert b"Veckans" in calendar.drafts[0]["mime"]


def test_whether_a_letter_went_is_found_by_its_name(google: Google, calendar: Calendar) -> None:
    asker = Client(google, google.token(calendar, "gmail.modify"))
    told = asker.post(raw(letter(message_id="<b1@kanelbulle.example>")), SEND).json()
    found = asker.get(MESSAGES, q="rfc822msgid:<b1@kanelbulle.example>").json()
    assert found["messages"] == [{"id": told["id"], "threadId": told["threadId"]}]
    assert asker.get(MESSAGES, q="rfc822msgid:b3@kanelbulle.example").json() == {"resultSizeEstimate": 0}
    assert len(asker.get(MESSAGES, labelIds="SENT").json()["messages"]) == 1
    assert asker.get(MESSAGES, labelIds="DRAFT").json()["resultSizeEstimate"] == 0
    headers_only = Client(google, google.token(calendar, "gmail.metadata"))
    assert headers_only.get(MESSAGES, q="rfc822msgid:b1@kanelbulle.example").status_code == 403


def test_letters_may_be_in_threads(asker: Client) -> None:
    first = asker.post(raw(letter(message_id="<b1@kanelbulle.example>")), SEND).json()
    again = asker.post({**raw(letter()), "threadId": first["threadId"]}, SEND).json()
    assert (again["threadId"], again["id"] == first["id"]) == (first["threadId"], False)


# Channels


@pytest.fixture
def webhook() -> Iterator[Loopback]:
    with serve(Answer(b"", 204)) as server:
        yield server


def channel(webhook: Loopback, **told: Any) -> Json:
    plain = {"id": "01234567-89ab-cdef", "type": "web_hook", "address": f"{webhook.url}/webhooks/google"}
    return {**plain, "token": "k4ne1", **told}


def test_the_first_message_comes_before_the_answer(google: Google, asker: Client, webhook: Loopback) -> None:
    heard: list[int] = []

    def listens(asked: Asked) -> Answer:
        heard.append(google.asked[-1].status)
        return Answer(b"", 204)

    webhook.respond = listens
    made = asker.post(channel(webhook), WATCH).json()
    is_like("google/channel", made)
    assert made["expiration"] == str(int((NOW + timedelta(days=7)).timestamp() * 1000))
    [first] = webhook.asked
    assert (first.headers["x-goog-resource-state"], first.headers["x-goog-message-number"]) == ("sync", "1")
    assert heard == [0]


def test_channels_hear_that_something_changed_and_not_what(
    google: Google, asker: Client, calendar: Calendar, webhook: Loopback
) -> None:
    made = asker.post(channel(webhook), WATCH).json()
    assert google.notify() == []
    calendar.add(**visit())
    calendar.add(**visit())
    assert google.notify() == [204]
    assert google.notify() == []
    told = webhook.asked[-1]
    documented = {name.lower(): text for name, text in sample("google/notice_headers").items()}
    assert documented.keys() <= told.headers.keys()
    assert (told.method, told.path, told.body) == ("POST", "/webhooks/google", b"")
    assert told.headers["x-goog-resource-state"] == "exists"
    assert told.headers["x-goog-channel-id"] == made["id"]
    assert told.headers["x-goog-channel-token"] == "k4ne1"
    assert told.headers["x-goog-channel-expiration"] == documented["x-goog-channel-expiration"]
    assert told.headers["x-goog-resource-id"] == made["resourceId"]
    assert int(told.headers["x-goog-message-number"]) > 2


def test_a_channel_ends_when_it_is_stopped_or_its_time_is_over(
    google: Google, asker: Client, calendar: Calendar, webhook: Loopback
) -> None:
    made = asker.post(channel(webhook), WATCH).json()
    stranger = Client(google, google.token(google.calendar("sven@nordverk.example")))
    ends = {"id": made["id"], "resourceId": made["resourceId"]}
    assert reason(stranger.post(ends, STOP)) == (404, "notFound")
    assert reason(asker.post({**ends, "resourceId": "other"}, STOP)) == (404, "notFound")
    assert asker.post(ends, STOP).status_code == 204
    assert asker.post(ends, STOP).status_code == 404
    assert reason(asker.post(channel(webhook), WATCH)) == (400, "channelIdNotUnique")
    asker.post(channel(webhook, id="b2", params={"ttl": "3600"}), WATCH)
    calendar.add(**visit())
    google.now = lambda: NOW + timedelta(minutes=61)
    assert google.notify() == []


def test_nobody_needs_to_listen(google: Google, asker: Client, calendar: Calendar, webhook: Loopback) -> None:
    webhook.respond = lambda asked: Answer(b"", 500)
    assert asker.post(channel(webhook), WATCH).status_code == 200
    calendar.add(**visit())
    assert google.notify() == [500]
    webhook.respond = lambda asked: Answer(hang=False, cut=True, status=200)
    calendar.add(**visit())
    assert google.notify() == [0]


def test_a_channel_lasts_a_week_at_most(google: Google, asker: Client, webhook: Loopback) -> None:
    google.expiration_as_number = True
    later = int((NOW + timedelta(days=30)).timestamp() * 1000)
    google_says = asker.ask("POST", WATCH, json=channel(webhook, expiration=later)).json()["expiration"]
    assert google_says == int((NOW + timedelta(days=7)).timestamp() * 1000)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"type": "email"}, "channelUnknown"),
        ({"id": ""}, "invalid"),
        ({"id": "k" * 65}, "invalid"),
        ({"id": "kanel bulle"}, "invalid"),
        ({"token": "k" * 257}, "invalid"),
        ({"address": "http://kanelbulle.example/webhooks"}, "push.webhookUrlNotHttps"),
        ({"expiration": 1}, "invalid"),
        ({"notify": True}, "badRequest"),
    ],
)
def test_a_channel_that_cannot_be_is_refused(asker: Client, webhook: Loopback, wrong: Json, why: str) -> None:
    assert reason(asker.post(channel(webhook, **wrong), WATCH)) == (400, why)
    assert webhook.asked == []
