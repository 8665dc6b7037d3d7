"""Hostile collections: every run ends in items, faults or an error of our own, and nothing is written outside."""

import io
import os
import random
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import py7zr
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicia.config import Limits, Settings
from indicia.errors import EvidenceError, IndiciaError, NoEvidence
from indicia.evidence import intake as intake_module
from indicia.evidence.intake import Intake, Item
from indicia.evidence.origin import open_origin

GOOD = b"2021-03-03 05:00:00 GET /owa/ 192.0.2.1\n" * 50


def taken(folder, *arguments, limits=None, passwords=()):
    """(contents by display path, fault reasons by display path)."""
    given_settings = Settings(limits=limits or Limits(), passwords=passwords)
    contents, faults = {}, {}
    with Intake([Path(argument) for argument in arguments], given_settings, folder / "spool") as intake:
        for item in intake.items():
            if isinstance(item, Item):
                with open_origin(item.origin, passwords) as file:
                    contents.setdefault(item.evidence.path, []).append(file.read())
            else:
                faults.setdefault(item.path, []).append(item.reason)
    return contents, faults


def build_zip(path, members, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


NAMES = [
    "../../outside.txt",
    "/etc/absolute",
    "C:\\Windows\\abs.txt",
    "\\\\server\\share\\x",
    "con",
    "nul.txt",
    "a/./b",
    "..",
    "esc\x1b[31mred",
    "bell\x07",
    "left\u202eright",
    "line\nbreak",
    "a" * 5000,
    "",
    "/",
    "x\x00hidden",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("form", ["zip", "tar"])
def test_names_are_only_shown(tmp_path, form):
    """No name from an archive reaches the disk, and none is shown with characters that act."""
    box = tmp_path / "box"
    box.mkdir()
    if form == "zip":
        path = build_zip(box / "t.zip", [(name, GOOD) for name in NAMES if name])
    else:
        path = box / "t.tar"
        with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
            for name in NAMES:
                info = tarfile.TarInfo(name)
                info.size = len(GOOD)
                archive.addfile(info, io.BytesIO(GOOD))
    before = sorted(tmp_path.rglob("*"))
    contents, _ = taken(tmp_path, path)
    assert sorted(tmp_path.rglob("*")) == before
    assert all(content == GOOD for several in contents.values() for content in several)
    assert all(character.isprintable() for shown in contents for character in shown)
    assert all(len(shown) < 5000 for shown in contents)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_duplicate_names_are_two_pieces_of_evidence(tmp_path):
    """Two members of one name are both evidence, each with its own bytes."""
    path = build_zip(tmp_path / "t.zip", [("a.log", b"1"), ("a.log", b"2")])
    assert taken(tmp_path, path)[0] == {"t.zip!a.log": [b"1", b"2"]}


def test_links_and_devices_in_archives(tmp_path):
    """Links and devices in archives are faults, never followed or made."""
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        info = zipfile.ZipInfo("link")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("a.log", GOOD)
    with tarfile.open(tmp_path / "t.tar", "w") as archive:
        for name, kind in (
            ("sym", tarfile.SYMTYPE),
            ("hard", tarfile.LNKTYPE),
            ("dev", tarfile.CHRTYPE),
            ("pipe", tarfile.FIFOTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    (tmp_path / "sym").symlink_to("/etc/passwd")
    with py7zr.SevenZipFile(tmp_path / "t.7z", "w") as archive:
        archive.write(tmp_path / "sym", "sym")
        archive.writestr(GOOD, "a.log")
    (tmp_path / "sym").unlink()
    contents, faults = taken(tmp_path, tmp_path)
    name = tmp_path.name
    assert set(contents) == {f"{name}/t.zip!a.log", f"{name}/t.7z!a.log"}
    assert {shown.rpartition("!")[2]: reasons for shown, reasons in faults.items()} == {
        "link": ["link, not followed"], "sym": ["link, not followed"], "hard": ["link, not followed"],
        "dev": ["device, not followed"], "pipe": ["device, not followed"],
    } | {"sym": ["link, not followed"]}  # fmt: skip
    assert sum(map(len, faults.values())) == 6


def test_file_system_oddities(tmp_path):
    """Links that leave the collection, loops, pipes and unreadable files neither hang nor hide what is beside them."""
    root = tmp_path / "root"
    (root / "sub").mkdir(parents=True)
    (root / "a.log").write_bytes(GOOD)
    (root / "sub" / "b.log").write_bytes(GOOD)
    (root / "out").symlink_to(tmp_path)
    (root / "gone").symlink_to("nowhere")
    (root / "loop").symlink_to(root)
    (root / "self").symlink_to("self")
    (root / "inside").symlink_to("a.log")
    os.mkfifo(root / "pipe")
    contents, faults = taken(tmp_path, root)
    assert set(contents) == {"root/a.log", "root/sub/b.log"}
    assert set(faults) == {"root/out", "root/gone", "root/self", "root/pipe"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files(tmp_path):
    """A file and a folder without permission are faults; the rest is read."""
    root = tmp_path / "root"
    (root / "closed").mkdir(parents=True)
    (root / "a.log").write_bytes(GOOD)
    (root / "b.log").write_bytes(GOOD)
    (root / "b.log").chmod(0)
    (root / "closed").chmod(0)
    contents, faults = taken(tmp_path, root)
    (root / "closed").chmod(0o700)
    assert set(contents) == {"root/a.log"}
    assert set(faults) == {"root/b.log", "root/closed"}


class Changing(io.BufferedReader):
    """A file that grows while it is read."""

    def read(self, size=-1):
        data = super().read(size)
        with Path(self.name).open("ab") as file:
            file.write(b"more")
        return data


def test_files_that_change_or_vanish(tmp_path, monkeypatch):
    """A file that changes or vanishes while it is read is a fault and not evidence."""
    root = tmp_path / "root"
    root.mkdir()
    for name in ("a.log", "b.log", "c.log"):
        (root / name).write_bytes(GOOD)
    real = intake_module.open_evidence

    def opened(path):
        if path.name == "a.log":
            (root / "b.log").unlink()
            with real(path):
                return Changing(io.FileIO(path, "rb"))
        return real(path)

    monkeypatch.setattr(intake_module, "open_evidence", opened)

    contents, faults = taken_without_reading(tmp_path, root)
    assert contents == ["root/c.log"]
    assert set(faults) == {"root/a.log", "root/b.log"}
    assert "changed while" in faults["root/a.log"]


def taken_without_reading(folder, root):
    contents, faults = [], {}
    with Intake([root], Settings(limits=Limits(content_bytes=16)), folder / "spool") as intake:
        for item in intake.items():
            if isinstance(item, Item):
                contents.append(item.evidence.path)
            else:
                faults[item.path] = item.reason
    return contents, faults


def test_zip_cut_off(tmp_path):
    """A zip cut off anywhere gives every whole member, of a cut one what is left, and says what is missing."""
    path = build_zip(tmp_path / "t.zip", [(f"{number}.log", os.urandom(300)) for number in range(5)])
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        starts = [info.header_offset for info in archive.infolist()] + [archive.start_dir]
    with zipfile.ZipFile(path) as archive:
        members = {f"t.zip!{info.filename}": archive.read(info) for info in archive.infolist()}
    for length in range(len(whole) - 1, 30, -37):
        path.write_bytes(whole[:length])
        complete = sum(end <= length for end in starts[1:])
        try:
            contents, faults = taken(tmp_path, path)
        except EvidenceError:
            assert not complete
            continue
        assert complete <= len(contents) <= complete + 1
        for name, (content,) in contents.items():
            assert members[name].startswith(content)
            assert content == members[name] or "cut off" in faults[name][0]
        assert faults


def streamed_zip(members):
    """A zip whose sizes stand behind the data, as collectors that write to a pipe make it."""

    class Pipe(io.RawIOBase):
        def __init__(self):
            self.data = bytearray()

        def writable(self):
            return True

        def write(self, data):
            self.data += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return bytes(pipe.data)


def test_streamed_zip_cut_off(tmp_path):
    """A zip with sizes behind the data gives its members also without its directory, a cut one as far as it goes."""
    data = streamed_zip([("a.log", GOOD), ("b.log", GOOD * 2), ("c.log", GOOD)])
    (tmp_path / "t.zip").write_bytes(data)
    assert len(taken(tmp_path, tmp_path / "t.zip")[0]) == 3
    (tmp_path / "t.zip").write_bytes(data[: data.index(b"c.log") + 30])
    contents, faults = taken(tmp_path, tmp_path / "t.zip")
    (rest,) = contents.pop("t.zip!c.log")
    assert contents == {"t.zip!a.log": [GOOD], "t.zip!b.log": [GOOD * 2]}
    assert GOOD.startswith(rest)
    assert "cut off" in faults["t.zip!c.log"][0]


def test_damaged_member(tmp_path):
    """A member whose checksum does not fit is a fault and no evidence; its neighbours are read."""
    path = build_zip(tmp_path / "t.zip", [("a.log", GOOD), ("b.log", GOOD), ("c.log", GOOD)], zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[data.index(GOOD, data.index(b"b.log")) + 5] ^= 1
    path.write_bytes(data)
    contents, faults = taken(tmp_path, path)
    assert set(contents) == {"t.zip!a.log", "t.zip!c.log"}
    assert "checksum" in faults["t.zip!b.log"][0]


def test_zip_bomb_by_ratio(tmp_path):
    """A member that unpacks too well is a fault naming limit and bytes; what is beside it is read."""
    path = build_zip(tmp_path / "t.zip", [("bomb", bytes(66 * 2**20)), ("a.log", GOOD)])
    contents, faults = taken(tmp_path, path)
    assert set(contents) == {"t.zip!a.log"}
    assert "limit archive_ratio" in faults["t.zip!bomb"][0]


def test_zip_bomb_that_lies(tmp_path):
    """Sizes are counted: a member that unpacks to more than it states is a fault."""
    path = build_zip(tmp_path / "t.zip", [("bomb", bytes(2**20)), ("a.log", GOOD)])
    data = path.read_bytes().replace(struct.pack("<I", 2**20), struct.pack("<I", 10))
    path.write_bytes(data)
    contents, faults = taken(tmp_path, path)
    assert set(contents) == {"t.zip!a.log"}
    assert "more than the 10 bytes it states" in faults["t.zip!bomb"][0]


@pytest.mark.parametrize("form", ["zip", "tar.gz", "7z"])
def test_limits_name_themselves(tmp_path, form):
    """Limits of member size, sum and count each end in a fault with the limit's name, in every format."""
    members = [(f"{number}.log", GOOD) for number in range(6)]
    path = tmp_path / f"t.{form}"
    if form == "zip":
        build_zip(path, members)
    elif form == "7z":
        with py7zr.SevenZipFile(path, "w") as archive:
            for name, content in members:
                archive.writestr(content, name)
    else:
        with tarfile.open(path, "w:gz") as archive:
            for name, content in members:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
    several = taken(tmp_path, path, limits=Limits(archive_members=4))
    assert len(several[0]) == 4
    assert "limit archive_members" in several[1][f"t.{form}"][0]
    summed = taken(tmp_path, path, limits=Limits(archive_bytes=len(GOOD) * 3 + 10))
    assert len(summed[0]) == 3
    assert "limit archive_bytes" in next(iter(summed[1].values()))[0]
    with pytest.raises(NoEvidence):
        taken(tmp_path, path, limits=Limits(member_bytes=len(GOOD) - 1))


def overlapping_zip(names):
    """A zip whose directory names one stored body several times, as compact bombs do."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(bytes(100_000)) + body.flush()
    crc = zlib.crc32(bytes(100_000))
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(packed), 100_000, 1, 0) + b"a" + packed
    central = b"".join(
        struct.pack(
            "<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(packed), 100_000, len(name), 0, 0, 0, 0, 0, 0
        )
        + name
        for name in names
    )
    count = len(names)
    return local + central + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(central), len(local), 0)


def test_overlapping_members(tmp_path):
    """Members that share their bytes with another are faults; the bytes are read once."""
    (tmp_path / "t.zip").write_bytes(overlapping_zip([b"%d" % number for number in range(50)]))
    contents, faults = taken(tmp_path, tmp_path / "t.zip")
    assert list(contents) == ["t.zip!0"]
    assert len(faults) == 49
    assert all("shares its bytes" in reasons[0] for reasons in faults.values())


def test_many_faults_are_counted(tmp_path):
    """Of very many faults of one archive only so many are listed; the last one counts the rest."""
    (tmp_path / "t.zip").write_bytes(overlapping_zip([b"%d" % number for number in range(50)]))
    with Intake([tmp_path / "t.zip"], Settings(limits=Limits(faults_per_file=10)), tmp_path / "spool") as intake:
        faults = [item for item in intake.items() if not isinstance(item, Item)]
    assert len(faults) == 11
    assert sum(fault.count for fault in faults) == 49


def test_disk_images_and_closed_archives(tmp_path):
    """A disk image or RAR is a fault that says what to do; what is beside it is read."""
    root = tmp_path / "root"
    root.mkdir()
    (root / "d.E01").write_bytes(b"EVF\x09\x0d\x0a\xff\x00" + bytes(600))
    (root / "d.vhdx").write_bytes(b"vhdxfile" + bytes(600))
    (root / "d.vmdk").write_bytes(b"KDMV" + bytes(600))
    raw = bytearray(2**20)
    raw[3:11], raw[510:512] = b"NTFS    ", b"\x55\xaa"
    (root / "d.raw").write_bytes(raw)
    (root / "d.rar").write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(600))
    (root / "a.log").write_bytes(GOOD)
    contents, faults = taken(tmp_path, root)
    assert set(contents) == {"root/a.log"}
    assert len(faults) == 5
    assert all("ount it" in reasons[0] or "npack it" in reasons[0] for reasons in faults.values())


def test_tar_goes_on_behind_damage(tmp_path):
    """A tar with a destroyed header gives the members before and behind it, and a fault between."""
    path = tmp_path / "t.tar"
    with tarfile.open(path, "w") as archive:
        for number in range(4):
            info = tarfile.TarInfo(f"{number}.log")
            info.size = len(GOOD)
            archive.addfile(info, io.BytesIO(GOOD))
    data = bytearray(path.read_bytes())
    at = data.index(b"1.log")
    data[at : at + 100] = b"\xff" * 100
    path.write_bytes(data)
    contents, faults = taken(tmp_path, path)
    assert set(contents) == {"t.tar!0.log", "t.tar!2.log", "t.tar!3.log"}
    assert "damaged" in faults["t.tar"][0]


def sample_archives(folder):
    members = [("C/inetpub/logs/a.log", GOOD), ("client_info.json", b'{"Hostname":"A"}'), ("b/c.txt", b"x" * 700)]
    build_zip(folder / "s.zip", members)
    (folder / "streamed.zip").write_bytes(streamed_zip(members))
    inner = (folder / "s.zip").read_bytes()
    build_zip(folder / "nested.zip", [("s.zip", inner), ("a.log", GOOD)], zipfile.ZIP_STORED)
    for name, mode in (("t.tar", "w"), ("t.tar.gz", "w:gz"), ("t.tar.xz", "w:xz"), ("t.tar.bz2", "w:bz2")):
        with tarfile.open(folder / name, mode) as archive:
            for member, content in members:
                info = tarfile.TarInfo(member)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
    with py7zr.SevenZipFile(folder / "t.7z", "w") as archive:
        for member, content in members:
            archive.writestr(content, member)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def corrupt(data, chance):
    """Some random damage: bytes changed, cut, doubled or moved."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) or 1)
        match chance.randrange(6):
            case 0 | 1:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 2:
                data[at : at + 4] = struct.pack("<I", chance.choice([0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF]))
            case 3:
                del data[at : at + chance.randint(1, 60)]
            case 4:
                data[at:at] = data[at : at + chance.randint(1, 60)]
            case 5:
                other = chance.randrange(len(data) or 1)
                data[at : at + 8] = data[other : other + 8]
    return bytes(data)


SMALL = Limits(member_bytes=2**22, archive_bytes=2**23, archive_members=100)


def one_run(folder, path):
    """Take a damaged archive in; anything but our own errors passes through."""
    try:
        contents, faults = taken(folder, path, limits=SMALL)
    except IndiciaError as error:
        assert str(error)
        return
    assert contents or faults


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    return sample_archives(tmp_path_factory.mktemp("samples"))


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(seed=st.integers(0, 2**32), which=st.integers(0, 7))
def test_damaged_archives(tmp_path, samples, seed, which):
    """Random damage to a valid archive ends in items, faults or an error of our own, never in anything else."""
    name = sorted(samples)[which % len(samples)]
    path = tmp_path / name
    path.write_bytes(corrupt(samples[name], random.Random(seed)))
    one_run(tmp_path, path)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    magic=st.sampled_from(
        [
            b"PK\3\4",
            b"PK\5\6",
            b"\x1f\x8b\x08",
            b"\xfd7zXZ\0",
            b"BZh91AY&SY",
            b"\x28\xb5\x2f\xfd",
            b"7z\xbc\xaf\x27\x1c",
        ]
    ),
    rest=st.binary(max_size=300),
)
def test_any_bytes_behind_a_magic(tmp_path, magic, rest):
    """Any bytes behind the first bytes of an archive format end in items, faults or an error of our own."""
    path = tmp_path / "x.bin"
    path.write_bytes(magic + rest)
    one_run(tmp_path, path)
