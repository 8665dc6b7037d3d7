"""Indicators from text, and batches as the readers give them."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from indicia.config import Limits
from indicia.detection.extracts import Extracts
from indicia.detection.indicators.indicator_set import IndicatorSet
from indicia.detection.indicators.loading import load_indicators
from indicia.detection.indicators.logs import IndicatorLogs
from indicia.evidence.events.json.reading import read_json
from indicia.evidence.text.exchange.reading import read_exchange_log
from indicia.evidence.text.web.iis import read_iis
from indicia.evidence.text.web.ncsa import read_ncsa
from indicia.evidence.web_rows.in_json import read_web_json
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Sighting
from indicia.tables.batch import Batch, Ledger

READERS = {
    Kind.WEB_JSON: read_web_json,
    Kind.NCSA: read_ncsa,
    Kind.IIS: read_iis,
    Kind.HTTPPROXY: read_exchange_log,
    Kind.EVENTS_JSON: read_json,
}
HEADER = "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) cs(Referer) sc-status"


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., IndicatorSet]:
    """A set from the text (or bytes) of one file."""

    def made(content: str | bytes, name: str = "list.txt") -> IndicatorSet:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        return load_indicators([path])

    return made


def evidence(kind: Kind, data: bytes) -> Evidence:
    return Evidence(sha256="0" * 64, size=len(data), path="log", scope="s", kind=kind)


def batches(kind: Kind, data: bytes) -> list[Batch]:
    """What the reader of this kind gives."""
    item = evidence(kind, data)
    ledger = Ledger(size=len(data), path="log", sha256=item.sha256)
    return list(READERS[kind](io.BytesIO(data), item, ledger, Limits()))


def sightings(indicators: IndicatorSet, kind: Kind, data: bytes, **options: object) -> list[Sighting]:
    """Everything a set finds in a log."""
    consumer = IndicatorLogs(indicators, **options)  # type: ignore[arg-type]  # options of the test
    begun = consumer.start(evidence(kind, data), Extracts(None))
    if begun is None:
        return []
    return [sighting for batch in batches(kind, data) for sighting in begun.feed(batch)]


def iis(*rows: str) -> bytes:
    """A log of requests; a row gives stem, query, client, agent and referer, `-` for what it leaves out."""
    lines = [HEADER]
    for row in rows:
        stem, query, client, agent, referer = [*row.split(" "), "-", "-", "-", "-"][:5]
        lines.append(f"2021-03-03 06:49:44 10.0.0.5 GET {stem or '/'} {query} {client} {agent} {referer} 200")
    return "\r\n".join(lines).encode() + b"\r\n"


def values_of(found: Sequence[Sighting], indicators: IndicatorSet) -> set[str]:
    """The values of the indicators that were seen."""
    return {entry.value for item in found for entry in indicators.entries(item.detector)}
