"""What rules still ask of one kind of Windows event, kept between runs.

To work it out every condition has to be taken apart; to take it back, none: of thousands of rules only those that
become candidates are ever built.  What is kept is plain data under a name that hashes all it was made from: the kind,
the rules' conditions, and the modules that take conditions apart.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson

from indicia import __version__
from indicia.detection.cache import Cache
from indicia.detection.needs import Clause, Clauses

Truths = tuple[bool | None, ...]
"""How the tests on what is known of a kind come out; null for what is not known of it."""

_FORM = "indicia-plan/1"
_WORTH_KEEPING = 12
"""Rules from which on taking a plan back is quicker than making it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that may still be true of the kind."""

    rule: int
    """Index among those that lead to the kind."""
    truths: Truths
    always: bool
    """Whether it is decided on every event, whatever its text holds."""
    needed: Clauses


class Plans:
    """Plans in a cache."""

    def __init__(self, kept: Cache) -> None:
        self._kept = kept

    def name(self, kind: Sequence[object], digests: Sequence[bytes]) -> str:
        """Name of the plan for a kind and the conditions of these digests; empty where it is not worth keeping."""
        if len(digests) < _WORTH_KEEPING:
            return ""
        whole = hashlib.sha256(orjson.dumps([_FORM, __version__, *_code(), *map(str, kind)]))
        whole.update(b"".join(digests))
        return whole.hexdigest() + ".plan"

    def get(self, name: str) -> list[Step] | None:
        """The plan of this name; null when there is none."""
        data = self._kept.get(name) if name else None
        if data is None:
            return None
        try:
            steps = orjson.loads(data)
            if not isinstance(steps, list):
                return None
            return [Step(rule, tuple(truths), always, _clauses(needed)) for rule, truths, always, needed in steps]
        except (ValueError, TypeError, AttributeError, KeyError):
            return None

    def put(self, name: str, steps: Iterable[Step]) -> None:
        """Keep a plan."""
        if name:
            plain = [[step.rule, step.truths, step.always, _plain(step.needed)] for step in steps]
            self._kept.put(name, orjson.dumps(plain))


def digest(texts: Iterable[str]) -> bytes:
    """Of the conditions of one rule, in order."""
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).digest()


def _plain(needed: Clauses) -> list[object]:
    return [
        sorted(literal.decode("latin-1") for literal in clause)
        if isinstance(clause, frozenset)
        else {"": [_plain(alternative) for alternative in clause]}
        for clause in needed
    ]


def _clauses(plain: list[object]) -> Clauses:
    return tuple(map(_clause, plain))


def _clause(plain: object) -> Clause:
    if isinstance(plain, dict):
        return tuple(map(_clauses, plain[""]))
    if not isinstance(plain, list):
        raise TypeError
    return frozenset([text.encode("latin-1") for text in plain])


@cache
def _code() -> tuple[list[object], ...]:
    """What takes conditions apart, as it lies on the disk: whoever works on it must not meet plans of before."""
    here = Path(__file__).parent
    names = ("bucket", "condition", "literals", "narrowing", "needs", "plans", "regex_literals", "evaluate", "checks")
    found = [(name, (here / f"{name}.py").stat()) for name in names if (here / f"{name}.py").is_file()]
    return tuple([name, stat.st_size, stat.st_mtime_ns] for name, stat in found)
