"""Functions as values: lambdas, delegates, methods that are handed over, and who calls them."""

from collections.abc import Sequence

from indicia.detection.webshell.acts.functions import result_of
from indicia.detection.webshell.acts.programs import note_ties
from indicia.detection.webshell.acts.texts import run_text
from indicia.detection.webshell.state.names import BOTH, HANDED
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.values.kinds import COUNTED, REFLECTED
from indicia.detection.webshell.values.probing import EACH
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value, better

_APPLIES = frozenset({
    "apply", "accept", "call", "run", "invoke", "test", "get", "applyasint", "dynamicinvoke", "start", "begininvoke",
    "queueuserworkitem", "startnew", "submit",
})  # fmt: skip
"""Methods that call the function they are called on, or are given."""
_POOLS = frozenset({"queueuserworkitem", "unsafequeueuserworkitem", "startnew"})
"""Methods that call the function they are given first with what they are given behind it."""
_EACH = frozenset(
    {
        "select",
        "selectmany",
        "where",
        "foreach",
        "map",
        "filter",
        "ifpresent",
        "any",
        "all",
        "aggregate",
        "convertall",
        "find",
        "findall",
        "groupby",
        "tolookup",
        "todictionary",
        "orderby",
        "exists",
        "zip",
    }
)
"""Methods that call the function they are given with what the object holds."""


def apply(page: Page, path: str, args: Sequence[Value]) -> Value:
    """The call of the functions that a value of this name stands for."""
    found = NOTHING
    for name in path.split(BOTH):
        if name in page.names.functions:
            value = result_of(page, name, list(args))
            found = value if found is NOTHING or found.trail is None else found
    return found


def hand_on(page: Page, call: Call) -> None:
    """`list.ForEach(x => …)`: the function gets what the object holds."""
    callee, name, site = call.callee, call.name, call.site
    if name in _EACH or page.script:
        for value in call.args:
            if page.names.is_own(value.path):
                each = callee.trail
                if each is not None and name in _EACH:
                    each = each.through(page.code.line(site.at), f"{EACH}of {each.source}")
                # A pattern gives what it found first, then its pieces.
                apply(page, value.path, [Value(trail=each)] * (3 if name == "replace" else 1))
            elif page.java and value.path.endswith(HANDED):
                page.evaluator.call(page, value, [Value(trail=callee.trail)], Site(site.at, site.at + 1))


def delegated(page: Page, call: Call) -> Value | None:
    """Whether the call calls a function that is a value; null when it does not."""
    callee, name, args, site = call.callee, call.name, call.args, call.site
    owner, first, whole = call.owner, call.first, call.whole
    note_ties(page, args, site)
    if name in _APPLIES and page.names.is_own(owner):
        return apply(page, owner, _handed_on(name, args) if page.script else args)
    if name in {"for", "foreach"} and owner.endswith("parallel") and args and page.names.is_own(args[-1].path):
        return apply(page, args[-1].path, [Value(trail=first.trail, path=COUNTED)])
    if name == "aggregate" and len(args) > 1 and page.names.is_own(args[1].path):
        return apply(page, args[1].path, [first, Value(trail=callee.trail)])
    if name in _POOLS and len(args) > 1 and whole.trail is not None and page.names.is_own(first.path):
        return apply(page, first.path, args[1:])
    if name == "createdelegate" and (made := next((v for v in (*args, callee) if _reflects(v.path)), None)):
        return Value(path=made.path.removesuffix(".createdelegate"))
    if name in {"call", "lambda"} and owner.endswith("expression") and _reflects(first.path):
        if whole.trail is not None:
            page.act(Effect.RUNS, site, whole)
            return NOTHING
        return Value(path=first.path)
    if name == "compile" and _reflects(owner):
        # What an expression is made into that calls it.
        return Value(path=owner)
    if owner == "reflected" and name in REFLECTED and whole.trail is not None:
        page.act(Effect.RUNS, site, whole)
        return NOTHING
    if (
        name in (_APPLIES if page.java else {"dynamicinvoke", "invoke", "begininvoke"})
        and owner.endswith(HANDED)
        and args
    ):
        return page.evaluator.call(page, Value(path=owner, trail=callee.trail), args, site)
    if name in {"call", "apply"} and owner == "eval" and page.script and args:
        return run_text(page, Value(trail=better(args[-1].trail, whole.trail), const=args[-1].const), site)
    if name in {"call", "apply"} and page.script and len(args) > 1 and owner and owner != "function":
        return page.evaluator.call(page, Value(path=owner, trail=first.trail), _handed_on(name, args), site)
    return None


def _handed_on(name: str, args: list[Value]) -> list[Value]:
    """What a function of JScript is given by `f.call(object, …)` and `f.apply(object, […])`."""
    if name == "apply" and len(args) > 1:
        return list(args[1].items or args[1:2])
    return args[1:] if name == "call" else args


def _reflects(path: str) -> bool:
    """Whether a value of this name is a method that starts programs or loads code, found by its name."""
    parts = path.split(".")
    return parts[0] == "reflected" and len(parts) > 1 and parts[1] in REFLECTED
