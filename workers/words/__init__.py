"""One voice for every surface: `say(key, language, **facts)` turns a reason into a sentence a colleague could have said.

The sentences live in one TOML file a language. A placeholder names a fact and how it is said: `{count:meeting}` is
"sju möten", `{when:day}` "torsdag 10 december". Numbers and dates follow CLDR through Babel.
"""

import string
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from workers.words.spoken import speak

LANGUAGES = ("sv", "en")  # every surface
DRAFT_LANGUAGES = ("sv", "en", "nb", "da", "fi", "de")  # messages to a customer


@cache
def words(language: str) -> Mapping[str, str]:
    """Every sentence of a language by its dotted key. The file is `<language>.toml` beside this module."""
    text = resources.files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text)))


def say(key: str, language: str, /, **facts: Any) -> str:
    """The sentence `key` in `language` with the facts in it. Raises KeyError for a key or a fact that is not there."""
    said = []
    for text, name, how in _parts(key, language):
        said.append(text)
        if name is not None:  # plain names only: no attributes, no items
            said.append(speak(facts[name], how, language, facts, nouns=_nouns(language)))
    return "".join(said)


def knows(key: str, language: str) -> bool:
    return key in words(language)


@cache
def _parts(key: str, language: str) -> tuple[tuple[str, str | None, str], ...]:
    """A sentence taken apart: each text with the fact that follows it and how that is said."""
    template = words(language).get(key)
    if template is None:
        template = words("en")[key]
    return tuple((text, name, how or "") for text, name, how, _ in string.Formatter().parse(template))


@cache
def _nouns(language: str) -> Mapping[str, Mapping[str, str]]:
    nouns: dict[str, dict[str, str]] = {}
    for key, text in words(language).items():
        kind, _, rest = key.partition(".")
        if kind == "noun":
            name, _, form = rest.partition(".")
            nouns.setdefault(name, {})[form] = text
    return nouns


def _flat(table: Mapping[str, Any], prefix: str = "") -> "list[tuple[str, str]]":
    rows: list[tuple[str, str]] = []
    for name, value in table.items():
        if isinstance(value, dict):
            rows += _flat(value, f"{prefix}{name}.")
        else:
            rows.append((f"{prefix}{name}", str(value)))
    return rows
