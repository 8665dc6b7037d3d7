"""What is known of a value in which a page looked for something, where it found nothing: `..`, signs of a shell."""

from indicia.detection.webshell.flow.questions.characters import listed_signs, said_of_each
from indicia.detection.webshell.flow.questions.subjects import is_whole, name_of
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Node
from indicia.detection.webshell.tokens.shapes import split_nodes
from indicia.detection.webshell.values.bounds import EVERY_SIGN, Known, held_of_signs, held_where_missing, known
from indicia.detection.webshell.values.value import NOTHING, Held

_WHOLE_FIRST = frozenset({"strpos", "stripos", "strstr", "instr", "str_contains", "mb_strpos"})
"""Functions that are given the text in which they look."""
_IN_TEXT = _WHOLE_FIRST | {"contains", "indexof", "includes"}
_ANY_OF = frozenset({"indexofany", "strpbrk", "strcspn_"})
_PATTERNS = frozenset({"ismatch", "preg_match", "test", "find", "match"})
_UPWARDS = ("..", "../", "..\\", ".", "./")


def refused(page: Page, nodes: list[Node]) -> list[Known]:
    """What is known of a value where this question is answered with no."""
    name, last = name_of(nodes), nodes[-1] if nodes else None
    if not name or not isinstance(last, Group):
        return []
    given = [part for part in split_nodes(last.nodes, ",") if part]
    owner = nodes[:-3] if len(nodes) > 3 else []
    if not given:
        return []
    if owner and (each := said_of_each(page, name, owner, given[-1])[1]):
        return each
    if name in _PATTERNS:
        return _not_matched(page, name, owner, given)
    subject, sought = (given[-2], given[-1]) if name in _WHOLE_FIRST and len(given) > 1 else (owner, given[0])
    if not subject:
        return []
    if name in _ANY_OF:
        return _said(page, subject, held_of_signs(EVERY_SIGN - listed_signs(page, sought)))
    if name in _IN_TEXT:
        text = page.evaluator.expression(page, sought).const
        return _said(page, subject, Held.NO_UP if text in _UPWARDS else Held(0))
    return []


def _not_matched(page: Page, name: str, owner: list[Node], given: list[list[Node]]) -> list[Known]:
    """A pattern that is found nowhere in a value."""
    if name == "ismatch" and len(given) > 1:
        subject, pattern = given[0], given[1]
    elif name == "preg_match" and len(given) > 1:
        subject, pattern = given[1], given[0]
    elif name in {"ismatch", "test"} and owner:
        subject, pattern = given[0], owner
    else:
        return []
    value = page.evaluator.expression(page, pattern)
    text = value.const if value.const is not None else value.place
    if text is None and name == "test" and page.basic:
        text = (page.names.lookup(".pattern") or NOTHING).const
    if text is not None and (name == "preg_match" or (value.path == "regexp" and text.startswith("/"))):
        end = text.rfind({"(": ")", "{": "}", "[": "]", "<": ">"}.get(text[:1], text[:1]))
        text = text[1:end]
    return _said(page, subject, held_where_missing(text)) if text else []


def _said(page: Page, subject: list[Node], held: Held) -> list[Known]:
    trail = page.evaluator.expression(page, subject).trail if held else None
    return [known(trail, held)] if trail is not None and is_whole(page, subject, trail) else []
