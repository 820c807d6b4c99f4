"""The card in Google Calendar: Google asks here in a seller's name, and shows what it is told. There only where we are
registered as an add-on, and never on one's own computer."""

from flask import Flask, current_app

from plugin.google import entry, picture_address, pressing, showing
from plugin.google.room import google
from plugin.people import is_own_computer
from plugin.web.room import office

__all__ = ["add_addon", "entry", "picture_address", "pressing", "showing"]


def add_addon(app: Flask) -> None:
    with app.app_context():
        if not is_own_computer() and _is_registered():
            current_app.register_blueprint(google)


def _is_registered() -> bool:
    ours = office().settings.google
    return bool(ours and ours.addon_account)
