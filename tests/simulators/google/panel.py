"""Google Calendar's side panel, played: it opens our add-on, shows the cards it is answered, and a person presses in them.

panel = Panel(post)
panel.open("/google/event", make_event)
panel.press("Later")
assert "Sparat" in panel.text

- A trigger is answered {"action": ...}, a press {"renderActions": ...}, both also with one of three prompts. What the judge
  (cards.py) or the panel itself would not take is raised as Unshown.
- An update keeps what is filled in. Without persistValues a press empties the form of a card that stays as it is.
- A page opened with RELOAD asks the trigger again when it is closed.
Uncertain, as Google's pages do not tell: whether an empty text is left out (it is here) or sent as "".
https://developers.google.com/workspace/add-ons/how-tos/navigation
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.simulators.google.card_addresses import Deployment
from tests.simulators.google.card_parts import Json
from tests.simulators.google.card_stack import CardStack, Unshown
from tests.simulators.google.card_words import read_card
from tests.simulators.google.cards import OURS, find_faults
from tests.simulators.google.forms import Form, Moment
from tests.simulators.google.presses import find_pressable

Post = Callable[[str, Json], Json]
MakeEvent = Callable[[], Json]
PROMPTS = ("basic_authorization_prompt", "custom_authorization_prompt", "requesting_google_scopes")


@dataclass(frozen=True, slots=True)
class Window:
    """A page that was opened beside the panel."""

    url: str
    over: bool
    reloads: bool


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    parameters: Mapping[str, str]
    inputs: Json
    is_press: bool = True


class Panel:
    """`sent` is what was posted, `windows` what is open beside it, `host` what the open event was asked to change into;
    `missing` are the inputs for want of which the last press was not sent. `prompt` is one of Google's own that stands in
    place of the cards until `consent`."""

    def __init__(self, post: Post, deployment: Deployment = OURS) -> None:
        self._post, self._deployment = post, deployment
        self._trigger = self._last = Request("", {}, {}, is_press=False)
        self._make_event: MakeEvent = dict
        self.stack = CardStack()
        self.sent: list[tuple[str, Json]] = []
        self.windows: list[Window] = []
        self.host: list[Json] = []
        self.missing: tuple[str, ...] = ()
        self.notification = ""
        self.prompt: Json = {}
        self.is_stale = False  # the last press said that what lies under the card is no longer true

    @property
    def card(self) -> Json:
        return self.stack.top.card

    @property
    def form(self) -> Form:
        return self.stack.top.form

    @property
    def names(self) -> list[str]:
        """Of the cards, the one on top last."""
        return self.stack.names

    @property
    def text(self) -> str:
        """All that can be read of the card on top."""
        return read_card(self.card, self.form)

    def open(self, path: str, make_event: MakeEvent) -> None:
        """The add-on is opened, or another event beside it: a trigger is asked."""
        self._make_event = make_event
        self._trigger = Request(path, {}, {}, is_press=False)
        self.reload()

    def reload(self) -> None:
        self.stack.clear()
        self.is_stale = False
        self._ask(self._trigger)

    def press(self, text: str, which: int | None = None) -> None:
        """A button, chip, line, picture, link or menu's entry, by its words."""
        one = find_pressable(self.card, text, which)
        assert "overflowMenu" not in one.click, f"{text!r} opens a menu: press what is in it"
        if "card" in one.click:
            self.stack.push(one.click["card"])
        elif "openLink" in one.click:
            self._open(one.click["openLink"])
        elif "openDynamicLinkAction" in one.click:
            before = len(self.windows)
            self._act(one.click["openDynamicLinkAction"], one.more)
            if len(self.windows) == before and not self.missing:
                raise Unshown(f"{text!r} opens a page, and was answered none")
        else:
            self._act(one.click["action"], one.more)

    def fill(self, name: str, value: str | Moment) -> None:
        self.form.fill(name, value)
        self._changed(name)

    def pick(self, name: str, *labels: str) -> None:
        self.form.pick(name, *labels)
        self._changed(name)

    def turn(self, name: str, *, on: bool) -> None:
        self.form.turn(name, on)
        self._changed(name)

    def back(self) -> None:
        """The arrow at the top."""
        assert len(self.stack) > 1, "there is no arrow on the first card"
        self.stack.pop()

    def close_window(self) -> None:
        assert self.windows, "no page is open"
        if self.windows.pop().reloads:
            self.reload()

    def consent(self) -> None:
        """The person does what Google's own prompt asks for: a sign-in reloads, scopes let the same request go again."""
        assert self.prompt, "nothing is asked for"
        if "basic_authorization_prompt" in self.prompt:
            self.reload()
        else:
            self._ask(self._last)

    def _changed(self, name: str) -> None:
        if action := self.form.change_of(name):
            self._act(action, {})

    def _act(self, action: Json, more: Mapping[str, str]) -> None:
        every = self.form.names if action.get("allWidgetsAreRequired") else action.get("requiredWidgets", ())
        self.missing = self.form.missing(every)
        if self.missing:
            return
        address = urlsplit(action["function"])
        parameters = {one["key"]: one["value"] for one in action.get("parameters", ())}
        path = f"{address.path}?{address.query}" if address.query else address.path
        pressed_in = self.stack.top
        self._ask(Request(path, {**parameters, **more}, self.form.wire))
        if not action.get("persistValues"):
            pressed_in.form = Form(pressed_in.card)

    def _ask(self, request: Request) -> None:
        event = deepcopy(self._make_event())
        told = {"parameters": dict(request.parameters), "formInputs": deepcopy(request.inputs)}
        common = event.get("commonEventObject", {}) | {name: value for name, value in told.items() if value}
        event["commonEventObject"] = common
        self.sent.append((request.path, event))
        self._last, self.notification, self.prompt = request, "", {}
        self._take(self._post(request.path, deepcopy(event)), "renderActions" if request.is_press else "action")

    def _take(self, answer: Json, form: str) -> None:
        faults = find_faults(answer, self._deployment)
        if faults:
            raise Unshown("\n".join(faults))
        prompt = next((name for name in PROMPTS if name in answer), None)
        if prompt == "custom_authorization_prompt":
            self.stack.clear()
            self._render(answer[prompt])
        elif prompt:
            self.prompt = answer
        elif form not in answer:
            raise Unshown(f"{' and '.join(answer)} where {form} is wanted")
        else:
            self.is_stale = self.is_stale or answer.get("stateChanged", False)
            self._render(answer.get("renderActions", answer))

    def _render(self, told: Json) -> None:
        action = told.get("action", {})
        self.stack.move(action.get("navigations", ()))
        if not self.stack:
            raise Unshown("no card to show")
        self.notification = action.get("notification", {}).get("text", "")
        if "link" in action:
            self._open(action["link"])
        if "hostAppAction" in told:
            self.host.append(told["hostAppAction"]["calendarAction"])

    def _open(self, link: Json) -> None:
        over, reloads = link.get("openAs") == "OVERLAY", link.get("onClose") == "RELOAD"
        self.windows.append(Window(link["url"], over, reloads))
