"""Calls: of the script’s own functions, of the request, of code in texts."""

from indicia.detection.webshell.acts.active_calls import ActiveCalls
from indicia.detection.webshell.acts.constants import BY_OWN, begins_blob
from indicia.detection.webshell.acts.creating import SOCKET_STREAM
from indicia.detection.webshell.acts.delegates import BOTH
from indicia.detection.webshell.acts.ground import REGISTRY
from indicia.detection.webshell.acts.members import LAMBDA, ONE_OF
from indicia.detection.webshell.acts.php_named import CALLED
from indicia.detection.webshell.acts.relays import ASKED
from indicia.detection.webshell.parts.parts import parts_of
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.languages import CLASSIC, SERVED, Part
from indicia.detection.webshell.values.folding import number_of
from indicia.detection.webshell.values.kinds import OWN_WORDS, STORES
from indicia.detection.webshell.values.sink import Effect, Function
from indicia.detection.webshell.values.value import (
    GAP,
    NOTHING,
    Trail,
    Value,
    all_constant,
    is_blob,
    join,
    shortened,
    with_path,
    with_trail,
)

MOST_LAYERS = 12
"""Decoded texts of one script that are read as code."""
MOST_DROPPED = 200_000
"""Characters of a page that a script writes, up to which it is read."""
MOST_DEPTH = 4
"""Layers inside layers."""
LEAST_CODES = 4
MOST_INLINED = 200
"""Calls of a script's own functions on constant text that are worked out."""

_PLATFORM = frozenset({"process", "assembly", "activator", "file", "directory", "appdomain", "registry", "server"})
"""Types whose methods pages like to name their own functions after (`Start`, `Load`, `Delete`, `Execute`)."""


class Calls(ActiveCalls):
    """Calls: of the script’s own functions, of the request, of code in texts."""

    def _call(self, callee: Value, args: list[Value], at: int, end: int, bracket: int = -1) -> Value:
        path = callee.path
        if callee.const is not None and not path:
            # A text that is called: the name of a function (PHP), or of an element (nothing to follow).
            if self._php:
                if args and self._replaced(CALLED, at, end):
                    sent = self._sent_as(at)
                    self._act(Effect.CALLS, at, end, Value(trail=sent), content=sent)
                    return NOTHING
                return self._function_named(callee, args, at, end)
            return NOTHING
        if not path:
            if self._php:
                return self._computed_call(callee, args, at, end)
            given = join(args) if args else NOTHING
            if self._script and callee.hidden and given.trail is not None:
                self._act(Effect.CALLS, at, end, Value(trail=given.trail, hidden=callee.hidden), content=given.trail)
            return self._passed([callee, *args])
        if path.startswith(ONE_OF):
            names = path.removeprefix(ONE_OF).split("+")
            return self._passed([self._own(one, callee, args, at) for one in names])
        name = path.rsplit(".", 1)[-1]
        if name.endswith("async") and not self._php and name not in words.ASYNC:
            # What it gives later is what its namesake gives at once.
            name = name.removesuffix("async")
            callee = with_path(callee, path.removesuffix("async"))
        if path == "request" and not (self._php and self._own_request(name, args)):
            return Value(path="request.item", trail=Trail(self._cut(at, end), self._line(at)))
        if path == "request.servervariables":
            return self._server_variable(args[0] if args else NOTHING, at, end)
        if path.startswith("$") and self._php:
            return self._computed_call(callee, args, at, end)
        extends = self._functions.get(name) if callee.trail is not None and not self._php and "." in path else None
        if extends is not None and len(extends.params) == len(args) + 1:
            # A method of the script that extends the type of what it is called on.
            return self._own(name, callee, [Value(trail=callee.trail), *args], at)
        if callee.trail is not None and args and not self._php:
            self._hand_on(callee, name, args, at)
        if path.startswith("request.") and callee.trail is not None:
            return self._request_call(callee, name, args, at, end)
        if name in STORES and args and not self._php:
            return self._stored(callee, args[0], at, end)
        if name in {"getattribute_", "findattribute"} and self._java:
            return self._stored(Value(path="session"), args[0] if args else NOTHING, at, end)
        if name == "getdata" and args and ("currentdomain" in path or "appdomain" in path):
            return self._stored(Value(path="session"), args[0], at, end)
        if name in {"getattribute", "getvalue"} and (
            "session" in path or "application" in path or "servletcontext" in path
        ):
            return self._stored(Value(path="session"), args[0] if args else NOTHING, at, end)
        if (
            name in {"setattribute", "putvalue", "add", "insert", "set", "setattribute_", "setdata"}
            and len(args) > 1
            and any(
                word in path
                for word in (
                    "session",
                    "application",
                    "cache",
                    "servletcontext",
                    "setdata",
                    "appdomain",
                    "setattribute_",
                    "pagecontext",
                )
            )
        ):
            self._assign(f"session:{(args[0].const or '*').lower()}", args[1])
            return NOTHING
        if (path.startswith(LAMBDA) or BOTH in path) and "." not in path:
            return self._apply(path, args, at)
        if self._default in self._functions and path in self._classes:
            return self._own(self._default, callee, args, at)
        self._called.add(name)
        if name in self._functions and (name not in OWN_WORDS or not self._php) and not self._of_framework(path):
            taken = self._own(name, callee, args, at)
            if self._java is False or "." not in path or len(args) <= len(self._functions[name].params):
                return taken
            # More than it takes: a method of something else that has the same name.
        if name in words.CHECKS and args:
            self._check(args)
        if self._php:
            return self._php_call(callee, name, args, at, end)
        return self._common_call(callee, name, args, at, end)

    def _of_framework(self, path: str) -> bool:
        """Whether a method is one of a type of the platform, whatever functions of the script are called like it."""
        owner = path.rpartition(".")[0].rpartition(".")[2]
        if owner in {"method", "method?"} or path.startswith("reflected."):
            return True
        return owner in _PLATFORM and owner not in self._classes and not self._php

    def _own_request(self, name: str, args: list[Value]) -> bool:
        """Whether `request(…)` in PHP is a function of the script, or takes more than the name of a parameter."""
        return len(args) > 2 or name in self._functions or f"function {name}(" in self._code.lower()

    def _own(self, name: str, callee: Value, args: list[Value], at: int) -> Value:
        self._bind(name, args)
        function = self._functions[name]
        result = function.result
        here = function.language is None or function.language is self._language
        if (
            (function.body is not None or function.lines)
            and here
            and self._inlined < MOST_INLINED
            and all_constant(args)
            and not self._inlining
        ):
            worked = self._inline(name, function, args)
            if worked.const is not None:
                return worked
        if function.rest and result.trail is None and not result.hidden and result.const is None and _pieces_only(args):
            return Value(hidden="put together by a function of the script", path=result.path)
        if result.trail is None and not result.hidden and result.const is None and _letters(args):
            return Value(hidden="computed by a function of the script from a list of numbers", path=result.path)
        if result.trail is None and not result.hidden and result.const is None and any(map(begins_blob, args)):
            return Value(hidden=BY_OWN, path=result.path)
        if result.trail is None and not result.hidden and any(is_blob(value) for value in args):
            return Value(hidden="computed by a function of the script from a long text", path=result.path)
        if result.const is not None and any(value.const is not None for value in args):
            # What it gives for one argument it may not give for another.
            return Value(
                trail=result.trail,
                hidden=result.hidden
                or ("computed by a function of the script" if any(is_blob(v) for v in args) else ""),
                path=result.path,
            )
        return result

    def _inline(self, name: str, function: Function, args: list[Value]) -> Value:
        """What a function gives for these constant texts."""
        self._inlined += 1
        self._inlining = True
        last = len(function.params) - 1
        if function.rest and len(args) > last >= 0 and not (len(args) == last + 1 and args[last].items):
            args = [*args[:last], Value(items=tuple(args[last:]))]
        once = Function(params=function.params, locals=dict(zip(function.params, args, strict=False)))
        saved = self._scope, self._scope_name
        self._scope, self._scope_name = once, ""
        if function.body is not None:
            self._block(function.body.nodes)
        else:
            self._scope_name = name
            for line in function.lines:
                self._statement(line)
        self._scope, self._scope_name = saved
        self._inlining = False
        return once.result

    def _request_call(self, callee: Value, name: str, args: list[Value], at: int, end: int) -> Value:
        trail = Trail(self._cut(at, end), self._line(at), callee.trail.kind if callee.trail else "request")
        if callee.trail is not None and callee.trail.steps:
            trail = callee.trail
        if name in words.CLEARS:
            return Value(number=True)
        if args and (name == "saveas" or (name in {"write", "transferto"} and trail.kind == "upload")):
            self._act(Effect.UPLOADS, at, end, args[0], content=trail)
            return NOTHING
        if args and args[0].path == ASKED and name in {"copyto", "writeto", "transferto", "copytoasync"}:
            self._sends(Value(trail=trail), at, end)
            return NOTHING
        if args and args[0].path == SOCKET_STREAM and name in {"copyto", "writeto", "transferto", "copytoasync"}:
            self._act(Effect.SENDS, at, end, Value(trail=trail))
            return NOTHING
        if args and name in {"copyto", "copytoasync", "writeto"} and args[0].path.startswith("file"):
            self._write(args[0], Value(trail=trail), at, end)
            return NOTHING
        if name in words.FILLS:
            self._fill_arguments(args, trail, at)
        if name in {"getheadernames", "getparameternames", "getcookies", "getparametermap"}:
            return Value(trail=trail)
        path = callee.path if name in {"getinputstream", "getreader", "getpart"} else "request.item"
        return Value(path=path if name != "saveas" else "", trail=trail)

    def _evaluated(self, value: Value, at: int, end: int, effect: Effect = Effect.EVALUATES) -> Value:
        """Text that is run as code: follow into it where it is known."""
        if value.const is not None and value.trail is None:
            return self._layer_of(value, at, end)
        if value.path == REGISTRY:
            self._opaque(at, "it evaluates code that is kept in the registry")
        if value.trail is None and not self._php and "request" in value.told.lower() and value.told.count(GAP) < 20:
            # Code with a piece that is not known, such as the name of a field.
            hidden = value.hidden or "put together from pieces"
            before = len(self._shared.sinks)
            result = self._layer_of(Value(const=value.told.replace(GAP, "x"), hidden=hidden), at, end)
            if len(self._shared.sinks) > before or (result.trail is not None and not value.hidden):
                return result
        self._act(effect, at, end, value)
        return Value(trail=value.trail.loosened(), path="") if value.trail is not None else NOTHING

    def _dropped(self, text: str, file: Value, at: int) -> None:
        """A page that the script writes: what it would do is told with what the script does."""
        key = hash((text, self._line(at)))
        full = len(self._shared.layers) >= MOST_LAYERS
        if key in self._seen_layers or self._depth or full or len(text) > MOST_DROPPED:
            return
        self._seen_layers[key] = NOTHING
        ending = (file.place or "").rpartition(".")[2].lower()
        own = "php" if self._php else "jsp" if self._java else "asp" if self._part.language in CLASSIC else "aspx"
        why = "written to a file"
        self._shared.layers.append(why)
        for part in parts_of(text, ending if ending in SERVED else own)[0]:
            type(self)(part, self._shared, depth=self._depth + 1, line=self._line(at), layer=why).run()

    def _layer_of(self, value: Value, at: int, end: int) -> Value:
        text = value.const or ""
        key = hash((text, self._line(at)))
        if key in self._seen_layers:
            return self._seen_layers[key]
        self._seen_layers[key] = NOTHING
        if self._depth >= MOST_DEPTH or len(self._shared.layers) >= MOST_LAYERS or len(text) < 3:
            return NOTHING
        why = value.hidden or "as it stands"
        self._shared.layers.append(why)
        code = text
        if self._php:
            # A text for `eval` begins inside code; one for a file or after `?>` does not.
            stripped = text.lstrip()
            if stripped.startswith(("?>", "<?", "<script")) or "?>" in text:
                wrapped = text if stripped.startswith("<") else "<?php " + text
                code = "\n".join(part.code for part in parts_of(wrapped, "php")[0]) or text
        before = len(self._shared.sinks)
        flow = type(self)(
            Part(self._language, code, self._part.controls, self._part.uploads),
            self._shared,
            depth=self._depth + 1,
            line=self._line(at),
            layer=why,
        )
        flow._globals = self._globals
        flow._functions = self._functions
        flow._registered = self._registered
        result = flow.run()
        hides = value.hidden and not value.hidden.startswith("put together from pieces")
        if hides and len(self._shared.sinks) == before and len(text) > 40 and result.trail is None:
            self._opaque(at, f"it runs text that is {value.hidden}")
        if result.trail is not None and not result.trail.steps:
            result = with_trail(result, result.trail.through(self._line(at), f"text {why}: {shortened(text)}"))
        self._seen_layers[key] = result
        return result


def _pieces_only(args: list[Value]) -> bool:
    """Whether a function is given nothing but short texts, several."""
    return len(args) > 1 and all(
        value.const is not None and not value.number and len(value.const) < 40 for value in args
    )


def _letters(args: list[Value]) -> bool:
    """Whether a function is given nothing but numbers that may be codes of letters, four or more."""
    given = args[0].items if len(args) == 1 and args[0].items else args
    return len(given) >= LEAST_CODES and all(
        value.number and (number_of(value.const) or 0) in range(9, 0x10000) for value in given
    )
