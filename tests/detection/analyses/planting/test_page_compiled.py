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


def leftover(made, app, name, content):
    return made.file(rf"{TEMP}\{app}\8e05b027\e164d61b\{name}", content)


def preserved(made, app, address):
    page = address.rsplit("/", 1)[1]
    content = f'<?xml version="1.0"?><preserve resultType="3" virtualPath="{address}" hash="1" />'
    return made.file(mark(app, page), content)


def source(made, path):
    """A page in the collected tree, as the file consumer notes it."""
    made.add("file", "fs", None, {"Path": path, "Extension": path.rsplit(".", 1)[-1]}, path, path)
    return made


def collected(scene, app, page, address):
    content = f'<?xml version="1.0"?><preserve resultType="3" virtualPath="{address}" hash="1" />'
    return scene().file(mark(app, page), content)


@pytest.mark.parametrize(
    ("app", "page", "severity"), [("owa", "look-alike.aspx", Severity.MEDIUM), ("root", "x.aspx", Severity.HIGH)]
)
def test_an_unknown_page_was_compiled(scene, app, page, severity):
    """An unknown name in the mail site or the site's root is a finding by Sysmon alone."""
    made = compiled(scene, app, page)
    finding = made.sysmon(11, "00:00:05", TargetFilename=mark("owa", "logon.aspx"), Image=W3WP).one(NAME)
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


SHOP = tuple(rf"D:\sites\shop\{name}.aspx" for name in ("default", "basket", "pay"))
SHOP_PAGES = ("/shop/default.aspx", "/shop/basket.aspx", "/shop/pay.aspx")


def shop(scene, *addresses):
    """An application that has nothing to do with Exchange, its pages collected and compiled."""
    made = scene()
    for path in SHOP:
        source(made, path)
    for address in (*SHOP_PAGES, *addresses):
        preserved(made, "shop", address)
    return made


def test_a_page_without_source_in_a_folder_of_images(scene):
    """Any application: compiled, no longer there, in a folder where no page belongs."""
    finding = shop(scene, "/shop/images/thumb.aspx").one(NAME)
    assert (finding.severity, finding.stage, finding.confidence) == (
        Severity.MEDIUM,
        Stage.IMPLANTED,
        Confidence.MODERATE,
    )
    assert (finding.objects, finding.presence) == (("/shop/images/thumb.aspx",), Presence.REMOVED)


def test_a_page_without_source_beside_others_is_low(scene):
    """It may have been removed by whoever keeps the application."""
    finding = shop(scene, "/shop/old.aspx").one(NAME)
    assert (finding.severity, finding.stage) == (Severity.LOW, None)


def test_leftovers_of_the_compiler_name_the_page(scene):
    """Generated source and compiler output name the page's file, with no `.compiled` left."""
    made = shop(scene)
    leftover(made, "shop", "App_Web_x1.0.cs", '#line 1 "D:\\sites\\shop\\upload\\a.aspx"\nclass a {}')
    finding = made.one(NAME)
    assert (finding.severity, finding.objects) == (Severity.MEDIUM, (r"d:\sites\shop\upload\a.aspx",))


def test_an_assembly_names_its_page(scene):
    """The address in the strings of an assembly counts when the class is named after it; links do not."""
    made = shop(scene)
    leftover(made, "shop", "App_Web_x2.dll", "~/media/b.ashx\nmedia_b_ashx\n~/account/login.aspx")
    assert made.one(NAME).objects == ("/shop/media/b.ashx",)


def test_leftovers_in_a_folder_of_exchange(scene):
    """The page's file in a folder open to anyone, named by compiler output only."""
    path = r"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy\owa\auth\x.aspx"
    finding = leftover(scene(), "owa", "qx1.out", f"{path}(12): warning CS0168: unused").one(NAME)
    assert (finding.severity, finding.objects[0]) == (Severity.HIGH, "/owa/auth/x.aspx")


def _removed_release(scene):
    made = scene()
    for path in SHOP[:1]:
        source(made, path)
    for number in range(6):
        preserved(made, "shop", f"/shop/v1/page{number}.aspx")
    return preserved(made, "shop", SHOP_PAGES[0])


def test_an_application_that_was_replaced_is_one_line_of_information(scene):
    """Many pages gone at once are a new version of the application."""
    finding = _removed_release(scene).one(NAME)
    assert (finding.severity, finding.stage, len(finding.objects)) == (Severity.INFORMATIONAL, None, 6)


def _compiled_root(scene):
    return compiled(scene, "root", "default.aspx")


def _own_root(scene):
    made = scene()
    for name in ("default", "about", "contact", "news"):
        source(made, rf"C:\inetpub\wwwroot\{name}.aspx")
        preserved(made, "root", f"/{name}.aspx")
    return made


def _precompiled(scene):
    made = scene()
    for name in ("default", "about"):
        source(made, rf"D:\sites\pre\{name}.aspx")
        made.file(rf"D:\sites\pre\bin\{name}.aspx.cdcab7d2.compiled", f'<preserve virtualPath="/pre/{name}.aspx" />')
    made.file(r"D:\sites\pre\bin\App_Web_q.dll", "~/gone.aspx\ngone_aspx")
    return made


def _no_tree(scene):
    made = scene()
    for address in (*SHOP_PAGES, "/shop/images/thumb.aspx"):
        preserved(made, "shop", address)
    return made


def _exchange(scene):
    made = source(scene(), r"C:\E\V15\ClientAccess\owa\default.aspx")
    for address in (
        "/owa/auth/logon.aspx",
        "/owa/default.aspx",
        "/owa/prem/images/default.aspx",
        "/ecp/images/help.aspx",
    ):
        preserved(made, address.split("/")[1], address)
    return made


@pytest.mark.parametrize(
    "build", [shop, _compiled_root, _own_root, _precompiled, _no_tree, _exchange], ids=lambda item: item.__name__
)
def test_applications_at_work_are_silent(scene, build):
    """Own pages, a site of its own at the root, a precompiled site, no web tree collected, Exchange's two halves."""
    assert NAME not in build(scene).findings()


def test_pages_of_a_collection_are_noted_without_content():
    """The file consumer keeps path, size and hash of pages, and nothing of other files."""
    from indicia.detection.analyses.planting.compiled_sources import SourcePages
    from indicia.model.evidence import Locator
    from indicia.model.record import Record

    def look(name):
        fields = {"Path": rf"D:\x\{name}", "Extension": name.rsplit(".", 1)[1], "Content": "<%@ Page %>", "Size": 11}
        at = Locator(sha256="0" * 64, offset=0, length=11)
        record = Record(table="file", source="fs", time=None, host=None, at=at, fields=fields, raw=rf"D:\x\{name}")
        return SourcePages().look(record, lambda: None).sightings

    (sighting,) = look("a.aspx")
    assert (sighting.detector, dict(sighting.record.fields)) == (
        "page-compiled/source",
        {"Path": r"D:\x\a.aspx", "Size": 11},
    )
    assert look("a.css") == ()


FRONT = r"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy"


@pytest.mark.parametrize("image", [r"C:\Windows\System32\notepad.exe", "System"])
def test_a_known_page_that_was_written_anew_is_compiled_like_any_other(scene, image):
    """The page is compiled on every server, before and after; that somebody changed it is told by the write."""
    made = compiled(scene, "owa", "logon.aspx")
    made.sysmon(11, "05:00:00", TargetFilename=rf"{FRONT}\owa\auth\logon.aspx", Image=image)
    assert NAME not in made.findings()


def test_a_known_page_of_a_later_update_is_compiled_like_any_other(scene):
    """In the collected tree it has other content than the baseline knows."""
    made = compiled(scene, "owa", "logon.aspx").file(rf"{FRONT}\owa\auth\logon.aspx", "<html></html>")
    assert NAME not in made.findings()


def test_a_page_edited_below_the_root_of_another_site_is_compiled_like_any_other(scene):
    """Whoever edits a page of a site has it compiled; a page that the server itself wrote is another matter."""
    for image, told in ((r"C:\Windows\explorer.exe", False), ("System", True)):
        made = compiled(scene, "root", "product.aspx")
        made.sysmon(11, "00:59:00", TargetFilename=r"C:\inetpub\wwwroot\product.aspx", Image=image)
        assert (NAME in made.findings()) is told
