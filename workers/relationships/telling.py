"""The reasons behind a flag, and the one sentence about a relation without any: keys into the words, with plain facts.

Facts are JSON values: counts, whole minutes and months, ISO dates. Which sentence fits is decided here, how it sounds is not.
"""

from collections import Counter
from datetime import date, datetime, timedelta

from workers.relationships.accounts import Standing
from workers.relationships.figures import Figures, figures_of
from workers.relationships.modality import Modality, provider_name
from workers.relationships.names import first_name
from workers.relationships.reasons import Fact, Reason
from workers.relationships.relationship import Contact, Half, Relationship, age
from workers.relationships.rules import Rules
from workers.relationships.touchpoints import Touchpoint

RULES = Rules()
YEAR = timedelta(days=365)
MONTH = YEAR / 12
SAME_YEAR = timedelta(days=300)  # a month's name alone is clear for so long
OFTEN = 3  # in fewer meetings than this nobody is in every one
MOST_PEOPLE = 3  # told of at once
NOT_A_NAME = frozenset({"", "online", "phone"})  # nobody is met "on online"


def screen_only_reasons(relationship: Relationship, rules: Rules, _now: datetime) -> tuple[Reason, ...]:
    """ "Sju möten på ett år, alla på Teams, oftast 27 minuter. Ni har aldrig setts." and what stands behind it."""
    counts = relationship.counts
    calls = [touchpoint for touchpoint in relationship.past if touchpoint.digital]
    facts: dict[str, Fact] = {
        "count": counts.digital,
        "unknown": counts.unknown,
        "minutes": _minutes(relationship.median_digital),
        "short": sum(call.length <= rules.short for call in calls),
        "limit": _minutes(rules.short),
        "days": rules.window.days,
        "provider": _provider(calls),
    }
    told = "all" if not counts.unknown else "known"
    how = _how(calls) if rules.window == YEAR else "window"
    reasons = [Reason(f"flag.screen_only.{told}_{how}", facts)]
    reasons.append(Reason("flag.screen_only." + ("short" if facts["short"] != counts.digital else "none_long"), facts))
    if counts.unknown:
        reasons.append(Reason("flag.screen_only.unknown", facts))
    always = [contact for contact in relationship.contacts if _share(contact, calls) == 1]
    if len(always) == 1 and len(calls) >= OFTEN and "@" not in relationship.account.key:
        reasons.append(Reason("flag.screen_only.person", {"person": first_name(always[0].name)}))
    return tuple(reasons)


def first_meeting_reasons(relationship: Relationship, _rules: Rules, now: datetime) -> tuple[Reason, ...]:
    first = relationship.coming[0]
    how = "phone" if first.modality is Modality.PHONE else "screen"
    facts: dict[str, Fact] = {
        "account": relationship.account.name,
        "when": _day(first.start, now),
        "minutes": _minutes(first.length),
        "provider": _provider([first]),
    }
    return (
        Reason(f"flag.first_meeting_on_screen.{how}", facts),
        Reason("flag.first_meeting_on_screen.when", facts),
    )


def drifting_reasons(relationship: Relationship, _rules: Rules, now: datetime) -> tuple[Reason, ...]:
    last = relationship.last_in_person or now
    facts: dict[str, Fact] = {
        "account": relationship.account.name,
        "when": _day(last, now),
        "months": _months(age(last, now)),
        "city": relationship.last_city,
        "digital": relationship.digital_since,
    }
    key = "flag.drifting.in_city" if relationship.last_city else "flag.drifting.met"
    reasons = (Reason(key, facts),)
    return reasons if facts["months"] == 1 else (*reasons, Reason("flag.drifting.ago", facts))


def thinning_reasons(relationship: Relationship, _rules: Rules, _now: datetime) -> tuple[Reason, ...]:
    """Three facts and no score; the sentence before them only says what they have in common."""
    earlier, later = relationship.earlier, relationship.later
    if earlier is None or later is None:
        return ()
    return (
        Reason("flag.thinning.all", _pairs(earlier, later)),
        Reason("flag.thinning.length", {"later": _minutes(later.median), "earlier": _minutes(earlier.median)}),
        Reason("flag.thinning.people", {"later": _round(later.people), "earlier": _round(earlier.people)}),
        Reason("flag.thinning.meetings", {"later": later.touchpoints, "earlier": earlier.touchpoints}),
    )


def never_met(relationship: Relationship) -> tuple[Reason, ...]:
    """People in most calls whom the seller has never sat down with, though others of the account: "you have met Bruket,
    but never Karin". Silent where the seller's own word says they met, for it does not say who came."""
    if relationship.last_in_person is None or relationship.account.met is not None:
        return ()
    calls = [touchpoint for touchpoint in relationship.past if touchpoint.digital]
    if len(calls) < OFTEN:
        return ()
    reasons = []
    for contact in relationship.contacts:
        share = _share(contact, calls)
        if contact.met or contact.perhaps_met or share <= 1 / 2:
            continue
        facts: dict[str, Fact] = {"account": relationship.account.name, "person": first_name(contact.name)}
        reasons.append(Reason("flag.people." + ("every_call" if share == 1 else "most_calls"), facts))
    return tuple(reasons[:MOST_PEOPLE])


def describe(relationship: Relationship, *, rules: Rules = RULES) -> Reason:
    """The one sentence about a relation that needs nothing, or of which too little is known."""
    account = relationship.account
    rules = rules.for_tier(account.tier)
    facts: dict[str, Fact] = {"account": account.name}
    if account.standing in STANDINGS:
        return Reason(STANDINGS[account.standing], facts)
    if account.never_here:
        return Reason("relation.never_here", facts)
    visit = next((t for t in relationship.coming if t.modality is Modality.IN_PERSON), None)
    if visit:
        return Reason("relation.visit_ahead", facts | {"when": _day(visit.start, relationship.at or visit.start)})
    if account.prefers_digital:
        return Reason("relation.prefers_digital", facts)
    if relationship.last_in_person:
        return _met(relationship, relationship.last_in_person, rules)
    if relationship.colleague_met:
        return _colleague(relationship, relationship.colleague_met, facts)
    return _not_met(relationship, rules, facts)


STANDINGS = {
    Standing.VENDOR: "relation.vendor",
    Standing.NOT_CUSTOMER: "relation.not_customer",
    Standing.OURS: "relation.ours",
}


def _met(relationship: Relationship, last: datetime, rules: Rules) -> Reason:
    """ "Ni sågs i Trollhättan i oktober. Kör vidare på Teams." """
    now = relationship.at or last
    calls = [touchpoint for touchpoint in relationship.past + relationship.coming if touchpoint.digital]
    facts: dict[str, Fact] = {
        "account": relationship.account.name,
        "when": _day(last, now),
        "city": relationship.last_city,
        "provider": _provider(calls[-1:]),
    }
    where = "in_city" if relationship.last_city else "met"
    if age(last, now) > rules.met_interval:
        return Reason(f"relation.{where}_long_ago", facts)
    when = "" if age(last, now) < SAME_YEAR else "_year"
    onwards = "_on" if facts["provider"] else ""
    return Reason(f"relation.{where}{when}{onwards}", facts)


def _colleague(relationship: Relationship, met: date, facts: dict[str, Fact]) -> Reason:
    """That a colleague met them, and when; who and what for is theirs."""
    today = relationship.at.date() if relationship.at else met
    year = "" if today - met < SAME_YEAR else "_year"
    beside = "_beside" if relationship.colleague_beside else ""
    return Reason(f"relation.colleague{beside}{year}", facts | {"when": met})


def _not_met(relationship: Relationship, rules: Rules, facts: dict[str, Fact]) -> Reason:
    if relationship.last_hybrid:
        now = relationship.at or relationship.last_hybrid
        year = "" if age(relationship.last_hybrid, now) < SAME_YEAR else "_year"
        return Reason(f"relation.hybrid{year}", facts | {"when": _day(relationship.last_hybrid, now)})
    if not relationship.counts.total:
        return _silent(relationship, rules, facts)
    facts = facts | {"count": relationship.counts.total, "minutes": _minutes(relationship.median_digital)}
    return Reason(f"relation.{_why_not_met(figures_of(relationship), rules)}", facts)


def _why_not_met(figures: Figures, rules: Rules) -> str:
    if figures.longest_unknown >= rules.long_unknown or figures.unknown_share > rules.unknown_share:
        return "unknown"
    if figures.digital < rules.screen_only_touchpoints:
        return "few"
    return "unhurried" if figures.short_share < rules.short_share else "not_met"


def shade(figures: Figures, *, rules: Rules, now: datetime) -> str:
    """What the thresholds do to the sentence about an account without flags; it is told anew where this differs."""
    if figures.last_in_person:
        return "long_ago" if age(figures.last_in_person, now) > rules.met_interval else "met"
    return _why_not_met(figures, rules)


def _silent(relationship: Relationship, rules: Rules, facts: dict[str, Fact]) -> Reason:
    if relationship.ever:
        return Reason("relation.quiet", facts | {"months": _months(rules.window)})
    if relationship.coming:
        first = relationship.coming[0].start
        return Reason("relation.first_ahead", facts | {"when": _day(first, relationship.at or first)})
    return Reason("relation.nothing", facts)


def _how(calls: list[Touchpoint]) -> str:
    ways = {call.counts_as for call in calls}
    if ways == {Modality.PHONE}:
        return "phone"
    if len(ways) > 1:
        return "mixed"
    return "on" if _provider(calls) else "screen"


def _provider(calls: list[Touchpoint]) -> str:
    """The one provider all calls went through, as it is written; empty when there were several or nobody knows."""
    names = Counter(call.provider if call.modality is Modality.VIDEO else "" for call in calls)
    if len(names) != 1:
        return ""
    name = next(iter(names))
    return "" if name in NOT_A_NAME else provider_name(name)


def _share(contact: Contact, calls: list[Touchpoint]) -> float:
    return sum(contact.address in call.people for call in calls) / len(calls)


def _pairs(earlier: Half, later: Half) -> dict[str, Fact]:
    return {
        "earlier_minutes": _minutes(earlier.median),
        "later_minutes": _minutes(later.median),
        "earlier_people": _round(earlier.people),
        "later_people": _round(later.people),
        "earlier_a_month": round(earlier.a_month, 2),
        "later_a_month": round(later.a_month, 2),
    }


def _round(number: float) -> int | float:
    """One decimal at most, and none where it says nothing."""
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _minutes(length: timedelta | None) -> int:
    return round(length.total_seconds() / 60) if length else 0


def _months(length: timedelta) -> int:
    return max(1, int(length / MONTH + 1e-9))


def _day(moment: datetime, now: datetime) -> str:
    """The day as the seller's calendar shows it: `now` carries the seller's zone."""
    return moment.astimezone(now.tzinfo).date().isoformat()
