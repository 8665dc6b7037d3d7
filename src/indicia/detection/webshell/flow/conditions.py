"""What a condition says of the values in it: a pattern, a list, a folder, a right of the visitor."""

import re

from indicia.detection.webshell.acts.ground import MOST_NEST
from indicia.detection.webshell.acts.marks import marked
from indicia.detection.webshell.flow.statements import Statements
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.shapes import is_op, is_word, split_nodes
from indicia.detection.webshell.tokens.tokens import Group, Leaf, Node
from indicia.detection.webshell.values.bounds import RIGHTS, Known, held_by, known
from indicia.detection.webshell.values.kinds import REFLECTED
from indicia.detection.webshell.values.leftovers import forbids_signs, leaves_signs, takes_only_literals
from indicia.detection.webshell.values.value import NOTHING, Held, Trail

Says = tuple[frozenset[Known], frozenset[Known]]
"""What is known where a condition holds, and where it does not."""
NOT_KNOWN: Says = (frozenset(), frozenset())
_EITHER = frozenset({"||", "or", "orelse"})
_BOTH = frozenset({"&&", "and", "andalso"})
_SAME = frozenset({"==", "===", "="})
_OTHER = frozenset({"!=", "!==", "<>"})
_MORE = frozenset({">", ">=", "=>"})
_LESS = frozenset({"<", "<=", "=<"})
_FLIPPED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "=<": ">=", "=>": "<="}
_NEVER = frozenset({"false", "0", "-1", "null", "nothing"})
_HOLDS = frozenset({
    "in_array", "array_key_exists", "key_exists", "array_search", "exists", "containskey", "contains", "includes",
    "has", "hasownproperty", "indexof", "instr", "strpos", "stripos", "mb_strpos", "containsvalue",
})  # fmt: skip
"""Functions that look for a value in a list, or for a text in a text."""
_IN_TEXT = frozenset({"instr", "strpos", "stripos", "mb_strpos"})
"""Those that are given the whole first."""
_BEGINS = frozenset({"startswith", "str_starts_with", "strncmp", "strncasecmp", "strpos", "stripos", "instr"})
_UNLIKE = frozenset({"strncmp", "strncasecmp", "strcmp", "strcasecmp", "strcomp"})
"""Functions that give nothing where two texts are the same."""
_EQUALS = frozenset({"equals", "equalsignorecase", "strcmp", "strcasecmp", "strcomp", "hash_equals"})
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
_DIGITS_OF = re.compile(r"^\s*-?\s*\d+\s*$")


class Conditions(Statements):
    """What holds behind a condition."""

    def _condition(self, nodes: list[Node]) -> Says:
        """Read a condition; gives what is known of the values in it where it holds and where it does not."""
        self._nest += 1
        try:
            return self._parts_of(nodes) if self._nest <= MOST_NEST and nodes else NOT_KNOWN
        finally:
            self._nest -= 1

    def _parts_of(self, nodes: list[Node]) -> Says:
        if any(isinstance(node, Leaf) and (node.kind == "end" or node.text in words.ASSIGN - {"="}) for node in nodes):
            self._expression(nodes, compare=self._basic)
            return NOT_KNOWN
        while len(nodes) == 1 and isinstance(nodes[0], Group) and nodes[0].open == "(" and nodes[0].nodes:
            nodes = nodes[0].nodes
        for signs, both in ((_EITHER, False), (_BOTH, True)):
            parts = _split(nodes, signs)
            if len(parts) > 1:
                said = [self._condition(part) for part in parts if part]
                every = [frozenset.intersection(*column) for column in zip(*said, strict=True)]
                some = [frozenset.union(*column) for column in zip(*said, strict=True)]
                return (some[0], every[1]) if both else (every[0], some[1])
        inverted = 0
        while inverted < len(nodes) - 1 and (is_op(nodes[inverted], "!") or is_word(nodes[inverted], "not")):
            inverted += 1
        if inverted:
            holds, fails = self._condition(nodes[inverted:])
            return (fails, holds) if inverted % 2 else (holds, fails)
        return self._single(nodes)

    def _single(self, nodes: list[Node]) -> Says:
        """A condition without `and` and `or`."""
        if (mark := marked(self._code[nodes[0].at : nodes[-1].end][:400])) is not None:
            # Of the methods that a request may name, the page has marked those that it may call.
            trail = (self._lookup(mark[0]) or NOTHING).trail
            said = frozenset({known(trail, Held.FIXED)}) if trail is not None else frozenset()
            return (said, frozenset()) if mark[1] else (frozenset(), said)
        signs = [
            index
            for index, node in enumerate(nodes)
            if isinstance(node, Leaf)
            and node.kind == "op"
            and (node.text in _SAME | _OTHER | _MORE | _LESS)
            and (node.text != "=" or self._basic)
        ]
        if len(signs) != 1 or not 0 < signs[0] < len(nodes) - 1:
            self._expression(nodes, compare=self._basic)
            return frozenset(self._tested(nodes)), frozenset(self._untested(nodes))
        sign = nodes[signs[0]]
        assert isinstance(sign, Leaf)
        return self._compared(nodes[: signs[0]], sign.text, nodes[signs[0] + 1 :])

    def _compared(self, left: list[Node], sign: str, right: list[Node]) -> Says:
        one, other = self._expression(left), self._expression(right)
        if one.trail is None and (one.const is not None or _is_literal(left)):
            left, right, one, other = right, left, other, one
            sign = _FLIPPED.get(sign, sign)
        if other.trail is not None:
            return NOT_KNOWN
        tested = frozenset(self._tested(left)) or frozenset(self._untested(left))
        if tested:
            name = _name_of(left)
            literal = self._code[right[0].at : right[-1].end].replace(" ", "").lower()
            holds = _says(name, sign, literal)
            return NOT_KNOWN if holds is None else (tested, frozenset()) if holds else (frozenset(), tested)
        if one.trail is None:
            return NOT_KNOWN
        said: frozenset[Known] = frozenset()
        if other.const is not None and self._is_whole(left, one.trail):
            said = frozenset({known(one.trail, Held.FIXED)})
        elif other.const is None and _name_of(left) in {"left", "substr", "substring"}:
            said = frozenset(self._inside(left, one.trail))
        if sign in _SAME:
            return said, frozenset()
        return (frozenset(), said) if sign in _OTHER else NOT_KNOWN

    def _untested(self, nodes: list[Node]) -> list[Known]:
        """What is known where a function that gives nothing for like texts gives nothing."""
        name, args = _name_of(nodes), nodes[-1]
        if name == "test" and self._script and isinstance(args, Group) and args.nodes and len(nodes) == 4:
            pattern = nodes[0].text if isinstance(nodes[0], Leaf) and nodes[0].kind == "regex" else ""
            return self._left_over(args.nodes) if forbids_signs(pattern[1 : pattern.rfind("/")]) else []
        return self._asked(nodes) if name in _UNLIKE else []

    def _tested(self, nodes: list[Node]) -> list[Known]:
        """What is known where a function says yes."""
        return self._asked(nodes) if _name_of(nodes) not in _UNLIKE else []

    def _asked(self, nodes: list[Node]) -> list[Known]:
        """What a question says of a value: `re.Test(x)`, `map.containsKey(x)`, `isset($map[$x])`."""
        name = _name_of(nodes)
        args = nodes[-1] if nodes else None
        if not name or not isinstance(args, Group):
            return []
        given = split_nodes(args.nodes, ",") if args.nodes else []
        owner = nodes[:-3] if len(nodes) > 3 else []
        if name in _RIGHTS and name not in self._functions:
            return [RIGHTS]
        if name in _PATTERNS:
            return self._matched(name, owner, given)
        if name in _KINDS and given:
            return self._of_kind(given[0], _KINDS[name])
        if name in _EQUALS and (owner or len(given) > 1):
            return self._same(owner if len(given) == 1 else given[0], given[0] if len(given) == 1 else given[1])
        if name == "isset" and len(given) == 1 and self._php:
            return self._key_of(given[0])
        found: list[Known] = []
        if name in _BEGINS:
            found = self._begun(owner, given)
        return found or (self._held_in(name, owner, given) if name in _HOLDS else [])

    def _matched(self, name: str, owner: list[Node], given: list[list[Node]]) -> list[Known]:
        """A pattern that a value matches."""
        whole = name == "matches"
        last = owner[-1] if owner else None
        if whole and not given and isinstance(last, Group) and _name_of(owner) == "matcher":
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
        value = self._expression(pattern)
        text = value.const if value.const is not None else value.place
        if text is None and name == "test" and self._basic:
            text = (self._lookup(".pattern") or NOTHING).const
        if text is None:
            return []
        if name == "preg_match" or (value.path == "regexp" and text.startswith("/")):
            end = text.rfind({"(": ")", "{": "}", "[": "]", "<": ">"}.get(text[:1], text[:1]))
            if "m" in text[end + 1 :]:
                return []
            text = text[1:end]
        if name == "test" and value.path == "regexp" and leaves_signs(text) and (left := self._left_over(subject)):
            return left
        return self._of_kind(subject, held_by(text, whole=whole))

    def _left_over(self, subject: list[Node]) -> list[Known]:
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
        trail = self._expression([first]).trail
        return [known(trail, Held.FIXED)] if trail is not None else []

    def _of_kind(self, subject: list[Node], held: Held) -> list[Known]:
        trail = self._expression(subject).trail if subject and held else None
        if trail is None or not self._is_whole(subject, trail) or self._matches(_CODES):
            return []
        return [known(trail, held)]

    def _same(self, one: list[Node], other: list[Node]) -> list[Known]:
        """Two texts that are the same, of which one is fixed."""
        for subject, fixed in ((one, other), (other, one)):
            if subject and fixed:
                value, text = self._expression(subject), self._expression(fixed)
                if value.trail is not None and text.const is not None and self._is_whole(subject, value.trail):
                    return [known(value.trail, Held.FIXED)]
        return []

    def _key_of(self, nodes: list[Node]) -> list[Known]:
        """`isset($map[$x])`: the value is a key of a list of the script."""
        last = nodes[-1] if nodes else None
        if len(nodes) < 2 or not isinstance(last, Group) or last.open != "[" or not last.nodes:
            return []
        held, key = self._expression(nodes[:-1]), self._expression(last.nodes)
        if held.trail is None and not held.path.startswith("$") and key.trail is not None:
            return [known(key.trail, Held.FIXED)] if self._is_whole(last.nodes, key.trail) else []
        return []

    def _held_in(self, name: str, owner: list[Node], given: list[list[Node]]) -> list[Known]:
        """A value that is one of a list, or a piece of a fixed text."""
        values = [self._expression(part) if part else NOTHING for part in given]
        held = self._expression(owner) if owner else NOTHING
        sent = [index for index, value in enumerate(values) if value.trail is not None]
        numbered = len(values) > 2 and values[0].number
        sought = (2 if numbered and name == "instr" else 1) if name in _IN_TEXT else len(values) - 1 if owner else 0
        if name == "indexof" and len(values) > 1:
            # `Array.IndexOf(list, x)`
            sought = 1
        if sent != [sought] or held.trail is not None or held.path == "request":
            return []
        trail = values[sent[0]].trail
        listed = [item.const for value in (held, *values) for item in (value.items or ())]
        if trail is None or any((item or "").lower() in words.COMMANDS | REFLECTED | {"assert"} for item in listed):
            return []
        return [known(trail, Held.FIXED)] if self._is_whole(given[sent[0]], trail) else []

    def _begun(self, owner: list[Node], given: list[list[Node]]) -> list[Known]:
        """A path that begins with a folder of the application, after the steps upwards were taken out of it."""
        parts = [part for part in ([owner] if owner else []) + given if part and not _is_literal(part)]
        if len(parts) < 2:
            return []
        path, folder = self._expression(parts[0]), self._expression(parts[1])
        return self._inside(parts[0], path.trail) if path.trail is not None and folder.trail is None else []

    def _inside(self, nodes: list[Node], trail: Trail) -> list[Known]:
        code = self._code[nodes[0].at : nodes[-1].end]
        ways = (code, trail.source, *(step[1] for step in trail.steps))
        return [known(trail, Held.FOLDER)] if any(_CANONICAL.search(way) for way in ways) else []

    def _is_whole(self, nodes: list[Node], trail: Trail) -> bool:
        """Whether this is the value itself, not one of several that were cut out of what a request sends."""
        code = _AROUND.sub("", self._code[nodes[0].at : nodes[-1].end][:400]).strip(" \t\r\n&+.")
        for _ in range(4):
            found = _WRAPPED.match(code)
            if found is None:
                break
            code = (found[1] or found[2] or "").strip(" \t\r\n&+.")
        if _ONE_NAME.match(code):
            return True
        bare = _AROUND.sub("", trail.source).replace(" ", "")
        return not trail.steps and code.replace(" ", "") == bare

    def _given_fixed(self, body: list[Node], fails: frozenset[Known]) -> frozenset[Known]:
        """`if (!in_array($x, $list)) $x = "home";`: afterwards it is one of the list, or this text."""
        last = body[-1] if body else None
        nodes = last.nodes if isinstance(last, Group) and last.open == "{" else body
        found: set[Known] = set()
        for name, sign, text, after in zip(nodes, nodes[1:], nodes[2:], [*nodes[3:], None], strict=False):
            if isinstance(after, Leaf) and after.kind == "op":
                # The text is a part of what the name is given.
                continue
            if (
                isinstance(name, Leaf)
                and is_op(sign, "=")
                and isinstance(text, Leaf)
                and text.kind in {"text", "number"}
            ):
                kept = self._lookup(name.plain)
                if kept is not None and kept.trail is not None:
                    found.update(item for item in fails if item.covers(kept.trail))
        return frozenset(found)

    def _stops_else(self, nodes: list[Node]) -> frozenset[Known]:
        """`preg_match(…) or die();`: what holds afterwards."""
        stop = nodes[-2] if len(nodes) > 1 and isinstance(nodes[-1], Group) else nodes[-1]
        if not is_word(stop, "die", "exit"):
            return frozenset()
        at = next((i for i, node in enumerate(nodes) if is_word(node, "or", "and") or is_op(node, "||", "&&")), 0)
        if not at or nodes[at + 1] is not stop:
            return frozenset()
        sign = nodes[at]
        holds, fails = self._condition(nodes[:at])
        return holds if is_word(sign, "or") or is_op(sign, "||") else fails

    def _ends(self, nodes: list[Node]) -> bool:
        """Whether a statement or the body of one ends what is going on."""
        last = nodes[-1] if nodes else None
        if isinstance(last, Group) and last.open == "{":
            nodes = last.nodes
        for index, node in enumerate(nodes):
            if isinstance(node, Leaf) and node.kind == "name":
                after_dot = index > 0 and is_op(nodes[index - 1], ".")
                if node.plain in _STOPS and not after_dot:
                    return True
                if after_dot and node.plain in {"end", "redirect", "transfer", "sendredirect"}:
                    return True
        return False


_STOPS = frozenset({"return", "throw", "exit", "die", "break", "continue", "goto", "wp_die", "abort", "end'"})


def _split(nodes: list[Node], signs: frozenset[str]) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if isinstance(node, Leaf) and node.kind in {"op", "name"} and node.plain in signs:
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _name_of(nodes: list[Node]) -> str:
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


def _is_literal(nodes: list[Node]) -> bool:
    """Whether it is a number, a yes or a no, as it stands."""
    last = nodes[-1] if nodes else None
    if not isinstance(last, Leaf) or len(nodes) > 2:
        return False
    return last.kind == "number" or last.plain in {"true", "false", "null", "nothing"}


def _says(name: str, sign: str, literal: str) -> bool | None:
    """Whether a question that is compared with this literal was answered with yes; null where that is not clear."""
    if sign in _MORE | _LESS:
        return sign in _MORE
    yes = literal not in _NEVER
    if name in {"strpos", "stripos", "instr"} and literal == "0" and name != "instr":
        # The place at the very beginning is one; `false` says that there is none.
        yes = True
    if name in _UNLIKE:
        yes = literal in {"0", "false"}
    elif not (_DIGITS_OF.match(literal) or literal in {"true", "false", "null", "nothing"}):
        return None
    return yes if sign in _SAME else not yes
