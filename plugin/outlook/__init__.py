"""The pane beside a meeting or a mail in Outlook: what a relation is, and the one suggestion. Panes show and listen; what is
pressed is decided where it is on every surface."""

from flask import Flask

from plugin.outlook import described, entry, presses, showing, visiting
from plugin.outlook.room import outlook

ALLOWED = "/.well-known/microsoft-officeaddins-allowed.json"

__all__ = ["add_pane", "described", "entry", "presses", "showing", "visiting"]


def add_pane(app: Flask) -> None:
    app.register_blueprint(outlook)
    app.add_url_rule(ALLOWED, "outlook.allowed_scripts", entry.allowed_scripts)
