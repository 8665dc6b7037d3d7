"""Questions whether data that a request sends bears a signature of the site."""

import re

from indicia.detection.webshell.acts.objects.sealing import SIGNATURE
from indicia.detection.webshell.flow.questions.subjects import name_of
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Node
from indicia.detection.webshell.tokens.languages import NET
from indicia.detection.webshell.tokens.shapes import split_nodes
from indicia.detection.webshell.values.bounds import Known, known
from indicia.detection.webshell.values.value import Held, Value

_COMPARES = re.compile(r"equal|same|match|compare|verif", re.IGNORECASE)
"""How functions are called that say yes where two values are the same."""
_HOLDS_AGAINST = re.compile(r"\w\]\s*(?:\^|!=|==)\s*\w|\.sequenceequal\s*\(|fixedtimeequals\s*\(", re.IGNORECASE)
"""Where the bytes of one value are compared with those of another."""


def bears(one: Value, other: Value) -> frozenset[Known]:
    """What is known where these two are the same, of which one may be the signature of a value; often nothing."""
    made = one if one.path == SIGNATURE else other if other.path == SIGNATURE else None
    return frozenset({known(made.target, Held.SIGNED)}) if made is not None and made.target is not None else frozenset()


def signed_by(page: Page, nodes: list[Node]) -> frozenset[Known]:
    """`mac.SequenceEqual(sent)`, `Same(mac, sent)`: what is known where it says yes."""
    name, args = name_of(nodes), nodes[-1]
    if page.part.language not in NET or not isinstance(args, Group) or not page.code.mentions("hmac"):
        return frozenset()
    if not (_COMPARES.search(name) or _compares(page, name)) or not page.afford():
        return frozenset()
    parts = [part for part in (nodes[:-3] if len(nodes) > 3 else [], *split_nodes(args.nodes, ",")) if part]
    for part in parts:
        if said := bears(page.evaluator.expression(page, part), Value()):
            return said
    return frozenset()


def _compares(page: Page, name: str) -> bool:
    """Whether a function of the page, whatever its name, holds what it is given against each other."""
    function = page.names.functions.get(name)
    body = function.body if function is not None and len(function.params) == 2 else None
    return body is not None and _HOLDS_AGAINST.search(page.code.text, body.at, body.end) is not None
