"""Functions as values: lambdas, delegates, methods that are handed over, and who calls them."""

from collections.abc import Sequence

from indicia.detection.webshell.acts.components import Components
from indicia.detection.webshell.acts.ground import HANDED
from indicia.detection.webshell.acts.members import LAMBDA
from indicia.detection.webshell.acts.probing import EACH
from indicia.detection.webshell.values.kinds import COUNTED, REFLECTED
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value, better

BOTH = "+"
"""Between the names of several functions of which one is called."""
_APPLIES = frozenset({
    "apply", "accept", "call", "run", "invoke", "test", "get", "applyasint", "dynamicinvoke", "start", "begininvoke",
    "queueuserworkitem", "startnew", "submit",
})  # fmt: skip
"""Methods that call the function they are called on, or are given."""
_POOLS = frozenset({"queueuserworkitem", "unsafequeueuserworkitem", "startnew"})
"""Methods that call the function they are given first with what they are given behind it."""
_EACH = frozenset({"select", "selectmany", "where", "foreach", "map", "filter", "ifpresent", "any", "all", "aggregate"})
"""Methods that call the function they are given with what the object holds."""


class Delegates(Components):
    """Calls of functions that are kept as values."""

    def _is_own(self, path: str) -> bool:
        """Whether a value of this name is a function of the script, or a choice of such."""
        return path.startswith(LAMBDA) or (not self._php and bool(path) and path.split(BOTH, 1)[0] in self._functions)

    def _apply(self, path: str, args: Sequence[Value], at: int) -> Value:
        """The call of the functions that a value of this name stands for."""
        found = NOTHING
        for name in path.split(BOTH):
            if name in self._functions:
                value = self._own(name, Value(path=name), list(args), at)
                found = value if found is NOTHING or found.trail is None else found
        return found

    def _hand_on(self, callee: Value, name: str, args: list[Value], at: int) -> None:
        """`list.ForEach(x => …)`: the function gets what the object holds."""
        if name in _EACH or self._script:
            for value in args:
                if self._is_own(value.path):
                    each = callee.trail
                    if each is not None and name in _EACH:
                        each = each.through(self._line(at), f"{EACH}of {each.source}")
                    self._apply(value.path, [Value(trail=each)], at)
                elif self._java and value.path.endswith(HANDED):
                    self._call(value, [Value(trail=callee.trail)], at, at + 1)

    def _delegated(
        self, callee: Value, name: str, args: list[Value], at: int, end: int, owner: str, first: Value, whole: Value
    ) -> Value | None:
        """Whether the call calls a function that is a value; null when it does not."""
        self._ties(args, at, end)
        if name in _APPLIES and self._is_own(owner):
            return self._apply(owner, args, at)
        if name in {"for", "foreach"} and owner.endswith("parallel") and args and self._is_own(args[-1].path):
            return self._apply(args[-1].path, [Value(trail=first.trail, path=COUNTED)], at)
        if name in _POOLS and len(args) > 1 and whole.trail is not None and self._is_own(first.path):
            return self._apply(first.path, args[1:], at)
        if name == "createdelegate" and (made := next((v for v in (*args, callee) if _reflects(v.path)), None)):
            return Value(path=made.path.removesuffix(".createdelegate"))
        if name == "call" and owner.endswith("expression") and _reflects(first.path) and whole.trail is not None:
            self._act(Effect.RUNS, at, end, whole)
            return NOTHING
        if owner == "reflected" and name in REFLECTED and whole.trail is not None:
            self._act(Effect.RUNS, at, end, whole)
            return NOTHING
        if (
            name in (_APPLIES if self._java else {"dynamicinvoke", "invoke", "begininvoke"})
            and owner.endswith(HANDED)
            and args
        ):
            return self._call(Value(path=owner, trail=callee.trail), args, at, end)
        if name in {"call", "apply"} and owner == "eval" and self._script and args:
            return self._evaluated(Value(trail=better(args[-1].trail, whole.trail), const=args[-1].const), at, end)
        return None


def _reflects(path: str) -> bool:
    """Whether a value of this name is a method that starts programs or loads code, found by its name."""
    parts = path.split(".")
    return parts[0] == "reflected" and len(parts) > 1 and parts[1] in REFLECTED
