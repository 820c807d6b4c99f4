"""JSON as vendors send it: half an emoji that somebody has written, or a byte that is no letter, spoils only itself."""

import json

import msgspec


def with_whole_letters(data: bytes) -> bytes:
    """The same, half letters replaced, or nothing of a page with one could be read. Raises msgspec.DecodeError."""
    try:
        told = json.loads(data.decode("utf-8-sig", "replace"))
        return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    except (ValueError, RecursionError) as error:
        raise msgspec.DecodeError("it is no JSON") from error
