"""Variables of PHP, superglobals among them."""

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import Leaf
from indicia.detection.webshell.values.value import NOTHING, Trail, Value


def php_variable(page: Page, node: Leaf) -> Value:
    """A variable of PHP."""
    name = node.plain
    if name in words.PHP_REQUEST:
        return Value(path="$request", trail=Trail("$" + node.text, page.code.line(node.at)))
    if name == "_files":
        return Value(path="$files", trail=Trail("$" + node.text, page.code.line(node.at), "upload"))
    if name == "_server":
        return Value(path="$server")
    if name == "globals":
        return Value(path="$globals")
    if name in {"_session", "_env"}:
        return Value(path="$" + name[1:])
    found = page.names.lookup(name)
    if found is not None:
        return found
    if page.names.registered is not None and page.names.registered_in == page.names.scope_name and name != "this":
        return Value(trail=Trail("$" + node.text, page.names.registered.line, steps=page.names.registered.steps))
    return NOTHING


def variable_named(page: Page, named: Value, at: int) -> Value:
    """A variable of PHP whose name is computed."""
    if named.const is not None:
        plain = named.const.lstrip("$")
        value = php_variable(page, Leaf("var", plain, at, at, plain.lower()))
        if named.hidden and value.trail is not None:
            return Value(trail=value.trail, path=value.path, hidden="its name is " + named.hidden)
        if named.hidden.endswith("XOR") and value is NOTHING:
            return Value(hidden="its name is " + named.hidden)
        return value
    return Value(hidden="the variable’s name is computed")
