"""Public keys: one spelling, one id, and only the schemes we take."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, generate_private_key
from securesystemslib.signer import CryptoSigner, SSlibKey

from indicia.errors import StatementError
from indicia.statement.canonical import Json
from indicia.statement.keys.pair import make_pair, pair_from
from indicia.statement.keys.public import key_object, key_of, pair_of

PAIR = make_pair()
FIRST, SECOND = (key_object(one) for one in PAIR.public.keys)


def with_public(key: Json, public: str) -> Json:
    return {**key, "keyval": {"public": public}}


def test_keys_go_there_and_back() -> None:
    """The same keys with the ids that securesystemslib gives them, also on the curves of hardware."""
    for key in PAIR.public.keys:
        assert key_of(key_object(key), "k", key.keyid) == key
    for curve in (SECP256R1(), SECP384R1()):
        signer = CryptoSigner(generate_private_key(curve))
        assert key_of(key_object(signer.public_key), "k") == signer.public_key
        assert make_pair(signer).public.second.scheme == "ml-dsa-65/1"


@pytest.mark.parametrize(
    "key",
    [
        with_public(FIRST, FIRST["keyval"]["public"].upper()),
        with_public(FIRST, FIRST["keyval"]["public"] + " "),
        with_public(SECOND, SECOND["keyval"]["public"].strip()),
        with_public(SECOND, SECOND["keyval"]["public"].replace("\n", "\r\n")),
        with_public(SECOND, "comment\n" + SECOND["keyval"]["public"]),
    ],
    ids=["capitals", "blank behind", "no line end", "other line ends", "comment before"],
)
def test_a_second_spelling_of_a_key_is_refused(key: Json) -> None:
    """It would have another id, and one officer would sign as two."""
    with pytest.raises(StatementError, match=r"another form|no .* key"):
        key_of(key, "k")


@pytest.mark.parametrize(
    "key",
    [
        {**FIRST, "scheme": "ml-dsa-65/1"},
        {**FIRST, "keytype": "ml-dsa", "scheme": "ml-dsa-65/1"},
        {**SECOND, "keytype": "ecdsa", "scheme": "ecdsa-sha2-nistp256"},
        {**SECOND, "scheme": "ml-dsa-44/1"},
        key_object(CryptoSigner.generate_mldsa(scheme="ml-dsa-44/1").public_key),
        {**key_object(CryptoSigner.generate_mldsa(scheme="ml-dsa-87/1").public_key), "scheme": "ml-dsa-65/1"},
        key_object(CryptoSigner.generate_ecdsa(scheme="ecdsa-sha2-nistp521").public_key),
        {**key_object(CryptoSigner.generate_ecdsa().public_key), "scheme": "ecdsa-sha2-nistp384"},
        {**key_object(CryptoSigner.generate_ecdsa().public_key), "keytype": "ecdsa-sha2-nistp256"},
        {"keytype": "rsa", "scheme": "rsassa-pss-sha256", "keyval": {"public": "x"}},
        {"keytype": "", "scheme": "", "keyval": {"public": ""}},
        with_public(FIRST, ""),
        with_public(FIRST, "é" * 64),
        with_public(SECOND, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"),
        with_public(SECOND, "x" * 9_000),
        {**FIRST, "more": 1},
        {**FIRST, "keyval": {"public": FIRST["keyval"]["public"], "private": "x"}},
    ],
)
def test_algorithm_confusion_is_refused(key: Json) -> None:
    """A key of one scheme under the name of another, a weaker one, or one that no pair is made of."""
    with pytest.raises(StatementError):
        key_of(key, "k")


def test_an_id_that_is_not_the_keys_is_refused() -> None:
    """Ids are computed, never believed."""
    with pytest.raises(StatementError, match="the key's id is"):
        key_of(FIRST, "k", "0" * 64)


def test_a_pair_is_of_two_unlike_keys() -> None:
    """Two of one kind would fall together."""
    first, second = PAIR.public.keys
    for keys in ((first, first), (second, second), (second, first), (first,), (), (first, second, second)):
        with pytest.raises(StatementError, match="a pair is"):
            pair_of(keys, "p")
    with pytest.raises(StatementError, match="a pair is"):
        pair_from((CryptoSigner.generate_ed25519(), CryptoSigner.generate_ed25519()))


def test_fingerprints_tell_pairs_apart() -> None:
    """Both keys are in it; secrets are not in what a pair prints of itself."""
    other = make_pair()
    mixed = pair_of((PAIR.public.first, other.public.second), "p")
    assert len({PAIR.public.fingerprint, other.public.fingerprint, mixed.fingerprint}) == 3
    assert repr(PAIR) == f"KeyPair({PAIR.public.fingerprint})"
    assert isinstance(PAIR.first.public_key, SSlibKey)
