"""What the description tells is what the pane is answered: whatever fits it is understood, and what does not is refused.

https://schemathesis.readthedocs.io/en/stable/
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from plugin.outlook.asking import Decided, Item
from plugin.outlook.described import ROUTES, describe
from plugin.web.decided import OFFERED
from tests.plugin.outlook.rig import Pane, forms, invitation
from tests.plugin.outlook.test_bearer import code
from tests.plugin.outlook.test_item import NEW, TIME
from tests.simulators.microsoft.entra import CLIENT_ID, SECRET, Entra
from tests.workers.outlook import an_outlook
from workers.relationships.flags import FlagKind

ANSWERED = {
    "generation": {"with-security-parameters": False},  # the token is real, or is taken away
    "checks": {
        "positive_data_acceptance": {"expected-statuses": [200, 204, 404]},
        "negative_data_rejection": {"expected-statuses": [400, 405, 413, 415]},
    },
}
LONGEST = 20_000  # letters of a value
BOTH = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
every_route = pytest.mark.parametrize("name", ROUTES)


def few(examples: int) -> settings:
    """The same ones each time."""
    unfit = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much]
    return settings(max_examples=examples, derandomize=True, database=None, suppress_health_check=unfit)


@pytest.fixture
def anywhere(tmp_path: Path, database_url: str, entra: Entra) -> Iterator[Pane]:
    """The pane with each database there is: what one keeps another may refuse."""
    with an_outlook(tmp_path / "home", database_url) as outlook:
        yield Pane(outlook, entra)
        outlook.office.store.close()


@pytest.fixture
def described(pane: Pane) -> Any:
    pane.ready()
    return described_by(pane)


def described_by(pane: Pane) -> Any:
    config = schemathesis.Config.from_dict(ANSWERED)
    return schemathesis.openapi.from_wsgi("/outlook/openapi.json", pane.app, config=config)


def operation(described: Any, name: str) -> APIOperation:
    found: APIOperation = described[f"/outlook/{name}"]["POST"]
    return found


def ask(pane: Pane, case: Case) -> int:
    """Asks with Astrid's token, holds the answer against the description, and gives its status."""
    case.body = as_written(case.body)
    if case.path == "/outlook/token":
        return int(case.call_and_validate(excluded_checks=[positive_data_acceptance]).status_code)  # no such code
    return int(case.call_and_validate(headers={"Authorization": f"Bearer {pane.token}"}).status_code)


def as_written(body: Any) -> Any:
    """As scripts write it: 14.0 is 14. And one thing is told in words only: which flags there are to be wrong."""
    if not isinstance(body, dict):
        return body
    if isinstance(slot := body.get("slot"), float) and slot.is_integer():
        body = {**body, "slot": int(slot)}
    value = body.get("value", "")
    if body.get("kind") == "wrong" and isinstance(value, str) and len(value) <= LONGEST:
        body = {**body, "value": FlagKind.THINNING.value}
    return body


def test_every_press_of_the_pane_is_described_and_nothing_else(pane: Pane) -> None:
    served = {
        rule.rule
        for rule in pane.app.url_map.iter_rules()
        if rule.endpoint.startswith("outlook.") and "POST" in rule.methods
    }
    assert set(describe()["paths"]) == served


def test_the_description_is_open_to_anybody_and_holds_nothing_of_whose_it_is(pane: Pane, described: Any) -> None:
    answered = pane.client.get("/outlook/openapi.json")
    assert (answered.status_code, answered.mimetype) == (200, "application/json")
    assert answered.headers["Cache-Control"] == "public, max-age=3600"
    for secret in (CLIENT_ID, SECRET, *pane.office.settings.secret_keys, "astrid", pane.office.settings.base_url):
        assert secret not in answered.text
    described.validate()


def test_times_and_what_may_be_missing_are_told_as_they_are_read() -> None:
    item = describe()["components"]["schemas"]["Item"]
    start, people = item["properties"]["start"], item["properties"]["people"]
    assert [one.get("format", one["type"]) for one in start["anyOf"]] == ["date-time", "null"]
    assert (start["default"], people["default"], people["maxItems"], item["required"]) == (None, (), 1_000, [])
    assert "additionalProperties" not in item
    read = msgspec.json.decode(b'{"start": "2026-12-16T09:00:00", "of_the_next_build": 1}', type=Item)
    assert read.start == datetime(2026, 12, 16, 9)  # noqa: DTZ001


def test_the_pane_takes_the_answers_the_page_offers() -> None:
    told = describe()["components"]["schemas"][Decided.__name__]["properties"]["kind"]["enum"]
    assert set(told) == {kind.value for kind in OFFERED}


def test_what_is_told_in_json_is_what_is_described(pane: Pane, described: Any) -> None:
    item = invitation(compose=True, people=[NEW], **TIME)
    verifier = token_urlsafe(32)
    asked = {"nudge": item, "token": {"code": code(pane, verifier), "verifier": verifier}}
    cases = [operation(described, name).Case(body=body, media_type="application/json") for name, body in asked.items()]
    assert [ask(pane, case) for case in cases] == [200, 200]


@every_route
def test_what_fits_the_description_is_understood(pane: Pane, described: Any, name: str) -> None:
    @few(12)
    @given(operation(described, name).as_strategy())
    def holds(case: Case) -> None:
        ask(pane, case)

    holds()


@every_route
def test_what_does_not_fit_is_refused(pane: Pane, described: Any, name: str) -> None:
    @few(12)
    @given(operation(described, name).as_strategy(GenerationMode.NEGATIVE))
    def holds(case: Case) -> None:
        assert ask(pane, case) in {400, 413}

    holds()


@every_route
def test_every_bound_is_where_it_is_told_to_be(pane: Pane, described: Any, name: str) -> None:
    one = operation(described, name)
    generation = described.config.generation_for(operation=one)
    cases = list(described.iter_coverage_cases(one, generation_modes=BOTH, generation_config=generation))
    assert {ask(pane, case) for case in cases} >= {400, 405, 415}


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if not route.open])
def test_nobody_is_let_in_without_a_token_of_theirs(described: Any, name: str) -> None:
    @few(5)
    @given(
        operation(described, name).as_strategy(), st.sampled_from(["", "Bearer", "Bearer astrid", "Bearer eyJ.e30."])
    )
    def holds(case: Case, shown: str) -> None:
        answered = case.call(headers={"Authorization": shown} if shown else {})
        assert answered.status_code == 401
        case.validate_response(answered, excluded_checks=[positive_data_acceptance])

    holds()


@pytest.mark.parametrize("begun", [False, True], ids=["suggested", "a visit"])
def test_whatever_is_pressed_in_whatever_order_is_answered(anywhere: Pane, begun: bool) -> None:
    """About a suggestion there is, most of the time."""
    suggestion, described = anywhere.ready(), described_by(anywhere)
    known = {"suggestion": suggestion.id, "account": suggestion.account}
    (seen,) = [one for one in forms(anywhere.press("preview", **known)) if one["post"] == "convert"]
    as_seen = {**known, "seen": seen["seen"]}
    if begun:
        anywhere.press("convert", **as_seen)
    presses = st.one_of([operation(described, name).as_strategy() for name, route in ROUTES.items() if not route.open])
    done: set[str] = set()

    @few(100)
    @given(presses, st.sampled_from([known, known, as_seen, {}]))
    def holds(case: Case, about: dict[str, Any]) -> None:
        if about and "item" in case.body:
            case.body = {**case.body, **about, "item": invitation(**case.body["item"])}
        if ask(anywhere, case) == 200:
            done.add(case.path.rpartition("/")[2])

    holds()
    assert done >= ({"state", "undo"} if begun else {"decide", "say", "preview", "convert"})
