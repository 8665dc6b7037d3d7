"""From files to an `IndicatorSet`: every indicator is in use, or refused with the reason."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import orjson
from msgspec import Struct, field

from indicia.detection.conditions.checks import regex
from indicia.detection.indicators.anchors import text_anchor
from indicia.detection.indicators.formats.chirp import read_chirp
from indicia.detection.indicators.formats.json_rows import read_json_rows, rows_in
from indicia.detection.indicators.formats.misp import is_misp, read_misp
from indicia.detection.indicators.formats.rows import read_rows
from indicia.detection.indicators.formats.stix_bundle import is_stix, read_stix
from indicia.detection.indicators.given import Bad, Given, Heading, moment_of
from indicia.detection.indicators.indicator_set import PREFIX, IndicatorSet, SetInfo
from indicia.detection.indicators.kinds import TEXTS, Kind
from indicia.detection.indicators.recognise import Value, recognise
from indicia.detection.indicators.refused import Refused
from indicia.detection.indicators.sources import Source, encoding_of, sources, text_of
from indicia.detection.indicators.stix.parsing import parse
from indicia.detection.indicators.stix.pattern import Comparison, Observation, Pattern, comparisons
from indicia.detection.indicators.table import Builder, facts_text
from indicia.model.assessment import Refusal

_FORM = "indicia-indicators/1"
SHOWN = 10
"""Refusals of a file shown one by one; the rest is counted in one more."""
MOST_TEXTS = 50_000
"""Indicators that are pieces of text (user agents, registry keys, …) held at most: each is looked for by itself."""
MOST_PATTERNS = 20_000
MOST_SETS = 60_000
_LONGEST_TEXT = 300

_FLAT = {
    ("ipv4-addr", "value"): "ip",
    ("ipv6-addr", "value"): "ip",
    ("domain-name", "value"): "host",
    ("url", "value"): "url",
    ("email-addr", "value"): "email",
    ("file", "name"): "filename",
    ("file", "hashes.md5"): "md5",
    ("file", "hashes.sha-1"): "sha1",
    ("file", "hashes.sha1"): "sha1",
    ("file", "hashes.sha-256"): "sha256",
    ("file", "hashes.sha256"): "sha256",
}
"""Properties whose equality with a value is the same as looking for the value; the most patterns are that."""
_HASHES = {"md5": Kind.MD5, "sha1": Kind.SHA1, "sha256": Kind.SHA256}
"""What a value has to be that a pattern asks of such a hash."""
_DIGITS = {"md5": 32, "sha1": 40, "sha256": 64}
_LIKE_JSON = re.compile(rb"\s*(?:\{|\[\s*(?:[\[{\"]|\Z))")
"""A list of objects, lists or texts; `[::1]` and `[ipv4-addr:value = …]` are rows."""
_FILE_NAME = re.compile(r"[A-Za-z0-9_.-]*[A-Za-z0-9_-]\.[A-Za-z][A-Za-z0-9_-]*")


def load_indicators(paths: Sequence[Path], *, now: datetime | None = None, shown: int = SHOWN) -> IndicatorSet:
    """Indicators of files, folders and zip archives; what a file is, is found from its content.

    What cannot be used is refused with its place and the reason; of each file the first `shown` are listed and the rest
    is counted.  `now` marks sets that are past their validity as a whole in the report; it decides nothing about
    matches.
    Raises RulesetError when a path does not exist.
    """
    loader = _Loader(now, shown)
    for source in sources(paths, loader.refuse_file):
        loader.load(source)
    return loader.done()


_CONTROL = bytes(code for code in range(32) if code not in b"\t\r\n")


class _File(Struct):
    """One file while it is read."""

    number: int
    name: str
    path: str
    heading: Heading = field(default_factory=Heading)
    counts: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    expired: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


class _Loader:
    def __init__(self, now: datetime | None, shown: int) -> None:
        self._now = now
        self._shown = shown
        self._builder = Builder()
        self._sets: list[SetInfo] = []
        self._names: set[str] = set()
        self._refused: list[Refusal] = []
        self._patterns: list[Pattern] = []
        self._texts = 0
        self._hash = hashlib.sha256(_FORM.encode())

    def refuse_file(self, path: str, reason: str) -> None:
        """Note a file or folder that gives nothing."""
        self._refused.append(Refusal(rule=PREFIX + path, title=path, path=path, reason=reason))

    def load(self, source: Source) -> None:
        """Take in one file."""
        if len(self._sets) >= MOST_SETS:
            self.refuse_file(source.path, f"more than {MOST_SETS} files of indicators (limit)")
            return
        file = _File(len(self._sets), self._name(source.path), source.path)
        before, said = len(self._builder), len(self._refused)
        try:
            for item in _read(source, file.heading):
                if isinstance(item, Bad):
                    self._refuse(file, item.value, item.place, item.reason)
                    continue
                try:
                    self._take(file, item)
                except Refused as refused:
                    self._refuse(file, item.value, item.place, str(refused))
        except Refused as refused:
            self.refuse_file(source.path, str(refused))
        if file.refused > self._shown:
            most = "; ".join(f"{count:,} × {reason}" for reason, count in file.reasons.most_common(3))
            self._refused.append(
                Refusal(
                    rule=f"{PREFIX}{file.name}",
                    title=file.path,
                    path=file.path,
                    reason=f"{file.refused - self._shown:,} more rows of this file are not used; in all {most}",
                )
            )
        if len(self._builder) == before and not file.refused:
            if len(self._refused) == said:
                self.refuse_file(source.path, "no indicator in it")
            return
        self._sets.append(
            SetInfo(
                name=file.name,
                title=file.heading.title or file.path,
                version=file.heading.version,
                path=file.path,
                sha256=source.sha256(),
                counts=dict(sorted(file.counts.items())),
                tlp=file.heading.tlp.lower().removeprefix("tlp:"),
                source=file.heading.source,
                refused=file.refused,
                expired=file.expired,
            )
        )

    def done(self) -> IndicatorSet:
        """Everything taken in."""
        table = self._builder.table()
        for column in (table.keys, table.kinds, table.sets, table.facts):
            self._hash.update(column.tobytes())
        self._hash.update(table.blob)
        self._hash.update(orjson.dumps([[info.name, info.path, info.title, info.version] for info in self._sets]))
        self._hash.update(orjson.dumps([pattern.text for pattern in self._patterns]))
        self._hash.update(table.texts.digest())
        return IndicatorSet(
            sets=tuple(self._sets),
            table=table,
            patterns=tuple(self._patterns),
            refused=tuple(self._refused),
            digest=self._hash.hexdigest(),
        )

    def _name(self, path: str) -> str:
        """A short name of a file that no other file has."""
        stem = path.replace("!", "/").rpartition("/")[2]
        stem = stem.rpartition(".")[0] or stem
        plain = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in stem)[:60].strip("-") or "set"
        name, number = plain, 1
        while name in self._names:
            number += 1
            name = f"{plain}-{number}"
        self._names.add(name)
        return name

    def _refuse(self, file: _File, value: str, place: str, reason: str) -> None:
        file.refused += 1
        file.reasons[reason[:80]] += 1
        if file.refused <= self._shown:
            shown = "".join(sign if sign.isprintable() else " " for sign in value[:120])
            where = f"{place}: " if place and place != value else ""
            self._refused.append(
                Refusal(rule=f"{PREFIX}{file.name}", title=shown, path=file.path, reason=f"{where}{reason}")
            )

    def _take(self, file: _File, given: Given) -> None:
        facts, ident, until = _facts(given)
        name = f"{PREFIX}{file.name}/{ident}" if ident else ""
        if given.pattern:
            self._take_pattern(file, given, facts, name)
        else:
            value = recognise(given.value, given.type, allowed=given.allowed)
            if given.exact and value.kind is Kind.DOMAIN:
                value = Value(Kind.HOST, value.text)
            self._add(file, value, facts, name)
        if until is not None and self._now is not None and until <= self._now:
            file.expired += 1

    def _add(self, file: _File, value: Value, facts: bytes, name: str) -> None:
        if value.kind in TEXTS:
            text_anchor(value.text)
            if self._texts >= MOST_TEXTS:
                raise Refused(f"more than {MOST_TEXTS:,} indicators that are pieces of text (limit)")
            self._texts += 1
        self._builder.add(value, file.number, facts, name)
        file.counts[value.kind.name.lower()] += 1

    def _take_pattern(self, file: _File, given: Given, facts: bytes, name: str) -> None:
        """A pattern that is a list of values is filed value by value, all under its own id."""
        pattern = parse(given.value)
        flat = list(_values(pattern))
        if not flat:
            if len(self._patterns) >= MOST_PATTERNS:
                raise Refused(f"more than {MOST_PATTERNS:,} patterns (limit)")
            if never := _never_a_hash(pattern):
                raise Refused(f"{never[:80]}: not a hash of the kind that the pattern says it is")
            self._patterns.append(pattern)
            self._add(file, Value(Kind.PATTERN, str(len(self._patterns) - 1)), facts, name)
            return
        reasons: list[tuple[str, str]] = []
        for text, kind in flat:
            try:
                value = recognise(text, kind, allowed=given.allowed)
                if kind in _HASHES and value.kind is not _HASHES[kind]:
                    raise Refused(f"not a hash of {_HASHES[kind].name}, which the pattern says it is")
                self._add(file, value, facts, name)
            except Refused as refused:
                reasons.append((text, str(refused)))
        if len(reasons) == len(flat):
            raise Refused(f"{reasons[0][0][:80]}: {reasons[0][1]}" if len(flat) > 1 else reasons[0][1])
        for text, reason in reasons:
            self._refuse(file, text, given.id or given.place, f"one of the values of the pattern: {reason}")


def _never_a_hash(pattern: Pattern) -> str:
    """A value that keeps a pattern from ever holding: it has to equal a hash and is none of that kind; else empty."""
    root = pattern.root
    if not isinstance(root, Observation) or isinstance(root.comparing, Comparison) or root.comparing.op != "AND":
        return ""
    for item in root.comparing.items:
        if isinstance(item, Comparison) and item.op == "=" and not item.negated:
            digits = _DIGITS.get(_FLAT.get((item.type, item.path), ""))
            if digits and not re.fullmatch(f"[0-9A-Fa-f]{{{digits}}}", str(item.constants[0])):
                return str(item.constants[0])
    return ""


def _values(pattern: Pattern) -> Iterator[tuple[str, str]]:
    """(Value, type) of each comparison, when the pattern holds as soon as any of the values is seen."""
    root = pattern.root
    if not isinstance(root, Observation):
        return
    found = list(comparisons(root.comparing))
    joined = isinstance(root.comparing, Comparison) or (
        root.comparing.op == "OR" and all(isinstance(item, Comparison) for item in root.comparing.items)
    )
    for item in found:
        kind = _FLAT.get((item.type, item.path))
        plain = item.op in {"=", "IN"} or (item.op == "ISSUBSET" and kind == "ip")
        if not joined or kind is None or not plain or item.negated:
            return
        if not all(isinstance(constant, str) for constant in item.constants):
            return
        if kind == "filename" and not all(_FILE_NAME.fullmatch(str(constant)) for constant in item.constants):
            return
    for item in found:
        for constant in item.constants:
            yield str(constant), _FLAT[item.type, item.path]


def _facts(given: Given) -> tuple[bytes, str, datetime | None]:
    """What a source says as it is kept, the id, and the end of validity.  Raises Refused when it makes no sense."""
    if not (given.since or given.until or given.excluding or given.id or given.text or given.tlp or given.confidence):
        return (facts_text(("", "", None, None, "", "", "", given.link)) if given.link else b""), "", None
    try:
        since, until = moment_of(given.since), moment_of(given.until, end=True)
    except (ValueError, OverflowError, OSError):
        raise Refused(f"a validity that is no time: {given.since or '…'} to {given.until or '…'}"[:200]) from None
    if since is not None and until is not None and until <= since:
        raise Refused("its validity ends before it begins")
    if given.excluding:
        try:
            regex(given.excluding)
        except ValueError as error:
            raise Refused(f"its expression of false positives cannot run in linear time: {error}"[:300]) from None
    ident = " ".join(given.id.split()).replace("#", "-")[:200]
    tlp = given.tlp.strip().lower().removeprefix("tlp:")
    text = " ".join(given.text.split())[:_LONGEST_TEXT]
    said = (ident, text, since, until, given.excluding, tlp, given.confidence[:40], given.link[:500])
    return facts_text(said), ident, until


def _read(source: Source, heading: Heading) -> Iterator[Given | Bad]:
    """The indicators of a file in its form.  Raises Refused when it cannot be read."""
    head = source.head()
    if not head.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise Refused("an empty file")
    encoding = encoding_of(head)
    start = text_of(head).lstrip()
    if start[:1] in {"{", "["}:
        document = _json(source)
        if document is not None:
            return _of_document(document, heading)
    if source.path.lower().endswith((".yaml", ".yml")) or start.startswith("---"):
        found = read_chirp(text_of(source.whole()), heading)
        if found is not None:
            return found
    if encoding == "mixed" and b"\0" in head and _binary(head):
        raise Refused("not a file of text")
    return read_rows(source.lines(encoding), heading)


def _binary(head: bytes) -> bool:
    """Whether bytes with NUL are no text, nor text with rows of UTF-16 among others."""
    text = head.replace(b"\0", b"")
    return len(text) - len(text.translate(None, _CONTROL)) > len(text) * 0.02


def _json(source: Source) -> object | None:
    """The document; of lines that each hold an object the list of them; null when it is no JSON."""
    data = text_of(source.whole()).encode("utf-8", "replace")
    try:
        document: object = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        lines = data.split(b"\n")
        try:
            first = orjson.loads(lines[0])
        except orjson.JSONDecodeError:
            if _LIKE_JSON.match(data):
                raise Refused(f"begins like JSON and is none: {error}"[:200]) from None
            return None
        if not isinstance(first, dict):
            return None
        return [_line(line) for line in lines if line.strip()]
    return document if isinstance(document, dict | list) else None


def _line(line: bytes) -> object:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None


def _of_document(document: object, heading: Heading) -> Iterator[Given | Bad]:
    if is_misp(document):
        return read_misp(document, heading)
    if is_stix(document):
        return read_stix(document, heading)
    rows = rows_in(document)
    if rows is None:
        raise Refused("JSON without indicators: neither STIX nor MISP nor a list")
    return read_json_rows(rows)
