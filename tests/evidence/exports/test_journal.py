"""The change journal of a volume: records, paths, damage."""

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.config import Limits
from indicia.evidence.exports import folders as held
from indicia.evidence.exports import journal, journal_lines
from indicia.evidence.identify import HEAD_BYTES, identify
from indicia.evidence.readers import Beside
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Record
from indicia.tables.batch import Ledger, Lines

from .journal_maker import ARCHIVE, CLOSE, CREATE, DELETE, FOLDER, NEW, OLD, PAGE, Journal, reference
from .table_maker import SIZE, record, table

WWWROOT = reference(25, 3)
"""`C:\\inetpub\\wwwroot` of the table."""
FRESH = reference(31)
ROOT = reference(5, 5)


@dataclass
class Read:
    """What the reader gave."""

    records: list[Record]
    ledger: Ledger
    batches: list[Lines]

    @property
    def paths(self) -> list[str]:
        """Paths of the records; those not known whole begin with `?`."""
        return [str(item.fields.get("TargetFilename", item.fields.get("KnownPath"))) for item in self.records]

    @property
    def changes(self) -> list[tuple[str, ...]]:
        """What each record adds."""
        return [tuple(item.fields["Change"]) for item in self.records]


def read(
    data: bytes, mft: bytes | None = None, *, path: str = "triage/$Extend/$J", original: str | None = None,
    beside: str | None = None,
) -> Read:  # fmt: skip
    """Read a journal, with a file table beside it where one is given; the account has to balance."""
    evidence = Evidence(
        sha256="ab" * 32, size=len(data), path=path, scope="t", kind=Kind.USN_JOURNAL, original=original, beside=beside
    )

    @contextmanager
    def opened() -> Iterator[BytesIO]:
        yield BytesIO(mft or b"")

    other = Evidence(sha256="cd" * 32, size=len(mft or b""), path="triage/$MFT", scope="t", kind=Kind.MFT)
    ledger = Ledger(size=len(data), path=path, sha256=evidence.sha256)
    found = []
    for batch in journal.read_with_table(
        BytesIO(data), evidence, ledger, Limits(), None if mft is None else Beside(other, opened)
    ):
        assert isinstance(batch, Lines)
        found.append(batch)
    account = ledger.account()
    records = [batch.decode(number) for batch in found for number in range(len(batch.starts))]
    assert account.count == len(records)
    assert account.records == sum(item.at.length or 0 for item in records)
    assert ledger.faulty == sum(fault.at.length or 0 for fault in ledger.faults if fault.at)
    return Read(records, ledger, found)


@pytest.mark.parametrize("version", [2, 3])
def test_a_page_comes_and_goes(version: int) -> None:
    """Each record with path, what it adds, time and place, of both versions."""
    made = Journal()
    made.made("x.aspx", FRESH, WWWROOT, version=version)
    made.gone("x.aspx", FRESH, WWWROOT, version=version, minutes=5)
    found = read(bytes(made.data), table())
    assert found.paths == [r"C:\inetpub\wwwroot\x.aspx"] * 4
    assert found.changes == [("created",), ("extended",), ("closed",), ("deleted", "closed")]
    assert found.records[1].fields["Reason"] == ("extended", "created")
    assert [item.time.isoformat() for item in found.records if item.time] == [
        *["2021-03-02T23:41:00+00:00"] * 3, "2021-03-02T23:46:00+00:00",
    ]  # fmt: skip
    assert [(item.at.offset, item.at.length) for item in found.records] == made.places
    first = found.records[0]
    assert (first.fields["Name"], first.fields["Extension"], first.fields["Kind"]) == ("x.aspx", "aspx", "file")
    assert first.raw.startswith("change 0 at 2021-03-02T23:41:00+00:00, file 31-1 in 25-3: C:\\inetpub")
    (span,) = found.ledger.spans
    assert (span.source, span.records, span.first, span.last) == (
        "usn_journal", 4, found.records[0].time, found.records[3].time,
    )  # fmt: skip
    assert not found.ledger.faults
    assert any("paths come from triage/$MFT (3 folders)" in note for note in found.ledger.notes)


def test_each_line_holds_what_its_record_says() -> None:
    """What is searched before decoding is path, old path, kind and reasons, in UTF-8."""
    made = Journal().made("größe😀.aspx", FRESH, WWWROOT).renamed("größe😀.aspx", "y.aspx", FRESH, WWWROOT)
    (lines,) = read(bytes(made.data), table()).batches
    texts = [lines.text[start:end].decode() for start, end in zip(lines.starts, lines.ends, strict=True)]
    assert texts[0] == "C:\\inetpub\\wwwroot\\größe😀.aspx\t\tfile\tcreated"
    assert texts[-1] == (
        "C:\\inetpub\\wwwroot\\y.aspx\tC:\\inetpub\\wwwroot\\größe😀.aspx\tfile\trenamed to; closed"
    )  # fmt: skip


def test_a_renaming_tells_the_path_before() -> None:
    """Into another folder, too."""
    made = Journal().renamed("x.txt", "x.aspx", FRESH, ROOT, to=WWWROOT)
    found = read(bytes(made.data), table())
    assert found.paths == [r"C:\x.txt", r"C:\inetpub\wwwroot\x.aspx", r"C:\inetpub\wwwroot\x.aspx"]
    assert found.changes == [("renamed from",), ("renamed to",), ("closed",)]
    assert [item.fields.get("SourceFilename") for item in found.records] == [None, r"C:\x.txt", r"C:\x.txt"]


def test_folders_are_called_as_they_were_then() -> None:
    """A folder renamed, moved, made or deleted while the journal ran has its name of the time."""
    mine = reference(40)
    made = Journal()
    made.add("a.aspx", FRESH, WWWROOT, CREATE | CLOSE)
    made.renamed("wwwroot", "old", WWWROOT, reference(24, 2), attributes=FOLDER)
    made.add("b.aspx", FRESH + 1, WWWROOT, CREATE | CLOSE)
    made.add("new", mine, WWWROOT, CREATE | CLOSE, attributes=FOLDER)
    made.add("c.aspx", FRESH + 2, mine, CREATE | CLOSE)
    made.renamed("new", "moved", mine, WWWROOT, to=ROOT, attributes=FOLDER)
    made.add("d.aspx", FRESH + 3, mine, CREATE | CLOSE)
    made.gone("moved", mine, ROOT, attributes=FOLDER)
    # The table was collected at the end.
    later = table().replace(
        record([("wwwroot", 24, 2)], folder=True, sequence=3), record([("old", 24, 2)], folder=True, sequence=3)
    )
    paths = [path for path in read(bytes(made.data), later).paths if path.endswith(".aspx")]
    assert paths == [
        r"C:\inetpub\wwwroot\a.aspx", r"C:\inetpub\old\b.aspx", r"C:\inetpub\old\new\c.aspx", r"C:\moved\d.aspx",
    ]  # fmt: skip


def test_without_a_table_paths_are_not_guessed() -> None:
    r"""What the journal tells itself is told; the rest stands behind `?\`, in a field of its own."""
    made = Journal()
    made.add("x.aspx", FRESH, WWWROOT, CREATE | CLOSE)
    made.add("app", reference(40), WWWROOT, CREATE | CLOSE, attributes=FOLDER)
    made.renamed("y.txt", "y.aspx", FRESH + 1, reference(40))
    made.add("top.txt", FRESH + 2, ROOT, CREATE | CLOSE)
    found = read(bytes(made.data))
    assert found.paths == [r"?\x.aspx", r"?\app", r"?\app\y.txt", r"?\app\y.aspx", r"?\app\y.aspx", r"C:\top.txt"]
    assert "TargetFilename" not in found.records[0].fields
    assert found.records[3].fields["SourceKnownPath"] == r"?\app\y.txt"
    assert "KnownPath" not in found.records[-1].fields
    assert found.ledger.notes == [
        "no $MFT of its volume was collected: paths are known as far as the journal tells them itself",
        "the journal does not name its volume: paths are shown as those of drive C",
        "5 records lie in a folder whose path is not known",
    ]


def test_several_tables_are_as_good_as_none() -> None:
    """Where it is not known which volume is the journal's, no table is taken, and that is said."""
    found = read(bytes(Journal().add("x.aspx", FRESH, WWWROOT, CREATE).data), beside="")
    assert found.paths == [r"?\x.aspx"]
    assert "several $MFT could be that of this journal's volume: none was used" in found.ledger.notes[0]


@pytest.mark.parametrize(
    ("folder", "path"),
    [
        (reference(25, 2), r"?\x.aspx"),
        (reference(25, 4), r"?\x.aspx"),
        (reference(999), r"?\x.aspx"),
        (reference(26, 1), r"?\x.aspx"),
    ],
    ids=["an earlier use of the number", "a later one", "none", "a file"],
)
def test_a_number_that_another_folder_has_is_not_taken(folder: int, path: str) -> None:
    """The sequence has to be that of the folder."""
    made = Journal().add("x.aspx", FRESH, folder, CREATE)
    assert read(bytes(made.data), table()).paths == [path]


def test_a_wrong_parent_further_up_is_not_taken_either() -> None:
    """What is known below it is told."""
    data = table() + record([("app", 25, 2)], folder=True)
    made = Journal().add("x.aspx", FRESH, reference(30), CREATE)
    assert read(bytes(made.data), data).paths == [r"?\app\x.aspx"]


def test_a_deleted_folder_has_its_name_from_the_table() -> None:
    """Deleting counts its record up: what lay in it names the number before."""
    data = table() + record([("app", 25, 3)], folder=True, in_use=False, sequence=4)
    made = Journal().add("x.aspx", FRESH, reference(30, 3), DELETE | CLOSE)
    assert read(bytes(made.data), data).paths == [r"C:\inetpub\wwwroot\app\x.aspx"]


def test_folders_that_hold_each_other_end() -> None:
    """Each is named once, and the path is unknown: by the table, by the journal, and a folder in itself."""
    loop = table() + record([("a", 31, 1)], folder=True) + record([("b", 30, 1)], folder=True)
    made = Journal().add("x.aspx", reference(99), reference(30), CREATE)
    assert read(bytes(made.data), loop).paths == [r"?\b\a\x.aspx"]
    made = Journal().add("own", reference(50), reference(50), CREATE, attributes=FOLDER)
    made.add("x.aspx", reference(99), reference(50), CREATE)
    assert read(bytes(made.data)).paths == [r"?\own\own", r"?\own\x.aspx"]


def test_a_damaged_table_is_said() -> None:
    """Paths are known as far as the rest of it tells."""
    data = bytearray(table())
    data[25 * SIZE + 510] ^= 0xFF
    made = bytes(Journal().add("x.aspx", FRESH, WWWROOT, CREATE).data)
    found = read(made, bytes(data))
    assert found.paths == [r"?\x.aspx"]
    assert "1 of its folders are damaged" in found.ledger.notes[0]
    for broken in (b"", b"junk" * 500):
        assert "could not be used for paths" in read(made, broken).ledger.notes[0]


@pytest.mark.parametrize(
    ("path", "original", "drive"),
    [
        ("triage/D/$Extend/$J", None, "D"),
        ("triage/E%3A/$Extend/$UsnJrnl%3A$J", None, "E"),
        ("triage/j.bin", r"F:\$Extend\$UsnJrnl:$J", "F"),
    ],
)
def test_the_drive_is_that_of_the_journal(path: str, original: str | None, drive: str) -> None:
    """As the collection names it; nothing is assumed then."""
    found = read(bytes(Journal().add("x.aspx", FRESH, ROOT, CREATE).data), path=path, original=original)
    assert found.paths == [rf"{drive}:\x.aspx"]
    assert not any("drive C" in note for note in found.ledger.notes)


def test_zeros_in_front_are_passed() -> None:
    """What fell out of a journal is a hole; records keep their places behind it."""
    made = Journal().made("x.aspx", FRESH, WWWROOT)
    hole = 3 * 2**20 + 5 * PAGE
    found = read(bytes(hole) + bytes(made.data) + bytes(2 * PAGE))
    assert [item.at.offset for item in found.records] == [hole + at for at, _ in made.places]
    assert found.ledger.framing == hole + 2 * PAGE + len(made.data) - sum(length for _, length in made.places)
    assert not found.ledger.faults


def test_only_zeros_hold_nothing() -> None:
    """No record, no fault, no coverage."""
    found = read(bytes(3 * PAGE + 7))
    assert not found.records
    assert not found.ledger.faults
    assert not found.ledger.spans


def test_records_of_version_4_are_counted() -> None:
    """They name no file."""
    made = Journal().ranges(FRESH, WWWROOT).made("x.aspx", FRESH, WWWROOT).ranges(FRESH, WWWROOT, 3)
    found = read(bytes(made.data))
    assert len(found.records) == 3
    assert any(note.startswith("2 records of version 4") for note in found.ledger.notes)


def test_a_long_journal_is_read_over_its_blocks() -> None:
    """Each record once, in order, wherever a block ends."""
    made = Journal()
    for number in range(14_000):
        made.add(
            f"file{number:05}{'x' * (number % 50)}.txt", reference(1000 + number), WWWROOT, CREATE | CLOSE, minutes=0
        )
    assert len(made.data) > 2**20
    found = read(bytes(made.data), table())
    assert [item.at.offset for item in found.records] == [at for at, _ in made.places]
    assert [str(item.fields["Name"])[:9] for item in found.records] == [f"file{number:05}" for number in range(14_000)]


def _damaged(at: int, form: str, value: int) -> bytes:
    """Three records of which the middle one says something that is not so."""
    made = Journal()
    for name in ("a.aspx", "b.aspx", "c.aspx"):
        made.add(name, FRESH, WWWROOT, CREATE)
    data, (start, _) = bytearray(made.data), made.places[1]
    struct.pack_into(form, data, start + at, value)
    return bytes(data)


@pytest.mark.parametrize(
    ("at", "form", "value"),
    [
        (0, "<I", 0), (0, "<I", 8), (0, "<I", 76), (0, "<I", 2**31), (0, "<I", 4096), (0, "<I", 144),
        (4, "<H", 1), (4, "<H", 5), (6, "<H", 1), (4, "<H", 3), (4, "<H", 4),
        (32, "<Q", 0), (32, "<Q", 2**64 - 1),
        (56, "<H", 0), (56, "<H", 13), (56, "<H", 0xFFFE), (56, "<H", 512),
        (58, "<H", 0), (58, "<H", 61), (58, "<H", 0xFFFE), (60, "<H", ord("\\")), (60, "<H", 10),
    ],
)  # fmt: skip
def test_a_record_that_does_not_fit_is_a_fault(at: int, form: str, value: int) -> None:
    """Wrong lengths, versions, times, places and names: at its place, and the others come out."""
    found = read(_damaged(at, form, value))
    assert [item.fields["Name"] for item in found.records] == ["a.aspx", "c.aspx"]
    (fault,) = found.ledger.faults
    assert fault.at is not None
    assert (fault.at.offset, fault.at.length) == (72, 72)
    assert fault.reason == "no record of a change can be read here"


def test_a_record_does_not_hide_what_follows() -> None:
    """One that claims the place of the next ones is none: a name ends where its record does."""
    data = bytearray(_damaged(0, "<I", 144))
    struct.pack_into("<H", data, 72 + 56, 84)
    # It now is a record of the length it says, with a name that holds the next record: no name holds such characters.
    assert [item.fields["Name"] for item in read(bytes(data)).records] == ["a.aspx", "c.aspx"]


def test_a_cut_journal_ends_in_a_fault() -> None:
    """At every length: whole records come out, and what is left of one is a fault unless it is zeros."""
    made = Journal().made("x.aspx", FRESH, WWWROOT)
    for cut in range(len(made.data)):
        found = read(bytes(made.data[:cut]))
        whole = [at for at, length in made.places if at + length <= cut]
        assert [item.at.offset for item in found.records] == whole
        rest = made.data[len(whole) * 72 : cut]
        assert bool(found.ledger.faults) is any(rest)


def test_a_shorter_stream_is_a_fault() -> None:
    """When the file ends earlier than its size says."""
    data = bytes(Journal().made("x.aspx", FRESH, WWWROOT).data)
    evidence = Evidence(sha256="ab" * 32, size=len(data) + 100, path="$J", scope="t", kind=Kind.USN_JOURNAL)
    ledger = Ledger(size=evidence.size, path="$J", sha256=evidence.sha256)
    list(journal.read_journal(BytesIO(data), evidence, ledger, Limits()))
    assert (ledger.account().count, ledger.account().faults) == (3, 100)
    assert ledger.faults[0].reason == "ends earlier than its size says"


def test_names_that_are_no_text() -> None:
    """A lone surrogate becomes U+FFFD, a pair its character."""
    made = Journal().add("ab.aspx", FRESH, WWWROOT, CREATE).add("cd.aspx", FRESH, WWWROOT, CREATE)
    data = made.data
    struct.pack_into("<HH", data, 60, 0xD83D, 0xDE00)
    struct.pack_into("<H", data, made.places[1][0] + 60, 0xD83D)
    assert [item.fields["Name"] for item in read(bytes(data)).records] == ["😀.aspx", "\ufffdd.aspx"]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders, long paths, open files and lines have limits; beyond them paths are unknown, and it is said."""
    made = Journal()
    for number in range(20):
        made.add(
            "d" * 200, reference(100 + number), reference(99 + number) if number else ROOT, CREATE, attributes=FOLDER
        )
    made.add("x.aspx", FRESH, reference(119), CREATE)
    data = bytes(made.data)
    whole = read(data)
    assert whole.paths[-1] == "C:\\" + f"{'d' * 200}\\" * 20 + "x.aspx"
    with monkeypatch.context() as patch:
        patch.setattr(journal_lines, "_BATCH_LETTERS", 5000)
        parts = read(data)
        assert len(parts.batches) > 5
        assert parts.records == whole.records
    with monkeypatch.context() as patch:
        patch.setattr(held, "_LONGEST", 1000)
        assert read(data).paths[-1] == "?\\" + f"{'d' * 200}\\" * 4 + "x.aspx"
    with monkeypatch.context() as patch:
        patch.setattr(held, "_LETTERS_KEPT", 10)
        assert read(data).records == whole.records
    for limit in (("MOST", 7), ("_MOST_LETTERS", 7 * 200)):
        with monkeypatch.context() as patch:
            patch.setattr(held, *limit)
            found = read(data)
            assert found.paths[-1] == r"?\x.aspx"
            assert any("more folders than are held (7)" in note for note in found.ledger.notes)
    with monkeypatch.context() as patch:
        patch.setattr(journal_lines, "_OPEN", 5)
        assert any(note.startswith("16 files were forgotten") for note in read(data).ledger.notes)


def test_what_is_renamed_for_ever_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths before renamings that never end are forgotten, oldest first."""
    made = Journal()
    for number in range(10):
        made.add("a" * 100, reference(100 + number), ROOT, OLD)
    made.add("b", reference(100), ROOT, OLD | NEW).add("b", reference(109), ROOT, OLD | NEW)
    monkeypatch.setattr(journal_lines, "_MOST_HELD", 500)
    *_, first, last = read(bytes(made.data)).records
    assert first.fields["SourceFilename"] == r"C:\b"
    assert last.fields["SourceFilename"] == "C:\\" + "a" * 100


NAMES = st.text(
    st.characters(min_codepoint=0x20, exclude_characters="/\\", exclude_categories=("Cs",)), min_size=1, max_size=40
)
CHANGE = st.tuples(
    st.integers(1, 60), st.integers(1, 60), NAMES, st.integers(1, 2**32 - 1), st.sampled_from((ARCHIVE, FOLDER)),
    st.sampled_from((2, 3)), st.integers(0, 3),
)  # fmt: skip


@settings(deadline=None)
@given(
    changes=st.lists(CHANGE, max_size=60), front=st.integers(0, 3), with_table=st.booleans(),
    torn=st.sets(st.integers(0, 59), max_size=5),
)  # fmt: skip
def test_no_record_is_lost(changes: Sequence[tuple], front: int, with_table: bool, torn: set[int]) -> None:
    """Records that come out, those in faults and those of version 4 are all that went in; each has its place."""
    made, ranges = Journal(), 0
    for file, folder, name, reason, attributes, version, between in changes:
        made.add(name, reference(file), reference(folder), reason, attributes=attributes, version=version)
        if not between:
            made.ranges(file, folder)
            ranges += 1
    hit = sorted(number for number in torn if number < len(changes))
    for number in hit:
        # Version 9 does not exist.
        made.data[made.places[number][0] + 4] = 9
    found = read(bytes(front * PAGE) + bytes(made.data), table() if with_table else None)
    kept = [number for number in range(len(changes)) if number not in hit]
    assert [(item.at.offset - front * PAGE, item.at.length) for item in found.records] == [made.places[n] for n in kept]
    assert [item.fields["Name"] for item in found.records] == [changes[number][2] for number in kept]
    assert found.ledger.faulty == sum(made.places[number][1] for number in hit)
    counted = [note for note in found.ledger.notes if "version 4" in note]
    assert counted == (
        [f"{ranges:,} records of version 4, which only say which bytes changed, were left out"] if ranges else []
    )


SAMPLE = bytes(
    Journal()
    .made("x.aspx", FRESH, WWWROOT)
    .ranges(FRESH, WWWROOT)
    .add("app", reference(40), WWWROOT, CREATE, attributes=FOLDER, version=3)
    .renamed("y.txt", "y.aspx", FRESH + 1, reference(40), version=3)
    .gone("x.aspx", FRESH, WWWROOT)
    .data
)


@settings(deadline=None, max_examples=150)
@given(
    at=st.integers(0, len(SAMPLE) - 1), junk=st.binary(min_size=1, max_size=100), cut=st.integers(0, len(SAMPLE)),
    front=st.integers(0, 20),
)  # fmt: skip
def test_broken_journals_balance(at: int, junk: bytes, cut: int, front: int) -> None:
    """Nothing is raised, and bytes are accounted for."""
    broken = SAMPLE[:at] + junk + SAMPLE[at + len(junk) :]
    read(broken, table())
    read(junk + SAMPLE[front:cut])
    assert isinstance(identify(broken[:HEAD_BYTES], "a.bin"), Kind)


@settings(deadline=None, max_examples=100)
@given(at=st.integers(0, 31 * SIZE), junk=st.binary(min_size=1, max_size=40), cut=st.integers(0, 31 * SIZE))
def test_broken_tables_do_no_harm(at: int, junk: bytes, cut: int) -> None:
    """Every record comes out whatever the table beside it is."""
    data = table()
    for broken in (data[:at] + junk + data[at + len(junk) :], data[:cut]):
        assert len(read(SAMPLE, broken).records) == 8


def test_a_journal_is_known_by_its_records() -> None:
    """Behind a hole; by name where the hole is longer than what is looked at, or all is damaged."""
    data = bytes(PAGE) + bytes(Journal().made("x.aspx", FRESH, WWWROOT).data)
    v3 = bytes(Journal().made("x.aspx", FRESH, WWWROOT, version=3).data)
    assert identify(data, "a.bin") is identify(v3, "a.bin") is Kind.USN_JOURNAL
    for name in ("$J", "$UsnJrnl%3A$J", "$UsnJrnl_$J", "C_$J", "%24UsnJrnl%3A%24J"):
        assert identify(bytes(HEAD_BYTES), name) is Kind.USN_JOURNAL
        assert identify(b"\x01damage\xff" * 900, name) is Kind.USN_JOURNAL
    ranges = bytes(Journal().ranges(FRESH, WWWROOT).data)
    assert identify(ranges, "$UsnJrnl_$J.bin") is Kind.USN_JOURNAL
    assert identify(bytes(HEAD_BYTES), "zeros.bin") is Kind.PLAIN
    assert identify(b"Name,FileSize\r\n", "MFTECmd_$J_Output.csv") is not Kind.USN_JOURNAL
    assert identify(bytes(8) + b"\x40\0\0\0\2\0\0\0" + b"\xff" * 300, "a.bin") is Kind.PLAIN
