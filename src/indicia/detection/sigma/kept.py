"""Loaded rules kept between runs: thousands of rules take seconds to load and a tenth of one to take back.

What is kept is plain data under a name that hashes all it was made from: the rule files' bytes and names, values and
pipelines, the version, and the modules and libraries that make rules of documents.
"""

import dataclasses
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import zstandard

from indicia import __version__
from indicia.detection.cache import Cache
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.library import library_version
from indicia.detection.sets.archive import SUFFIX
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.rule import Document, LoadedRules, Rule
from indicia.detection.waiting import Room, Waiting
from indicia.model.assessment import Refusal

_FORM = "indicia-rules/3"
_LARGEST = 512 * 2**20
"""Bytes of rule files from which on nothing is kept."""
_PLAIN = tuple(item.name for item in dataclasses.fields(Rule) if item.name not in ("detector", "body", "dated"))
_TUPLES = ("techniques", "tactics", "tags", "references", "falsepositives", "filters")
_ROUTE = tuple(item.name for item in dataclasses.fields(Route))
_REFUSAL = tuple(item.name for item in dataclasses.fields(Refusal))


def kept_rules(
    cache: Cache,
    paths: Sequence[Path],
    load: Callable[[], LoadedRules],
    also: Sequence[Path | str] = (),
    ours: tuple[Rule, ...] = (),
) -> LoadedRules:
    """What `load` makes of the rule files below `paths`, out of the cache where nothing changed since it was made.

    `also` are further files, and words, that decide the outcome; `ours` the rules from elsewhere that `load` may give
    back with filters.
    """
    name = _name(paths, (*also, *(f"{rule.id}\n{rule.text}" for rule in ours)))
    if name is None:
        return load()
    data = cache.get(name)
    found = _unpacked(data, ours) if data is not None else None
    if found is None:
        found = load()
        packed = _packed(found)
        if packed is not None:
            cache.put(name, packed)
    return found


def _name(paths: Sequence[Path], also: Sequence[Path | str]) -> str | None:
    """Null where a file cannot be read or there is too much of it: then whoever loads the rules has to say so."""
    whole = hashlib.sha256(orjson.dumps([_FORM, __version__, library_version("pysigma", "sigma"), *_code()]))
    room = _LARGEST
    try:
        for given in (*paths, *also):
            if isinstance(given, str):
                whole.update(orjson.dumps(["word", given]))
                continue
            root = given.resolve()
            for path in _files(root):
                size = path.stat().st_size
                room -= size
                if room < 0:
                    return None
                # A file is told by its bytes; which argument it came with decides how it is called.
                whole.update(orjson.dumps([root.name, os.fsencode(path.relative_to(root.parent)).hex(), size]))
                with path.open("rb") as stream:
                    whole.update(hashlib.file_digest(stream, "sha256").digest())
    except OSError:
        return None
    return whole.hexdigest() + ".rules"


def _files(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        yield root
        return
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith((".yml", ".yaml", ".zip", ".yar", ".yara", SUFFIX)):
                yield Path(folder) / name


def _code() -> Iterator[list[object]]:
    """What makes rules, as it lies on the disk: whoever works on it must not meet rules of before."""
    here = Path(__file__).parent
    modules = sorted((*here.glob("*"), *here.parent.glob("*.py")))
    for path in modules:
        if path.is_file():
            found = path.stat()
            yield [path.name, found.st_size, found.st_mtime_ns]


class _Packing:
    """Rules on their way into the cache: texts and routes are put aside, each once."""

    def __init__(self) -> None:
        self.room = Room()
        self.routes: dict[Route, int] = {}

    def plain(self, rule: Rule) -> list[object]:
        """A rule as JSON takes it."""
        bindings = [
            [self.routes.setdefault(binding.route, len(self.routes)), *self.room.place(binding.text)]
            for binding in rule.detector.bindings
        ]
        return [[getattr(rule, name) for name in _PLAIN], self.room.place(rule.text), rule.dated, bindings]


def _packed(loaded: LoadedRules) -> bytes | None:
    """Null where a rule carries what JSON does not.

    Compressed: a scanner that knows the texts rules look for would take the file away.
    """
    packing = _Packing()
    try:
        rules = [packing.plain(rule) for rule in loaded.rules]
        filtered = [packing.plain(rule) for rule in loaded.ours if rule.filters]
        head = orjson.dumps(
            {
                "routes": [_route(route) for route in packing.routes],
                "rules": rules,
                "filtered": filtered,
                "correlations": [[item.text, item.path, item.digest] for item in loaded.correlations],
                "refused": [[getattr(refusal, name) for name in _REFUSAL] for refusal in loaded.refused],
            }
        )
    except (TypeError, UnicodeEncodeError):
        return None
    whole = len(head).to_bytes(8, "big") + head + bytes(packing.room.whole)
    return zstandard.ZstdCompressor(level=3).compress(whole)


def _route(route: Route) -> list[object]:
    values = (getattr(route, name) for name in _ROUTE)
    return [sorted(value) if isinstance(value, frozenset) else value for value in values]


def _unpacked(data: bytes, ours: tuple[Rule, ...]) -> LoadedRules | None:
    """Null for what is not of the form; the next run makes it anew."""
    try:
        unpacked = zstandard.ZstdDecompressor().decompress(data, max_output_size=_LARGEST)
        length = int.from_bytes(unpacked[:8], "big")
        whole = orjson.loads(memoryview(unpacked)[8 : 8 + length])
        texts = unpacked[8 + length :]
        routes = [_route_again(written) for written in whole["routes"]]
        filtered = {rule.id: rule for rule in (_rule(written, texts, routes) for written in whole["filtered"])}
        return LoadedRules(
            rules=tuple(_rule(written, texts, routes) for written in whole["rules"]),
            correlations=tuple(_document(*written) for written in whole["correlations"]),
            refused=tuple(Refusal(**dict(zip(_REFUSAL, values, strict=True))) for values in whole["refused"]),
            ours=tuple(filtered.get(rule.id, rule) for rule in ours),
        )
    except (zstandard.ZstdError, orjson.JSONDecodeError, LookupError, TypeError, ValueError, Refused):
        return None


def _document(text: str, path: str, digest: str) -> Document:
    from indicia.detection.sigma.document import read_document

    return Document(read_document(text.encode())[0], text, path, digest)


def _rule(written: Sequence[Any], texts: bytes, routes: Sequence[Route]) -> Rule:
    plain, body, dated, bindings = written
    values: dict[str, Any] = dict(zip(_PLAIN, plain, strict=True))
    for name in _TUPLES:
        values[name] = tuple(values[name])
    bound = tuple([Binding(routes[at], text=Waiting(texts, start, end)) for at, start, end in bindings])
    return Rule(
        **values,
        body=Waiting(texts, *body),
        dated=date.fromisoformat(dated) if dated else None,
        detector=Detector(values["id"], bound),
    )


def _route_again(written: Sequence[Any]) -> Route:
    values: list[Any] = [frozenset(value) if isinstance(value, list) else value for value in written]
    return Route(**dict(zip(_ROUTE, values, strict=True)))
