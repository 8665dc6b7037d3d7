"""A set archive gives back what was put in, and nothing that anybody changed."""

import hashlib
import io
import os
import tracemalloc
import zipfile
from pathlib import Path

import orjson
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicia.detection.sets.archive import HEAD, MAGIC, SetArchive, is_set, members, open_set
from indicia.detection.sets.coding import hidden, packed
from indicia.detection.sets.keys import SecretKey
from indicia.detection.sets.making import About, folder_files, make_set, sealed
from indicia.detection.sets.manifest import MAX_CONTENT, Manifest, Member
from indicia.errors import SetError

from .conftest import DATE, FILES, RULE, YARA, Make


def entry(name: str, data: bytes = b"x") -> list[object]:
    return [name, len(data), hashlib.sha256(data).hexdigest()]


def forged(secret: SecretKey, rows: list[object], content: bytes, **changed: object) -> bytes:
    """An archive with a good signature and a manifest that our own maker would never write."""
    manifest = {
        "about": "",
        "date": "2026-02-03T04:05:06Z",
        "expires": None,
        "format": "indicia-set/1",
        "members": rows,
        "name": "example",
        "version": "1.0",
        **changed,
    }
    head = orjson.dumps(manifest, option=orjson.OPT_SORT_KEYS)
    return sealed(packed(len(head).to_bytes(4, "big") + head + content), secret)


def test_gives_back_every_file(make: Make, tmp_path: Path) -> None:
    """Files come out in the order of their names, byte for byte, one by one and by name."""
    path = tmp_path / "example.indicia-set"
    path.write_bytes(make())
    assert list(members(path)) == sorted(FILES.items())
    archive = open_set(path)
    assert archive.names() == tuple(sorted(FILES))
    assert (archive.manifest.name, archive.manifest.version, archive.manifest.date) == ("example", "1.0", DATE)


def test_the_same_files_give_the_same_bytes(make: Make) -> None:
    """Two people who build a set from the same files with the same key can compare it."""
    assert make() == make()


def test_the_digest_does_not_depend_on_the_signer(make: Make, tmp_path: Path) -> None:
    """Content signed by nobody and by somebody has one name."""
    signed, bare = SetArchive(make()), SetArchive(make(signed=False))
    assert signed.digest == bare.digest
    assert bare.key is None
    assert signed.key is not None


def test_nothing_in_it_is_in_the_clear(make: Make) -> None:
    """No text of a rule, no name of a file and no frame of a packer shows: a scanner finds nothing."""
    for data in (make(), make(signed=False)):
        for text in (b"example", b"rule", RULE[:12], YARA[:12], b"\x28\xb5\x2f\xfd", b"sigma", b"PK"):
            assert text not in data


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), signed=st.booleans())
def test_any_changed_bit_is_refused(make: Make, place: float, bit: int, signed: bool) -> None:
    """Wherever a bit differs, the archive is refused."""
    data = bytearray(make(signed=signed))
    data[int(place * len(data))] ^= 1 << bit
    with pytest.raises(SetError):
        SetArchive(bytes(data)).check()


def test_every_bit_counts(make: Make) -> None:
    """The example is small enough to try each of its bits."""
    for signed in (True, False):
        data = make(signed=signed)
        for place in range(len(data)):
            for bit in range(8):
                changed = bytearray(data)
                changed[place] ^= 1 << bit
                with pytest.raises(SetError):
                    SetArchive(bytes(changed))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.floats(0, 1), length=st.integers(0, 40), instead=st.binary(max_size=40), signed=st.booleans())
def test_any_edit_is_refused(make: Make, start: float, length: int, instead: bytes, signed: bool) -> None:
    """Whatever is cut out, put in or written over."""
    data = make(signed=signed)
    at = int(start * len(data))
    changed = data[:at] + instead + data[at + length :]
    if changed != data:
        with pytest.raises(SetError):
            SetArchive(changed).check()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(length=st.floats(0, 1, exclude_max=True))
def test_truncated_is_said(make: Make, length: float) -> None:
    """A file that ends early is called truncated, unless not even its beginning is there."""
    data = make()
    kept = data[: int(length * len(data))]
    with pytest.raises(SetError, match="truncated" if len(kept) >= len(MAGIC) else "not a set"):
        SetArchive(kept)


def test_bytes_behind_the_end_are_refused(make: Make) -> None:
    """Nothing rides along."""
    with pytest.raises(SetError, match="3 bytes stand behind its end"):
        SetArchive(make() + b"abc")


@settings(max_examples=40)
@given(data=st.binary(max_size=400))
def test_random_bytes_are_refused(data: bytes) -> None:
    """With and without our beginning, with and without a digest that holds."""
    for archive in (data, MAGIC + data, sealed(data, None), sealed(hidden(data), None), sealed(packed(data), None)):
        with pytest.raises(SetError):
            SetArchive(archive)


def test_a_signature_moved_to_other_content_is_wrong(make: Make) -> None:
    """A signature holds for one content only."""
    one, other = make("1.0"), make("1.1")
    with pytest.raises(SetError, match="signature is wrong"):
        SetArchive(other[:56] + one[56:HEAD] + other[HEAD:])


def test_another_key_under_a_signature_is_wrong(make: Make) -> None:
    """Nobody can claim a signature of somebody else's."""
    data = make()
    with pytest.raises(SetError, match="signature is wrong"):
        SetArchive(data[:56] + bytes(31) + b"\x07" + data[88:])


def test_a_signature_taken_off_makes_it_unsigned(make: Make) -> None:
    """Whoever strips key and signature gets an unsigned set, which nobody installs by mistake."""
    data = make()
    assert SetArchive(data[:56] + bytes(96) + data[HEAD:]).key is None
    with pytest.raises(SetError, match="no key"):
        SetArchive(data[:56] + bytes(32) + data[88:])


@pytest.mark.parametrize(
    "name",
    [
        "../x.yml",
        "a/../../x",
        "/etc/x",
        "C:/x",
        "a\\x",
        "a//x",
        "./x",
        "a/.",
        "..",
        "",
        "a\nb",
        "a\0b",
        "x" * 301,
        "\u202ea",
    ],
)
def test_a_name_that_leads_out_is_refused(secret: SecretKey, name: str) -> None:
    """Path traversal, absolute names, drives, backslashes, control and direction characters, far too long names."""
    with pytest.raises(SetError, match=r"leads out of the set|no name for a file"):
        SetArchive(forged(secret, [entry(name)], b"x"))


@pytest.mark.parametrize(
    "names", [("a", "a"), ("A", "a"), ("caf\u00e9", "cafe\u0301"), ("a", "a/b"), ("stra\u00dfe", "strasse")]
)
def test_a_name_that_is_there_twice_is_refused(secret: SecretKey, names: tuple[str, str]) -> None:
    """The same name, names that some disks take for the same, and a file that is a folder too."""
    with pytest.raises(SetError, match=r"twice|a file and a folder"):
        SetArchive(forged(secret, [entry(name) for name in sorted(names)], b"xx"))


def test_files_out_of_order_are_refused(secret: SecretKey) -> None:
    """There is one way to write a set."""
    with pytest.raises(SetError, match="order"):
        SetArchive(forged(secret, [entry("b"), entry("a")], b"xx"))


def test_a_changed_member_is_named(secret: SecretKey) -> None:
    """Content that is not what the manifest says is refused by the name of the file."""
    archive = SetArchive(forged(secret, [entry("a.yml", b"good"), entry("b.yml", b"fine")], b"goodevil"))
    with pytest.raises(SetError, match=r"b\.yml: not the file"):
        archive.check()


@pytest.mark.parametrize(("content", "said"), [(b"", "ends early"), (b"xy", "does not list")])
def test_content_has_to_be_what_is_listed(secret: SecretKey, content: bytes, said: str) -> None:
    """Neither less nor more than the manifest lists."""
    with pytest.raises(SetError, match=said):
        SetArchive(forged(secret, [entry("a")], content)).check()


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "indicia-set/2"},
        {"name": "../up"},
        {"name": "Example"},
        {"name": ""},
        {"version": "1.0-beta"},
        {"version": "01"},
        {"version": 1},
        {"date": "2026-02-30T00:00:00Z"},
        {"date": "2026-2-3T04:05:06Z"},
        {"date": None},
        {"expires": "never"},
        {"about": "two\nlines"},
        {"about": "x" * 1001},
        {"members": []},
        {"members": {}},
        {"members": [["a", True, "0" * 64]]},
        {"members": [["a", -1, "0" * 64]]},
        {"members": [["a", 1, "0" * 63]]},
        {"members": [["a", 1]]},
        {"further": 1},
    ],
    ids=str,
)
def test_a_manifest_of_another_form_is_refused(secret: SecretKey, changed: dict[str, object]) -> None:
    """Whatever our maker would not write is not read, even if signed."""
    with pytest.raises(SetError):
        SetArchive(forged(secret, [entry("a")], b"x", **changed))


def test_a_manifest_has_one_spelling(secret: SecretKey) -> None:
    """The same values written another way (order of keys, blanks) are refused."""
    head = orjson.dumps(
        orjson.loads(Manifest(name="a", version="1", date=DATE, members=(Member("a", 1, "0" * 64),)).to_bytes()),
        option=orjson.OPT_INDENT_2,
    )
    with pytest.raises(SetError, match="not written the way"):
        SetArchive(sealed(packed(len(head).to_bytes(4, "big") + head + b"x"), secret))


def test_a_bomb_costs_nothing(secret: SecretKey) -> None:
    """Gigabytes that pack to kilobytes: refused by what the manifest says, or read no further than it says."""
    zeros = zstandard.ZstdCompressor(level=1).compressobj()
    head = Manifest(
        name="bomb", version="1", date=DATE, members=(Member("a", 1, hashlib.sha256(b"\0").hexdigest()),)
    ).to_bytes()
    parts = [zeros.compress(len(head).to_bytes(4, "big") + head)]
    parts.extend(zeros.compress(bytes(2**20)) for _ in range(512))
    parts.append(zeros.flush())
    bomb = sealed(hidden(b"".join(parts)), secret)
    assert len(bomb) < 2**20
    tracemalloc.start()
    with pytest.raises(SetError, match="does not list"):
        SetArchive(bomb).check()
    assert tracemalloc.get_traced_memory()[1] < 40 * 2**20
    tracemalloc.stop()
    half = MAX_CONTENT // 2
    with pytest.raises(SetError, match="limit"):
        SetArchive(forged(secret, [[name, half, "0" * 64] for name in ("a", "b", "c")], b""))


def test_a_manifest_that_never_ends_is_refused(secret: SecretKey) -> None:
    """A length of four gigabytes is not believed."""
    with pytest.raises(SetError, match="limit"):
        SetArchive(sealed(packed(b"\xff\xff\xff\xff" + b"x" * 100), secret))


def test_a_second_packed_stream_is_content_too(secret: SecretKey) -> None:
    """What stands behind the packed content is not passed over in silence."""
    head = Manifest(
        name="a", version="1", date=DATE, members=(Member("a", 1, hashlib.sha256(b"x").hexdigest()),)
    ).to_bytes()
    whole = len(head).to_bytes(4, "big") + head + b"x"
    frame = zstandard.ZstdCompressor().compress
    for more in (frame(b"more"), b"no frame at all"):
        with pytest.raises(SetError):
            SetArchive(sealed(hidden(frame(whole) + more), secret)).check()


def test_a_set_is_known_by_its_beginning_or_its_name(make: Make, tmp_path: Path) -> None:
    """A renamed set is a set; a damaged one of the right name is one too, and is refused as such."""
    (tmp_path / "renamed.bin").write_bytes(make())
    (tmp_path / "broken.indicia-set").write_bytes(b"nothing")
    with zipfile.ZipFile(tmp_path / "rules.zip", "w") as archive:
        archive.writestr("a.yml", "x")
    assert is_set(tmp_path / "renamed.bin")
    assert is_set(tmp_path / "broken.indicia-set")
    assert not is_set(tmp_path / "rules.zip")
    assert not is_set(tmp_path / "absent")
    with pytest.raises(SetError, match=r"broken\.indicia-set: not a set archive"):
        open_set(tmp_path / "broken.indicia-set")
    with pytest.raises(SetError, match="cannot be read"):
        open_set(tmp_path / "absent")


def test_a_folder_with_a_link_is_not_packed(tmp_path: Path) -> None:
    """A link could carry any file of the publisher's machine into the set."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "a.yml").write_bytes(RULE)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("secret")
    found, left = folder_files(folder)
    assert (found, left) == ({"a.yml": RULE}, (".git",))
    (folder / "b.yml").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SetError, match=r"b\.yml: a link"):
        folder_files(folder)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    files=st.dictionaries(
        st.from_regex(r"[a-z]{1,8}\.(yml|yar|csv)", fullmatch=True), st.binary(max_size=2000), min_size=1, max_size=8
    )
)
def test_what_goes_in_comes_out(secret: SecretKey, files: dict[str, bytes]) -> None:
    """For any files: packed, signed, opened, equal."""
    archive = SetArchive(make_set(files, About(name="any", version="1", date=DATE), secret))
    assert dict(archive.members()) == files
    assert list(io.BytesIO(archive.data).read(16)) == list(MAGIC)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """It may be named like a set."""
    pipe = tmp_path / "x.indicia-set"
    os.mkfifo(pipe)
    with pytest.raises(SetError, match="not a file"):
        open_set(pipe)
    assert not is_set(pipe.rename(tmp_path / "x.zip"))
