"""Whether a web log of no known server is that of an Exchange server, or of what stands before one.

A log in the NCSA format says nothing of its server, and scanners look for Exchange everywhere: a site that answers
every address with success then reads like a server that was broken into.  What Exchange asks of everybody is a sign-in
under the addresses of its applications, with 401; hardly any other site does so under several of them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from indicia.detection.extracts import Extracts
from indicia.errors import CaseError
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Sighting
from indicia.parquet.columns import Column
from indicia.parquet.columns import Kind as ColumnKind
from indicia.parquet.reading import Reader
from indicia.tables.batch import Batch, Lines

UNNAMED = frozenset((Kind.NCSA, Kind.WEB_CSV, Kind.WEB_JSON))
"""Logs that do not say whose they are, or only that IIS wrote them."""
EXTRACT = "asks-as-exchange"
"""Name of the table: one row for each application of Exchange under which a log asked for a sign-in."""
_COLUMNS = (Column("path", ColumnKind.TEXT), Column("application", ColumnKind.TEXT))
_APPLICATIONS = (
    rb"/((?i:ews/exchange\.asmx|mapi/(?:emsmdb|nspi)|rpc/rpcproxy\.dll|microsoft-server-activesync|oab/"
    rb"|autodiscover/autodiscover\.xml|powershell))"
)
_ASKED = re.compile(rb" " + _APPLICATIONS + rb'[^" ]{0,2000} HTTP/\d\.\d" 401 ')
_IN_ROWS = re.compile(rb"\t" + _APPLICATIONS + rb"[^\t\n]{0,2000}\t[^\t\n]{0,4000}\t401\t")
"""Path, query and status in rows as they are written down again."""
_ENOUGH = 2
"""So many applications."""
UNKNOWN = (
    "This log does not show that its server is Exchange or stands before one: it does not ask for sign-ins as Exchange "
    "does, so the answer may be anybody's."
)


class FrontsOfExchange:
    """Looks for such answers; one of the log consumers."""

    def start(self, evidence: Evidence, extracts: Extracts) -> "FrontPass | None":
        """Begin with a log of no known server; null for anything else."""
        return FrontPass(evidence, extracts) if evidence.kind in UNNAMED else None


class FrontPass:
    """One log on its way."""

    def __init__(self, evidence: Evidence, extracts: Extracts) -> None:
        self._path = evidence.path
        self._extracts = extracts
        self._asked = _ASKED if evidence.kind is Kind.NCSA else _IN_ROWS
        self._found: set[str] = set()

    @property
    def overflow(self) -> Mapping[str, int]:
        """Nothing is left out."""
        return {}

    @property
    def faults(self) -> Sequence[str]:
        """None: what could not be read is the reader's to say."""
        return ()

    def feed(self, batch: Batch) -> Iterable[Sighting]:
        """No sightings; looks no further where enough was seen."""
        if isinstance(batch, Lines) and len(self._found) < _ENOUGH:
            for found in self._asked.finditer(batch.text):
                self._found.add(found[1].partition(b"/")[0].lower().decode())
                if len(self._found) >= _ENOUGH:
                    break
        return ()

    def see(self, sighting: Sighting) -> Iterable[Sighting]:
        """Nothing follows from single records."""
        return ()

    def close(self) -> None:
        """Leave the table; none where nothing was found."""
        rows = [(self._path, name) for name in sorted(self._found)]
        if rows:
            self._extracts.append(EXTRACT, _COLUMNS, list(zip(*rows, strict=True)))


def of_nobody(evidence: Evidence, extracts: Mapping[str, Sequence[Path]]) -> bool:
    """Whether nothing shows that a log is Exchange's or that of what stands before it; logs of one folder are those of
    one server.  Raises CaseError when the tables cannot be read.
    """
    return evidence.kind in UNNAMED and _folder(evidence.path) not in _fronts(tuple(extracts.get(EXTRACT, ())))


@lru_cache(maxsize=8)
def _fronts(paths: tuple[Path, ...]) -> frozenset[str]:
    """Folders of logs that ask for sign-ins as Exchange does."""
    found: dict[str, set[str]] = defaultdict(set)
    for table in paths:
        try:
            with Reader(table) as reader:
                for path, application in reader.rows(_COLUMNS):
                    found[_folder(str(path))].add(str(application))
        except (OSError, ValueError) as error:
            raise CaseError(
                f"tables of web logs cannot be read: {error}",
                hint="Delete the readings of this case and scan again.",
            ) from None
    return frozenset(folder for folder, names in found.items() if len(names) >= _ENOUGH)


def _folder(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[0]
