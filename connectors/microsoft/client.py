"""msal for one conversation with Microsoft's sign-in, and what its answers mean.

https://msal-python.readthedocs.io/en/latest/#confidentialclientapplication
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias
from urllib.parse import quote

import msal  # type: ignore[import-untyped]
from requests.exceptions import RequestException

from connectors.errors import TryLater
from connectors.microsoft.line import Line, later
from connectors.microsoft.refusals import AFTER, NextStep, error_of, read_refusal
from connectors.microsoft.registration import Registration, credential

CAPABLE = [
    "CP1"
]  # we know what to do when Graph wants another claim: tokens that can be ended early live longer for it
UNSAID = frozenset({"openid", "profile", "offline_access", "email"})  # msal asks for these itself
ODD = (KeyError, TypeError, AttributeError, IndexError, ValueError)  # what msal does with an answer of another shape
Cache: TypeAlias = msal.SerializableTokenCache


@contextmanager
def open_client(
    registration: Registration, cache: Cache, *, tenant: str = ""
) -> Iterator[msal.ConfidentialClientApplication]:
    """msal, for one conversation: it asks for the directory's document at once, and remembers refusals for a minute, which
    would tell whoever has just agreed that they have not."""
    try:
        with Line(registration.trust, hurried=registration.hurried) as line:
            yield _make_client(registration, cache, tenant or registration.tenant, line)
    except RequestException as error:
        raise later(error) from None
    except ODD:
        raise TryLater("Microsoft's sign-in answers with what cannot be read", AFTER) from None


def _make_client(
    registration: Registration, cache: Cache, tenant: str, line: Line
) -> msal.ConfidentialClientApplication:
    proof = credential(registration)
    try:
        return msal.ConfidentialClientApplication(
            registration.client_id,
            client_credential=proof,
            authority=f"{registration.authority}/{quote(tenant, safe='')}",
            token_cache=cache,
            http_client=line,
            http_cache={},
            instance_discovery=False,  # whoever runs us has said where: nobody else is asked whether that is Microsoft's
            azure_region=False,  # else msal looks in the environment
            client_capabilities=CAPABLE,
        )
    except ValueError:  # there is no such directory
        raise error_of(NextStep.OPERATOR_REGISTRATION) from None


def scopes_of(result: Mapping[str, Any], asked: Sequence[str]) -> tuple[str, ...]:
    """What it was given for: as the answer says, else as asked."""
    said = result.get("scope")
    told = said.split() if isinstance(said, str) else asked
    return tuple(sorted({one.rpartition("/")[2] for one in told} - UNSAID))


def token_of(result: Mapping[str, Any] | None, *, signed_in: bool = True) -> str:
    if result is None:  # nothing to refresh with
        raise error_of(NextStep.SIGN_IN_AGAIN)
    token = result.get("access_token")
    if isinstance(token, str) and token:
        return token
    if "error" not in result:
        raise TryLater("Microsoft's sign-in answers with what cannot be read", AFTER)
    raise read_refusal(result, signed_in=signed_in)
