"""Credentials taken from memory, registry or directory database."""

import re
from collections.abc import Iterator

from indicia.detection.analyses.common.compose import Words, compose
from indicia.detection.analyses.common.fieldtext import basename, listed, quoted, text
from indicia.detection.analyses.common.registry import HostView, Seen, analysis
from indicia.detection.analyses.common.routes import FILES, sysmon
from indicia.detection.analyses.common.webfolder import folder_of, windows
from indicia.detection.analyses.taking.command_line import by_start, command, process_start, program
from indicia.detection.conditions.condition import All, Condition, contains, ends
from indicia.detection.conditions.condition import Any as AnyOf
from indicia.detection.detector import Binding, Detector
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage

WORDS = Words(
    name="credential-dump",
    title="Credentials dumped",
    mistakes=(
        "Support engineers dump LSASS and save registry hives, too, and backup programs copy the directory database "
        "from a shadow copy.  Access to LSASS alone (Sysmon 10) is everyday and not used by itself."
    ),
)


def _asked(line: str, image: str) -> Condition:
    memory = All((contains(line, "comsvcs"), contains(line, "minidump", "#24", "#+24", "#-24")))
    dumper = All(
        (contains(line, "lsass"), AnyOf((contains(image, "\\procdump", "\\sqldumper"), contains(line, ".dmp"))))
    )
    hive = All((
        contains(line, "save "),
        contains(line, "hklm\\sam", "hklm\\security", "hklm\\system", "local_machine\\sam", "local_machine\\security",
                 "local_machine\\system"),
    ))  # fmt: skip
    directory = AnyOf((
        All((contains(line, "ntdsutil"), contains(line, "ifm"))),
        All((contains(line, "ntds.dit"), contains(line, "copy", "esentutl", "globalroot", "ntdsutil"))),
    ))  # fmt: skip
    return AnyOf((memory, dumper, hive, directory))


def _dump_file(name: str) -> Condition:
    lsass = All((contains(name, "lsass"), ends(name, ".dmp", ".dmp.zip", ".mdmp", ".dump")))
    web = All((contains(name, "inetpub\\wwwroot\\", "inetpub/wwwroot/", "\\FrontEnd\\HttpProxy\\",
                        "/FrontEnd/HttpProxy/"), ends(name, ".dmp", ".dmp.zip")))  # fmt: skip
    return AnyOf((lsass, web))


COMMAND = process_start("credential-dump/command", _asked)
CREATED = Detector("credential-dump/created", (Binding(sysmon(11), _dump_file("TargetFilename")),))
TREE = Detector("credential-dump/tree", (Binding(FILES, _dump_file("Path")),))
ACCESS = Detector(
    "credential-dump/access",
    (
        Binding(
            sysmon(10),
            All(
                (ends("TargetImage", "\\lsass.exe"), contains("CallTrace", "comsvcs.dll", "dbgcore.dll", "dbghelp.dll"))
            ),
        ),
    ),
)
_CRASHES = ("\\crashdumps\\", "\\windows\\wer\\", "\\microsoft\\windows\\wer\\", "\\localdumps\\")
_DROPS = ("c:\\root\\", "\\windows\\temp\\")
_MEMORY = re.compile(r"comsvcs\S{0,100}[\s,]{1,20}(?:minidump|#[+-]?24)\b", re.IGNORECASE)
_HIVE = re.compile(
    r"\bsave\s+\"?(?:hklm|hkey_local_machine)\\(sam|security|system)(?:\\\S*)?\"?(?:\s|$)", re.IGNORECASE
)


@analysis(
    WORDS.name,
    selectors=(COMMAND, CREATED, TREE, ACCESS),
    tests=("PO-01", "PO-02"),
    techniques=("T1003.001", "T1003.002", "T1003.003", "T1218.011"),
)
def judge(view: HostView) -> Iterator[Finding]:
    """LSASS memory, registry hives and directory database: one finding each, and one for dump files.

    The SYSTEM hive alone is a backup; it counts beside SAM or SECURITY.  Dumps that Windows Error Reporting keeps
    are left out unless they lie in a web folder.
    Source: artefact notes PO-01 and PO-02.
    """
    kinds: dict[str, list[list[Seen]]] = {}
    for group in by_start(view.of(COMMAND.id)):
        kind = _kind(command(group[0]), program(group[0]))
        if kind:
            kinds.setdefault(kind, []).append(group)
    hives = {found[1].lower() for group in kinds.get("hives", ()) for found in _HIVE.finditer(command(group[0]))}
    if hives == {"system"}:
        del kinds["hives"]
    for kind, groups in sorted(kinds.items()):
        yield _commands(view, kind, groups)
    files = [
        seen
        for detector, name in ((CREATED, "TargetFilename"), (TREE, "Path"))
        for seen in view.of(detector.id)
        if _is_dump(windows(text(seen, name)))
    ]
    if files:
        yield _files(view, files)


def _kind(line: str, image: str) -> str:
    lower = line.lower()
    if _MEMORY.search(line):
        return "memory"
    if "lsass" in lower and (image.startswith(("procdump", "sqldumper")) or "-ma" in lower.split()):
        return "memory"
    if _HIVE.search(line):
        return "hives"
    if ("ntdsutil" in lower and "ifm" in lower) or "ntds.dit" in lower:
        return "directory"
    return ""


def _is_dump(path: str) -> bool:
    if folder_of(path) is not None:
        return True
    return "lsass" in basename(path) and not any(crash in path for crash in _CRASHES)


_SAID = {
    "memory": ("Memory of LSASS dumped", "T1003.001", "the memory of LSASS, which holds credentials,"),
    "hives": ("Registry hives with credentials saved", "T1003.002", "registry hives that hold credentials"),
    "directory": ("Directory database copied", "T1003.003", "the directory database with every account's secret"),
}


def _commands(view: HostView, kind: str, groups: list[list[Seen]]) -> Finding:
    title, technique, what = _SAID[kind]
    lines = list(dict.fromkeys(quoted(command(group[0]), 110) for group in groups))
    records = [seen for group in groups for seen in group]
    users = dict.fromkeys(quoted(text(seen, "User"), 60) for seen in records if text(seen, "User"))
    guids = {text(seen, "ProcessGuid") for seen in records} - {""}
    touched = [
        seen for seen in view.of(ACCESS.id) if text(seen, "SourceProcessGUID", "SourceProcessGuid") in guids
    ]  # fmt: skip
    reached = "; the process then opened LSASS" if touched and kind == "memory" else ""
    secrets = kind == "hives" and any("\\security" in line.lower() for line in lines)
    by_rundll = kind == "memory" and any("rundll32" in program(seen) for seen in records)
    return compose(
        view,
        WORDS,
        title=title,
        summary=(
            f"{listed([f'`{line}`' for line in lines], 3)} ran"
            f"{' as ' + listed(list(users), 2) if users else ''}, which takes {what.rstrip(',')}{reached}."
        ),
        stage=Stage.OPERATED,
        severity=Severity.CRITICAL,
        confidence=Confidence.CONCLUSIVE if touched else Confidence.STRONG,
        records=[*records, *touched],
        telling=[group[0] for group in groups[:6]],
        techniques=(technique, *(("T1218.011",) if by_rundll else ()), *(("T1003.004",) if secrets else ())),
        tests=("PO-02",) if kind == "memory" else (),
        objects=users,
        next_step="Treat every credential that was on this host as stolen; look for the dump and where it went.",
    )


def _files(view: HostView, files: list[Seen]) -> Finding:
    paths = list(dict.fromkeys(windows(text(seen, "TargetFilename", "Path")) for seen in files))
    held = any(seen.sighting.record.table == "file" for seen in files)
    who = "The collection holds" if held else "A process wrote"
    dropped = any(folder_of(path) or any(drop in path for drop in _DROPS) for path in paths)
    return compose(
        view,
        WORDS,
        title="Memory dump with credentials on disk",
        summary=f"{who} {listed([quoted(path) for path in paths], 3)}.",
        stage=Stage.OPERATED,
        severity=Severity.CRITICAL if dropped else Severity.HIGH,
        confidence=Confidence.CONCLUSIVE if dropped else Confidence.STRONG,
        records=files,
        techniques=("T1003.001",),
        tests=("PO-01",) if dropped else (),
        objects=paths,
        presence=Presence.PRESENT if held else Presence.UNKNOWN,
        next_step="Treat every credential that was on this host as stolen; look for requests that fetched the file.",
    )
