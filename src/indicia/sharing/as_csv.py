"""One row for each finding, safe for spreadsheets (RFC 4180, UTF-8 with a byte order mark, every text in quotes).

A cell that a spreadsheet could take for a formula gets an apostrophe before it, and so does one that begins with an
apostrophe.  Many spreadsheets take the semicolon for what parts cells, whatever the file says: behind one, what could
then begin a formula gets an apostrophe too.  Taking each of these away gives every cell back.  Control,
direction and invisible characters are written out; a text longer than a cell may be is cut and ends in an ellipsis.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping

from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage
from indicia.sharing.absent import tell_absent
from indicia.sharing.loss import Loss
from indicia.sharing.material import Material
from indicia.sharing.tree import shown, tree
from indicia.statement.canonical import Json

_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212\u207a\u208a\u207b\u208b\u207c\u208c"
"""What begins a formula, in every width; some programs make the plain sign of the others."""
_FORMULA = re.compile(f"[{_SIGNS}']")
_PARTED = re.compile(f";(?=[ '\"]*[{_SIGNS}])")
_JOINED = re.compile(f";'(?=[ '\"]*[{_SIGNS}])")
_LONGEST = 32_000
"""A cell of a spreadsheet holds 32,767 characters."""
_BETWEEN = " | "
_COLUMNS = (
    *("case", "marking", "id", "host", "stage", "severity", "confidence", "seen", "last", "count", "title", "summary"),
    *("detector", "kind", "rule", "techniques", "tests", "clients", "objects", "presence", "next_step", "mistakes"),
    *("suppressed_because", "evidence", "sha256", "offset", "length", "line"),
)


def write_csv(material: Material, out: Callable[[bytes], object], loss: Loss) -> None:
    """Write the table."""
    out(b"\xef\xbb\xbf" + ",".join(_COLUMNS).encode() + b"\r\n")
    for case in material.cases:
        for finding in case.findings:
            row = _row(finding)
            cells = {"case": _cell(case.name), "marking": _cell(material.marking.value), **row}
            out(",".join(cells[name] for name in _COLUMNS).encode() + b"\r\n")
            loss.tell("finding", tree(finding), _finding({name: _read(cell) for name, cell in cells.items()}))
    loss.note("one record is named of each finding, the one to show; the others are not in the table")
    tell_absent(material, loss, frozenset())


def again_csv(data: bytes) -> Iterator[tuple[str, Json]]:
    """What the table gives back: kind and tree of each finding."""
    csv.field_size_limit(1 << 26)
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        yield "finding", _finding({name: _bare(cell) for name, cell in row.items()})


def _row(finding: Finding) -> dict[str, str]:
    first = finding.exhibits[0]
    return {
        "id": _cell(finding.id),
        "host": _cell(finding.host),
        "stage": _cell("" if finding.stage is None else finding.stage.name.lower()),
        "severity": _cell(finding.severity.name.lower()),
        "confidence": _cell(finding.confidence.name.lower()),
        "seen": _cell(finding.seen.isoformat() if finding.seen else ""),
        "last": _cell(finding.last.isoformat() if finding.last else ""),
        "count": str(finding.count),
        "title": _cell(finding.title),
        "summary": _cell(finding.summary),
        "detector": _cell(finding.detector),
        "kind": _cell(finding.card.kind),
        "rule": _cell(finding.card.title),
        "techniques": _cell(_BETWEEN.join(finding.techniques)),
        "tests": _cell(_BETWEEN.join(finding.tests)),
        "clients": _cell(_BETWEEN.join(finding.clients)),
        "objects": _cell(_BETWEEN.join(finding.objects)),
        "presence": _cell(finding.presence.value),
        "next_step": _cell(finding.next_step),
        "mistakes": _cell(finding.mistakes),
        "suppressed_because": _cell(finding.suppressed.reason if finding.suppressed else ""),
        "evidence": _cell(first.path),
        "sha256": _cell(first.at.sha256),
        "offset": str(first.at.offset),
        "length": str(first.at.length),
        "line": "" if first.at.line is None else str(first.at.line),
    }


def _finding(row: Mapping[str, str]) -> Json:
    at: dict[str, Json] = {
        "sha256": row["sha256"],
        "offset": _number(row["offset"]),
        "length": _number(row["length"]),
        "line": _number(row["line"]),
    }
    return {
        "detector": row["detector"],
        "title": row["title"],
        "summary": row["summary"],
        "stage": Stage[row["stage"].upper()].value if row["stage"] else None,
        "severity": Severity[row["severity"].upper()].value,
        "confidence": Confidence[row["confidence"].upper()].value,
        "host": row["host"],
        "seen": row["seen"] or None,
        "last": row["last"] or None,
        "count": _number(row["count"]),
        "exhibits": [{"path": row["evidence"], "at": at}],
        "card": {"kind": row["kind"], "title": row["rule"]},
        **{name: _list(row[name]) for name in ("techniques", "tests", "clients", "objects")},
        "presence": Presence(row["presence"]).value,
        "next_step": row["next_step"],
        "mistakes": row["mistakes"],
        "id": row["id"],
        "suppressed": {"reason": row["suppressed_because"]} if row["suppressed_because"] else None,
    }


def _cell(value: str) -> str:
    if not value:
        return ""
    safe = _PARTED.sub(";'", shown(value[:_LONGEST]))
    if len(value) > _LONGEST or len(safe) > _LONGEST:
        safe = safe[: _LONGEST - 1] + "…"
    # What a spreadsheet skips before it looks for a formula is written out by now, but for blanks.
    safe = f"'{safe}" if _FORMULA.match(safe.lstrip(' "')) else safe
    return '"' + safe.replace('"', '""') + '"'


def _read(cell: str) -> str:
    return _bare(cell[1:-1].replace('""', '"') if cell.startswith('"') else cell)


def _bare(cell: str) -> str:
    return _JOINED.sub(";", cell.removeprefix("'"))


def _list(cell: str) -> Json:
    return list(cell.split(_BETWEEN)) if cell else []


def _number(cell: str) -> int | None:
    return int(cell) if cell else None
