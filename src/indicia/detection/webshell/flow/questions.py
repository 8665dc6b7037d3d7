"""Functions that ask something of a value: what is known of it where they say yes, or no."""

import re

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import Group, Leaf, Node
from indicia.detection.webshell.tokens.languages import NET
from indicia.detection.webshell.tokens.shapes import is_op, is_word, lambda_of, split_nodes
from indicia.detection.webshell.values.bounds import RIGHTS, Known, held_by, known
from indicia.detection.webshell.values.kinds import REFLECTED
from indicia.detection.webshell.values.leftovers import forbids_signs, leaves_signs, takes_only_literals
from indicia.detection.webshell.values.sink import Function
from indicia.detection.webshell.values.value import NONE_HELD, NOTHING, Held, Trail, Value

_HOLDS = frozenset({
    "in_array", "array_key_exists", "key_exists", "array_search", "exists", "containskey", "contains", "includes",
    "has", "hasownproperty", "indexof", "instr", "strpos", "stripos", "mb_strpos", "containsvalue",
})  # fmt: skip
"""Functions that look for a value in a list, or for a text in a text."""
_IN_TEXT = frozenset({"instr", "strpos", "stripos", "mb_strpos"})
"""Those that are given the whole first."""
_BEGINS = frozenset({"startswith", "str_starts_with", "strncmp", "strncasecmp", "strpos", "stripos", "instr"})
_EQUALS = frozenset({"equals", "equalsignorecase", "strcmp", "strcasecmp", "strcomp", "hash_equals"})
_ANY = frozenset({"any", "exists"})
"""Functions that ask whether there is one in a list of which another says yes."""
_PATTERNS = frozenset({"test", "matches", "ismatch", "preg_match", "match"})
_KINDS = {
    "ctype_digit": Held.FIXED, "is_numeric": Held.FIXED, "isnumeric": Held.FIXED, "tryparse": Held.FIXED,
    "is_int": Held.FIXED, "ctype_alnum": Held.SIGNS | Held.FOLDER, "ctype_alpha": Held.SIGNS | Held.FOLDER,
    "isalphanumeric": Held.SIGNS | Held.FOLDER, "isalpha": Held.SIGNS | Held.FOLDER,
}  # fmt: skip
_RIGHTS = frozenset({
    "isuserinrole", "isinrole", "haspermission", "hasrole", "hasauthority", "current_user_can", "user_can", "isgranted",
    "is_super_admin", "checkpermission", "haspermissions", "ispermitted", "hasanyrole", "authorizeasync",
})  # fmt: skip
"""Functions of frameworks that say what a visitor may do."""
_CANONICAL = re.compile(
    r"realpath|getcanonical|getfullpath|torealpath|normalize|getabsolutepathname|mappath|\.resolve\(", re.IGNORECASE
)
"""What takes the steps upwards out of a path."""
_CODES = re.compile(
    r"\bchr[wb]?\s*\(|fromcharcode|\(char\)|\bpack\s*\(|hex2bin|tochar\b|fromcodepoint|,\s*16\s*\)|hexnumber",
    re.IGNORECASE,
)
"""What makes letters of numbers: where that stands in a page, a number may be code."""
_AROUND = re.compile(r"(?:\"(?:[^\"\\]|\\.)*\"|'[^']*')|\(\s*string\s*\)", re.IGNORECASE)
_WRAPPED = re.compile(
    r"^(?:l?trim|rtrim|strtolower|strtoupper|lcase|ucase|cstr|string|strval|basename)\s*\((.*)\)$"
    r"|^(.*?)\s*\.\s*(?:trim\w*|tolower\w*|toupper\w*|tostring|getpath|getcanonicalpath|getabsolutepath)\s*\(\s*\)$",
    re.IGNORECASE | re.DOTALL,
)
_ONE_NAME = re.compile(r"^\$?[A-Za-z_]\w*$")
UNLIKE = frozenset({"strncmp", "strncasecmp", "strcmp", "strcasecmp", "strcomp"})
"""Functions that give nothing where two texts are the same."""


def said_by_no(page: Page, nodes: list[Node]) -> list[Known]:
    """What is known where a function that gives nothing for like texts gives nothing."""
    name, args = name_of(nodes), nodes[-1]
    if name == "test" and page.script and isinstance(args, Group) and args.nodes and len(nodes) == 4:
        pattern = nodes[0].text if isinstance(nodes[0], Leaf) and nodes[0].kind == "regex" else ""
        return _left_over(page, args.nodes) if forbids_signs(pattern[1 : pattern.rfind("/")]) else []
    return _asked(page, nodes) if name in UNLIKE else []


def said_by_yes(page: Page, nodes: list[Node]) -> list[Known]:
    """What is known where a function says yes."""
    return _asked(page, nodes) if name_of(nodes) not in UNLIKE else []


def note_answer(page: Page, nodes: list[Node]) -> None:
    """Note what a function of the script says of its parameters with what it gives back here, if that is a yes."""
    function = page.names.scope
    if function is None or not function.params or (len(nodes) == 1 and is_word(nodes[0], "false")):
        return
    answer: dict[str, Held] = {}
    if (name_of(nodes) in _PATTERNS or name_of(nodes) in _KINDS) and page.afford():
        # The answer holds whatever is given, so it is asked of what stands for that.
        given = function.locals
        function.locals = {**given, **{param: Value(trail=Trail(f"\0{param}", 0)) for param in function.params}}
        for item in said_by_yes(page, nodes):
            param = item.source.removeprefix("\0")
            answer[param] = answer.get(param, NONE_HELD) | item.held
        function.locals = given
    function.answers[nodes[0].at] = answer


def _answered(page: Page, function: Function, given: list[list[Node]]) -> list[Known]:
    """What a function of the script says of what it is given, where all of its answers say so."""
    found: list[Known] = []
    for param, part in zip(function.params, given, strict=False):
        held = ~NONE_HELD
        for answer in function.answers.values():
            held &= answer.get(param, NONE_HELD)
        if held and function.answers:
            found.extend(_of_kind(page, part, held))
    return found


def _asked(page: Page, nodes: list[Node]) -> list[Known]:
    """What a question says of a value: `re.Test(x)`, `map.containsKey(x)`, `isset($map[$x])`."""
    name = name_of(nodes)
    args = nodes[-1] if nodes else None
    if not name or not isinstance(args, Group):
        return []
    given = split_nodes(args.nodes, ",") if args.nodes else []
    owner = nodes[:-3] if len(nodes) > 3 else []
    function = page.names.functions.get(name)
    if function is not None and (answered := _answered(page, function, given)):
        return answered
    if name in _RIGHTS and name not in page.names.functions:
        return [RIGHTS]
    if name in _PATTERNS:
        return _matched(page, name, owner, given)
    if name in _KINDS and given:
        return _of_kind(page, given[0], _KINDS[name])
    if name in _EQUALS and (owner or len(given) > 1):
        return _same(page, owner if len(given) == 1 else given[0], given[0] if len(given) == 1 else given[1])
    if name in _ANY and page.part.language in NET and (like := _like_one(page, owner, given)):
        return like
    if name == "isset" and len(given) == 1 and page.php:
        return _key_of(page, given[0])
    found: list[Known] = []
    if name in _BEGINS:
        found = _begun(page, owner, given)
    return found or (_held_in(page, name, owner, given) if name in _HOLDS else [])


def _matched(page: Page, name: str, owner: list[Node], given: list[list[Node]]) -> list[Known]:
    """A pattern that a value matches."""
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
        return []
    if not subject or not pattern:
        return []
    value = page.evaluator.expression(page, pattern)
    text = value.const if value.const is not None else value.place
    if text is None and name == "test" and page.basic:
        text = (page.names.lookup(".pattern") or NOTHING).const
    if text is None:
        return []
    if name == "preg_match" or (value.path == "regexp" and text.startswith("/")):
        end = text.rfind({"(": ")", "{": "}", "[": "]", "<": ">"}.get(text[:1], text[:1]))
        if "m" in text[end + 1 :]:
            return []
        text = text[1:end]
    if name == "test" and value.path == "regexp" and leaves_signs(text) and (left := _left_over(page, subject)):
        return left
    return _of_kind(page, subject, held_by(text, whole=whole))


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


def _of_kind(page: Page, subject: list[Node], held: Held) -> list[Known]:
    trail = page.evaluator.expression(page, subject).trail if subject and held else None
    if trail is None or not is_whole(page, subject, trail) or page.code.matches(_CODES):
        return []
    return [known(trail, held)]


def _same(page: Page, one: list[Node], other: list[Node]) -> list[Known]:
    """Two texts that are the same, of which one is fixed."""
    for subject, fixed in ((one, other), (other, one)):
        if subject and fixed:
            value, text = page.evaluator.expression(page, subject), page.evaluator.expression(page, fixed)
            if value.trail is not None and text.const is not None and is_whole(page, subject, value.trail):
                return [known(value.trail, Held.FIXED)]
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
    trail = values[sent[0]].trail
    if trail is None or any(map(acts_by_name, (held, *values))):
        return []
    return [known(trail, Held.FIXED)] if is_whole(page, given[sent[0]], trail) else []


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
            return [known(trail, Held.FIXED)]
    return []


def _begun(page: Page, owner: list[Node], given: list[list[Node]]) -> list[Known]:
    """A path that begins with a folder of the application, after the steps upwards were taken out of it."""
    parts = [part for part in ([owner] if owner else []) + given if part and not is_literal(part)]
    if len(parts) < 2:
        return []
    path, folder = page.evaluator.expression(page, parts[0]), page.evaluator.expression(page, parts[1])
    return inside_folder(page, parts[0], path.trail) if path.trail is not None and folder.trail is None else []


def inside_folder(page: Page, nodes: list[Node], trail: Trail) -> list[Known]:
    """What is known of a path that is compared with a folder: the steps upwards were taken out of it before."""
    code = page.code.text[nodes[0].at : nodes[-1].end]
    ways = (code, trail.source, *(step[1] for step in trail.steps))
    return [known(trail, Held.FOLDER)] if any(_CANONICAL.search(way) for way in ways) else []


def is_whole(page: Page, nodes: list[Node], trail: Trail) -> bool:
    """Whether this is the value itself, not one of several that were cut out of what a request sends."""
    code = _AROUND.sub("", page.code.text[nodes[0].at : nodes[-1].end][:400]).strip(" \t\r\n&+.")
    for _ in range(4):
        found = _WRAPPED.match(code)
        if found is None:
            break
        code = (found[1] or found[2] or "").strip(" \t\r\n&+.")
    if _ONE_NAME.match(code):
        return True
    bare = _AROUND.sub("", trail.source).replace(" ", "")
    return not trail.steps and code.replace(" ", "") == bare


def name_of(nodes: list[Node]) -> str:
    """The name of the function that a chain of members ends with a call of; empty for anything else."""
    if len(nodes) < 2:
        return ""
    name, args = nodes[-2], nodes[-1]
    if not isinstance(args, Group) or args.open != "(" or not isinstance(name, Leaf) or name.kind != "name":
        return ""
    plain = all(
        isinstance(node, Group) or node.kind != "op" or node.text in {".", "->", "::", "?.", "$", "@"} for node in nodes
    )
    return name.plain.rsplit("\\", 1)[-1] if plain else ""


def is_literal(nodes: list[Node]) -> bool:
    """Whether it is a number, a yes or a no, as it stands."""
    last = nodes[-1] if nodes else None
    if not isinstance(last, Leaf) or len(nodes) > 2:
        return False
    return last.kind == "number" or last.plain in {"true", "false", "null", "nothing"}
