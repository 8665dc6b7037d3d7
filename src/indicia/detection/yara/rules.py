"""A set of YARA rules, compiled and ready to be handed to other processes."""

import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import orjson
from msgspec import Struct, field

from indicia.detection.library import library_version
from indicia.detection.yara.cache import Cache
from indicia.detection.yara.compiled import Compiled, Name, compile_units
from indicia.detection.yara.gather import Gathered, Unit, gather
from indicia.model.assessment import Refusal

_FORM = "indicia-yara/1"
_MOST_ENDLESS = 20
"""Rules that never end, found one by one while loading; a set with more is left to the time limit of each scan."""
_LOOP = re.compile(r"\bfor\b")
"""Only a rule with a loop can go on for ever: patterns are searched for in linear time."""
_RULE_TEXT = 64 * 2**10
"""Characters of a rule kept to be shown."""


def rule_id(namespace: str, name: str) -> str:
    """Id of the sightings of a rule."""
    return f"yara:{namespace}/{name}"


class YaraRule(Struct, frozen=True, kw_only=True):
    """One rule as it is shown."""

    name: str
    namespace: str
    """Its file as a person names it (`rules/webshells.yar`, `rules.zip!apt/x.yar`); of our own `indicia/<file>`."""
    path: str
    """The file it stands in, which differs from the namespace where another file includes it."""
    line: int
    own: bool
    """Of the pack; only such rules move the stage of a host."""
    is_global: bool
    tags: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    """As written, numbers and booleans as text; of a name given twice both values, joined by `; `."""
    text: str = ""

    @property
    def id(self) -> str:
        """Id of its sightings."""
        return rule_id(self.namespace, self.name)


class YaraSet(Struct, frozen=True, kw_only=True):
    """Rules ready to run; pickled as it is.  The compiled form comes from this process or from a sealed cache."""

    rules: tuple[YaraRule, ...]
    """In the order of the arguments, by file, as written; private rules too, which never show by themselves."""
    refused: tuple[Refusal, ...]
    digest: str
    """SHA-256, hex, of everything that decides what is found: sources, and the version of the engine."""
    compiled: bytes
    files: frozenset[str]
    """SHA-256 of the rule files, to know them again when they lie in the evidence."""

    def __bool__(self) -> bool:
        """Whether any rule is left to run."""
        return bool(self.rules)


def load_yara(
    paths: Sequence[Path], *, own: Sequence[Path] = (), cache: Path | None = None, shared: bool = False
) -> YaraSet:
    """Rules of files, folders (`*.yar`, `*.yara`, `*.zip` below them) and zip archives, read in place.

    `own` are those of the pack.  A rule that cannot be run as written is refused by name, its line and the reason, as
    is every rule that needs it; all others run.  `include` finds what lies in the same argument and nothing else.
    Compiled rules are kept below `cache`, see the module of that name.  With `shared` the paths may hold rules of
    other kinds: files by other names, and folders and archives without YARA rules, are passed over without a word.
    Raises RulesetError when a path does not exist.
    """
    gathered = gather(own, paths, shared=shared)
    digest = _digest(gathered)
    store = Cache(cache)
    kept = store.get(digest)
    loaded = _unpacked(kept, gathered, digest) if kept is not None else None
    if loaded is None:
        loaded = _compiled(gathered, digest)
        store.put(digest, _packed(loaded))
    return loaded


def _digest(gathered: Gathered) -> str:
    parts: list[object] = [_FORM, library_version("yara-x", "yara_x")]
    for unit in gathered.units:
        pieces = [[placed.path, placed.piece.line, placed.piece.text] for placed in unit.pieces]
        parts.append([unit.namespace, unit.own, pieces])
    parts.extend([refusal.rule, refusal.path, refusal.reason] for refusal in gathered.refused)
    # A file of rules in the evidence is left out, so the files themselves count.
    parts.append(sorted(gathered.files))
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()


def _compiled(gathered: Gathered, digest: str) -> YaraSet:
    endless: set[Name] = set()
    found = compile_units(gathered.units)
    blob = _blob(found)
    loops = any(_LOOP.search(placed.piece.text) for placed in found.placed.values())
    while loops and len(endless) < _MOST_ENDLESS and not _ends(blob):
        culprit = _first_endless(gathered.units, endless)
        if culprit is None:
            break
        endless.add(culprit)
        found = compile_units(gathered.units, endless)
        blob = _blob(found)
    own = {unit.namespace for unit in gathered.units if unit.own}
    return YaraSet(
        rules=tuple(_rules(found, own)),
        refused=(*gathered.refused, *found.refused),
        digest=digest,
        compiled=blob,
        files=frozenset(gathered.files),
    )


def _ends(blob: bytes) -> bool:
    # Only who compiles rules starts the process that tries them.
    from indicia.detection.yara.probe import ends

    return ends(blob)


def _blob(found: Compiled) -> bytes:
    stream = io.BytesIO()
    found.rules.serialize_into(stream)
    return stream.getvalue()


def _first_endless(units: Sequence[Unit], endless: set[Name]) -> Name | None:
    """The first rule with which the rules before it no longer come to an end."""

    def stops(chosen: Sequence[Unit]) -> bool:
        return _ends(_blob(compile_units(chosen, endless)))

    low = _shortest(len(units), lambda count: not stops(units[:count]))
    if low is None:
        return None
    unit = units[low - 1]
    pieces = [placed for placed in unit.pieces if placed.piece.kind != "broken"]

    def begun(count: int) -> Unit:
        return Unit(namespace=unit.namespace, own=unit.own, pieces=pieces[:count])

    high = _shortest(len(pieces), lambda count: not stops([begun(count)]))
    return (unit.namespace, pieces[high - 1].piece.name) if high is not None else None


def _shortest(length: int, holds: Callable[[int], bool]) -> int | None:
    """The smallest number from 1 to `length` for which this holds, given that it goes on holding; null if none."""
    low, high = 1, length
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low if length and holds(low) else None


def _rules(found: Compiled, own: set[str]) -> Iterator[YaraRule]:
    for rule in found.rules:
        placed = found.placed.get((rule.namespace, rule.identifier))
        meta: dict[str, str] = {}
        for name, value in rule.metadata:
            text = _plain(value)
            meta[name] = f"{meta[name]}; {text}" if name in meta else text
        yield YaraRule(
            name=rule.identifier,
            namespace=rule.namespace,
            path=placed.path if placed else rule.namespace,
            line=placed.piece.line if placed else 0,
            own=rule.namespace in own,
            is_global=placed.piece.is_global if placed else False,
            tags=tuple(rule.tags),
            meta=meta,
            text=placed.piece.text[:_RULE_TEXT] if placed else "",
        )


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _packed(loaded: YaraSet) -> bytes:
    head = orjson.dumps(
        {
            "form": _FORM,
            "rules": [
                [r.name, r.namespace, r.path, r.line, r.own, r.is_global, r.tags, r.meta, r.text] for r in loaded.rules
            ],
            "refused": [[r.rule, r.title, r.path, r.reason] for r in loaded.refused],
        }
    )
    return len(head).to_bytes(8, "big") + head + loaded.compiled


def _unpacked(kept: bytes, gathered: Gathered, digest: str) -> YaraSet | None:
    """The set as it was kept; null when the form is not ours (of another version)."""
    length = int.from_bytes(kept[:8], "big")
    try:
        head = orjson.loads(kept[8 : 8 + length])
        if head["form"] != _FORM:
            return None
        rules = tuple(
            YaraRule(
                name=name,
                namespace=namespace,
                path=path,
                line=line,
                own=own,
                is_global=is_global,
                tags=tuple(tags),
                meta=meta,
                text=text,
            )
            for name, namespace, path, line, own, is_global, tags, meta, text in head["rules"]
        )
        refused = tuple(
            Refusal(rule=rule, title=title, path=path, reason=reason) for rule, title, path, reason in head["refused"]
        )
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return None
    return YaraSet(
        rules=rules, refused=refused, digest=digest, compiled=kept[8 + length :], files=frozenset(gathered.files)
    )


_TECHNIQUE = re.compile(r"(?<![A-Za-z0-9])[Tt]\d{4}(?:[._]\d{3})?(?![0-9])")


def techniques(rule: YaraRule) -> tuple[str, ...]:
    """ATT&CK ids in the tags and in every value of the meta section but the texts for people, in order."""
    prose = {"description", "author", "reference", "false_positives", "next_step", "summary", "title"}
    values = (*rule.tags, *(value for name, value in rule.meta.items() if name.lower() not in prose))
    found = (match.upper().replace("_", ".") for value in values for match in _TECHNIQUE.findall(value))
    return tuple(dict.fromkeys(found))
