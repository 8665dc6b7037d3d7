"""How secret a STIX object is: by the ids of its markings alone, and the strictest where anything is unclear."""

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from indicia.model.statement import Marking, strictest
from indicia.sharing.tlp import KNOWN, STATEMENTS


class Marked(Struct, frozen=True, kw_only=True):
    """What the markings of one object come to."""

    marking: Marking
    said: bool
    """Whether its author marked it at all; an unmarked object counts as RED, but nobody chose that."""


def marked(thing: Mapping[str, object], statements: Collection[str] = STATEMENTS) -> Marked:
    """The strictest of the whole object's markings and those of its parts; RED where one is unknown or none is there.

    Markings among `statements` state terms of use: they make an object neither more secret nor less, and one that has
    no other is not marked.  An object is shown whole or not at all: a part of it that is marked stricter makes all of
    it so.  A definition of TLP is marked by itself.
    """
    own = KNOWN.get(str(thing.get("id"))) if thing.get("type") == "marking-definition" else None
    if own is not None:
        return Marked(marking=own, said=True)
    whole = thing.get("object_marking_refs")
    said = [one for one in _refs(whole) if one not in statements]
    parts = [one for one in _of_parts(thing.get("granular_markings")) if one not in statements]
    every = [KNOWN.get(one, Marking.RED) for one in (*said, *parts)]
    if not said:
        # What the parts do not cover is not marked.
        every.append(Marking.RED)
    return Marked(marking=strictest(*every), said=bool(said or parts))


def _refs(given: object) -> Iterator[str]:
    if isinstance(given, list):
        # What is no text is no id that anybody knows, which counts as RED.
        yield from (one if isinstance(one, str) else "" for one in given)
    elif given is not None:
        yield ""


def _of_parts(given: object) -> Iterator[str]:
    if given is None:
        return
    if not isinstance(given, list):
        yield ""
        return
    for part in given:
        if not isinstance(part, Mapping):
            yield ""
        elif "marking_ref" in part:
            ref = part["marking_ref"]
            yield ref if isinstance(ref, str) else ""
        elif "lang" not in part:
            yield ""
