"""One voice for every surface: `say(key, language, **facts)` turns a reason into a sentence a colleague could have said.

The sentences live in one TOML file a language. A placeholder names a fact and how it is said: `{count:meeting}` is
"sju möten", `{when:day}` "torsdag 10 december". Numbers and dates follow CLDR through Babel.
"""

import string
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from workers.words.spoken import speak

LANGUAGES = ("sv", "en")  # every surface
DRAFT_LANGUAGES = ("sv", "en", "nb", "da", "fi", "de")  # messages to a customer


class _Sentence(string.Formatter):
    def __init__(self, language: str, facts: Mapping[str, Any]) -> None:
        self._language, self._facts = language, facts

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        return kwargs[field_name], field_name  # plain names only: no attributes, no items

    def format_field(self, value: Any, format_spec: str) -> str:
        return speak(value, format_spec, self._language, self._facts, nouns=_nouns(self._language))


@cache
def words(language: str) -> Mapping[str, str]:
    """Every sentence of a language by its dotted key. The file is `<language>.toml` beside this module."""
    text = resources.files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text)))


def say(key: str, language: str, /, **facts: Any) -> str:
    """The sentence `key` in `language` with the facts in it. Raises KeyError for a key or a fact that is not there."""
    template = words(language).get(key)
    if template is None:
        template = words("en")[key]
    return _Sentence(language, facts).vformat(template, (), facts)


def knows(key: str, language: str) -> bool:
    return key in words(language)


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
