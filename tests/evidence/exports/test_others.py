"""Scheduled tasks, registry keys and lists of files."""

from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.model.evidence import Kind

TASK = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Date>2021-03-03T04:05:06</Date><Author>EXAMPLE\\admin</Author><URI>\\Example</URI>
  </RegistrationInfo>
  <Triggers><LogonTrigger/><BootTrigger/></Triggers>
  <Principals>
    <Principal id="Author"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel></Principal>
  </Principals>
  <Settings><Hidden>true</Hidden><Enabled>true</Enabled></Settings>
  <Actions Context="Author"><Exec><Command>C:\\a.exe</Command><Arguments>-x 1</Arguments></Exec></Actions>
</Task>
"""
REG = (
    "Windows Registry Editor Version 5.00\r\n\r\n"
    "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Example]\r\n"
    '"ImagePath"=hex(2):43,00,3a,00,5c,00,\\\r\n  61,00,00,00\r\n'
    '"Start"=dword:00000002\r\n'
    '"Quoted"="a \\"b\\" \\\\ c"\r\n'
    '"Many"=hex(7):61,00,00,00,62,00,00,00,00,00\r\n'
    '@="default"\r\n\r\n'
    "[-HKEY_LOCAL_MACHINE\\SOFTWARE\\Gone]\r\n"
)
SHA = "0123456789abcdef" * 4


def test_a_task(read):
    """What it runs, as whom, when it was made; UTF-16 as Windows writes it."""
    kind, (record,), ledger = read(TASK.encode("utf-16"), "Example")
    assert kind is Kind.TASK
    fields = record.fields
    assert fields["Class"] == "ScheduledTask"
    assert fields["CommandLine"] == "C:\\a.exe -x 1"
    assert (fields["UserId"], fields["Hidden"], fields["Triggers"]) == (
        "S-1-5-18",
        "true",
        ("LogonTrigger", "BootTrigger"),
    )
    assert not ledger.spans
    _, _, ledger = read(TASK.replace("\\Example<", "\\Microsoft\\Windows\\Defrag\\X<").encode("utf-16"), "X")
    assert [span.source for span in ledger.spans] == ["tasks"]
    _, records, ledger = read(TASK[:-20].encode(), "Example")
    assert not records
    assert "broken XML" in ledger.faults[0].reason


def test_registry_keys(read):
    """Types decoded, lines joined, services told apart; a line of no meaning is a fault."""
    kind, records, ledger = read(REG.encode("utf-16"), "services.reg")
    assert kind is Kind.REGISTRY
    values = {record.fields["Name"]: record.fields for record in records if record.fields["Class"] == "RegistryValue"}
    assert values["ImagePath"]["Data"] == "C:\\a"
    assert values["Start"]["Data"] == 2
    assert values["Quoted"]["Data"] == 'a "b" \\ c'
    assert values["Many"]["Data"] == ("a", "b")
    assert values["(Default)"]["Data"] == "default"
    assert values["ImagePath"]["Key"] == r"HKLM\SYSTEM\CurrentControlSet\Services\Example"
    (service,) = [record.fields for record in records if record.fields["Class"] == "Service"]
    assert (service["Name"], service["PathName"]) == ("Example", "C:\\a")
    assert not ledger.faults
    _, _, ledger = read(REG.encode() + b"what is this\r\n", "services.reg")
    assert [fault.reason for fault in ledger.faults] == ["neither a key nor a value"]


KEYS = (
    "Windows Registry Editor Version 5.00\r\n\r\n"
    '[HKEY_CURRENT_USER\\Console]\r\n"FaceName"="x"\r\n'
    '[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Run]\r\n"Start"="C:\\\\a.exe"\r\n'
    "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows Defender\\Exclusions]\r\n"
    '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows Defender\\Exclusions\\Paths]\r\n"C:\\\\inetpub"=dword:0\r\n'
    "[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services]\r\n"
    '[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\X]\r\n"ImagePath"="C:\\\\x.exe"\r\n'
    '[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\X\\Parameters]\r\n"ServiceDll"="C:\\\\x.dll"\r\n'
    '[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\X\\Enum]\r\n"Count"=dword:1\r\n'
)


def test_keys_that_matter(read):
    """Values of others are counted; services and exclusions are objects of their own; coverage names the areas."""
    others = "".join(
        f'[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\S{number}]\r\n"ImagePath"="C:\\\\x.exe"\r\n'
        for number in range(20)
    )
    _, records, ledger = read((KEYS + others).encode("utf-16"), "all.reg")
    found = {
        (record.fields["Class"], record.fields["Identity" if "Key" in record.fields else "Class"]) for record in records
    }
    values = {identity for kind, identity in found if kind == "RegistryValue"}
    assert {identity.rpartition("\\")[2] for identity in values} == {"Start", "inetpub", "ImagePath", "ServiceDll"}
    (excluded,) = [record.fields for record in records if record.fields["Class"] == "MpPreference"]
    assert excluded["ExclusionPath"] == ("C:\\inetpub",)
    assert "2 values of other keys were read and not kept" in ledger.notes
    areas = [dict(span.parts) for span in ledger.spans if span.source == "registry"]
    assert {"Run": 1, "Exclusions": 2, "Services": 23} in areas
    assert {span.source for span in ledger.spans} == {"registry", "services", "defender_settings"}


def test_an_export_of_other_keys_decides_nothing(read):
    """Neither programs that start with Windows nor services are known from the key of one service, or of fonts."""
    _, _, ledger = read(KEYS.split("[HKEY_LOCAL", maxsplit=1)[0].encode(), "a.reg")
    assert not ledger.spans
    _, records, ledger = read(REG.encode(), "b.reg")
    assert any(record.fields["Class"] == "Service" for record in records)
    assert "services" not in {span.source for span in ledger.spans}


def test_lists_of_files(read):
    """Body file, script and collector forms; paths as the host has them, times only where the zone is known."""
    body = f"0|/C/inetpub/wwwroot/aspnet_client/x.aspx|1|r/rr|0|0|120|0|1614744000|0|1614744000\n{SHA}|bad\n"
    kind, (record,), ledger = read(body.encode(), "body.txt")
    assert kind is Kind.LISTING
    assert len(ledger.faults) == 1
    assert record.fields["Path"] == r"C:\inetpub\wwwroot\aspnet_client\x.aspx"
    assert record.fields["Created"] == "2021-03-03T04:00:00+00:00"
    header = '"FullName","Length","LastWriteTimeUtc","SHA256"'
    listed = f'{header}\r\n"C:\\inetpub\\wwwroot\\a.aspx","7","2021-03-03T04:00:00","{SHA}"\r\n'
    kind, (record,), ledger = read(listed.encode(), "files.csv")
    assert kind is Kind.LISTING
    assert record.fields["SHA256"] == SHA
    assert record.fields["Modified"] == "2021-03-03T04:00:00+00:00"
    assert [span.source for span in ledger.spans] == ["fs"]
    header = "EntryNumber,ParentPath,FileName,FileSize,Created0x10"
    mft = f"{header}\r\n1,.\\inetpub\\wwwroot,a.aspx,7,2021-03-03 04:00:00.1\r\n"
    _, (record,), _ = read(mft.encode(), "mft.csv")
    assert record.fields["Path"] == r"C:\inetpub\wwwroot\a.aspx"
    glob = f'{{"OSPath":"C:\\\\x.aspx","Size":3,"Mtime":"2021-03-03T04:00:00Z","Hash":{{"SHA256":"{SHA}"}}}}\n'
    kind, (record,), _ = read(glob.encode(), "glob.json")
    assert kind is Kind.LISTING
    assert record.fields["Path"] == r"C:\x.aspx"


def test_folders_are_no_files(read):
    """Whatever a list calls them."""
    body = "0|/C/a.aspx|1|d/drwxrwxrwx|0|0|1|0|1|0|1\n0|/C/b.aspx|1|r/rrwxrwxrwx|0|0|1|0|1|0|1\n"
    assert [record.fields["Name"] for record in read(body.encode(), "body.txt")[1]] == ["b.aspx"]
    table = "ParentPath,FileName,FileSize,IsDirectory\r\n.\\x,a.aspx,0,True\r\n.\\x,b.aspx,1,False\r\n"
    assert [record.fields["Name"] for record in read(table.encode(), "mft.csv")[1]] == ["b.aspx"]
    listed = "Mode,FullName,Length\r\nd-----,C:\\a.aspx,\r\n-a----,C:\\b.aspx,1\r\n"
    assert [record.fields["Name"] for record in read(listed.encode(), "dir.csv")[1]] == ["b.aspx"]


def test_digits_that_are_no_number(read):
    """A size that reads as a digit and is none, and one that no file has, are left out."""
    for size in ("\u00b2", "9" * 5000):
        _, (record,), _ = read(f'"FullName","Length"\r\n"C:\\a.aspx","{size}"\r\n'.encode(), "files.csv")
        assert "Size" not in record.fields


def test_keys_that_start_programs_are_a_part(read):
    """An export of the Run shows them even where they are empty; one of other keys does not."""
    run = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
    for key, there in ((run, True), (run + "Once", True), (run + "Services", False)):
        data = f"Windows Registry Editor Version 5.00\r\n\r\n[{key}]\r\n".encode("utf-16")
        assert any("Run" in span.parts for span in read(data, "run.reg")[2].spans) is there


@settings(deadline=None)
@given(cut=st.integers(0, 900), junk=st.binary(max_size=30), which=st.sampled_from(["task", "reg", "body"]))
def test_torn_files_balance(read, cut, junk, which):
    """Whatever is lost or mangled, bytes are accounted for and nothing is raised."""
    data = {"task": TASK.encode("utf-16"), "reg": REG.encode("utf-16"), "body": b"0|/a|1|r|0|0|1|0|1|0|1\n" * 20}[which]
    read(data[:cut] + junk + data[cut + len(junk) :], which)
