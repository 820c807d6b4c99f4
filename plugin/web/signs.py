"""Small drawn signs: ways of travelling, home and office, the bun, the night. Each is drawn around 0,0, sixteen pixels wide."""

from markupsafe import Markup

SIGNS = {
    "car": '<path d="M-7 3V0l2.2-1 2-3.5h5.3L5.2-1 7 0v3z"/><circle cx="-3.7" cy="3.2" r="1.8"/><circle cx="3.7" cy="3.2" r="1.8"/>',
    "train": (
        '<path fill-rule="evenodd" d="M-5-4.5A2.5 2.5 0 0 1-2.5-7h5A2.5 2.5 0 0 1 5-4.5v6A2.5 2.5 0 0 1 2.5 4h-5A2.5 2.5 0 0 1-5 1.5z'
        'M-3.4-4.7v3.4h6.8v-3.4z"/><path d="M-3.6 4.4-5.4 7h1.8l1.6-2.6zM3.6 4.4 5.4 7H3.6L2 4.4z"/>'
    ),
    "flight": (
        '<path d="M7.5 0c0-.9-.8-1.3-1.8-1.3H2.3L-1.5-7h-2l1.9 5.7h-3.2l-1.7-2h-1.3L-6.9 0l-.9 3.3h1.3l1.7-2h3.2L-3.5 7h2'
        'l3.8-5.7h3.4c1 0 1.8-.4 1.8-1.3z"/>'
    ),
    "home": '<path d="M-7 .5 0-6l7 6.5H5V6H1.5V2h-3v4H-5V.5z"/>',
    "office": '<path fill-rule="evenodd" d="M-5-7H5V6H1.5V3h-3v3H-5zM-3-5v2h2v-2zM1-5v2h2v-2zM-3-1.5v2h2v-2zM1-1.5v2h2v-2z"/>',
    "place": '<path fill-rule="evenodd" d="M0 7-4-1.2a4.6 4.6 0 1 1 8 0zM0-5.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z"/>',
    "night": '<path d="M2-6.5A6.8 6.8 0 1 0 6.5 2 5.6 5.6 0 0 1 2-6.5z"/>',
    "bun": '<circle class="crumb" r="7"/><path class="spiral" d="M.4.3a1.4 1.4 0 1 1 .9-1.5A2.9 2.9 0 1 1-3.6.5 4.6 4.6 0 0 1 3.7-3.6"/>',
}


def sign(name: str) -> str:
    """The shapes alone, to be set into a picture. A way of travelling we have not drawn is left out."""
    shapes = SIGNS.get(name)
    return f'<g class="sign {name}">{shapes}</g>' if shapes else ""


def alone(name: str) -> Markup:
    """A sign to stand beside words that say the same."""
    body = (
        '<svg class="alone" width="18" height="16" viewBox="-9 -8 18 16" aria-hidden="true" focusable="false">{}</svg>'
    )
    return Markup(body.format(sign(name)))  # noqa: S704 - shapes of our own
