"""Functions of the system's libraries that a page declares under a name of its choice."""

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.shapes import is_op, is_word
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value

_NATIVE = "native"
"""What a declared function goes by, with its name in the library after a dot."""
_STARTS = (
    "winexec", "createprocess", "shellexecute", "system", "_wsystem", "ntcreateuserprocess", "execv", "popen",
    "createservice", "changeserviceconfig",
)  # fmt: skip
"""Beginnings of the names of library functions that start programs: `ShellExecuteExW`, `CreateProcessAsUserA`."""
_COPIES = ("copyfile", "movefile")
"""Those that copy or move files."""
_DUMPS = ("minidumpwritedump", "pssncapturesnapshot")
"""Those that write down the memory of a program."""


def declares_function(page: Page, nodes: list[Node]) -> bool:
    """Note `[DllImport("…", EntryPoint = "X")] static extern int Y(…)`; false where it is something else."""
    for node in nodes:
        if is_word(node, "extern"):
            break
    else:
        return False
    end = next((i for i, node in enumerate(nodes) if isinstance(node, Group) and node.open == "(" and i), 0)
    name = nodes[end - 1] if end else None
    if not isinstance(name, Leaf) or name.kind != "name":
        return False
    entry = next((_entry_in(node) for node in nodes if isinstance(node, Group) and node.open == "["), "")
    page.names.globals[name.plain] = Value(path=f"{_NATIVE}.{entry or name.plain}")
    return True


def declare_in_basic(page: Page, nodes: list[Node]) -> None:
    """Note `Declare Function Y Lib "…" Alias "X" (…)`."""
    at = next((i for i, node in enumerate(nodes) if is_word(node, "function", "sub")), -1)
    name = nodes[at + 1] if 0 <= at < len(nodes) - 1 else None
    alias = next((i for i, node in enumerate(nodes) if is_word(node, "alias")), -1)
    entry = nodes[alias + 1] if 0 <= alias < len(nodes) - 1 else None
    if isinstance(name, Leaf) and name.kind == "name":
        known = entry.text.lower() if isinstance(entry, Leaf) and entry.kind == "text" else name.plain
        page.names.globals[name.plain] = Value(path=f"{_NATIVE}.{known}")


def calls_library(page: Page, call: Call) -> Value | None:
    """Whether a library function that starts programs is called with what the request sends."""
    callee, name, site, whole = call.callee, call.name, call.site, call.whole
    if name.startswith(_DUMPS) and callee.path.startswith(_NATIVE + "."):
        page.opaque(site.at, "it writes the memory of another program to a file")
        return NOTHING
    if whole.trail is None or not (callee.path.startswith(_NATIVE + ".") or callee.path == name):
        return None
    if name.startswith(_COPIES) and callee.path.startswith(_NATIVE + "."):
        page.act(Effect.MOVES, site, whole)
        return NOTHING
    if name.startswith(_STARTS):
        page.act(Effect.RUNS, site, whole)
        return NOTHING
    return None


def _entry_in(group: Group) -> str:
    """The text after `EntryPoint =` in an attribute; empty where there is none."""
    nodes = group.nodes
    for index, node in enumerate(nodes):
        if isinstance(node, Group):
            if found := _entry_in(node):
                return found
        elif node.plain == "entrypoint" and index + 2 < len(nodes) and is_op(nodes[index + 1], "="):
            entry = nodes[index + 2]
            return entry.text.lower() if isinstance(entry, Leaf) and entry.kind == "text" else ""
    return ""
