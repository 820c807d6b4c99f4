"""What may stand in what in an add-in only manifest, and in which order: clients refuse the file otherwise, without a word.

https://learn.microsoft.com/office/dev/add-ins/develop/manifest-element-ordering
"""

from collections.abc import Iterator, Mapping

from plugin.manifests.faults import Fault
from plugin.manifests.xml_elements import Read, name_of

ORDER: Mapping[str, str] = {
    "OfficeApp": "Id AlternateId Version ProviderName DefaultLocale DisplayName Description IconUrl HighResolutionIconUrl "
    "SupportUrl AppDomains Hosts Requirements FormSettings Permissions Rule DisableEntityHighlighting VersionOverrides",
    "VersionOverrides": "Description Requirements Hosts Resources WebApplicationInfo EquivalentAddins "
    "ConnectedServiceControls ExtendedPermissions VersionOverrides",
    "Host": "Runtimes DesktopFormFactor MobileFormFactor",
    "DesktopFormFactor": "SupportsSharedFolders FunctionFile ExtensionPoint",
    "MobileFormFactor": "FunctionFile ExtensionPoint",
    "ExtensionPoint": "OfficeTab Group LaunchEvents SourceLocation",
    "Group": "Label Control",
    "Control": "Label Supertip Icon Action",
    "Supertip": "Title Description",
    "Action": "SourceLocation SupportsPinning",
    "Resources": "Images Urls ShortStrings LongStrings",
}
NEEDED: Mapping[str, str] = {
    "OfficeApp": "Id Version ProviderName DefaultLocale DisplayName Description IconUrl HighResolutionIconUrl SupportUrl "
    "Hosts Requirements FormSettings Permissions Rule VersionOverrides",
    "DesktopFormFactor": "FunctionFile ExtensionPoint",
    "Group": "Label Control",
    "Control": "Label Icon Action",
    "Supertip": "Title Description",
    "Action": "SourceLocation",
}


def is_in_order(read: Read) -> Iterator[Fault]:
    for parent in read.root.iter():
        order = ORDER.get(name_of(parent), "").split()
        names = [name_of(child) for child in parent]
        known = [name for name in names if name in order]
        if order:
            yield from (Fault("stray", f"{name_of(parent)}/{name}") for name in names if name not in order)
        if known != sorted(known, key=order.index):
            yield Fault("order", name_of(parent), ", ".join(sorted(set(known), key=order.index)))


def is_whole(read: Read) -> Iterator[Fault]:
    for parent in read.root.iter():
        names = {name_of(child) for child in parent}
        needed = NEEDED.get(name_of(parent), "").split()
        yield from (Fault("missing", name_of(parent), name) for name in needed if name not in names)
