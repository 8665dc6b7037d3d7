"""Keys in hardware by PKCS#11: the first of a pair, on P-256 or P-384; the ML-DSA key beside it stays in the key file.

Tokens sign a hash, and Ed25519 signs no hash, so the first key is ECDSA there.  What is signed still needs both.
The driver's path is in the environment variable `PYKCS11LIB`, which securesystemslib reads.
"""

import os
from collections.abc import Callable
from importlib.util import find_spec
from urllib.parse import urlencode

from securesystemslib.signer import HSMSigner, SSlibKey

from indicia.errors import StatementError

_DRIVER = "PYKCS11LIB"


def check_hardware() -> None:
    """Whether keys in hardware can be used here.  Raises StatementError saying what is missing."""
    if find_spec("pkcs11") is None:
        raise StatementError(
            "keys in hardware need the package python-pkcs11, which is not installed",
            hint="pip install 'indicia[hardware]'",
        )
    if not os.environ.get(_DRIVER):
        raise StatementError(
            f"which driver speaks to the token? {_DRIVER} is not set",
            hint=f"For example: export {_DRIVER}=/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so",
        )


def hardware_key(number: int, token: str | None, pin: Callable[[], str]) -> HSMSigner:
    """The key with this id on the token of this label; of the only token where none is given.

    `pin` is asked for at most once.  Raises StatementError.
    """
    check_hardware()
    try:
        address, public = HSMSigner.import_(number, token, lambda _: pin())
    except Exception as error:
        # Drivers raise what they like; none of it may look like a defect of ours.
        raise StatementError(f"the token gave no key: {str(error) or type(error).__name__}") from error
    return hardware_signer(address, public, pin)


def hardware_signer(address: str, public: SSlibKey, pin: Callable[[], str]) -> HSMSigner:
    """Signs with the key at an address of securesystemslib, `hsm:2?label=…`.  Raises StatementError."""
    check_hardware()
    try:
        return HSMSigner.from_priv_key_uri(address, public, _once(pin))
    except ValueError as error:
        raise StatementError(f"`{address}` is no address of a key in hardware: {error}") from None


def address_of(signer: HSMSigner) -> str:
    """The inverse."""
    label = f"?{urlencode({'label': signer.token_label})}" if signer.token_label else ""
    return f"{HSMSigner.SCHEME}:{signer.hsm_keyid}{label}"


def _once(pin: Callable[[], str]) -> Callable[[str], str]:
    known: list[str] = []

    def asked(_: str) -> str:
        if not known:
            known.append(pin())
        return known[0]

    return asked
