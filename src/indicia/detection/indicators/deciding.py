"""Which indicators a decoded record holds, exactly.  What the filters let through ends here."""

import socket
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from indicia.detection.conditions.checks import regex
from indicia.detection.indicators.indicator_set import IndicatorSet
from indicia.detection.indicators.kinds import TEXTS, Kind
from indicia.detection.indicators.stix.objects import things_of
from indicia.detection.indicators.stix.observing import satisfies
from indicia.detection.indicators.table import PREFIX, WEB
from indicia.detection.indicators.tokens import (
    addresses_in,
    domains_of,
    emails_in,
    ending_of,
    hashes_in,
    host_of,
    key_of,
    names_in,
    path_form,
    paths_in,
    text_form,
    urls_at,
)
from indicia.detection.indicators.values import forms_of
from indicia.model.record import Record

_HASH, _ADDRESS, _NET = PREFIX[Kind.MD5], PREFIX[Kind.IPV4], PREFIX[Kind.NET4]
_DOMAIN, _HOST, _URL = PREFIX[Kind.DOMAIN], PREFIX[Kind.HOST], PREFIX[Kind.URL]
_NAME, _PATH, _EMAIL = PREFIX[Kind.NAME], PREFIX[Kind.PATH], PREFIX[Kind.EMAIL]
_MOST_ENDINGS = 20_000


class Match(Struct, frozen=True):
    """One indicator in one record."""

    detector: str
    fields: tuple[str, ...]
    """Names of the fields it stands in."""


class Decider:
    """All indicators of a set, ready to be put to records."""

    def __init__(self, indicators: IndicatorSet) -> None:
        self._set = indicators
        self._table = indicators.table
        self._has = {kind for kind in Kind if indicators.has(kind)}
        self._lengths = self._network_lengths()
        self._endings = self._name_endings()
        self._texts = indicators.table.of_kind(*TEXTS).tolist()
        self._finder = None
        if self._texts:
            import ahocorasick_rs

            self._finder = ahocorasick_rs.AhoCorasick([self._table.value(row) for row in self._texts])
        rows = self._table.of_kind(Kind.PATTERN).tolist()
        self._patterns = [(indicators.detector(row), int(self._table.value(row))) for row in rows]
        self._networks = lru_cache(maxsize=65536)(self._networks_of)

    def matches(self, record: Record) -> list[Match]:
        """Every indicator in the record, in a fixed order."""
        found: dict[int, dict[str, None]] = {}
        for name, text, form in forms_of(record):
            for row in self._rows_in(form):
                if not self._excluded(row, text):
                    found.setdefault(row, {}).setdefault(name)
        by_detector: dict[str, dict[str, None]] = {}
        for row in sorted(found):
            by_detector.setdefault(self._set.detector(row), {}).update(found[row])
        matched = [Match(detector, tuple(fields)) for detector, fields in by_detector.items()]
        matched.extend(self._of_patterns(record))
        return matched

    def known_name(self, name: str) -> bool:
        """Whether a name (folded) is an indicator, or lies below a domain that is one."""
        find = self._table.holds
        if find(key_of(_NAME, name.encode())) or find(key_of(_HOST, name.encode())):
            return True
        return any(find(key_of(_DOMAIN, domain.encode())) for domain in domains_of(name))

    def _of_patterns(self, record: Record) -> Iterator[Match]:
        if not self._patterns:
            return
        things = things_of(record)
        for detector, number in self._patterns:
            pattern = self._set.patterns[number]
            for observation in pattern.observations:
                fields = satisfies(observation.comparing, things)
                if fields is not None:
                    yield Match(detector if pattern.single else f"{detector}#{observation.number}", fields)

    def _excluded(self, row: int, text: str) -> bool:
        expression = self._table.excluding(row)
        return bool(expression) and regex(expression)(text)

    def _rows_in(self, form: str) -> Iterator[int]:
        """Rows of the table that stand in a folded text."""
        find, has = self._table.find, self._has
        encoded = form.encode("utf-8", "surrogatepass") if not form.isascii() else form.encode()
        if len(encoded) < 3:
            return
        if has & {Kind.MD5, Kind.SHA1, Kind.SHA256}:
            for word in hashes_in(form):
                yield from find(key_of(_HASH, bytes.fromhex(word)))
        dotted, urls = "." in form, Kind.URL in has
        if dotted or ":" in form:
            for packed, start, end in addresses_in(form):
                yield from find(key_of(_ADDRESS, packed))
                if self._lengths:
                    yield from self._networks(packed)
                if urls:
                    yield from self._urls(form, start, end)
        if dotted:
            endings = self._endings
            for name, start, end in names_in(form, endings):
                raw = name.encode("utf-8", "surrogatepass")
                yield from find(key_of(_HOST, raw))
                yield from find(key_of(_NAME, raw))
                if Kind.DOMAIN in has:
                    for domain in domains_of(name):
                        yield from find(key_of(_DOMAIN, domain.encode("utf-8", "surrogatepass")))
                if urls:
                    yield from self._urls(form, start, end)
            if Kind.PATH in has:
                for path in paths_in(path_form(form), endings):
                    raw = path.encode("utf-8", "surrogatepass")
                    yield from find(key_of(_PATH, raw))
                    yield from find(key_of(WEB, raw))
            if Kind.EMAIL in has:
                for mail in emails_in(form):
                    yield from find(key_of(_EMAIL, mail.encode("utf-8", "surrogatepass")))
        if self._finder is not None:
            found = self._finder.find_matches_as_indexes(text_form(form), overlapping=True)
            yield from dict.fromkeys(self._texts[number] for number, _, _ in found)

    def _urls(self, form: str, start: int, end: int) -> Iterator[int]:
        for url in urls_at(form, start, end):
            yield from self._table.find(key_of(_URL, url.encode("utf-8", "surrogatepass")))

    def _name_endings(self) -> frozenset[str] | None:
        """How names end that are indicators or part of one; null where there are too many to go through."""
        rows = self._table.of_kind(Kind.NAME, Kind.DOMAIN, Kind.HOST, Kind.PATH, Kind.EMAIL, Kind.URL)
        if len(rows) > _MOST_ENDINGS:
            return None
        values = ((Kind(self._table.kinds[row]), self._table.value(row)) for row in rows.tolist())
        return frozenset(ending_of(host_of(value) if kind is Kind.URL else value) for kind, value in values)

    def _network_lengths(self) -> dict[int, list[int]]:
        """Prefix lengths of the networks by bytes of an address."""
        found: dict[int, set[int]] = {}
        for row in self._table.of_kind(Kind.NET4, Kind.NET6).tolist():
            value = self._table.value(row)
            found.setdefault(16 if ":" in value else 4, set()).add(int(value.rpartition("/")[2]))
        return {size: sorted(lengths) for size, lengths in found.items()}

    def _networks_of(self, packed: bytes) -> tuple[int, ...]:
        number, size = int.from_bytes(packed), len(packed)
        rows: list[int] = []
        for length in self._lengths.get(size, ()):
            first = (number >> (size * 8 - length) << (size * 8 - length)).to_bytes(size)
            text = socket.inet_ntop(socket.AF_INET if size == 4 else socket.AF_INET6, first)
            rows.extend(self._table.find(key_of(_NET, f"{text}/{length}".encode())))
        return tuple(rows)
