"""Statements of Visual Basic and VBScript."""

import itertools

from indicia.detection.webshell.acts.objects.native import declare_in_basic
from indicia.detection.webshell.flow.conditions.heads import go_through
from indicia.detection.webshell.flow.conditions.said import condition, in_case, note_given
from indicia.detection.webshell.flow.expressions.assignments import store
from indicia.detection.webshell.flow.functions.declared import (
    CALLED_BACK,
    WEB_METHODS,
    give_back,
    params_of,
    sent_parameter,
)
from indicia.detection.webshell.flow.questions.answers import function_over, of_function, passed_by
from indicia.detection.webshell.flow.questions.own_answers import called_alone
from indicia.detection.webshell.flow.questions.subjects import of_kind, whole_of
from indicia.detection.webshell.flow.statements.basic_classes import DECLARES, declare, in_class, other_names
from indicia.detection.webshell.state.names import THROWN
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import Language
from indicia.detection.webshell.tokens.shapes import is_op, is_word, referenced, split_nodes
from indicia.detection.webshell.values.bounds import known
from indicia.detection.webshell.values.kinds import COUNTED, TYPES
from indicia.detection.webshell.values.sink import Function
from indicia.detection.webshell.values.value import NOTHING, Held, Value

_LOOPS = frozenset({"for", "do", "while", "loop", "next", "wend", "if", "elseif", "select", "case"})
"""What makes the worth of a function hang on more than the order of its statements."""
_LEAVING = ("end", "redirect", "transfer", "raise")
"""Methods that end the page, or the function."""
MOST_LINES = 20
"""Statements of a function up to which it is worked out for constant text."""


def basic_block(page: Page, nodes: list[Node]) -> Value:
    """Read statements of Basic, with the `If`s they open and close; gives the value of the last."""
    last = NOTHING
    run: list[Node] = []
    after = False
    for index, node in enumerate(nodes):
        if isinstance(node, Leaf):
            if node.kind == "end":
                if run:
                    last = _basic_step(page, run)
                    run = []
                elif after and node.text == ":":
                    # The end of a piece of code between text of the page.
                    page.frames.line_over()
                if node.text == "\n":
                    page.frames.line_over()
                after = True
                continue
            after = False
            if node.kind == "name" and node.plain in {"then", "else"}:
                head = run
                if run:
                    _basic_step(page, run)
                    run = []
                following = nodes[index + 1] if index + 1 < len(nodes) else None
                single = following is not None and not (isinstance(following, Leaf) and following.kind == "end")
                if node.plain == "then":
                    page.frames.begin(single=single, other=bool(head) and is_word(head[0], "elseif"))
                elif not (head and is_word(head[-1], "case")):
                    page.frames.otherwise()
                continue
        after = False
        run.append(node)
    return _basic_step(page, run) if run else last


def _basic_step(page: Page, nodes: list[Node]) -> Value:
    if page.frames.in_first and len(nodes) > 2 and is_op(nodes[1], "="):
        _given_fixed(page, nodes)
    value = page.evaluator.statement(page, nodes)
    if not is_word(nodes[0], "if", "select", "case"):
        _goes_on(page, nodes, value)
    return value


def _goes_on(page: Page, nodes: list[Node], value: Value) -> None:
    """Note what a statement says of what follows: that nothing does, or what is known there."""
    name = nodes[0]
    scope = page.names.scope
    if is_word(name, "set") and len(nodes) > 1:
        nodes = nodes[1:]
    if len(nodes) > 2 and isinstance(nodes[0], Leaf) and nodes[0].kind == "name" and is_op(nodes[1], "="):
        note_given(page, nodes[0].plain, nodes[2:], value)
    _number_put(page, nodes, value)
    if is_word(name, "exit", "return") and not page.inlining and scope is not None and not _of_loop(nodes):
        _function_left(page)
    called = called_alone(page, nodes)
    if called is not None and (passed := passed_by(called[0])):
        for param, part in zip(called[0].params, called[1], strict=False):
            if held := passed.get(param):
                page.bounds.add(frozenset(of_kind(page, part, held)))
    if _leaves(nodes) or (called is not None and called[0].ends):
        if page.frames.in_any:
            page.frames.leave()
        if scope is not None and not page.frames.in_own and not is_word(name, "exit", "return"):
            scope.ends = not scope.saying


def _number_put(page: Page, nodes: list[Node], value: Value) -> None:
    """`list(i) = CLng(list(i))`, where a loop counts `i`: all of the list are numbers behind it."""
    if not value.number or len(nodes) < 4 or not is_op(nodes[2], "=") or not isinstance(nodes[0], Leaf):
        return
    listed = page.names.lookup(nodes[0].plain)
    if listed is not None and listed.trail is not None and whole_of(page, nodes[:2], listed.trail) is listed.trail:
        page.bounds.add(frozenset({known(listed.trail, Held.FIXED, each=True)}))


def _function_left(page: Page) -> None:
    """A function of Basic goes back to where it was called from: what that says of what it was given."""
    scope, name = page.names.scope, page.names.scope_name
    if scope is not None and not page.inlining:
        here = page.bounds.since(0)
        cases = page.flags.cases((name, name)) or {"": frozenset()}
        of_function(scope, {key: known | here for key, known in cases.items()})


def _given_fixed(page: Page, nodes: list[Node]) -> None:
    """`If Not IsSlug(x) Then x = "home"`: afterwards it is a slug, or this text."""
    name, right = nodes[0], nodes[2:]
    if isinstance(name, Leaf) and name.kind == "name" and _of_page(page, right):
        kept = page.names.lookup(name.plain)
        if kept is not None and kept.trail is not None:
            page.frames.give_fixed(kept.trail)


def _of_page(page: Page, nodes: list[Node]) -> bool:
    """Whether a value is a text of the page, or a variable that holds nothing of the request."""
    only = nodes[0] if len(nodes) == 1 else None
    if not isinstance(only, Leaf):
        return False
    if only.kind != "name":
        return only.kind in {"text", "number"}
    found, scope = page.names.lookup(only.plain), page.names.scope
    # A parameter that nothing was given yet holds nothing of the request as far as is known.
    return found.trail is None if found is not None else scope is not None and only.plain in scope.params


def _leaves(nodes: list[Node]) -> bool:
    """Whether a statement ends the page, the function or the loop."""
    first = nodes[0]
    if is_word(first, "exit") and _of_loop(nodes):
        return False
    if is_word(first, "exit", "return", "throw") or (len(nodes) == 1 and is_word(first, "end")):
        return True
    return any(is_op(dot, ".") and is_word(name, *_LEAVING) for dot, name in itertools.pairwise(nodes))


def _of_loop(nodes: list[Node]) -> bool:
    """`Exit For`: what follows the loop is read all the same."""
    return len(nodes) > 1 and is_word(nodes[1], "for", "do", "while")


def _remember(page: Page, nodes: list[Node], first: str) -> None:
    """Keep a statement of a function, so that its calls on constant text can be worked out."""
    function = page.names.scope
    if function is None or page.inlining or function.loops or first in {"sub", "function", "end", "dim"}:
        return
    if first in _LOOPS or len(function.lines) >= MOST_LINES or sum(map(len, function.lines)) > MOST_LINES * 8:
        function.loops = True
        function.lines = []
    elif not any(nodes[0].at == line[0].at for line in function.lines):
        function.lines.append(nodes)


def basic_statement(page: Page, nodes: list[Node]) -> Value:
    """Read one statement of Basic."""
    plains = [node.plain if isinstance(node, Leaf) and node.kind == "name" else "" for node in nodes[:24]]
    if any(plain in WEB_METHODS for plain in plains) and (is_op(nodes[0], "<") or page.part.web_method):
        page.web_method = True
    if "declare" in plains or "delegate" in plains:
        # A function of a library, which has no body here.
        declare_in_basic(page, nodes)
        return NOTHING
    net = page.part.language is Language.VISUAL_BASIC
    if net and in_class(page, nodes, plains):
        return NOTHING
    if net and (several := _each_declared(page, nodes, plains)) is not None:
        return several
    if net and _opens_lambda(nodes, plains):
        page.names.lambdas += 1
    elif page.names.lambdas and plains[0] == "end" and len(plains) > 1 and plains[1] in {"sub", "function"}:
        page.names.lambdas -= 1
        return NOTHING
    for index, plain in enumerate(plains):
        accessor = plain in {"get", "let", "set"} and index > 0 and plains[index - 1] == "property"
        if (plain in {"sub", "function"} or accessor) and (index == 0 or plains[index - 1] not in {"end", "exit"}):
            if index + 1 >= len(nodes) or not isinstance(nodes[index + 1], Leaf):
                break
            made = _basic_function(page, nodes, index, accessor=plain if accessor else "")
            if "dllimport" in plains[:index]:
                # A function of a library, whose body here is empty.
                declare_in_basic(page, nodes)
                page.names.functions.pop(plains[index + 1], None)
            return made
        if plain in {"end"} and index + 1 < len(plains) and plains[index + 1] in {"sub", "function", "property"}:
            if page.names.scope is not None:
                if not page.names.scope.ends:
                    _function_left(page)
                function_over(page, page.names.scope)
            page.names.scope, page.names.scope_name = None, ""
            page.frames.leave_function()
            return NOTHING
    first = plains[0]
    _remember(page, nodes, first)
    if first == "dim" and page.names.scope is not None:
        page.flags.own.update((page.names.scope_name, plain) for plain in plains[1:] if plain)
    if net:
        declare(page, nodes, plains)
    if (
        first in {"public", "private", "protected", "friend"}
        and page.names.scope is None
        and all(isinstance(node, Leaf) for node in nodes)
    ):
        # Fields of a class, or variables.
        page.names.fields.update(plain for plain in plains[1:] if plain)
    if first == "throw" and len(nodes) > 1:
        thrown = page.evaluator.expression(page, nodes[1:])
        if thrown.trail is not None:
            page.names.assign(THROWN, Value(trail=thrown.trail))
        return NOTHING
    if first == "catch" and len(plains) > 1:
        thrown = page.names.lookup(THROWN) or NOTHING
        if thrown.trail is not None and plains[1]:
            page.names.assign(plains[1], thrown, local=True)
        return NOTHING
    if first == "addhandler":
        _handles(page, nodes[1:])
        return NOTHING
    if first == "class" and len(plains) > 1:
        page.names.classes.add(plains[1])
        page.names.class_name = plains[1]
        return NOTHING
    if first == "end" and len(plains) > 1:
        if plains[1] == "with" and page.within:
            page.within.pop()
        elif plains[1] == "if" or (plains[1] == "select" and page.frames.subject is not None):
            page.frames.end()
        elif plains[1] == "class":
            page.names.class_name = ""
        return NOTHING
    if first == "with":
        page.within.append(page.evaluator.expression(page, nodes[1:]) if len(nodes) > 1 else NOTHING)
        return NOTHING
    if first == "for" and len(plains) > 1 and plains[1] == "each":
        go_through(page, nodes[2:])
        return NOTHING
    for index, plain in enumerate(plains[:-1]):
        if plain == "as" and plains[index + 1] == "new" and index:
            value = page.evaluator.expression(page, nodes[index + 1 :])
            store(page, [nodes[index - 1]], value, True)
            return value
    if first == "for" and len(nodes) > 3 and is_op(nodes[2], "="):
        value = page.evaluator.expression(page, nodes[1:])
        page.names.assign(plains[1], Value(number=True, path=COUNTED))
        return value
    if first == "return" or (first == "yield" and net):
        return give_back(page, nodes[1:])
    if first == "on" and len(plains) > 3 and plains[1] == "error":
        rest = nodes[4:]
        return page.evaluator.expression(page, rest) if rest else NOTHING
    if first in {"if", "elseif"} and len(nodes) > 1:
        page.frames.said = condition(page, nodes[1:])
        return NOTHING
    if first == "select" and len(nodes) > 2:
        page.frames.select(nodes[2:])
        return page.evaluator.expression(page, nodes[2:], compare=True)
    if first == "case" and page.frames.subject is not None:
        page.frames.case(in_case(page, page.frames.subject, nodes[1:]) if len(nodes) > 1 else None)
        return NOTHING
    if first in {"if", "elseif", "while", "until", "case", "select", "loop", "do"}:
        return page.evaluator.expression(page, nodes[1:], compare=True) if len(nodes) > 1 else NOTHING
    while nodes and isinstance(nodes[0], Leaf) and nodes[0].plain in page.prefixes - {"new"}:
        nodes = nodes[1:]
    return page.evaluator.expression(page, nodes) if nodes else NOTHING


def _each_declared(page: Page, nodes: list[Node], plains: list[str]) -> Value | None:
    """`Dim a As New X(…), b As String = …`: each by itself; null where there is one, or none is given anything."""
    if plains[0] not in DECLARES or len(plains) < 2 or plains[1] in {"sub", "function", "class", "property", "event"}:
        return None
    parts = [part for part in split_nodes(nodes, ",") if part]
    given = any(is_op(node, "=") or is_word(node, "new") for node in nodes)
    if len(parts) < 2 or not given or any(is_word(node, "sub", "function") for node in nodes):
        return None
    last = page.evaluator.statement(page, parts[0])
    for part in parts[1:]:
        last = page.evaluator.statement(page, [nodes[0], *part])
    return last


def _opens_lambda(nodes: list[Node], plains: list[str]) -> bool:
    """Whether a statement ends with the head of a function without a name, whose body stands on the next lines."""
    for index in range(max(0, len(nodes) - 4), len(nodes) - 1):
        head = nodes[index + 1]
        if is_word(nodes[index], "sub", "function") and isinstance(head, Group) and plains[0] != "end":
            rest = nodes[index + 2 :]
            return not rest or is_word(rest[0], "as")
    return False


def _handles(page: Page, nodes: list[Node]) -> None:
    """`AddHandler X.Event, AddressOf Method`: who raises the event calls the method."""
    parts = split_nodes(nodes, ",")
    names = [part[-1].plain for part in parts if part and isinstance(part[-1], Leaf)]
    if (
        len(parts) == 2
        and len(names) == 2
        and names[1] in page.names.functions
        and names[0] not in page.names.functions
    ):
        page.names.globals[names[0]] = Value(path=names[1])


def _basic_function(page: Page, nodes: list[Node], index: int, *, accessor: str) -> Value:
    """The head of a function; `accessor` is `get`, `let` or `set` for one of a property of VBScript."""
    name = nodes[index + 1]
    assert isinstance(name, Leaf)
    head = nodes[index + 2] if index + 2 < len(nodes) else None
    if isinstance(head, Group) and head.nodes and is_word(head.nodes[0], "of"):
        # `Name(Of T)(…)`
        nodes = [*nodes[: index + 2], *nodes[index + 3 :]]
        head = nodes[index + 2] if index + 2 < len(nodes) else None
    if name.plain == "new" and page.names.class_name:
        # A constructor goes by the name of its class.
        name = Leaf("name", page.names.class_name, name.at, name.end, page.names.class_name)
    function = page.names.functions.get(name.plain)
    getter = page.names.getters.get(name.plain) if accessor else None
    if accessor == "get" and len(page.names.classes) < 2:
        # What it gives and what it is given go by one name; in a script of several classes, which one is not known.
        getter = page.names.getters.setdefault(name.plain, Function(params=[]))
        page.names.functions.setdefault(name.plain, getter)
        page.names.owners.setdefault(name.plain, set()).add(page.names.class_name)
        function = getter
    elif function is None or function is getter:
        function = page.names.functions[name.plain] = Function(params=[])
        page.names.changed = page.names.changed or name.plain in page.names.called
    other_names(page, function, name.plain, nodes[index + 2 :])
    if isinstance(head, Group):
        params, types = params_of(page, head.nodes)
        function.params = params if len(params) >= len(function.params) else function.params
        function.references = referenced(head.nodes)
        function.rest = any(is_word(node, "paramarray") for node in head.nodes)
        for param, kind in zip(params, types, strict=True):
            if page.web_method:
                page.names.contracts.add(name.plain)
            if name.plain in page.names.contracts or name.plain in CALLED_BACK:
                function.inputs[param] = Value(trail=sent_parameter(page, head, param))
            elif kind and param not in function.inputs:
                function.inputs[param] = Value(path=TYPES.get(kind, kind))
        function.locals.update({param: function.inputs[param] for param in params if param in function.inputs})
    page.web_method = False
    page.names.lambdas = 0
    page.frames.enter_function()
    if any(is_word(node, "default") for node in nodes[:index]):
        page.names.default = name.plain
    page.names.scope, page.names.scope_name = function, name.plain
    function.ends = False
    page.flags.assign((name.plain, name.plain), {"": frozenset()})
    rest = nodes[index + 3 :]
    return (
        page.evaluator.expression(page, rest)
        if rest and not is_word(rest[0], "as", "handles", "implements")
        else NOTHING
    )
