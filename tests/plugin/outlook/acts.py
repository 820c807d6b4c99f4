"""What Astrid does in her pane, and what happens elsewhere meanwhile."""

from collections.abc import Callable

from playwright.sync_api import Frame

from tests.plugin.outlook.in_outlook import shown
from tests.plugin.outlook.openings import coming
from tests.plugin.outlook.rig import Pane
from tests.simulators.microsoft import troubles
from tests.simulators.outlook.host import Host
from workers.carry_out import CARRY_OUT
from workers.jobs import carry_out

Act = Callable[[Host, Pane], object]


def press(name: str) -> Act:
    """The button of this name, the first where there are several."""
    return lambda host, _pane: host.pane.get_by_role("button", name=name, exact=True).first.click()


def unfold(host: Host, _pane: Pane) -> None:
    host.pane.locator("details").first.wait_for()
    host.pane.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def later(host: Host, pane: Pane) -> None:
    press("Senare")(host, pane)
    shown(host, "flagged")


def deselect(host: Host, _pane: Pane) -> None:
    shown(host, "suggested")
    host.switch(None)


def look_at_it(host: Host, _pane: Pane) -> Frame:
    host.pane.locator("form[data-post=preview] button").first.click()
    return shown(host, "preview")


def convert(host: Host, pane: Pane) -> None:
    look_at_it(host, pane).get_by_role("button", name="Gör mötet till ett besök").click()
    shown(host, "visit_asked")


def carried_out(before: Act = lambda _host, _pane: None) -> Act:
    """Pressed, and a worker has done it, after something else has happened."""

    def act(host: Host, pane: Pane) -> None:
        convert(host, pane)
        before(host, pane)
        carry_out(pane.office, CARRY_OUT, pane.outlook.seller)
        look_what_became_of_it(host, pane)

    return act


def look_what_became_of_it(host: Host, pane: Pane) -> None:
    """The pane looks by itself too, every other second."""
    press("Tillbaka")(host, pane)
    press("Visa")(host, pane)


def somebody_was_first(_host: Host, pane: Pane) -> None:
    pane.outlook.box.change(coming(pane)["id"], subject="Nu om något annat")


def forbidden(_host: Host, pane: Pane) -> None:
    pane.outlook.rig.simulated.next(troubles.denied(), method="PATCH")


def propose(host: Host, pane: Pane) -> None:
    look_at_it(host, pane).get_by_role("button", name="Skicka förslaget").click()
    shown(host, "visit_asked")
    carry_out(pane.office, CARRY_OUT, pane.outlook.seller)
    look_what_became_of_it(host, pane)


def undo(host: Host, pane: Pane) -> None:
    carried_out()(host, pane)
    shown(host, "visit_done").get_by_role("button", name="Ångra").click()
    shown(host, "visit_undoing")
    carry_out(pane.office, CARRY_OUT, pane.outlook.seller)


def back_to_it(host: Host, pane: Pane) -> None:
    carried_out()(host, pane)
    shown(host, "visit_done").get_by_role("button", name="Tillbaka").click()


def without_leave(host: Host, pane: Pane) -> None:
    """Microsoft wants a new yes before anything is written."""
    pane.outlook.rig.simulated.next(*[troubles.unauthorized()] * 4, method="GET")
    press("Gör om till besök")(host, pane)


def throttled(host: Host, pane: Pane) -> None:
    pane.outlook.rig.simulated.next(*[troubles.throttled("600")] * 4, method="GET")
    press("Gör om till besök")(host, pane)


def called_off(host: Host, pane: Pane) -> None:
    pane.outlook.box.delete(coming(pane)["id"])
    press("Gör om till besök")(host, pane)


def cut_off(host: Host, pane: Pane) -> None:
    host.page.route("**/outlook/decide", lambda route: route.abort())
    press("Senare")(host, pane)


def broken(host: Host, pane: Pane) -> None:
    host.page.route("**/outlook/decide", lambda route: route.fulfill(status=500, body="Internal Server Error"))
    press("Senare")(host, pane)


def say_met(day: str) -> Act:
    def act(host: Host, pane: Pane) -> None:
        unfold(host, pane)
        host.pane.get_by_label("Ni har setts. När?").fill(day)
        host.pane.locator("form:has(#met) button").click()

    return act
