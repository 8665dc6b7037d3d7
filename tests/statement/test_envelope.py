"""Envelopes: what was signed comes out, and nothing else is taken for it."""

import base64
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError

from indicia.errors import StatementError
from indicia.statement.canonical import Json, canonical, digest, parsed
from indicia.statement.envelope import PayloadType, seal, sealed
from indicia.statement.keys.pair import KeyPair, make_pair

POSITION = PayloadType.POSITION
US, CA = make_pair(), make_pair()
PAYLOAD = canonical({"party": "US", "stances": ["agree"] * 8})
SEALED = seal(PAYLOAD, POSITION, US)


def changed(**more: Json) -> bytes:
    value = parsed(SEALED, "e")
    assert isinstance(value, dict)
    return canonical({**value, **more})


def signatures(*keys: KeyPair) -> list[Json]:
    found: list[Json] = []
    for one in keys:
        value = parsed(seal(PAYLOAD, POSITION, one), "e")
        assert isinstance(value, dict)
        held = value["signatures"]
        assert isinstance(held, list)
        found += held
    return found


@given(st.binary(max_size=300), st.sampled_from(PayloadType))
@settings(max_examples=30, deadline=None)
def test_what_was_sealed_comes_out(payload: bytes, kind: PayloadType) -> None:
    """Payload, kind and signers survive; the signatures hold."""
    found = sealed(seal(payload, kind, US), kind, "e")
    assert (found.payload, found.kind, found.keyids) == (payload, kind, set(US.public.keyids))
    assert found.digest == digest(payload)
    found.verify(US.public)


def test_the_library_takes_our_envelopes() -> None:
    """securesystemslib alone verifies both signatures over DSSE's encoding."""
    value = parsed(SEALED, "e")
    assert isinstance(value, dict)
    envelope = Envelope.from_dict(dict(value))
    assert len(envelope.verify(list(US.public.keys), 2)) == 2
    with pytest.raises(VerificationError):
        envelope.verify(list(CA.public.keys), 2)


@given(st.integers(0, len(SEALED) - 1), st.integers(0, 7))
@settings(max_examples=300, deadline=None)
def test_a_flipped_bit_anywhere_is_refused(at: int, bit: int) -> None:
    """Form, kind, payload, keyids and signatures: no bit of an envelope is free."""
    data = bytearray(SEALED)
    data[at] ^= 1 << bit
    with pytest.raises(StatementError):
        sealed(bytes(data), POSITION, "e").verify(US.public)


def test_each_bit_of_the_frame_is_held() -> None:
    """Everything outside the three long base64 texts, bit by bit."""
    value = parsed(SEALED, "e")
    assert isinstance(value, dict)
    frame = set(range(len(SEALED)))
    texts = [value["payload"], *(one["sig"] for one in value["signatures"])]
    for text in map(str, texts):
        start = SEALED.index(text.encode()) + 4
        frame -= set(range(start, start + len(text) - 8))
    assert len(frame) < 500
    for at in sorted(frame):
        for bit in range(8):
            data = bytearray(SEALED)
            data[at] ^= 1 << bit
            with pytest.raises(StatementError):
                sealed(bytes(data), POSITION, "e").verify(US.public)


@pytest.mark.parametrize("left_out", [0, 1])
def test_only_one_of_the_two_signatures_is_not_enough(left_out: int) -> None:
    """Whichever is missing: a break of one scheme forges nothing."""
    held = signatures(US)
    del held[left_out]
    with pytest.raises(StatementError, match="1 signatures, not exactly the two"):
        sealed(changed(signatures=held), POSITION, "e")


@pytest.mark.parametrize("mine", [0, 1])
def test_half_a_pair_beside_half_of_another_is_refused(mine: int) -> None:
    """Two good signatures, but of two signers."""
    held = [signatures(US)[mine], signatures(CA)[1 - mine]]
    with pytest.raises(StatementError, match="not one of the signer's two"):
        sealed(changed(signatures=held), POSITION, "e").verify(US.public)


def test_a_signature_by_others_is_named() -> None:
    """Good signatures of another party do not speak for this one."""
    with pytest.raises(StatementError, match="signed by other keys"):
        sealed(seal(PAYLOAD, POSITION, CA), POSITION, "e").verify(US.public)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (lambda: signatures(US, CA), "more than 2 signatures"),
        (lambda: [*signatures(US), {"keyid": "0" * 64, "sig": "AAAA"}], "more than 2 signatures"),
        (lambda: [signatures(US)[0], signatures(US)[0]], "second signature by the same key"),
        (lambda: [], "0 signatures"),
        (lambda: [{**one, "scheme": "ed25519"} for one in signatures(US)], "unknown: `scheme`"),
        (lambda: [{**one, "keyid": str(one["keyid"]).upper()} for one in signatures(US)], "lower-case hex"),
    ],
    ids=["co-signed", "unknown beside", "twice", "none", "names its algorithm", "keyid in capitals"],
)
def test_other_signatures_are_refused(held: Callable[[], list[Json]], said: str) -> None:
    """Exactly the two needed ones, and no word of how to verify them."""
    with pytest.raises(StatementError, match=said):
        sealed(changed(signatures=held()), POSITION, "e").verify(US.public)


def test_a_signature_under_the_other_key_is_refused() -> None:
    """Algorithm confusion: the keyid's key decides how a signature is verified."""
    one, two = signatures(US)
    assert isinstance(one, dict) and isinstance(two, dict)
    swapped: list[Json] = [{**one, "sig": two["sig"]}, {**two, "sig": one["sig"]}]
    with pytest.raises(StatementError, match="signature is false"):
        sealed(changed(signatures=swapped), POSITION, "e").verify(US.public)


def test_a_payload_does_not_pass_for_another_kind() -> None:
    """The kind is signed along: neither asked for as another, nor renamed."""
    with pytest.raises(StatementError, match="payload of type"):
        sealed(SEALED, PayloadType.REPLY, "e")
    renamed = sealed(changed(payloadType=PayloadType.REPLY.value), PayloadType.REPLY, "e")
    with pytest.raises(StatementError, match="signature is false"):
        renamed.verify(US.public)


@pytest.mark.parametrize(
    "payload",
    [
        base64.urlsafe_b64encode(b"\xfb\xff\xfe").decode(),
        "e30",
        "e30=\n",
        "e 30=",
        "e31=",
        "====",
    ],
    ids=["urlsafe", "no padding", "line end", "blank", "loose bits", "padding only"],
)
def test_base64_has_one_form(payload: str) -> None:
    """What one decoder takes and another does not is refused."""
    with pytest.raises(StatementError, match="base64"):
        sealed(changed(payload=payload), POSITION, "e")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        SEALED + b"\n",
        b" " + SEALED,
        SEALED.replace(b'{"payload":', b'{"payload":"AAAA","payload":'),
        changed(more=1),
        changed(signatures={}),
        changed(payload=1),
    ],
    ids=lambda data: repr(data[:24]),
)
def test_other_forms_are_refused(data: bytes) -> None:
    """JSON in its one form, with these members and no others."""
    with pytest.raises(StatementError):
        sealed(data, POSITION, "e")


def test_an_oversized_signature_is_refused_unread() -> None:
    """Its length is looked at before it is decoded."""
    huge: list[Json] = [{"keyid": key, "sig": "A" * 8_004} for key in US.public.keyids]
    with pytest.raises(StatementError, match="longer than 8000"):
        sealed(changed(signatures=huge), POSITION, "e")
