"""Every state a card can be in, about invented customers, as values; who judges and who draws them share these."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from plugin.google.calm_cards import AtHome, away_card, home_card, quiet_card, reading_card
from plugin.google.cards import Beside, account_card, draft_card
from plugin.google.here import Here
from plugin.google.new_cards import first_card, stranger_card
from plugin.google.parts import Answered
from plugin.google.visit_cards import Became, Wished, cannot_card, preview_card, visit_card
from plugin.google.widgets import Json
from plugin.previewed import Told, tell_mailed
from plugin.web.shown import Shown, show
from plugin.web.timeline import Pictures, Year
from plugin.web.visits import Row
from tests.workers.digest.cast import journey, reviewed
from tests.workers.visits.relations import THURSDAY, contact, flag, past, relation, suggested, touchpoint
from tests.workers.visits.roads import GOTEBORG, travel_from
from tests.world import NOW, STOCKHOLM
from workers.preview import Way
from workers.relationships.accounts import Account
from workers.relationships.flags import Flag, FlagKind
from workers.relationships.reasons import Reason
from workers.relationships.relationship import Counts
from workers.reviewed import Reviewed
from workers.words import say
from workers.words.message import write_message

HERE = "https://kanelbulle.example.com"
TODAY = date(2026, 11, 23)
WISHED = Wished("6fb3783955c0", "bruket.example", 0, keep=True)
START, END = THURSDAY, THURSDAY + timedelta(minutes=90)
PICTURE = f"{HERE}/google/picture/a.png"


def here(language: str = "sv") -> Here:
    return Here(HERE, language, STOCKHOLM)


@cache
def bruket() -> Reviewed:
    """Seven calls in a year, one ahead, and the way there known."""
    account = Account("bruket.example", "Bruket", ("bruket.example",), address="Storgatan 4, 461 30 Trollhättan")
    coming = touchpoint(THURSDAY, account="bruket.example", uid="bruket", title="Avstämning")
    people = (contact("karin@bruket.example"),)
    whole = relation(coming, account=account, past=past(7, account="bruket.example"), contacts=people)
    found = suggested(whole, flags=(flag(FlagKind.SCREEN_ONLY),), travel=travel_from(GOTEBORG))
    return Reviewed(whole, found.flags, found.flags[0].reasons[0], suggestion=found, place=found.visit.place)


def shown(language: str = "sv", one: Reviewed | None = None) -> Shown:
    return show(one or bruket(), language=language, year=Year(TODAY, STOCKHOLM), pictures=Pictures.NONE)


def healthy(one: Reviewed) -> Reviewed:
    return replace(one, flags=(), suggestion=None)


def unplaced(one: Reviewed) -> Reviewed:
    assert one.suggestion
    return replace(one, suggestion=replace(one.suggestion, visit=replace(one.suggestion.visit, place=None, legs=())))


@cache
def first() -> Reviewed:
    """The very first meeting, on screen and the seller's own."""
    whole = bruket()
    coming = touchpoint(THURSDAY, account="bruket.example", uid="bruket", title="Första mötet")
    told = Reason("flag.first_meeting_on_screen.screen", {"account": "Bruket"})
    flags = (Flag(FlagKind.FIRST_MEETING_ON_SCREEN, (told,)),)
    relationship = relation(coming, account=whole.relationship.account, past=(), counts=Counts(), ever=0, contacts=())
    found = suggested(relationship, flags=flags, travel=travel_from(GOTEBORG))
    return Reviewed(relationship, flags, told, suggestion=found, place=found.visit.place)


def no_visit(one: Reviewed) -> Reviewed:
    return replace(one, suggestion=None, no_visit=Reason("suggestion.none.prefers_digital"))


def beside(language: str, *, change: Callable[[Reviewed], Reviewed] = lambda one: one, **more: Any) -> Beside:
    plain = {"visits": (), "today": TODAY, "convertible": True, "open_now": True, "picture": PICTURE}
    return Beside(shown(language, change(bruket())), **{**plain, **more})


def answered(language: str, *, undo: bool = True) -> Answered:
    press = here(language).press("later", suggestion="6fb3783955c0", account="bruket.example", undo="yes")
    return Answered(say("pane.undone", language), press if undo else None)


def told(way: Way = Way.CONVERT, **more: Any) -> Told:
    plain: dict[str, Any] = {
        "heading": "Det här får Karin",
        "brief": "Ny plats, längre möte, Teams finns kvar.",
        "title": "Avstämning",
        "when": (START, END),
        "before": (START, START + timedelta(minutes=30)),
        "place": "Storgatan 4, Trollhättan",
        "was": "Microsoft Teams-möte",
        "online": "kept",
        "room": "Teams",
        "text": "Vi ses hos er på Storgatan 4.",
        "language": "sv",
        "mailed": ("Karin Lind",),
        "vendor": "Google Kalender",
        "holds": ((START - timedelta(hours=2), START), (END, END + timedelta(hours=1))),
        "moved": False,
    }
    return Told(way=way, **{**plain, **more})


def previewed(one: Told, **more: Any) -> dict[str, Any]:
    suggestion = bruket().suggestion
    assert suggestion
    return {
        "told": one,
        "online": "Teams finns kvar som reserv.",
        "mailed": tell_mailed(one, "sv"),
        "can_leave": True,
        "message": write_message(suggestion.draft),
        "seen": "1f.2e",
        "note": "",
        **more,
    }


def became(language: str, state: str, **more: Any) -> Became:
    plain = {"working": False, "undoable": False, "again": False, "sign_in": "", "vendor": "Google"}
    said = (say(f"convert.page.about_{state}", language, start=START, end=END, place="Storgatan 4, Trollhättan"),)
    return Became(say(f"convert.page.heading_{state}", language), said, **{**plain, **more})


def home(language: str, *, quiet: bool = False) -> Json:
    read = say("page.source.read", language, when=NOW)
    if quiet:
        return home_card(AtHome((), (), read), here(language))
    suggested = tuple(show(one, language=language) for one in (bruket(), reviewed("kvarnen")))
    return home_card(AtHome(suggested, (journey("sundet", "varvet"),), read), here(language))


def row(language: str) -> Row:
    return Row(
        "6fb3783955c0", (START, END), "Storgatan 4, Trollhättan", say("convert.told.done", language), False, True
    )


STATES: Mapping[str, Callable[[str], Json]] = {
    "home": home,
    "home_quiet": lambda language: home(language, quiet=True),
    "suggested_here": lambda language: account_card(beside(language), here(language)),
    "suggested_elsewhere": lambda language: account_card(beside(language, open_now=False), here(language)),
    "suggested_unplaced": lambda language: account_card(beside(language, change=unplaced), here(language)),
    "only_read": lambda language: account_card(beside(language, convertible=False), here(language)),
    "healthy": lambda language: account_card(beside(language, change=healthy), here(language)),
    "booked": lambda language: account_card(beside(language, visits=(row(language),)), here(language)),
    "pressed": lambda language: account_card(
        beside(language, change=healthy, answered=answered(language)), here(language)
    ),
    "stranger": lambda language: stranger_card("Norrgruvan", "norrgruvan.example", "unreviewed", here(language)),
    "stranger_unread": lambda language: stranger_card(
        "Norrgruvan", "norrgruvan.example", "unreviewed", here(language), unread=True
    ),
    "first": lambda language: first_card(shown(language, first()), here(language)),
    "first_unplaced": lambda language: first_card(shown(language, unplaced(first())), here(language)),
    "first_waits": lambda language: first_card(shown(language, no_visit(first())), here(language)),
    "no_customer": lambda language: stranger_card(
        "Norrgruvan", "norrgruvan.example", "not_customer", here(language), answered=answered(language)
    ),
    "is_customer": lambda language: stranger_card("Norrgruvan", "norrgruvan.example", "customer", here(language)),
    "draft": lambda language: draft_card(shown(language), here(language)),
    "nobody": lambda language: quiet_card("pane.nobody", here(language)),
    "reading": lambda language: reading_card(0.4, here(language)),
    "not_read_yet": lambda language: reading_card(0.0, here(language)),
    "not_connected": lambda language: away_card("not_connected", here(language)),
    "signed_out": lambda language: away_card("signed_out", here(language)),
    "denied": lambda language: away_card("denied", here(language)),
    "preview": lambda language: preview_card(previewed(told()), WISHED, here(language)),
    "preview_changed": lambda language: preview_card(previewed(told(), note="changed"), WISHED, here(language)),
    "preview_proposed": lambda language: preview_card(previewed(told(Way.PROPOSE)), WISHED, here(language)),
    "preview_write": lambda language: preview_card(previewed(told(Way.WRITE)), WISHED, here(language)),
    "visit_asked": lambda language: visit_card(became(language, "asked", working=True), WISHED, here(language)),
    "visit_done": lambda language: visit_card(became(language, "done", undoable=True), WISHED, here(language)),
    "visit_undone": lambda language: visit_card(became(language, "undone", again=True), WISHED, here(language)),
    "cannot": lambda language: cannot_card(say("convert.why.gone", language), WISHED, here(language), again=False),
    "cannot_now": lambda language: cannot_card(say("convert.why.later", language), WISHED, here(language)),
    "leave_to_write": lambda language: cannot_card(
        say("convert.page.sign_in_about", language, vendor="Google"),
        WISHED,
        here(language),
        sign_in="/signin/google?for=write",
        vendor="Google",
    ),
}


def renamed(text: str) -> Reviewed:
    """A customer of whom everything anybody could write says `text`."""
    one = bruket()
    suggestion = one.suggestion
    assert suggestion
    place = suggestion.visit.place
    assert place
    visit = replace(suggestion.visit, place=replace(place, text=text, town=text))
    account: Account = replace(one.relationship.account, name=text)
    return replace(
        one,
        relationship=replace(one.relationship, account=account),
        suggestion=replace(suggestion, title=text, visit=visit),
    )
