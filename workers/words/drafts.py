"""A message to a customer, put together of short sentences in the customer's language: subject and body, plain text."""

# ruff: noqa: SIM905 - tables of words, a line of text being easier to keep than a list of strings

from collections.abc import Mapping, Sequence
from typing import Any

from workers.visits.suggestion import Draft
from workers.words import say

NAMED = 3  # so many are greeted by name, more are greeted all together
ON = {
    "sv": frozenset({"Lidingö", "Värmdö", "Ekerö"}),
    "nb": frozenset(
        "Hamar Lillehammer Gjøvik Kongsberg Kongsvinger Elverum Raufoss Moelv Otta Dombås Røros Voss Bryne Jessheim "
        "Lillestrøm Ski Notodden Rjukan Leknes Stord Stokmarknes Sortland Finnsnes".split()
    ),
    "da": frozenset({"Frederiksberg", "Christianshavn", "Amager", "Nørrebro", "Vesterbro", "Østerbro"}),
}
"""Towns one is "på", not "i"."""


def render_draft(draft: Draft) -> tuple[str, str]:
    """The subject and the body of a draft."""
    facts: Mapping[str, Any] = draft.reason.facts
    language = draft.language
    where = _where(facts, language)
    parts = {
        **facts,
        "where": where,
        "greeting": _greeting(facts, language, people=len(draft.to)),
        "ask": _ask(facts, language, where),
        "times": " ".join([_times(facts["times"], language), *_more(facts, language)]),
        "signature": say("draft.signature", language, **facts) if facts["seller"] else "",
    }
    subject = say(f"draft.{draft.kind}.subject", language, **parts)
    return subject, say(f"draft.{draft.kind}.body", language, **parts).rstrip()


def _greeting(facts: Mapping[str, Any], language: str, *, people: int) -> str:
    """By name when everybody has one and they are few."""
    named = len(facts["first"])
    if named and named == max(people, named) <= NAMED:
        return say("draft.greeting.named", language, **facts)
    return say("draft.greeting.many" if people > 1 else "draft.greeting.nobody", language)


def _where(facts: Mapping[str, Any], language: str) -> str:
    town = facts["town"]
    return say_in(town, language) if town else say("draft.where.there", language)


def say_in(town: str, language: str) -> str:
    """That something is in a town, which is not said alike of all of them."""
    return say("draft.where.on" if town in ON.get(language, ()) else "draft.where.town", language, town=town)


def _ask(facts: Mapping[str, Any], language: str, where: str) -> str:
    instead = say(f"draft.instead.{facts['channel']}", language) if facts["channel"] else ""
    key = "draft.ask.town" if facts["town"] else "draft.ask.there"
    return say(key, language, instead=instead, where=where, town=facts["town"])


def _times(times: Sequence[str], language: str) -> str:
    said = [say("draft.time", language, when=moment) for moment in times[:3]]
    if not said:
        return say("draft.times.none", language)
    key = ("one", "two", "three")[len(said) - 1]
    return say(f"draft.times.{key}", language, **dict(zip(("one", "two", "three"), said, strict=False)))


def _more(facts: Mapping[str, Any], language: str) -> list[str]:
    """What else is said: how long it may take when longer than before, and that there will be something with the coffee."""
    more = []
    if facts["length"]:
        more.append(say("draft.length", language, length=facts["length"]))
    if facts["coffee"]:
        more.append(say("draft.coffee", language))
    return more
