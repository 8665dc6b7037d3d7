"""Which plain texts a regular expression cannot match without, read off its RE2 pattern by a careful scan.

Only what is certain is said: classes, escapes with a meaning, optional parts and anything not understood contribute
nothing.  The answer is a conjunction of any-of groups: of each group at least one text stands in every match,
letters in any case (the scan does not look at flags).
"""

import re
from dataclasses import dataclass, field

_COUNT = re.compile(r"\{(\d+)(?:,\d*)?\}")
_GROUP_START = re.compile(r"\?(?:P?<\w+>|[imsU]*(?:-[imsU]+)?:)")
_FLAGS = re.compile(r"\(\?[imsU]*(?:-[imsU]+)?\)")
_PLAIN_ESCAPES = frozenset(r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~ """)
_CLASS_ESCAPES = frozenset("dDwWsSbBAzntrfva")
_DEEPEST = 40

Texts = frozenset[str]


class _Unknown(Exception):
    """The scan met something it does not vouch for."""


@dataclass(slots=True)
class _Sequence:
    """One branch while it is read: the run that is growing, and the groups that are certain so far."""

    run: list[str] = field(default_factory=list)
    groups: list[Texts] = field(default_factory=list)

    def close(self) -> None:
        """End the run here: what comes next does not follow it directly, or is not plain."""
        if self.run:
            self.groups.append(frozenset({"".join(self.run)}))
            self.run = []


def required_texts(pattern: str) -> tuple[Texts, ...]:
    """Groups of texts, of each of which at least one stands in whatever the pattern matches; empty when unsure.

    Source: RE2 syntax page, "Single characters", "Repetitions", "Grouping", "Escape sequences".
    """
    try:
        groups, end = _alternatives(pattern, 0, 0)
    except _Unknown:
        return ()
    return tuple(groups) if end == len(pattern) else ()


def _alternatives(pattern: str, at: int, depth: int) -> tuple[list[Texts], int]:
    """Read `a|b|c` up to a closing parenthesis or the end."""
    branches = []
    while True:
        groups, at = _sequence(pattern, at, depth)
        branches.append(groups)
        if at == len(pattern) or pattern[at] == ")":
            break
        at += 1
    if len(branches) == 1:
        return branches[0], at
    if not all(branches):
        return [], at
    # The longest shortest text of each branch is the most telling group it has.
    picked = [max(groups, key=lambda texts: min(map(len, texts))) for groups in branches]
    return [frozenset[str]().union(*picked)], at


def _sequence(pattern: str, at: int, depth: int) -> tuple[list[Texts], int]:
    """Read items one after the other up to `|`, `)` or the end."""
    if depth > _DEEPEST:
        raise _Unknown
    items = _Sequence()
    while at < len(pattern) and pattern[at] not in "|)":
        flags = _FLAGS.match(pattern, at)
        if flags:
            at = flags.end()
            continue
        char, groups, at = _item(pattern, at, depth)
        least, at = _repetition(pattern, at)
        if char is None:
            items.close()
            if least != 0:
                items.groups.extend(groups)
        elif least is None:
            items.run.append(char)
        else:
            # `a+` still holds one `a`, but what follows need not be next to the run before it.
            if least:
                items.run.append(char)
            items.close()
    items.close()
    return items.groups, at


def _item(pattern: str, at: int, depth: int) -> tuple[str | None, list[Texts], int]:
    """Read one item: its character when it is a plain one, or the groups it requires."""
    char = pattern[at]
    if char == "\\":
        escaped = pattern[at + 1 : at + 2]
        if escaped in _PLAIN_ESCAPES and escaped:
            return escaped, [], at + 2
        if escaped in _CLASS_ESCAPES and escaped:
            return None, [], at + 2
        raise _Unknown
    if char == "[":
        return None, [], _class_end(pattern, at)
    if char == "(":
        start = at + 1
        if pattern.startswith("?", start):
            head = _GROUP_START.match(pattern, start)
            if not head:
                raise _Unknown
            start = head.end()
        groups, end = _alternatives(pattern, start, depth + 1)
        if not pattern.startswith(")", end):
            raise _Unknown
        return None, groups, end + 1
    if char in ".^$":
        return None, [], at + 1
    if char in "*+?{":
        raise _Unknown
    return char, [], at + 1


def _class_end(pattern: str, at: int) -> int:
    """Index after a bracket expression."""
    at += 1
    at += pattern.startswith("^", at)
    first = True
    while at < len(pattern):
        if pattern[at] == "]" and not first:
            return at + 1
        if pattern.startswith("[:", at):
            end = pattern.find(":]", at)
            if end < 0:
                raise _Unknown
            at = end + 2
        else:
            at += 2 if pattern[at] == "\\" else 1
        first = False
    raise _Unknown


def _repetition(pattern: str, at: int) -> tuple[int | None, int]:
    """Read what repeats the item before: how often at least, and null where nothing does."""
    least: int | None = None
    if at < len(pattern) and pattern[at] in "*?":
        least, at = 0, at + 1
    elif at < len(pattern) and pattern[at] == "+":
        least, at = 1, at + 1
    elif at < len(pattern) and pattern[at] == "{":
        count = _COUNT.match(pattern, at)
        if not count:
            raise _Unknown
        least, at = int(count[1]), count.end()
    else:
        return None, at
    at += pattern.startswith("?", at)
    if at < len(pattern) and pattern[at] in "*+?{":
        raise _Unknown
    return least, at
