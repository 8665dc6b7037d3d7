"""One line about a record: who did what to whom, from the fields that say it."""

from collections.abc import Mapping
from itertools import islice

from indicia.model.record import Record, Value
from indicia.report.clean import clean
from indicia.report.timeline.template import Template

LONGEST = 1000
"""Characters of a message."""
_SHOWN = 6
"""Fields named of a record that no template knows."""

_SYSMON = "microsoft-windows-sysmon/operational"
_SECURITY = "security"
_POWERSHELL = "microsoft-windows-powershell/operational"
_DEFENDER = "microsoft-windows-windows defender/operational"
_TASKS = "microsoft-windows-taskscheduler/operational"

_TEXTS: dict[tuple[str, int], str] = {
    (_SYSMON, 1): "Process started: {ParentImage:base} → {CommandLine}[ as {User}]",
    (_SYSMON, 2): "File time changed: {Image:base} set {TargetFilename} to {CreationUtcTime}",
    (_SYSMON, 3): "Connection: {Image:base} {SourceIp}:{SourcePort} → {DestinationIp}:{DestinationPort}"
    "[ ({DestinationHostname})]",
    (_SYSMON, 5): "Process ended: {Image}",
    (_SYSMON, 6): "Driver loaded: {ImageLoaded}[ ({Signature})]",
    (_SYSMON, 7): "Image loaded: {Image:base} loaded {ImageLoaded}",
    (_SYSMON, 8): "Remote thread: {SourceImage} in {TargetImage}",
    (_SYSMON, 9): "Raw read: {Image} read {Device}",
    (_SYSMON, 10): "Process opened: {SourceImage} opened {TargetImage}[ ({GrantedAccess})]",
    (_SYSMON, 11): "File written: {Image:base} wrote {TargetFilename}[ as {User}]",
    (_SYSMON, 12): "Registry {EventType}: {Image:base} {TargetObject}",
    (_SYSMON, 13): "Registry value set: {Image:base} {TargetObject}[ = {Details}]",
    (_SYSMON, 14): "Registry key renamed: {Image:base} {TargetObject}[ to {NewName}]",
    (_SYSMON, 15): "Stream written: {Image:base} wrote {TargetFilename}",
    (_SYSMON, 17): "Pipe created: {Image:base} {PipeName}",
    (_SYSMON, 18): "Pipe connected: {Image:base} {PipeName}",
    (_SYSMON, 20): "WMI consumer: {Operation} {Name}[ → {Destination}]",
    (_SYSMON, 22): "Name looked up: {Image:base} {QueryName}[ → {QueryResults}]",
    (_SYSMON, 23): "File deleted: {Image:base} deleted {TargetFilename}",
    (_SYSMON, 25): "Process image changed: {Image}",
    (_SYSMON, 26): "File deleted: {Image:base} deleted {TargetFilename}",
    (_SECURITY, 1102): "Audit log cleared[ by {SubjectDomainName}\\{SubjectUserName}]",
    (_SECURITY, 4624): "Logon type {LogonType}: {TargetDomainName}\\{TargetUserName}[ from {IpAddress}]"
    "[ ({WorkstationName})]",
    (_SECURITY, 4625): "Logon failed, type {LogonType}: {TargetDomainName}\\{TargetUserName}[ from {IpAddress}]"
    "[ ({WorkstationName})][, {SubStatus}]",
    (_SECURITY, 4634): "Logoff type {LogonType}: {TargetDomainName}\\{TargetUserName}",
    (_SECURITY, 4647): "Logoff: {TargetDomainName}\\{TargetUserName}",
    (_SECURITY, 4648): "Logon with given credentials: {SubjectDomainName}\\{SubjectUserName} as "
    "{TargetDomainName}\\{TargetUserName}[ on {TargetServerName}][ by {ProcessName:base}]",
    (_SECURITY, 4656): "Object opened: {ProcessName:base} {ObjectType}[ {ObjectName}][ ({AccessMask})]",
    (_SECURITY, 4657): "Registry value changed: {ProcessName:base} {ObjectName}[\\{ObjectValueName}][ = {NewValue}]",
    (_SECURITY, 4663): "Object accessed: {ProcessName:base} {ObjectName}[ ({AccessMask})]",
    (_SECURITY, 4670): "Permissions changed: {ProcessName:base} {ObjectName}",
    (_SECURITY, 4672): "Special privileges: {SubjectDomainName}\\{SubjectUserName}",
    (_SECURITY, 4688): "Process started: [{ParentProcessName:base} → ]{NewProcessName}[ `{CommandLine}`]"
    "[ as {SubjectDomainName}\\{SubjectUserName}]",
    (_SECURITY, 4689): "Process ended: {ProcessName}",
    (_SECURITY, 4697): "Service installed: {ServiceName} → {ServiceFileName}[ as {ServiceAccount}]",
    (_SECURITY, 4698): "Task created: {TaskName}[ by {SubjectDomainName}\\{SubjectUserName}]",
    (_SECURITY, 4699): "Task deleted: {TaskName}[ by {SubjectDomainName}\\{SubjectUserName}]",
    (_SECURITY, 4702): "Task changed: {TaskName}[ by {SubjectDomainName}\\{SubjectUserName}]",
    (_SECURITY, 4720): "User created: {TargetDomainName}\\{TargetUserName}[ by {SubjectUserName}]",
    (_SECURITY, 4722): "User enabled: {TargetDomainName}\\{TargetUserName}[ by {SubjectUserName}]",
    (_SECURITY, 4724): "Password reset: {TargetDomainName}\\{TargetUserName}[ by {SubjectUserName}]",
    (_SECURITY, 4726): "User deleted: {TargetDomainName}\\{TargetUserName}[ by {SubjectUserName}]",
    (_SECURITY, 4728): "Member added to {TargetUserName}: {MemberName}[ by {SubjectUserName}]",
    (_SECURITY, 4732): "Member added to {TargetUserName}: {MemberName}[ by {SubjectUserName}]",
    (_SECURITY, 4756): "Member added to {TargetUserName}: {MemberName}[ by {SubjectUserName}]",
    (_SECURITY, 4768): "Kerberos ticket requested: {TargetUserName}[ from {IpAddress}]",
    (_SECURITY, 4769): "Kerberos service ticket: {TargetUserName} for {ServiceName}[ from {IpAddress}]",
    (_SECURITY, 4776): "Credentials checked: {TargetUserName}[ from {Workstation}][, {Status}]",
    (_SECURITY, 5140): "Share accessed: {ShareName} by {SubjectUserName}[ from {IpAddress}]",
    (_SECURITY, 5145): "Share accessed: {ShareName}[\\{RelativeTargetName}] by {SubjectUserName}[ from {IpAddress}]",
    (_SECURITY, 5156): "Connection allowed: {Application:base} {SourceAddress}:{SourcePort} → {DestAddress}:{DestPort}",
    ("system", 104): "Log cleared: {Channel}",
    ("system", 7036): "Service state: {param1} {param2}",
    ("system", 7045): "Service installed: {ServiceName} → {ImagePath}[ as {AccountName}]",
    (_POWERSHELL, 4103): "PowerShell command: {Payload}",
    (_POWERSHELL, 4104): "PowerShell script[ {Path}]: {ScriptBlockText}",
    (_DEFENDER, 1116): "Defender found {Threat Name}[ in {Path}]",
    (_DEFENDER, 1117): "Defender acted on {Threat Name}[ in {Path}][: {Action Name}]",
    (_TASKS, 106): "Task registered: {TaskName}[ by {UserContext}]",
    (_TASKS, 200): "Task started: {TaskName}[ → {ActionName}]",
    ("msexchange management", 1): "Cmdlet: {Cmdlet}[ {CmdletParameters}][ by {CmdletCaller}]",
    ("msexchange management", 6): "Cmdlet failed: {Cmdlet}[ {CmdletParameters}][ by {CmdletCaller}]",
}
_EVENTS = {key: Template(text) for key, text in _TEXTS.items()}
_REQUEST = Template("{c-ip} {cs-method} {url.path}[?{url.query}] → {sc-status}[ as {cs-username}]")
_REQUEST_BY_NAME = Template("{c-dns} {cs-method} {url.path}[?{url.query}] → {sc-status}[ as {cs-username}]")
_NO_REQUEST = Template("[{c-ip}][{c-dns}] sent no request[: {cs-request}] → {sc-status}")
_LOGS = {
    "httpproxy": Template(
        "{ClientIpAddress} {Method} {UrlStem}[{UrlQuery}] → {HttpStatus}[, back end {BackEndStatus}]"
        "[ as {AuthenticatedUser}][, mailbox {AnchorMailbox}]"
    ),
    "ews": Template("{ClientIpAddress} EWS {SoapAction} → {HttpStatus}[ as {AuthenticatedUser}]"),
    "rps_cmdlet": Template("Cmdlet: {Cmdlet}[ {Parameters}][ by {AuthenticatedUser}]"),
    "rps_http": Template("{ClientIpAddress} remote PowerShell {UrlStem} → {HttpStatus}[ as {AuthenticatedUser}]"),
    "msgtrk": Template("Mail {event-id}: {sender-address} → {recipient-address}[: {message-subject}]"),
    "oabgen": Template("{Text}"),
}
_FILE = Template("{Path} ({Size} bytes)")
_CONFIG = Template("{Section} {Element}: {Attributes}")
_EXPORTED = Template("{Class} {Identity}")
_CHANGED = Template("[{TargetFilename}][{KnownPath}]: {Reason}[ (was {SourceFilename})][ (was {SourceKnownPath})]")
_SYSTEM = frozenset(
    {"EventID", "Channel", "Provider_Name", "Computer", "EventRecordID", "Level", "Task", "Opcode", "Keywords"}
    | {"Version", "UserID", "Message"}
)


def message(record: Record) -> str:
    """One line about a record, at most `LONGEST` characters, with nothing in it that acts on a terminal."""
    text = _text(record)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _text(record: Record) -> str:
    fields = record.fields
    match record.table:
        case "win_event":
            return _event(record)
        case "web_request":
            return _request(fields).fill(fields)
        case "exchange_log":
            template = _LOGS.get(record.source)
            return template.fill(fields) if template is not None else _named(record, f"{record.source}:")
        case "file":
            return _FILE.fill(fields)
        case "iis_config":
            return _CONFIG.fill(fields)
        case "exported":
            return _EXPORTED.fill(fields)
        case "file_journal":
            return _CHANGED.fill(fields)
    return clean(record.raw[:LONGEST])


def _event(record: Record) -> str:
    fields = record.fields
    number = fields.get("EventID")
    if isinstance(number, int):
        template = _EVENTS.get((record.source.lower(), number))
        if template is not None:
            return template.fill(fields)
    rendered = fields.get("Message")
    if isinstance(rendered, str) and rendered.strip():
        return clean(" ".join(rendered[: 2 * LONGEST].split()))
    name = record.source or str(fields.get("Provider_Name", "event"))
    return _named(record, f"{name} {'' if number is None else number}:")


def _named(record: Record, head: str) -> str:
    """The first fields that are not part of every record of the log."""
    found = (
        (name, value) for name, value in record.fields.items() if name not in _SYSTEM and not name.startswith("System.")
    )
    shown = []
    for name, value in islice(found, _SHOWN):
        text = " ".join(value) if isinstance(value, tuple) else str(value)
        shown.append(f"{name}={text[:200]}")
    return clean(f"{head} {', '.join(shown)}")


def _request(fields: Mapping[str, Value]) -> Template:
    """Clients may be known by name only, and not all that is sent is a request."""
    if "cs-request" in fields:
        return _NO_REQUEST
    return _REQUEST_BY_NAME if "c-dns" in fields else _REQUEST
