"""Script files in web-served folders that the product did not put there, or that are not as it put them."""

import re
from collections.abc import Iterator, Mapping

from indicia.detection.analyses.common.builds_seen import builds_seen
from indicia.detection.analyses.common.compose import Words, compose
from indicia.detection.analyses.common.fieldtext import basename, number, quoted, text
from indicia.detection.analyses.common.registry import HostView, Seen, analysis
from indicia.detection.analyses.common.routes import FILES
from indicia.detection.analyses.common.webfolder import (
    Folder,
    folder_of,
    relative,
    script_in_web_folder,
    web_path,
    windows,
)
from indicia.detection.detector import Binding, Detector
from indicia.knowledge.packs.pack import Baseline
from indicia.knowledge.product.builds import parse_build
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage

WORDS = Words(
    name="unexpected-script",
    title="Unexpected script in a web folder",
    mistakes=(
        "The known files end with March 2021: a later build may add pages and changes known ones.  Custom logon "
        "pages and other software in the same folders look the same."
    ),
)
TREE = Detector("unexpected-script/file", (Binding(FILES, script_in_web_folder("Path")),))

_LOOK_ALIKES = {
    "redirsuiteserverproxy.aspx": "RedirSuiteServiceProxy.aspx",
    "errorfs.aspx": "errorFE.aspx",
    "erroree.aspx": "errorFE.aspx",
    "errorff.aspx": "errorFE.aspx",
    "outlookzh.aspx": "OutlookCN.aspx",
    "outlooken.aspx": "OutlookCN.aspx",
    "outlookjp.aspx": "OutlookCN.aspx",
    "outlookus.aspx": "OutlookCN.aspx",
    "timeoutlogoff.aspx": "TimeoutLogout.aspx",
}
_REAL_HOME = {"timeoutlogout.aspx": "frontend\\httpproxy\\ecp\\auth\\"}
"""Real names that imitate when they lie elsewhere."""

_NEWEST_KNOWN = ((15, 0, 1497, 12), (15, 1, 2242, 4), (15, 2, 858, 5))
"""Newest build of each product whose front end the baseline lists."""
_MAY_ASK = ("request", "$_")
_MAY_RUN = ("eval", "execute", "assembly", "process", "getruntime", "write", "saveas", "system", "exec", "passthru")
_CODE = re.compile(r"<%|runat\s*=|<\s*script|<\?php|#include", re.IGNORECASE)
_RUNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\beval\s*\([^)]{0,80}\brequest\b",
        r"\bexecute(?:global)?\s*\(?\s*request\b",
        r"\beval\s*\(\s*\$_(?:post|get|request|cookie)\b",
        r"\bassembly\s*\.\s*load\s*\([^;]{0,200}(?:request|frombase64string)",
        r"\b(?:system|exec|shell_exec|passthru)\s*\(\s*\$_(?:post|get|request|cookie)\b",
    )
)
_PAIRS = (
    (re.compile(r"\bprocessstartinfo\b|\bprocess\s*\.\s*start\b|\bgetruntime\s*\(\s*\)\s*\.\s*exec", re.I), "command"),
    (re.compile(r"\bfile\s*\.\s*write\w*\s*\(|\.\s*saveas\s*\(", re.IGNORECASE), "upload"),
)
_COPY = re.compile(r"(?P<page>[a-z]+)(?: - | \(|[._-]|\d)[^\\]{0,40}\.(?:aspx|ashx|asmx|asax)")
"""Name of a copy: `logon - copy.aspx`, `logon_old.aspx`, `logon2.aspx`."""
_CLASS = re.compile(r"\b(?:inherits|codebehind|codefile|src|class)\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
"""What a page's code comes from when it is not in the page."""
_ASKS = re.compile(
    r"\brequest\s*(?:\[|\(|\.\s*(?:item|form|querystring|files|headers|cookies|params|getparameter))", re.I
)


@analysis(
    WORDS.name,
    selectors=(TREE,),
    tests=("WS-01", "WS-02", "WS-03", "WS-04", "WS-05", "PL-21"),
    techniques=("T1505.003", "T1036.005", "T1056.003"),
)
def judge(view: HostView) -> Iterator[Finding]:
    """One finding per unexpected file; silent on files of the baseline and on hashes known to be harmless.

    Front end: every file that is not in the baseline, or not with its hash.  `aspnet_client`: every script.  Back
    end and the rest of the default site, which no baseline covers: only what runs what a request tells it to.
    Without a baseline the front end is judged by content only.
    Source: artefact notes WS-01 to WS-05; vendor baselines of March 2021 (123 builds).
    """
    later = _later_build(view)
    for seen in [seen for group in unexpected(view).values() for seen in group]:
        yield _finding(view, seen, later)


def _later_build(view: HostView) -> str:
    """The newest build that this host is known to have run, where the baseline ends before it; else empty."""
    named = [build for item in builds_seen(view) if (build := parse_build(item.build)) is not None]
    newest = max((*named, *view.headers), default=None)
    if newest is None or any(newest[:2] == known[:2] and newest <= known for known in _NEWEST_KNOWN):
        return ""
    return ".".join(map(str, newest))


def unexpected(view: HostView) -> Mapping[str, list[Seen]]:
    """Unexpected script files of this host by path in lower case.

    A line of a list of files says nothing beside the collected file itself, unless its hash is another.
    """
    found: dict[str, list[Seen]] = {}
    collected: dict[str, set[str]] = {}
    for seen in view.of(TREE.id):
        if not text(seen, "Listed"):
            collected.setdefault(windows(text(seen, "Path")), set()).add(text(seen, "SHA256").lower())
    for seen in view.of(TREE.id):
        path, sha256 = windows(text(seen, "Path")), text(seen, "SHA256").lower()
        repeated = text(seen, "Listed") and path in collected and (not sha256 or sha256 in collected[path])
        if not repeated and reasons(seen, view.pack.baseline):
            found.setdefault(path, []).append(seen)
    return dict(sorted(found.items()))


def telling(view: HostView) -> frozenset[str]:
    """Unexpected script files whose use or compilation tells of a break-in: not somebody's copy of a known page."""
    found = unexpected(view)
    return frozenset(path for path, several in found.items() if not all(_copied(view, seen) for seen in several))


def _copied(view: HostView, seen: Seen) -> bool:
    """Whether nothing but its name is new, that is a known page's with something behind it, and it does nothing."""
    path = windows(text(seen, "Path"))
    if reasons(seen, view.pack.baseline) != ["WS-02"]:
        return False
    folder, _, name = relative(path).rpartition("\\")
    known = (place.rpartition("\\") for place in view.pack.baseline.hashes)
    stems = {page.rpartition(".")[0] for home, _, page in known if home == folder}
    copy = _COPY.fullmatch(name)
    return copy is not None and copy["page"] in stems and _inert(seen, name)


def _inert(seen: Seen, name: str) -> bool:
    """Whether all content was read, and neither code in it nor a class that it names does something with a request."""
    content = text(seen, "Content")
    classes = [named.lower() for named in _CLASS.findall(content)]
    return (
        bool(content.strip())
        and (number(seen, "Size") or 0) <= 2 * len(content) + 2  # two bytes a letter, and a mark
        and all(named.startswith("microsoft.exchange.") for named in classes)
        and not does(content)
        and _judged(content, name) is Severity.INFORMATIONAL
    )


def reasons(seen: Seen, baseline: Baseline) -> list[str]:
    """Artefact tests that a file answers with a hit, and `content` when it runs what a request tells it to."""
    path, sha256 = windows(text(seen, "Path")), text(seen, "SHA256").lower()
    folder, place = folder_of(path), relative(path)
    if folder is None or sha256 in baseline.benign or sha256 in baseline.hashes.get(place, ()):
        return []
    name = basename(path)
    found: list[str] = []
    if folder is Folder.ASPNET_CLIENT:
        found.append("WS-01")
    if folder is Folder.FRONT_END and baseline.hashes:
        if place not in baseline.hashes:
            found.append("WS-02")
        elif sha256:
            # A list of files without hashes cannot tell whether a known page was changed.
            found.append("WS-03")
        if place.startswith("frontend\\httpproxy\\ecp\\auth\\") and name != "timeoutlogout.aspx":
            found.append("WS-05")
    home = _REAL_HOME.get(name)
    if name in _LOOK_ALIKES or (home and folder is not Folder.BACK_END and not place.startswith(home)):
        found.append("WS-04")
    content = text(seen, "Content")
    if _is_settings_dump(content):
        found.append("PL-21")
    action = does(content)
    if action and (found or action == "evaluate" or _carries(content, name)):
        found.append("content")
    return found


def _carries(content: str, name: str) -> bool:
    """Whether the value of a request reaches what runs programs or writes files.

    Many pages ask for a value and write a file, or start a program, without the one having to do with the other.  Where
    nothing else speaks against a page, that both stand in it is not enough.
    """
    found = _judged(content, name)
    return found is not None and found >= Severity.HIGH


def _judged(content: str, name: str) -> Severity | None:
    """How bad it is what a page does with a request; informational where nothing is to be said of it, null where it
    could not be followed, which is said of the file itself."""
    # What follows values takes a tenth of a second to import, and most collections hold no such script.
    from indicia.detection.webshell.judging import NotFollowed, judge_script

    try:
        verdict = judge_script(content.encode("utf-8", "replace"), name)
    except NotFollowed:
        return None
    return verdict.severity if verdict is not None else Severity.INFORMATIONAL


def imitates(name: str) -> bool:
    """Whether a file name, lower case, is one that imitates a page of Exchange."""
    return name in _LOOK_ALIKES


def does(content: str) -> str:
    """What a server-side script does with what a request tells it: `evaluate`, `command`, `upload`, or empty."""
    lower = content.lower()
    # Plain searches first: a whole back end has megabytes of pages, and almost none gets past them.
    if not any(mark in lower for mark in _MAY_ASK) or not any(mark in lower for mark in _MAY_RUN):
        return ""
    if not _CODE.search(content):
        return ""
    if any(pattern.search(content) for pattern in _RUNS):
        return "evaluate"
    asks = bool(_ASKS.search(content))
    return next((what for pattern, what in _PAIRS if asks and pattern.search(content)), "")


def _is_settings_dump(content: str) -> bool:
    """The settings of a virtual directory with a script in one of them: what a reset writes."""
    lower = content.lower()
    marks = ("internalauthenticationmethods", "extendedprotectiontokenchecking")
    return (
        all(mark in lower for mark in marks)
        and ("externalurl" in lower or "internalurl" in lower)
        and ("<script" in lower or "<%" in lower)
    )


_DOES = {
    "evaluate": "its content evaluates what a request sends",
    "command": "its content starts programs that a request names",
    "upload": "its content writes files that a request sends",
}


def _finding(view: HostView, seen: Seen, later: str) -> Finding:
    path = windows(text(seen, "Path"))
    tests = reasons(seen, view.pack.baseline)
    action = does(text(seen, "Content")) if "content" in tests else ""
    dump = "PL-21" in tests
    certain = bool(action) or dump
    only_changed = tests == ["WS-03"]
    # A page of a later update than any that was listed differs on every healthy server.
    expected = only_changed and not certain and bool(later)
    copied = _copied(view, seen)
    severity = Severity.CRITICAL if certain else Severity.MEDIUM if only_changed or copied else Severity.HIGH
    confidence = Confidence.MODERATE if only_changed else Confidence.STRONG
    if expected or copied:
        confidence = Confidence.WEAK
    said = [_SAID[test].format(real=_real(basename(path))) for test in tests if test in _SAID]
    if action:
        said.append(_DOES[action])
    if copied:
        said.append("its name is that of a copy of a known page, and nothing in it does anything with a request")
    if expected:
        said.append(f"the known files end before build {later}, so that says little")
    return compose(
        view,
        WORDS,
        title=f"{quoted(basename(path), 60)}: " + ("known page, changed" if "WS-03" in tests else "unexpected script"),
        summary=f"{_where(seen)} {quoted(text(seen, 'Path'), 160)}: {'; '.join(said)}.",
        stage=None if expected else Stage.IMPLANTED,
        severity=Severity.LOW if expected else severity,
        confidence=confidence,
        records=[seen],
        techniques=tuple(dict.fromkeys(_TECHNIQUE.get(test, "T1505.003") for test in ["", *tests])),
        tests=[] if expected else [test for test in tests if test != "content"],
        objects=(path, web_path(path)),
        presence=Presence.PRESENT,
        next_step=(
            "Keep a copy with its times; compare creation time with the patch and search the IIS logs for its address; "
            "compare a changed page with the same build's media."
        ),
    )


_SAID = {
    "WS-01": "a clean install has no script under aspnet_client",
    "WS-02": "no baseline has a file of this name",
    "WS-03": "the baselines have this file with other content",
    "WS-04": "its name imitates {real}",
    "WS-05": "the only page that belongs there is TimeoutLogout.aspx",
    "PL-21": "it is a dump of a virtual directory's settings with a script in it",
}


def _where(seen: Seen) -> str:
    if not text(seen, "Listed"):
        return "The collection holds"
    return "A list of files names, as deleted," if text(seen, "Deleted") else "A list of files names"


_TECHNIQUE = {"WS-04": "T1036.005"}


def _real(name: str) -> str:
    return _LOOK_ALIKES.get(name, "a page of another folder")
