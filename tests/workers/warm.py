"""Loaded by name into the process others are forked from: it has written a letter before, and so has all it takes."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.workers.one_post import open_post
from workers.digest.compose import compose

with TemporaryDirectory() as _folder:
    _post = open_post(Path(_folder), f"sqlite:///{_folder}/kanelbulle.db").add()
    assert compose(_post.office, _post.seller_id, now=_post.now)
    _post.office.store.close()
