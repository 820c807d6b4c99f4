"""Requests and answers as they go over the wire to a vendor that is played here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs


@dataclass
class Asked:
    """One request: path, behind what all paths of this vendor begin with, and parameters decoded, header names in lower
    case; and how it was answered."""

    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    query: str = ""  # as it was written
    status: int = 0
    sent: int = 0  # bytes of the answer's body

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> Mapping[str, str]:
        return single(self.body.decode())

    @property
    def token(self) -> str:
        kind, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if kind.lower() == "bearer" else ""

    def every(self, name: str) -> list[str]:
        """Of a parameter that is told more than once."""
        return parse_qs(self.query, keep_blank_values=True).get(name, [])


@dataclass(frozen=True, slots=True)
class Answer:
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def says(value: Any = None, status: int = 200, /, kind: str = "application/json", **headers: str) -> Answer:
    """JSON, or an empty answer; `headers` with _ for -."""
    told = named(headers)
    if value is None:
        return Answer(status, b"", told)
    return Answer(status, json.dumps(value, ensure_ascii=False).encode(), {"Content-Type": kind, **told})


def named(headers: Mapping[str, str]) -> dict[str, str]:
    """retry_after is Retry-After."""
    return {name.replace("_", "-").title(): text for name, text in headers.items()}


def single(query: str) -> dict[str, str]:
    """Each parameter once, as it was told last."""
    return {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}
