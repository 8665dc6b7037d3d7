"""Collections taken in: folders and every kind of archive, real ones built here."""

import bz2
import gzip
import io
import lzma
import os
import subprocess
import sys
import tarfile
import zipfile
import zlib
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import py7zr
import pytest
import pyzipper
import zstandard

from indicia.config import Limits, Settings
from indicia.errors import EvidenceError, NoEvidence, PasswordError
from indicia.evidence.intake import Intake, Item
from indicia.evidence.origin import open_origin
from indicia.model.evidence import Kind

IIS = b"#Software: Microsoft Internet Information Services 10.0\n#Fields: date time cs-method cs-uri-stem c-ip\n"
LOG = IIS + b"2021-03-03 05:00:00 GET /owa/ 192.0.2.1\n" * 200
TREE = {
    "C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log": LOG,
    "C/Windows/System32/winevt/Logs/Security.evtx": b"ElfFile\x00" + bytes(600),
    "notes.txt": b"taken by hand\n",
}

SHADOW = "%5C%5C%3F%5CGLOBALROOT%5CDevice%5CHarddiskVolumeShadowCopy2"


def taken(spool, *arguments, passwords=(), limits=None, told=None):
    """(evidence by display path in order, faults, containers); every origin gives the hashed bytes again."""
    settings = Settings(passwords=tuple(passwords), limits=limits or Limits())
    evidence, faults = [], []
    with Intake([Path(argument) for argument in arguments], settings, spool / "spool", told) as intake:
        for item in intake.items():
            if isinstance(item, Item):
                with open_origin(item.origin, settings.passwords) as file:
                    content = file.read()
                assert sha256(content).hexdigest() == item.evidence.sha256
                assert len(content) == item.evidence.size
                assert item.head == content[: settings.limits.content_bytes]
                evidence.append(item.evidence)
            else:
                faults.append(item)
        containers = list(intake.containers)
    assert not (spool / "spool").exists()
    return evidence, faults, containers


def make_folder(path, tree=TREE):
    for name, content in tree.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def make_zip(path, tree=TREE, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in tree.items():
            archive.writestr(name, content)
    return path


def make_tar(path, tree=TREE, mode="w"):
    with tarfile.open(path, mode) as archive:
        for name, content in tree.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), 1_614_747_600
            archive.addfile(info, io.BytesIO(content))
    return path


def make_tar_zst(path, tree=TREE):
    plain = make_tar(path.with_suffix(".raw"), tree)
    path.write_bytes(zstandard.ZstdCompressor().compress(plain.read_bytes()))
    plain.unlink()
    return path


def make_7z(path, tree=TREE, **options):
    with py7zr.SevenZipFile(path, "w", **options) as archive:
        for name, content in tree.items():
            archive.writestr(content, name)
    return path


MAKERS = {
    "t.zip": make_zip,
    "stored.zip": lambda path: make_zip(path, method=zipfile.ZIP_STORED),
    "bzip2.zip": lambda path: make_zip(path, method=zipfile.ZIP_BZIP2),
    "lzma.zip": lambda path: make_zip(path, method=zipfile.ZIP_LZMA),
    "t.tar": make_tar,
    "t.tar.gz": lambda path: make_tar(path, mode="w:gz"),
    "t.tar.xz": lambda path: make_tar(path, mode="w:xz"),
    "t.tar.bz2": lambda path: make_tar(path, mode="w:bz2"),
    "t.tar.zst": make_tar_zst,
    "t.7z": make_7z,
    "name-says-nothing.bin": make_zip,
}


@pytest.mark.parametrize("name", MAKERS)
def test_every_archive_gives_the_same_evidence(tmp_path, name):
    """Each archive format gives the same files, hashes, kinds and host paths, told by content and not by name."""
    path = MAKERS[name](tmp_path / name)
    evidence, faults, containers = taken(tmp_path, path)
    assert not faults
    assert {one.path: one.sha256 for one in evidence} == {
        f"{name}!{member}": sha256(content).hexdigest() for member, content in TREE.items()
    }
    assert [one.kind for one in evidence] == [Kind.IIS, Kind.EVTX, Kind.PLAIN]
    assert evidence[0].original == r"C:\inetpub\logs\LogFiles\W3SVC1\u_ex210303.log"
    assert evidence[2].original is None
    assert {one.scope for one in evidence} == {name}
    assert containers == [(name, sha256(path.read_bytes()).hexdigest(), path.stat().st_size)]


def test_folder_in_fixed_order(tmp_path):
    """A folder is read in the order of its names, whatever order its files were made in."""
    names = [f"{number}.log" for number in range(20)]
    first = make_folder(tmp_path / "a" / "x", dict.fromkeys(names, LOG))
    second = make_folder(tmp_path / "b" / "x", dict.fromkeys(reversed(names), LOG))
    one, two = taken(tmp_path, first)[0], taken(tmp_path, second)[0]
    assert [item.path for item in one] == [item.path for item in two] == sorted(f"x/{name}" for name in names)


def test_each_host_is_a_scope(tmp_path):
    """Two hosts' trees in one folder are two scopes; loose files belong to the folder."""
    folder = make_folder(tmp_path / "out", {"A/C/Windows/x.log": b"1", "B/C/Windows/x.log": b"2", "loose.log": LOG})
    evidence, _, _ = taken(tmp_path, folder)
    assert [(one.path, one.scope) for one in evidence] == [
        ("out/A/C/Windows/x.log", "out/A"),
        ("out/B/C/Windows/x.log", "out/B"),
        ("out/loose.log", "out"),
    ]


def test_loose_files_given_one_by_one_share_a_scope(tmp_path):
    """Log files named one by one belong to the folder they lie in, like the folder itself."""
    make_folder(tmp_path / "logs", {"a.log": LOG, "b.log": LOG})
    evidence, _, _ = taken(tmp_path, tmp_path / "logs" / "b.log", tmp_path / "logs" / "a.log")
    assert [(one.path, one.scope) for one in evidence] == [("a.log", "logs"), ("b.log", "logs")]


def test_arguments_of_one_name_are_told_apart(tmp_path):
    """Two arguments with the same last part get names of their own; one given twice is read once."""
    first = make_folder(tmp_path / "h1" / "logs", {"a.log": b"1"})
    second = make_folder(tmp_path / "h2" / "logs", {"a.log": b"2"})
    evidence, _, _ = taken(tmp_path, second, first, first, first / "a.log")
    assert [one.path for one in evidence] == ["h1/logs/a.log", "h2/logs/a.log"]


def velociraptor(path):
    return make_zip(
        path,
        {
            "uploads/ntfs/%5C%5C.%5CC%3A/inetpub/logs/u_ex.log": LOG,
            f"uploads/ntfs_vss/{SHADOW}/Windows/a%254b.evtx": b"ElfFile\0",
            "results/Windows.EventLogs.Evtx.json": b'{"System":{"EventID":{"Value":4624}},"EventData":{}}\n',
            "results/Windows.System.Pslist.json": b'{"Pid":4,"Name":"System"}\n',
            "client_info.json": b'{"os_info":{"hostname":"MX1","fqdn":"mx1.example.com"}}',
        },
    )


@pytest.mark.parametrize("around", ["zip", "folder", "tar"])
def test_velociraptor_collection(tmp_path, around):
    """A Velociraptor collection gives host, original paths, shadow copies and its own event rows, packed or not."""
    path = velociraptor(tmp_path / "c.zip")
    if around != "zip":
        with zipfile.ZipFile(path) as archive:
            tree = {name: archive.read(name) for name in archive.namelist()}
        path = make_folder(tmp_path / "c", tree) if around == "folder" else make_tar(tmp_path / "c.tar", tree)
    evidence, faults, _ = taken(tmp_path, path)
    assert not faults
    assert {one.host for one in evidence} == {"mx1.example.com"}
    assert len({one.scope for one in evidence}) == 1
    by_original = {one.original: one for one in evidence}
    assert by_original[r"C:\inetpub\logs\u_ex.log"].kind is Kind.IIS
    assert by_original[r"C:\Windows\a%4b.evtx"].path.endswith("[shadow copy 2]")
    kinds = {one.path.rpartition("/")[2]: one.kind for one in evidence}
    assert kinds["Windows.EventLogs.Evtx.json"] is Kind.EVENTS_JSON
    assert kinds["Windows.System.Pslist.json"] is Kind.PLAIN


def test_archives_inside_archives(tmp_path):
    """Nested archives of every kind are opened, with `!` between them, and hashed as containers."""
    inner = make_zip(tmp_path / "in.zip", {"x.log": LOG})
    middle = make_tar(tmp_path / "mid.tar.gz", {"deep/in.zip": inner.read_bytes()}, "w:gz")
    outer = make_7z(tmp_path / "out.7z", {"mid.tar.gz": middle.read_bytes()})
    evidence, faults, containers = taken(tmp_path, outer)
    assert not faults
    assert [one.path for one in evidence] == ["out.7z!mid.tar.gz!deep/in.zip!x.log"]
    assert [name for name, _, _ in containers] == ["out.7z", "out.7z!mid.tar.gz", "out.7z!mid.tar.gz!deep/in.zip"]
    assert containers[2][1] == sha256(inner.read_bytes()).hexdigest()


def test_archives_too_deep(tmp_path):
    """Archives nested deeper than the limit are a fault that names it; what lies above is read."""
    content, name = LOG, "x.log"
    for level in range(4):
        path = make_zip(tmp_path / f"{level}.zip", {name: content, "beside.txt": b"%d" % level})
        content, name = path.read_bytes(), path.name
    evidence, faults, _ = taken(tmp_path, path, limits=Limits(depth=3))
    assert len(evidence) == 3
    assert [fault.path for fault in faults] == ["3.zip!2.zip!1.zip!0.zip"]
    assert "limit depth" in faults[0].reason


@pytest.mark.parametrize(
    ("ending", "pack"),
    [(".gz", gzip.compress), (".xz", lzma.compress), (".bz2", bz2.compress), (".zst", zstandard.compress)],
)
def test_single_compressed_file(tmp_path, ending, pack):
    """A compressed log is the log, in the scope of its folder; several streams in a row are one file."""
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / f"a.log{ending}").write_bytes(pack(LOG) + pack(LOG))
    evidence, faults, _ = taken(tmp_path, tmp_path / "logs")
    assert not faults
    assert [(one.path, one.scope, one.size) for one in evidence] == [
        (f"logs/a.log{ending}!a.log", "logs", 2 * len(LOG))
    ]


def damaged_gzip(kind):
    """A log, packed, and then not as it was."""
    log = b"".join(b"%d %s\n" % (number, sha256(b"%d" % number).hexdigest().encode()) for number in range(20_000))
    data = gzip.compress(log)
    return log, {
        "cut": data[: len(data) // 2],
        "cut in the trailer": data[:-3],
        "followed by other bytes": data + b"no gzip data",
        "wrong length": data[:-4] + bytes(4),
        "wrong checksum": data[:-8] + bytes(4) + data[-4:],
    }[kind]


@pytest.mark.parametrize(
    ("kind", "said", "whole"),
    [
        ("cut", "cut off", False),
        ("cut in the trailer", "cut off", True),
        ("followed by other bytes", "no gzip data", True),
        ("wrong length", "length", True),
    ],
)
def test_what_came_before_the_end_of_a_damaged_gzip_is_read(tmp_path, kind, said, whole):
    """What was unpacked before a cut is as it was: it is evidence, beside the fault."""
    log, data = damaged_gzip(kind)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "a.log.gz").write_bytes(data)
    ((item,), (fault,), _) = taken(tmp_path, tmp_path / "logs")
    assert item.path == fault.path == "logs/a.log.gz!a.log"
    assert item.size == len(log) if whole else 0 < item.size < len(log)
    assert item.sha256 == sha256(log[: item.size]).hexdigest()
    assert said in fault.reason
    assert f"the {item.size} bytes before that are used" in fault.reason


def test_a_gzip_with_a_wrong_checksum_is_not_used(tmp_path):
    """Any byte of it may be another one."""
    _, data = damaged_gzip("wrong checksum")
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "a.log.gz").write_bytes(data)
    (tmp_path / "logs" / "b.log").write_bytes(LOG)
    ((item,), (fault,), _) = taken(tmp_path, tmp_path / "logs")
    assert item.path == "logs/b.log"
    assert "data check" in fault.reason


def test_archive_on_the_host_is_a_file_too(tmp_path):
    """An archive inside a host's tree is one of its files and is opened as well, in the host's scope."""
    backup = make_zip(tmp_path / "b.zip", {"u_ex.log": LOG})
    folder = make_folder(tmp_path / "out", {"H/C/Windows/Temp/b.zip": backup.read_bytes()})
    evidence, _, _ = taken(tmp_path, folder)
    assert [(one.path, one.original, one.scope) for one in evidence] == [
        ("out/H/C/Windows/Temp/b.zip", r"C:\Windows\Temp\b.zip", "out/H"),
        ("out/H/C/Windows/Temp/b.zip!u_ex.log", None, "out/H"),
    ]


@pytest.mark.parametrize("member", ["[Content_Types].xml", "META-INF/MANIFEST.MF"])
def test_documents_are_files(tmp_path, member):
    """A document or program package inside a collection is one file; given by itself it is opened."""
    document = make_zip(tmp_path / "d.docx", {"a.xml": b"x", member: b"y"})
    packed = make_zip(tmp_path / "t.zip", {"d.docx": document.read_bytes()})
    assert [one.path for one in taken(tmp_path, packed)[0]] == ["t.zip!d.docx"]
    assert len(taken(tmp_path, document)[0]) == 2


def test_times_in_utc(tmp_path):
    """Times kept in UTC come along; the zone-less DOS time of a zip does not."""
    tar, packed = make_tar(tmp_path / "t.tar"), make_zip(tmp_path / "t.zip")
    moment = datetime(2021, 3, 3, 5, tzinfo=UTC)
    assert {one.modified for one in taken(tmp_path, tar)[0]} == {moment}
    assert {one.modified for one in taken(tmp_path, packed)[0]} == {None}
    info = zipfile.ZipInfo("x")
    ticks = int((moment - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    info.extra = b"\x0a\x00\x20\x00" + bytes(4) + b"\x01\x00\x18\x00" + ticks.to_bytes(8, "little") * 3
    with zipfile.ZipFile(tmp_path / "n.zip", "w") as archive:
        archive.writestr(info, b"x")
    (one,) = taken(tmp_path, tmp_path / "n.zip")[0]
    assert (one.modified, one.created) == (moment, moment)


def aes_zip(path, password=b"right"):
    with pyzipper.AESZipFile(path, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password)
        for name, content in TREE.items():
            archive.writestr(name, content)
    return path


PROTECTED = {
    "aes.zip": aes_zip,
    "p.7z": lambda path: make_7z(path, password="right"),
    "names-too.7z": lambda path: make_7z(path, password="right", header_encryption=True),
}


@pytest.mark.parametrize("name", PROTECTED)
def test_protected_archives(tmp_path, name):
    """A protected archive opens with the right one of several passwords; without it that is said, with the option."""
    path = PROTECTED[name](tmp_path / name)
    assert len(taken(tmp_path, path, passwords=["wrong", "right"])[0]) == 3
    for passwords in ([], ["wrong"]):
        with pytest.raises(PasswordError) as caught:
            taken(tmp_path, path, passwords=passwords)
        assert "--password" in caught.value.hint


def test_old_zip_cipher(tmp_path):
    """PKWARE's old cipher is read as the standard library does, also where a wrong password passes its check byte."""
    path = old_cipher_zip(tmp_path / "old.zip", LOG, b"right")
    with zipfile.ZipFile(path) as archive:
        assert archive.read("a.log", b"right") == LOG
    wrong = [f"wrong{number}" for number in range(600)]
    evidence, faults, _ = taken(tmp_path, path, passwords=[*wrong, "right"])
    assert not faults
    assert [one.sha256 for one in evidence] == [sha256(LOG).hexdigest()]


def old_cipher_zip(path, content, password):
    """A zip of one stored member under PKWARE's old cipher, which the standard library only reads."""
    make_zip(path, {"a.log": content}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    keys = [0x12345678, 0x23456789, 0x34567890]

    def turn(value):
        keys[0] = ~zlib.crc32(bytes([value]), ~keys[0] & 0xFFFFFFFF) & 0xFFFFFFFF
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = ~zlib.crc32(bytes([keys[1] >> 24]), ~keys[2] & 0xFFFFFFFF) & 0xFFFFFFFF

    def hide(plain):
        hidden = bytearray()
        for value in plain:
            mix = keys[2] | 2
            hidden.append(value ^ (mix * (mix ^ 1) >> 8) & 0xFF)
            turn(value)
        return bytes(hidden)

    for value in password:
        turn(value)
    packed = hide(bytes(11) + bytes([zlib.crc32(content) >> 24]) + content)
    start, directory = data.index(content), data.index(b"PK\1\2")
    central = bytearray(data[directory:])
    for header, flags, size in ((data, 6, 18), (central, 8, 20)):
        header[flags] |= 1
        header[size : size + 4] = len(packed).to_bytes(4, "little")
    end = central.index(b"PK\5\6")
    central[end + 16 : end + 20] = (start + len(packed)).to_bytes(4, "little")
    path.write_bytes(bytes(data[:start]) + packed + bytes(central))
    return path


def test_one_protected_member(tmp_path):
    """A protected archive among readable files is a fault that names the option; the rest is read."""
    locked = aes_zip(tmp_path / "data.zip")
    outer = make_zip(tmp_path / "o.zip", {"metadata.json": b"{}", "data.zip": locked.read_bytes()})
    evidence, faults, _ = taken(tmp_path, outer)
    assert [one.path for one in evidence] == ["o.zip!metadata.json"]
    assert [fault.path for fault in faults] == ["o.zip!data.zip"]
    assert "--password" in faults[0].reason


def test_no_evidence_is_an_error(tmp_path):
    """An empty folder, a folder of empty archives, and a path that is not there are errors, not clean results."""
    (tmp_path / "e").mkdir()
    with pytest.raises(NoEvidence):
        taken(tmp_path, tmp_path / "e")
    make_zip(tmp_path / "e" / "a.zip", {})
    make_tar(tmp_path / "e" / "a.tar", {})
    make_tar(tmp_path / "e" / "a.tar.gz", {}, "w:gz")
    make_7z(tmp_path / "e" / "a.7z", {})
    with pytest.raises(NoEvidence) as caught:
        taken(tmp_path, tmp_path / "e")
    assert caught.value.hint
    with pytest.raises(EvidenceError):
        taken(tmp_path, tmp_path / "nowhere")


def test_progress_counts_every_byte(tmp_path):
    """What is told of progress is the sum of all bytes hashed."""
    told = []
    taken(tmp_path, make_folder(tmp_path / "x"), told=told.append)
    assert sum(told) == sum(map(len, TREE.values()))


def test_origins_open_in_another_process(tmp_path):
    """An origin gives its bytes in a process that never saw the intake."""
    path = make_zip(tmp_path / "t.zip")
    with Intake([path], Settings(), tmp_path / "spool") as intake:
        items = [item for item in intake.items() if isinstance(item, Item)]
        program = (
            "import sys; from indicia.evidence.origin import open_origin; from indicia.model.evidence import Origin;"
            "from hashlib import sha256; print(sha256(open_origin(Origin(path=sys.argv[1], member=int(sys.argv[2])),"
            " ()).read()).hexdigest())"
        )
        for item in items[:1]:
            command = [sys.executable, "-c", program, item.origin.path, str(item.origin.member)]
            printed = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ).stdout
            assert printed.strip() == item.evidence.sha256


def test_recorded_archives(corpora, tmp_path):
    """Every recorded archive gives exactly the members the standard library reads."""
    paths = sorted([*(corpora / "otrf").rglob("*.[zZ]ip"), *(corpora / "exchange-config").glob("*.zip")])
    assert len(paths) == 17
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            expected = {f"{path.name}!{name}": sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
        evidence, faults, _ = taken(tmp_path, path)
        assert not faults
        assert {one.path: one.sha256 for one in evidence} == expected
