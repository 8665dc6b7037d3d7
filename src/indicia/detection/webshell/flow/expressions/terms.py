"""The value of one term: a name with what hangs on it, a new object, a list, a text with holes."""

from indicia.detection.webshell.acts.functions import result_of
from indicia.detection.webshell.flow.conditions.heads import read_head
from indicia.detection.webshell.flow.conditions.said import condition
from indicia.detection.webshell.flow.expressions.interpolation import interpolated
from indicia.detection.webshell.flow.expressions.literals import array_of, braces
from indicia.detection.webshell.flow.expressions.new_objects import new_object
from indicia.detection.webshell.flow.expressions.suffixes import followed
from indicia.detection.webshell.flow.functions.lambdas import closure, function_here, lambda_follows, read_lambda
from indicia.detection.webshell.flow.holders.members import OF_REQUEST, OWNER, given_by_property, member_of
from indicia.detection.webshell.flow.holders.variables import php_variable, variable_named
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import Language
from indicia.detection.webshell.tokens.shapes import cast_type, is_op, split_nodes
from indicia.detection.webshell.values.folding import number_of
from indicia.detection.webshell.values.kinds import ACTING, CONTROLS, TYPES
from indicia.detection.webshell.values.probing import counted
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value, is_folder, join, with_path


def _function_written(page: Page, nodes: list[Node], index: int) -> tuple[Value, int]:
    """A function that is written where it is used: `function (…) { … }`, `delegate { … }`, `fn (…) => …`."""
    word = nodes[index]
    at = index + 1
    while at < len(nodes) and at < index + 8:
        item = nodes[at]
        if isinstance(item, Group) and item.open == "{":
            head = next((part for part in nodes[index:at] if isinstance(part, Group)), None)
            if page.php and head is not None:
                value = closure(page, word.at, head, item)
            else:
                value = function_here(page, word.at, head, item)
            return followed(page, value, nodes, at + 1, word.at)
        if isinstance(item, Leaf) and item.text == "=>" and page.php:
            return _arrow(page, nodes, index, at), len(nodes)
        at += 1
    return NOTHING, at


def _arrow(page: Page, nodes: list[Node], index: int, sign: int) -> Value:
    """`fn ($x) => …` of PHP; `sign` is where the arrow stands."""
    head = next((part for part in nodes[index:sign] if isinstance(part, Group)), None)
    body = nodes[sign + 1 :]
    if head is None or not body:
        return page.evaluator.expression(page, body) if body else NOTHING
    word = Leaf("name", "return", nodes[sign].at, nodes[sign].end, "return")
    return closure(page, nodes[index].at, head, Group("{", [word, *body], nodes[sign].at, body[-1].end))


def _chosen(page: Page, group: Group) -> Value:
    """`If(condition, x, y)`, `If(x, y)` of Visual Basic: one of them."""
    parts = [part for part in split_nodes(group.nodes, ",") if part]
    if len(parts) != 3:
        return join([page.evaluator.expression(page, part) for part in parts]) if parts else NOTHING
    mark = page.bounds.mark
    values = []
    for known, part in zip(condition(page, parts[0]), parts[1:], strict=True):
        page.bounds.add(known)
        values.append(page.bounds.freed(page.evaluator.expression(page, part)))
        page.bounds.back(mark)
    return join(values)


def _one_of(page: Page, group: Group) -> Value:
    """`{ condition => value, … }`: of several texts the one that names what starts programs."""
    values = []
    for part in split_nodes(group.nodes, ","):
        sign = next((i for i, node in enumerate(part) if is_op(node, "=>")), -1)
        if 0 <= sign < len(part) - 1:
            values.append(page.evaluator.expression(page, part[sign + 1 :]))
    acting = next((value for value in values if (value.const or "").lower() in words.COMMANDS), None)
    return acting or (join(values) if values else NOTHING)


def named_value(page: Page, nodes: list[Node], index: int) -> tuple[Value, int]:
    """A value that begins with a name."""
    node = nodes[index]
    assert isinstance(node, Leaf)
    word = node.plain
    count = len(nodes)
    following = nodes[index + 1] if index + 1 < count else None
    if word == "new":
        return new_object(page, nodes, index)
    if (
        (
            word in {"function", "delegate"}
            and not (following is not None and is_op(following, "."))
            and not (page.basic and isinstance(following, Group))
        )
        or (word == "fn" and page.php)
    ) and not (page.script and node.text == "Function"):
        return _function_written(page, nodes, index)
    if page.basic and word == "if" and isinstance(following, Group) and following.open == "(":
        return followed(page, _chosen(page, following), nodes, index + 2, node.at)
    if word == "match" and page.php and index + 2 < count and isinstance(following, Group):
        chosen = nodes[index + 2]
        if isinstance(chosen, Group) and chosen.open == "{":
            page.evaluator.expression(page, following.nodes, compare=True) if following.nodes else NOTHING
            return followed(page, _one_of(page, chosen), nodes, index + 3, node.at)
    if ((word in {"array", "list"} and page.php) or (word == "array" and page.basic)) and isinstance(following, Group):
        value = array_of(page, following.nodes)
        return followed(page, value, nodes, index + 2, node.at)
    if (
        word in page.control
        and isinstance(following, Group)
        and following.open == "("
        and node.text != "Function"
        and word not in {"eval", "isset", "empty", "unset"}
    ):
        if word in {"in", "is", "print", "return", "echo", "and", "or", "not", "case", "throw"}:
            return chained(page, nodes, index + 1)
        read_head(page, word, following)
        return NOTHING, index + 2
    if following is not None and lambda_follows(page, nodes, index + 1):
        before = nodes[index - 1] if index else None
        value, index = read_lambda(page, nodes, index + 1)
        if isinstance(before, Leaf) and before.kind == "name" and before.plain not in page.prefixes:
            # `Type Name => value`: a property.
            made = page.names.functions.get(value.path)
            value = made.result if made is not None and is_folder(made.result) else value
            page.names.assign(word, value)
            page.names.assign("." + word, value)
        return value, index
    if page.basic and word in {"sub", "function"} and isinstance(following, Group) and following.open == "(":
        return read_lambda(page, nodes, index + 1, nodes[index + 2 :])
    if (
        page.php
        and not (isinstance(following, Group) and following.open != "[")
        and not (isinstance(following, Leaf) and following.text in {"::", "("})
    ):
        # A bare word: a constant, whose name stands for its text in old code.
        defined = page.names.lookup("\1" + word)
        value = defined if defined is not None else Value(path=word)
    else:
        value = _meant_by(page, node, following)
    return followed(page, value, nodes, index + 1, node.at)


def _is_elsewhere(page: Page, word: str) -> bool:
    """Whether a name means what it means outside `with`: a function of the script, an object of the server."""
    return word in page.names.functions or word in {"server", "response", "session", "application"}


def _meant_by(page: Page, node: Leaf, following: Node | None) -> Value:
    """What a name by itself stands for; `following` is what stands behind it."""
    word = node.plain
    found = page.names.lookup(word) if not page.php else None
    if (
        page.part.language is Language.VBSCRIPT
        and word in page.names.functions
        and word != page.names.scope_name
        and not page.names.functions[word].params
        and not isinstance(following, Group)
    ):
        # A name without brackets is a call.
        page.names.called.add(word)
        return result_of(page, word, [])
    if found is None and (given := given_by_property(page, word, "")) is not None and not isinstance(following, Group):
        return given
    if (
        word in page.names.functions
        and not page.php
        and (isinstance(following, Group) or (page.basic and word != page.names.scope_name))
        and not (word in page.names.getters and not isinstance(following, Group))
    ):
        return Value(path=word)
    if found is not None:
        return found
    if word == "this" and page.script and OWNER in page.names.globals:
        return page.names.globals[OWNER]
    if not page.php and word in page.part.controls:
        return Value(path="#control")
    if not page.php and word in page.part.uploads:
        return Value(path="#upload")
    if word in {"nothing", "null", "none", "true", "false"}:
        return Value(number=True)
    if word in {"vbcrlf", "vblf", "vbcr", "vbnullstring", "vbtab", "string_empty"}:
        return Value(const={"vbcrlf": "\r\n", "vblf": "\n", "vbcr": "\r", "vbtab": "\t"}.get(word, ""))
    if word == "request":
        return Value(path="request")
    if page.script and page.within and page.within[-1].path == "request" and word in OF_REQUEST:
        return member_of(page, page.within[-1], node, node.at, called=True)
    if page.script and page.within and page.within[-1].path in ACTING and isinstance(following, Group):
        # `with (shell) { Run(…) }`
        return member_of(page, page.within[-1], node, node.at, called=True)
    if page.java and word in {"param", "paramvalues", "header", "headervalues", "cookie"} and following is not None:
        return Value(path="request." + word, trail=page.trail(Site(node.at, node.end + 20)))
    if page.script and page.within and page.within[-1].trail is not None and not _is_elsewhere(page, word):
        # `with (o) { x }`: perhaps what the object holds under this name.
        return Value(path=word, trail=None if isinstance(following, Group) else page.within[-1].trail)
    return Value(path=TYPES.get(word, word))


def chained(page: Page, nodes: list[Node], index: int) -> tuple[Value, int]:
    """One value with what hangs on it: members, calls, elements."""
    node = nodes[index]
    at = node.at
    count = len(nodes)
    if isinstance(node, Group):
        if node.open == "(":
            following = nodes[index + 1] if index + 1 < count else None
            cast = cast_type(node, following, page.basic, page.php)
            if cast is not None:
                while index + 2 < count and isinstance(nodes[index + 1], Group) and isinstance(nodes[index + 2], Group):
                    # Casts in a row; the last decides.
                    inner = nodes[index + 1]
                    again = (
                        cast_type(inner, nodes[index + 2], page.basic, page.php) if isinstance(inner, Group) else None
                    )
                    if again is None:
                        break
                    cast, index = again, index + 1
                value, index = chained(page, nodes, index + 1)
                if cast in {"int", "integer", "float", "bool", "boolean", "double", "long", "short"}:
                    return Value(number=True, const=value.const, path=counted(value)), index
                if cast == "char" and value.const is not None and value.number:
                    code = number_of(value.const)
                    return Value(const=chr((code or 0) & 0xFFFF), hidden="put together from character codes"), index
                asks = TYPES.get(cast) == "request"
                if cast in CONTROLS:
                    value = with_path(value, "#control")
                elif cast in TYPES and value.trail is None and (not value.path or asks):
                    value = with_path(value, TYPES[cast])
                return value, index
            parts = split_nodes(node.nodes, ",") if page.basic else []
            if len(parts) > 1 and all(parts):
                # A tuple: one of several.
                value = join([page.evaluator.expression(page, part) for part in parts])
            else:
                value = page.evaluator.expression(page, node.nodes, compare=page.basic) if node.nodes else NOTHING
            if index + 1 < count and lambda_follows(page, nodes, index + 1):
                return read_lambda(page, nodes, index + 1)
        elif node.open == "[":
            value = array_of(page, node.nodes)
        else:
            value = braces(page, node)
            return value, index + 1
        return followed(page, value, nodes, index + 1, at)
    if node.kind == "text":
        value = Value(const=node.text)
    elif node.kind == "inter":
        value = interpolated(page, node)
    elif node.kind == "number":
        value = Value(const=node.text, number=True)
    elif node.kind == "tick":
        value = interpolated(page, node)
        if page.php:
            page.acts = True
            page.act(Effect.RUNS, Site(node.at, node.end), value)
            value = NOTHING
    elif node.kind == "var":
        value = php_variable(page, node)
    elif node.kind == "name":
        return named_value(page, nodes, index)
    elif node.kind == "regex":
        value = Value(path="regexp", place=node.text)
    elif node.text == "$" and index + 1 < count and page.php:
        inner = nodes[index + 1]
        if isinstance(inner, Group):
            named = page.evaluator.expression(page, inner.nodes) if inner.nodes else NOTHING
        else:
            named, _ = chained(page, [inner], 0)
        value = variable_named(page, named, at)
        return followed(page, value, nodes, index + 2, at)
    else:
        return NOTHING, index + 1
    return followed(page, value, nodes, index + 1, at)
