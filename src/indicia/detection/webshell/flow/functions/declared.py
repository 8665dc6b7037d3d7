"""Functions that a script declares: what they are given, what they give back."""

from itertools import pairwise

from indicia.detection.webshell.flow.conditions.said import condition
from indicia.detection.webshell.flow.holders.members import INDEXER
from indicia.detection.webshell.flow.leaving import never_returns
from indicia.detection.webshell.flow.questions.answers import function_over, literal_of, of_function
from indicia.detection.webshell.flow.questions.asked import asks_kind
from indicia.detection.webshell.flow.questions.sayings import note_answer
from indicia.detection.webshell.state.flags import ANY
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import NET, Language
from indicia.detection.webshell.tokens.shapes import filled_parameters, is_op, is_word, referenced, split_nodes
from indicia.detection.webshell.values.kinds import TYPES
from indicia.detection.webshell.values.sink import Function
from indicia.detection.webshell.values.value import NOTHING, Trail, Value

WEB_METHODS = frozenset({
    "webmethod", "webmethodattribute", "operationcontract", "operationcontractattribute", "webget", "webinvoke",
})  # fmt: skip
"""Attributes of methods whose parameters a client sends."""
CALLED_BACK = frozenset({"raisecallbackevent", "raisepostbackevent"})
"""Methods whose text the browser sends."""


def params_of(page: Page, nodes: list[Node]) -> tuple[list[str], list[str]]:
    """Names of parameters with their types, lower case; `$` belongs to no name."""
    names: list[str] = []
    types: list[str] = []
    for part in split_nodes(nodes, ","):
        name = kind = ""
        for index, node in enumerate(part):
            if isinstance(node, Leaf):
                if node.text == "=" or (node.text == ":" and page.script):
                    break
                if node.kind == "var":
                    name = node.plain
                    break
                if node.kind == "name":
                    if page.basic and node.plain == "as":
                        kind = _last_name(part[index + 1 :])
                        break
                    if node.plain not in page.prefixes:
                        kind, name = name, node.plain
        if name:
            names.append(name)
            types.append(kind)
    return names, types


def _last_name(nodes: list[Node]) -> str:
    """`System.Web.HttpRequest`: the last of its names, without those of the namespaces; empty for no name."""
    last = ""
    for node in nodes:
        if not isinstance(node, Leaf) or (node.kind != "name" and node.text != "."):
            break
        last = node.plain if node.kind == "name" else last
    return last


def give_back(page: Page, nodes: list[Node]) -> Value:
    """`return …`: the function that is read gives this back."""
    value = page.bounds.freed(page.evaluator.expression(page, nodes) if nodes else NOTHING)
    made = page.unnamed or page.names.scope
    if nodes:
        note_answer(page, nodes, condition, plain=asks_kind(nodes))
    if made is not None:
        page.names.give_back(made, value)
        if page.script and page.unnamed is None and nodes:
            _says(page, made, nodes, value)
    return value


def _says(page: Page, function: Function, nodes: list[Node], value: Value) -> None:
    """Note what a function of JScript says of what it was given where it gives this back."""
    here = page.bounds.since(0)
    literal = literal_of(nodes, value)
    if literal is None and page.afford():
        holds, fails = condition(page, nodes)
        if holds or fails:
            of_function(function, {"true": here | holds, "false": here | fails})
            return
    of_function(function, {ANY if literal is None else literal: here})


def sent_parameter(page: Page, head: Group, param: str) -> Trail:
    """The way of a parameter that a client sends."""
    for part in split_nodes(head.nodes, ","):
        if any(isinstance(node, Leaf) and node.plain == param for node in part):
            return page.trail(Site(part[0].at, part[-1].end), "parameter")
    return page.trail(Site(head.at, head.end), "parameter")


def with_fields(page: Page, name: Leaf, head: Group, body: Group) -> Value:
    """`record Name(Type x) { … }`: what it is made of are its fields."""
    page.names.classes.add(name.plain)
    read_function(page, name.plain, head, Group("{", [], body.at, body.at), web=False)
    function = page.names.functions[name.plain]
    for param in function.params:
        given = function.inputs.get(param)
        if given is not None and (given.trail is not None or given.path == "request"):
            page.names.assign(param, given)
    return page.evaluator.block(page, body.nodes)


def accessors(page: Page, name: str, body: Group) -> Value:
    """`Type Name { get { … } set { … } }`: what is read is what `get` returns, what is assigned goes to `set`."""
    if not any(isinstance(node, Group) or node.text == "=>" for node in body.nodes) and name != INDEXER:
        # What is assigned is what is read.
        return NOTHING
    function = page.names.functions.setdefault(name, Function(params=["value"]))
    saved = page.names.scope, page.names.scope_name
    page.names.scope, page.names.scope_name = function, name
    function.locals.update(function.inputs)
    sign = next((i for i, node in enumerate(body.nodes[:8]) if is_op(node, "=>")), 0)
    if sign and is_word(body.nodes[sign - 1], "get"):
        # `get => expression;`
        end = next(
            (i for i, node in enumerate(body.nodes) if i > sign and isinstance(node, Leaf) and node.kind == "end"),
            len(body.nodes),
        )
        give_back(page, body.nodes[sign + 1 : end])
        page.evaluator.block(page, body.nodes[end:])
    else:
        page.evaluator.block(page, body.nodes)
    page.names.scope, page.names.scope_name = saved
    if function.result is not NOTHING:
        page.names.globals[name] = page.names.globals["." + name] = function.result
    return NOTHING


def read_function(page: Page, name: str, head: Group, body: Group, *, web: bool) -> Value:
    """Read a function with its body; `web` says that a client sends its parameters."""
    function = page.names.functions.get(name)
    if function is None:
        function = page.names.functions[name] = Function(params=[])
        page.names.changed = page.names.changed or name in page.names.called
        if name.endswith(words.NAMED):
            page.names.functions[name.removesuffix(words.NAMED)] = function
    params, types = params_of(page, head.nodes)
    if len(params) >= len(function.params):
        function.params = params
        function.references = referenced(head.nodes) if page.php else frozenset()
        function.language = page.language
        function.rest = any(is_word(node, "params") or is_op(node, "...") for node in head.nodes) or (
            any(is_op(one, ".") and is_op(two, ".") for one, two in pairwise(head.nodes))
        )
        function.body = body if body.end - body.at < 2000 else None
    bound = filled_parameters(head) if page.part.language in NET else frozenset()
    for param, kind in zip(params, types, strict=True):
        if web or (name in CALLED_BACK and kind == "string") or param in bound:
            # Each its own: what a condition says of one it does not say of the others.
            function.inputs[param] = Value(trail=sent_parameter(page, head, param))
        elif kind and param not in function.inputs:
            function.inputs[param] = Value(path=TYPES.get(kind, kind))
    saved = page.names.scope, page.names.scope_name, page.unnamed
    around = page.names.around
    if saved[0] is not None and (page.script or (page.part.language is Language.CSHARP and saved[1] != name)):
        page.names.around = [*around, saved[0]]
    page.names.scope, page.names.scope_name, page.unnamed = function, name, None
    function.locals.update({param: function.inputs[param] for param in params if param in function.inputs})
    function.never = never_returns(page, body.nodes)
    page.body_of = function
    page.evaluator.block(page, body.nodes)
    if page.script:
        function_over(page, function)
    page.names.around = around
    page.names.scope, page.names.scope_name, page.unnamed = saved
    return NOTHING
