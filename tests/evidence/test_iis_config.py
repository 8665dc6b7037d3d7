"""IIS configuration becomes records with their place."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.config import Limits
from indicia.evidence.iis_config import read_iis_config
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Record
from indicia.tables.batch import Ledger

WHOLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <system.applicationHost><sites><site name="Default Web Site" id="1">
    <application path="/owa"><virtualDirectory path="/" physicalPath="C:\\ProgramData\\COM1" /></application>
  </site></sites></system.applicationHost>
  <location path="Default Web Site/owa"><system.webServer>
    <modules><add name="Odd" type="Odd.Module, Odd" /></modules>
    <rewrite><rules><rule name="block"><match url=".*" />
      <conditions><add input="{REQUEST_URI}" pattern="x" /></conditions><action type="Rewrite" url="http://a/" />
    </rule></rules></rewrite>
  </system.webServer></location>
</configuration>
"""


def read(data: bytes, limits: Limits | None = None, path: str = "a.config") -> tuple[list[Record], Ledger]:
    """Records and ledger of a file."""
    evidence = Evidence(sha256="a" * 64, size=len(data), path=path, scope="s", kind=Kind.IIS_CONFIG)
    ledger = Ledger(size=len(data), path=path, sha256="a" * 64)
    batches = list(read_iis_config(io.BytesIO(data), evidence, ledger, limits or Limits()))
    ledger.account()
    return [record for batch in batches for record in batch.records], ledger


def test_what_decides_comes_out() -> None:
    """Directories, modules and rules come with site, location, attributes and place."""
    records, ledger = read(WHOLE)
    assert ledger.faults == []
    by = {str(record.fields["Element"]) + str(record.fields.get("@path", "")): record for record in records}
    directory = by["virtualDirectory/"]
    assert directory.fields["@physicalPath"] == "C:\\ProgramData\\COM1"
    assert (directory.fields["Site"], directory.fields["Application"]) == ("Default Web Site", "/owa")
    assert by["add"].fields["Location"] == "Default Web Site/owa"
    rule = by["rule"].fields
    assert (rule["Pattern"], rule["Conditions"], rule["Action"]) == (".*", ("{REQUEST_URI} x",), "Rewrite")
    assert rule["Target"] == "http://a/"
    for record in records:
        assert WHOLE[record.at.offset :].startswith(b"<" + str(record.fields["Element"]).encode())


@pytest.mark.parametrize(
    ("data", "source"),
    [
        (WHOLE, "apphost"),
        (b"<configuration><system.webServer><modules><add name='a'/></modules></system.webServer></configuration>", ""),
        (b"<configuration><appSettings/></configuration>", ""),
    ],
)
def test_which_configuration_it_is(data: bytes, source: str) -> None:
    """What is in the file tells; a web.config that holds nothing of interest was read all the same."""
    (span,) = read(data, path="owa/web.config")[1].spans
    assert (span.source, span.records > 0) == (source or "webconf", True)


def test_a_file_of_another_program_is_none() -> None:
    """A configuration without anything of a web server says nothing about web folders."""
    assert read(b"<configuration><appSettings/></configuration>", path="agents.config")[1].spans == []


def test_utf16_is_read() -> None:
    """A configuration saved as UTF-16 gives the same records."""
    text = WHOLE.decode().replace("UTF-8", "utf-16")
    assert [r.fields for r in read(text.encode("utf-16"))[0]] == [r.fields for r in read(WHOLE)[0]]


def test_broken_xml_is_a_fault_at_its_place() -> None:
    """What stood before the break still counts, and the fault names the line."""
    records, ledger = read(WHOLE[: WHOLE.index(b"<rewrite>")] + b"<<<")
    assert [record.fields["Element"] for record in records] == ["virtualDirectory", "application", "site", "add"]
    assert ledger.faults[0].at is not None
    assert ledger.faults[0].at.line == 8
    assert ledger.faulty > 0


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><configuration>&b;</configuration>',
        b'<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><configuration>&x;</configuration>',
        b"<configuration>" + b"<a>" * 100_000,
    ],
    ids=["bomb", "external", "deep"],
)
def test_hostile_xml_is_refused(data: bytes) -> None:
    """Entities and endless nesting are faults, quickly."""
    records, ledger = read(data)
    assert records == []
    assert len(ledger.faults) == 1


def test_a_huge_file_is_a_fault() -> None:
    """The limit is named."""
    assert "10 bytes (limit)" in read(WHOLE, Limits(config_bytes=10))[1].faults[0].reason


@given(st.binary(max_size=300), st.integers(0, len(WHOLE)))
def test_any_damage_is_accounted_for(junk: bytes, at: int) -> None:
    """Bytes thrown in anywhere never raise, and the account balances."""
    read(WHOLE[:at] + junk + WHOLE[at:])
    read(junk)


def test_a_clean_server(corpora: Path) -> None:
    """Every configuration of a clean Exchange 2016 server is read whole."""
    archive = zipfile.ZipFile(corpora / "exchange-config" / "css-exchange-healthchecker-E16.zip")
    counts = {}
    for name in archive.namelist():
        if name.endswith(".config"):
            records, ledger = read(archive.read(name))
            assert ledger.faults == []
            counts[name.rsplit("/", 1)[-1]] = len(records)
    assert counts["applicationHost.config"] == 308
    assert len(counts) == 26
