"""What rules still ask of one kind of Windows event, and what is searched for first, kept between runs.

To work it out every condition has to be taken apart; to take it back, none: of thousands of rules only those that
become candidates are ever built.  What is kept is plain data under a name that hashes all it was made from: the kind,
the set of rules, and the modules that make rules and take conditions apart.
"""

import hashlib
import os
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import orjson

from indicia import __version__
from indicia.detection.cache import Cache
from indicia.detection.detector import Detector
from indicia.detection.filtering.choosing import Chosen
from indicia.detection.filtering.needs import Clause, Clauses

Truths = tuple[bool | None, ...]
"""How the tests on what is known of a kind come out; null for what is not known of it."""

_FORM = "indicia-plan/5"
WORTH_KEEPING = 12
"""Rules from which on taking a plan back is quicker than making it."""


class Step(NamedTuple):
    """One rule that may still be true of the kind."""

    rule: int
    """Index in the set of rules."""
    bound: tuple[int, ...]
    """Indexes of those of its bindings that lead to the kind."""
    truths: Truths
    always: bool
    """Whether it is decided on every event, whatever its text holds."""
    needed: str
    """What an event has to hold, see `needed_text`."""


class Plan(NamedTuple):
    """What rules still ask of a kind."""

    steps: list[Step]
    first: Chosen
    """Of the steps, by their index."""


_STEPS = msgspec.msgpack.Decoder(list[Step])
_PLAN = msgspec.msgpack.Decoder(Plan)


class Plans:
    """Plans in a cache."""

    def __init__(self, kept: Cache) -> None:
        self._kept = kept

    def name(self, kind: Sequence[object], rules: bytes) -> str:
        """Name of the plan for a kind and the set of rules with this fingerprint."""
        whole = hashlib.sha256(orjson.dumps([_FORM, __version__, *_code(), *map(str, kind)]))
        whole.update(rules)
        return whole.hexdigest() + ".plan"

    def get(self, name: str) -> bytes | None:
        """What is kept under this name, see `plan_of`; null when there is none."""
        return self._kept.get(name)

    def put(self, name: str, plan: Plan) -> None:
        """Keep a plan."""
        self._kept.put(name, msgspec.msgpack.encode(plan))


def plan_of(data: bytes) -> Plan | None:
    """A plan that was kept; null for what is none."""
    try:
        plan = _PLAN.decode(data)
    except msgspec.DecodeError:
        return None
    first = plan.first
    positions = {*first.always, *(position for position, _ in first.searched)}
    numbers = {number for _, groups in first.searched for group in groups for number in group}
    fits = positions <= set(range(len(plan.steps))) and numbers == set(range(len(first.literals)))
    return plan if fits and all(groups for _, groups in first.searched) else None


def packed_steps(steps: Iterable[Step]) -> bytes:
    """Steps for another process."""
    return msgspec.msgpack.encode(list(steps))


def steps_of(data: bytes) -> list[Step] | None:
    """The inverse; null for what is none."""
    try:
        return _STEPS.decode(data)
    except msgspec.DecodeError:
        return None


def needed_text(needed: Clauses) -> str:
    """What an event has to hold, as text."""
    return orjson.dumps(_plain(needed)).decode()


def needed_of(text: str) -> Clauses | None:
    """The inverse; null for a text that says no such thing."""
    try:
        return _clauses(orjson.loads(text))
    except (ValueError, TypeError, AttributeError, KeyError):
        return None


def fingerprint(detectors: Iterable[Detector]) -> bytes:
    """Of a set of rules: the same for equal ones in the same order."""
    whole = hashlib.sha256()
    for detector in detectors:
        for binding in detector.bindings:
            whole.update(f"{detector.id}\0{binding.route!r}\0{binding.text}\0".encode("utf-8", "surrogatepass"))
    return whole.digest()


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
    """What makes rules and takes them apart, as it lies on the disk: who works on it must not meet plans of before."""
    detection = Path(__file__).parents[1]
    analyses = (folder for folder, _, _ in os.walk(detection / "analyses") if not folder.endswith("__pycache__"))
    parts = ("", "conditions", "filtering", "sigma", "yara", *sorted(analyses))
    found = [
        (entry.name, entry.stat())
        for part in parts
        for entry in sorted(os.scandir(detection / part), key=lambda entry: entry.name)
        if entry.name.endswith((".py", ".toml"))
    ]
    return tuple([name, stat.st_size, stat.st_mtime_ns] for name, stat in found)
