"""Numbers as SVG wants them, and how much room words take before anybody has drawn them.

Pictures are as wide as their place on the page: what stands along that width is in per cent, what has a size of its own
in pixels, and the two meet in a little window set at a place, `at`, in which everything is in pixels.
"""

_NARROW, _WIDE = frozenset("fijlrtI.,:;'()-–· "), frozenset("mwMW@ÅÄÖ%")


def number(value: float, digits: int = 1) -> str:
    """As short as it can be written."""
    short = f"{value:.{digits}f}"
    short = short.rstrip("0").rstrip(".") if "." in short else short
    return "0" if short == "-0" else short


def percent(part: float) -> str:
    return f"{number(part * 100, 2)}%"


def at(x: str, y: str, *body: str) -> str:
    """A little window whose 0,0 is at `x` and `y` of the picture, each in per cent or in pixels."""
    return f'<svg x="{x}" y="{y}" overflow="visible">{"".join(body)}</svg>'


def width_of(text: str, size: float) -> float:
    """About how wide a text is in pixels, in the wider of the fonts people have."""
    return size * sum(0.4 if one in _NARROW else 0.9 if one in _WIDE else 0.64 for one in text)
