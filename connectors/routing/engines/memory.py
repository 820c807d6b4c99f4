"""What engines answered, in a file nobody else can read: every answer sealed, found again by a digest under a key of its own.

https://requests-cache.readthedocs.io/en/stable/user_guide/serializers.html
"""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from requests_cache.backends.sqlite import SQLiteCache, SQLiteDict
from requests_cache.serializers import SerializerPipeline, Stage, json_serializer, utf8_encoder


class Seal(Protocol):
    """What keeps a value on disk from being read by others; `open` raises when it is not ours."""

    def seal(self, plain: bytes) -> bytes: ...
    def open(self, sealed: bytes) -> bytes: ...


class NotOurs(ValueError):
    """Sealed by somebody else, or damaged; the library takes a ValueError for an answer it does not have."""


def open_memory(path: Path, secret: Seal) -> tuple[SQLiteCache, bytes]:
    """The memory in this file and the key of its digests; what has expired leaves.

    A file that is no database, or that other keys sealed, is begun anew.
    """
    path.touch(mode=0o600)
    with path.open("ab"):  # raises where we may not write, which the library would try for ever
        pass
    try:
        return _memory(path, secret)
    except (sqlite3.DatabaseError, NotOurs):
        path.unlink()
        path.touch(mode=0o600)
        return _memory(path, secret)


def _memory(path: Path, secret: Seal) -> tuple[SQLiteCache, bytes]:
    opened = _opening(secret)
    keys = SQLiteDict(path, table_name="digest_keys", serializer=None)
    try:
        if "key" not in keys:
            keys["key"] = secret.seal(os.urandom(32))
        digest_key = opened(keys["key"])
    finally:
        keys.close()  # type: ignore[no-untyped-call]  # the library leaves it so
    stages = [*json_serializer.stages, utf8_encoder, Stage(dumps=secret.seal, loads=opened)]
    cache = SQLiteCache(path, serializer=SerializerPipeline(stages, name="sealed", is_binary=True))
    cache.delete(expired=True)
    return cache, digest_key


def _opening(secret: Seal) -> Callable[[bytes], bytes]:
    def opened(sealed: bytes) -> bytes:
        try:
            return secret.open(sealed)
        except Exception as error:  # whichever the seal has for it
            raise NotOurs from error

    return opened
