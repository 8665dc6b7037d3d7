"""Whether a script of PHP holds anything that could act; most that read a request do not, and need not be followed."""

from indicia.detection.webshell.acts.php.patterns import evaluating
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.shapes import split_nodes

_REGULAR = frozenset({"preg_replace", "preg_filter"})
_INCLUDES = frozenset({"include", "include_once", "require", "require_once"})
_NAMES = (words.ACTS | words.COMMANDS | words.CALLBACKS.keys() | _REGULAR) - {"unserialize"} | frozenset({
    "mb_eregi_replace", "mbereg_replace", "gzwrite", "socket_write", "fputcsv", "pfsockopen", "rename", "com",
    "invoke", "invokeargs", "mysql_query", "mysqli_query", "pg_query", "mssql_query", "sqlite_query",
    "stream_wrapper_register", "set_error_handler", "soapserver", "setclass", "setobject",
    "addfunction", "registerphpfunctions",
    "mysql_connect", "mysqli_connect", "pg_connect", "mssql_connect", "import_request_variables", "splfileobject",
    "reflectionmethod", "sscanf", "dl", "error_log", "curl_init", "curl_setopt", "ziparchive", "extractto",
    "mail", "imap_open", "assert_options", "ini_set", "ini_alter",
    "chmod", "rmdir", "cdef", "putenv", "filter_var", "pdo", "mysqli", "getdoccomment",
})  # fmt: skip
_SHELLS = words.COMMANDS - {"system", "exec"} | {"assert"}
"""Functions whose name, as a text, is given to something that calls it."""
_CALLED = frozenset({"assert", "eval", "create_function", "extract", "parse_str", "include", "require"})


def may_act(nodes: list[Node]) -> bool:
    """Whether a call, an inclusion or a command in these nodes could act on what a request sends.

    A function called by name for a constant pattern or with a constant harmless callback does not count.  Nesting is
    bounded by that of the tree.
    """
    previous: Node | None = None
    for index, node in enumerate(nodes):
        if isinstance(node, Group):
            if node.open == "(" and previous is not None and _calls(previous, node):
                return True
            if may_act(node.nodes):
                return True
        elif (
            node.kind == "tick"
            or (node.kind == "inter" and "(" in node.text and ("{$" in node.text or "${" in node.text))
            or (node.plain in _INCLUDES and _varies(nodes[index + 1 : index + 40]))
            or node.plain == "eval"
            or (node.kind == "text" and len(node.text) < 20 and node.text.lower() in _SHELLS)
        ):
            return True
        previous = node
    return False


def _calls(previous: Node, args: Group) -> bool:
    """Whether these are the arguments of something that acts, or of what is not known."""
    if isinstance(previous, Group):
        return True
    if previous.kind in {"var", "text", "inter"}:
        return True
    name = previous.plain.rsplit("\\", 1)[-1]
    if name.endswith("filteriterator"):
        return True
    if name not in _NAMES:
        return False
    parts = split_nodes(args.nodes, ",")
    position = words.CALLBACKS.get(name, 0) if name not in _REGULAR else 0
    chosen = parts[position] if 0 <= position < len(parts) else []
    first = chosen[0] if chosen else None
    alone = len(chosen) == 1 and isinstance(first, Leaf) and first.kind == "text"
    if name in _REGULAR:
        return not (alone and isinstance(first, Leaf) and not evaluating(first.text))
    if name == "assert":
        return not any(isinstance(node, Leaf) and node.plain in words.COMPARE for node in args.nodes)
    if name in words.CALLBACKS and isinstance(first, Leaf):
        if alone:
            return first.text.lower().lstrip("\\") in words.COMMANDS | _CALLED or not first.text[:1].isalpha()
        return first.plain not in {"function", "fn", "static", "array"}
    return True


def _varies(nodes: list[Node]) -> bool:
    """Whether an included path holds a variable or names a stream."""
    for node in nodes:
        if isinstance(node, Group):
            if _varies(node.nodes):
                return True
        elif node.kind == "end":
            return False
        elif node.kind in {"var", "inter"} or (node.kind == "text" and ":" in node.text):
            return True
    return False
