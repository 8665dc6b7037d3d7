"""The collection plan in the forms that collectors take."""

import re
import zipfile
from pathlib import Path

import orjson
import pytest
import yaml

from indicia.assessment.next_steps.collecting import every_line, lines_needed
from indicia.case import Case
from indicia.cli.main import main
from indicia.knowledge.packs.collecting import incomplete, load_lines
from indicia.knowledge.packs.load import load_pack
from indicia.report.collectors.kape import kape
from indicia.report.collectors.powershell import powershell
from indicia.report.collectors.velociraptor import velociraptor

PACK = load_pack()
LINES = load_lines(PACK)
ALL = every_line(PACK, LINES)
WRITING = {
    "Add-Content", "Add-PSSnapin", "Add-Type", "Copy-Found", "Copy-Item", "Copy-One", "New-Item", "Out-File",
    "Out-Null", "Write-Host", "Write-Line", "Join-Path", "Split-Path", "Test-Path", "Select-Object", "Where-Object",
    "ForEach-Object", "ConvertTo-Csv", "Export-Csv", "Export-Channel", "Export-Key", "Export-List", "Export-Answer",
    "ConvertTo-Json",
}  # fmt: skip
"""Commands that do not only read: all of them write below the output folder, to the screen or to nothing."""


def test_every_log_source_is_collected() -> None:
    """Each source of the pack has a line, and each test and way to stay that can be decided is decided by one."""
    assert {source for line in LINES for source in line.sources} == {source.id for source in PACK.sources}
    assert {name for one in ALL for name in one.tests} == {test.id for test in PACK.tests}
    assert {name for one in ALL for name in one.mechanisms} == {one.id for one in PACK.mechanisms if one.checked_by}


def test_exports_are_told_apart() -> None:
    """Settings of Exchange decide about agents, rules of mailboxes about forwarding, and not the other way round."""
    by_id = {one.line.id: one for one in ALL}
    assert "PE-07" in by_id["C-17"].mechanisms
    assert "PE-07" not in by_id["C-18"].mechanisms
    assert "PE-09" in by_id["C-18"].mechanisms


def test_a_list_of_files_does_not_show_what_they_hold() -> None:
    """Names and hashes decide about pages of the product that were changed, not about shells."""
    by_id = {one.line.id: one for one in ALL}
    assert "PE-01" in by_id["C-09"].mechanisms
    assert "PE-01" not in by_id["C-20"].mechanisms
    assert "PE-03" in by_id["C-20"].mechanisms


def test_the_file_table_tells_names_only() -> None:
    """Neither what files hold nor whether they were changed."""
    (line,) = [one for one in ALL if one.line.id == "C-22"]
    assert {"WS-01", "WS-02", "WS-04", "WS-05"} <= set(line.tests)
    assert not {"WS-03", "WS-12", "PL-21", "PS-08"} & set(line.tests)
    assert "PE-01" not in line.mechanisms


def test_the_script_names_what_it_cannot_copy() -> None:
    """Files that only a tool which reads the volume can take, and it does not try."""
    script = powershell(ALL, 100)
    assert "Write-Line 'not copied, needs a tool that reads the volume itself: C:\\$Extend\\$UsnJrnl:$J'" in script
    assert "Copy-Found 'C' '$Extend'" not in script


def test_the_script_only_reads() -> None:
    """Every command in it reads, or writes below the output folder; brackets and quotes are paired."""
    script = powershell(ALL, 100)
    code = re.sub(r"Export-Channel '[^']*'|ms-Exch-Storage-Group|#.*", "Export-Channel", script)
    commands = set(re.findall(r"\b[A-Z][A-Za-z]+-[A-Z][A-Za-z]+\b", code))
    assert {"Get-OabVirtualDirectory", "Copy-Item", "Get-FileHash"} <= commands
    assert {name for name in commands if not name.startswith("Get-")} <= WRITING
    for word in ("Set-", "Remove-", "Stop-", "Start-", "Invoke-", "Disable-", "Enable-", "Enter-PSSession", "iex "):
        assert word not in script
    assert not re.search(r"\b(del|rd|rmdir|format|net stop|sc\.exe|iisreset|schtasks)\b", script, re.IGNORECASE)
    for left, right in ("{}", "()", "[]"):
        assert script.count(left) == script.count(right), left
    assert all(line.count("'") % 2 == 0 for line in script.split("\r\n") if not line.startswith("#"))
    assert "\n" not in script.replace("\r\n", "")
    for one in ALL:
        assert f"# {one.line.id} " in script


def test_the_artifact_is_yaml() -> None:
    """Name, type, sources with queries; every pattern and every export is in it."""
    artifact = yaml.safe_load(velociraptor(ALL, 100))
    assert artifact["name"] == "Custom.Indicia.ExchangeServer"
    assert artifact["type"] == "CLIENT"
    files, volume, listing, exports = (source["query"] for source in artifact["sources"])
    assert "$UsnJrnl:$J" not in files
    assert "glob(globs=('C:/$MFT', 'C:/$Extend/$UsnJrnl:$J'), accessor='ntfs')" in volume
    assert "MaxBytes" not in volume
    assert "upload(" not in listing
    assert "Windows/System32/inetsrv/**" in listing
    assert "Exchange + '/Logging/HttpProxy/**/*.LOG'" in files
    assert "winevt/Logs/Microsoft-Windows-Sysmon%4Operational.evtx" in files
    assert all(export.file in exports for line in LINES for export in line.exports)
    assert files.count("(") == files.count(")")


def test_a_command_that_fails_leaves_no_empty_answer() -> None:
    """An empty file says that nothing was found; so the script and the artifact write none where a command failed."""
    script = powershell(ALL, 100)
    failed, found_nothing = script.index("not written, the command failed"), script.index("New-Item -ItemType File")
    assert "return }" in script[failed : failed + 45]
    assert failed < found_nothing
    exports = yaml.safe_load(velociraptor(ALL, 100))["sources"][-1]["query"]
    rows = orjson.loads(exports[exports.index("[") : exports.rindex("]") + 1])
    assert len(rows) == sum(len(line.exports) + len(line.registry) for line in LINES)
    assert all("exit 1" in row["Run"] and "exit 2" in row["Run"] for row in rows)
    assert "if(condition=ReturnCode != 1," in exports
    assert {row["Incomplete"] for row in rows} == {incomplete(row["File"]) for row in rows}


def test_the_script_takes_large_files_and_not_itself() -> None:
    """Zip without the limit of 2 GB; every site of the web server; nothing of its own output."""
    script = powershell(ALL, 100)
    assert "Compress-Archive -" not in script
    assert "ZipFile]::CreateFromDirectory" in script
    assert "Copy-Found 'C' 'inetpub\\logs\\LogFiles\\W3SVC*' '*.log'" in script
    assert "Get-Item -Path $Base" in script
    assert "StartsWith($Whole, 'OrdinalIgnoreCase')" in script


def test_the_target_is_yaml() -> None:
    """A folder, a mask, and whether folders below count, for each pattern and each log."""
    target = yaml.safe_load(kape(ALL, 100))
    assert target["RecreateDirectories"] is True
    proxy = next(one for one in target["Targets"] if "HttpProxy" in one["Path"] and one["FileMask"] == "*.LOG")
    assert proxy["Path"] == "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Logging\\HttpProxy\\"
    assert proxy["Recursive"] is True
    assert all(one["Path"].endswith("\\") and "*" not in one["Path"] for one in target["Targets"])
    assert not any("inetsrv\\'" in one["Path"] for one in target["Targets"])
    (journal,) = [one for one in target["Targets"] if one["FileMask"] == "$UsnJrnl:$J"]
    assert (journal["Path"], journal["AlwaysAddToQueue"], journal["SaveAsFileName"]) == ("C:\\$Extend\\", True, "$J")
    (volume,) = [one for one in target["Targets"] if one["FileMask"] == "$MFT"]
    assert (volume["Path"], volume["AlwaysAddToQueue"]) == ("C:\\", True)
    assert not {"MaxSize"} & {*journal, *volume}
    web = next(one for one in target["Targets"] if "LogFiles" in one["Path"])
    assert (web["Path"], web["FileMask"], web["Recursive"]) == ("C:\\inetpub\\logs\\LogFiles\\", "*.log", True)


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Path:
    """What the script collects from a quiet server, as it packs it, scanned."""
    root = tmp_path_factory.mktemp("collected")
    base = "MXS01-20210401T000000Z"
    log = f"{base}/C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log"
    members = {
        log: "#Software: Microsoft Internet Information Services\r\n"
        "#Fields: date time s-ip cs-method cs-uri-stem s-port c-ip sc-status\r\n"
        "2021-03-03 04:00:00 10.0.0.1 GET /owa/auth/logon.aspx 443 198.51.100.7 200\r\n",
        f"{base}/C/Windows/System32/Tasks/Microsoft/Windows/DiskCleanup/SilentCleanup": '<Task xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">'
        "<Actions><Exec><Command>C:\\Windows\\System32\\cleanmgr.exe</Command></Exec></Actions></Task>",
        f"{base}/exports/Get-TransportAgent.csv": '"Identity","AssemblyPath"\r\n',
        f"{base}/exports/Get-TransportRule.csv": "",
        f"{base}/exports/Get-AcceptedDomain.csv": '"Name","DomainName"\r\n"example.org","example.org"\r\n',
        f"{base}/exports/servicestate.txt": "Snapshot of HTTP service state (Server Session View):\r\n",
        f"{base}/exports/HKLM_SOFTWARE_X.reg": "Windows Registry Editor Version 5.00\r\n",
    }
    with zipfile.ZipFile(root / "MXS01.zip", "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    main(["scan", str(root / "MXS01.zip"), "--case", str(root / "c"), "-q", "--no-installed"])
    return root / "c"


def test_what_the_script_packs_is_read(case) -> None:
    """Host paths and classes are recognised: ways to stay are checked by the exports, also by empty ones."""
    (host,) = Case.open(case).result().hosts
    states = {one.id: one.state.value for one in host.mechanisms}
    assert states["PE-07"] == states["PE-08"] == states["PE-06"] == states["PE-13"] == "checked clean"
    assert states["PE-09"] == states["PE-15"] == "not checkable"
    log = next(line for line in Case.open(case).result().evidence if line.evidence.kind == "iis")
    assert log.evidence.original == r"C:\inetpub\logs\LogFiles\W3SVC1\u_ex210303.log"


def test_a_case_asks_for_what_it_could_not_tell(case, capsys) -> None:
    """Mailbox rules are asked for, what listens is not."""
    hosts = Case.open(case).result().hosts
    ids = {one.line.id for one in lines_needed(PACK, LINES, hosts)}
    assert "C-18" in ids
    assert "C-15" not in ids
    assert main(["collect-plan", str(case)]) == 0
    out = capsys.readouterr().out
    assert "C-18" in out
    assert "What would decide" in out


@pytest.mark.parametrize("form", ["--velociraptor", "--kape", "--powershell", "--json"])
def test_it_is_written(form, tmp_path, capsys) -> None:
    """To a file, one line of the plan only."""
    assert main(["collect-plan", form, "--line", "c-02", "--out", str(tmp_path / "x")]) == 0
    text = (tmp_path / "x").read_text("utf-8-sig")
    assert "HttpProxy" in text
    assert "W3SVC" not in text
    assert main(["collect-plan", "--line", "C-99"]) == 4


def test_out_needs_a_form(tmp_path, capsys) -> None:
    """The list on a screen is for people; a file wants a form."""
    assert main(["collect-plan", "--out", str(tmp_path / "x")]) == 4
    assert "--velociraptor" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()
