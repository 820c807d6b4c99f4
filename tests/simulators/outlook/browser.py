"""A Chromium that Playwright drives and that reaches no further than this machine.

https://playwright.dev/python/docs/api/class-browsertype#browser-type-launch
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--disable-lcd-text",  # what is drawn is drawn alike on every machine
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    # The pane of a page out in the world is on this machine; and drawn together with it, for pictures.
    "--disable-features=LocalNetworkAccessChecks,IsolateOrigins,site-per-process",
    "--disable-site-isolation-trials",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


PLAIN = {**os.environ, "LC_ALL": "C.UTF-8"}  # fields for dates are the browser's own, in the machine's language


@contextmanager
def running_chromium() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    assert executable, "Outlook is played in Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS, env=PLAIN)
        yield browser
        browser.close()
