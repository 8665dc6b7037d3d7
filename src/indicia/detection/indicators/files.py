"""Indicators put to files as such: their hashes, and the path and name they have; one of the file consumers."""

import hashlib
from collections.abc import Callable
from typing import BinaryIO

from msgspec.structs import replace

from indicia.detection.consumer import FileSeen
from indicia.detection.indicators.deciding import Decider
from indicia.detection.indicators.indicator_set import IndicatorSet
from indicia.detection.indicators.kinds import Kind
from indicia.model.record import Record, Sighting, Value

_LOOKED_AT = ("Path", "Name", "Extension", "Size", "SHA256", "Created", "Modified")
_PIECE = 2**20


class IndicatorFiles:
    """Puts a set of indicators to every file of a collection.

    MD5 and SHA-1 of a file are computed only when there is an indicator of that kind: it means reading every file.
    Content is not searched for addresses and names: a list of indicators would be full of them.
    """

    def __init__(self, indicators: IndicatorSet) -> None:
        self._set = indicators
        patterns = " ".join(pattern.text.lower() for pattern in indicators.patterns)
        self._hashes = [
            name
            for name, kind, words in (("MD5", Kind.MD5, ("md5",)), ("SHA1", Kind.SHA1, ("sha-1", "sha1")))
            if indicators.has(kind) or any(word in patterns for word in words)
        ]
        self._decider: Decider | None = None

    def look(self, record: Record, content: Callable[[], BinaryIO]) -> FileSeen:
        """Sightings of one file, and its further hashes as columns `MD5` and `SHA1`.

        Raises OSError or EvidenceError when the bytes cannot be had.
        """
        if not len(self._set):
            return FileSeen()
        if self._decider is None:
            self._decider = Decider(self._set)
        hashes = self._hashed(content) if self._hashes else {}
        fields = {name: record.fields[name] for name in _LOOKED_AT if name in record.fields}
        looked = replace(record, fields={**fields, **hashes})
        return FileSeen(
            fields=hashes,
            sightings=tuple(
                Sighting(detector=match.detector, record=looked, matched=match.fields)
                for match in self._decider.matches(looked)
            ),
        )

    def _hashed(self, content: Callable[[], BinaryIO]) -> dict[str, Value]:
        found = {name: hashlib.new(name, usedforsecurity=False) for name in self._hashes}
        with content() as stream:
            while piece := stream.read(_PIECE):
                for one in found.values():
                    one.update(piece)
        return {name: one.hexdigest() for name, one in found.items()}
