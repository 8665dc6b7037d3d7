"""What every step of the flow needs: names, places, limits, and the list of what was found."""

import re
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Sequence

from indicia.detection.webshell.acts.probing import EACH
from indicia.detection.webshell.acts.undefined import is_undefined, may_read_request
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.languages import BASIC, Language, Part
from indicia.detection.webshell.tokens.shapes import split_nodes
from indicia.detection.webshell.tokens.tokens import Group, Leaf, Node
from indicia.detection.webshell.values.bounds import Bounds, Known
from indicia.detection.webshell.values.kinds import TYPES
from indicia.detection.webshell.values.sink import Effect, Function, Shared, Sink, weight_of
from indicia.detection.webshell.values.value import (
    NOTHING,
    SNIPPET,
    Trail,
    Value,
    better,
    join,
    merged,
    shortened,
    with_path,
    with_trail,
)

MOST_NEST = 60
"""Statements and expressions inside each other that are followed."""
MOST_TWICE = 300
"""Pieces of code that are read a second time in one part; pieces lie in pieces."""
_RUN = frozenset({Effect.EVALUATES, Effect.LOADS, Effect.COMPILES, Effect.RUNS})
HANDED = (".start", ".exec", ".eval", ".load", ".loadfrom", ".loadfile")
"""Ends of the names of methods that act, where they are handed over."""
MADE = "\0made"
"""Under this is kept what objects were built from."""
REGISTRY = "registry.value"
"""What a value of the registry goes by."""
_ELSEWHERE = "what is filled outside this page"
_TINY = 200
"""Characters of code of a page that does one thing."""
_SMALL = 6000
"""Characters of a page."""
CALL_NAMES = re.compile(r"\.\s*(?:read\w*|copyto\w*|emit|writeto|receive\w*)\s*\(([^()]{0,200})", re.IGNORECASE)
NAMES = re.compile(r"\$?[A-Za-z_]\w*")


def _is_from(trail: Trail | None, whole: Trail) -> bool:
    """Whether a value is this one, or one of the several that it is made of."""
    if trail is whole:
        return True
    return (
        trail is not None
        and trail.source == whole.source
        and trail.steps[:-1] == whole.steps
        and trail.steps[-1:] != ()
        and trail.steps[-1][1].startswith(EACH)
    )


class Ground(ABC):
    """The state of one part on its way; the classes that follow it in a row add one kind of step each.

    What a step needs of a later one is declared at the end of this class.
    """

    def __init__(self, part: Part, shared: Shared, *, depth: int = 0, line: int = 0, layer: str = "") -> None:
        """`line` is that of the place which runs this text, for a layer; 0 for the script itself."""
        self._part = part
        self._language = part.language
        self._php = part.language is Language.PHP
        self._basic = part.language in BASIC
        self._java = part.language is Language.JAVA
        self._script = part.language in {Language.JSCRIPT, Language.JSCRIPT_NET}
        self._prefixes = words.BASIC_PREFIXES if self._basic else words.PREFIXES if self._php else words.ACTIVE_PREFIXES
        self._control = words.CONTROL if self._php else words.ACTIVE_CONTROL
        self._shared = shared
        self._depth = depth
        self._fixed_line = line
        self._layer = layer
        self._code = part.code
        self._line_ends: list[int] | None = None
        self._globals: dict[str, Value] = {}
        self._functions: dict[str, Function] = {}
        self._classes: set[str] = set()
        self._contracts: set[str] = set()
        """Methods that a web service offers, declared elsewhere than where they are written."""
        self._enums: set[str] = set()
        self._fields: set[str] = set()
        """Fields that classes of the script declare; inside them their bare names mean them."""
        self._default = ""
        """The method of a class that is called when an object of it is."""
        self._scope: Function | None = None
        self._scope_name = ""
        self._with: list[Value] = []
        self._registered: Trail | None = None
        """Who fills the variables of the script by their names; in which function, and from which place on."""
        self._registered_in = ""
        self._registered_at = 0
        self._web_method = False
        self._unnamed: Function | None = None
        """The function without a name whose body is read; it shares the names around it."""
        self._changed = False
        self._acts = not self._php
        """Whether anything was called that could act."""
        self._called: set[str] = set()
        self._seen_layers: dict[int, Value] = {}
        self._nest = 0
        self._inlined = 0
        self._twice = 0
        self._inlining = False
        self._enumerated = False
        self._bounds = Bounds()
        self._otherwise: frozenset[Known] = frozenset()
        """What is known in the `else` of the statement before."""
        self._fails: frozenset[Known] | None = None
        """What is known where the condition of the statement that is read does not hold; null before one was read."""
        self._lowered = ""
        self._asked_for: dict[str, bool] = {}
        for name, what in part.objects:
            self._globals[name] = Value(path=what)

    def _mentions(self, *texts: str) -> bool:
        """Whether one of these, in lower case, stands anywhere in the part; each is looked for once."""
        for text in texts:
            if text not in self._asked_for:
                self._lowered = self._lowered or self._part.code.lower()
                self._asked_for[text] = text in self._lowered
        return any(self._asked_for[text] for text in texts)

    def _matches(self, pattern: re.Pattern[str]) -> bool:
        """Whether this pattern stands anywhere in the part; it is looked for once."""
        if pattern.pattern not in self._asked_for:
            self._asked_for[pattern.pattern] = pattern.search(self._part.code) is not None
        return self._asked_for[pattern.pattern]

    def _afford(self) -> bool:
        """Whether a piece of code may be read once more for another question; in all a few hundred may."""
        self._twice += 1
        return self._twice <= MOST_TWICE

    def _result(self, function: Function, value: Value) -> None:
        old = function.result
        both = value if old is NOTHING else merged(old, value)
        if (both.trail is None) != (old.trail is None) or both.hidden != old.hidden:
            self._changed = True
        if self._names_own(old.path) and self._names_own(value.path):
            # One of several functions is given back.
            names = dict.fromkeys([*old.path.split("+"), *value.path.split("+")])
            both = with_path(both, "+".join(list(names)[:20]))
        function.result = both

    def _params(self, nodes: list[Node]) -> tuple[list[str], list[str]]:
        """Names of parameters with their types, lower case; `$` belongs to no name."""
        names: list[str] = []
        types: list[str] = []
        for part in split_nodes(nodes, ","):
            name = kind = ""
            for index, node in enumerate(part):
                if isinstance(node, Leaf):
                    if node.text == "=" or (node.text == ":" and self._script):
                        break
                    if node.kind == "var":
                        name = node.plain
                        break
                    if node.kind == "name":
                        if self._basic and node.plain == "as":
                            following = part[index + 1] if index + 1 < len(part) else None
                            kind = following.plain if isinstance(following, Leaf) else ""
                            break
                        if node.plain not in self._prefixes:
                            kind, name = name, node.plain
            if name:
                names.append(name)
                types.append(kind)
        return names, types

    def _bind(self, name: str, args: Sequence[Value]) -> None:
        function = self._functions[name]
        count = len(function.params)
        args = [self._bounds.freed(value) for value in args]
        if (self._script or self._php) and "arguments" not in function.locals:
            sent = join(list(args)).trail if args else None
            if sent is not None:
                function.locals["arguments"] = Value(trail=sent)
                self._changed = True
        if 0 < count < len(args) or (function.rest and len(args) == count and args[-1].items is None):
            # The last parameter takes all that is left.
            rest = join(list(args[count - 1 :]))
            items = tuple(args[count - 1 :]) if function.rest else None
            args = [*args[: count - 1], Value(trail=rest.trail, hidden=rest.hidden, items=items)]
        for param, value in zip(function.params, args, strict=False):
            old = function.inputs.get(param)
            if old is None:
                function.inputs[param] = value
                self._changed = self._changed or value.trail is not None or bool(value.path)
            elif value.trail is not None and (old.trail is None or value.trail.rank < old.trail.rank):
                function.inputs[param] = with_trail(old if old.path else value, value.trail)
                self._changed = True
            elif (
                value.path != old.path and self._names_function(value.path) and not self._names_function(old.path)
            ) or (value.hidden and value.trail is None and not old.hidden and old.trail is None):
                function.inputs[param] = value
                self._changed = True
            elif old.const is not None and value.const != old.const:
                function.inputs[param] = Value(trail=old.trail, path=old.path, hidden=old.hidden or value.hidden)

    def _names_own(self, path: str) -> bool:
        """Whether a value of this name is a function of the script."""
        return not self._php and path.split("+", 1)[0] in self._functions

    def _names_function(self, path: str) -> bool:
        """Whether a value of this name is a function that is handed over: one of the script, or one that acts."""
        return not self._php and (path.endswith(HANDED) or path.split("+", 1)[0] in self._functions)

    def _fill_arguments(self, args: list[Value], trail: Trail, at: int) -> None:
        """`stream.Read(buffer, …)`: variables among the arguments get what the stream gives."""
        for name in self._names_in_call(at):
            found = self._lookup(name)
            if found is not None or self._php is False:
                self._assign(name, with_trail(found or NOTHING, better(found.trail if found else None, trail)))

    def _names_in_call(self, at: int) -> list[str]:
        """Variables among the arguments of the call whose expression begins here."""
        line = self._code[at : at + 400]
        found = CALL_NAMES.search(line)
        return [name.lower().lstrip("$") for name in NAMES.findall(found[1])][:1] if found else []

    def _check(self, args: list[Value]) -> None:
        """Note that these values are compared with a list or a pattern, unless that lists what starts programs."""
        listed = [item.const or "" for value in args for item in (value.items or ())]
        if any(text.lower() in words.COMMANDS or text.lower() in {"assert", "eval"} for text in listed):
            return
        for table in (self._scope.locals if self._scope else {}, self._globals):
            for key, value in list(table.items()):
                if (
                    value.trail is not None
                    and any(_is_from(arg.trail, value.trail) for arg in args)
                    and not value.trail.checked
                ):
                    table[key] = with_trail(value, value.trail.after_check())

    def _passed(self, values: list[Value], *, loose: bool = False) -> Value:
        if not values:
            return NOTHING
        joined = join(values)
        trail = joined.trail.loosened() if loose and joined.trail else joined.trail
        return Value(trail=trail, hidden=joined.hidden)

    def _lookup(self, name: str) -> Value | None:
        scope = self._scope
        if scope is not None:
            found = scope.locals.get(name)
            if found is not None:
                return found
            if name in scope.params:
                # What a parameter hides of the same name outside.
                return None
            if self._php and name[:1] not in {".", "\1"} and "\0" + name not in scope.locals:
                return None
        return self._globals.get(name)

    def _assign(self, name: str, value: Value, *, local: bool = False, keep: bool = False) -> None:
        scope = self._scope
        table = self._globals
        if scope is not None and ":" not in name and name[:1] not in {".", "\0", "\1"}:
            if self._php:
                table = scope.locals if "\0" + name not in scope.locals else self._globals
            elif local or name in scope.locals or name in scope.params:
                table = scope.locals
            elif name not in self._globals and self._basic:
                table = self._globals
        old = table.get(name)
        if value.trail is not None and table is self._globals and (old is None or old.trail is None):
            self._changed = True
        if old is not None:
            if keep and old.trail is not None and value.trail is None:
                return
            if not value.number and old is not value:
                value = merged(old, value)
        table[name] = value

    def _act(
        self, effect: Effect, at: int, end: int, value: Value, *, content: Trail | None = None, place: str | None = None
    ) -> None:
        """Note that the script acts on this value here."""
        if self._bounds.mark:
            given, value = value, self._bounds.freed(value)
            content = self._bounds.freed(Value(trail=content)).trail
            if given.trail is not None and value.trail is None and content is None:
                return
        if effect is not Effect.DISCLOSES and value.trail is not None and value.trail.kind == "secret":
            return
        if "database" in {kept.kind for kept in (value.trail, content) if kept} and effect not in _RUN:
            # A page that shows or keeps what it reads from its database is an ordinary one.
            return
        if value.trail is None and content is None:
            hides = value.hidden and not value.hidden.startswith("put together")
            if hides and effect in {Effect.EVALUATES, Effect.LOADS, Effect.COMPILES, Effect.RUNS}:
                self._opaque(at, f"it {effect.value} text that is {value.hidden}")
            elif effect in _RUN and self._asks_elsewhere(effect, value):
                self._shared.unknown.setdefault(
                    (effect, self._line(at)), (self._cut(at, end), f"{effect.value} {_ELSEWHERE}")
                )
            return
        line = self._line(at)
        sink = Sink(
            effect,
            line,
            self._cut(at, end),
            value.trail,
            value.hidden,
            content,
            place if place is not None else value.place,
            self._layer,
        )
        key = effect, self._layer, at
        old = self._shared.sinks.get(key)
        if old is None or weight_of(sink) < weight_of(old):
            self._shared.sinks[key] = sink

    def _asks_elsewhere(self, effect: Effect, value: Value) -> bool:
        """Whether nothing in a small page that reads a request says where a value comes from that it runs."""
        if value.const is not None or value.hidden or self._php or self._java or len(self._code) > _SMALL:
            return False
        name = value.path.removesuffix("()")
        if self._depth or (name == value.path and name in TYPES.values()):
            return False
        if not may_read_request(name):
            return False
        if len(self._code) <= _TINY and effect is Effect.EVALUATES and name.isidentifier():
            return self._lookup(name) is None
        return is_undefined(name, self._code) and self._mentions("request")

    def _opaque(self, at: int, why: str) -> None:
        entry = self._line(at), why
        if entry not in self._shared.opaque and len(self._shared.opaque) < 20:
            self._shared.opaque.append(entry)

    def _line(self, at: int) -> int:
        if self._fixed_line:
            return self._fixed_line
        if self._line_ends is None:
            self._line_ends = [found.start() for found in re.finditer("\n", self._code)]
        return bisect_left(self._line_ends, at) + 1

    def _cut(self, start: int, end: int) -> str:
        return shortened(self._code[start : min(end, start + 4 * SNIPPET)])

    @abstractmethod
    def _block(self, nodes: list[Node]) -> Value: ...

    @abstractmethod
    def _statement(self, nodes: list[Node]) -> Value: ...

    @abstractmethod
    def _function(self, name: str, head: Group, body: Group, *, web: bool) -> Value: ...

    @abstractmethod
    def _head(self, word: str, head: Group) -> None: ...

    @abstractmethod
    def _condition(self, nodes: list[Node]) -> tuple[frozenset[Known], frozenset[Known]]: ...

    @abstractmethod
    def _expression(self, nodes: list[Node], *, compare: bool = False) -> Value: ...

    @abstractmethod
    def _chain(self, nodes: list[Node], index: int) -> tuple[Value, int]: ...

    @abstractmethod
    def _assignment(self, left: list[Node], sign: Node, right: list[Node]) -> Value: ...

    @abstractmethod
    def _property(self, owner: Value, name: Leaf, value: Value, chain: list[Node]) -> None: ...

    @abstractmethod
    def _call(self, callee: Value, args: list[Value], at: int, end: int, bracket: int = -1) -> Value: ...

    @abstractmethod
    def _own(self, name: str, callee: Value, args: list[Value], at: int) -> Value: ...

    @abstractmethod
    def _evaluated(self, value: Value, at: int, end: int, effect: Effect = Effect.EVALUATES) -> Value: ...

    @abstractmethod
    def _layer_of(self, value: Value, at: int, end: int) -> Value: ...

    @abstractmethod
    def _dropped(self, text: str, file: Value, at: int) -> None: ...

    @abstractmethod
    def run(self) -> Value:
        """Read the part; given by the last class of the row."""
