"""What several findings say alike is held once: of hundreds of servers that is most of what a result takes."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from indicia.model.assessment import Assessment
from indicia.model.finding import Exhibit, Finding, RuleCard
from indicia.model.record import Value
from indicia.model.technique import TechniqueAnswer

_SHORT = 200
"""Characters of values of which it is looked whether they were met before; longer ones hardly ever were."""
_NOTHING: Mapping[str, str] = {}
_T = TypeVar("_T")
_Place = tuple[str, str, int, int | None]


class HeldOnce:
    """Findings and answers go through it one after the other and come out equal."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._forms: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._cards: dict[tuple[str, str], RuleCard] = {}
        self._exhibits: dict[_Place, Exhibit] = {}
        self._answers: dict[Any, Any] = {}

    def of(self, finding: Finding) -> Finding:
        """The same finding, of parts that are shared with those before."""
        return replace(
            finding,
            title=self._text(finding.title),
            summary=self._text(finding.summary),
            host=self._text(finding.host),
            mistakes=self._text(finding.mistakes),
            next_step=self._text(finding.next_step),
            card=self._card(finding.card),
            exhibits=self._exhibits_of(finding.exhibits),
            joins=finding.joins or _NOTHING,
        )

    def answers(self, one: Assessment) -> Assessment:
        """The same for the answer for one host, of which most is that of the next host too."""
        return replace(
            one,
            tests=self._alike(one.tests),
            coverage=self._alike(one.coverage),
            others=self._alike(one.others),
            mechanisms=self._alike(one.mechanisms),
            eviction=self._alike(one.eviction),
            techniques=tuple(
                replace(matrix, answers=tuple(map(self._technique, matrix.answers))) for matrix in one.techniques
            ),
        )

    def _alike(self, items: tuple[_T, ...]) -> tuple[_T, ...]:
        known = self._answers.setdefault
        return tuple([known(item, item) for item in items])

    def _technique(self, answer: TechniqueAnswer) -> TechniqueAnswer:
        """Of a technique hosts differ in little; what may be done against it is the same for all."""
        known = self._answers.get(answer)
        if known is None:
            known = replace(
                answer,
                why=self._text(answer.why),
                tactics=self._several(answer.tactics),
                attack_mitigations=self._several(answer.attack_mitigations),
            )
            self._answers[known] = known
        held: TechniqueAnswer = known
        return held

    def _card(self, card: RuleCard) -> RuleCard:
        known = self._cards.setdefault((card.kind, card.id), card)
        return known if known is card or known == card else card

    def _exhibits_of(self, exhibits: Sequence[Exhibit]) -> Sequence[Exhibit]:
        """Those that were put aside are held by nobody."""
        return tuple(map(self._exhibit, exhibits)) if isinstance(exhibits, tuple) else exhibits

    def _exhibit(self, exhibit: Exhibit) -> Exhibit:
        """What several detectors saw is one record, though each marks other fields of it."""
        at = exhibit.at
        place = exhibit.path, at.sha256, at.offset, at.line
        known = self._exhibits.get(place)
        matched = self._several(exhibit.matched)
        if known is not None and known.raw == exhibit.raw and known.fields == exhibit.fields and known.at == at:
            return replace(exhibit, at=known.at, fields=known.fields, raw=known.raw, matched=matched, path=known.path)
        held = replace(
            exhibit,
            table=self._text(exhibit.table),
            source=self._text(exhibit.source),
            path=self._text(exhibit.path),
            fields=self._fields(exhibit.fields),
            matched=matched,
        )
        self._exhibits.setdefault(place, held)
        return held

    def _fields(self, fields: Mapping[str, Value]) -> Mapping[str, Value]:
        return {self._text(key): self._value(value) for key, value in fields.items()}

    def _value(self, value: Value) -> Value:
        if isinstance(value, str):
            return self._text(value) if len(value) <= _SHORT else value
        return self._several(value) if isinstance(value, tuple) else value

    def _several(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        known = self._forms.get(texts)
        if known is None:
            known = self._forms[texts] = tuple(map(self._text, texts))
        return known

    def _text(self, text: str) -> str:
        return self._texts.setdefault(text, text)
