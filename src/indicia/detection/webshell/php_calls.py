"""What the functions of PHP do with their arguments."""

import re

from indicia.detection.webshell import words
from indicia.detection.webshell.folding import fold, number_of
from indicia.detection.webshell.ground import MADE
from indicia.detection.webshell.kinds import PHP_FILES
from indicia.detection.webshell.programs import Programs
from indicia.detection.webshell.secrets import SECRET
from indicia.detection.webshell.sink import Effect
from indicia.detection.webshell.tokens import Leaf, Node, tree_of
from indicia.detection.webshell.value import MOST_CONST, NOTHING, Trail, Value, is_blob, join, shortened

CHARACTERS = frozenset({"chr", "chrw", "chrb", "fromcharcode"})
"""Functions whose result, where it cannot be worked out, is a sign of some text that is put together."""


_RUNNERS = words.COMMANDS | {"assert", "eval", "create_function"}


class PhpCalls(Programs):
    """What the functions of PHP do with their arguments."""

    def _function_named(self, callee: Value, args: list[Value], at: int, end: int) -> Value:
        """A call of a function whose name is a known text."""
        name = (callee.const or "").strip().lower().lstrip("\\").rsplit("::", 1)[-1]
        if name in self._functions:
            return self._own(name, callee, args, at)
        if not re.fullmatch(r"[a-z_]\w{0,60}", name):
            return self._passed(args, loose=True)
        return self._php_call(Value(path=name, hidden=callee.hidden), name, args, at, end)

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
        joined = join(args) if args else NOTHING
        if callee.trail is not None and not callee.number:
            if callee.path == "$request" and not args:
                return NOTHING
            if joined.trail is not None and callee.trail.kind in {"request", "upload"}:
                self._act(Effect.CALLS, at, end, callee, content=joined.trail)
            return self._passed(args, loose=True)
        if callee.hidden and joined.trail is not None:
            self._act(Effect.CALLS, at, end, Value(trail=joined.trail, hidden=callee.hidden), content=joined.trail)
        elif callee.hidden and joined.hidden:
            self._opaque(at, "it calls a computed function with hidden text")
        return self._passed(args, loose=True)

    def _include(self, node: Leaf, value: Value, nodes: list[Node]) -> None:
        if value.trail is None and (kept := self._kept_in(value, node.at, nodes[-1].end + 1)) is not None:
            self._act(Effect.INCLUDES, node.at, nodes[-1].end, Value(trail=kept))
            return
        if value.const is not None and value.trail is None:
            text = value.const.strip().lower()
            if text.startswith(("php://input", "data:")):
                trail = Trail(self._cut(node.at, nodes[-1].end), self._line(node.at))
                self._act(Effect.EVALUATES, node.at, nodes[-1].end, Value(trail=trail))
            elif text.startswith(("http://", "https://", "ftp://")):
                trail = Trail(self._cut(node.at, nodes[-1].end), self._line(node.at), "remote")
                self._act(Effect.INCLUDES, node.at, nodes[-1].end, Value(trail=trail))
            return
        self._acts = True
        self._act(Effect.INCLUDES, node.at, nodes[-1].end, value)

    def _php_call(self, callee: Value, name: str, args: list[Value], at: int, end: int) -> Value:
        method = "." in callee.path
        first = args[0] if args else NOTHING
        second = args[1] if len(args) > 1 else NOTHING
        name = name.rsplit("\\", 1)[-1]
        self._acts = self._acts or name in words.ACTS
        if callee.path.startswith("reflected.") and name in {"invoke", "invokeargs"}:
            return self._function_named(Value(const=callee.path[10:], hidden=callee.hidden), args, at, end)
        if callee.path.startswith("reflectionfunction.") and callee.trail is not None:
            self._act(Effect.CALLS, at, end, callee, content=join(args).trail if args else None)
            return NOTHING
        if callee.path.startswith("reflectedmethod.") and name in {"invoke", "invokeargs"} and len(args) > 1:
            plain = callee.path.split(".")[1]
            if plain in self._functions:
                self._bind(plain, args[1].items or args[1:] if name == "invokeargs" else args[1:])
            return self._passed(args, loose=True)
        if method:
            if name == "getdoccomment":
                return Value(hidden="taken from a comment")
            if callee.path.startswith("ffi."):
                if name in {"cdef", "load"}:
                    return Value(path="ffi")
                if args and first.trail is not None:
                    self._act(Effect.RUNS, at, end, first)
                return NOTHING
            if name in {"query", "exec", "multi_query", "prepare"} and callee.path.split(".")[-2] in {"pdo", "mysqli"}:
                if first.trail is not None and not first.trail.mixed and not first.trail.loose:
                    self._act(Effect.QUERIES, at, end, first)
                return NOTHING
            if name == "fromcallable" and first.trail is not None:
                return Value(trail=first.trail)
            if name in {"run", "exec", "shellexecute"} and any(
                word in callee.path for word in ("wscript.shell", "shell.application", "object?")
            ):
                self._act(Effect.RUNS, at, end, join(args) if args else NOTHING)
                return NOTHING
            if name in {"fwrite"} and args:
                self._write(callee, first, at, end)
            if callee.trail is not None and name in words.PASSES:
                return Value(trail=callee.trail)
            return self._passed(args, loose=True) if name in words.PASSES else NOTHING
        if name == "define" and len(args) > 1 and first.const:
            self._globals["\1" + first.const.lower()] = second
            return NOTHING
        if name == "constant" and first.const:
            return self._lookup("\1" + first.const.lower()) or NOTHING
        if name == "getdoccomment":
            return Value(hidden="taken from a comment")
        if name == "putenv" and "ld_preload" in self._code[at:end].lower():
            self._act(Effect.LOADS, at, end, first)
            return NOTHING
        if name == "filter_var" and len(args) > 2 and args[2].items and first.trail is not None:
            return self._filtered(args[2].items, first, at, end)
        if name == "unserialize" and first.trail is not None:
            # Fields of the classes here may come from it.
            self._assign("." + MADE, Value(trail=first.trail.through(self._line(at), self._cut(at, end))))
            return Value(trail=first.trail)
        if name == "eval":
            return self._evaluated(first, at, end)
        if name == "assert" and args:
            if first.number:
                return NOTHING
            return self._evaluated(first, at, end)
        if name == "create_function":
            body = args[-1] if args else NOTHING
            if body.const is not None and first.const is not None and len(args) > 1 and len(body.const) < 20_000:
                return Value(const=self._made(first.const, body.const))
            self._evaluated(body, at, end)
            return Value(path="function", hidden=body.hidden, trail=None)
        if name in words.COMMANDS and args:
            self._names_shell([first])
            if name in {"proc_open", "popen"}:
                return self._opened(name, args, at, end)
            if first.trail is not None or first.hidden:
                self._act(Effect.RUNS, at, end, first)
            return NOTHING
        if name in {"extract", "import_request_variables"} or (
            name in {"parse_str", "mb_parse_str"} and len(args) == 1
        ):
            if first.trail is not None and (name != "extract" or len(args) == 1 or first.path == "$request"):
                self._registered = first.trail.through(self._line(at), self._cut(at, end))
            return NOTHING
        if (name in {"parse_str", "preg_match", "preg_match_all"} and first.trail is not None) or (
            second.trail is not None and name.startswith("preg_match")
        ):
            source = second.trail if name.startswith("preg") else first.trail
            if source is not None:
                names = [item.lower() for item in re.findall(r"\$(\w+)", self._code[at:end])]
                if len(args) > (2 if name.startswith("preg") else 1) and names:
                    self._assign(names[-1], Value(trail=source.loosened() if name.startswith("preg") else source))
            return Value(number=True)
        if name in {"preg_replace", "preg_filter", "mb_ereg_replace", "mb_eregi_replace", "mbereg_replace"}:
            self._regular(name, args, at, end)
        if name in words.CALLBACKS:
            return self._callback(name, args, at, end)
        if name in words.PHP_SOURCES or (name == "session_id" and not args):
            return Value(trail=Trail(self._cut(at, end), self._line(at), loose=name == "session_id"))
        if name in {"filter_input", "filter_input_array"} and "input_" in self._code[at:end].lower():
            cleared = re.search(r"FILTER_(?:SANITIZE_NUMBER|VALIDATE)_", self._code[at:end])
            return NOTHING if cleared else Value(trail=Trail(self._cut(at, end), self._line(at)))
        if name == "getenv" and (first.const or "").lower().startswith(words.PHP_SERVER):
            return Value(trail=Trail(self._cut(at, end), self._line(at)))
        if name in {"exif_read_data", "read_exif_data", "getimagesize_"}:
            return Value(trail=Trail(self._cut(at, end), self._line(at), "stored"))
        if name in {"file_get_contents", "fopen", "file", "readfile", "curl_exec", "stream_get_contents"}:
            return self._php_open(name, args, at, end)
        if name in {"file_put_contents"} and len(args) > 1:
            kept = "file.append" if "FILE_APPEND" in self._code[at:end] else "file"
            self._write(Value(path=kept, target=first.trail, place=first.place or first.const), second, at, end)
            if (
                second.trail is not None
                and (second.trail.rank == 0 or (second.trail.rank == 1 and (second.place or "").startswith("<?")))
                and first.trail is None
                and first.const is None
                and len(self._code) < 20_000
            ):
                # Whoever includes that file includes what the request sent.
                for variable in re.findall(r"\$(\w+)", self._code[at:end])[:1]:
                    sent = Trail(second.trail.source, second.trail.line, "upload", second.trail.steps)
                    self._assign(variable.lower(), Value(trail=sent))
            return NOTHING
        if name in {"fwrite", "fputs", "gzwrite", "socket_write", "fputcsv"} and len(args) > 1:
            if first.path == "socket":
                self._act(Effect.SENDS, at, end, second)
            elif self._feeds(first.path, name, second, at, end):
                return NOTHING
            else:
                self._write(first, second, at, end)
            return NOTHING
        if name in {"move_uploaded_file", "copy"} and len(args) > 1:
            if first.trail is not None and first.trail.kind == "upload":
                self._act(Effect.UPLOADS, at, end, second, content=first.trail)
            elif first.const is not None and first.const.startswith("http"):
                self._act(Effect.WRITES, at, end, second, content=Trail(self._cut(at, end), self._line(at), "remote"))
            elif first.trail is not None and second.trail is not None:
                self._act(Effect.MOVES, at, end, second)
            return NOTHING
        if name in PHP_FILES and first.trail is not None and not first.trail.checked:
            self._act(PHP_FILES[name], at, end, first)
            return NOTHING
        if name in {"fsockopen", "pfsockopen", "stream_socket_client", "socket_connect"}:
            host = second if name == "socket_connect" else first
            if host.trail is not None:
                self._act(Effect.CONNECTS, at, end, host)
                for variable in re.findall(r"\$(\w+)", self._code[at:end])[:1] if name == "socket_connect" else ():
                    self._assign(variable.lower(), Value(path="socket"))
                return Value(path="socket", target=host.trail)
            return Value(path="socket_")
        if name in {"mysql_query", "mysqli_query", "pg_query", "mssql_query", "sqlite_query"}:
            query = next((arg for arg in args if arg.trail is not None), NOTHING)
            if query.trail is not None and not query.trail.mixed and not query.trail.loose:
                self._act(Effect.QUERIES, at, end, query)
            return NOTHING
        if name in {"mysql_connect", "mysqli_connect", "pg_connect", "mssql_connect"} and first.trail is not None:
            self._act(Effect.QUERIES, at, end, first)
            return NOTHING
        if name in {"implode", "join"} and args:
            return self._imploded(args)
        if name in words.CLEARS:
            return Value(number=True)
        folded = self._folded(name, callee, args)
        if folded is not None:
            return folded
        if name in words.PASSES:
            return self._passed(args)
        joined = join(args) if args else NOTHING
        if joined.trail is not None:
            return Value(trail=joined.trail.loosened())
        if any(is_blob(value) for value in args) or joined.hidden:
            return Value(hidden=joined.hidden or f"computed by {shortened(name)} from a long text")
        return NOTHING

    def _filtered(self, named: tuple[Value, ...], given: Value, at: int, end: int) -> Value:
        """`filter_var` with a function of the script's choice."""
        for item in (named[0], *(named[0].items or ())):
            if item.const is not None and item.const.lower() in _RUNNERS:
                return self._function_named(item, [given], at, end)
            if item.trail is not None:
                self._act(Effect.CALLS, at, end, item, content=given.trail)
        return Value(trail=given.trail)

    def _php_open(self, name: str, args: list[Value], at: int, end: int) -> Value:
        first = args[0] if args else NOTHING
        text = (first.const or "").strip().lower()
        line = self._line(at)
        if text.startswith("php://input") or text.startswith("php://stdin_"):
            return Value(trail=Trail(self._cut(at, end), line))
        if text.startswith(("http://", "https://", "ftp://")) or name == "curl_exec":
            return Value(trail=Trail(self._cut(at, end), line, "remote"))
        if name == "fopen" and len(args) > 1:
            mode = args[1].const
            if mode is None or mode[:1] in "wacx" or "+" in mode:
                return Value(
                    path="file.append" if mode and mode[0] == "a" else "file",
                    target=first.trail,
                    place=first.place or first.const or self._variable_in(at, end),
                )
        if name == "stream_get_contents":
            return self._passed(args)
        if first.trail is not None:
            if first.trail.kind == "upload":
                return Value(trail=first.trail)
            if not first.trail.checked:
                self._act(Effect.READS, at, end, first)
            return Value(trail=first.trail.loosened())
        if "__file__" in self._code[at:end].lower():
            return Value(hidden="read from the script’s own file")
        return NOTHING

    def _imploded(self, args: list[Value]) -> Value:
        array = next((value for value in args if value.items is not None), None)
        glue = next((value.const for value in args if value.const is not None), "") or ""
        if array is not None and array.items and all(item.const is not None for item in array.items):
            return Value(
                const=glue.join(item.const or "" for item in array.items)[:MOST_CONST],
                hidden="put together from pieces",
            )
        return self._passed(args)

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

    def _callback(self, name: str, args: list[Value], at: int, end: int) -> Value:
        position = words.CALLBACKS[name]
        if len(args) == 1 and args[0].trail is not None and "..." in self._code[at:end]:
            self._act(Effect.CALLS, at, end, args[0], content=args[0].trail)
            return NOTHING
        if not args or position >= len(args):
            return self._passed(args, loose=True) if name in words.PASSES else NOTHING
        called = args[position]
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
            plain = called.const.lower()
            if name == "fromcallable":
                return Value(const=called.const, hidden=called.hidden)
            if (
                given and plain in {"assert", "eval", *words.COMMANDS, "create_function", *self._functions}
            ) or called.hidden:
                return self._function_named(called, given, at, end)
            return self._passed(others, loose=True)
        if called.items is not None and len(called.items) == 2 and called.trail is None:
            return self._passed(others, loose=True)
        if called.path in self._classes or called.path == "function":
            for function in ("__invoke",):
                if function in self._functions:
                    self._bind(function, given)
            return self._passed(others, loose=True)
        joined = join(others) if others else NOTHING
        if called.trail is not None and called.trail.kind == "request" and not called.trail.mixed:
            if name == "ob_start" and not called.trail.loose:
                self._act(Effect.CALLS, at, end, called, content=called.trail)
            if joined.trail is not None:
                self._act(Effect.CALLS, at, end, called, content=joined.trail)
        elif called.hidden and joined.trail is not None:
            self._act(Effect.CALLS, at, end, Value(trail=joined.trail, hidden=called.hidden), content=joined.trail)
        return self._passed(others, loose=True)

    def _made(self, params: str, body: str) -> str:
        """The name under which a function made from text is known."""
        name = f"__made{len(self._functions)}"
        nodes = tree_of(f"function {name}({params}) {{{body}}}", self._language).nodes
        saved = self._code, self._fixed_line
        # Places inside are places of the text made; the line is that of the call.
        self._block(nodes)
        self._code, self._fixed_line = saved
        return name

    def _write(self, file: Value, content: Value, at: int, end: int) -> None:
        if content.trail is None and file.target is None:
            return
        if content.trail is not None and content.trail.kind == SECRET:
            self._act(Effect.DISCLOSES, at, end, content)
            return
        if file.path.startswith("file.append") and content.trail is not None and content.trail.is_password:
            self._act(Effect.APPENDS, at, end, content, place=file.place)
        self._written(file, content)
        self._act(
            Effect.WRITES,
            at,
            end,
            Value(trail=file.target, hidden=content.hidden),
            content=content.trail,
            place=file.place,
        )

    def _folded(self, name: str, callee: Value, args: list[Value]) -> Value | None:
        """The result of a function on constant text; null when it is not constant."""
        if any(value.trail is not None for value in args) or callee.trail is not None:
            return None
        receiver = callee.const if "." in callee.path else None
        if receiver is None and callee.items and name in {"reverse", "join"}:
            items = [item.const for item in callee.items]
            if all(item is not None for item in items):
                glue = args[0].const if args and args[0].const is not None else ""
                return Value(const=(glue or "").join(item or "" for item in items), hidden="put together from pieces")
        if name == "join" and not self._php and any(value.items for value in args):
            return self._imploded(args)
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
        pieces = _pieces(name, consts, receiver)
        if pieces is not None:
            return Value(items=tuple(Value(const=piece) for piece in pieces))
        result, hides = fold(name, consts, receiver)
        hidden = next((value.hidden for value in (*args, callee) if value.hidden), "")
        if result is not None:
            return Value(
                const=result,
                hidden=(f"decoded by {name}" + (f", {hidden}" if hidden and hidden.count(",") < 3 else ""))
                if hides
                else hidden,
            )
        if (not self._php and name in CHARACTERS and args) or (
            hides and (any(value.hidden for value in args) or any(is_blob(value) for value in args))
        ):
            return Value(hidden=f"decoded by {name}")
        return None


def _pieces(name: str, consts: list[str | None], receiver: str | None) -> list[str] | None:
    """The pieces of a constant text, at most 4000; null for what is no function that splits."""
    if name == "explode" and len(consts) > 1:
        sign, text = consts[0], consts[1]
    elif name == "split":
        text, sign = (
            (receiver, consts[0] if consts else None)
            if receiver is not None
            else (
                consts[0] if consts else None,
                consts[1] if len(consts) > 1 else " ",
            )
        )
    else:
        return None
    if text is None or sign is None or (not sign and receiver is None):
        return None
    if not sign:
        return list(text[:4000])
    return text.split(sign)[:4000]


def evaluating(pattern: str) -> bool:
    """Whether a pattern of `preg_replace` carries the modifier `e`."""
    plain = pattern.strip()
    if len(plain) < 3 or plain[0].isalnum() or plain[0] == "\\":
        return False
    closing = {"(": ")", "{": "}", "[": "]", "<": ">"}.get(plain[0], plain[0])
    at = plain.rfind(closing)
    modifiers = plain[at + 1 :]
    return at > 0 and "e" in modifiers and modifiers.strip("imsxeADSUXJun ") == ""
