"""What functions give back, and what loops go through."""

from indicia.detection.webshell.acts.objects.native import declares_function
from indicia.detection.webshell.flow.conditions.heads import ASKED_FOR, read_head
from indicia.detection.webshell.flow.conditions.patterns import binds
from indicia.detection.webshell.flow.conditions.switches import read_switch
from indicia.detection.webshell.flow.functions.declared import (
    WEB_METHODS,
    accessors,
    give_back,
    read_function,
    with_fields,
)
from indicia.detection.webshell.flow.holders.members import INDEXER
from indicia.detection.webshell.flow.questions.sayings import note_passed
from indicia.detection.webshell.flow.statements.basic import basic_statement
from indicia.detection.webshell.state.names import THROWN
from indicia.detection.webshell.state.page import MOST_NEST, Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import NET, Language
from indicia.detection.webshell.tokens.shapes import is_op, is_word, mentions
from indicia.detection.webshell.values.kinds import TYPES
from indicia.detection.webshell.values.value import NOTHING, Trail, Value

_HEAD_WORDS = ("class", "extends", "implements", "throws", "interface", "namespace")
"""Words of a head after which names with dots stand."""
_BOUND = frozenset({"bindproperty", "bindproperties", "fromquery", "fromform", "fromheader", "fromroute"})
"""Attributes of what a page of Razor fills from the request."""
_PAGE_METHODS = ("onget", "onpost", "onput")
"""Beginnings of the names of methods of such a page, whose parameters a client sends."""
_MOST_HEAD = 14
"""Nodes of the head of a function or a class that are looked at."""
_ACCESS = frozenset({"public", "private", "internal", "protected"})
_METHODS = {"process": ("start",), "assembly": ("load", "loadfrom", "loadfile"), "interaction": ("shell",)}
"""Methods that act, of classes whose methods a script may call by their bare names."""


def statement(page: Page, nodes: list[Node]) -> Value:
    """Read one statement; gives its value."""
    page.nest += 1
    if page.nest > MOST_NEST:
        page.nest -= 1
        return NOTHING
    try:
        if page.basic:
            return basic_statement(page, nodes)
        first = nodes[0]
        end = nodes[-1]
        if is_word(first, "throw") and len(nodes) > 1:
            thrown = page.evaluator.expression(page, nodes[1:])
            if thrown.trail is not None:
                page.names.assign(THROWN, Value(trail=thrown.trail))
            return NOTHING
        if page.script and len(nodes) == 2 and is_word(first, "return"):
            # What stands in braces behind it is an object, no block.
            return give_back(page, nodes[1:])
        if isinstance(end, Group) and end.open == "{":
            made = _definition(page, nodes)
            if made is not None:
                return made
        if not page.php and declares_function(page, nodes):
            return NOTHING
        if isinstance(first, Group) and first.open == "[" and len(nodes) > 2 and isinstance(nodes[-1], Group):
            name = nodes[-2]
            if mentions(first, WEB_METHODS) and isinstance(name, Leaf) and name.plain not in page.names.contracts:
                # A method that an interface promises to clients.
                page.names.contracts.add(name.plain)
                page.names.changed = True
        if isinstance(first, Group) and first.open == "[" and len(nodes) > 1 and not page.php:
            nodes = nodes[1:]
        if isinstance(nodes[0], Leaf) and nodes[0].kind == "name":
            word = nodes[0].plain
            if word in {"case", "default"} and not page.basic:
                # What stands behind the label is a statement.
                label = next((i for i, node in enumerate(nodes[:40]) if is_op(node, ":")), 0)
                if (
                    label
                    and label + 1 < len(nodes)
                    and (
                        page.script or is_word(nodes[label + 1], "return", "throw", "if") or _binds(page, nodes[:label])
                    )
                ):
                    return page.evaluator.statement(page, nodes[label + 1 :])
            if word == "var" and page.script and len(nodes) > 1 and page.names.scope is None:
                _declared(page, nodes[:2])
            if word == "return":
                if len(nodes) == 1:
                    note_passed(page, first.at)
                return give_back(page, nodes[1:])
            if word == "yield":
                return give_back(page, [node for node in nodes[1:] if not is_word(node, "return", "break")])
            if word == "global" and page.php:
                for node in nodes[1:]:
                    if isinstance(node, Leaf) and node.kind == "var" and page.names.scope is not None:
                        page.names.scope.locals["\0" + node.plain] = NOTHING
                return NOTHING
            if word == "using" and not page.php and _using(page, nodes):
                return NOTHING
            if not page.php and not page.java and isinstance(end, Group) and len(nodes) > 2:
                name = nodes[-2]
                if is_word(nodes[-3], "record", "struct", "class") and isinstance(name, Leaf):
                    # `record Name(Type x);`
                    return with_fields(page, name, end, Group("{", [], end.end, end.end))
            if word in _ACCESS or (len(nodes) == 2 and page.names.scope is None and page.part.language in NET):
                _declared(page, nodes)
            if word in words.HEADS or word == "else":
                # `if (…) return x;`
                at = next((i for i, node in enumerate(nodes) if is_word(node, "return")), 0)
                if at:
                    page.evaluator.expression(page, nodes[:at])
                    if at + 1 == len(nodes):
                        note_passed(page, nodes[at].at)
                    return give_back(page, nodes[at + 1 :])
                at = next((i for i, node in enumerate(nodes) if is_word(node, "throw")), 0)
                if at:
                    page.evaluator.expression(page, nodes[:at])
                    return page.evaluator.statement(page, nodes[at:])
        if not page.php and (bodied := _bodied(page, nodes)) is not None:
            return bodied
        return page.evaluator.expression(page, nodes)
    finally:
        page.nest -= 1


def _binds(page: Page, nodes: list[Node]) -> bool:
    """`case Type name when …` of a `switch` that is not read as a whole; false where the label is a plain value."""
    asked = page.names.lookup(ASKED_FOR)
    return asked is not None and binds(page, nodes[1:], asked)


def _using(page: Page, nodes: list[Node]) -> bool:
    """`using X = A.B;`, `using static A.B;`: other names of classes; false where it is a block."""
    if any(isinstance(node, Group) for node in nodes):
        return False
    names = [node.plain for node in nodes if isinstance(node, Leaf) and node.kind == "name"]
    if len(nodes) > 3 and is_op(nodes[2], "="):
        page.names.assign(names[1], Value(path=TYPES.get(names[-1], ".".join(names[2:]))))
    elif len(nodes) > 2 and is_word(nodes[1], "static"):
        for method in _METHODS.get(names[-1], ()):
            page.names.globals[method] = Value(path=f"{names[-1]}.{method}")
    return True


def _declared(page: Page, nodes: list[Node]) -> None:
    """Note a field: `public string Name;`."""
    last = nodes[-1]
    plain = all(isinstance(node, Leaf) and node.text != "=" for node in nodes)
    if plain and len(nodes) > 1 and isinstance(last, Leaf) and last.kind == "name":
        page.names.fields.add(last.plain)


def _bodied(page: Page, nodes: list[Node]) -> Value | None:
    """`Type Name(…) => expression`; null when the run is something else."""
    sign = next((i for i, node in enumerate(nodes[:_MOST_HEAD]) if is_op(node, "=>")), 0)
    if sign < 3 or sign + 1 >= len(nodes):
        return None
    head, name, kind = nodes[sign - 1], nodes[sign - 2], nodes[sign - 3]
    if isinstance(head, Group) and head.open == "[" and is_word(name, "this"):
        word = Leaf("name", "get", nodes[sign].at, nodes[sign].at, "get")
        return accessors(page, INDEXER, Group("{", [word, *nodes[sign:]], nodes[sign].at, nodes[-1].end))
    if (
        not isinstance(head, Group)
        or head.open != "("
        or not isinstance(name, Leaf)
        or name.kind != "name"
        or not (
            (isinstance(kind, Leaf) and kind.kind == "name") or (isinstance(kind, Group) and kind.open in {"[", "("})
        )
        or any(is_op(node, "=", ".", ",") for node in nodes[:sign] if node is not kind)
    ):
        return None
    word = Leaf("name", "return", nodes[sign].at, nodes[sign].end, "return")
    body = Group("{", [word, *nodes[sign + 1 :]], nodes[sign].at, nodes[-1].end)
    return read_function(page, name.plain, head, body, web=False)


def _definition(page: Page, nodes: list[Node]) -> Value | None:
    """A function, a class or a block with its head; null when the run is an expression."""
    body = nodes[-1]
    assert isinstance(body, Group)
    where = next((i for i, node in enumerate(nodes) if is_word(node, "where")), 0)
    if where > 1 and page.part.language is Language.CSHARP:
        # What types a generic method takes plays no part.
        nodes = [*nodes[:where], body]
    at = len(nodes) - 2
    while at >= 0 and len(nodes) - at < _MOST_HEAD:
        node = nodes[at]
        if isinstance(node, Group):
            break
        if node.kind == "op" and (
            node.text in {"=", "=>"} or (node.text == "." and not any(is_word(word, *_HEAD_WORDS) for word in nodes))
        ):
            return None
        at -= 1
    if (
        at < 0
        or isinstance(nodes[at], Leaf)
        or all(isinstance(node, Group) and node.open == "[" for node in nodes[: at + 1])
    ):
        names = [node.plain for node in nodes[:-1] if isinstance(node, Leaf)]
        start = at + 1 if isinstance(nodes[at], Group) else 0
        if "struct" in names[:-1]:
            page.names.classes.add(names[names.index("struct") + 1])
        if "class" in names and names.index("class") + 1 < len(names):
            place = names.index("class") + 1
            page.names.classes.add(names[place] or "class")
            if len(names) > place + 2 and names[place + 1] == ":":
                page.names.bases[names[place]] = names[place + 2]
        elif not all(
            isinstance(node, Leaf) and (node.kind == "name" or node.text in ":,.<>@&") for node in nodes[start:-1]
        ):
            return None
        if "new" in names:
            return None
        if not page.php and len(names) > 1 and _accessor(body.nodes):
            page.names.fields.add(names[-1])
            if any(isinstance(node, Group) and mentions(node, _BOUND) for node in nodes[:-1]):
                sent = Trail(page.code.cut(Site(nodes[0].at, body.at)), page.code.line(body.at), "parameter")
                page.names.globals[names[-1]] = Value(trail=sent)
                return NOTHING
            return accessors(page, names[-1], body)
        if "enum" in names and names.index("enum") + 1 < len(names):
            page.names.enums.add(names[names.index("enum") + 1])
        if "enum" in names and page.java and not page.enumerated:
            # Not again inside, or each in another would double the work.
            page.enumerated = True
            for node in body.nodes:
                # Each may have methods of its own.
                if isinstance(node, Group) and node.open == "{":
                    page.evaluator.block(page, node.nodes)
            page.enumerated = False
        return page.evaluator.block(page, body.nodes)
    head = nodes[at]
    assert isinstance(head, Group)
    if head.open == "[" and at and is_word(nodes[at - 1], "this") and _accessor(body.nodes):
        return accessors(page, INDEXER, body)
    if head.open != "(" or at == 0:
        return None
    name = nodes[at - 1]
    if isinstance(name, Group) or name.kind != "name":
        return None
    if name.plain in {"use", "match"} and page.php:
        return None
    if name.plain in page.control and (page.php or name.text == name.plain):
        if name.plain in {"function", "fn", "delegate", "new"}:
            return None
        if at > 1:
            page.evaluator.expression(page, [node for node in nodes[: at - 1] if not is_word(node, "else")] or [name])
        if name.plain == "switch":
            read_switch(page, head, body)
            return NOTHING
        read_head(page, name.plain, head)
        if name.plain == "with" and page.script:
            page.within.append(page.evaluator.expression(page, head.nodes) if head.nodes else NOTHING)
            value = page.evaluator.block(page, body.nodes)
            page.within.pop()
            return value
        return page.evaluator.block(page, body.nodes)
    if name.plain in {"base", "this"} and at > 3 and is_op(nodes[at - 2], ":") and page.part.language in NET:
        return _chained_constructor(page, nodes, at)
    before = nodes[at - 2] if at > 1 else None
    if isinstance(before, Leaf) and before.text in {".", "->", "new", "::", "="} and not _explicit(page, nodes, at):
        return None
    if not page.php and before is not None and is_word(before, "record", "struct", "class"):
        return with_fields(page, name, head, body)
    web = any(
        (isinstance(node, Group) and node.open == "[" and mentions(node, WEB_METHODS))
        or (isinstance(node, Leaf) and node.plain in WEB_METHODS and page.part.web_method)
        for node in nodes[:at]
    ) or (name.plain.startswith(_PAGE_METHODS) and "@page" in page.code.text)
    web = web or (page.part.web_method and name.plain in page.names.contracts) or _served(page, name.plain)
    read_function(page, name.plain, head, body, web=web)
    if page.script and before is not None and is_word(before, "get") and name.plain in page.names.functions:
        # What a property gives.
        page.names.globals["." + name.plain] = page.names.functions[name.plain].result
    return NOTHING


def _explicit(page: Page, nodes: list[Node], at: int) -> bool:
    """`Type Interface.Name(…) { … }` in C#: a method reached by its interface; `at` is where its head stands."""
    index = at - 1
    while index > 1 and is_op(nodes[index - 1], "."):
        index -= 2
    kind = nodes[index - 1] if 0 < index < at - 1 else None
    typed = isinstance(kind, Leaf) and kind.kind == "name" and kind.plain not in {"new", "return", "await", "throw"}
    return page.part.language is Language.CSHARP and (typed or (isinstance(kind, Group) and kind.open == "["))


def _chained_constructor(page: Page, nodes: list[Node], at: int) -> Value | None:
    """`Name(…) : base(…) { … }`: what the other constructor is given comes first; `at` is where that stands."""
    called, body, head, name = nodes[at - 1], nodes[-1], nodes[at - 3], nodes[at - 4]
    if not (isinstance(head, Group) and isinstance(body, Group) and isinstance(name, Leaf) and name.kind == "name"):
        return None
    other = name.plain if is_word(called, "this") else page.names.bases.get(name.plain, "")
    first = [Leaf("name", other, called.at, called.end, other), nodes[at], Leaf("end", ";", body.at, body.at, "")]
    whole = Group("{", [*(first if other else ()), *body.nodes], body.at, body.end)
    return read_function(page, name.plain, head, whole, web=False)


def _served(page: Page, name: str) -> bool:
    """Whether PHP calls this function for a client of its web service."""
    return page.php and (
        name in page.names.contracts or ("\0class" in page.names.contracts and bool(page.names.classes))
    )


def _accessor(nodes: list[Node]) -> bool:
    """Whether a block holds the accessors of a property."""
    for node in nodes[:3]:
        if isinstance(node, Leaf) and node.plain in {"get", "set"}:
            return True
        if isinstance(node, Group) and node.open != "[":
            return False
    return False
