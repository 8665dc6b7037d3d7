"""Pages that ASP.NET compiled: what remains of a page when the page itself is gone."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from html import unescape
from itertools import islice

from msgspec import Struct, field

from indicia.detection.analyses.common.compose import Words, compose
from indicia.detection.analyses.common.fieldtext import basename, listed, moment, quoted, text
from indicia.detection.analyses.common.registry import HostView, Seen, analysis
from indicia.detection.analyses.common.routes import FILES, JOURNAL, security, sysmon
from indicia.detection.analyses.common.webfolder import KNOWN_BACK_END_NAMES, known_pages, web_path, windows
from indicia.detection.analyses.planting import page_in_journal, unexpected_script, written_pages
from indicia.detection.conditions.condition import All, Condition, contains, ends, equals
from indicia.detection.conditions.condition import Any as AnyOf
from indicia.detection.detector import Binding, Detector
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage
from indicia.model.moments import earlier

WORDS = Words(
    name="page-compiled",
    title="Page compiled that is no part of Exchange",
    mistakes=(
        "A page that an update added after March 2021, a custom page or another web application is compiled in the "
        "same way.  ASP.NET may compile all pages of a folder at once, so a page may have been compiled because one "
        "beside it was requested.  A page that was removed with a new version of its application leaves its compiled "
        "form behind for a while."
    ),
)


_LEFTOVERS = (".cmdline", ".out", ".err", ".cs", ".vb")
"""What the compiler was given and what it said; these name the page's file on disk."""


def _compiled(name: str, *more: str) -> Condition:
    folders = ("\\Temporary ASP.NET Files\\", "/Temporary ASP.NET Files/")
    return All((contains(name, *folders), AnyOf((ends(name, ".compiled", *more), contains(name, "App_Web_")))))


_COMPILERS = ("\\csc.exe", "\\vbc.exe", "\\jsc.exe", "\\cvtres.exe")
CREATED = Detector(
    "page-compiled/created",
    (
        Binding(sysmon(11), _compiled("TargetFilename")),
        Binding(JOURNAL, All((_compiled("TargetFilename"), equals("Kind", "file"), equals("Change", "created")))),
    ),
)
TREE = Detector("page-compiled/tree", (Binding(FILES, _compiled("Path", *_LEFTOVERS)),))
COMPILER = Detector(
    "page-compiled/compiler",
    (
        Binding(sysmon(1), All((ends("ParentImage", "\\w3wp.exe"), ends("Image", *_COMPILERS)))),
        Binding(security(4688), All((ends("ParentProcessName", "\\w3wp.exe"), ends("NewProcessName", *_COMPILERS)))),
    ),
)
SOURCE = "page-compiled/source"
"""Script files of the collection, as `compiled_sources.SourcePages` sees them."""
BESIDE = timedelta(seconds=10)
"""The compiler runs and its files appear within seconds of each other."""
MOST_OTHERS = 40

_NAME = re.compile(r"(?P<page>.+\.(?:aspx|ashx|asmx|cshtml|vbhtml))\.[0-9a-f]{4,16}\.compiled", re.IGNORECASE)
_VIRTUAL = re.compile(r"virtualPath=\"([^\"<>]{1,300})\"", re.IGNORECASE)
_SOURCE = re.compile(r"[a-z]:\\[^\"<>|*?:\r\n]{1,250}?\.(?:aspx|ashx|asmx|cshtml|vbhtml)(?=[\"\s(,;]|$)", re.IGNORECASE)
"""A page's file as `#line` and compiler messages name it."""
_RELATIVE = re.compile(r"~(/[^\s\"<>|*?:]{1,250}?\.(?:aspx|ashx|asmx|cshtml|vbhtml))(?=[\"\s]|$)", re.IGNORECASE)
"""A page's address within its application, as its class keeps it."""
_STATIC = frozenset({
    "upload", "uploads", "uploaded", "image", "images", "img", "pics", "photos", "css", "styles", "fonts", "js",
    "scripts", "media", "attachments", "userfiles", "files", "temp", "tmp", "cache", "logs", "aspnet_client",
})  # fmt: skip
"""Folders that serve files as they are, so that no page of the application's own lies in them."""
_APP = re.compile(r"\\temporary asp\.net files\\([^\\]+)\\", re.IGNORECASE)
_EXCHANGE = frozenset({
    "owa", "ecp", "ews", "autodiscover", "mapi", "oab", "powershell", "rpc", "microsoft-server-activesync",
    "pushnotifications",
})  # fmt: skip
"""Applications of Exchange, each of a front end and a back end that collections rarely hold both."""
_OPEN_FOLDERS = ("/aspnet_client/", "/owa/auth/", "/ecp/auth/")
_JSCRIPT = re.compile(r"app_web_.*\.js", re.IGNORECASE)


class Compiled(Struct):
    """One compiled page."""

    name: str
    app: str
    """Application as ASP.NET names its folder: `owa`, `ecp`, `root`."""
    address: str
    """Address where a collected file names it; else empty."""
    source: str = ""
    """The page's file on the server where a leftover of the compiler names it, lower case; else empty."""
    marks: list[Seen] = field(default_factory=list)
    """The `.compiled` files or their creation."""
    others: list[Seen] = field(default_factory=list)
    """Assemblies, sources and compiler starts around it."""
    jscript: bool = False
    alone: bool = True
    """Whether no other page of its folder was compiled at the same time, so that it was itself requested."""
    named: bool = False
    """Whether another record of the host names the page."""

    def lay(self, sources: Collection[str]) -> bool:
        """Whether one of these files (Windows form, lower case) can be the page's source."""
        if self.source in sources or not self.address:
            return self.source in sources
        inner = self.address.removeprefix(f"/{self.app.lower()}") if self.app != "root" else self.address
        tail = inner.replace("/", "\\")
        return any(path.endswith(tail) for path in sources)

    def may_be(self, address: str) -> bool:
        """Whether the page can have been served at this address."""
        if self.address:
            return address == self.address
        if basename(address) != self.name:
            return False
        inside = address.startswith("/aspnet_client/") or address.count("/") == 1
        return inside if self.app == "root" else address.startswith(f"/{self.app}/")


def suspects(view: HostView) -> list[Compiled]:
    """Compiled pages of this host that are neither known nor plausible as pages of the back end, in order of name."""
    named: dict[str, list[str]] = {}
    journal = page_in_journal.suspects(view)
    known = known_pages(view.pack.baseline)
    for path in (*written_pages.planted(view), *unexpected_script.telling(view), *journal):
        # A known page is compiled on every server, whoever wrote it anew.
        if (address := web_path(path)) not in known:
            named.setdefault(basename(path), []).append(address)
    found = []
    pages = _pages(view)
    # The root of Exchange's site has no page; that of any other site has many.
    exchange = any(entry.app.lower() in _EXCHANGE for entry in pages)
    for entry in pages:
        twin = next((page for page in named.get(entry.name, ()) if entry.may_be(page)), "")
        entry.named = bool(twin)
        entry.address = entry.address or twin
        if _suspect(entry, known, exchange):
            found.append(entry)
    return found


@analysis(WORDS.name, selectors=(CREATED, TREE, COMPILER), tests=("WS-06",), techniques=("T1505.003",))
def judge(view: HostView) -> Iterator[Finding]:
    """One finding per compiled page that is neither known nor plausible as a page of the back end.

    A page of the site's root counts where Exchange was compiled too, for its root has none.
    Where only the application is known (`owa`, `ecp`): a page of the mail site with an unknown name counts, one of
    the control panel, whose back end has hundreds, only when another record names it or its source was JScript.
    Source: vendor guidance of 2021-03-16, clean-up step; artefact note WS-06.
    """
    told = suspects(view)
    for entry in told:
        yield _finding(view, entry)
    for group in _gone(view, {_key(entry) for entry in told}, _pages(view)):
        yield _gone_finding(view, group)


def _pages(view: HostView) -> list[Compiled]:
    """Compiled pages of this host, known ones too, each with what was written and started around it."""
    found: dict[tuple[str, str], Compiled] = {}
    for detector, name in ((CREATED, "TargetFilename"), (TREE, "Path")):
        for seen in view.of(detector.id):
            path = windows(text(seen, name))
            folder, _, last = path.rpartition("\\")
            mark, app = _NAME.fullmatch(last), _APP.search(path)
            if mark and app:
                address = _VIRTUAL.search(text(seen, "Content")) if detector is TREE else None
                entry = found.setdefault((folder, mark["page"]), Compiled(name=mark["page"], app=app[1], address=""))
                entry.marks.append(seen)
                entry.address = unescape(address[1]).lower() if address else entry.address
            elif app and detector is TREE:
                _leftover(found, folder, app[1], seen)
    around = sorted(_around(view), key=lambda item: item[0])
    for (folder, _), entry in found.items():
        times = [time for seen in entry.marks if (time := moment(seen))]
        if times:
            first = bisect_left(around, earlier(min(times), BESIDE), key=lambda item: item[0])
            for time, path, seen in islice(around, first, None):
                if time - min(times) > BESIDE:
                    break
                _beside(entry, folder, path, seen)
    return [found[key] for key in sorted(found)]


def _leftover(found: dict[tuple[str, str], Compiled], folder: str, app: str, seen: Seen) -> None:
    """A file of the compiler, or an assembly, that names the pages it was made from."""
    content = text(seen, "Content")
    for path in sorted({windows(named) for named in _SOURCE.findall(content)})[:MOST_OTHERS]:
        entry = found.setdefault((folder, basename(path)), Compiled(name=basename(path), app=app, address=""))
        entry.source = entry.source or path
        entry.address = entry.address or web_path(path)
        entry.marks.append(seen)
    if not windows(text(seen, "Path")).endswith(".dll"):
        return
    lower = content.lower()
    for named in sorted(set(_RELATIVE.findall(lower)))[:MOST_OTHERS]:
        # Links to other pages look the same; the class of the page itself is named after its address.
        if re.sub(r"\W", "_", named[1:]) in lower:
            name = named.rsplit("/", 1)[-1]
            entry = found.setdefault((folder, name), Compiled(name=name, app=app, address=""))
            entry.address = entry.address or (named if app == "root" else f"/{app.lower()}{named}")
            entry.marks.append(seen)


def _around(view: HostView) -> Iterator[tuple[datetime, str, Seen]]:
    for detector in (CREATED, COMPILER):
        for seen in view.of(detector.id):
            time = moment(seen)
            if time is not None:
                yield time, windows(text(seen, "TargetFilename")), seen


def _beside(entry: Compiled, folder: str, path: str, seen: Seen) -> None:
    """Note what happened around the compilation: a compiler start, a file of the same folder, another page."""
    parent, _, last = path.rpartition("\\")
    if path and parent != folder:
        return
    mark = _NAME.fullmatch(last)
    if mark:
        entry.alone = entry.alone and mark["page"] == entry.name
    elif not last.endswith(".compiled") and len(entry.others) < MOST_OTHERS:
        entry.others.append(seen)
        entry.jscript = entry.jscript or bool(_JSCRIPT.fullmatch(last))


def _suspect(entry: Compiled, known: frozenset[str], exchange: bool) -> bool:
    if entry.named or entry.jscript:
        return True
    if entry.address:
        return entry.address not in known and (
            entry.address.startswith(_OPEN_FOLDERS) or (exchange and entry.app == "root")
        )
    names = {page.rsplit("/", 1)[-1] for page in known} | KNOWN_BACK_END_NAMES
    return (exchange and entry.app == "root") or (entry.app == "owa" and entry.name not in names)


def _gone(view: HostView, told: Collection[tuple[str, str]], pages: Sequence[Compiled]) -> Iterator[list[Compiled]]:
    """Compiled pages whose source is not among the collected files although those of their application are.

    Each by itself while fewer are gone than are there; else together, as a new version of the application leaves them.
    """
    sources = {windows(text(seen, "Path")) for seen in view.of(SOURCE)}
    if not sources:
        return
    apps: dict[str, list[Compiled]] = {}
    for entry in pages:
        if (entry.address or entry.source) and entry.app.lower() not in _EXCHANGE:
            apps.setdefault(entry.app, []).append(entry)
    for _, entries in sorted(apps.items()):
        there = [entry for entry in entries if entry.lay(sources)]
        gone = [entry for entry in entries if entry not in there and _key(entry) not in told and _collected(entry)]
        if there and gone:
            yield from ([entry] for entry in gone) if len(gone) <= len(there) else iter([gone])


def _key(entry: Compiled) -> tuple[str, str]:
    return entry.app, entry.address or entry.source


def _collected(entry: Compiled) -> bool:
    return any(seen.sighting.record.table == "file" for seen in entry.marks)


def _gone_finding(view: HostView, gone: Sequence[Compiled]) -> Finding:
    first = gone[0]
    names = [quoted(entry.address or entry.source, 120) for entry in gone]
    folder = windows(first.source or first.address.replace("/", "\\")).split("\\")[-2:-1]
    static = len(gone) == 1 and bool(_STATIC.intersection(folder))
    why = ", in a folder for files that are no pages" if static else ""
    return compose(
        view,
        WORDS,
        title=f"Compiled page without a source: {quoted(first.name, 60)}{f' (+{len(gone) - 1})' if gone[1:] else ''}",
        summary=(
            f"ASP.NET had compiled {listed(names)}; the page is not among the collected files, while other pages of "
            f"the application {quoted(first.app, 40)} are{why}."
        ),
        stage=Stage.IMPLANTED if static else None,
        severity=Severity.MEDIUM if static else Severity.LOW if len(gone) == 1 else Severity.INFORMATIONAL,
        confidence=Confidence.MODERATE if static else Confidence.WEAK,
        records=[seen for entry in gone for seen in entry.marks],
        telling=first.marks[:1],
        techniques=("T1505.003", "T1070.004"),
        objects=[entry.address or entry.source for entry in gone],
        presence=Presence.REMOVED,
        next_step="Keep the App_Web_*.dll beside it and read what it does; ask whether the application was updated.",
    )


def _finding(view: HostView, entry: Compiled) -> Finding:
    sure = entry.named or entry.jscript or bool(entry.address)
    in_tree = any(seen.sighting.record.table == "file" for seen in entry.marks)
    where = entry.address or f"{entry.name} of the application {entry.app}"
    script = " from JScript, which Exchange does not use" if entry.jscript else ""
    why = " and another record names it" if entry.named else ""
    asked = "the page" if entry.alone and entry.others else "the page, or one beside it,"
    return compose(
        view,
        WORDS,
        title=f"{quoted(entry.name, 60)} compiled by ASP.NET",
        summary=(
            f"ASP.NET compiled {quoted(where, 120)}{script}: {asked} had been requested; "
            f"the page is not among the known pages{why}."
        ),
        stage=Stage.IMPLANTED,
        severity=Severity.HIGH if sure or entry.app == "root" else Severity.MEDIUM,
        confidence=Confidence.STRONG if sure else Confidence.MODERATE,
        records=[*entry.marks, *entry.others],
        telling=entry.marks[:1],
        techniques=("T1505.003",),
        tests=("WS-06",),
        objects=(entry.address, *(windows(text(seen, "TargetFilename", "Path")) for seen in entry.marks)),
        presence=Presence.PRESENT if in_tree else Presence.UNKNOWN,
        next_step="Keep the App_Web_*.dll beside it: it holds the page's code even when the page is gone.",
    )
