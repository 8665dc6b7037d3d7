"""Public files: they prove that their sender holds both keys."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.statement.alliance import BEGIN

from indicia.errors import StatementError
from indicia.statement.canonical import canonical
from indicia.statement.envelope import PayloadType, seal
from indicia.statement.keys.announcement import Purpose, announce, announced
from indicia.statement.keys.pair import make_pair

KEYS, OTHER = make_pair(), make_pair()
FILE = announce(KEYS, alliance="a", holder="US", purpose=Purpose.PARTY, made=BEGIN)


def payload(**more: Any) -> bytes:
    keys = KEYS.public.to_objects()
    said = {"format": "indicia-keys/1", "alliance": "a", "holder": "US", "purpose": "party", "keys": keys}
    return canonical({**said, "made": "2021-07-01T00:00:00Z", **more})


def test_it_comes_back() -> None:
    """Whose, for what, since when, and the keys."""
    found = announced(FILE, "f")
    assert (found.alliance, found.holder, found.purpose, found.made) == ("a", "US", Purpose.PARTY, BEGIN)
    assert found.pair == KEYS.public


def test_keys_of_somebody_else_cannot_be_handed_in() -> None:
    """Who signs with other keys, or with one of the two only, does not hold them."""
    with pytest.raises(StatementError, match="signed by other keys"):
        announced(seal(payload(), PayloadType.KEYS, OTHER), "f")
    stolen = [*KEYS.public.to_objects()[:1], *OTHER.public.to_objects()[1:]]
    with pytest.raises(StatementError, match="not one of the signer's two"):
        announced(seal(payload(keys=stolen), PayloadType.KEYS, OTHER), "f")


@pytest.mark.parametrize(
    "more",
    [{"format": "indicia-keys/2"}, {"purpose": "witness"}, {"more": 1}, {"keys": []}, {"made": "now"}],
    ids=str,
)
def test_other_forms_are_refused(more: dict[str, Any]) -> None:
    """Even when signed well."""
    with pytest.raises(StatementError):
        announced(seal(payload(**more), PayloadType.KEYS, KEYS), "f")


@given(st.integers(0, len(FILE) - 1), st.integers(0, 7))
@settings(max_examples=80, deadline=None)
def test_a_flipped_bit_anywhere_is_refused(at: int, bit: int) -> None:
    """Before anybody compares a fingerprint."""
    data = bytearray(FILE)
    data[at] ^= 1 << bit
    with pytest.raises(StatementError):
        announced(bytes(data), "f")
