"""How one fact is said: numbers, nouns, dates, lengths, money and lists, in the way of each language (CLDR through Babel).

Dates and lengths may come as ISO 8601 text, lengths as whole minutes too, so that facts read back from JSON are said alike.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

import msgspec
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from workers.visits.red_days import holiday_name

NUMBERS = {
    "sv": ["noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"],
    "en": ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
}
LOCALE = {"en": "en_GB"}  # English as it is written in Europe: no comma before the last of a list
DAY = {
    "sv": "EEEE d MMMM",
    "en": "EEEE d MMMM",
    "de": "EEEE, d. MMMM",
    "nb": "EEEE d. MMMM",
    "da": "EEEE 'den' d. MMMM",
    "fi": "EEEE d. MMMM",
}
DATE = {"sv": "d MMMM", "en": "d MMMM", "de": "d. MMMM", "nb": "d. MMMM", "da": "d. MMMM", "fi": "d. MMMM"}
CLOCK = {"sv": ("{}", "{}.{:02}"), "en": ("{}:00", "{}:{:02}")}  # on the hour, and past it
LENGTH = {
    "sv": ("en timme", "timmar", "minut", "minuter"),
    "en": ("one hour", "hours", "minute", "minutes"),
    "nb": ("en time", "timer", "minutt", "minutter"),
    "da": ("en time", "timer", "minut", "minutter"),
    "fi": ("tunti", "tuntia", "minuutti", "minuuttia"),
    "de": ("eine Stunde", "Stunden", "Minute", "Minuten"),
}
HOUR = 60  # minutes
MONEY_UNIT = {"sv": {"SEK": "{} kr"}, "en": {}}
MILLION = {"sv": "{} miljoner", "en": "{} million"}
BILLION = {"sv": "{} miljarder", "en": "{} billion"}
SHARE = {"sv": ("mindre än", "ungefär"), "en": ("less than", "about")}


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def speak(
    value: Any, how: str, language: str, facts: Mapping[str, Any], *, nouns: Mapping[str, Mapping[str, str]]
) -> str:
    """`value` said the way `how` names: a noun of the language, or one of the ways below; an upper-case first letter
    in `how` starts a sentence with it. An empty `how` is the value as it stands."""
    if not how:
        return str(value)
    lower = how[0].lower() + how[1:]
    way = WAYS.get(lower)
    said = way(value, language, facts) if way else _count(value, language, nouns[lower])
    return said[:1].upper() + said[1:] if how[0].isupper() else said


def _count(value: Any, language: str, noun: Mapping[str, str]) -> str:
    form = _locale(language).plural_form(value)
    return noun.get(form, noun["other"]).replace("{n}", _number(value, language, {}))


def _number(value: Any, language: str, _facts: Mapping[str, Any]) -> str:
    spelled = NUMBERS.get(language, [])
    if isinstance(value, int) and 0 <= value < len(spelled):
        return spelled[value]
    return _digits(value, language, _facts)


def _digits(value: Any, language: str, _facts: Mapping[str, Any]) -> str:
    return _decimal(round(value, 1), language)


@lru_cache(maxsize=4096)
def _decimal(value: Any, language: str) -> str:
    return str(format_decimal(value, locale=_locale(language)))


def _percent(value: Any, language: str, _facts: Mapping[str, Any]) -> str:
    return f"{round(value * 100)}\N{NO-BREAK SPACE}%" if language != "en" else f"{round(value * 100)}%"


def _share(value: Any, language: str, _facts: Mapping[str, Any]) -> str:
    """A part of a whole, as near as people say it: mindre än 1 %, ungefär 12 %."""
    less, about = SHARE.get(language, SHARE["en"])
    return f"{less} {_percent(0.01, language, {})}" if value < 0.01 else f"{about} {_percent(value, language, {})}"


def _minutes(value: Any, language: str, _facts: Mapping[str, Any]) -> str:
    length = msgspec.convert(value, timedelta) if isinstance(value, str) else value
    total = round(length.total_seconds() / 60) if isinstance(length, timedelta) else round(length)
    hours, minutes = divmod(total, 60)
    one_hour, many_hours, minute, many_minutes = LENGTH.get(language, LENGTH["en"])
    if total <= 90 and total != 60:
        return f"{total} {minute if total == 1 else many_minutes}"
    parts = [one_hour if hours == 1 else f"{_number(hours, language, {})} {many_hours}"]
    if minutes:
        parts.append(f"{minutes} {minute if minutes == 1 else many_minutes}")
    return " ".join(parts)


def _span(value: Any, language: str, _facts: Mapping[str, Any]) -> str:
    """From the shortest to the longest, both in minutes: 55–70 minuter, 3 h 30 min–4 h 15 min."""
    low, high = (round(one) for one in value)
    if low == high:
        return _minutes(low, language, {})
    if high < 2 * HOUR:
        return f"{low}\N{EN DASH}{high} {LENGTH.get(language, LENGTH['en'])[3]}"
    return f"{_clipped(low)}\N{EN DASH}{_clipped(high)}"


def _clipped(total: int) -> str:
    hours, minutes = divmod(total, HOUR)
    parts = ([f"{hours}\N{NO-BREAK SPACE}h"] if hours else []) + (
        [f"{minutes}\N{NO-BREAK SPACE}min"] if minutes else []
    )
    return "\N{NO-BREAK SPACE}".join(parts) or "0\N{NO-BREAK SPACE}min"


def _when(value: Any) -> Any:
    if isinstance(value, str):
        return datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    return value


def _pattern(patterns: Mapping[str, str]) -> Callable[[Any, str, Mapping[str, Any]], str]:
    def said(value: Any, language: str, _facts: Mapping[str, Any]) -> str:
        when = _when(value)
        day = when.date() if isinstance(when, datetime) else when
        return _dated(day, patterns.get(language) or patterns["en"], language)

    return said


@lru_cache(maxsize=4096)  # letters and pages speak of the same few weeks
def _dated(day: date, pattern: str, language: str) -> str:
    return str(format_date(day, pattern, locale=_locale(language)))


def _time(value: Any, _language: str, _facts: Mapping[str, Any]) -> str:
    return str(_when(value).strftime("%H:%M"))


def _clock(value: Any, language: str, _facts: Mapping[str, Any]) -> str:
    whole, past = CLOCK.get(language, CLOCK["sv"])
    moment = _when(value)
    return (past if moment.minute else whole).format(moment.hour, moment.minute)


def _holiday(value: Any, language: str, _facts: Mapping[str, Any]) -> str:
    """The Swedish holiday on a date by its name, as it stands inside a sentence."""
    name = holiday_name(_when(value), language)
    if name is None:
        return WAYS["day"](value, language, {})
    return name[:1].lower() + name[1:] if language == "sv" else name


def _money(value: Any, language: str, facts: Mapping[str, Any]) -> str:
    currency = str(facts.get("currency") or "SEK")
    amount = float(value)
    if amount >= 1_000_000_000:
        number = BILLION.get(language, BILLION["en"]).format(_digits(amount / 1_000_000_000, language, {}))
    elif amount >= 1_000_000:
        number = MILLION.get(language, MILLION["en"]).format(_digits(amount / 1_000_000, language, {}))
    else:
        number = str(
            format_decimal(round(amount, -1 if amount >= 100 else 0), format="#,##0", locale=_locale(language))
        )
    unit = MONEY_UNIT.get(language, {}).get(currency, "{} " + currency if language != "en" else currency + " {}")
    return unit.format(number)


def _sums(value: Any, language: str, facts: Mapping[str, Any]) -> str:
    """From the lowest to the highest price: 900 kr, 900–2 400 kr."""
    low, high = value
    if low == high:
        return _money(low, language, facts)
    unit, number = (
        _money(high, language, facts),
        str(format_decimal(round(low), format="#,##0", locale=_locale(language))),
    )
    currency = str(facts.get("currency") or "SEK")
    return (
        f"{number}\N{EN DASH}{unit}"
        if language != "en"
        else unit.replace(f"{currency} ", f"{currency} {number}\N{EN DASH}", 1)
    )


def _list(value: Any, language: str, _facts: Mapping[str, Any]) -> str:
    return str(format_list(list(value), locale=_locale(LOCALE.get(language, language))))


WAYS: Mapping[str, Callable[[Any, str, Mapping[str, Any]], str]] = {
    "number": _number,  # sju
    "digits": _digits,  # 7
    "percent": _percent,
    "share": _share,  # mindre än 1 %, ungefär 12 %
    "minutes": _minutes,  # 27 minuter, en timme, två timmar 15 minuter
    "span": _span,  # 55–70 minuter, 3 h 30 min–4 h 15 min
    "day": _pattern(DAY),  # torsdag 10 december
    "date": _pattern(DATE),  # 10 december
    "fulldate": _pattern({k: v + " y" for k, v in DATE.items()}),  # 10 december 2026
    "weekday": _pattern({"en": "EEEE"}),
    "month": _pattern({"en": "MMMM"}),
    "monthyear": _pattern({"en": "MMMM y"}),
    "time": _time,  # 09:00
    "clock": _clock,  # 9, 9.30: after "kl."
    "holiday": _holiday,  # midsommarafton
    "money": _money,  # 900 kr, 1,2 miljoner kr; the fact `currency` stands beside it
    "sums": _sums,  # 900 kr, 900–2 400 kr; the fact `currency` stands beside it
    "list": _list,  # Karin, Per och Åsa
}
