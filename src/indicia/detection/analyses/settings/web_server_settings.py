"""Modules, handlers, filters and web folders of the configuration of IIS that no clean Exchange server has."""

import re
from collections.abc import Collection, Iterator, Sequence

from indicia.detection.analyses.common.compose import Words, compose
from indicia.detection.analyses.common.fieldtext import basename, quoted, text
from indicia.detection.analyses.common.registry import HostView, Seen, analysis
from indicia.detection.analyses.common.routes import IIS_CONFIG
from indicia.detection.analyses.settings.odd_places import is_odd_place
from indicia.detection.analyses.settings.one_letter import one_letter_off
from indicia.detection.conditions.condition import All, Condition, contains, equals
from indicia.detection.conditions.condition import Any as AnyOf
from indicia.detection.damage import doubted_strange
from indicia.detection.detector import Binding, Detector
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage

WORDS = Words(
    name="web-server-settings",
    title="Web server setting that no clean server has",
    mistakes=(
        "Other products register modules too: monitoring agents, PHP, load balancers.  A module that calls itself like "
        "one of Exchange and lies in its folders is not told from one."
    ),
)


def _in(section: str, element: str) -> Condition:
    return All((contains("Section", section), equals("Element", element)))


SETTINGS = Detector(
    "web-server-settings/element",
    (
        Binding(
            IIS_CONFIG,
            AnyOf(
                (
                    _in("globalModules", "add"),
                    _in("modules", "add"),
                    _in("handlers", "add"),
                    _in("isapiFilters", "filter"),
                    _in("sites", "virtualDirectory"),
                )
            ),
        ),
    ),
)
_USUAL_IMAGE = re.compile(
    r"^(?:%windir%|%systemroot%|c:\\windows)\\(?:system32\\(?:inetsrv\\|rpcproxy\\|wsmsvc\.dll|rpcproxy)"
    r"|microsoft\.net\\framework(?:64)?\\)|\\exchange server\\v1[45]\\|^%programfiles%\\iis\\|\\program files\\iis\\",
    re.IGNORECASE,
)
_AMONG_PAGES = frozenset({"exppw.dll", "owaauth.dll"})
_PRODUCT = re.compile(r"^(?:%programfiles(?:\(x86\))?%|[a-z]:\\program files(?: \(x86\))?)\\", re.IGNORECASE)
_MAKERS = re.compile(r"^(?:microsoft\.|system\.|internal\.exchange\.)", re.IGNORECASE)
_WEB_ROOTS = re.compile(
    r"^(?:%systemdrive%|[a-z]:)\\inetpub\\wwwroot(?:\\|$)|\\exchange server\\v1[45]\\(?:frontend|clientaccess)(?:\\|$)"
    r"|^(?:%programfiles%|[a-z]:\\program files)",
    re.IGNORECASE,
)


@analysis(
    WORDS.name,
    selectors=(SETTINGS,),
    tests=("PE-04", "PE-05"),
    techniques=("T1505.004", "T1564"),
)
def judge(view: HostView) -> Iterator[Finding]:
    """One finding for each setting that stands out: a native module by an unknown name or with its file elsewhere, a
    managed module or handler of no known maker, a filter, a web folder in a place where pages do not belong.

    Known names are those of the pack's baseline.  One a letter off, in a file without the name itself, is more likely
    damage than a disguise, which would stand beside it; so is a file a letter off.
    Source: persistence PE-04 and PE-05; facts, known_good.
    """
    told: set[tuple[str, str, str]] = set()
    settings = view.of(SETTINGS.id)
    gone = _absent(settings, view.pack.baseline.modules) if settings else {}
    for seen in settings:
        found = _odd(seen, view.pack.baseline.modules, gone.get(seen.evidence.sha256, ()))
        if found is None:
            continue
        key = (found.test, found.name.lower(), found.target.lower())
        if key not in told:
            told.add(key)
            said = _finding(view, seen, found)
            # Damage makes a strange name; it makes no path to where a module does not belong.
            yield doubted_strange(said, view.damage) if found.weight is Confidence.MODERATE else said


def _absent(settings: Sequence[Seen], known: Collection[str]) -> dict[str, frozenset[str]]:
    """By SHA-256 of a file, the known names of native modules that it does not hold."""
    held: dict[str, set[str]] = {}
    for seen in settings:
        if text(seen, "Section").lower().endswith("globalmodules"):
            held.setdefault(seen.evidence.sha256, set()).add(text(seen, "@name").lower())
    return {sha256: frozenset(known) - names for sha256, names in held.items()}


class _Odd:
    """What stands out."""

    def __init__(
        self, test: str, what: str, name: str, target: str, weight: Confidence, said: str, *, own: bool = False
    ) -> None:
        """`own`: the program is the server's, so that what does not belong is the setting alone."""
        self.test, self.what, self.name, self.target, self.weight, self.said = test, what, name, target, weight, said
        self.own = own


def _odd(seen: Seen, known: Collection[str], gone: Collection[str]) -> _Odd | None:
    """What stands out of a setting; `gone` are the known names that its file lacks."""
    section = text(seen, "Section").rpartition("/")[2].lower()
    name = text(seen, "@name")
    match section:
        case "globalmodules":
            return _native(name, text(seen, "@image"), known, gone)
        case "modules":
            return _managed("module", name, text(seen, "@type"))
        case "handlers":
            return _handler(seen, name)
        case "isapifilters":
            return _filter(name, text(seen, "@path"))
    if text(seen, "Element") == "virtualDirectory":
        return _folder(seen)
    return None


def _is_elsewhere(path: str) -> bool:
    """Whether a file lies where no program belongs; Exchange keeps two of its own among its pages."""
    own = _USUAL_IMAGE.search(path) and basename(path) in _AMONG_PAGES
    return not own and is_odd_place(path)


def _native(name: str, image: str, modules: Collection[str], gone: Collection[str]) -> _Odd | None:
    known = name.lower() in modules
    if _is_elsewhere(image):
        own = next((own for own in _AMONG_PAGES if one_letter_off(basename(image), own)), None)
        if own and known and _USUAL_IMAGE.search(image):
            said = f"its file is a letter off {own}, which belongs there: damage, or another file in its place"
            return _Odd("PE-04", "native module", name, image, Confidence.MODERATE, said)
        said = "its file lies where no module belongs"
        return _Odd("PE-04", "native module", name, image, Confidence.STRONG, said)
    if not image:
        said = "it names no file, so that nothing of it can run: the element is damaged"
        return _Odd("PE-04", "native module", name, image, Confidence.WEAK, said)
    if known and _USUAL_IMAGE.search(image):
        return None
    if known:
        said = "it has the name of a module of Windows, and its file lies elsewhere"
        return _Odd("PE-04", "native module", name, image, Confidence.MODERATE, said)
    if _PRODUCT.match(image) and not _USUAL_IMAGE.search(image):
        return _Odd("PE-04", "native module", name, image, Confidence.WEAK, "it belongs to another product")
    meant = next((own for own in sorted(gone) if one_letter_off(name, own)), None)
    if meant and _USUAL_IMAGE.search(image):
        said = f"its name is a letter off {meant}, which this file lacks: damage is more likely than a disguise"
        return _Odd("PE-04", "native module", name, image, Confidence.WEAK, said)
    return _Odd("PE-04", "native module", name, image, Confidence.MODERATE, "no clean server has a module of this name")


def _managed(what: str, name: str, kind: str) -> _Odd | None:
    if not kind or _MAKERS.match(kind.strip()):
        return None
    space, _, assembly = kind.strip().partition(",")
    near = any(one_letter_off(space.partition(".")[0], maker) for maker in ("microsoft", "system"))
    if near and _MAKERS.match(assembly.strip()):
        said = "its type is a letter off the maker that its assembly names: damage is more likely than a disguise"
        return _Odd("PE-04", f"managed {what}", name, kind, Confidence.WEAK, said)
    weight = Confidence.MODERATE if "publickeytoken" not in kind.lower() else Confidence.WEAK
    return _Odd("PE-04", f"managed {what}", name, kind, weight, "its type is of no maker that a clean server has")


def _handler(seen: Seen, name: str) -> _Odd | None:
    processor = text(seen, "@scriptProcessor").partition("|")[0]
    if processor and is_odd_place(processor):
        return _Odd("PE-04", "handler", name, processor, Confidence.STRONG, "its program lies where none belongs")
    path = text(seen, "@path").lower()
    if processor and basename(processor) == "asp.dll" and not path.endswith((".asp", ".cer", ".cdx", ".asa")):
        said = f"it lets pages run under the ending {quoted(path, 40)}"
        return _Odd("PE-04", "handler", name, processor, Confidence.MODERATE, said, own=True)
    kind = text(seen, "@type")
    if kind.lower().startswith("system.web.ui.pagehandlerfactory") and path and not path.endswith((".aspx", "*")):
        said = f"it lets pages run under the ending {quoted(path, 40)}"
        return _Odd("PE-04", "handler", name, kind, Confidence.MODERATE, said, own=True)
    return _managed("handler", name, kind)


def _filter(name: str, path: str) -> _Odd | None:
    if _is_elsewhere(path):
        return _Odd("PE-04", "ISAPI filter", name, path, Confidence.STRONG, "its file lies where none belongs")
    if _USUAL_IMAGE.search(path):
        return None
    return _Odd("PE-04", "ISAPI filter", name, path, Confidence.WEAK, "it belongs to another product")


def _folder(seen: Seen) -> _Odd | None:
    place = text(seen, "@physicalPath")
    if not place or _WEB_ROOTS.search(place) or not is_odd_place(place.rstrip("\\") + "\\"):
        return None
    where = f"{text(seen, 'Site')}{text(seen, 'Application')}{text(seen, '@path')}".replace("//", "/")
    if re.search(r"\\programdata", place, re.IGNORECASE):
        # Rules of PS-09 speak of these.
        return None
    return _Odd("PE-05", "web folder", where, place, Confidence.MODERATE, "its files lie where no web folder belongs")


_SEVERITY = {Confidence.STRONG: Severity.HIGH, Confidence.MODERATE: Severity.MEDIUM, Confidence.WEAK: Severity.LOW}


def _finding(view: HostView, seen: Seen, found: _Odd) -> Finding:
    return compose(
        view,
        WORDS,
        title=f"{found.what[:1].upper()}{found.what[1:]} {quoted(found.name, 60)} stands out",
        summary=f"The configuration holds the {found.what} {quoted(found.name, 80)} ({quoted(found.target, 160)}): "
        f"{found.said}.",
        stage=Stage.IMPLANTED if found.weight >= Confidence.MODERATE else None,
        severity=_SEVERITY[found.weight],
        confidence=found.weight,
        records=[seen],
        techniques=("T1505.004",),
        tests=(found.test,),
        objects=(found.name or found.target,) if found.own else (found.target, found.name),
        presence=Presence.PRESENT,
        next_step=_next_step(found),
    )


def _next_step(found: _Odd) -> str:
    if found.own:
        return "Keep a copy of the configuration; find when it was written and what requests for that ending got."
    if found.weight is Confidence.WEAK:
        return "Confirm that the product is one of yours."
    return "Keep a copy of the file; find its signature, its product and when it was registered."
