"""An object as a management command exported it, as a record of the table `exported`."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from indicia.evidence.exports.classes import decides, source_of
from indicia.evidence.exports.task_actions import command_line
from indicia.evidence.exports.text import Place
from indicia.evidence.exports.values import is_lost, moment, several
from indicia.model.coverage import Span
from indicia.model.evidence import Evidence, Locator
from indicia.model.record import Record, Value
from indicia.tables.batch import Ledger, Rows
from indicia.tables.schema import EXPORTED

_BATCH = 500
_RAW = 65536
_NAMED = 5
_INCOMPLETE = re.compile(r"\.incomplete\.[a-z]+$", re.IGNORECASE)
"""Files of our collectors whose command failed half way."""
_BUILDS = frozenset({"FileVersionInfo"})
"""Classes of no log source that name the build of the server."""
_CREATED = ("whencreatedutc", "whencreated", "created", "registrationdate")
_CHANGED = ("whenchangedutc", "whenchanged", "modified")
_NAMES = ("identity", "name", "displayname", "distinguishedname", "taskname", "id")
_CALLED: tuple[tuple[str, tuple[str, ...]], ...] = (("Identity", _NAMES), ("Name", ("name", *_NAMES)))
_TIMED: tuple[tuple[str, tuple[str, ...]], ...] = (("WhenCreated", _CREATED), ("WhenChanged", _CHANGED))


class Exported(Struct, frozen=True):
    """One object."""

    kind: str
    """Its class: `OabVirtualDirectory`; empty where nothing tells."""
    values: Mapping[str, Value]
    place: Place
    covers: bool = True
    """Whether it shows that objects of its class were exported, not just this one."""


def rows(
    found: Iterable[Exported],
    evidence: Evidence,
    ledger: Ledger,
    also: Iterable[str] = (),
    fewest: Mapping[str, int] | None = None,
) -> Iterator[Rows]:
    """Records in batches; afterwards a span for each source with its classes as parts.

    `fewest`: how many objects of a class there have to be for the file to be a list of all that a host has.
    `also`: classes that the file is an export of even if it holds no object of them; an empty list is an answer.
    """
    classes: Counter[str] = Counter(dict.fromkeys(also, 0))
    batch: list[Record] = []
    unknown, lost = 0, Counter[str]()
    undecided: set[str] = set()
    for each in found:
        item, gone = _kept(each)
        lost.update(gone)
        if not decides(item.kind, [name.lower() for name in gone]):
            undecided.add(item.kind)
        unknown += not item.kind
        if item.kind and item.covers:
            classes[item.kind] += 1
        ledger.count += 1
        batch.append(_record(item, evidence))
        if len(batch) >= _BATCH:
            yield Rows(table=EXPORTED.name, records=batch)
            batch = []
    if batch:
        yield Rows(table=EXPORTED.name, records=batch)
    if unknown:
        ledger.note(f"{unknown} objects of a class that nothing tells: name the file after the command (Get-….csv)")
    if lost:
        names = ", ".join(sorted(lost)[:_NAMED]) + (" …" if len(lost) > _NAMED else "")
        ledger.note(
            f"{lost.total()} lists are only the names of their types ({names}): export as CliXML, or JSON -Depth 6"
        )
    if _INCOMPLETE.search(evidence.path):
        # What it holds is looked at; what it lacks may be there, so it covers nothing.
        ledger.note("the command that wrote this file failed before its end: what is not in it may be there")
        return
    by_source: dict[str, Counter[str]] = {}
    for kind, number in classes.items():
        if number < (fewest or {}).get(kind, 0):
            ledger.note(f"{number} of class {kind} are fewer than any Windows has: others may have been left out")
        elif kind not in undecided:
            by_source.setdefault(source_of(kind), Counter())[kind] += max(number, 1)
    for kind, number in sorted(by_source.pop("exported", Counter()).items()):
        if kind in _BUILDS:
            continue
        better = "; collect the log itself (wevtutil epl)" if kind.startswith("EventLog") else ""
        ledger.note(f"{number} objects of class {kind[:80]}: kept, but nothing asks for them{better}")
    for source, parts in sorted(by_source.items()):
        ledger.spans.append(
            Span(
                source=source,
                host=None,
                records=parts.total(),
                first=None,
                last=None,
                parts=dict(sorted(parts.items())),
            )
        )


def _kept(item: Exported) -> tuple[Exported, list[str]]:
    """The object, joined lists parted and its command line told, and the properties of which only a type is left."""
    lost = [name for name, value in item.values.items() if is_lost(value)]
    values = {name: None if name in lost else several(name, value) for name, value in item.values.items()}
    if item.kind == "ScheduledTask":
        values |= command_line(values)
    return replace(item, values=values), lost


def _record(item: Exported, evidence: Evidence) -> Record:
    lower = {name.lower(): value for name, value in item.values.items()}
    fields: dict[str, Value] = {"Class": item.kind}
    for name, keys in _CALLED:
        value = next((lower[key] for key in keys if lower.get(key)), None)
        if value is not None:
            fields[name] = value
    for name, keys in _TIMED:
        found = next((when for key in keys if (when := moment(lower.get(key), utc=key.endswith("utc")))), None)
        if found is not None:
            fields[name] = found.isoformat()
    created = moment(fields.get("WhenCreated"), utc=True)
    fields |= {name: value for name, value in item.values.items() if name not in fields}
    raw = "\n".join(f"{name}: {_shown(value)}" for name, value in item.values.items())
    return Record(
        table=EXPORTED.name,
        source=source_of(item.kind),
        time=moment(fields.get("WhenChanged"), utc=True) or created,
        host=evidence.host,
        at=Locator(sha256=evidence.sha256, offset=item.place.offset, length=item.place.length, line=item.place.line),
        fields=fields,
        raw=raw[:_RAW],
    )


def _shown(value: Value) -> str:
    return ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
