"""The parts that read archives: compression, zip directories, names."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib

import inflate64
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.evidence.archives.compression import UNPACKERS
from indicia.evidence.archives.damage import Damaged
from indicia.evidence.archives.formats import Format, archive_format, image_format
from indicia.evidence.archives.names import visible
from indicia.evidence.archives.zip_directory import read_directory
from indicia.evidence.archives.zip_member import Packed

CONTENT = b"2021-03-03 05:00:00 GET /owa/ 192.0.2.1\n" * 3000


def deflate64(data):
    packer = inflate64.Deflater()
    return packer.deflate(data) + packer.flush()


def lzma_in_zip(data):
    """LZMA as zip stores it: a header of its own, and the stream without its length."""
    alone = lzma.compress(data, lzma.FORMAT_ALONE)
    return b"\x09\x04\x05\x00" + alone[:5] + alone[13:]


METHODS = {9: deflate64, 93: zstandard.compress, 95: lzma.compress, 14: lzma_in_zip}


def zip_of(method, packed, content, front=b""):
    """A zip of one member packed by a method that the standard library cannot write."""
    crc, name = zlib.crc32(content), b"a.log"
    local = (
        struct.pack("<4s5H3I2H", b"PK\3\4", 63, 0, method, 0, 0, crc, len(packed), len(content), len(name), 0) + name
    )
    central = struct.pack(
        "<4s6H3I5H2I", b"PK\1\2", 63, 63, 0, method, 0, 0, crc, len(packed), len(content), len(name), 0, 0, 0, 0, 0, 0
    )
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(central) + len(name), len(local) + len(packed), 0)
    return front + local + packed + central + name + end


def members(path):
    directory = read_directory(path, 1000)
    with path.open("rb") as file:
        return [
            (entry.name, b"".join(Packed(file, entry, None)))
            for entry in (directory.entry(index, file) for index in range(len(directory)))
        ]


@pytest.mark.parametrize("method", METHODS)
def test_methods_of_other_packers(tmp_path, method):
    """Deflate64, zstd, xz and LZMA members, as Windows, 7-Zip and others write them, give their bytes."""
    path = tmp_path / "t.zip"
    path.write_bytes(zip_of(method, METHODS[method](CONTENT), CONTENT))
    assert members(path) == [("a.log", CONTENT)]


def test_zip_behind_a_program(tmp_path):
    """A zip with other bytes in front of it, as in a self-extracting archive, is found from its end."""
    path = tmp_path / "t.exe"
    path.write_bytes(zip_of(0, CONTENT, CONTENT, front=b"MZ" + bytes(5000)))
    assert members(path) == [("a.log", CONTENT)]


def test_zip64(tmp_path):
    """Sizes and places in Zip64 fields are read, with more members than 16 bits count."""
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(66_000):
            archive.writestr(zipfile.ZipInfo(str(number)), b"")
        with archive.open("wide", "w", force_zip64=True) as file:
            file.write(CONTENT)
    directory = read_directory(path, 100_000)
    assert len(directory) == 66_001
    assert not directory.damage
    with path.open("rb") as file:
        entry = directory.entry(66_000, file)
        assert (entry.name, b"".join(Packed(file, entry, None))) == ("wide", CONTENT)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=20), st.binary(max_size=500)), max_size=8, unique_by=lambda one: one[0]
    )
)
def test_same_members_as_the_standard_library(tmp_path_factory, tree):
    """Any zip the standard library writes gives the names and bytes that it reads back."""
    path = tmp_path_factory.mktemp("zip") / "t.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tree:
            archive.writestr(name.replace("\x00", "_").encode("utf-8", "replace").decode(), content)
    with zipfile.ZipFile(path) as archive:
        expected = [(info.filename, archive.read(info)) for info in archive.infolist()]
    assert members(path) == expected


PACKERS = {
    Format.GZIP: gzip.compress,
    Format.XZ: lzma.compress,
    Format.BZIP2: bz2.compress,
    Format.ZSTD: zstandard.compress,
}


@settings(max_examples=80)
@given(
    st.sampled_from(sorted(PACKERS)),
    st.lists(st.binary(max_size=2000), min_size=1, max_size=3),
    st.integers(1, 700),
    st.data(),
)
def test_streams_in_any_pieces(found, parts, step, data):
    """A compressed stream gives its bytes however it is cut into pieces; cut short it is damaged, never shorter."""
    packed = b"".join(PACKERS[found](part) for part in parts)
    assert archive_format(packed + bytes(600)) is found

    def pieces(length):
        return (packed[start : min(start + step, length)] for start in range(0, length, step))

    assert b"".join(UNPACKERS[found](pieces(len(packed)))) == b"".join(parts)
    ends = {len(b"".join(PACKERS[found](part) for part in parts[:count])) for count in range(len(parts) + 1)}
    cut = data.draw(st.integers(1, len(packed) - 1).filter(lambda length: length not in ends))
    with pytest.raises(Damaged):
        b"".join(UNPACKERS[found](pieces(cut)))


@pytest.mark.parametrize("found", sorted(PACKERS))
def test_pieces_stay_small(found):
    """However well a stream packs, it comes out in pieces of a few MiB."""
    packed = PACKERS[found](bytes(200 * 2**20))
    sizes = [len(piece) for piece in UNPACKERS[found](iter([packed]))]
    assert sum(sizes) == 200 * 2**20
    assert max(sizes) <= 64 * 2**20


def test_tar_is_told_by_its_checksum():
    """A tar of any flavour is told by its header's checksum, and text is none."""
    for flavour in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode="w", format=flavour) as archive:
            archive.addfile(tarfile.TarInfo("a"))
        assert archive_format(file.getvalue()[:1024]) is Format.TAR
    assert archive_format(CONTENT[:1024]) is None


def test_boot_sector_is_no_disk():
    """A boot sector kept as a file is no disk image; a volume that begins with it is."""
    sector = b"\xeb\x52\x90NTFS    " + bytes(499) + b"\x55\xaa"
    assert image_format(sector, 8192) is None
    assert image_format(sector, 2**30) == "raw, NTFS volume"


@given(st.text())
def test_visible_names_do_not_act(name):
    """No shown name holds a character that acts on a terminal, and plain names stay as they are."""
    shown = visible(name)
    assert all(character.isprintable() or character == "\u3000" or character.isspace() for character in shown)
    assert not any(character in shown for character in "\x1b\r\n\x00\x9b\u202e\u2066")
    assert not name.isascii() or not name.isprintable() or shown == name
