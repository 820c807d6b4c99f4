"""The side panel we play: cards pushed, changed and taken away, presses and forms as Google sends them, pages and prompts."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from tests.simulators.google.card_parts import Json
from tests.simulators.google.card_samples import (
    act,
    button,
    changed,
    done,
    everything,
    opening,
    paragraph,
    shown,
    small,
)
from tests.simulators.google.card_stack import Unshown
from tests.simulators.google.panel import Panel, Window
from tests.world import STOCKHOLM

ASK = "sections[2].widgets"


class Addon:
    """Answers in turn what it is told to; the last one again and again."""

    def __init__(self, *answers: Json) -> None:
        self.answers = list(answers)

    def __call__(self, path: str, event: Json) -> Json:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def make_event() -> Json:
    return {"commonEventObject": {"hostApp": "CALENDAR", "userLocale": "sv-SE"}, "calendar": {"id": "e1"}}


def opened(*answers: Json) -> Panel:
    panel = Panel(Addon(*answers))
    panel.open("/google/event", make_event)
    return panel


def posted(panel: Panel) -> Json:
    told: Json = panel.sent[-1][1]["commonEventObject"]
    return told


def test_a_trigger_is_asked_with_the_event_and_its_card_is_read() -> None:
    panel = opened(shown(small()))
    assert panel.sent == [("/google/event", make_event())]
    assert panel.text == "Bruket\nNi har aldrig setts."


def test_all_that_can_be_read_of_a_card_is_told_in_its_order() -> None:
    lines = opened(shown(everything())).text.splitlines()
    assert lines[:5] == [
        "Kanelbulle",
        "Bruket",
        "Sju möten på ett år, alla på Meet",
        "Sju möten på ett år, alla på Meet, oftast 27 minuter.",
        "Ni har aldrig setts. Hela bilden",
    ]
    order = ["Storgatan 12, Trollhättan & tillbaka", "Föreslå besök", "Fråga inte igen", "Besök i Trollhättan"]
    order += ["2026-12-10", "09:00", "Plåt &Co", "Ta besöket", "Glöm kunden"]
    assert [line for line in lines if line in order] == order


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("Senare", "later"),  # a button
        ("Med tåg", "by_train"),  # a chip
        ("Glöm kunden", "forget"),  # in the card's menu
        ("Storgatan 12, Trollhättan & tillbaka", "show_place"),  # a line
        ("Fråga inte igen", "never"),  # in a button's menu
        ("Plåt &Co", "nearby"),  # in a grid
    ],
)
def test_a_press_sends_what_stands_on_it(text: str, op: str) -> None:
    panel = opened(shown(everything()), done(notification={"text": "Sparat"}))
    panel.press(text)
    assert panel.sent[-1][0] == "/google/action"
    assert posted(panel)["parameters"]["op"] == op
    assert posted(panel)["userLocale"] == "sv-SE"
    assert panel.notification == "Sparat"


def test_a_word_is_gone_with_the_next_press() -> None:
    panel = opened(shown(everything()), done(notification={"text": "Sparat"}), done({"updateCard": everything()}))
    panel.press("Senare")
    panel.press("Senare")
    assert panel.notification == ""


def test_a_press_in_a_grid_tells_which_of_its_items() -> None:
    panel = opened(shown(everything()), done(notification={"text": "Sparat"}))
    panel.press("Norrgruvan")
    assert posted(panel)["parameters"]["grid_item_identifier"] == "norrgruvan"


def test_the_footer_waits_until_all_is_filled_in() -> None:
    panel = opened(shown(everything()), done(notification={"text": "Sparat"}))
    panel.press("Ta besöket")
    assert panel.missing == ("tell",)
    assert len(panel.sent) == 1
    panel.pick("tell", "Berätta för kollegerna")
    panel.press("Ta besöket")
    assert panel.missing == ()
    assert posted(panel)["parameters"]["op"] == "take"


def test_a_press_waits_for_the_inputs_it_names() -> None:
    empty = changed(everything(), f"{ASK}[0].selectionInput.items[0].selected", False)
    panel = opened(shown(empty), done(notification={"text": "Sparat"}))
    panel.press("Föreslå besök")
    assert (panel.missing, len(panel.sent)) == (("slot",), 1)


def test_a_form_is_sent_as_google_sends_it() -> None:
    panel = opened(shown(everything()), done(notification={"text": "Sparat"}))
    panel.press("Senare")
    assert posted(panel)["formInputs"] == {
        "bun": {"stringInputs": {"value": ["yes"]}},
        "slot": {"stringInputs": {"value": ["1"]}},
        "how": {"stringInputs": {"value": ["train"]}},
        "keep": {"stringInputs": {"value": ["meet"]}},
        "with": {"stringInputs": {"value": ["sven"]}},
        "subject": {"stringInputs": {"value": ["Besök i Trollhättan"]}},
        "body": {"stringInputs": {"value": ["Hej Karin,\nvi har hörts många gånger men aldrig setts."]}},
        "day": {"dateInput": {"msSinceEpoch": "1796860800000"}},
        "at": {"timeInput": {"hours": 9, "minutes": 0}},
        "moment": {"dateTimeInput": {"hasDate": True, "hasTime": True, "msSinceEpoch": "1796889600000"}},
    }


FILLED: list[tuple[str, Callable[[Panel], None], Json | None]] = [
    ("subject", lambda panel: panel.fill("subject", "Fika"), {"stringInputs": {"value": ["Fika"]}}),
    ("subject", lambda panel: panel.fill("subject", ""), None),
    ("slot", lambda panel: panel.pick("slot", "Fredag 10.30"), {"stringInputs": {"value": ["2"]}}),
    ("keep", lambda panel: panel.pick("keep"), None),
    (
        "keep",
        lambda panel: panel.pick("keep", "Rummet hos oss", "Länken till Meet"),
        {"stringInputs": {"value": ["meet", "room"]}},
    ),
    ("bun", lambda panel: panel.turn("bun", on=False), None),
    ("day", lambda panel: panel.fill("day", date(2026, 12, 11)), {"dateInput": {"msSinceEpoch": "1796947200000"}}),
    ("at", lambda panel: panel.fill("at", time(10, 30)), {"timeInput": {"hours": 10, "minutes": 30}}),
    (
        "moment",
        lambda panel: panel.fill("moment", datetime(2026, 12, 11, 10, 30, tzinfo=STOCKHOLM)),
        {"dateTimeInput": {"hasDate": True, "hasTime": True, "msSinceEpoch": "1796981400000"}},
    ),
]


@pytest.mark.parametrize(("name", "fill", "value"), FILLED, ids=lambda told: told if isinstance(told, str) else "")
def test_what_a_person_fills_in_is_sent(name: str, fill: Callable[[Panel], None], value: Json | None) -> None:
    panel = opened(shown(everything()), done(notification={"text": "Sparat"}))
    fill(panel)
    panel.press("Senare")
    assert posted(panel)["formInputs"].get(name) == value


REFUSED: list[tuple[Callable[[Panel], None], str]] = [
    (lambda panel: panel.press("Nej tack"), "nothing says 'Nej tack'; there is 'Öppna hos Kanelbulle'"),
    (lambda panel: panel.press("Inte nu"), "'Inte nu' cannot be pressed now"),
    (lambda panel: panel.press("Mer"), "'Mer' opens a menu"),
    (lambda panel: panel.press("Senare", 2), "just 1 say 'Senare'"),
    (lambda panel: panel.fill("why", "x"), "no input is called why; there are bun, slot"),
    (lambda panel: panel.fill("subject", "x" * 121), "subject takes 120 characters"),
    (lambda panel: panel.fill("subject", "a\nb"), "subject is one line"),
    (lambda panel: panel.fill("day", datetime(2026, 12, 11, tzinfo=UTC)), "wants a day without a time"),
    (lambda panel: panel.fill("moment", datetime(2026, 12, 11)), "wants a zone"),  # noqa: DTZ001
    (lambda panel: panel.fill("slot", "x"), "nothing can be written in slot"),
    (lambda panel: panel.pick("slot", "Måndag"), "slot has Torsdag 9.00, Fredag 10.30"),
    (lambda panel: panel.pick("slot", "Torsdag 9.00", "Fredag 10.30"), "slot takes 1"),
    (lambda panel: panel.turn("slot", on=True), "slot is no switch"),
    (lambda panel: panel.back(), "there is no arrow on the first card"),
    (lambda panel: panel.close_window(), "no page is open"),
    (lambda panel: panel.consent(), "nothing is asked for"),
]


@pytest.mark.parametrize(("do", "why"), REFUSED, ids=[why for _, why in REFUSED])
def test_what_a_person_could_not_do_is_refused(do: Callable[[Panel], None], why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        do(opened(shown(everything())))


def test_of_two_with_the_same_words_one_says_which() -> None:
    panel = opened(shown(small(button("Visa", act("one")), button("Visa", act("two")))), done({"pushCard": small()}))
    with pytest.raises(AssertionError, match="2 things say 'Visa'"):
        panel.press("Visa")
    panel.press("Visa", 2)
    assert posted(panel)["parameters"] == {"op": "two"}


def test_a_change_may_be_sent_at_once() -> None:
    panel = opened(shown(everything()), done({"updateCard": everything()}))
    panel.pick("how", "Bil")
    assert posted(panel)["parameters"]["op"] == "travel"
    assert posted(panel)["formInputs"]["how"] == {"stringInputs": {"value": ["car"]}}


def test_what_is_filled_in_stays_when_the_card_is_changed() -> None:
    fewer = changed(everything(), f"{ASK}[0].selectionInput.items", [{"text": "Torsdag 9.00", "value": "1"}])
    panel = opened(shown(everything()), done({"updateCard": fewer}))
    panel.fill("subject", "Fika")
    panel.pick("slot", "Fredag 10.30")
    panel.press("Senare")
    assert panel.form.wire["subject"] == {"stringInputs": {"value": ["Fika"]}}
    assert "slot" not in panel.form.wire, "what was picked is no longer offered"


@pytest.mark.parametrize(("more", "left"), [({}, "Från början"), ({"persistValues": True}, "Fika")])
def test_what_is_filled_in_is_gone_after_a_press_that_does_not_keep_it(more: Json, left: str) -> None:
    field = {"textInput": {"name": "why", "label": "Varför", "value": "Från början"}}
    panel = opened(shown(small(field, button("Spara", act("save", **more)))), done(notification={"text": "Sparat"}))
    panel.fill("why", "Fika")
    panel.press("Spara")
    assert panel.form.said("why") == left


MOVED: list[tuple[list[Json], list[str]]] = [
    ([{"pushCard": small(name="d")}], ["a", "b", "c", "d"]),
    ([{"updateCard": small(name="d")}], ["a", "b", "d"]),
    ([{"pop": True}], ["a", "b"]),
    ([{"popToRoot": True}], ["a"]),
    ([{"popToCard": "b"}], ["a", "b"]),
    ([{"popToCard": "c"}], ["a", "b", "c"]),
    ([{"pop": True}, {"pop": True}, {"updateCard": small(name="d")}, {"pushCard": small(name="e")}], ["d", "e"]),
]
THREE = shown(small(name="a"), small(name="b"), small(button("Gå", act("go")), name="c"))


@pytest.mark.parametrize(("navigations", "names"), MOVED, ids=lambda told: str(told)[:40])
def test_cards_are_moved_as_told_and_in_that_order(navigations: list[Json], names: list[str]) -> None:
    panel = opened(THREE, done(*navigations))
    panel.press("Gå")
    assert panel.names == names


def test_a_person_goes_back_by_the_arrow() -> None:
    panel = opened(THREE)
    panel.back()
    assert panel.names == ["a", "b"]


def test_a_press_may_bring_a_card_without_asking() -> None:
    panel = opened(shown(everything()))
    panel.press("Om kunden")
    assert panel.text == "Om Bruket\nAffären är värd 1,2 miljoner."
    assert len(panel.sent) == 1


def test_another_event_is_opened_with_cards_of_its_own() -> None:
    panel = opened(THREE, shown(small(name="other")))
    panel.open("/google/event", lambda: {"calendar": {"id": "e2"}})
    assert panel.names == ["other"]
    assert panel.sent[-1][1] == {"calendar": {"id": "e2"}, "commonEventObject": {}}


def test_a_page_is_opened_and_the_trigger_asked_again_when_it_closes() -> None:
    panel = opened(shown(everything()), shown(small(name="signed_in")))
    panel.press("Visa dagen")
    assert panel.windows == [Window("https://kanelbulle.example/days/1", over=True, reloads=True)]
    assert panel.names == ["everything"]
    panel.close_window()
    assert (panel.names, panel.windows) == (["signed_in"], [])
    assert panel.sent == [("/google/event", make_event())] * 2


@pytest.mark.parametrize("text", ["Hela bilden", "Tidslinjen: sju ringar, ingen fylld"])
def test_a_link_in_a_text_and_a_picture_lead_somewhere(text: str) -> None:
    panel = opened(shown(everything()))
    panel.press(text)
    panel.close_window()
    assert len(panel.sent) == 1, "nothing is asked again"


def test_an_answer_may_open_a_page() -> None:
    click = {"openDynamicLinkAction": act("where")["action"]}
    page = {"url": "https://kanelbulle.example/days/1", "openAs": "FULL_SIZE"}
    panel = opened(shown(small(button("Visa", click))), done(link=page), done(notification={"text": "Ingen sida"}))
    panel.press("Visa")
    assert panel.windows == [Window(page["url"], over=False, reloads=False)]
    with pytest.raises(Unshown, match="'Visa' opens a page, and was answered none"):
        panel.press("Visa")


def test_the_open_event_is_asked_to_change_by_the_host() -> None:
    more = {"calendarAction": {"editAttendeesActionMarkup": {"addAttendeeEmails": ["per@bruket.example"]}}}
    panel = opened(shown(everything()), {"renderActions": {"hostAppAction": more}, "stateChanged": True})
    panel.press("Senare")
    assert panel.host == [more["calendarAction"]]
    assert panel.is_stale


SIGN_IN = {"authorization_url": "https://kanelbulle.example/signin/google", "resource": "Kanelbulle"}
SCOPES = {"scopes": ["https://www.googleapis.com/auth/calendar.events"]}


def test_who_is_asked_to_sign_in_comes_back_to_the_first_card() -> None:
    panel = opened({"basic_authorization_prompt": SIGN_IN}, shown(small()))
    assert panel.prompt == {"basic_authorization_prompt": SIGN_IN}
    panel.consent()
    assert (panel.names, panel.prompt) == (["small"], {})


def test_who_gives_a_scope_has_the_same_press_sent_again() -> None:
    panel = opened(shown(everything()), {"requesting_google_scopes": SCOPES}, done(notification={"text": "Sparat"}))
    panel.press("Senare")
    panel.consent()
    assert panel.sent[1] == panel.sent[2]
    assert panel.notification == "Sparat"


def test_a_sign_in_card_of_ours_stands_alone() -> None:
    click = opening("https://kanelbulle.example/signin/google", openAs="OVERLAY", onClose="RELOAD")
    card = small(button("Logga in", click), name="sign_in")
    panel = opened(THREE, {"custom_authorization_prompt": shown(card)}, shown(small()))
    panel.press("Gå")
    assert panel.names == ["sign_in"]
    panel.press("Logga in")
    panel.close_window()
    assert panel.names == ["small"]


WRONG: list[tuple[Any, str]] = [
    ({}, "no answer that Google knows"),
    (done({"pushCard": small(paragraph("R&D"))}), "text has a raw &"),
    (shown(small()), "action where renderActions is wanted"),
    ({"autoComplete": {"items": [{"text": "x"}]}}, "autoComplete where renderActions is wanted"),
    (done({"popToCard": "d"}), "no card is called d: there is a, b, c"),
    (done(*[{"pop": True}] * 3), "no card lies under this one"),
]


@pytest.mark.parametrize(("answer", "why"), WRONG, ids=[why for _, why in WRONG])
def test_an_answer_to_a_press_that_cannot_be_shown_is_raised(answer: Any, why: str) -> None:
    with pytest.raises(Unshown, match=why):
        opened(THREE, answer).press("Gå")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (done({"pushCard": small()}), "renderActions where action is wanted"),
        ({"action": {"notification": {"text": "Hej"}}}, "no card to show"),
        ({"action": {"navigations": [{"updateCard": small()}]}}, "no card is shown"),
        ({"action": {"navigations": [{"popToRoot": True}]}}, "no card is shown"),
    ],
)
def test_a_trigger_wants_a_card(answer: Json, why: str) -> None:
    with pytest.raises(Unshown, match=why):
        opened(answer)
