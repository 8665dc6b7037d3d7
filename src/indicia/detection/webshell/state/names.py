"""The names of a page: its variables, its functions with what they are given and give back, its classes."""

from collections.abc import Sequence

from msgspec.structs import replace

from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.languages import Language
from indicia.detection.webshell.values.kinds import ACTING
from indicia.detection.webshell.values.probing import EACH
from indicia.detection.webshell.values.sink import Function
from indicia.detection.webshell.values.value import NOTHING, Trail, Value, join, merged, with_path, with_trail

HANDED = (".start", ".exec", ".eval", ".load", ".loadfrom", ".loadfile")
"""Ends of the names of methods that act, where they are handed over."""
THROWN = "\0thrown"
"""Under this is kept what was thrown last."""
MADE = "\0made"
"""Under this is kept what objects were built from."""
LAMBDA = "__lambda"
"""The beginning of the names under which functions without a name are known."""
BOTH = "+"
"""Between the names of several functions of which one is called."""
MOST_BOTH = 20
"""Functions of which one is called, as far as they are kept."""


class Names:
    """What the names of one part of a page stand for."""

    def __init__(self, language: Language, objects: Sequence[tuple[str, str]]) -> None:
        """`objects` are names that the page declares outside its code, with what they stand for."""
        self._php = language is Language.PHP
        self._script = language in {Language.JSCRIPT, Language.JSCRIPT_NET}
        self.globals: dict[str, Value] = {name: Value(path=what) for name, what in objects}
        self.functions: dict[str, Function] = {}
        self.classes: set[str] = set()
        self.bases: dict[str, str] = {}
        """Classes with the one that each extends."""
        self.class_name = ""
        """The class of Visual Basic that is read; empty outside."""
        self.promises = False
        """Whether an interface of Visual Basic is read, whose methods have no body."""
        self.property_name = ""
        self.property_params: list[str] = []
        """The property of Visual Basic that is read, or was last."""
        self.getters: dict[str, Function] = {}
        """What the properties of Visual Basic give."""
        self.owners: dict[str, set[str]] = {}
        """Properties of VBScript that give something, with the classes that declare them."""
        self.lambdas = 0
        """How many functions of Visual Basic without a name are open whose bodies take several lines."""
        self.events: set[str] = set()
        self.contracts: set[str] = set()
        """Methods that a web service offers, declared elsewhere than where they are written."""
        self.enums: set[str] = set()
        self.keyed: set[str] = set()
        """Lists and objects of which a request says a name under which something is put there."""
        self.fields: set[str] = set()
        """Fields that classes of the script declare; inside them their bare names mean them."""
        self.default = ""
        """The method of a class that is called when an object of it is."""
        self.called: set[str] = set()
        self.scope: Function | None = None
        """The function that is read; null outside."""
        self.scope_name = ""
        self.around: list[Function] = []
        """The functions of JScript around the one that is read, the innermost last."""
        self.registered: Trail | None = None
        """Who fills the variables of the script by their names; in which function, and from which place on."""
        self.registered_in = ""
        self.registered_at = 0
        self.turn = 0
        """How often the page was read before."""
        self.learnt = False
        """Whether it was learnt what a function says of what it is given, which changes what is said of its calls."""
        self.returned = False
        """Whether it was learnt that a function gives back what it has looked at."""
        self.changed = False
        """Whether something was learnt that what was read before did not know."""

    def meet(self, other: "Names") -> None:
        """Let two parts of one page call each other and see each other's variables."""
        other.globals.update(self.globals)
        self.globals, self.functions, self.classes = other.globals, other.functions, other.classes

    def stand_in(self, outer: "Names") -> None:
        """See the variables and functions of the code in which this one stands as a text."""
        self.globals, self.functions, self.registered = outer.globals, outer.functions, outer.registered

    def lookup(self, name: str) -> Value | None:
        """What a variable stands for here; null where nothing is known of it."""
        scope = self.scope
        if scope is not None:
            found = scope.locals.get(name)
            if found is not None:
                return found
            if name in scope.params:
                # What a parameter hides of the same name outside.
                return None
            for outer in reversed(self.around):
                if name in outer.locals:
                    return outer.locals[name]
            if self._php and name[:1] not in {".", "\1"} and "\0" + name not in scope.locals:
                return None
        return self.globals.get(name)

    def assign(self, name: str, value: Value, *, local: bool = False, keep: bool = False, field: bool = False) -> None:
        """Put a value under a name; `keep` leaves what a request sends there where the new value is none.

        `field` says that no variable of a function is meant, though one has that name.
        """
        scope = self.scope
        table = self.globals
        if scope is not None and not field and ":" not in name and name[:1] not in {".", "\0", "\1"}:
            if self._php:
                table = scope.locals if "\0" + name not in scope.locals else self.globals
            elif local or name in scope.locals or name in scope.params:
                table = scope.locals
            else:
                table = next((outer.locals for outer in reversed(self.around) if name in outer.locals), table)
        old = table.get(name)
        if value.trail is not None and table is self.globals and (old is None or old.trail is None):
            self.changed = True
        if old is not None:
            if keep and old.trail is not None and value.trail is None:
                return
            if old.path in ACTING and value.number and value.const is None:
                # `Set x = Nothing` at the end: whoever uses the object does so before.
                return
            if not value.number and old is not value:
                value = merged(old, value)
        table[name] = value

    def bind(self, name: str, args: Sequence[Value]) -> None:
        """Give a function these arguments."""
        function = self.functions[name]
        count = len(function.params)
        args = list(args)
        if (self._script or self._php) and "arguments" not in function.locals:
            sent = join(args).trail if args else None
            if sent is not None:
                function.locals["arguments"] = Value(trail=sent)
                self.changed = True
        if 0 < count < len(args) or (function.rest and len(args) == count and args[-1].items is None):
            # The last parameter takes all that is left.
            rest = join(args[count - 1 :])
            items = tuple(args[count - 1 :]) if function.rest else None
            args = [*args[: count - 1], Value(trail=rest.trail, hidden=rest.hidden, items=items)]
        for param, value in zip(function.params, args, strict=False):
            old = function.inputs.get(param)
            self._look_again(function, param, value)
            if old is None:
                function.inputs[param] = value
                self.changed = self.changed or value.trail is not None or bool(value.path)
            elif value.trail is not None and (old.trail is None or value.trail.rank < old.trail.rank):
                function.inputs[param] = with_trail(old if old.path else value, value.trail)
                self.changed = True
            elif (value.path != old.path and self._is_handed(value.path) and not self._is_handed(old.path)) or (
                value.hidden and value.trail is None and not old.hidden and old.trail is None
            ):
                function.inputs[param] = value
                self.changed = True
            elif old.const is not None and value.const != old.const:
                function.inputs[param] = Value(trail=old.trail, path=old.path, hidden=old.hidden or value.hidden)

    def _look_again(self, function: Function, param: str, value: Value) -> None:
        """Keep of a parameter what is known of all that it is given, as it was when the page was read last."""
        old, anew = function.inputs.get(param), function.given_in.get(param) != self.turn
        function.given_in[param] = self.turn
        one, other = old.trail if old is not None else None, value.trail
        if old is None or one is None or other is None or one.rank != other.rank or one.held == other.held:
            return
        if anew and one.source == other.source and one.steps == other.steps:
            function.inputs[param] = with_trail(old, other)
            self.changed = self.returned = True
        elif not anew and one.held & ~other.held:
            function.inputs[param] = with_trail(old, replace(one, held=one.held & other.held))
            self.changed = True

    def give_back(self, function: Function, value: Value) -> None:
        """A function gives this back."""
        old = function.result
        both = value if old is NOTHING else merged(old, value)
        if (both.trail is None) != (old.trail is None) or both.hidden != old.hidden:
            self.changed = True
            looked = both.trail is not None and (bool(both.trail.held) or both.trail.cut >= 0)
            self.returned = self.returned or looked
        if both.target is not None and old.target is None:
            # The signature of what it is given.
            self.changed = self.returned = True
        if old.trail is not None and value.trail is not None and both.trail is not None:
            held = old.trail.held & value.trail.held
            both = both if both.trail.held == held else with_trail(both, replace(both.trail, held=held))
        if self._is_function(old.path) and self._is_function(value.path):
            # One of several functions is given back.
            choice = dict.fromkeys([*old.path.split(BOTH), *value.path.split(BOTH)])
            both = with_path(both, BOTH.join(list(choice)[:MOST_BOTH]))
        function.result = both

    def forget(self, begin: dict[str, Value]) -> None:
        """Be as at the beginning, when these were the variables, but for what functions and classes there are."""
        self.globals.clear()
        self.globals.update(begin)
        for function in self.functions.values():
            function.inputs.clear()
            function.locals.clear()
            function.result = NOTHING

    def one_more(self, name: str, value: Value) -> Value:
        """A function for a name under which functions are kept: any of them may be meant."""
        old = self.lookup(name)
        if old is None or old.path == value.path or not (self.is_own(old.path) and self.is_own(value.path)):
            return value
        choice = dict.fromkeys([*old.path.split(BOTH), *value.path.split(BOTH)])
        return with_path(value, BOTH.join(list(choice)[:MOST_BOTH]))

    def is_own(self, path: str) -> bool:
        """Whether a value of this name is a function of the script, or a choice of such."""
        return path.startswith(LAMBDA) or (bool(path) and self._is_function(path))

    def _is_function(self, path: str) -> bool:
        return not self._php and path.split(BOTH, 1)[0] in self.functions

    def _is_handed(self, path: str) -> bool:
        """Whether a value of this name is a function that is handed over: one of the script, or one that acts."""
        return not self._php and (path.endswith(HANDED) or path.split(BOTH, 1)[0] in self.functions)

    def note_checked(self, args: list[Value]) -> None:
        """Note that these values are compared with a list or a pattern, unless that lists what starts programs."""
        listed = [item.const or "" for value in args for item in (value.items or ())]
        if any(text.lower() in words.COMMANDS or text.lower() in {"assert", "eval"} for text in listed):
            return
        for table in (self.scope.locals if self.scope else {}, self.globals):
            for key, value in list(table.items()):
                if (
                    value.trail is not None
                    and any(_is_from(arg.trail, value.trail) for arg in args)
                    and not value.trail.checked
                ):
                    table[key] = with_trail(value, value.trail.after_check())


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
