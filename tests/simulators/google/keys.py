"""Keys of Google's own and of service accounts, made once: they take a while."""

from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tests.simulators.certificates import self_signed

KID = "k4ne1bu11e"


@cache
def key_of(whom: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def certificate_of(whom: str) -> str:
    """PEM, as /oauth2/v1/certs tells keys."""
    return self_signed(whom, key_of(whom)).public_bytes(serialization.Encoding.PEM).decode()


def jwk_of(whom: str, kid: str) -> dict[str, Any]:
    """As /oauth2/v3/certs tells them."""
    return {**RSAAlgorithm.to_jwk(key_of(whom).public_key(), as_dict=True), "use": "sig", "alg": "RS256", "kid": kid}


@cache
def private_pem(whom: str) -> str:
    kind = serialization.PrivateFormat.PKCS8
    return key_of(whom).private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()).decode()


def signed(claims: dict[str, Any], *, whom: str = "google", kid: str = KID, alg: str = "RS256") -> str:
    key: Any = None if alg == "none" else key_of(whom)
    return jwt.encode(claims, key, algorithm=alg, headers={"kid": kid})
