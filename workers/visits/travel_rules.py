"""What travelling costs and how much of it a seller wants: the numbers a seller or a tenant sets, with their defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from types import MappingProxyType

SWEDISH_MILEAGE = 2.5  # kr a km: the tax-free allowance for one's own car is 25 kr a mil (Skatteverket, from 2023)


@dataclass(frozen=True, slots=True)
class Price:
    """What a mode costs, low to high: so much a km, or so much for one way whatever its length."""

    low: float
    high: float
    currency: str = "SEK"
    per: str = "km"  # km or trip


OWN_CAR = MappingProxyType({"car": Price(SWEDISH_MILEAGE, SWEDISH_MILEAGE)})


@dataclass(frozen=True, slots=True)
class TravelRules:
    """A mode without a price is told as "price not known". `modes` are those the seller uses at all."""

    prices: Mapping[str, Price] = field(default_factory=lambda: dict(OWN_CAR))
    modes: tuple[str, ...] = ("car", "train", "flight")
    leave_earliest: time = time(6, 0)
    home_latest: time = time(20, 0)
    travel_days_a_week: int = 2
    near: timedelta = timedelta(minutes=45)  # so much extra is "nearby"
    most_stops: int = 10
    quiet: timedelta = timedelta(minutes=15)  # an online meeting on the way needs a quiet place
    nights: bool = True  # whether a journey may take a night away
    car_co2e: tuple[float, float] = (
        14,
        167,
    )  # grams a km: electric on Nordic power .. petrol, as nobody has said which


@dataclass(frozen=True, slots=True)
class TravelWishes:
    """What a seller has said of travelling; places as text, empty when not said."""

    office: str = ""
    home: str = ""
    rules: TravelRules = field(default_factory=TravelRules)
