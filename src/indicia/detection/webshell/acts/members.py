"""Members and elements of values: where a request, a session, a superglobal is read."""

import re

from indicia.detection.webshell.acts.ground import MADE, Ground
from indicia.detection.webshell.acts.secrets import KEYS, SECRET
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.languages import NET
from indicia.detection.webshell.tokens.tokens import Group, Leaf, Node
from indicia.detection.webshell.values.folding import number_of
from indicia.detection.webshell.values.kinds import HOLDERS, STORES, TYPED_MEMBERS, one_of_methods
from indicia.detection.webshell.values.value import NOTHING, Trail, Value, with_trail

MOST_CLEAR = 10_000
"""Characters of a script up to which a field of its one class is known by its name."""
ONE_OF = "#made "
"""The beginning of what one of several functions of PHP goes by; their names stand behind it."""
LAMBDA = "__lambda"
"""The beginning of the names under which functions without a name are known."""

INDEXER = "\0indexer"
"""The name of what gives the elements of an object of a class of the script."""
OWNER = "\0owner"
"""Under this is kept what a method is called on that a script of JScript gives to all texts or objects."""


OF_REQUEST = frozenset({
    "form", "querystring", "cookies", "servervariables", "item", "params", "headers", "binaryread", "totalbytes",
    "inputstream", "files", "rawurl", "url", "useragent", "pathinfo",
})  # fmt: skip
"""Members of the request that a script may name by a text; any other text names a parameter."""


class Members(Ground):
    """Members and elements of values: where a request, a session, a superglobal is read."""

    def _index_key(self, chain: list[Node]) -> str:
        """The name under which an element of a session or of the globals is kept; empty for anything else."""
        last = chain[-1]
        names = [node.plain for node in chain[:-1] if isinstance(node, Leaf)]
        if not isinstance(last, Group) or not names:
            return ""
        if names[-1] not in STORES or len(chain) < 2:
            return ""
        key = self._expression(last.nodes).const if last.nodes else None
        if names[-1] == "globals" and key:
            return key.lower()
        return f"{STORES[names[-1]]}:{(key or '*').lower()}"

    def _variable(self, node: Leaf) -> Value:
        """A variable of PHP."""
        name = node.plain
        if name in words.PHP_REQUEST:
            return Value(path="$request", trail=Trail("$" + node.text, self._line(node.at)))
        if name == "_files":
            return Value(path="$files", trail=Trail("$" + node.text, self._line(node.at), "upload"))
        if name == "_server":
            return Value(path="$server")
        if name == "globals":
            return Value(path="$globals")
        if name in {"_session", "_env"}:
            return Value(path="$" + name[1:])
        found = self._lookup(name)
        if found is not None:
            return found
        if self._registered is not None and self._registered_in == self._scope_name and name != "this":
            return Value(trail=Trail("$" + node.text, self._registered.line, steps=self._registered.steps))
        return NOTHING

    def _by_name(self, named: Value, at: int) -> Value:
        """A variable of PHP whose name is computed."""
        if named.const is not None:
            plain = named.const.lstrip("$")
            value = self._variable(Leaf("var", plain, at, at, plain.lower()))
            if named.hidden and value.trail is not None:
                return Value(trail=value.trail, path=value.path, hidden="its name is " + named.hidden)
            if named.hidden.endswith("XOR") and value is NOTHING:
                return Value(hidden="its name is " + named.hidden)
            return value
        return Value(hidden="the variable’s name is computed")

    def _member(self, value: Value, name: Leaf, at: int, *, called: bool) -> Value:
        plain = name.plain
        path = value.path
        if plain == "request" and (
            not path or path.rsplit(".", 1)[-1] in HOLDERS or path.endswith("()") or self._part.language in NET
        ):
            return Value(path="request")
        if path == "request":
            if plain == "mappath" and self._part.language in NET:
                return Value(path="server.mappath")
            if plain in words.HARMLESS_MEMBERS:
                return Value(path="request." + plain + "_")
            kind = "upload" if plain in {"files", "getpart", "getparts"} else "request"
            if plain == "servervariables":
                return Value(path="request.servervariables")
            if plain == "url":
                return Value(path="request.url")
            return Value(path="request." + plain, trail=Trail(self._cut(at, name.end), self._line(at), kind))
        if path == "request.url":
            if plain in {"query", "pathandquery", "originalstring", "fragment", "tostring"}:
                return Value(path="request.query", trail=Trail(self._cut(at, name.end), self._line(at)))
            return NOTHING
        if plain == "routedata" and self._part.language in NET:
            return Value(path="request.routedata", trail=Trail(self._cut(at, name.end), self._line(at)))
        if plain in KEYS and self._part.language in NET:
            return Value(trail=Trail(self._cut(at, name.end), self._line(at), SECRET))
        if path == "#control" and plain in {"text", "value", "selectedvalue", "innertext", "innerhtml", "selecteditem"}:
            return Value(path="control.text", trail=Trail(self._cut(at, name.end), self._line(at), "control"))
        if plain == "extractfilename":
            return Value(path="file.filename", trail=Trail(self._cut(at, name.end), self._line(at), "name"))
        if path == "#upload":
            if plain in {"filename"}:
                return Value(path="file.filename", trail=Trail(self._cut(at, name.end), self._line(at), "name"))
            if plain in {"postedfile", "filebytes", "filecontent", "saveas"}:
                return Value(path="file." + plain, trail=Trail(self._cut(at, name.end), self._line(at), "upload"))
            return NOTHING
        trail = value.trail
        if trail is not None:
            if (
                plain in {"filename", "getsubmittedfilename", "getoriginalfilename", "getname"}
                and trail.kind == "upload"
            ):
                trail = Trail(self._cut(at, name.end), self._line(at), "name")
            elif not called and plain in words.CLEAR_MEMBERS:
                return Value(number=True)
        if path in {"this", "me", "self", "static", "parent", "mybase", "super"} and not called:
            found = self._lookup("." + plain) or (self._lookup(plain) if not self._php else None)
            if found is not None:
                return found
            return Value(path=plain)
        if self._script and called:
            kept = self._lookup("." + plain)
            if kept is not None and (kept.path == "eval" or kept.path.startswith(LAMBDA)):
                if value.trail is not None and OWNER not in self._globals:
                    self._globals[OWNER] = Value(path="this", trail=value.trail)
                    self._changed = True
                return kept
        if self._basic and not called and plain in self._functions and not self._functions[plain].params:
            return self._own(plain, Value(path=plain), [], at)
        if plain in {"responsetext", "responsebody", "responsestream"} and "http" in path:
            return Value(trail=Trail(self._cut(at, name.end), self._line(at), "remote"))
        if plain in TYPED_MEMBERS:
            return Value(path=TYPED_MEMBERS[plain] if not path.endswith("assembly") else f"{path}.{plain}", trail=trail)
        if self._php and not called and path == "":
            found = self._lookup("." + plain)
            if found is not None and found.trail is not None:
                # In a script of several classes the name may be that of another's field.
                alone = len(self._code) < MOST_CLEAR and (len(self._classes) < 2 or self._declared_once(plain))
                return with_trail(found, found.trail if alone else found.trail.loosened())
            made = self._globals.get("." + MADE)
            if made is not None and value is NOTHING:
                return made
        if plain in {"readtext", "read"} and trail is None and path.endswith("adodb.stream"):
            kept = self._lookup("\0stream")
            trail = kept.trail if kept is not None else None
        receiver = value.const if called else None
        return Value(
            path=f"{path}.{plain}" if len(path) < 300 else plain,
            trail=trail,
            hidden=value.hidden,
            target=value.target,
            place=value.place,
            const=receiver,
            items=value.items if called else None,
            told=value.told if called else "",
        )

    def _declared_once(self, field: str) -> bool:
        """Whether one class of the script alone declares a field of this name."""
        declared = rf"\b(?:var|public|private|protected)\s+(?:static\s+)?(?:\??\w+\s+)?\${re.escape(field)}\b"
        asked = f"once {field}"
        if asked not in self._asked_for:
            self._asked_for[asked] = len(re.findall(declared, self._code, re.IGNORECASE)) == 1
        return self._asked_for[asked]

    def _by_text(self, value: Value, group: Group) -> Leaf | None:
        """`x["name"]` in JScript, where it is the same as `x.name`; null where it is an element of a collection."""
        path = value.path
        texts = 0 < len(group.nodes) < 16 and all(isinstance(n, Leaf) and n.kind in {"text", "op"} for n in group.nodes)
        if not path and value.trail is None and texts:
            # Every value has the function that makes its like.
            key = (self._expression(group.nodes).const or "").lower()
            return Leaf("name", key, group.at, group.end, key) if key == "constructor" else None
        if not group.nodes or not path or path in {"this", "window", "self"} or path in STORES or not self._afford():
            return None
        key = self._expression(group.nodes).const or ""
        plain = key.lower()
        if (path == "request" and plain not in OF_REQUEST) or not key.isidentifier() or path.startswith("request."):
            return None
        return Leaf("name", key, group.at, group.end, plain)

    def _element(self, value: Value, group: Group, at: int) -> Value:
        key = self._expression(group.nodes) if group.nodes else NOTHING
        path = value.path
        if path == "request":
            return Value(path="request.item", trail=Trail(self._cut(at, group.end), self._line(at)))
        if path == "stdin" or path.startswith(LAMBDA):
            return value
        if path.startswith("$") or path in STORES or path.rsplit(".", 1)[-1] in STORES:
            return self._stored(value, key, at, group.end)
        if path == "request.servervariables":
            return self._server_variable(key, at, group.end)
        if self._script and path in {"this", "window", "self"}:
            # A function of the script or of the language by its name.
            if not key.const:
                return Value(trail=key.trail, hidden=key.hidden)
            return self._lookup(key.const.lower()) or Value(path=key.const.lower())
        if INDEXER in self._functions and value.trail is None and path in self._classes:
            return Value(trail=self._functions[INDEXER].result.trail)
        if value.items is not None and key.const is not None:
            number = number_of(key.const)
            if number is not None and 0 <= number < len(value.items):
                return value.items[number]
        if value.const is not None and key.const is not None and not path:
            number = number_of(key.const)
            if number is not None and -len(value.const) <= number < len(value.const):
                return Value(const=value.const[number], hidden="put together from single characters")
        if path.endswith("methods()") and one_of_methods(path):
            return Value(path="method?")
        if self._php and value.items is not None and key.const is None:
            made = [item.const for item in value.items if item.const in self._functions and item.trail is None]
            if len(made) > 1:
                # One of the functions of a list, by a key that is not known.
                return Value(path=ONE_OF + "+".join(made[:40]))
        trail = value.trail
        if trail is not None:
            if not trail.steps and trail.source.endswith(
                (".Form", ".QueryString", ".Cookies", ".Headers", ".Params", ".Item")
            ):
                trail = Trail(self._cut(at, group.end), trail.line, trail.kind)
            return Value(trail=trail, path=path if path.startswith("file") else "", hidden=value.hidden)
        return Value(hidden=value.hidden, path=path if path.startswith("iis.") else "")

    def _stored(self, value: Value, key: Value, at: int, end: int) -> Value:
        """An element of a superglobal, of the session, of a cache."""
        path = value.path.rsplit(".", 1)[-1]
        text = (key.const or "").lower()
        line = self._line(at)
        match path:
            case "$request":
                hidden = value.hidden
                return Value(trail=Trail(self._cut(at, end), line), hidden=hidden)
            case "$server":
                if key.const is None or text.startswith(words.PHP_SERVER):
                    if text == "http_host":
                        return NOTHING
                    return Value(trail=Trail(self._cut(at, end), line, loose=key.const is None))
                return NOTHING
            case "$files":
                kind = {"name": "name", "tmp_name": "upload"}.get(text, "upload")
                if text in {"size", "error", "type"}:
                    return Value(number=True)
                return Value(trail=Trail(self._cut(at, end), line, kind), path="$files")
            case "$globals":
                if key.const is None:
                    return Value(hidden="the variable’s name is computed")
                return self._by_name(key, at)
            case "$env":
                return NOTHING
        name = STORES.get(path, "session")
        found = self._globals.get(f"{name}:{text or '*'}") or self._globals.get(f"{name}:*")
        return found or NOTHING

    def _server_variable(self, key: Value, at: int, end: int) -> Value:
        text = (key.const or "").lower()
        asked = (
            key.const is None
            or text.startswith("http_")
            or text in {"query_string", "all_http", "all_raw", "path_info"}
        )
        if not asked or text in {"http_host", "http_url"}:
            return NOTHING
        return Value(trail=Trail(self._cut(at, end), self._line(at), loose=key.const is None))
