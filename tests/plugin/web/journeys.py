"""Journeys as a seller would make them: Trollhättan for a day by train, Luleå by plane with a night, Hässleholm with two
neighbours by car, and Memphis to Boston across a time zone. Times are made up, towns are real."""

from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from connectors.routing.geocoder import Confidence, Method, Position
from tests.world import STOCKHOLM
from workers.relationships.reasons import Reason
from workers.visits.trip import Stop, Trip
from workers.visits.visit import DayPlan, Doing, Stretch, VisitPlace

CENTRAL = ZoneInfo("America/Chicago")


def place(town: str, lat: float, lon: float, *, zone: str = "Europe/Stockholm", country: str = "SE") -> VisitPlace:
    position = Position(lat, lon, town=town, country=country, zone=zone)
    return VisitPlace(town, "meeting", position, town, town, Method.TOWN, Confidence.LIKELY)


GOTEBORG = place("Göteborg", 57.707, 11.967)
TROLLHATTAN = place("Trollhättan", 58.284, 12.289)
STOCKHOLM_TOWN = place("Stockholm", 59.329, 18.069)
LULEA = place("Luleå", 65.584, 22.155)
MALMO = place("Malmö", 55.606, 13.001)
HASSLEHOLM = place("Hässleholm", 56.159, 13.766)
KRISTIANSTAD = place("Kristianstad", 56.031, 14.153)
VINSLOV = place("Vinslöv", 56.104, 13.912)
MEMPHIS = place("Memphis", 35.150, -90.049, zone="America/Chicago", country="US")
BOSTON = place("Boston", 42.358, -71.060, zone="America/New_York", country="US")
# Towns to find one's way by, the largest first.
TOWNS = (
    ("Stockholm", 59.329, 18.069),
    ("Göteborg", 57.707, 11.967),
    ("Malmö", 55.606, 13.001),
    ("Uppsala", 59.859, 17.639),
    ("Örebro", 59.274, 15.207),
    ("Linköping", 58.411, 15.622),
    ("Jönköping", 57.781, 14.156),
    ("Umeå", 63.828, 20.259),
    ("Sundsvall", 62.391, 17.307),
    ("Kiruna", 67.856, 20.225),
    ("Borås", 57.721, 12.940),
    ("Östersund", 63.177, 14.636),
    ("Lund", 55.706, 13.191),
    ("Helsingborg", 56.046, 12.694),
    ("New York", 40.714, -74.006),
    ("Chicago", 41.850, -87.650),
    ("Atlanta", 33.749, -84.388),
    ("Washington", 38.895, -77.036),
)


def plan(day: date, *stretches: str, zone: tzinfo = STOCKHOLM, **more: object) -> DayPlan:
    """A day out of lines like "06:40 09:25 travel train Luleå"; a time with + is on the next day."""
    read = tuple(_stretch(day, one, zone) for one in stretches)
    visit = next(one for one in read if one.what is Doing.VISIT)
    journeys = [one for one in read if one.what is Doing.TRAVEL]
    there = next((one.start for one in read if one.what is Doing.WAIT), visit.start)
    plain: dict[str, object] = {"starts": "home", "ends": "home", "mode": journeys[0].mode}
    times = {"leave": journeys[0].start, "there": there, "back": journeys[-1].end}
    return DayPlan(stretches=read, **{**times, **plain, **more})  # type: ignore[arg-type]


def _stretch(day: date, line: str, zone: tzinfo) -> Stretch:
    start, end, what, *rest = line.split(maxsplit=4)
    mode, text = (rest[0], rest[1:]) if what == "travel" else ("", rest)
    return Stretch(Doing(what), _moment(day, start, zone), _moment(day, end, zone), mode, " ".join(text))


def _moment(day: date, clock: str, zone: tzinfo) -> datetime:
    hour, minute = clock.removesuffix("+").split(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=zone) + timedelta(
        days=clock.count("+")
    )


PLANS: dict[str, DayPlan] = {
    "trollhattan": plan(
        date(2026, 12, 10),
        "07:40 08:40 travel train Trollhättan",
        "08:40 08:50 bun",
        "08:50 09:00 wait",
        "09:00 10:30 visit",
        "10:30 11:35 travel train Göteborg",
        "13:00 14:00 meeting Säljmöte",
    ),
    "lulea": plan(
        date(2026, 12, 15),
        "16:15 20:30 travel flight Luleå",
        "20:30 08:20+ night",
        "08:20+ 08:40+ travel car",
        "08:40+ 08:50+ bun",
        "08:50+ 09:00+ wait",
        "09:00+ 10:30+ visit",
        "10:30+ 14:40+ travel flight Stockholm",
        nights=1,
    ),
    "hassleholm": plan(
        date(2026, 12, 17),
        "07:30 08:45 travel car Hässleholm",
        "08:45 08:55 bun",
        "08:55 09:00 wait",
        "09:00 10:30 visit Sågverket",
        "10:30 10:50 travel car Vinslöv",
        "11:00 12:00 visit Plåt & Co",
        "12:00 12:30 travel car Kristianstad",
        "13:00 14:30 visit Ahlgrens Verkstad",
        "14:30 16:00 travel car Malmö",
        starts="office",
        ends="office",
    ),
    "boston": plan(
        date(2026, 12, 9),
        "05:15 10:30 travel flight Boston",
        "10:30 10:40 bun",
        "11:00 13:00 visit",
        "13:00 18:45 travel flight Memphis",
        zone=CENTRAL,
    ),
    "late": plan(
        date(2026, 12, 11),
        "12:30 17:00 travel car Mora",
        "17:00 18:30 visit",
        "18:30 00:45+ travel car Göteborg",
        starts="Kunden i Borås",
        ends="",
        estimate=False,
    ),
    "short": plan(date(2026, 12, 8), "08:50 09:00 travel car", "09:00 09:30 visit", "09:30 09:40 travel car"),
}


def stop(
    name: str, where: VisitPlace, start: datetime, *, extra: int = 0, hours: float = 1.5, fixed: bool = False
) -> Stop:
    key = f"{name.split()[0].lower()}.example"
    return Stop(key, name, where, start, start + timedelta(hours=hours), timedelta(minutes=extra), fixed)


def _at(day: date, hour: int, minute: int = 0, zone: tzinfo = STOCKHOLM) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def _trip(name: str, start: VisitPlace, *stops: Stop, **more: object) -> Trip:
    day = PLANS[name]
    plain: dict[str, object] = {
        "why": Reason("relation.visit_ahead", {"when": stops[0].start}),
        "days": (day.leave.date(), day.back.date()),
        "plans": (day,),
        "mode": day.mode,
        "account": "" if stops[0].fixed else stops[0].account,
    }
    return Trip(start=start, stops=stops, **{**plain, **more})  # type: ignore[arg-type]


TRIPS: dict[str, Trip] = {
    "trollhattan": _trip(
        "trollhattan",
        GOTEBORG,
        stop("Bruket", TROLLHATTAN, _at(date(2026, 12, 10), 9)),
        minutes=(110, 150),
        km=146,
    ),
    "lulea": _trip(
        "lulea",
        STOCKHOLM_TOWN,
        stop("Norrgruvan", LULEA, _at(date(2026, 12, 16), 9)),
        minutes=(450, 570),
        km=1440,
    ),
    "hassleholm": _trip(
        "hassleholm",
        MALMO,
        stop("Sågverket", HASSLEHOLM, _at(date(2026, 12, 17), 9), fixed=True),
        stop("Plåt & Co", VINSLOV, _at(date(2026, 12, 17), 11), extra=10, hours=1),
        stop("Ahlgrens Verkstad", KRISTIANSTAD, _at(date(2026, 12, 17), 13), extra=25),
        minutes=(170, 215),
        km=214,
    ),
    "boston": _trip(
        "boston",
        MEMPHIS,
        stop("Harbor Tools", BOSTON, _at(date(2026, 12, 9), 11, zone=CENTRAL), hours=2),
        minutes=(590, 720),
        km=3640,
    ),
}
