"""The command `kanelbulle`: what to do is asked for here, done elsewhere, and a failure is one line that says what to do.

Exit code 0 is fine, 1 the thing asked for failed, 2 wrong usage, 130 interrupted. Everything heavy is imported late.
"""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any

import click

from connectors.errors import ConnectorError, Unreadable
from plugin.harmless import plain
from plugin.worded import WordedGroup, option, tell, terminal_language

FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130


@click.group(cls=WordedGroup, name="kanelbulle", invoke_without_command=True)
@click.pass_context
def kanelbulle(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@kanelbulle.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@option("--owner", metavar="ADDRESS")
@option("--own-domain", "own_domains", multiple=True, metavar="D")
@option("--accounts", metavar="CSV")
@option("--office", metavar="PLACE")
@option("--now", metavar="ISO8601")
@option("--lang", type=click.Choice(["sv", "en"]))
@option("--json", is_flag=True)
@option("--meetings", is_flag=True)
@click.pass_context
def scan(context: click.Context, /, lang: str | None, **asked: Any) -> None:
    from plugin.scanning import Asked, scan_files

    scan_files(context, Asked(**asked), lang or context.find_root().obj["language"])


@kanelbulle.command()
@option("--calendar", metavar="FILE")
@option("--port", type=click.IntRange(1, 65535), metavar="N")
@click.pass_context
def run(context: click.Context, calendar: str | None, port: int | None) -> None:
    from plugin.running import run_page

    run_page(context, calendar=calendar, port=port)


@kanelbulle.command()
@click.pass_context
def check(context: click.Context) -> None:
    from plugin.running import check_settings

    check_settings(context)


@kanelbulle.command()
@option("--host", default="127.0.0.1", metavar="ADDRESS")
@option("--port", type=click.IntRange(1, 65535), metavar="N")
@option("--threads", type=click.IntRange(1, 256), default=16, metavar="N")
@click.pass_context
def web(context: click.Context, host: str, port: int | None, threads: int) -> None:
    from plugin.serving import run_web

    run_web(context, host=host, port=port, threads=threads)


@kanelbulle.command()
@option("--burst", is_flag=True)
@click.option("--tended", is_flag=True, hidden=True)  # by `run`
@click.pass_context
def worker(context: click.Context, burst: bool, tended: bool) -> None:
    from plugin.serving import run_worker

    run_worker(context, burst=burst, tended=tended)


@kanelbulle.command()
@click.option("--tended", is_flag=True, hidden=True)
@click.pass_context
def clock(context: click.Context, tended: bool) -> None:
    from plugin.serving import run_clock

    run_clock(context, tended=tended)


@kanelbulle.command()
@click.pass_context
def migrate(context: click.Context) -> None:
    from plugin import operating

    operating.migrate(context)


@kanelbulle.command()
@click.pass_context
def reseal(context: click.Context) -> None:
    from plugin import operating

    operating.reseal(context)


@kanelbulle.group()
def tenant() -> None:
    pass


@tenant.command(name="add")
@click.argument("name")
@option("--domain", "domains", multiple=True, required=True, metavar="D")
@click.pass_context
def tenant_add(context: click.Context, name: str, domains: tuple[str, ...]) -> None:
    from plugin.companies import add_tenant

    add_tenant(context, name, domains)


@tenant.command(name="set")
@click.argument("name")
@option("--domain", "domains", multiple=True, metavar="D")
@option("--sharing/--no-sharing", default=None)
@option("--retention-days", type=click.IntRange(366, 3660), metavar="N")
@option("--office", metavar="PLACE")
@option("--rule", "rules", multiple=True, metavar="NAME=VALUE")
@click.pass_context
def tenant_set(context: click.Context, /, name: str, **wanted: Any) -> None:
    from plugin.companies import Wanted, set_tenant

    set_tenant(context, name, Wanted(**wanted))


@tenant.command(name="list")
@click.pass_context
def tenant_list(context: click.Context) -> None:
    from plugin.companies import list_tenants

    list_tenants(context)


@tenant.command(name="sums")
@click.argument("name")
@click.pass_context
def tenant_sums(context: click.Context, name: str) -> None:
    from plugin.companies import sum_tenant

    sum_tenant(context, name)


@kanelbulle.group()
def mailbox() -> None:
    pass


@mailbox.command(name="add")
@click.argument("address")
@option("--tenant", required=True, metavar="NAME")
@option("--provider", required=True, type=click.Choice(["microsoft", "google", "ics"]))
@option("--url", metavar="URL")
@click.pass_context
def mailbox_add(context: click.Context, address: str, tenant: str, provider: str, url: str | None) -> None:
    from plugin.companies import add_mailbox

    add_mailbox(context, address, tenant=tenant, provider=provider, url=url)


@mailbox.command(name="set")
@click.argument("address")
@option("--url", required=True, metavar="URL")
@click.pass_context
def mailbox_set(context: click.Context, address: str, url: str) -> None:
    from plugin.companies import set_mailbox

    set_mailbox(context, address, url)


@mailbox.command(name="link")
@click.argument("address")
@click.pass_context
def mailbox_link(context: click.Context, address: str) -> None:
    from plugin.companies import write_link

    write_link(context, address)


@kanelbulle.command()
@click.argument("addresses", nargs=-1, metavar="ADDRESS...")
@option("--all", "everybody", is_flag=True)
@option("--json", is_flag=True)
@click.pass_context
def sync(context: click.Context, addresses: tuple[str, ...], everybody: bool, json: bool) -> None:
    from plugin.operating import sync_now

    sync_now(context, addresses, everybody=everybody, json=json)


@kanelbulle.command()
@click.argument("address")
@option("--json", is_flag=True)
@click.pass_context
def accounts(context: click.Context, address: str, json: bool) -> None:
    from plugin.knowing import show_known

    show_known(context, address, json=json, suggestions=False)


@kanelbulle.command()
@click.argument("address")
@option("--json", is_flag=True)
@click.pass_context
def suggestions(context: click.Context, address: str, json: bool) -> None:
    from plugin.knowing import show_known

    show_known(context, address, json=json, suggestions=True)


@kanelbulle.command()
@click.argument("suggestion")
@option("--slot", type=click.IntRange(0, 99), metavar="N")
@option("--keep-online/--drop-online", default=True)
@option("--yes", is_flag=True)
@option("--undo", is_flag=True)
@option("--seller", metavar="ADDRESS")
@option("--json", is_flag=True)
@click.pass_context
def convert(context: click.Context, /, suggestion: str, **wanted: Any) -> None:
    from plugin.converting import Wanted
    from plugin.converting import convert as convert_meeting

    convert_meeting(context, suggestion, Wanted(**wanted))


@kanelbulle.command()
@click.argument("address")
@option("--preview", type=click.Choice(["html", "text", "eml"]))
@option("--send", is_flag=True)
@option("--lang", type=click.Choice(["sv", "en"]))
@click.pass_context
def letter(context: click.Context, address: str, preview: str | None, send: bool, lang: str | None) -> None:
    from plugin.letters import preview_letter, send_now

    if send == bool(preview):
        raise click.UsageError(tell(context, "error.letter_how"), context)
    if preview:
        preview_letter(context, address, form=preview, language=lang)
    else:
        send_now(context, address)


@kanelbulle.command()
@click.argument("address")
@click.pass_context
def export(context: click.Context, address: str) -> None:
    from plugin import knowing

    knowing.export(context, address)


@kanelbulle.command()
@click.argument("address")
@option("--yes", is_flag=True)
@click.pass_context
def erase(context: click.Context, address: str, yes: bool) -> None:
    from plugin import knowing

    knowing.erase(context, address, yes=yes)


@kanelbulle.command()
@option("--retry", is_flag=True)
@option("--job", metavar="NAME")
@option("--subject", type=int, metavar="N")
@click.pass_context
def jobs(context: click.Context, retry: bool, job: str | None, subject: int | None) -> None:
    from plugin.operating import retry_jobs, show_jobs

    if retry or job or subject:
        retry_jobs(context, job, subject)
    else:
        show_jobs(context)


@kanelbulle.command()
@click.argument("kind", type=click.Choice(["outlook-xml", "outlook-json", "google"]))
@option("--url", "server", required=True, metavar="HTTPS_URL")
@option("--client-id", default="", metavar="ID")
@option("--out", metavar="FILE")
@click.pass_context
def manifest(context: click.Context, kind: str, server: str, client_id: str, out: str | None) -> None:
    from plugin.manifests.printing import print_manifest

    print_manifest(context, kind, server=server, client_id=client_id, out=out)


def main() -> None:
    """The entry point of the installed command."""
    sys.exit(outcome(sys.argv[1:]))


def outcome(arguments: Sequence[str], *, clock: Callable[[], datetime] | None = None) -> int:
    """Do what the arguments ask for, and the exit code of it. `clock` is the machine's own by default."""
    asked: dict[str, object] = {
        "language": terminal_language(os.environ),
        "environment": os.environ,
        "clock": clock,
    }  # --lang puts its own language in
    try:
        return _obey(arguments, asked)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.UsageError as wrong:
        name = wrong.ctx.command_path if wrong.ctx else kanelbulle.name
        return _complain(f"{wrong.format_message()} ({name} --help)", wrong.exit_code)
    except click.ClickException as wrong:
        return _complain(wrong.format_message(), wrong.exit_code)
    except ConnectorError as error:
        return _complain(_tell(error, str(asked["language"])), FAILED)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _hush()
        return 0
    except Exception as error:
        if isinstance(error, OSError):
            _hush()  # a full disk would be told of once more when the process ends
        return _complain(_describe(error, str(asked["language"])), FAILED)


def _obey(arguments: Sequence[str], asked: dict[str, object]) -> int:
    if sys.stdout:
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    with kanelbulle.make_context("kanelbulle", list(arguments), obj=asked) as context:
        kanelbulle.invoke(context)
    if sys.stdout:
        sys.stdout.flush()
    return 0


def _complain(message: str, code: int) -> int:
    if sys.stderr:
        print(f"kanelbulle: {plain(' '.join(message.split()))}", file=sys.stderr)
    return code


def _tell(error: ConnectorError, language: str) -> str:
    from workers.words.unread import tell_unreadable

    return tell_unreadable(error, language) if isinstance(error, Unreadable) else str(error)


def _describe(error: Exception, language: str) -> str:
    """One line for what nobody foresaw: what it was and where, so that it can be told of."""
    from workers.sealing import SealBroken
    from workers.words import say

    if isinstance(error, SealBroken):
        return say("cli.error.sealed", language)
    if isinstance(error, OSError):
        return say("cli.error.system", language, why=error.strerror or type(error).__name__)
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return say("cli.error.unexpected", language, what=f"{type(error).__name__}, {where}")


def _hush() -> None:
    """Nobody takes our output any more: what is still unsaid goes nowhere, also when the process ends."""
    if sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
