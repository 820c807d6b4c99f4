"""A digest as the mail one seller reads: a subject, a part drawn for the eye, and one written for reading aloud.

Jinja escapes every word first, then mrml makes of MJML what mail clients show: https://documentation.mjml.io/. Nothing is
fetched and no other file is included.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from textwrap import TextWrapper
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import mrml
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from workers.answers import AnswerKind
from workers.digest.asks import tell_ask
from workers.digest.colours import DARK, LIGHT
from workers.digest.items import Along, Ask, Digest, Item
from workers.digest.others import tell_along, tell_look_back
from workers.digest.parts import Button, Told, Written
from workers.digest.picture import legend
from workers.digest.subject import write_subject
from workers.digest.telling import NAME, Links, Telling
from workers.visits.draft import given_name
from workers.visits.visit import Leg, VisitPlace
from workers.words.credits import credit
from workers.words.strangers import tame, tame_lines

__all__ = ["Links", "Rendered", "render"]

SUBJECT, PREHEADER = 150, 200  # as much as a list of mails shows, and then some
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # https://www.w3.org/TR/xml/#charsets
DAY, NIGHT = SimpleNamespace(**LIGHT), SimpleNamespace(**DARK)  # read by name, a thousand times a letter
WIDTH = 76  # of a line of text
PATIENCE = 4  # letters that have had no answer when we ask whether to go on


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    html: str
    text: str


def render(
    digest: Digest,
    *,
    seller_name: str,
    address: str,
    language: str,
    zone: ZoneInfo,
    links: Links,
    now: datetime,
) -> Rendered:
    """The letter to the seller of this name and address."""
    telling = Telling(language, zone, now.astimezone(zone).date(), links)
    written = write(digest, telling, seller_name=seller_name, address=address)
    return Rendered(written.subject, _html(written), _text(written))


def write(digest: Digest, telling: Telling, *, seller_name: str, address: str) -> Written:
    """Every word of the letter, not yet drawn."""
    items = tuple(_tell(one, telling) for one in digest.items)
    subject = _one_line(write_subject(digest, telling), SUBJECT)
    first = given_name(seller_name)
    asked = not items
    about = (telling.say("letter.go_on.about", count=PATIENCE),) if asked else ()
    stop = Button(telling.say("letter.button.stop" if asked else "letter.foot.stop"), telling.links.stop)
    pictured = any(one.shown for one in items)
    return Written(
        language=telling.language,
        subject=subject,
        preheader=_preheader(items, telling),
        greeting=telling.say("letter.greeting.named", first=tame(first, NAME))
        if first
        else telling.say("letter.greeting.nobody"),
        heading=subject if asked else _lead(len(items), telling),
        about=about,
        items=items,
        choices=(telling.button(AnswerKind.GO_ON), stop) if asked else (),
        legend=legend(telling.language) if pictured else (),
        legend_said=telling.say("letter.legend"),
        either=telling.say("letter.or"),
        foot=(
            telling.say("letter.foot.why", address=tame(address, 100)),
            telling.say("letter.foot.nothing_sent"),
            telling.say("letter.foot.yours"),
        ),
        page=Button(telling.say("letter.button.page"), f"{telling.links.page}/"),
        stop=Button(telling.say("letter.foot.stop"), telling.links.stop),
        credits=_credits(digest, telling.language),
    )


def _tell(item: Item, telling: Telling) -> Told:
    match item:
        case Ask():
            return tell_ask(item, telling)
        case Along():
            return tell_along(item, telling)
        case _:
            return tell_look_back(item, telling)


def _lead(count: int, telling: Telling) -> str:
    return telling.say("letter.lead.one" if count == 1 else "letter.lead.many", count=count)


def _preheader(items: tuple[Told, ...], telling: Telling) -> str:
    """What the list of mails shows after the subject: why, and what else is in it."""
    if not items:
        return telling.say("letter.go_on.about", count=PATIENCE)
    first = items[0].shown[0].sentence if items[0].shown else items[0].lines[0]
    others = tuple(one.heading for one in items[1:])
    also = [telling.say("letter.also", names=others)] if others else []
    return _one_line(" ".join((first, *also)), PREHEADER)


def _credits(digest: Digest, language: str) -> tuple[str, ...]:
    """Whose data the letter shows."""
    places: list[VisitPlace | None] = []
    legs: list[Leg | None] = []
    for one in digest.items:
        if isinstance(one, Ask):
            places += [one.suggestion.visit.place, one.suggestion.visit.starts]
            legs += one.suggestion.visit.legs
        elif isinstance(one, Along):
            places += [one.trip.start, *(stop.place for stop in one.stops)]
            legs += [one.trip.whole]
    bakery = any(one.bun.reason.key.startswith(("bun.bakery", "bun.detour")) for one in digest.asks)
    return credit(filter(None, places), filter(None, legs), language, bakery=bakery)


def _one_line(text: str, longest: int) -> str:
    """Of our own sentences: what strangers wrote in them is tame already."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _html(written: Written) -> str:
    mjml = _templates().get_template("letter.mjml").render(letter=written, light=DAY, dark=NIGHT)
    try:
        return _drawn(mjml)
    except OSError:  # it is no XML: some words are not tame after all
        return _drawn(NO_XML.sub("\N{REPLACEMENT CHARACTER}", mjml))


def _drawn(mjml: str) -> str:
    options = mrml.ParserOptions(include_loader=mrml.noop_loader())
    return mrml.to_html(mjml, options, mrml.RenderOptions(disable_comments=True, fonts={})).content


def _text(written: Written) -> str:
    return _templates().get_template("letter.txt").render(letter=written).strip() + "\n"


def _wrap(text: str, indent: int = 0) -> str:
    """In lines a mail reader need not break itself. An address is never broken."""
    return "\n".join(_fill(line, " " * indent) for line in text.splitlines())


def _fill(line: str, margin: str) -> str:
    if len(margin) + len(line) <= WIDTH:
        return (margin + line).rstrip()
    return _wrapper(margin).fill(line)


@cache
def _wrapper(margin: str) -> TextWrapper:
    return TextWrapper(
        WIDTH, initial_indent=margin, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False
    )


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("workers.digest"),
        autoescape=select_autoescape(("mjml",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["Markup"] = Markup
    made.filters.update(wrap=_wrap, lines=lambda text: tame_lines(text).split("\n"))
    return made
