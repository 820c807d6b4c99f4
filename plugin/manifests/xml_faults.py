"""What the add-in only manifest is looked through for before it is handed out.

Lengths and sizes: https://learn.microsoft.com/javascript/api/manifest and its pages for each element.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

from plugin.manifests.faults import (
    RIBBON_SIZES,
    Fault,
    look_at_address,
    look_at_guid,
    look_at_icon,
    look_at_length,
    look_at_size,
    look_at_version,
    look_for_twins,
)
from plugin.manifests.xml_elements import Read, every, id_of, name_of, number_of, own, text_of, type_of, values_of
from plugin.manifests.xml_order import is_in_order, is_whole

OTHER_LOCALES = ("en-US",)
ID_LENGTH = 32
LENGTHS: Mapping[str, int] = {"DisplayName": 125, "Description": 250, "ShortStrings": 125, "LongStrings": 250}
# In which list of the resources an element's `resid` is to be found.
LISTS: Mapping[str, str] = {
    "Image": "Images",
    "SourceLocation": "Urls",
    "FunctionFile": "Urls",
    "Runtime": "Urls",
    "Override": "Urls",
    "Label": "ShortStrings",
    "Title": "ShortStrings",
    "Description": "LongStrings",
}
ADDRESSES = frozenset({"IconUrl", "HighResolutionIconUrl", "SupportUrl", "SourceLocation", "Image", "Url"})
LISTED_ICONS: Mapping[str, int] = {"IconUrl": 64, "HighResolutionIconUrl": 128}
PHONE_SIZES = frozenset((size, scale) for size in (25, 32, 48) for scale in (1, 2, 3))
STOPS_SENDING = frozenset({"OnMessageSend", "OnAppointmentSend"})


def find_xml_faults(text: str, *, url: str, icons: Path) -> tuple[Fault, ...]:
    """Everything that is wrong with it; nothing, when it can be uploaded."""
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  our own file
    except ElementTree.ParseError as error:
        return (Fault("broken", str(error)),)
    read = Read(root, url, icons)
    return tuple(chain(look_at_size(text), chain.from_iterable(check(read) for check in CHECKS)))


def _is_numbered(read: Read) -> Iterator[Fault]:
    yield from look_at_guid("Id", text_of(read.root, "Id"))
    yield from look_at_version("Version", text_of(read.root, "Version"), numbers=4)


def _stays_at_home(read: Read) -> Iterator[Fault]:
    for element in read.root.iter():
        if name_of(element) in ADDRESSES and "DefaultValue" in element.attrib:
            for value in values_of(element):
                yield from look_at_address(id_of(element), value, read.url)
        if name_of(element) == "AppDomain":
            yield from look_at_address("AppDomain", element.text or "", read.url)


def _has_each_id_once(read: Read) -> Iterator[Fault]:
    yield from look_for_twins(id_of(one) for name in ("Control", "Group") for one in every(read.root, name))
    for resources in every(read.root, "Resources"):
        yield from look_for_twins(id_of(one) for part in resources for one in part)


def _finds_its_resources(read: Read) -> Iterator[Fault]:
    for overrides in every(read.root, "VersionOverrides"):
        known = {(name_of(part), id_of(one)) for kept in own(overrides, "Resources") for part in kept for one in part}
        for element in chain.from_iterable(one.iter() for one in own(overrides, "Hosts")):
            resid = element.get("resid")
            if resid is not None and (LISTS.get(name_of(element)), resid) not in known:
                yield Fault("dangling", f"{name_of(element)} {resid}")


def _keeps_lengths(read: Read) -> Iterator[Fault]:
    for name in ("DisplayName", "Description"):
        for value in chain.from_iterable(map(values_of, own(read.root, name))):
            yield from look_at_length(name, value, LENGTHS[name])
    for part in chain.from_iterable(every(read.root, "Resources")):
        for one in part:
            yield from look_at_length(id_of(one), id_of(one), ID_LENGTH)
            for value in values_of(one) if name_of(part) in LENGTHS else ():
                yield from look_at_length(id_of(one), value, LENGTHS[name_of(part)])


def _speaks_every_language(read: Read) -> Iterator[Fault]:
    told = [*own(read.root, "DisplayName"), *own(read.root, "Description"), *every(read.root, "String")]
    for element in told:
        locales = {override.get("Locale") for override in element}
        yield from (Fault("locale", id_of(element), locale) for locale in OTHER_LOCALES if locale not in locales)


def _has_its_icons(read: Read) -> Iterator[Fault]:
    look = partial(look_at_icon, url=read.url, icons=read.icons)
    for name, pixels in LISTED_ICONS.items():
        for element in own(read.root, name):
            yield from look(name, element.get("DefaultValue", ""), pixels)
    pictures = {one.get("id"): one.get("DefaultValue", "") for one in every(read.root, "Image") if one.get("id")}
    for image in every(read.root, "Image"):
        if (resid := image.get("resid")) in pictures:
            yield from look(str(resid), pictures[resid], number_of(image, "size") * (number_of(image, "scale") or 1))


def _has_every_size(read: Read) -> Iterator[Fault]:
    for control in every(read.root, "Control"):
        images = list(every(control, "Image"))
        sizes = {number_of(one, "size") for one in images}
        scaled = {(number_of(one, "size"), number_of(one, "scale")) for one in images}
        whole = scaled >= PHONE_SIZES if type_of(control) == "MobileButton" else sizes >= RIBBON_SIZES
        if not whole:
            yield Fault("sizes", id_of(control))


def _is_heard_of(read: Read) -> Iterator[Fault]:
    """What is told of events runs somewhere, and never stands between the seller and a mail."""
    runtimes = {one.get("resid") for one in every(read.root, "Runtime")}
    for point in every(read.root, "ExtensionPoint"):
        if type_of(point) == "LaunchEvent":
            yield from (
                Fault("runtime", place.get("resid", ""))
                for place in own(point, "SourceLocation")
                if place.get("resid") not in runtimes
            )
    for event in every(read.root, "LaunchEvent"):
        if event.get("Type") in STOPS_SENDING:
            yield Fault("sending", str(event.get("Type")))


CHECKS: tuple[Callable[[Read], Iterator[Fault]], ...] = (
    is_in_order,
    is_whole,
    _is_numbered,
    _stays_at_home,
    _has_each_id_once,
    _finds_its_resources,
    _keeps_lengths,
    _speaks_every_language,
    _has_its_icons,
    _has_every_size,
    _is_heard_of,
)
