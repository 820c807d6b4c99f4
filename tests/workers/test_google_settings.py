"""How we are registered at Google: what is read, and what is refused under its name."""

import json
from pathlib import Path

import pytest

from workers.google_settings import GoogleSettings
from workers.settings import Settings, SettingsError, read_settings

KEY = {
    "type": "service_account",
    "client_email": "kanelbulle@our-project.iam.gserviceaccount.com",
    "private_key": "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n",
    "token_uri": "https://oauth2.googleapis.com/token",
}


def settings(home: Path, **more: str) -> Settings:
    return read_settings({"KANELBULLE_HOME": str(home), **{f"KANELBULLE_{name}": text for name, text in more.items()}})


def test_without_a_client_a_service_account_and_an_addon_nothing_is_asked_of_google(tmp_path: Path) -> None:
    assert settings(tmp_path).google is None
    assert settings(tmp_path, GOOGLE_API_URL="http://127.0.0.1:1", GOOGLE_ACCOUNTS_URL="http://[::1]:1").google is None


def test_a_client_and_its_secret_are_enough(tmp_path: Path) -> None:
    made = settings(tmp_path, GOOGLE_CLIENT_ID="1-a.apps.googleusercontent.com", GOOGLE_CLIENT_SECRET="hemligt").google
    assert made == GoogleSettings("1-a.apps.googleusercontent.com", secret="hemligt")
    assert (made.accounts_url, made.api_url) == ("https://accounts.google.com", "")


def test_a_service_account_alone_is_enough_and_comes_best_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "google.json").write_text(json.dumps(KEY, indent=2))
    made = settings(tmp_path, GOOGLE_SERVICE_ACCOUNT_FILE=str(tmp_path / "google.json")).google
    assert made
    assert (made.client_id, made.service_account) == ("", KEY)


ADDON = "service-123456789012@gcp-sa-gsuiteaddons.iam.gserviceaccount.com"
ADDON_CLIENT = "100000000000-addon.apps.googleusercontent.com"


def test_an_addon_is_known_by_who_asks_and_by_its_client(tmp_path: Path) -> None:
    made = settings(tmp_path, GOOGLE_ADDON_ACCOUNT=ADDON, GOOGLE_ADDON_CLIENT_ID=ADDON_CLIENT).google
    assert made == GoogleSettings(addon_account=ADDON, addon_client_id=ADDON_CLIENT)


@pytest.mark.parametrize("one", [{"GOOGLE_ADDON_ACCOUNT": ADDON}, {"GOOGLE_ADDON_CLIENT_ID": ADDON_CLIENT}])
def test_of_an_addon_both_are_told_or_none(tmp_path: Path, one: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="GOOGLE_ADDON_CLIENT_ID: it goes with KANELBULLE_GOOGLE_ADDON_ACCOUNT"):
        settings(tmp_path, **one)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:9", "https://google.test/"]
)
def test_another_google_may_be_without_encryption_on_this_very_machine(tmp_path: Path, url: str) -> None:
    made = settings(tmp_path, GOOGLE_CLIENT_ID="a", GOOGLE_ACCOUNTS_URL=url, GOOGLE_API_URL=url).google
    assert made
    assert (made.accounts_url, made.api_url) == (url.rstrip("/"), url.rstrip("/"))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("GOOGLE_CLIENT_ID", "our app", "GOOGLE_CLIENT_ID: it is the OAuth client's ID"),
        ("GOOGLE_ADDON_ACCOUNT", "astrid@nordverk.example", "ADDON_ACCOUNT: it is the address that get-authorization"),
        ("GOOGLE_ADDON_ACCOUNT", f"{ADDON}.evil.example", "ADDON_ACCOUNT: it is the address"),
        ("GOOGLE_ACCOUNTS_URL", "http://accounts.google.com", "ACCOUNTS_URL: it starts with https://"),
        ("GOOGLE_ACCOUNTS_URL", "http://127.0.0.1.evil.example", "it starts with https://"),
        ("GOOGLE_ACCOUNTS_URL", "https://user:word@accounts.example", "without user"),
        ("GOOGLE_API_URL", "http://www.googleapis.com", "API_URL: it starts with https://"),
        ("GOOGLE_API_URL", "http://127.0.0.1:1/calendar/v3", "API_URL: it ends before /calendar/v3"),
        ("GOOGLE_API_URL", "http://127.0.0.1:1/gmail/v1/", "it ends before"),
        ("GOOGLE_API_URL", "https://google.test:99999", "no address"),
        ("GOOGLE_SERVICE_ACCOUNT", "/etc/kanelbulle/google.json", "_FILE"),
        ("GOOGLE_SERVICE_ACCOUNT", "[]", "_FILE"),
        ("GOOGLE_SERVICE_ACCOUNT", json.dumps({"web": {"client_id": "a", "client_secret": "b"}}), "_FILE"),
        ("GOOGLE_SERVICE_ACCOUNT", json.dumps({**KEY, "private_key": ""}), "_FILE"),
        ("GOOGLE_SERVICE_ACCOUNT", json.dumps({**KEY, "private_key": 7}), "_FILE"),
        ("GOOGLE_SERVICE_ACCOUNT", json.dumps({**KEY, "token_uri": "http://evil.example"}), "it starts with https://"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as wrong:
        settings(tmp_path, **{"GOOGLE_CLIENT_ID": "our-app", name: text})
    assert "MIIE" not in str(wrong.value)


def test_a_secret_without_a_client_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="set KANELBULLE_GOOGLE_CLIENT_ID too") as wrong:
        settings(tmp_path, GOOGLE_CLIENT_SECRET="hemligt")
    assert "hemligt" not in str(wrong.value)


def test_nothing_secret_is_printed(tmp_path: Path) -> None:
    made = settings(
        tmp_path, GOOGLE_CLIENT_ID="a", GOOGLE_CLIENT_SECRET="hemligt", GOOGLE_SERVICE_ACCOUNT=json.dumps(KEY)
    )
    assert not {"hemligt", "MIIE"} & set(f"{made!r} {made.google!r}".replace("\\n", " ").split())
    assert "hemligt" not in f"{made.google!r}"
    assert "MIIE" not in f"{made.google!r}"
