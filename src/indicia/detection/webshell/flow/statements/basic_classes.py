"""Classes of Visual Basic: constructors, properties with a body, events, fields with a type."""

from indicia.detection.webshell.flow.functions.declared import params_of
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.shapes import is_op, is_word, split_nodes
from indicia.detection.webshell.values.kinds import TYPES
from indicia.detection.webshell.values.sink import Function
from indicia.detection.webshell.values.value import NOTHING, Value

DECLARES = frozenset({"dim", "private", "public", "protected", "friend", "static", "shared", "withevents"})
"""Words with which a declaration begins."""
RAISED = frozenset({"dowork", "elapsed"})
"""Events of types of .NET that a method raises."""
_OPENS = frozenset({"class", "structure", "module"})


def in_class(page: Page, nodes: list[Node], plains: list[str]) -> bool:
    """Read a statement that says what a class is made of; false where it is another."""
    names = page.names
    if plains[0] == "end" and len(plains) > 1 and plains[1] == "interface":
        names.promises = False
        return True
    if names.promises or "mustoverride" in plains:
        # A method without a body.
        return True
    for index, plain in enumerate(plains[:-1]):
        if plain == "interface" and plains[0] != "end" and all(plains[:index]):
            names.promises = True
            return True
        if plain in _OPENS and (index == 0 or plains[index - 1] != "end") and plains[index + 1]:
            names.class_name = plains[index + 1]
            names.classes.add(names.class_name)
            return True
        if plain == "property" and (index == 0 or plains[index - 1] not in {"end", "exit"}):
            return _property(page, nodes, plains, index)
        if plain == "event" and plains[index + 1]:
            names.events.add(plains[index + 1])
            return True
    if plains[0] == "end" and len(plains) > 1 and plains[1] in _OPENS:
        names.class_name = ""
        return True
    if plains[0] == "inherits" and names.class_name:
        base = [plain for plain in plains[1:] if plain]
        names.bases[names.class_name] = base[-1] if base else ""
        return True
    return _accessor(page, nodes, plains)


def _property(page: Page, nodes: list[Node], plains: list[str], index: int) -> bool:
    """`Property Name(x) As Type`: its accessors follow, or none do and it is a field; false for one of VBScript."""
    name = nodes[index + 1]
    if plains[index + 1] in {"get", "let", "set", ""} or not isinstance(name, Leaf):
        return False
    head = nodes[index + 2] if index + 2 < len(nodes) else None
    page.names.property_name = name.plain
    page.names.property_params = params_of(page, head.nodes)[0] if isinstance(head, Group) else []
    page.names.fields.add(name.plain)
    if "default" in plains[:index]:
        page.names.default = name.plain
    sign = next((at for at, node in enumerate(nodes) if is_op(node, "=")), 0)
    if sign and nodes[sign + 1 :]:
        page.names.assign(name.plain, page.evaluator.expression(page, nodes[sign + 1 :]), field=True)
    return True


def _accessor(page: Page, nodes: list[Node], plains: list[str]) -> bool:
    """`Get`, `Set(value As Type)` and their ends; false for anything else."""
    names = page.names
    name = names.property_name
    if not name:
        return False
    if plains[0] == "get" and len(nodes) == 1:
        made = names.getters.setdefault(name, Function(params=names.property_params))
        if made.params:
            names.functions[name] = made
        names.scope, names.scope_name = made, name
        made.locals.update(made.inputs)
        return True
    head = nodes[1] if len(nodes) == 2 else None
    if plains[0] == "set" and (len(nodes) == 1 or (isinstance(head, Group) and head.open == "(")):
        params = params_of(page, head.nodes)[0] if isinstance(head, Group) else []
        made = names.functions.setdefault(name, Function(params=params[-1:] or ["value"]))
        names.scope, names.scope_name = made, name
        made.locals.update(made.inputs)
        return True
    if plains[0] == "end" and len(plains) == 2 and plains[1] in {"get", "set"}:
        names.scope, names.scope_name = None, ""
        result = names.getters[name].result if name in names.getters else NOTHING
        if plains[1] == "get" and result is not NOTHING and not names.property_params:
            names.globals[name] = names.globals["." + name] = result
        return True
    return False


def other_names(page: Page, function: Function, name: str, rest: list[Node]) -> None:
    """`Implements X.Y` and `Handles x.Y` behind the head of a method: names by which it is called as well."""
    for index, node in enumerate(rest):
        if not is_word(node, "implements", "handles"):
            continue
        for part in split_nodes(rest[index + 1 :], ","):
            last = part[-1] if part else None
            if not isinstance(last, Leaf) or last.kind != "name" or last.plain == name:
                continue
            if is_word(node, "implements"):
                page.names.functions.setdefault(last.plain, function)
            elif last.plain in page.names.events:
                page.names.globals[last.plain] = Value(path=name)
            elif last.plain in RAISED:
                page.names.globals["." + last.plain] = Value(path=name)


def declare(page: Page, nodes: list[Node], plains: list[str]) -> None:
    """`Dim a As Type, b As Type`: what is declared is an object of that type, where it is known here."""
    if plains[0] not in DECLARES or any(is_op(node, "=") or is_word(node, "new") for node in nodes):
        return
    for part in split_nodes(nodes, ","):
        at = next((index for index, node in enumerate(part) if is_word(node, "as")), 0)
        name, kind = (part[at - 1], part[-1]) if 0 < at < len(part) - 1 else (None, None)
        if not (isinstance(name, Leaf) and isinstance(kind, Leaf)) or page.names.lookup(name.plain) is not None:
            continue
        if kind.plain in TYPES or kind.plain in page.names.classes:
            page.names.assign(name.plain, Value(path=TYPES.get(kind.plain, kind.plain)), local=True)
