"""The data of a Sysmon event out of its message, for exports that hold nothing else.

A message has a title and then one line for each value, `Name: value`, all of them also where there is nothing to say;
so whoever writes such a line into a value makes a name come twice, and then nothing is taken.
Source: Microsoft, Sysmon, "Events"; the tool's own manifest (`sysmon -s`).
"""

import re

_TITLE = re.compile(r"[^\n:]{1,200}:\r?\n")
_NAMES = frozenset(
    (
        "RuleName UtcTime ProcessGuid ProcessId Image FileVersion Description Product Company OriginalFileName "
        "CommandLine CurrentDirectory User LogonGuid LogonId TerminalSessionId IntegrityLevel Hashes "
        "ParentProcessGuid ParentProcessId ParentImage ParentCommandLine ParentUser TargetFilename CreationUtcTime "
        "PreviousCreationUtcTime Protocol Initiated SourceIsIpv SourceIp SourceHostname SourcePort SourcePortName "
        "DestinationIsIpv DestinationIp DestinationHostname DestinationPort DestinationPortName State Version "
        "SchemaVersion ImageLoaded Signed Signature SignatureStatus SourceProcessGuid SourceProcessId SourceImage "
        "TargetProcessGuid TargetProcessId TargetImage NewThreadId StartAddress StartModule StartFunction SourceUser "
        "TargetUser Device SourceProcessGUID SourceThreadId TargetProcessGUID GrantedAccess CallTrace EventType "
        "TargetObject Details NewName Hash Contents Configuration ConfigurationFileHash PipeName EventNamespace Name "
        "Query Operation Type Destination Consumer Filter QueryName QueryStatus QueryResults IsExecutable Archived "
        "Session ClientInfo"
    ).split()
)
_CREATION = "Process Create:"
_OF_CREATION = frozenset(
    (
        "RuleName UtcTime ProcessGuid ProcessId Image FileVersion Description Product Company OriginalFileName "
        "CommandLine CurrentDirectory User LogonGuid LogonId TerminalSessionId IntegrityLevel Hashes ParentProcessGuid "
        "ParentProcessId ParentImage ParentCommandLine ParentUser"
    ).split()
)
"""Those of a new process: a line in its command that begins with any other must not hide what follows."""
_TIME, _BEFORE = "UtcTime", {"RuleName", "EventType"}
"""The time stands before anything that a process could have a hand in."""


def data_in(message: str) -> dict[str, str] | None:
    """The values by their names; null for what is no such message, and where a name comes twice or the time comes late.

    A line that begins with no name of Sysmon's goes on with the value before it.
    """
    title = _TITLE.match(message)
    if title is None:
        return None
    names = _OF_CREATION if message.startswith(_CREATION) else _NAMES
    found: dict[str, str] = {}
    last = ""
    for ended in message[title.end() :].rstrip("\r\n").split("\n"):
        line = ended.removesuffix("\r")
        # Two names of network events end in this digit.
        name, _, value = line.partition(": ") if ": " in line else line.partition(":")
        if name.removesuffix("6") in names and name != line:
            if name in found or (name == _TIME and not found.keys() <= _BEFORE):
                return None
            found[name] = value
            last = name
        elif last:
            found[last] += f"\n{line}"
        else:
            return None
    return found or None
