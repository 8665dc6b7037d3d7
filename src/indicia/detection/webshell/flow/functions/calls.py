"""Calls: of the script’s own functions, of the request, of code in texts."""

import re

from indicia.detection.webshell.acts.asking import act
from indicia.detection.webshell.acts.functions import result_of
from indicia.detection.webshell.acts.objects.delegates import apply, hand_on
from indicia.detection.webshell.acts.objects.filling import fill_arguments
from indicia.detection.webshell.acts.objects.streams import SOCKET_STREAM
from indicia.detection.webshell.acts.php.naming import computed_call, function_named, replaced, sent_as
from indicia.detection.webshell.acts.requests import ASKED, sends
from indicia.detection.webshell.acts.writing import write
from indicia.detection.webshell.flow.holders.elements import ONE_OF, server_variable, stored
from indicia.detection.webshell.flow.holders.members import MATCHED, given_by_property
from indicia.detection.webshell.state.names import BOTH, LAMBDA
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site, call_of
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.languages import CLASSIC, Language
from indicia.detection.webshell.values.folding import number_of
from indicia.detection.webshell.values.kinds import ACTING, CHOSEN, OWN_WORDS, STORES, is_component
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value, join, passed, with_path

_PLATFORM = frozenset(
    {"process", "assembly", "activator", "file", "directory", "appdomain", "registry", "server", "regexp"}
)
"""Types whose methods pages like to name their own functions after (`Start`, `Load`, `Delete`, `Execute`)."""
_CALLED = re.compile(r"@?\$(\w+)\s*\((?=[^)]*\$)")
"""A variable that is called with another."""


_STORED_BY = frozenset(
    {
        "setattribute",
        "putvalue",
        "add",
        "insert",
        "set",
        "setattribute_",
        "setdata",
        "logicalsetdata",
        "setenvironmentvariable",
    }
)
"""Methods that keep a value under a name."""
_TAKEN_BY = frozenset({"get", "getdata", "logicalgetdata", "getenvironmentvariable"})
"""Methods that give what is kept under a name."""
_KEEPERS = (
    "session", "application", "cache", "servletcontext", "callcontext", "environment",
    "setdata", "appdomain", "setattribute_", "pagecontext",
)  # fmt: skip
"""Parts of the names of what keeps values between statements or requests."""


def call_value(page: Page, callee: Value, args: list[Value], site: Site) -> Value:
    """The value of a call: who knows it is asked in order, the acts of the language last."""
    path = callee.path
    if callee.items is not None and page.basic and (item := _element(callee.items, args)) is not None:
        return item
    if not path:
        return _of_value(page, callee, args, site)
    if path in ACTING and args and page.basic:
        # An element of a list of objects.
        return callee
    if path.startswith(ONE_OF):
        names = path.removeprefix(ONE_OF).split("+")
        return passed([result_of(page, one, args) for one in names])
    name = path.rsplit(".", 1)[-1]
    if name.endswith("async") and not page.php and name not in words.ASYNC:
        # What it gives later is what its namesake gives at once.
        name = name.removesuffix("async")
        callee = with_path(callee, path.removesuffix("async"))
    call = call_of(callee, name, args, site)
    for ask in (_of_request, _of_extension, _of_request_member, _of_store, _of_script):
        answer = ask(page, call, path)
        if answer is not None:
            return answer
    if page.script and name in {"test", "exec"} and call.owner == "regexp" and call.first.trail is not None:
        page.names.assign(MATCHED, Value(trail=call.first.trail))
    if name in words.CHECKS and args:
        page.names.note_checked(args)
    return act(page, call)


def _element(items: tuple[Value, ...], args: list[Value]) -> Value | None:
    """`list(1)` of Basic; null where it is not known which element it is."""
    number = number_of(args[0].const) if len(args) == 1 else None
    if number is None and all(item.const is not None for item in items):
        return Value(path=CHOSEN, items=items)
    return items[number] if number is not None and 0 <= number < len(items) else None


def _of_value(page: Page, callee: Value, args: list[Value], site: Site) -> Value:
    """A call of something without a name: of a text that names a function of PHP, of what is not known."""
    if page.php:
        if callee.const is None:
            return computed_call(page, callee, args, site)
        if args and replaced(page, _CALLED, site):
            sent = sent_as(page, site.at)
            page.act(Effect.CALLS, site, Value(trail=sent), content=sent)
            return NOTHING
        return function_named(page, callee, args, site)
    if callee.const is not None:
        return NOTHING
    given = join(args) if args else NOTHING
    if page.script and callee.hidden and given.trail is not None:
        page.act(Effect.CALLS, site, Value(trail=given.trail, hidden=callee.hidden), content=given.trail)
    return passed([callee, *args])


def _of_request(page: Page, call: Call, path: str) -> Value | None:
    """`Request("x")`, `Request.ServerVariables("x")`, `$x(…)` of a superglobal; null for any other call."""
    if path == "request" and not (page.php and _own_request(page, call.name, call.args)):
        return Value(path="request.item", trail=page.trail(call.site))
    if path == "request.servervariables":
        return server_variable(page, call.first, call.site)
    if path.startswith("$") and page.php:
        return computed_call(page, call.callee, call.args, call.site)
    return None


def _of_extension(page: Page, call: Call, path: str) -> Value | None:
    """A method of the script that extends the type of what it is called on; null for any other call.

    Whatever is called, functions among its arguments may be called with what it is called on.
    """
    trail = call.callee.trail
    if trail is None or page.php:
        return None
    extends = page.names.functions.get(call.name) if "." in path and page.language is not Language.VBSCRIPT else None
    if extends is not None and len(extends.params) == len(call.args) + 1:
        return result_of(page, call.name, [Value(trail=trail), *call.args])
    if call.args:
        hand_on(page, call)
    return None


def _of_store(page: Page, call: Call, path: str) -> Value | None:
    """What is kept in a session, an application or a cache, or taken out of it; null for any other call."""
    name, args, site = call.name, call.args, call.site
    if name == "item" and args and call.owner.rpartition(".")[2] in STORES and not page.php:
        return stored(page, Value(path=call.owner), args[0], site)
    listed = name == "items" and page.part.language in CLASSIC
    if name in STORES and args and not page.php and not listed:
        return stored(page, call.callee, args[0], site)
    if name in {"item", "value"} and args and call.owner.rsplit(".", 1)[-1] in {"session", "application", "contents"}:
        return stored(page, Value(path=call.owner), args[0], site)
    if (
        (name in {"getattribute_", "findattribute"} and page.java)
        or (name == "getdata" and args and ("currentdomain" in path or "appdomain" in path))
        or (
            name in {"getattribute", "getvalue"}
            and ("session" in path or "application" in path or "servletcontext" in path)
        )
    ):
        return stored(page, Value(path="session"), call.first, site)
    if name in _TAKEN_BY and len(args) == 1 and any(word in call.owner for word in _KEEPERS) and not page.java:
        return stored(page, Value(path="session"), call.first, site)
    if name == "get" and len(args) == 1 and call.owner.rpartition(".")[2] in {"cache", "session", "application"}:
        return stored(page, Value(path="session"), call.first, site)
    if name in _STORED_BY and len(args) > 1 and any(word in path for word in _KEEPERS):
        page.names.assign(f"session:{(args[0].const or '*').lower()}", args[1])
        return NOTHING
    return None


def _of_script(page: Page, call: Call, path: str) -> Value | None:
    """A call of a function of the script; null for any other."""
    names, name = page.names, call.name
    if (path.startswith(LAMBDA) or BOTH in path) and "." not in path:
        return apply(page, path, call.args)
    if path in {"mybase.new", "me.new"} and page.basic:
        other = names.class_name if path == "me.new" else names.bases.get(names.class_name, "")
        return result_of(page, other, call.args) if other in names.functions else NOTHING
    if names.default in names.functions and path in names.classes:
        return result_of(page, names.default, call.args)
    if (given := given_by_property(page, name, call.owner, call.args)) is not None and not _of_framework(page, path):
        return given
    names.called.add(name)
    if name not in names.functions or (name in OWN_WORDS and page.php) or _of_framework(page, path):
        return None
    taken = result_of(page, name, call.args)
    if not page.java or "." not in path or len(call.args) <= len(names.functions[name].params):
        return taken
    # More than it takes: a method of something else that has the same name.
    return None


def _of_framework(page: Page, path: str) -> bool:
    """Whether a method is one of a type of the platform, whatever functions of the script are called like it."""
    owner = path.rpartition(".")[0].rpartition(".")[2]
    if owner in {"method", "method?"} or path.startswith("reflected."):
        return True
    if is_component(path) and "." in path and path.rpartition(".")[0] not in page.names.classes:
        return True
    return owner in _PLATFORM and owner not in page.names.classes and not page.php


def _own_request(page: Page, name: str, args: list[Value]) -> bool:
    """Whether `request(…)` in PHP is a function of the script, or takes more than the name of a parameter."""
    return len(args) > 2 or name in page.names.functions or f"function {name}(" in page.code.text.lower()


def _of_request_member(page: Page, call: Call, path: str) -> Value | None:
    """A method of a part of the request: of a file that was sent, of the body; null for any other call."""
    name = call.name
    if not path.startswith("request.") or call.callee.trail is None:
        return None
    trail = call.callee.trail if call.callee.trail.steps else page.trail(call.site, call.callee.trail.kind)
    if name in words.CLEARS:
        return Value(number=True)
    if call.args and (name == "saveas" or (name in {"write", "transferto"} and trail.kind == "upload")):
        page.act(Effect.UPLOADS, call.site, call.args[0], content=trail)
        return NOTHING
    if call.args and call.args[0].path == ASKED and name in {"copyto", "writeto", "transferto", "copytoasync"}:
        sends(page, Value(trail=trail), call.site)
        return NOTHING
    if call.args and call.args[0].path == SOCKET_STREAM and name in {"copyto", "writeto", "transferto", "copytoasync"}:
        page.act(Effect.SENDS, call.site, Value(trail=trail))
        return NOTHING
    if call.args and name in {"copyto", "copytoasync", "writeto"} and call.args[0].path.startswith("file"):
        write(page, call.args[0], Value(trail=trail), call.site)
        return NOTHING
    if name in words.FILLS:
        fill_arguments(page, call.args, trail, call.site.at)
    if name in {"getheadernames", "getparameternames", "getcookies", "getparametermap"}:
        return Value(trail=trail)
    path = call.callee.path if name in {"getinputstream", "getreader", "getpart"} else "request.item"
    return Value(path=path if name != "saveas" else "", trail=trail)
