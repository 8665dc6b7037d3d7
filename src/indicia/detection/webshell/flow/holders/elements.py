"""Elements of values: of a superglobal, a session, a list."""

from msgspec.structs import replace

from indicia.detection.webshell.flow.holders.members import INDEXER
from indicia.detection.webshell.flow.holders.variables import variable_named
from indicia.detection.webshell.state.names import BOTH, LAMBDA
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import NET
from indicia.detection.webshell.values.folding import number_of
from indicia.detection.webshell.values.kinds import ACTING, STORES, one_of_methods
from indicia.detection.webshell.values.value import NOTHING, Trail, Value, with_trail

ONE_OF = "#made "
"""The beginning of what one of several functions of PHP goes by; their names stand behind it."""


def index_key(page: Page, chain: list[Node]) -> str:
    """The name under which an element of a session or of the globals is kept; empty for anything else."""
    last = chain[-1]
    names = [node.plain for node in chain[:-1] if isinstance(node, Leaf) and node.text != "."]
    if not isinstance(last, Group) or not names:
        return ""
    while len(names) > 1 and names[-1] in {"item", "value"} and names[-2] in STORES:
        del names[-1]
    if names[-1] not in STORES or len(chain) < 2:
        return ""
    key = page.evaluator.expression(page, last.nodes).const if last.nodes else None
    if names[-1] == "globals" and key:
        return key.lower()
    return f"{STORES[names[-1]]}:{(key or '*').lower()}"


def element_of(page: Page, value: Value, group: Group, at: int) -> Value:
    """`x[key]`: an element of a value."""
    key = page.evaluator.expression(page, group.nodes) if group.nodes else NOTHING
    path = value.path
    if path == "request":
        return Value(path="request.item", trail=page.trail(Site(at, group.end)))
    if path == "stdin" or path.startswith(LAMBDA) or BOTH in path or _is_table(page, path):
        return value
    if path.startswith("$") or path in STORES or path.rsplit(".", 1)[-1] in STORES:
        return stored(page, value, key, Site(at, group.end))
    if path == "request.servervariables":
        return server_variable(page, key, Site(at, group.end))
    if page.script and path in {"this", "window", "self"}:
        # A function of the script or of the language by its name.
        if not key.const:
            return Value(trail=key.trail, hidden=key.hidden)
        return page.names.lookup(key.const.lower()) or Value(path=key.const.lower())
    own = path in page.names.classes or path == "this"
    if INDEXER in page.names.functions and value.trail is None and own:
        return Value(trail=page.names.functions[INDEXER].result.trail)
    if value.items is not None and key.const is not None:
        number = number_of(key.const)
        if number is not None and 0 <= number < len(value.items):
            return value.items[number]
    if value.const is not None and key.const is not None and not path:
        number = number_of(key.const)
        if number is not None and -len(value.const) <= number < len(value.const):
            return Value(const=value.const[number], hidden="put together from single characters")
    if path.endswith("methods()") and one_of_methods(path):
        return Value(path="method?")
    if page.php and value.items is not None and key.const is None:
        made = [item.const for item in value.items if item.const in page.names.functions and item.trail is None]
        if len(made) > 1:
            # One of the functions of a list, by a key that is not known.
            return Value(path=ONE_OF + "+".join(made[:40]))
    trail = value.trail
    if trail is not None:
        if not trail.steps and trail.source.endswith(
            (".Form", ".QueryString", ".Cookies", ".Headers", ".Params", ".Item")
        ):
            trail = Trail(page.code.cut(Site(at, group.end)), trail.line, trail.kind)
        return Value(trail=trail, path=path if path.startswith("file") or path in ACTING else "", hidden=value.hidden)
    named = path.startswith("iis.") or path.endswith("appsettings") or path in ACTING
    return Value(hidden=value.hidden, path=path if named else "")


def _is_table(page: Page, path: str) -> bool:
    """Whether a value of .NET is a collection of one function of the script, which goes by what that goes by."""
    if page.part.language not in NET or page.script or path in page.names.fields | page.names.classes:
        return False
    function = page.names.functions.get(path)
    return function is not None and function.params != ["value"] and path not in page.names.getters


def stored(page: Page, value: Value, key: Value, site: Site) -> Value:
    """An element of a superglobal, of the session, of a cache."""
    path = value.path.rsplit(".", 1)[-1]
    text = (key.const or "").lower()
    line = page.code.line(site.at)
    match path:
        case "$request":
            hidden = value.hidden
            return Value(trail=Trail(page.code.cut(site), line), hidden=hidden)
        case "$server":
            if key.const is None or text.startswith(words.PHP_SERVER):
                if text == "http_host":
                    return NOTHING
                return Value(trail=Trail(page.code.cut(site), line, loose=key.const is None))
            return NOTHING
        case "$files":
            kind = {"name": "name", "tmp_name": "upload"}.get(text, "upload")
            if text in {"size", "error", "type"}:
                return Value(number=True)
            return Value(trail=Trail(page.code.cut(site), line, kind), path="$files")
        case "$globals":
            if key.const is None:
                return Value(hidden="the variable’s name is computed")
            return variable_named(page, key, site.at)
        case "$env":
            return NOTHING
    name = STORES.get(path, "session")
    found = page.names.globals.get(f"{name}:{text or '*'}") or page.names.globals.get(f"{name}:*")
    if found is not None and found.trail is not None and not page.php and not page.java:
        return with_trail(found, replace(found.trail, later=True))
    return found or NOTHING


def server_variable(page: Page, key: Value, site: Site) -> Value:
    """What the server says of a request; nothing where that is not the client’s to choose."""
    text = (key.const or "").lower()
    asked = (
        key.const is None or text.startswith("http_") or text in {"query_string", "all_http", "all_raw", "path_info"}
    )
    if not asked or text in {"http_host", "http_url"}:
        return NOTHING
    named = key.const is not None or (key.place or "").lower().startswith("http_")
    return Value(trail=page.trail(site, loose=not named))
