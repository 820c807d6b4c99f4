"""Show and listen: the web page, the pane and the command line, put on top of an office."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from workers.office import Office

__all__ = ["create_app"]

FORM_ROOM = 1_000_000  # what a form may carry beside its calendar files


def create_app(office: "Office", *, own_computer: bool = True) -> "Flask":
    """The application any WSGI server can run; everything it needs is in the office. On one's `own_computer` nobody signs
    in and calendar files are read; a service shows sellers what is theirs."""
    from flask import Flask  # here, so that the command line starts without a web framework

    from plugin.beside.known import remember_sellers
    from plugin.google import add_addon
    from plugin.metrics import metrics
    from plugin.outlook import add_pane
    from plugin.people import know_people
    from plugin.web import add_pages
    from plugin.webhooks import hooks

    app = Flask(__name__, static_folder=None)
    app.extensions["office"] = office
    app.url_map.merge_slashes = False  # an account's key may hold two slashes in a row
    app.config.update(
        MAX_CONTENT_LENGTH=office.settings.calendar_limit + FORM_ROOM,
        MAX_FORM_MEMORY_SIZE=100_000,
        MAX_FORM_PARTS=50,
    )
    know_people(app, office, own_computer=own_computer)
    remember_sellers(app)
    app.register_blueprint(metrics)
    app.register_blueprint(hooks)
    add_pages(app)
    add_pane(app)
    add_addon(app)
    return app
