"""`kanelbulle letter`: a seller's letter of the week, to look at as it would be sent, or to be sent now, once.

In one that is only looked at the buttons lead to the page and decide nothing: whoever looks at it is not the seller.
"""

import sys
from collections.abc import Callable, Mapping
from functools import partial
from zoneinfo import ZoneInfo

import click

from connectors.mail import Letter
from connectors.meetings import Person
from connectors.mime import write_mime
from plugin.harmless import plain
from plugin.opening import open_for, seller_called
from plugin.worded import tell
from workers.digest.compose import Composed, compose, idle_links
from workers.letters import WHYS, Outcome, send_letter
from workers.mailers import sender_of
from workers.office import Office
from workers.store.moments import week_of

WORKED = frozenset({Outcome.SENT, Outcome.GONE_BEFORE, Outcome.NOTHING})


def preview_letter(context: click.Context, address: str, *, form: str, language: str | None) -> None:
    """The letter on stdout: its drawn part, its written part, or all of it as mail programs keep it."""
    office = open_for(context)
    seller = seller_called(context, office, address)
    composed = compose(
        office,
        seller.id,
        now=office.clock(),
        links=partial(idle_links, office.settings),
        language=language or "",
    )
    if composed is None:
        click.echo(tell(context, "letter_none", address=seller.owner), err=True)
        return
    sys.stdout.buffer.write(FORMS[form](composed, office))


def send_now(context: click.Context, address: str) -> None:
    """Send this week's letter, unless it has gone. Exit code 1 when it has not been sent though there is one."""
    office = open_for(context)
    seller = seller_called(context, office, address)
    outcome = send_letter(office, seller.id, at_once=True)
    week = week_of(office.clock().astimezone(ZoneInfo(seller.zone)).date())
    with office.store.reading() as at:
        found = at.letters.find(seller.id, week)
    when = (found and (found.sent_at or found.failed_at)) or office.clock()
    facts = {"address": seller.owner, "week": week % 100, "when": when.astimezone().isoformat(timespec="minutes")}
    why = found.why if found and found.failed_at else ""
    if outcome in WORKED and not why:
        click.echo(plain(tell(context, f"letter.{outcome.value}", **facts)))
        return
    key = f"letter.failed.{why}" if why in WHYS else f"letter.{outcome.value}"
    raise click.ClickException(plain(tell(context, key, **facts)))


def _as_mail(composed: Composed, office: Office) -> bytes:
    seller, rendered = composed.seller, composed.rendered
    letter = Letter(
        sender=sender_of(seller, office.settings),
        to=Person(seller.owner, seller.name),
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        language=composed.language,
        message_id=f"{composed.week}.preview@localhost",
        written_at=office.clock(),
        unsubscribe=idle_links(office.settings, seller, composed.week).stop,
    )
    return write_mime(letter)


FORMS: Mapping[str, Callable[[Composed, Office], bytes]] = {
    "html": lambda composed, _: composed.rendered.html.encode() + b"\n",
    "text": lambda composed, _: composed.rendered.text.encode(),
    "eml": _as_mail,
}
