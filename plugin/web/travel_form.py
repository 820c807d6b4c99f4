"""How a seller travels, read from a form and checked field by field: where trips start, which ways, when, and at what price."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from babel.numbers import format_decimal
from werkzeug.datastructures import MultiDict

from workers.visits.travel_rules import Price, TravelRules, TravelWishes
from workers.words.strangers import tame

MODES = ("car", "train", "flight")
PRICED = ("train", "flight")  # by the trip or the kilometre, from and to; a car has one price a mil
CURRENCIES = ("SEK", "EUR", "NOK", "DKK", "GBP", "USD")
PER = ("trip", "km")
LONGEST_PLACE = 200
MOST_DAYS = 5
SHORTEST_DAY = timedelta(hours=6)  # between leaving and being home
MIL = 10  # kilometres
DEAREST = {"mil": 1000.0, "km": 100.0, "trip": 100_000.0}
CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
AMOUNT = re.compile(r"\d{1,7}(?:[.,]\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Problems:
    """What could not be taken, field by field, as keys of words."""

    of: Mapping[str, str]


def read_travel_form(form: MultiDict[str, str], *, before: TravelRules | None = None) -> TravelWishes | Problems:
    """What the form says, or everything that is wrong with it. `before` are the rules the rest is kept from."""
    read = _Reading(form)
    office, home = read.place("office"), read.place("home")
    modes, days = read.modes(), read.days()
    leave, back = read.clock("leave_earliest"), read.clock("home_latest")
    if leave and back and _span(leave, back) < SHORTEST_DAY:
        read.problems["home_latest"] = "page.travel.odd.hours"
    currency = form.get("currency", CURRENCIES[0])
    if currency not in CURRENCIES:
        read.problems["currency"] = "page.travel.odd.currency"
    prices = dict(read.prices(currency))
    if read.problems or leave is None or back is None:
        return Problems(read.problems)
    kept = before or TravelRules()
    rules = TravelRules(
        prices=prices,
        modes=modes,
        leave_earliest=leave,
        home_latest=back,
        travel_days_a_week=days,
        near=kept.near,
        most_stops=kept.most_stops,
        quiet=kept.quiet,
        nights="nights" in form,
        car_co2e=kept.car_co2e,
    )
    return TravelWishes(office, home, rules)


def fill_travel_form(wishes: TravelWishes, language: str) -> MultiDict[str, str]:
    """The form as it stands for these wishes: what `read_travel_form` reads back as the same."""
    rules = wishes.rules
    filled: MultiDict[str, str] = MultiDict()
    filled["office"], filled["home"] = tame(wishes.office, LONGEST_PLACE), tame(wishes.home, LONGEST_PLACE)
    filled.setlist("modes", list(rules.modes))
    filled["leave_earliest"], filled["home_latest"] = f"{rules.leave_earliest:%H:%M}", f"{rules.home_latest:%H:%M}"
    filled["travel_days"] = str(rules.travel_days_a_week)
    if rules.nights:
        filled["nights"] = "yes"
    filled["currency"] = next((price.currency for price in rules.prices.values()), CURRENCIES[0])
    car = rules.prices.get("car")
    filled["price_car"] = _amount(car.low * MIL, language) if car else ""
    for mode in PRICED:
        price = rules.prices.get(mode)
        filled[f"price_{mode}_low"] = _amount(price.low, language) if price else ""
        filled[f"price_{mode}_high"] = _amount(price.high, language) if price else ""
        filled[f"price_{mode}_per"] = price.per if price else PER[0]
    return filled


def _amount(value: float, language: str) -> str:
    return str(format_decimal(round(value, 2), format="0.##", locale=language))


def _span(leave: time, back: time) -> timedelta:
    day = datetime(2000, 1, 1)  # noqa: DTZ001 - any day: two times of one clock are compared
    return datetime.combine(day, back) - datetime.combine(day, leave)


class _Reading:
    """Reads field after field, and keeps what is wrong instead of stopping at it."""

    def __init__(self, form: MultiDict[str, str]) -> None:
        self._form = form
        self.problems: dict[str, str] = {}

    def place(self, name: str) -> str:
        text = tame(self._form.get(name, ""), LONGEST_PLACE + 1)
        if len(text) == 1 or len(text) > LONGEST_PLACE:
            self.problems[name] = "page.travel.odd.place"
        return text

    def modes(self) -> tuple[str, ...]:
        chosen = set(self._form.getlist("modes"))
        if not chosen or not chosen <= set(MODES):
            self.problems["modes"] = "page.travel.odd.modes"
        return tuple(mode for mode in MODES if mode in chosen)

    def days(self) -> int:
        written = self._form.get("travel_days", "").strip()
        if written in map(str, range(MOST_DAYS + 1)):
            return int(written)
        self.problems["travel_days"] = "page.travel.odd.days"
        return 0

    def clock(self, name: str) -> time | None:
        found = CLOCK.fullmatch(self._form.get(name, "").strip())
        if found is None or not found[0].isascii():
            self.problems[name] = "page.travel.odd.clock"
            return None
        return time(int(found[1]), int(found[2]))

    def prices(self, currency: str) -> Iterator[tuple[str, Price]]:
        """A mode without a price is left out: its price is not known."""
        a_mil = self.amount("price_car", DEAREST["mil"])
        if a_mil is not None:
            yield "car", Price(a_mil / MIL, a_mil / MIL, currency)
        for mode in PRICED:
            per = self._form.get(f"price_{mode}_per", PER[0])
            if per not in PER:
                self.problems[f"price_{mode}_per"] = "page.travel.odd.per"
                continue
            low = self.amount(f"price_{mode}_low", DEAREST[per])
            high = self.amount(f"price_{mode}_high", DEAREST[per])
            known = [price for price in (low, high) if price is not None]
            if low is not None and high is not None and high < low:
                self.problems[f"price_{mode}_high"] = "page.travel.odd.order"
            elif known:
                yield mode, Price(known[0], known[-1], currency, per)

    def amount(self, name: str, dearest: float) -> float | None:
        """As people write it, "1 200" or "18,50"; None when nothing is written."""
        written = re.sub(r"\s", "", tame(self._form.get(name, ""), 40))
        if not written:
            return None
        value = float(written.replace(",", ".")) if written.isascii() and AMOUNT.fullmatch(written) else math.nan
        if not 0 <= value <= dearest:
            self.problems[name] = "page.travel.odd.price"
            return None
        return value
