"""Places on the host, restored from collectors' trees."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.evidence.host_paths import host_in, host_in_name, locate

CASES = [
    # (parts, leading parts of the argument, prefix, original, shadow copy)
    ("C/inetpub/logs/u_ex.log", 0, 0, r"C:\inetpub\logs\u_ex.log", ""),
    ("out/HOST1/C/Windows/a.evtx", 1, 2, r"C:\Windows\a.evtx", ""),
    ("out/D/ExchangeLogs/a.log", 1, 1, r"D:\ExchangeLogs\a.log", ""),
    ("fs/C:/Windows/a.log", 0, 0, r"C:\Windows\a.log", ""),
    ("host/fs/c:/Windows/a.log", 0, 1, r"C:\Windows\a.log", ""),
    ("uploads/ntfs/%5C%5C.%5CC%3A/Windows/x%254y.evtx", 0, 0, r"C:\Windows\x%4y.evtx", ""),
    ("a/uploads/auto/C%3A/inetpub/x.log", 0, 1, r"C:\inetpub\x.log", ""),
    ("uploads/lazy_ntfs/%5C%5C.%5Cd%3A/x.log", 0, 0, r"D:\x.log", ""),
    ("uploads/mft/C%3A/$MFT", 0, 0, r"C:\$MFT", ""),
    (
        "uploads/ntfs_vss/%5C%5C%3F%5CGLOBALROOT%5CDevice%5CHarddiskVolumeShadowCopy12/Users/a.txt",
        0,
        0,
        r"C:\Users\a.txt",
        "12",
    ),
    ("out/VSS3/C/Windows/a.log", 1, 1, r"C:\Windows\a.log", "3"),
    ("inetpub/wwwroot/x.aspx", 0, 0, r"C:\inetpub\wwwroot\x.aspx", ""),
    ("out/Program Files/Microsoft/x.log", 1, 1, r"C:\Program Files\Microsoft\x.log", ""),
    ("inetpub/x.aspx", 1, 0, r"C:\inetpub\x.aspx", ""),
    ("out/H/C/Windows/x.log", 1, 2, r"C:\Windows\x.log", ""),
    ("client_info.json", 0, 0, None, ""),
    ("a/results/Windows.EventLogs.json", 0, 1, None, ""),
]


@pytest.mark.parametrize(("path", "below", "prefix", "original", "shadow"), CASES, ids=[case[0] for case in CASES])
def test_known_layouts(path, below, prefix, original, shadow):
    """Each collector's layout gives back the path on the host and ends the collection's own part before the tree."""
    found = locate(path.split("/"), below=below)
    assert found is not None
    assert (found.prefix, found.original, found.shadow) == (prefix, original, shadow)


@pytest.mark.parametrize(
    "path",
    [
        "logs/u_ex.log",
        "a/b/c/d.log",
        "C",
        "copy/inetpub/y.log",
        "C/../x",
        "uploads/x.log",
        "Windows10/notes.txt",
        "c/src/x.py",
    ],
)
def test_no_layout(path):
    """A path that no collector writes has no place on a host."""
    assert locate(path.split("/")) is None


@pytest.mark.parametrize("encoded", ["uploads/ntfs/%5C%5C.%5CC%3A/%2e%2e/x", "uploads/auto/C%3A/..%2f/../x"])
def test_encoded_parents_have_no_place(encoded):
    """An encoded `..` names no place on the host."""
    found = locate(encoded.split("/"))
    assert found is None or found.original is None


@given(st.lists(st.text(max_size=12), min_size=1, max_size=8), st.integers(0, 1))
def test_any_path(parts, below):
    """Any path is placed or not, never with parts beyond its own, never with a control character shown raw."""
    found = locate(parts, below=below)
    if found is not None:
        assert 0 <= found.prefix < len(parts) + 1
        assert found.original is None or all(character >= " " for character in found.original)


@given(
    st.lists(
        st.text("abcDEF 012%._-$", min_size=1, max_size=10).filter(lambda part: part != ".."), min_size=1, max_size=5
    )
)
def test_velociraptor_names_come_back(parts):
    """What Velociraptor percent-encodes part by part comes back as it was on the host."""
    encoded = [part.replace("%", "%25") for part in parts]
    found = locate(["uploads", "ntfs", "%5C%5C.%5CC%3A", *encoded])
    assert found is not None
    assert found.original == "C:\\" + "\\".join(parts)


def test_host_in_client_info():
    """Velociraptor's client_info.json names the host, in full where it can."""
    head = json.dumps({"client_id": "C.1", "os_info": {"hostname": "MX1", "fqdn": "mx1.example.com"}}).encode()
    assert host_in(("client_info.json",), head) == (0, "mx1.example.com")


def test_host_in_results_must_agree():
    """Rows of results name the host only where they all name the same one."""
    one = b'{"Hostname":"MX1"}\n{"Hostname":"mx1"}\n'
    assert host_in(("results", "Generic.Client.Info%2FBasicInformation.json"), one) == (1, "MX1")
    assert host_in(("results", "x.json"), one + b'{"Hostname":"DC1"}\n') is None


def test_host_in_kape_log():
    """KAPE's console log names the machine, in UTF-8 as in UTF-16."""
    text = "KAPE version 1.3.0.2\r\nSystem info: Machine name: MX1, 64-bit: True, User: a OS: Windows10\r\n"
    for encoding in ("utf-8", "utf-16"):
        assert host_in(("2021-03-14T014019_ConsoleLog.txt",), text.encode(encoding)) == (2, "MX1")


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("Collection-MX1-2021-03-14T01_40_00Z.zip", "MX1"),
        ("Collection-mx1_example_com-2024-05-01T10_00_00_0000_UTC.zip", "mx1_example_com"),
        ("MX1_20210314014019.tar", "MX1"),
        ("evidence.zip", None),
        ("kape", None),
    ],
)
def test_host_in_collection_name(name, host):
    """Only names that a collector writes by itself give a host."""
    assert host_in_name(name) == host


@given(st.binary(max_size=300))
def test_any_host_file(head):
    """Whatever stands in a file that should name the host, nothing is raised."""
    for name in ("client_info.json", "2021-03-14T014019_ConsoleLog.txt", "uploads.json"):
        host_in((name,), head)
