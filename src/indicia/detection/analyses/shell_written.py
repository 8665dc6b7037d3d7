"""A page written into a web-served folder while the server runs, and what became of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from indicia.detection.analyses import unexpected_script
from indicia.detection.analyses.compose import Words, clients_of, compose
from indicia.detection.analyses.deployments import deployed
from indicia.detection.analyses.exhibit import in_order
from indicia.detection.analyses.fieldtext import basename, listed, moment, number, quoted, text
from indicia.detection.analyses.registry import HostView, Seen, analysis
from indicia.detection.analyses.routes import ECP_SERVER, security, sysmon
from indicia.detection.analyses.webfolder import (
    EXTENSIONS,
    Folder,
    folder_of,
    is_script,
    relative,
    script_in_web_folder,
    web_path,
    windows,
)
from indicia.detection.condition import All, contains
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
_PATH = script_in_web_folder("TargetFilename")
CREATED = Detector("shell-written/created", (Binding(sysmon(11, 15), _PATH),))
AFTER = Detector("shell-written/after", (Binding(sysmon(2, 23, 26), _PATH),))
OBJECT = Detector("shell-written/object", (Binding(security(4663), script_in_web_folder("ObjectName")),))
SHARE = Detector("shell-written/share", (Binding(security(5145), script_in_web_folder("RelativeTargetName")),))
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

_WRITE, _DELETE = 0x2 | 0x4, 0x10000
"""Access rights of a file object: write or append data; delete."""
_INSTALLERS = (
    "\\windows\\system32\\msiexec.exe", "\\windows\\syswow64\\msiexec.exe", "\\bin\\exsetup.exe",
    "\\bin\\exsetupui.exe", "\\exchangesetup\\exsetup.exe", "\\exchangesetup\\exsetupui.exe",
    "\\servicing\\trustedinstaller.exe", "\\tiworker.exe",
)  # fmt: skip
_SERVER_ITSELF = frozenset({
    "system", "w3wp.exe", "umworkerprocess.exe", "umservice.exe", "msexchangemailboxreplication.exe", "cmd.exe",
    "powershell.exe", "pwsh.exe", "certutil.exe", "bitsadmin.exe", "rundll32.exe",
})  # fmt: skip
"""Writers that no administrator edits pages with."""
_WEB = frozenset({"w3wp.exe", "umworkerprocess.exe"})
"""What comes in over the web is written by these."""


@dataclass(slots=True)
class Page:
    """What is known of one page from records of writes and of what came after."""

    path: str
    written: list[Seen] = field(default_factory=list)
    later: list[Seen] = field(default_factory=list)
    images: dict[str, None] = field(default_factory=dict)
    """Writers as recorded; `System` is the kernel: a write that came over a share."""
    deleted: list[Seen] = field(default_factory=list)
    timed: list[Seen] = field(default_factory=list)
    """Changes of its creation time."""


def pages(view: HostView) -> Mapping[str, Page]:
    """Pages written on this host by anything but an installer or a deployment of a site, by path in lower case."""
    found = _every(view)
    setting_up = _deployed(found)
    return {path: page for path, page in found.items() if path not in setting_up}


def planted(view: HostView) -> frozenset[str]:
    """Pages whose use tells of a break-in: not those below the site's root that somebody edited there."""
    return frozenset(path for path, page in pages(view).items() if _from_inside(page) or not _of_site(path))


def _from_inside(page: Page) -> bool:
    """Whether the server itself wrote it, or nobody is named."""
    names = {basename(image) for image in page.images}
    return not names or bool(names & _SERVER_ITSELF)


def _of_site(path: str) -> bool:
    return folder_of(path) is Folder.SITE


def _deployed(found: Mapping[str, Page]) -> frozenset[str]:
    """Pages below the site's root, where Exchange has none, that came with many others, not from the web server."""
    return deployed(
        (path, basename(text(seen, "Image", "ProcessName")), moment(seen))
        for path, page in found.items()
        if _of_site(path) and not any(basename(image) in _WEB for image in page.images)
        for seen in page.written
    )


def _every(view: HostView) -> Mapping[str, Page]:
    found: dict[str, Page] = {}
    for seen in view.of(CREATED.id):
        _write(found, text(seen, "TargetFilename"), seen, text(seen, "Image"))
    for seen in view.of(OBJECT.id):
        if (number(seen, "AccessMask") or 0) & _WRITE:
            _write(found, text(seen, "ObjectName"), seen, text(seen, "ProcessName"))
    for seen in view.of(SHARE.id):
        if (number(seen, "AccessMask") or 0) & _WRITE:
            _write(found, _share_path(seen), seen, "")
    for seen in view.of(AFTER.id):
        page = found.get(windows(text(seen, "TargetFilename")))
        if page is not None:
            (page.timed if text(seen, "EventID") == "2" else page.deleted).append(seen)
    for detector in (OBJECT, SHARE):
        for seen in view.of(detector.id):
            path = windows(text(seen, "ObjectName")) if detector is OBJECT else windows(_share_path(seen))
            mask = number(seen, "AccessMask") or 0
            # A share's record lists every right asked for; a handle for both is a write, not a removal.
            if path in found and mask & _DELETE and not mask & _WRITE:
                found[path].deleted.append(seen)
    return {path: page for path, page in found.items() if page.written}


def _write(found: dict[str, Page], path: str, seen: Seen, image: str) -> None:
    plain = windows(path)
    page = found.setdefault(plain, Page(path))
    if not is_script(plain) or (folder_of(plain) is not Folder.ASPNET_CLIENT and _installs(image)):
        return
    page.written.append(seen)
    if image:
        page.images.setdefault(image)


def _installs(image: str) -> bool:
    return image.lower().endswith(_INSTALLERS)


def _share_path(seen: Seen) -> str:
    r"""`\\*\C$` and a relative path give the path on the host; another share keeps its name."""
    share, relative_path = text(seen, "ShareName"), text(seen, "RelativeTargetName")
    drive = share.rsplit("\\", 1)[-1]
    return f"{drive[0]}:\\{relative_path}" if len(drive) == 2 and drive[1] == "$" else f"{share}\\{relative_path}"


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
    found = _every(view)
    setting_up = _deployed(found)
    for path, page in sorted(found.items()):
        if path not in setting_up:
            yield _written(view, path, page)
    if setting_up:
        yield _set_up(view, [found[path] for path in sorted(setting_up)])
    if asked := view.of(ECP_PATH.id):
        yield _asked(view, list(asked))


def _written(view: HostView, path: str, page: Page) -> Finding:
    records = in_order((*page.written, *page.deleted, *page.timed))
    images = list(page.images)
    names = {basename(image) for image in images}
    known = relative(path) in view.pack.baseline.hashes
    from_inside, site = _from_inside(page), _of_site(path)
    presence, after = _afterwards(view, path, page)
    severity = Severity.CRITICAL if from_inside else Severity.HIGH
    if site and not from_inside:
        severity = Severity.MEDIUM
    confidence = Confidence.CONCLUSIVE if from_inside and not known and not site else Confidence.STRONG
    if severity is Severity.MEDIUM or (known and not from_inside):
        confidence = Confidence.MODERATE
    front = [seen for seen in page.written if text(seen, "TargetFilename")]
    what = "A known page was written anew" if known else "A script page was written"
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
