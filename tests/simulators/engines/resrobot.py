"""A ResRobot with a train every hour from anywhere to anywhere in Sweden, with a walk to it and from it.

Shapes as https://www.trafiklab.se/api/our-apis/resrobot-v21/route-planner/ and its error codes have them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.simulators.loopback import Answer, Asked, answer_json

Json = dict[str, object]
HOUR = timedelta(hours=1)
WALK = timedelta(minutes=6)
NOON = datetime(2026, 12, 10, 12, 0)  # noqa: DTZ001 - its times are Sweden's and say so nowhere


@dataclass(slots=True)
class ResRobotSimulator:
    key: str = "a-key"
    ride: timedelta = timedelta(minutes=40)

    def __call__(self, asked: Asked) -> Answer:
        params = asked.params
        assert asked.path == "/v2.1/trip"
        if params.get("accessId") != self.key:
            return error("API_AUTH", 403, "access denied for key")
        start = float(params["originCoordLat"]), float(params["originCoordLong"])
        end = float(params["destCoordLat"]), float(params["destCoordLong"])
        if not all(55 < lat < 70 for lat, _ in (start, end)):
            return error("SVC_LOC", 400, "location missing or invalid")
        there = NOON
        if params.get("searchForArrival") == "1":
            there = datetime.fromisoformat(f"{params['date']}T{params['time']}").replace(minute=0)
        return answer_json({"Trip": [self._trip(there - n * HOUR, start, end) for n in range(int(params["numF"]))]})

    def _trip(self, there: datetime, start: tuple[float, float], end: tuple[float, float]) -> Json:
        off, on = there - WALK, there - WALK - self.ride
        first, last = stop("Göteborg Centralstation", on, *start), stop("Trollhättan Centralstation", off, *end)
        return trip(
            walk(stop("", on - WALK, *start), first), ride(first, last), walk(last, stop("", there, *end)), idx=0
        )


def stop(name: str, at: datetime, lat: float, lon: float) -> Json:
    place = {"name": name, "type": "ST", "id": "A=1@", "extId": "740000002", "lon": lon, "lat": lat, "routeIdx": 0}
    return {**place, "date": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M:%S}"}


def ride(start: Json, end: Json, name: str = "Regional Tåg 3057", code: str = "2", **more: object) -> Json:
    product = {
        "name": name,
        "internalName": name,
        "num": "3057",
        "catOut": "JRE",
        "catCode": code,
        "cls": "16",
        "catOutS": "JRE",
        "catOutL": name.rpartition(" ")[0],
        "operatorCode": "279",
        "operator": "Västtrafik",
    }
    leg = {"Origin": start, "Destination": end, "Product": [product], "type": "JNY", "name": name, "idx": "0"}
    return {**leg, "reachable": True, "direction": "Vänersborg station", **more}


def walk(start: Json, end: Json, metres: float = 420) -> Json:
    leg = {"Origin": start, "Destination": end, "GisRef": {"ref": "G|1|G@F|A"}, "type": "WALK", "name": "Promenad"}
    return {**leg, "idx": "1", "duration": "PT6M", "dist": metres}


def trip(*legs: Json, **more: object) -> Json:
    return {"LegList": {"Leg": list(legs)}, "tripId": "C-0", "checksum": "7D59B8C3_4", "duration": "PT52M", **more}


def error(code: str, status: int, text: str = "") -> Answer:
    body = {"serverVersion": "2.44", "dialectVersion": "2.44", "errorCode": code, "errorText": text}
    return answer_json(body, status)
