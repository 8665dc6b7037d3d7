"""Data packed for taking away."""

import re
from collections.abc import Iterator

from indicia.detection.analyses.common.compose import Words, compose
from indicia.detection.analyses.common.fieldtext import listed, quoted, text
from indicia.detection.analyses.common.registry import HostView, Seen, analysis
from indicia.detection.analyses.common.routes import FILES, JOURNAL, sysmon
from indicia.detection.analyses.common.webfolder import folder_of, windows
from indicia.detection.analyses.taking.command_line import by_start, command, process_start
from indicia.detection.conditions.condition import All, Condition, contains, ends, equals
from indicia.detection.conditions.condition import Any as AnyOf
from indicia.detection.detector import Binding, Detector
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage

WORDS = Words(
    name="staging",
    title="Data packed for taking away",
    mistakes=(
        "Installers keep archives under ProgramData and administrators pack logs; only an archive in a web folder, a "
        "packed memory dump or a packed mailbox export says more than that."
    ),
)
_ARCHIVERS = (
    "\\7z.exe", "\\7za.exe", "\\7zr.exe", "\\7zg.exe", "\\rar.exe", "\\winrar.exe", "\\makecab.exe", "\\zip.exe",
)  # fmt: skip
_PLACES = (
    "\\inetpub\\wwwroot",
    "\\FrontEnd\\HttpProxy",
    "\\programdata\\",
    "\\temp\\",
    "\\perflogs\\",
    "\\users\\public\\",
)
_ARCHIVES = (".7z", ".zip", ".rar", ".cab", ".7z.001", ".part1.rar")


def _packs(line: str, image: str) -> Condition:
    packing = All((
        AnyOf((ends(image, *_ARCHIVERS), contains(line, " -t7z", "compressionmemory"))),
        contains(line, *_PLACES, ".pst", ".dmp"),
    ))  # fmt: skip
    shadows = All((contains(line, "vssadmin"), contains(line, "shadows"), contains(line, "__output")))
    return AnyOf((packing, shadows))


def _web(name: str) -> Condition:
    return All((
        contains(name, "\\inetpub\\wwwroot\\", "/inetpub/wwwroot/", "\\FrontEnd\\HttpProxy\\", "/FrontEnd/HttpProxy/",
                 "\\ClientAccess\\Owa\\", "/ClientAccess/Owa/", "\\ClientAccess\\ecp\\", "/ClientAccess/ecp/"),
        ends(name, *_ARCHIVES),
    ))  # fmt: skip


COMMAND = process_start("staging/command", _packs)
CREATED = Detector(
    "staging/created",
    (
        Binding(sysmon(11), _web("TargetFilename")),
        Binding(JOURNAL, All((_web("TargetFilename"), equals("Kind", "file"), equals("Change", "created")))),
    ),
)
WEB_TREE = Detector("staging/web-tree", (Binding(FILES, _web("Path")),))
TREE = Detector(
    "staging/tree",
    (Binding(FILES, All((contains("Path", "\\ProgramData\\", "/ProgramData/"), ends("Path", ".7z", ".zip", ".rar")))),),
)
_WEB = re.compile(r"\\inetpub\\wwwroot|\\frontend\\httpproxy|exchange server\\v15\\(?:frontend|clientaccess)", re.I)
_LOOT = re.compile(r"\.dmp\b|\.pst\b|\\programdata\\pst\b|ntds\.dit|__output", re.IGNORECASE)


@analysis(
    WORDS.name,
    selectors=(COMMAND, CREATED, WEB_TREE, TREE),
    tests=("PO-03", "PO-04"),
    techniques=("T1560.001", "T1074.001", "T1003.003"),
)
def judge(view: HostView) -> Iterator[Finding]:
    """Packing of loot or into web folders; archives lying there; as information, archives under ProgramData.

    A packing command counts when it names a web folder, a memory dump, a mailbox export or the directory database;
    another one in a folder open to all is information.
    Source: artefact notes PO-03 and PO-04; vendor check, which lists archives under ProgramData.
    """
    telling: list[list[Seen]] = []
    plain: list[list[Seen]] = []
    for group in by_start(view.of(COMMAND.id)):
        line = command(group[0])
        (telling if _WEB.search(line) or _LOOT.search(line) else plain).append(group)
    if telling:
        yield _packed(view, telling)
    if plain:
        yield _plain(view, plain)
    lying = [
        seen
        for detector in (CREATED, WEB_TREE)
        for seen in view.of(detector.id)
        if folder_of(text(seen, "TargetFilename", "Path"))
    ]
    if lying:
        yield _lying(view, lying)
    if held := view.of(TREE.id):
        yield _held(view, list(held))


def _packed(view: HostView, groups: list[list[Seen]]) -> Finding:
    lines = list(dict.fromkeys(quoted(command(group[0]), 110) for group in groups))
    shadows = any("shadows" in line.lower() for line in lines)
    return compose(
        view,
        WORDS,
        title="Data packed for taking away",
        summary=f"{listed([f'`{line}`' for line in lines], 3)} ran.",
        stage=Stage.OPERATED,
        severity=Severity.HIGH,
        confidence=Confidence.STRONG,
        records=[seen for group in groups for seen in group],
        telling=[group[0] for group in groups[:6]],
        techniques=("T1560.001", "T1074.001", *(("T1003.003",) if shadows else ())),
        tests=("PO-04",),
        next_step="Find the archives, and large answers or downloads of them in the IIS logs.",
    )


def _plain(view: HostView, groups: list[list[Seen]]) -> Finding:
    lines = list(dict.fromkeys(quoted(command(group[0]), 110) for group in groups))
    return compose(
        view,
        WORDS,
        title="Archives made in folders open to all",
        summary=f"{listed([f'`{line}`' for line in lines], 3)} ran, as administrators and installers do, too.",
        stage=None,
        severity=Severity.LOW,
        confidence=Confidence.WEAK,
        records=[seen for group in groups for seen in group],
        techniques=("T1560.001",),
        next_step="Ask who packed what, if the time fits an intrusion.",
    )


def _lying(view: HostView, lying: list[Seen]) -> Finding:
    paths = list(dict.fromkeys(windows(text(seen, "TargetFilename", "Path")) for seen in lying))
    held = any(seen.sighting.record.table == "file" for seen in lying)
    who = "The collection holds" if held else "A process wrote"
    return compose(
        view,
        WORDS,
        title="Archive in a web folder",
        summary=f"{who} {listed([quoted(path) for path in paths], 3)}.",
        stage=Stage.OPERATED,
        severity=Severity.HIGH,
        confidence=Confidence.MODERATE,
        records=lying,
        techniques=("T1560.001", "T1074.001"),
        objects=paths,
        presence=Presence.PRESENT if held else Presence.UNKNOWN,
        next_step="Look into the archive; search the IIS logs for requests to it.",
    )


def _held(view: HostView, held: list[Seen]) -> Finding:
    names = list(dict.fromkeys(quoted(text(seen, "Path"), 80) for seen in held))
    return compose(
        view,
        WORDS,
        title="Archives under ProgramData",
        summary=f"The collection holds {len(held)} archives under ProgramData ({listed(names, 3)}).",
        stage=None,
        severity=Severity.INFORMATIONAL,
        confidence=Confidence.WEAK,
        records=held,
        techniques=("T1560.001",),
        tests=("PO-03",),
        presence=Presence.PRESENT,
        next_step="Compare their times with the intrusion's; most belong to installers.",
    )
