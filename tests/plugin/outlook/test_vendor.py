"""What the pane in Outlook takes from others is one file of theirs, whole, beside its licence."""

import hashlib
from pathlib import Path

from plugin import __file__ as plugin

VENDOR = Path(plugin).parent / "outlook" / "static" / "vendor"
MSAL = "1115b080498b79b0b4b621dd3df478b0a9b1035f5d076d5741d1888f06923b84"  # the SHA-256 of lib/msal-browser.min.js in @azure/msal-browser 5.30.0 of npm


def test_what_was_taken_from_others_comes_with_its_licence() -> None:
    assert {file.name for file in VENDOR.iterdir()} == {"msal-browser.min.js", "msal-browser.LICENSE.txt"}
    assert "MIT License" in (VENDOR / "msal-browser.LICENSE.txt").read_text(encoding="utf-8")


def test_what_was_taken_from_others_is_as_they_made_it() -> None:
    taken = (VENDOR / "msal-browser.min.js").read_bytes()
    assert taken.startswith(b"/*! @azure/msal-browser v5.30.0 ")
    assert hashlib.sha256(taken).hexdigest() == MSAL
