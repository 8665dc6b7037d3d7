"""From the text of a STIX pattern to `pattern`; the grammar is that of OASIS, read by the `stix2-patterns` wheel."""

import re
from datetime import datetime
from ipaddress import ip_network
from typing import Any

from indicia.detection.conditions.checks import regex
from indicia.detection.indicators.refused import Refused
from indicia.detection.indicators.stix.objects import ADDRESSES, unknown
from indicia.detection.indicators.stix.pattern import (
    Between,
    Combined,
    Comparing,
    Comparison,
    Constant,
    Joined,
    Observation,
    Observing,
    Pattern,
    Repeated,
    Within,
    observations,
)

LONGEST = 2**16
"""Characters of a pattern."""
MOST_REPEATS = 1000
_QUOTED = r"'(?:[^'\\]|\\.)*'"
_ONE = rf"([a-z0-9-]+)\s*:\s*((?:[A-Za-z_][\w-]*|{_QUOTED})(?:\.(?:[A-Za-z_][\w-]*|{_QUOTED}))*)\s*=\s*({_QUOTED})"
_ONE_OF_MANY = re.compile(_ONE)
_VALUES = re.compile(rf"\s*\[\s*{_ONE}(?:\s+OR\s+{_ONE})*\s*\]\s*")
_STEP = re.compile(rf"{_QUOTED}|\[(?:\*|[0-9]+)\]|[^.\[\]']+")
_ENDS = {("network-traffic", "src_ref.value"), ("network-traffic", "dst_ref.value")}
"""Other properties that are addresses."""
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class _Tree:
    """Gives the parse tree as it is."""

    def visit(self, tree: Any) -> Any:
        return tree


def parse(text: str) -> Pattern:
    """The pattern.  Raises Refused for what is no pattern, and for what could not be decided exactly as written."""
    if len(text) > LONGEST:
        raise Refused(f"a pattern of more than {LONGEST // 1024} KiB (limit)")
    if _VALUES.fullmatch(text):
        # Nearly all patterns are lists of values; the grammar takes a thousand times as long for them.
        found = tuple(
            _comparison(kind, path, "=", False, (_unquoted(value),)) for kind, path, value in _ONE_OF_MANY.findall(text)
        )
        return Pattern(text, Observation(0, found[0] if len(found) == 1 else Joined("OR", found)))
    from stix2patterns.exceptions import ParseException
    from stix2patterns.v21.pattern import Pattern as Parsed

    try:
        root = _Reader().observing(Parsed(text).visit(_Tree()).observationExpressions())
    except ParseException as error:
        raise Refused(f"not a STIX pattern: {error}"[:300]) from None
    except RecursionError:
        raise Refused("a pattern nested too deep") from None
    for node in _all(root):
        if isinstance(node, Repeated) and len(list(observations(node.inner))) > 1:
            raise Refused("REPEATS on more than one observation is not decided")
    return Pattern(text, root)


def _all(node: Observing) -> list[Observing]:
    match node:
        case Observation():
            return [node]
        case Combined():
            return [node, *_all(node.left), *_all(node.right)]
        case _:
            return [node, *_all(node.inner)]


class _Reader:
    """Walks the tree of the grammar; the names of its nodes are those of the OASIS grammar."""

    def __init__(self) -> None:
        self._count = 0

    def observing(self, node: Any) -> Observing:
        name = type(node).__name__
        match name:
            case "ObservationExpressionSimpleContext":
                comparing = self.comparing(node.comparisonExpression())
                self._count += 1
                return Observation(self._count - 1, comparing)
            case "ObservationExpressionCompoundContext":
                return self.observing(node.observationExpressions())
            case "ObservationExpressionWithinContext":
                seconds = float(node.withinQualifier().getChild(1).getText())
                if seconds < 0:
                    raise Refused("WITHIN a negative time")
                return Within(self.observing(node.observationExpression()), seconds)
            case "ObservationExpressionRepeatedContext":
                times = int(node.repeatedQualifier().getChild(1).getText())
                if not 1 <= times <= MOST_REPEATS:
                    raise Refused(f"REPEATS {times} TIMES (1 to {MOST_REPEATS} are decided)")
                inner = self.observing(node.observationExpression())
                return inner if times == 1 else Repeated(inner, times)
            case "ObservationExpressionStartStopContext":
                qualifier = node.startStopQualifier()
                start, stop = (_moment(qualifier.getChild(place).getText()) for place in (1, 3))
                if stop <= start:
                    raise Refused("STOP is not after START")
                return Between(self.observing(node.observationExpression()), start, stop)
        children = [child for child in node.getChildren() if type(child).__name__ != "TerminalNodeImpl"]
        if len(children) == 1:
            return self.observing(children[0])
        op = {
            "ObservationExpressionsContext": "FOLLOWEDBY",
            "ObservationExpressionOrContext": "OR",
            "ObservationExpressionAndContext": "AND",
        }.get(name)
        if op is None or len(children) != 2:
            raise Refused("an expression of an unknown kind")
        left = self.observing(children[0])
        return Combined(op, left, self.observing(children[1]))

    def comparing(self, node: Any) -> Comparing:
        name = type(node).__name__
        if name.startswith("PropTest"):
            return self._test(node, name)
        children = [child for child in node.getChildren() if type(child).__name__ != "TerminalNodeImpl"]
        if len(children) == 1:
            return self.comparing(children[0])
        op = "AND" if name == "ComparisonExpressionAndContext" else "OR"
        items: list[Comparing] = []
        for child in children:
            item = self.comparing(child)
            # A chain of one operator is one list.
            items.extend(item.items if isinstance(item, Joined) and item.op == op else (item,))
        return Joined(op, tuple(items))

    def _test(self, node: Any, name: str) -> Comparing:
        if name == "PropTestParenContext":
            return self.comparing(node.comparisonExpression())
        path = node.objectPath()
        kind = path.objectType().getText()
        steps = path.getText().partition(":")[2]
        texts = [child.getText() for child in node.getChildren()]
        negated = "NOT" in texts[1:3]
        if name == "PropTestExistsContext":
            if texts[0] == "NOT":
                raise Refused("NOT EXISTS is not decided: nearly every record satisfies it")
            return _comparison(kind, steps, "EXISTS", False, ())
        if name == "PropTestSetContext":
            inner = node.setLiteral().getChildren()
            constants = tuple(_constant(child.getText()) for child in inner if child.getText() not in {"(", ")", ","})
            return _comparison(kind, steps, "IN", negated, constants)
        op = texts[2] if negated else texts[1]
        return _comparison(kind, steps, {"==": "=", "<>": "!="}.get(op, op), negated, (_constant(texts[-1]),))


def _comparison(kind: str, steps: str, op: str, negated: bool, constants: tuple[Constant, ...]) -> Comparison:
    path: list[str] = []
    for step in _STEP.findall(steps):
        if step == "[*]":
            continue
        if step.startswith("["):
            raise Refused(f"the place in a list ({kind}:{steps}) is not decided")
        path.append(_unquoted(step) if step.startswith("'") else step)
    found = Comparison(kind, ".".join(path).lower(), op, negated, constants)
    reason = unknown(found.type, found.path)
    if reason:
        raise Refused(reason)
    if op == "MATCHES":
        if not isinstance(constants[0], str):
            raise Refused("MATCHES something that is no text")
        try:
            regex(dotted(constants[0]))
        except ValueError as error:
            raise Refused(f"a regular expression that cannot run in linear time: {error}"[:300]) from None
    if op in {"ISSUBSET", "ISSUPERSET"}:
        if kind not in ADDRESSES and (kind, found.path) not in _ENDS:
            raise Refused(f"{op} of something that is no address")
        try:
            ip_network(str(constants[0]), strict=False)
        except ValueError:
            raise Refused(f"{op} of something that is no network") from None
    return found


def dotted(pattern: str) -> str:
    """The expression with `.` matching line ends.  Source: STIX 2.1, 9.6: "search mode, with DOTALL"."""
    return f"(?s){pattern}"


def _unquoted(text: str) -> str:
    return _ESCAPE.sub(r"\1", text[1:-1])


def _constant(text: str) -> Constant:
    if text.startswith("'"):
        return _unquoted(text)
    if text in {"true", "false"}:
        return text == "true"
    if text[:2] in {"h'", "b'", "t'"}:
        raise Refused({"h": "bytes", "b": "bytes", "t": "a time"}[text[0]] + " as a constant is not decided")
    return float(text) if "." in text else int(text)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text[2:-1])
    except ValueError:
        raise Refused(f"not a time: {text[:60]}") from None
    if found.tzinfo is None:
        raise Refused(f"a time without a zone: {text[:60]}")
    return found
