"""Files of indicators in each form, and what is refused of them."""

import json
import os
import pickle
import zipfile
from datetime import UTC, datetime

import pytest

from indicia.detection.indicators.kinds import Kind
from indicia.detection.indicators.loading import SHOWN, load_indicators
from indicia.errors import RulesetError


def rows(indicators) -> set[tuple[str, str]]:
    """(Kind, value) of everything in use."""
    table = indicators.table
    return {(Kind(table.kinds[row]).name.lower(), table.value(row)) for row in range(len(table))}


def entry(indicators, value: str):
    table = indicators.table
    return next(found for row in range(len(table)) if (found := table.entry(row)).value == value)


SHA256 = "8e90ed33c7ee82c0b64078ea36ec95f7420ba435c693b3b3dd728b494abf7dfc"
LIST = [
    (SHA256, ("sha256", SHA256)),
    (SHA256.upper(), ("sha256", SHA256)),
    ("4ef04cba6bec2c3a164b9b755efbeb1c", ("md5", "4ef04cba6bec2c3a164b9b755efbeb1c")),
    ("40d3e0aa4d4961c184f4c3ae07fb63676357467e", ("sha1", "40d3e0aa4d4961c184f4c3ae07fb63676357467e")),
    ("86.105.18[.]116", ("ipv4", "86.105.18.116")),
    ("86.105.18.116:8080", ("ipv4", "86.105.18.116")),
    ("86[dot]105(.)18{.}116", ("ipv4", "86.105.18.116")),
    ("5.5.0.0/16", ("net4", "5.5.0.0/16")),
    ("2a00:1450:4001:82a::200e", ("ipv6", "2a00:1450:4001:82a::200e")),
    ("2a00:1450::/32", ("net6", "2a00:1450::/32")),
    ("yolkish[.]com", ("domain", "yolkish.com")),
    ("*.Yolkish.com.", ("domain", "yolkish.com")),
    ("hxxps[:]//yolkish[.]com/a/B.php?x=1", ("url", "yolkish.com/a/b.php?x=1")),
    ("hxxp://86.105.18[.]116:8080/x", ("url", "86.105.18.116:8080/x")),
    ("user[at]mail[.]rawfuns[.]com", ("email", "user@mail.rawfuns.com")),
    ("supp0rt.aspx", ("name", "supp0rt.aspx")),
    (r"C:\inetpub\wwwroot\aspnet_client\supp0rt.aspx", ("path", r"inetpub\wwwroot\aspnet_client\supp0rt.aspx")),
    ("/owa/auth/Current/themes/resources/x.aspx", ("path", r"owa\auth\current\themes\resources\x.aspx")),
    (r"HKEY_LOCAL_MACHINE\SOFTWARE\Evil\Run", ("registry", r"hklm\software\evil\run")),
    (r"c2\.yolkish\.com", ("domain", "c2.yolkish.com")),
    (r"$env:APPDATA\x\supp0rt.bin", ("path", r"x\supp0rt.bin")),
    (f"{SHA256}  x y.aspx", ("sha256", SHA256)),
    (f"{SHA256} *x.aspx", ("sha256", SHA256)),
    (f"SHA256 (x.aspx) = {SHA256}", ("sha256", SHA256)),
    (f"sha256:{SHA256.upper()}", ("sha256", SHA256)),
    (f"SHA-256={SHA256}", ("sha256", SHA256)),
    ("python-requests/2.25.1", ("agent", r"python-requests\2.25.1")),
]


@pytest.mark.parametrize(("written", "meant"), LIST, ids=[written[:40] for written, _ in LIST])
def test_a_plain_list_is_known_by_its_values(load, written: str, meant: tuple[str, str]) -> None:
    """Each kind is found from the value alone, harmless spelling undone."""
    found = load(f"# title: a list\n\n{written}\n")
    assert rows(found) == {meant}
    assert not found.refused
    assert found.sets[0].title == "a list"


REFUSED = [
    ("10.1.2.3", "private or reserved"),
    ("127.0.0.1", "private or reserved"),
    ("0.0.0.0/0", "more than /12"),
    ("fe80::1", "private or reserved"),
    ("google.com", "everybody visits"),
    ("https://www.microsoft.com/", "everybody visits"),
    ("d41d8cd98f00b204e9800998ecf8427e", "empty file"),
    ("0" * 64, "filler"),
    ("cmd.exe", "every system has"),
    ("some words of prose", "of no known kind"),
    ("http://localserver/x", "host is neither"),
]


@pytest.mark.parametrize(("written", "reason"), REFUSED)
def test_what_would_match_everything_is_refused(load, written: str, reason: str) -> None:
    """Own addresses, everybody's sites and files are refused with the reason."""
    found = load(written)
    assert not rows(found)
    assert reason in found.refused[0].reason
    assert found.refused[0].title == written


@pytest.mark.parametrize("written", ["10.1.2.3", "google.com", "d41d8cd98f00b204e9800998ecf8427e", "cmd.exe"])
def test_a_file_may_insist(load, written: str) -> None:
    """`# insist` behind a value, and a column of that name, take it all the same."""
    assert len(rows(load(f"{written} # insist"))) == 1
    assert len(rows(load(f"value,insist\n{written},yes\n", "a.csv"))) == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_columns_are_known_by_name(load, delimiter: str) -> None:
    """Whatever parts them and in whatever order; unknown columns are left alone."""
    lines = [
        ("Colour", "Valid Until", "Indicator_Type", "IOC", "Comment", "TLP", "FP_Regex", "Valid-From"),
        ("red", "2021-06-30", "domain-name", "yolkish.com", "Calypso", "TLP:AMBER", r"^good\.yolkish", "2021-03-01"),
        ("blue", "", "ip", "86.105.18.116", "", "", "", ""),
    ]
    text = "\n".join(delimiter.join(line) for line in lines)
    found = load(text, "a.csv")
    assert rows(found) == {("domain", "yolkish.com"), ("ipv4", "86.105.18.116")}
    first = entry(found, "yolkish.com")
    assert (first.text, first.tlp, first.excluding) == ("Calypso", "amber", r"^good\.yolkish")
    assert first.since == datetime(2021, 3, 1, tzinfo=UTC)
    assert first.until == datetime(2021, 7, 1, tzinfo=UTC)  # the last day counts whole


def test_csv_columns_are_known_by_content(load) -> None:
    """Without a header the value is the cell that is one; the others are its note."""
    found = load("Calypso loader,86.105.18.116,7\nWinnti,yolkish.com,9\n", "a.csv")
    assert rows(found) == {("domain", "yolkish.com"), ("ipv4", "86.105.18.116")}
    assert entry(found, "yolkish.com").text == "Winnti"


def test_columns_named_after_kinds(load) -> None:
    """A row may give a value in each of several columns."""
    found = load(f"name,md5,sha256\nx,4ef04cba6bec2c3a164b9b755efbeb1c,{SHA256}\ny,-,\n", "a.csv")
    assert rows(found) == {("md5", "4ef04cba6bec2c3a164b9b755efbeb1c"), ("sha256", SHA256)}
    assert found.refused[0].reason == "line 3: no value in this row"


def test_loki_rows_bring_their_false_positives(load) -> None:
    """`value;score;regular expression` without a header."""
    found = load("supp0rt.aspx;70;C:\\\\good\\\\\nshe11.aspx;60;\n", "names.txt")
    assert entry(found, "supp0rt.aspx").excluding == "C:\\\\good\\\\"


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings(load, encoding: str) -> None:
    """Marks or none, wide or narrow."""
    found = load("indicator,description\r\nyolkish.com,Gerät für Öl\r\n86.105.18.116,x\r\n".encode(encoding), "a.csv")
    assert rows(found) == {("domain", "yolkish.com"), ("ipv4", "86.105.18.116")}
    assert entry(found, "yolkish.com").text == "Gerät für Öl"


def test_encodings_may_change_from_line_to_line(load) -> None:
    """A file put together from several is read line by line."""
    found = load(b"indicator,description\nyolkish.com,Ger\xc3\xa4t\nrawfuns.com,Ger\xe4t\n", "a.csv")
    assert {entry(found, value).text for value in ("yolkish.com", "rawfuns.com")} == {"Gerät"}


def test_rows_of_utf_16_among_others_are_read(load) -> None:
    """NUL bytes do not make the file one of bytes; a program is one."""
    found = load(b"yolkish.com\n86.105.18.116\0\n" + "rawfuns.com\n1.2.3.4\n".encode("utf-16"), "a.txt")
    assert rows(found) == {
        ("domain", "yolkish.com"), ("domain", "rawfuns.com"), ("ipv4", "86.105.18.116"), ("ipv4", "1.2.3.4")
    }  # fmt: skip
    assert load(b"MZ\0\1\2\3yolkish.com\n\4\5\0", "a.txt").refused[0].reason == "not a file of text"


LINES = [f"203.0.113.{number},x\n" for number in range(1, 200)]


@pytest.mark.parametrize(
    "written",
    ['"' + LINES[0], '203.0.113.1,"x\n', '203.0.113.1,5" disk, "x\n', '203.0.113.1,"x" y\n'],
    ids=["value", "note", "within", "behind"],
)
@pytest.mark.parametrize("at", [0, 100, 198])
def test_a_quote_that_nobody_closed_swallows_no_rows(load, written: str, at: int) -> None:
    """At the beginning, in the middle, in the last row; the row itself may be lost, with a reason."""
    lines = [*LINES[1 : at + 1], written, *LINES[at + 1 :]]
    found = load("indicator,note\n" + "".join(lines), "a.csv")
    assert len(found) + len(found.refused) == 199


def test_a_quoted_note_may_have_lines(load) -> None:
    """As spreadsheets write them."""
    found = load('indicator,note\n203.0.113.1,"two\nlines, and ""more"""\n203.0.113.2,x\n', "a.csv")
    assert rows(found) == {("ipv4", "203.0.113.1"), ("ipv4", "203.0.113.2")}


def test_many_bad_rows_are_counted_and_few_shown(load) -> None:
    """A million of them cost neither memory nor the report its sense."""
    found = load("indicator\nyolkish.com\n" + "no such thing\n" * 20_000, "a.csv")
    assert len(found.refused) == SHOWN + 1
    assert "19,990 more rows" in found.refused[-1].reason
    assert "20,000 × of no known kind" in found.refused[-1].reason
    assert found.sets[0].refused == 20_000
    assert len(found) == 1


BAD = [
    ('value,valid_until\n1.2.3.4,"in spring"\n', "no time"),
    ("value,valid_from,valid_until\n1.2.3.4,2022-01-01,2021-01-01\n", "ends before it begins"),
    ("value,fp\n1.2.3.4,(?=x)\n", "linear time"),
    ("value,type\n1.2.3.4,sha256\n", "not an MD5"),
    ("value,type\nx,colour\n", "not one that is looked for"),
    ("value,type\n" + "a" * 3000 + ",domain\n", "longer than"),
    ("value,type\nüüüüü üüüüü,text\n", "plain letters"),
]


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_a_row_that_makes_no_sense_is_refused(load, text: str, reason: str) -> None:
    """With what is wrong with it; the file is used otherwise."""
    found = load(text + "yolkish.com,\n", "a.csv")
    assert reason in found.refused[0].reason
    assert "yolkish.com" in {value for _, value in rows(found)} or found.sets[0].refused == 2


def test_misp_event(load) -> None:
    """Attributes and those of objects; halves of composite types; deleted ones are refused, doubts are kept."""
    event = {
        "Event": {
            "info": "An event",
            "date": "2021-03-10",
            "Orgc": {"name": "CERT"},
            "Tag": [{"name": "tlp:green"}],
            "Attribute": [
                {"type": "ip-dst|port", "value": "86.105.18.116|443", "uuid": "a", "to_ids": True},
                {"type": "domain", "value": "yolkish.com", "uuid": "b", "to_ids": False, "last_seen": "2021-03-05"},
                {"type": "sha1", "value": "x", "uuid": "c", "deleted": True},
                {"type": "user-agent", "value": "python-requests/2.25.1", "disable_correlation": True},
                {"type": "threat-actor", "value": "Calypso", "uuid": "d"},
            ],
            "Object": [
                {
                    "name": "file",
                    "first_seen": "2021-03-01T00:00:00+00:00",
                    "Attribute": [{"type": "filename|sha256", "value": f"supp0rt.aspx|{SHA256}", "uuid": "e"}],
                }
            ],
        }
    }
    found = load(json.dumps({"response": [event]}), "misp.json")
    assert rows(found) == {
        ("ipv4", "86.105.18.116"),
        ("domain", "yolkish.com"),
        ("agent", r"python-requests\2.25.1"),
        ("name", "supp0rt.aspx"),
        ("sha256", SHA256),
    }
    info = found.sets[0]
    assert (info.title, info.version, info.source, info.tlp) == ("An event", "2021-03-10", "CERT", "green")
    assert "to_ids is false" in entry(found, "yolkish.com").text
    assert entry(found, "yolkish.com").until == datetime(2021, 3, 6, tzinfo=UTC)
    assert "too common to correlate" in entry(found, r"python-requests\2.25.1").text
    assert entry(found, SHA256).since == datetime(2021, 3, 1, tzinfo=UTC)
    reasons = [refusal.reason for refusal in found.refused]
    assert any("deleted by its author" in reason for reason in reasons)
    assert any("threat-actor" in reason for reason in reasons)


def test_files_folders_and_archives(tmp_path) -> None:
    """All are read, with names nobody else has; what holds nothing says so."""
    folder = tmp_path / "feeds"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "a.txt").write_text("86.105.18.116\n", "utf-8")
    (folder / "note.docx").write_bytes(b"not looked at")
    with zipfile.ZipFile(folder / "march.zip", "w") as archive:
        archive.writestr("x/a.txt", "yolkish.com\n")
        archive.writestr("empty.csv", "")
    found = load_indicators([folder])
    assert {info.path: info.name for info in found.sets} == {
        "feeds/inner/a.txt": "a",
        "feeds/march.zip!x/a.txt": "a-2",
    }
    assert [(refusal.path, refusal.reason) for refusal in found.refused] == [
        ("feeds/march.zip!empty.csv", "an empty file")
    ]
    with pytest.raises(RulesetError):
        load_indicators([tmp_path / "missing"])


DAMAGED = [
    (b"PK\x03\x04 not an archive", "a.zip"),
    (b'{"type": "bundle", "objects": [', "a.json"),
    (b"\x00\x01\x02\x03" * 50 + b"MZ", "a.csv"),
    (b'{"colour": "red"}', "a.json"),
    (b"[" * 100_000, "a.json"),
    (b"a,b\n" + b"x" * 300_000 + b",1\n", "a.csv"),
    (b'indicator,x\n"' + b"y\n" * 2000, "a.csv"),
    (b"---\n&a [*a]\n--- !!python/object:os.system {}\n", "a.yaml"),
]


@pytest.mark.parametrize(("data", "name"), DAMAGED, ids=[str(number) for number in range(len(DAMAGED))])
def test_damaged_files_are_refused_with_a_reason(load, data: bytes, name: str) -> None:
    """Never an exception, never silence."""
    found = load(data, name)
    assert not len(found)
    assert found.refused
    assert all(refusal.reason for refusal in found.refused)


def test_a_set_can_be_handed_to_other_processes(load) -> None:
    """It pickles, and its digest changes with what decides."""
    text = "value,valid_until\n86.105.18.116,2021-06-30\nyolkish.com,\n"
    found = load(text, "a.csv")
    again = pickle.loads(pickle.dumps(found))
    assert rows(again) == rows(found)
    assert again.digest == found.digest == load(text, "a.csv").digest
    assert entry(again, "86.105.18.116").until == datetime(2021, 7, 1, tzinfo=UTC)
    assert load(text.replace("2021-06-30", "2021-06-29"), "a.csv").digest != found.digest
    assert load(text.replace("yolkish", "rawfuns"), "a.csv").digest != found.digest


def test_detector_ids_lead_back_to_their_indicators(load) -> None:
    """By an id of its own, or by the value."""
    found = load("id,value\nIOC-1,86.105.18.116\nIOC-1,yolkish.com\n,rawfuns.com\n", "feed.csv")
    detectors = {found.detector(row) for row in range(len(found.table))}
    assert "indicator:feed/IOC-1" in detectors
    assert {one.value for one in found.entries("indicator:feed/IOC-1")} == {"86.105.18.116", "yolkish.com"}
    (other,) = detectors - {"indicator:feed/IOC-1"}
    assert [one.value for one in found.entries(other)] == ["rawfuns.com"]
    assert found.entries("indicator:feed/none") == []
    assert found.entries("yara:x/y") == []


def test_what_is_past_its_validity_today_is_counted(tmp_path) -> None:
    """For the report; it stays in use, since only the day of the event decides."""
    path = tmp_path / "a.csv"
    path.write_text("value,valid_until\nyolkish.com,2021-06-30\nrawfuns.com,\n", "utf-8")
    (info,) = load_indicators([path], now=datetime(2022, 1, 1, tzinfo=UTC)).sets
    assert (info.expired, info.counts) == (1, {"domain": 2})
    assert load_indicators([path]).sets[0].expired == 0


def test_equal_rows_count_once_in_memory(load) -> None:
    """The same indicator twice in one file is one row, also under an id."""
    found = load("id,value\nA,yolkish.com\nA,yolkish.com\n", "feed.csv")
    assert len(found.table) == 1
    assert [one.value for one in found.entries("indicator:feed/A")] == ["yolkish.com"]


def test_the_published_files(corpora) -> None:
    """MSTIC in both forms, CHIRP and ESET load; what is refused has a reason."""
    cti = corpora / "cti"
    found = load_indicators([cti / "mstic-exchange-march-2021", cti / "chirp", cti / "eset"])
    counts = {info.path.rpartition("/")[2]: dict(info.counts) for info in found.sets}
    mstic = {"domain": 3, "path": 104, "sha256": 45}
    assert counts["MSTICIoCs-ExchangeServerVulnerabilitiesDisclosedMarch2021.csv"] == mstic
    assert counts["MSTICIoCs-ExchangeServerVulnerabilitiesDisclosedMarch2021.json"] == mstic | {"md5": 45, "sha1": 45}
    assert counts["AA21062A.yaml"] == {"ipv4": 15}
    assert counts["gaming_supply_chain.misp_event.json"] == {"domain": 2, "sha1": 11, "text": 4, "url": 5}
    assert counts["samples.sha256"] == {"sha256": 23}
    assert counts["README.adoc"] == {"domain": 10, "ipv4": 7, "sha1": 23}
    assert entry(found, "yolkish.com").text == "Calypso C&C server"
    assert sum("YARA" in refusal.reason or "Sigma" in refusal.reason for refusal in found.refused) == 10


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('[{"value":"\\ud800.example","type":"domain"},{"value":"203.0.113.10"}]', "begins like JSON and is none"),
        ('[{"value":"203.0.113.10","confidence":NaN}]', "begins like JSON and is none"),
        ('["203.0.113.10",', "begins like JSON and is none"),
        ("[" * 5000 + "]" * 5000, "begins like JSON and is none"),
    ],
)
def test_a_broken_list_of_json_is_no_list_of_rows(load, content: str, reason: str) -> None:
    """It says what it is; nothing of it is read as something else."""
    found = load(content, "x.json")
    assert not rows(found)
    assert [reason in refusal.reason for refusal in found.refused] == [True]


def test_the_line_of_spreadsheets_names_the_delimiter(load) -> None:
    """It stands before the header."""
    found = load("sep=;\r\nvalue;type;note\r\n203.0.113.10;ip;a, b\r\n", "x.csv")
    assert rows(found) == {("ipv4", "203.0.113.10")}
    assert not found.refused
    assert entry(found, "203.0.113.10").text == "a, b"


def test_attributes_without_events(load) -> None:
    """What a MISP server answers to a search for attributes."""
    answer = {"response": {"Attribute": [{"type": "ip-dst", "value": "203.0.113.10", "to_ids": True}]}}
    assert rows(load(json.dumps(answer), "x.json")) == {("ipv4", "203.0.113.10")}


def test_a_warning_list_is_said(load) -> None:
    """MISP names the lists of common values on which an attribute stands."""
    warnings = [{"match": "203.0.113.0/24", "warninglist_name": "Known resolvers"}]
    event = {"Event": {"info": "x", "Attribute": [{"type": "ip-dst", "value": "203.0.113.10", "warnings": warnings}]}}
    assert "warning list “Known resolvers”" in entry(load(json.dumps(event), "x.json"), "203.0.113.10").text


def test_what_is_no_object_is_said(load) -> None:
    """In bundles and events nothing is passed over."""
    event = {"Event": {"info": "x", "Attribute": [5, None, {"type": "ip-dst", "value": "203.0.113.10"}], "Object": 1}}
    found = load(json.dumps(event), "x.json")
    assert rows(found) == {("ipv4", "203.0.113.10")}
    assert [refusal.reason for refusal in found.refused] == [
        "attribute 1: not an object", "attribute 2: not an object", "object: “Object” is no list",
    ]  # fmt: skip
    bundle = {
        "type": "bundle",
        "objects": [None, {"type": "indicator", "pattern": "[ipv4-addr:value = '203.0.113.10']"}],
    }
    found = load(json.dumps(bundle), "x.json")
    assert rows(found) == {("ipv4", "203.0.113.10")}
    assert [refusal.reason for refusal in found.refused] == ["entry 1: not an object"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path) -> None:
    """It lies in a folder of lists."""
    (tmp_path / "a.txt").write_text("203.0.113.10\n")
    os.mkfifo(tmp_path / "b.txt")
    found = load_indicators([tmp_path])
    assert rows(found) == {("ipv4", "203.0.113.10")}
    assert [refusal.reason for refusal in found.refused] == ["not a file, or a link to none"]


def test_a_hash_under_the_name_of_another_is_refused(load) -> None:
    """64 digits that a pattern calls an MD5 are neither that nor, in silence, a SHA-256; other values of it stay."""
    md5, sha256 = "0123456789abcdef" * 2, "0123456789abcdef" * 4

    def bundle(pattern: str) -> str:
        item = {"type": "indicator", "id": "indicator--1", "pattern": pattern, "pattern_type": "stix"}
        return json.dumps({"type": "bundle", "id": "bundle--1", "objects": [item]})

    wrong = load(bundle(f"[file:hashes.MD5 = '{sha256}']"), "a.json")
    assert not rows(wrong)
    assert [refusal.reason for refusal in wrong.refused] == ["not a hash of MD5, which the pattern says it is"]
    assert wrong.sets[0].refused == 1
    both = load(bundle(f"[file:hashes.MD5 = '{md5}' OR file:hashes.'SHA-256' = '{md5}']"), "a.json")
    assert rows(both) == {("md5", md5)}
    assert "not a hash of SHA256" in both.refused[0].reason
    joined = load(bundle(f"[file:hashes.MD5 = '{sha256}' AND file:name = 'x.exe']"), "a.json")
    assert not rows(joined)
    assert "not a hash of the kind" in joined.refused[0].reason
    assert not load(bundle(f"[file:hashes.MD5 = '{md5.upper()}' AND file:name = 'x.exe']"), "a.json").refused
    assert not load(bundle(f"[file:hashes.MD5 != '{sha256}' AND file:name = 'x.exe']"), "a.json").refused
