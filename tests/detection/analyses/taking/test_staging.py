"""Data packed, and archives that lie about for other reasons."""

import pytest

from indicia.model.finding import Presence, Severity, Stage

NAME = "staging"
SEVEN = r"C:\Program Files\7-Zip\7z.exe"
MAKECAB = r"C:\Windows\System32\makecab.exe"


def ran(scene, command, image=SEVEN):
    return scene().sysmon(1, "01:00:00", Image=image, CommandLine=command, ProcessId="7")


@pytest.mark.parametrize(
    ("command", "image"),
    [
        (r"7z a -t7z c:\programdata\pst\a.7z c:\programdata\pst", r"C:\x\renamed.exe"),
        (r"makecab c:\inetpub\wwwroot\a.dmp c:\inetpub\wwwroot\a.dmp.zip", MAKECAB),
        (r"7z a c:\programdata\it.zip c:\users\x\mail.pst", SEVEN),
        (r"vssadmin list shadows > C:\Windows\Temp\__output", r"C:\Windows\System32\cmd.exe"),
    ],
)
def test_packing_loot(scene, command, image):
    """Packing a dump, a mailbox, the recorded commands, or into a web folder is operated."""
    finding = ran(scene, command, image).one(NAME)
    assert (finding.stage, finding.severity, finding.tests) == (Stage.OPERATED, Severity.HIGH, ("PO-04",))


@pytest.mark.parametrize(
    ("command", "image"),
    [
        (r"makecab.exe C:\Windows\Logs\CBS\CbsPersist_1.log C:\Windows\Logs\CBS\CbsPersist_1.cab", MAKECAB),
        (r"7z a d:\backup\logs.7z d:\logs", SEVEN),
        (r"robocopy c:\programdata\pst d:\pst", r"C:\Windows\System32\robocopy.exe"),
        ("vssadmin list shadows", r"C:\Windows\System32\vssadmin.exe"),
    ],
    ids=["log rotation", "elsewhere", "no packing", "no output"],
)
def test_look_alikes_are_silent(scene, command, image):
    """Each criterion failing once: place, program, output."""
    assert NAME not in ran(scene, command, image).findings()


def test_packing_in_an_open_folder_is_only_information(scene):
    """An administrator's archive under ProgramData moves no stage and is low."""
    finding = ran(scene, r"7z a c:\programdata\vendor\logs.7z d:\logs").one(NAME)
    assert (finding.stage, finding.severity, finding.tests) == (None, Severity.LOW, ())


@pytest.mark.parametrize(
    "path", [r"C:\inetpub\wwwroot\aspnet_client\a.zip", r"C:\E\V15\FrontEnd\HttpProxy\owa\auth\b.7z"]
)
def test_an_archive_in_a_web_folder(scene, path):
    """Where anyone can fetch it, an archive counts, collected or seen being written."""
    assert scene().file(path).one(NAME).presence is Presence.PRESENT
    assert scene().sysmon(11, "01:00:00", TargetFilename=path).one(NAME).stage is Stage.OPERATED


def test_archives_under_programdata_are_listed_only(scene):
    """The vendor's own check lists them; they answer its test and move nothing."""
    finding = scene().file(r"C:\ProgramData\it.zip").file(r"C:\ProgramData\Package Cache\x.zip").one(NAME)
    assert (finding.count, finding.severity, finding.tests) == (2, Severity.INFORMATIONAL, ("PO-03",))


def test_an_archive_elsewhere_is_silent(scene):
    """Other folders hold archives of their own right."""
    assert NAME not in scene().file(r"C:\Users\x\Downloads\a.zip").findings()
