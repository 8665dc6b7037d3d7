"""Loaded rules kept between runs: thousands of rules take seconds to load and a tenth of one to take back.

What is kept is plain data under a name that hashes all it was made from: the rule files' bytes and names, values and
pipelines, the version, and the modules and libraries that make rules of documents.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import zstandard
from msgspec import Struct

from indicia import __version__
from indicia.detection.cache import Cache
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.library import library_version
from indicia.detection.sets.archive import SUFFIX
from indicia.detection.sigma.refused import Refused
from indicia.detection.sigma.rule import About, Document, LoadedRules, Rule
from indicia.detection.waiting import Blocks, Room, Waiting
from indicia.model.assessment import Refusal
from indicia.plain import printable

_FORM = "indicia-rules/5"
_LARGEST = 512 * 2**20
"""Bytes of rule files from which on nothing is kept."""
_MANY = 2**18
"""Bytes of rule files from which on they may be made elsewhere."""
_PIECE = 2**16
_PLAIN = ("id", "name", "digest", "path", "altered_by")
_ROUTE = Route.__struct_fields__
_REFUSAL = Refusal.__struct_fields__


def kept_rules(
    cache: Cache,
    paths: Sequence[Path],
    load: Callable[[], LoadedRules],
    also: Sequence[Path | str] = (),
    ours: tuple[Rule, ...] = (),
    apart: Callable[[Callable[[], bytes | None]], bytes | None] = lambda make: None,
) -> LoadedRules:
    """What `load` makes of the rule files below `paths`, out of the cache where nothing changed since it was made.

    `also` are further files, and words, that decide the outcome; `ours` the rules from elsewhere that `load` may give
    back with filters.  What many rules come to as bytes is asked of `apart`, which may have it made elsewhere.
    """
    name = _name(paths, (*also, *(f"{rule.id}\n{rule.digest}" for rule in ours)))
    if name is None:
        return load()
    data = cache.get(name)
    found = unpacked_rules(data, ours) if data is not None else None
    if found is None and _size(paths) >= _MANY:
        data = apart(lambda: packed_rules(load()))
        found = unpacked_rules(data, ours) if data is not None else None
        if data is not None and found is not None:
            cache.put(name, data)
    if found is None:
        found = load()
        packed = packed_rules(found)
        if packed is not None:
            cache.put(name, packed)
            # What was just made holds every condition and every document; packed they take a tenth of it.
            found = unpacked_rules(packed, ours) or found
    return found


def _name(paths: Sequence[Path], also: Sequence[Path | str]) -> str | None:
    """Null where a file cannot be read or there is too much of it: then whoever loads the rules has to say so."""
    whole = hashlib.sha256(orjson.dumps([_FORM, __version__, library_version("pysigma", "sigma"), *_code()]))
    room = _LARGEST
    try:
        for given in (*paths, *also):
            if isinstance(given, str):
                whole.update(orjson.dumps(["word", printable(given)]))
                continue
            root = given.resolve()
            above = len(os.fsencode(root.parent))
            for path in _files(root):
                with path.open("rb") as stream:
                    size = os.fstat(stream.fileno()).st_size
                    room -= size
                    if room < 0:
                        return None
                    # A file is told by its bytes; which argument it came with decides how it is called.
                    whole.update(orjson.dumps([os.fsencode(path)[above:].hex(), size]))
                    while piece := stream.read(_PIECE):
                        whole.update(piece)
    except OSError:
        return None
    return whole.hexdigest() + ".rules"


def _size(paths: Sequence[Path]) -> int:
    with suppress(OSError):
        return sum(path.stat().st_size for root in paths for path in _files(root))
    return 0


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
    beside = ("*.py", "conditions/*.py", "filtering/*.py")
    modules = sorted((*here.glob("*"), *(path for each in beside for path in here.parent.glob(each))))
    for path in modules:
        if path.is_file():
            found = path.stat()
            yield [path.name, found.st_size, found.st_mtime_ns]


class _Packing:
    """Rules on their way into the cache: texts and routes are put aside, each once."""

    def __init__(self) -> None:
        self.conditions, self.cards, self.bodies = Room(), Room(), Room()
        self.routes: dict[Route, int] = {}

    def plain(self, rule: Rule) -> list[object]:
        """A rule as JSON takes it."""
        bindings = [
            [self.routes.setdefault(binding.route, len(self.routes)), *self.conditions.place(binding.text)]
            for binding in rule.detector.bindings
        ]
        return [
            [getattr(rule, name) for name in _PLAIN],
            rule.dated,
            bindings,
            self.cards.place(rule.about.text),
            self.bodies.place(rule.text),
        ]


def packed_rules(loaded: LoadedRules) -> bytes | None:
    """Null where a rule carries what JSON does not.

    Compressed: a scanner that knows the texts rules look for would take the file away.
    """
    packing = _Packing()
    try:
        rules = [packing.plain(rule) for rule in loaded.rules]
        filtered = [packing.plain(rule) for rule in loaded.ours if rule.filters]
        rooms = [room.packed() for room in (packing.conditions, packing.cards, packing.bodies)]
        head = orjson.dumps(
            {
                "rooms": [[len(block) for block in room] for room in rooms],
                "routes": [_route(route) for route in packing.routes],
                "rules": rules,
                "filtered": filtered,
                "correlations": [
                    [_plain_document(item), item.text, item.path, item.digest] for item in loaded.correlations
                ],
                "refused": [[getattr(refusal, name) for name in _REFUSAL] for refusal in loaded.refused],
            }
        )
    except (TypeError, UnicodeEncodeError):
        return None
    small = zstandard.ZstdCompressor(level=3).compress(head)
    return b"".join([len(small).to_bytes(8, "big"), small, *(block for room in rooms for block in room)])


def _plain_document(item: Document) -> object:
    """The document as JSON holds it; null where that is not all of it: then its text is read again."""
    try:
        written = orjson.dumps(_dates_marked(item.mapping))
    except TypeError:
        return None
    again = orjson.loads(written)
    return again if _with_dates(again) == item.mapping else None


def _dates_marked(value: object) -> object:
    if isinstance(value, dict):
        return {key: _dates_marked(item) for key, item in value.items()}
    if isinstance(value, list):
        return list(map(_dates_marked, value))
    return {"": value.isoformat()} if type(value) is date else value


def _with_dates(value: object) -> object:
    """The inverse."""
    if isinstance(value, dict):
        if value.keys() == {""}:
            return date.fromisoformat(value[""])
        return {key: _with_dates(item) for key, item in value.items()}
    return list(map(_with_dates, value)) if isinstance(value, list) else value


def _route(route: Route) -> list[object]:
    values = (getattr(route, name) for name in _ROUTE)
    return [sorted(value) if isinstance(value, frozenset) else value for value in values]


def unpacked_rules(data: bytes, ours: tuple[Rule, ...]) -> LoadedRules | None:
    """Null for what is not of the form; the next run makes it anew."""
    try:
        end = 8 + int.from_bytes(data[:8], "big")
        whole = orjson.loads(zstandard.ZstdDecompressor().decompress(data[8:end], max_output_size=_LARGEST))
        rooms = []
        for lengths in whole["rooms"]:
            rooms.append(Blocks(data[end : end + sum(lengths)], lengths))
            end += sum(lengths)
        conditions, cards, bodies = rooms
        unpacking = _Unpacking([_route_again(written) for written in whole["routes"]], conditions, cards, bodies)
        filtered = {rule.id: rule for rule in map(unpacking.rule, whole["filtered"])}
        return LoadedRules(
            rules=tuple(map(unpacking.rule, whole["rules"])),
            correlations=tuple(_document(*written) for written in whole["correlations"]),
            refused=tuple(Refusal(**dict(zip(_REFUSAL, values, strict=True))) for values in whole["refused"]),
            ours=tuple(filtered.get(rule.id, rule) for rule in ours),
        )
    except (zstandard.ZstdError, orjson.JSONDecodeError, LookupError, TypeError, ValueError, Refused):
        return None


def _document(written: object, text: str, path: str, digest: str) -> Document:
    mapping = _with_dates(written)
    if not isinstance(mapping, dict):
        from indicia.detection.sigma.document import read_document

        mapping = read_document(text.encode())[0]
    return Document(mapping, text, path, digest)


class _Unpacking(Struct, frozen=True):
    """Rules on their way out of the cache: routes are made, texts wait."""

    routes: Sequence[Route]
    conditions: Blocks
    cards: Blocks
    bodies: Blocks

    def rule(self, written: Sequence[Any]) -> Rule:
        """A rule; none of its texts is looked at."""
        (rule_id, name, digest, path, altered_by), dated, bindings, card, body = written
        bound = [Binding(self.routes[at], text=Waiting(self.conditions, start, end)) for at, start, end in bindings]
        return Rule(
            id=rule_id,
            name=name,
            about=About(waiting=Waiting(self.cards, *card)),
            body=Waiting(self.bodies, *body),
            digest=digest,
            dated=date.fromisoformat(dated) if dated else None,
            path=path,
            detector=Detector(rule_id, tuple(bound)),
            altered_by=altered_by,
        )


def _route_again(written: Sequence[Any]) -> Route:
    values: list[Any] = [frozenset(value) if isinstance(value, list) else value for value in written]
    return Route(**dict(zip(_ROUTE, values, strict=True)))
