"""What Outlook is given of others is theirs, whole or made of it by a recipe that anybody can follow, beside its licence."""

import hashlib

import pytest

from plugin.outlook.entry import STATIC
from tests.plugin.outlook.vendored.recipe import BANNER, MADE, make
from tests.simulators.npm import Missing

VENDOR = STATIC / "vendor"
WHOLE = VENDOR / "msal-browser.min.js"
MSAL = "1115b080498b79b0b4b621dd3df478b0a9b1035f5d076d5741d1888f06923b84"  # the SHA-256 of lib/msal-browser.min.js in @azure/msal-browser 5.30.0 of npm
NESTED = "e426f199a400cc84d44a2f8a73dd63bad67879989434448adb0964101dd2c2dc"  # what `make msal` makes of the same


def test_what_was_taken_from_others_comes_with_its_licence() -> None:
    assert {file.name for file in VENDOR.iterdir()} == {WHOLE.name, MADE.name, "msal-browser.LICENSE.txt"}
    assert "MIT License" in (VENDOR / "msal-browser.LICENSE.txt").read_text(encoding="utf-8")


def test_what_was_taken_from_others_is_as_they_made_it() -> None:
    taken = WHOLE.read_bytes()
    assert taken.startswith(b"/*! @azure/msal-browser v5.30.0 ")
    assert hashlib.sha256(taken).hexdigest() == MSAL


def test_what_was_made_of_it_is_of_the_same_version_and_as_it_was_made() -> None:
    made = MADE.read_bytes()
    assert made.startswith(BANNER.encode())
    assert BANNER.startswith("/*! @azure/msal-browser@5.30.0 ")
    assert hashlib.sha256(made).hexdigest() == NESTED


def test_who_follows_the_recipe_makes_the_same() -> None:
    try:
        assert make() == MADE.read_text(encoding="utf-8")
    except Missing as lacking:
        pytest.skip(f"nothing to make it of: {lacking}")
