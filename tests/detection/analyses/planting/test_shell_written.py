"""Pages written into web folders: by whom, over what, and what became of them."""

import pytest

from indicia.model.finding import Confidence, Presence, Severity, Stage

NAME = "shell-written"
FRONT = r"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy"
PAGE = rf"{FRONT}\owa\auth\look-alike.aspx"
W3WP = r"c:\windows\system32\inetsrv\w3wp.exe"


def written(scene, path=PAGE, image="System"):
    return scene().sysmon(11, "01:00:00", TargetFilename=path, Image=image)


@pytest.mark.parametrize("image", ["System", W3WP, r"C:\Windows\System32\cmd.exe"])
@pytest.mark.parametrize(
    "path",
    [
        PAGE,
        r"C:\inetpub\wwwroot\aspnet_client\x.ashx",
        r"D:\Exchange\V15\ClientAccess\owa\auth\y.asp",
        rf"{FRONT}\ecp\auth\z.ASPX:stream",
    ],
)
def test_any_writer_of_a_script_counts(scene, path, image):
    """The server's own processes and the kernel are as good as any."""
    finding = written(scene, path, image).one(NAME)
    assert (finding.stage, finding.severity, finding.tests) == (Stage.IMPLANTED, Severity.CRITICAL, ("WS-10",))
    assert finding.presence is Presence.UNKNOWN


def test_an_exported_mailbox_is_its_own_artefact(scene):
    """A page written by the mailbox replication service answers the test of the export trick."""
    image = r"C:\Program Files\Microsoft\Exchange Server\V15\Bin\MSExchangeMailboxReplication.exe"
    assert written(scene, image=image).one(NAME).tests == ("WS-10", "PS-07")


def test_the_share_names_client_and_account(scene):
    """A write over an administrative share is the same page, and says from where and as whom."""
    made = written(scene).security(
        5145, "01:00:00", ShareName=r"\\*\C$", RelativeTargetName=PAGE[3:], AccessMask="0x2", IpAddress="192.0.2.8",
        SubjectUserName="MX$",
    )  # fmt: skip
    finding = made.one(NAME)
    assert (finding.count, finding.clients) == (2, ("192.0.2.8",))
    assert "MX$" in finding.summary


def test_an_object_write_alone_is_enough(scene):
    """Without Sysmon, an audited write tells."""
    made = scene().security(4663, "01:00:00", ObjectName=PAGE, AccessMask="0x6", ProcessName=W3WP)
    assert made.one(NAME).objects == (PAGE.lower(), "/owa/auth/look-alike.aspx")


@pytest.mark.parametrize(
    "add",
    [
        lambda made: made.sysmon(11, "01:00:00", TargetFilename=rf"{FRONT}\owa\auth\style.css", Image=W3WP),
        lambda made: made.sysmon(11, "01:00:00", TargetFilename=r"C:\Temp\look-alike.aspx", Image=W3WP),
        lambda made: made.sysmon(11, "01:00:00", TargetFilename=PAGE, Image=r"C:\Windows\System32\msiexec.exe"),
        lambda made: made.sysmon(23, "01:00:00", TargetFilename=PAGE, Image=W3WP),
        lambda made: made.security(4663, "01:00:00", ObjectName=PAGE, AccessMask="0x1", ProcessName=W3WP),
        lambda made: made.security(
            5145, "01:00:00", ShareName=r"\\*\C$", RelativeTargetName=PAGE[3:], AccessMask="0x89"
        ),
    ],
    ids=["no script", "no web folder", "installer", "only deleted", "read", "read over the share"],
)
def test_look_alikes_are_silent(scene, add):
    """Each criterion failing once: script, folder, writer, write."""
    assert NAME not in add(scene()).findings()


def test_an_installer_does_not_write_under_aspnet_client(scene):
    """The exemption of installers ends where no installer puts a page."""
    made = written(scene, r"C:\inetpub\wwwroot\aspnet_client\x.aspx", r"C:\Windows\System32\msiexec.exe")
    assert made.one(NAME).severity is Severity.HIGH


def test_a_false_installer_is_none(scene):
    """A program only named like the installer is not exempt."""
    assert written(scene, image=r"C:\Temp\msiexec.exe").one(NAME)


def test_another_application_is_less(scene):
    """A deployment to another part of the site is medium."""
    made = written(scene, r"C:\inetpub\wwwroot\shop\default.aspx", r"C:\Program Files\IIS\msdeploy.exe")
    assert made.one(NAME).severity is Severity.MEDIUM


@pytest.mark.parametrize("event", [23, 26])
def test_a_deletion_afterwards_removes(scene, event):
    """A recorded deletion after the write makes it removed, and is told with its time."""
    finding = written(scene).sysmon(event, "02:00:00", TargetFilename=PAGE, Archived="true").one(NAME)
    assert finding.presence is Presence.REMOVED
    assert "2021-03-03T02:00:00Z" in finding.summary
    assert "T1070.004" in finding.techniques


def test_a_deletion_before_the_write_does_not(scene):
    """What was deleted and then written anew is not removed."""
    made = (
        scene().sysmon(23, "00:30:00", TargetFilename=PAGE).sysmon(11, "01:00:00", TargetFilename=PAGE, Image="System")
    )
    assert made.one(NAME).presence is Presence.UNKNOWN


def test_a_changed_creation_time_is_told(scene):
    """Time-stomping after the write is part of the story."""
    finding = written(scene).sysmon(2, "01:05:00", TargetFilename=PAGE, Image=W3WP).one(NAME)
    assert "T1070.006" in finding.techniques


def test_the_collected_tree_decides_presence(scene):
    """In the tree: present; its folder in the tree without it: removed; neither: unknown."""
    assert written(scene).file(PAGE).one(NAME).presence is Presence.PRESENT
    other = rf"{FRONT}\owa\auth\other.aspx"
    assert written(scene).file(other).one(NAME).presence is Presence.REMOVED
    elsewhere = rf"{FRONT}\ecp\auth\other.aspx"
    assert written(scene).file(elsewhere).one(NAME).presence is Presence.UNKNOWN


def test_the_control_panel_asked_for_a_script_file(scene):
    """A reset that names a script file as its target is told even without any file record."""
    made = scene().ecp("01:00:00", "Remove-OabVirtualDirectory.Identity='x'.FilePathName=''\\\\127.0.0.1\\C$\\y.aspx''")
    assert made.one(NAME).stage is Stage.EXPLOITED


def deployed(scene, folder=r"C:\inetpub\wwwroot", image=r"C:\Windows\System32\Robocopy.exe", count=12, minutes=5):
    made = scene()
    for number in range(count):
        clock = f"02:{number * minutes // count:02d}:{number:02d}"
        made = made.sysmon(11, clock, TargetFilename=rf"{folder}\page{number}.aspx", Image=image)
    return made


def test_a_site_that_is_set_up_is_no_shell(scene):
    """Many pages at once, by a program that copies."""
    finding = deployed(scene).one(NAME)
    assert (finding.stage, finding.severity, finding.count) == (None, Severity.LOW, 12)


@pytest.mark.parametrize(
    "change",
    [
        {"folder": r"C:\inetpub\wwwroot\aspnet_client"}, {"folder": rf"{FRONT}\owa\auth"},
        {"image": W3WP, "minutes": 30}, {"count": 9}, {"minutes": 30},
    ],
    ids=["aspnet_client", "front end", "worker", "few", "slowly"],
)  # fmt: skip
def test_few_pages_or_slowly_or_elsewhere_or_over_the_web_are_not_set_up(scene, change):
    """Each criterion failing once: a finding for each page."""
    found = deployed(scene, **change).findings()[NAME]
    assert len(found) == change.get("count", 12)
    assert {finding.stage for finding in found} == {Stage.IMPLANTED}


def test_a_page_written_again_alone_is_told(scene):
    """What came with a site and was changed later on its own is no longer part of it."""
    made = deployed(scene).sysmon(
        11, "05:00:00", TargetFilename=r"C:\inetpub\wwwroot\page3.aspx", Image=r"C:\Windows\System32\cmd.exe"
    )
    stages = {finding.stage for finding in made.findings()[NAME]}
    assert stages == {None, Stage.IMPLANTED}


DESK = [
    r"C:\Windows\explorer.exe", r"C:\Windows\System32\notepad.exe", r"C:\Program Files\Notepad++\notepad++.exe",
]  # fmt: skip


@pytest.mark.parametrize("image", DESK)
def test_what_somebody_copies_at_the_desk_is_a_lone_sign(scene, image):
    """An administrator keeps a copy of the logon page beside it: shown, and proving nothing by itself."""
    finding = written(scene, rf"{FRONT}\owa\auth\logon - copy.aspx", image).one(NAME)
    assert (finding.severity, finding.confidence) == (Severity.MEDIUM, Confidence.MODERATE)


@pytest.mark.parametrize(
    "change",
    [
        {"path": r"C:\inetpub\wwwroot\aspnet_client\x.aspx", "image": DESK[0]},
        {"image": r"C:\Users\Public\explorer.exe"},
        {"image": r"C:\Windows\System32\cmd.exe"},
    ],
    ids=["where nobody keeps pages", "only called like it", "a shell"],
)
def test_other_places_and_programs_are_no_desk(scene, change):
    """Each criterion failing once."""
    assert written(scene, **change).one(NAME).confidence >= Confidence.STRONG


@pytest.mark.parametrize(
    ("image", "confidence"),
    [
        (r"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe", Confidence.WEAK),
        (W3WP, Confidence.STRONG),
        ("System", Confidence.STRONG),
    ],
)
def test_a_known_page_laid_over_by_a_script_is_a_lone_sign(scene, image, confidence):
    """After each update somebody's script puts the house's own logon page back; the worker and the kernel do not."""
    finding = written(scene, rf"{FRONT}\owa\auth\logon.aspx", image).one(NAME)
    assert finding.confidence is confidence


def test_a_known_page_that_somebody_edited_and_scripts_lay_over_is_a_lone_sign(scene):
    """Both on one server, as years go; the kernel among them is another matter."""
    made = written(scene, rf"{FRONT}\owa\auth\logon.aspx", DESK[1])
    made.sysmon(11, "02:00:00", TargetFilename=rf"{FRONT}\owa\auth\logon.aspx", Image=r"C:\Windows\System32\cmd.exe")
    assert made.one(NAME).confidence is Confidence.WEAK
    made.sysmon(11, "03:00:00", TargetFilename=rf"{FRONT}\owa\auth\logon.aspx", Image="System")
    assert made.one(NAME).confidence is Confidence.STRONG


def by_worker(made, times, folder=r"C:\inetpub\wwwroot\portal\modules", image=W3WP):
    for number, time in enumerate(times):
        made = made.sysmon(11, time, TargetFilename=rf"{folder}\view{number}.aspx", Image=image)
    return made


MONTHS = [f"2021-{month:02d}-09T10:00:00" for month in range(1, 7)]


def test_a_site_that_writes_its_own_pages_says_so_once(scene):
    """Content management writes pages with the worker's hand for months: one finding that proves nothing alone."""
    finding = by_worker(scene(), MONTHS).one(NAME)
    assert (finding.severity, finding.confidence, finding.count) == (Severity.MEDIUM, Confidence.MODERATE, 6)


def test_an_extension_that_is_installed_is_one_sign(scene):
    """Three pages of one folder within a minute."""
    finding = by_worker(scene(), ["10:00:00", "10:00:01", "10:00:09"]).one(NAME)
    assert (finding.severity, finding.confidence) == (Severity.HIGH, Confidence.MODERATE)


@pytest.mark.parametrize(
    "change",
    [
        {"times": MONTHS[:2]},
        {"times": [f"2021-03-0{day}T10:00:00" for day in range(1, 7)]},
        {"times": ["10:00:00", "10:00:01"]},
        {"times": ["10:00:00", "10:01:00", "10:02:00"]},
        {"times": MONTHS, "folder": rf"{FRONT}\owa\auth"},
        {"times": MONTHS, "folder": r"C:\inetpub\wwwroot\aspnet_client"},
        {"times": MONTHS, "image": "System"},
    ],
    ids=["few days", "one week", "two pages", "slowly", "front end", "aspnet_client", "over a share"],
)
def test_a_page_that_the_worker_wrote_is_a_shell_else(scene, change):
    """Each criterion failing once: a finding for each page, strong by itself."""
    found = by_worker(scene(), **change).findings()[NAME]
    assert len(found) == len(change["times"])
    assert {finding.severity for finding in found} == {Severity.CRITICAL}
    assert min(finding.confidence for finding in found) >= Confidence.STRONG
