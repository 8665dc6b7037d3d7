"""What an exported object is: told by its type, by the name of the command in the file's name, or by its columns."""

import re
from collections.abc import Collection

_COMMAND = re.compile(r"(?:^|[^A-Za-z])Get-?([A-Z][A-Za-z0-9]+?)(?=[^A-Za-z0-9]|$)")
_GENERIC = frozenset(
    "pscustomobject object psobject object[] arraylist hashtable ordereddictionary string deserialized".split()
)
_ALIASES = {
    "agent": "TransportAgent",
    "transportagentobject": "TransportAgent",
    "rule": "TransportRule",
    "acepresentationobject": "MailboxPermission",
    "mailboxacepresentationobject": "MailboxPermission",
    "adacepresentationobject": "ADPermission",
    "exchangerole": "ManagementRole",
    "exchangeroleassignmentpresentation": "ManagementRoleAssignment",
    "exchangeroleassignment": "ManagementRoleAssignment",
    "exchangesettingsoverride": "SettingOverride",
    "hybridrelationship": "HybridConfiguration",
    "adorganizationconfig": "OrganizationConfig",
    "exchangeorganization": "OrganizationConfig",
    "msft_scheduledtask": "ScheduledTask",
    "servicecontroller": "Service",
    "win32_service": "Service",
    "msft_mppreference": "MpPreference",
    "mailboxfolderpermissionentry": "MailboxFolderPermission",
    "commandlineeventconsumer": "WmiSubscription",
    "activescripteventconsumer": "WmiSubscription",
    "__eventfilter": "WmiSubscription",
    "__filtertoconsumerbinding": "WmiSubscription",
    "wmiobject": "WmiSubscription",
    "ciminstance": "WmiSubscription",
    "localuser": "LocalUser",
    "aduser": "ADUser",
    "adgroupmember": "ADGroupMember",
    "exsetup": "ExSetup",
    "fileversioninfo": "FileVersionInfo",
    "iismodules": "IISModule",
    "owavirtualdirectory": "OwaVirtualDirectory",
    "ecpvirtualdirectory": "EcpVirtualDirectory",
}
"""Type names and nouns that mean the same class."""
_COLUMNS = (
    ("TransportAgent", {"transportagentfactory"}),
    ("InboxRule", {"ruleidentity"}),
    ("ManagementRoleAssignment", {"roleassigneename", "role"}),
    ("MailboxPermission", {"accessrights", "isinherited", "user", "deny"}),
    ("MailboxFolderPermission", {"foldername", "accessrights"}),
    ("OabVirtualDirectory", {"pollinterval", "offlineaddressbooks"}),
    ("SettingOverride", {"componentname", "sectionname"}),
    ("ScheduledTask", {"taskname", "task to run"}),
    ("ScheduledTask", {"taskname", "taskpath"}),
    ("Service", {"pathname", "startmode"}),
    ("MpPreference", {"exclusionpath", "exclusionprocess"}),
    ("AcceptedDomain", {"domainname", "domaintype"}),
    ("ServicePrincipal", {"keycredentials", "appid"}),
)
_SOURCES = {
    "ScheduledTask": "tasks",
    "Service": "services",
    "RegistryValue": "registry",
    "WmiSubscription": "wmi",
    "MpPreference": "defender_settings",
    "HttpUrl": "http_sys",
    "ServicePrincipal": "entra",
    "LocalUser": "accounts",
    "LocalGroupMember": "accounts",
    "ADUser": "accounts",
    "ADGroupMember": "accounts",
    "IISModule": "iis_modules",
}


def source_of(kind: str) -> str:
    """Log source of a class; what is none of the others is an object of Exchange in the directory."""
    return _SOURCES.get(kind, "ad_exch")


def by_type(name: str) -> str:
    """Class for the full name of a type; empty for one that could be anything."""
    last = name.strip().removeprefix("Deserialized.").removeprefix("Selected.").rpartition(".")[2].rpartition("/")[2]
    if last.lower() in _ALIASES:
        return _ALIASES[last.lower()]
    if last.lower() in _GENERIC or not last:
        return ""
    return last[2:] if re.match(r"AD[A-Z][a-z]", last) and last[2:4] != "Us" else last


def by_command(file_name: str) -> str:
    """Class for a file called after its command (`Get-OabVirtualDirectory.csv`); empty for any other name."""
    found = _COMMAND.search(file_name)
    if found is None:
        return ""
    return _ALIASES.get(found[1].lower(), found[1])


def by_columns(names: Collection[str]) -> str:
    """Class whose columns these are; empty where none fits."""
    lower = {name.lower() for name in names}
    return next((kind for kind, wanted in _COLUMNS if wanted <= lower), "")


def is_command_name(file_name: str) -> bool:
    """Whether a file is called after a command that lists objects."""
    return bool(_COMMAND.search(file_name))


def knows_columns(names: Collection[str]) -> bool:
    """Whether a header is one of an export of objects."""
    lower = {name.lower() for name in names}
    directory = {"whenchanged", "whencreated", "distinguishedname", "runspaceid", "originatingserver", "objectclass"}
    return bool(by_columns(names)) or (len(lower & directory) > 1 and bool(lower & {"identity", "name", "id"}))
