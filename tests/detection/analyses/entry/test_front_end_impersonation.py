"""Forged HttpProxy rows: probed, exploited, mailboxes, implanted; and what looks like them."""

import pytest

from indicia.model.finding import Confidence, Severity, Stage

NAME = "front-end-impersonation"
CANARY = "Xb1.look-alike.canary"
CHAIN = (
    ("01:00:01", "autodiscover/autodiscover.xml?#", "200"),
    ("01:00:03", "mapi/emsmdb/?#", "200"),
    ("01:00:05", "ecp/proxyLogon.ecp?#", "241"),
    ("01:00:07", f"ecp/DDI/DDIService.svc/GetObject?msExchEcpCanary={CANARY}&schema=OABVirtualDirectory#", "200"),
    ("01:00:09", f"ecp/DDI/DDIService.svc/SetObject?msExchEcpCanary={CANARY}&schema=OABVirtualDirectory#", "200"),
    ("01:00:12", f"ecp/DDI/DDIService.svc/SetObject?msExchEcpCanary={CANARY}&schema=ResetOABVirtualDirectory#", "200"),
)


def chained(scene, rows=CHAIN):
    made = scene()
    for time, path, status in rows:
        made.proxy(time, path, status)
    return made.findings()[NAME]


@pytest.mark.parametrize("prefilter", [True, False])
def test_the_whole_chain_is_implanted_with_its_canary(scene, prefilter):
    """The recorded chain gives an exploited and an implanted finding, the latter conclusive and joined by canary."""
    made = scene(prefilter=prefilter)
    for time, path, status in CHAIN:
        made.proxy(time, path, status)
    reached, implanted = made.findings()[NAME]
    assert (reached.stage, reached.tests) == (Stage.EXPLOITED, ("PL-01",))
    assert (implanted.stage, implanted.confidence) == (Stage.IMPLANTED, Confidence.CONCLUSIVE)
    assert implanted.tests == ("PL-05", "PL-06")
    assert implanted.joins == {"canary": CANARY}
    assert implanted.clients == ("203.0.113.7",)
    assert (implanted.count, implanted.exhibits[0].fields["HttpStatus"]) == (6, "200")
    assert "Reset" in str(implanted.exhibits[0].fields["AnchorMailbox"])


def test_a_reset_without_a_session_before_it_is_not_the_chain(scene):
    """A reset answered 200 is a written file, but without the session step it is not called the chain."""
    implanted = chained(scene, CHAIN[:2] + CHAIN[5:])[-1]
    assert (implanted.stage, implanted.tests) == (Stage.IMPLANTED, ("PL-06",))


def test_steps_hours_apart_are_not_the_chain(scene):
    """A session of the morning and a reset of the evening are not one chain."""
    late = [("19:00:00" if "Reset" in path else time, path, status) for time, path, status in CHAIN]
    assert chained(scene, late)[-1].tests == ("PL-06",)


def test_a_refused_reset_writes_nothing(scene):
    """The chain with a reset answered 500 is exploited, not implanted."""
    rows = [(time, path, "500" if "Reset" in path else status) for time, path, status in CHAIN]
    (finding,) = chained(scene, rows)
    assert finding.stage is Stage.EXPLOITED


def test_a_patched_server_was_only_probed(scene):
    """Attempts that all failed are probed, name no artefact of success and say that they failed."""
    rows = [(time, path, "401" if number % 2 else "500") for number, (time, path, _) in enumerate(CHAIN)]
    (finding,) = chained(scene, rows)
    assert (finding.stage, finding.severity, finding.tests) == (Stage.PROBED, Severity.MEDIUM, ())
    assert "failed" in finding.summary


@pytest.mark.parametrize(("status", "severity"), [("200", Severity.MEDIUM), ("401", Severity.LOW)])
def test_autodiscover_only_is_scanning(scene, status, severity):
    """A client whose every target is autodiscover scanned, whatever the answer."""
    finding = scene().proxy("02:00:00", "autodiscover/autodiscover.xml?#", status).one(NAME)
    assert (finding.stage, finding.severity, finding.tests) == (Stage.PROBED, severity, ("PL-03",))


def test_mailboxes_read_over_forged_requests(scene):
    """EWS reached with success is a finding of its own, about collection."""
    _, mail = scene().proxy("03:00:00", "EWS/Exchange.asmx?#", "200").findings()[NAME]
    assert mail.tests == ("PL-01", "PL-04")
    assert "T1114.002" in mail.techniques


def test_a_back_end_chosen_by_cookie(scene):
    """A path in BackEndCookie is the same flaw by the first published form of the check."""
    made = scene().row(
        "httpproxy", "04:00:00", BackEndCookie="Server~a]@mx:444/ecp/x.aspx?#~1942062522~2021-03-03T05:00:00",
        ClientIpAddress="203.0.113.9", BackEndStatus="200",
    )  # fmt: skip
    finding = made.one(NAME)
    assert (finding.stage, finding.tests) == (Stage.EXPLOITED, ("PL-02",))


def test_an_anchor_without_its_prefix(scene):
    """The bracket form alone, as some builds log it, is read the same way."""
    made = scene().proxy("04:00:00", "", AnchorMailbox="a]@mx.example.test:444/mapi/emsmdb/?#")
    assert made.one(NAME).stage is Stage.EXPLOITED


@pytest.mark.parametrize(
    "row",
    [
        {"AnchorMailbox": "ServerInfo~localhost/owa/auth/logon.aspx", "HttpStatus": "200"},
        {"AnchorMailbox": "ServerInfo~mx.example.test", "HttpStatus": "200"},
        {
            "AnchorMailbox": "ServerInfo~mx.example.test/autodiscover/autodiscover.xml",
            "RoutingHint": "WindowsIdentity",
            "HttpStatus": "200",
        },
        {"BackEndCookie": "Server~mx.example.test~1942063431~2023-01-11T16:11:44", "HttpStatus": "200"},
        {"BackEndCookie": "Server~mx.example.test~1942063431~11/01/2023 16:11:44", "HttpStatus": "200"},
        {
            "BackEndCookie": "Server~mx/example.test~1942063431~2023-01-11T16:11:44",
            "ServerHostName": "MX",
            "HttpStatus": "200",
        },
        {
            "BackEndCookie": "Server~mx.exam/le.tesu~1942063431~2023-01-11T16:11:44",
            "TargetServer": "mx.example.test",
            "HttpStatus": "200",
        },
        {"AnchorMailbox": "Sid~S-1-5-21-1-2-3-4", "UrlStem": "/mapi/emsmdb/", "HttpStatus": "200"},
        {"AnchorMailbox": "Smtp~user@example.test", "UrlStem": "/ecp/proxyLogon.ecp", "HttpStatus": "241"},
    ],
    ids=[
        "localhost",
        "no path",
        "own autodiscover",
        "own cookie",
        "cookie with a date",
        "damaged",
        "more",
        "own session",
        "own",
    ],
)
def test_rows_the_server_makes_by_itself_are_silent(scene, row):
    """Routing that nobody forged gives no finding."""
    assert NAME not in scene().row("httpproxy", "05:00:00", **row).findings()


def test_localhost_before_a_bracket_is_no_excuse(scene):
    """The exemption of localhost cannot be claimed in front of the bracket that names the real host."""
    made = scene().proxy("05:00:00", "", AnchorMailbox="ServerInfo~localhost]@mx.example.test:444/mapi/emsmdb/?#")
    assert made.one(NAME).stage is Stage.EXPLOITED


def test_an_old_row_without_status_shows_no_success(scene):
    """A log whose columns do not hold a status proves no more than an attempt."""
    made = scene().row(
        "httpproxy", "06:00:00", AnchorMailbox="ServerInfo~a]@mx:444/ecp/x?#", ClientIpAddress="203.0.113.7"
    )
    assert made.one(NAME).stage is Stage.PROBED


def test_scanning_days_before_keeps_its_own_date(scene):
    """A client that scanned first and came back to break in was exploited when it came back."""
    made = scene().proxy("2021-02-27T01:00:00", "autodiscover/autodiscover.xml?#", "200")
    for time, path, status in CHAIN:
        made.proxy(time, path, status)
    probed, reached, implanted = made.findings()[NAME]
    assert probed.tests == ()
    assert [finding.stage for finding in (reached, implanted, probed)] == [
        Stage.EXPLOITED, Stage.IMPLANTED, Stage.PROBED,
    ]  # fmt: skip
    assert [f"{finding.seen:%d %H:%M:%S}" for finding in (reached, implanted, probed)] == [
        "03 01:00:03", "03 01:00:12", "27 01:00:00",
    ]  # fmt: skip


def test_many_probing_clients_share_one_finding(scene):
    """Twenty probing clients have a finding each; further ones are counted in one."""
    made = scene()
    for number in range(30):
        made.proxy("07:00:00", "autodiscover/x?#", "401", client=f"198.51.100.{number}")
    found = made.findings()[NAME]
    assert len(found) == 21
    assert sum(finding.count for finding in found) == 30


def test_clients_are_judged_apart(scene):
    """A scanner is not promoted by what another client did."""
    made = scene().proxy("08:00:00", "autodiscover/x?#", "401", client="198.51.100.1")
    made.proxy("08:00:00", "mapi/emsmdb/?#", "200", client="198.51.100.2")
    assert {finding.clients: finding.stage for finding in made.findings()[NAME]} == {
        ("198.51.100.1",): Stage.PROBED,
        ("198.51.100.2",): Stage.EXPLOITED,
    }


def test_exhibits_stay_few(scene):
    """Of hundreds of rows at most twelve are shown, first and last among them."""
    made = scene()
    for number in range(300):
        made.proxy(f"09:{number // 60:02}:{number % 60:02}", "mapi/emsmdb/?#", "200")
    finding = made.one(NAME)
    times = {exhibit.time for exhibit in finding.exhibits}
    assert (finding.count, len(finding.exhibits)) == (300, 12)
    assert {finding.seen, finding.last} <= times
