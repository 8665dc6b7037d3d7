"""What detectors of our own name in real recordings, against a table: labelled leaves are found or explained."""

import hashlib
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from indicia.case import Case
from indicia.config import Settings
from indicia.detection.ruleset import load_ruleset
from indicia.detection.sources import Sources
from indicia.knowledge import load_pack
from indicia.knowledge.packs.advisory import load_advisories
from indicia.pipeline.scan import Order, scan

ROWS = tomllib.loads(Path(__file__).with_name("recordings.toml").read_text(encoding="utf-8"))["recording"]
TABLE = {entry["path"]: entry for entry in ROWS}
SETS = ("evtx-attack-samples", "otrf", "sigma-regression")
ADVISORY = next(one for one in load_advisories(load_pack()) if one.name == "aa21-200b")
LEAVES = ADVISORY.leaves()
TAG = re.compile(r"attack\.(t\d{4}(?:\.\d{3})?)")


def below(technique: str, leaf: str) -> bool:
    """Whether a technique is a leaf or stands below it."""
    return technique == leaf or technique.startswith(f"{leaf}.")


def leaves_of(techniques: set[str]) -> set[str]:
    """The leaves that some techniques show."""
    return {leaf for leaf in LEAVES for technique in techniques if below(technique, leaf)}


@pytest.fixture(scope="module")
def named(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, set[str]]:
    """Recording → technique ids of the findings whose records lie in it; a copy of a recording shows the same."""
    ruleset = load_ruleset(load_pack(), Sources(), Settings().limits)
    found: dict[str, set[str]] = defaultdict(set)
    for folder in SETS:
        case = Case.create(tmp_path_factory.mktemp(folder) / "case")
        for finding in scan(Order(arguments=(corpora / folder,)), case, ruleset).findings:
            for exhibit in finding.exhibits:
                found[exhibit.path.partition("!")[0]].update(finding.techniques)
    copies = defaultdict(list)
    for folder in SETS:
        for path in (corpora / folder).rglob("*.evtx"):
            copies[hashlib.sha256(path.read_bytes()).digest()].append(path.relative_to(corpora).as_posix())
    for paths in copies.values():
        whole = {technique for path in paths for technique in found.get(path, ())}
        for path in paths:
            found[path] = whole
    return found


@pytest.fixture(scope="module")
def labels(corpora: Path) -> Mapping[str, set[str]]:
    """Recording → technique ids that those who made it say it shows, or that we read in it."""
    shown = {path: set(entry.get("shows", ())) for path, entry in TABLE.items()}
    for entry in json.loads((corpora / "manifest.json").read_bytes())["files"]:
        if entry["path"].startswith("otrf/"):
            shown.setdefault(entry["path"], set()).update((entry.get("labels") or {}).get("attack_techniques") or ())
    for test in json.loads((corpora / "sigma-regression" / "index.json").read_bytes())["tests"]:
        techniques = {match[1].upper() for tag in test["tags"] if (match := TAG.fullmatch(tag))}
        shown.setdefault(f"sigma-regression/{test['evtx']}", set()).update(techniques)
    return shown


def test_what_is_found_is_what_the_table_says(named):
    """Neither less nor more, in any recording of the three sets."""
    found = {path: sorted(techniques) for path, techniques in named.items() if techniques}
    assert found == {path: entry["found"] for path, entry in TABLE.items() if "found" in entry}


def test_every_labelled_leaf_is_found_or_explained(named, labels):
    """A recording that shows a leaf of the advisory is found, or the table says why not."""
    lost = {
        path: sorted(missing)
        for path, shown in labels.items()
        if (missing := leaves_of(shown) - leaves_of(named.get(path, set())) - leaves_of(missed(path)))
    }
    assert lost == {}


def test_nothing_is_explained_away_that_is_found(named, labels):
    """A reason stands only beside a label that is there and is not found."""
    for path, entry in TABLE.items():
        for technique, reason in entry.get("missed", {}).items():
            assert reason
            assert technique in labels[path]
            assert not leaves_of({technique}) & leaves_of(named.get(path, set())), path


def test_most_labelled_leaves_are_found(named, labels):
    """Counted over recordings and leaves."""
    wanted = [(path, leaf) for path, shown in labels.items() for leaf in leaves_of(shown)]
    found = [(path, leaf) for path, leaf in wanted if leaf in leaves_of(named.get(path, set()))]
    assert len(wanted) > 70
    assert len(found) / len(wanted) > 0.7


def missed(path: str) -> set[str]:
    """Labelled techniques that the table says are not found."""
    return set(TABLE.get(path, {}).get("missed", ()))
