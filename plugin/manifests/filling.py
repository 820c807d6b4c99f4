"""The templates of `manifest` with a deployment's own address, ids and version in them, and the package of the JSON.

https://learn.microsoft.com/office/dev/add-ins/develop/unified-manifest-overview tells what the package holds.
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugin.manifests.deployment import Deployment, release

MANIFEST = Path(__file__).parents[2] / "manifest"  # there in a checkout, and beside the rooms once installed
OUTLOOK, GOOGLE = MANIFEST / "outlook", MANIFEST / "google"
ICONS = Path(__file__).parents[1] / "outlook" / "static"
LANGUAGE_FILES = ("en-US.json",)
PICTURES: Mapping[str, str] = {"color.png": "color-192.png", "outline.png": "outline-32.png"}
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # as early as a zip can say: the same deployment gives the same bytes


def fill(name: str, deployment: Deployment, *, folder: Path = OUTLOOK) -> str:
    """A template of that folder, filled in."""
    templates = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    return templates.get_template(name).render(
        url=deployment.url,
        host=deployment.host,
        client_id=deployment.client_id,
        xml_id=deployment.xml_id,
        json_id=deployment.json_id,
        version=release(),
    )


def read_languages(folder: Path = OUTLOOK) -> Mapping[str, str]:
    """The texts in other languages, by the names the manifest knows them under."""
    return {name: (folder / name).read_text(encoding="utf-8") for name in LANGUAGE_FILES}


def pack(manifest: str, languages: Mapping[str, str]) -> bytes:
    """The zip that is uploaded."""
    files = {"manifest.json": manifest.encode()}
    files |= {name: text.encode() for name, text in languages.items()}
    files |= {name: (ICONS / file).read_bytes() for name, file in PICTURES.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return packed.getvalue()
