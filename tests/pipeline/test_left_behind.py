"""Generated servers, each with one way to stay left behind, scanned from files as a collection brings them."""

import json
from pathlib import Path

import pytest

from indicia.case import Case
from indicia.cli.main import main
from indicia.model.assessment import Verdict
from indicia.model.persistence import MechanismState

V15 = "C/Program Files/Microsoft/Exchange Server/V15"
AUTH = f"{V15}/FrontEnd/HttpProxy/owa/auth"
APPHOST = "C/Windows/System32/inetsrv/config/applicationHost.config"
TEMPORARY = "C/Windows/Microsoft.NET/Framework64/v4.0.30319/Temporary ASP.NET Files/owa/8e05b027/e164d61b"
TASKS = "C/Windows/System32/Tasks"
INERT = '<%@ Page Language="JScript" %><% if (false) { eval(Request["x"], "unsafe"); } %>'
"""A look-alike: its condition never holds."""


def config(inner: str) -> str:
    return f"<configuration>{inner}</configuration>"


def modules(more: str = "") -> str:
    windows = r'<add name="HttpLoggingModule" image="%windir%\System32\inetsrv\loghttp.dll" />'
    return config(f"<system.webServer><globalModules>{windows}{more}</globalModules></system.webServer>")


def event(channel: str, number: int, **data: str) -> str:
    fields = {
        "EventID": number,
        "Channel": channel,
        "Computer": "MXS01.example.org",
        "@timestamp": "2021-03-03T04:00:00Z",
    }
    return json.dumps(fields | data) + "\n"


def task(command: str) -> str:
    space = "http://schemas.microsoft.com/windows/2004/02/mit/task"
    return f'<Task xmlns="{space}"><Actions><Exec><Command>{command}</Command></Exec></Actions></Task>'


DOMAINS = {"exports/Get-AcceptedDomain.csv": '"Name","DomainName"\n"example.org","example.org"\n'}
LEFT: dict[str, dict[str, str]] = {
    "PE-01": {"C/inetpub/wwwroot/aspnet_client/x1.aspx": INERT},
    "PE-02": {
        f"{TEMPORARY}/x1.aspx.cdcab7d2.compiled": '<preserve resultType="3" virtualPath="/owa/auth/x1.aspx"/>',
        f"{AUTH}/x1.aspx": INERT,
    },
    "PE-03": {f"{AUTH}/errorFE.aspx": INERT},
    "PE-04": {APPHOST: modules(r'<add name="Helper" image="C:\ProgramData\helper.dll" />')},
    "PE-05": {
        APPHOST: config(
            '<system.applicationHost><sites><site name="Default Web Site"><application path="/">'
            r'<virtualDirectory path="/help" physicalPath="C:\Users\Public\help" />'
            "</application></site></sites></system.applicationHost>"
        )
    },
    "PE-06": {
        "exports/servicestate.txt": "Snapshot of HTTP service state (Server Session View):\n    Registered URLs:\n"
        "            HTTPS://*:443/OWA/AUTH/WEBCCCSD/\n"
    },
    "PE-07": {"exports/Get-TransportAgent.csv": '"Identity","AssemblyPath"\n"Helper","C:\\ProgramData\\helper.dll"\n'},
    "PE-08": {"exports/Get-TransportRule.csv": '"Name","BlindCopyTo"\n"Copy","away@example.net"\n'} | DOMAINS,
    "PE-09": {"exports/Get-InboxRule.csv": '"Identity","ForwardTo"\n"user\\1","away@example.net"\n'} | DOMAINS,
    "PE-10": {
        "exports/Get-MailboxFolderPermission.csv": '"Identity","FolderName","User","AccessRights"\n'
        '"user:\\Inbox","Inbox","Default","Owner"\n'
    },
    "PE-11": {
        "exports/Get-ManagementRoleAssignment.csv": '"Identity","Role","RoleAssigneeName"\n'
        '"Mailbox Import Export-svc","Mailbox Import Export","svc"\n'
    },
    "PE-12": {
        "exports/Get-OabVirtualDirectory.csv": '"Identity","ExternalUrl"\n'
        '"MXS01\\OAB","http://f/<script runat=""server"">inert</script>"\n'
    },
    "PE-13": {"C/Windows/System32/Tasks/Helper": task(r"C:\Users\Public\helper.exe")},
    "PE-14": {"exports/Get-Service.csv": '"Name","PathName"\n"Helper","C:\\Users\\Public\\helper.exe"\n'},
    "PE-15": {"exports/Get-WmiSubscription.csv": '"Name","CommandLineTemplate"\n"Helper","C:\\helper.exe"\n'},
    "PE-16": {"exports/Get-LocalUser.csv": '"Name","Enabled"\n"helper$","True"\n'},
    "PE-20": {"exports/Get-MpPreference.csv": '"ExclusionPath","ExclusionProcess"\n"C:\\inetpub\\wwwroot",""\n'},
    "PE-21": {APPHOST: config('<system.webServer><httpLogging dontLog="true" /></system.webServer>')},
}
TRACES: dict[str, dict[str, str]] = {
    "PE-16": {"events.json": event("Security", 4720, SubjectUserName="MXS01$", TargetUserName="helper")},
    "PE-17": {"C/Windows/Temp/lsass.dmp": "MDMP" + "\0" * 600},
}
"""Ways of which a server keeps no state, or a trace of the making only."""


def scanned(files: dict[str, str], root: Path) -> Case:
    """The files as a collection of MXS01, scanned."""
    for name, text in files.items():
        path = root / "MXS01" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    main(["scan", str(root / "MXS01"), "--case", str(root / "c"), "-q", "--no-installed"])
    return Case.open(root / "c")


@pytest.mark.parametrize("way", LEFT)
def test_what_was_left_is_found(way: str, tmp_path: Path) -> None:
    """It is present now, named by its id with its findings; nothing else is called present that is not there."""
    (host,) = scanned(LEFT[way], tmp_path).result().hosts
    found = {one.id: one for one in host.mechanisms}
    assert found[way].state is MechanismState.PRESENT, found[way].why
    assert found[way].findings
    others = {name for name, one in found.items() if one.state is MechanismState.PRESENT} - {way}
    assert others <= ({"PE-01"} if way in {"PE-02", "PE-03"} else set())
    assert any(way in step.mechanisms for step in host.eviction)


@pytest.mark.parametrize("way", TRACES)
def test_what_leaves_a_trace_is_named(way: str, tmp_path: Path) -> None:
    """Not checkable, with the finding that speaks of it."""
    host, *_ = scanned(TRACES[way], tmp_path).result().hosts
    found = {one.id: one for one in host.mechanisms}
    assert found[way].state in {MechanismState.NOT_CHECKABLE, MechanismState.PRESENT}
    assert found[way].findings


CLEAN: dict[str, str] = {
    APPHOST: modules(),
    f"{V15}/TransportRoles/Shared/agents.config": "<configuration/>",
    f"{AUTH}/note.txt": "",
    f"{TASKS}/Microsoft/Windows/Defrag/ScheduledDefrag": task(r"%windir%\system32\defrag.exe"),
    f"{TASKS}/Example": task(r"C:\Program Files\Example\update.exe"),
    "exports/servicestate.txt": "Snapshot of HTTP service state:\n    HTTPS://MAIL.EXAMPLE.ORG:443/OWA/\n",
    "exports/Get-TransportAgent.csv": '"Identity","AssemblyPath"\n"Filter","C:\\Program Files\\Example\\filter.dll"\n',
    "exports/Get-TransportRule.csv": '"Name","BlindCopyTo"\n"Footer",""\n',
    "exports/Get-InboxRule.csv": '"Identity","ForwardTo"\n"user\\1","colleague@example.org"\n',
    "exports/Get-Mailbox.csv": '"Identity","ForwardingSmtpAddress"\n"user",""\n',
    "exports/Get-MailboxPermission.csv": "",
    "exports/Get-MailboxFolderPermission.csv": '"Identity","FolderName","User","AccessRights"\n'
    '"user:\\Calendar","Calendar","Default","AvailabilityOnly"\n',
    "exports/Get-ManagementRoleAssignment.csv": '"Identity","Role"\n"x","Mail Recipients"\n',
    "exports/Get-OabVirtualDirectory.csv": '"Identity","ExternalUrl"\n"MXS01\\OAB","https://mail.example.org/OAB"\n',
    "exports/Get-OrganizationConfig.csv": '"Name","MitigationsEnabled"\n"Example","True"\n',
    "exports/Get-Service.csv": '"Name","PathName"\n'
    + "".join(f'"Example{number}","C:\\Program Files\\Example\\svc.exe"\n' for number in range(30)),
    "exports/HKLM_Run.reg": "Windows Registry Editor Version 5.00\n\n"
    "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run]\n",
    "exports/Get-SettingOverride.csv": "",
    f"{AUTH}/web.config": "<configuration/>",
    "exports/Get-WmiSubscription.csv": "",
    "exports/Get-MpPreference.csv": '"ExclusionPath","ExclusionProcess"\n"D:\\Databases",""\n',
    "exports/Get-LocalUser.csv": "",
} | DOMAINS


def test_a_clean_server_is_checked_clean(tmp_path: Path) -> None:
    """With every export at hand, only what no server shows stays open; no finding above low."""
    case = scanned(CLEAN, tmp_path)
    (host,) = case.result().hosts
    states = {one.id: one.state for one in host.mechanisms}
    dark = {name for name, state in states.items() if state is MechanismState.NOT_CHECKABLE}
    assert dark == {"PE-16", "PE-17", "PE-18", "PE-19"}
    assert set(states.values()) == {MechanismState.CLEAN, MechanismState.NOT_CHECKABLE}
    assert host.verdict is Verdict.CANNOT_TELL
    assert all(finding.severity <= 1 for finding in case.result().findings)


@pytest.mark.parametrize(
    ("missing", "dark"),
    [
        (f"{AUTH}/web.config", {"PE-04", "PE-21"}),
        (APPHOST, {"PE-04", "PE-05", "PE-21"}),
        ("exports/HKLM_Run.reg", {"PE-14"}),
        ("exports/Get-Service.csv", {"PE-14"}),
        ("exports/Get-SettingOverride.csv", {"PE-20"}),
        ("exports/Get-MailboxPermission.csv", {"PE-10"}),
    ],
)
def test_what_was_not_read_is_not_clean(missing: str, dark: set[str], tmp_path: Path) -> None:
    """Without one of the files the ways that only it shows are not checkable, and the others stay clean."""
    (host,) = scanned({name: text for name, text in CLEAN.items() if name != missing}, tmp_path).result().hosts
    open_ = {one.id for one in host.mechanisms if one.state is not MechanismState.CLEAN}
    assert open_ == {"PE-16", "PE-17", "PE-18", "PE-19"} | dark


def test_a_broken_configuration_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """What stands before the damage is found; what lies behind it is not called clean."""
    whole = modules(r'<add name="Helper" image="C:\ProgramData\helper.dll" />')
    torn = whole[: whole.index("</globalModules>")] + "<<<"
    (host,) = scanned(CLEAN | {APPHOST: torn}, tmp_path).result().hosts
    states = {one.id: one.state for one in host.mechanisms}
    assert states["PE-04"] is MechanismState.PRESENT
    assert {states["PE-05"], states["PE-21"]} == {MechanismState.NOT_CHECKABLE}


REMOVALS: dict[str, tuple[dict[str, str], MechanismState]] = {
    "a task whose deletion stands in the log": (
        {
            "events.json": event("Security", 4698, TaskName="\\Helper", TaskContent=task(r"C:\Users\Public\helper.exe"))
            + event("Security", 4699, TaskName="\\Helper")
        },
        MechanismState.REMOVED,
    ),
    "a task that no list holds any more": (
        {
            "events.json": event(
                "Security", 4698, TaskName="\\Helper", TaskContent=task(r"C:\Users\Public\helper.exe")
            ),
            f"{TASKS}/Microsoft/Windows/Defrag/ScheduledDefrag": task(r"%windir%\system32\defrag.exe"),
        },
        MechanismState.REMOVED,
    ),
    "a task of which nobody can tell": (
        {"events.json": event("Security", 4698, TaskName="\\Helper", TaskContent=task(r"C:\Users\Public\helper.exe"))},
        MechanismState.NOT_CHECKABLE,
    ),
}


@pytest.mark.parametrize("what", REMOVALS)
def test_what_was_removed(what: str, tmp_path: Path) -> None:
    """A record of the removal, or a state read since; without either it is not checkable, with its finding."""
    files, state = REMOVALS[what]
    (host,) = scanned(files, tmp_path).result().hosts
    found = {one.id: one for one in host.mechanisms}["PE-13"]
    assert (found.state, bool(found.findings)) == (state, True)


def test_two_collections_of_one_host_are_an_assumption(tmp_path: Path) -> None:
    """What either holds counts as present, and that is said."""
    helper = r'<add name="Helper" image="C:\ProgramData\helper.dll" />'
    for day, more in (("first", helper), ("second", "")):
        for name, text in ((APPHOST, modules(more)), ("events.json", event("System", 6005, Data=day))):
            path = tmp_path / day / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    main(["scan", str(tmp_path / "first"), str(tmp_path / "second"), "--case", str(tmp_path / "c"), "-q"])
    (host,) = Case.open(tmp_path / "c").result().hosts
    assert any(note.startswith("assumption: files and settings of this host come from 2") for note in host.notes)
    assert {one.id: one.state for one in host.mechanisms}["PE-04"] is MechanismState.PRESENT
