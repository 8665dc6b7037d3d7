"""What functions of a script and variables of Basic say of values by what they are: a yes, a no, a text."""

from collections.abc import Callable

from indicia.detection.webshell.state.flags import ANY, SOME, Cases, in_all, where, where_is
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.values.bounds import Known
from indicia.detection.webshell.values.sink import Function
from indicia.detection.webshell.values.value import NONE_HELD, Held, Value

MOST_LITERAL = 200
"""Characters of a text that is kept apart from others."""
_LITERALS = {"true": "true", "false": "false", "empty": "", "nothing": "", "null": "", "vbnullstring": ""}
_Chooses = Callable[[Cases], frozenset[Known]]


def literal_of(nodes: list[Node], value: Value) -> str | None:
    """The text, number, yes or no that stands here, in lower case; null for anything else."""
    only = nodes[0] if len(nodes) == 1 else None
    if isinstance(only, Leaf) and only.kind == "name" and only.plain in _LITERALS:
        return _LITERALS[only.plain]
    return value.const.lower() if value.const is not None and value.trail is None else None


def key_of(nodes: list[Node], value: Value) -> str:
    """What a variable is that is given this value, which stands here."""
    literal = literal_of(nodes, value)
    if literal is not None:
        return literal if len(literal) < MOST_LITERAL else SOME
    # A text with another behind it is some text, whatever that is; so is a number that was counted up.
    some = any(isinstance(node, Leaf) and node.kind in {"text", "number"} and node.text.strip("0") for node in nodes)
    added = any(isinstance(node, Leaf) and node.text in {"&", "+"} for node in nodes)
    return SOME if some and added and not any(isinstance(node, Group) for node in nodes) else ANY


def of_variable(page: Page, nodes: list[Node]) -> Cases:
    """What a variable may be that stands here alone; empty where that is not known."""
    name = nodes[0] if len(nodes) == 1 else None
    if not isinstance(name, Leaf) or name.kind not in {"name", "var"}:
        return {}
    return page.flags.cases((page.names.scope_name, name.plain))


def of_function(function: Function, said: Cases) -> None:
    """Note what a function says of its parameters where it gives one of these back."""
    for key, knowns in said.items():
        here = {param: _held(function, param, knowns) for param in function.params}
        old = function.saying.get(key)
        if old is not None:
            # Another function of this name may have had other parameters.
            here = {param: held & old.get(param, NONE_HELD) for param, held in here.items()}
        function.saying[key] = here


def _held(function: Function, param: str, knowns: frozenset[Known]) -> Held:
    trail = function.locals[param].trail if param in function.locals else None
    held = NONE_HELD
    if trail is not None:
        for item in knowns:
            if item.source and item.covers(trail):
                held |= item.held
    return held


def function_over(page: Page, function: Function) -> None:
    """Keep what was noted of a function, where anything was sent to it when it was read."""
    saying, function.saying = function.saying, {}
    sent = any(param in function.locals and function.locals[param].trail is not None for param in function.params)
    tells = bool(function.says) or any(any(held.values()) for held in saying.values())
    if sent and tells and saying != function.says:
        function.says = saying
        page.names.learnt = True


def answered(function: Function, *, yes: bool) -> dict[str, Held]:
    """What a function says of its parameters where it gives a yes, or a no."""
    return _in_all(function, lambda cases: where(cases, yes=yes))


def answered_with(function: Function, text: str, *, same: bool) -> dict[str, Held]:
    """The same where what it gives is this text, or is not."""
    return _in_all(function, lambda cases: where_is(cases, text, same=same))


def passed_by(function: Function) -> dict[str, Held]:
    """What a function lets pass, whatever it gives: else it ends the page."""
    return _in_all(function, lambda cases: in_all(cases.values()))


def _in_all(function: Function, chosen: _Chooses) -> dict[str, Held]:
    found: dict[str, Held] = {}
    for param in function.params:
        flags = list(Held)
        cases = {
            key: frozenset(Known(flag.name or "", (), flag) for flag in flags if flag in says.get(param, NONE_HELD))
            for key, says in function.says.items()
        }
        held = NONE_HELD
        for item in chosen(cases):
            held |= item.held
        if held:
            found[param] = held
    return found
