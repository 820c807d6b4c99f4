"""Classic Outlook on Windows, played, where it runs what happens without the pane: one script, no page.

with classic(script, item) as host:
    host.happen("onAppointmentAttendeesChanged")
    assert host.bar["kanelbulle"]["message"] == ...

What is there, and where it is known from:
- Nothing after ECMAScript 2016 is promised, neither in the language nor among what comes with it; no document, no location,
  no storage. Addresses are absolute. https://learn.microsoft.com/office/dev/add-ins/testing/runtimes
- An Outlook that has NestedAppAuth has a window without a location, and its crypto is there once `__initializeNestedAppAuth()`
  has been waited for, with getRandomValues alone: what msal-browser guards against and waits for in its own source, and what
  others have met. It reads ID tokens with atob and TextDecoder, so they are there as well.
  https://github.com/AzureAD/microsoft-authentication-library-for-js/tree/dev/lib/msal-browser/src/naa
- Which window that is, whether it is the global object or one of its own, nobody tells: `window` is either.
- Outlook brings an Office itself, no office.js; `event.completed()` ends it.
"""

import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal

from playwright._impl._driver import compute_driver_executable

from connectors.meetings import Person
from tests.simulators.outlook.items import Item, milliseconds
from tests.simulators.outlook.nested import Granted, Refused, answer
from tests.world import ASTRID

HERE = Path(__file__).parent
NODE = compute_driver_executable()[0]
PATIENCE = 30  # seconds for all that happens in one
SETS = {"Mailbox": "1.14", "NestedAppAuth": "1.1"}
Tokens = Callable[[str, Mapping[str, Any]], Granted | Refused | None]  # None never answers
Window = Literal["global", "own"]


class Classic:
    """`bar` is what stands above the item, by key; `fetched` are addresses, `asked` is what Outlook was asked for."""

    def __init__(self, outside: IO[str], inside: IO[str], tokens: Tokens, owner: Person) -> None:
        self._outside, self._inside, self._tokens, self._owner = outside, inside, tokens, owner
        self.bar: dict[str, Any] = {}
        self.completed: list[str] = []
        self.troubles: list[str] = []
        self.fetched: list[str] = []
        self.asked: list[str] = []

    def happen(self, event: str) -> None:
        """Until it is told to be over."""
        self.launch(event)
        self.wait_for("completed")

    def launch(self, event: str) -> None:
        self._tell(launch=event)

    def pass_by(self, seconds: float) -> None:
        self._tell({"pass": seconds * 1000})

    def evaluate(self, expression: str) -> Any:
        self._tell(evaluate=expression)
        return self.wait_for("value")

    def wait_for(self, kind: str) -> Any:
        """The next message of the kind; all others are seen to on the way."""
        for line in self._inside:
            message: dict[str, Any] = json.loads(line)
            self._note(message)
            assert not self.troubles
            if kind in message:
                return message[kind]
        raise AssertionError(f"it ended before {kind}")

    def _note(self, message: Mapping[str, Any]) -> None:
        if "nested" in message:
            self._answer(message["nested"])
        elif "completed" in message:
            self.completed.append(message["completed"]["name"])
            self.bar = message["completed"]["bar"]
        elif "trouble" in message:
            self.troubles.append(message["trouble"])
        elif "fetch" in message:
            self.fetched.append(message["fetch"]["address"])

    def _answer(self, asked: Mapping[str, Any]) -> None:
        self.asked.append(asked["method"])
        given = None if asked["method"] == "GetInitContext" else self._tokens(asked["method"], asked["tokenParams"])
        if asked["method"] == "GetInitContext" or given is not None:
            self._tell(answer=answer(asked, lambda _method, _wanted: given or Refused("DISABLED"), self._owner))

    def _tell(self, message: Mapping[str, Any] | None = None, **more: Any) -> None:
        self._outside.write(json.dumps(message or more) + "\n")
        self._outside.flush()


@contextmanager
def classic(
    script: str,
    item: Item,
    *,
    trust: str = "",
    tokens: Tokens,
    owner: Person = ASTRID,
    language: str = "sv-SE",
    lacking: Sequence[str] = (),
    silent: Sequence[str] = (),
    window: Window = "global",
    random: bool = True,
) -> Iterator[Classic]:
    """The script, loaded beside the item. Nothing it throws may go uncaught, to the very end.

    | | |
    |---|---|
    | trust | the file of the authority to trust, as the machine's own |
    | lacking | requirement sets this Outlook does not have |
    | silent | fields of the item that never answer |
    | window | the global object, or one of its own |
    | random | False: there is no crypto, ever |
    """
    sets = {name: version for name, version in SETS.items() if name not in lacking}
    setup: dict[str, Any] = {
        "sets": sets,
        "item": _told(item),
        "silent": list(silent),
        "language": language,
        "window": window,
    }
    setup |= {"owner": {"name": owner.name, "address": owner.address}, "random": int(random)}
    with _node(trust) as process:
        assert process.stdin
        assert process.stdout
        host = Classic(process.stdin, process.stdout, tokens, owner)
        host._tell(begin=setup)
        host._tell(load=script)
        yield host
        host._tell(end=True)
        host.wait_for("ended")


@contextmanager
def _node(trust: str) -> Iterator["subprocess.Popen[str]"]:
    command = [str(NODE), str(HERE / "classic.js"), str(HERE / "classic_runtime.js")]
    quiet = {"PATH": os.environ["PATH"], "NODE_NO_WARNINGS": "1", "NODE_EXTRA_CA_CERTS": trust}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=quiet)
    patience = threading.Timer(PATIENCE, process.kill)
    patience.start()
    try:
        yield process
    finally:
        patience.cancel()
        process.kill()
        process.communicate()


def _told(item: Item) -> dict[str, Any]:
    """An item that is written, as Office answers when it is asked."""
    names = ("subject", "location", "organizer", "requiredAttendees", "optionalAttendees")
    return {name: item[name] for name in names} | {name: milliseconds(item[name]) for name in ("start", "end")}
