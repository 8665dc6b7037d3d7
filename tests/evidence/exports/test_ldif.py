"""Objects of the directory in LDIF."""

from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.model.evidence import Kind

ENTRY = (
    "# made by hand\nversion: 1\n\n"
    "dn: CN=ms-Exch-Storage-Group,CN=Schema,CN=Configuration,DC=exam\n ple,DC=org\n"
    "changetype: add\nobjectClass: top\nobjectClass: classSchema\ncn: ms-Exch-Storage-Group\n"
    "whenChanged: 20210713101112.0Z\npossSuperiors: container\npossSuperiors: computer\n"
    "description:: R3LDtsOfZQ==\nschemaIDGUID:: /wA=\n\n"
    "dn: CN=Microsoft Exchange System Objects,DC=example,DC=org\nobjectClass: container\nobjectVersion: 13240\n"
)


def test_entries(read):
    """Values over several lines, several values, Base64, times of a directory; the class that the rules ask for."""
    kind, (schema, system), ledger = read(ENTRY.encode(), "schema.ldf")
    assert kind is Kind.EXPORT
    assert not ledger.faults
    assert schema.fields["Class"] == system.fields["Class"] == "ADObject"
    assert schema.fields["Identity"] == "CN=ms-Exch-Storage-Group,CN=Schema,CN=Configuration,DC=example,DC=org"
    assert schema.fields["possSuperiors"] == ("container", "computer")
    assert schema.fields["description"] == "Größe"
    assert schema.fields["schemaIDGUID"] == "ff00"
    assert schema.fields["WhenChanged"] == "2021-07-13T10:11:12+00:00"
    assert system.fields["objectVersion"] == "13240"
    assert [(span.source, dict(span.parts)) for span in ledger.spans] == [("ad_exch", {"ADObject": 2})]
    assert schema.at.line == 4


def test_a_virtual_directory(read):
    """Its addresses are called as the commands of Exchange call them."""
    entry = (
        "dn: CN=OAB (Default Web Site),CN=HTTP,DC=example\nobjectClass: top\nobjectClass: msExchVirtualDirectory\n"
        "objectClass: msExchOABVirtualDirectory\nmsExchExternalHostName: https://mail.example.org/OAB\n"
    )
    _, (record,), ledger = read(entry.encode(), "oab.ldf")
    assert (record.fields["Class"], record.fields["ExternalUrl"]) == (
        "OabVirtualDirectory",
        "https://mail.example.org/OAB",
    )
    assert [dict(span.parts) for span in ledger.spans] == [{"OabVirtualDirectory": 1}]


def test_what_is_no_entry_is_a_fault(read):
    """With its line; the entry around it comes out."""
    _, records, ledger = read((ENTRY + "torn li").encode("utf-16"), "schema.ldf")
    assert len(records) == 2
    assert [(fault.reason, fault.at.line) for fault in ledger.faults if fault.at] == [("no part of an entry", 19)]


def test_a_text_that_only_begins_with_a_version_is_no_export(read):
    """Many files do."""
    assert read(b"version: 1\nservices:\n  a: b\n", "compose.yml")[0] is Kind.PLAIN


@settings(deadline=None)
@given(at=st.integers(0, 700), junk=st.binary(max_size=20), cut=st.integers(0, 800))
def test_torn_entries_balance(read, at, junk, cut):
    """Whatever is lost or mangled, bytes are accounted for and nothing is raised."""
    data = ENTRY.encode("utf-16")
    read(data[:at] + junk + data[at + len(junk) :], "schema.ldf")
    read(data[:cut], "schema.ldf")
