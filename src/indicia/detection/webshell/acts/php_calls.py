"""What the functions of PHP do with their arguments."""

import re
from abc import abstractmethod

from indicia.detection.webshell.acts.ground import MADE
from indicia.detection.webshell.acts.php_named import SENT, PhpNamed
from indicia.detection.webshell.acts.probing import RANGE, asks_range, counted, tried
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.values.kinds import PHP_FILES
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import ADDRESS, NOTHING, Trail, Value, is_blob, join, shortened, with_trail

_HOLDERS = ("spl", "arrayobject", "arrayiterator", "ziparchive")
"""Beginnings of the names of classes of PHP that give back what was put into them."""
_KEEPS = frozenset({"insert", "push", "enqueue", "add", "append", "offsetset", "attach", "unshift"})
_STATEMENTS = frozenset({"query", "exec", "execute", "prepare", "querysingle", "bindvalue", "bindparam"})
_QUERIES = frozenset({
    "mysql_query", "mysqli_query", "pg_query", "mssql_query", "sqlite_query", "sqlsrv_query", "sqlsrv_prepare",
    "odbc_exec", "odbc_prepare", "mysqli_multi_query", "mysqli_real_query", "db2_exec", "ibase_query", "oci_parse",
    "pg_send_query", "sybase_query", "mysql_unbuffered_query",
})  # fmt: skip
SQL_RUNS = "\0sql"
"""Kept where a statement for a database may start programs, by a function that the script gave it."""
_MAKES_CODE = frozenset({"create_function", "assert", "eval"})
_KEYS = re.compile(r"\$[^,=>]{1,80}=>")
_HERE = re.compile(r"\(\s*(?:__DIR__|dirname\s*\(|getcwd|['\"]\.?/?['\"]|\$_SERVER\[.DOCUMENT_ROOT.\])", re.IGNORECASE)
_KEPT = re.compile(r"\bEXTR_(?:SKIP|PREFIX_(?:ALL|SAME|INVALID|IF_EXISTS)|IF_EXISTS)\b")
_CURL = re.compile(r"CURLOPT_(\w+)")


class PhpCalls(PhpNamed):
    """What the functions of PHP do with their arguments."""

    def _php_call(self, callee: Value, name: str, args: list[Value], at: int, end: int) -> Value:
        method = "." in callee.path
        first = args[0] if args else NOTHING
        second = args[1] if len(args) > 1 else NOTHING
        name = name.rsplit("\\", 1)[-1]
        self._acts = self._acts or name in words.ACTS
        if callee.path.startswith("reflected.") and name in {"invoke", "invokeargs"}:
            given = list(first.items) if name == "invokeargs" and first.items else args
            named = Value(const=callee.path.split(".")[1], hidden=callee.hidden)
            return self._function_named(named, given, at, end)
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
            if SQL_RUNS in self._globals and name in _STATEMENTS and (sent := _all_of(args).trail if args else None):
                self._act(Effect.RUNS, at, end, Value(trail=sent))
                return NOTHING
            if name in {"sqlitecreatefunction", "createfunction", "sqlitecreateaggregate", "createaggregate"} and any(
                (value.const or "").lower() in words.COMMANDS | {"assert"} for value in args
            ):
                self._globals[SQL_RUNS] = NOTHING
                return NOTHING
            if name == "send" and first.trail is not None:
                self._changed = self._changed or SENT not in self._globals
                self._globals[SENT] = Value(trail=first.trail)
            if name in {"query", "exec", "multi_query", "prepare", "querysingle"}:
                self._puts(join(args) if args else NOTHING, self._code[at:end])
                taken = self._takes(args, self._code[at:end])
                if taken is not NOTHING:
                    return taken
            if name in {"bindparam", "bindvalue", "bind_param", "execute"} and args:
                self._fills_parameter(_all_of(args))
            if name in _STATEMENTS | {"multi_query", "real_query"} and self._statement_acts(args, at, end):
                return NOTHING
            if name in {"query", "exec", "multi_query", "prepare"} and callee.path.split(".")[-2] in {"pdo", "mysqli"}:
                if first.trail is not None and not first.trail.mixed and not first.trail.loose:
                    self._act(Effect.QUERIES, at, end, first)
                return NOTHING
            if "soapserver" in callee.path and name in {"setclass", "setobject", "addfunction"}:
                self._serves(name, first)
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
            if name in _KEEPS and args and join(args).trail is not None and callee.path.startswith(_HOLDERS):
                self._fill_holder(join(args), at)
                return NOTHING
            if name in {"loadxml", "loadhtml", "load"} and first.trail is not None:
                self._fill_holder(first, at)
                return NOTHING
            if name == "importstylesheet" and first.trail is not None and self._mentions("registerphpfunctions"):
                self._act(Effect.TRANSFORMS, at, end, first)
                return NOTHING
            if name == "open" and callee.path.startswith("ziparchive") and first.trail is not None:
                self._fill_holder(first, at)
                return NOTHING
            if name == "extractto" and callee.trail is not None and first.trail is None and self._unpacks_here(at, end):
                self._act(Effect.UPLOADS, at, end, NOTHING, content=callee.trail, place="*.php")
                return NOTHING
            if name == "extractto" and first.trail is not None and callee.trail is not None:
                self._act(Effect.UPLOADS, at, end, first, content=callee.trail, place=first.place)
                return NOTHING
            if "__call" in self._functions or "__callstatic" in self._functions:
                magic = "__call" if "__call" in self._functions else "__callstatic"
                return self._own(
                    magic, callee, [Value(const=name), Value(trail=join(args).trail if args else None)], at
                )
            if callee.trail is not None and (
                name in words.PASSES or name.startswith("fetch") or callee.path.startswith(_HOLDERS)
            ):
                return Value(trail=callee.trail)
            return self._passed(args, loose=True) if name in words.PASSES else NOTHING
        if name == "define" and len(args) > 1 and first.const:
            self._globals["\1" + first.const.lower()] = second
            return NOTHING
        if name == "constant" and first.const:
            return self._lookup("\1" + first.const.lower()) or NOTHING
        if name == "getdoccomment":
            return Value(hidden="taken from a comment")
        if name == "putenv" and self._preloads(first, at, end):
            return NOTHING
        if name in _MAKES_CODE and callee.hidden and args and args[-1].const is None and args[-1].trail is None:
            # Nobody hides the name of these for an honest reason.
            self._opaque(at, "it calls a computed function with a text that is not known")
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
            if name == "pcntl_exec" and (trail := join(args).trail) is not None:
                self._act(Effect.RUNS, at, end, Value(trail=trail))
                return NOTHING
            if name in {"proc_open", "popen"}:
                return self._opened(name, args, at, end)
            if first.trail is not None or first.hidden:
                self._act(Effect.RUNS, at, end, first)
            return NOTHING
        if name in {"extract", "import_request_variables"} or (
            name in {"parse_str", "mb_parse_str"} and len(args) == 1
        ):
            if first.items is not None and not _KEYS.search(self._code, at, end):
                # The names are those of a list that is written here.
                return NOTHING
            if first.trail is not None and (name != "extract" or len(args) == 1 or first.path == "$request"):
                self._registered = first.trail.through(self._line(at), self._cut(at, end))
                self._registered_in = self._scope_name
                # What keeps the variables that exist lets none be replaced.
                self._registered_at = len(self._code) if _KEPT.search(self._code, at, end) else at
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
        if name in {"func_get_args", "func_get_arg"}:
            return self._lookup("arguments") or NOTHING
        if name == "sscanf" and first.trail is not None:
            for variable in re.findall(r"\$(\w+)", self._code[at:end])[1:]:
                self._assign(variable.lower(), Value(trail=first.trail))
            return Value(trail=first.trail)
        if name in {"mail", "imap_open"} and args:
            self._mails(name, args, at, end)
            return NOTHING
        if name in {"assert_options", "ini_set", "ini_alter"} and second.trail is not None:
            if "callback" in self._code[at:end].lower():
                self._act(Effect.CALLS, at, end, second, content=second.trail)
            return NOTHING
        if name == "stream_wrapper_register" and first.const:
            self._globals["\1wrapper:" + first.const.lower()] = NOTHING
            return NOTHING
        if name == "dl" and first.trail is not None:
            self._act(Effect.LOADS, at, end, first)
            return NOTHING
        if name == "error_log" and len(args) > 2 and (args[1].const or "") == "3":
            self._write(Value(path="file.append", target=args[2].trail, place=args[2].const), first, at, end)
            return NOTHING
        if name in {"curl_init", "curl_setopt"}:
            return self._curl(name, args, at, end)
        if name == "tmpfile":
            return Value(path="file")
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
            self._write(Value(path=kept, target=first.trail, place=self._place_of(first, at, end)), second, at, end)
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
                if first.path == "file" and first.place is None and first.target is None:
                    first = Value(path="file", place=self._variable_in(at, end))
                self._write(first, second, at, end)
            return NOTHING
        if name in {"move_uploaded_file", "copy", "rename"} and len(args) > 1:
            if first.trail is None:
                self._renamed(first, second, at, end)
            if first.trail is not None and first.trail.kind == "upload":
                self._act(Effect.UPLOADS, at, end, second, content=first.trail)
            elif (first.const or "").startswith(("http", "ftp:")) or (first.path == ADDRESS and first.trail is None):
                sent = Trail(self._cut(at, end), self._line(at), "remote")
                self._act(Effect.WRITES, at, end, second, content=sent, place=second.place or second.const)
            elif first.trail is not None and second.trail is not None and name != "rename":
                self._act(Effect.MOVES, at, end, second)
            elif name == "rename" and first.trail is not None and not first.trail.checked:
                self._act(Effect.MOVES, at, end, first)
            return NOTHING
        if name in PHP_FILES and first.trail is not None and not first.trail.checked:
            self._act(PHP_FILES[name], at, end, first)
            return NOTHING
        if name in {"fsockopen", "pfsockopen", "stream_socket_client", "socket_connect"}:
            host = second if name == "socket_connect" else first
            if host.trail is not None:
                tries = tried(host, *args)
                if tries.hidden and asks_range(self._code[at:end], self._code):
                    tries = Value(trail=host.trail, hidden=RANGE)
                self._act(Effect.CONNECTS, at, end, tries)
                for variable in re.findall(r"\$(\w+)", self._code[at:end])[:1] if name == "socket_connect" else ():
                    self._assign(variable.lower(), Value(path="socket"))
                return Value(path="socket", target=host.trail)
            return Value(path="socket_")
        if name in _QUERIES:
            if self._statement_acts(args, at, end):
                return NOTHING
            query = next((arg for arg in args if arg.trail is not None), NOTHING)
            self._puts(query, self._code[at:end])
            if query is NOTHING and (taken := self._takes(args, self._code[at:end])) is not NOTHING:
                return taken
            if query.trail is not None and not query.trail.mixed and not query.trail.loose:
                self._act(Effect.QUERIES, at, end, query)
            return NOTHING
        if name in {"mysql_connect", "mysqli_connect", "pg_connect", "mssql_connect"} and first.trail is not None:
            self._act(Effect.QUERIES, at, end, first)
            return NOTHING
        if name in {"implode", "join"} and args:
            return self._imploded(args)
        if name in words.CLEARS:
            return Value(number=True, path=counted(first))
        folded = self._folded(name, callee, args)
        if folded is not None:
            return folded
        if name in words.PASSES or "_fetch_" in name:
            return self._passed(args)
        joined = join(args) if args else NOTHING
        if joined.trail is not None:
            return Value(trail=joined.trail.loosened())
        if any(is_blob(value) for value in args) or joined.hidden:
            return Value(hidden=joined.hidden or f"computed by {shortened(name)} from a long text")
        return NOTHING

    def _unpacks_here(self, at: int, end: int) -> bool:
        """Whether an archive is unpacked beside the page itself, without a look at what is in it."""
        here = _HERE.search(self._code, at, end)
        return here is not None and len(self._code) < 6000 and not self._mentions("pathinfo", "allowed", "getnameindex")

    def _serves(self, name: str, given: Value) -> None:
        """A class or function whose parameters the clients of a web service send."""
        served = (given.const or "").lower() if name == "addfunction" and given.const else "\0class"
        if served not in self._contracts:
            self._contracts.add(served)
            self._changed = self._acts = True

    def _statement_acts(self, args: list[Value], at: int, end: int) -> bool:
        """Whether a statement for a database starts programs or writes scripts from what a request sends."""
        for value in args:
            if self._exports(value, at, end):
                return True
            if value.trail is not None and value.told and self._commands(value.trail, at, end, value.told):
                self._act(Effect.RUNS, at, end, value)
                return True
        return False

    def _fill_holder(self, given: Value, at: int) -> None:
        """`$h->insert(x)`: the object holds what it is given."""
        found = re.compile(r"\$(\w+)").match(self._code, at)
        old = self._lookup(found[1].lower()) if found else None
        if found is not None and old is not None:
            self._assign(found[1].lower(), with_trail(old, given.trail))

    def _curl(self, name: str, args: list[Value], at: int, end: int) -> Value:
        """Address and body of a request that the script makes."""
        first = args[0] if args else NOTHING
        if name == "curl_init":
            self._asks(first, at, end)
            return Value(path="curl")
        option = _CURL.search(self._code, at, end)
        if option is not None and len(args) > 2:
            if option[1] == "URL":
                self._asks(args[2], at, end)
            elif option[1] == "POSTFIELDS":
                self._sends(args[2], at, end)
        return NOTHING

    @abstractmethod
    def _asks(self, address: Value, at: int, end: int) -> None: ...

    @abstractmethod
    def _sends(self, content: Value, at: int, end: int) -> None: ...


def _all_of(args: list[Value]) -> Value:
    """Arguments and the elements of the lists among them."""
    return join([item for value in args for item in (value, *(value.items or ()))])
