"""An advisory: the techniques it prints, what would show each of them on the victim's side, and what helps against it.

An advisory is data: a folder `packs/<name>/` with `advisory.toml`, beside it rules of its own (`sigma/`, `yara/`).
"""

import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from indicia.errors import RulesetError
from indicia.knowledge.packs.pack import Need, Pack
from indicia.knowledge.section import Section, read_section
from indicia.model.technique import Countermeasure

_ID = re.compile(r"T\d{4}(\.\d{3})?")
_TACTIC = re.compile(r"TA\d{4}")
_MITIGATION = re.compile(r"M\d{4}")
_D3FEND = re.compile(r"D3-[A-Z]+")


class AdvisoryTechnique(Struct, frozen=True, kw_only=True):
    """One id that an advisory prints."""

    printed: str
    """Exactly as printed, misprints too."""
    id: str
    """The id that was meant, of the version of ATT&CK the advisory speaks."""
    name: str
    """As printed."""
    name_now: str
    """As ATT&CK has it today."""
    best_fit: tuple[str, ...]
    """Ids of today that fit the procedure better than the printed one; empty where the printed one fits."""
    row: int
    """Number of the table row, counted over the whole document."""
    table: str
    """As printed: `1`, `II`."""
    tactics: tuple[str, ...]
    """Tactic ids under which its table stands."""
    also_tactics: tuple[str, ...]
    """Further ones that the row names."""
    procedure: str
    """What it describes, in our own words."""
    mitigations: tuple[str, ...]
    """What the advisory says helps, in our own words."""
    attack_mitigations: tuple[str, ...]
    """Ids of the mitigations that ATT&CK names for it today, `M1042`."""
    countermeasures: tuple[Countermeasure, ...]
    visible_in: tuple[Need, ...]
    """Log sources of the pack that would show it, with the parts (event ids) that do."""
    visible_elsewhere: tuple[str, ...]
    """What else would show it, beyond the logs of this server that are read here: other hosts, other devices."""
    not_visible: str
    """Why nothing on the victim's side can show it; empty where something can."""
    shown_by: tuple[str, ...]
    """Artefact tests of the pack whose hits are this procedure, whatever technique they name."""
    observables: tuple[str, ...]
    observables_verified: bool
    note: str
    source: str
    verified: bool

    @property
    def parent(self) -> str:
        """Id of the technique above it; empty for one that is no sub-technique."""
        base, _, rest = self.id.partition(".")
        return base if rest else ""


class Advisory(Struct, frozen=True, kw_only=True):
    """One document."""

    name: str
    """Name of its folder, `aa21-200b`."""
    title: str
    numbers: tuple[str, ...]
    authors: tuple[str, ...]
    published: date
    revised: date
    marking: str
    attack_version: str
    attack_checked: str
    """Version against which names of today were checked."""
    d3fend_version: str
    pages: int
    """0: not known."""
    verified: bool
    source: str
    no_table_for: tuple[str, ...]
    """Tactics about which it prints nothing: silence there is no all-clear."""
    anomalies: tuple[tuple[str, str], ...]
    """(where, what) is printed wrongly or oddly."""
    trends: tuple[tuple[str, str], ...]
    general_mitigations: tuple[tuple[str, tuple[str, ...]], ...]
    """(group, lines)."""
    techniques: tuple[AdvisoryTechnique, ...]
    """In the order of the document."""

    def leaves(self) -> frozenset[str]:
        """Ids of the techniques of which it prints no sub-technique."""
        return frozenset(item.id for item in self.techniques) - {item.parent for item in self.techniques}


def load_advisories(pack: Pack) -> tuple[Advisory, ...]:
    """The advisories that come with a pack, in order of name.  Raises RulesetError as `load_advisory`."""
    return tuple(load_advisory(folder, pack) for folder in pack.advisories)


def load_advisory(folder: Path, pack: Pack) -> Advisory:
    """Read `advisory.toml` of a folder.

    Raises RulesetError, naming file, entry and reason, for an unknown key, a value of the wrong type, an id of the
    wrong form or printed twice, a log source or artefact test that the pack does not define, a technique that says
    neither what would show it nor why nothing can, and one that says both.
    """
    top = read_section(folder / "advisory.toml")
    sources = {source.id for source in pack.sources}
    tests = {test.id for test in pack.tests}
    rows = tuple(_rows(top, sources, tests))
    advisory = Advisory(
        name=top.text("name"),
        title=top.text("title"),
        numbers=top.texts("numbers"),
        authors=top.texts("authors"),
        published=top.moment("published").date(),
        revised=top.moment("revised").date(),
        marking=top.text("marking"),
        attack_version=top.text("attack_version"),
        attack_checked=top.text("attack_checked"),
        d3fend_version=top.text("d3fend_version", ""),
        pages=top.number("pages", 0),
        verified=top.flag("verified", default=True),
        source=top.text("source"),
        no_table_for=_tactics(top, "no_table_for"),
        anomalies=_pairs(top, "anomaly", "where", "what"),
        trends=_pairs(top, "trend", "id", "text"),
        general_mitigations=tuple(_groups(top)),
        techniques=tuple(technique for _, row in rows for technique in row),
    )
    top.close()
    if advisory.name != folder.name:
        raise top.wrong(f"`name` is `{advisory.name}`, the folder is `{folder.name}`")
    if not advisory.techniques:
        raise top.wrong("no row prints a technique")
    _once(folder, "row", [str(number) for number, _ in rows])
    _once(folder, "printed id", [technique.printed for technique in advisory.techniques])
    return advisory


def _rows(
    top: Section, sources: Collection[str], tests: Collection[str]
) -> Iterator[tuple[int, tuple[AdvisoryTechnique, ...]]]:
    for row in top.rows("row", "number"):
        number, table = row.number("number", 0), row.text("table")
        tactics, also = _tactics(row, "tactics"), _tactics(row, "also_tactics")
        if not number or not tactics:
            raise row.wrong("a row needs `number`, from 1, and `tactics`")
        procedure, mitigations = row.text("procedure"), row.texts("mitigations")
        countermeasures = tuple(_countermeasures(row))
        source, verified = row.text("source"), row.flag("verified", default=True)
        yield (
            number,
            tuple(
                _technique(
                    item,
                    sources,
                    tests,
                    row=number,
                    table=table,
                    tactics=tactics,
                    also_tactics=also,
                    procedure=procedure,
                    mitigations=mitigations,
                    countermeasures=countermeasures,
                    source=source,
                    verified=verified,
                )
                for item in row.rows("technique", "printed")
            ),
        )
        row.close()


def _technique(
    item: Section,
    sources: Collection[str],
    tests: Collection[str],
    *,
    row: int,
    table: str,
    tactics: tuple[str, ...],
    also_tactics: tuple[str, ...],
    procedure: str,
    mitigations: tuple[str, ...],
    countermeasures: tuple[Countermeasure, ...],
    source: str,
    verified: bool,
) -> AdvisoryTechnique:
    printed, name = item.text("printed"), item.text("name")
    technique = AdvisoryTechnique(
        printed=printed,
        id=item.text("id", printed),
        name=name,
        name_now=item.text("name_now", name),
        best_fit=item.texts("best_fit"),
        row=row,
        table=table,
        tactics=tactics,
        also_tactics=also_tactics,
        procedure=procedure,
        mitigations=mitigations,
        attack_mitigations=item.texts("attack_mitigations"),
        countermeasures=countermeasures,
        visible_in=tuple(_needs(item, sources)),
        visible_elsewhere=item.texts("visible_elsewhere"),
        not_visible=item.text("not_visible", ""),
        shown_by=item.texts("shown_by"),
        observables=item.texts("observables"),
        observables_verified=item.flag("observables_verified", default=True),
        note=item.text("note", ""),
        source=source,
        verified=verified,
    )
    item.close()
    for id in (technique.id, *technique.best_fit):
        if not _ID.fullmatch(id):
            raise item.wrong(f"`{id}` is no ATT&CK technique id")
    for mitigation in technique.attack_mitigations:
        if not _MITIGATION.fullmatch(mitigation):
            raise item.wrong(f"`{mitigation}` is no ATT&CK mitigation id")
    for test in technique.shown_by:
        if test not in tests:
            raise item.wrong(f"unknown artefact test `{test}`")
    if bool(technique.not_visible) == bool(technique.visible_in or technique.visible_elsewhere):
        raise item.wrong("say either what would show it (`visible_in`, `visible_elsewhere`) or why nothing can")
    return technique


def _needs(item: Section, sources: Collection[str]) -> Iterator[Need]:
    for need in item.rows("visible_in", "source"):
        source = need.text("source")
        if source not in sources:
            raise need.wrong(f"unknown log source `{source}`")
        yield Need(source=source, parts=need.texts("parts"))
        need.close()


def _countermeasures(row: Section) -> Iterator[Countermeasure]:
    for item in row.rows("d3fend", "id"):
        id, printed = item.text("id"), item.text("printed", "")
        for value in (id, printed or id):
            if not _D3FEND.fullmatch(value):
                raise item.wrong(f"`{value}` is no D3FEND id")
        yield Countermeasure(id=id, name=item.text("name"), tactic=item.text("tactic"), printed=printed)
        item.close()


def _tactics(section: Section, key: str) -> tuple[str, ...]:
    found = section.texts(key)
    for tactic in found:
        if not _TACTIC.fullmatch(tactic):
            raise section.wrong(f"`{tactic}` is no ATT&CK tactic id")
    return found


def _pairs(top: Section, key: str, first: str, second: str) -> tuple[tuple[str, str], ...]:
    found = []
    for row in top.rows(key, first):
        found.append((row.text(first), row.text(second)))
        row.close()
    return tuple(found)


def _groups(top: Section) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in top.rows("general_mitigation", "group"):
        yield row.text("group"), row.texts("items")
        row.close()


def _once(folder: Path, what: str, values: Collection[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise RulesetError(f"{folder / 'advisory.toml'}: {what} {value} is there twice", hint="correct the file")
        seen.add(value)
