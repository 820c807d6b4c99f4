"""Killed at a few of all the steps there are, whoever sends letters sends none twice. `make torture` tries two hundred."""

from pathlib import Path

from tests.letters_torture import torture
from tests.servers.smtp import mail_server


def test_no_letter_is_sent_twice_or_lost_unseen_wherever_a_worker_dies(tmp_path: Path) -> None:
    with mail_server() as server:
        told = torture(tmp_path, f"sqlite:///{tmp_path}/kanelbulle.db", server, strikes=8)
    assert told.total() == 8
