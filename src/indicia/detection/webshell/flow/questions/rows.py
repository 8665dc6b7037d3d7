"""Values that a page reads from a database of its site: what is compared with one is one of a list."""

import re

from indicia.detection.webshell.acts.databases import CHOSEN_BASE
from indicia.detection.webshell.flow.questions.subjects import is_whole
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import CLASSIC
from indicia.detection.webshell.values.bounds import Known, known
from indicia.detection.webshell.values.value import NOTHING, Held, Value

_ROW = re.compile(r"(?:^|\.)(?:\w*(?:recordset|openrs|getrs)|execute|getrows)(?:\(\)|\.\w+)+$")
"""The name of what hangs on the answer of a database."""


def is_row(page: Page, value: Value) -> bool:
    """Whether it is a field of a row that a statement of the page itself gives."""
    if value.trail is not None or value.const is not None or page.part.language not in CLASSIC:
        return False
    return _ROW.search(value.path) is not None and page.names.lookup(CHOSEN_BASE) is None


def by_key(page: Page, nodes: list[Node]) -> list[Known]:
    """`known[x]` of JScript as a question: the value is a name of what the page has put into an object of its own."""
    name, key = (nodes[0], nodes[1]) if len(nodes) == 2 else (None, None)
    if not page.script or not isinstance(name, Leaf) or name.kind != "name" or not isinstance(key, Group):
        return []
    held = page.names.lookup(name.plain)
    if key.open != "[" or not key.nodes or held is None or held.trail is not None or name.plain in page.names.keyed:
        return []
    if held.path or not page.afford():
        return []
    trail = (page.evaluator.expression(page, key.nodes) or NOTHING).trail
    return [known(trail, Held.FIXED)] if trail is not None and is_whole(page, key.nodes, trail) else []
