"""Functions that ask something of a value: what is known of it where they say yes, or no."""

import re

from msgspec.structs import replace

from indicia.detection.webshell.flow.questions import answers, sayings
from indicia.detection.webshell.flow.questions.beginnings import begun
from indicia.detection.webshell.flow.questions.characters import said_of_each
from indicia.detection.webshell.flow.questions.endings import by_end, by_pattern, of_ending
from indicia.detection.webshell.flow.questions.own_answers import given_back
from indicia.detection.webshell.flow.questions.refusals import refused
from indicia.detection.webshell.flow.questions.rows import by_key, is_row
from indicia.detection.webshell.flow.questions.subjects import (
    ending_of,
    inside_folder,
    is_literal,
    is_whole,
    name_of,
    of_kind,
    whole_of,
)
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import NET
from indicia.detection.webshell.tokens.shapes import is_op, is_word, lambda_of, mentions, split_nodes
from indicia.detection.webshell.values.bounds import RIGHTS, Known, held_by, known
from indicia.detection.webshell.values.kinds import CHOSEN, REFLECTED
from indicia.detection.webshell.values.leftovers import forbids_signs, leaves_signs, takes_only_literals
from indicia.detection.webshell.values.refused import (
    ends_with,
    made_of,
    matched,
    not_matched,
    without,
    without_signs,
)
from indicia.detection.webshell.values.sink import Function
from indicia.detection.webshell.values.value import NONE_HELD, NOTHING, Held, Value

_HOLDS = frozenset({
    "in_array", "array_key_exists", "key_exists", "array_search", "exists", "containskey", "contains", "includes",
    "has", "hasownproperty", "indexof", "instr", "strpos", "stripos", "mb_strpos", "containsvalue",
})  # fmt: skip
"""Functions that look for a value in a list, or for a text in a text."""
_IN_TEXT = frozenset({"instr", "strpos", "stripos", "mb_strpos"})
"""Those that are given the whole first."""
_BEGINS = frozenset({"startswith", "str_starts_with", "strncmp", "strncasecmp", "strpos", "stripos", "instr"})
_SEEKS = frozenset({"instr", "indexof", "contains", "includes", "strpos", "stripos", "instrrev", "search"})
"""Functions that look for a text in a text."""
_EQUALS = frozenset({
    "equals", "equalsignorecase", "strcmp", "strcasecmp", "strcomp", "hash_equals", "compare", "compareordinal",
})  # fmt: skip
_ANY = frozenset({"any", "exists"})
"""Functions that ask whether there is one in a list of which another says yes."""
_PATTERNS = frozenset({"test", "matches", "ismatch", "preg_match", "match"})
_KINDS = {
    "ctype_digit": Held.FIXED, "is_numeric": Held.FIXED, "isnumeric": Held.FIXED, "tryparse": Held.FIXED,
    "is_int": Held.FIXED, "ctype_alnum": Held.SIGNS | Held.FOLDER, "ctype_alpha": Held.SIGNS | Held.FOLDER,
    "isalphanumeric": Held.SIGNS | Held.FOLDER, "isalpha": Held.SIGNS | Held.FOLDER,
}  # fmt: skip
_FILTERS = frozenset({"filter_validate_ip", "filter_validate_int", "filter_validate_float", "filter_validate_boolean"})
_EMPTY = frozenset({"isnullorempty", "isnullorwhitespace", "isnothing", "empty", "isempty", "isblank", "is_null"})
"""Functions that say yes to no text."""
_ENDS = frozenset({"endswith", "str_ends_with"})
_RIGHTS = frozenset({
    "isuserinrole", "isinrole", "haspermission", "hasrole", "hasauthority", "current_user_can", "user_can", "isgranted",
    "is_super_admin", "checkpermission", "haspermissions", "ispermitted", "hasanyrole", "authorizeasync",
})  # fmt: skip
"""Functions of frameworks that say what a visitor may do."""
_COMPARERS = ("string", "stringcomparer", "object", "system", "this", "me", "comparer")
"""What is given both texts that it compares."""
UNLIKE = frozenset({"strncmp", "strncasecmp", "strcmp", "strcasecmp", "strcomp", "compare", "compareordinal"})
"""Functions that give nothing where two texts are the same."""


def asks_kind(nodes: list[Node]) -> bool:
    """Whether it asks a pattern, or what kind of text a value is."""
    return name_of(nodes) in _PATTERNS or name_of(nodes) in _KINDS


def said_by_no(page: Page, nodes: list[Node]) -> list[Known]:
    """What is known where a function that gives nothing for like texts gives nothing."""
    name, args = name_of(nodes), nodes[-1]
    if name == "test" and page.script and isinstance(args, Group) and args.nodes and len(nodes) == 4:
        pattern = nodes[0].text if isinstance(nodes[0], Leaf) and nodes[0].kind == "regex" else ""
        if forbids_signs(pattern[1 : pattern.rfind("/")]):
            return _left_over(page, args.nodes)
    if name in UNLIKE:
        return _asked(page, nodes)
    called = _called(page, nodes)
    if called is not None:
        said = _answered(page, *called, yes=False)
        said.extend(given_back(page, nodes, answers.answered(called[0], yes=False)))
        if said:
            return said
    return [*(_refused(page, nodes) if isinstance(args, Group) else []), *refused(page, nodes)]


def is_question(page: Page, nodes: list[Node]) -> bool:
    """Whether a call answers with yes or no: of a pattern, of a kind, of a function of the script that says so."""
    name = name_of(nodes)
    function = page.names.functions.get(name)
    return name in _PATTERNS or name in _KINDS or (function is not None and bool(function.says))


def said_by_yes(page: Page, nodes: list[Node]) -> list[Known]:
    """What is known where a function says yes."""
    return _asked(page, nodes) if name_of(nodes) not in UNLIKE else []


def _answered(page: Page, function: Function, given: list[list[Node]], *, yes: bool) -> list[Known]:
    """What a function of the script says of what it is given, where all of its answers say so."""
    found: list[Known] = []
    said = sayings.answered(function, function.answers if yes else function.refusals)
    for param, part in zip(function.params, given, strict=False):
        if part and (held := said.get(param)):
            found.extend(of_kind(page, part, held))
    return found


def said_by_passing(page: Page, nodes: list[Node]) -> list[Known]:
    """What is known behind a call of a function of the script that goes on only with what it accepts."""
    called = _called(page, nodes)
    if called is None:
        return []
    function, given = called
    found: list[Known] = []
    said = sayings.answered(function, function.passes)
    for param, part in zip(function.params, given, strict=False):
        if part and (held := said.get(param)):
            found.extend(of_kind(page, part, held))
    return found


def _called(page: Page, nodes: list[Node]) -> tuple[Function, list[list[Node]]] | None:
    """The function of the script that is called here, with the runs of what it is given; null for any other call."""
    name = name_of(nodes)
    function = page.names.functions.get(name) if name else None
    args = nodes[-1]
    if function is None or not isinstance(args, Group):
        return None
    given = split_nodes(args.nodes, ",") if args.nodes else []
    if len(nodes) > 3 and len(given) + 1 == len(function.params) and not page.php:
        # A method that extends the type of what it is called on.
        given = [nodes[:-3], *given]
    return function, given


def _asked(page: Page, nodes: list[Node]) -> list[Known]:
    """What a question says of a value: `re.Test(x)`, `map.containsKey(x)`, `isset($map[$x])`."""
    name = name_of(nodes)
    args = nodes[-1] if nodes else None
    if not name or not isinstance(args, Group):
        return by_key(page, nodes)
    given = split_nodes(args.nodes, ",") if args.nodes else []
    owner = nodes[:-3] if len(nodes) > 3 else []
    called = _called(page, nodes)
    said = _answered(page, *called, yes=True) if called is not None else []
    if called is not None and (said or called[0].says):
        return [*said, *given_back(page, nodes, answers.answered(called[0], yes=True))]
    if name in _EMPTY and len(given) == 1 - bool(name == "isempty" and owner):
        return of_kind(page, given[0] if given else owner, Held.EMPTY)
    if owner and given and (each := said_of_each(page, name, owner, given[-1])[0]):
        return each
    if name in _ENDS and given:
        return _ended(page, *((owner, given[0]) if len(given) == 1 or owner else (given[0], given[1])))
    if name in _RIGHTS and name not in page.names.functions:
        return [RIGHTS]
    if name in _PATTERNS:
        return _matched(page, name, owner, given)
    if name == "filter_var" and len(given) > 1 and page.php and mentions(Group("(", given[1], 0, 0), _FILTERS):
        return of_kind(page, given[0], Held.FIXED)
    if name in _KINDS and given:
        return of_kind(page, given[0], _KINDS[name])
    if name in _EQUALS and given and (owner or len(given) > 1):
        # `x.Equals("a", StringComparison.Ordinal)` asks as `x.Equals("a")` does.
        of_text = page.part.language in NET and bool(owner) and not is_word(owner[0], *_COMPARERS)
        alone = len(given) == 1 or of_text
        return _same(page, owner if alone else given[0], given[0] if alone else given[1])
    if name in _ANY and page.part.language in NET and (like := _like_one(page, owner, given)):
        return like
    if name == "isset" and len(given) == 1 and page.php:
        return _key_of(page, given[0])
    found: list[Known] = []
    if name in _BEGINS:
        found = begun(page, owner, given)
    return found or (_held_in(page, name, owner, given) if name in _HOLDS else [])


def _refused(page: Page, nodes: list[Node]) -> list[Known]:
    """What is known where a text does not stand in a value, or a pattern finds nothing in it."""
    name, args = name_of(nodes), nodes[-1]
    given = split_nodes(args.nodes, ",") if isinstance(args, Group) and args.nodes else []
    owner = nodes[:-3] if len(nodes) > 3 else []
    if name in _PATTERNS:
        asked = _pattern_asked(page, name, owner, given)
        return of_kind(page, asked[0], not_matched(asked[1])) if asked is not None and not asked[2] else []
    if name not in _SEEKS:
        return []
    parts = [part for part in ([owner] if owner else []) + given if part and not is_literal(part)]
    if len(parts) < 2:
        return []
    one, other = page.evaluator.expression(page, parts[0]), page.evaluator.expression(page, parts[1])
    if one.trail is not None and other.const is not None:
        return of_kind(page, parts[0], without(other.const))
    if one.trail is not None and other.path == CHOSEN:
        held = NONE_HELD
        for item in other.items or ():
            held |= without(item.const or "")
        return [replace(item, each=True) for item in of_kind(page, parts[0], held)]
    if one.const is not None and other.trail is not None and whole_of(page, parts[1], other.trail):
        return of_kind(page, parts[1], without_signs(one.const))
    return []


def _matched(page: Page, name: str, owner: list[Node], given: list[list[Node]]) -> list[Known]:
    """A pattern that a value matches."""
    asked = _pattern_asked(page, name, owner, given)
    if asked is None:
        return []
    subject, text, whole = asked
    if name == "test" and leaves_signs(text) and (left := _left_over(page, subject)):
        return left
    if held := held_by(text, whole=whole) | matched(text, whole=whole):
        return of_kind(page, subject, held)
    trail = page.evaluator.expression(page, subject).trail
    return by_pattern(trail, text) if trail is not None and is_whole(page, subject, trail) else []


def _pattern_asked(
    page: Page, name: str, owner: list[Node], given: list[list[Node]]
) -> tuple[list[Node], str, bool] | None:
    """What a pattern is asked of, the pattern, and whether it must match all of that; null where it is not known."""
    whole = name == "matches"
    last = owner[-1] if owner else None
    if whole and not given and isinstance(last, Group) and name_of(owner) == "matcher":
        subject, pattern = last.nodes, owner[:-3]
    elif name == "test" or (name == "ismatch" and len(given) == 1):
        subject, pattern = (given[0] if given else []), owner
    elif name in {"matches", "match"} and len(given) == 1:
        subject, pattern = owner, given[0]
    elif len(given) > 1:
        subject, pattern = (given[0], given[1]) if name == "ismatch" else (given[1], given[0])
    else:
        return None
    if not subject or not pattern:
        return None
    value = page.evaluator.expression(page, pattern)
    text = value.const if value.const is not None else value.place
    if text is None and name == "test" and page.basic:
        text = (page.names.lookup(".pattern") or NOTHING).const
    if text is None:
        return None
    if name == "preg_match" or (value.path == "regexp" and text.startswith("/")):
        end = text.rfind({"(": ")", "{": "}", "[": "]", "<": ">"}.get(text[:1], text[:1]))
        if "m" in text[end + 1 :]:
            return None
        text = text[1:end]
    return subject, text, whole


def _left_over(page: Page, subject: list[Node]) -> list[Known]:
    """`x.replace(/"…"/g, "")`, of which a pattern says that nothing is left that could call."""
    first, rest = subject[0], subject[1:]
    if not isinstance(first, Leaf) or not rest or len(rest) % 3:
        return []
    for dot, name, args in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        given = args.nodes if isinstance(args, Group) else []
        if len(given) != 3 or not is_op(dot, ".") or not is_word(name, "replace"):
            return []
        taken, put = given[0], given[2]
        if not isinstance(taken, Leaf) or taken.kind != "regex" or not isinstance(put, Leaf) or put.kind != "text":
            return []
        if not takes_only_literals(taken.text, put.text):
            return []
    trail = page.evaluator.expression(page, [first]).trail
    return [known(trail, Held.FIXED)] if trail is not None else []


def _ended(page: Page, subject: list[Node], end: list[Node]) -> list[Known]:
    """A name that ends with a fixed text."""
    text, trail = page.evaluator.expression(page, end).const, page.evaluator.expression(page, subject).trail
    if text is None or trail is None or not is_whole(page, subject, trail):
        return []
    return by_end(trail, text)


def _same(page: Page, one: list[Node], other: list[Node]) -> list[Known]:
    """Two texts that are the same, of which one is fixed."""
    for subject, fixed in ((one, other), (other, one)):
        if subject and fixed:
            value, text = page.evaluator.expression(page, subject), page.evaluator.expression(page, fixed)
            listed = text.const is not None or (text.path == CHOSEN and not acts_by_name(text)) or is_row(page, text)
            if value.trail is None or text.trail is not None:
                continue
            if not listed:
                if is_whole(page, subject, value.trail) and (inside := inside_folder(page, subject, value.trail)):
                    return inside
                continue
            ending = of_ending(page, subject, value.trail, [text]) if text.const is not None else []
            if is_whole(page, subject, value.trail):
                return [known(value.trail, Held.FIXED), *ending]
            if ending:
                return ending
    return []


def _key_of(page: Page, nodes: list[Node]) -> list[Known]:
    """`isset($map[$x])`: the value is a key of a list of the script."""
    last = nodes[-1] if nodes else None
    if len(nodes) < 2 or not isinstance(last, Group) or last.open != "[" or not last.nodes:
        return []
    held, key = page.evaluator.expression(page, nodes[:-1]), page.evaluator.expression(page, last.nodes)
    if held.trail is None and not held.path.startswith("$") and key.trail is not None:
        return [known(key.trail, Held.FIXED)] if is_whole(page, last.nodes, key.trail) else []
    return []


def _held_in(page: Page, name: str, owner: list[Node], given: list[list[Node]]) -> list[Known]:
    """A value that is one of a list, or a piece of a fixed text."""
    values = [page.evaluator.expression(page, part) if part else NOTHING for part in given]
    while len(values) > 1 and "compar" in values[-1].path:
        # Whether capitals count says nothing of what is looked for.
        values.pop()
    held = page.evaluator.expression(page, owner) if owner else NOTHING
    sent = [index for index, value in enumerate(values) if value.trail is not None]
    numbered = len(values) > 2 and values[0].number
    sought = (2 if numbered and name == "instr" else 1) if name in _IN_TEXT else len(values) - 1 if owner else 0
    if name == "indexof" and len(values) > 1:
        # `Array.IndexOf(list, x)`
        sought = 1
    if sent != [sought] or held.trail is not None or held.path == "request":
        return []
    if len(owner) == 1 and isinstance(owner[0], Leaf) and owner[0].plain in page.names.keyed:
        return []
    trail = values[sent[0]].trail
    if trail is None or any(map(acts_by_name, (held, *values))):
        return []
    listed = held.const or values[0].const or ""
    subject = given[sent[0]]
    if listed and whole_of(page, subject, trail) is not None:
        letters = of_kind(page, subject, made_of(frozenset(listed)))
        return [*letters, known(trail, Held.FIXED)] if is_whole(page, subject, trail) else letters
    items = [item.const or "" for item in held.items or ()] or [word for word in re.split(r"\W+", listed) if word]
    bare = _bare(subject)
    whose = ending_of(page, bare, trail, ".") if items and bare else None
    if whose is not None:
        kept = [known(whose, Held.ENDING)] if all(map(ends_with, items)) else []
        return [*kept, *([known(trail, Held.FIXED)] if is_whole(page, subject, trail) else [])]
    # Of a list that is not written out here, nobody says that it holds what runs.
    ending = of_ending(page, subject, trail, held.items or [held, *values])
    return [known(trail, Held.FIXED), *ending] if is_whole(page, subject, trail) else ending


def _bare(nodes: list[Node]) -> list[Node]:
    """`"|" & x & "|"`: what stands between texts of the page."""
    while len(nodes) > 2 and isinstance(nodes[0], Leaf) and nodes[0].kind == "text":
        nodes = nodes[2:]
    while len(nodes) > 2 and isinstance(nodes[-1], Leaf) and nodes[-1].kind == "text":
        nodes = nodes[:-2]
    return nodes


def acts_by_name(listed: Value) -> bool:
    """Whether a list holds the name of what acts, so that to be one of it makes nothing harmless."""
    names = words.COMMANDS | REFLECTED | {"assert"}
    return any((item.const or "").lower() in names for item in listed.items or ())


def _like_one(page: Page, owner: list[Node], given: list[list[Node]]) -> list[Known]:
    """`list.Any(a => a == x)`, `Array.Exists(list, a => a == x)`: the value is one of the list."""
    name, body = lambda_of(given[-1]) if given else (None, [])
    if not isinstance(name, Leaf) or len(given) > 2 or not page.afford():
        return []
    held = owner if len(given) == 1 else given[0]
    if not held:
        return []
    listed = page.evaluator.expression(page, held)
    if listed.trail is not None or acts_by_name(listed):
        return []
    sign = next((i for i, node in enumerate(body) if is_op(node, "==", "=")), 0)
    last = body[-1]
    if sign:
        sides = [body[:sign], body[sign + 1 :]]
    elif name_of(body) in _EQUALS and isinstance(last, Group):
        sides = [side for side in (body[:-3], *split_nodes(last.nodes, ",")) if side]
    else:
        return []
    if not any(len(side) == 1 and is_word(side[0], name.plain) for side in sides):
        return []
    for side in sides:
        trail = page.evaluator.expression(page, side).trail if not is_word(side[0], name.plain) else None
        if trail is not None and is_whole(page, side, trail):
            return [known(trail, Held.FIXED), *of_ending(page, side, trail, listed.items or [])]
    return []
