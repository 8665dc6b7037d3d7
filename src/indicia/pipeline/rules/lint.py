"""What the rules of a pack of our own lack: words for people, samples, a place in the documentation, a usable text.

Whether samples are found by their rules, and whether each criterion decides, is for the test suite; here it is said
which rule has none.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import tomli
import yaml
from msgspec import Struct

from indicia.detection.correlation.correlation import Correlation
from indicia.detection.correlation.loading import load_correlations
from indicia.detection.cost import Cost, cost_of
from indicia.detection.detector import Route
from indicia.detection.sigma.document import MAX_BYTES, read_document
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.rule import Rule
from indicia.detection.sigma.rules import load_rules
from indicia.detection.yara.rules import YaraRule, load_yara, techniques
from indicia.errors import RulesetError
from indicia.knowledge.packs.load import load_pack
from indicia.knowledge.packs.pack import Pack
from indicia.model.finding import Confidence, Presence, Severity, Stage

_STAGES = {stage.name.lower() for stage in Stage}
_SEVERITIES = {severity.name.lower() for severity in Severity}
_CONFIDENCES = {confidence.name.lower() for confidence in Confidence}
_PRESENCES = {presence.value for presence in Presence}
_BLOCK = ("test", "stage", "severity", "confidence", "presence", "group", "objects", "summary", "next_step")
_META = (
    "title",
    "description",
    "author",
    "date",
    "reference",
    "false_positives",
    "next_step",
    "severity",
    "confidence",
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

_RARE_SYSMON = frozenset({4, 6, 8, 16, 19, 20, 21, 25, 27, 28})
_FREQUENT = frozenset({4624, 4625, 4634, 4656, 4658, 4663, 4672, 4688, 4689, 4690, 4703, 4776, 5156, 5158, 4104})
"""Event ids of which a busy server writes thousands a day."""

Criteria = Iterator[str]


class Complaint(Struct, frozen=True):
    """One thing that one rule lacks."""

    rule: str
    """Path in the pack without its ending; of YARA rules the file and the name."""
    what: str


class Linted(Struct, frozen=True, kw_only=True):
    """A pack, looked through."""

    rules: int
    complaints: tuple[Complaint, ...]
    unseen: tuple[str, ...]
    """What could not be looked at because nobody said where it is."""


def lint_pack(root: Path | None, samples: Sequence[Path] = (), docs: Sequence[Path] = ()) -> Linted:
    """Look through the pack in a folder, or the built-in one.

    `samples` are folders with `<rule file>.yml` for Sigma and `*.toml` for YARA, `docs` folders of `*.md`; without
    them folders of these names in the pack are taken.  Raises RulesetError for a pack that cannot be loaded.
    """
    pack = load_pack(root)
    samples = samples or [folder for folder in (pack.root / "samples",) if folder.is_dir()]
    docs = docs or [folder for folder in (pack.root / "docs",) if folder.is_dir()]
    for folder in (*samples, *docs):
        if not folder.is_dir():
            raise RulesetError(f"{folder}: not a folder")
    lint = _Lint(pack, samples, docs)
    found = tuple(lint.complaints())
    unseen = (*(() if samples else ("samples",)), *(() if docs else ("documentation",)))
    return Linted(rules=lint.rules, complaints=found, unseen=unseen)


class _Lint:
    def __init__(self, pack: Pack, samples: Sequence[Path], docs: Sequence[Path]) -> None:
        self.rules = 0
        self._pack = pack
        self._tests = {test.id: test for test in pack.tests}
        self._mechanisms = {one.id: one for one in pack.mechanisms}
        self._of_advisories = {
            rule.path
            for rule in load_rules(
                [root / "sigma" for root in pack.advisories if (root / "sigma").is_dir()], own=True
            ).rules
        }
        """Paths of the rules of advisories, which answer techniques and no artefact test."""
        self._samples = samples
        self._pages = [_text(page) for folder in docs for page in sorted(folder.rglob("*.md"))]
        self._documented = bool(docs)

    def complaints(self) -> Iterator[Complaint]:
        loaded = load_rules(self._pack.rule_folders, own=True)
        for refusal in loaded.refused:
            yield Complaint(_stem(refusal.path), f"refused: {refusal.reason}")
        for rule in loaded.rules:
            self.rules += 1
            yield from (Complaint(_stem(rule.path), what) for what in self._sigma(rule))
        correlations = load_correlations((), loaded.rules, own_documents=loaded.correlations)
        for refusal in correlations.refused:
            yield Complaint(_stem(refusal.path), f"refused: {refusal.reason}")
        for item in correlations.correlations:
            self.rules += 1
            yield from (Complaint(_stem(item.path), what) for what in self._correlation(item))
        yield from self._left_over(loaded.rules)
        folders = self._pack.content_folders
        if not folders:
            return
        content = load_yara([], own=folders)
        for refusal in content.refused:
            yield Complaint(f"{_stem(refusal.path)}:{refusal.rule}", f"refused: {refusal.reason}")
        samples = dict(self._yara_samples())
        for named in content.rules:
            self.rules += 1
            yield from (Complaint(f"{_stem(named.path)}:{named.name}", what) for what in self._yara(named, samples))

    def _sigma(self, rule: Rule) -> Iterator[str]:
        document, _ = read_document(rule.text.encode())
        name = Path(rule.path).stem
        try:
            UUID(rule.id)
        except ValueError:
            yield "its id is no UUID"
        for key in ("title", "description", "author"):
            if not str(document.get(key) or "").strip():
                yield f"no {key}"
        if not _is_day(document.get("date")):
            yield "no date of the form 2026-01-31"
        if not rule.references:
            yield "no reference"
        if not rule.techniques and not self._state(rule):
            yield "no ATT&CK technique among its tags"
        if not rule.falsepositives:
            yield "no false positives; write what could be taken for it, or that none are known"
        if rule.level not in _SEVERITIES:
            yield f"its level is {rule.level or 'missing'}"
        yield from self._block(rule)
        if cost_of(rule.detector) is Cost.EVERY and not all(_is_rare(part.route) for part in rule.detector.bindings):
            yield "decided on every record: no text is necessary for it"
        if self._samples:
            yield from self._sigma_samples(name, document)
        yield from self._page(name)

    def _correlation(self, item: Correlation) -> Iterator[str]:
        """What it is to be told in; which logs fire it is for the test suite."""
        try:
            UUID(item.id)
        except ValueError:
            yield "its id is no UUID"
        for key, value in (("description", item.description), ("author", item.author)):
            if not value.strip():
                yield f"no {key}"
        if not item.techniques:
            yield "no ATT&CK technique among its tags"
        if not item.falsepositives:
            yield "no false positives; write what could be taken for it, or that none are known"
        if item.level not in _SEVERITIES:
            yield f"its level is {item.level or 'missing'}"
        for key in ("stage", "severity", "confidence", "summary", "next_step"):
            if item.custom.get(key) in (None, ""):
                yield f"no {key} in the block `indicia`"
        if item.custom.get("severity") != item.level:
            yield "its severity in the block `indicia` is not its level"
        yield from self._page(Path(item.path).stem)

    def _state(self, rule: Rule) -> bool:
        """Whether it tells a state (a mitigation is in place) and nothing that anybody did."""
        tests = [self._tests.get(name) for name in _named(rule.custom.get("test"))]
        return rule.custom.get("stage") == "none" and any(test and not test.techniques for test in tests)

    def _block(self, rule: Rule) -> Iterator[str]:
        own = rule.custom
        if not own:
            yield "no block `indicia`"
            return
        of_advisory = rule.path in self._of_advisories
        for key in _BLOCK:
            if own.get(key) in (None, "") and not (key == "test" and of_advisory):
                yield f"no {key} in the block `indicia`"
        for key, words in (("stage", _STAGES), ("confidence", _CONFIDENCES), ("presence", _PRESENCES)):
            if key in own and own[key] not in words:
                yield f"its {key} is {str(own[key])[:40]!r}, not one of {', '.join(sorted(words))}"
        for word in _named(own.get("rests_on", "status")):
            if word not in ("status", "no sign-in", "strange value"):
                yield f"it rests on {str(word)[:40]!r}, not on status, no sign-in or strange value"
        if own.get("severity") != rule.level:
            yield "its severity in the block `indicia` is not its level"
        if "test" in own or not of_advisory:
            for test in _named(own.get("test")):
                yield from self._test(test, rule.techniques, "rule")

    def _test(self, named: object, found: Collection[str], how: str) -> Iterator[str]:
        """The artefact test a rule answers has to be there, and to speak of the same techniques."""
        way = self._mechanisms.get(str(named))
        if way is not None:
            if how and found and not {name.partition(".")[0] for name in found} & _bases(way.techniques):
                yield f"none of its techniques is one of {way.id}"
            return
        test = self._tests.get(str(named))
        if test is None:
            yield f"its test {str(named)[:40]!r} is not in tests.toml"
            return
        if how and test.how != how:
            yield f"its test {test.id} is answered by {test.how}, not by rules"
        if how and set(found) != set(test.techniques):
            yield f"its techniques are not those of its test {test.id}"

    def _sigma_samples(self, name: str, document: Mapping[str, Any]) -> Iterator[str]:
        paths = [folder / f"{name}.yml" for folder in self._samples if (folder / f"{name}.yml").is_file()]
        if not paths:
            yield "no file of samples"
            return
        sample = _mapping(paths[0])
        if not sample.get("hit"):
            yield "no true sample"
        known = set(_criteria(document.get("detection")))
        missed: set[str] = set()
        for alike in sample.get("lookalikes") or ():
            fails = alike.get("fails")
            missed.update(map(str, fails) if isinstance(fails, list) else [str(fails)])
        yield from (f"no look-alike for the criterion {label}" for label in sorted(known - missed))
        yield from (f"a look-alike names the criterion {label}, which is not there" for label in sorted(missed - known))

    def _left_over(self, rules: Sequence[Rule]) -> Iterator[Complaint]:
        names = {Path(rule.path).stem for rule in rules}
        for path in sorted(path for folder in self._samples for path in folder.glob("*.yml")):
            if path.stem not in names:
                yield Complaint(path.stem, "samples without a rule")

    def _yara(self, rule: YaraRule, samples: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[str]:
        for key in _META:
            if not rule.meta.get(key, "").strip():
                yield f"no {key} in its meta section"
        if rule.meta.get("date") and not _is_day(rule.meta["date"]):
            yield "no date of the form 2026-01-31"
        if not techniques(rule):
            yield "no ATT&CK technique"
        for key, words in (("severity", _SEVERITIES), ("confidence", _CONFIDENCES), ("stage", _STAGES)):
            if rule.meta.get(key) and rule.meta[key] not in words:
                yield f"its {key} is {rule.meta[key][:40]!r}, not one of {', '.join(sorted(words))}"
        for key in ("test", "log_test"):
            if key in rule.meta:
                yield from self._test(rule.meta[key], (), "")
        if self._samples and any(folder.glob("*.toml") for folder in self._samples):
            mine = samples.get(rule.name, ())
            if not mine:
                yield "no true sample"
            elif not any(sample.get("without") for sample in mine):
                yield "no look-alike: no sample says what it is without each criterion"
        yield from self._page(rule.name)

    def _yara_samples(self) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
        found: dict[str, list[Mapping[str, Any]]] = {}
        for path in sorted(path for folder in self._samples for path in folder.glob("*.toml")):
            try:
                rows = tomli.loads(_text(path)).get("sample", [])
            except (tomli.TOMLDecodeError, RecursionError) as error:
                raise RulesetError(f"{path}: not TOML: {error}") from None
            for row in rows:
                found.setdefault(str(row.get("rule")), []).append(row)
        yield from found.items()

    def _page(self, name: str) -> Iterator[str]:
        if self._documented and not any(f"`{name}`" in page for page in self._pages):
            yield "not in the documentation"


def _bases(techniques: Collection[str]) -> set[str]:
    return {name.partition(".")[0] for name in techniques}


def _is_rare(route: Route) -> bool:
    """Whether a route asks for event ids of which a log holds few."""
    if "microsoft-windows-sysmon/operational" in route.channels:
        return bool(route.event_ids) and route.event_ids <= _RARE_SYSMON
    return bool(route.event_ids) and not route.event_ids & _FREQUENT


def _named(tests: object) -> list[str]:
    """What a rule answers: one id or several."""
    return [str(test) for test in (tests if isinstance(tests, list) else [tests])]


def _criteria(detection: object) -> Criteria:
    """Labels of what a detection asks: `selection.field`, with `:value` where all values of a list are demanded."""
    if not isinstance(detection, Mapping):
        return
    for name, selection in detection.items():
        if name == "condition":
            continue
        if not isinstance(selection, Mapping):
            yield str(name)
            continue
        for key, value in selection.items():
            field, *modifiers = str(key).split("|")
            if "all" in modifiers and isinstance(value, list):
                yield from (f"{name}.{field}:{item}" for item in value)
            else:
                yield f"{name}.{field}"


def _is_day(value: object) -> bool:
    if isinstance(value, date):
        return True
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _mapping(path: Path) -> Mapping[str, Any]:
    try:
        found, _ = read_document(_text(path).encode())
    except (Refused, yaml.YAMLError) as error:
        raise RulesetError(f"{path}: {error}", hint="Samples are YAML: `hit` and `lookalikes`.") from None
    return found


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES * 4).decode("utf-8", "replace")
    except OSError as error:
        raise RulesetError(f"{path}: cannot be read: {error.strerror or error}") from None


def _stem(path: str) -> str:
    return path.rpartition(".")[0] or path
