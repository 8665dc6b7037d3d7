"""Indicators put to the records of logs; one of the log consumers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from indicia.detection.extracts import Extracts
from indicia.detection.filtering.literals import TEXT_KINDS, TextKind, text_kind
from indicia.detection.indicators.block_filter import FEW, BlockFilter
from indicia.detection.indicators.deciding import Decider
from indicia.detection.indicators.indicator_set import IndicatorSet
from indicia.detection.indicators.token_filter import TokenFilter
from indicia.detection.keeping import Keeping
from indicia.model.evidence import Evidence
from indicia.model.record import Record, Sighting
from indicia.tables.batch import Batch, Events, Lines, Rows
from indicia.tables.schema import WIN_EVENT


class IndicatorLogs:
    """Puts a set of indicators to every record of every log; built once in each process."""

    def __init__(
        self,
        indicators: IndicatorSet,
        *,
        prefilter: bool = True,
        limit: int = 2_000,
        few: int = FEW,
        plain: bool = False,
    ) -> None:
        """`prefilter=False` decides every record and answers the same; `limit` as in the engine.

        `few` is the number of values up to which each is looked for by itself; `plain` does without Hyperscan.
        """
        self._set = indicators
        self._prefilter = prefilter
        self._limit = limit
        self._few = few
        self._plain = plain
        self._filters: dict[TextKind, BlockFilter] = {}
        self._decider: Decider | None = None
        self._tokens: TokenFilter | None = None

    @property
    def decider(self) -> Decider:
        """What decides; built when the first log comes."""
        if self._decider is None:
            self._decider = Decider(self._set)
        return self._decider

    def _all_tokens(self) -> TokenFilter:
        """One for all kinds of text: of a million indicators it holds some twenty megabytes."""
        if self._tokens is None:
            self._tokens = TokenFilter(self._set.table, self.decider.known_name)
        return self._tokens

    def filter_of(self, kind: TextKind) -> BlockFilter:
        """The filter of a kind of text; built when the first log of the kind comes."""
        if kind not in self._filters:
            self._filters[kind] = BlockFilter(self._set, kind, self._all_tokens, few=self._few, plain=self._plain)
        return self._filters[kind]

    def start(self, evidence: Evidence, extracts: Extracts) -> "IndicatorPass | None":
        """Begin with a log; null when there is no indicator."""
        return IndicatorPass(self, self._limit, prefilter=self._prefilter) if len(self._set) else None


class IndicatorPass:
    """One log on its way; keeps counts only."""

    def __init__(self, consumer: IndicatorLogs, limit: int, *, prefilter: bool) -> None:
        self._consumer = consumer
        self._decider = consumer.decider
        self._prefilter = prefilter
        self._keeping = Keeping(limit)

    @property
    def overflow(self) -> Mapping[str, int]:
        """Indicators beyond what is kept of one file, with the number of sightings not kept."""
        return self._keeping.overflow

    @property
    def faults(self) -> Sequence[str]:
        """Nothing is left out: what the filter cannot judge is decided."""
        return ()

    def feed(self, batch: Batch) -> Iterator[Sighting]:
        """Sightings in the next batch, in order of records."""
        match batch:
            case Lines():
                for row in self._lines(batch):
                    yield from self._decide(batch.decode(row))
            case Events():
                for index in self._events(batch):
                    yield from self._decide(batch.events[index].decode())
            case Rows():
                for record in batch.records:
                    yield from self._decide(record)

    def see(self, sighting: Sighting) -> Iterable[Sighting]:
        """Nothing follows from what the engine found."""
        return ()

    def close(self) -> None:
        """Nothing is left to write."""

    def _lines(self, batch: Lines) -> Sequence[int]:
        kind = text_kind(batch.table, batch.source)
        if not self._prefilter or kind is None:
            return range(len(batch.starts))
        rows: list[int] = self._consumer.filter_of(kind).rows(batch.text, batch.starts, batch.ends).tolist()
        return rows

    def _events(self, batch: Events) -> Sequence[int]:
        if not self._prefilter:
            return range(len(batch.events))
        texts = batch.texts or [event.text for event in batch.events]
        rows: list[int] = self._consumer.filter_of(TEXT_KINDS[WIN_EVENT.name]).of_texts(texts).tolist()
        return rows

    def _decide(self, record: Record) -> Iterator[Sighting]:
        for match in self._decider.matches(record):
            if self._keeping.keeps(match.detector, record):
                yield Sighting(detector=match.detector, record=record, matched=match.fields)
