"""The secret half: what signs."""

from collections.abc import Iterable

from msgspec import Struct
from securesystemslib.signer import CryptoSigner, Signature, Signer, SSlibKey

from indicia.errors import StatementError
from indicia.statement.keys.public import PublicPair, pair_of


class KeyPair(Struct, frozen=True):
    """Two signers that always sign together."""

    first: Signer
    """In memory, or in hardware."""
    second: Signer
    public: PublicPair

    def sign(self, data: bytes) -> tuple[Signature, Signature]:
        """Both signatures over the same bytes.  Raises StatementError where hardware refuses."""
        return _signed(self.first, data), _signed(self.second, data)

    def __repr__(self) -> str:
        return f"KeyPair({self.public.fingerprint})"


def make_pair(first: Signer | None = None) -> KeyPair:
    """New keys in memory; `first` takes the place of the Ed25519 key where one in hardware is used instead."""
    return pair_from((first or CryptoSigner.generate_ed25519(), CryptoSigner.generate_mldsa()))


def pair_from(signers: Iterable[Signer]) -> KeyPair:
    """A pair of its two signers.  Raises StatementError for any other combination."""
    first, second = signers
    public = [signer.public_key for signer in (first, second)]
    if not all(isinstance(key, SSlibKey) for key in public):
        raise StatementError("these signers have keys of a kind that is not taken")
    return KeyPair(first, second, pair_of([key for key in public if isinstance(key, SSlibKey)], "the key pair"))


def _signed(signer: Signer, data: bytes) -> Signature:
    try:
        return signer.sign(data)
    except Exception as error:
        # What drivers of hardware raise is theirs; whatever it is, nothing was signed.
        raise StatementError(
            f"the {signer.public_key.scheme} key did not sign: {str(error) or type(error).__name__}",
            hint="Is the token plugged in, the PIN right, and PYKCS11LIB the path of its driver?",
        ) from error
