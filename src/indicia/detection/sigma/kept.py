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

from indicia import __version__
from indicia.detection import condition
from indicia.detection.cache import Cache
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.library import library_version
from indicia.detection.sets.archive import SUFFIX
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.rule import Document, LoadedRules, Rule
from indicia.detection.waiting import Room, Waiting
from indicia.model.assessment import Refusal

_FORM = "indicia-rules/2"
_LARGEST = 512 * 2**20
"""Bytes of rule files from which on nothing is kept."""
_PLAIN = tuple(item.name for item in dataclasses.fields(Rule) if item.name not in ("detector", "body", "dated"))
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
    modules = sorted((*here.glob("*"), *here.parent.glob("condition*.py"), Path(condition.__file__)))
    for path in modules:
        if path.is_file():
            found = path.stat()
            yield [path.name, found.st_size, found.st_mtime_ns]


def _packed(loaded: LoadedRules) -> bytes | None:
    """Null where a rule carries what JSON does not."""
    room = Room()
    try:
        head = orjson.dumps(
            {
                "rules": [_plain(rule, room) for rule in loaded.rules],
                "filtered": [_plain(rule, room) for rule in loaded.ours if rule.filters],
                "correlations": [[item.text, item.path, item.digest] for item in loaded.correlations],
                "refused": [[getattr(refusal, name) for name in _REFUSAL] for refusal in loaded.refused],
            }
        )
    except (TypeError, UnicodeEncodeError):
        return None
    return len(head).to_bytes(8, "big") + head + bytes(room.whole)


def _plain(rule: Rule, room: Room) -> list[object]:
    bindings = [[_route(binding.route), room.place(binding.text)] for binding in rule.detector.bindings]
    return [[getattr(rule, name) for name in _PLAIN], room.place(rule.text), rule.dated, bindings]


def _route(route: Route) -> list[object]:
    values = (getattr(route, name) for name in _ROUTE)
    return [sorted(value) if isinstance(value, frozenset) else value for value in values]


def _unpacked(data: bytes, ours: tuple[Rule, ...]) -> LoadedRules | None:
    """Null for what is not of the form; the next run makes it anew."""
    routes: dict[str, Route] = {}
    try:
        length = int.from_bytes(data[:8], "big")
        whole = orjson.loads(data[8 : 8 + length])
        texts = data[8 + length :]
        filtered = {rule.id: rule for rule in (_rule(written, texts, routes) for written in whole["filtered"])}
        return LoadedRules(
            rules=tuple(_rule(written, texts, routes) for written in whole["rules"]),
            correlations=tuple(_document(*written) for written in whole["correlations"]),
            refused=tuple(Refusal(**dict(zip(_REFUSAL, values, strict=True))) for values in whole["refused"]),
            ours=tuple(filtered.get(rule.id, rule) for rule in ours),
        )
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, Refused):
        return None


def _document(text: str, path: str, digest: str) -> Document:
    from indicia.detection.sigma.document import read_document

    return Document(read_document(text.encode())[0], text, path, digest)


def _rule(written: Sequence[Any], texts: bytes, routes: dict[str, Route]) -> Rule:
    plain, body, dated, bindings = written
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in zip(_PLAIN, plain, strict=True)
    }
    bound = tuple(Binding(_route_again(route, routes), text=Waiting(texts, *place)) for route, place in bindings)
    return Rule(
        **values,
        body=Waiting(texts, *body),
        dated=date.fromisoformat(dated) if dated else None,
        detector=Detector(str(values["id"]), bound),
    )


def _route_again(written: object, routes: dict[str, Route]) -> Route:
    """Thousands of rules share some hundred routes."""
    key = repr(written)
    found = routes.get(key)
    if found is None:
        if not isinstance(written, list):
            raise TypeError("no route")
        values: list[Any] = [frozenset(value) if isinstance(value, list) else value for value in written]
        found = routes[key] = Route(**dict(zip(_ROUTE, values, strict=True)))
    return found
