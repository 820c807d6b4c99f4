"""How we are registered at Microsoft: what is read, and what is refused under its name."""

from pathlib import Path

import pytest

from workers.microsoft_settings import MicrosoftSettings
from workers.settings import Settings, SettingsError, read_settings

PEM = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----"
NORDVERK = "11111111-AAAA-4bbb-8ccc-dddddddddddd"


def settings(home: Path, **more: str) -> Settings:
    return read_settings({"KANELBULLE_HOME": str(home), **{f"KANELBULLE_{name}": text for name, text in more.items()}})


def test_without_an_app_nobody_signs_in_at_microsoft(tmp_path: Path) -> None:
    assert settings(tmp_path).microsoft is None
    assert (
        settings(tmp_path, MICROSOFT_TENANT_ID=NORDVERK, GRAPH_URL="https://graph.microsoft.us/v1.0").microsoft is None
    )


def test_an_app_and_its_secret_are_enough(tmp_path: Path) -> None:
    made = settings(tmp_path, MICROSOFT_CLIENT_ID="our-app", MICROSOFT_CLIENT_SECRET="hemligt~.x").microsoft
    assert made == MicrosoftSettings("our-app", secret="hemligt~.x")
    assert made.authority == "https://login.microsoftonline.com"
    assert made.graph_url == "https://graph.microsoft.com/v1.0"


def test_a_certificate_comes_best_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "microsoft.pem").write_text(PEM + "\n")
    file = str(tmp_path / "microsoft.pem")
    made = settings(tmp_path, MICROSOFT_CLIENT_ID="our-app", MICROSOFT_CERTIFICATE_FILE=file).microsoft
    assert made
    assert (made.certificate, made.secret) == (PEM, "")


def test_a_company_and_a_nations_own_cloud_are_told_as_they_are(tmp_path: Path) -> None:
    made = settings(
        tmp_path,
        MICROSOFT_CLIENT_ID="our-app",
        MICROSOFT_TENANT_ID=NORDVERK,
        MICROSOFT_AUTHORITY="https://login.microsoftonline.us/",
        GRAPH_URL="https://graph.microsoft.us/v1.0/",
    ).microsoft
    assert made
    assert made.tenant_id == NORDVERK.lower()
    assert (made.authority, made.graph_url) == ("https://login.microsoftonline.us", "https://graph.microsoft.us/v1.0")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8443/v1.0", "http://localhost:1", "http://[::1]:9/v1.0"])
def test_a_graph_on_this_very_machine_may_be_without_encryption(tmp_path: Path, url: str) -> None:
    made = settings(tmp_path, MICROSOFT_CLIENT_ID="our-app", GRAPH_URL=url).microsoft
    assert made
    assert made.graph_url == url


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("MICROSOFT_CLIENT_ID", "our app", r"CLIENT_ID: it is the application's \(client\) ID"),
        ("MICROSOFT_TENANT_ID", "common", "TENANT_ID: .* leave it empty"),
        ("MICROSOFT_TENANT_ID", "Organizations", "leave it empty"),
        ("MICROSOFT_TENANT_ID", "nordverk.example/evil", "directory's"),
        ("MICROSOFT_AUTHORITY", "http://127.0.0.1:1", "AUTHORITY: it starts with https://"),
        ("MICROSOFT_AUTHORITY", "login.microsoftonline.com", "it starts with https://"),
        ("MICROSOFT_AUTHORITY", "https://", "it starts with https://"),
        ("MICROSOFT_AUTHORITY", "https://[x", "no address"),
        ("MICROSOFT_AUTHORITY", "https://user:word@login.example", "without user"),
        ("MICROSOFT_AUTHORITY", "https://login.example/?x=1", "without user"),
        ("GRAPH_URL", "http://graph.microsoft.com/v1.0", "GRAPH_URL: it starts with https://"),
        ("GRAPH_URL", "http://127.0.0.1.evil.example/v1.0", "it starts with https://"),
        ("GRAPH_URL", "https://graph.example:99999", "no address"),
        ("MICROSOFT_CERTIFICATE", "/etc/kanelbulle/microsoft.pem", "_FILE"),
        ("MICROSOFT_CERTIFICATE", PEM[60:], "PEM text"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        settings(tmp_path, **{"MICROSOFT_CLIENT_ID": "our-app", name: text})


def test_two_proofs_are_one_too_many(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="MICROSOFT_CERTIFICATE: there is a client secret too"):
        settings(tmp_path, MICROSOFT_CLIENT_ID="a", MICROSOFT_CLIENT_SECRET="hemligt", MICROSOFT_CERTIFICATE=PEM)


@pytest.mark.parametrize(("name", "text"), [("MICROSOFT_CLIENT_SECRET", "hemligt"), ("MICROSOFT_CERTIFICATE", PEM)])
def test_a_proof_without_an_app_is_told_of(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(SettingsError, match="set KANELBULLE_MICROSOFT_CLIENT_ID too") as wrong:
        settings(tmp_path, **{name: text})
    assert "hemligt" not in str(wrong.value)


def test_nothing_secret_is_printed(tmp_path: Path) -> None:
    made = settings(tmp_path, MICROSOFT_CLIENT_ID="our-app", MICROSOFT_CLIENT_SECRET="hemligt")
    assert "hemligt" not in f"{made!r} {made.microsoft!r}"
