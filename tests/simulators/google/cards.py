"""The judge of what our Workspace add-on answers: the envelope, and in it every card as Google's own document and its pages
have it. Google shows a card it cannot read as an error and tells nobody why.

https://developers.google.com/workspace/add-ons/guides/alternate-runtimes#reply_to_requests
"""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema

from tests.simulators import discovery
from tests.simulators.google.card_addresses import Deployment, https_faults, link_faults
from tests.simulators.google.card_faults import judge_card
from tests.simulators.google.card_parts import CARD, Json, cards_of, parts_of
from tests.simulators.google.envelope import FORMS

LARGEST = 100_000  # bytes; Google names no limit
OURS = Deployment()
CARRIERS = ("pushCard", "updateCard")


def find_faults(answer: Any, deployment: Deployment = OURS) -> list[str]:
    """Nothing where Google would show the answer; otherwise where it is wrong, and how."""
    if not isinstance(answer, dict):
        return [f"an answer is an object, not {answer!r:.40}"]
    try:
        size = len(json.dumps(answer, ensure_ascii=False, allow_nan=False).encode())
    except (TypeError, ValueError) as error:
        return [f"it is no JSON: {error}"]
    if size > LARGEST:
        return [f"it is larger than {LARGEST} bytes: {size}"]
    form = next((name for name in FORMS if name in answer), None)
    if form is None:
        return [f"no answer that Google knows: {', '.join(answer) or 'nothing'}"]
    return _shape(jsonschema.Draft202012Validator(FORMS[form]), answer) or list(_inside(answer, form, deployment))


def find_card_faults(card: Any, path: str = "card", deployment: Deployment = OURS) -> list[str]:
    """Of one card, with those that a press in it brings."""
    wrong = _shape(discovery.judge("chat", CARD), card, path)
    if wrong:
        return wrong
    return [fault for at, one in cards_of(card, path) for fault in judge_card(one, at, deployment)]


def find_cards(told: Any, path: str = "") -> Iterator[tuple[str, Json]]:
    """The cards of an answer, each with where it stands."""
    if isinstance(told, list):
        for place, one in enumerate(told):
            yield from find_cards(one, f"{path}[{place}]")
    if isinstance(told, dict):
        for name, one in told.items():
            at = f"{path}.{name}".removeprefix(".")
            yield from [(at, one)] if name in CARRIERS else find_cards(one, at)


def _shape(judge: jsonschema.Draft202012Validator, told: Any, path: str = "") -> list[str]:
    found = sorted(judge.iter_errors(told), key=lambda error: error.json_path)
    return [f"{path}{error.json_path[1:]}".removeprefix(".") + f": {error.message:.200}" for error in found]


def _inside(answer: Json, form: str, deployment: Deployment) -> Iterator[str]:
    for path, card in find_cards(answer):
        yield from find_card_faults(card, path, deployment)
    link = (answer.get("renderActions", answer).get("action") or {}).get("link")
    if link:
        yield from (f"action.link.url: {fault}" for fault in link_faults(link["url"], deployment))
    prompt = answer.get("basic_authorization_prompt")
    if prompt:
        yield from (f"authorization_url: {fault}" for fault in https_faults(prompt["authorization_url"]))
    if form == "custom_authorization_prompt" and not any(map(_signs_in, (card for _, card in find_cards(answer)))):
        yield "custom_authorization_prompt: no button opens a page over the panel (OVERLAY) and reloads (RELOAD) after"


def _signs_in(card: Json) -> bool:
    links = [part.told for part in parts_of(card) if part.kind == "OpenLink"]
    return any((link.get("onClose"), link.get("openAs")) == ("RELOAD", "OVERLAY") for link in links)
