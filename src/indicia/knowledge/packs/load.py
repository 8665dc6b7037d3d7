"""Load a pack from its folder and check it as a whole.

A pack is four files and a folder of rules: `pack.toml`, `sources.toml`, `tests.toml`, `baseline.toml`, `sigma/`; and
where it is about a product whose builds can be told apart, `builds.toml` and `flaws.toml`.
"""

import re
from collections.abc import Collection, Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from indicia.errors import RulesetError
from indicia.knowledge.packs.mechanisms import load_mechanisms
from indicia.knowledge.packs.needs import read_needs
from indicia.knowledge.packs.pack import ArtefactTest, Baseline, LogSource, Pack
from indicia.knowledge.product.builds import BuildTable, load_build_table
from indicia.knowledge.product.flaws import FlawTable, load_flaws
from indicia.knowledge.section import Section, read_section

WEIGHTS = ("weak", "moderate", "strong", "conclusive")
_ANALYSIS = re.compile(r"analysis:[a-z][a-z0-9-]*")
_TECHNIQUE = re.compile(r"T\d{4}(\.\d{3})?")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def load_pack(root: Path | None = None) -> Pack:
    """The pack in a folder, or the built-in Exchange pack, with the advisories that lie beside it.

    Raises RulesetError, naming file, entry and reason, for a missing file, an unknown key, a value of the wrong type,
    an id given twice, and a family or log source that the pack does not define.
    """
    root = root or Path(str(files("indicia"))) / "packs" / "exchange"
    head = read_section(root / "pack.toml")
    name, version = head.text("name"), head.text("version")
    head.text("about", "")
    windows = dict(_windows(head))
    required = head.lists("required")
    head.close()
    sources = tuple(_sources(read_section(root / "sources.toml")))
    known = _distinct(root / "sources.toml", (source.id for source in sources))
    for group in required:
        for source in group:
            _defined(root / "pack.toml", "required", source, known, "log source")
    tests = tuple(_tests(read_section(root / "tests.toml")))
    _distinct(root / "tests.toml", (test.id for test in tests))
    for test in tests:
        _defined(root / "tests.toml", test.id, test.family, windows, "family")
        for need in test.needs:
            _defined(root / "tests.toml", test.id, need.source, known, "log source")
    builds, flaws = _builds_and_flaws(root, {test.id for test in tests})
    mechanisms = load_mechanisms(root / "persistence.toml", {test.id for test in tests}, known)
    rules = root / "sigma"
    if not rules.is_dir():
        raise RulesetError(f"{rules}: the folder of rules is missing", hint="is this the folder of a pack?")
    return Pack(
        name=name,
        version=version,
        sources=sources,
        tests=tests,
        windows=windows,
        required=required,
        baseline=_baseline(read_section(root / "baseline.toml")),
        rules=rules,
        root=root,
        mechanisms=mechanisms,
        advisories=tuple(sorted(path.parent for path in root.parent.glob("*/advisory.toml"))),
        builds=builds,
        flaws=flaws,
    )


def _builds_and_flaws(root: Path, tests: Collection[str]) -> tuple[BuildTable, FlawTable]:
    path = root / "builds.toml"
    builds = load_build_table(path) if path.exists() else BuildTable()
    path = root / "flaws.toml"
    flaws = load_flaws(path, builds) if path.exists() else FlawTable()
    for flaw in flaws.flaws:
        for test in flaw.decided_by:
            _defined(path, flaw.cve, test, tests, "artefact test")
    return builds, flaws


def _windows(head: Section) -> Iterator[tuple[str, datetime]]:
    for family, window in head.table("windows"):
        start = window.moment("start")
        window.text("source")
        window.close()
        yield family, start


def _sources(top: Section) -> Iterator[LogSource]:
    for row in top.rows("source", "id"):
        channels = row.texts("channels")
        if any(channel != channel.lower() for channel in channels):
            raise row.wrong("`channels` have to be in lower case")
        yield LogSource(
            id=row.text("id"),
            name=row.text("name"),
            channels=channels,
            path=row.text("path"),
            blind=row.text("blind"),
            state=row.flag("state", default=False),
            max_gap_hours=row.number("max_gap_hours", 0),
            parts=row.texts("parts"),
            source=row.text("source"),
        )
        row.close()
    top.close()


def _tests(top: Section) -> Iterator[ArtefactTest]:
    for row in top.rows("test", "id"):
        test = ArtefactTest(
            id=row.text("id"),
            title=row.text("title"),
            family=row.text("family"),
            needs=read_needs(row),
            how=row.text("how"),
            missing=row.text("missing", ""),
            weight=row.text("weight"),
            survives_patch=row.flag("survives_patch", default=False),
            techniques=row.texts("techniques"),
            source=row.text("source"),
            verified=row.flag("verified", default=True),
            mistakes=row.text("mistakes", ""),
            next_step=row.text("next_step", ""),
        )
        row.close()
        _check(row, test)
        yield test
    top.close()


def _check(row: Section, test: ArtefactTest) -> None:
    if test.how not in {"rule", "coverage", "planned"} and not _ANALYSIS.fullmatch(test.how):
        raise row.wrong(f"`how` is `{test.how}`, not rule, analysis:<name>, coverage or planned")
    if (test.how == "planned") != bool(test.missing):
        raise row.wrong("`missing` belongs to planned tests, and each of them has to say what is missing")
    if test.weight not in WEIGHTS:
        raise row.wrong(f"`weight` is `{test.weight}`, not one of {', '.join(WEIGHTS)}")
    if not test.needs:
        raise row.wrong("`needs` names no log source")
    for technique in test.techniques:
        if not _TECHNIQUE.fullmatch(technique):
            raise row.wrong(f"`{technique}` is no ATT&CK technique id")


def _baseline(top: Section) -> Baseline:
    top.text("source")
    top.text("limits", "")
    hashes: dict[str, frozenset[str]] = {}
    for row in top.rows("file", "path"):
        path = row.text("path")
        if path != path.lower() or "/" in path:
            raise row.wrong("`path` has to be lower case with backslashes, relative to the install folder")
        if path in hashes:
            raise row.wrong("this path is there twice")
        digests = row.texts("sha256")
        if not digests:
            raise row.wrong("`sha256` is empty")
        hashes[path] = frozenset(_digest(row, value) for value in digests)
        row.close()
    benign = set()
    for row in top.rows("benign", "sha256"):
        benign.add(_digest(row, row.text("sha256")))
        row.text("what")
        row.text("source")
        row.close()
    modules: set[str] = set()
    for row in top.rows("modules", "what"):
        names = {name.lower() for name in row.texts("names")}
        if not names or names & modules:
            raise row.wrong("`names` is empty or names a module that is there already")
        modules |= names
        row.text("what")
        row.text("source")
        row.flag("verified", default=True)
        row.close()
    top.close()
    return Baseline(hashes=hashes, benign=frozenset(benign), modules=frozenset(modules))


def _digest(row: Section, value: str) -> str:
    if not _SHA256.fullmatch(value):
        raise row.wrong(f"`{value}` is no SHA-256 in lower-case hex")
    return value


def _distinct(path: Path, ids: Iterator[str]) -> set[str]:
    seen: set[str] = set()
    for value in ids:
        if value in seen:
            raise RulesetError(f"{path}: {value}: this id is there twice", hint="give each entry its own id")
        seen.add(value)
    return seen


def _defined(path: Path, entry: str, name: str, known: Collection[str], what: str) -> None:
    if name not in known:
        raise RulesetError(f"{path}: {entry}: unknown {what} `{name}`", hint=f"define the {what} or correct the name")
