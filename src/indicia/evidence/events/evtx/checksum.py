"""CRC-32 as every chunk of an event log carries it: with a wheel for the platform ten times as fast as that of zlib.

The wheel must be one that leaves the vector registers as compiled code expects them.  ISA-L does not clear their upper
halves, and code that uses the lower ones (compiled readers, the `evtx` wheel) then runs up to twenty times slower.
"""

try:
    from zlib_ng.zlib_ng import crc32
except ImportError:
    from zlib import crc32

__all__ = ["crc32"]
