"""The four flags: every number at, just below and just above; what silences them; what they say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from connectors.meetings import Place
from tests.world import KARIN, NOW, OLLE, PER
from workers.relationships.accounts import Account, Standing
from workers.relationships.flags import Flag, FlagKind, describe, never_met, raise_flags
from workers.relationships.modality import Certainty, Modality
from workers.relationships.reasons import Reason
from workers.relationships.relationship import Relationship, weigh
from workers.relationships.rules import Rules
from workers.relationships.touchpoints import Touchpoint
from workers.words import say

BRUKET = Account("bruket.example", "Bruket")
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NAMES = {person.address: person.name for person in (KARIN, PER, OLLE)}
RULES = Rules()


def touch(
    days: float,
    modality: Modality = Modality.VIDEO,
    minutes: int = 27,
    *,
    people: tuple[str, ...] = (KARIN.address,),
    ours: bool = True,
    provider: str = "teams",
    place: Place | None = None,
) -> Touchpoint:
    """A touchpoint that begins `days` from now, before when negative."""
    certainty = Certainty.UNKNOWN if modality is Modality.UNKNOWN else Certainty.LIKELY
    return Touchpoint(
        account=BRUKET.key,
        uid=f"u{days}",
        recurrence_id=None,
        start=NOW + days * DAY,
        length=minutes * MINUTE,
        title="Avstämning",
        modality=modality,
        certainty=certainty,
        people=people,
        ours=ours,
        series=False,
        place=place,
        provider=provider,
    )


def calls(number: int, minutes: int = 27, modality: Modality = Modality.VIDEO, since: int = 1) -> list[Touchpoint]:
    return [touch(-since - n, modality, minutes) for n in range(number)]


def weighed(*held: Touchpoint, account: Account = BRUKET, rules: Rules = RULES) -> Relationship:
    return weigh(account, held, names=NAMES, rules=rules, now=NOW)


def raised(*held: Touchpoint, account: Account = BRUKET, rules: Rules = RULES) -> set[FlagKind]:
    return {flag.kind for flag in flags(*held, account=account, rules=rules)}


def flags(*held: Touchpoint, account: Account = BRUKET, rules: Rules = RULES) -> tuple[Flag, ...]:
    return raise_flags(weighed(*held, account=account, rules=rules), rules=rules, now=NOW)


def sentences(reasons: tuple[Reason, ...], language: str = "sv") -> list[str]:
    return [say(reason.key, language, **reason.facts) for reason in reasons]


# --- screen_only ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "flagged"), [(0, False), (2, False), (3, True), (4, True)])
def test_three_calls_make_a_relation_on_screen_only(number: int, flagged: bool) -> None:
    assert (FlagKind.SCREEN_ONLY in raised(*calls(number))) is flagged


@pytest.mark.parametrize(("days", "flagged"), [(-364, True), (-365, True), (-366, False)])
def test_the_three_calls_lie_within_365_days(days: int, flagged: bool) -> None:
    assert (FlagKind.SCREEN_ONLY in raised(*calls(2), touch(days))) is flagged


def test_a_call_ahead_or_going_on_is_not_a_past_one() -> None:
    assert FlagKind.SCREEN_ONLY not in raised(*calls(2), touch(3))
    assert FlagKind.SCREEN_ONLY not in raised(*calls(2), replace(touch(0), start=NOW - 5 * MINUTE))


@pytest.mark.parametrize(("short", "long", "flagged"), [(4, 1, True), (3, 1, False), (79, 21, False), (80, 20, True)])
def test_eighty_percent_of_the_calls_are_short(short: int, long: int, flagged: bool) -> None:
    held = [*calls(short), *calls(long, 60, since=150)]
    assert (FlagKind.SCREEN_ONLY in raised(*held)) is flagged


@pytest.mark.parametrize(("minutes", "flagged"), [(29, True), (30, True), (31, False)])
def test_thirty_minutes_are_short(minutes: int, flagged: bool) -> None:
    assert (FlagKind.SCREEN_ONLY in raised(*calls(3, minutes))) is flagged


@pytest.mark.parametrize(
    ("certain", "unknown", "flagged"), [(5, 1, True), (4, 1, True), (3, 1, False), (80, 20, True), (80, 21, False)]
)
def test_unknown_is_at_most_a_fifth_of_all(certain: int, unknown: int, flagged: bool) -> None:
    held = [*calls(certain), *calls(unknown, 30, Modality.UNKNOWN, since=150)]
    assert (FlagKind.SCREEN_ONLY in raised(*held)) is flagged


@pytest.mark.parametrize(("minutes", "flagged"), [(59, True), (60, False), (61, False)])
def test_an_unknown_hour_may_have_been_a_visit(minutes: int, flagged: bool) -> None:
    assert (FlagKind.SCREEN_ONLY in raised(*calls(9), touch(-30, Modality.UNKNOWN, minutes))) is flagged


def test_a_call_nobody_is_sure_of_is_as_unknown_as_any() -> None:
    unsure = replace(touch(-30, minutes=60), certainty=Certainty.UNKNOWN)
    assert FlagKind.SCREEN_ONLY in raised(*calls(3))
    assert FlagKind.SCREEN_ONLY not in raised(*calls(9), unsure)


@pytest.mark.parametrize("modality", [Modality.IN_PERSON, Modality.HYBRID])
@pytest.mark.parametrize("certainty", list(Certainty))
@pytest.mark.parametrize("days", [-1, -364, -3000])
def test_one_meeting_face_to_face_at_any_time_of_any_certainty_clears_it(
    modality: Modality, certainty: Certainty, days: int
) -> None:
    seen = replace(touch(days, modality), certainty=certainty)
    assert FlagKind.SCREEN_ONLY not in raised(*calls(9), seen)


def test_the_sellers_word_clears_it() -> None:
    assert FlagKind.SCREEN_ONLY not in raised(*calls(9), account=replace(BRUKET, met=date(2020, 1, 1)))


def test_a_visit_in_the_calendar_is_the_answer_and_a_hybrid_one_is_not() -> None:
    assert FlagKind.SCREEN_ONLY not in raised(*calls(9), touch(20, Modality.IN_PERSON))
    assert FlagKind.SCREEN_ONLY in raised(*calls(9), touch(20, Modality.HYBRID))


# --- first_meeting_on_screen -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "flagged"),
    [
        (touch(5), True),
        (touch(5, Modality.PHONE), True),
        (touch(0), True),
        (touch(5, Modality.IN_PERSON), False),
        (touch(5, Modality.HYBRID), False),
        (touch(5, Modality.UNKNOWN), False),
        (replace(touch(5), certainty=Certainty.UNKNOWN), False),
        (touch(5, ours=False), False),
        (touch(-5), False),
    ],
)
def test_the_first_meeting_ever_is_ours_ahead_and_on_screen(first: Touchpoint, flagged: bool) -> None:
    assert (FlagKind.FIRST_MEETING_ON_SCREEN in raised(first)) is flagged


@pytest.mark.parametrize("modality", list(Modality))
def test_any_earlier_meeting_however_old_makes_it_not_the_first(modality: Modality) -> None:
    assert raised(touch(-2000, modality), touch(5)) == set()


def test_a_first_meeting_going_on_makes_the_next_one_the_second() -> None:
    assert raised(replace(touch(0), start=NOW - 5 * MINUTE), touch(5)) == set()


def test_only_the_very_first_one_ahead_is_looked_at() -> None:
    assert raised(touch(5, Modality.IN_PERSON), touch(9)) == set()
    assert raised(touch(9, Modality.IN_PERSON), touch(5)) == {FlagKind.FIRST_MEETING_ON_SCREEN}


def test_who_has_met_has_no_first_meeting_ahead() -> None:
    assert raised(touch(5), account=replace(BRUKET, met=date(2026, 1, 1))) == set()


# --- drifting -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "flagged"), [(-364, False), (-365, False), (-365.001, True), (-366, True)])
def test_more_than_a_year_since_they_met_is_drifting(days: float, flagged: bool) -> None:
    assert (FlagKind.DRIFTING in raised(touch(days, Modality.IN_PERSON), *calls(3))) is flagged


@pytest.mark.parametrize(("number", "flagged"), [(0, False), (2, False), (3, True), (4, True)])
def test_three_calls_since_are_drifting(number: int, flagged: bool) -> None:
    assert (FlagKind.DRIFTING in raised(touch(-400, Modality.IN_PERSON), *calls(number))) is flagged


def test_calls_before_they_met_and_unknown_ones_are_not_calls_since() -> None:
    visit = touch(-400, Modality.IN_PERSON)
    assert FlagKind.DRIFTING not in raised(visit, *calls(2), *calls(5, since=401))
    assert FlagKind.DRIFTING not in raised(visit, *calls(2), *calls(5, 27, Modality.UNKNOWN, since=20))


def test_calls_since_count_when_they_are_older_than_the_window() -> None:
    assert FlagKind.DRIFTING in raised(touch(-800, Modality.IN_PERSON), touch(-700), touch(-600), touch(-1))


def test_a_hybrid_meeting_since_neither_counts_nor_clears() -> None:
    visit, hybrid = touch(-400, Modality.IN_PERSON), touch(-30, Modality.HYBRID)
    assert FlagKind.DRIFTING in raised(visit, hybrid, *calls(3))
    assert FlagKind.DRIFTING not in raised(visit, hybrid, *calls(2))


def test_nobody_drifts_from_where_they_never_were() -> None:
    assert FlagKind.DRIFTING not in raised(*calls(9))


def test_the_sellers_word_can_be_what_one_drifts_from() -> None:
    assert FlagKind.DRIFTING in raised(*calls(3), account=replace(BRUKET, met=date(2025, 5, 1)))
    assert FlagKind.DRIFTING not in raised(*calls(3), account=replace(BRUKET, met=date(2026, 5, 1)))


def test_a_visit_ahead_ends_the_drift() -> None:
    assert FlagKind.DRIFTING not in raised(touch(-400, Modality.IN_PERSON), *calls(3), touch(9, Modality.IN_PERSON))


@pytest.mark.parametrize(("days", "flagged"), [(-180, False), (-181, True)])
def test_a_tier_has_an_interval_of_its_own(days: int, flagged: bool) -> None:
    rules = Rules(tiers={"A": {"met_interval": timedelta(days=180)}})
    visit = touch(days, Modality.IN_PERSON)
    assert (FlagKind.DRIFTING in raised(visit, *calls(3), account=replace(BRUKET, tier="A"), rules=rules)) is flagged
    assert FlagKind.DRIFTING not in raised(visit, *calls(3), account=replace(BRUKET, tier="B"), rules=rules)


# --- thinning ------------------------------------------------------------------------------------------------

BOTH = (KARIN.address, PER.address)
FOUR = (KARIN.address, PER.address, OLLE.address, "eva@bruket.example")


def half(number: int, minutes: int, people: tuple[str, ...], *, later: bool) -> list[Touchpoint]:
    """So many meetings in the last six months, or in the six before. In person, so that only thinning can be raised."""
    since = 1 if later else 183
    return [touch(-since - n, Modality.IN_PERSON, minutes, people=people) for n in range(number)]


def thins(earlier: tuple[int, int, tuple[str, ...]], later: tuple[int, int, tuple[str, ...]]) -> bool:
    return FlagKind.THINNING in raised(*half(*earlier, later=False), *half(*later, later=True))


@pytest.mark.parametrize(("number", "flagged"), [(3, False), (4, True), (5, True)])
def test_the_earlier_half_has_four_meetings(number: int, flagged: bool) -> None:
    assert thins((number, 60, BOTH), (1, 30, BOTH[:1])) is flagged


@pytest.mark.parametrize(("minutes", "flagged"), [(44, True), (45, True), (46, False)])
def test_usual_length_falls_to_three_quarters(minutes: int, flagged: bool) -> None:
    assert thins((4, 60, BOTH), (3, minutes, BOTH[:1])) is flagged


@pytest.mark.parametrize(("people", "flagged"), [(FOUR[:2], True), (FOUR[:3], True), (FOUR, False)])
def test_people_a_meeting_fall_to_three_quarters(people: tuple[str, ...], flagged: bool) -> None:
    assert thins((4, 60, FOUR), (3, 30, people)) is flagged


@pytest.mark.parametrize(("number", "flagged"), [(5, True), (6, True), (7, False)])
def test_meetings_a_month_fall_to_three_quarters(number: int, flagged: bool) -> None:
    assert thins((8, 60, BOTH), (number, 30, BOTH[:1])) is flagged


def test_a_fall_to_three_quarters_is_not_lost_in_rounding() -> None:
    assert (17 / 6) / (34 / 9) > 3 / 4  # though it is three quarters to the hair
    earlier = [
        *half(7, 60, FOUR, later=False),
        *[touch(-300 - n, Modality.IN_PERSON, 60, people=FOUR[:3]) for n in (0, 1)],
    ]
    later = [*half(5, 30, FOUR[:3], later=True), touch(-90, Modality.IN_PERSON, 30, people=FOUR[:2])]
    assert FlagKind.THINNING in raised(*earlier, *later)


def test_a_relation_gone_silent_is_not_thin_but_gone() -> None:
    assert not thins((8, 60, BOTH), (0, 0, BOTH))


def test_the_halves_meet_at_half_a_year() -> None:
    earlier = [touch(-182.5 - n - 0.01, Modality.IN_PERSON, 60, people=BOTH) for n in range(4)]
    at_the_border = touch(-182.5, Modality.IN_PERSON, 30)
    assert FlagKind.THINNING in raised(*earlier, at_the_border)


# --- tiers and silence -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "value", "held", "kind"),
    [
        ("screen_only_touchpoints", 5, calls(4), FlagKind.SCREEN_ONLY),
        ("short", timedelta(minutes=20), calls(4), FlagKind.SCREEN_ONLY),
        ("short_share", 1.0, [*calls(9), touch(-30, minutes=45)], FlagKind.SCREEN_ONLY),
        ("unknown_share", 0.0, [*calls(9), touch(-30, Modality.UNKNOWN)], FlagKind.SCREEN_ONLY),
        ("long_unknown", timedelta(minutes=20), [*calls(9), touch(-30, Modality.UNKNOWN)], FlagKind.SCREEN_ONLY),
        ("window", timedelta(days=2), calls(4), FlagKind.SCREEN_ONLY),
        ("met_interval", timedelta(days=500), [touch(-400, Modality.IN_PERSON), *calls(3)], FlagKind.DRIFTING),
        ("drifting_digital", 4, [touch(-400, Modality.IN_PERSON), *calls(3)], FlagKind.DRIFTING),
        (
            "thinning_touchpoints",
            5,
            [*half(4, 60, BOTH, later=False), *half(1, 30, BOTH[:1], later=True)],
            FlagKind.THINNING,
        ),
        (
            "thinning_ratio",
            0.4,
            [*half(4, 60, BOTH, later=False), *half(1, 30, BOTH[:1], later=True)],
            FlagKind.THINNING,
        ),
    ],
)
def test_every_number_can_be_a_tiers_own(rule: str, value: object, held: list[Touchpoint], kind: FlagKind) -> None:
    rules = Rules(tiers={"C": {rule: value}})
    assert kind in raised(*held, rules=rules)
    assert kind not in raised(*held, account=replace(BRUKET, tier="C"), rules=rules)


EVERY_FLAG = [
    (calls(9), FlagKind.SCREEN_ONLY),
    ([touch(5)], FlagKind.FIRST_MEETING_ON_SCREEN),
    ([touch(-400, Modality.IN_PERSON), *calls(3)], FlagKind.DRIFTING),
    ([*half(4, 60, BOTH, later=False), *half(1, 30, BOTH[:1], later=True)], FlagKind.THINNING),
]


@pytest.mark.parametrize(("held", "kind"), EVERY_FLAG)
@pytest.mark.parametrize(
    "silent",
    [
        {"prefers_digital": True},
        {"never_here": True},
        {"standing": Standing.NOT_CUSTOMER},
        {"standing": Standing.OURS},
        {"standing": Standing.VENDOR},
    ],
)
def test_where_going_is_out_of_the_question_nothing_is_asked(
    held: list[Touchpoint], kind: FlagKind, silent: dict[str, object]
) -> None:
    assert raised(*held) == {kind}
    assert raised(*held, account=replace(BRUKET, **silent)) == set()  # type: ignore[arg-type]


@pytest.mark.parametrize(("held", "kind"), EVERY_FLAG)
def test_a_flag_called_wrong_never_comes_back_and_the_others_do(held: list[Touchpoint], kind: FlagKind) -> None:
    assert raised(*held, account=replace(BRUKET, wrong_flags=frozenset({kind.value}))) == set()
    others = frozenset(other.value for other in FlagKind if other is not kind)
    assert raised(*held, account=replace(BRUKET, wrong_flags=others)) == {kind}


def test_a_customer_and_an_account_nobody_has_reviewed_are_flagged_alike() -> None:
    for standing in (Standing.CUSTOMER, Standing.UNREVIEWED):
        assert raised(*calls(9), account=replace(BRUKET, standing=standing)) == {FlagKind.SCREEN_ONLY}


def test_nothing_known_raises_nothing() -> None:
    assert raised() == set()
    assert raised(*calls(50, 30, Modality.UNKNOWN)) == set()


# --- what a flag says ----------------------------------------------------------------------------------------


def test_the_one_sentence_is_the_one_people_know() -> None:
    held = [touch(-n, minutes=minutes) for n, minutes in enumerate((25, 25, 27, 27, 27, 30, 30), start=1)]
    (flag,) = flags(*held)
    assert sentences(flag.reasons) == [
        "Sju möten på ett år, alla på Teams, oftast 27 minuter. Ni har aldrig setts.",
        "Inget var längre än 30 minuter.",
        "Karin har varit med varje gång.",
    ]
    assert sentences(flag.reasons, "en")[0] == (
        "Seven meetings in a year, all on Teams, usually 27 minutes. You have never met."
    )


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (
            calls(3, 20, Modality.PHONE),
            "Tre samtal på ett år, alla på telefon, oftast 20 minuter. Ni har aldrig setts.",
        ),
        (
            [*calls(3), touch(-9, Modality.PHONE)],
            "Fyra möten på ett år, alla på skärm eller telefon, oftast 27 minuter. Ni har aldrig setts.",
        ),
        (
            [*calls(3), touch(-9, provider="zoom")],
            "Fyra möten på ett år, alla på skärm, oftast 27 minuter. Ni har aldrig setts.",
        ),
        (
            [*calls(4), touch(-9, Modality.UNKNOWN)],
            "Fyra möten på Teams på ett år, oftast 27 minuter. Vad vi vet har ni aldrig setts.",
        ),
    ],
)
def test_the_sentence_says_no_more_than_is_known(held: list[Touchpoint], said: str) -> None:
    assert sentences(flags(*held)[0].reasons)[0] == said


def test_another_window_is_said_in_days() -> None:
    rules = Rules(window=timedelta(days=180))
    assert sentences(flags(*calls(3), rules=rules)[0].reasons)[0].startswith("Tre möten på 180 dagar, ")


def test_what_stands_behind_the_sentence_is_told_too() -> None:
    held = [*calls(8), *calls(2, 45, since=50), touch(-70, Modality.UNKNOWN)]
    said = sentences(flags(*held)[0].reasons)
    assert "Åtta av tio var högst 30 minuter." in said
    assert "Ett möte till kan vi inte tyda." in said


def test_a_first_meeting_says_when_and_who_invites() -> None:
    said = sentences(flags(touch(17))[0].reasons)
    assert said == [
        "Första mötet med Bruket är på skärm.",
        "Det är torsdag 10 december, och det är ni som bjuder in.",
    ]
    by_phone = sentences(flags(touch(17, Modality.PHONE))[0].reasons)
    assert by_phone[0] == "Första mötet med Bruket är på telefon."


def test_drifting_says_when_and_where_they_last_met() -> None:
    there = Place("Storgatan 4, 461 30 Trollhättan")
    said = sentences(flags(touch(-400, Modality.IN_PERSON, place=there), *calls(4))[0].reasons)
    assert said == [
        "Ni sågs senast i Trollhättan, i oktober 2025. Sedan dess har det blivit fyra möten på distans.",
        "Det är 13 månader sedan.",
    ]


def test_thinning_is_three_facts_and_no_score() -> None:
    held = [*half(8, 55, FOUR, later=False), *half(4, 27, BOTH, later=True)]
    assert sentences(flags(*held)[0].reasons) == [
        "Det senaste halvåret har mötena blivit kortare och färre, och färre är med.",
        "Nu är de oftast 27 minuter, halvåret innan 55 minuter.",
        "Två personer från deras sida på varje möte, förut fyra.",
        "Fyra möten på halvåret, förut åtta.",
    ]


@pytest.mark.parametrize(("held", "kind"), EVERY_FLAG)
def test_facts_are_plain_values_and_every_reason_speaks_both_languages(held: list[Touchpoint], kind: FlagKind) -> None:
    (flag,) = flags(*held)
    assert flag.kind is kind
    facts = [flag.facts, *(reason.facts for reason in flag.reasons)]
    assert all(isinstance(value, str | int | float) for row in facts for value in row.values())
    assert all(sentences(flag.reasons, language) for language in ("sv", "en"))


# --- people -----------------------------------------------------------------------------------------------------


def test_somebody_in_every_call_whom_nobody_has_met_is_named() -> None:
    visit = touch(-60, Modality.IN_PERSON, people=(PER.address,))
    relationship = weighed(visit, *calls(3))
    assert sentences(never_met(relationship)) == ["Du har träffat Bruket, men aldrig Karin som är med i varje samtal."]


def test_somebody_in_most_calls_is_named_and_in_half_of_them_is_not() -> None:
    visit = touch(-60, Modality.IN_PERSON, people=(PER.address,))
    most = [*calls(3), *[touch(-20 - n, people=(PER.address,)) for n in range(2)]]
    assert sentences(never_met(weighed(visit, *most)), "en") == [
        "You have met Bruket, but never Karin, who is in most calls."
    ]
    assert never_met(weighed(visit, *most, touch(-30, people=(PER.address,)))) == ()


@pytest.mark.parametrize(
    "held",
    [
        calls(3),
        [touch(-60, Modality.IN_PERSON, people=(PER.address,)), *calls(2)],
        [touch(-60, Modality.IN_PERSON), *calls(3)],
        [touch(-60, Modality.IN_PERSON, people=(PER.address,)), touch(-50, Modality.HYBRID), *calls(3)],
    ],
)
def test_nobody_is_named_where_it_may_not_be_true(held: list[Touchpoint]) -> None:
    assert never_met(weighed(*held)) == ()


def test_the_sellers_word_does_not_say_who_came_so_nobody_is_named() -> None:
    assert never_met(weighed(*calls(9), account=replace(BRUKET, met=date(2026, 5, 1)))) == ()


# --- the sentence of a relation that needs nothing -----------------------------------------------------------------

THERE = Place("Storgatan 4, 461 30 Trollhättan")


@pytest.mark.parametrize(
    ("held", "account", "said"),
    [
        ([touch(-40, Modality.IN_PERSON, place=THERE), *calls(3)], {}, "Ni sågs i Trollhättan i oktober. Kör vidare på Teams."),
        ([touch(-40, Modality.IN_PERSON), *calls(3)], {}, "Ni sågs i oktober. Kör vidare på Teams."),
        ([touch(-40, Modality.IN_PERSON)], {}, "Ni sågs i oktober. Kör vidare som ni brukar."),
        ([touch(-340, Modality.IN_PERSON), *calls(3)], {}, "Ni sågs i december 2025. Kör vidare på Teams."),
        ([touch(-400, Modality.IN_PERSON)], {}, "Ni sågs senast i oktober 2025."),
        (calls(3), {"met": date(2026, 5, 12)}, "Ni sågs i maj. Kör vidare på Teams."),
        ([*calls(9), touch(17, Modality.IN_PERSON)], {}, "Ni ses torsdag 10 december."),
        ([*calls(3), touch(-20, Modality.HYBRID)], {}, "I november satt några i rummet och några vid skärmen. Sågs ni då?"),
        ([*calls(3), touch(-320, Modality.HYBRID)], {}, "I januari 2026 satt några i rummet och några vid skärmen. Sågs ni då?"),
        (calls(3, 30, Modality.UNKNOWN), {}, "Vi vet inte om ni har setts. Har ni det?"),
        ([*calls(9), touch(-30, Modality.UNKNOWN, 60)], {}, "Vi vet inte om ni har setts. Har ni det?"),
        (calls(2), {}, "Två möten på distans hittills. Vad vi vet har ni inte setts än."),
        (calls(3, 60), {}, "Tre möten, oftast en timme. Vad vi vet har ni inte setts, men ni tar er tid."),
        (calls(3), {"wrong_flags": frozenset({"screen_only"})}, "Tre möten, oftast 27 minuter. Vad vi vet har ni inte setts."),
        ([touch(-500)], {}, "Inga möten de senaste 12 månaderna."),
        ([touch(17, ours=False)], {}, "Det första mötet är torsdag 10 december."),
        ([], {}, "Inga möten än."),
        (calls(9), {"prefers_digital": True}, "De ses helst på skärm, och då gör vi det."),
        (calls(9), {"never_here": True}, "Hit föreslår vi inga besök."),
        (calls(9), {"standing": Standing.VENDOR}, "Det ser ut som några som vill sälja till er. Är de kund, säg till."),
        (calls(9), {"standing": Standing.NOT_CUSTOMER}, "Du har sagt att de inte är kund."),
        (calls(9), {"standing": Standing.OURS}, "Det är ni själva."),
    ],
)  # fmt: skip
def test_a_relation_without_a_flag_gets_one_true_sentence(
    held: list[Touchpoint], account: dict[str, object], said: str
) -> None:
    known = replace(BRUKET, **account)  # type: ignore[arg-type]
    assert raised(*held, account=known) == set()
    reason = describe(weighed(*held, account=known))
    assert say(reason.key, "sv", **reason.facts) == said
    assert say(reason.key, "en", **reason.facts)
