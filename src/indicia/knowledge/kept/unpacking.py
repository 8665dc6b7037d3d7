"""Knowledge files as they are fetched: packed with gzip, or as they are."""

import gzip
import io
import zlib

from indicia.errors import RulesetError

MOST_BYTES = 512 * 2**20
"""Unpacked."""


def unpacked(data: bytes, name: str) -> bytes:
    """The content of a gzip file, anything else as it is.  Raises RulesetError beyond the limit and when damaged."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise RulesetError(f"{name}: damaged: {error}", hint="Fetch it again.") from None
    if len(content) > MOST_BYTES:
        raise RulesetError(f"{name}: unpacks to more than {MOST_BYTES // 2**20} MiB (limit)")
    return content
