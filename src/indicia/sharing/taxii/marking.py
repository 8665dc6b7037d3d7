"""How secret a STIX object is: by the ids of its markings alone, and the strictest where anything is unclear.

Source: OASIS, STIX extension for TLP 2.0 (extension-definition--60a3c5c5-…); STIX 2.1, section 7.2.1.4 for TLP 1.0.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indicia.model.statement import Marking, strictest

TLP: Mapping[str, Marking] = {
    "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": Marking.CLEAR,
    "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": Marking.GREEN,
    "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": Marking.AMBER,
    "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": Marking.STRICT,
    # A platform in wide use sends an id of its own for AMBER+STRICT.
    "marking-definition--826578e1-40ad-459f-bc73-ede076f81f37": Marking.STRICT,
    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": Marking.RED,
    # TLP 1.0; its WHITE is CLEAR.
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Marking.CLEAR,
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Marking.GREEN,
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Marking.AMBER,
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Marking.RED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What the markings of one object come to."""

    marking: Marking
    said: bool
    """Whether its author marked it at all; an unmarked object counts as RED, but nobody chose that."""


def marked(thing: Mapping[str, object]) -> Marked:
    """The strictest of the whole object's markings and those of its parts; RED where one is unknown or none is there.

    An object is shown whole or not at all: a part of it that is marked stricter makes all of it so.  A definition of
    TLP is marked by itself.
    """
    own = TLP.get(str(thing.get("id"))) if thing.get("type") == "marking-definition" else None
    if own is not None:
        return Marked(marking=own, said=True)
    whole = thing.get("object_marking_refs")
    said = [*_refs(whole)]
    parts = [*_of_parts(thing.get("granular_markings"))]
    every = [TLP.get(one, Marking.RED) for one in (*said, *parts)]
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
