"""What is chosen of a list: by a function that asks whether it is one of known values."""

from indicia.detection.webshell.flow.conditions.said import condition
from indicia.detection.webshell.flow.questions.asked import acts_by_name
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import NET
from indicia.detection.webshell.tokens.shapes import is_op, is_word, lambda_of
from indicia.detection.webshell.values.probing import EACH
from indicia.detection.webshell.values.value import Held, Trail, Value, with_trail

_CHOOSES = frozenset({
    "where", "first", "firstordefault", "single", "singleordefault", "last", "lastordefault", "find", "findall",
})  # fmt: skip
"""Methods that give those of a list of which a function says yes."""
_IS_IN = frozenset({"contains", "containskey"})


def freed_by_choice(page: Page, owner: Value, name: Node, group: Group, given: Value) -> Value:
    """What `owner.name(group)` gives, without its way where only known values are left of what the list holds."""
    trail = owner.trail
    if trail is None or given.trail is None or page.part.language not in NET or not group.nodes:
        return given
    if is_word(name, "intersect"):
        listed = page.evaluator.expression(page, group.nodes)
        known = listed.trail is None and not acts_by_name(listed)
    else:
        known = is_word(name, *_CHOOSES) and _only_known(page, trail, group.nodes)
    return with_trail(given, None) if known else given


def _only_known(page: Page, trail: Trail, nodes: list[Node]) -> bool:
    """Whether a function says yes to values alone that the page knows; `trail` is the way of what it is asked of."""
    if is_word(nodes[0], "addressof"):
        nodes = nodes[1:]
    if len(nodes) > 2 and is_word(nodes[-1], *_IS_IN) and is_op(nodes[-2], "."):
        # `list.Contains` as it is handed over.
        listed = page.evaluator.expression(page, nodes[:-2])
        return listed.trail is None and listed.path != "request" and not acts_by_name(listed)
    name, body = lambda_of(nodes)
    if not isinstance(name, Leaf) or not body or not page.afford():
        return False
    each = trail.through(page.code.line(nodes[0].at), f"{EACH}of {trail.source}")
    page.names.assign(name.plain, Value(trail=each), local=True)
    holds, _ = condition(page, body)
    return any(Held.FIXED in item.held and item.covers(each) for item in holds)
