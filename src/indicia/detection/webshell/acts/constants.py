"""Calls of functions on constant text, worked out."""

import re

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.values.folding import cleared, fold, number_of
from indicia.detection.webshell.values.value import BLOB, MOST_CONST, Value, is_blob, passed

_BLOB = re.compile(r"(?=[^A-Z]*[A-Z])(?=[^0-9+/]*[0-9+/])[A-Za-z0-9+/_=-]{12,}")
"""What the beginning of a text in Base64 looks like."""
BY_OWN = "computed by a function of the script from an encoded text"
"""Why a text is hidden that a function of the script made of one that looks like Base64."""
_PROGRAMS = ("TVqQ", "TVpQ", "TVoA", "yv66vg", "H4sI", "UEsDB")
"""Programs, classes and archives in Base64, by their first signs."""
LEAST_HEAD = 8
_CHARACTERS = frozenset({"chr", "chrw", "chrb", "fromcharcode"})
"""Functions whose result, where it cannot be worked out, is a sign of some text that is put together."""


def worked_out(page: Page, name: str, callee: Value, args: list[Value]) -> Value | None:
    """The result of a function on constant text; null when it is not constant."""
    if callee.trail is not None:
        return None
    for value in args:
        if value.trail is not None:
            return None
    receiver = callee.const if "." in callee.path else None
    if receiver is None and callee.items and name in {"reverse", "join"}:
        items = [item.const for item in callee.items]
        if all(item is not None for item in items) and name == "reverse":
            return Value(items=callee.items[::-1])
        if all(item is not None for item in items):
            glue = args[0].const if args and args[0].const is not None else ""
            return Value(const=(glue or "").join(item or "" for item in items), hidden="put together from pieces")
    if name == "join" and not page.php and any(value.items for value in args):
        return imploded(page, args)
    consts = [value.const for value in args]
    if name == "fromcharcode" and args and args[0].items:
        consts = [item.const for item in args[0].items]
    if args and args[0].items is not None and name in {"getstring", "str_replace", "string", "tostring"}:
        codes = [number_of(item.const) if item.number else None for item in args[0].items]
        if codes and all(code is not None for code in codes):
            return Value(
                const="".join(chr((code or 0) & 0xFF) for code in codes), hidden="put together from character codes"
            )
        if name == "str_replace" and len(consts) == 3 and consts[1] is not None and consts[2] is not None:
            text = consts[2]
            for item in args[0].items[:50]:
                text = text.replace(item.const or "\0", consts[1])
            return Value(const=text, hidden="cleared of filling signs")
    if name == "replace" and receiver is not None and len(args) > 1 and args[0].path == "regexp":
        put = args[1].const
        plain = cleared(receiver, args[0].place or "", put) if put is not None else None
        if plain is not None:
            return Value(const=plain, hidden="cleared of filling signs")
        if page.names.is_own(args[1].path) and len(receiver) >= BLOB:
            return Value(hidden="computed by a function of the script from a long text")
    pieces = _pieces(name, consts, receiver)
    if pieces is not None:
        return Value(items=tuple(Value(const=piece) for piece in pieces))
    result, hides = fold(name, consts, receiver)
    if result is not None:
        hidden = next((value.hidden for value in (*args, callee) if value.hidden), "")
        return Value(
            const=result,
            hidden=(f"decoded by {name}" + (f", {hidden}" if hidden and hidden.count(",") < 3 else ""))
            if hides
            else hidden,
        )
    if (not page.php and name in _CHARACTERS and args) or (
        hides and any(value.hidden or is_blob(value) or begins_blob(value) for value in args)
    ):
        return Value(hidden=f"decoded by {name}")
    return None


def imploded(page: Page, args: list[Value]) -> Value:
    """The pieces of a list put together, where they are known."""
    array = next((value for value in args if value.items is not None), None)
    glue = next((value.const for value in args if value.const is not None), "") or ""
    if array is not None and array.items and all(item.const is not None for item in array.items):
        return Value(
            const=glue.join(item.const or "" for item in array.items)[:MOST_CONST], hidden="put together from pieces"
        )
    return passed(args)


def begins_blob(value: Value) -> bool:
    """Whether a text whose end is not known begins like something encoded."""
    head = (value.place or "").removesuffix("*")
    if value.const is not None or value.trail is not None:
        return False
    return _BLOB.fullmatch(head) is not None or (head.startswith(_PROGRAMS) and len(head) >= LEAST_HEAD)


def _pieces(name: str, consts: list[str | None], receiver: str | None) -> list[str] | None:
    """The pieces of a constant text, at most 4000; null for what is no function that splits."""
    if name == "explode" and len(consts) > 1:
        sign, text = consts[0], consts[1]
    elif name == "split":
        text, sign = (
            (receiver, consts[0] if consts else None)
            if receiver is not None
            else (consts[0] if consts else None, consts[1] if len(consts) > 1 else " ")
        )
    else:
        return None
    if text is None or sign is None or (not sign and receiver is None):
        return None
    if not sign:
        return list(text[:4000])
    return text.split(sign)[:4000]
