"""Where a value is put: variables, fields, elements, properties that act."""

from indicia.detection.webshell.flow.conditions.said import condition, note_given
from indicia.detection.webshell.flow.expressions.operators import concat, sum_of
from indicia.detection.webshell.flow.expressions.terms import chained
from indicia.detection.webshell.flow.holders.elements import index_key
from indicia.detection.webshell.flow.holders.members import DECLARED, named_by_text
from indicia.detection.webshell.flow.holders.properties import set_property
from indicia.detection.webshell.flow.questions.asked import asks_kind
from indicia.detection.webshell.flow.questions.sayings import note_answer
from indicia.detection.webshell.flow.questions.subjects import takes_ending
from indicia.detection.webshell.state.names import BOTH
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import Language
from indicia.detection.webshell.tokens.shapes import end_of, is_op, is_word, last_chain, split_nodes
from indicia.detection.webshell.values.kinds import ACTING, TYPES
from indicia.detection.webshell.values.probing import EACH
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value, better, keeps_ending, merged, with_path, with_trail

_UNNAMED = Value(path="object")
"""An object of which nothing is known but that it is one."""
_OF_CLASS = frozenset({"private", "protected", "public", "var"})
_NOT_OF_IT = frozenset({".environment", ".environmentvariables", ".attributes", ".headers", ".style"})
"""What hangs on an object and plays no part in what the object does."""


def assignment(page: Page, left: list[Node], sign: Node, right: list[Node]) -> Value:
    """Put what stands on the right where the left says; gives the value."""
    assert isinstance(sign, Leaf)
    if not page.php and isinstance(left[-1], Group) and (names := _taken_apart(left)):
        return _take_apart(page, names, right)
    if page.script:
        # `var name : Type = …`
        left = split_nodes(left, ":")[0]
    start = last_chain(left, page.php)
    if start > 0:
        # `using (x = …) y = x.z`: what stands before comes first.
        head = left[:start]
        if any(isinstance(node, Group) for node in head):
            sum_of(page, head, False)
    value = page.bounds.freed(page.evaluator.expression(page, right) if right else NOTHING)
    if value.trail is not None and keeps_ending(value.trail.held) and takes_ending(page, right):
        # The ending of a name that has one of a list.
        value = with_trail(value, None)
    chain = left[start:]
    if not chain:
        return value
    if page.basic and right and is_word(chain[0], page.names.scope_name) and len(chain) == 1:
        note_answer(page, right, condition, plain=asks_kind(right))
        if page.names.scope is not None:
            # What it gives where nothing is assigned is a no as well.
            page.names.scope.refusals[-1] = {}
    declared = ""
    local = False
    if start > 0:
        before = left[start - 1]
        if isinstance(before, Leaf) and before.kind == "name" and before.plain not in page.control - {"var"}:
            declared = "" if before.plain in page.prefixes else before.plain
            local = True
    if page.basic:
        # `name As Some.Type = …`, `name() As Type = …`
        as_at = next((i for i, node in enumerate(left) if is_word(node, "as")), -1)
        if as_at > 0:
            kinds = [node.plain for node in left[as_at + 1 :] if isinstance(node, Leaf) and node.kind == "name"]
            declared = kinds[-1] if kinds else ""
            named = as_at - 1
            while named > 0 and isinstance(left[named], Group):
                named -= 1
            chain = left[named : named + 1]
            local = True
    connection = TYPES.get(declared, "").startswith("socket") and value.path.endswith("()")
    if declared and (not value.path or connection):
        value = with_path(value, TYPES.get(declared, declared))
    if value.trail is not None:
        value = with_trail(
            value,
            value.trail.through(page.code.line(chain[0].at), page.code.cut(Site(chain[0].at, end_of(right, sign)))),
        )
    if sign.text not in {"=", ":="}:
        old = _value_of(page, chain)
        handler = value.path if page.names.is_own(value.path) else ""
        value = concat(page, [old, value], plus=sign.text in {"+=", ".=", "&="})
        if handler and sign.text == "+=":
            # An event: all that were added are called.
            handlers = [*(old.path.split(BOTH) if page.names.is_own(old.path) else ()), handler]
            value = Value(path=BOTH.join(dict.fromkeys(handlers[:20])))
    if len(chain) == 1 and isinstance(chain[0], Leaf) and not local and _other_by_capitals(page, chain[0], right):
        # `Line = line;`: a field or a property that differs from a parameter by capitals alone.
        page.names.assign("." + chain[0].plain, value, keep=True)
        page.names.assign(chain[0].plain, value, keep=True, field=True)
        return value
    store(page, chain, value, local)
    if page.php and value.trail is None and isinstance(chain[0], Leaf) and _declares_field(page, left):
        page.names.globals.setdefault(DECLARED + chain[0].plain, value)
    if page.script and len(chain) == 1 and isinstance(chain[0], Leaf) and chain[0].kind == "name":
        note_given(page, chain[0].plain, right if sign.text == "=" else [*chain, sign, *right], value)
    return value


def _declares_field(page: Page, left: list[Node]) -> bool:
    """`private $name` of PHP, where no other class declares a field of that name."""
    first, last = left[0], left[-1]
    if len(left) < 2 or not isinstance(first, Leaf) or first.plain not in _OF_CLASS or not isinstance(last, Leaf):
        return False
    return last.kind == "var" and (len(page.names.classes) < 2 or page.code.declares_once(last.plain))


def _other_by_capitals(page: Page, name: Leaf, right: list[Node]) -> bool:
    """Whether a name that differs from this by capitals alone stands on the right, in C#."""
    if page.part.language is not Language.CSHARP or name.kind != "name":
        return False
    return any(
        isinstance(node, Leaf) and node.plain == name.plain and node.text != name.text and node.kind == "name"
        for node in right[:40]
    )


def _take_apart(page: Page, names: list[list[Node]], right: list[Node]) -> Value:
    """`var (x, y) = (…, …)`: each name gets its part, or all get the whole."""
    only = right[0] if len(right) == 1 else None
    parts = split_nodes(only.nodes, ",") if isinstance(only, Group) and only.open == "(" else []
    if len(parts) == len(names):
        values = [page.evaluator.expression(page, part) if part else NOTHING for part in parts]
    else:
        value = page.evaluator.expression(page, right) if right else NOTHING
        line = page.code.line(right[0].at) if right else 0
        # Each is one of several: what is known of one is not known of the others.
        values = [
            with_trail(value, value.trail.through(line, f"{EACH}{page.code.cut(Site(name[0].at, name[-1].end))}"))
            if value.trail is not None
            else value
            for name in names
        ]
    for name, value in zip(names, values, strict=True):
        if len(name) > 1 and is_op(name[1], "."):
            store(page, name, page.bounds.freed(value), False)
        elif isinstance(name[-1], Leaf):
            page.names.assign(name[-1].plain, value, local=True)
    return NOTHING


def _value_of(page: Page, chain: list[Node]) -> Value:
    """What stood there before."""
    first = chain[0]
    if len(chain) == 1 and isinstance(first, Leaf):
        return page.names.lookup(first.plain) or NOTHING
    return chained(page, chain, 0)[0]


def store(page: Page, chain: list[Node], value: Value, local: bool) -> None:
    """Put a value where the chain of nodes says: a variable, a field, an element, a property that acts."""
    first = chain[0]
    if isinstance(first, Group):
        if first.open == "[" or (first.open == "(" and page.php):
            for node in first.nodes:
                if isinstance(node, Leaf) and node.kind == "var":
                    page.names.assign(node.plain, Value(trail=value.trail, hidden=value.hidden))
        return
    if len(chain) == 1:
        if first.kind in {"var", "name"}:
            if page.names.scope is not None and page.basic and first.plain == page.names.scope_name:
                page.names.give_back(page.names.scope, value)
            page.names.assign(first.plain, value, local=local)
            if page.php and first.kind == "name":
                page.names.globals["\1" + first.plain] = value
            if (
                not page.php
                and first.plain in page.names.functions
                and page.names.functions[first.plain].params == ["value"]
            ):
                page.bind(first.plain, [value])
        return
    if first.kind == "name" and first.plain == "list" and isinstance(chain[1], Group):
        for node in chain[1].nodes:
            if isinstance(node, Leaf) and node.kind == "var":
                page.names.assign(node.plain, Value(trail=value.trail, hidden=value.hidden))
        return
    last = chain[-1]
    if isinstance(last, Leaf) and last.kind in {"name", "var"} and (len(chain) > 2 or first.text == "."):
        owner = chained(page, chain[:-2], 0)[0] if first.text != "." else (page.within[-1] if page.within else NOTHING)
        set_property(page, owner, last, value, chain)
        return
    if first.text == "$" or (first.kind == "var" and first.text.startswith("$")):
        inner, element = chain[1], chain[-1]
        if len(chain) == 3 and isinstance(inner, Group) and isinstance(element, Group) and element.nodes:
            # `${"GLOBALS"}["x"] = …`
            table = page.evaluator.expression(page, inner.nodes).const if inner.nodes else ""
            place = page.evaluator.expression(page, element.nodes).const
            if (table or "").lower() == "globals" and place:
                page.names.globals[place.lower()] = value
                return
        named = page.evaluator.expression(page, chain[1:]) if len(chain) > 1 else NOTHING
        if value.trail is not None and named.const is None:
            page.names.registered = value.trail
            page.names.registered_in, page.names.registered_at = page.names.scope_name, first.at
        elif named.const:
            page.names.assign(named.const.lower(), value)
        return
    if isinstance(last, Group):
        if page.script and is_word(chain[-2], "prototype"):
            member = named_by_text(page, _UNNAMED, last)
            if member is not None:
                # `X.prototype["name"] = function (…) { … }`
                set_property(page, chained(page, chain[:-1], 0)[0], member, value, [*chain[:-1], member])
                return
        key = index_key(page, chain)
        if key:
            page.names.assign(key, value)
            return
        _given_to_property(page, chain, last, value)
        _note_key(page, first, last)
        # An element: what is put into it may come out of the whole.
        if value.trail is not None and page.shared.shell and not page.php and page.afford():
            held = chained(page, chain[:-1], 0)[0].path.removesuffix("()")
            if held.endswith((".environment", ".environmentvariables")):
                page.act(Effect.RUNS, Site(first.at, last.end), value)
        if first.kind in {"var", "name"}:
            name = ".".join(
                node.plain for node in chain[:-1] if isinstance(node, Leaf) and node.kind in {"name", "var"}
            )
            name = "." + name.rsplit(".", 1)[-1] if "." in name else name
            old = page.names.lookup(name) or NOTHING
            own = page.names.is_own(value.path) and not page.php
            made = value.path if own or value.path in ACTING else ""
            made = made or (old.path if old.path in ACTING or page.names.is_own(old.path) else "")
            kept = merged(old, Value(trail=value.trail, hidden=value.hidden, path=made))
            page.names.assign(name, page.names.one_more(name, kept) if own else kept)
            if name[:1] == "." and value.trail is not None and name not in _NOT_OF_IT and not page.php:
                _holds(page, first, value)


def _note_key(page: Page, first: Leaf, group: Group) -> None:
    """`d(x) = 1`: a request says what the list holds."""
    asks = not page.php and not page.java and group.nodes and first.plain not in page.names.keyed
    if asks and page.afford() and page.evaluator.expression(page, group.nodes).trail is not None:
        page.names.keyed.add(first.plain)


def _given_to_property(page: Page, chain: list[Node], group: Group, value: Value) -> None:
    """`x.Field("a") = value` of Basic: a property with parameters is given them, and the value behind them."""
    name = chain[-2]
    function = page.names.functions.get(name.plain) if isinstance(name, Leaf) and page.basic else None
    if function is None or not isinstance(name, Leaf) or value.trail is None or not group.nodes or not page.afford():
        return
    given = [page.evaluator.expression(page, part) for part in split_nodes(group.nodes, ",") if part]
    if len(function.params) == len(given) + 1:
        page.bind(name.plain, [*given, value])


def _holds(page: Page, first: Leaf, value: Value) -> None:
    """`x.Data["a"] = value`: the object holds it as well."""
    old = page.names.lookup(first.plain) if first.plain not in {"this", "me", "self"} else None
    if old is not None:
        page.names.assign(first.plain, with_trail(old, better(old.trail, value.trail)))


def _taken_apart(left: list[Node]) -> list[list[Node]]:
    """The names in `(x, y)` or `var (x, y)` before a sign of assignment; empty where it is something else."""
    group = left[-1]
    if (
        not isinstance(group, Group)
        or group.open != "("
        or len(left) > 2
        or (len(left) == 2 and not is_word(left[0], "var"))
    ):
        return []
    parts = split_nodes(group.nodes, ",")
    named = all(
        part and all(isinstance(node, Leaf) and (node.kind == "name" or node.text == ".") for node in part)
        for part in parts
    )
    return parts if named and len(parts) > 1 else []
