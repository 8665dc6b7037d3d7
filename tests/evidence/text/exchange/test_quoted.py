"""CSV splitting against Python's csv module, and ECP event data."""

import csv

from hypothesis import given
from hypothesis import strategies as st

from indicia.evidence.text.exchange.event_data import strings_of
from indicia.evidence.text.exchange.quoted import split_csv

CSV_TEXT = st.text(st.sampled_from("ab\",; '="), max_size=30)


@given(CSV_TEXT)
def test_split_like_csv(line):
    """Any line splits as csv splits it, except that a quote left open is told."""
    found = split_csv(line, ",")
    if found is not None:
        assert found == (next(csv.reader([line])) or [""])
    else:
        assert line.count('"') > 0


@given(st.lists(CSV_TEXT, min_size=1, max_size=6))
def test_split_what_csv_wrote(values):
    """Values written quoted come back."""
    line = ",".join('"' + value.replace('"', '""') + '"' for value in values)
    assert split_csv(line, ",") == values
    assert split_csv(line, ",", len(values)) == values


def test_split_with_rest():
    """The last of so many values takes the rest; it is unquoted only when the quotes are around all of it."""
    assert split_csv('a,b,c,"d', ",", 3) == ["a", "b", 'c,"d']
    assert split_csv('a,"b,""c",d', ",", 2) == ["a", '"b,""c",d']
    assert split_csv('a,"b,""c"', ",", 2) == ["a", 'b,"c']
    assert split_csv('a,"b', ",", 2) is None
    assert split_csv("a", ",", 2) == ["a"]


@given(st.dictionaries(st.sampled_from(["S:A", "S:B", "S:CMD"]), st.text(min_size=1, max_size=20), min_size=1))
def test_quoted_items_come_back(items):
    """Items written in single quotes come back whatever they hold."""
    text = ";".join("'" + f"{key}={value}".replace("'", "''") + "'" for key, value in items.items())
    assert strings_of(text) == {key: (value,) for key, value in items.items()}


def test_items():
    """Only S: items with a value are kept; a repeated key keeps all its values; a torn item keeps what is there."""
    assert strings_of("S:A=1;I32:B=2;Dbl:C.T[x]=3;S:D=;S:A=4;") == {"S:A": ("1", "4")}
    assert strings_of("S:A=<a;b=c>;S:URL=/x?y=z;w") == {"S:A": ("<a;b=c>",), "S:URL": ("/x?y=z;w",)}
    assert strings_of("'S:A=it''s") == {"S:A": ("it's",)}
    assert strings_of("S:A=it's;S:B=x='y") == {"S:A": ("it's",), "S:B": ("x='y",)}
    assert strings_of("no items; at all") == {}


@given(st.text(st.sampled_from("S:=;'ab "), max_size=60))
def test_items_of_anything(text):
    """Any text gives items whose values stand in the text."""
    for values in strings_of(text).values():
        for value in values:
            assert value in text.replace("''", "'") or value in text
