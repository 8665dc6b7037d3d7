"""Script files in web folders against the baseline."""

import pytest
from msgspec.structs import replace

from indicia.detection.analyses.planting.unexpected_script import does, judge
from indicia.model.finding import Confidence, Presence, Severity, Stage

NAME = "unexpected-script"
FRONT = r"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy"
LOGON = "frontend\\httpproxy\\owa\\auth\\logon.aspx"


@pytest.mark.parametrize(
    ("path", "tests"),
    [
        (r"C:\inetpub\wwwroot\aspnet_client\x.aspx", ("WS-01",)),
        (r"C:\inetpub\wwwroot\aspnet_client\system_web\4_0_30319\x.ashx", ("WS-01",)),
        (rf"{FRONT}\owa\auth\x.aspx", ("WS-02",)),
        (rf"{FRONT}\owa\auth\Current\x.aspx", ("WS-02",)),
        (rf"{FRONT}\owa\auth\RedirSuiteServerProxy.aspx", ("WS-02", "WS-04")),
        (rf"{FRONT}\owa\auth\errorEE.aspx", ("WS-02", "WS-04")),
        (rf"{FRONT}\ecp\auth\TimeoutLogoff.aspx", ("WS-02", "WS-05", "WS-04")),
        (rf"{FRONT}\owa\auth\TimeoutLogout.aspx", ("WS-02", "WS-04")),
        ("C/inetpub/wwwroot/aspnet_client/x.php", ("WS-01",)),
    ],
)
def test_a_file_that_no_baseline_has(scene, path, tests):
    """Unexpected files are present, high, and answer the tests of their place and name."""
    finding = scene().file(path).one(NAME)
    assert (finding.stage, finding.severity, finding.presence) == (Stage.IMPLANTED, Severity.HIGH, Presence.PRESENT)
    assert finding.tests == tests


def test_a_known_page_with_other_content_is_less(scene):
    """A later build changes known pages: medium, moderate."""
    finding = scene().file(rf"{FRONT}\owa\auth\logon.aspx", "other").one(NAME)
    assert (finding.severity, finding.confidence, finding.tests) == (Severity.MEDIUM, Confidence.MODERATE, ("WS-03",))


@pytest.mark.parametrize(
    ("build", "severity", "stage"),
    [
        ((15, 1, 2176, 2), Severity.MEDIUM, Stage.IMPLANTED),
        ((15, 1, 2242, 4), Severity.MEDIUM, Stage.IMPLANTED),
        ((15, 0, 1497, 48), Severity.LOW, None),
        ((15, 1, 2507, 39), Severity.LOW, None),
        ((15, 2, 2562, 17), Severity.LOW, None),
    ],
)
def test_a_page_of_a_later_build_differs_as_it_has_to(scene, build, severity, stage):
    """Low, without a stage and without a hit, where the host runs a build that no known file is of; else as ever."""
    made = scene().file(rf"{FRONT}\owa\auth\logon.aspx", "other")
    (finding,) = judge(replace(made.view(), headers=((15, 0, 516, 32), build)))
    assert (finding.severity, finding.stage) == (severity, stage)
    assert finding.tests == (("WS-03",) if stage else ())
    assert ("15." in finding.summary) is (stage is None)


def test_a_later_build_excuses_no_shell(scene):
    """A known page that evaluates a request, and a page nobody knows, weigh as on any build."""
    made = scene().file(rf"{FRONT}\owa\auth\logon.aspx", '<% inert eval(Request["look-alike" cut')
    made.file(rf"{FRONT}\owa\auth\x.aspx")
    found = [finding.severity for finding in judge(replace(made.view(), headers=((15, 1, 2507, 39),)))]
    assert found == [Severity.CRITICAL, Severity.HIGH]


FORM = "<%@ Page Language='C#' %><% string id = Request.Form['id']; {act} %>"


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ('Upload.SaveAs(Server.MapPath("~/App_Data/" + number + ".png"));', False),
        ('System.Diagnostics.Process.Start(@"D:\\Apps\\Export.exe", "/nightly");', False),
        ('System.Diagnostics.Process.Start("cmd.exe", "/c " + Request.Form["look-alike"]);', True),
        ('System.IO.File.WriteAllText(Request.Form["p"], Request.Form["look-alike"]);', True),
    ],
)
def test_asking_and_acting_side_by_side_is_not_enough(scene, act, told):
    """On a site that no baseline covers the value of the request has to reach the program or the file."""
    made = scene().file(r"C:\inetpub\wwwroot\shop\a.aspx", FORM.replace("'", '"').replace("{act}", act))
    assert (NAME in made.findings()) is told


def test_every_file_of_the_baselines_is_silent(scene):
    """A healthy front end of each of the 123 builds gives nothing at all."""
    made = scene()
    baseline = made.view().pack.baseline
    assert len(baseline.hashes) == 40
    for path, hashes in baseline.hashes.items():
        for sha256 in hashes:
            made.file(f"C:\\E\\V15\\{path}", sha256=sha256)
    assert made.findings() == {}


@pytest.mark.parametrize(
    "path",
    [
        r"C:\E\V15\ClientAccess\ecp\about.aspx",
        r"C:\inetpub\wwwroot\shop\default.aspx",
        r"C:\inetpub\wwwroot\aspnet_client\system_web\4_0_30319\WebForms.js",
        rf"{FRONT}\owa\auth\logon.css",
        r"C:\Users\x\Downloads\x.aspx",
        rf"{FRONT}\bin\x.dll",
    ],
)
def test_what_no_baseline_covers_is_silent(scene, path):
    """Back end, other applications, no scripts, other folders: nothing by name alone."""
    assert NAME not in scene().file(path, "<%@ Page %> <% Response.Write(Request.QueryString[0]) look-alike").findings()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('<%@ Page Language="Jscript" inert> eval(Request.Item["look-alike" cut', "evaluate"),
        ("<?php inert eval($_POST[look-alike cut", "evaluate"),
        ('<% inert Assembly.Load(Convert.FromBase64String("cut', "evaluate"),
        ("<% inert Process.Start(look-alike) Request.Form[ cut", "command"),
        ('<% inert Request.Files[ cut .SaveAs( cut', "upload"),
        ('<% Response.Write(Request.QueryString["a"]) %>', ""),
        ("<script> var a = eval('(' + text + ')'); </script> no request here beyond this", ""),
        ("Process.Start and Request.Form in a text without a page", ""),
        ("<% File.WriteAllText(path, text) of its own accord", ""),
    ],
)  # fmt: skip
def test_what_a_page_does_with_a_request(content, what):
    """Only a page that runs, starts or writes what a request sends is told apart by its content."""
    assert does(content) == (what if what != "evaluate" or "Request" in content or "$_" in content else "")


def test_content_raises_any_folder(scene):
    """A page that evaluates a request is critical also where no baseline reaches."""
    finding = scene().file(r"C:\E\V15\ClientAccess\ecp\x.aspx", '<% inert eval(Request["look-alike" cut').one(NAME)
    assert (finding.severity, finding.confidence, finding.tests) == (Severity.CRITICAL, Confidence.STRONG, ())


def test_a_settings_dump_with_a_script(scene):
    """The dump of a virtual directory's settings with a tag in it is told by its own words."""
    words = "InternalAuthenticationMethods ExtendedProtectionTokenChecking ExternalUrl : http://f/<script inert"
    finding = scene().file(rf"{FRONT}\owa\auth\x.aspx", words).one(NAME)
    assert (finding.severity, finding.tests) == (Severity.CRITICAL, ("WS-02", "PL-21"))
    assert NAME not in scene().file(r"C:\E\V15\ClientAccess\x.aspx", words.replace("<script", "")).findings()


def test_equal_files_in_two_places_are_two_findings(scene):
    """The same content planted twice is found twice."""
    made = scene().file(rf"{FRONT}\owa\auth\x.aspx", "a").file(rf"{FRONT}\owa\auth\y.aspx", "a")
    assert len(made.findings()[NAME]) == 2


def test_a_listed_page_is_not_called_changed_without_its_hash(scene):
    """A list without hashes tells names: a known page is silent, an unknown one is found; a hash is judged."""
    assert scene().listed(rf"{FRONT}\owa\auth\logon.aspx").findings() == {}
    assert scene().listed(rf"{FRONT}\owa\auth\logon.aspx", "ab" * 32).one(NAME).tests == ("WS-03",)
    finding = scene().listed(rf"{FRONT}\owa\auth\x.aspx").one(NAME)
    assert finding.tests == ("WS-02",)
    assert finding.summary.startswith("A list of files names ")


def test_a_line_about_a_deleted_file_shows_no_file(scene):
    """It is a trace of what was there."""
    finding = scene().listed(r"C:\inetpub\wwwroot\aspnet_client\x.aspx", deleted=True).one(NAME)
    assert finding.presence is Presence.REMOVED
    assert "as deleted" in finding.summary


def test_a_line_beside_the_collected_file_adds_nothing(scene):
    """Unless its hash is another; a collected file that is known to be harmless clears the line about it."""
    path = r"C:\inetpub\wwwroot\aspnet_client\x.aspx"
    made = scene().file(path, "a")
    assert made.listed(path).one(NAME).summary.startswith("The collection holds")
    assert len(made.listed(path, "cd" * 32).findings()[NAME]) == 2


COPY = '<%@ Page language="c#" Inherits="Microsoft.Exchange.HttpProxy.Logon" %>\n<html><body>as it was</body></html>'


@pytest.mark.parametrize("name", ["logon - Kopie.aspx", "logon_old.aspx", "logon2.aspx", "errorFE.bak.aspx"])
def test_a_copy_of_a_known_page_is_a_lone_sign(scene, name):
    """An administrator keeps the page as it was; nothing in it does anything, and its visits say no more."""
    made = scene().file(rf"{FRONT}\owa\auth\{name}", COPY)
    made.iis("01:00:00", "GET", f"/owa/auth/{name.lower()}")
    finding = made.one(NAME)
    assert (finding.severity, finding.confidence, finding.tests) == (Severity.MEDIUM, Confidence.WEAK, ("WS-02",))
    assert {one.stage for one in made.findings()["page-requested"]} == {None}


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (rf"{FRONT}\owa\auth\system.aspx", COPY),
        (rf"{FRONT}\ecp\auth\logon - Kopie.aspx", COPY),
        (r"C:\inetpub\wwwroot\aspnet_client\logon - Kopie.aspx", COPY),
        (rf"{FRONT}\owa\auth\logon2.aspx", ""),
        (rf"{FRONT}\owa\auth\logon2.aspx", COPY.replace("Microsoft.Exchange.HttpProxy", "App")),
        (rf"{FRONT}\owa\auth\logon2.aspx", COPY + '<% Response.Write(Eval(Request["x"])) %>'),
    ],
    ids=["another name", "another folder", "no folder of pages", "not read", "another class", "acts"],
)
def test_other_pages_that_no_baseline_has_stay_what_they_are(scene, path, content):
    """Each criterion failing once."""
    assert scene().file(path, content).one(NAME).confidence is Confidence.STRONG
