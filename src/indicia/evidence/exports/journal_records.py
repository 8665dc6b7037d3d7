"""Records of the change journal of an NTFS volume, found in blocks of it, whole columns at a time.

Source: Microsoft, “USN_RECORD_V2”, “USN_RECORD_V3”, “USN_RECORD_V4” (winioctl.h): lengths, versions, places of the
fields, reasons; records are aligned to eight bytes and end with the name, filled up to eight.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from indicia.tables.batch import Offsets

LONGEST = 4096
"""Bytes of a record at most: a page of the journal."""
_SHORTEST = 64
_LONGEST_NAME = 510
"""Bytes: 255 characters, as NTFS has them at most."""
_V2, _V3, _V4 = 2, 3, 4
"""Version of a record: its major and minor number as one, the minor one being 0."""
_HEADS = {_V2: 60, _V3: 76}
_RANGES_AT = 64
_EARLIEST, _LATEST = 119_600_064_000_000_000, 157_469_184_000_000_000
"""1980 and 2100 as Windows counts: what is dated otherwise is no time of a change."""
_EPOCH = 116_444_736_000_000_000
"""1970 as Windows counts, 100 ns since 1601."""
FOLDER = 0x10

CREATED, DELETED, OLD_NAME, NEW_NAME, CLOSED = 0x100, 0x200, 0x1000, 0x2000, 0x80000000
REASONS = {
    0x1: "overwritten",
    0x2: "extended",
    0x4: "truncated",
    0x10: "stream overwritten",
    0x20: "stream extended",
    0x40: "stream truncated",
    CREATED: "created",
    DELETED: "deleted",
    0x400: "extended attributes changed",
    0x800: "rights changed",
    OLD_NAME: "renamed from",
    NEW_NAME: "renamed to",
    0x4000: "indexing changed",
    0x8000: "attributes or times changed",
    0x10000: "hard link changed",
    0x20000: "compression changed",
    0x40000: "encryption changed",
    0x80000: "object id changed",
    0x100000: "reparse point changed",
    0x200000: "stream named or removed",
    0x400000: "changed in a transaction",
    0x800000: "integrity changed",
    0x1000000: "storage class changed",
    CLOSED: "closed",
}
"""Words for the reasons of a record, by their bits."""

_ODD = re.compile(r"[\x00-\x1f/\\]")
"""What no name holds: it would make a path of it."""
_Words = npt.NDArray[np.uint64]
_Truths = npt.NDArray[np.bool_]


class Changes(Struct, frozen=True, kw_only=True):
    """Records of one block, one value each per column."""

    starts: Offsets
    """Where each begins in the block."""
    ends: Offsets
    times: Offsets
    """Microseconds since 1970 UTC."""
    reasons: Sequence[int]
    attributes: Sequence[int]
    numbers: Sequence[int]
    """Update sequence number."""
    files: Sequence[int]
    """Reference of the file: number of its record, and in the upper 16 of 64 bits how often that had been used."""
    folders: Sequence[int]
    """Reference of the folder it lies in."""
    names: Sequence[str]


class Found(Struct, frozen=True):
    """What a block holds up to `end`."""

    changes: Changes
    end: int
    """Bytes looked at; the rest comes again with the next block."""
    ranges: int
    """Records that only say which bytes changed (version 4)."""
    torn: tuple[tuple[int, int], ...]
    """Stretches (from, to) that hold something and no record."""
    framing: int
    """Bytes up to `end` that are zeros, or records of version 4."""


def find(block: bytes, *, last: bool, folders: bool = False) -> Found:
    """The records of a block that begins with a record, zeros or damage; with `folders` the columns of those only.

    Unless it is the `last` of its stretch, whatever begins within `2 * LONGEST` of its end is left for the next one.
    """
    found = _find(block, last=last, folders=folders, careful=False)
    if _ODD.search("".join(found.changes.names)) is None:
        return found
    return _find(block, last=last, folders=folders, careful=True)


def _find(block: bytes, *, last: bool, folders: bool, careful: bool) -> Found:
    """`careful`: what has a name that is none is no record.  Looking for that beforehand costs more than all else."""
    size = len(block)
    horizon = size if last else max(0, (size - 2 * LONGEST) // 8 * 8)
    # Filled up so that every field of what looks like a record can be asked for.
    padded = block + bytes(-size % 8 + LONGEST)
    words = np.frombuffer(padded, "<u8")
    halves = np.frombuffer(padded, "<u4")
    length, version = halves[::2].astype(np.int64), halves[1::2]
    at = np.flatnonzero((version >= _V2) & (version <= _V4) & (length >= _SHORTEST) & (length <= LONGEST))
    at = at[(length[at] % 8 == 0) & (at * 8 < horizon) & (at * 8 + length[at] <= size)]
    fits = _ranges_fit(words, at, length) & (version[at] == _V4)
    for number, head in _HEADS.items():
        fits |= _names_fit(words, at, length, head) & (version[at] == number)
    at = at[fits]
    if careful:
        at = at[_named_well(padded, words, at, version)]
    starts = at * 8
    ends = starts + length[at]
    kept = _apart(starts, ends)
    at, starts, ends = at[kept], starts[kept], ends[kept]
    end = max(horizon, int(ends[-1]) if len(ends) else 0)
    torn, zeros = _between(block, starts, ends, end)
    ranges = version[at] == _V4
    named = at[~ranges]
    if folders:
        shift = np.where(version[named] == _V3, 2, 0)
        named = named[(words[named + 6 + shift] >> np.uint64(32)) & np.uint64(FOLDER) > 0]
    return Found(
        changes=_columns(padded, words, named, version, length),
        end=end,
        ranges=int(ranges.sum()),
        torn=tuple(torn),
        framing=zeros + int((ends - starts)[ranges].sum()),
    )


def _names_fit(words: _Words, at: Offsets, length: Offsets, head: int) -> _Truths:
    """Whether time and name of what looks like a record are where and what they have to be."""
    last = head // 8
    """The word of length and place of the name; the one with the time is three before it."""
    name, place = _name_place(words, at, last)
    time = words[at + last - 3]
    rest = length[at] - place - name
    named = (
        (name > 0)
        & (name <= _LONGEST_NAME)
        & (name % 2 == 0)
        & (place >= head)
        & (place % 2 == 0)
        & (rest >= 0)
        & (rest < 16)
    )
    fits: _Truths = named & (time > np.uint64(_EARLIEST)) & (time < np.uint64(_LATEST))
    return fits


def _name_place(words: _Words, at: Offsets, last: int) -> tuple[Offsets, Offsets]:
    word = words[at + last]
    return (word & np.uint64(0xFFFF)).astype(np.int64), ((word >> np.uint64(16)) & np.uint64(0xFFFF)).astype(np.int64)


def _ranges_fit(words: _Words, at: Offsets, length: Offsets) -> _Truths:
    word = words[at + 7]
    count = ((word >> np.uint64(32)) & np.uint64(0xFFFF)).astype(np.int64)
    size = (word >> np.uint64(48)).astype(np.int64)
    fits: _Truths = length[at] == _RANGES_AT + count * size
    return fits


def _named_well(padded: bytes, words: _Words, at: Offsets, version: npt.NDArray[np.uint32]) -> _Truths:
    r"""Whether a name holds nothing that no name has (`\`, `/`, control characters); true for records without one."""
    signs = np.frombuffer(padded, "<u2")
    odd = np.concatenate(([0], np.cumsum((signs < 0x20) | (signs == 0x2F) | (signs == 0x5C))))
    good = np.ones(len(at), np.bool_)
    for number, head in _HEADS.items():
        chosen = np.flatnonzero(version[at] == number)
        name, place = _name_place(words, at[chosen], head // 8)
        first = (at[chosen] * 8 + place) // 2
        good[chosen] = odd[first + name // 2] == odd[first]
    return good


def _apart(starts: Offsets, ends: Offsets) -> Offsets:
    """Which to keep so that none begins within another: each but those in what came before."""
    if len(starts) < 2 or bool((starts[1:] >= ends[:-1]).all()):
        return np.arange(len(starts))
    kept: list[int] = []
    free = 0
    for number, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        if start >= free:
            kept.append(number)
            free = end
    return np.array(kept, np.int64)


def _between(block: bytes, starts: Offsets, ends: Offsets, end: int) -> tuple[list[tuple[int, int]], int]:
    """Stretches between records that hold something, and the number of zeros around them."""
    before = np.concatenate(([0], ends))
    after = np.concatenate((starts, [end]))
    torn: list[tuple[int, int]] = []
    zeros = 0
    for number in np.flatnonzero(after > before).tolist():
        first, last = int(before[number]), int(after[number])
        gap = block[first:last]
        left, right = len(gap) - len(gap.lstrip(b"\0")), len(gap.rstrip(b"\0"))
        if left >= right:
            zeros += len(gap)
            continue
        # Whole words: what is left of a record that began there had its zeros, too.
        left, right = left // 8 * 8, min(len(gap), -(-right // 8) * 8)
        torn.append((first + left, first + right))
        zeros += len(gap) - (right - left)
    return torn, zeros


def _columns(padded: bytes, words: _Words, at: Offsets, version: npt.NDArray[np.uint32], length: Offsets) -> Changes:
    wide = version[at] == _V3
    shift = np.where(wide, 2, 0)
    """Words by which the longer references of version 3 move what follows them."""
    low = np.uint64(0xFFFFFFFF)
    files, folders = _references(words, at, 1, wide), _references(words, at, np.where(wide, 3, 2), wide)
    place = words[at + 7 + shift]
    size = (place & np.uint64(0xFFFF)).astype(np.int64)
    first = at * 8 + ((place >> np.uint64(16)) & np.uint64(0xFFFF)).astype(np.int64)
    return Changes(
        starts=at * 8,
        ends=at * 8 + length[at],
        times=(words[at + 4 + shift].astype(np.int64) - _EPOCH) // 10,
        reasons=(words[at + 5 + shift] & low).tolist(),
        attributes=(words[at + 6 + shift] >> np.uint64(32)).tolist(),
        numbers=words[at + 3 + shift].tolist(),
        files=files,
        folders=folders,
        names=_names(padded, first, size),
    )


def _references(words: _Words, at: Offsets, first: "int | Offsets", wide: _Truths) -> list[int]:
    """References at a word; of version 3, 128 bits, of which NTFS uses the lower 64."""
    low: list[int] = words[at + first].tolist()
    high = np.where(wide, words[at + first + 1], np.uint64(0))
    for number in np.flatnonzero(high).tolist():
        low[number] |= int(high[number]) << 64
    return low


def _names(padded: bytes, first: Offsets, size: Offsets) -> list[str]:
    """Names by place and length in bytes; what is no UTF-16 becomes U+FFFD."""
    units = np.frombuffer(padded, "<u2")
    # With each unit as a character of its own all of the block is decoded at once; pairs are put together afterwards.
    text = units.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    names = [text[start:end] for start, end in zip((first // 2).tolist(), ((first + size) // 2).tolist(), strict=True)]
    return [name if name.isascii() else _paired(name) for name in names]


def _paired(name: str) -> str:
    return name.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
