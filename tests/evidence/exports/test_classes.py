"""What an exported object is, and what of it an export loses."""

import json

import pytest

from indicia.evidence.exports.classes import by_command, by_type

ACTION = {"Id": None, "Arguments": "-x 1", "Execute": "C:\\a.exe"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Microsoft.ActiveDirectory.Management.ADObject", "ADObject"),
        ("Deserialized.Microsoft.ActiveDirectory.Management.ADGroup", "ADGroup"),
        ("Microsoft.Exchange.Data.Directory.SystemConfiguration.ADOwaVirtualDirectory", "OwaVirtualDirectory"),
        ("Microsoft.Exchange.Data.Directory.Recipient.ADUser", "ADUser"),
        ("Microsoft.Management.Infrastructure.CimInstance#root/cimv2/Win32_Service", "Service"),
        ("Selected.Microsoft.Management.Infrastructure.CimInstance", ""),
        ("System.Management.ManagementObject#root\\subscription\\__EventFilter", "WmiSubscription"),
        ("CimInstance#Root/Microsoft/Windows/TaskScheduler/MSFT_ScheduledTask", "ScheduledTask"),
        ("System.Management.Automation.PSCustomObject", ""),
        ("classSchema", "ADObject"),
        ("", ""),
    ],
)
def test_a_type_tells_the_class(name, kind):
    """The class behind the hash of an instance, the noun of an Exchange type, nothing for what holds anything."""
    assert by_type(name) == kind


@pytest.mark.parametrize("name", ["Get-CimInstance.csv", "Get-WmiObject.xml"])
def test_a_command_that_lists_anything_tells_nothing(read, name):
    """Services listed by `Get-CimInstance` are no subscriptions."""
    assert by_command(name) == ""
    _, (record,), _ = read(b'"Name","PathName","StartMode"\r\n"x","C:\\x.exe","Auto"\r\n', name.replace("xml", "csv"))
    assert record.fields["Class"] == "Service"


def test_a_list_of_which_only_its_type_is_left_decides_nothing(read):
    """`Export-Csv` writes the type of a list: whether there are keys is not known, and it is said."""
    data = (
        b'"AppId","KeyCredentials","DisplayName"\r\n'
        b'"00000002-0000-0ff1-ce00-000000000000","Microsoft.Graph.PowerShell.Models.MicrosoftGraphKeyCredential[]","x"\r\n'
    )
    _, (record,), ledger = read(data, "Get-MgServicePrincipal.csv")
    assert record.fields["Class"] == "ServicePrincipal"
    assert record.fields["KeyCredentials"] is None
    assert not ledger.spans
    assert "1 lists are only the names of their types (KeyCredentials)" in ledger.notes[0]
    _, _, ledger = read(data.replace(b"KeyCredentials", b"Other"), "Get-MgServicePrincipal.csv")
    assert [span.source for span in ledger.spans] == ["entra"]


@pytest.mark.parametrize("text", ["System.String[]", "Microsoft.Exchange.Data.MultiValuedProperty`1[System.String]"])
def test_types_of_lists(read, text):
    """In every form."""
    _, (record,), ledger = read(json.dumps([{"Name": "a", "Parameters": text}]).encode(), "Get-SettingOverride.json")
    assert record.fields["Parameters"] is None
    assert not ledger.spans


def test_lists_that_scripts_join_are_parted(read):
    """One cell holds one text: the collecting script joins lists with commas."""
    _, (record,), _ = read(
        b'"DistinguishedName","possSuperiors"\r\n"CN=a","container, computer"\r\n', "Get-ADObject.csv"
    )
    assert record.fields["possSuperiors"] == ("container", "computer")


def test_two_columns_of_one_name(read):
    """Neither hides the other, and it is said."""
    _, (record,), ledger = read(b'"Name","Path","Path"\r\n"a","b","c"\r\n', "Get-OabVirtualDirectory.csv")
    assert (record.fields["Path"], record.fields["Path (3)"]) == ("b", "c")
    assert "column Path is there more than once" in ledger.notes


def test_what_a_task_runs(read):
    """`schtasks` in CSV, with its header again for each folder, and the actions of `Get-ScheduledTask`."""
    header = b'"HostName","TaskName","Task To Run"\r\n'
    _, records, ledger = read(
        header + b'"X","\\a","C:\\a.exe -x"\r\n' + header + b'"X","\\b","C:\\b.exe"\r\n', "tasks.csv"
    )
    assert [record.fields["CommandLine"] for record in records] == ["C:\\a.exe -x", "C:\\b.exe"]
    assert not ledger.faults
    data = json.dumps([{"TaskName": "a", "TaskPath": "\\", "Actions": [ACTION]}]).encode()
    _, (record,), _ = read(data, "tasks.json")
    assert record.fields["CommandLine"] == "C:\\a.exe -x 1"
    kind = "Deserialized.Microsoft.Management.Infrastructure.CimInstance#Root/Microsoft/Windows/TaskScheduler/MSFT_Task"
    xml = (
        '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj RefId="0"><Props>'
        '<S N="TaskName">a</S></Props><MS><Obj N="Actions" RefId="1"><LST><Obj RefId="2"><TN RefId="0">'
        f'<T>{kind}ExecAction</T></TN><ToString>MSFT_TaskExecAction</ToString><Props><S N="Arguments">-x 1</S>'
        '<S N="Execute">C:\\a.exe</S></Props></Obj></LST></Obj></MS></Obj></Objs>'
    )
    _, records, _ = read(xml.encode(), "Get-ScheduledTask.xml")
    assert [record.fields.get("CommandLine") for record in records] == ["C:\\a.exe -x 1"]


def test_json_tells_its_class(read):
    """By the type it names, then by the file, then by its class in the directory."""
    typed = json.dumps({"PSTypeName": "Microsoft.Exchange.Management.ADOabVirtualDirectory", "Name": "a"}).encode()
    assert read(typed, "Get-Other.json")[1][0].fields["Class"] == "OabVirtualDirectory"
    entry = json.dumps({"ObjectClass": "classSchema", "Name": "a", "DistinguishedName": "CN=a"}).encode()
    assert read(entry, "Get-ADUser.json")[1][0].fields["Class"] == "ADUser"
    assert read(entry, "schema.json")[1][0].fields["Class"] == "ADObject"


def test_a_few_services_are_no_list_of_all(read):
    """Unless the file is called after the command that lists all."""
    data = b'"Name","PathName","StartMode"\r\n"x","C:\\x.exe","Auto"\r\n'
    assert [span.source for span in read(data, "Get-Service.csv")[2].spans] == ["services"]
    _, _, ledger = read(data, "suspicious.csv")
    assert not ledger.spans
    assert "1 of class Service are fewer than any Windows has" in ledger.notes[0]
    many = data + b"".join(b'"y%d","C:\\y.exe","Auto"\r\n' % number for number in range(20))
    assert [span.source for span in read(many, "suspicious.csv")[2].spans] == ["services"]
