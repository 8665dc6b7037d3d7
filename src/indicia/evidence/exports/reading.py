"""The reader of exported objects, whatever form they were printed in."""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

import orjson

from indicia.config import Limits
from indicia.evidence.exports.classes import by_command
from indicia.evidence.exports.clixml import from_clixml
from indicia.evidence.exports.ldif import from_ldif, is_ldif
from indicia.evidence.exports.long_text import Lined, LongText
from indicia.evidence.exports.objects import Exported, rows
from indicia.evidence.exports.printed import from_csv, from_http_state, from_json, from_json_lines, from_list
from indicia.evidence.exports.text import Text, read_text, whole_fault
from indicia.evidence.readers import reader
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger, Rows

_FEWEST = {"Service": 20}
"""A Windows has hundreds of services."""
Form = Callable[[Text, Evidence, Ledger, str], Iterator[Exported]]
LineForm = Callable[[Lined, Evidence, Ledger, str], Iterator[Exported]]
_LISTED = re.compile(r"[A-Za-z_][\w.() -]{0,80}\s+:(\s|$)")
HTTP_STATE = "snapshot of http service state"
"""First line of `netsh http show servicestate`."""


@reader(Kind.EXPORT)
def read_export(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Rows]:
    """Objects as records of the table `exported`: CSV, JSON, CliXML, LDIF, printed lists, http.sys.

    A file larger than a configuration may be is read line by line where its form allows it, else it is a fault.
    Rows and documents that cannot be read are faults; the rest comes out.  Every byte outside them counts as read.
    """
    name = evidence.path.rpartition("/")[2]
    if evidence.size > limits.config_bytes:
        found = _long(stream, evidence, ledger, limits, name)
    else:
        text = read_text(stream, evidence, ledger, limits)
        found = None if text is None else _form(text.text)(text, evidence, ledger, name)
        if text is not None and _form(text.text) is from_http_state:
            name = "Get-HttpUrl"
    if found is None:
        return
    kinds = [kind for kind in (by_command(name),) if kind]
    # A file called after a command holds what that command lists; any other may hold what somebody picked out.
    fewest = {kind: number for kind, number in _FEWEST.items() if kind not in kinds}
    yield from rows(found, evidence, ledger, kinds, fewest)
    ledger.records = evidence.size - ledger.faulty


def _long(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits, name: str) -> Iterator[Exported] | None:
    """Objects of a file that does not fit into memory; null, and a fault, where its form needs the whole of it."""
    text = LongText(stream, evidence, ledger, limits)
    form = _form(text.head)
    lined: dict[Form, LineForm] = {
        from_csv: from_csv,
        from_list: from_list,
        from_http_state: from_http_state,
        from_ldif: from_ldif,
    }
    if form is from_json and is_json_line(text.head):
        return from_json_lines(text, evidence, ledger, name)
    if form in lined:
        return lined[form](text, evidence, ledger, name)
    whole_fault(evidence, ledger, f"larger than {limits.config_bytes} bytes (limit): export it as CSV, or in parts")
    return None


def is_json_line(head: str) -> bool:
    """Whether the first line is a whole JSON object."""
    try:
        return isinstance(orjson.loads(head.partition("\n")[0]), dict)
    except ValueError:
        return False


def _form(text: str) -> Form:
    head = text[:4096].lstrip()
    if head.startswith("<"):
        return from_clixml
    if head.startswith(("{", "[")):
        return from_json
    if head.lower().startswith(HTTP_STATE):
        return from_http_state
    if is_ldif(head.splitlines()[:50]):
        return from_ldif
    first = next((line for line in head.splitlines() if line.strip()), "")
    if _LISTED.match(first):
        return from_list
    return from_csv
