"""The judge of our cards finds what Google would not show: each of its rules is broken once, in a card that is right."""

from typing import Any

import pytest

from tests.simulators.google.card_addresses import Deployment
from tests.simulators.google.card_parts import Json
from tests.simulators.google.card_samples import (
    ACTION,
    GONE,
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
from tests.simulators.google.cards import LARGEST, find_card_faults, find_faults

TOP, HOW, ASK, NEAR = (f"sections[{at}].widgets" for at in range(4))
TEXT, IMAGE, DIVIDER, CHIPS = (f"{TOP}[{at}]" for at in range(4))
PLACE, WRITE, BUN, COST, COLUMNS, BUTTONS = (f"{HOW}[{at}]" for at in range(6))
SLOT, BY, KEEP, TELL, WITH, SUBJECT, BODY, DAY = (f"{ASK}[{at}]" for at in range(8))
FIRST = f"{BUTTONS}.buttonList.buttons[0]"
SAY = f"{TEXT}.textParagraph.text"
CARD = everything()
WIDGET = paragraph("Kaffe.")

# Where the card is changed, into what, and what the judge says of it.
BROKEN: list[tuple[str, Any, str]] = [
    # shapes, as Google's document has them
    ("sectionz", [], "card: Additional properties are not allowed ('sectionz' was unexpected)"),
    (f"{TEXT}", {"textParagraf": {"text": "x"}}, "card.sections[0].widgets[0]: Additional properties"),
    ("header.title", 7, "card.header.title: 7 is not of type 'string'"),
    ("header", None, "card.header: None is not of type 'object'"),
    ("header.imageType", "OVAL", "card.header.imageType: 'OVAL' is not one of"),
    (f"{FIRST}.onClick.action.parameters", {"op": "x"}, "parameters: {'op': 'x'} is not of type 'array'"),
    (f"{FIRST}.onClick.action.parameters[0].value", 1, "value: 1 is not of type 'string'"),
    (f"{FIRST}.disabled", "true", "disabled: 'true' is not of type 'boolean'"),
    (f"{PLACE}.decoratedText.wrap_text", True, "('wrap_text' was unexpected)"),
    ("cardActions", {"actionLabel": "x"}, "card.cardActions: {'actionLabel': 'x'} is not of type 'array'"),
    # what must be there
    ("name", GONE, "card: name is missing or empty"),
    ("name", " ", "card: name is missing or empty"),
    ("sections", [], "card: sections is missing or empty"),
    ("sections[0].widgets", [], "card.sections[0]: widgets is missing or empty"),
    ("sections[0].widgets", GONE, "card.sections[0]: widgets is missing or empty"),
    ("header.title", GONE, "card.header: title is missing or empty"),
    ("header.imageAltText", GONE, "card.header: imageAltText is missing or empty"),
    ("cardActions[0].actionLabel", "", "card.cardActions[0]: actionLabel is missing or empty"),
    ("cardActions[0].onClick", GONE, "card.cardActions[0]: onClick is missing or empty"),
    (SAY, "", "textParagraph: text is missing or empty"),
    (f"{IMAGE}.image.altText", GONE, "image: altText is missing or empty"),
    (f"{IMAGE}.image.imageUrl", GONE, "image: imageUrl is missing or empty"),
    (f"{PLACE}.decoratedText.text", GONE, "decoratedText: text is missing or empty"),
    (f"{BUTTONS}.buttonList.buttons", [], "buttonList: buttons is missing or empty"),
    (f"{CHIPS}.chipList.chips", [], "chipList: chips is missing or empty"),
    (f"{COLUMNS}.columns.columnItems", [], "columns: columnItems is missing or empty"),
    (f"{COLUMNS}.columns.columnItems[0].widgets", GONE, "columnItems[0]: widgets is missing or empty"),
    (f"{NEAR}[0].grid.items", [], "grid: items is missing or empty"),
    (f"{NEAR}[0].grid.items[0].image.altText", GONE, "image: altText is missing or empty"),
    (f"{NEAR}[0].grid.items[0].image.imageUri", GONE, "image: imageUri is missing or empty"),
    (f"{NEAR}[0].grid.items[0].id", GONE, "items without an id"),
    (f"{NEAR}[0].grid.items[0]", {"id": "x"}, "neither title nor image"),
    (f"{FIRST}.onClick", GONE, "buttons[0]: onClick is missing or empty"),
    (f"{FIRST}.text", GONE, "buttons[0]: neither text nor icon"),
    (f"{CHIPS}.chipList.chips[0]", {"onClick": act("x")}, "chips[0]: neither label nor icon"),
    (f"{FIRST}.onClick.action.function", GONE, "action: function is missing or empty"),
    (f"{FIRST}.onClick.action.parameters[0].key", GONE, "parameters[0]: key is missing or empty"),
    (f"{FIRST}.onClick.action.parameters[0].value", GONE, "parameters[0]: value is missing"),
    (f"{BUTTONS}.buttonList.buttons[2].onClick.openLink.url", GONE, "openLink: url is missing or empty"),
    (f"{BUTTONS}.buttonList.buttons[4].onClick.overflowMenu.items", [], "overflowMenu: items is missing or empty"),
    (f"{BUTTONS}.buttonList.buttons[4].onClick.overflowMenu.items[0].text", GONE, "items[0]: text is missing"),
    (f"{BUTTONS}.buttonList.buttons[4].onClick.overflowMenu.items[0].onClick", GONE, "items[0]: onClick is missing"),
    (f"{BUN}.decoratedText.switchControl.name", GONE, "switchControl: name is missing or empty"),
    (f"{BUN}.decoratedText.switchControl.value", GONE, "switchControl: value is missing or empty"),
    (f"{BUN}.decoratedText.startIcon.materialIcon.name", GONE, "materialIcon: name is missing or empty"),
    (f"{SLOT}.selectionInput.name", GONE, "selectionInput: name is missing or empty"),
    (f"{SLOT}.selectionInput.items", [], "selectionInput: items is missing or empty"),
    (f"{SLOT}.selectionInput.type", GONE, "selectionInput: type is missing or empty"),
    (f"{SLOT}.selectionInput.items[0].value", GONE, "items[0]: value is missing or empty"),
    (f"{SLOT}.selectionInput.items[0].text", GONE, "items[0]: text is missing or empty"),
    (f"{SUBJECT}.textInput.name", GONE, "textInput: name is missing or empty"),
    (f"{SUBJECT}.textInput.label", GONE, "textInput: neither label nor hintText"),
    (f"{BODY}.textInput.initialSuggestions.items[0].text", GONE, "items[0]: text is missing or empty"),
    (f"{BODY}.textInput.initialSuggestions.items", [], "initialSuggestions: items is missing or empty"),
    (f"{DAY}.dateTimePicker.name", GONE, "dateTimePicker: name is missing or empty"),
    (f"{DAY}.dateTimePicker.type", GONE, "dateTimePicker: type is missing or empty"),
    (
        "sections[2].collapseControl",
        {"expandButton": {"text": "Mer", "onClick": act("x")}},
        "collapseButton is missing",
    ),
    (
        "sections[2].collapseControl",
        {"collapseButton": {"text": "Mer", "onClick": act("x")}},
        "expandButton is missing",
    ),
    ("fixedFooter.primaryButton", GONE, "card.fixedFooter: primaryButton is missing or empty"),
    ("fixedFooter", {}, "card.fixedFooter: primaryButton is missing or empty"),
    ("fixedFooter.primaryButton.type", GONE, "primaryButton is not filled"),
    ("fixedFooter.secondaryButton.icon", {"knownIcon": "STAR"}, "secondaryButton is no button of text alone"),
    ("fixedFooter.secondaryButton.onClick.card.name", GONE, "onClick.card: name is missing or empty"),
    ("peekCardHeader", {"subtitle": "x"}, "card.peekCardHeader: title is missing or empty"),
    # empty lists
    (f"{FIRST}.onClick.action.parameters", [], "action: parameters is an empty list"),
    ("cardActions", [], "card: cardActions is an empty list"),
    # just one kind
    (f"{TEXT}.divider", {}, "widgets[0]: just one of textParagraph, image"),
    (TEXT, {"horizontalAlignment": "START"}, "widgets[0]: just one of textParagraph, image"),
    (f"{COLUMNS}.columns.columnItems[0].widgets[0].textParagraph", {"text": "x"}, "widgets[0]: just one of"),
    (f"{COLUMNS}.columns.columnItems[0].widgets[0]", {"divider": {}}, "('divider' was unexpected)"),
    (f"{FIRST}.onClick.openLink", {"url": "https://kanelbulle.example/"}, "onClick: just one of action, openLink"),
    (f"{FIRST}.onClick", {}, "buttons[0]: onClick is missing or empty"),
    (
        f"{PLACE}.decoratedText.startIcon.iconUrl",
        "https://kanelbulle.example/i.png",
        "startIcon: just one of knownIcon",
    ),
    (f"{PLACE}.decoratedText.startIcon", {}, "startIcon: just one of knownIcon"),
    (f"{BUN}.decoratedText.endIcon", {"knownIcon": "STAR"}, "switchControl and endIcon do not go together"),
    (f"{DIVIDER}.divider", {"thick": True}, "widgets[2].divider: Additional properties"),
    # addresses
    (f"{IMAGE}.image.imageUrl", "http://kanelbulle.example/a.png", "imageUrl is no https address"),
    (f"{IMAGE}.image.imageUrl", "data:image/png;base64,AAAA", "imageUrl is no https address"),
    (f"{IMAGE}.image.imageUrl", "/a.png", "imageUrl is no https address"),
    (f"{IMAGE}.image.imageUrl", "https://kanel bulle.example/a.png", "imageUrl is no https address"),
    ("header.imageUrl", "http://kanelbulle.example/a.png", "card.header: imageUrl is no https address"),
    (f"{NEAR}[0].grid.items[0].image.imageUri", "//cdn.example/a.png", "imageUri is no https address"),
    (f"{COST}.decoratedText.endIcon", {"iconUrl": "a.png", "altText": "x"}, "iconUrl is no https address"),
    (f"{WITH}.selectionInput.items[0].startIconUri", "a.png", "startIconUri is no https address"),
    (f"{FIRST}.onClick.action.function", "propose", "function is no https address: propose"),
    (f"{FIRST}.onClick.action.function", "https://elsewhere.example/google/action", "function is not the add-on's"),
    (f"{FIRST}.onClick.action.function", "https://kanelbulle.example/api", "function is not the add-on's"),
    ("cardActions[0].onClick.openLink.url", "http://kanelbulle.example/", "url is no https address"),
    ("cardActions[0].onClick.openLink.url", "javascript:alert(1)", "url is no https address"),
    ("cardActions[0].onClick.openLink.url", "mailto:", "url is no https address"),
    ("cardActions[0].onClick.openLink.url", "https://a@kanelbulle.example/", "url is no https address"),
    ("cardActions[0].onClick.openLink.url", "https://[half/", "url is no https address"),
    ("cardActions[0].onClick.openLink.url", "https://elsewhere.example/", "url is not under openLinkUrlPrefixes"),
    (
        "cardActions[0].onClick.openLink.url",
        "https://kanelbulle.example.evil.example/",
        "not under openLinkUrlPrefixes",
    ),
    (SAY, '<a href="https://elsewhere.example/">x</a>', "textParagraph: text is not under openLinkUrlPrefixes"),
    # limits
    ("sections[0].widgets", [WIDGET] * 100, "card: more than 100 widgets: 1"),
    (
        f"{KEEP}.selectionInput.items",
        [{"text": f"{n}", "value": f"{n}"} for n in range(101)],
        "items are more than 100",
    ),
    (f"{NEAR}[0].grid.items", [{"id": f"{n}", "title": "x"} for n in range(101)], "items are more than 100: 101"),
    ("cardActions", [{"actionLabel": "x", "onClick": act("x")}] * 11, "cardActions are more than 10: 11"),
    (f"{COLUMNS}.columns.columnItems", [{"widgets": [WIDGET]}] * 3, "columnItems are more than 2: 3"),
    (f"{NEAR}[0].grid.columnCount", 0, "grid: columnCount is 0"),
    ("header.title", "x" * 121, "card.header: title is longer than 120: 121"),
    (SAY, "x" * 2001, "textParagraph: text is longer than 2000: 2001"),
    (f"{SUBJECT}.textInput.value", "x" * 121, "textInput: value is longer than its characterLimit"),
    (f"{FIRST}.onClick.action.parameters[0].value", "x" * 1001, "parameters[0]: value is longer than 1000"),
    # text
    (SAY, "R&D", "textParagraph: text has a raw &"),
    (SAY, "a < b", "textParagraph: text has a raw <"),
    (SAY, "a > b", "textParagraph: text has a raw >"),
    (SAY, "&bogus;", "textParagraph: text has a raw &"),
    (SAY, "<img src=x onerror=y>", "textParagraph: text has a raw <"),
    (SAY, "<script>x</script>", "text has <script> is not for cards"),
    (SAY, "<B>x</B>", "text has <B> is not for cards"),
    (SAY, "<b>x", "text has <b> is left open"),
    (SAY, "x</b>", "text has </b> ends what was not begun"),
    (SAY, "<b><i>x</b></i>", "text has </b> ends what was not begun"),
    (SAY, '<b onclick="x">x</b>', "text has <b onclick> is not for cards"),
    (SAY, '<font color="red">x</font>', "text has <font> of no colour: red"),
    (SAY, "<a>x</a>", "text has <a> has no href"),
    (SAY, "x\x1b[2J", "text has the control character"),
    ("header.title", "x\x00", "title has the control character"),
    (f"{PLACE}.decoratedText.text", "R&D", "decoratedText: text has a raw &"),
    ("sections[1].header", "<h1>x</h1>", "sections[1]: header has <h1> is not for cards"),
    # for others than add-ons, and old names
    (f"{TEXT}.textParagraph.textSyntax", "MARKDOWN", "textParagraph: textSyntax is for Chat"),
    (TEXT, {"carousel": {"carouselCards": [{"widgets": [WIDGET]}]}}, "widgets[0]: carousel is for Chat"),
    (f"{PLACE}.decoratedText.contentText", {"text": "x"}, "decoratedText: contentText is for Chat"),
    (f"{PLACE}.decoratedText.topLabelText", {"text": "x"}, "decoratedText: topLabelText is for Chat"),
    (f"{PLACE}.decoratedText.bottomLabelText", {"text": "x"}, "decoratedText: bottomLabelText is for Chat"),
    (f"{PLACE}.decoratedText.startIconVerticalAlignment", "TOP", "startIconVerticalAlignment is for Chat"),
    (f"{FIRST}.onClick.action.interaction", "OPEN_DIALOG", "action: interaction is for Chat"),
    (f"{WITH}.selectionInput.platformDataSource", {"commonDataSource": "USER"}, "platformDataSource is for Chat"),
    (f"{WITH}.selectionInput.externalDataSource", {"function": ACTION}, "externalDataSource is for Chat"),
    (f"{WITH}.selectionInput.dataSourceConfigs", [{"minCharactersTrigger": 1}], "dataSourceConfigs is for Chat"),
    (f"{SUBJECT}.textInput.hostAppDataSource", {"chatDataSource": {}}, "hostAppDataSource is for Chat"),
    (f"{TEXT}.eventActions", [{"actionRuleId": "x"}], "widgets[0]: eventActions is for Studio"),
    (f"{TEXT}.visibility", "HIDDEN", "widgets[0]: visibility is for Studio"),
    ("expressionData", [{"id": "x"}], "card: expressionData is for Studio"),
    (f"{PLACE}.decoratedText.icon", {"knownIcon": "STAR"}, "icon is an old name of startIcon"),
    (f"{CHIPS}.chipList.chips[0].enabled", True, "chips[0]: enabled is an old name of disabled"),
    (f"{BUN}.decoratedText.switchControl.controlType", "CHECKBOX", "controlType is CHECKBOX"),
    (f"{FIRST}.type", "TYPE_UNSPECIFIED", "buttons[0]: type is TYPE_UNSPECIFIED"),
    # pictures in words
    (f"{BUTTONS}.buttonList.buttons[4]", {"icon": {"knownIcon": "STAR"}, "onClick": act("x")}, "there is only an icon"),
    (f"{CHIPS}.chipList.chips[0].label", "", "altText is missing or empty, and there is only an icon"),
    (f"{COST}.decoratedText.endIcon", {"iconUrl": "https://a.example/a.png"}, "endIcon: altText is missing or empty"),
    (f"{PLACE}.decoratedText.startIcon.knownIcon", "BUN", "startIcon: knownIcon is not known: BUN"),
    (f"{BUN}.decoratedText.startIcon.materialIcon.weight", 350, "materialIcon: weight is none: 350"),
    # forms
    (f"{SUBJECT}.textInput.name", "slot", "card: 2 inputs are called slot"),
    (f"{BUN}.decoratedText.switchControl.name", "slot", "card: 2 inputs are called slot"),
    (f"{FIRST}.onClick.action.requiredWidgets", ["when"], "card: no input is called when, which is required"),
    (f"{FIRST}.onClick.action.parameters[1].key", "op", "action: 2 parameters are called op"),
    (f"{SLOT}.selectionInput.items[1].value", "1", "selectionInput: items have the same value"),
    (f"{SLOT}.selectionInput.items[1].selected", True, "more than one of the items is selected"),
    (f"{DAY}.dateTimePicker.valueMsEpoch", "2026-12-10", "valueMsEpoch is no number: 2026-12-10"),
    (f"{FIRST}.color", {"red": 138, "green": 75, "blue": 33}, "color: red is not between 0 and 1: 138"),
    ("sections[2].uncollapsibleWidgetsCount", 10, "uncollapsibleWidgetsCount leaves nothing to collapse: 10"),
    ("sections[2].collapsible", False, "uncollapsibleWidgetsCount leaves nothing to collapse"),
    ("sections[0].collapseControl", {}, "collapseControl where nothing collapses"),
    (
        f"{BUTTONS}.buttonList.buttons[4].onClick.overflowMenu.items[0].onClick",
        {"overflowMenu": {"items": [{"text": "x", "onClick": act("x")}]}},
        "a menu in a menu is dropped",
    ),
]


def test_a_card_with_every_kind_of_widget_is_right() -> None:
    assert find_card_faults(CARD) == []


@pytest.mark.parametrize(("path", "value", "fault"), BROKEN, ids=lambda told: str(told)[:60])
def test_a_card_that_google_would_not_show_is_found_out(path: str, value: Any, fault: str) -> None:
    assert [told for told in find_card_faults(changed(CARD, path, value)) if fault in told]


@pytest.mark.parametrize(
    "text",
    [
        "Plåt &amp; Co",
        "<b>a</b><br>b<br/>c",
        '<font color="#8A4B21">a</font>',
        "<time>9:00</time>",
        "1&nbsp;000 kr",
        "a\nb",
    ],
)
def test_a_text_may_be_formatted(text: str) -> None:
    assert find_card_faults(small(paragraph(text))) == []


@pytest.mark.parametrize("text", ["R&D", "R&amp;D", "<b>fet", "1 < 2"])
def test_a_text_without_formatting_may_say_anything(text: str) -> None:
    assert find_card_faults(changed(CARD, "header.title", text)) == []
    assert find_card_faults(changed(CARD, f"{PLACE}.decoratedText.topLabel", text)) == []


@pytest.mark.parametrize("url", ["mailto:karin@bruket.example", "tel:+4652012345", "https://kanelbulle.example/a?b=c"])
def test_a_link_may_lead_to_a_letter_a_call_or_a_page_of_ours(url: str) -> None:
    assert find_card_faults(small(button("Gå", opening(url)))) == []


def test_where_a_card_may_lead_is_for_the_deployment_to_say() -> None:
    card = small(button("Gå", opening("https://other.example/in/here")), button("Gör", act("x")))
    rented = Deployment(functions=("https://kanelbulle.example/",), links=("https://other.example/in/",))
    assert find_card_faults(card, deployment=rented) == []
    assert (
        len(
            find_card_faults(
                changed(card, "sections[0].widgets[0]", button("Gå", opening("https://other.example/"))),
                deployment=rented,
            )
        )
        == 1
    )


def test_cards_that_only_a_press_brings_have_names_and_widgets_of_their_own() -> None:
    field = {"textInput": {"name": "why", "label": "Varför"}}
    inner = small(*[field, *[WIDGET] * 60], name="inner")
    assert find_card_faults(small(field, *[WIDGET] * 60, button("Mer", {"card": inner}))) == []


SIGN_IN = small(
    button("Logga in", opening("https://kanelbulle.example/signin/google", openAs="OVERLAY", onClose="RELOAD"))
)
RIGHT: dict[str, Json] = {
    "a trigger": shown(small()),
    "a trigger with more": shown(small(), small(name="two"), notification={"text": "Hej"}),
    "a press": {**done({"popToRoot": True}, {"updateCard": small()}), "stateChanged": True},
    "back": done({"pop": True}),
    "back to one by its name": done({"popToCard": "small"}),
    "a word": done(notification={"text": "Sparat"}),
    "a page": done(link={"url": "https://kanelbulle.example/", "openAs": "OVERLAY", "onClose": "RELOAD"}),
    "attendees": {
        "renderActions": {
            "hostAppAction": {
                "calendarAction": {"editAttendeesActionMarkup": {"addAttendeeEmails": ["per@bruket.example"]}}
            }
        }
    },
    "suggestions": {"autoComplete": {"items": [{"text": "Trollhättan"}]}},
    "sign-in": {
        "basic_authorization_prompt": {"authorization_url": "https://kanelbulle.example/", "resource": "Kanelbulle"}
    },
    "sign-in of ours": {"custom_authorization_prompt": shown(SIGN_IN)},
    "scopes": {"requesting_google_scopes": {"scopes": ["https://www.googleapis.com/auth/calendar.events"]}},
    "every scope": {"requesting_google_scopes": {"all_scopes": True}},
}


@pytest.mark.parametrize("name", RIGHT)
def test_every_form_of_answer_is_known(name: str) -> None:
    assert find_faults(RIGHT[name]) == []


CALENDAR = "renderActions.hostAppAction.calendarAction"
WRONG: list[tuple[str, str, Any, str]] = [
    ("a trigger", "action.navigations", [], "action.navigations: [] should be non-empty"),
    ("a trigger", "action.navigations[0]", {}, "action.navigations[0]: {} should be non-empty"),
    ("a trigger", "action.navigations[0].pop", True, "action.navigations[0]: "),
    ("a trigger", "action.navigations[0].popToRoot", False, "popToRoot: True was expected"),
    ("a trigger", "action.navigations[0].pushCard.name", GONE, "action.navigations[0].pushCard: name is missing"),
    ("a trigger", "stateChanged", True, "('stateChanged' was unexpected)"),
    ("a trigger", "action", {}, "action: {} should be non-empty"),
    ("a trigger with more", "action.notification.text", "", "action.notification.text: "),
    ("a trigger with more", "action.notification.text", "x" * 201, "action.notification.text: "),
    ("a press", "stateChanged", "yes", "stateChanged: 'yes' is not of type 'boolean'"),
    ("a press", "renderActions.action.navigations[1].updateCard.sections", [], "updateCard: sections is missing"),
    ("a press", "renderActions", {}, "renderActions: {} should be non-empty"),
    ("a press", "action", {"navigations": [{"pop": True}]}, "('action' was unexpected)"),
    ("a page", "renderActions.action.link.url", "http://kanelbulle.example/", "link.url: is no https address"),
    ("a page", "renderActions.action.link.url", "https://x.example/", "link.url: is not under openLinkUrlPrefixes"),
    ("a page", "renderActions.action.link.openAs", "WINDOW", "link.openAs: 'WINDOW' is not one of"),
    ("a page", "renderActions.action.link.url", GONE, "'url' is a required property"),
    ("attendees", f"{CALENDAR}.editAttendeesActionMarkup.addAttendeeEmails", ["per"], "'per' does not match"),
    ("attendees", f"{CALENDAR}.editEventActionMarkup", {"title": "x"}, "('editEventActionMarkup' was unexpected)"),
    ("suggestions", "autoComplete.items[0].text", GONE, "'text' is a required property"),
    ("sign-in", "basic_authorization_prompt.authorization_url", "http://x.example/", "authorization_url: is no https"),
    ("sign-in", "basic_authorization_prompt.resource", GONE, "'resource' is a required property"),
    (
        "sign-in of ours",
        "custom_authorization_prompt.action.navigations[0].pushCard.sections[0].widgets[0]",
        WIDGET,
        "(RELOAD) after",
    ),
    (
        "sign-in of ours",
        "custom_authorization_prompt.action.navigations[0].pushCard.header.title",
        "",
        "title is missing",
    ),
    ("scopes", "requesting_google_scopes.all_scopes", True, "requesting_google_scopes: "),
    ("scopes", "requesting_google_scopes.scopes", ["email"], "'email' does not match"),
]


@pytest.mark.parametrize(("name", "path", "value", "fault"), WRONG, ids=lambda told: str(told)[:60])
def test_an_answer_that_google_does_not_know_is_found_out(name: str, path: str, value: Any, fault: str) -> None:
    assert [told for told in find_faults(changed(RIGHT[name], path, value)) if fault in told]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (None, "an answer is an object"),
        ([], "an answer is an object"),
        ({}, "no answer that Google knows: nothing"),
        (small(), "no answer that Google knows: name, header, sections"),
        (shown(small(paragraph(b"x"))), "it is no JSON"),  # type: ignore[arg-type]
        (shown(small(when=float("nan"))), "it is no JSON"),
        (shown(small(*[paragraph("å" * 1000)] * 60)), f"it is larger than {LARGEST} bytes"),
    ],
    ids=lambda told: str(told)[:40],
)
def test_what_is_no_answer_at_all_is_found_out(answer: Any, fault: str) -> None:
    assert find_faults(answer)[0].startswith(fault)
