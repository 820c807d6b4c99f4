"""How long a seller looks at a pane that shows nothing yet: in Outlook, played, from office.js being ready to the open item
being told of.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from tests.bench.table import Row
from tests.plugin.outlook.in_outlook import shown
from tests.plugin.outlook.openings import Opening, own_meeting
from tests.plugin.outlook.rig import Pane
from tests.plugin.outlook.stand import Stand, a_stand
from tests.simulators.certificates import Authority
from tests.simulators.microsoft.entra import entra_server
from tests.simulators.outlook.browser import running_chromium
from tests.workers.outlook import an_outlook

TIMES = 20
# office.js is asked before the pane's own scripts are: those come after it.
WATCH = """
document.addEventListener("load", ({ target }) => {
  const pane = document.getElementById("pane");
  if (!pane || !window.Office || !/\\/office\\.js/.test(target.src || "")) return;
  let ready;
  Office.onReady(() => { ready = performance.now(); });
  new MutationObserver(() => requestAnimationFrame(() => { pane.dataset.took ||= performance.now() - ready; })).observe(pane, { childList: true });
}, true);
"""


def rows() -> list[Row]:
    with _standing() as (stand, pane):
        stand.host.page.add_init_script(WATCH)
        opening = own_meeting(pane)
        items = [
            {**opening["item"], "subject": f"Avstämning {number}"} for number in range(TIMES + 1)
        ]  # none seen before
        took = [_open(stand, pane, {**opening, "item": item}) for item in items][1:]
    what = f"Office.onReady to the open item told of, in Outlook played: the median of {TIMES} (the slowest {max(took):.0f} ms)"
    return [Row(what, f"{median(took):.0f} ms", "300 ms or less")]


def _open(stand: Stand, pane: Pane, opening: Opening) -> float:
    frame = shown(stand.open(pane, opening), "suggested")
    told = frame.wait_for_selector("#pane[data-took]")
    assert told
    return float(told.get_attribute("data-took") or "nan")


@contextmanager
def _standing() -> Iterator[tuple[Stand, Pane]]:
    with tempfile.TemporaryDirectory() as folder:
        home, authority = Path(folder), Authority(Path(folder))
        database = f"sqlite:///{home / 'kanelbulle.db'}"
        with (
            entra_server(authority) as entra,
            an_outlook(home / "home", database) as outlook,
            running_chromium() as browser,
            a_stand(browser, authority.server("localhost")) as stand,
        ):
            yield stand, Pane(outlook, entra)
            outlook.office.store.close()
