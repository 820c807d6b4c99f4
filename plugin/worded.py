"""The command line's help in our words: click shows keys of `workers/words`, this says them in the terminal's language.

https://click.palletsprojects.com/en/stable/documentation/
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from workers.words import LANGUAGES, say

WIDTH = 100
F = TypeVar("F", bound=Callable[..., Any])


def terminal_language(environment: Mapping[str, str]) -> str:
    """The first of these that is set decides; English when it names a language we do not speak.

    https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
    """
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    return next((language for language in LANGUAGES if named.lower().startswith(language)), "en")


def tell(context: click.Context, key: str, **facts: object) -> str:
    """The words `cli.<key>` in the language of this run."""
    return say(f"cli.{key}", context.find_root().obj["language"], **facts)


class Formatter(click.HelpFormatter):
    """Click's own headings, said by us."""

    headings: Mapping[str, str] = {}
    usage = ""

    def write_heading(self, heading: str) -> None:
        super().write_heading(self.headings.get(heading, heading))

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, self.usage or prefix)


class WordedContext(click.Context):
    def make_formatter(self) -> click.HelpFormatter:
        formatter = Formatter(width=min(self.terminal_width or click.HelpFormatter().width, WIDTH))
        formatter.usage = tell(self, "usage")
        formatter.headings = {"Options": tell(self, "options"), "Commands": tell(self, "commands")}
        return formatter


class WordedOption(click.Option):
    """An option whose help is `cli.option.<its name>`."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return record and (record[0], tell(ctx, f"option.{self.name}"))


class WordedCommand(click.Command):
    """A command whose help is `cli.command.<its name>_long`."""

    context_class = WordedContext

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_text(formatter, tell(ctx, f"command.{_path(ctx)}_long"))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _worded_help(super().get_help_option(ctx), ctx)


class WordedGroup(click.Group):
    """All commands, each with one line: `cli.command.<its name>`."""

    context_class = WordedContext
    command_class = WordedCommand
    group_class = type  # a group inside is worded as this one is

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_text(formatter, tell(ctx, f"command.{_path(ctx) or self.name}"))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            path = "" if ctx.parent is None else f"{_path(ctx)}_"
            formatter.write_dl([(name, tell(ctx, f"command.{path}{name}")) for name in self.list_commands(ctx)])

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order of this file, the first thing to try first

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _worded_help(super().get_help_option(ctx), ctx)


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """`click.option` with its help in the words."""
    return click.option(*names, cls=WordedOption, **settings)


def _path(context: click.Context) -> str:
    """The words of a command after the program's own name: `tenant_add`."""
    names = []
    here: click.Context | None = context
    while here is not None and here.parent is not None:
        names.append(here.info_name or "")
        here = here.parent
    return "_".join(reversed(names))


def _worded_help(help_option: click.Option | None, context: click.Context) -> click.Option | None:
    if help_option:
        help_option.help = tell(context, "help")
    return help_option


def _write_text(formatter: click.HelpFormatter, text: str) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(text)
