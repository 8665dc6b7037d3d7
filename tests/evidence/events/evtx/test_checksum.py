"""The quick checksum is the one of zlib."""

from zlib import crc32 as slow

from hypothesis import given
from hypothesis import strategies as st

from indicia.evidence.events.evtx.checksum import crc32


@given(st.binary(max_size=3000), st.integers(0, 3000))
def test_the_same_as_zlib(data, middle):
    """Of bytes, of a view of them, and going on from a first part."""
    assert crc32(data) == crc32(memoryview(data)) == slow(data)
    assert crc32(data[middle:], crc32(data[:middle])) == slow(data)
