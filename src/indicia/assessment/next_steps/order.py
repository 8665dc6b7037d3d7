"""What to do next, in order, from the verdict and from what could not be seen."""

from collections.abc import Collection, Sequence

from indicia.model.assessment import SourceCoverage, Standing, Verdict
from indicia.model.finding import Finding

_HELD = (
    "take memory before any restart; listeners and keys in memory are lost with it",
    "cut the server off from the Internet, keep it running",
)
_MOST = 7
COLLECT = "collect what is missing or too short"
"""How the step that asks for more evidence begins."""


def next_steps(
    verdict: Verdict,
    deciding: Sequence[Finding],
    coverage: Sequence[SourceCoverage],
    required: Collection[str],
    *,
    foreign: bool = False,
) -> tuple[str, ...]:
    """At most seven lines: preserve, contain, collect what is missing, then what the deciding findings ask for.

    `required`: ids of the log sources that "none seen" needs; they are named first.  `foreign`: whether none of them
    has records, so that nothing shows a server of the pack's subject.
    Source of the order: facts on eviction, "preserve before touching; contain before removing".
    """
    lines: list[str] = []
    if verdict in (Verdict.EXPLOITED, Verdict.IMPLANTED, Verdict.OPERATED):
        lines.extend(_HELD)
    missing = [item for item in coverage if item.standing is not Standing.COVERED and item.blind]
    if foreign and verdict in (Verdict.PROBED, Verdict.CANNOT_TELL):
        lines.append(
            "find out whether this is an Exchange server or stands before one: none of its logs is in this evidence; "
            "where it is none, go by the findings alone"
        )
    lacking = [item.name for item in sorted(missing, key=lambda item: item.source not in required)]
    if lacking:
        some = ", ".join(lacking[:4]) + (f" and {len(lacking) - 4} more" if len(lacking) > 4 else "")
        lines.append(f"{COLLECT}: {some}")
    asked = dict.fromkeys(finding.next_step for finding in deciding if finding.next_step)
    # Memory stands at the top already.
    lines.extend(step for step in asked if not (lines and step.lower().startswith("take memory")))
    if verdict is Verdict.PROBED and not foreign:
        lines.append("confirm the build holds the security update, and keep looking: attempts go on")
    if verdict is Verdict.NONE_SEEN:
        lines.append("keep the logs; this answer is good for the period it names and no longer")
    return tuple(lines[:_MOST])
