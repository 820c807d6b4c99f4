"""Text from strangers, made harmless for a terminal: nothing in it moves the cursor, colours, or turns the direction.

ECMA-48 has the control functions, https://unicode.org/reports/tr9/ the marks that turn the reading direction.
"""

import re
import unicodedata

TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
STEERING = frozenset({"Cc", "Cs", "Zl", "Zp"})
ESCAPED_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    """`text` as one line; a sign stands where something would have steered the terminal."""
    return text if text.isascii() and text.isprintable() else "".join(map(_harmless, text))


def plain_json(text: str) -> str:
    """JSON that says the same, with everything that could steer a terminal written as \\uXXXX."""
    return ESCAPED_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _harmless(character: str) -> str:
    if character in TURNING:
        return ""
    if character in "\t\n\r":
        return " "
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in STEERING else character
