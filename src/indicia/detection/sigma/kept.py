"""Loaded rules kept between runs: thousands of rules take seconds to load and a tenth of one to take back.

What is kept is plain data under a name that hashes all it was made from: the rule files' bytes and names, values and
pipelines, the version, and the modules and libraries that make rules of documents.
"""

import dataclasses
import hashlib
import importlib.metadata
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from indicia import __version__
from indicia.detection import condition
from indicia.detection.cache import Cache
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.sigma.document import Document, read_document
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.rules import LoadedRules, Rule
from indicia.model.assessment import Refusal

_FORM = "indicia-rules/1"
_LARGEST = 512 * 2**20
"""Bytes of rule files from which on nothing is kept."""
_DETECTOR = "detector"
_PLAIN = tuple(item.name for item in dataclasses.fields(Rule) if item.name != _DETECTOR)
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
    whole = hashlib.sha256(orjson.dumps([_FORM, __version__, importlib.metadata.version("pysigma"), *_code()]))
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
            if name.lower().endswith((".yml", ".yaml", ".zip", ".yar", ".yara")):
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
    try:
        return orjson.dumps(
            {
                "rules": [_plain(rule) for rule in loaded.rules],
                "filtered": [_plain(rule) for rule in loaded.ours if rule.filters],
                "correlations": [[item.text, item.path, item.digest] for item in loaded.correlations],
                "refused": [[getattr(refusal, name) for name in _REFUSAL] for refusal in loaded.refused],
            }
        )
    except TypeError:
        return None


def _plain(rule: Rule) -> list[object]:
    return [[getattr(rule, name) for name in _PLAIN], _bindings(rule.detector)]


def _bindings(detector: Detector) -> list[list[object]]:
    return [[_route(binding.route), binding.text] for binding in detector.bindings]


def _route(route: Route) -> list[object]:
    values = (getattr(route, name) for name in _ROUTE)
    return [sorted(value) if isinstance(value, frozenset) else value for value in values]


def _unpacked(data: bytes, ours: tuple[Rule, ...]) -> LoadedRules | None:
    """Null for what is not of the form; the next run makes it anew."""
    routes: dict[str, Route] = {}
    try:
        whole = orjson.loads(data)
        filtered = {rule.id: rule for rule in (_rule(written, routes) for written in whole["filtered"])}
        return LoadedRules(
            rules=tuple(_rule(written, routes) for written in whole["rules"]),
            correlations=tuple(
                Document(read_document(text.encode())[0], text, path, digest)
                for text, path, digest in whole["correlations"]
            ),
            refused=tuple(Refusal(**dict(zip(_REFUSAL, values, strict=True))) for values in whole["refused"]),
            ours=tuple(filtered.get(rule.id, rule) for rule in ours),
        )
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, Refused):
        return None


def _rule(written: Sequence[Any], routes: dict[str, Route]) -> Rule:
    plain, bindings = written
    values = {
        name: tuple(value) if isinstance(value, list) else value for name, value in zip(_PLAIN, plain, strict=True)
    }
    bound = tuple(Binding(_route_again(route, routes), text=str(text)) for route, text in bindings)
    return Rule(**values, detector=Detector(str(values["id"]), bound))  # type: ignore[arg-type]  # as they were taken


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
