"""The indicators themselves: columns sorted by key, values in one run of bytes; about fifty bytes an indicator."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import orjson
from msgspec import Struct

from indicia.detection.indicators.kinds import HASHES, Kind
from indicia.detection.indicators.recognise import Value, address_text
from indicia.detection.indicators.refused import Refused
from indicia.detection.indicators.texts import Texts
from indicia.detection.indicators.tokens import ipv4_of, ipv6_of, key_of

Keys = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int64]

PREFIX = {
    Kind.MD5: b"h",
    Kind.SHA1: b"h",
    Kind.SHA256: b"h",
    Kind.IPV4: b"a",
    Kind.IPV6: b"a",
    Kind.NET4: b"N",
    Kind.NET6: b"N",
    Kind.DOMAIN: b"d",
    Kind.HOST: b"D",
    Kind.URL: b"u",
    Kind.NAME: b"n",
    Kind.PATH: b"p",
    Kind.EMAIL: b"e",
    Kind.AGENT: b"t",
    Kind.REGISTRY: b"t",
    Kind.MUTEX: b"t",
    Kind.TEXT: b"t",
    Kind.PATTERN: b"P",
}
"""What keeps the keys of kinds apart."""
WEB = b"w"
"""Prefix of the second key of a file path below a web root: the path under which the page is asked for."""
_WEB_ROOTS = ("\\frontend\\httpproxy\\", "\\inetpub\\wwwroot\\", "\\clientaccess\\", "inetpub\\wwwroot\\")
_END = ord("\n")
"""Stands behind each value, so that none runs into the next."""
MOST = 20_000_000
"""Indicators held at most."""


class Entry(NamedTuple):
    """One indicator with what its source says about it."""

    row: int
    kind: Kind
    value: str
    set: int
    """Index into `IndicatorSet.sets`."""
    id: str = ""
    text: str = ""
    since: datetime | None = None
    """Valid from, UTC; null: always was."""
    until: datetime | None = None
    excluding: str = ""
    tlp: str = ""
    confidence: str = ""
    link: str = ""


def stored(value: Value) -> bytes:
    """A value as the table keeps it."""
    if value.kind in HASHES:
        return bytes.fromhex(value.text)
    if value.kind is Kind.IPV4:
        return ipv4_of(value.text) or b""
    if value.kind is Kind.IPV6:
        return ipv6_of(value.text) or b""
    return value.text.encode("utf-8", "surrogatepass")


def web_path(path: str) -> str:
    r"""The path under which a file below a web root is asked for, `\` for `/`; empty when it lies elsewhere."""
    padded = "\\" + path
    for root in _WEB_ROOTS:
        _, found, rest = padded.partition(root)
        if found and rest:
            return rest
    return ""


class Builder:
    """Collects indicators row by row."""

    def __init__(self) -> None:
        self._keys = array("Q")
        self._places = array("Q")
        self._lengths = array("H")
        self._kinds = bytearray()
        self._sets = array("H")
        self._facts = array("I")
        self._blob = bytearray()
        self._texts = Texts()
        self._named = array("Q")
        self._named_rows = array("Q")

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, value: Value, number: int, facts: bytes = b"", name: str = "") -> None:
        """File an indicator of set `number`; `name` is the detector id it is known by where it has an id of its own.

        Raises Refused when the table is full.
        """
        if len(self._keys) >= MOST:
            raise Refused(f"more than {MOST:,} indicators")
        kept = stored(value)
        known = self._texts.add(facts)
        if name:
            self._named.append(key_of(b"", name.encode()))
            self._named_rows.append(len(self._keys))
        self._append(key_of(PREFIX[value.kind], kept), value.kind, kept, number, known)
        if value.kind is Kind.PATH:
            page = web_path(value.text)
            if page:
                self._append(key_of(WEB, page.encode()), value.kind, kept, number, known)

    def _append(self, key: int, kind: Kind, kept: bytes, number: int, facts: int) -> None:
        self._keys.append(key)
        self._places.append(len(self._blob))
        self._lengths.append(len(kept))
        self._kinds.append(kind)
        self._sets.append(number)
        self._facts.append(facts)
        self._blob += kept
        self._blob.append(_END)

    def table(self) -> "Table":
        """The table; the builder is used up."""
        self._texts.seal()
        keys = np.array(self._keys, dtype=np.uint64)
        kinds = np.frombuffer(bytes(self._kinds), dtype=np.uint8)
        sets = np.array(self._sets, dtype=np.uint16)
        facts = np.array(self._facts, dtype=np.uint32)
        order = np.argsort(keys, kind="stable")
        same = np.zeros(len(order), dtype=np.bool_)
        before, after = order[:-1], order[1:]
        same[1:] = (
            (keys[before] == keys[after])
            & (kinds[before] == kinds[after])
            & (sets[before] == sets[after])
            & (facts[before] == facts[after])
        )
        unique = order[~same]
        # Where a row went; of equal rows all went where the first of them went.
        moved = np.empty(len(order), dtype=np.uint32)
        moved[order] = np.cumsum(~same) - 1
        named = np.array(self._named, dtype=np.uint64)
        rows = moved[np.array(self._named_rows, dtype=np.int64)]
        by_name = np.argsort(named, kind="stable")
        wide: type[np.uint32 | np.uint64] = np.uint32 if len(self._blob) < 2**32 else np.uint64
        return Table(
            keys=keys[unique],
            kinds=kinds[unique],
            sets=sets[unique],
            facts=facts[unique],
            places=np.array(self._places, dtype=np.uint64)[unique].astype(wide),
            lengths=np.array(self._lengths, dtype=np.uint16)[unique],
            blob=bytes(self._blob),
            texts=self._texts,
            named=named[by_name],
            named_rows=rows[by_name],
        )


class Table(Struct, eq=False):
    """All indicators, sorted by key."""

    keys: Keys
    kinds: npt.NDArray[np.uint8]
    sets: npt.NDArray[np.uint16]
    facts: npt.NDArray[np.uint32]
    places: npt.NDArray[np.unsignedinteger]
    lengths: npt.NDArray[np.uint16]
    blob: bytes
    texts: Texts
    named: Keys
    """Hashes of the detector ids of indicators with an id of their own, sorted."""
    named_rows: npt.NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.keys)

    def find(self, key: int) -> Iterator[int]:
        """Rows with this key."""
        row = bisect_left(self.keys.data, key)
        while row < len(self.keys) and self.keys.data[row] == key:
            yield row
            row += 1

    def holds(self, key: int) -> bool:
        """Whether there is a row with this key."""
        row = bisect_left(self.keys.data, key)
        return row < len(self.keys) and self.keys.data[row] == key

    def excluding(self, row: int) -> str:
        """The expression of false positives of a row; empty where it has none."""
        number = int(self.facts[row])
        return facts_of(self.texts[number])[4] if number else ""

    def named_as(self, name: str) -> Iterator[int]:
        """Rows of the indicator with this detector id, if it has an id of its own."""
        key = key_of(b"", name.encode())
        at = bisect_left(self.named.data, key)
        rows: dict[int, None] = {}
        while at < len(self.named) and self.named.data[at] == key:
            rows.setdefault(int(self.named_rows[at]))
            at += 1
        yield from rows

    def of_kind(self, *kinds: Kind) -> Rows:
        """Rows of these kinds, ascending."""
        found: Rows = np.flatnonzero(np.isin(self.kinds, np.array(kinds, dtype=np.uint8)))
        return found

    def stored(self, row: int) -> bytes:
        """The value of a row as it is kept."""
        place = int(self.places[row])
        return self.blob[place : place + int(self.lengths[row])]

    def value(self, row: int) -> str:
        """The value of a row in its canonical form."""
        kind, kept = Kind(self.kinds[row]), self.stored(row)
        if kind in HASHES:
            return kept.hex()
        if kind in {Kind.IPV4, Kind.IPV6}:
            return address_text(kept)
        return kept.decode("utf-8", "surrogatepass")

    def own_key(self, row: int) -> int:
        """The key of a row's value; a row may stand under another one as well."""
        return key_of(PREFIX[Kind(self.kinds[row])], self.stored(row))

    def entry(self, row: int) -> Entry:
        """A row with what its source says about it."""
        said = facts_of(self.texts[int(self.facts[row])])
        return Entry(row, Kind(self.kinds[row]), self.value(row), int(self.sets[row]), *said)


Facts = tuple[str, str, datetime | None, datetime | None, str, str, str, str]


def facts_text(said: Facts) -> bytes:
    """What a source says, as it is kept; nothing for nothing."""
    return orjson.dumps(said) if any(said) else b""


@lru_cache(maxsize=1024)
def facts_of(text: bytes) -> Facts:
    """What a source says: id, text, valid from, valid until, false positives, TLP, confidence, link."""
    if not text:
        return ("", "", None, None, "", "", "", "")
    name, words, since, until, excluding, tlp, confidence, link = orjson.loads(text)
    return (
        name,
        words,
        datetime.fromisoformat(since) if since else None,
        datetime.fromisoformat(until) if until else None,
        excluding,
        tlp,
        confidence,
        link,
    )
