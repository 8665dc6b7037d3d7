"""How secret an object is."""

import pytest

from indicia.model.statement import Marking
from indicia.sharing.taxii.protocol.marking import marked
from indicia.sharing.tlp import KNOWN

CLEAR, GREEN, AMBER, STRICT, RED = Marking
PUBLISHED = {
    # TLP 2.0, TLP 1.0, and the id that one platform sends for AMBER+STRICT.
    "94868c89-83c2-464b-929b-a1a8aa3c8487": CLEAR,
    "bab4a63c-aed9-4cf5-a766-dfca5abac2bb": GREEN,
    "55d920b0-5e8b-4f79-9ee9-91f868d9b421": AMBER,
    "939a9414-2ddd-4d32-a0cd-375ea402b003": STRICT,
    "e828b379-4e03-4974-9ac4-e53a884c97c1": RED,
    "613f2e26-407d-48c7-9eca-b8e91df99dc9": CLEAR,
    "34098fce-860f-48ae-8e50-ebd3cc5e41da": GREEN,
    "f88d31f6-486f-44da-b317-01333bde0b82": AMBER,
    "5e57c739-391a-4eb3-b6be-7d15ca92d5ed": RED,
    "826578e1-40ad-459f-bc73-ede076f81f37": STRICT,
}
_G, _A = ("marking-definition--" + one for one in list(PUBLISHED)[1:3])
_OTHER = "marking-definition--00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(("name", "marking"), PUBLISHED.items())
def test_every_published_id_is_known(name: str, marking: Marking) -> None:
    """Both editions of TLP and both ids of AMBER+STRICT, and no other id."""
    assert marked({"object_marking_refs": [f"marking-definition--{name}"]}).marking is marking
    assert len(KNOWN) == len(PUBLISHED)


@pytest.mark.parametrize(
    ("thing", "marking"),
    [
        ({}, RED),
        ({"object_marking_refs": []}, RED),
        ({"object_marking_refs": None}, RED),
        ({"object_marking_refs": _G}, RED),
        ({"object_marking_refs": [_G]}, GREEN),
        ({"object_marking_refs": [_G, _A]}, AMBER),
        ({"object_marking_refs": [_G, _OTHER]}, RED),
        ({"object_marking_refs": [_G.upper()]}, RED),
        ({"object_marking_refs": [_G, 5]}, RED),
        ({"object_marking_refs": [_G], "granular_markings": [{"marking_ref": _A, "selectors": ["name"]}]}, AMBER),
        ({"object_marking_refs": [_A], "granular_markings": [{"marking_ref": _G, "selectors": ["name"]}]}, AMBER),
        ({"object_marking_refs": [_G], "granular_markings": [{"marking_ref": _OTHER, "selectors": ["name"]}]}, RED),
        ({"object_marking_refs": [_G], "granular_markings": [{"lang": "de", "selectors": ["name"]}]}, GREEN),
        ({"object_marking_refs": [_G], "granular_markings": [{"selectors": ["name"]}]}, RED),
        ({"object_marking_refs": [_G], "granular_markings": "x"}, RED),
        ({"object_marking_refs": [_G], "granular_markings": [7]}, RED),
        ({"granular_markings": [{"marking_ref": _G, "selectors": ["name"]}]}, RED),
        ({"type": "marking-definition", "id": _G}, GREEN),
        ({"type": "indicator", "id": _G}, RED),
        ({"type": "marking-definition", "id": _OTHER, "name": "TLP:CLEAR"}, RED),
    ],
)
def test_unclear_is_strictest(thing: dict[str, object], marking: Marking) -> None:
    """Missing, empty, misspelt, of another type, unknown among known ones: RED; parts count for the whole."""
    assert marked(thing).marking is marking
