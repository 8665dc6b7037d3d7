"""Where something stands in a page, and what is called there."""

from msgspec import Struct

from indicia.detection.webshell.values.value import NOTHING, Value, join


class Site(Struct, frozen=True):
    """A piece of the code of a page."""

    at: int
    """The place of its first character."""
    end: int
    """The place behind its last."""


class Call(Struct, frozen=True, eq=False):
    """One call, as all acts are asked about it."""

    callee: Value
    """What is called, with the object it is called on."""
    name: str
    """Of the function or method, lower case."""
    args: list[Value]
    site: Site
    owner: str
    """What names the object it is called on; empty where there is none."""
    first: Value
    """The first argument; `NOTHING` where there is none."""
    whole: Value
    """What may be said of all arguments together."""


def call_of(callee: Value, name: str, args: list[Value], site: Site) -> Call:
    """The call of this function with these arguments."""
    owner = callee.path.rpartition(".")[0]
    return Call(callee, name, args, site, owner, args[0] if args else NOTHING, join(args) if args else NOTHING)
