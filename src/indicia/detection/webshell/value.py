"""What the analysis knows of a value: where it comes from, what text it is, what kind of object."""

from dataclasses import dataclass, replace

MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Trail:
    """The way of a value from the request to here."""

    source: str
    """The expression that reads it, as it stands in the script, shortened."""
    line: int
    kind: str = "request"
    """`request`, `upload` (content of an uploaded file), `name` (the name a client gave it), `control` (a field of the
    page), `parameter` (of a web method), `remote` (what another server sends), `stored` (data inside another file)."""
    steps: tuple[tuple[int, str], ...] = ()
    """Lines and code it went through, in order; at most six."""
    loose: bool = False
    """Whether it went through a function whose work is not known."""
    mixed: bool = False
    """Whether constant text was put before or after it."""
    checked: bool = False
    """Whether it was compared with a list or a pattern."""

    def through(self, line: int, code: str) -> "Trail":
        """One step further."""
        if len(self.steps) >= MOST_STEPS or (self.steps and self.steps[-1] == (line, code)):
            return self
        return replace(self, steps=(*self.steps, (line, code)))

    def loosened(self) -> "Trail":
        """After a function whose work is not known."""
        return self if self.loose else replace(self, loose=True)

    def blended(self) -> "Trail":
        """With constant text around it."""
        return self if self.mixed else replace(self, mixed=True)

    @property
    def rank(self) -> int:
        """Lower is better proof: a plain way is preferred to a loose one."""
        return 4 * self.loose + 2 * self.checked + self.mixed + 8 * (self.kind in {"stored", "remote"})


# Not frozen: hundreds of thousands are made for one file, and a frozen one takes three times as long to make.
@dataclass(slots=True, eq=False)
class Value:
    """A value; nothing changes one after it was made."""

    const: str | None = None
    """Its text where that can be worked out; bytes stand as characters 0 to 255."""
    trail: Trail | None = None
    path: str = ""
    """What names it: `request.form`, `process`, `wscript.shell`; lower case."""
    hidden: str = ""
    """Why its text is hidden: it was decoded, reversed, put together; empty where it is plain."""
    items: "tuple[Value, ...] | None" = None
    """Elements of an array that is written out."""
    target: Trail | None = None
    """Of a file that was opened to be written: who chose its path."""
    place: str | None = None
    """Of such a file: its path or the end of it, where constant."""
    number: bool = False


NOTHING = Value()


def better(one: Trail | None, other: Trail | None) -> Trail | None:
    """The trail that proves more."""
    if one is None or other is None:
        return one or other
    return other if other.rank < one.rank else one


def join(values: "list[Value]") -> Value:
    """What may be said of a value that is one of these, or made of them."""
    if len(values) == 1:
        return values[0]
    trail: Trail | None = None
    target: Trail | None = None
    hidden = path = ""
    for value in values:
        trail = better(trail, value.trail)
        target = better(target, value.target)
        hidden = hidden or value.hidden
        path = path or value.path
    return Value(trail=trail, hidden=hidden, path=path, target=target)
