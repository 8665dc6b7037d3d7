"""Indicators of reports as CSV, in the form that `indicia scan --indicators` reads."""

import csv
import io
from collections.abc import Sequence

from indicia.model.reported import MentionKind, ReportReading

_TYPES = {
    "md5": "md5",
    "sha1": "sha1",
    "sha256": "sha256",
    "ipv4": "ipv4",
    "ipv6": "ipv6",
    "cidr": "cidr",
    "domain": "domain",
    "url": "url",
    "email": "email",
    "file name": "filename",
    "path": "path",
    "registry": "registrykey",
    "user agent": "useragent",
    "mutex": "mutex",
}
"""Our sorts → the names of kinds that indicator lists use; of other sorts no log holds a value."""
_WRITTEN_ALL_THE_SAME = frozenset({"documentation address", "documentation name"})
"""They do no harm in a list, and exercises use them."""
_MOST_NOTE = 200


def indicators_as_csv(readings: Sequence[ReportReading]) -> tuple[bytes, int, int]:
    """The file, how many indicators are in it, and how many were left out.

    Each value once, with the first sentence that names it.  Left out is what only looks like an indicator (`aside`).
    """
    kept: dict[tuple[str, str], tuple[str, str]] = {}
    left: set[tuple[str, str]] = set()
    for reading in readings:
        for mention in reading.mentions:
            if mention.kind is not MentionKind.INDICATOR:
                continue
            key = (_TYPES.get(mention.sort, ""), mention.value)
            if not key[0] or (mention.aside and mention.aside not in _WRITTEN_ALL_THE_SAME):
                left.add((mention.sort, mention.value))
                continue
            note = " ".join(mention.context.words.split())[:_MOST_NOTE] if mention.context else ""
            kept.setdefault(key, (note, reading.text.name))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("indicator", "type", "description", "reference"))
    for (kind, value), (note, name) in kept.items():
        # A value stays as it is; words that a spreadsheet would take for a formula do not.
        writer.writerow((value, kind, f"'{note}" if note[:1] in ("=", "+", "-", "@") else note, name))
    return out.getvalue().encode("utf-8"), len(kept), len(left - {(kind, value) for kind, value in kept})
