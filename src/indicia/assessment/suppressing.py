"""What a site's allow list let go, said where a reader would look for it; the answer itself was made without it."""

from collections.abc import Sequence

from msgspec.structs import replace

from indicia.model.assessment import Answer, Assessment, TestAnswer
from indicia.model.finding import Finding

_NAMED = 3


def with_suppressed(assessment: Assessment, suppressed: Sequence[Finding]) -> Assessment:
    """The assessment with the suppressed findings of its host named: listed, counted in a note, told at their tests.

    `assessment` has to be made from the other findings alone; verdict, incidents and what remains stay as they are.
    A test that only suppressed findings would hit stays *no hit* or *cannot tell* and says by whom.
    """
    if not suppressed:
        return assessment
    ids = {*assessment.findings, *(finding.id for finding in suppressed)}
    return replace(
        assessment,
        findings=tuple(sorted(ids, key=_number)),
        tests=tuple(_told(test, suppressed) for test in assessment.tests),
        mechanisms=tuple(
            replace(one, why=f"{one.why}; {_by(mine)}")
            if (mine := [finding for finding in suppressed if one.id in finding.tests])
            else one
            for one in assessment.mechanisms
        ),
        notes=(*assessment.notes, suppressed_note(suppressed)),
    )


def suppressed_note(suppressed: Sequence[Finding]) -> str:
    """How much, and by which entries: a verdict next to it must not look cleaner than it is."""
    number, records = len(suppressed), sum(finding.count for finding in suppressed)
    findings = "1 finding" if number == 1 else f"{number:,} findings"
    of_records = "1 record" if records == 1 else f"{records:,} records"
    return f"{findings} ({of_records}) left out of this answer, {_by(suppressed)}"


def _told(test: TestAnswer, suppressed: Sequence[Finding]) -> TestAnswer:
    mine = [finding for finding in suppressed if test.id in finding.tests]
    if not mine:
        return test
    names = ", ".join(finding.id for finding in mine[:_NAMED])
    more = f" and {len(mine) - _NAMED} more" if len(mine) > _NAMED else ""
    said = f"{_by(mine)} ({names}{more})"
    if test.answer is Answer.HIT:
        said = f"also {said}"
    return replace(test, reason=f"{test.reason}; {said}" if test.reason else said)


def _by(findings: Sequence[Finding]) -> str:
    """`suppressed by “Backup agent” (J. Doe, until 2027-03-01)`."""
    entries = dict.fromkeys(finding.suppressed for finding in findings if finding.suppressed is not None)
    shown = [f"“{entry.title}” ({entry.author}, until {entry.expires})" for entry in list(entries)[:_NAMED]]
    more = f" and {len(entries) - _NAMED} more entries" if len(entries) > _NAMED else ""
    return f"suppressed by {', '.join(shown)}{more}"


def _number(finding: str) -> tuple[int, str]:
    return (int(finding[1:]), "") if finding[1:].isdigit() else (0, finding)
