"""Titles and tokens at rest: sealed with AES-GCM under rotatable keys. The first key seals, every key opens.

A sealed value is a four-byte key name, a nonce and the ciphertext; keys are drawn from the secrets with HKDF.
"""

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
NAME = 4


class SealBroken(Exception):
    """None of the keys opens this value: a key is missing, or the value was changed."""


class Sealer:
    """Seals and opens bytes with the secrets given, newest first."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = {_name(secret): AESGCM(_key(secret)) for secret in reversed(secrets)}
        self.newest = _name(secrets[0])  # how everything sealed with the first secret begins

    def seal(self, plain: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return self.newest + nonce + self._keys[self.newest].encrypt(nonce, plain, None)

    def is_newest(self, sealed: bytes) -> bool:
        """Whether it was sealed with the first secret."""
        return sealed[:NAME] == self.newest

    def open(self, sealed: bytes) -> bytes:
        key = self._keys.get(sealed[:NAME])
        if key is None:
            raise SealBroken("sealed with a key that is not in KANELBULLE_SECRET_KEYS")
        try:
            return key.decrypt(sealed[NAME : NAME + NONCE], sealed[NAME + NONCE :], None)
        except InvalidTag as error:
            raise SealBroken("the sealed value was changed") from error


def _key(secret: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"kanelbulle sealing").derive(secret.encode())


def _name(secret: str) -> bytes:
    digest = Hash(SHA256())
    digest.update(b"kanelbulle key name" + secret.encode())
    return digest.finalize()[:NAME]
