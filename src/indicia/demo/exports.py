"""What a responder exports by hand from a server: objects of Exchange, tasks, services, registry, scanner, listeners.

Every object is one that a clean server has; what an intruder left elsewhere does not show here.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from indicia.demo.estate import Estate
from indicia.demo.server import Server

Export = tuple[str, bytes]
"""File name and content."""

_TASK = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Author>Microsoft Corporation</Author><URI>{uri}</URI></RegistrationInfo>
  <Triggers><TimeTrigger><StartBoundary>2020-01-01T01:00:00</StartBoundary></TimeTrigger></Triggers>
  <Principals><Principal id="Author"><UserId>S-1-5-18</UserId></Principal></Principals>
  <Settings><Enabled>true</Enabled><Hidden>false</Hidden></Settings>
  <Actions Context="Author"><Exec><Command>{command}</Command></Exec></Actions>
</Task>
"""
TASKS = (
    (r"Microsoft\Windows\Defrag\ScheduledDefrag", r"%windir%\system32\defrag.exe"),
    (r"Microsoft\Windows\Time Synchronization\SynchronizeTime", r"%windir%\system32\sc.exe"),
    (r"Microsoft\Windows\DiskCleanup\SilentCleanup", r"%windir%\system32\cleanmgr.exe"),
)
_INSTALL = r"C:\Program Files\Microsoft\Exchange Server\V15"
_REGISTRY = (
    "Windows Registry Editor Version 5.00\r\n\r\n"
    "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run]\r\n"
    '"SecurityHealth"="C:\\\\Windows\\\\system32\\\\SecurityHealthSystray.exe"\r\n\r\n'
    "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\W3SVC]\r\n"
    '"ImagePath"="C:\\\\Windows\\\\system32\\\\svchost.exe -k iissvcs"\r\n"Start"=dword:00000002\r\n'
)


def exports(server: Server, host: Estate) -> Iterator[Export]:
    """Every file, in a fixed order."""
    for name, columns, rows in _objects(server, host):
        yield f"Get-{name}.csv", _table(columns, rows)
    yield "registry.reg", "\ufeff".encode("utf-16-le") + _REGISTRY.encode("utf-16-le")
    yield "servicestate.txt", _listeners(host).encode()


def tasks() -> Iterator[tuple[str, bytes]]:
    """(path below the drive, task as Windows keeps it)."""
    for uri, command in TASKS:
        text = _TASK.format(uri=f"\\{uri}", command=command).replace("\n", "\r\n")
        yield "Windows/System32/Tasks/" + uri.replace("\\", "/"), text.encode("utf-16")


def _objects(server: Server, host: Estate) -> Iterator[tuple[str, Sequence[str], Sequence[Sequence[str]]]]:
    """(noun of the command, columns, rows)."""
    changed = f"{server.start:%Y-%m-%d}T03:00:00Z"
    agents = ("Transport Rule Agent", "DLP Policy Agent", "Malware Agent", "Text Messaging Routing Agent")
    yield (
        "TransportAgent",
        ("Identity", "Enabled", "Priority", "TransportAgentFactory", "AssemblyPath"),
        [
            (
                name,
                "True",
                str(number),
                f"Microsoft.Exchange.MessagingPolicies.{name.replace(' ', '')}Factory",
                rf"{_INSTALL}\TransportRoles\agents\{name.replace(' ', '')}\Microsoft.Exchange.Agent.dll",
            )
            for number, name in enumerate(agents, start=1)
        ],
    )
    yield "TransportRule", ("Name", "State", "RedirectMessageTo", "BlindCopyTo", "WhenChanged"), []
    yield (
        "AcceptedDomain",
        ("Name", "DomainName", "DomainType", "Default"),
        [(server.domain, server.domain, "Authoritative", "True")],
    )
    users = host.users[:6]
    yield (
        "Mailbox",
        ("Name", "PrimarySmtpAddress", "ForwardingAddress", "ForwardingSmtpAddress", "DeliverToMailboxAndForward"),
        [(user.account, user.smtp, "", "", "False") for user in users],
    )
    yield (
        "InboxRule",
        ("RuleIdentity", "Name", "MailboxOwnerId", "Enabled", "ForwardTo", "RedirectTo", "MoveToFolder"),
        [("1", "Newsletters", users[0].account, "True", "", "", "Newsletters")],
    )
    yield (
        "MailboxFolderPermission",
        ("Identity", "FolderName", "User", "AccessRights"),
        [(user.account, "Calendar", "Default", "AvailabilityOnly") for user in users],
    )
    yield (
        "MailboxPermission",
        ("Identity", "User", "AccessRights", "IsInherited", "Deny"),
        [(user.account, r"NT AUTHORITY\SELF", "FullAccess, ReadPermission", "False", "False") for user in users],
    )
    yield (
        "ManagementRoleAssignment",
        ("Name", "Role", "RoleAssigneeName", "RoleAssigneeType", "WhenCreated"),
        [
            (
                "Mail Recipients-Organization Management",
                "Mail Recipients",
                "Organization Management",
                "RoleGroup",
                changed,
            )
        ],
    )
    yield (
        "OabVirtualDirectory",
        ("Name", "Identity", "InternalUrl", "ExternalUrl", "PollInterval", "OfflineAddressBooks", "WhenChanged"),
        [
            (
                "OAB (Default Web Site)",
                rf"{server.name}\OAB (Default Web Site)",
                f"https://{server.fqdn.lower()}/OAB",
                f"https://{host.public}/OAB",
                "480",
                "Default Offline Address Book",
                changed,
            )
        ],
    )
    yield "SettingOverride", ("Name", "ComponentName", "SectionName", "Parameters"), []
    yield "OrganizationConfig", ("Name", "Identity", "WhenChanged"), [("Example", "Example", changed)]
    yield (
        "Service",
        ("Name", "DisplayName", "StartMode", "State", "PathName", "StartName"),
        [
            (
                "W3SVC",
                "World Wide Web Publishing Service",
                "Auto",
                "Running",
                r"C:\Windows\system32\svchost.exe -k iissvcs",
                "LocalSystem",
            ),
            (
                "MSExchangeTransport",
                "Microsoft Exchange Transport",
                "Auto",
                "Running",
                rf'"{_INSTALL}\Bin\MSExchangeTransport.exe"',
                "NT AUTHORITY\\NetworkService",
            ),
        ],
    )
    yield (
        "WmiSubscription",
        ("Name", "CommandLineTemplate", "ExecutablePath", "ScriptText", "ScriptingEngine"),
        [("SCM Event Log Consumer", "", "", "", "")],
    )
    yield (
        "MpPreference",
        ("ExclusionPath", "ExclusionProcess", "ExclusionExtension", "DisableRealtimeMonitoring"),
        [("", "", "", "False")],
    )
    yield (
        "ADGroupMember",
        ("Name", "SamAccountName", "DistinguishedName", "objectClass"),
        [("Administrator", "Administrator", f"CN=Administrator,CN=Users,DC={server.domain}", "user")],
    )


def _listeners(host: Estate) -> str:
    urls = "".join(
        f"            HTTPS://{host.public.upper()}:443/{area}/\r\n" for area in ("OWA", "ECP", "EWS", "MAPI", "OAB")
    )
    return (
        "Snapshot of HTTP service state (Server Session View):\r\n"
        "-----------------------------------------------------\r\n\r\n"
        "Server session ID: FD00000020000001\r\n    Version: 2.0\r\n    URL groups:\r\n"
        f"    URL group ID: FE00000040000001\r\n        Registered URLs:\r\n{urls}"
    )


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
