"""CRC-32 as every chunk of an event log carries it: with a wheel for the platform ten times as fast as that of zlib."""

try:
    from isal.isal_zlib import crc32
except ImportError:
    from zlib import crc32

__all__ = ["crc32"]
