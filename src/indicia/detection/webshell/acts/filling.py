"""Variables that a method fills, with what it is given or from what it is called on."""

import re

from indicia.detection.webshell.acts.ground import NAMES
from indicia.detection.webshell.acts.reflection import Reflection
from indicia.detection.webshell.values.value import (
    HOLE,
    MOST_TOLD,
    NOTHING,
    Value,
    better,
    join,
    merged,
    told_of,
    with_trail,
)

FIRST_NAME = re.compile(r"[A-Za-z_]\w*")


class Filling(Reflection):
    """Variables that a method fills."""

    def _fill(self, callee: Value, name: str, args: list[Value], at: int) -> None:
        whole = join(args) if args else NOTHING
        if name in {"append", "appendline"} and args and (callee.told or whole.trail is not None):
            self._appended(args[0], at)
            return
        if callee.trail is not None and name in {"read", "copyto", "readfully", "readexactly", "emit", "writeto"}:
            self._fill_arguments(args, callee.trail, at)
        elif (
            callee.hidden
            and callee.trail is None
            and name in {"read", "copyto", "readfully", "readexactly", "emit", "writeto"}
        ):
            for variable in self._names_in_call(at):
                self._hide(variable, callee.hidden)
        elif (
            whole.hidden
            and whole.trail is None
            and name in {"write", "append", "writetext"}
            and (named := FIRST_NAME.match(self._code, at))
        ):
            self._hide(named[0].lower(), whole.hidden)
        elif whole.trail is not None:
            found = FIRST_NAME.match(self._code, at)
            if name in {"copy", "blockcopy", "arraycopy"}:
                names = [item.lower() for item in NAMES.findall(self._code[at : at + 300].partition("(")[2])]
                for target in names[1:3]:
                    if self._lookup(target) is not None:
                        self._assign(target, merged(self._lookup(target) or NOTHING, Value(trail=whole.trail)))
            elif found is not None:
                old = self._lookup(found[0].lower())
                if old is not None and old.path != "response":
                    self._assign(found[0].lower(), with_trail(old, better(old.trail, whole.trail)))

    def _hide(self, name: str, why: str) -> None:
        """A variable that is filled with hidden text is hidden as well."""
        old = self._lookup(name)
        if old is not None and old.trail is None and not old.hidden and old.path != "response":
            self._assign(name, Value(path=old.path, hidden=why))

    def _appended(self, given: Value, at: int) -> None:
        """`text.Append(x)`: the variable holds both, one behind the other."""
        found = FIRST_NAME.match(self._code, at)
        old = self._lookup(found[0].lower()) if found is not None else None
        if found is None or old is None or old.path == "response":
            return
        before = old.told or (HOLE if old.trail is not None else "")
        made = with_trail(old, better(old.trail, given.trail))
        made.told = (before + told_of(given))[:MOST_TOLD]
        self._assign(found[0].lower(), made)
