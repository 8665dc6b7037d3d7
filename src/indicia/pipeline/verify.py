"""Does everything a saved result says still stand: chain of custody, evidence, result, and each finding's records."""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from indicia.case import Case, Listed
from indicia.config import Settings
from indicia.detection.correlation.standing import standing
from indicia.detection.correlation.ticks import EXTRACT as TICKS
from indicia.detection.extracts import extract_path
from indicia.detection.ruleset import Ruleset
from indicia.detection.tools import Tools
from indicia.detection.usage.extract import SAMPLES
from indicia.detection.usage.standing import standing as sampled
from indicia.errors import EvidenceError
from indicia.evidence.custody import recorded, verify_chain
from indicia.evidence.intake import Intake as Collections
from indicia.model.assessment import Result
from indicia.model.evidence import Fault
from indicia.model.finding import Exhibit, Finding
from indicia.model.record import Sighting
from indicia.pipeline.reading.companions import with_companions
from indicia.pipeline.reading.units import perform, plan


class Doubt(Struct, frozen=True):
    """One thing that no longer stands."""

    what: str
    """`custody`, `evidence`, `result`, `rules`, or a finding's id."""
    why: str
    away: bool = False
    """Nothing of it was looked at: what it takes is not where it was."""


class Verification(Struct, frozen=True):
    """What was checked and what fell."""

    doubts: tuple[Doubt, ...]
    files: int
    """Evidence files hashed again."""
    records: int
    """Records of findings read and evaluated again."""


def verify(case: Case, ruleset: Ruleset, settings: Settings) -> Verification:
    """Read the evidence again, hash it, and evaluate the records behind each finding anew.

    Raises CaseError when the case cannot be read at all, EvidenceError when none of its evidence is where it was read.
    """
    result = case.result()
    made = case.made()
    given = [Path(argument) for argument in made.arguments] if made else []
    arguments = [one for one in given if one.exists()]
    if given and not arguments:
        more = f" and {len(given) - 1} more" if len(given) > 1 else ""
        raise EvidenceError(
            f"{given[0]}{more}: the evidence of this case is not there, so nothing can be read again",
            hint="Put it back where it was read; a case names it by its path.",
        )
    away = {one: _below(one, result) for one in given if one not in arguments}
    doubts = [Doubt("custody", line) for line in verify_chain(case.custody)]
    doubts.extend(_result(case))
    if ruleset.digest != result.ruleset.digest:
        doubts.append(Doubt("rules", "other rules or another version than those that made this result"))
    listed: list[Listed] = []
    with case.room() as room, Collections(arguments, settings, room, without=case.root) as collections:
        doubts.extend(Doubt("evidence", _not_there(one, len(files)), away=True) for one, files in away.items())
        doubts.extend(_evidence(collections, result, listed, frozenset().union(*away.values())))
        seen = _again(with_companions(listed), result.findings, Tools(ruleset, settings), settings, room)
    records = 0
    there = {item.evidence.path for item in listed}
    for finding in result.findings:
        at_hand = [exhibit for exhibit in finding.exhibits if exhibit.path in there]
        records += len(at_hand)
        fallen = [exhibit for exhibit in at_hand if _key(exhibit) not in seen]
        if fallen:
            place = fallen[0]
            line = f" line {place.at.line}" if place.at.line else f" offset {place.at.offset}"
            doubts.append(Doubt(finding.id, f"{len(fallen)} of its records no longer stand, first {place.path}{line}"))
        lost = [exhibit for exhibit in finding.exhibits if exhibit.path not in there]
        if lost:
            why = f"{len(lost)} of its records cannot be read again: {lost[0].path} is away"
            doubts.append(Doubt(finding.id, why, away=True))
    return Verification(tuple(doubts), files=len(listed), records=records)


def _result(case: Case) -> Iterator[Doubt]:
    """Whether `result.json` is one that a scan wrote and entered in the chain."""
    digest = hashlib.sha256((case.root / "result.json").read_bytes()).hexdigest()
    if digest not in recorded(case.custody, "result.json"):
        yield Doubt("result", "result.json is not what a scan wrote: its hash is not in the chain of custody")


def _below(argument: Path, result: Result) -> frozenset[str]:
    """Paths of the files that were read of one argument: they begin with as much of its end as told it from others."""
    for count in range(1, len(argument.parts) + 1):
        label = "/".join(argument.parts[-count:])
        found = frozenset(
            line.evidence.path
            for line in result.evidence
            if line.evidence.path == label or line.evidence.path.startswith((f"{label}/", f"{label}!"))
        )
        if found:
            return found
    return frozenset()


def _not_there(argument: Path, files: int) -> str:
    return f"{argument} is not there: {files:,} file{'' if files == 1 else 's'} of it could not be hashed again"


def _evidence(collections: Collections, result: Result, listed: list[Listed], away: frozenset[str]) -> Iterator[Doubt]:
    """Hash every file again and compare with the result, but for those `away`; fills `listed`."""
    before = {line.evidence.path: line.evidence.sha256 for line in result.evidence if line.evidence.path not in away}
    now: dict[str, str] = {}
    try:
        for item in collections.items():
            if isinstance(item, Fault):
                continue
            now[item.evidence.path] = item.evidence.sha256
            listed.append(Listed(evidence=item.evidence, origin=item.origin))
    except EvidenceError as error:
        yield Doubt("evidence", str(error))
    for path, digest in before.items():
        if path not in now:
            yield Doubt("evidence", f"{path} is gone")
        elif now[path] != digest:
            yield Doubt("evidence", f"{path} has changed: {now[path]}, was {digest}")
    for path in now:
        if path not in before:
            yield Doubt("evidence", f"{path} is new")


def _again(
    listed: Sequence[Listed], findings: Sequence[Finding], tools: Tools, settings: Settings, scratch: Path
) -> set[tuple[object, ...]]:
    """Keys of all records that the detectors pick today in the files that findings rest on."""
    exhibits = [exhibit for finding in findings for exhibit in finding.exhibits]
    wanted = {exhibit.at.sha256 for exhibit in exhibits}
    shown = {_key(exhibit) for exhibit in exhibits}
    counted = {_key(exhibit) for exhibit in exhibits if not exhibit.raw}
    seen: set[tuple[object, ...]] = set()
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch, prefix="verify-") as name:
        folder = Path(name)
        for unit in plan([item for item in listed if item.evidence.sha256 in wanted]):
            reading = perform(unit, tools, settings, folder)
            seen.update(_sighting_key(sighting) for sighting in reading.sightings)
            if TICKS in reading.extracts:
                seen |= standing(extract_path(folder / unit.name, TICKS), counted)
            if SAMPLES in reading.extracts:
                seen |= sampled(extract_path(folder / unit.name, SAMPLES), shown)
    return seen


def _key(exhibit: Exhibit) -> tuple[object, ...]:
    return (exhibit.table, exhibit.at.sha256, exhibit.at.offset, exhibit.at.length, exhibit.raw)


def _sighting_key(sighting: Sighting) -> tuple[object, ...]:
    record = sighting.record
    return (record.table, record.at.sha256, record.at.offset, record.at.length, record.raw)
