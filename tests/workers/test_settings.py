"""Settings: what is read, what is refused, and the key that is made once."""

from pathlib import Path

import pytest

from workers.engine_settings import EngineChoice
from workers.settings import NAMES, SettingsError, read_settings, read_travel
from workers.visits.travel_rules import Price


def settings(home: Path, **more: str) -> object:
    return read_settings({"KANELBULLE_HOME": str(home), **{f"KANELBULLE_{name}": text for name, text in more.items()}})


def test_a_fresh_home_gets_a_database_and_a_key_only_its_owner_can_read(tmp_path: Path) -> None:
    made = read_settings({"KANELBULLE_HOME": str(tmp_path / "new")})
    assert made.database_url == f"sqlite:///{tmp_path / 'new' / 'kanelbulle.db'}"
    key = tmp_path / "new" / "secret_keys"
    assert key.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert made.secret_keys == (key.read_text().strip(),)


def test_the_key_is_made_once_and_kept(tmp_path: Path) -> None:
    assert settings(tmp_path).secret_keys == settings(tmp_path).secret_keys  # type: ignore[attr-defined]


def test_keys_come_as_a_comma_list_newest_first(tmp_path: Path) -> None:
    made = read_settings({"KANELBULLE_HOME": str(tmp_path), "KANELBULLE_SECRET_KEYS": "n" * 20 + ", " + "o" * 20})
    assert made.secret_keys == ("n" * 20, "o" * 20)


def test_every_setting_can_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "address"
    file.write_text("https://buns.example/\n")
    made = read_settings({"KANELBULLE_HOME": str(tmp_path), "KANELBULLE_BASE_URL_FILE": str(file)})
    assert made.base_url == "https://buns.example"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("BASE_URL", "buns.example", "BASE_URL"),
        ("BASE_URL", "ftp://buns.example", "BASE_URL"),
        ("SECRET_KEYS", "short", "16 characters"),
        ("SECRET_KEYS", ",", "16 characters"),
        ("DATABASE_URL", "mysql://somewhere", "DATABASE_URL"),
        ("CALENDAR_LIMIT_MB", "plenty", "CALENDAR_LIMIT_MB"),
        ("CALENDAR_LIMIT_MB", "0", "CALENDAR_LIMIT_MB"),
        ("CALENDAR_LIMIT_MB", "-1", "CALENDAR_LIMIT_MB"),
        ("ROUTER", "teleport:https://roads.example", "ROUTER: 'teleport' is none of offline, osrm, resrobot, google"),
        ("ROUTER", "osrm", "osrm needs an http or https address"),
        ("ROUTER", "osrm:roads.example", "osrm needs an http or https address"),
        ("ROUTER", "osrm:https://[roads", "osrm needs an http or https address"),
        ("ROUTER", "resrobot:", "resrobot needs a key"),
        ("ROUTER", "resrobot:k@nowhere", "resrobot needs a key"),
        ("GEOCODER", "osrm:https://roads.example", "GEOCODER"),
        ("BAKERIES", "nominatim:https://names.example", "BAKERIES"),
        ("PRICES", "car=cheap", "PRICES: 'car=cheap' is no price"),
        ("PRICES", "boat=25 SEK/mil", "is no price"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        settings(tmp_path, **{name: text})


def test_a_setting_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="keep one"):
        settings(tmp_path, BASE_URL="https://a.example", BASE_URL_FILE=str(tmp_path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"BASE_URL_FILE: cannot read .*missing"):
        settings(tmp_path, BASE_URL_FILE=str(tmp_path / "missing"))


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="HOME"):
        settings(tmp_path / "file" / "home")


def test_settings_never_print_a_key(tmp_path: Path) -> None:
    made = read_settings({"KANELBULLE_HOME": str(tmp_path), "KANELBULLE_SECRET_KEYS": "k" * 20})
    assert "k" * 20 not in repr(made)


def test_the_settings_of_the_readme_are_the_settings_there_are() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"`KANELBULLE_{name}`" not in readme] == []


def test_engines_are_named_with_where_they_are_or_what_opens_them(tmp_path: Path) -> None:
    travel = read_settings(
        {
            "KANELBULLE_HOME": str(tmp_path),
            "KANELBULLE_ROUTER": "osrm:http://roads.example:5000/, resrobot:abc@http://127.0.0.1:1/v2.1",
            "KANELBULLE_GEOCODER": "photon:https://names.example",
            "KANELBULLE_BAKERIES": "overpass:https://buns.example/api/interpreter",
            "KANELBULLE_BASE_URL": "https://kanelbulle.example",
        }
    ).travel
    assert travel.routers == (
        EngineChoice("osrm", "http://roads.example:5000"),
        EngineChoice("resrobot", "http://127.0.0.1:1/v2.1", "abc"),
    )
    assert travel.geocoders == (EngineChoice("photon", "https://names.example"),)
    assert travel.bakeries == (EngineChoice("overpass", "https://buns.example/api/interpreter"),)
    assert travel.contact == "https://kanelbulle.example"
    assert "abc" not in repr(travel)


def test_without_a_setting_nobody_is_asked_and_a_car_costs_the_swedish_allowance() -> None:
    travel = read_travel({"KANELBULLE_ROUTER": "offline"})
    assert (travel.routers, travel.geocoders, travel.bakeries) == ((), (), ())
    assert travel.prices == {"car": Price(2.5, 2.5)}


def test_prices_are_told_per_km_per_mil_or_per_trip() -> None:
    text = "car=30 SEK/mil, train=1.2-2.4 SEK/km, flight=2400-900 SEK/trip"
    assert read_travel({"KANELBULLE_PRICES": text}).prices == {
        "car": Price(3.0, 3.0),
        "train": Price(1.2, 2.4),
        "flight": Price(900, 2400, per="trip"),
    }
