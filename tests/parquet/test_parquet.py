"""What we write is Parquet that others read too, we read it back, and damage to it never gives other values."""

from pathlib import Path
from random import Random

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.parquet import runs, thrift
from indicia.parquet.columns import Column, Kind
from indicia.parquet.reading import Reader
from indicia.parquet.writing import MOST, Writer

COLUMNS = (
    Column("text", Kind.TEXT, always=True),
    Column("maybe", Kind.TEXT),
    Column("bytes", Kind.BYTES),
    Column("number", Kind.NUMBER),
    Column("moment", Kind.MOMENT),
    Column("truth", Kind.TRUTH),
    Column("list", Kind.TEXT, several=True),
    Column("all", Kind.NUMBER, always=True),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
NUMBERS = st.integers(-(2**63), 2**63 - 1)
ROW = st.tuples(
    TEXTS,
    TEXTS | st.none(),
    st.binary(max_size=20) | st.none(),
    NUMBERS | st.none(),
    NUMBERS | st.none(),
    st.booleans() | st.none(),
    st.lists(TEXTS | st.none(), max_size=3),
    NUMBERS,
)


def written(path: Path, *groups, columns=COLUMNS, told=None):
    """A file with rows, given row by row, in as many groups."""
    with path.open("wb") as file:
        writer = Writer(file, columns, told)
        for rows in groups:
            writer.write(list(zip(*rows, strict=True)))
        writer.close()
    return path


def read(path: Path, columns=COLUMNS):
    with Reader(path) as reader:
        return list(reader.rows(columns))


def invented(count: int):
    """Rows of every kind: values that repeat and values that do not, and long ones, so that pages are compressed."""
    draw = Random(count)
    return [
        (
            f"{draw.randrange(count * 2)} é",
            draw.choice([None, "again", "b" * 50]),
            draw.randbytes(16),
            draw.choice([None, -(2**63), 2**63 - 1]),
            draw.randrange(10**15),
            draw.choice([True, False, None]),
            [draw.choice([None, "q", str(draw.random())]) for _ in range(draw.randrange(4))],
            number,
        )
        for number in range(count)
    ]


@given(st.lists(ROW, min_size=1, max_size=30), st.lists(ROW, min_size=1, max_size=3))
def test_what_is_written_is_read_back(tmp_path_factory, first, second):
    path = written(tmp_path_factory.getbasetemp() / "any.parquet", first, second)
    assert read(path) == [*first, *second]


@pytest.mark.parametrize("count", [1, 7, 8, 9, 500, 3000])
def test_others_read_the_same(tmp_path, count):
    rows = invented(count)
    path = written(tmp_path / "some.parquet", rows, rows[:3], told={"said": "größe".encode()})
    rows += rows[:3]
    assert read(path) == rows
    table = pq.ParquetFile(path, page_checksum_verification=True).read()
    assert table.schema.metadata[b"said"] == "größe".encode()
    assert [str(table.schema.field(name).type) for name in ("moment", "list")] == [
        "timestamp[us, tz=UTC]",
        "list<element: string>",
    ]
    plain = table.set_column(4, "moment", table.column("moment").cast("int64"))
    assert [tuple(row.values()) for row in plain.to_pylist()] == rows
    asked = ", ".join(f'"{column.name}"' for column in COLUMNS if column.name != "moment")
    others = [(*row[:4], *row[5:]) for row in rows]
    assert duckdb.sql(f"SELECT {asked} FROM read_parquet('{path}')").fetchall() == others


def test_some_columns_in_any_order(tmp_path):
    rows = invented(20)
    path = written(tmp_path / "some.parquet", rows)
    assert read(path, (COLUMNS[6], COLUMNS[0])) == [(row[6], row[0]) for row in rows]


def test_a_file_without_rows(tmp_path):
    path = written(tmp_path / "none.parquet", told={"said": b"all there is"})
    with Reader(path) as reader:
        assert reader.told == {"said": b"all there is"} and list(reader.rows(COLUMNS)) == []
    assert pq.read_table(path).num_rows == 0


def test_very_many_rows_are_several_groups(tmp_path):
    columns = (COLUMNS[7],)
    rows = [(number,) for number in range(MOST + 2)]
    path = written(tmp_path / "many.parquet", rows, columns=columns)
    with Reader(path) as reader:
        assert [len(group[0]) for group in reader.groups(columns)] == [MOST, 2]
    assert read(path, columns) == rows


@pytest.mark.parametrize(("place", "value"), [(0, "\ud800"), (3, 2**63), (7, "no number")])
def test_what_a_column_cannot_hold(tmp_path, place, value):
    (row,) = invented(1)
    with pytest.raises(ValueError):
        written(tmp_path / "no.parquet", [(*row[:place], value, *row[place + 1 :])])


def test_no_damaged_byte_gives_other_values(tmp_path):
    rows = invented(40)
    path = written(tmp_path / "whole.parquet", rows, told={"said": b"x"})
    whole = path.read_bytes()
    refused = 0
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :])
        try:
            found = read(path)
        except ValueError:
            refused += 1
        else:
            assert found == rows, at
    assert refused > len(whole) // 2


def test_no_cut_gives_other_values(tmp_path):
    path = written(tmp_path / "whole.parquet", invented(40))
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        with pytest.raises(ValueError):
            read(path)


def test_what_others_wrote_is_refused(tmp_path):
    path = written(tmp_path / "ours.parquet", invented(3))
    pq.write_table(pq.read_table(path), tmp_path / "theirs.parquet")
    with pytest.raises(ValueError, match="not written by us"):
        Reader(tmp_path / "theirs.parquet")


def test_a_column_of_another_kind_is_refused(tmp_path):
    path = written(tmp_path / "ours.parquet", invented(3))
    with pytest.raises(ValueError):
        read(path, (Column("text", Kind.NUMBER),))
    with pytest.raises(ValueError):
        read(path, (Column("not there", Kind.TEXT),))


@given(st.sampled_from([1, 2, 8, 16]), st.data())
def test_runs(bits, data):
    numbers = data.draw(st.lists(st.integers(0, 2**bits - 1), max_size=40))
    assert runs.read(runs.written(numbers, bits), bits, len(numbers)) == numbers


def test_runs_never_give_more_than_is_asked_for():
    endless = thrift.varint(2**60 << 1) + b"\1"
    assert runs.read(endless, 1, 3) == [1, 1, 1]
    for bad in (b"", thrift.varint(0) + b"\1", thrift.varint(5 << 1 | 1) + b"\1"):
        with pytest.raises(ValueError):
            runs.read(bad, 8, 3)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_structure_or_refused(data):
    try:
        found = thrift.Parser(data).structure()
    except ValueError:
        return
    assert isinstance(found, dict)


def test_structures_in_one_another_without_end():
    with pytest.raises(ValueError, match="without end"):
        thrift.Parser(b"\x1c" * 5000).structure()
    with pytest.raises(ValueError):
        thrift.Parser(b"\x19" + b"\x19" * 5000).structure()
