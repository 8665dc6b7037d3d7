"""What a set that did not come to an end on some bytes finds in them without the rules that take so long.

The rules are put to the bytes again in parts: those with loops apart from the others, since hardly anything else takes
long, and a part that takes too long in halves.  A part has what its rules need: other rules of their files that they
name, and global ones.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from time import monotonic
from typing import TypeAlias

import yara_x
from msgspec import Struct

from indicia.detection.yara.compiled import new_compiler, put_in
from indicia.detection.yara.rules import YaraRule, YaraSet

Scan: TypeAlias = Callable[[Sequence[YaraRule], float], Iterable[str] | None]
"""Puts rules to the bytes, so many seconds at most: ids of those that match; null where it takes longer."""

PART_SECONDS = 2
MOST_SECONDS = 60
"""For all parts of one file together."""
_MOST_PARTS = 64
_LOOP = re.compile(r"\bfor\b")
_WORD = re.compile(r"[A-Za-z_]\w*")
_MODULES = re.compile(r"\b([a-z_][a-z0-9_]*)\s*\.")
_MAY_BE = (
    "console", "crx", "cuckoo", "dex", "dotnet", "elf", "hash", "lnk", "macho", "magic", "math", "olecf", "pe",
    "string", "test_proto2", "time", "vt", "zip",
)  # fmt: skip
"""Modules of engines; which of them this one has is asked."""
_CUT = 64 * 2**10
"""A text as long as this may be a part of its rule only, see `rules`."""


class InParts(Struct, frozen=True):
    """What came of it."""

    matched: frozenset[str]
    """Ids of rules."""
    lost: tuple[str, ...]
    """Ids of rules that were not decided, in their order."""


def in_parts(rules: YaraSet, scan: Scan, first: Iterable[str] = (), seconds: float = PART_SECONDS) -> InParts:
    """Scan with parts of the rules until each one is decided or is known to take too long.

    `first`: rules that took too long on other bytes, which are asked apart from the beginning.  `seconds` for those
    that hardly ever take long, all together.  Rules that are left when the time for all parts is over are lost as well.
    """
    slow = frozenset(first)
    asked = [rule for rule in rules.rules if not rule.is_global]
    plain = [rule for rule in asked if rule.id not in slow and not _LOOP.search(rule.text)]
    loops = [rule for rule in asked if rule.id not in slow and _LOOP.search(rule.text)]
    waiting = deque([plain, loops, *([rule] for rule in asked if rule.id in slow)])
    matched: set[str] = set()
    lost: set[str] = set()
    end, tries = monotonic() + MOST_SECONDS, 0
    patience = max(seconds, PART_SECONDS)
    while waiting:
        part = waiting.popleft()
        if not part:
            continue
        left = end - monotonic()
        given = patience if part is plain else PART_SECONDS
        found = scan(part, min(left, given)) if left > 0 and tries < _MOST_PARTS else None
        tries += 1
        if found is not None:
            matched |= {rule.id for rule in part}.intersection(found)
        elif len(part) == 1 or left <= 0 or tries >= _MOST_PARTS:
            lost |= {rule.id for rule in part}
        else:
            middle = len(part) // 2
            waiting.extend((part[:middle], part[middle:]))
    return InParts(frozenset(matched), tuple(rule.id for rule in asked if rule.id in lost))


def compiled_part(part: Sequence[YaraRule], rules: Sequence[YaraRule]) -> "yara_x.Rules | None":
    """The rules and what they need; null where they do not compile like that."""
    by_file: dict[str, dict[str, YaraRule]] = {}
    for rule in rules:
        by_file.setdefault(rule.namespace, {})[rule.name] = rule
    made = new_compiler()
    for namespace in dict.fromkeys(rule.namespace for rule in part):
        own = by_file[namespace]
        needed = _needed([rule for rule in part if rule.namespace == namespace], own)
        if any(len(own[name].text) >= _CUT or not own[name].text for name in needed):
            return None
        text = "\n".join(own[name].text for name in own if name in needed)
        # Such a word may stand in a text, or be the name of a rule.
        modules = set(_MODULES.findall(text)).intersection(_known()).difference(own)
        made.new_namespace(namespace)
        imports = "".join(f'import "{module}"\n' for module in sorted(modules))
        if put_in(made, imports + text) is not None:
            return None
    return made.build()


@cache
def _known() -> frozenset[str]:
    return frozenset(
        name for name in _MAY_BE if put_in(new_compiler(), f'import "{name}"\nrule a {{condition: true}}') is None
    )


def _needed(part: Iterable[YaraRule], own: Mapping[str, YaraRule]) -> set[str]:
    """Names of these rules of a file, of its global ones, and of all that they name."""
    needed: set[str] = set()
    waiting = [rule.name for rule in part] + [name for name, rule in own.items() if rule.is_global]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += [word for word in _WORD.findall(own[name].text) if word in own and word not in needed]
    return needed
