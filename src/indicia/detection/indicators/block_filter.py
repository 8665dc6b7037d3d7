r"""Which records of a block could hold an indicator, told from undecoded text.  Never misses one.

Few indicators are looked for themselves, with Hyperscan; of very many the tokens are taken (`token_filter`).  Pieces
of text and STIX patterns are always looked for by a text that they need.  Text is first made to say what decoding
would say: requests are looked at percent-decoded once and twice as well; in JSON `\\` becomes something that is no
letter, so do `\n` and its like, and records with `\uXXXX` are written anew.  Records of which that cannot be said
(`literals.MARKS`) are candidates whatever they hold.
"""

import re
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import orjson

from indicia.detection.filtering.literals import MARKS, TextKind
from indicia.detection.filtering.matcher import Matcher, TooManyHits, matcher
from indicia.detection.filtering.percent_decoding import Block, Offsets, percent_decoded
from indicia.detection.indicators import anchors
from indicia.detection.indicators.indicator_set import IndicatorSet
from indicia.detection.indicators.kinds import Kind
from indicia.detection.indicators.token_filter import TokenFilter, blanked
from indicia.tables.batch import Texts

Rows = npt.NDArray[np.int64]

FEW = 2_000
"""Values up to which each is looked for by itself; beyond, tokens are cheaper."""
_DECODINGS = 2
_PERCENT = ord("%")
_ESCAPED = re.compile(rb"\\u[0-9a-fA-F]{4}")
_FREQUENT = 100
_SOME = 1000
"""With more hits than this and one in every so many bytes a block is decoded whole."""
_TELLING = rb"%(?:2[5deDE]|3[0-9]|[46][1-9a-fA-F]|5[0-9aAfF]|7[0-9aA]|[89a-fA-F][0-9a-fA-F])"
"""Escapes of what anchors and tokens are made of, of `%`, and of bytes outside ASCII."""
_TELLING_WITH_COLON = _TELLING.replace(b"3[0-9]", b"3[0-9aA]")
"""The same where IPv6 addresses are looked for."""
_WRITTEN_OTHERWISE = rb"\\[bfnrtvx]"
"""In `FREE` what such an escape stands for may end where an indicator begins."""
_SHORT_ESCAPES = (b"\\n", b"\\t", b"\\r", b"\\b", b"\\f")


class BlockFilter:
    """The filter of one kind of text.  Not to be shared by threads."""

    def __init__(
        self,
        indicators: IndicatorSet,
        kind: TextKind,
        tokens: Callable[[], TokenFilter],
        *,
        few: int = FEW,
        plain: bool = False,
    ) -> None:
        """`tokens` gives the filter for very many, when it is needed; `plain` does without Hyperscan."""
        table = indicators.table
        self._kind = kind
        self.all = False
        """Whether every record is a candidate: a pattern names no text."""
        literals = anchors.text_anchors(table)
        for pattern in indicators.patterns:
            for observation in pattern.observations:
                needed = anchors.pattern_anchors(observation.comparing)
                self.all |= needed is None
                literals |= needed or frozenset()
        many = len(table) > few
        networks = [table.value(row) for row in table.of_kind(Kind.NET4).tolist()]
        if not many:
            for network in networks:
                found = anchors.network_anchors(network)
                many |= found is None or len(literals) + len(found) > few
                literals |= set(found or ())
        if not many:
            literals |= set(anchors.value_anchors(table))
        self._tokens = tokens() if many else None
        marks = list(MARKS[kind][1:] if kind is TextKind.JSON else MARKS[kind])
        if kind is TextKind.FREE:
            marks.append(_WRITTEN_OTHERWISE)
        urls = table.of_kind(Kind.URL).tolist() if indicators.has(Kind.URL) else ()
        telling = _TELLING
        if indicators.has(Kind.IPV6, Kind.NET6) or any(table.stored(row)[:1] == b"[" for row in urls):
            marks.append(anchors.IPV6)
            telling = _TELLING_WITH_COLON
        # Sorted, so that an automaton that was kept is found again; a literal that holds another one is not needed.
        needed_literals = sorted(_shortest(literals))
        self._matcher: Matcher = matcher(needed_literals, marks, plain=plain)
        self._escape_number = len(needed_literals) + len(marks)
        self._escape_matcher: Matcher = matcher(needed_literals, [*marks, telling], plain=plain)
        """Looks for escapes as well: what they stand for may be part of an indicator."""

    def rows(self, text: bytes, starts: Offsets, ends: Offsets) -> Rows:
        """Rows, ascending, of the records that could hold an indicator."""
        every = np.arange(len(starts), dtype=np.int64)
        if self.all or not len(starts):
            return every
        block = Block(text, starts, ends, every)
        found = [self._in_json(block)] if self._kind is TextKind.JSON else self._in_lines(block)
        return np.unique(np.concatenate(found))

    def _in_lines(self, block: Block) -> list[Rows]:
        """Decode only lines in which that may bring something to light; most escapes are `:`, `/` and the like."""
        found: list[Rows] = []
        current: Block | None = block
        for _ in range(_DECODINGS + 1):
            if current is None:
                break
            try:
                numbers, ends = self._escape_matcher.scan_block(current.text, _SOME + len(current.text) // _FREQUENT)
            except TooManyHits:
                found.extend(self._in_block(variant) for variant in _variants(current))
                break
            escapes = numbers == self._escape_number
            found.append(current.rows[self._with_tokens(current, ends[~escapes])])
            lines = np.unique(_rows_at(current, ends[escapes] - 1))
            current = percent_decoded(_chosen(current, lines)) if len(lines) else None
        return found

    def of_texts(self, texts: Texts) -> Rows:
        """Indexes, ascending, of the texts that could hold an indicator."""
        raw = [item.encode("utf-8", "surrogatepass") if isinstance(item, str) else item for item in texts]
        sizes = np.fromiter(map(len, raw), dtype=np.int64, count=len(raw))
        ends = np.cumsum(sizes + 1) - 1
        return self.rows(b"\n".join(raw), ends - sizes, ends)

    def _in_json(self, block: Block) -> Rows:
        text = block.text
        if b"\\" not in text:
            return self._in_block(block)
        text = text.replace(b"\\\\", b"\x1f\x1f")
        again: list[Rows] = []
        if b"\\u" in text:
            escaped = np.array([found.start() for found in _ESCAPED.finditer(text)], dtype=np.int64)
            again.append(self._anew(block, np.unique(_rows_at(block, escaped))))
        text = _unescaped(text)
        return np.concatenate([self._in_block(Block(text, block.starts, block.ends, block.rows)), *again])

    def _anew(self, block: Block, rows: Rows) -> Rows:
        """Those of the rows that hold something once they are written without escapes that nothing needs."""
        texts: list[bytes] = []
        kept: list[int] = []
        doubtful: list[int] = []
        for row in rows.tolist():
            try:
                written = orjson.dumps(orjson.loads(block.text[block.starts[row] : block.ends[row]]))
            except (orjson.JSONDecodeError, orjson.JSONEncodeError):
                doubtful.append(row)
                continue
            # What is left of such escapes stands for control characters, which are part of nothing.
            texts.append(_ESCAPED.sub(b"      ", _unescaped(written.replace(b"\\\\", b"\x1f\x1f"))))
            kept.append(row)
        sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        ends = np.cumsum(sizes + 1) - 1
        found = self._in_block(Block(b"\n".join(texts), ends - sizes, ends, np.array(kept, dtype=np.int64)))
        return np.concatenate([found, np.array(doubtful, dtype=np.int64)])

    def _in_block(self, block: Block) -> Rows:
        try:
            _, ends = self._matcher.scan_block(block.text)
        except TooManyHits:
            return block.rows
        return block.rows[self._with_tokens(block, ends)]

    def _with_tokens(self, block: Block, ends: Offsets) -> Rows:
        """Lines of the block in which a hit ends or a token lies."""
        found = [_rows_at(block, ends - 1)]
        if self._tokens is not None:
            text, lines = block.text, np.empty(0, dtype=np.int64)
            if self._kind is not TextKind.JSON and b"%" in text:
                # A token may stand right behind an escape, as in `%2fevil.com`, or take its digits for its own.
                signs = np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == _PERCENT)
                lines = np.unique(_rows_at(block, signs))
            chosen = _chosen(block, lines)
            places = self._tokens.places(b"%b\n%b" % (text, blanked(chosen.text)) if len(lines) else text)
            behind = places - len(text) - 1
            found.append(_rows_at(block, places[behind < 0]))
            found.append(lines[_rows_at(chosen, behind[behind >= 0])])
        return np.unique(np.concatenate(found))


def _chosen(block: Block, lines: Rows) -> Block:
    """Some lines of a block as a block of their own."""
    starts, ends = block.starts[lines], block.ends[lines]
    text = b"\n".join([block.text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)])
    sizes = ends - starts
    stops = np.cumsum(sizes + 1) - 1
    return Block(text, stops - sizes, stops, block.rows[lines])


def _rows_at(block: Block, places: Offsets) -> Rows:
    """Which of the block's records the places lie in; those between records are left out."""
    if not len(places):
        return places
    at = np.searchsorted(block.starts, places, side="right") - 1
    inside = (at >= 0) & (places < block.ends[at])
    found: Rows = at[inside]
    return found


def _variants(block: Block) -> Iterator[Block]:
    """The text as it stands, percent-decoded once, and twice."""
    yield block
    variant: Block | None = block
    for _ in range(_DECODINGS):
        variant = percent_decoded(variant) if variant else None
        if variant:
            yield variant


def _unescaped(text: bytes) -> bytes:
    """With short escapes made blanks; a backslash begins an escape here, those that stand for one being gone."""
    for escape in _SHORT_ESCAPES:
        if escape in text:
            text = text.replace(escape, b"  ")
    return text


def _shortest(literals: set[bytes]) -> set[bytes]:
    from indicia.detection.filtering.literals import without_longer

    return set(without_longer(frozenset(literals))) if literals else set()
