"""Objects that ASP, ASP.NET and JSP make: by `new`, by a name."""

import re

from indicia.detection.webshell.acts.delegates import BOTH
from indicia.detection.webshell.acts.file_calls import appends
from indicia.detection.webshell.acts.machine import Machine
from indicia.detection.webshell.acts.probing import tried
from indicia.detection.webshell.acts.programs import INPUT
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.values.folding import number_of
from indicia.detection.webshell.values.kinds import DATABASE, OBJECT_IDS, REFLECTED, TYPES
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Trail, Value, better, join

_METHODS = (".load", ".start", ".exec", ".eval", ".loadfrom", ".loadfile")


SOCKET_STREAM = "socket.stream"
"""What the stream of a connection goes by."""
_TYPED = frozenset({"xmlserializer", "datacontractserializer", "datacontractjsonserializer"})
"""What builds objects of a type it is given."""
_READERS = frozenset({"streamreader", "fileinputstream", "filereader", "filestream", "bitmap"})
_FOR_WRITING = re.compile(
    r"filemode\s*\.\s*(?:create|createnew|openorcreate|append|truncate)\b|fileaccess\s*\.\s*write\b", re.IGNORECASE
)
"""How a file is opened of which nothing is read."""
_REMOTE = re.compile(r"[\"'](?:https?|ftp)://")


class Creating(Machine):
    """Objects that are made."""

    def _create(self, path: str, args: list[Value], at: int, end: int) -> Value:
        """`new X(…)`."""
        path = TYPES.get(path, path)
        first = args[0] if args else NOTHING
        self._made_for_mail(path, args, at, end)
        self._ties(args, at, end)
        if (accounts := self._of_accounts(path, args, at, end)) is not None:
            return accounts
        if path == "activexobject" and args:
            return self._object(args[0])
        if path == "com" and self._php and args:
            return self._object(args[0])
        if path == "javascriptserializer" and any(value.path == "simpletyperesolver" for value in args):
            return Value(path="serializer_typed")
        if path == "urlclassloader" and first.trail is None and _REMOTE.search(self._code, at, end):
            sent = Trail(self._cut(at, end), self._line(at), "remote")
            self._act(Effect.LOADS, at, end, Value(trail=sent))
            return Value(path=path)
        if first.path == SOCKET_STREAM and path.endswith(("reader", "writer")):
            if path.endswith("writer"):
                return Value(path="socket", target=first.target)
            return Value(path=path, trail=Trail(self._cut(at, end), self._line(at), "remote"))
        if first.path.startswith("namedpipe") and path.endswith("reader"):
            return Value(path=path, trail=Trail(self._cut(at, end), self._line(at), "remote"))
        reads = path in _READERS and first.trail is None and not _FOR_WRITING.search(self._code, at, end)
        if reads and (held := self._read_from(first, at, end)) is not None:
            return Value(path=path, trail=held)
        if path in self._functions:
            self._bind(path, args)
        if "__construct" in self._functions and path in self._classes:
            self._bind("__construct", args)
        trail = join(args).trail if args else None
        if path in {"processbuilder", "processstartinfo", "processimpl"}:
            self._names_shell(args)
            self._unknown_command(args, at, end)
        elif (fed := next((value.path for value in args if self._is_input(value.path)), "")) and path.endswith(
            ("writer", "stream")
        ):
            return Value(path=INPUT if fed else "")
        elif len(args) == 1 and first.path.endswith(_METHODS) and trail is None and path not in self._functions:
            # A delegate: what is called by it is what it was made of.
            return Value(path=first.path)
        elif args and self._is_own(first.path) and path != "engine":
            self._called.update(first.path.split(BOTH))
            return Value(path=first.path)
        if trail is not None or any(value.hidden for value in args):
            whole = join(args)
            if path in {"processbuilder", "processstartinfo", "processimpl"} or (
                path in {"expression", "statement"}
                and self._java
                and any((value.const or "").lower() in REFLECTED for value in args)
            ):
                self._act(Effect.RUNS, at, end, whole)
            elif path == "command" and not self._java and "pipeline" in self._code.lower():
                # A command for PowerShell.
                self._act(Effect.RUNS, at, end, first)
            elif path == "httprequestmessage" and len(args) > 1:
                self._asks(args[1], at, end)
                self._sends(args[-1], at, end)
            elif path in {"resxresourcereader", "resourcereader"} and first.trail is not None:
                self._act(Effect.DESERIALIZES, at, end, first)
            elif path == "template" and self._java:
                return Value(path="scriptengine.template", trail=whole.trail)
            elif path in _TYPED and first.path == "class?":
                return Value(path="serializer_typed", trail=None)
            elif path == "function" and self._script:
                self._act(Effect.EVALUATES, at, end, args[-1])
            elif path in {"urlclassloader"}:
                self._act(Effect.LOADS, at, end, whole)
            elif path in DATABASE and self._exports(first, at, end):
                return Value(path=path)
            elif path in DATABASE and first.trail is not None and self._commands(first.trail, at, end, first.told):
                self._act(Effect.RUNS, at, end, first)
            elif (path in DATABASE or (self._php and path in {"pdo", "mysqli"})) and (
                first.trail is not None and (not first.trail.mixed or path.endswith("connection"))
            ):
                self._act(Effect.QUERIES, at, end, first)
                return Value(path=path)
            elif path == "reflectionfunction" and first.trail is not None:
                return Value(path="reflectionfunction", trail=first.trail)
            elif path in {"socket", "tcpclient", "inetsocketaddress", "ipendpoint"} and first.trail is not None:
                tries = tried(first, *args)
                self._act(Effect.CONNECTS, at, end, tries)
                return Value(path="socket", target=first.trail, place=tries.hidden or None)
        if path == "reflectionmethod" and len(args) > 1 and args[1].const:
            return Value(path=f"reflectedmethod.{args[1].const.lower()}")
        if self._php and trail is not None and path.endswith(("iterator", "closure", "command")):
            for value in args:
                if value.const is not None and value.const.lower() in words.COMMANDS | {"assert", "eval"}:
                    self._act(Effect.RUNS, at, end, join(args))
        if path == "reflectionfunction" and (first.const or first.hidden):
            return Value(path="reflected." + (first.const or "?").lower(), hidden=first.hidden)
        if path in {
            "fileoutputstream",
            "filewriter",
            "streamwriter",
            "filestream",
            "randomaccessfile",
            "printwriter",
            "splfileobject",
        }:
            if path == "printwriter" and first.path in {"file", "filewriter", "fileoutputstream"}:
                return Value(path="file", target=first.target or first.trail, place=first.place)
            kept = "file.append" if appends(args, self._code[at:end]) else "file"
            if first.trail is not None or first.place is not None or first.const is not None or first.target:
                return Value(path=kept, target=first.target or first.trail, place=first.place or first.const)
            return Value(
                path="file.append" if first.path == "file.append" else kept,
                place=None if first.path.startswith("file") else self._variable_in(at, end) or None,
            )
        if path in {
            "string",
            "file",
            "bufferedwriter",
            "outputstreamwriter",
            "bufferedoutputstream",
            "fileinfo",
            "binarywriter",
        }:
            if path == "string" and first.items is not None:
                codes = [number_of(item.const) if item.number else None for item in first.items]
                if codes and all(code is not None for code in codes):
                    text = "".join(chr((code or 0) & 0xFFFF) for code in codes)
                    return Value(const=text, hidden="put together from character codes")
                if all(item.const is not None for item in first.items):
                    return Value(
                        const="".join(item.const or "" for item in first.items),
                        hidden="put together from single characters",
                    )
            if path == "string":
                return first
            if path in {"file", "fileinfo"}:
                last = args[-1] if args else NOTHING
                chosen = better(first.trail, last.trail)
                return Value(
                    path="file",
                    trail=chosen,
                    place=last.place or last.const,
                    const=first.const if len(args) == 1 else None,
                )
            return Value(
                path="file.append" if first.path == "file.append" else "file", target=first.target, place=first.place
            )
        if path in {"stringbuilder", "stringbuffer", "stringwriter"} and trail is None:
            return Value(path=path, told=first.const or "")
        if path in {"regex", "regexp"} and first.const is not None:
            return Value(path=path, place=first.const)
        if path == "xsltsettings":
            return Value(path=path, const="script" if args and any(a.number for a in args) else None)
        return Value(
            path=path,
            trail=trail.loosened() if trail and path not in words.PASSES and path not in self._functions else trail,
            hidden=join(args).hidden if args and path in words.PASSES else "",
        )

    def _object(self, named: Value) -> Value:
        """What `CreateObject` makes."""
        if named.const is not None:
            text = named.const.strip().lower()
            plain = text.removeprefix("new:").removeprefix("clsid:").strip("{}")
            plain = OBJECT_IDS.get(plain, plain)
            for version in (".1", ".2", ".3.0", ".6.0", ".5.1"):
                plain = plain.removesuffix(version)
            return Value(path=plain)
        if named.trail is not None:
            return Value(path="object?", hidden="the request names what is created")
        return Value(path="object?", hidden=named.hidden or ("its name is computed" if not named.path else ""))
