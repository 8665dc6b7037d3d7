"""Event data out of rendered messages: what they say, what is left out because somebody could have made it up."""

import html
import json
import re
import time
import zipfile
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.events.message_writer import as_message, in_words

from indicia.evidence.events.decoding.messages.layout import Lines
from indicia.evidence.events.decoding.messages.said import said
from indicia.evidence.events.decoding.messages.table import table, words

SECURITY = "Microsoft-Windows-Security-Auditing"
SUBJECT = """
Subject:
\tSecurity ID:\t\tS-1-5-18
\tAccount Name:\t\tMX1$
\tAccount Domain:\t\tCORP
\tLogon ID:\t\t0x3E7
"""
TOKENS = """
Token Elevation Type indicates the type of token that was assigned to the new process.

Type 1 is a full token with no privileges removed or groups disabled.

Type 2 is an elevated token with no privileges removed or groups disabled.

Type 3 is a limited token with administrative privileges removed."""


def creation(command: str, name: str = r"C:\Windows\System32\cmd.exe") -> str:
    return f"""A new process has been created.

Creator Subject:
\tSecurity ID:\t\tSYSTEM
\tAccount Name:\t\tMX1$
\tAccount Domain:\t\tCORP
\tLogon ID:\t\t0x3E7

Target Subject:
\tSecurity ID:\t\tNULL SID
\tAccount Name:\t\t-
\tAccount Domain:\t\t-
\tLogon ID:\t\t0x0

Process Information:
\tNew Process ID:\t\t0x1c58
\tNew Process Name:\t{name}
\tToken Elevation Type:\tTokenElevationTypeDefault (1)
\tMandatory Label:\t\tMandatory Label\\System Mandatory Level
\tCreator Process ID:\t0x850
\tCreator Process Name:\tC:\\Windows\\System32\\services.exe
\tProcess Command Line:\t{command}
{TOKENS}"""


def logon(workstation: str, address: str = "10.0.0.5") -> str:
    return f"""An account was successfully logged on.
{SUBJECT}
Logon Information:
\tLogon Type:\t\t3
\tRestricted Admin Mode:\t-
\tVirtual Account:\t\tNo
\tElevated Token:\t\tYes

Impersonation Level:\t\tImpersonation

New Logon:
\tSecurity ID:\t\tCORP\\adm
\tAccount Name:\t\tadm
\tAccount Domain:\t\tCORP
\tLogon ID:\t\t0x5A3F1
\tLinked Logon ID:\t\t0x0
\tNetwork Account Name:\t-
\tNetwork Account Domain:\t-
\tLogon GUID:\t\t{{00000000-0000-0000-0000-000000000000}}

Process Information:
\tProcess ID:\t\t0x0
\tProcess Name:\t\t-

Network Information:
\tWorkstation Name:\t{workstation}
\tSource Network Address:\t{address}
\tSource Port:\t\t49523

Detailed Authentication Information:
\tLogon Process:\t\tNtLmSsp\x20
\tAuthentication Package:\tNTLM
\tTransited Services:\t-
\tPackage Name (NTLM only):\tNTLM V2
\tKey Length:\t\t128

This event is generated when a logon session is created. It is generated on the computer that was accessed.
\t- Key length indicates the length of the generated session key."""


def failure(account: str) -> str:
    return f"""An account failed to log on.
{SUBJECT}
Logon Type:\t\t\t3

Account For Which Logon Failed:
\tSecurity ID:\t\tNULL SID
\tAccount Name:\t\t{account}
\tAccount Domain:\t\tCORP

Failure Information:
\tFailure Reason:\t\tUnknown user name or bad password.
\tStatus:\t\t\t0xC000006D
\tSub Status:\t\t0xC0000064

Process Information:
\tCaller Process ID:\t0x0
\tCaller Process Name:\t-

Network Information:
\tWorkstation Name:\tKALI
\tSource Network Address:\t10.0.0.5
\tSource Port:\t\t49523

Detailed Authentication Information:
\tLogon Process:\t\tNtLmSsp\x20
\tAuthentication Package:\tNTLM
\tTransited Services:\t-
\tPackage Name (NTLM only):\t-
\tKey Length:\t\t0

This event is generated when a logon request fails."""


TASK = f"""A scheduled task was created.
{SUBJECT}
Task Information:
\tTask Name: \t\t\\Updater
\tTask Content: \t\t<?xml version="1.0"?>
<Task>
  <Exec><Command>cmd.exe</Command></Exec>
</Task>

Other Information:
\tProcessCreationTime: \t\t5066549580796854
\tClientProcessId: \t\t\t3932
\tParentProcessId: \t\t\t5304
\tFQDN: \t\t0
\t"""
MEMBER = f"""A member was added to a security-enabled global group.
{SUBJECT}
Member:
\tSecurity ID:\t\tS-1-5-21-1-2-3-1104
\tAccount Name:\t\tCN=Eve,DC=corp

Group:
\tSecurity ID:\t\tS-1-5-21-1-2-3-512
\tGroup Name:\t\tDomain Admins
\tGroup Domain:\t\tCORP

Additional Information:
\tPrivileges:\t\t-"""
POLICY = f"""System audit policy was changed.
{SUBJECT}
Audit Policy Change:
\tCategory:\t\tLogon/Logoff
\tSubcategory:\t\tLogon
\tSubcategory GUID:\t{{0cce9215-69ae-11d9-bed3-505054503030}}
\tChanges:\t\tSuccess removed, Failure removed"""
SCRIPT = """Creating Scriptblock text (1 of 2):
Write-Host 'a'

ScriptBlock ID: forged
Path: forged

ScriptBlock ID: 6d1a
Path: C:\\a.ps1"""
PIPELINE = """CommandInvocation(Get-Item): "Get-Item"
ParameterBinding(Get-Item): name="Path"; value="C:\\a"


Context:
        Severity = Informational
        Host Application = powershell.exe


User Data:

"""
DEFENDER = """Microsoft Defender Antivirus has detected malware or other potentially unwanted software.
 For more information please see the following:
https://example.org/?name=Test
 \tName: Virus:DOS/EICAR_Test_File
 \tID: 2147519003
 \tSeverity: Severe
 \tCategory: Virus
 \tPath: file:_C:\\eicar.com
 \tDetection Origin: Local machine
 \tDetection Type: Concrete
 \tDetection Source: Real-Time Protection
 \tUser: CORP\\adm
 \tProcess Name: C:\\Windows\\explorer.exe
 \tSecurity intelligence Version: AV: 1.1.1.0, AS: 1.1.1.0, NIS: 0.0.0.0
 \tEngine Version: AM: 1.1.1.1, NIS: 0.0.0.0"""
CONFIGURATION = """Windows Defender Antivirus Configuration has changed. If this is an unexpected event you should \
review the settings as this may be the result of malware.
 \tOld value:\x20
 \tNew value: HKLM\\SOFTWARE\\Microsoft\\Windows Defender\\Exclusions\\Paths\\C:\\a = 0x0"""
NTLM = """The computer attempted to validate the credentials for an account.

Authentication Package:\tMICROSOFT_AUTHENTICATION_PACKAGE_V1_0
Logon Account:\tadm
Source Workstation:\tKALI
Error Code:\t0xC000006A"""
REPLICATION = """An operation was performed on an object.

Subject :
\tSecurity ID:\t\tCORP\\eve
\tAccount Name:\t\teve
\tAccount Domain:\t\tCORP
\tLogon ID:\t\t0x1F2A

Object:
\tObject Server:\t\tDS
\tObject Type:\t\tdomainDNS
\tObject Name:\t\tDC=corp,DC=example
\tHandle ID:\t\t0x0

Operation:
\tOperation Type:\t\tObject Access
\tAccesses:\t\tControl Access
\t\t\t\t
\tAccess Mask:\t\t0x100
\tProperties:\t\tControl Access
\t\t{1131f6aa-9c07-11d1-f79f-00c04fc2dcd2}
\t{19195a5b-6da0-11d0-afd3-00c04fd930c9}

Additional Information:
\tParameter 1:\t\t-
\tParameter 2:\t\t"""
SERVICE = """A service was installed in the system.

Service Name:  PSEXESVC
Service File Name:  %SystemRoot%\\PSEXESVC.exe
Service Type:  user mode service
Service Start Type:  demand start
Service Account:  LocalSystem"""
CLEARED = """The audit log was cleared.
Subject:
\tSecurity ID:\tCORP\\adm
\tAccount Name:\tadm
\tDomain Name:\tCORP
\tLogon ID:\t0x98D819"""

SAYINGS = {
    "4624": (SECURITY, 4624, logon("KALI"), {
        "SubjectUserSid": "S-1-5-18", "SubjectLogonId": "0x3e7", "TargetUserSid": r"CORP\adm", "LogonType": "3",
        "TargetUserName": "adm", "ImpersonationLevel": "%%1833", "VirtualAccount": "%%1843", "ElevatedToken": "%%1842",
        "WorkstationName": "KALI", "IpAddress": "10.0.0.5", "LogonProcessName": "NtLmSsp ", "LmPackageName": "NTLM V2",
    }),
    "4625": (SECURITY, 4625, failure("eve"), {
        "TargetUserSid": "S-1-0-0", "TargetUserName": "eve", "FailureReason": "%%2313", "Status": "0xc000006d",
        "SubStatus": "0xc0000064", "ProcessName": "-", "IpAddress": "10.0.0.5",
    }),
    "4662": (SECURITY, 4662, REPLICATION, {
        "SubjectUserName": "eve", "ObjectServer": "DS", "AccessList": "%%7688\n\t\t\t\t", "AccessMask": "0x100",
        "Properties": "%%7688\n\t\t{1131f6aa-9c07-11d1-f79f-00c04fc2dcd2}\n\t{19195a5b-6da0-11d0-afd3-00c04fd930c9}",
        "AdditionalInfo2": "",
    }),
    "4688": (SECURITY, 4688, creation("cmd /c whoami"), {
        "SubjectUserSid": "S-1-5-18", "TargetUserSid": "S-1-0-0", "NewProcessName": r"C:\Windows\System32\cmd.exe",
        "TokenElevationType": "%%1936", "MandatoryLabel": "S-1-16-16384", "CommandLine": "cmd /c whoami",
        "ParentProcessName": r"C:\Windows\System32\services.exe",
    }),
    "4688, a command of several lines": (SECURITY, 4688, creation("cmd /c a\nUser: b\n\n  c"), {
        "CommandLine": "cmd /c a\nUser: b\n\n  c",
    }),
    "4688, no command": (SECURITY, 4688, creation(""), {"CommandLine": ""}),
    "4688, no explanation": (SECURITY, 4688, creation("a").replace(TOKENS, ""), {"CommandLine": "a"}),
    "4698": (SECURITY, 4698, TASK, {
        "TaskName": r"\Updater", "ClientProcessId": "3932",
        "TaskContent": '<?xml version="1.0"?>\n<Task>\n  <Exec><Command>cmd.exe</Command></Exec>\n</Task>',
    }),
    "4719": (SECURITY, 4719, POLICY, {
        "CategoryId": "%%8273", "SubcategoryId": "%%12544", "AuditPolicyChanges": "%%8448, %%8450",
    }),
    "4728": (SECURITY, 4728, MEMBER, {
        "MemberName": "CN=Eve,DC=corp", "TargetUserName": "Domain Admins", "TargetSid": "S-1-5-21-1-2-3-512",
    }),
    "4776": (SECURITY, 4776, NTLM, {"TargetUserName": "adm", "Workstation": "KALI", "Status": "0xc000006a"}),
    "1102": ("Microsoft-Windows-Eventlog", 1102, CLEARED, {"SubjectUserName": "adm", "SubjectDomainName": "CORP"}),
    "104": ("Microsoft-Windows-Eventlog", 104, "The System log file was cleared.", {"Channel": "System"}),
    "7036": ("Service Control Manager", 7036, "The A service entered the stopped state.", {
        "param1": "A", "param2": "stopped",
    }),
    "7045": ("Service Control Manager", 7045, SERVICE, {
        "ServiceName": "PSEXESVC", "ImagePath": r"%SystemRoot%\PSEXESVC.exe", "AccountName": "LocalSystem",
    }),
    "4103": ("Microsoft-Windows-PowerShell", 4103, PIPELINE, {
        "Payload": 'CommandInvocation(Get-Item): "Get-Item"\nParameterBinding(Get-Item): name="Path"; value="C:\\a"',
        "ContextInfo": "        Severity = Informational\n        Host Application = powershell.exe", "UserData": "",
    }),
    "4104, lines like its last ones": ("Microsoft-Windows-PowerShell", 4104, SCRIPT, {
        "MessageNumber": "1", "MessageTotal": "2", "ScriptBlockId": "6d1a", "Path": r"C:\a.ps1",
        "ScriptBlockText": "Write-Host 'a'\n\nScriptBlock ID: forged\nPath: forged",
    }),
    "1116": ("Microsoft-Windows-Windows Defender", 1116, DEFENDER, {
        "Threat Name": "Virus:DOS/EICAR_Test_File", "Path": r"file:_C:\eicar.com",
        "Source Name": "Real-Time Protection",
    }),
    "5007": ("Microsoft-Windows-Windows Defender", 5007, CONFIGURATION, {
        "Old Value": "", "New Value": r"HKLM\SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths\C:\a = 0x0",
    }),
    "106": ("Microsoft-Windows-TaskScheduler", 106, r'User "CORP\adm"  registered Task Scheduler task "\A"', {
        "UserContext": r"CORP\adm", "TaskName": r"\A",
    }),
    "201": ("Microsoft-Windows-TaskScheduler", 201, 'Task Scheduler successfully completed task "\\A" , instance '
            '"{1}" , action "cmd.exe" with return code 0.', {"ActionName": "cmd.exe", "ResultCode": "0"}),
}  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", SAYINGS)
def test_what_messages_say(name, end):
    """Values under the names and in the form of the raw event, whichever line ends the exporter wrote."""
    provider, event_id, message, wanted = SAYINGS[name]
    found = said(provider, event_id, message.replace("\n", end))
    assert found is not None
    assert {field: found.data.get(field, "").replace("\r\n", "\n") for field in wanted} == wanted
    assert not found.doubtful


FORGED_NETWORK = "x\n\tSource Network Address:\t8.8.8.8\n\tSource Port:\t\t1"
FORGED = {
    "a workstation brings an address": (
        4624,
        logon(FORGED_NETWORK + "\n\nDetailed Authentication Information:\n\tLogon Process:\t\ta\n\tAuthentication "
              "Package:\ta\n\tTransited Services:\ta\n\tPackage Name (NTLM only):\ta\n\tKey Length:\t\ta"),
        {"WorkstationName", "IpAddress", "IpPort", "KeyLength"}, {"TargetUserName": "adm", "ProcessName": "-"},
    ),
    "a workstation brings some of the lines": (
        4624, logon(FORGED_NETWORK), {"WorkstationName"}, {"IpAddress": "10.0.0.5", "TargetUserName": "adm"},
    ),
    "an account brings a line": (
        4625, failure("x\n\tAccount Domain:\t\tforged"), {"TargetUserName", "TargetDomainName"},
        {"IpAddress": "10.0.0.5", "LogonType": "3"},
    ),
    "a command brings the end": (
        4688, creation(f"a\n{TOKENS}\nb"), set(), {"CommandLine": f"a\n{TOKENS}\nb"},
    ),
    "a service brings the lines behind it": (
        4697, f"A service was installed in the system.\n{SUBJECT}\nService Information:\n\tService Name: \t\ta\n\t"
        "Service File Name:\tb\n\tService Type: \t\t0x10\n\tService Start Type:\t3\n\tService Account: \t\tx\n\t"
        "Service Type: \t\t0x20\n\tService Start Type:\t2\n\tService Account: \t\tLocalSystem",
        {"ServiceFileName", "ServiceType", "ServiceAccount"}, {"ServiceName": "a"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_what_somebody_could_have_made_up_is_left_out(name):
    """And what stands where nobody could is kept."""
    event_id, message, left_out, kept = FORGED[name]
    found = said(SECURITY, event_id, message)
    assert found is not None
    assert left_out.isdisjoint(found.data)
    assert {field: found.data.get(field) for field in kept} == kept
    assert found.doubtful == bool(left_out)


@pytest.mark.parametrize(
    ("provider", "event_id", "message"),
    [
        (SECURITY, 4624, ""), (SECURITY, 4624, "An account was successfully logged on."),
        (SECURITY, 4624, "Ein Konto wurde erfolgreich angemeldet.\n\nAntragsteller:\n"),
        (SECURITY, 4625, logon("a")), (SECURITY, 4624, logon("a").replace("Elevated Token", "Another Token")),
        ("P", 4624, logon("a")), (SECURITY, 1, logon("a")), (SECURITY, 4688, creation("x" * 2**20)),
        ("Service Control Manager", 7036, "The A service entered the\nB state."),
    ],
)  # fmt: skip
def test_other_messages_say_nothing(provider, event_id, message):
    """Of another language, cut, of another event, or with a line that no version has."""
    assert said(provider, event_id, message) is None


LAYOUTS = [(key, number) for key, layouts in table().layouts.items() for number in range(len(layouts))]


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_no_value_is_ever_wrong(data):
    """Whatever lines somebody writes into the values that are theirs: a value comes out as it is, or not at all."""
    (provider, event_id), number = data.draw(st.sampled_from(LAYOUTS))
    layouts = table().layouts[provider, event_id]
    layout = layouts[number]
    lines = [line for other in layouts for line in as_message(other, {}, "\n").split("\n")]
    plain = st.text("abc:-. \\", max_size=8).map(str.strip)
    pieces = st.one_of(st.sampled_from(lines), plain, st.just("\n".join(lines)), st.just(""))
    values = {}
    for line in layout.lines:
        for name, mark in re.findall(r"\{([^{}~*+]+)([~*+]?)\}", line):
            made = st.lists(pieces, max_size=4).map("\n".join) if mark in "~*" and mark else plain
            values[name] = data.draw(made)
            if mark == "*" and not layout.alone and any(other.alone for other in layouts):
                # Nobody registers a task with anything behind it.
                values[name] += "\n</Task>"
    found = said(provider, event_id, as_message(layout, values, "\n"))
    for name, value in (found.data if found else {}).items():
        assert value.strip() == values[name].strip(), name


def test_layouts_are_told_apart_by_what_nobody_writes():
    """Where one version of an event has a line more than another, Windows makes what stands in front of it; else who
    may write that could turn one version into the other."""
    for layouts in table().layouts.values():
        for layout in layouts:
            for other in layouts:
                fields = [line.strip() for line in layout.lines if line.strip()]
                others = [line.strip() for line in other.lines if line.strip()]
                differ = next((at for at, pair in enumerate(zip(fields, others, strict=False)) if len({*pair}) > 1), 0)
                assert not differ or "~}" not in fields[differ - 1] or "*}" in fields[differ - 1], fields[differ]


def test_words_stand_for_one_number():
    """Each text for one number, in each field."""
    for name, codes in words().codes.items():
        for text, code in codes.items():
            assert in_words(name, code).lower() == text.lower()


RECORDED_OTHERWISE = {
    (1102, "SubjectUserSid"), (1102, "SubjectUserName"), (1102, "SubjectDomainName"), (1102, "SubjectLogonId"),
    (104, "Channel"), (4656, "AccessList"), (5156, "ProcessID"),
}  # fmt: skip
"""What differs in the recordings: the collector left out user data; the channel of the event stands where that of the
data would; some call `ProcessID` as most events do; access bits without a meaning of their own, of which a text stands
for many numbers, stay text."""


def test_recorded_messages_say_what_the_data_beside_them_says(corpora):
    """Every recorded event of these kinds, every value: the same, or explained."""
    compared, differ = Counter(), Counter()
    for path in sorted((corpora / "otrf/datasets").rglob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                for line in archive.open(name) if name.endswith(".json") else ():
                    event = json.loads(line)
                    kind = event.get("SourceName"), event["EventID"]
                    if kind not in table().layouts or "Message" not in event:
                        continue
                    found = said(*kind, event["Message"])
                    assert found is not None, event["Message"]
                    assert not found.doubtful
                    compared[event["EventID"]] += 1
                    for field, value in found.data.items():
                        told = html.unescape(str(event.get(field) or ""))
                        if told.replace("\r\n", "\n") != value.replace("\r\n", "\n"):
                            differ[event["EventID"], field] += 1
    assert differ.keys() == RECORDED_OTHERWISE
    assert differ[4656, "AccessList"] == 2
    assert len(compared) == 21
    assert compared.total() > 2900


def compared(lines: Lines) -> int:
    """How many layouts say of a message by the short way what they say line by line."""
    decided = 0
    for layouts in table().layouts.values():
        for layout in layouts:
            short, exact = layout.found(lines), layout.exactly(lines)
            assert short == exact
            decided += short is not None
    return decided


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_short_way_says_the_same(data):
    """Of any mixture of lines of messages, with odd blanks and line ends among them."""
    layouts = table().layouts[data.draw(st.sampled_from(sorted(table().layouts)))]
    lines = [line for layout in layouts for line in as_message(layout, {}, "\n").split("\n")]
    made = as_message(data.draw(st.sampled_from(layouts)), {}, "\n").split("\n")
    odd = st.sampled_from([*lines, "", "\t", "a", "\ta:\tb", "\x0b", "\xa0", "a\rb", "  ", "\t\tx"])
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(made)))
        match data.draw(st.integers(0, 2)):
            case 0:
                made.insert(at, data.draw(odd))
            case 1:
                made[at : at + 1] = [data.draw(odd)]
            case _:
                made[at : at + 1] = [made[min(at, len(made) - 1)] + data.draw(odd)]
    compared(Lines(data.draw(st.sampled_from(["\n", "\r\n"])).join(made)))


@pytest.mark.parametrize("name", SAYINGS)
def test_the_short_way_takes_real_messages(name):
    """Those it is for."""
    assert compared(Lines(SAYINGS[name][2])) >= 1


@pytest.mark.parametrize("times", [40_000])
def test_hostile_messages_take_no_time(times):
    """Lines of a layout again and again, and long ones: the work grows with the message and no faster."""
    begun = time.process_time()
    for (provider, event_id), layouts in table().layouts.items():
        if event_id in {4624, 4656, 4688, 4698, 5136, 7036, 201, 4103, 4104}:
            message = as_message(layouts[-1], {}, "\n")
            last = message.split("\n")[-4:]
            inner = ('" , instance "', " service entered the ", "\nContext:\n")
            for part in (*last, *inner, " ", "\t", "\n", " \n", "\t:"):
                repeated = part * (times // (len(part) + 1))
                said(provider, event_id, message + repeated)
                said(provider, event_id, message.replace("-", repeated, 1))
                said(provider, event_id, repeated + message)
    assert time.process_time() - begun < 10
