"""Commands under the worker process, and what it starts in its daily work."""

from datetime import date, timedelta

import pytest

from indicia.model.finding import Confidence, Severity, Stage

NAME = "worker-process-shell"
W3WP = r"C:\Windows\System32\inetsrv\w3wp.exe"
SYSTEM32 = "C:\\Windows\\System32\\"
POOL = f'{W3WP} -ap "MSExchangeOWAAppPool" -v "v4.0"'
SYSTEM = "NT AUTHORITY\\SYSTEM"


def started(scene, image=SYSTEM32 + "cmd.exe", command="cmd /c whoami", parent=W3WP, parent_command=POOL, user=SYSTEM):
    return scene().sysmon(
        1, "01:00:00", Image=image, CommandLine=command, ParentImage=parent, ParentCommandLine=parent_command,
        User=user, ProcessGuid="{A}", ProcessId="23392", ParentProcessGuid="{W}", ParentProcessId="10844",
    )  # fmt: skip


def test_a_shell_under_the_worker_is_operated(scene):
    """The finding names command, user and application pool."""
    finding = started(scene).one(NAME)
    assert (finding.stage, finding.severity, finding.tests) == (Stage.OPERATED, Severity.CRITICAL, ("WS-08",))
    for part in ("cmd /c whoami", SYSTEM, "MSExchangeOWAAppPool"):
        assert part in finding.summary


def security(
    made, new="0x5b60", creator="0x2a5c", image="cmd.exe", parent=W3WP, command="cmd /c whoami", time="01:00:00"
):
    return made.security(
        4688, time, NewProcessId=new, ProcessId=creator, NewProcessName=SYSTEM32 + image, ParentProcessName=parent,
        CommandLine=command, SubjectUserName="MX$", SubjectUserSid="S-1-5-18",
    )  # fmt: skip


def test_one_start_in_two_logs_is_one(scene):
    """Sysmon 1 and 4688 of the same start belong to one finding and one command."""
    finding = security(started(scene)).one(NAME)
    assert finding.count == 2
    assert finding.summary.count("cmd /c whoami") == 1


def test_security_alone_is_enough(scene):
    """Without Sysmon the chain follows process ids."""
    made = security(scene())
    made = security(made, "0x568c", "0x5b60", "whoami.exe", SYSTEM32 + "cmd.exe", "whoami", "01:00:01")
    finding = made.one(NAME)
    assert (finding.count, finding.stage) == (2, Stage.OPERATED)
    assert SYSTEM in finding.summary


@pytest.mark.parametrize(
    ("account", "confidence"), [("Shop", Confidence.MODERATE), ("DefaultAppPool", Confidence.STRONG)]
)
def test_an_account_names_its_pool(scene, account, confidence):
    """Security 4688 has no command line of the parent; another application's program proves nothing alone."""
    finding = scene().security(
        4688, "01:00:00", NewProcessId="0x5b60", ProcessId="0x2a5c", NewProcessName=SYSTEM32 + "cmd.exe",
        ParentProcessName=W3WP, CommandLine="cmd /c convert a.png", SubjectUserName=account,
        SubjectDomainName="IIS APPPOOL", SubjectUserSid="S-1-5-82-1",
    ).one(NAME)  # fmt: skip
    assert finding.confidence is confidence
    assert f"the application pool {account}" in finding.summary


def test_chains_are_followed_by_guid(scene):
    """What the shell started, and what that started, is listed; another shell's child is not."""
    made = started(scene)
    for guid, parent, image in (("{B}", "{A}", "powershell.exe"), ("{C}", "{B}", "net.exe"), ("{D}", "{Z}", "reg.exe")):
        made.sysmon(
            1, "01:00:02", Image=SYSTEM32 + image, CommandLine=image, ParentImage=SYSTEM32 + "cmd.exe", ProcessId="7",
            ProcessGuid=guid, ParentProcessGuid=parent, ParentProcessId="8",
        )  # fmt: skip
    finding = made.one(NAME)
    assert (finding.count, "T1059.001" in finding.techniques) == (3, True)
    assert "net.exe" in finding.summary
    assert "reg.exe" not in finding.summary


@pytest.mark.parametrize("command", ['cmd /c cd /d "c:\\x"&whoami&echo [S]&cd&echo [E]', "cmd /c x&ipconfig&echo y"])
def test_the_pattern_of_a_known_client_is_conclusive(scene, command):
    """The client's echo marks name the kind of web shell."""
    finding = started(scene, command=command).one(NAME)
    assert (finding.confidence, finding.tests) == (Confidence.CONCLUSIVE, ("WS-08", "WS-09"))


def test_a_program_from_a_writable_folder(scene):
    """A program of any name that the worker starts from where anyone may write counts."""
    assert started(scene, image=r"C:\ProgramData\x.exe").one(NAME)


def test_the_voice_mail_worker_is_another_artefact(scene):
    """A shell under the voice-mail worker answers its own test."""
    finding = started(scene, parent=r"C:\E\Bin\UMWorkerProcess.exe", parent_command="").one(NAME)
    assert finding.tests == ("PL-11",)


def test_another_site_s_pool_is_less(scene):
    """A pool that is not Exchange's may be an application that starts programs."""
    finding = started(scene, parent_command=f'{W3WP} -ap "ReportsPool"').one(NAME)
    assert (finding.severity, finding.confidence) == (Severity.HIGH, Confidence.MODERATE)


@pytest.mark.parametrize(
    ("image", "parent"),
    [
        (r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\csc.exe", W3WP),
        (r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\cvtres.exe", W3WP),
        (SYSTEM32 + "WerFault.exe", W3WP),
        (SYSTEM32 + "conhost.exe", W3WP),
        (r"C:\Program Files\Vendor\addin.exe", W3WP),
        (SYSTEM32 + "cmd.exe", r"C:\Windows\explorer.exe"),
        (SYSTEM32 + "netsh.exe", r"C:\E\Bin\MSExchangeHMWorker.exe"),
        (SYSTEM32 + "cmd.exe", r"C:\E\Bin\MSExchangeHMWorker.exe"),
        (SYSTEM32 + "whoami.exe", SYSTEM32 + "cmd.exe"),
    ],
)
def test_daily_work_is_silent(scene, image, parent):
    """Compilers, crash reporting, add-ins, other parents and the health manager are no findings."""
    assert NAME not in started(scene, image=image, parent=parent).findings()


def test_each_worker_has_its_own_finding(scene):
    """Two worker processes are two findings."""
    made = started(scene)
    made.sysmon(
        1, "02:00:00", Image=SYSTEM32 + "cmd.exe", CommandLine="cmd", ParentImage=W3WP, ProcessGuid="{Q}",
        ProcessId="5", ParentProcessGuid="{V}", ParentProcessId="6",
    )  # fmt: skip
    assert len(made.findings()[NAME]) == 2


CONVERT = r'cmd.exe /c ""D:\shop\tools\makepdf.bat" {number} D:\shop\pdf\{number}.pdf"'


def daily(scene, days=12, command=CONVERT, pool="shop", every=3, times=1):
    """The same command, with other numbers, every few days."""
    made = scene()
    for number in range(days * times):
        day = date(2021, 1, 4) + timedelta(days=number // times * every)
        made.sysmon(
            1, f"{day}T02:00:{number % times % 60:02d}", Image=SYSTEM32 + "cmd.exe", ParentImage=W3WP, ProcessId="77",
            CommandLine=command.format(number=4711 + number), ParentCommandLine=f'{W3WP} -ap "{pool}"',
            ProcessGuid=f"{{{number}}}", ParentProcessGuid=f"{{W{number // times}}}", ParentProcessId="10844",
            User=f"IIS APPPOOL\\{pool}",
        )  # fmt: skip
    return made


@pytest.mark.parametrize("pool", ["shop", "DefaultAppPool"])
@pytest.mark.parametrize("rhythm", [{}, {"days": 3, "times": 100}], ids=["for weeks", "by the hundred"])
def test_what_an_application_starts_day_by_day_is_its_work(scene, pool, rhythm):
    """One finding for all of it, low and without a stage."""
    finding = daily(scene, pool=pool, **rhythm).one(NAME)
    assert (finding.stage, finding.severity, finding.confidence) == (None, Severity.LOW, Confidence.WEAK)
    assert "makepdf.bat" in finding.summary


@pytest.mark.parametrize(
    "change",
    [
        {"days": 5},
        {"every": 1},
        {"days": 2, "times": 200},
        {"pool": "MSExchangeOWAAppPool"},
        {"command": "cmd /c whoami"},
        {"command": 'cmd.exe /c "net group x{number}"'},
        {"command": "cmd /c dir C:\\folder{number}\\sub"},
        {"command": r"cmd /c C:\ProgramData\run.bat {number}"},
    ],
    ids=["few days", "not for weeks", "on two days", "Exchange", "asks who", "asks for groups", "varies", "odd place"],
)
def test_other_commands_are_operated(scene, change):
    """Each criterion failing once: every worker process has its finding."""
    found = daily(scene, **change).findings()[NAME]
    assert {finding.stage for finding in found} == {Stage.OPERATED}


def test_a_command_among_the_work_of_an_application_is_told(scene):
    """The daily work hides nothing that is not part of it, in the same process or added to the same command."""
    made = daily(scene)
    for time, command in (
        ("2021-01-30T02:00:00", "cmd /c type web.config"),
        ("2021-01-31T02:00:00", CONVERT + " & whoami"),
    ):
        made.sysmon(
            1, time, Image=SYSTEM32 + "cmd.exe", CommandLine=command, ParentImage=W3WP, ParentProcessGuid="{W1}",
            ParentCommandLine=f'{W3WP} -ap "shop"', ProcessGuid=f"{{{time}}}", ProcessId="9", ParentProcessId="10844",
        )  # fmt: skip
    found = made.findings()[NAME]
    assert [(finding.stage, finding.count) for finding in found] == [(Stage.OPERATED, 2), (None, 12)]
