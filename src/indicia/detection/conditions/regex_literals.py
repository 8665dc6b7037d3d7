"""Which plain texts a regular expression cannot match without, read off its pattern by a careful scan.

Patterns are those of RE2, or of `backtracking` with look-around, back references, atomic and possessive parts.

Only what is certain is said: classes, escapes with a meaning, optional parts and anything not understood contribute
nothing.  The answer is a conjunction of any-of groups: of each group at least one text stands in every match,
letters in any case (the scan does not look at flags).
"""

import re

from msgspec import Struct, field

_COUNT = re.compile(r"\{(\d+)(?:,\d*)?\}")
_GROUP_START = re.compile(r"\?(?:P?<\w+>|[imsU]*(?:-[imsU]+)?:|>)")
_FLAGS = re.compile(r"\(\?[imsU]*(?:-[imsU]+)?\)")
_PLAIN_ESCAPES = frozenset(r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~ """)
_LOOK = re.compile(r"\?<?([=!])")
_BACK = re.compile(r"\\[1-9]\d*|\(\?P=\w+\)", re.ASCII)
_CLASS_ESCAPES = frozenset("dDwWsSbBAzZntrfva")
_DEEPEST = 40
_MOST_RUNS = 64
"""Texts that a run with choices may stand for."""

Texts = frozenset[str]


class _Unknown(Exception):
    """The scan met something it does not vouch for."""


class _Sequence(Struct):
    """One branch while it is read: the texts that are growing, and the groups that are certain so far."""

    runs: list[str] = field(default_factory=lambda: [""])
    """What stands here, one of them: more than one behind a choice such as `(a|b)`."""
    groups: list[Texts] = field(default_factory=list)
    plain: bool = True
    """Nothing but characters and choices of them so far."""

    def add(self, choices: list[str]) -> None:
        """One of these follows directly."""
        if len(self.runs) * len(choices) > _MOST_RUNS:
            self.close()
        self.runs = [run + choice for run in self.runs for choice in choices]

    def close(self) -> None:
        """End the texts here: what comes next does not follow them directly, or is not plain."""
        self.plain = False
        if all(self.runs):
            self.groups.append(frozenset(self.runs))
        self.runs = [""]


def required_texts(pattern: str) -> tuple[Texts, ...]:
    """Groups of texts, of each of which at least one stands in whatever the pattern matches; empty when unsure.

    Source: RE2 syntax page, "Single characters", "Repetitions", "Grouping", "Escape sequences".
    """
    try:
        groups, _, end = _alternatives(pattern, 0, 0)
    except _Unknown:
        return ()
    return tuple(groups) if end == len(pattern) else ()


def _alternatives(pattern: str, at: int, depth: int) -> tuple[list[Texts], list[str] | None, int]:
    """Read `a|b|c` up to a closing parenthesis or the end: groups, and the texts when nothing else can stand here."""
    branches = []
    texts: list[str] | None = []
    while True:
        groups, plain, at = _sequence(pattern, at, depth)
        branches.append(groups)
        texts = None if texts is None or plain is None else texts + plain
        if at == len(pattern) or pattern[at] == ")":
            break
        at += 1
    if texts is not None and len(texts) > _MOST_RUNS:
        texts = None
    if len(branches) == 1:
        return branches[0], texts, at
    if not all(branches):
        return [], texts, at
    # The longest shortest text of each branch is the most telling group it has.
    picked = [max(groups, key=lambda group: min(map(len, group))) for groups in branches]
    return [frozenset[str]().union(*picked)], texts, at


def _sequence(pattern: str, at: int, depth: int) -> tuple[list[Texts], list[str] | None, int]:
    """Read items one after the other up to `|`, `)` or the end."""
    if depth > _DEEPEST:
        raise _Unknown
    items = _Sequence()
    while at < len(pattern) and pattern[at] not in "|)":
        flags = _FLAGS.match(pattern, at)
        if flags:
            at = flags.end()
            continue
        choices, groups, at = _item(pattern, at, depth)
        least, at = _repetition(pattern, at)
        if choices is None:
            items.close()
            if least != 0:
                items.groups.extend(groups)
        elif least is None:
            items.add(choices)
        else:
            # `a+` still holds one `a`, but what follows need not be next to the run before it.
            if least:
                items.add(choices)
            items.close()
    plain = items.runs if items.plain else None
    items.close()
    return items.groups, plain, at


def _item(pattern: str, at: int, depth: int) -> tuple[list[str] | None, list[Texts], int]:
    """Read one item: the texts it can stand for when these are plain, else the groups it requires."""
    char = pattern[at]
    back = _BACK.match(pattern, at)
    if back:
        return None, [], back.end()
    if char == "\\":
        escaped = pattern[at + 1 : at + 2]
        if escaped in _PLAIN_ESCAPES and escaped:
            return [escaped], [], at + 2
        if escaped in _CLASS_ESCAPES and escaped:
            return None, [], at + 2
        raise _Unknown
    if char == "[":
        return None, [], _class_end(pattern, at)
    if char == "(":
        start = at + 1
        look = _LOOK.match(pattern, start)
        if look:
            groups, _, end = _alternatives(pattern, look.end(), depth + 1)
            if not pattern.startswith(")", end):
                raise _Unknown
            # What is looked for has to stand somewhere in the value; what must not be there says nothing.
            return None, groups if look[1] == "=" else [], end + 1
        if pattern.startswith("?", start):
            head = _GROUP_START.match(pattern, start)
            if not head:
                raise _Unknown
            start = head.end()
        groups, texts, end = _alternatives(pattern, start, depth + 1)
        if not pattern.startswith(")", end):
            raise _Unknown
        return texts, groups, end + 1
    if char in ".^$":
        return None, [], at + 1
    if char in "*+?{":
        raise _Unknown
    return [char], [], at + 1


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
    at += pattern.startswith(("?", "+"), at)
    if at < len(pattern) and pattern[at] in "*+?{":
        raise _Unknown
    return least, at
