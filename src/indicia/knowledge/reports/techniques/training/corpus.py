"""Labelled sentences from files that the user has: TRAM reports and sentences, and the examples of an ATT&CK bundle."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
from msgspec import Struct

from indicia.bounded import read_bounded
from indicia.errors import RulesetError
from indicia.knowledge.kept.unpacking import unpacked
from indicia.knowledge.published.attack_versions import AttackVersions, load_attack_versions
from indicia.knowledge.reports.sentences import sentences
from indicia.model.reported import Quoted

MOST_FILES = 10_000
MOST_SENTENCES = 300_000
"""Of all files together: six times as many as TRAM and all of ATT&CK have."""
_MOST_FILE = 128 * 2**20
"""Bytes of one file, unpacked."""
_LABEL = re.compile(r"\b(T[01]\d{3}(?:\.\d{3})?)\b")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_CITED = re.compile(r"\(Citation: [^)]*\)")
_MARKUP = re.compile(r"</?code>|`")
_SPACE = re.compile(r"\s+")
_HALF = 0.5


class Labelled(Struct, frozen=True, kw_only=True):
    """One sentence and what it tells of, ids of version 18."""

    words: str
    ids: frozenset[str]
    """Empty where the sentence tells of no technique that its annotators looked for."""
    cites: str = ""
    """Names and addresses of the reports that an example of ATT&CK rests on, lower case."""


class LabelledReport(Struct, frozen=True, kw_only=True):
    """A whole report whose every sentence was looked at."""

    name: str
    text: str
    sentences: tuple[Quoted, ...]
    ids: tuple[frozenset[str], ...]
    """One for each sentence."""

    @property
    def told(self) -> frozenset[str]:
        """Techniques of the report."""
        return frozenset().union(*self.ids)


class Corpus(Struct, frozen=True, kw_only=True):
    """What one file, or several, gave."""

    files: tuple[tuple[str, str], ...]
    """Name and SHA-256 of each, as read."""
    reports: tuple[LabelledReport, ...] = ()
    loose: tuple[Labelled, ...] = ()
    """Sentences that stand in no report."""
    kinds: tuple[str, ...] = ()
    """What each file is: `report`, `sentences`, `bundle`."""


def read_corpus(paths: tuple[Path, ...]) -> Corpus:
    """Read files and folders: `*.mjson` (annotated reports), JSON of labelled sentences, an ATT&CK bundle; also gzip.

    Raises RulesetError naming the file that is none of these, is damaged or holds no label.
    """
    files: list[tuple[str, str]] = []
    reports: list[LabelledReport] = []
    loose: list[Labelled] = []
    kinds: list[str] = []
    versions = load_attack_versions()
    for path in _files(paths):
        data = read_bounded(path, _MOST_FILE, RulesetError)
        files.append((path.name, hashlib.sha256(data).hexdigest()))
        content = unpacked(data, path.name)
        if len(content) > _MOST_FILE:
            raise RulesetError(f"{path}: larger than {_MOST_FILE // 2**20} MiB (limit)")
        top = _json(content, path)
        if isinstance(top.get("signal"), str) and isinstance(top.get("asets"), list):
            reports.append(_report(path.stem, top, versions))
            kinds.append("report")
        elif isinstance(top.get("sentences"), list):
            loose += _sentences(top["sentences"], versions)
            kinds.append("sentences")
        elif isinstance(top.get("objects"), list):
            loose += _bundle(top["objects"], versions)
            kinds.append("bundle")
        else:
            raise RulesetError(
                f"{path}: no labelled sentences in it",
                hint="give annotated reports (.mjson), labelled sentences (.json) or an ATT&CK bundle.",
            )
        count = len(loose) + sum(len(report.sentences) for report in reports)
        if count > MOST_SENTENCES:
            raise RulesetError(f"{path}: with it there are more than {MOST_SENTENCES:,} sentences (limit)")
    if not reports and not loose:
        raise RulesetError("no labelled sentence in these files", hint="give TRAM's data or an ATT&CK bundle.")
    return Corpus(files=tuple(files), reports=tuple(reports), loose=tuple(loose), kinds=tuple(kinds))


def _files(paths: tuple[Path, ...]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (item for item in path.rglob("*") if item.name.endswith((".mjson", ".json", ".json.gz")))
            found += sorted(item for item in inside if item.is_file())
        else:
            found.append(path)
        if len(found) > MOST_FILES:
            raise RulesetError(f"{path}: more than {MOST_FILES:,} files (limit)")
    # In whatever order they are named: the same files give the same model.
    return sorted(found, key=lambda path: (path.name, str(path)))


# What stands in these files is other people's, so values are taken only where they have the type they should have.
_Object = Mapping[str, Any]


def _json(data: bytes, path: Path) -> _Object:
    try:
        top = orjson.loads(data)
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise RulesetError(f"{path}: not readable as JSON: {error}") from None
    if not isinstance(top, dict):
        raise RulesetError(f"{path}: no labelled sentences in it")
    return top


def _report(name: str, top: _Object, versions: AttackVersions) -> LabelledReport:
    """A sentence tells of what half of an annotation, or half of itself, is marked as."""
    text: str = top["signal"]
    found = sentences(text)
    ids: list[set[str]] = [set() for _ in found]
    for group in top["asets"]:
        label = _LABEL.search(str(group.get("type"))) if isinstance(group, dict) else None
        if label is None:
            continue
        today = versions.brought(label.group(1))[:1]
        for mark in group.get("annots") or ():
            start, end = _span(mark)
            for at, sentence in enumerate(found):
                shared = min(end, sentence.end) - max(start, sentence.start)
                least = min(end - start, sentence.end - sentence.start)
                if least > 0 and shared >= _HALF * least:
                    ids[at].update(today)
    return LabelledReport(name=name, text=text, sentences=found, ids=tuple(frozenset(each) for each in ids))


def _span(mark: object) -> tuple[int, int]:
    if isinstance(mark, list) and len(mark) >= 2 and isinstance(mark[0], int) and isinstance(mark[1], int):
        return mark[0], mark[1]
    return 0, 0


def _sentences(items: list[object], versions: AttackVersions) -> Iterator[Labelled]:
    """Labels that different entries give to one sentence are its labels together."""
    together: dict[str, set[str]] = {}
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("text"), str) or item.get("disposition") == "reject":
            continue
        ids = together.setdefault(_SPACE.sub(" ", _CITED.sub(" ", item["text"])).strip(), set())
        for mapping in item.get("mappings") or ():
            if isinstance(mapping, dict) and isinstance(mapping.get("attack_id"), str):
                ids.update(versions.brought(mapping["attack_id"])[:1])
    for words, ids in together.items():
        yield Labelled(words=words, ids=frozenset(ids))


def _bundle(objects: list[object], versions: AttackVersions) -> Iterator[Labelled]:
    """Examples of use, and as sentences that tell of no use the advice against techniques."""
    names: dict[str, str] = {}
    for item in objects:
        if isinstance(item, dict) and item.get("type") == "attack-pattern":
            for reference in item.get("external_references") or ():
                if isinstance(reference, dict) and reference.get("source_name") == "mitre-attack":
                    names[str(item.get("id"))] = str(reference.get("external_id"))
    for item in objects:
        if not isinstance(item, dict) or item.get("type") != "relationship":
            continue
        kind, target = item.get("relationship_type"), names.get(str(item.get("target_ref")), "")
        words = item.get("description")
        if kind not in ("uses", "mitigates") or not target or not isinstance(words, str):
            continue
        if item.get("revoked") is True or item.get("x_mitre_deprecated") is True:
            continue
        today = frozenset(versions.brought(target)[:1])
        cites = " ".join(
            f"{reference.get('source_name')} {reference.get('url')}"
            for reference in item.get("external_references") or ()
            if isinstance(reference, dict)
        ).lower()
        yield Labelled(words=_prose(words), ids=today if kind == "uses" else frozenset(), cites=cites)


def _prose(words: str) -> str:
    """Without markup, and without the name of who did it where the sentence begins with it."""
    text = _CITED.sub(" ", words).strip()
    opening = _LINK.match(text)
    text = text[opening.end() :] if opening else text
    return _SPACE.sub(" ", _MARKUP.sub("", _LINK.sub(r"\1", text))).strip()
