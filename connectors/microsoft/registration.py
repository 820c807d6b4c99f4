"""Our app as it is registered at Microsoft, and what it proves itself with: a certificate or a secret.

https://learn.microsoft.com/entra/identity-platform/certificate-credentials
"""

import re
from dataclasses import dataclass, field

from connectors.microsoft.directory import ANY
from connectors.microsoft.refusals import NextStep, error_of

WORLDWIDE = "https://login.microsoftonline.com"
GRAPH = "https://graph.microsoft.com"
# Graph of the clouds that are a nation's or an army's own: each gives tokens for itself alone.
# https://learn.microsoft.com/graph/deployments
NATIONAL_GRAPHS = frozenset(
    {"https://graph.microsoft.us", "https://dod-graph.microsoft.us", "https://microsoftgraph.chinacloudapi.cn"}
)
_KEY = re.compile(r"-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----.+?-----END \1-----", re.DOTALL)
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """`certificate` is the PEM text of a private key and its certificate; without one the `secret` is used. `tenant_id` is
    a directory's GUID or domain, empty where any company may sign in. `graph` is the host tokens are asked for."""

    client_id: str
    secret: str = field(default="", repr=False)
    certificate: str = field(default="", repr=False)
    tenant_id: str = ""
    authority: str = WORLDWIDE
    graph: str = GRAPH
    trust: str | None = None  # a file of certificates
    hurried: bool = False  # somebody waits for the answer

    @property
    def tenant(self) -> str:
        """Where people sign in."""
        return self.tenant_id or ANY

    @property
    def everything(self) -> str:
        """The scope of whatever the app may do by itself."""
        return f"{self.graph if self.graph in NATIONAL_GRAPHS else GRAPH}/.default"


def credential(registration: Registration) -> str | dict[str, str]:
    """As msal takes it. Raises AccessDenied where there is none, or the certificate is not the key's."""
    if not registration.certificate:
        if not registration.secret:
            raise error_of(NextStep.OPERATOR_SECRET)
        return registration.secret
    key = _KEY.search(registration.certificate)
    fitting = _fitting(key.group(), _CERTIFICATE.findall(registration.certificate)) if key else ""
    if not key or not fitting:
        raise error_of(NextStep.OPERATOR_SECRET)
    return {"private_key": key.group(), "public_certificate": fitting}


def _fitting(key: str, certificates: list[str]) -> str:
    """The certificate of the key, wherever in the chain it stands; empty where there is none."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from cryptography.x509 import load_pem_x509_certificate

    try:
        own = load_pem_private_key(key.encode(), None).public_key()
        found = [one for one in certificates if load_pem_x509_certificate(one.encode()).public_key() == own]
    except (ValueError, TypeError):
        return ""
    return found[0] if found else ""
