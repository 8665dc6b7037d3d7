"""How the content of a set lies on disk: packed, then hidden from searches for known content.

Rules hold the very texts that virus scanners look for, so a set in the clear would be taken away or block its transfer.
The key is published here on purpose: this keeps nothing secret and proves nothing; the signature does.
"""

import hashlib
import io
from typing import BinaryIO, cast

_KEY = hashlib.sha256(b"Indicia set archives: this key is published and protects no secret").digest()
_NONCE = bytes(16)
_LEVEL = 19
_WINDOW = 2**25
"""Memory that unpacking may ask for, bytes."""


def hidden(data: bytes) -> bytes:
    """ChaCha20 under the published key; the same again shows the data."""
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

    return Cipher(ChaCha20(_KEY, _NONCE), mode=None).encryptor().update(data)


def packed(content: bytes) -> bytes:
    """Content as it lies on disk; the same content gives the same bytes with the same version of zstd."""
    import zstandard

    return hidden(zstandard.ZstdCompressor(level=_LEVEL).compress(content))


def unpacking(data: bytes) -> BinaryIO:
    """A stream of the content.  Reading raises zstandard.ZstdError for what is no packed content."""
    import zstandard

    reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(
        io.BytesIO(hidden(data)), read_across_frames=True
    )
    return cast("BinaryIO", reader)
