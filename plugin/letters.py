"""`kanelbulle letter`: a seller's letter of the week as it would be sent, to look at. Nothing is sent and nothing is kept.

Its buttons lead to the page and decide nothing: whoever looks at it is not the seller.
"""

import sys
from collections.abc import Callable, Mapping
from functools import partial

import click

from connectors.mail import Letter
from connectors.meetings import Person
from connectors.mime import write_mime
from plugin.opening import open_for, seller_called
from plugin.worded import tell
from workers.digest.compose import Composed, compose, idle_links
from workers.mailers import sender_of
from workers.office import Office


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
