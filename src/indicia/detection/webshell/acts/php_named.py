"""Functions of PHP that are called by a text that names them, by patterns, and by other functions."""

import re
from abc import abstractmethod

from indicia.detection.webshell.acts.php_files import PhpFiles
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.tokens import tree_of
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Trail, Value, join

SENT = "\0sent"
"""Under this is kept what was sent into a function that stopped at `yield`."""
BUFFER = "\0buffer"
"""Under this is kept the name of the function that is given what the page writes out."""
CALLED = re.compile(r"@?\$(\w+)\s*\((?=[^)]*\$)")
"""A variable that is called with another."""
_FIRST = re.compile(r"\w+\s*\(\s*\$(\w+)\s*,[^)]*\$")
"""A variable that a function is given first, with another behind it."""
_HANDLERS = frozenset({"ob_start", "set_error_handler", "set_exception_handler", "spl_autoload_register"})
"""Functions that keep a function, to give it what comes later."""
_RUNNERS = words.COMMANDS | {"assert", "eval", "create_function"}
_OF_SYSTEM = re.compile(r"LD_PRELOAD=(?:/usr/|/lib|/opt/|\Z)", re.IGNORECASE)
_STARTS = re.compile(
    r"\b(?:mail|mb_send_mail|imap_mail|error_log|system|exec|passthru|shell_exec|popen|proc_open|new\s+Imagick)\s*\(",
    re.IGNORECASE,
)
"""What starts a program, if only to send a message."""


class PhpNamed(PhpFiles):
    """Calls of functions by their names."""

    def _function_named(self, callee: Value, args: list[Value], at: int, end: int) -> Value:
        """A call of a function whose name is a known text."""
        name = (callee.const or "").strip().lower().lstrip("\\").rsplit("::", 1)[-1]
        if name in self._functions:
            return self._own(name, callee, self._filled(name, args), at)
        if not re.fullmatch(r"[a-z_]\w{0,60}", name):
            value = self._passed(args, loose=True)
            return value if value.trail is not None else Value(hidden=_given_by(callee))
        if callee.hidden.endswith("XOR") and name not in words.PASSES | words.CLEARS and any(a.hidden for a in args):
            self._opaque(at, "it calls a computed function with hidden text")
        value = self._php_call(Value(path=name, hidden=callee.hidden), name, args, at, end)
        if callee.hidden and value.trail is None and value.const is None and not value.hidden and not value.number:
            return Value(path=value.path, hidden=_given_by(callee))
        return value

    def _filled(self, name: str, args: list[Value]) -> list[Value]:
        """The arguments of a function without a name that another function calls: what it is given goes to each."""
        count = len(self._functions[name].params)
        sent = join(args).trail if args else None
        if not name.startswith("__made") or sent is None or len(args) >= count:
            return args
        return [*args, *(Value(trail=sent) for _ in range(count - len(args)))]

    def _computed_call(self, callee: Value, args: list[Value], at: int, end: int) -> Value:
        """A call of a function whose name is not known."""
        self._acts = True
        if callee.items is not None and len(callee.items) == 2 and callee.items[1].const is not None:
            # A method, written as a class and its name.
            name = callee.items[1].const.lower()
            if name == "fromcallable" and args:
                return Value(trail=args[0].trail, const=args[0].const, hidden=args[0].hidden)
            if name in self._functions:
                return self._own(name, callee, args, at)
            owner = callee.items[0].path
            if owner and callee.trail is None:
                return self._php_call(Value(path=f"{owner}.{name}"), name, args, at, end)
        joined = join(args) if args else NOTHING
        if callee.trail is not None and not callee.number:
            if callee.path == "$request" and not args:
                return NOTHING
            if joined.trail is not None and callee.trail.kind in {"request", "upload", "stored"}:
                self._act(Effect.CALLS, at, end, callee, content=joined.trail)
            return self._passed(args, loose=True)
        if callee.hidden and joined.trail is not None:
            self._act(Effect.CALLS, at, end, Value(trail=joined.trail, hidden=callee.hidden), content=joined.trail)
        elif callee.hidden and joined.hidden:
            self._opaque(at, "it calls a computed function with hidden text")
        return self._passed(args, loose=True)

    def _filtered(self, named: tuple[Value, ...], given: Value, at: int, end: int) -> Value:
        """`filter_var` with a function of the script's choice."""
        for item in (named[0], *(named[0].items or ())):
            if item.const is not None and item.const.lower() in _RUNNERS:
                return self._function_named(item, [given], at, end)
            if item.trail is not None:
                self._act(Effect.CALLS, at, end, item, content=given.trail)
        return Value(trail=given.trail)

    def _regular(self, name: str, args: list[Value], at: int, end: int) -> None:
        """`preg_replace` with the modifier that runs the replacement."""
        if len(args) < 3:
            return
        pattern, replacement, subject = args[0], args[1], args[2]
        if name.startswith("mb"):
            evaluates = len(args) > 3 and "e" in (args[3].const or "")
        else:
            text = pattern.const if pattern.const is not None else (pattern.items[0].const if pattern.items else None)
            evaluates = bool(text) and evaluating(text or "")
        if not evaluates and not (pattern.trail is not None and (replacement.trail or replacement.const)):
            return
        if pattern.trail is not None and (
            pattern.trail.rank % 8
            or len(pattern.trail.steps) > 1
            or replacement.trail is None
            or len(self._code) > 20_000
        ):
            return
        if replacement.trail is not None:
            self._act(Effect.EVALUATES, at, end, replacement)
            return
        whole = (replacement.const or "").strip().strip("\"'")
        if subject.trail is not None and (
            re.fullmatch(r"(?:\\\\?|\$)[0-9]", whole) or re.search(r"\beval\b|\bassert\b", whole)
        ):
            self._act(Effect.EVALUATES, at, end, subject)
        elif replacement.const is not None and evaluates and len(replacement.const) > 10:
            before = len(self._shared.sinks)
            if re.search(r"\$_|\$\{|eval|base64|\\x|gz", replacement.const):
                self._layer_of(Value(const=replacement.const, hidden=replacement.hidden), at, end)
            if len(self._shared.sinks) == before and replacement.hidden:
                self._opaque(at, f"it runs text that is {replacement.hidden}")
        elif replacement.hidden and evaluates:
            self._opaque(at, f"it runs text that is {replacement.hidden}")

    def _mails(self, name: str, args: list[Value], at: int, end: int) -> None:
        """Mail whose program is given options or a command of its own."""
        if name == "mail" and len(args) > 4 and args[4].trail is not None and not args[4].trail.mixed:
            self._act(Effect.RUNS, at, end, args[4])
        elif name == "imap_open" and args[0].trail is not None:
            codes = (self._code[at:end], *(step[1] for step in args[0].trail.steps))
            if any("proxycommand" in code.lower() for code in codes):
                self._act(Effect.RUNS, at, end, args[0])

    def _preloads(self, given: Value, at: int, end: int) -> bool:
        """`putenv("LD_PRELOAD=…")`: programs that the page starts run its library first, with what the page hands them.

        Libraries of the system, such as one that manages memory, are not meant.
        """
        if not self._mentions("ld_preload"):
            return False
        here = "ld_preload" in self._code[at:end].lower()
        if given.trail is not None:
            self._act(Effect.LOADS if here else Effect.RUNS, at, end, given)
        elif here and not _OF_SYSTEM.match(given.const or given.place or "") and self._matches(_STARTS):
            self._opaque(at, "it starts programs with a library of its own before them")
        return here or given.trail is not None

    def _callback(self, name: str, args: list[Value], at: int, end: int) -> Value:
        position = words.CALLBACKS[name]
        if len(args) == 1 and args[0].trail is not None and "..." in self._code[at:end]:
            self._act(Effect.CALLS, at, end, args[0], content=args[0].trail)
            return NOTHING
        if not args or position >= len(args):
            return self._passed(args, loose=True) if name in words.PASSES else NOTHING
        called = args[position]
        if position == 0 and self._replaced(_FIRST, at, end) and len(args) > 1:
            sent = self._sent_as(at)
            self._act(Effect.CALLS, at, end, Value(trail=sent), content=sent)
            return self._passed(args, loose=True)
        index = position if position >= 0 else len(args) + position
        others = [value for number, value in enumerate(args) if number != index]
        if name in {"preg_replace_callback", "mb_ereg_replace_callback"}:
            # The pattern is not given to the function.
            others = others[1:]
        given = [Value(trail=value.trail, const=value.const, hidden=value.hidden) for value in others]
        if (given and name == "call_user_func_array" and others[0].items) or (
            given and others[0].items and len(others[0].items) == 1
        ):
            given = list(others[0].items)
        if called.const is not None:
            plain = called.const.lower().lstrip("\\").rsplit("::", 1)[-1]
            if name == "ob_start" and (plain in _RUNNERS or plain in self._functions):
                # What is written out from here on is given to it.
                self._globals[BUFFER] = Value(const=called.const)
                return NOTHING
            if name == "fromcallable":
                return Value(const=called.const, hidden=called.hidden)
            if (
                given and plain in {"assert", "eval", *words.COMMANDS, "create_function", *self._functions}
            ) or called.hidden:
                return self._function_named(called, given, at, end)
            return self._passed(others, loose=plain not in words.PASSES)
        if called.items is not None and len(called.items) == 2 and called.trail is None:
            return self._passed(others, loose=True)
        if called.path in self._classes or called.path == "function":
            for function in ("__invoke",):
                if function in self._functions:
                    self._bind(function, given)
            return self._passed(others, loose=True)
        joined = join(others) if others else NOTHING
        if called.trail is not None and called.trail.kind in {"request", "stored"} and not called.trail.mixed:
            if name in _HANDLERS and not called.trail.loose:
                self._act(Effect.CALLS, at, end, called, content=called.trail)
            if joined.trail is not None:
                self._act(Effect.CALLS, at, end, called, content=joined.trail)
        elif called.hidden and joined.trail is not None:
            self._act(Effect.CALLS, at, end, Value(trail=joined.trail, hidden=called.hidden), content=joined.trail)
        return self._passed(others, loose=True)

    def _made(self, params: str, body: str) -> str:
        """The name under which a function made from text is known."""
        name = f"__made{hash((params, body)) & 0xFFFFFFFF:x}"
        nodes = tree_of(f"function {name}({params}) {{{body}}}", self._language).nodes
        saved = self._code, self._fixed_line
        # Places inside are places of the text made; the line is that of the call.
        self._block(nodes)
        self._code, self._fixed_line = saved
        return name

    def _sent_as(self, at: int) -> Trail:
        """The way of a variable that a request may have put in the place of another."""
        sent = self._registered
        assert sent is not None
        return Trail(sent.source, sent.line, steps=sent.steps)

    def _replaced(self, pattern: re.Pattern[str], at: int, end: int) -> bool:
        """Whether the function that is called here is in a variable that a request may have given another value."""
        if self._registered is None or self._registered_in != self._scope_name or at <= self._registered_at:
            return False
        found = pattern.match(self._code, at, end)
        return found is not None and found[1].lower() not in words.PHP_REQUEST and found[1] != "this"

    @abstractmethod
    def _php_call(self, callee: Value, name: str, args: list[Value], at: int, end: int) -> Value: ...


def _given_by(callee: Value) -> str:
    return f"given by a function whose name is {callee.hidden}" if callee.hidden else ""


def evaluating(pattern: str) -> bool:
    """Whether a pattern of `preg_replace` carries the modifier `e`."""
    plain = pattern.strip()
    if len(plain) < 3 or plain[0].isalnum() or plain[0] == "\\":
        return False
    closing = {"(": ")", "{": "}", "[": "]", "<": ">"}.get(plain[0], plain[0])
    at = plain.rfind(closing)
    modifiers = plain[at + 1 :]
    return at > 0 and "e" in modifiers and modifiers.strip("imsxeADSUXJun ") == ""
