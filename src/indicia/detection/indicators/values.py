"""The texts of a record in which indicators are looked for."""

from collections.abc import Iterator

from indicia.detection.conditions.condition import fold
from indicia.detection.indicators.tokens import web_forms
from indicia.model.record import Record
from indicia.tables.schema import EXCHANGE_LOG, WEB_REQUEST

_ENCODED = frozenset({WEB_REQUEST.name, EXCHANGE_LOG.name})
"""Tables whose values may be percent-encoded."""
_DECODED = frozenset({"cs-uri-stem", "cs-uri-query"})
"""Fields that hold their decoded forms already."""

UNLOOKED = frozenset(
    {"EventID", "EventRecordID", "Channel", "Provider_Name", "Computer", "Level", "Version", "Task", "Opcode"}
    | {"Keywords", "date", "time", "Header", "Content"}
)
"""Fields in which nothing is looked for: a reader takes them from elsewhere than the record's own text."""


def forms_of(record: Record) -> Iterator[tuple[str, str, str]]:
    """(Field, value as it stands, folded form) of each text; of requests percent-decoded once and twice as well.

    Numbers are texts too; each form of a field comes once.
    """
    encoded = record.table in _ENCODED
    for name, value in record.fields.items():
        if name in UNLOOKED or value is None:
            continue
        met: set[str] = set()
        for item in value if isinstance(value, tuple) else (value,):
            text = item if isinstance(item, str) else str(item)
            for form in web_forms(text) if encoded and name not in _DECODED else (text,):
                folded = fold(form)
                if folded and folded not in met:
                    met.add(folded)
                    yield name, form, folded
