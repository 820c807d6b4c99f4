"""The block that Teams puts under an event's body, and the meeting behind it.

https://learn.microsoft.com/graph/outlook-calendar-online-meetings
"""

import base64
import html
from dataclasses import dataclass
from hashlib import sha256

from tests.simulators.microsoft.bodies import Body, inside, page

HOST = "https://teams.microsoft.com"
LINE = (
    '<div style="width:100%; height:20px"><span style="white-space:nowrap; color:gray; opacity:.36">'
    + "_" * 80
    + "</span>\r\n</div>"
)


@dataclass(frozen=True, slots=True)
class Words:
    join: str
    learn: str
    options: str


# The line breaks fall inside the words, as they do in real ones.
WORDS = {
    "sv": Words("Anslut\r\n till Microsoft Teams-möte", "Läs mer om Teams", "\r\nMötesalternativ"),
    "en": Words("Join\r\n Microsoft Teams Meeting", "Learn more about Teams", "\r\nMeeting options"),
}


def new_join_url(tenant: str, oid: str, uid: str) -> str:
    thread = base64.b64encode(sha256(uid.encode()).hexdigest()[:36].encode()).decode()
    context = f"%7b%22Tid%22%3a%22{tenant}%22%2c%22Oid%22%3a%22{oid}%22%7d"
    return f"{HOST}/l/meetup-join/19%3ameeting_{thread}%40thread.v2/0?context={context}"


def with_block(body: Body, join_url: str, language: str) -> Body:
    """The same body with the block under what people wrote."""
    if holds(body, join_url):
        return body
    return {"contentType": "html", "content": page(f"{inside(body['content'])}\r\n{_block(join_url, language)}")}


def holds(body: Body, join_url: str) -> bool:
    """Whether the block, known by its link, is still there."""
    return join_url in html.unescape(body["content"])


def framed(rows: str) -> str:
    """A block of these rows between its two lines."""
    style = "color:#252424; font-family:'Segoe UI','Helvetica Neue',Helvetica,Arial,sans-serif"
    return f'{LINE}\r\n<div class="me-email-text" style="{style}">\r\n{rows}\r\n</div>\r\n{LINE}'


def link(words: str, address: str, kind: str = "me-email-link") -> str:
    style = "font-size:12px; text-decoration:none; color:#6264a7"
    extra = f'target="_blank" rel="noreferrer noopener" style="{style}"'
    return f'<a class="{kind}" href="{html.escape(address)}" {extra}>{words}</a>'


def _block(join_url: str, language: str) -> str:
    say = WORDS.get(language[:2].lower(), WORDS["en"])
    options = f"{HOST}/meetingOptions/?messageId=0&language={language}"
    headline = link(say.join, join_url, "me-email-headline")
    more = link(say.learn, "https://aka.ms/JoinTeamsMeeting")
    return framed(
        f'<div style="margin-top:24px; margin-bottom:10px">{headline} </div>\r\n'
        f"{more} |\r\n{link(say.options, options)}\r\n"
        '<div style="font-size:14px; margin-bottom:4px"></div>\r\n<div style="font-size:12px"></div>'
    )
