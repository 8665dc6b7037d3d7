"""What functions of the script say of their parameters: with a yes or a no, or by going on at all."""

from collections.abc import Callable

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.shapes import is_word
from indicia.detection.webshell.values.bounds import Known, Says
from indicia.detection.webshell.values.sink import Answers, Function
from indicia.detection.webshell.values.value import NONE_HELD, Held, Trail, Value

_YES = frozenset({"true", "1", "-1"})
_NO = frozenset({"false", "0"})
MOST_ANSWERS = 40
"""Answers of one function that are kept; of one with more nothing is known."""
_LEAVES = frozenset({"return", "throw"})


def note_answer(
    page: Page, nodes: list[Node], condition: Callable[[Page, list[Node]], Says], *, plain: bool = False
) -> None:
    """Note what a function of the script says of its parameters with what it gives back here.

    `plain` says that it does nothing but ask a pattern or a kind.
    """
    function = page.names.scope
    if function is None or not function.params or page.unnamed is not None or not nodes:
        return
    at, only = nodes[0].at, nodes[0] if len(nodes) == 1 else None
    literal = only.plain or only.text if isinstance(only, Leaf) else ""
    ways = _ways(function)
    here = _held(page.bounds.held, ways)
    _note(page, function, function.passes, at, here)
    if literal in _YES:
        _note(page, function, function.answers, at, here)
    elif literal in _NO:
        _note(page, function, function.refusals, at, here)
    elif len(nodes) > 1 and page.afford():
        given = function.locals
        if plain:
            # The answer holds whatever is given, so it is asked of what stands for that where nothing is known of it.
            stands = {param: Value(trail=way) for param, way in ways.items() if not _sent(given, param)}
            function.locals = {**given, **stands}
        holds, fails = condition(page, nodes)
        function.locals = given
        _note(page, function, function.answers, at, _held([*page.bounds.held, *holds], ways))
        _note(page, function, function.refusals, at, _held([*page.bounds.held, *fails], ways))
    else:
        _note(page, function, function.answers, at, here)
        _note(page, function, function.refusals, at, here)


def note_passed(page: Page, at: int) -> None:
    """Note what is known of the parameters where a function is left here without an answer."""
    function = page.names.scope
    if function is not None and function.params and page.unnamed is None:
        _note(page, function, function.passes, at, _held(page.bounds.held, _ways(function)))


def note_end(page: Page, function: Function, nodes: list[Node]) -> None:
    """The same where its body ends, unless the last statement leaves it before that."""
    starts = [node for node, before in zip(nodes, [None, *nodes], strict=False) if _begins(before)]
    if starts and not is_word(starts[-1], *_LEAVES) and page.names.scope is function:
        note_passed(page, nodes[-1].end)


def _begins(before: Node | None) -> bool:
    """Whether a statement begins behind this node."""
    return (
        before is None
        or (isinstance(before, Leaf) and before.kind == "end")
        or (isinstance(before, Group) and before.open == "{")
    )


def answered(function: Function, answers: Answers) -> dict[str, Held]:
    """What these answers of a function say together, by its parameters."""
    if not answers:
        return {}
    found = {}
    for param in function.params:
        held = ~NONE_HELD
        for answer in answers.values():
            if Held.EMPTY not in (said := answer.get(param, NONE_HELD)):
                held &= said
        held &= ~Held.EMPTY
        if held and held != ~NONE_HELD & ~Held.EMPTY:
            found[param] = held
    return found


def _sent(given: dict[str, Value], param: str) -> bool:
    value = given.get(param)
    return value is not None and value.trail is not None


def _ways(function: Function) -> dict[str, Trail]:
    """The way of what each parameter is given, or what stands for it."""
    ways = {}
    for param in function.params:
        value = function.inputs.get(param)
        ways[param] = value.trail if value is not None and value.trail is not None else Trail(f"\0{param}", 0)
    return ways


def _held(items: list[Known], ways: dict[str, Trail]) -> dict[str, Held]:
    found: dict[str, Held] = {}
    for param, way in ways.items():
        for item in items:
            if item.source and item.covers(way):
                found[param] = found.get(param, NONE_HELD) | item.held
    return found


def _note(page: Page, function: Function, answers: Answers, at: int, said: dict[str, Held]) -> None:
    """Keep an answer; one that was found while more was known of what is given is kept where nothing is."""
    if len(answers) > MOST_ANSWERS:
        return
    if len(answers) == MOST_ANSWERS and at not in answers:
        at, said = -1, {}
    old = answers.get(at)
    if old is not None and not any(_sent(function.inputs, param) for param in function.params):
        said = {param: said.get(param, NONE_HELD) | old.get(param, NONE_HELD) for param in {*said, *old}}
    if (old or {}) != said:
        page.names.learnt = True
    answers[at] = said
