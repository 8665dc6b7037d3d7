"""TLP 2.0 as other formats write it, and what of theirs means which of ours.

Source: OASIS, STIX extension for TLP 2.0 (extension-definition--60a3c5c5-…); STIX 2.1, section 7.2.1.4 for TLP 1.0.
"""

from collections.abc import Mapping, Sequence

from indicia.model.statement import Marking, strictest
from indicia.statement.canonical import Json

_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
IDS = {
    Marking.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Marking.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Marking.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Marking.STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Marking.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
_OTHERS = {
    # A platform in wide use sends an id of its own for AMBER+STRICT.
    "marking-definition--826578e1-40ad-459f-bc73-ede076f81f37": Marking.STRICT,
    # TLP 1.0.
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Marking.CLEAR,
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Marking.GREEN,
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Marking.AMBER,
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Marking.RED,
}
KNOWN: Mapping[str, Marking] = {id: marking for marking, id in IDS.items()} | _OTHERS
"""Every id that is understood; any other one is the strictest."""
STATEMENTS = frozenset({"marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168"})
"""Markings that state terms of use and say nothing about who may read: that of ATT&CK."""


def is_statement(thing: Mapping[str, object]) -> bool:
    """Whether an object is the definition of such a marking.  It speaks only for objects that came along with it."""
    return (
        thing.get("type") == "marking-definition"
        and thing.get("definition_type") == "statement"
        and "extensions" not in thing
        and thing.get("id") not in KNOWN
    )


def definition(marking: Marking) -> Json:
    """The object that its id stands for, as published."""
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": IDS[marking],
        "created": "2022-10-01T00:00:00.000Z",
        "name": marking.value,
        "extensions": {_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": marking.value[4:].lower()}},
    }


def of_refs(refs: object) -> Marking:
    """What the marking references of an object come to: an unknown id, and none at all, is the strictest."""
    if not isinstance(refs, Sequence) or isinstance(refs, str):
        return Marking.RED
    refs = [one for one in refs if not (isinstance(one, str) and one in STATEMENTS)]
    if not refs:
        return Marking.RED
    return strictest(*(KNOWN.get(one, Marking.RED) if isinstance(one, str) else Marking.RED for one in refs))


def tag(marking: Marking) -> str:
    """The tag of MISP's taxonomy: `tlp:amber+strict`."""
    return marking.value.lower()


def of_tags(tags: Sequence[str]) -> Marking:
    """What the tags of an event or attribute come to; without a TLP tag, or with an unknown one, the strictest."""
    found = [one.lower() for one in tags if one.lower().startswith("tlp:")]
    known = {tag(marking): marking for marking in Marking} | {"tlp:white": Marking.CLEAR}
    return strictest(*(known.get(one, Marking.RED) for one in found)) if found else Marking.RED


def of_text(text: str) -> Marking:
    """`amber`, `TLP:AMBER`, `tlp:white`; anything else is the strictest."""
    name = text.strip().lower().removeprefix("tlp:")
    return of_tags([f"tlp:{name}"])
