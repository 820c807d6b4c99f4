"""Where the picture of a relation is fetched for a card: by Google's servers, without a cookie, for an hour.

The address is the secret: nobody can guess one, and whose picture it is cannot be read in it, in no log on the way either.
https://developers.google.com/workspace/add-ons/reference/rpc/google.apps.card.v1#image
"""

from typing import cast

from flask import Response, abort, current_app

from plugin.beside.known import Asker, asker_of, know
from plugin.google.room import google
from plugin.web.room import office, year_of
from plugin.web.shelf import Shelf
from workers.links import Opened, Purpose, mark_of, read_sealed, seal
from workers.store import Seller
from workers.words import LANGUAGES

MOST = 4_000_000  # bytes of all pictures


def picture_url(seller: Seller, account: str, language: str) -> str:
    """Where the picture is for an hour from now. No two addresses are the same, so a card that is kept keeps its own."""
    ours = office().settings
    facts = (seller.id, mark_of(seller.owner), account, language)
    token = seal(Purpose.PICTURE, facts, ours.secret_keys, now=office().clock())
    return f"{ours.base_url}/google/picture/{token}.png"


@google.get("/picture/<token>.png")
def show_picture(token: str) -> Response:
    """404 for whatever is no address of ours, or not any more."""
    opened = read_sealed(Purpose.PICTURE, token, office().settings.secret_keys, now=office().clock())
    picture = _find_picture(opened) if opened else None
    if opened is None or picture is None:
        abort(404)
    left = int((opened.ends - office().clock()).total_seconds())
    headers = {
        "Cache-Control": f"private, max-age={max(left, 0)}",
        "X-Robots-Tag": "noindex",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return Response(picture, headers=headers, mimetype="image/png")


def _find_picture(opened: Opened) -> bytes | None:
    if [type(one) for one in opened.facts] != [int, str, str, str]:
        return None
    seller_id, mark, account, language = opened.facts
    asker = asker_of(cast(int, seller_id))
    known = know(asker)
    if known is None or mark_of(known.seller.owner) != mark or language not in LANGUAGES:
        return None  # numbers may be given anew, and mailboxes change hands
    return _take(known.seller, asker, str(account), str(language))


def _take(seller: Seller, asker: Asker, account: str, language: str) -> bytes | None:
    """The picture as it now is, drawn where nobody has looked at it yet. None where the account is gone."""
    year = year_of(seller)
    name = (asker, account, language, year)
    shelf = _shelf()
    if (picture := shelf.find(name)) is None:
        reviewed = office().store.of(seller.id).account(account)
        if reviewed is None:
            return None
        from plugin.google.picture import draw_png  # here, so that nobody waits for it where no card is shown

        relationship = reviewed.relationship
        picture = draw_png(relationship.pictured, relationship.coming, year=year, language=language)
        shelf.keep(name, picture)
    return picture


def _shelf() -> Shelf[bytes]:
    """One for this process."""
    return cast(Shelf[bytes], current_app.extensions.setdefault("card_pictures", Shelf[bytes](MOST, len)))
