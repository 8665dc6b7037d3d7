"""Any file is a row of the file table."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from indicia.evidence.files import file_record
from indicia.model.evidence import Evidence, Kind


def row(head: bytes, size: int | None = None, **given):
    """Fields of a file with this head."""
    evidence = Evidence(
        **{
            "sha256": "a" * 64,
            "size": len(head) if size is None else size,
            "path": "t.zip!C/x/y.ASPX",
            "scope": "t.zip",
        }
        | {"kind": Kind.PLAIN}
        | given
    )
    return file_record(evidence, head)


def test_names_come_from_the_original_path() -> None:
    """The host's own path wins over the display path."""
    fields = row(b"", original="C:\\inetpub\\wwwroot\\a.aspx").fields
    assert (fields["Path"], fields["Name"], fields["Extension"]) == ("C:\\inetpub\\wwwroot\\a.aspx", "a.aspx", "aspx")
    assert row(b"").fields["Path"] == "t.zip!C\\x\\y.ASPX"


def test_text_of_any_encoding_is_content() -> None:
    """UTF-8, UTF-16 and Latin-1 text is readable."""
    for data in ("é<%".encode(), "\ufeffé<%".encode(), "é<%".encode("utf-16"), "é<%".encode("latin-1")):
        assert str(row(data).fields["Content"]).endswith("é<%")


def test_a_head_cut_inside_a_character_is_still_utf8() -> None:
    """The last character of a long file may be cut."""
    assert row("aé".encode()[:-1], size=99).fields["Content"] == "a"


def test_strings_of_a_small_binary() -> None:
    """Printable ASCII and UTF-16 of a small binary are content; a large one has none."""
    data = b"MZ\x00\x01hello world\x01" + "wide text".encode("utf-16-le") + b"\x00\x00"
    assert row(data).fields["Content"] == "hello world\nwide text"
    assert "Content" not in row(data, size=2**30).fields


def test_times_are_kept_where_known() -> None:
    """A time that the collection lost is absent."""
    when = datetime(2021, 3, 3, tzinfo=UTC)
    assert row(b"", modified=when).time == when
    assert "Created" not in row(b"", modified=when).fields


@given(st.binary(max_size=400), st.sampled_from(list(Kind)))
def test_any_bytes_are_a_row(data: bytes, kind: Kind) -> None:
    """No content breaks the row."""
    assert row(data, kind=kind).fields["Size"] == len(data)
