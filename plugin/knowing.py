"""`kanelbulle accounts`, `suggestions`, `export` and `erase`: what is known of a seller's customers, and the end of it."""

import json as json_text
import sys

import click

from plugin.harmless import plain, plain_json
from plugin.opening import open_for, seller_called
from plugin.sheet import Sheet
from plugin.terminal import show_accounts, show_suggestions
from plugin.worded import tell
from workers.calendars import WRITABLE
from workers.known import recall
from workers.leaving import NotGone, erase_seller, export_seller
from workers.report import write_report


def show_known(context: click.Context, address: str, *, json: bool, suggestions: bool) -> None:
    office = open_for(context)
    seller = seller_called(context, office, address)
    result, language = recall(office, seller), context.find_root().obj["language"]
    if json:
        _write_json(write_report(result, language))
        return
    sheet = Sheet(sys.stdout, language)
    if suggestions:
        box = office.store.of(seller.id).mailbox()
        show_suggestions(sheet, result, convertible=box is not None and box.provider in WRITABLE)
    else:
        show_accounts(sheet, result, no_office="office_unsaid")


def export(context: click.Context, address: str) -> None:
    """Everything stored about a seller, as JSON on stdout."""
    office = open_for(context)
    _write_json(export_seller(office, seller_called(context, office, address).id))


def erase(context: click.Context, address: str, *, yes: bool) -> None:
    """Everything stored about a seller goes, after one question."""
    office = open_for(context)
    seller = seller_called(context, office, address)
    if not yes and not click.confirm(tell(context, "erase_sure", address=seller.owner), default=False, err=True):
        raise click.Abort
    try:
        gone = erase_seller(office, seller.id)
    except NotGone as error:
        raise click.ClickException(tell(context, "error.not_gone", tables=str(error))) from error
    click.echo(plain(tell(context, "erased", address=seller.owner, rows=sum(gone.values()), tables=len(gone))))


def _write_json(value: dict[str, object]) -> None:
    """In UTF-8 whatever the terminal says, RFC 8259."""
    text = json_text.dumps(value, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(plain_json(text).encode() + b"\n")
