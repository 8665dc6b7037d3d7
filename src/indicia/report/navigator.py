"""Layers for the ATT&CK Navigator, format 4.5: a cell for each technique of an advisory, its findings behind it.

Source: ATT&CK Navigator, layers/spec/v4.5/layerformat.md.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from indicia.knowledge.published.attack_versions import SPOKEN, AttackVersions, load_attack_versions
from indicia.model.assessment import Assessment, Result
from indicia.model.finding import Finding
from indicia.model.technique import Sight, TechniqueAnswer, TechniqueMatrix
from indicia.plain import to_json
from indicia.report.clean import clean
from indicia.report.words import some, to_second

_COLOURS = {Sight.SEEN: "#d7402b", Sight.NOT_SEEN: "#8fbfe0", Sight.NOT_VISIBLE: "#d9d9d9"}
_SCORES = {Sight.SEEN: 100, Sight.NOT_SEEN: 50, Sight.NOT_VISIBLE: 0}
_NAVIGATOR = "5.1.0"
"""Format 4.5 asks for 4.9.0 or later."""
_FINDINGS = 20
"""Findings behind one cell."""
_LONGEST = 400


class _Cell(Struct, frozen=True):
    """What is known of one id under one tactic, on one host or several."""

    answers: list[tuple[str, TechniqueAnswer]] = field(default_factory=list)
    """(host, answer)."""


def layers(
    result: Result, hosts: Sequence[Assessment], advisories: Sequence[str], version: str, *, merged: bool
) -> bytes:
    """One layer for each advisory and host, or with `merged` for each advisory over all hosts, as JSON.

    One layer is an object, several are a list, as the Navigator takes both.  `version` is the ATT&CK version whose ids
    are used.  Raises RulesetError for a version that is not known here.
    """
    versions = load_attack_versions()
    findings = {finding.id: finding for finding in result.findings}
    found = []
    for name in advisories:
        every = [(host.host, matrix) for host in hosts for matrix in host.techniques if matrix.advisory == name]
        for group in [every] if merged and every else [[one] for one in every]:
            found.append(_layer(result, group, findings, versions, version))
    return to_json(found[0] if len(found) == 1 else found)


def _layer(
    result: Result,
    group: Sequence[tuple[str, TechniqueMatrix]],
    findings: Mapping[str, Finding],
    versions: AttackVersions,
    version: str,
) -> Mapping[str, object]:
    matrix = group[0][1]
    cells: dict[tuple[str, str], _Cell] = {}
    for host, one in group:
        for answer in one.answers:
            for id in _ids(answer, matrix, versions, version):
                for tactic in _tactics(answer, id, versions, version):
                    cells.setdefault((id, tactic), _Cell()).answers.append((host, answer))
    parents = {id.partition(".")[0] for id, _ in cells if "." in id}
    who = group[0][0] if len(group) == 1 else f"{len(group)} servers"
    return {
        "name": clean(f"{matrix.advisory.upper()} on {who}", _LONGEST),
        "versions": {"attack": version, "navigator": _NAVIGATOR, "layer": "4.5"},
        "domain": "enterprise-attack",
        "description": clean(
            f"Techniques of {matrix.title} ({matrix.published}), held against the evidence of {who} by Indicia "
            f"{result.version}. Not seen means looked for and not found, never not used.",
            2 * _LONGEST,
        ),
        "sorting": 3,
        "layout": {"layout": "side", "showID": True, "showName": True, "expandedSubtechniques": "annotated"},
        "hideDisabled": False,
        "techniques": [
            {
                **_cell(id, tactic, cell, findings),
                **({"showSubtechniques": True} if id in parents else {}),
            }
            for (id, tactic), cell in cells.items()
        ],
        "gradient": {
            "colors": [_COLOURS[Sight.NOT_VISIBLE], _COLOURS[Sight.NOT_SEEN], _COLOURS[Sight.SEEN]],
            "minValue": 0,
            "maxValue": 100,
        },
        "legendItems": [{"label": sight.value, "color": _COLOURS[sight]} for sight in Sight],
        "metadata": [
            {"name": "advisory", "value": matrix.advisory},
            *({"name": "server", "value": clean(host, _LONGEST)} for host, _ in group),
            {"name": "ruleset", "value": result.ruleset.digest},
        ],
        "selectTechniquesAcrossTactics": False,
        "selectSubtechniquesWithParent": False,
    }


def _ids(answer: TechniqueAnswer, matrix: TechniqueMatrix, versions: AttackVersions, version: str) -> tuple[str, ...]:
    """The technique in the layer's version, as printed where that is the advisory's own."""
    if version == matrix.attack_version and versions.lives(answer.printed, version):
        return (answer.printed,)
    return versions.migrate(answer.current, SPOKEN, version).ids if answer.current else ()


def _tactics(answer: TechniqueAnswer, id: str, versions: AttackVersions, version: str) -> tuple[str, ...]:
    """Short names of the tactics under which the advisory files it, as far as that version does; else all: empty."""
    found = [versions.tactic_in(tactic, id, version) for tactic in answer.tactics]
    return tuple(dict.fromkeys(name for name in found if name)) or ("",)


def _cell(id: str, tactic: str, cell: _Cell, findings: Mapping[str, Finding]) -> Mapping[str, object]:
    sight = _together([answer.sight for _, answer in cell.answers])
    base, _, rest = id.partition(".")
    return {
        "techniqueID": id,
        **({"tactic": tactic} if tactic else {}),
        "score": _SCORES[sight],
        "color": _COLOURS[sight],
        "comment": _comment(sight, cell),
        "enabled": True,
        "metadata": list(_metadata(cell, findings)),
        "links": [{"label": f"ATT&CK {id}", "url": f"https://attack.mitre.org/techniques/{base}/{rest}".rstrip("/")}],
    }


def _together(sights: Sequence[Sight]) -> Sight:
    """Seen anywhere is seen; not seen only where every server could have shown it."""
    if Sight.SEEN in sights:
        return Sight.SEEN
    return Sight.NOT_VISIBLE if Sight.NOT_VISIBLE in sights else Sight.NOT_SEEN


def _comment(sight: Sight, cell: _Cell) -> str:
    """The word, then each server's reason; the same reason of several once."""
    reasons: dict[str, dict[str, None]] = {}
    for host, answer in cell.answers:
        numbers = f" ({some(answer.findings, _FINDINGS)})" if answer.findings else ""
        reasons.setdefault(f"{answer.sight.value}{numbers}: {answer.why}", {}).setdefault(host)
    if len({host for host, _ in cell.answers}) == 1:
        return clean("; ".join(reasons), 4 * _LONGEST)
    lines = (f"{some(list(hosts), 5)}: {reason}" for reason, hosts in reasons.items())
    return clean(f"{sight.value}. {'; '.join(lines)}", 8 * _LONGEST)


def _metadata(cell: _Cell, findings: Mapping[str, Finding]) -> Iterator[Mapping[str, object]]:
    """Names and values; then each finding with its sentence, time and place."""
    printed = dict.fromkeys(answer.printed for _, answer in cell.answers)
    yield {"name": "printed as", "value": ", ".join(printed)}
    yield {"name": "detectors", "value": str(max(answer.detectors for _, answer in cell.answers))}
    ids = list(dict.fromkeys(id for _, answer in cell.answers for id in answer.findings))
    for id in ids[:_FINDINGS]:
        finding = findings.get(id)
        if finding is not None:
            at = finding.exhibits[0]
            where = f"{at.path}" + (f" line {at.at.line}" if at.at.line is not None else f" byte {at.at.offset}")
            text = f"{clean(finding.summary, _LONGEST)} {finding.host}, {to_second(finding.seen)} UTC, {where}"
            yield {"name": id, "value": clean(text, 2 * _LONGEST)}
    if len(ids) > _FINDINGS:
        yield {"name": "more", "value": f"{len(ids) - _FINDINGS} further findings in the report"}
