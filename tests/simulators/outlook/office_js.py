"""The vendor's own office.js, of npm: development only, never committed, never served by the product.

https://www.npmjs.com/package/@microsoft/office-js
"""

from tests.simulators.npm import Archive

SERVED = "https://appsforoffice.microsoft.com/lib/1/hosted/"
LANGUAGES = ("en-us", "sv-se")
STRINGS = tuple(f"dist/{one}/{name}_strings.js" for one in LANGUAGES for name in ("office", "outlook"))
OFFICE_JS = Archive(
    "@microsoft/office-js@1.1.110",
    "sha512-80nZ3gGUq6Fb22sX8tBdktfulM7uYnrdQu32bpsb3waTeKoakc+j6H6+L21xRV4plDBrufnRMVH3ULMt/06Jwg==",
    (
        "dist/office.js",
        "dist/o15apptofilemappingtable.js",
        "dist/outlook-web-16.01.js",
        "dist/telemetry/oteljs_agave.js",
        *STRINGS,
    ),
)
