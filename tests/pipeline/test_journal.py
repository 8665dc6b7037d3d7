"""A collection with a change journal, all the way: folders from the table of its volume, findings, timeline, check."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.evidence.exports.journal_maker import Journal, reference
from tests.evidence.exports.table_maker import record, table

from indicia.case import Listed
from indicia.model.evidence import Evidence, Kind, Origin
from indicia.pipeline.reading.companions import with_companions
from indicia.pipeline.reading.units import log_name


def listed(path: str, kind: Kind, *, sha: str, original: str | None = None, scope: str = "s") -> Listed:
    """A file as it is taken in."""
    evidence = Evidence(sha256=sha * 32, size=1, path=path, scope=scope, kind=kind, original=original)
    return Listed(evidence=evidence, origin=Origin(path=path))


def beside(*items: Listed) -> str | None:
    """SHA-256 of what the first file is read with, shortened; empty for several, null for none."""
    found = with_companions(items)[0]
    assert (found.beside is not None) == bool(found.evidence.beside)
    assert found.beside is None or found.beside[0].sha256 == found.evidence.beside
    return found.evidence.beside and found.evidence.beside[:2]


JOURNAL = listed("t/$Extend/$J", Kind.USN_JOURNAL, sha="11")
ON_C = listed("t/C/$Extend/$J", Kind.USN_JOURNAL, sha="11", original=r"C:\$Extend\$J")
TABLE_C = listed("t/C/$MFT", Kind.MFT, sha="cc", original=r"C:\$MFT")
OLD_C = listed("t/VSS1/C/$MFT", Kind.MFT, sha="ee", original=r"C:\$MFT")
"""Of a shadow copy."""
OLD_JOURNAL = listed("t/VSS1/C/$Extend/$J", Kind.USN_JOURNAL, sha="12", original=r"C:\$Extend\$J")
TABLE_D = listed("t/D/$MFT", Kind.MFT, sha="dd", original=r"D:\$MFT")


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ((JOURNAL,), None),
        ((JOURNAL, listed("t/$MFT", Kind.MFT, sha="aa")), "aa"),
        ((JOURNAL, listed("other/$MFT", Kind.MFT, sha="aa")), "aa"),
        ((JOURNAL, listed("t/$MFT", Kind.MFT, sha="aa", scope="another host")), None),
        ((JOURNAL, listed("t/x/$MFT", Kind.MFT, sha="aa"), listed("t/y/$MFT", Kind.MFT, sha="bb")), ""),
        ((JOURNAL, listed("t/$MFT", Kind.MFT, sha="aa"), listed("t/y/$MFT", Kind.MFT, sha="bb")), "aa"),
        ((JOURNAL, listed("t/x/$MFT", Kind.MFT, sha="aa"), listed("t/y/$MFT", Kind.MFT, sha="aa")), "aa"),
        ((ON_C, TABLE_C, TABLE_D), "cc"),
        ((ON_C, TABLE_C, OLD_C), "cc"),
        ((OLD_JOURNAL, TABLE_C, OLD_C), "ee"),
        ((ON_C, TABLE_D), None),
        ((ON_C, listed("t/$MFT", Kind.MFT, sha="aa"), TABLE_D), "aa"),
        ((JOURNAL, TABLE_C, TABLE_D), ""),
        ((TABLE_C, ON_C), None),
    ],
)
def test_a_journal_is_read_with_the_table_of_its_volume(items: tuple[Listed, ...], expected: str | None) -> None:
    """One of the same collection: of the same drive, else of the same folder; never of another, and never a guess."""
    assert beside(*items) == expected


def test_another_table_makes_another_reading() -> None:
    """Its name in the case tells with which table, with none, or that several could be it."""
    kinds = [
        (JOURNAL,),
        (JOURNAL, TABLE_C),
        (JOURNAL, TABLE_D),
        (JOURNAL, TABLE_C, TABLE_D),
    ]
    assert len({log_name(with_companions(items)[0].evidence) for items in kinds}) == 4


def indicia(*arguments: str, expected: int) -> str:
    """Run a command."""
    done = subprocess.run(
        [sys.executable, "-m", "indicia", *arguments], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == expected, done.stderr + done.stdout
    return done.stdout


@pytest.fixture
def collection(attacked: Path) -> Path:
    """The attacked server, of which the volume was taken too: a page came and went."""
    volume = table() + b"".join([
        record([("Exchange", 5, 5)], folder=True),
        record([("FrontEnd", 30, 1)], folder=True),
        record([("HttpProxy", 31, 1)], folder=True),
        record([("owa", 32, 1)], folder=True),
        record([("auth", 33, 1)], folder=True),
    ])  # fmt: skip
    made = Journal()
    made.made("supp0rt.aspx", reference(50), reference(34), minutes=300)
    made.gone("supp0rt.aspx", reference(50), reference(34), minutes=30)
    (attacked / "C" / "$Extend").mkdir()
    (attacked / "C" / "$Extend" / "$J").write_bytes(bytes(8192) + bytes(made.data))
    (attacked / "C" / "$MFT").write_bytes(volume)
    return attacked


PAGE = r"C:\Exchange\FrontEnd\HttpProxy\owa\auth\supp0rt.aspx"


def test_a_scan_tells_the_page_and_stands_by_it(collection: Path, tmp_path: Path) -> None:
    """The finding, its rows in the timeline, and the check that evaluates its records again."""
    case = tmp_path / "case"
    result = json.loads(indicia("scan", str(collection), "--case", str(case), "--json", expected=1))
    (host,) = result["hosts"]
    (finding,) = [one for one in result["findings"] if one["detector"] == "page-in-journal"]
    assert PAGE.lower() in finding["objects"]
    assert (finding["presence"], finding["count"]) == ("removed", 3)
    source = next(one for one in host["coverage"] if one["source"] == "usn_journal")
    assert source["records"] == 4
    indicia("verify", str(case), expected=0)
    rows = list(csv.DictReader(indicia("timeline", str(case), "--all", "file_journal", expected=0).splitlines()))
    seen = [row for row in rows if row["data_type"] == "indicia:file_journal"]
    assert [row["timestamp_desc"] for row in seen] == ["File Changed"] * 4
    assert seen[0]["message"] == f"{PAGE}: created"
    assert seen[0]["datetime"] == "2021-03-03T04:40:00.000000+00:00"
    assert finding["id"] in seen[0]["finding"]
    assert seen[2]["finding"] == "[]"


def test_without_the_table_the_page_has_no_folder(collection: Path, tmp_path: Path) -> None:
    """The same case without the table is another answer: nothing is guessed, and what would tell is said."""
    case = tmp_path / "case"
    indicia("scan", str(collection), "--case", str(case), "-q", expected=1)
    (collection / "C" / "$MFT").unlink()
    result = json.loads(indicia("scan", str(collection), "--case", str(case), "--json", expected=1))
    (finding,) = [one for one in result["findings"] if one["detector"] == "page-in-journal"]
    assert finding["stage"] is None
    assert finding["objects"] == ["supp0rt.aspx"]
