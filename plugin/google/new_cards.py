"""Cards of a company of which no meeting is kept: is it a customer, and is the first meeting on screen? Pure."""

from plugin.google.here import Here
from plugin.google.parts import Answered, saying, tell_answered, times, visit
from plugin.google.widgets import Json, button, buttons, card, section, text
from plugin.web.shown import Shown


def stranger_card(
    name: str, key: str, standing: str, here: Here, *, answered: Answered | None = None, unread: bool = False
) -> Json:
    """A company nothing is known of, or one the seller has said something about. `unread`: the open event is only being
    read."""
    lines = section(tell_answered(answered, here))
    if standing in ("not_customer", "ours"):
        back = button(here.say("pane.is_customer"), here.press("say", kind="customer", account=key))
        told = [text(here.say(f"pane.is.{standing}")), *([] if answered else [buttons(back)])]
    elif standing == "customer":
        told = [text(here.say("pane.is.customer"))]
    else:
        asked = (
            saying(one, key, here.say(f"review.answer.{one}"), here) for one in ("customer", "not_customer", "ours")
        )
        told = [text(here.say("pane.stranger")), text(here.say("pane.is_it")), buttons(*asked)]
    return card("stranger", name, lines, section(told), _look_again("card.unread", here) if unread else [])


def first_card(shown: Shown, here: Here) -> Json:
    """The first meeting of all, saved a moment ago and on screen. What can be pressed comes once it has been read."""
    suggestion = shown.suggestion
    told = [visit(shown, suggestion, here), times(shown, suggestion, here, pressed=False)] if suggestion else [(), ()]
    return card(
        "first",
        shown.name,
        section([text(shown.sentence), *([text(shown.waits)] if shown.waits and not suggestion else [])]),
        section(told[0], header=here.say("pane.first")),
        section(told[1], header=here.say("page.suggestion.slots"), folded=True),
        section((text(one) for one in shown.going), header=here.say("pane.why"), folded=True),
        _look_again("card.first_about" if suggestion else "card.unread", here),
        section([buttons(saying("not_customer", shown.key, here.say("pane.no_customer"), here))]),
    )


def _look_again(key: str, here: Here) -> list[Json]:
    return section([text(here.say(key)), buttons(button(here.say("card.look_again"), here.press("look")))])
