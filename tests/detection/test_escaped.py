"""What shows only once percent escapes are decoded is found, though not every escape is looked at."""

from urllib.parse import unquote_to_bytes

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.detection.filtering.escaped import Escaped
from indicia.detection.filtering.matcher import matcher
from indicia.detection.filtering.percent_decoding import Block
from indicia.detection.filtering.spelling import folded, in_folded

LITERALS = [b"/owa/auth", b"..\\", b"\x1funion\x1eselect", b"a%2f", b"cmd=", b"\x1f/ecp/", b"x" * 32, b"s:", b"{{"]
SPELT, NUMBERS = in_folded(LITERALS)
MATCHER = matcher(SPELT)
BYTES = sorted({byte for literal in LITERALS for byte in literal.replace(b"\x1f", b" ").replace(b"\x1e", b"+")})


def search(block):
    """Rows and literals, as the filter of lines searches for them."""
    found = [
        (row, number)
        for row, start, end in zip(block.rows.tolist(), block.starts.tolist(), block.ends.tolist(), strict=True)
        for number in MATCHER.scan_one(folded(block.text[start:end]))
    ]
    return np.array([row for row, _ in found], dtype=np.int64), np.array([n for _, n in found], dtype=np.int64)


def once(byte):
    """A byte, as an escape."""
    return b"%%%02X" % byte if byte % 2 else b"%%%02x" % byte


def twice(byte):
    """The same of which the sign, or a digit, is escaped."""
    digits = b"%02x" % byte
    return (
        b"%25" + digits
        if byte % 3
        else b"%%%02x" % ord("%") + digits
        if byte % 2
        else b"%" + digits[:1] + once(digits[1])
    )


@st.composite
def lines(draw):
    """Pieces of literals, each byte as it is or escaped once or twice, among others."""
    made = []
    for _ in range(draw(st.integers(1, 6))):
        text = b""
        for _ in range(draw(st.integers(0, 8))):
            if draw(st.booleans()):
                literal = draw(st.sampled_from(LITERALS)).replace(b"\x1f", b" ").replace(b"\x1e", b"+")
                literal = literal[draw(st.integers(0, 1)) :]
                text += b"".join(draw(st.sampled_from([bytes([byte]), once(byte), twice(byte)])) for byte in literal)
            else:
                byte = draw(st.sampled_from(BYTES))
                text += draw(
                    st.sampled_from([b"z%5cz", b"%7b", b"%", b"%2", b"%%35c", b" ", bytes([byte]), once(byte)])
                )
        made.append(text)
    return made


@given(lines())
@settings(max_examples=400, deadline=None)
def test_nothing_is_lost(made):
    """Every literal of a line decoded once or twice is found in it as it stands or around its escapes."""
    ends = np.cumsum([len(line) + 1 for line in made]) - 1
    starts = ends - [len(line) for line in made]
    block = Block(b"\n".join([*made, b""]), starts, ends, np.arange(len(made), dtype=np.int64))
    escaped = Escaped(search, SPELT)
    rows, numbers = escaped.find(block)
    found = {*zip(rows.tolist(), numbers.tolist(), strict=True)}
    for row, line in enumerate(made):
        plain = MATCHER.scan_one(folded(line))
        first = unquote_to_bytes(line)
        for form in (first, unquote_to_bytes(first)):
            for number in MATCHER.scan_one(folded(form)):
                assert number in plain or (row, number) in found, (line, LITERALS[number])


def test_what_no_literal_holds_is_passed_over():
    """The separator of domain and user, and others that stand in no literal between such letters."""
    text = b"".join(b"GET / u=CORP%%5Cuser%d&r=mail%%2fx 1.2.3.4\n" % number for number in range(50))
    ends = np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == 10)
    starts = np.concatenate(([0], ends[:-1] + 1))
    asked = []

    def noting(block):
        asked.append(block.text)
        return search(block)

    escaped = Escaped(noting, SPELT)
    rows, _ = escaped.find(Block(text, starts, ends, np.arange(len(starts), dtype=np.int64)))
    assert not len(rows)
    assert not asked
