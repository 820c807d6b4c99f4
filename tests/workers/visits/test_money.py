"""The cost of the trip beside the value of the deal: only numbers the seller has, divided, and said with care."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.relationships.reasons import Reason
from workers.visits.money import LONGEST_ODDS, weigh_money
from workers.visits.visit import Leg
from workers.words import LANGUAGES, say

NARROW, HARD = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def leg(*cost: int, currency: str = "SEK") -> Leg:
    return Leg("train", (60, 85), 73, (cost[0], cost[-1]) if cost else None, currency, (0.5, 0.5))


def said(reasons: tuple[Reason, ...], language: str = "sv") -> list[str]:
    told = [say(reason.key, language, **reason.facts) for reason in reasons]
    return [one.replace(HARD, " ").replace(NARROW, " ") for one in told]


def test_a_short_trip_and_a_large_deal_are_told_beside_each_other() -> None:
    reasons = weigh_money(leg(900), Decimal(1_200_000), "SEK")
    assert said(reasons) == [
        "Resan kostar ungefär 900 kr.",
        "Affären är värd 1,2 miljoner kr.",
        "Det är mindre än 1 % av affären.",
        "Är risken att tappa den större än 1 på 1 300, och besöket tar bort den risken, har resan betalat sig.",
    ]
    assert said(reasons, "en") == [
        "The trip costs about SEK 900.",
        "The deal is worth SEK 1.2 million.",
        "That is less than 1% of the deal.",
        "If the risk of losing it is more than 1 in 1,300, and the visit takes that risk away, the trip has paid for itself.",
    ]


@pytest.mark.parametrize(
    ("cost", "value", "share", "odds"),
    [
        ((900, 900), 1_200_000, 0.00075, 1_300),
        ((900, 2_400), 1_200_000, 0.002, 500),  # the dear end, so that neither figure flatters
        ((2_400, 900), 1_200_000, 0.002, 500),  # whichever way round it was written
        ((1_000, 1_000), 100_000, 0.01, 100),
        ((1_000, 1_000), 9_990, 1_000 / 9_990, 9),
        ((1_000, 1_000), 2_000, 0.5, 2),
        ((1, 1), 10**15, 1e-15, LONGEST_ODDS),
    ],
)
def test_the_share_and_the_odds_are_one_division(cost: tuple[int, int], value: int, share: float, odds: int) -> None:
    facts = {reason.key: reason.facts for reason in weigh_money(leg(*cost), Decimal(value), "SEK")}
    assert facts["money.share"]["share"] == pytest.approx(share)
    assert facts["money.chance"]["odds"] == odds


@pytest.mark.parametrize(
    ("way", "value", "currency", "keys"),
    [
        (leg(900), Decimal(1_700), "SEK", ["cost", "value", "share"]),  # "1 in 1" is no chance
        (leg(900), Decimal(900), "SEK", ["cost", "value", "too_dear"]),
        (leg(900), Decimal("0.01"), "SEK", ["cost", "value", "too_dear"]),
        (leg(900), Decimal(50_000), "EUR", ["cost", "value"]),  # two currencies are not compared
        (leg(900), Decimal(50_000), "", ["cost", "value"]),
        (leg(900), Decimal(50_000), "sek ", ["cost", "value", "share", "chance"]),
        (leg(), Decimal(50_000), "SEK", ["value", "price_unknown"]),
        (None, Decimal(50_000), "SEK", ["value"]),
        (leg(0), Decimal(50_000), "SEK", ["value"]),  # nothing to weigh
        (leg(-900), Decimal(50_000), "SEK", ["value"]),
        (leg(900), None, "SEK", []),
        (leg(900), Decimal(0), "SEK", []),
        (leg(900), Decimal(-5), "SEK", []),
        (leg(900), Decimal("NaN"), "SEK", []),
        (leg(900), Decimal("sNaN"), "SEK", []),
        (leg(900), Decimal("Infinity"), "SEK", []),
        (leg(900), Decimal("1e400"), "SEK", []),
        (None, None, "", []),
    ],
    ids=str,
)
def test_what_cannot_be_compared_is_not(way: Leg | None, value: Decimal | None, currency: str, keys: list[str]) -> None:
    found = weigh_money(way, value, currency)
    assert [reason.key.removeprefix("money.") for reason in found] == keys
    assert all(said(found, language) is not None for language in LANGUAGES)


amounts = st.one_of(st.none(), st.decimals(), st.integers(-(10**20), 10**20).map(Decimal))
costs = st.one_of(st.none(), st.tuples(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12)))


@given(amounts, costs, st.sampled_from(["SEK", "", "EUR"]), st.sampled_from(["SEK", "", "NOK"]))
def test_any_number_ends_in_sentences_that_promise_nothing(
    value: Decimal | None, cost: tuple[int, int] | None, ours: str, theirs: str
) -> None:
    way = Leg("car", (60, 85), 73, cost, theirs, (0.5, 0.5))
    for reason in weigh_money(way, value, ours):
        for language in LANGUAGES:
            assert say(reason.key, language, **reason.facts)
        if reason.key == "money.share":
            assert 0 < float(str(reason.facts["share"])) < 1
        if reason.key == "money.chance":
            assert 2 <= int(str(reason.facts["odds"])) <= LONGEST_ODDS
