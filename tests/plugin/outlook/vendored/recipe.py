"""Makes what classic Outlook on Windows is given of msal-browser, in a language that it knows: `make msal`.

https://esbuild.github.io/api/#target
"""

from pathlib import Path

from plugin.outlook.entry import STATIC
from tests.simulators.npm import Missing, Package

HERE = Path(__file__).parent
MADE = STATIC / "vendor" / "msal-nested.es2015.min.js"
MSAL = Package("@azure/msal-browser@5.30.0", HERE / "nested.mjs")
ESBUILD = Package("esbuild@0.28.2")
BANNER = (
    f"/*! {MSAL.name} (MIT): its nested app authentication, in ECMAScript 2015. Made by {ESBUILD.name} from nested.mjs and\n"
    "   earlier.js of tests/plugin/outlook/vendored; `make msal` makes it anew. Licence: msal-browser.LICENSE.txt */\n"
)
WORDS = ("--bundle", "--minify", "--format=iife", "--global-name=msal", "--target=es2015", "--legal-comments=none")


def make() -> str:
    """Raises Missing where there is no npm, or nothing behind it."""
    MSAL.install()
    ESBUILD.install()
    bundled = _told("nested.mjs", *WORDS)
    return BANNER + _told(str(HERE / "earlier.js"), "--minify", "--target=es2015") + bundled


def _told(*words: str) -> str:
    done = ESBUILD.obey("esbuild", *words, "--charset=ascii", "--log-level=error", at=MSAL.home)
    if done.returncode:
        raise AssertionError(done.stderr)
    return done.stdout


if __name__ == "__main__":
    try:
        MADE.write_text(make(), encoding="utf-8")
    except Missing as lacking:
        raise SystemExit(f"msal-browser cannot be made anew: {lacking}") from None
