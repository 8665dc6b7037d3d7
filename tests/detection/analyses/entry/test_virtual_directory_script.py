"""Virtual directories changed: with a script, failed, removed and created again, and as administrators do it."""

import pytest

from indicia.model.finding import Confidence, Presence, Severity, Stage

NAME = "virtual-directory-script"
TAG = 'http://f.invalid/#<script language="JScript" runat="server">inert look-alike, cut'
SET = f'-ExternalUrl "{TAG}" -Identity "OAB (Default Web Site)"'
ECP_SET = f"Set-OabVirtualDirectory.ExternalUrl=''{TAG}''.Identity=''9f'"


@pytest.mark.parametrize(
    ("add", "tests"),
    [
        (lambda made: made.cmdlet(1, "01:00:00", "Set-OabVirtualDirectory", SET), ("PL-19",)),
        (lambda made: made.ecp("01:00:00", ECP_SET), ("PL-07", "PL-08")),
        (
            lambda made: made.row(
                "rps_cmdlet", "01:00:00", Cmdlet="Set-OabVirtualDirectory", Parameters=SET, ExecutionResult="Success"
            ),
            ("PL-19",),
        ),
    ],
    ids=["event", "ecp", "cmdlet log"],
)
def test_a_script_in_an_address_is_conclusive(scene, add, tests):
    """Each of the three logs alone is enough."""
    finding = add(scene()).one(NAME)
    assert (finding.stage, finding.severity, finding.confidence) == (
        Stage.EXPLOITED, Severity.CRITICAL, Confidence.CONCLUSIVE,
    )  # fmt: skip
    assert finding.tests == tests


def test_one_change_in_three_logs_is_one_finding(scene):
    """The logs quote differently; the change is told once, with all records."""
    made = scene().cmdlet(1, "01:00:00", "Set-OabVirtualDirectory", SET).ecp("01:00:00", ECP_SET)
    made.row("rps_cmdlet", "01:00:01", Cmdlet="Set-OabVirtualDirectory", Parameters=SET.replace('"', '""'))
    finding = made.one(NAME)
    assert (finding.count, sorted(finding.tests)) == (3, ["PL-07", "PL-08", "PL-19"])


@pytest.mark.parametrize(
    "value",
    [
        'http://x.invalid/?q=eval(Request["look-alike"]',
        "http://f.invalid/%3Cscript%20look-alike",
        "<%@ Page look-alike",
    ],
)
def test_other_forms_of_script_count(scene, value):
    """Code without a tag, an escaped tag and a page directive are scripts, too."""
    made = scene().cmdlet(1, "01:00:00", "Set-OwaVirtualDirectory", f'-InternalUrl "{value}"')
    assert made.one(NAME).severity is Severity.CRITICAL


@pytest.mark.parametrize(
    "add",
    [
        lambda made: made.cmdlet(6, "01:00:00", "Set-OabVirtualDirectory", SET),
        lambda made: made.ecp("01:00:00", ECP_SET, error="Microsoft.Exchange.SomeException"),
        lambda made: made.row(
            "rps_cmdlet", "01:00:00", Cmdlet="Set-OabVirtualDirectory", Parameters=SET, ExecutionResult="Error"
        ),
    ],
    ids=["event 6", "S:EX", "ExecutionResult"],
)
def test_a_failed_cmdlet_is_less(scene, add):
    """A cmdlet that failed is no proof of a set script and hits no artefact test."""
    finding = add(scene()).one(NAME)
    assert (finding.severity, finding.confidence, finding.tests) == (Severity.HIGH, Confidence.MODERATE, ())
    assert "failed" in finding.summary


def test_removal_and_creation_afterwards_support(scene):
    """Remove and New within ten minutes are a supporting finding that moves no stage."""
    made = scene().cmdlet(1, "01:00:00", "Set-OabVirtualDirectory", SET)
    made.cmdlet(1, "01:00:02", "Remove-OabVirtualDirectory", '-Force "True"')
    made.cmdlet(1, "01:00:05", "New-OabVirtualDirectory", '-WebSiteName "Default Web Site"')
    _, after = made.findings()[NAME]
    assert (after.stage, after.count, after.severity) == (None, 2, Severity.MEDIUM)


@pytest.mark.parametrize("time", ["00:59:00", "01:30:00"], ids=["before", "long after"])
def test_removal_at_another_time_is_administration(scene, time):
    """Before the script, or long after it, the same cmdlets say nothing."""
    made = scene().cmdlet(1, "01:00:00", "Set-OabVirtualDirectory", SET)
    made.cmdlet(1, time, "Remove-OabVirtualDirectory", '-Force "True"')
    assert made.findings()[NAME][-1].severity is Severity.INFORMATIONAL


@pytest.mark.parametrize(
    "parameters",
    [
        '-ExternalUrl "https://mail.example.test/OAB" -Identity "OAB (Default Web Site)"',
        '-ExternalUrl "" -Identity "OAB (Default Web Site)"',
        "-ExternalUrl $null",
        '-ExternalUrl "<null>" -Identity "OAB"',
        '-Identity "<odd name of a site>"',
    ],
    ids=["address", "empty", "null", "null in ECP", "tag elsewhere"],
)
def test_ordinary_changes_are_information(scene, parameters):
    """An administrator's change of addresses moves nothing and hits no test."""
    finding = scene().cmdlet(1, "01:00:00", "Set-OabVirtualDirectory", parameters).one(NAME)
    assert (finding.severity, finding.stage, finding.tests) == (Severity.INFORMATIONAL, None, ())


def test_an_address_set_back_is_removed(scene):
    """A later plain address replaces the script: removed, with its time, and part of what followed."""
    made = scene().ecp("01:00:00", ECP_SET).ecp("01:00:09", "Set-OabVirtualDirectory.ExternalUrl=$null.Identity='9f'")
    script, after = made.findings()[NAME]
    assert (script.presence, after.stage, after.count) == (Presence.REMOVED, None, 1)
    assert "2021-03-03T01:00:09Z" in script.summary


def test_the_same_value_days_later_is_another_finding(scene):
    """Two intruders with one tool are told apart by time, and so is what followed each."""
    made = scene()
    for day in ("03", "07"):
        made.cmdlet(1, f"2021-03-{day}T01:00:00", "Set-OabVirtualDirectory", SET)
        made.cmdlet(1, f"2021-03-{day}T01:00:02", "Remove-OabVirtualDirectory", '-Force "True"')
    assert [(finding.stage, finding.count) for finding in made.findings()[NAME]] == [
        (Stage.EXPLOITED, 1), (Stage.EXPLOITED, 1), (None, 1), (None, 1),
    ]  # fmt: skip


def test_a_directory_created_with_a_script_counts(scene):
    """A new directory whose address is a script is as good as a changed one."""
    made = scene().cmdlet(1, "01:00:00", "New-OwaVirtualDirectory", f'-ExternalUrl "{TAG}"')
    assert made.one(NAME).severity is Severity.CRITICAL


def test_an_odd_address_is_asked_about(scene):
    """What is neither empty, nor a web address, nor a script is medium and hits the weaker test."""
    finding = scene().ecp("01:00:00", "Set-OabVirtualDirectory.ExternalUrl=''x:y'").one(NAME)
    assert (finding.severity, finding.tests) == (Severity.MEDIUM, ("PL-08",))


@pytest.mark.parametrize(
    ("cmdlet", "parameters"),
    [
        ("Get-OabVirtualDirectory", ""),
        ("Set-Mailbox", f'-ForwardingAddress "{TAG}"'),
        ("Set-OabVirtualDirectoryX", SET),
    ],
)
def test_other_cmdlets_are_silent(scene, cmdlet, parameters):
    """Reading, other objects and other names are not this analysis's business."""
    assert NAME not in scene().cmdlet(1, "01:00:00", cmdlet, parameters).findings()


def test_the_canary_joins(scene):
    """The canary in the address of the ECP row is a join key."""
    made = scene().ecp(
        "01:00:00", ECP_SET, url="/ecp/DDI/DDIService.svc/SetObject?msExchEcpCanary=Look.Alike&schema=OAB"
    )
    assert made.one(NAME).joins == {"canary": "Look.Alike"}


def test_hostile_values_cost_little(scene):
    """Values made to send a pattern astray are judged all the same."""
    for value in ('"' * 60_000, "Url " * 15_000, "<" * 60_000, "ExternalUrl=" + "' " * 20_000):
        scene().cmdlet(1, "01:00:00", "Set-OabVirtualDirectory", f"-ExternalUrl {value}").one(NAME)
