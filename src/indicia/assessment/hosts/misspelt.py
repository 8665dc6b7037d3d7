"""Names of hosts that are damaged forms of another one: a flipped letter makes no second server.

A name is taken for damage only where next to nothing goes under it, and all else in its file, or in its collection,
under the name that it looks like.  Servers are numbered, so names that differ by digits alone are two hosts, unless the
file is damaged and the name stands in it a few times.  What else stands where a log of one server names that server is
no host at all.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

_RARE = 20
"""A damaged form is so many times rarer in its file than the name itself."""
_RARE_ANYWHERE = 50
"""The same over all files, in which a true name would come again."""
_ONCE = 2
"""So many records are few anywhere."""
_FAULTS = 4
"""For so many places that could not be read, one where damage shows in nothing but a name."""
_BY_CHUNK = 4
"""In a damaged file: events of one chunk of a log share the text of their name."""
_MOVED = 3
"""Records of a whole log of one server in which another value stands in place of its name."""
_DIGITS = re.compile(r"\d+")


class FileNames(Struct, frozen=True):
    """The names of hosts in one file."""

    scope: str
    file: str
    """Tells files apart, equal for copies."""
    names: Mapping[str, int]
    """Name as written → records."""
    faults: int
    """Places of it that could not be read."""
    alone: bool
    """Whether it is by its nature the log of one server."""


def misspelt(files: Iterable[FileNames]) -> dict[str, str]:
    """Each name that is damage → the name it stands for; a name that would stand for two is left as it is."""
    each = list({(item.scope, item.file): item for item in files if item.names}.values())
    totals: Counter[str] = Counter()
    scopes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    held: defaultdict[str, set[str]] = defaultdict(set)
    for item in each:
        totals.update(item.names)
        scopes[item.scope].update(item.names)
        for name in item.names:
            held[name].add(item.file)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for item in each:
        whole = scopes[item.scope]
        tops = dict.fromkeys((_top(item.names), _top(whole)))
        for name, count in item.names.items():
            for top in tops:
                torn_here = item.faults and len(held[name]) == 1
                if (
                    name.lower() != top.lower()
                    and (torn_here or totals[name] * _RARE_ANYWHERE <= max(totals[top], _RARE_ANYWHERE * _ONCE))
                    and _is_damage(name, top, item, count, item.names.get(top, 0), whole[top], len(held[name]))
                ):
                    found[name].add(top)
                    break
    # A damaged form of a damaged form stands for what that one stands for.
    return {name: next(iter(tops)) for name, tops in found.items() if len(tops) == 1 and not tops & found.keys()}


def said(name: str, true: str, records: int) -> str:
    """The assumption, for the host that it is made about."""
    shown = ascii(name)[1:-1][:80]
    number = f"{records:,} record{'' if records == 1 else 's'}"
    if _near(name, true):
        return f"assumption: {number} under the name {shown} belong to {true}, whose name damage made that of"
    return f"assumption: {number} of logs of {true} belong to it though {shown} stands where the host is named"


def _top(names: Mapping[str, int]) -> str:
    """The most frequent name; by name where several are."""
    return min(names, key=lambda name: (-names[name], name))


def _is_damage(name: str, top: str, item: FileNames, count: int, here: int, around: int, files: int) -> bool:
    """`here`: records of the file under the name that it looks like; `around`: those of the collection; `files`: in how
    many the name stands."""
    if not _near(name, top):
        if not item.alone:
            return False
        moved = bool(item.faults) and files == 1 and count * _RARE_ANYWHERE <= around
        return moved or (count <= _MOVED and count * _RARE * 2 <= here)
    if _siblings(name, top) and not item.alone:
        few = _ONCE if files <= _ONCE else 0
        return item.faults > 0 and count <= max(few, item.faults // _FAULTS) and count * _RARE <= max(here, around)
    if files == 1 and (item.faults or count <= _ONCE):
        return count * _BY_CHUNK <= max(here, around)
    return count * _RARE <= here


def _siblings(name: str, top: str) -> bool:
    """Whether two servers would be named so: by other digits, or by another last letter."""
    one, other = (_DIGITS.sub("", text.lower()) for text in (name, top))
    if one == other:
        return True
    (mine, _, rest), (theirs, _, domain) = one.partition("."), other.partition(".")
    return rest == domain and len(mine) == len(theirs) and mine[:-1] == theirs[:-1] and (mine + theirs).isalpha()


def _near(name: str, top: str) -> bool:
    """Whether one is the other with a character or two changed, lost or added."""
    most = max(1, min(len(top) // 8, 4))
    return abs(len(name) - len(top)) <= most and _distance(name.lower(), top.lower()) <= most


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Fewest characters to change, take away or put in."""
    before = list(range(len(other) + 1))
    for row, left in enumerate(one, 1):
        now = [row]
        for column, right in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (left != right)))
        before = now
    return before[-1]
