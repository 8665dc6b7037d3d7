"""What the analysis knows of a value: where it comes from, what text it is, what kind of object."""

import re
from dataclasses import dataclass
from enum import Flag, auto

from msgspec import Struct
from msgspec.structs import replace

MOST_STEPS = 12
"""Steps that are kept of the way of a value."""
MOST_CONST = 2**20
"""Characters of a text that is worked out."""


_PASSWORD = re.compile(
    r"passw(?:or)?d|passwd|passphrase|passwort|\bpwd\b|_pwd\b|\bpswd\b|[\"']pass[\"']", re.IGNORECASE
)
"""Names of fields for passwords."""


NOT_BYTES = r"(?!\s*asc[wb]?\s*\(\s*midb?\s*\([^()]{1,60}\)\s*\)\s*\))"
"""Behind `Chr(`: not the bytes of a body, each made the letter of its own number."""
DECODES = re.compile(
    rf"decode|base64|unescape|fromchar|\bchr\w?\({NOT_BYTES}|\bpack\(|hex|inflate|decrypt|\(char\)|tochar",
    re.IGNORECASE,
)
"""What makes a text of the signs of another."""


class Held(Flag):
    """What a condition that holds here says of a value."""

    FIXED = auto()
    """It is a number, or one of a fixed list: not what a client likes."""
    SIGNS = auto()
    """It has no sign that a command shell gives a meaning, and no blank."""
    FOLDER = auto()
    """It names nothing outside a folder of the application."""
    EMPTY = auto()
    """It is no text at all; of use only beside what else is said of it."""
    RIGHTS = auto()
    """The visitor has a right that the application gives."""
    ENDING = auto()
    """It ends like a file that no server runs."""
    NO_UP = auto()
    """It has no two dots that lead out of a folder."""
    NO_SLASH = auto()
    NO_BACKSLASH = auto()
    NO_AMP = auto()
    NO_PIPE = auto()
    NO_REDIRECT = auto()
    NO_ASP = auto()
    NO_ASPX = auto()
    NO_ASA = auto()
    """It does not end like a page of ASP, of ASP.NET, like the others that the server of ASP runs."""
    SIGNED = auto()
    """It bears a signature under a key of the site."""
    APART = auto()
    """It is the path of a file in a folder of which no site runs anything."""


NONE_HELD = Held(0)
ONE_NAME = Held.NO_SLASH | Held.NO_BACKSLASH
"""Without what separates the parts of a path."""
FOR_ONE_COMMAND = Held.NO_AMP | Held.NO_PIPE | Held.NO_REDIRECT
"""Without what makes a command shell run a second command, or write a file."""
NO_PAGE = Held.NO_ASP | Held.NO_ASPX | Held.NO_ASA
"""Of no ending of which the server runs files, as a list of those that are refused says."""


def keeps_ending(held: Held) -> bool:
    """Whether a file of this name is none that a server runs."""
    return Held.ENDING in held or NO_PAGE in held


def stays_below(held: Held) -> bool:
    """Whether a path that is put behind a folder leads nowhere else."""
    return Held.FOLDER in held or Held.NO_UP in held or ONE_NAME in held


class Trail(Struct, frozen=True):
    """The way of a value from the request to here."""

    source: str
    """The expression that reads it, as it stands in the script, shortened."""
    line: int
    kind: str = "request"
    """`request`, `upload` (content of an uploaded file), `name` (the name a client gave it), `control` (a field of the
    page), `parameter` (of a web method), `remote` (what another server sends), `stored` (data inside another file),
    `database` (put into a database by a request and taken out again),
    `secret` (a key of the server, which no client sends)."""
    steps: tuple[tuple[int, str], ...] = ()
    """Lines and code it went through, in order; at most twelve."""
    loose: bool = False
    """Whether it went through a function whose work is not known."""
    mixed: bool = False
    """Whether constant text was put before or after it."""
    checked: bool = False
    """Whether it was compared with a list or a pattern."""
    held: Held = NONE_HELD
    """What conditions say of it that hold where it was passed on."""
    based: bool = False
    """Whether a folder of the application, which the page works out, was put before it."""

    later: bool = False
    """Whether it was kept between two requests, so that what is known of this request says nothing of it."""
    held_after: int = 0
    """How many of its steps it had gone when the first of what is held was learnt."""
    sealed: bool = False
    """Whether it was opened with a key of the site, which sealed it before."""
    cut: int = -1
    """Of the ending of a name that was cut out of it: how many steps the name had gone; else -1."""
    turned: bool = False
    """Whether it was made of other signs in a step that is not kept."""

    def through(self, line: int, code: str) -> "Trail":
        """One step further."""
        if self.steps and self.steps[-1] == (line, code):
            return self
        if len(self.steps) >= MOST_STEPS:
            return replace(self, turned=True) if not self.turned and DECODES.search(code) else self
        return replace(self, steps=(*self.steps, (line, code)))

    def holding(self, held: Held, after: int) -> "Trail":
        """With this known of it as well, which was learnt when it had gone so many steps."""
        first = min(self.held_after, after) if self.held else after
        return replace(self, held=self.held | held, held_after=first)

    def loosened(self) -> "Trail":
        """After a function whose work is not known."""
        return self if self.loose else replace(self, loose=True)

    def blended(self) -> "Trail":
        """With constant text around it."""
        return self if self.mixed else replace(self, mixed=True)

    def after_check(self) -> "Trail":
        """After a comparison with a list or a pattern."""
        return self if self.checked else replace(self, checked=True)

    @property
    def is_password(self) -> bool:
        """Whether it begins at a field for a password, by the field's name."""
        return self.kind in {"request", "control"} and _PASSWORD.search(self.source) is not None

    @property
    def rank(self) -> int:
        """Lower is better proof: a plain way is preferred to a loose one."""
        return 4 * self.loose + 2 * self.checked + self.mixed + 8 * (self.kind in {"stored", "remote", "database"})


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
    told: str = ""
    """The constant text around what a request sends, in order; `HOLE` stands for that, `GAP` for what is not known."""


ADDRESS = "#address"
"""What a text goes by that begins with the address of another server and whose end is not known."""
UNKNOWN = "#unknown"
"""What a text goes by whose end a function gives that is not in the page."""
HOLE = "\0"
GAP = "\1"
SITE = "\1~"
"""How what is told of a path begins that is put behind the folder of the site."""
EITHER = "\2"
"""Between the texts of which a variable has one."""
_FOLDER = re.compile(
    r"(?:mappath|appsettings|getrealpath|combine|basedirectory|appdomainapppath|physicalapplicationpath|webrootpath"
    r"|contentrootpath)(?:\(\)|\.item|\.get)*$"
)
"""Names of what gives a folder of the application, or a path in it."""
_ROOT = re.compile(r"(?:appdomainapppath|physicalapplicationpath|applicationphysicalpath|basedirectory)$")
"""Names of what gives the folder of the site itself."""
MOST_TOLD = 4000
"""Characters of such a text."""
NOTHING = Value()


def better(one: Trail | None, other: Trail | None) -> Trail | None:
    """The trail that proves more."""
    if one is None or other is None:
        return one or other
    if other.rank == one.rank and other.is_password and not one.is_password:
        # Of a name and a password that are put together, the password is what counts.
        return other
    if other.rank == one.rank and ((one.based and not other.based) or (one.sealed and not other.sealed)):
        # A path that may be any one, rather than the one in a folder.
        return other
    return other if other.rank < one.rank else one


def least_held(trails: "list[Trail | None]") -> Trail | None:
    """Of several that are put together one of those of which least is known, with what is known of all of them."""
    present = [trail for trail in trails if trail is not None]
    if not present:
        return None
    held = present[0].held
    for trail in present:
        held &= trail.held
    if Held.FOLDER in present[0].held and all(ONE_NAME in trail.held for trail in present[1:]):
        # A name in a folder below one of the application.
        held |= Held.FOLDER
    least = [one for one in present if not any(o.held != one.held and o.held in one.held for o in present)]
    best = least[0]
    for trail in least[1:]:
        best = better(best, trail) or best
    after = min((trail.held_after for trail in present if trail.held), default=0)
    return best if (best.held, best.held_after) == (held, after) else replace(best, held=held, held_after=after)


def on_folder(values: "list[Value]", trail: Trail) -> Trail:
    """The way of a text that is put together of these, which says whether it begins with a folder of the site."""
    before = next((index for index, value in enumerate(values) if value.trail is not None), 0)
    first = values[before].trail if values else None
    based = any(map(is_folder, values[:before])) or (first is not None and first.based)
    return trail if trail.based == based else replace(trail, based=based)


def is_folder(value: Value) -> bool:
    """Whether it is a folder of the application that is worked out where the page runs."""
    return value.trail is None and _FOLDER.search(value.path) is not None


def join(values: "list[Value]") -> Value:
    """What may be said of a value that is one of these, or made of them."""
    if len(values) == 1:
        return values[0]
    trail: Trail | None = None
    target: Trail | None = None
    hidden = path = told = ""
    held = ~NONE_HELD
    for value in values:
        if value.trail is not None:
            trail = better(trail, value.trail)
            held &= value.trail.held
        if value.target is not None:
            target = better(target, value.target)
        hidden = hidden or value.hidden
        path = path or value.path
        told = told or value.told
    if trail is not None and trail.held & ~held:
        trail = replace(trail, held=trail.held & held)
    return Value(trail=trail, hidden=hidden, path=path, target=target, told=told)


def passed(values: "list[Value]", *, loose: bool = False) -> Value:
    """What a function passes on of what it is given; `loose` says that its work is not known."""
    if not values:
        return NOTHING
    joined = join(values)
    trail = joined.trail.loosened() if loose and joined.trail else joined.trail
    return Value(trail=trail, hidden=joined.hidden)


SNIPPET = 90


_STATEMENT = re.compile(r"\s*(?:select|insert|update|delete|create|replace|alter|show)\s", re.IGNORECASE)
BLOB = 48
"""Letters of a constant from which on what an unknown function makes of it is hidden text."""


def with_trail(value: Value, trail: Trail | None) -> Value:
    """The same value with another way; its text is not known then."""
    return Value(
        const=value.const if trail is None else None,
        trail=trail,
        path=value.path,
        hidden=value.hidden,
        items=value.items,
        target=value.target,
        place=value.place,
        number=False,
        told=value.told,
    )


def with_path(value: Value, path: str) -> Value:
    """The same value under another name."""
    return Value(
        value.const, value.trail, path, value.hidden, value.items, value.target, value.place, value.number, value.told
    )


def told_of(value: Value) -> str:
    """A value as a piece of a text: its own text, or the sign for what stands there instead."""
    if value.const is not None and value.trail is None:
        return value.const[:MOST_TOLD]
    if value.told or value.trail is not None:
        return value.told or HOLE
    return f"{SITE}\\" if _ROOT.search(value.path) else GAP


def _either(old: Value, new: Value) -> str:
    """What is told of a variable that holds one of two texts, where one is put together."""
    if not old.told and not new.told:
        return ""
    one, other = told_of(old), told_of(new)
    return one if other in one else other if one in other else f"{one}{EITHER}{other}"[:MOST_TOLD]


def merged(old: Value, new: Value) -> Value:
    """A variable that was given a second value."""
    if old.trail is None or new.trail is old.trail:
        return new
    told = _either(old, new)
    if new.trail is not None:
        trail = better(new.trail, old.trail)
        if trail is new.trail and told == new.told:
            return new
        return Value(None, trail, new.path, new.hidden, new.items, new.target, new.place, told=told)
    return Value(
        None, old.trail, new.path or old.path, new.hidden or old.hidden, new.items, new.target or old.target, new.place,
        told=told,
    )  # fmt: skip


def is_blob(value: Value) -> bool:
    """Whether a text is long and no prose: likely something encoded."""
    text = value.const
    if text is None or len(text) < BLOB:
        return False
    return text.count(" ") * 12 < len(text) and not text.startswith(("http", "/", "<")) and not _STATEMENT.match(text)


def all_constant(args: list[Value]) -> bool:
    """Whether a function can be worked out for these arguments: few, constant, not numbers alone."""
    return (
        0 < len(args) < 12
        and all(value.const is not None and value.trail is None for value in args)
        and any(len(value.const or "") < 100_000 and not value.number for value in args)
    )


def shortened(code: str) -> str:
    """Code on one line, at most ninety signs."""
    plain = " ".join(code.split())
    return plain if len(plain) <= SNIPPET else plain[: SNIPPET - 1] + "…"
