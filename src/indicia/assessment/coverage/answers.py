"""The answer of each artefact test: hit, no hit, or cannot tell."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from indicia.assessment.coverage.sources import Traced, standing
from indicia.knowledge.packs.pack import ArtefactTest, Need, Pack
from indicia.model.assessment import Answer, Standing, TestAnswer
from indicia.model.finding import Finding

CHANGING = ("iis", "httpproxy")
"""Sources whose gaps the coverage test looks at: an Exchange server writes to both every few minutes."""


class Period(Struct, frozen=True):
    """The period in question on one host, UTC."""

    since: datetime | None
    """Asked for by the user; null: each family's own window counts."""
    until: datetime | None
    """Asked for by the user, else the host's newest record."""

    def start(self, pack: Pack, family: str) -> datetime:
        """From when a family's logs have to be there."""
        return self.since or pack.windows[family]


def answer(
    pack: Pack, traced: Mapping[str, Traced], findings: Sequence[Finding], period: Period
) -> tuple[TestAnswer, ...]:
    """Answer every test of the pack, in the pack's order; findings have their ids."""
    hits: dict[str, list[str]] = {}
    for finding in findings:
        for test in finding.tests:
            hits.setdefault(test, []).append(finding.id)
    return tuple(_answer(pack, test, traced, hits.get(test.id, []), period) for test in pack.tests)


def _answer(
    pack: Pack, test: ArtefactTest, traced: Mapping[str, Traced], hits: Sequence[str], period: Period
) -> TestAnswer:
    if hits:
        return _result(test, Answer.HIT, "", hits)
    if test.how == "planned":
        return _result(test, Answer.CANNOT_TELL, f"not built yet: {test.missing}")
    if test.how == "coverage":
        return _gaps(pack, test, traced, period)
    refusals = []
    for need in test.needs:
        state, why = _standing(pack, test, need, traced, period)
        if state is Standing.COVERED:
            return _result(test, Answer.NO_HIT, _read(traced[need.source]))
        refusals.append(f"{_name(pack, need.source)}: {why}")
    return _result(test, Answer.CANNOT_TELL, "; ".join(refusals))


def _standing(
    pack: Pack, test: ArtefactTest, need: Need, traced: Mapping[str, Traced], period: Period
) -> tuple[Standing, str]:
    found = traced.get(need.source)
    if found is None:
        return Standing.MISSING, "not in this evidence"
    start = None if need.source in pack.states else period.start(pack, test.family)
    if start is not None and period.until is not None and period.until < start:
        return Standing.PARTIAL, f"the evidence ends {period.until:%Y-%m-%d}, before {start:%Y-%m-%d}"
    return standing(found, start, period.until, need.parts)


def _gaps(pack: Pack, test: ArtefactTest, traced: Mapping[str, Traced], period: Period) -> TestAnswer:
    """Whether the logs themselves are short or have holes: a hit is no sign of an intruder, but of lost evidence."""
    short = []
    whole = []
    for source in CHANGING:
        state, why = _standing(pack, test, Need(source=source), traced, period)
        if state is Standing.PARTIAL:
            short.append(f"{_name(pack, source)}: {why}")
        elif state is Standing.COVERED:
            whole.append(_read(traced[source]))
    if short:
        return _result(test, Answer.HIT, "; ".join(short))
    if whole:
        return _result(test, Answer.NO_HIT, "; ".join(whole))
    return _result(test, Answer.CANNOT_TELL, "neither IIS nor HttpProxy logs are in this evidence")


def _read(traced: Traced) -> str:
    if traced.first is None or traced.last is None:
        return f"{traced.source.name}: {traced.records} read"
    first, last = (moment.astimezone(UTC).strftime("%Y-%m-%d") for moment in (traced.first, traced.last))
    return f"{traced.source.name} read from {first} to {last}"


def _name(pack: Pack, source: str) -> str:
    return next((item.name for item in pack.sources if item.id == source), source)


def _result(test: ArtefactTest, word: Answer, reason: str, hits: Sequence[str] = ()) -> TestAnswer:
    return TestAnswer(id=test.id, title=test.title, answer=word, reason=reason, findings=tuple(hits))
