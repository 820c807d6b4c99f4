"""What a pane finds around itself in Outlook on the web: the theme's colours, the requirement sets, the application's
context, and the marks that Outlook leaves in a frame's address and name.

https://learn.microsoft.com/javascript/api/requirement-sets/outlook/outlook-api-requirement-sets
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Theme = Literal["light", "dark"]
NAMES = ("bodyBackgroundColor", "bodyForegroundColor", "controlBackgroundColor", "controlForegroundColor")
# Outlook gives these four and no isDarkTheme. The colours are Fluent's neutral ones, not measured in Outlook.
THEMES: Mapping[Theme, Mapping[str, str]] = {
    "light": dict(zip(NAMES, ("#ffffff", "#242424", "#fafafa", "#242424"), strict=True)),
    "dark": dict(zip(NAMES, ("#292929", "#ffffff", "#1f1f1f", "#ffffff"), strict=True)),
}
SETS: Mapping[str, str] = {
    "Mailbox": "1.15",
    "NestedAppAuth": "1.1",
    "IdentityAPI": "1.3",
    "DialogApi": "1.2",
    "DialogOrigin": "1.1",
    "react": "1.0",  # no set, but how office.js knows today's Outlook
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`sets` without those that were taken away."""

    outlook: str  # an origin
    pane: str
    language: str
    sets: Mapping[str, str]

    def name(self, conversation: str) -> dict[str, Any]:
        """Of the frame, as JSON."""
        known = "|".join((conversation, conversation, self.outlook))
        marks = {"baseFrameName": conversation, "hostInfo": self._host_info("|"), "xdmInfo": known}
        return {**marks, "serializerVersion": 1, "appContext": None}

    def address(self, page: str) -> str:
        return f"{page}{'&' if '?' in page else '?'}_host_Info={self._host_info('$')}"

    def _host_info(self, separator: str) -> str:
        return separator.join(("Outlook", "Web", "16.01", self.language, "correlation", "", "", "0"))

    def context(self, conversation: str, settings: Mapping[str, Any]) -> dict[str, Any]:
        """ContextActivationManager_getAppContextAsync."""
        told = {"_id": conversation, "_appInstanceId": conversation, "_appName": 64, "_appVersion": 16}
        told |= {"_appMinorVersion": 1, "_appUILocale": self.language, "_dataLocale": self.language}
        told |= {"_docUrl": self.outlook, "_clientMode": 0, "_settings": dict(settings), "_reason": "documentOpened"}
        told |= {"_osfControlType": 0, "_eToken": "", "_correlationId": "correlation", "_hostCustomMessage": ""}
        told |= {"_requirementMatrix": json.dumps(dict(self.sets)), "_hostFullVersion": "16.0.18000.20000"}
        told |= {"_addinName": "Kanelbulle", "_appDomains": [], "_addInSourceUrl": self.pane, "_featureGates": {}}
        return told | {"_clientWindowHeight": 800, "_clientWindowWidth": 1280}


def as_numbers(theme: Mapping[str, str]) -> list[str]:
    """As the event OfficeThemeChanged carries it: colours as numbers, in JSON."""
    return [json.dumps({name: int(colour[1:], 16) for name, colour in theme.items()})]
