"""Archives and folders made to do harm: paths, links, counts, sizes.  Nothing is written anywhere by reading."""

import hashlib
import io
import os
import tarfile
from pathlib import Path

import pytest
from tests.statement.verifying.both import small

from indicia.errors import StatementError
from indicia.statement.bundle.archive import header, padding
from indicia.statement.bundle.index import MOST_FILES, NAME, index_of
from indicia.statement.bundle.opened import open_bundle
from indicia.statement.canonical import canonical
from indicia.statement.verifying.items import Outcome

BAD = [
    "../evil",
    "/etc/passwd",
    "ledger/../../evil",
    "ledger/./checkpoint",
    "ledger//checkpoint",
    "ledger\\checkpoint",
    "C:/x",
    "statements/01.dsse.json",
    "statements/1.dsse.json\n",
    "positions/.1.dsse.json",
    "positions/a.b.1.dsse.json",
    "evidence/ABCDEF",
    "ledger/checkpoint\0",
    "ＬＥＤＧＥＲ/checkpoint",
    "membership/root.0.json",
    "a" * 150,
    "",
]


def index(*lines: dict[str, object], **more: object) -> bytes:
    body = {"format": "indicia-bundle/1", "alliance": "A", "made": "2021-07-19T12:00:00Z", "files": list(lines)}
    return canonical({**body, **more})


def line(path: str, data: bytes = b"x", **more: object) -> dict[str, object]:
    return {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} | more


def archive(root: Path, data: bytes, *files: tuple[str, bytes]) -> Path:
    path = root / "b.tar"
    whole = header(NAME, len(data)) + data + padding(len(data))
    for name, held in files:
        whole += header(name, len(held)) + held + padding(len(held))
    path.write_bytes(whole + bytes(1024))
    return path


@pytest.mark.parametrize("path", BAD)
def test_paths_that_no_bundle_has(path, tmp_path):
    with pytest.raises(StatementError, match="no path of a bundle"):
        index_of(index(line(path)))
    root = tmp_path / "b"
    root.mkdir()
    (root / NAME).write_bytes(index(line(path)))
    with pytest.raises(StatementError):
        open_bundle(root)


def test_one_path_twice_or_differing_by_capitals():
    with pytest.raises(StatementError, match="twice"):
        index_of(index(line("ledger/checkpoint"), line("ledger/checkpoint")))
    with pytest.raises(StatementError, match="capitals"):
        index_of(index(line("positions/US.1.dsse.json"), line("positions/us.1.dsse.json")))


def test_a_million_files():
    one = line("evidence/" + "a" * 64)
    with pytest.raises(StatementError, match="more than"):
        index_of(index(*[one] * (MOST_FILES + 1)))


@pytest.mark.parametrize("size", [-1, 1 << 60, 1.5, True, "1", None])
def test_sizes_that_no_file_has(size):
    with pytest.raises(StatementError):
        index_of(index(line("ledger/checkpoint", size=size)))


def test_a_size_beyond_what_is_there_asks_for_no_memory(tmp_path):
    """An index that promises 8 GiB, in a file of 2 KiB."""
    data = index(line("ledger/checkpoint", size=(8 << 30) - 1))
    whole = header(NAME, len(data)) + data + padding(len(data)) + header("ledger/checkpoint", (8 << 30) - 1)
    (tmp_path / "b.tar").write_bytes(whole + bytes(1024))
    with pytest.raises(StatementError, match=r"cut off|stands behind"):
        open_bundle(tmp_path / "b.tar")
    assert small(tmp_path / "b.tar") is Outcome.REFUTED


def test_an_archive_by_another_program_is_refused_with_a_way_out(tmp_path):
    """Owners, times, links, devices and extensions have no form here."""
    for change in (
        lambda one: setattr(one, "mtime", 5),
        lambda one: setattr(one, "uname", "root"),
        lambda one: setattr(one, "mode", 0o777),
        lambda one: setattr(one, "type", tarfile.SYMTYPE),
        lambda one: setattr(one, "type", tarfile.LNKTYPE),
        lambda one: setattr(one, "type", tarfile.CHRTYPE),
        lambda one: setattr(one, "name", "../indicia-bundle.json"),
    ):
        data = index()
        info = tarfile.TarInfo(NAME)
        info.size = len(data)
        change(info)
        with tarfile.open(tmp_path / "b.tar", "w") as tar:
            tar.addfile(info, io.BytesIO(data))
        with pytest.raises(StatementError) as caught:
            open_bundle(tmp_path / "b.tar")
        assert "another program" in caught.value.hint
        assert small(tmp_path / "b.tar") is Outcome.REFUTED


def test_a_plain_ustar_of_the_standard_library_is_the_one_form(tmp_path):
    """Two writers, one form: what we call the header is what others call it too."""
    info = tarfile.TarInfo("ledger/checkpoint")
    info.size = 77
    assert info.tobuf(tarfile.USTAR_FORMAT) == header("ledger/checkpoint", 77)


def test_what_is_compressed_is_no_bundle(tmp_path):
    (tmp_path / "b.tar").write_bytes(b"\x1f\x8b\x08" + bytes(1000))
    with pytest.raises(StatementError, match="no bundle"):
        open_bundle(tmp_path / "b.tar")


def test_a_file_beside_those_that_are_listed(bundle):
    (bundle / "ledger" / "more").write_bytes(b"x")
    _refused(bundle, "is in the bundle and not listed")


def test_a_folder_in_a_folder(bundle):
    (bundle / "ledger" / "deep").mkdir()
    (bundle / "ledger" / "deep" / "x").write_bytes(b"x")
    _refused(bundle, "a folder where bundles have none")


def test_a_link_instead_of_a_file(bundle, tmp_path):
    target = tmp_path / "outside"
    target.write_bytes((bundle / "ledger" / "checkpoint").read_bytes())
    (bundle / "ledger" / "checkpoint").unlink()
    (bundle / "ledger" / "checkpoint").symlink_to(target)
    _refused(bundle, "a link")


def test_a_link_instead_of_a_folder(bundle, tmp_path):
    (bundle / "ledger").rename(tmp_path / "outside")
    (bundle / "ledger").symlink_to(tmp_path / "outside")
    _refused(bundle, "a link")


def test_a_pipe_instead_of_a_file(bundle):
    (bundle / "ledger" / "checkpoint").unlink()
    os.mkfifo(bundle / "ledger" / "checkpoint")
    with pytest.raises(StatementError, match="neither file nor folder"):
        open_bundle(bundle)


def test_a_file_that_grows_between(bundle):
    """Listed, opened, and then changed: it is hashed when it is read."""
    with open_bundle(bundle) as opened:
        (bundle / "ledger" / "checkpoint").write_bytes(b"x" * opened.files["ledger/checkpoint"].size)
        with pytest.raises(StatementError, match="was changed"):
            opened.data("ledger/checkpoint")


def test_a_line_without_an_end(tmp_path):
    data = b"x" * (5 << 20)
    path = archive(tmp_path, index(line("disclosures/claims.jsonl", data)), ("disclosures/claims.jsonl", data))
    with open_bundle(path) as opened, pytest.raises(StatementError, match="a line longer"):
        list(opened.lines("disclosures/claims.jsonl"))


def _refused(root: Path, words: str) -> None:
    with pytest.raises(StatementError, match=words):
        open_bundle(root)
    assert small(root) is Outcome.REFUTED
