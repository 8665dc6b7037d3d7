"""What rules and analyses say of a record: from many sayings one."""

from collections.abc import Iterable

import orjson
from msgspec import Struct

from indicia.model.finding import Severity, Stage


class Marks(Struct, frozen=True, kw_only=True):
    """What is said of a record; all empty where no rule or analysis touched it."""

    findings: tuple[str, ...] = ()
    """`F3`."""
    rules: tuple[str, ...] = ()
    """Titles of the rules and analyses."""
    rule_ids: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    """ATT&CK ids."""
    stage: int = 0
    """The furthest stage, as `Stage`."""
    severity: int = -1
    """The highest severity, as `Severity`; -1 where none is known."""

    @property
    def stage_word(self) -> str:
        """`exploited`; empty where no finding proves a stage."""
        return Stage(self.stage).name.lower() if self.stage else ""

    @property
    def severity_word(self) -> str:
        """`high`; empty where none is known."""
        return Severity(self.severity).name.lower() if self.severity >= 0 else ""

    @property
    def tags(self) -> tuple[str, ...]:
        """Findings, stage, severity, techniques and titles in one list, to filter by."""
        words = (word for word in (self.stage_word, self.severity_word) if word)
        return (*self.findings, *words, *self.techniques, *self.rules)


NO_MARKS = Marks()


def together(several: Iterable[Marks]) -> Marks:
    """All that several sayings say: each name once, findings by number, the rest in order of name."""
    every = tuple(several)
    return Marks(
        findings=tuple(sorted({name for marks in every for name in marks.findings}, key=_by_number)),
        rules=tuple(sorted({name for marks in every for name in marks.rules})),
        rule_ids=tuple(sorted({name for marks in every for name in marks.rule_ids})),
        techniques=tuple(sorted({name for marks in every for name in marks.techniques})),
        stage=max((marks.stage for marks in every), default=0),
        severity=max((marks.severity for marks in every), default=-1),
    )


def _by_number(name: str) -> tuple[int, str]:
    return len(name), name


_NAMES = Marks.__struct_fields__


def marks_to_bytes(marks: Marks) -> bytes:
    """As JSON; nothing at all for no marks."""
    return b"" if marks == NO_MARKS else orjson.dumps([getattr(marks, name) for name in _NAMES])


def marks_from_bytes(data: bytes) -> Marks:
    """The inverse of `marks_to_bytes`."""
    if not data:
        return NO_MARKS
    findings, rules, rule_ids, techniques, stage, severity = orjson.loads(data)
    return Marks(
        findings=tuple(findings),
        rules=tuple(rules),
        rule_ids=tuple(rule_ids),
        techniques=tuple(techniques),
        stage=stage,
        severity=severity,
    )


def joined_marks(several: Iterable[bytes]) -> bytes:
    """`together` on bytes."""
    return marks_to_bytes(together(marks_from_bytes(data) for data in several))
