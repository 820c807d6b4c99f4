"""What an add-on's endpoint may answer, around its cards: the shapes are in no discovery document, so they are told here.

https://developers.google.com/workspace/add-ons/guides/alternate-runtimes
"""

from typing import Any

Json = dict[str, Any]


def thing(required: tuple[str, ...] = (), **properties: Json) -> Json:
    """Of these names and no others."""
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "required": list(required),
        "minProperties": 1,
    }


def some(of: Json) -> Json:
    return {"type": "array", "items": of, "minItems": 1}


def one_of(*names: str) -> Json:
    return {"enum": list(names)}


TEXT: Json = {"type": "string", "minLength": 1}
TRUE: Json = {"const": True}
CARD: Json = {"type": "object"}  # judged by itself
NAVIGATION = {
    **thing((), pushCard=CARD, updateCard=CARD, pop=TRUE, popToRoot=TRUE, popToCard=TEXT),
    "maxProperties": 1,
}
LINK = thing(("url",), url=TEXT, openAs=one_of("FULL_SIZE", "OVERLAY"), onClose=one_of("NOTHING", "RELOAD"))
NOTIFICATION = thing(("text",), text={**TEXT, "maxLength": 200, "pattern": r"\S"})
ACTION = thing((), navigations=some(NAVIGATION), notification=NOTIFICATION, link=LINK)
ATTACHMENT = thing(("resourceUrl", "title"), resourceUrl=TEXT, title=TEXT, mimeType=TEXT, iconUrl=TEXT)
CALENDAR = {
    **thing(
        (),
        editAttendeesActionMarkup=thing(
            ("addAttendeeEmails",), addAttendeeEmails=some({**TEXT, "pattern": "^[^@ ]+@[^@ ]+$"})
        ),
        editConferenceDataActionMarkup=thing(("conferenceData",), conferenceData={"type": "object"}),
        addAttachmentsActionMarkup=thing(("addonAttachments",), addonAttachments=some(ATTACHMENT)),
        calendarSubscriptionActionMarkup=thing(
            ("operation", "calendarId"), operation=one_of("CREATE"), calendarId=TEXT
        ),
    ),
    "maxProperties": 1,
}
HOST = thing(("calendarAction",), calendarAction=CALENDAR)
PUSHED = thing(("navigations",), navigations={**some(thing(("pushCard",), pushCard=CARD)), "maxItems": 1})

# By the name that tells them apart.
FORMS: dict[str, Json] = {
    "renderActions": thing(
        ("renderActions",), renderActions=thing((), action=ACTION, hostAppAction=HOST), stateChanged={"type": "boolean"}
    ),
    "action": thing(("action",), action=ACTION, hostAppAction=HOST),
    "autoComplete": thing(("autoComplete",), autoComplete=thing(("items",), items=some(thing(("text",), text=TEXT)))),
    "basic_authorization_prompt": thing(
        ("basic_authorization_prompt",),
        basic_authorization_prompt=thing(("authorization_url", "resource"), authorization_url=TEXT, resource=TEXT),
    ),
    "custom_authorization_prompt": thing(
        ("custom_authorization_prompt",), custom_authorization_prompt=thing(("action",), action=PUSHED)
    ),
    "requesting_google_scopes": thing(
        ("requesting_google_scopes",),
        requesting_google_scopes={
            **thing((), scopes=some({**TEXT, "pattern": "^https://www\\.googleapis\\.com/auth/"}), all_scopes=TRUE),
            "maxProperties": 1,
        },
    ),
}
