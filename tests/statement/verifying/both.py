"""Both verifiers put to one bundle; and bundles that an attacker who knows the format changed."""

import argparse
import hashlib
import importlib.util
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import orjson
from tests.statement.invented_bundle import AT, LOG_KEY

from indicia.statement.bundle.index import NAME, FileLine, Index, index_of
from indicia.statement.canonical import canonical
from indicia.statement.verifying.items import Outcome, State
from indicia.statement.verifying.trust import Named
from indicia.statement.verifying.verify import Asked, Verification, verify_bundle

_TOOL = Path(__file__).parents[3] / "tools" / "verify_statement.py"
_SPEC = importlib.util.spec_from_file_location("verify_statement", _TOOL)
assert _SPEC is not None and _SPEC.loader is not None
small_module = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(small_module)
_CODES = {0: Outcome.PROVEN, 1: Outcome.REFUTED, 2: Outcome.OWN_WORD, 3: Outcome.CANNOT_TELL}
"""By exit code."""


def small(path: Path, at: datetime = AT, required: int = 0, named: Named | None = None) -> Outcome:
    """What the second verifier says."""
    root, log = (named.root, named.log and named.log.text) if named else (None, None)
    given = argparse.Namespace(bundle=path, evidence=None, at=at, root=root, log=log, require_witnesses=required)
    return _CODES[small_module.Walk(given).code]


def both(path: Path, at: datetime = AT) -> Verification:
    """What the first one says, after making sure that the second one says the same.

    By its own word alone no bundle is proven; one that holds together is asked for again with what a reader was told.
    """
    found = _agreed(path, Asked(at=at))
    if found.items.outcome is not Outcome.OWN_WORD:
        return found
    return _agreed(path, Asked(at=at, named=Named(root=found.first_root, log=LOG_KEY)))


def _agreed(path: Path, asked: Asked) -> Verification:
    found = verify_bundle(path, asked)
    said = small(path, asked.at, named=asked.named)
    assert said is found.items.outcome, (said, [one for one in found.items.all if one.state is State.REFUTED])
    return found


def refuted(path: Path, *words: str, at: datetime = AT) -> None:
    """Both refute it, and the first one says so in these words."""
    found = both(path, at)
    assert found.items.outcome is Outcome.REFUTED
    said = " | ".join(f"{one.step.value} {one.what}: {one.why}" for one in found.items.of(State.REFUTED))
    for word in words:
        assert word in said, said


def proven(path: Path, at: datetime = AT) -> Verification:
    found = both(path, at)
    assert found.items.outcome is Outcome.PROVEN, [one for one in found.items.all if one.state is State.REFUTED]
    return found


def disregarded(path: Path, *words: str, at: datetime = AT) -> Verification:
    """Proven by both, as if something that was logged were not there, which both tell."""
    found = proven(path, at)
    said = " | ".join(one.why for one in found.items.of(State.DISREGARDED))
    assert all(word in said for word in words), said
    given = argparse.Namespace(bundle=path, evidence=None, at=at, root=None, log=None, require_witnesses=0)
    assert any(state == "disregarded" for state, *_ in small_module.Walk(given).told)
    return found


def reindexed(root: Path, *, like: Index | None = None) -> Path:
    """With an index that fits what is in the folder now: nobody signs it, so anybody can."""
    before = like or index_of((root / NAME).read_bytes())
    files = []
    for path in sorted(one for one in root.rglob("*") if one.is_file() and one.name != NAME):
        data = path.read_bytes()
        files.append(FileLine(path.relative_to(root).as_posix(), hashlib.sha256(data).hexdigest(), len(data)))
    files.sort(key=lambda one: one.path)
    (root / NAME).write_bytes(Index(before.alliance, before.made, tuple(files)).to_bytes())
    return root


def changed(root: Path, path: str, change: Callable[[bytes], bytes]) -> Path:
    """A file changed, and the index with it."""
    (root / path).write_bytes(change((root / path).read_bytes()))
    return reindexed(root)


def member(data: bytes, name: str, value: object) -> bytes:
    """The same JSON object with another member."""
    held = orjson.loads(data)
    held[name] = value
    return canonical(held)


def lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)
