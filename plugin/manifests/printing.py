"""`kanelbulle manifest`: the file an admin uploads, filled in and looked through, on stdout or where `--out` says."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from plugin.harmless import plain
from plugin.manifests.addon_faults import find_addon_faults
from plugin.manifests.deployment import Deployment, read_client_id, read_google_client_id, read_url
from plugin.manifests.faults import Fault
from plugin.manifests.filling import ICONS, MANIFEST, PICTURES, fill, pack, read_languages
from plugin.manifests.json_faults import find_json_faults
from plugin.manifests.xml_faults import find_xml_faults
from plugin.worded import tell

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Written:
    """What is shown, what is uploaded, and what is wrong with it."""

    shown: bytes
    uploaded: bytes
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who is to take the file, how it writes an app's ID, and what one of those looks like."""

    name: str
    read_client_id: Callable[[str], str]
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """In which folder of `manifest` its template lies, what its file is called at the end, and whether the client ID stands
    in it."""

    vendor: Vendor
    folder: str
    ending: str
    names_client: bool
    write: Callable[[Deployment, Path], Written]


def print_manifest(
    context: click.Context, kind: str, *, server: str, client_id: str, out: str | None, manifest: Path = MANIFEST
) -> None:
    """Nothing is handed out that has a fault."""
    one = KINDS[kind]
    if out and not out.endswith(one.ending):
        raise click.UsageError(tell(context, "error.manifest_out", kind=kind, ending=one.ending), context)
    deployment = _read_deployment(context, one.vendor, server, client_id)
    if one.names_client and not client_id.strip():
        raise click.UsageError(tell(context, "error.manifest_client", kind=kind), context)
    written = one.write(deployment, manifest / one.folder)
    if written.faults:
        said = "; ".join(tell(context, f"manifest.{fault.key}", **_facts(fault)) for fault in written.faults)
        raise click.ClickException(plain(tell(context, "error.manifest_faults", vendor=one.vendor.name, faults=said)))
    _hand_over(context, written, out)


def _read_deployment(context: click.Context, vendor: Vendor, server: str, client_id: str) -> Deployment:
    url = _read(context, read_url, server, "manifest_url")
    return Deployment(
        url, _read(context, vendor.read_client_id, client_id, "manifest_client_id", example=vendor.example)
    )


def _read(context: click.Context, reader: Callable[[str], T], text: str, key: str, **facts: str) -> T:
    try:
        return reader(text)
    except ValueError:
        raise click.UsageError(plain(tell(context, f"error.{key}", value=text, **facts)), context) from None


def _hand_over(context: click.Context, written: Written, out: str | None) -> None:
    if not out:
        sys.stdout.buffer.write(written.shown)
        return
    try:
        Path(out).write_bytes(written.uploaded)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise click.ClickException(plain(tell(context, "error.manifest_unwritten", file=out, why=why))) from error


def _write_xml(deployment: Deployment, folder: Path) -> Written:
    text = fill("manifest.xml", deployment, folder=folder)
    return Written(text.encode(), text.encode(), find_xml_faults(text, url=deployment.url, icons=ICONS))


def _write_json(deployment: Deployment, folder: Path) -> Written:
    text, languages = fill("manifest.json", deployment, folder=folder), read_languages(folder)
    pictures = {name: ICONS / file for name, file in PICTURES.items()}
    faults = find_json_faults(text, languages, deployment, icons=ICONS, pictures=pictures)
    return Written(text.encode(), b"" if faults else pack(text, languages), faults)


def _write_addon(deployment: Deployment, folder: Path) -> Written:
    text = fill("deployment.json", deployment, folder=folder)
    return Written(text.encode(), text.encode(), find_addon_faults(text, url=deployment.url, icons=ICONS))


def _facts(fault: Fault) -> Mapping[str, str]:
    return {"where": fault.where, "wanted": fault.wanted}


MICROSOFT = Vendor("Microsoft", read_client_id, "4edda7fe-8640-4c0f-ac55-720bd305aa51")
GOOGLE = Vendor("Google", read_google_client_id, "000000000000-abc.apps.googleusercontent.com")
KINDS: Mapping[str, Kind] = {
    "outlook-xml": Kind(vendor=MICROSOFT, folder="outlook", ending=".xml", names_client=False, write=_write_xml),
    "outlook-json": Kind(vendor=MICROSOFT, folder="outlook", ending=".zip", names_client=True, write=_write_json),
    "google": Kind(vendor=GOOGLE, folder="google", ending=".json", names_client=False, write=_write_addon),
}
