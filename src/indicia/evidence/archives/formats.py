"""Archive and disk image formats, told by their first bytes and never by a file's name."""

from enum import StrEnum


class Format(StrEnum):
    """An archive format that is opened."""

    ZIP = "zip"
    TAR = "tar"
    SEVEN_ZIP = "7z"
    GZIP = "gzip"
    XZ = "xz"
    BZIP2 = "bzip2"
    ZSTD = "zstd"


TELLING_BYTES = 1024
"""So many first bytes tell every archive and disk image."""

_MAGIC = (
    (b"PK\x03\x04", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),
    (b"PK00PK\x03\x04", Format.ZIP),
    (b"7z\xbc\xaf\x27\x1c", Format.SEVEN_ZIP),
    (b"\x1f\x8b\x08", Format.GZIP),
    (b"\xfd7zXZ\x00", Format.XZ),
    (b"\x28\xb5\x2f\xfd", Format.ZSTD),
)
_BZIP2_BODY = (b"\x31\x41\x59\x26\x53\x59", b"\x17\x72\x45\x38\x50\x90")
"""After `BZh` and a digit: the start of a block, or the end of an empty stream."""

_IMAGES = (
    (0, b"EVF\x09\x0d\x0a\xff\x00", "EnCase E01"),
    (0, b"LVF\x09\x0d\x0a\xff\x00", "EnCase L01"),
    (0, b"EVF2\x0d\x0a\x81\x00", "EnCase Ex01"),
    (0, b"LEF2\x0d\x0a\x81\x00", "EnCase Lx01"),
    (0, b"vhdxfile", "VHDX"),
    (0, b"conectix", "VHD"),
    (0, b"KDMV", "VMDK"),
    (0, b"COWD", "VMDK"),
    (0, b"# Disk DescriptorFile", "VMDK descriptor"),
    (0, b"QFI\xfb", "QCOW2"),
    (0, b"ADSEGMENTEDFILE\x00", "AD1"),
    (0, b"MSWIM\x00\x00\x00", "WIM"),
    (512, b"EFI PART", "raw, GPT"),
    (3, b"NTFS    ", "raw, NTFS volume"),
    (3, b"-FVE-FS-", "raw, BitLocker volume"),
)
_CLOSED = ((b"Rar!\x1a\x07", "RAR"), (b"MSCF\x00\x00\x00\x00", "CAB"))
_RAW_IMAGE_BYTES = 2**20
"""A boot sector kept as a file is smaller than any volume."""


def archive_format(head: bytes) -> Format | None:
    """The format of an archive that begins with `head`; null where it is none that is opened.

    At least 512 bytes are needed to tell a tar.
    """
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if head[:3] == b"BZh" and head[3:4] in b"123456789" and head[4:10] in _BZIP2_BODY:
        return Format.BZIP2
    return Format.TAR if is_tar_header(head[:512]) else None


def is_tar_header(block: bytes) -> bool:
    """Whether 512 bytes are a tar header: a name, and the checksum that the header itself states.

    Source: POSIX.1-2017, pax, "ustar Interchange Format", field chksum.
    """
    if len(block) < 512 or not block[0]:
        return False
    stated = block[148:156].strip(b" \x00")
    if not stated or any(digit not in b"01234567" for digit in stated):
        return False
    return int(stated, 8) == sum(block[:148]) + 8 * 0x20 + sum(block[156:512])


def image_format(head: bytes, size: int) -> str | None:
    """The disk image format of a file that begins with `head`; null where it is none."""
    for offset, magic, name in _IMAGES:
        if head.startswith(magic, offset) and (not name.startswith("raw") or size >= _RAW_IMAGE_BYTES):
            return name
    has_partitions = head[510:512] == b"\x55\xaa" and all(head[446 + 16 * i] in (0, 0x80) for i in range(4))
    if has_partitions and size >= _RAW_IMAGE_BYTES and head[450] and not size % 512:
        return "raw, MBR"
    return None


def closed_format(head: bytes) -> str | None:
    """An archive format that cannot be opened here (RAR, CAB); null for everything else."""
    return next((name for magic, name in _CLOSED if head.startswith(magic)), None)
