"""What is said of a script: how bad, how sure, and the way from the request to what acts on it."""

from msgspec import Struct

from indicia.detection.webshell.values.sink import Effect, Sink
from indicia.model.finding import Confidence, Severity

_SHOWN = 6
"""Steps of one way that are told."""


class Reason(Struct, frozen=True, kw_only=True):
    """One thing a script does that a web application does not."""

    severity: Severity
    confidence: Confidence
    what: str
    """In words, beginning with a verb: `evaluates what a request sends`."""
    way: str
    """`line 3: Request["x"] → line 4: eval(x)`."""
    source: str
    """The expression that reads the request; empty where none is to be seen."""
    sink: str
    """The expression that acts; empty where none is to be seen."""
    line: int
    effect: Effect | None = None


class Verdict(Struct, frozen=True, kw_only=True):
    """A script that turns a request into execution, or hides that it may; strongest reason first."""

    severity: Severity
    confidence: Confidence
    languages: tuple[str, ...]
    reasons: tuple[Reason, ...]
    layers: tuple[str, ...]
    """Texts in it that were decoded and read as code: how each was hidden."""
    notes: tuple[str, ...]
    """What was not looked at."""

    @property
    def first(self) -> Reason:
        """The reason that weighs most."""
        return self.reasons[0]


def way_of(sink: Sink) -> str:
    """The way of a value in words, at most eight steps."""
    steps: list[tuple[int, str]] = []
    for trail in (sink.trail, sink.content):
        if trail is None:
            continue
        for step in ((trail.line, trail.source), *trail.steps[:_SHOWN]):
            if step not in steps:
                steps.append(step)
    steps = [step for step in steps if step[1] != sink.code][:7]
    layer = f" in text {sink.layer}" if sink.layer else ""
    steps.append((sink.line, sink.code + layer))
    return " → ".join(f"line {line}: {code}" for line, code in steps)
