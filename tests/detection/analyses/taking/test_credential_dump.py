"""Credentials dumped, and commands that only look like it."""

import pytest

from indicia.model.finding import Confidence, Presence, Severity, Stage

NAME = "credential-dump"


def ran(scene, command, image=r"C:\Windows\System32\rundll32.exe"):
    return scene().sysmon(
        1, "01:00:00", Image=image, CommandLine=command, User="NT AUTHORITY\\SYSTEM", ProcessGuid="{A}"
    )


@pytest.mark.parametrize(
    ("command", "image", "technique"),
    [
        (r"rundll32 C:\windows\System32\comsvcs.dll, MiniDump 756 C:\x.dmp full", "rundll32.exe", "T1003.001"),
        (r"rundll32 comsvcs.dll #24 756 c:\x.dmp full", "rundll32.exe", "T1003.001"),
        (r"procdump64.exe -ma lsass.exe c:\root\a.dmp", r"C:\root\procdump64.exe", "T1003.001"),
        (r"renamed.exe -accepteula -ma lsass.exe c:\a.dmp", r"C:\root\renamed.exe", "T1003.001"),
        (r"reg save HKLM\SAM c:\a.hiv", r"C:\Windows\System32\reg.exe", "T1003.002"),
        (r'ntdsutil "ac i ntds" "ifm" "create full c:\root" q q', r"C:\Windows\System32\ntdsutil.exe", "T1003.003"),
    ],
)
def test_each_way_of_dumping(scene, command, image, technique):
    """Memory, hives and directory database are each a finding with its technique."""
    finding = ran(scene, command, image).one(NAME)
    assert (finding.stage, finding.severity) == (Stage.OPERATED, Severity.CRITICAL)
    assert technique in finding.techniques
    assert finding.tests == (("PO-02",) if technique == "T1003.001" else ())


@pytest.mark.parametrize(
    "command",
    [
        r"regsvr32 /s C:\windows\System32\comsvcs.dll",
        'tasklist /fi "imagename eq lsass.exe"',
        r"reg save HKLM\SOFTWARE\Vendor c:\backup\a.hiv",
        r"reg save HKLM\SYSTEM c:\backup\a.hiv",
        "ntdsutil files info",
        r"notepad c:\notes\about lsass.dmp files.txt",
        "vssadmin create shadow /for=c:",
    ],
)
def test_look_alike_commands_are_silent(scene, command):
    """Each criterion failing once."""
    assert NAME not in ran(scene, command, r"C:\Windows\System32\x.exe").findings()


def test_access_to_lsass_confirms_but_never_alone(scene):
    """Access to LSASS is shown beside the command that made it; by itself it is everyday."""
    access = {
        "TargetImage": r"C:\Windows\system32\lsass.exe",
        "CallTrace": r"ntdll.dll|C:\Windows\System32\dbgcore.dll",
    }
    assert NAME not in scene().sysmon(10, "01:00:01", SourceProcessGUID="{A}", **access).findings()
    made = ran(scene, "rundll32 comsvcs.dll MiniDump 756 x.dmp full").sysmon(
        10, "01:00:01", SourceProcessGUID="{A}", **access
    )
    assert (made.one(NAME).confidence, made.one(NAME).count) == (Confidence.CONCLUSIVE, 2)


@pytest.mark.parametrize(
    ("path", "tests"),
    [
        (r"C:\root\lsass.dmp", ("PO-01",)),
        (r"C:\Windows\Temp\lsass_1.dmp", ("PO-01",)),
        (r"C:\inetpub\wwwroot\aspnet_client\a.dmp.zip", ("PO-01",)),
        (r"C:\Users\x\AppData\Local\Temp\lsass.dmp", ()),
    ],
)
def test_dump_files(scene, path, tests):
    """A dump is present when collected, unknown when only its writing was seen."""
    assert scene().file(path).one(NAME).presence is Presence.PRESENT
    finding = scene().sysmon(11, "01:00:00", TargetFilename=path, Image="x.exe").one(NAME)
    assert (finding.presence, finding.tests) == (Presence.UNKNOWN, tests)


@pytest.mark.parametrize(
    "path",
    [
        r"C:\Windows\Temp\other.dmp",
        r"C:\Windows\System32\config\systemprofile\AppData\Local\CrashDumps\lsass.exe.4.dmp",
    ],
)
def test_other_dumps_are_silent(scene, path):
    """Dumps of other programs, and those that crash reporting keeps, are no findings."""
    assert NAME not in scene().file(path).findings()


def test_the_recorded_dump(corpora, flat_scene):
    """A real dump through comsvcs.dll is told once for both logs, confirmed by the access, beside its file."""
    folder = corpora / "otrf/datasets/atomic/windows/credential_access/host"
    command, file = flat_scene(folder / "psh_lsass_memory_dump_comsvcs.zip").findings()[NAME]
    assert (command.confidence, command.tests, command.techniques) == (
        Confidence.CONCLUSIVE, ("PO-02",), ("T1003.001", "T1218.011"),
    )  # fmt: skip
    assert file.objects[0].endswith("lsass-comsvcs.dmp")
