"""Registry hives and the file table of a volume."""

import builtins
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.model.evidence import Kind

from .hive_maker import hive
from .table_maker import SIZE, record, table


def text(value):
    return (1, (value + "\0").encode("utf-16-le"))


SERVICE = {
    "ImagePath": (2, "C:\\a.exe -k group\0".encode("utf-16-le")),
    "Start": (4, struct.pack("<I", 2)),
    "DependOnService": (7, "a\0b\0\0".encode("utf-16-le")),
    "Blob": (3, bytes(range(20))),
    "Parameters": {"ServiceDll": text("C:\\a.dll")},
    "Enum": {"Count": (4, b"\1\0\0\0")},
}
SYSTEM = hive({"ControlSet001": {"Services": {"Example": SERVICE}, "Other": {"x": text("y")}}, "Select": {}})
RUN = {"Microsoft": {"Windows": {"CurrentVersion": {"Run": {"Start": text("C:\\b.exe")}}}}, "Classes": {}}
REG = (
    "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services]\r\n"
    "[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\Example]\r\n"
    f'"ImagePath"=hex(2):{SERVICE["ImagePath"][1].hex(",")}\r\n"Start"=dword:2\r\n'
    f'"DependOnService"=hex(7):{SERVICE["DependOnService"][1].hex(",")}\r\n'
    f'"Blob"=hex:{SERVICE["Blob"][1].hex(",")}\r\n'
    "[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\Example\\Parameters]\r\n"
    '"ServiceDll"="C:\\\\a.dll"\r\n'
)


def rows(records):
    return [{name: value for name, value in record.fields.items() if name != "WhenChanged"} for record in records]


def test_a_hive_gives_what_its_export_gives(read):
    """The same objects and coverage, and when each key was last written."""
    kind, found, ledger = read(SYSTEM, "SYSTEM")
    assert kind is Kind.HIVE
    assert not ledger.faults
    _, exported, other = read(REG.encode("utf-16"), "services.reg")
    assert rows(found) == rows(exported)
    assert {record.fields["WhenChanged"] for record in found} == {"2021-03-02T20:00:00+00:00"}
    assert ledger.spans == other.spans


@pytest.mark.parametrize(
    ("tree", "key"),
    [
        (RUN, r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run"),
        ({"Software": RUN, "Environment": {}}, r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"),
    ],
)
def test_a_hive_is_told_by_its_keys(read, tree, key):
    """Whatever its file is called."""
    _, (record,), ledger = read(hive(tree), "a.bin")
    assert (record.fields["Key"], record.fields["Data"]) == (key, "C:\\b.exe")
    assert [dict(span.parts) for span in ledger.spans] == [{"RegistryValue": 1}, {"Run": 1}]


def test_what_a_hive_does_not_tell_is_said(read):
    """Another hive, one in use, and a reader without its library."""
    assert "a hive without keys that matter here" in read(hive({"SAM": {}}), "SAM")[2].notes[0]
    assert "in use" in read(hive(RUN, dirty=True), "SOFTWARE")[2].notes[0]


def test_without_the_library(read, monkeypatch):
    """The file is a fault that says what to do."""
    real = builtins.__import__

    def without(name, *rest, **named):
        if name.startswith("regipy"):
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    _, records, ledger = read(SYSTEM, "SYSTEM")
    assert not records
    assert "pip install 'indicia[disk]'" in ledger.faults[0].reason


def test_a_hive_that_points_at_itself_ends(read):
    """Keys below keys that are their own parents."""
    data = bytearray(SYSTEM)
    # Every list of keys holds Services, also the one below it.
    services = data.find(b"Services") - 76 - 4096 - 4
    for place in range(4096, len(data) - 8):
        if data[place : place + 2] == b"lf":
            data[place + 4 : place + 8] = struct.pack("<I", services)
    _, _, ledger = read(bytes(data), "SYSTEM")
    assert ledger.account().size == len(data)


@settings(deadline=None, max_examples=150)
@given(at=st.integers(0, len(SYSTEM) - 1), junk=st.binary(min_size=1, max_size=12), cut=st.integers(0, len(SYSTEM)))
def test_broken_hives_balance(read, at, junk, cut):
    """Nothing is raised, and bytes are accounted for."""
    read(SYSTEM[:at] + junk + SYSTEM[at + len(junk) :], "SYSTEM")
    read(SYSTEM[:cut], "SYSTEM")


def test_a_file_table(read):
    """Files with their paths, times and sizes; deleted ones are marked, folders and second records left out."""
    kind, records, ledger = read(table(), "$MFT")
    assert kind is Kind.MFT
    assert not ledger.faults
    found = {str(record.fields["Path"]): record.fields for record in records}
    assert list(found) == [r"C:\inetpub\wwwroot\page.aspx", r"C:\inetpub\wwwroot\gone.aspx", r"C:\?\lost.aspx"]
    page = found[r"C:\inetpub\wwwroot\page.aspx"]
    assert (page["Size"], page["Created"], page["Listed"]) == (120, "2021-03-02T23:40:00+00:00", "true")
    assert "Deleted" not in page
    assert "SHA256" not in page
    assert found[r"C:\inetpub\wwwroot\gone.aspx"]["Deleted"] == "true"
    assert [(span.source, span.records) for span in ledger.spans] == [("fs", 2)]
    assert "drive C" in ledger.notes[0]
    (at,) = [record.at for record in records if record.fields["Name"] == "page.aspx"]
    assert (at.offset, at.length, at.line) == (26 * SIZE, SIZE, None)


def test_a_damaged_record_is_a_fault_at_its_place(read):
    """The others come out."""
    data = bytearray(table())
    data[27 * SIZE + 510] ^= 0xFF
    data[28 * SIZE : 28 * SIZE + 4] = b"BAAD"
    _, records, ledger = read(bytes(data), "$MFT")
    assert [record.fields["Name"] for record in records] == ["page.aspx"]
    assert [fault.at.offset for fault in ledger.faults if fault.at] == [27 * SIZE, 28 * SIZE]
    assert ledger.faulty == 2 * SIZE


def test_folders_that_hold_each_other_end(read):
    """A loop of folders gives a path that begins with the lost folder."""
    data = table() + record([("a", 31, 1)], folder=True) + record([("b", 30, 1)], folder=True)
    _, records, _ = read(data + record([("x.aspx", 30, 1)]), "$MFT")
    assert any(str(item.fields["Path"]).startswith("C:\\?\\") and item.fields["Name"] == "x.aspx" for item in records)


@settings(deadline=None, max_examples=150)
@given(at=st.integers(0, 31 * SIZE), junk=st.binary(min_size=1, max_size=40), cut=st.integers(0, 31 * SIZE))
def test_broken_tables_balance(read, at, junk, cut):
    """Nothing is raised, and bytes are accounted for."""
    data = table()
    read(data[:at] + junk + data[at + len(junk) :], "$MFT")
    read(data[:cut], "$MFT")
