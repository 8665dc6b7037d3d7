"""Rules made by two copies of the process at once, each of which reads half of the files and makes what they hold.

What comes out is what one process makes, in the same order.  Where one half decides on the other (filters, one id or
one document in both) one process has to make them.
"""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from indicia.apart import Apart, Told, processors
from indicia.detection.sigma.files import RuleFile, rule_files
from indicia.detection.sigma.kept import packed_rules, unpacked_rules
from indicia.detection.sigma.rule import LoadedRules, Rule
from indicia.detection.sigma.rules import Loading, Read

_LEAST, _MOST = 2**18, 2**26
"""Bytes of rule files: with fewer another process does not pay, more are not held at once."""
_FIRST = 0.6
"""Share of the first half in bytes: the rules of SigmaHQ that ask for most are in the other one."""
_FILTER = re.compile(rb"^[\"']?filter[\"']?[ \t]*:", re.MULTILINE)
_ID = re.compile(rb"^[\"']?id[\"']?[ \t]*:[ \t\"']*([^\s\"'#]+)", re.MULTILINE)


class _Half(Struct, frozen=True):
    """What one half of the files came to."""

    read: Read
    packed: bytes
    """See `packed_rules`; of the first half too, so that its conditions are gone before both are put together."""


def rules_by_two(
    paths: Sequence[Path],
    apart: Apart,
    *,
    own: bool = False,
    values: Path | None = None,
    pipelines: Sequence[Path] = (),
    ours: Sequence[Rule] = (),
) -> LoadedRules | None:
    """What `load_rules` makes of these, by this process and a copy of it; null where one process has to make them.

    `apart` makes the copy, and is told how far this process is, in numbers of all.  Raises RulesetError as
    `load_rules` does.
    """
    if processors() < 2:
        return None
    loading = Loading(own=own, values=values, pipelines=pipelines, ours=ours)
    halves = _halves(paths)
    if halves is None:
        return None
    first, second = halves
    count, total = len(first), len(first) + len(second)

    def told(what: str, done: int, of: int) -> None:
        # As if both were as far as this one is.
        apart(what, done * total // count, of * total // count)

    with apart.begun(lambda: _sent(_half(loading, second, _untold))) as begun:
        second.clear()
        mine = _half(loading, first, told)
        data = begun.made()
    other = msgspec.msgpack.decode(data, type=_Half) if data is not None else None
    if mine is None or other is None or mine.read.decides(other.read):
        return None
    return _joined(mine, other, tuple(ours))


def _halves(paths: Sequence[Path]) -> tuple[deque[RuleFile], deque[RuleFile]] | None:
    """The files, divided by their bytes; null where they are few or too many, or one process has to make them anyway.

    The look at their bytes only spares making rules in vain: what decides is what was read.
    """
    files: list[RuleFile] = []
    ends: list[int] = []
    size = 0
    for file in rule_files(paths):
        size += len(file.data)
        if size > _MOST or _FILTER.search(file.data):
            return None
        files.append(file)
        ends.append(size)
    middle = bisect_left(ends, size * _FIRST) + 1
    first, second = deque(files[:middle]), deque(files[middle:])
    if size < _LEAST or not second or _marks(first) & _marks(second):
        return None
    return first, second


def _marks(files: Iterable[RuleFile]) -> set[bytes]:
    """Ids as far as a look at the text finds them."""
    return {found for file in files for found in _ID.findall(file.data)}


def _half(loading: Loading, files: deque[RuleFile], told: Told) -> _Half | None:
    """Null where rules cannot be packed."""
    of = len(files)
    while files:
        told("reading rules", of - len(files), of)
        # What was read is not held any longer.
        loading.take(files.popleft())
    read = loading.read()
    packed = packed_rules(loading.finish(partial(told, "making rules")))
    return _Half(read, packed) if packed is not None else None


def _sent(half: _Half | None) -> bytes | None:
    return msgspec.msgpack.encode(half) if half is not None else None


def _joined(first: _Half, second: _Half, ours: tuple[Rule, ...]) -> LoadedRules | None:
    """As one process gives them: what was refused when it was read comes before what was when rules were made."""
    one, other = unpacked_rules(first.packed, ours), unpacked_rules(second.packed, ())
    if one is None or other is None:
        return None
    halves = [(one.refused, first.read.refused), (other.refused, second.read.refused)]
    return LoadedRules(
        rules=(*one.rules, *other.rules),
        correlations=(*one.correlations, *other.correlations),
        refused=(
            *(refusal for refused, until in halves for refusal in refused[:until]),
            *(refusal for refused, until in halves for refusal in refused[until:]),
        ),
        ours=one.ours,
    )


def _untold(what: str, done: int, of: int) -> None:
    """The first half tells for both."""
