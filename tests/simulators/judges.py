"""Judges of what is played here that we did not write: samples in the vendors' documented shapes, Microsoft's types, and
Google's discovery documents.

https://www.npmjs.com/package/@microsoft/microsoft-graph-types
https://developers.google.com/discovery/v1/reference/apis
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from tests.simulators import discovery
from tests.simulators.wire import Answer, Asked

SAMPLES = Path(__file__).parents[1] / "samples"


def sample(name: str) -> Any:
    """Microsoft's where no vendor's folder is named."""
    name = name if "/" in name else f"microsoft/{name}"
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def shape(value: Any) -> Any:
    """Names and kinds; of a list what all its entries have together."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        merged: Any = {}
        for one in value:
            found = shape(one)
            merged = {**merged, **found} if isinstance(found, dict) else found
        return [merged]
    kinds = {bool: "yes or no", int: "number", float: "number", str: "text"}
    return kinds.get(type(value), "nothing")


def differences(told: Any, served: Any, path: str = "") -> set[str]:
    """Names that only one of the two has, and kinds that differ; what is nothing in one may be anything in the other."""
    if isinstance(told, dict) and isinstance(served, dict):
        own = {f"{path}{name}" for name in told.keys() ^ served.keys()}
        return own.union(
            *(differences(told[name], served[name], f"{path}{name}.") for name in told.keys() & served.keys())
        )
    if isinstance(told, list) and isinstance(served, list):
        return set() if {} in (told[0], served[0]) else differences(told[0], served[0], path)
    return set() if told == served or "nothing" in (told, served) else {path}


def is_like(name: str, served: Any, *others: str) -> None:
    """Served as in the sample of this name; `others` are the names one of them has more, and why is told beside."""
    assert differences(shape(sample(name)), shape(served)) == set(others)


def without_marks(value: Any) -> Any:
    """Without what OData puts beside, and occurrenceId, which is returned though no type has it."""
    if isinstance(value, dict):
        left = {name: inner for name, inner in value.items() if not name.startswith("@") and name != "occurrenceId"}
        return {name: without_marks(inner) for name, inner in left.items()}
    return [without_marks(one) for one in value] if isinstance(value, list) else value


def is_a(kind: str, value: Any) -> None:
    _judge(kind).validate(without_marks(value))


@cache
def _judge(kind: str) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator({**sample("schema"), "$ref": f"#/definitions/{kind}"})


def is_of_google(kind: str, value: Any, api: str = "calendar") -> None:
    """No name that the discovery document does not have."""
    discovery.judge(api, kind).validate(value)


def is_exchange(asked: Asked, answer: Answer) -> None:
    """What was asked of Google with success, and what it said, are of the kinds its documents name; a refusal has the
    documented form."""
    if answer.status >= 400:
        assert differences(shape(sample("google/error_403_rate")), shape(json.loads(answer.body))) <= MAY_BE_TOLD
        return
    override = asked.headers.get("x-http-method-override")
    method = discovery.find(override or asked.method, asked.path)
    assert (asked.form if override else asked.params).keys() <= method.params.keys()
    if method.request:
        discovery.judge(method.api, method.request).validate(discovery.without_nothing(asked.json))
    if answer.body:
        discovery.judge(method.api, method.response).validate(json.loads(answer.body))


MAY_BE_TOLD = {"error.errors.location", "error.errors.locationType", "error.status", "error.details"}
