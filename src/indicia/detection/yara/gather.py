"""From rule files to what is compiled: one unit a file, its includes put in their places."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field

from indicia.detection.sets.archive import SUFFIX
from indicia.detection.yara.refused import NoRules, Refused
from indicia.detection.yara.sources import MAX_FILES, MAX_TOTAL, Root, as_text, included, roots
from indicia.detection.yara.split import Piece, split
from indicia.model.assessment import Refusal

_DEEPEST = 64
"""How far includes may nest."""
_NOT_TEXT = re.compile("[\udc80-\udcff]")
_COMMENT = re.compile(r'"(?:[^"\\\n]|\\[^\n])*+"|(//[^\n]*+|/\*(?s:.)*?\*/)|/(?:[^/\\\n]|\\[^\n])++/')


class Placed(Struct, frozen=True):
    """A piece and the file it stands in."""

    piece: Piece
    path: str

    @property
    def place(self) -> str:
        """`file:line`."""
        return f"{self.path}:{self.piece.line}"


class Unit(Struct):
    """One rule file with all it includes; it becomes one namespace, as it would be one run of a YARA command."""

    namespace: str
    own: bool
    pieces: list[Placed] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything that can be compiled, in order."""
        return "\n".join(placed.piece.text for placed in self.pieces)


class Gathered(Struct):
    """What the arguments hold."""

    units: list[Unit] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    """SHA-256 of each rule file and archive, to know them again when they lie in evidence."""
    loaded: set[str] = field(default_factory=set)
    """SHA-256 of the files so far that are a unit by themselves and include nothing."""


def gather(own: Sequence[Path], theirs: Sequence[Path], *, shared: bool = False) -> Gathered:
    """Our own rules first, then the user's; the same file met again counts once.

    With `shared` the user's arguments may hold rules of other kinds, and none of this one.

    Raises RulesetError when an argument does not exist.
    """
    gathered = Gathered()
    taken: set[str] = set()
    for path in (*own, *theirs):
        if path.is_file() and (not shared or path.suffix.lower() in (".yar", ".yara", ".zip", SUFFIX)):
            with path.open("rb") as stream:
                gathered.files.add(hashlib.file_digest(stream, "sha256").hexdigest())
    for mine, paths in ((True, own), (False, theirs)):
        for root in roots(paths, shared=shared):
            for unit in _Tree(root, mine, gathered).units(shared=shared):
                # Two folders of one name are still two.
                name, number = unit.namespace, 2
                while unit.namespace in taken:
                    unit.namespace = f"{name}#{number}"
                    number += 1
                taken.add(unit.namespace)
                gathered.units.append(unit)
    return gathered


class _Tree:
    """The rule files of one root."""

    def __init__(self, root: Root, own: bool, gathered: Gathered) -> None:
        self._root = root
        self._own = own
        self._gathered = gathered
        self._known: dict[str, list[Piece]] = {}
        self._digests: dict[str, str] = {}
        """SHA-256 of the files that include nothing."""
        self._size = 0

    def units(self, *, shared: bool) -> Iterator[Unit]:
        """A unit for each file that is not part of another one."""
        try:
            names = list(self._root.names())
        except Refused as refused:
            if not shared or not isinstance(refused, NoRules):
                self._refuse("", self._root.label, str(refused))
            return
        if len(names) > MAX_FILES:
            self._refuse("", self._root.label, f"more than {MAX_FILES:,} rule files; only the first are read")
        heads = self._heads(names[:MAX_FILES])
        for name in heads:
            # A part of another file is never left out as a copy: rules there need it, or are limited by it.
            digest = self._digests.get(name)
            if digest is not None and digest in self._gathered.loaded:
                continue
            if digest is not None:
                self._gathered.loaded.add(digest)
            unit = Unit(namespace=self._namespace(name), own=self._own)
            self._expand(name, (), {name}, unit)
            if any(placed.piece.kind != "import" for placed in unit.pieces):
                yield unit

    def _heads(self, names: Sequence[str]) -> list[str]:
        """Files to start from: an index (includes and nothing else) stands for the files it names; what a file with
        rules includes is part of that file."""
        waiting, heads, parts, met = list(names), dict[str, None](), set[str](), set[str]()
        while waiting:
            name = waiting.pop(0)
            if name in met:
                continue
            met.add(name)
            pieces = self._pieces(name, self._root.shown(name))
            targets = [self._target(name, piece) for piece in pieces if piece.kind == "include"]
            reached = [target for target in targets if isinstance(target, str)]
            if targets and not any(piece.kind in ("rule", "broken") for piece in pieces):
                for piece, target in zip((p for p in pieces if p.kind == "include"), targets, strict=True):
                    if isinstance(target, Refused):
                        self._refuse_include(piece, name, str(target))
                waiting.extend(reached)
            else:
                heads[name] = None
                parts.update(target for target in reached if target != name)
        kept = [name for name in heads if name not in parts]
        # Files that include each other in a circle are each other's part; the outermost stands for them.
        reached_from = set[str]()
        for name in kept:
            self._reach(name, reached_from)
        for name in sorted(heads, key=lambda name: (name.count("/"), name)):
            if name not in reached_from:
                kept.append(name)
                self._reach(name, reached_from)
        return sorted(kept)

    def _reach(self, name: str, reached: set[str]) -> None:
        waiting = [name]
        while waiting:
            name = waiting.pop()
            if name in reached:
                continue
            reached.add(name)
            for piece in self._known.get(name, ()):
                target = self._target(name, piece) if piece.kind == "include" else None
                if isinstance(target, str):
                    waiting.append(target)

    def _target(self, name: str, piece: Piece) -> str | Refused:
        try:
            return included(name, piece.name)
        except Refused as refused:
            return refused

    def _pieces(self, name: str, shown: str) -> list[Piece]:
        """The pieces of a file, read once; none, and a refusal, when it cannot be read."""
        if name not in self._known:
            self._known[name] = []
            try:
                data = self._root.read(name)
                self._size += len(data)
                if self._size > MAX_TOTAL:
                    raise Refused(f"the rule files hold more than {MAX_TOTAL // 2**20} MiB together (limit)")
                digest = hashlib.sha256(data).hexdigest()
                self._gathered.files.add(digest)
                pieces = list(split(_clean(as_text(data))))
                if not pieces:
                    raise Refused("no rule in it")
                if not any(piece.kind == "include" for piece in pieces):
                    self._digests[name] = digest
                self._known[name] = pieces
            except Refused as refused:
                self._refuse("", shown, str(refused))
        return self._known[name]

    def _expand(self, name: str, above: tuple[str, ...], within: set[str], unit: Unit) -> None:
        """Put the pieces of a file, and of what it includes, into the unit; each file once."""
        shown = self._root.shown(name)
        for piece in self._pieces(name, shown):
            if piece.kind == "include":
                target = self._target(name, piece)
                if isinstance(target, Refused):
                    self._refuse_include(piece, name, str(target))
                elif target == name or target in above:
                    circle = " → ".join(
                        (*above[above.index(target) if target in above else len(above) :], name, target)
                    )
                    self._refuse_include(piece, name, f"includes itself: {circle}")
                elif len(above) >= _DEEPEST:
                    self._refuse_include(piece, name, f"nested more than {_DEEPEST} deep (limit)")
                elif target not in within:
                    within.add(target)
                    if target not in self._known and (reason := self._unread(target)):
                        self._refuse_include(piece, name, reason)
                        continue
                    self._expand(target, (*above, name), within, unit)
            elif bad := _NOT_TEXT.search(piece.text):
                line = piece.line + piece.text.count("\n", 0, bad.start())
                self._refuse(piece.name, shown, f"line {line}: bytes that are no UTF-8")
            else:
                unit.pieces.append(Placed(piece, shown))

    def _unread(self, name: str) -> str:
        """Why a file that is included cannot be read, to be said where it is included; empty when it can."""
        try:
            self._root.read(name)
        except Refused as refused:
            return str(refused)
        return ""

    def _namespace(self, name: str) -> str:
        if not self._own:
            return self._root.shown(name)
        return f"indicia/{name.rpartition('.')[0] or name}"

    def _refuse_include(self, piece: Piece, name: str, reason: str) -> None:
        self._refuse("", self._root.shown(name), f'line {piece.line}: include "{piece.name[:200]}": {reason}')

    def _refuse(self, rule: str, path: str, reason: str) -> None:
        refusal = Refusal(rule=rule, title=rule or path, path=path, reason=reason)
        if refusal not in self._gathered.refused:
            self._gathered.refused.append(refusal)


def _clean(text: str) -> str:
    """The source with bytes that are no UTF-8 made harmless where they mean nothing: in comments."""
    if not _NOT_TEXT.search(text):
        return text
    return _COMMENT.sub(lambda found: _NOT_TEXT.sub("?", found[0]) if found[1] else found[0], text)
