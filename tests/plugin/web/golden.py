"""Years of meetings whose pictures are kept whole in tests/golden/timeline."""

from datetime import timedelta

from plugin.web.marks import Year
from plugin.web.timeline import Picture, draw
from tests.world import NOW, STOCKHOLM
from workers.relationships.modality import Certainty, Modality
from workers.relationships.touchpoints import Touchpoint

YEAR = Year(NOW.date(), STOCKHOLM)


def touchpoint(days: int, modality: Modality = Modality.VIDEO, minutes: int = 27) -> Touchpoint:
    """A meeting with Bruket so many days from now."""
    return Touchpoint(
        account="bruket.example",
        uid=f"m{days}",
        recurrence_id=None,
        start=NOW + timedelta(days=days, hours=1),
        length=timedelta(minutes=minutes),
        title="Avstämning",
        modality=modality,
        certainty=Certainty.LIKELY,
        people=("karin@bruket.example",),
        ours=True,
        series=False,
    )


def _busy() -> list[Touchpoint]:
    """150 meetings in a year, in bursts, of every kind and length."""
    kinds = (*[Modality.VIDEO] * 8, Modality.PHONE, Modality.IN_PERSON, Modality.HYBRID)
    return [touchpoint(-1 - (n * n * 7) % 364, kinds[n % 11], (15, 25, 30, 45, 60, 90)[n % 6]) for n in range(150)]


SCREEN, PHONE, THERE, MIXED, UNCLEAR = (
    Modality.VIDEO,
    Modality.PHONE,
    Modality.IN_PERSON,
    Modality.HYBRID,
    Modality.UNKNOWN,
)
CASES: dict[str, tuple[list[Touchpoint], list[Touchpoint]]] = {
    "seven_on_screen": ([touchpoint(-days) for days in (330, 290, 240, 190, 120, 60, 12)], [touchpoint(17)]),
    "mix": (
        [
            touchpoint(-300, THERE, 120),
            touchpoint(-250),
            touchpoint(-200, PHONE, 15),
            touchpoint(-150, MIXED, 60),
            touchpoint(-100, UNCLEAR, 45),
            touchpoint(-50, THERE, 90),
            touchpoint(-48, SCREEN, 25),
            touchpoint(-20, SCREEN, 60),
        ],
        [touchpoint(10, SCREEN, 45), touchpoint(24, THERE, 120)],
    ),
    "empty": ([], []),
    "busy": (_busy(), [touchpoint(days) for days in range(1, 56, 4)]),
    "hybrid_phone_unknown": (
        [touchpoint(-200, MIXED, 90), touchpoint(-120, PHONE, 10), touchpoint(-60, UNCLEAR, 60)],
        [],
    ),
    "every_week": ([touchpoint(-days) for days in range(364, 0, -7)], [touchpoint(days) for days in range(7, 56, 7)]),
}


def picture_of(name: str, language: str) -> Picture:
    past, coming = CASES[name]
    return draw(past, coming, year=YEAR, language=language, name="Bruket", ident="a1")
