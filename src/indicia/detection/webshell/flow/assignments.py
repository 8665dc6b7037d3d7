"""Where a value is put: variables, fields, elements, properties that act."""

from indicia.detection.webshell.acts.delegates import BOTH
from indicia.detection.webshell.acts.ground import MADE
from indicia.detection.webshell.acts.members import LAMBDA
from indicia.detection.webshell.acts.probing import EACH
from indicia.detection.webshell.acts.secrets import SECRET
from indicia.detection.webshell.flow.expressions import Expressions
from indicia.detection.webshell.tokens.shapes import end_of, is_word, last_chain, split_nodes
from indicia.detection.webshell.tokens.tokens import Group, Leaf, Node
from indicia.detection.webshell.values.bodies import is_body
from indicia.detection.webshell.values.kinds import TYPES
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value, better, merged, with_path, with_trail

_SIGNING_KEYS = frozenset({"validationkey", "decryptionkey"})


class Assignments(Expressions):
    """Where a value is put: variables, fields, elements, properties that act."""

    def _assignment(self, left: list[Node], sign: Node, right: list[Node]) -> Value:
        assert isinstance(sign, Leaf)
        if not self._php and isinstance(left[-1], Group) and (names := _taken_apart(left)):
            return self._take_apart(names, right)
        if self._script:
            # `var name : Type = …`
            left = split_nodes(left, ":")[0]
        start = last_chain(left, self._php)
        if start > 0:
            # `using (x = …) y = x.z`: what stands before comes first.
            head = left[:start]
            if any(isinstance(node, Group) for node in head):
                self._sum(head, False)
        value = self._bounds.freed(self._expression(right) if right else NOTHING)
        chain = left[start:]
        if not chain:
            return value
        declared = ""
        local = False
        if start > 0:
            before = left[start - 1]
            if isinstance(before, Leaf) and before.kind == "name" and before.plain not in self._control - {"var"}:
                declared = "" if before.plain in self._prefixes else before.plain
                local = True
        if self._basic:
            # `name As Some.Type = …`, `name() As Type = …`
            as_at = next((i for i, node in enumerate(left) if is_word(node, "as")), -1)
            if as_at > 0:
                kinds = [node.plain for node in left[as_at + 1 :] if isinstance(node, Leaf) and node.kind == "name"]
                declared = kinds[-1] if kinds else ""
                named = as_at - 1
                while named > 0 and isinstance(left[named], Group):
                    named -= 1
                chain = left[named : named + 1]
                local = True
        connection = TYPES.get(declared, "").startswith("socket") and value.path.endswith("()")
        if declared and (not value.path or connection):
            value = with_path(value, TYPES.get(declared, declared))
        if value.trail is not None:
            value = with_trail(
                value, value.trail.through(self._line(chain[0].at), self._cut(chain[0].at, end_of(right, sign)))
            )
        if sign.text not in {"=", ":="}:
            old = self._value_of(chain)
            handler = value.path if self._is_own(value.path) else ""
            value = self._concat([old, value], plus=sign.text in {"+=", ".=", "&="})
            if handler and sign.text == "+=":
                # An event: all that were added are called.
                handlers = [*(old.path.split(BOTH) if self._is_own(old.path) else ()), handler]
                value = Value(path=BOTH.join(dict.fromkeys(handlers[:20])))
        self._store(chain, value, local)
        return value

    def _take_apart(self, names: list[str], right: list[Node]) -> Value:
        """`var (x, y) = (…, …)`: each name gets its part, or all get the whole."""
        only = right[0] if len(right) == 1 else None
        parts = split_nodes(only.nodes, ",") if isinstance(only, Group) and only.open == "(" else []
        if len(parts) == len(names):
            values = [self._expression(part) if part else NOTHING for part in parts]
        else:
            value = self._expression(right) if right else NOTHING
            line = self._line(right[0].at) if right else 0
            # Each is one of several: what is known of one is not known of the others.
            values = [
                with_trail(value, value.trail.through(line, f"{EACH}{name}")) if value.trail is not None else value
                for name in names
            ]
        for name, value in zip(names, values, strict=True):
            self._assign(name, value, local=True)
        return NOTHING

    def _value_of(self, chain: list[Node]) -> Value:
        first = chain[0]
        if len(chain) == 1 and isinstance(first, Leaf):
            return self._lookup(first.plain) or NOTHING
        return self._chain(chain, 0)[0]

    def _store(self, chain: list[Node], value: Value, local: bool) -> None:
        """Put a value where the chain of nodes says: a variable, a field, an element, a property that acts."""
        first = chain[0]
        if isinstance(first, Group):
            if first.open == "[" or (first.open == "(" and self._php):
                for node in first.nodes:
                    if isinstance(node, Leaf) and node.kind == "var":
                        self._assign(node.plain, Value(trail=value.trail, hidden=value.hidden))
            return
        if len(chain) == 1:
            if first.kind in {"var", "name"}:
                if self._scope is not None and self._basic and first.plain == self._scope_name:
                    self._result(self._scope, value)
                self._assign(first.plain, value, local=local)
                if self._php and first.kind == "name":
                    self._globals["\1" + first.plain] = value
                if (
                    not self._php
                    and first.plain in self._functions
                    and self._functions[first.plain].params == ["value"]
                ):
                    self._bind(first.plain, [value])
            return
        if first.kind == "name" and first.plain == "list" and isinstance(chain[1], Group):
            for node in chain[1].nodes:
                if isinstance(node, Leaf) and node.kind == "var":
                    self._assign(node.plain, Value(trail=value.trail, hidden=value.hidden))
            return
        last = chain[-1]
        if isinstance(last, Leaf) and last.kind in {"name", "var"} and (len(chain) > 2 or first.text == "."):
            owner = self._chain(chain[:-2], 0)[0] if first.text != "." else (self._with[-1] if self._with else NOTHING)
            self._property(owner, last, value, chain)
            return
        if first.text == "$" or (first.kind == "var" and first.text.startswith("$")):
            inner, element = chain[1], chain[-1]
            if len(chain) == 3 and isinstance(inner, Group) and isinstance(element, Group) and element.nodes:
                # `${"GLOBALS"}["x"] = …`
                table = self._expression(inner.nodes).const if inner.nodes else ""
                place = self._expression(element.nodes).const
                if (table or "").lower() == "globals" and place:
                    self._globals[place.lower()] = value
                    return
            named = self._expression(chain[1:]) if len(chain) > 1 else NOTHING
            if value.trail is not None and named.const is None:
                self._registered = value.trail
                self._registered_in, self._registered_at = self._scope_name, first.at
            elif named.const:
                self._assign(named.const.lower(), value)
            return
        if isinstance(last, Group):
            key = self._index_key(chain)
            if key:
                self._assign(key, value)
                return
            # An element: what is put into it may come out of the whole.
            if value.trail is not None and self._shared.shell and not self._php and self._afford():
                held = self._chain(chain[:-1], 0)[0].path.removesuffix("()")
                if held.endswith((".environment", ".environmentvariables")):
                    self._act(Effect.RUNS, first.at, last.end, value)
            if first.kind in {"var", "name"}:
                name = ".".join(
                    node.plain for node in chain[:-1] if isinstance(node, Leaf) and node.kind in {"name", "var"}
                )
                name = "." + name.rsplit(".", 1)[-1] if "." in name else name
                old = self._lookup(name) or NOTHING
                made = value.path if value.path.startswith(LAMBDA) else ""
                self._assign(name, merged(old, Value(trail=value.trail, hidden=value.hidden, path=made)))

    def _property(self, owner: Value, name: Leaf, value: Value, chain: list[Node]) -> None:
        plain = name.plain
        if not self._php and plain in self._functions and len(self._functions[plain].params) == 1:
            # `Property Let`: what is assigned is given to it.
            self._bind(plain, [value])
        path = f"{owner.path}.{plain}"
        at = chain[0].at
        if plain == "filename":
            self._names_shell([value])
        if (
            value.trail is not None
            and value.trail.kind == SECRET
            and plain in {"text", "innertext", "innerhtml", "value"}
        ):
            self._act(Effect.DISCLOSES, at, name.end, value)
        elif plain == "content" and owner.path.startswith("httprequestmessage") and is_body(value.trail):
            self._act(Effect.PASSES, at, name.end, value)
        elif plain in _SIGNING_KEYS and self._mentions("_breadonly") and self._mentions("machinekey"):
            # Only by opening what is closed can a page that runs change them.
            self._opaque(at, "it replaces the keys the server signs and encrypts with")
        elif (
            self._machine_property(owner.path, plain, value, at, name.end)
            or self._component_property(owner.path, plain, value, at, name.end)
            or (plain == "commandtext" and self._exports(value, at, name.end))
        ):
            pass
        elif (
            (plain in {"arguments", "filename", "setarguments"} and "startinfo" in path)
            or (plain == "startinfo" and value.trail is not None and "process" in owner.path)
            or (plain == "arguments" and value.trail is not None and self._mentions("startinfo"))
            or (
                plain == "commandtext"
                and value.trail is not None
                and self._commands(value.trail, at, name.end, value.told)
            )
        ):
            self._act(Effect.RUNS, at, name.end, value)
        elif (plain in {"commandtext", "selectcommand"} and value.trail is not None and not value.trail.mixed) or (
            plain in {"connectionstring"} and value.trail is not None
        ):
            self._act(Effect.QUERIES, at, name.end, value)
        if self._php and name.kind == "var" and value.trail is not None:
            # `$o->$name = …`: any field.
            self._assign("." + MADE, Value(trail=value.trail))
        self._assign("." + plain, value, keep=True)
        if plain in self._fields and plain not in self._functions:
            kind = value.path if not self._php else ""
            self._assign(plain, Value(trail=value.trail, hidden=value.hidden, path=kind), keep=True)
        first = chain[0]
        if isinstance(first, Leaf) and first.kind in {"var", "name"} and first.plain not in {"this", "me", "self"}:
            old = self._lookup(first.plain)
            if old is not None and value.trail is not None:
                self._assign(first.plain, with_trail(old, better(old.trail, value.trail)))


def _taken_apart(left: list[Node]) -> list[str]:
    """The names in `(x, y)` or `var (x, y)` before a sign of assignment; empty where it is something else."""
    group = left[-1]
    if (
        not isinstance(group, Group)
        or group.open != "("
        or len(left) > 2
        or (len(left) == 2 and not is_word(left[0], "var"))
    ):
        return []
    parts = split_nodes(group.nodes, ",")
    if len(parts) < 2 or not all(isinstance(node, Leaf) and node.kind == "name" for part in parts for node in part):
        return []
    return [part[-1].plain for part in parts if part and isinstance(part[-1], Leaf)]
