"""The command `kanelbulle` with settings of its own, on a day of the test's choosing."""

import os
import subprocess
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from tests.servers.commands import obey_in_words
from tests.world import NOW


class CommandRig:
    """`run` is the command, at `now`, in English unless told otherwise."""

    def __init__(self, home: Path, database_url: str, **settings: str) -> None:
        self.now: datetime = NOW
        plain = {"PATH": os.environ["PATH"], "LANG": "C"}
        ours = {"KANELBULLE_HOME": str(home), "KANELBULLE_DATABASE_URL": database_url}
        self.environment: Mapping[str, str] = {**plain, **ours, **settings}

    def run(self, *arguments: str, said: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
        environment = {**self.environment, **more}
        return obey_in_words(*arguments, environment=environment, said=said, now=self.now)

    def well(self, *arguments: str, **more: str) -> str:
        """What it wrote, all being well."""
        done = self.run(*arguments, **more)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        return done.stdout
