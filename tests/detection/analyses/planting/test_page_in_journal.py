"""Pages that the change journal saw come and go, and what looks like them."""

import pytest

from indicia.model.finding import Confidence, Presence, Severity, Stage

NAME = "page-in-journal"
FRONT = r"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy"
BACK = r"C:\Program Files\Microsoft\Exchange Server\V15\ClientAccess"
SITE = r"C:\inetpub\wwwroot"
PAGE = rf"{FRONT}\owa\auth\look-alike.aspx"


def made(scene, path=PAGE, time="01:00:00"):
    return scene.journal(time, path, "created").journal(time, path, "extended").journal(time, path, "closed")


def gone(scene, path=PAGE, time="02:00:00"):
    return scene.journal(time, path, "deleted", "closed")


@pytest.mark.parametrize("prefilter", [True, False])
def test_a_page_that_came_and_went(scene, prefilter):
    """Implanted and removed, with both times, though nothing else is left of it."""
    finding = gone(made(scene(prefilter=prefilter))).one(NAME)
    assert (finding.stage, finding.severity, finding.confidence) == (Stage.IMPLANTED, Severity.HIGH, Confidence.STRONG)
    assert (finding.presence, finding.tests) == (Presence.REMOVED, ("WS-02",))
    assert finding.techniques == ("T1505.003", "T1070.004")
    assert finding.objects == (PAGE.lower(), "/owa/auth/look-alike.aspx")
    assert finding.title == "look-alike.aspx made in a web folder, removed again"
    assert "created 2021-03-03T01:00:00Z, deleted 2021-03-03T02:00:00Z; so it is gone." in finding.summary
    # The closing says nothing more.
    assert finding.count == 3


def test_a_page_that_came(scene):
    """Whether it is there the collected files say, or nothing does."""
    assert made(scene()).one(NAME).presence is Presence.UNKNOWN
    assert made(scene()).file(PAGE, "x").one(NAME).presence is Presence.PRESENT
    beside = made(scene()).file(rf"{FRONT}\owa\auth\logon.aspx", "x").one(NAME)
    assert (beside.presence, beside.techniques) == (Presence.REMOVED, ("T1505.003",))
    assert "the collected files of that folder do not hold it" in beside.summary
    listed = made(scene()).listed(PAGE, deleted=True).one(NAME)
    assert listed.presence is Presence.UNKNOWN


def test_a_page_that_only_went(scene):
    """It was made before the journal begins: less is known."""
    finding = gone(scene()).one(NAME)
    assert (finding.severity, finding.confidence, finding.presence) == (
        Severity.MEDIUM, Confidence.MODERATE, Presence.REMOVED,
    )  # fmt: skip
    renamed = scene().journal("01:00:00", PAGE, "renamed from").one(NAME)
    assert renamed.title == "look-alike.aspx renamed in a web folder"


def test_one_record_may_say_that_it_came_and_went(scene):
    """As of a file that deletes itself when it is closed."""
    finding = scene().journal("01:00:00", PAGE, "created", "deleted", "closed").one(NAME)
    assert (finding.presence, finding.count) == (Presence.REMOVED, 1)
    assert finding.title.endswith("made in a web folder, removed again")


def test_a_page_that_got_its_name(scene):
    """By renaming what is no page; it says what it was called."""
    finding = scene().journal("01:00:00", PAGE, "renamed to", before=PAGE[:-4] + "txt").one(NAME)
    assert (finding.severity, finding.presence) == (Severity.HIGH, Presence.UNKNOWN)
    assert "renamed to 2021-03-03T01:00:00Z (was" in finding.summary
    assert "look-alike.txt" in finding.summary


def test_a_page_that_came_again_is_not_gone(scene):
    """What was deleted and made again is there."""
    again = made(gone(made(scene())), time="03:00:00").one(NAME)
    assert again.presence is Presence.UNKNOWN
    assert again.techniques == ("T1505.003",)


@pytest.mark.parametrize(
    ("path", "tests"),
    [
        (rf"{SITE}\aspnet_client\x.aspx", ("WS-01",)),
        (rf"{SITE}\aspnet_client\system_web\x.ashx", ("WS-01",)),
        (rf"{FRONT}\ecp\auth\x.aspx", ("WS-02", "WS-05")),
        (rf"{FRONT}\owa\auth\errorEE.aspx", ("WS-02", "WS-04")),
    ],
)
def test_which_tests_it_answers(scene, path, tests):
    """By folder and name."""
    assert made(scene(), path).one(NAME).tests == tests


def test_upper_folders_that_are_not_known(scene):
    """The web folder is named; the volume's root is not: less confidence, and it is said."""
    path = r"?\FrontEnd\HttpProxy\owa\auth\x.aspx"
    known = gone(made(scene(), path), path).one(NAME)
    assert (known.stage, known.presence) == (Stage.IMPLANTED, Presence.REMOVED)
    assert known.confidence is Confidence.MODERATE
    assert "its upper folders are not known" in known.summary


def test_the_back_end_has_pages_that_no_baseline_covers(scene):
    """Only one that came and went counts, and less."""
    path = rf"{BACK}\owa\auth\x.aspx"
    finding = gone(made(scene(), path), path).one(NAME)
    assert (finding.stage, finding.confidence) == (Stage.IMPLANTED, Confidence.MODERATE)
    assert NAME not in made(scene(), path).findings()
    assert NAME not in gone(scene(), path).findings()
    assert NAME not in made(gone(made(scene(), path), path), path, "03:00:00").findings()


def test_other_applications_below_the_site(scene):
    """Theirs come and go; that is low, and moves nothing."""
    path = rf"{SITE}\shop\x.aspx"
    finding = gone(made(scene(), path), path).one(NAME)
    assert (finding.stage, finding.severity) == (None, Severity.LOW)
    assert NAME not in made(scene(), path).findings()


@pytest.mark.parametrize(
    "add",
    [
        lambda one: made(one, rf"{FRONT}\owa\auth\logon.aspx"),
        lambda one: gone(one, rf"{FRONT}\owa\auth\logon.aspx"),
        lambda one: made(one, rf"{FRONT}\owa\auth\style.css"),
        lambda one: made(one, r"C:\Users\x\Documents\x.aspx"),
        lambda one: one.journal("01:00:00", PAGE, "created", kind="folder"),
        lambda one: one.journal("01:00:00", PAGE, "extended").journal("01:00:00", PAGE, "overwritten"),
        lambda one: one.journal("01:00:00", PAGE, "rights changed", "closed"),
    ],
    ids=[
        "a known page",
        "a known page replaced",
        "no script",
        "no web folder",
        "a folder",
        "only written",
        "only rights",
    ],
)
def test_look_alikes_are_silent(scene, add):
    """Each criterion failing once."""
    assert NAME not in add(scene()).findings()


def crowd(scene, count):
    for number in range(count):
        scene = gone(
            made(scene, rf"{FRONT}\owa\new\page{number}.aspx", f"01:0{number % 5}:00"),
            rf"{FRONT}\owa\new\page{number}.aspx",
            f"01:0{number % 5}:30",
        )
    return scene


def test_an_installation_brings_dozens(scene):
    """Pages that come and go together are counted in one finding that moves nothing."""
    finding = crowd(scene(), 30).one(NAME)
    assert (finding.stage, finding.severity, finding.count) == (None, Severity.INFORMATIONAL, 90)
    few = crowd(scene(), 4).findings()[NAME]
    assert len(few) == 4
    assert {one.severity for one in few} == {Severity.HIGH}


def test_an_installation_hides_nothing(scene):
    """A page at another time, one that came with the others and went alone, any below `aspnet_client`."""
    found = crowd(made(scene(), time="05:00:00"), 30).findings()[NAME]
    assert [one.severity for one in found if PAGE.lower() in one.objects] == [Severity.HIGH]
    path = rf"{FRONT}\owa\new\page0.aspx"
    found = gone(crowd(scene(), 30), path, "09:00:00").findings()[NAME]
    assert [one.severity for one in found if path.lower() in one.objects] == [Severity.HIGH]
    path = rf"{SITE}\aspnet_client\x.aspx"
    found = crowd(made(scene(), path, "01:01:00"), 30).findings()[NAME]
    assert [one.severity for one in found if path.lower() in one.objects] == [Severity.HIGH]


def test_names_without_folders(scene):
    """Compared with what other records name; the rest is counted, and proves nothing."""
    found = gone(gone(scene(), r"?\one.aspx"), r"?\two.aspx", "02:30:00").one(NAME)
    assert (found.stage, found.severity, found.objects) == (None, Severity.INFORMATIONAL, ("one.aspx", "two.aspx"))
    assert "The $MFT of the volume would tell where they lay." in found.summary
    assert NAME not in made(scene(), r"?\one.aspx").findings()
    imitating = made(scene(), r"?\errorEE.aspx").one(NAME)
    assert (imitating.stage, imitating.severity) == (None, Severity.LOW)
    other = made(scene(), r"?\look-alike.aspx").sysmon(11, "01:00:00", TargetFilename=PAGE, Image="System").one(NAME)
    assert "other records name a page like it" in other.summary


def test_requests_for_it_are_requests_for_a_shell(scene):
    """A page that only the journal names, asked for and answered, was used."""
    used = gone(made(scene())).iis("01:30:00", "POST", "/owa/auth/look-alike.aspx").one("page-requested")
    assert (used.stage, used.severity) == (Stage.OPERATED, Severity.CRITICAL)
    knock = gone(made(scene())).iis("01:30:00", "POST", "/owa/auth/look-alike.aspx", "404").one("page-requested")
    assert knock.stage is None


def test_its_compiled_form_is_known(scene):
    """The journal also sees the compiled page, and an archive in a web folder."""
    folder = r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\Temporary ASP.NET Files"
    page = rf"{folder}\root\8e05b027\e164d61b\x.aspx.f5dba9b9.compiled"
    known = rf"{folder}\owa\8e05b027\e164d61b\logon.aspx.f5dba9b9.compiled"
    before = scene().journal("00:00:05", known, "created")
    assert before.journal("01:00:00", page, "created").one("page-compiled").severity is Severity.HIGH
    before = scene().journal("00:00:05", known, "created")
    assert "page-compiled" not in before.journal("01:00:00", page, "deleted").findings()
    archive = rf"{SITE}\aspnet_client\a.zip"
    assert scene().journal("01:00:00", archive, "created").one("staging").stage is Stage.OPERATED
    assert "staging" not in scene().journal("01:00:00", archive, "deleted", "closed").findings()
