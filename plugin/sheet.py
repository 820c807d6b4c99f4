"""A terminal that prints in one language, section under section; every text passes `plain` on its way out."""

import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from plugin.harmless import plain
from workers.relationships.reasons import Reason
from workers.words import say

HEADING, QUIET = "bold", "dim"
TRAILING = re.compile(" +$", re.MULTILINE)


class Sheet:
    """A terminal that prints in one language, section under section."""

    def __init__(self, stream: TextIO, language: str) -> None:
        self.console = Console(file=stream, highlight=False, markup=False, emoji=False)
        self.language = language

    def say(self, key: str, /, **facts: object) -> str:
        return say(f"cli.{key}", self.language, **facts)

    def word(self, key: str, /, **facts: object) -> str:
        """A text of other surfaces, said the same here."""
        return say(key, self.language, **facts)

    def reason(self, reason: Reason) -> str:
        return say(reason.key, self.language, **reason.facts)

    def show(self, renderable: RenderableType) -> None:
        """Without the blanks that would fill up lines: people copy from here."""
        with self.console.capture() as captured:
            self.console.print(renderable)
        self.console.file.write(TRAILING.sub("", captured.get()))

    def line(self, text: str = "", *, style: str = "", indent: int = 0) -> None:
        self.show(Padding(Text(plain(text), style), (0, 0, 0, indent)))

    def heading(self, key: str) -> None:
        self.line()
        self.show(Rule(Text(self.say(key), HEADING), align="left", style=QUIET))

    def table(self, *columns: str, rows: Iterable[Sequence[str]], widths: Sequence[int | None]) -> None:
        table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style=HEADING, border_style=QUIET)
        for column, width in zip(columns, widths, strict=True):
            table.add_column(Text(self.say(column)), max_width=width, overflow="fold")
        for row in rows:
            table.add_row(*(Text(plain(cell)) for cell in row))
        self.show(table)

    def facts(self, *rows: tuple[str, str]) -> None:
        """A label and what stands behind it, a row each; a text of several lines keeps them."""
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(style=QUIET, no_wrap=True)
        grid.add_column(overflow="fold")
        for label, value in rows:
            if value:
                grid.add_row(Text(self.say(label)), Text("\n".join(map(plain, value.splitlines()))))
        self.show(Padding(grid, (0, 0, 0, 2)))
