"""Pages of any site that were written on it, held against who used them before and after."""

import random
from datetime import timedelta

import pytest
from msgspec.structs import replace
from tests.detection.analyses.conftest import Scene

from indicia.detection.analyses.planting import shell_written
from indicia.detection.analyses.use import page_behaviour, page_requested
from indicia.detection.usage.in_use import in_use_before, no_exchange
from indicia.model.finding import Confidence, Severity, Stage

from .conftest import SITE, START

ROOT = r"C:\inetpub\wwwroot\shop"
W3WP = r"c:\windows\system32\inetsrv\w3wp.exe"
POWERSHELL = r"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"
OUTSIDE = "203.0.113.9"
WRITTEN = START + timedelta(days=20, hours=3)


def view(web, path=rf"{ROOT}\upload\view.aspx", image=W3WP, at=WRITTEN):
    """A host on which a page was written, with its web logs."""
    seen = Scene().sysmon(11, f"{at:%Y-%m-%dT%H:%M:%S}", TargetFilename=path, Image=image).view()
    return replace(seen, extracts=web.extracts())


def used(web, stem="/upload/view.aspx", after=timedelta(minutes=5), method="POST", count=8, query="-", **more):
    """Somebody sends things to a page, unevenly."""
    rng = random.Random(2)
    at = WRITTEN + after
    for _ in range(count):
        at += timedelta(seconds=rng.randrange(4, 300))
        web.ask(at, OUTSIDE, method, stem, query, **more)
    return web


def operated(seen):
    return [finding for finding in page_behaviour.judge(seen) if finding.stage]


@pytest.mark.parametrize(
    "more",
    [{}, {"stem": "/shop/upload/view.aspx"}, {"method": "GET", "query": "c=dir"}],
    ids=["root of the site", "below the root", "by query"],
)
def test_a_page_that_the_worker_wrote_and_somebody_used(web, more):
    """The upload of a shell and its use: each alone is a lone sign on a site of whatever kind."""
    (finding,) = operated(view(used(web.people(40), **more)))
    assert (finding.stage, finding.confidence, finding.count) == (Stage.OPERATED, Confidence.STRONG, 8)
    assert "2023-01-21T03:00:00Z" in finding.summary


@pytest.mark.parametrize(
    "build",
    [
        lambda web: view(used(web, after=-timedelta(days=2))),
        lambda web: view(used(web, method="GET")),
        lambda web: view(used(web, referer=SITE + "/upload/")),
        lambda web: view(used(web, user="shop%5Ceditor")),
        lambda web: view(used(web, count=2)),
        lambda web: view(used(web), image=r"C:\Windows\explorer.exe"),
        lambda web: view(used(web), path=rf"{ROOT}\upload\other.aspx"),
    ],
    ids=["used before", "nothing sent", "from a page", "signed in", "hardly used", "somebody wrote it", "another page"],
)
def test_other_pages_are_not_operated(web, build):
    """Each criterion failing once."""
    assert operated(build(web.people(40))) == []


def test_an_interface_that_a_program_uses_for_weeks_is_not_operated(web):
    """A payment provider calls back a page that an extension brought."""
    web.people(60)
    for day in range(21, 60, 3):
        web.ask(START + timedelta(days=day, hours=2), OUTSIDE, "POST", "/upload/view.aspx")
    assert operated(view(web)) == []


def written(seen):
    (finding,) = shell_written.judge(seen)
    return finding


@pytest.mark.parametrize("image", [W3WP, POWERSHELL, "System"])
def test_one_page_written_on_a_site_that_is_no_exchange_is_a_lone_sign(web, image):
    """Scripts, shares and the application itself write pages there."""
    finding = written(view(web.people(40), image=image))
    assert (finding.severity, finding.confidence) == (Severity.HIGH, Confidence.MODERATE)


@pytest.mark.parametrize(
    "build",
    [
        lambda web: view(web.ask(5, OUTSIDE, "GET", "/owa/auth/logon.aspx"), image=POWERSHELL),
        lambda web: view(web, image=r"C:\Windows\System32\certutil.exe"),
        lambda web: view(web, path=r"C:\inetpub\wwwroot\aspnet_client\x.aspx"),
        lambda web: replace(view(web), headers=((15, 1, 2507, 16),)),
    ],
    ids=["Exchange answers", "a tool of intruders", "a folder without pages", "a build of Exchange"],
)
def test_else_it_proves_an_implant(web, build):
    """Each criterion failing once."""
    assert written(build(web.people(40))).confidence >= Confidence.STRONG


@pytest.mark.parametrize("image", [POWERSHELL, "System", r"C:\Program Files\Git\bin\git.exe"])
def test_a_page_that_people_had_been_using_was_brought_up_to_date(web, image):
    """A log before the write names it; its use afterwards says nothing either."""
    web.people(10).extracts()
    seen = view(web.people(40), path=rf"{ROOT}\products.aspx", image=image)
    finding = written(seen)
    assert (finding.severity, finding.confidence) == (Severity.MEDIUM, Confidence.WEAK)
    assert "had been using" in finding.summary
    assert [one.stage for one in page_requested.judge(seen) if one.stage] == []


def test_pages_in_use(web):
    """Counted are logs that end before the moment, by enough people; not on a site that answers everything."""
    extracts = web.people(10).extracts()
    day = START + timedelta(days=11)
    asked = {"/products.aspx": day, "/contact.aspx": START + timedelta(days=5), "/x.aspx": day}
    assert in_use_before(extracts, asked) == {"/products.aspx"}
    assert no_exchange(extracts)
    assert not no_exchange({})
