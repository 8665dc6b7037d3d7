"""Functions that are written where they are used, and names that a call writes to."""

from indicia.detection.webshell.flow.functions.declared import params_of, read_function
from indicia.detection.webshell.state.names import LAMBDA
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import Language
from indicia.detection.webshell.tokens.shapes import is_word, split_nodes
from indicia.detection.webshell.values.kinds import ACTING, TYPES
from indicia.detection.webshell.values.sink import Function
from indicia.detection.webshell.values.value import NOTHING, Trail, Value, is_folder

_TRIES = (".trygetvalue", ".trydequeue", ".trypop", ".trytake", ".trypeek")
"""Ends of the names of methods that put into their last argument what they find."""


def by_reference(page: Page, name: str, given: list[Node], holder: Trail | None = None) -> None:
    """What a function puts into its parameters the caller sees: all in VBScript, else those that say so."""
    if page.part.language is Language.CSHARP:
        _outs(page, name, given, holder)
        return
    function = page.names.functions.get(name.rsplit(".", 1)[-1])
    if function is None and name.endswith(_TRIES) and page.part.language is Language.VISUAL_BASIC:
        _tried(page, name, given, holder)
    if function is None or name == page.names.scope_name:
        return
    always = page.part.language is Language.VBSCRIPT
    for param, part in zip(function.params, split_nodes(given, ","), strict=False):
        if not always and param not in function.references:
            continue
        kept, sent = function.locals.get(param), function.inputs.get(param)
        variable = part[0] if len(part) == 1 else None
        if kept is not None and kept.path in ACTING and isinstance(variable, Leaf) and variable.kind == "name":
            page.names.assign(variable.plain, Value(trail=kept.trail, path=kept.path))
            continue
        if kept is None or kept.trail is None or (sent is not None and sent.trail is not None):
            continue
        unclear = page.php and kept.trail.loose
        if isinstance(variable, Leaf) and variable.kind in {"name", "var"} and not unclear:
            page.names.assign(variable.plain, Value(trail=kept.trail))


def _tried(page: Page, name: str, given: list[Node], holder: Trail | None) -> None:
    """`table.TryGetValue(key, x)`: the variable gets one of what the table holds."""
    last = split_nodes(given, ",")[-1]
    variable = last[0] if len(last) == 1 else None
    held = name.rpartition(".")[0]
    if isinstance(variable, Leaf) and variable.kind == "name" and (holder is not None or page.names.is_own(held)):
        page.names.assign(variable.plain, Value(trail=holder, path=held if page.names.is_own(held) else ""))


def _outs(page: Page, name: str, given: list[Node], holder: Trail | None) -> None:
    """`out x` gets what the function puts there; of a method of something else, what that holds."""
    function = page.names.functions.get(name.rsplit(".", 1)[-1])
    for number, part in enumerate(split_nodes(given, ",")):
        variable = part[-1] if len(part) > 1 and is_word(part[0], "out", "ref") else None
        if not isinstance(variable, Leaf) or variable.kind != "name":
            continue
        trail = holder
        held = name.rpartition(".")[0]
        if function is None and page.names.is_own(held):
            # One of a collection of functions.
            page.names.assign(variable.plain, Value(path=held), local=True)
            continue
        if function is not None:
            kept = function.locals.get(function.params[number]) if number < len(function.params) else None
            trail = kept.trail if kept is not None else None
        if trail is not None:
            page.names.assign(variable.plain, Value(trail=trail), local=True)


def lambda_follows(page: Page, nodes: list[Node], index: int) -> bool:
    """Whether the sign of a lambda stands here."""
    node = nodes[index]
    return isinstance(node, Leaf) and node.text in {"=>", "->"} and not page.php and index + 1 < len(nodes)


def read_lambda(page: Page, nodes: list[Node], index: int, rest: list[Node] | None = None) -> tuple[Value, int]:
    """A lambda whose sign stands here, or whose head does and whose body is given."""
    head = nodes[index - 1] if rest is None else nodes[index]
    rest = nodes[index + 1 :] if rest is None else rest
    body = rest[0] if rest else None
    params, types = params_of(page, head.nodes if isinstance(head, Group) else [head])
    name = f"{LAMBDA}{head.at}"
    function = page.names.functions.setdefault(name, Function(params=params))
    for param, kind in zip(params, types, strict=True):
        # It sees the names around it, so it gets no scope of its own.
        page.names.assign(param, function.inputs.get(param) or Value(path=TYPES.get(kind, "")), local=True)
    if isinstance(body, Group) and body.open == "{":
        _unnamed_body(page, function, body)
        return Value(path=name), index + 2
    value = page.evaluator.expression(page, rest) if rest else NOTHING
    function.result = Value(trail=value.trail, hidden=value.hidden, path=value.path if is_folder(value) else "")
    return Value(path=name, trail=value.trail, hidden=value.hidden), len(nodes)


def function_here(page: Page, at: int, head: Group | None, body: Group) -> Value:
    """`function (x) { … }` as a value: like a lambda."""
    path = f"{LAMBDA}{at}"
    params = params_of(page, head.nodes)[0] if head is not None and head.open == "(" else []
    function = page.names.functions.setdefault(path, Function(params=params))
    for param in params:
        page.names.assign(param, function.inputs.get(param, NOTHING), local=True)
    _unnamed_body(page, function, body)
    return Value(path=path)


def _unnamed_body(page: Page, function: Function, body: Group) -> None:
    """Read the body of a function without a name; what it returns is its own."""
    saved, page.unnamed = page.unnamed, function
    page.evaluator.block(page, body.nodes)
    page.unnamed = saved


def closure(page: Page, at: int, head: Group, body: Group) -> Value:
    """A function of PHP without a name, written here: it sees the names around it as they are now."""
    name = f"__made{at}"
    around = page.names.scope.locals if page.names.scope else page.names.globals
    seen = {key: kept for key, kept in around.items() if kept.trail or kept.const}
    page.names.functions.setdefault(name, Function(params=[])).locals.update(seen)
    read_function(page, name, head, body, web=False)
    return Value(const=name)
