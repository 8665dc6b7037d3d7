"""The reader of exported objects, whatever form they were printed in."""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.exports.classes import by_command
from indicia.evidence.exports.clixml import from_clixml
from indicia.evidence.exports.objects import Exported, rows
from indicia.evidence.exports.printed import from_csv, from_http_state, from_json, from_list
from indicia.evidence.exports.text import Text, read_text
from indicia.evidence.readers import reader
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger, Rows

Form = Callable[[Text, Evidence, Ledger, str], Iterator[Exported]]
_LISTED = re.compile(r"[A-Za-z_][\w.() -]{0,80}\s+:(\s|$)")
HTTP_STATE = "snapshot of http service state"
"""First line of `netsh http show servicestate`."""


@reader(Kind.EXPORT)
def read_export(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Rows]:
    """Objects as records of the table `exported`: CSV, JSON, CliXML, printed lists, and the state of http.sys.

    Rows and documents that cannot be read are faults; the rest comes out.  Every byte outside them counts as read.
    """
    text = read_text(stream, evidence, ledger, limits)
    if text is None:
        return
    name = evidence.path.rpartition("/")[2]
    form = _form(text.text)
    kinds = [kind for kind in (by_command(name), "HttpUrl" if form is from_http_state else "") if kind]
    yield from rows(form(text, evidence, ledger, name), evidence, ledger, kinds)
    ledger.records = evidence.size - ledger.faulty


def _form(text: str) -> Form:
    head = text[:4096].lstrip()
    if head.startswith("<"):
        return from_clixml
    if head.startswith(("{", "[")):
        return from_json
    if head.lower().startswith(HTTP_STATE):
        return from_http_state
    first = next((line for line in head.splitlines() if line.strip()), "")
    if _LISTED.match(first):
        return from_list
    return from_csv
