"""Pages that ASP.NET compiled: unknown ones, and Exchange's own."""

import pytest

from indicia.model.finding import Confidence, Presence, Severity, Stage

NAME = "page-compiled"
TEMP = r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\Temporary ASP.NET Files"
W3WP = r"c:\windows\system32\inetsrv\w3wp.exe"


def mark(app, page):
    return rf"{TEMP}\{app}\8e05b027\e164d61b\{page}.f5dba9b9.compiled"


def compiled(scene, app, page):
    return scene().sysmon(11, "01:00:05", TargetFilename=mark(app, page), Image=W3WP)


def collected(scene, app, page, address):
    content = f'<?xml version="1.0"?><preserve resultType="3" virtualPath="{address}" hash="1" />'
    return scene().file(mark(app, page), content)


@pytest.mark.parametrize(
    ("app", "page", "severity"), [("owa", "look-alike.aspx", Severity.MEDIUM), ("root", "x.aspx", Severity.HIGH)]
)
def test_an_unknown_page_was_compiled(scene, app, page, severity):
    """An unknown name in the mail site or the site's root is a finding by Sysmon alone."""
    finding = compiled(scene, app, page).one(NAME)
    assert (finding.stage, finding.severity, finding.confidence) == (Stage.IMPLANTED, severity, Confidence.MODERATE)
    assert finding.tests == ("WS-06",)


@pytest.mark.parametrize("address", ["/owa/auth/x.aspx", "/ecp/auth/y.aspx", "/aspnet_client/system_web/z.aspx"])
def test_a_collected_mark_names_the_address(scene, address):
    """The collected `.compiled` file names its page, also of a page long gone."""
    app, page = address.split("/")[1], address.rsplit("/", 1)[1]
    finding = collected(scene, "root" if app == "aspnet_client" else app, page, address).one(NAME)
    assert (finding.severity, finding.presence, finding.objects[0]) == (Severity.HIGH, Presence.PRESENT, address)


@pytest.mark.parametrize(
    "add",
    [
        lambda scene: compiled(scene, "owa", "logon.aspx"),
        lambda scene: compiled(scene, "owa", "errorFE.aspx"),
        lambda scene: compiled(scene, "ecp", "EditCertificate.aspx"),
        lambda scene: collected(scene, "owa", "signout.aspx", "/owa/auth/signout.aspx"),
        lambda scene: collected(scene, "ecp", "about.aspx", "/ecp/about.aspx"),
        lambda scene: compiled(scene, "owa", "global.asax"),
        lambda scene: scene().sysmon(11, "01:00:00", TargetFilename=r"C:\Temp\x.aspx.f5dba9b9.compiled", Image=W3WP),
        lambda scene: scene().sysmon(
            1, "01:00:00", Image=r"C:\Windows\Microsoft.NET\Framework64\v4\csc.exe", ParentImage=W3WP, CommandLine="csc"
        ),
    ],
    ids=["logon", "error page", "control panel", "known address", "back end", "asax", "elsewhere", "compiler alone"],
)
def test_exchange_at_work_is_silent(scene, add):
    """Known pages, back-end pages, other folders and the compiler alone are no findings."""
    assert NAME not in add(scene).findings()


def test_a_page_that_was_written_makes_its_compilation_strong(scene):
    """A page of the control panel counts as soon as another record names it."""
    made = compiled(scene, "ecp", "x.aspx")
    path = r"C:\E\V15\FrontEnd\HttpProxy\ecp\auth\x.aspx"
    made.sysmon(11, "01:00:00", TargetFilename=path, Image="System")
    finding = made.one(NAME)
    assert (finding.severity, finding.confidence) == (Severity.HIGH, Confidence.STRONG)
    assert "/ecp/auth/x.aspx" in finding.objects


def test_jscript_source_is_strong(scene):
    """Exchange has no JScript pages: such a source in the same folder seconds before is a mark by itself."""
    made = compiled(scene, "ecp", "x.aspx")
    source = mark("ecp", "x").rsplit("\\", 1)[0] + "\\App_Web_llfrjg0v.0.js"
    made.sysmon(11, "01:00:04", TargetFilename=source, Image=W3WP)
    finding = made.one(NAME)
    assert (finding.confidence, finding.count) == (Confidence.STRONG, 2)
    assert "the page had been requested" in finding.summary


def test_pages_compiled_together_are_not_each_called_requested(scene):
    """When ASP.NET compiled a whole folder, nobody can say which page was requested."""
    made = compiled(scene, "owa", "look-alike.aspx")
    made.sysmon(11, "01:00:05", TargetFilename=mark("owa", "logon.aspx"), Image=W3WP)
    assert "or one beside it" in made.one(NAME).summary
