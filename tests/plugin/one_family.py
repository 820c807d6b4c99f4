"""A parent that tends children, and the children themselves; all say what befalls them on the one standard output."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from typing import NoReturn

from plugin.tending import Child, Manners, leave_with_parent, tend

SHORTLY = {"first": timedelta(seconds=0.1), "most": timedelta(seconds=0.4), "goodbye": timedelta(seconds=0.5)}
PATIENTLY = {"first": timedelta(seconds=0.1), "most": timedelta(seconds=0.4)}
SLEEP = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.pause()"


def main(how: str, *names: str) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN if how == "nohup" else signal.SIG_DFL)
    children = [Child(name, command(name)) for name in names]
    meanwhile = {"counting": say_again, "failing": fail, "hanging": hang}.get(how)
    manners = Manners(**(SHORTLY if how == "shortly" else PATIENTLY), beat=timedelta(seconds=0.1))
    tend(children, meanwhile=meanwhile, manners=manners)
    say("parent goodbye")


def command(name: str) -> tuple[str, ...]:
    if name == "missing":
        return ("/nowhere/at/all",)
    return (sys.executable, "-c", "import sys; from tests.plugin.one_family import child; child(sys.argv[1])", name)


def child(name: str) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN if name == "stubborn" else lambda *_: leave(name))
    leave_with_parent(goodbye=timedelta(seconds=0.5))
    if name == "with-a-child":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        subprocess.Popen([sys.executable, "-c", SLEEP])
    say(f"{name} {os.getpid()}")
    if name == "short":
        sys.exit(3)
    while True:
        signal.pause()


def leave(name: str) -> NoReturn:
    say(f"{name} goodbye")
    sys.exit(0)


def say_again() -> None:
    say("meanwhile")


def fail() -> NoReturn:
    say("meanwhile")
    raise OSError("the disk is full")


def hang() -> None:
    say("hanging")
    threading.Event().wait()


def say(what: str) -> None:
    os.write(1, f"{what}\n".encode())
