"""A page written into a web-served folder while the server runs, and what became of it."""

from collections.abc import Iterator

from indicia.detection.analyses.common.compose import Words, clients_of, compose
from indicia.detection.analyses.common.exhibit import in_order
from indicia.detection.analyses.common.fieldtext import basename, listed, moment, quoted, text
from indicia.detection.analyses.common.registry import HostView, Seen, analysis
from indicia.detection.analyses.common.routes import ECP_SERVER
from indicia.detection.analyses.common.webfolder import EXTENSIONS, folder_of, relative, web_path, windows
from indicia.detection.analyses.planting import unexpected_script, written_pages
from indicia.detection.analyses.planting.deployments import habitual
from indicia.detection.analyses.planting.page_writers import by_a_site, by_somebody, from_inside
from indicia.detection.analyses.planting.written_pages import AFTER, CREATED, OBJECT, SHARE, Page
from indicia.detection.conditions.condition import All, contains
from indicia.detection.detector import Binding, Detector
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage

WORDS = Words(
    name="shell-written",
    title="Script page written into a web folder",
    mistakes=(
        "An update, a custom logon page or another web application is written in the same way.  Pages that Exchange "
        "setup and Windows Installer write are left out; other installers are not known to this analysis."
    ),
)
ECP_PATH = Detector(
    "shell-written/ecp",
    (
        Binding(
            ECP_SERVER,
            All((
                contains("EventData", "VirtualDirectory"),
                contains("EventData", "FilePath"),
                contains("EventData", *(extension + end for extension in EXTENSIONS for end in "'\"; "))),
            ),
        ),
    ),
)  # fmt: skip


@analysis(
    WORDS.name,
    selectors=(CREATED, AFTER, OBJECT, SHARE, ECP_PATH),
    tests=("WS-10", "PS-07"),
    techniques=("T1505.003", "T1070.004", "T1070.006"),
)
def judge(view: HostView) -> Iterator[Finding]:
    """One finding per page written, whatever process wrote it; removed, present or unknown as far as records go.

    Sysmon 11 and 15, Security 4663 with a write, 5145 with a write.  Setup programs are silent except under
    `aspnet_client`, where they put no page.  Removal: Sysmon 23 or 26, a delete access, or a collected folder
    without the page.
    Source: artefact notes WS-10 and PS-07, widened: the recorded attack wrote as the kernel, over a share.
    """
    found = written_pages.every(view)
    setting_up, own = written_pages.set_up(found), written_pages.own_work(found)
    before = written_pages.in_use(view, found)
    for path, page in sorted(found.items()):
        if path not in setting_up and path not in own:
            yield _written(view, path, page, in_use=path in before)
    if setting_up:
        yield _set_up(view, [found[path] for path in sorted(setting_up)])
    if own:
        yield _by_itself(view, [found[path] for path in sorted(own)])
    if asked := view.of(ECP_PATH.id):
        yield _asked(view, list(asked))


def _written(view: HostView, path: str, page: Page, *, in_use: bool) -> Finding:
    records = in_order((*page.written, *page.deleted, *page.timed))
    images = list(page.images)
    names = {basename(image) for image in images}
    known = relative(path) in view.pack.baseline.hashes
    inside, site, edited = from_inside(page.images), written_pages.of_site(path), written_pages.edited(path, page)
    laid_over = known and by_somebody(page.images)
    presence, after = _afterwards(view, path, page)
    severity = Severity.CRITICAL if inside and not laid_over else Severity.HIGH
    if edited or in_use or (site and not inside):
        severity = Severity.MEDIUM
    confidence = Confidence.CONCLUSIVE if inside and not known and not site else Confidence.STRONG
    if laid_over or in_use:
        # That such a page differs from a known one, or is used, is no second sign of anything.
        confidence = Confidence.WEAK
    elif severity is Severity.MEDIUM:
        confidence = Confidence.MODERATE
    elif site and by_a_site(page.images) and written_pages.other_site(view):
        # On Exchange nobody works below the site's root.  Elsewhere pages are kept over shares, by scripts and by the
        # site itself; whether the page was then used as a shell is what `page-behaviour` says.
        severity, confidence = Severity.HIGH, Confidence.MODERATE
    front = [seen for seen in page.written if text(seen, "TargetFilename")]
    what = "A script page was written"
    if known or in_use:
        what = "A known page was written anew" if known else "A page that people had been using was written anew"
    return compose(
        view,
        WORDS,
        title=f"{quoted(basename(page.path), 60)} written into a web folder",
        summary=f"{what}: {quoted(page.path, 160)}, by {_by(images)}{_through(page)}; {after}.",
        stage=Stage.IMPLANTED,
        severity=severity,
        confidence=confidence,
        records=records,
        telling=[*front[:1], *page.deleted[-1:], *page.timed[:1]],
        techniques=_techniques(page),
        tests=("WS-10", "PS-07") if "msexchangemailboxreplication.exe" in names else ("WS-10",),
        objects=(path, web_path(path)),
        presence=presence,
        next_step=(
            "Take the file (or Sysmon's archived copy) and the compiled page under Temporary ASP.NET Files as "
            "evidence; search the IIS logs for its address."
        ),
    )


def _set_up(view: HostView, several: list[Page]) -> Finding:
    images = list(dict.fromkeys(image for page in several for image in page.images))
    return compose(
        view,
        WORDS,
        title="Many pages of a site written together",
        summary=(
            f"{len(several):,} script pages below the site's root were written in company by {_by(images)}, as when a "
            f"site is set up or brought up to date, among them {quoted(several[0].path, 160)}."
        ),
        stage=None,
        severity=Severity.LOW,
        confidence=Confidence.WEAK,
        records=in_order(seen for page in several for seen in page.written),
        techniques=("T1505.003",),
        objects=[page.path for page in several],
        presence=Presence.UNKNOWN,
        next_step="Ask who put the site there at that time, and compare the pages with what was delivered.",
    )


def _by_itself(view: HostView, several: list[Page]) -> Finding:
    times = [time for page in several for seen in page.written if (time := moment(seen))]
    days = len({time.date() for time in times})
    return compose(
        view,
        WORDS,
        title="Pages of a site that its own application writes",
        summary=(
            f"{len(several):,} script page{'s' if several[1:] else ''} below the site's root "
            f"{'were' if several[1:] else 'was'} written by the web server's worker, on {days:,} "
            f"day{'' if days == 1 else 's'}, as content management installs extensions and keeps templates, among them "
            f"{quoted(several[0].path, 160)}."
        ),
        stage=Stage.IMPLANTED,
        severity=Severity.MEDIUM if habitual(times) else Severity.HIGH,
        confidence=Confidence.MODERATE,
        records=in_order(seen for page in several for seen in page.written),
        times=times,
        techniques=("T1505.003",),
        objects=[item for page in several for item in (windows(page.path), web_path(page.path))],
        presence=Presence.UNKNOWN,
        next_step="Ask who installed or edited something there at these times; look at pages that nothing brought.",
    )


def _by(images: list[str]) -> str:
    if not images:
        return "a process the record does not name"
    said = [
        "System (the kernel, as for a write over a share)" if image.lower() == "system" else quoted(basename(image), 60)
        for image in images
    ]
    return listed(list(dict.fromkeys(said)))


def _through(page: Page) -> str:
    shares = [seen for seen in page.written if text(seen, "ShareName")]
    if not shares:
        return ""
    clients = listed(list(clients_of(shares)))
    account = quoted(text(shares[0], "SubjectUserName"), 40)
    share = quoted(text(shares[0], "ShareName"), 40)
    return f", through the share {share} from {clients or 'an unnamed address'} as {account or 'an unnamed account'}"


def _afterwards(view: HostView, path: str, page: Page) -> tuple[Presence, str]:
    """What records and the collected files say about the page after the write."""
    timed = "; its creation time was changed afterwards" if page.timed else ""
    last_write = max((time for seen in page.written if (time := moment(seen))), default=None)
    tree = {
        (folder_of(held), web_path(held))
        for held in (text(seen, "Path") for seen in view.of(unexpected_script.TREE.id) if not text(seen, "Deleted"))
    }
    here = (folder_of(path), web_path(path))
    if here in tree:
        return Presence.PRESENT, "it is among the collected files" + timed
    gone = [time for seen in page.deleted if (time := moment(seen)) and (not last_write or time >= last_write)]
    if gone:
        kept = any(text(seen, "Archived").lower() == "true" for seen in page.deleted)
        archived = " (Sysmon says it kept a copy)" if kept else ""
        return Presence.REMOVED, f"it was deleted at {max(gone):%Y-%m-%dT%H:%M:%SZ}{archived}{timed}"
    if any(kind is here[0] and _parent(held) == _parent(here[1]) for kind, held in tree):
        return Presence.REMOVED, "the collected files of that folder no longer hold it" + timed
    until = f" up to {view.newest:%Y-%m-%dT%H:%M:%SZ}" if view.newest else ""
    return (
        Presence.UNKNOWN,
        f"no record{until} shows that it was deleted, and no file of its folder was collected{timed}",
    )


def _parent(address: str) -> str:
    return address.rsplit("/", 1)[0]


def _techniques(page: Page) -> tuple[str, ...]:
    return ("T1505.003", *(("T1070.004",) if page.deleted else ()), *(("T1070.006",) if page.timed else ()))


def _asked(view: HostView, asked: list[Seen]) -> Finding:
    return compose(
        view,
        WORDS,
        title="Control panel asked to write a virtual directory's settings to a script file",
        summary=f"The control panel was asked {len(asked)} times to write settings to a script file.",
        stage=Stage.EXPLOITED,
        severity=Severity.HIGH,
        confidence=Confidence.STRONG,
        records=asked,
        techniques=("T1190", "T1505.003"),
        presence=Presence.UNKNOWN,
        next_step="Look for the file named in the record and for requests to it.",
    )
