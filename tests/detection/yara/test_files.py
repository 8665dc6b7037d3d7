"""Files are put to the rules whole, in bounds, and every reason why not is said."""

import base64
import hashlib
import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from indicia.detection.yara.files import YaraFiles, is_log
from indicia.detection.yara.filetype import filetype
from indicia.detection.yara.rules import YaraSet
from indicia.model.evidence import Kind
from indicia.model.record import Record

Load = Callable[..., YaraSet]
Row = Callable[..., tuple[Record, Callable[[], BinaryIO]]]
MARK = {"a.yar": 'rule mark { strings: $m = "a-mark-to-find" $n = "another" condition: any of them }'}


def test_a_match_names_rule_place_and_text(load: Load, row: Row) -> None:
    """The sighting is the file's row with the rule, its texts and the place of the first."""
    record, content = row(b"x" * 300 + b"a-mark-to-find and another")
    (sighting,) = YaraFiles(load(MARK)).look(record, content).sightings
    assert sighting.detector == "yara:rules/a.yar/mark"
    assert sighting.record.fields["YaraRule"] == "rules/a.yar/mark"
    assert sighting.record.fields["YaraStrings"] == ("$m at 0x12c: a-mark-to-find", "$n at 0x13f: another")
    assert sighting.record.fields["Path"] == record.fields["Path"]
    assert (sighting.record.at.offset, sighting.record.at.length) == (300, 14)
    assert sighting.record.at.sha256 == record.at.sha256
    assert sighting.matched == ("YaraRule", "YaraStrings")


def test_rules_may_ask_for_the_name(load: Load, row: Row) -> None:
    """The five externals hold name, folder, extension with its dot, kind and, since nobody tells it, no owner."""
    rules = load(
        {
            "a.yar": 'rule name { condition: filename == "x.ASPX" and filepath == "C:\\\\inetpub\\\\wwwroot" '
            'and extension == ".aspx" and filetype == "EXE" and owner == "" }'
        }
    )
    record, content = row(b"MZ\x90", r"C:\inetpub\wwwroot\x.ASPX")
    assert len(YaraFiles(rules).look(record, content).sightings) == 1
    record, content = row(b"PK\x03\x04", r"C:\inetpub\wwwroot\x.ASPX")
    assert not YaraFiles(rules).look(record, content).sightings
    assert filetype(b"<%@ Page") == ""


def test_encoded_parts_of_a_text_file_are_looked_at(load: Load, row: Row) -> None:
    """What matches only inside an encoded part says so; what also stands plain is not reported twice for that."""
    packed = base64.b64encode(b"a text with a-mark-to-find in it").decode()
    record, content = row(f"<script>var x = '{packed}';</script>".encode())
    (sighting,) = YaraFiles(load(MARK)).look(record, content).sightings
    assert sighting.record.fields["Layer"] == "base64"
    assert sighting.record.fields["LayerText"] == "a text with a-mark-to-find in it"
    assert (sighting.record.at.offset, sighting.record.at.length) == (0, record.at.length)


def test_a_large_file_is_looked_at_up_to_the_limit(load: Load, row: Row) -> None:
    """Beyond the limit nothing is found, and a fault says how far it was looked at."""
    data = b"a-mark-to-find" + bytes(5000) + b"another"
    record, content = row(data)
    seen = YaraFiles(load(MARK), most_bytes=1000).look(record, content)
    assert seen.sightings[0].record.fields["YaraStrings"] == ("$m at 0x0: a-mark-to-find",)
    assert "the first 1,000 bytes of 5,021 bytes (limit)" in seen.faults[0]
    assert not YaraFiles(load(MARK)).look(record, content).faults


def test_a_file_on_which_a_rule_does_not_end_is_a_fault(load: Load, row: Row) -> None:
    """The time limit ends the scan, only that rule is lost and named, and the next file is looked at as ever."""
    consumer = YaraFiles(
        load(
            {
                **MARK,
                "b.yar": "rule loop { condition: filesize > 99 and for all i in (0..100000000000) : (i * i != 3) }",
            }
        ),
        seconds=1,
    )
    seen = consumer.look(*row(b"a-mark-to-find" * 10))
    assert seen.faults == (
        "YARA did not come to an end within 1 s; not decided on this file: loop; the other rules were asked in parts",
    )
    assert [sighting.record.fields["YaraRule"] for sighting in seen.sightings] == ["rules/a.yar/mark"]
    assert len(consumer.look(*row(b"a-mark-to-find")).sightings) == 1


def test_what_the_other_rules_need_goes_with_them(load: Load, row: Row) -> None:
    """In parts as in one: private rules that are named, global ones that limit, modules, and what is in the file."""
    loop = "rule loop_%d { condition: filesize > 99 and for all i in (0..100000000000) : (i * i != 3) }"
    rules = load(
        {
            "a.yar": 'import "math"\nglobal private rule some { condition: filesize > 3 }\n'
            'private rule base { strings: $m = "a-mark-to-find" condition: $m }\n'
            "rule named { condition: base and math.entropy(0, filesize) > 0 }\n" + loop % 1,
            "b.yar": "global rule none { condition: filesize > 10000 }\nrule limited { condition: true }",
            "c.yar": "\n".join(f"rule other_{n} {{ condition: for any i in (0..9) : (i == {n}) }}" for n in range(20)),
            "d.yar": loop % 2,
        }
    )
    consumer = YaraFiles(rules, seconds=1)
    for _ in range(2):
        seen = consumer.look(*row(b"a-mark-to-find" * 10))
        found = [str(sighting.record.fields["YaraRule"]).rpartition("/")[2] for sighting in seen.sightings]
        assert found == ["named", *(f"other_{n}" for n in range(10))]
        assert "not decided on this file: loop_1, loop_2;" in seen.faults[0]


LOOP = "rule loop { condition: filesize > 99 and for all i in (0..100000000000) : (i * i != 3) }"


def test_modules_in_parts(load: Load, row: Row) -> None:
    """Words that look like a module cost no rule, and modules that few rules use are known as well."""
    rules = load(
        {
            "a.yar": 'import "cuckoo"\nrule asked { strings: $m = "magic.mgc" $n = "a-mark" condition: #m == 0 and $n '
            "and not cuckoo.sync.mutex(/never/) }\n" + LOOP,
            "b.yar": "rule zip { condition: true }\n"
            'rule other { strings: $m = "zip. math . x" condition: zip and not $m }',
        }
    )
    seen = YaraFiles(rules, seconds=1).look(*row(b"a-mark-to-find" * 10))
    assert [str(s.record.fields["YaraRule"]).rpartition("/")[2] for s in seen.sightings] == ["asked", "zip", "other"]
    assert "not decided on this file: loop;" in seen.faults[0]


def test_many_files_on_which_a_rule_does_not_end(load: Load, row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a few no file waits for it with all others, and a file on which it does end is decided as ever."""
    monkeypatch.setattr("indicia.detection.yara.parts.PART_SECONDS", 1)
    packed = base64.b64encode(b"a text with a-mark-to-find in it" * 10)
    consumer = YaraFiles(load({**MARK, "b.yar": LOOP}), seconds=1)
    for number in range(4):
        seen = consumer.look(*row(b"a-mark-to-find" * 10 + str(number).encode()))
        assert "not decided on this file: loop;" in seen.faults[0]
        assert len(seen.sightings) == 1
    assert "in less time" in seen.faults[0]
    began = time.monotonic()
    seen = YaraFiles(consumer._set, seconds=30).look(*row(b"x = '" + packed + b"';" + b"y" * 100))
    assert time.monotonic() - began < 10
    assert len(seen.faults) == 2
    assert "not decided: loop, in its part base64" in seen.faults[1]
    assert len(seen.sightings) == 1
    seen = consumer.look(*row(b"a-mark-to-find"))
    assert not seen.faults
    assert len(seen.sightings) == 1


def test_logs_are_left_to_their_readers_unless_asked_for(load: Load, row: Row) -> None:
    """Event and text logs have readers of their own; whoever wants can have them scanned raw."""
    rules = load(MARK)
    log = b"#Software: Microsoft Internet Information Services 10.0\r\n#Fields: date\r\na-mark-to-find\r\n"
    events = b"ElfFile\x00" + bytes(4088) + b"a-mark-to-find"
    for data, kind in ((log, Kind.IIS), (events, Kind.EVTX), (log.decode().encode("utf-16"), Kind.IIS)):
        record, content = row(data, kind=kind)
        assert is_log(record)
        assert not YaraFiles(rules).look(record, content).sightings
    record, content = row(log, kind=Kind.IIS)
    assert YaraFiles(rules, logs=True).look(record, content).sightings


@pytest.mark.parametrize(
    "data", [b"text", b"", b"MZ\x90\x00", b"MZ" + bytes(2**21), b"\x1f\x8b\x08" + b"\xfe" * 600 + bytes(2**21)]
)
def test_other_files_are_no_logs(row: Row, data: bytes) -> None:
    """Plain files, large binaries and compressed data are never taken for a log and passed over."""
    record, _ = row(data)
    assert not is_log(record)


def test_the_rule_files_themselves_are_not_reported(load: Load, row: Row, tmp_path: Path) -> None:
    """A rule file in use that lies in the evidence matches itself; that is said, and is no sighting."""
    rules = load(MARK)
    record, content = row((tmp_path / "rules" / "a.yar").read_bytes(), r"C:\Indicia\packs\a.yar")
    seen = YaraFiles(rules).look(record, content)
    assert not seen.sightings
    assert "one of the rule files in use" in seen.faults[0]
    record, content = row((tmp_path / "rules" / "a.yar").read_bytes() + b" ", r"C:\Indicia\packs\a.yar")
    assert YaraFiles(rules).look(record, content).sightings


def test_known_files_and_empty_sets_cost_nothing(load: Load, row: Row) -> None:
    """A file known to be harmless is not even opened, nor is any when no rule is left."""

    def never() -> BinaryIO:
        raise AssertionError("opened")

    record, _ = row(b"a-mark-to-find")
    known = hashlib.sha256(b"a-mark-to-find").hexdigest()
    assert not YaraFiles(load(MARK), known={known}).look(record, never).sightings
    assert not YaraFiles(load({"a.yar": "rule bad {"})).look(record, never).sightings


def test_matches_of_one_file_are_bounded_and_counted(load: Load, row: Row) -> None:
    """Two hundred sightings of a file are kept; a fault counts the others."""
    rules = load({"a.yar": "\n".join(f"rule r{number} {{ condition: true }}" for number in range(250))})
    seen = YaraFiles(rules).look(*row(b"anything"))
    assert len(seen.sightings) == 200
    assert seen.faults == ("50 further matches of YARA rules are not kept (limit 200)",)


def test_looking_twice_finds_the_same(load: Load, row: Row) -> None:
    """Two consumers, or one twice, give equal sightings in the order of the rules."""
    rules = load(
        {"b.yar": "rule b { condition: true }", "a.yar": "rule z { condition: true } rule a { condition: true }"}
    )
    record, content = row(b"some content")
    one, two = YaraFiles(rules), YaraFiles(rules)
    assert one.look(record, content) == two.look(record, content) == one.look(record, content)
    assert [sighting.detector[11:] for sighting in one.look(record, content).sightings] == [
        "a.yar/z",
        "a.yar/a",
        "b.yar/b",
    ]


def test_bytes_that_cannot_be_had_are_the_callers_fault_to_note(load: Load, row: Row) -> None:
    """An error while opening goes through to the caller, who names the file."""

    class Gone(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            raise OSError("the disk is gone")

    record, _ = row(b"content")
    with pytest.raises(OSError, match="the disk is gone"):
        YaraFiles(load(MARK)).look(record, lambda: io.BufferedReader(Gone()))
