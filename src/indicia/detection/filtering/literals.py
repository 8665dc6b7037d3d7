r"""What a record's undecoded text has to hold before a condition can be true of it.

`necessary` turns a condition into a conjunction of any-of groups of literals (lower-case ASCII bytes): text that holds
none of a group's literals, in any case of letters, belongs to a record that cannot satisfy the condition.  That is only
true of text that decoding changes in the ways known here, so each kind of text has its rules:

- `JSON` (Windows events): `"` and `\` are escaped, control characters too; numbers and booleans stand unquoted, their
  spelling is the writer's; lists may come out joined by commas.  Text that uses `\uXXXX` or `\/` is written anew
  before it is scanned, and JSON or XML inside a string of JSON is not judged by its text at all (`MARKS`).
- `WEB` (IIS lines): path and query, which `?` joins, are columns by themselves (`SEAM`); `+` may stand for a blank
  (`JOINT`); between values stands what `EDGE` stands for; percent escapes hide anything, so what is around them is
  scanned decoded once and decoded twice as well.
- `FREE` (other web logs): values are bounded by quotes, brackets or commas, so literals say nothing of where they start
  and end; quotes, backslashes and what is no ASCII may be escaped; percent escapes as in `WEB`.
- `CSV` (Exchange logs): quotes are doubled, event data is cut at `;`, commas were replaced; text behind a closing
  quote joins the value before it, so a quote between other characters counts as a mark.

Letters outside ASCII are never part of a literal: their bytes depend on the code page.  In JSON, which is UTF-8, they
need a byte beyond ASCII (`WIDE`).  Three of them become ASCII letters when case is folded; text that holds one of those
is decoded whatever else it holds (`MARKS`).
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import lru_cache
from itertools import accumulate

from indicia.detection.conditions.condition import (
    All,
    Any,
    Backtracking,
    Compare,
    Condition,
    Not,
    Pattern,
    Regex,
    Test,
    fold,
)
from indicia.detection.conditions.regex_literals import required_texts
from indicia.detection.filtering.frequent_texts import share_of
from indicia.tables.schema import EXCHANGE_LOG, FILE_JOURNAL, WEB_REQUEST, WIN_EVENT

SHORTEST = 3
"""Characters a literal needs; shorter ones stand in nearly every record."""
SHORTEST_WITH_SIGN = 2
"""Characters that are enough in lines of text logs where one of them is neither letter nor digit: `@(`, `={`."""
LONGEST = 32
"""Bytes kept of a literal, from its end: the end of a path tells more than its start."""

WIDE = b"\x80"
"""Stands for any byte beyond ASCII, in groups of `JSON`; whoever looks for literals looks for it by itself."""

_NUMBER, _NUMBER_END = b"\x81", b"\x82"
EDGE = b"\x1f"
"""Stands in literals of `WEB` for what parts values: a blank or tab, or the start or end of a line."""
EDGES = b" \t\r\n\x1f"
"""Bytes that it stands for."""
JOINT = b"\x1e"
"""Stands in literals of `WEB` for a blank or `+`: headers are written with either, and values that hold blanks may have
been told apart by tabs."""
JOINTS = b" +\t\x1e"
"""Bytes that it stands for."""

SEAM = b"\x1c"
"""Stands in literals of `WEB` for `?`: between path and query stands what `EDGE` stands for instead."""
SEAMS = EDGES + b"?\x1c"
"""Bytes that it stands for."""
BOTH = b"\x1d"
"""Between two literals of which none holds the other: both stand in one line.  For matchers that take expressions."""

FLOAT = _NUMBER + b"." + _NUMBER_END
"""Stands for any number written with a point or an exponent, in groups of `JSON`; see `number_expression`."""

BINDS = b"\x83"
"""Between a literal of `JSON` and the name of the field it is bound to, see `bound`."""

NESTED = (b"[", b'"#text"', b'"value"', b'"_"', b'"$"', b'"name"', b'"@name"', b'"_name"')
"""In JSON one of these shows where a value is not the one of its own member: in lists, in objects that stand for
their text, and in those that name what they are the value of."""
_EMPTY = frozenset({b'""', b"null", *NESTED})
"""How an empty value may be written in JSON."""

Group = frozenset[bytes]
Cost = Callable[[bytes], float]


class TextKind(Enum):
    """How decoded values stand in undecoded text."""

    JSON = "json"
    WEB = "web"
    CSV = "csv"
    FREE = "free"


TEXT_KINDS = {
    WEB_REQUEST.name: TextKind.WEB,
    EXCHANGE_LOG.name: TextKind.CSV,
    WIN_EVENT.name: TextKind.JSON,
    # Values stand as they are, so what holds of CSV holds here.
    FILE_JOURNAL.name: TextKind.CSV,
}
"""How the undecoded records of a table are written; records of other tables come decoded."""
WEB_KINDS = (TextKind.WEB, TextKind.FREE)
_FREE = frozenset({"ncsa", "iis_ncsa", "iis_native", "web_csv", "web_json"})


def text_kind(table: str, source: str) -> TextKind | None:
    """The same of one source of a table; null where records come decoded."""
    return TextKind.FREE if source in _FREE else TEXT_KINDS.get(table)


_BREAKS = {
    TextKind.JSON: re.compile(r'[^ -~]|[",]'),
    TextKind.WEB: re.compile(r"[^ -~]"),
    TextKind.CSV: re.compile(r"""[^ -~]|["',;]"""),
    TextKind.FREE: re.compile(r'[^ -~]|["\\?]'),
}
"""Characters that a literal never spans, since they may stand differently in the text."""

_JOINTS = re.compile(r"[\s,;:=]")
"""Where values may have been put together from several places of the text."""

JOINED = frozenset({"Data", "Message", "Cmdlet", "CmdletParameters", "CmdletCaller", "EventData", "Text"})
"""Fields a reader puts together or takes apart; keywords see them as well."""

SYNTHESISED = {
    TextKind.JSON: frozenset(
        {"EventID", "EventRecordID", "Channel", "Provider_Name", "Computer"}
        | {"Level", "Version", "Task", "Opcode", "Keywords"}
    ),
    TextKind.WEB: frozenset({"date", "time"}),
    TextKind.CSV: frozenset[str](),
    TextKind.FREE: frozenset[str](),
}
"""Fields that a reader may take from elsewhere than the record's own text, or convert (routing, directives)."""

# Numbers and times may be spelt otherwise in the text: 1.50 is 1.5, 2021-03-14T01:40Z loses its letters.
_NUMERIC = re.compile(r"(?=.*[0-9])[0-9e+\-:tz]*\.?[0-9e+\-:tz]*")

_PLAIN_PAIR = re.compile(r"^[a-z0-9./_=-]+$")
"""Short texts of these characters are everywhere."""

_FOLDED = (b"\xc4\xb0", b"\xe2\x84\xaa", b"\xc5\xbf")
"""UTF-8 of U+0130, U+212A and U+017F, which fold to `i`, `k` and `s`."""

_OPENED = rb'"(?:EventData|EventData_dynamic|EventData_string|UserData|Payload|Properties|event_data)"\s*:\s*"'
"""A part of an event that came as one text; where that text holds JSON or XML a reader opens it."""
_MAY_OPEN = rb"(?:[^!-~]|\\[a-z0-9])*(?:[{\[]|<EventData|<UserData|<DataItem)"

MARKS: dict[TextKind, tuple[bytes, ...]] = {
    TextKind.JSON: (rb"\\u[0-9a-fA-F]{4}|\\/", _OPENED + _MAY_OPEN, *_FOLDED),
    TextKind.WEB: (*_FOLDED,),
    TextKind.CSV: (rb'[^,;\t"\r\n]"[^,;\t"\r\n]', *_FOLDED),
    TextKind.FREE: (rb"\\x(?:[aA][aA]|[bB]0|[bB][fF])", *_FOLDED),
}
"""Regular expressions (our own, valid for every matcher) for text in which a missing literal proves nothing.

The first of `JSON` asks for the text to be written anew; all others ask for the record to be decoded."""

_WIDE_SHARE = 0.02


@lru_cache(maxsize=65536)
def likely_share(literal: bytes) -> float:
    """Share of records expected to hold a literal: from the table, else halved by every further character."""
    if literal >= WIDE:
        return _WIDE_SHARE if literal in {WIDE, FLOAT} else 0.5 * 0.2 ** (len(literal) - 3)
    # What is known of a text holds for values that are this text at most.
    bare = literal.partition(BINDS)[0].strip(b'"')
    text = bare.strip(EDGE + JOINT + SEAM).decode("ascii")
    if len(bare) < SHORTEST and not may_be_searched(literal):
        return 1.0
    return max(share_of(text), 0.05 * 0.5 ** (len(bare) - SHORTEST), 1e-6)


def may_be_searched(literal: bytes) -> bool:
    """Whether a literal is worth searching for in events; others are looked for where a search has found something."""
    return literal >= WIDE or (len(literal.partition(BINDS)[0].strip(b'"')) >= SHORTEST and literal not in NESTED)


def necessary(condition: Condition, kind: TextKind, cost: Cost = likely_share) -> tuple[Group, ...]:
    """Groups of literals; of each group at least one stands in the text of every record that satisfies the condition.

    Empty when nothing can be said.  An empty group says that no record satisfies the condition.  Where any one of
    several conditions suffices, the group of each that costs least is taken.
    """
    match condition:
        case All(items):
            return tuple(group for item in items for group in necessary(item, kind, cost))
        case Any(items):
            union: set[bytes] = set()
            for item in items:
                group = _cheapest(necessary(item, kind, cost), cost)
                if group is None:
                    return ()
                union |= group
            return (frozenset(union),)
        case Not():
            return ()
        case Test(field, check):
            return tuple(groups_of_test(field, check, kind, cost))


def anchor(condition: Condition, kind: TextKind, cost: Cost = likely_share) -> Group | None:
    """The one necessary group that is expected in the fewest records; null when there is none."""
    group = _cheapest(necessary(condition, kind, cost), cost)
    return None if group is None else without_longer(group)


def keyword_literals(condition: Condition, kind: TextKind) -> Group:
    """Every literal that a keyword of the condition may contribute.

    A keyword looks at all values of a record, so it may be satisfied by one that stands outside the text.
    """
    match condition:
        case All(items) | Any(items):
            return frozenset().union(*(keyword_literals(item, kind) for item in items))
        case Test(None, check):
            return frozenset().union(*groups_of_test(None, check, kind, len))
        case _:
            return frozenset()


def groups_of_test(field: str | None, check: object, kind: TextKind, cost: Cost) -> Iterable[Group]:
    """Groups that one test requires."""
    if field in SYNTHESISED[kind]:
        return ()
    # Values of web logs are never joined; addresses are, at a question mark, which no literal spans.
    joined = kind not in WEB_KINDS and (field is None or field in JOINED)
    if isinstance(check, Pattern):
        # It is not known what stands beside values that are put together, nor where a keyword finds its text.
        whole = field is not None and not joined and kind is not TextKind.CSV
        return _groups_of_pattern(check, kind, joined=joined, whole=whole)
    if isinstance(check, Compare):
        return () if kind is not TextKind.JSON or joined else _groups_of_number(check)
    if isinstance(check, Regex | Backtracking):
        return _groups_of_expression(check.pattern, kind, cost, joined=joined)
    return ()


@lru_cache(maxsize=1 << 16)
def _groups_of_pattern(pattern: Pattern, kind: TextKind, *, joined: bool, whole: bool) -> tuple[Group, ...]:
    """`whole`: the pattern binds a value of which is known what stands before and behind it."""
    groups: list[Group] = []
    pieces = _pieces(pattern)
    if whole and pieces == [""]:
        # Readers of web logs take an empty value for an absent one.
        return (_EMPTY if kind is TextKind.JSON else frozenset(),)
    for number, piece in enumerate(pieces):
        starts, ends = whole and number == 0, whole and number == len(pieces) - 1
        groups.extend(frozenset({found}) for found in _literals(piece, kind, joined, starts=starts, ends=ends))
        # No character beyond ASCII is what an ASCII one becomes when case is folded.
        if kind is TextKind.JSON and not piece.isascii() and not fold(piece).isascii():
            groups.append(frozenset({WIDE}))
    return tuple(groups)


def _groups_of_number(check: Compare) -> tuple[Group, ...]:
    if check.op != "eq" or abs(check.number) >= _LARGEST or int(check.number) != check.number:
        return ()
    return (frozenset({_NUMBER + str(int(check.number)).encode() + _NUMBER_END, FLOAT}),)


def _groups_of_expression(pattern: str, kind: TextKind, cost: Cost, *, joined: bool) -> Iterator[Group]:
    for texts in required_texts(pattern):
        cheapest: set[bytes] = set()
        for text in texts:
            found = min(_literals(text, kind, joined), key=cost, default=None)
            if found is None:
                break
            cheapest.add(found)
        else:
            yield frozenset(cheapest)


def number_expression(literal: bytes) -> bytes:
    """A regular expression for what a numeric literal stands for: every spelling of the number that counts as equal.

    That is decimal, `0x` hex, with zeros in front; a number that is written with a point or an exponent may equal any.
    """
    if literal == FLOAT:
        spelt = rb"(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+"
    else:
        number = abs(int(literal[1:-1]))
        digits = "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in f"{number:x}")
        spelt = f"0*{number}|0[xX]0*{digits}".encode()
    return _NUMBER_IN_JSON.replace(b"NUMBER", b"[+-]?(?:" + spelt + b")")


_LARGEST = 1 << 53
"""From here on floating point numbers do not tell neighbours apart."""
_NUMBER_IN_JSON = (
    rb'"(?:\s|\\[a-z]|\\u00[01][0-9a-fA-F])*NUMBER(?:\s|\\[a-z]|\\u00[01][0-9a-fA-F])*"|[:,\[]\s*NUMBER\s*[,}\]]'
)
"""By itself in a text, but for white space that may be escaped, or bare."""


def _pieces(pattern: Pattern) -> list[str]:
    """The literal stretches between wildcards."""
    pieces = [""]
    for part in pattern.parts:
        if isinstance(part, str):
            pieces[-1] += part
        else:
            pieces.append("")
    return pieces


def _literals(text: str, kind: TextKind, joined: bool, *, starts: bool = False, ends: bool = False) -> list[bytes]:
    """The stretches of a text that stand in the undecoded record as they are.

    A value that starts or ends with the text has a quote there, unless it may be a truth value, which has none; for web
    logs see `_in_web_logs`.
    """
    runs = _BREAKS[kind].split(fold(text))
    if kind in WEB_KINDS:
        bound = kind is TextKind.WEB
        return list(_in_web_logs(runs, starts=bound and starts, ends=bound and ends))
    json = kind is TextKind.JSON
    # Values of JSON are only ever joined by ", ", and a comma is a break anyway.
    if joined and not json:
        runs = [part for run in runs for part in _JOINTS.split(run)]
    found: list[bytes] = []
    last = len(runs) - 1
    for number, run in enumerate(runs):
        # Lists come out joined by ", ", so the first blank in front may be such a joint.
        part = run.removeprefix(" ") if json else run
        if starts and ends and len(run) < SHORTEST and last == 0 and part == run and _SHORT.fullmatch(part):
            found.append(b'"' + part.replace("\\", "\\\\").encode("ascii") + b'"')
            continue
        if len(part) < SHORTEST and (json or len(part) < SHORTEST_WITH_SIGN or _PLAIN_PAIR.search(part)):
            continue
        # No number ends in one of these letters, and asking for a number takes ten times as long.
        if part[-1] not in _NO_DIGITS and _NUMERIC.fullmatch(part):
            continue
        literal = (part.replace("\\", "\\\\") if json else part).encode("ascii")
        if (not starts and not ends) or part in "true" or part in "false":
            found.append(literal[-LONGEST:])
            continue
        opening = b'"' if starts and number == 0 and len(part) == len(run) and len(literal) <= LONGEST else b""
        closing = b'"' if ends and number == last else b""
        found.append(opening + literal[-LONGEST:] + closing)
    return found


def _in_web_logs(runs: list[str], *, starts: bool, ends: bool) -> Iterator[bytes]:
    """The literals of a text of which these runs are left: with what stands beside them at the start and the end of a
    value, and for `?`."""
    for number, run in enumerate(runs):
        parts = run.translate(_TO_JOINTS).split("?")
        for at, part in enumerate(parts):
            before = SEAM if at else EDGE if starts and number == 0 else b""
            after = SEAM if at < len(parts) - 1 else EDGE if ends and number == len(runs) - 1 else b""
            before, after = before if part and len(part) <= LONGEST else b"", after if part else b""
            size = len(part) + len(before) + len(after)
            if size < SHORTEST:
                plain = part.isalnum() or part in _EVERYWHERE if before or after else _PLAIN_PAIR.search(part)
                if size < SHORTEST_WITH_SIGN or plain:
                    continue
            # Values are kept as they are written, so a number that is a whole value has one spelling.
            if before + after != 2 * EDGE and part[-1] not in _NO_DIGITS and _NUMERIC.fullmatch(part):
                continue
            yield before + part.encode("ascii")[-LONGEST:] + after


_EVERYWHERE = frozenset("/-\x1e")
"""Ends of paths, what stands for an absent value, and for a blank."""
_TO_JOINTS = str.maketrans(dict.fromkeys(" +", JOINT.decode()))
_SHORT = re.compile(r"[^ 0-9a-z]+")
"""What may be asked as a whole value though it is short; numbers and truth values may stand without quotes."""
_NO_DIGITS = frozenset("abcdfghijklmnopqrsuvwxy\\/_")


def _cheapest(groups: tuple[Group, ...], cost: Cost) -> Group | None:
    """The group whose literals cost least together; of equals the first in order of their texts."""
    return min(groups, key=lambda group: (sum(map(cost, group)), sorted(group)), default=None)


def without_longer(group: Group) -> Group:
    """Drop literals that hold another one of the group: where they stand, that one stands too."""
    if len(group) == 1:
        return group
    ordered = sorted(group, key=lambda text: (len(text), text))
    # One text of them all, in which each is looked for: the places behind its own are in longer ones.
    whole = b"\n".join(ordered)
    dropped: set[int] = set()
    stops = list(accumulate(len(literal) + 1 for literal in ordered))
    for number, literal in enumerate(ordered):
        if number in dropped:
            continue
        at = whole.find(literal, stops[number])
        while at >= 0:
            inside = bisect_right(stops, at)
            dropped.add(inside)
            at = whole.find(literal, stops[inside])
    return frozenset(literal for number, literal in enumerate(ordered) if number not in dropped)
