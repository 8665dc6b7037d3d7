"""The state of one part of a page while it is read."""

from collections.abc import Callable
from typing import Protocol

from msgspec.structs import replace

from indicia.detection.webshell.state.code import Code
from indicia.detection.webshell.state.flags import Flags
from indicia.detection.webshell.state.frames import Frames
from indicia.detection.webshell.state.names import Names
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.state.undefined import SWITCHES, is_undefined, may_read_request
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.tokens.brackets import Node
from indicia.detection.webshell.tokens.languages import BASIC, NET, Language, Part
from indicia.detection.webshell.values.bounds import Bounds, Known
from indicia.detection.webshell.values.kinds import TYPES
from indicia.detection.webshell.values.places import keeps_apart
from indicia.detection.webshell.values.secrets import SECRET
from indicia.detection.webshell.values.sink import RUN, Effect, Function, Shared, Sink, weight_of
from indicia.detection.webshell.values.value import HOLE, Trail, Value, with_trail

MOST_NEST = 60
"""Statements and expressions inside each other that are followed."""
MOST_TWICE = 300
"""Pieces of code that are read a second time in one part; pieces lie in pieces."""
MOST_OPAQUE = 20
_ELSEWHERE = "what is filled outside this page"
_TINY = 200
"""Characters of code of a page that does one thing."""
SMALL = 6000
"""Characters of a page."""


class Evaluator(Protocol):
    """Who reads on: code of a page that stands in other code of it, calls of calls, texts that are code.

    All that those below need of those above goes this way.
    """

    def expression(self, page: "Page", nodes: list[Node], *, compare: bool = False) -> Value:
        """The value of a run of nodes; `compare` says that `=` compares here."""
        ...

    def block(self, page: "Page", nodes: list[Node]) -> Value:
        """Read statements; gives the value of the last."""
        ...

    def statement(self, page: "Page", nodes: list[Node]) -> Value:
        """Read one statement."""
        ...

    def call(self, page: "Page", callee: Value, args: list[Value], site: Site) -> Value:
        """The value of a call, whatever is called."""
        ...

    def act(self, page: "Page", call: Call) -> Value:
        """What a call does that is none of a function of the script."""
        ...

    def run(self, page: "Page") -> Value:
        """Read a whole page, as a text inside another; gives the value of its last statement."""
        ...


class Page:
    """One part of a page on its way: what it says, what is known, and what was found so far."""

    def __init__(
        self, part: Part, shared: Shared, evaluator: Evaluator, *, depth: int = 0, line: int = 0, layer: str = ""
    ) -> None:
        """`depth`, `line` and `layer` are of a text inside another: how deep, which line runs it, how it was hidden."""
        self.part = part
        self.language = part.language
        self.php = part.language is Language.PHP
        self.basic = part.language in BASIC
        self.java = part.language is Language.JAVA
        self.script = part.language in {Language.JSCRIPT, Language.JSCRIPT_NET}
        self.prefixes = words.BASIC_PREFIXES if self.basic else words.PREFIXES if self.php else words.ACTIVE_PREFIXES
        self.control = words.CONTROL if self.php else words.ACTIVE_CONTROL
        self.shared = shared
        self.evaluator = evaluator
        self.depth = depth
        self.layer = layer
        self.code = Code(part.code, line)
        self.names = Names(part.language, part.objects)
        self.bounds = Bounds()
        self.flags = Flags(self.bounds)
        self.frames = Frames(self.bounds, self.flags)
        self.acts = not self.php
        """Whether anything was called that could act."""
        self.asks_itself = False
        """Whether a port of the machine itself is asked."""
        self.layers_seen: dict[int, Value] = {}
        """Texts that were read as code, with what they gave."""
        self.defining: dict[int, Page] = {}
        """Of those the ones that write functions, as pages."""
        self.within: list[Value] = []
        """Objects of the `with` around this place, the innermost last."""
        self.unnamed: Function | None = None
        """The function without a name whose body is read; it shares the names around it."""
        self.body_of: Function | None = None
        """The function whose body is read next; null inside."""
        self.web_method = False
        """Whether the method that follows is one of a web service."""
        self.enumerated = False
        """Whether the body of an `enum` is read."""
        self.otherwise: frozenset[Known] = frozenset()
        """What is known in the `else` of the statement before."""
        self.fails: frozenset[Known] | None = None
        """What is known where the condition of the statement that is read does not hold; null before one was read."""
        self.behind: frozenset[Known] = frozenset()
        """What is known behind the statement that is read, whichever of its parts was gone through."""
        self.nest = 0
        """How many statements and expressions stand around this place."""
        self.inlined = 0
        """Calls that were worked out by reading the function again."""
        self.inlining = False
        self._twice = 0

    def afford(self) -> bool:
        """Whether a piece of code may be read once more for another question; in all a few hundred may."""
        self._twice += 1
        return self._twice <= MOST_TWICE

    def bind(self, name: str, args: "list[Value] | tuple[Value, ...]") -> None:
        """Give a function of the script these arguments, with what conditions say of them here."""
        self.names.bind(name, [self.bounds.freed(value) for value in args])

    def trail(self, site: Site, kind: str = "request", *, loose: bool = False) -> Trail:
        """The way of a value that begins at this piece of code."""
        return Trail(self.code.cut(site), self.code.line(site.at), kind, loose=loose)

    def act(
        self,
        effect: Effect,
        site: Site,
        value: Value,
        *,
        content: Trail | None = None,
        place: str | None = None,
        fixed: bool = False,
        argument: bool = False,
    ) -> None:
        """Note that the script acts on this value here.

        `fixed` says that it fills arguments of a fixed program, `argument` that it does if no shell reads more in it.
        """
        if self.bounds.mark:
            given, value = value, self.bounds.freed(value)
            content = self.bounds.freed(Value(trail=content)).trail
            if given.trail is not None and value.trail is None and content is None:
                return
        if effect is Effect.UPLOADS:
            self.shared.saves[self.layer, site.at] = keeps_apart(
                value, self.code.at(site), followed=self.part.language in NET
            )
        if effect is Effect.RUNS and value.trail is not None and value.trail.kind == "name" and _is_command(value.told):
            value = with_trail(value, replace(value.trail, kind="request"))
        if effect is not Effect.DISCLOSES and value.trail is not None and value.trail.kind == SECRET:
            return
        if "database" in {kept.kind for kept in (value.trail, content) if kept} and effect not in RUN:
            # A page that shows or keeps what it reads from its database is an ordinary one.
            return
        if value.trail is None and content is None:
            hides = value.hidden and not value.hidden.startswith("put together")
            if hides and effect in RUN:
                self.opaque(site.at, f"it {effect.value} text that is {value.hidden}")
            elif effect in RUN and self._asks_elsewhere(effect, value):
                self.unknown(effect, site, f"{effect.value} {_ELSEWHERE}")
            return
        sink = Sink(
            effect,
            self.code.line(site.at),
            self.code.cut(site),
            value.trail,
            value.hidden,
            content,
            place if place is not None else value.place,
            self.layer,
            fixed,
            argument,
        )
        key = effect, self.layer, site.at
        old = self.shared.sinks.get(key)
        if old is None or weight_of(sink) < weight_of(old):
            self.shared.sinks[key] = sink

    def opaque(self, at: int, why: str) -> None:
        """Note that hidden text is run here which could not be worked out."""
        entry = self.code.line(at), why
        if entry not in self.shared.opaque and len(self.shared.opaque) < MOST_OPAQUE:
            self.shared.opaque.append(entry)

    def unknown(self, effect: Effect, site: Site, what: str) -> None:
        """Note that the script acts here on what nothing is known of; the first note of a line stays."""
        self.shared.unknown.setdefault((effect, self.code.line(site.at)), (self.code.cut(site), what))

    def _asks_elsewhere(self, effect: Effect, value: Value) -> bool:
        """Whether nothing in a small page that reads a request says where a value comes from that it runs."""
        if value.const is not None or value.hidden or self.php or self.java or len(self.code) > SMALL:
            return False
        name = value.path.removesuffix("()")
        if self.depth or (name == value.path and name in TYPES.values()):
            return False
        if not may_read_request(name):
            return False
        if len(self.code) <= _TINY and effect is Effect.EVALUATES and name.isidentifier():
            return self.names.lookup(name) is None
        return is_undefined(name, self.code.text) and self.code.mentions("request")


def _is_command(told: str) -> bool:
    """Whether what a request sends stands where a command shell is told what to do, not behind a program."""
    return told.partition(HOLE)[0].rstrip(" \"'").lower().endswith(SWITCHES)


Act = Callable[[Page, Call], Value | None]
"""Notes what a call does, and gives its value; null where the call is none of its own, so that the next is asked."""
