"""Requests to pages: used, visited, knocked on, and pages of Exchange."""

import pytest

from indicia.model.finding import Severity, Stage

NAME = "page-requested"
FRONT = r"C:\E\V15\FrontEnd\HttpProxy"


def planted(scene):
    return scene().sysmon(11, "01:00:00", TargetFilename=rf"{FRONT}\owa\auth\x.aspx", Image="System")


@pytest.mark.parametrize(
    ("method", "query"), [("POST", ""), ("GET", "cmd=1"), ("GET", "cmd=1&CorrelationID=<empty>;&cafeReqId=7;")]
)
def test_a_written_page_was_used(scene, method, query):
    """A POST, or a query of the client's own, answered 200 by a page that was written here is use of it."""
    finding = planted(scene).iis("02:00:00", method, "/owa/auth/x.aspx", query=query).one(NAME)
    assert (finding.stage, finding.severity, finding.tests) == (Stage.OPERATED, Severity.CRITICAL, ("WS-07",))
    assert finding.clients == ("203.0.113.7",)


@pytest.mark.parametrize("image", [r"C:\Program Files\Notepad++\notepad++.exe", "System"])
def test_a_page_that_somebody_edited_below_the_root_is_not_operated(scene, image):
    """An administrator's page has visitors with queries; what the server itself wrote is another thing."""
    made = scene().sysmon(11, "01:00:00", TargetFilename=r"C:\inetpub\wwwroot\news.aspx", Image=image)
    found = made.iis("02:00:00", "GET", "/news.aspx", query="id=7").findings()
    assert (NAME in found) is (image == "System")


@pytest.mark.parametrize("query", ["", "&CorrelationID=<empty>;&cafeReqId=7;"])
def test_a_visit_without_a_command_is_less(scene, query):
    """A plain GET with what Exchange itself appends shows no command."""
    finding = planted(scene).iis("02:00:00", "GET", "/owa/auth/x.aspx", query=query).one(NAME)
    assert (finding.stage, finding.tests) == (Stage.IMPLANTED, ("WS-07",))


@pytest.mark.parametrize("status", ["302", "404", "500"])
def test_knocks_stay_knocks(scene, status):
    """A page that did not answer with success was not used, written here or not."""
    finding = planted(scene).iis("02:00:00", "POST", "/owa/auth/x.aspx", status).one(NAME)
    assert (finding.stage, finding.severity, finding.tests) == (None, Severity.INFORMATIONAL, ())


def test_knocks_before_use_do_not_date_it(scene):
    """A page asked for in vain before it was planted is used from the first success on."""
    made = planted(scene).iis("00:30:00", "GET", "/owa/auth/x.aspx", "404")
    finding = made.iis("02:00:00", "POST", "/owa/auth/x.aspx").one(NAME)
    assert (finding.count, f"{finding.seen:%H:%M}") == (2, "02:00")


def test_a_page_named_by_the_tree_or_by_its_compilation(scene):
    """A collected unexpected page and a compiled one name a page as well."""
    tree = scene().file(rf"{FRONT}\ecp\auth\y.aspx").iis("02:00:00", "POST", "/ecp/auth/y.aspx")
    assert tree.one(NAME).stage is Stage.OPERATED
    folder = r"C:\Windows\Temporary ASP.NET Files"
    made = scene().sysmon(
        11, "01:00:00", TargetFilename=rf"{folder}\root\1\2\z.aspx.cdcab7d2.compiled", Image="w3wp.exe"
    )
    made.sysmon(11, "00:00:00", TargetFilename=rf"{folder}\owa\1\2\logon.aspx.cdcab7d2.compiled", Image="w3wp.exe")
    assert made.iis("02:00:00", "POST", "/aspnet_client/z.aspx").one(NAME).stage is Stage.OPERATED


def test_a_page_hidden_behind_path_information(scene):
    """What follows the page's name does not hide it."""
    finding = planted(scene).iis("02:00:00", "POST", "/owa/auth/x.aspx/logon.css").one(NAME)
    assert finding.objects == ("/owa/auth/x.aspx",)


def used(scene, address="/aspnet_client/x.aspx", times=4, clients=1, method="POST", referer=""):
    made = scene()
    for number in range(times):
        made.iis(f"03:00:0{number}", method, address, client=f"203.0.113.{number % clients}", referer=referer)
    return made.findings().get(NAME, [])


def test_use_like_a_shell_without_other_traces(scene):
    """Repeated POST of few clients without referer to an unknown page is a suspicion of its own."""
    (finding,) = used(scene)
    assert (finding.stage, finding.severity, finding.count) == (Stage.IMPLANTED, Severity.MEDIUM, 4)


@pytest.mark.parametrize(
    "different",
    [{"times": 2}, {"clients": 9, "times": 9}, {"method": "GET"}, {"referer": "https://mail.example.test/"}],
    ids=["seldom", "many clients", "GET", "referer"],
)
def test_each_criterion_of_the_suspicion_counts(scene, different):
    """Without any one of its criteria it stays low and moves no stage."""
    (finding,) = used(scene, **different)
    assert (finding.stage, finding.severity) == (None, Severity.LOW)


@pytest.mark.parametrize(
    "address",
    [
        "/owa/auth/logon.aspx", "/owa/auth/errorFE.aspx", "/ecp/auth/TimeoutLogout.aspx", "/ecp/default.aspx",
        "/ews/exchange.asmx", "/index.php", "/shop/default.aspx", "/owa/languageselection.aspx", "/owa/auth.owa",
    ],
)  # fmt: skip
def test_pages_of_exchange_and_of_others_are_silent(scene, address):
    """Known pages, the back end's pages, the site's root and other applications are no findings by requests alone."""
    assert used(scene, address) == []


def test_knocks_on_many_names_are_one_finding(scene):
    """A scanner's list of shell names is one line of information."""
    made = scene()
    for number in range(9):
        made.iis("04:00:00", "GET", f"/aspnet_client/shell{number}.aspx", "404")
    finding = made.one(NAME)
    assert (finding.count, finding.severity, finding.stage) == (9, Severity.INFORMATIONAL, None)
