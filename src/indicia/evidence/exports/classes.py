"""What an exported object is: told by its type, by the name of the command in the file's name, or by its columns."""

import re
from collections.abc import Collection

_COMMAND = re.compile(r"(?:^|[^A-Za-z])Get-?([A-Z][A-Za-z0-9]+?)(?=[^A-Za-z0-9]|$)")
_GENERIC = frozenset(
    "pscustomobject object psobject object[] arraylist hashtable ordereddictionary string deserialized "
    "wmiobject ciminstance managementobject managementbaseobject".split()
)
"""Types and nouns that may hold anything: what `Get-CimInstance` printed is told by the class it was asked for."""
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
    "logfileeventconsumer": "WmiSubscription",
    "nteventlogeventconsumer": "WmiSubscription",
    "smtpeventconsumer": "WmiSubscription",
    "__eventconsumer": "WmiSubscription",
    "mgserviceprincipal": "ServicePrincipal",
    "entraserviceprincipal": "ServicePrincipal",
    "microsoftgraphserviceprincipal": "ServicePrincipal",
    "localuser": "LocalUser",
    "aduser": "ADUser",
    "adgroupmember": "ADGroupMember",
    "exsetup": "ExSetup",
    "fileversioninfo": "FileVersionInfo",
    "iismodules": "IISModule",
    "owavirtualdirectory": "OwaVirtualDirectory",
    "msexchoabvirtualdirectory": "OabVirtualDirectory",
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
    ("WmiSubscription", {"commandlinetemplate"}),
    ("WmiSubscription", {"scripttext", "scriptingengine"}),
    ("WmiSubscription", {"eventnamespace", "querylanguage"}),
    ("WmiSubscription", {"consumer", "filter", "maintainsecuritycontext"}),
)
_DECIDING = {
    "ServicePrincipal": {"keycredentials"},
    "ADObject": {"posssuperiors"},
    "MpPreference": {"exclusionpath", "exclusionextension", "exclusionprocess"},
    "InboxRule": {"forwardto", "redirectto", "forwardasattachmentto"},
    "TransportRule": {"blindcopyto", "copyto", "redirectmessageto", "addtorecipients"},
    "SettingOverride": {"parameters"},
    "MailboxPermission": {"accessrights"},
    "MailboxFolderPermission": {"accessrights"},
}
"""Lists that tests decide by: an object that lost one of them decides nothing."""
_DIRECTORY_CLASS = re.compile(r"[a-z][A-Za-z0-9-]*")
_EXCHANGE_TYPE = "microsoft.exchange."
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


_DIRECTORY = re.compile(
    r"AD[A-Z]\w*|CAS\w*|UM\w*|Ex(change|tendedProtection|Setup)\w*|(Accepted|Remote)Domain|\w*AddressList|Auth[A-Z]\w*"
    r"|Availability\w*|ClientAccess\w*|DatabaseAvailability\w*|\w*DistributionGroup\w*|EdgeSub\w*|EmailAddressPolicy"
    r"|Federat\w*|\w*Transport\w*|Hybrid\w*|(Inbox|Journal|Transport)Rule|IntraOrganization\w*|\w*Mailbox\w*|Mail[A-Z]\w*"
    r"|ManagementRole\w*|ManagementScope|Mapi\w*|Mobile\w*|OfflineAddressBook|Organization\w*|Outlook\w*|Owa\w*"
    r"|PartnerApplication|PublicFolder\w*|(Send|Receive)Connector|Recipient\w*|Retention\w*|Role(Assignment|Group)\w*"
    r"|ServerComponentState|SettingOverride|Sharing\w*|Throttling\w*|User|Group|\w*VirtualDirectory"
)
"""Nouns of what Exchange keeps in the directory."""


def source_of(kind: str) -> str:
    """Log source of a class: objects of Exchange in the directory are one; `exported` for what is of none."""
    return _SOURCES.get(kind) or ("ad_exch" if _DIRECTORY.fullmatch(kind) else "exported")


def decides(kind: str, lost: Collection[str]) -> bool:
    """Whether an object of a class still decides what is asked of it, without these properties (lower case)."""
    return not _DECIDING.get(kind, set()).intersection(lost)


def by_type(name: str) -> str:
    """Class for the full name of a type; empty for one that could be anything.

    `…CimInstance#root/cimv2/Win32_Service` and `…ManagementObject#root\\cimv2\\Win32_Service` name it behind the hash.
    A name that begins in lower case is a class of the directory: `classSchema`.
    """
    full = name.strip()
    for prefix in ("Deserialized.", "Selected."):
        full = full.removeprefix(prefix)
    last = re.split(r"[/\\]", full.rpartition("#")[2])[-1].rpartition(".")[2]
    if last.lower() in _ALIASES:
        return _ALIASES[last.lower()]
    if last.lower() in _GENERIC or not last:
        return ""
    if full.lower().startswith(_EXCHANGE_TYPE) and re.match(r"AD(?!User)[A-Z][a-z]", last):
        return last[2:]
    return "ADObject" if full == last and _DIRECTORY_CLASS.fullmatch(last) else last


def by_command(file_name: str) -> str:
    """Class for a file called after its command (`Get-OabVirtualDirectory.csv`); empty for any other name."""
    found = _COMMAND.search(file_name)
    if found is None or found[1].lower() in _GENERIC:
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
