"""Inventories as people keep them: nothing is lost, nothing is guessed silently."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.assessment.inventory.builds_in_words import Named, Unclear, named_build
from indicia.assessment.inventory.days import NoDay, Order, day_order, read_day
from indicia.assessment.inventory.reading import read_inventory
from indicia.errors import UsageError
from indicia.knowledge.packs.load import load_pack
from indicia.knowledge.product.builds import show_build
from indicia.model.exposure import Precision

TABLE = load_pack().builds


def read(text, until=None):
    """An inventory, from text or bytes."""
    return read_inventory(text if isinstance(text, bytes) else text.encode(), TABLE, until)


def reasons(found):
    """Faults as `line: reason`."""
    return [f"{fault.line}: {fault.reason}" for fault in found.faults]


ROWS = "Server;ExSetup;Last Seen;Internet\nEX01;15.1.2176.2;2021-03-01;yes\nEX02;15.1.2176.9;2021-03-02;no\n"


@pytest.mark.parametrize(
    "data",
    [
        ROWS.encode(),
        b"\xef\xbb\xbf" + ROWS.encode(),
        ("\ufeff" + ROWS).encode("utf-16-le"),
        ("\ufeff" + ROWS).encode("utf-16-be"),
        ROWS.encode("utf-16-le"),
        ("sep=;\r\n" + ROWS.replace("\n", "\r\n")).encode(),
        ROWS.replace(";", ",").encode(),
        ROWS.replace(";", "\t").encode(),
        ("#TYPE Selected.System\n" + ROWS.replace("EX01", '"EX01"')).encode(),
        ROWS.replace("\n", "\r").encode(),
    ],
    ids=["plain", "bom", "utf16le", "utf16be", "utf16-no-mark", "sep", "comma", "tab", "powershell", "old-mac"],
)
def test_shapes_of_one_table(data) -> None:
    """Encodings, separators, line ends and quotes do not change what is read."""
    found = read(data)
    assert [(host.name, host.seen[0].build, host.exposed) for host in found.hosts] == [
        ("EX01", "15.1.2176.2", True),
        ("EX02", "15.1.2176.9", False),
    ]
    assert found.newest == datetime(2021, 3, 2, tzinfo=UTC)
    assert not found.faults


@pytest.mark.parametrize(
    ("text", "build", "precision"),
    [
        ("15.1.2176.9", "15.1.2176.9", Precision.FULL),
        ("15.01.2176.009", "15.1.2176.9", Precision.FULL),
        ("Version 15.1 (Build 2176.2)", "15.1.2176.2", Precision.CU_ONLY),
        ("Version 15.1 (Build 32176.2)", "15.1.2176.2", Precision.CU_ONLY),
        ("Version 15.1 (Build 2176.9)", "15.1.2176.9", Precision.FULL),
        ("15,1,2176,9", "15.1.2176.9", Precision.FULL),
        ("15.1.2176", "15.1.2176.2", Precision.CU_ONLY),
        ("2016 CU19", "15.1.2176.2", Precision.CU_ONLY),
        ("Exchange Server 2016 Cumulative Update 19", "15.1.2176.2", Precision.CU_ONLY),
        ("Exchange 2016 CU19 Mar21SU", "15.1.2176.9", Precision.FULL),
        ("Exchange 2016 CU19 with March 2021 SU", "15.1.2176.9", Precision.FULL),
        ("2016 CU12 Feb 2019 SU", "15.1.1713.5", Precision.FULL),
        ("Windows Server 2019, Exchange 2016 CU19", "15.1.2176.2", Precision.CU_ONLY),
        ("2013 SP1", "15.0.847.32", Precision.CU_ONLY),
        ("Exchange SE RTM", "15.2.2562.17", Precision.CU_ONLY),
        ("Exchange Server SE", "15.2.2562.17", Precision.CU_ONLY),
        ("2019 CU14 Apr25HU", "15.2.1544.25", Precision.FULL),
    ],
)
def test_builds_as_people_write_them(text, build, precision) -> None:
    """File versions, AdminDisplayVersion, names with and without the update."""
    found = named_build(text, TABLE)
    assert isinstance(found, Named), found
    assert (show_build(found.build), found.precision) == (build, precision)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("15121762", "spreadsheet"),
        ("1.51E+08", "spreadsheet"),
        ("Exchange 2016", "no cumulative update"),
        ("2016 CU99", "no cumulative update"),
        ("2010 SP3", "do not cover"),
        ("2016 CU19 Nov22SU", "never had"),
        ("2013 and 2016 CU19", "several products"),
        ("15.7.1", "three numbers"),
        ("latest", "names no build"),
    ],
)
def test_what_names_no_build(text, reason) -> None:
    """It is said why, and nothing is guessed."""
    found = named_build(text, TABLE)
    assert isinstance(found, Unclear) and reason in found.reason


def test_days() -> None:
    """Orders are told by the column; an order nobody shows is not guessed."""
    moment = datetime(2021, 3, 5, tzinfo=UTC)
    for text in ("2021-03-05", "2021/3/5", "20210305", "05.03.2021", "5-Mar-2021", "Mar 5, 2021", "44260", "44260,0"):
        assert read_day(text, Order.UNTOLD) == moment, text
    assert read_day("2021-03-05T12:30:00+02:00", Order.UNTOLD) == datetime(2021, 3, 5, 10, 30, tzinfo=UTC)
    assert read_day("03/05/2021 12:10:00 AM", Order.MONTH) == datetime(2021, 3, 5, 0, 10, tzinfo=UTC)
    assert read_day("05/03/2021", Order.DAY) == moment
    assert read_day("03/03/2021", Order.UNTOLD) == datetime(2021, 3, 3, tzinfo=UTC)
    assert "day or month first" in read_day("05/03/2021", Order.UNTOLD).reason
    assert "calendar" in read_day("31.02.2021", Order.UNTOLD).reason
    assert isinstance(read_day("soon", Order.DAY), NoDay)
    assert day_order(["05/03/2021", "25/03/2021"]) is Order.DAY
    assert day_order(["05/03/2021", "03/25/2021"]) is Order.MONTH
    assert day_order(["25/03/2021", "03/25/2021"]) is Order.UNTOLD
    assert day_order(["05/03/2021"]) is Order.UNTOLD


def test_an_ambiguous_order_is_said() -> None:
    """The date is a fault with its line, and the build is judged all the same."""
    found = read("Host,ExSetup,Date\na,15.1.2176.9,05/03/2021\n")
    assert found.hosts[0].seen[0].time is None
    assert reasons(found) == [
        "2: '05/03/2021' can be day or month first, and nothing in its column shows which: not taken"
    ]
    found = read("Host,ExSetup,Date\na,15.1.2176.9,05/03/2021\nb,15.1.2176.9,25/03/2021\n")
    assert found.hosts[0].seen[0].time == datetime(2021, 3, 5, tzinfo=UTC)
    assert any("day first" in text for text in found.assumptions)


def test_wrong_dates() -> None:
    """Before the branch came out, before everything, after the day asked for: not taken, and said."""
    text = "Host,ExSetup,Date\na,15.1.2176.9,2015-01-01\nb,15.1.2176.9,1900-01-01\nc,15.1.2176.9,2031-01-01\n"
    found = read(text, datetime(2021, 6, 1, tzinfo=UTC))
    assert [host.seen[0].time for host in found.hosts] == [None, None, None]
    assert [fault.line for fault in found.faults] == [2, 3, 4]


def test_duplicate_hosts() -> None:
    """Each line is a look at the host, whatever the case; of two builds on one day the lower one counts."""
    found = read("Host,ExSetup,Date\nEX01,15.1.2176.2,2021-03-01\nex01,15.1.2176.9,2021-03-09\n")
    assert len(found.hosts) == 1
    assert [item.build for item in found.hosts[0].seen] == ["15.1.2176.2", "15.1.2176.9"]
    assert "line 2 too" in reasons(found)[0]
    for first, second in (("15.1.2176.2", "15.1.2176.9"), ("15.1.2176.9", "15.1.2176.2")):
        found = read(f"Host,ExSetup,Date\na,{first},2021-03-01\na,{second},2021-03-01\n")
        assert [item.build for item in found.hosts[0].seen] == ["15.1.2176.2"]
        assert any("the lower one counts" in reason for reason in reasons(found))


def test_lines_that_are_none() -> None:
    """No host, an open quote, too many values: each a fault with its line, the rest is read."""
    found = read('Host,ExSetup\n,15.1.2176.9\nb,"15.1.2176.9\nc,15.1.2176.9,extra\nd,15.1.2176.9\ne,\n')
    assert [host.name for host in found.hosts] == ["c", "d", "e"]
    assert [fault.line for fault in found.faults] == [2, 3, 4, 6]


def test_columns_that_say_more_win() -> None:
    """ExSetup tells the update level; AdminDisplayVersion is kept beside it as the vaguer one."""
    found = read("Name,AdminDisplayVersion,ExSetup\na,Version 15.1 (Build 2176.2),15.01.2176.009\n")
    assert {(item.build, item.precision) for item in found.hosts[0].seen} == {
        ("15.1.2176.9", Precision.FULL),
        ("15.1.2176.2", Precision.CU_ONLY),
    }
    found = read("Name,AdminDisplayVersion\na,15.1.2176.2\n")
    assert found.hosts[0].seen[0].precision is Precision.CU_ONLY
    found = read("Name,Product,CU,SU\na,Exchange Server 2016,19,\nb,Exchange 2016,CU19,Mar21SU\n")
    assert [item.build for host in found.hosts for item in host.seen] == ["15.1.2176.9"]
    found = read("Name,Version\na,15.1.2176.2\n")
    assert any("AdminDisplayVersion" in text for text in found.assumptions)


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "a,b\n1,2\n", "Host,Colour\nx,red\n", "Build\n15.1.2176.9\n", "\x00\x01\x02\x00\x03,\x00\x04\x00"],
)
def test_no_inventory(text) -> None:
    """Without a header that names a host and a build nothing is read, and the error says what is missing."""
    with pytest.raises(UsageError):
        read(text)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(data) -> None:
    """Anything is an inventory with faults or a clear error."""
    try:
        found = read(b"Host,ExSetup,Seen\n" + data)
    except UsageError:
        return
    assert all(fault.line >= 0 and fault.reason for fault in found.faults)


_CELL = st.one_of(
    # Without NUL: a sheet with many of them is refused as no text, which `test_no_inventory` shows.
    st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=20),
    st.sampled_from(["15.1.2176.9", "2016 CU19", "Version 15.1 (Build 2176.2)", "05/03/2021", '"', "=cmd()", "yes"]),
)


@settings(deadline=None)
@given(st.lists(st.lists(_CELL, max_size=5), max_size=12))
def test_every_line_is_a_host_or_a_fault(table) -> None:
    """No line with anything in it disappears: it belongs to a host, or to a fault, or to a row that began before it."""
    text = "Host,ExSetup,Seen,Internet\n"
    for row in table:
        text += ",".join(cell.replace("\n", " ").replace("\r", " ").replace('"', "'") for cell in row) + "\n"
    found = read(text)
    told = {line for host in found.hosts for line in host.lines} | {fault.line for fault in found.faults}
    for number, line in enumerate(text.split("\n"), start=1):
        if number > 1 and any(cell.strip() for cell in line.split(",")) and not line.startswith("#TYPE"):
            assert number in told
