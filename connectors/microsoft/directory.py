"""What a Microsoft directory says of itself: who issues its tokens, where its keys are, and whose a domain is.

https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#fetch-the-openid-configuration-document
"""

import re
from dataclasses import dataclass
from typing import TypeGuard
from urllib.parse import quote

import msgspec
from requests.exceptions import RequestException

from connectors.errors import AccessDenied, TryLater
from connectors.microsoft.line import Line, later
from connectors.microsoft.refusals import AFTER, NextStep, error_of

ANY = "organizations"  # whatever directory of a company or a school
CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad"  # where private accounts live
TEMPLATE = "{tenantid}"
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)


class _Document(msgspec.Struct, frozen=True):
    issuer: str
    jwks_uri: str = ""


@dataclass(frozen=True, slots=True)
class Directory:
    """`issuer` has {tenantid} in the place of the directory where any may sign in."""

    issuer: str
    keys_url: str


def is_guid(text: object) -> TypeGuard[str]:
    return isinstance(text, str) and _GUID.fullmatch(text) is not None


def fetch_directory(authority: str, tenant: str, *, trust: str | None) -> Directory:
    """`tenant` is a GUID, a domain that is verified there, or ANY. Raises AccessDenied where there is none, TryLater."""
    url = f"{authority}/{quote(tenant, safe='')}/v2.0/.well-known/openid-configuration"
    try:
        with Line(trust) as line:
            answer = line.get(url)
    except RequestException as error:
        raise later(error) from None
    if answer.status_code != 200:
        raise error_of(NextStep.OPERATOR_REGISTRATION)
    try:
        document = msgspec.json.decode(answer.text, type=_Document)
    except msgspec.DecodeError:
        raise TryLater("Microsoft's sign-in answers with what cannot be read", AFTER) from None
    return Directory(document.issuer, document.jwks_uri)


def directory_of(domain: str, authority: str, *, trust: str | None) -> str:
    """The GUID of the directory in which the domain is verified, as Microsoft itself says; empty where there is none.

    A token's address proves nothing: whoever runs a directory may put any into it. Raises TryLater.
    """
    try:
        issuer = fetch_directory(authority, domain, trust=trust).issuer
    except AccessDenied:
        return ""
    found = _GUID.search(issuer)
    return found.group().lower() if found else ""
