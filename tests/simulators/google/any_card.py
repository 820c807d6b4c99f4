"""Any card that Google would show, for hypothesis: every kind of widget, hostile words in each place that takes words.

https://hypothesis.readthedocs.io/en/latest/reference/strategies.html
"""

from copy import deepcopy
from html import escape
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.simulators.google.card_parts import Json, inputs_of
from tests.simulators.google.card_rules import KNOWN_ICONS
from tests.simulators.google.card_samples import ACTION

Some = SearchStrategy[Json]
HOSTILE = (
    "R&D",
    "&lt;b&gt;",
    "<b>fet",
    "</script>",
    "Plåt & Co <i>",
    "'\"><img src=x>",
    "\u202edrow",
    "{{ 7 * 7 }}",
    "å" * 60,
)


def _whole(told: str) -> str:
    return told.strip() or "Kaffe"


signs = st.characters(exclude_categories=("Cc", "Cs"))
plains = st.one_of(st.sampled_from(HOSTILE), st.text(signs, min_size=1, max_size=40).map(_whole))
formatted = st.builds(
    lambda text, shape: shape.format(escape(text)),
    plains,
    st.sampled_from(
        ("{}", "<b>{}</b>", "{}<br>", '<a href="https://kanelbulle.example/a?b=1&amp;c=2">{}</a>', "<i><u>{}</u></i>")
    ),
)
pages = st.sampled_from(
    ("https://kanelbulle.example/", "https://kanelbulle.example/days/1?a=b", "mailto:karin@bruket.example")
)
pictures = st.sampled_from(("https://kanelbulle.example/a.png", "https://cdn.example/a/b.png?c=d"))


def thing(needed: dict[str, SearchStrategy[Any]], **more: SearchStrategy[Any]) -> Some:
    return st.fixed_dictionaries(needed, optional=more)


def some(of: SearchStrategy[Any], most: int = 3) -> SearchStrategy[list[Any]]:
    return st.lists(of, min_size=1, max_size=most)


def only(name: str, of: SearchStrategy[Any]) -> Some:
    return of.map(lambda told: {name: told})


def one_of(*names: str) -> SearchStrategy[str]:
    return st.sampled_from(names)


flags = st.booleans()
names = st.just("name")  # told apart in the end
icons = st.one_of(
    only("knownIcon", st.sampled_from(sorted(KNOWN_ICONS))),
    thing({"iconUrl": pictures, "altText": plains}, imageType=one_of("SQUARE", "CIRCLE")),
    only(
        "materialIcon", thing({"name": st.just("bakery_dining")}, fill=flags, weight=st.sampled_from([100, 400, 700]))
    ),
)
parameters = st.lists(
    thing({"key": one_of("op", "event", "suggestion"), "value": plains}),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one["key"],
)
actions = thing(
    {"function": st.just(ACTION)}, parameters=parameters, loadIndicator=one_of("SPINNER", "NONE"), persistValues=flags
)
links = thing({"url": pages}, openAs=one_of("FULL_SIZE", "OVERLAY"), onClose=one_of("NOTHING", "RELOAD"))
clicks = st.one_of(only("action", actions), only("openLink", links), only("openDynamicLinkAction", actions))
menus = only("overflowMenu", only("items", some(thing({"text": plains, "onClick": clicks}, startIcon=icons))))
colours = st.fixed_dictionaries({name: st.floats(0, 1) for name in ("red", "green", "blue")})
types = one_of("OUTLINED", "FILLED", "FILLED_TONAL", "BORDERLESS")
inner_cards = only(
    "card",
    thing({"name": plains, "sections": some(thing({"widgets": some(only("textParagraph", only("text", formatted)))}))}),
)
buttons = st.one_of(
    thing(
        {"text": plains, "onClick": clicks | menus | inner_cards}, icon=icons, type=types, color=colours, disabled=flags
    ),
    thing({"icon": icons, "altText": plains, "onClick": clicks}, type=types),
)
chips = thing({"label": plains}, icon=icons, onClick=clicks, disabled=flags)
switches = thing(
    {"name": names, "value": plains}, selected=flags, controlType=one_of("SWITCH", "CHECK_BOX"), onChangeAction=actions
)
lines = {"topLabel": plains, "bottomLabel": plains, "wrapText": flags, "startIcon": icons, "onClick": clicks}
line = st.one_of(
    thing({"text": formatted}, **lines),
    thing({"text": formatted, "button": buttons}, **lines),
    thing({"text": formatted, "switchControl": switches}, **lines),
    thing({"text": formatted, "endIcon": icons}, **lines),
)
choices = st.lists(thing({"text": plains, "value": plains}), min_size=1, max_size=4, unique_by=lambda one: one["value"])
selections = thing(
    {
        "name": names,
        "items": choices,
        "type": one_of("CHECK_BOX", "RADIO_BUTTON", "SWITCH", "DROPDOWN", "MULTI_SELECT"),
    },
    label=plains,
    onChangeAction=actions,
)
fields = thing(
    {"name": names, "label": plains},
    hintText=plains,
    placeholderText=plains,
    value=plains,
    type=one_of("SINGLE_LINE", "MULTIPLE_LINE"),
    initialSuggestions=only("items", some(only("text", plains))),
)
times = st.integers(0, 4_102_444_800_000).map(str)
pickers = thing(
    {"name": names, "type": one_of("DATE_AND_TIME", "DATE_ONLY", "TIME_ONLY")}, label=plains, valueMsEpoch=times
)
images = thing({"imageUrl": pictures, "altText": plains}, onClick=clicks)
cells = thing(
    {"id": one_of("one", "two"), "title": plains},
    subtitle=plains,
    image=thing({"imageUri": pictures, "altText": plains}),
)
grids = thing({"items": some(cells)}, title=plains, columnCount=st.integers(1, 3), onClick=clicks)

COLUMN_WIDGETS = {
    "textParagraph": thing({"text": formatted}, maxLines=st.integers(1, 5)),
    "image": images,
    "decoratedText": line,
    "buttonList": only("buttons", some(buttons)),
    "chipList": thing({"chips": some(chips)}, layout=one_of("WRAPPED", "HORIZONTAL_SCROLLABLE")),
    "selectionInput": selections,
    "textInput": fields,
    "dateTimePicker": pickers,
}
in_columns = st.one_of(*(only(name, of) for name, of in COLUMN_WIDGETS.items()))
columns = thing(
    {"widgets": some(in_columns, 2)}, horizontalSizeStyle=one_of("FILL_AVAILABLE_SPACE", "FILL_MINIMUM_SPACE")
)
widgets: Some = st.one_of(
    in_columns, st.just({"divider": {}}), only("grid", grids), only("columns", only("columnItems", some(columns, 2)))
)
sections = thing({"widgets": some(widgets, 5)}, header=formatted, collapsible=flags)
pictured = thing({"title": plains, "imageUrl": pictures, "imageAltText": plains}, subtitle=plains)
footers = thing(
    {"primaryButton": thing({"text": plains, "onClick": clicks, "type": st.just("FILLED")})},
    secondaryButton=thing({"text": plains, "onClick": clicks}),
)
menu_lines = some(thing({"actionLabel": plains, "onClick": clicks}))
more = {
    "header": pictured | thing({"title": plains}, subtitle=plains),
    "cardActions": menu_lines,
    "fixedFooter": footers,
}
whole = thing({"name": plains, "sections": some(sections)}, **more)


def _told_apart(drawn: Json) -> Json:
    card, numbers = deepcopy(drawn), count(1)
    for part in inputs_of(card):
        part.told["name"] = f"{part.kind}{next(numbers)}"
    return card


def any_cards() -> Some:
    return whole.map(_told_apart)
