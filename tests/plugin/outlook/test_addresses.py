"""Every address that the manifests name is answered, to anybody, and may be kept."""

import re

import pytest

from plugin.manifests.deployment import Deployment
from plugin.manifests.filling import fill
from tests.plugin.outlook.rig import Pane
from tests.simulators.microsoft.entra import CLIENT_ID

HERE = "https://kanelbulle.example.com"


@pytest.mark.parametrize("name", ["manifest.xml", "manifest.json"])
def test_every_address_of_a_manifest_is_answered(pane: Pane, name: str) -> None:
    paths = set(re.findall(rf'"{HERE}(/[^"]*)"', fill(name, Deployment(HERE, CLIENT_ID))))
    assert {"/outlook/pane", "/outlook/events", "/outlook/events.js"} <= paths
    for path in paths - {"/"}:
        answered = pane.client.get(path)
        assert answered.status_code == 200, path
        assert "no-store" not in answered.headers.get("Cache-Control", ""), path
        assert answered.mimetype == {".png": "image/png", "s.js": "text/javascript"}.get(path[-4:], "text/html"), path


def test_the_script_that_stands_alone_holds_all_it_needs(pane: Pane) -> None:
    script = pane.client.get("/outlook/events.js").text
    assert script.startswith("var kanelbulle = { told: {")
    assert f'"client": "{CLIENT_ID}"' in script
    for needed in ("createNestablePublicClientApplication", "readItem", "onAppointmentAttendeesChanged"):
        assert needed in script
    allowed = pane.client.get("/.well-known/microsoft-officeaddins-allowed.json").json
    assert allowed == {"allowed": [f"{pane.office.settings.base_url}/outlook/events.js"]}
