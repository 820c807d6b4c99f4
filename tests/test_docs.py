"""What is written for people is true: the README's commands, options, files and links, and the settings an admin reads."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from plugin.cli import kanelbulle
from workers.relationships.flags import FlagKind
from workers.relationships.rules import Rules
from workers.settings import NAMES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_commands_of_the_readme_are_the_commands_there_are() -> None:
    told = set(re.findall(r"^\| `kanelbulle (\w+)", README, re.MULTILINE))
    assert told == set(kanelbulle.commands)


def _all_commands(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        yield command
        if isinstance(command, click.Group):
            yield from _all_commands(command)


def test_the_options_the_readme_tells_of_exist() -> None:
    known = {
        name
        for command in _all_commands(kanelbulle)
        for option in command.params
        if isinstance(option, click.Option)
        for name in (*option.opts, *option.secondary_opts)
    }
    assert set(re.findall(r"`(--[a-z-]+)", README)) <= known


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make ([a-z-]+)", README))))
def test_a_make_target_of_the_readme_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_make_help_lists_what_people_use() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[0] for line in listed.splitlines()} >= {"run", "test", "lint", "bench", "help"}


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:connectors|workers|plugin|manifest)/[\w./]*)", README))))
def test_a_room_the_readme_shows_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#]+)\)", README))))
def test_a_link_of_the_readme_leads_somewhere(link: str) -> None:
    assert link.startswith("https://") or (ROOT / link).exists()


def test_the_flags_of_the_readme_are_the_flags_there_are() -> None:
    assert {kind.value for kind in FlagKind} == set(re.findall(r"^\| `([a-z_]+)` \|", README, re.MULTILINE))


def test_the_numbers_of_the_readme_are_the_defaults() -> None:
    rules = Rules()
    assert f"at least {rules.screen_only_touchpoints} digital touchpoints in {rules.window.days} days" in README
    assert f"at least {rules.short_share:.0%}".replace("%", " %") in README
    assert f"at least {rules.drifting_digital} digital since" in README
    assert f"fallen to {rules.thinning_ratio:.0%}".replace("%", " %") in README


def test_an_admin_reads_of_every_setting_there_is() -> None:
    env = (ROOT / "manifest" / "settings.env").read_text(encoding="utf-8")
    assert set(re.findall(r"^#?KANELBULLE_([A-Z_]+)=", env, re.MULTILINE)) == set(NAMES)
