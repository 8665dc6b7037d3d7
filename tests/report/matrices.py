"""Answers about advisories put together by hand.  All is invented; the hostile ones try to break out of their cell."""

from datetime import date

from msgspec.structs import replace
from tests.report import results
from tests.report.break_in import HOST

from indicia.model.assessment import Result
from indicia.model.technique import Countermeasure, Sight, TechniqueAnswer, TechniqueMatrix

HOSTILE = "\x1b[31mred\x1b[0m \u202etxt.exe <script>alert(1)</script> \"'&\n" + "w" * 900
PSA = Countermeasure(id="D3-PSA", name="Process Spawn Analysis", tactic="Detect", printed="D3-SPA")


def answer(printed: str, tactic: str, sight: Sight, why: str, *findings: str, **more: object) -> TechniqueAnswer:
    """One technique; its id of today is the printed one where nothing else is said."""
    values = {
        "printed": printed,
        "current": printed,
        "name": f"Name of {printed}",
        "tactics": (tactic,),
        "leaf": True,
        "sight": sight,
        "why": why,
        "findings": findings,
        "detectors": 3,
        "mitigations": ("first thing to do", "second thing to do", "third thing to do"),
        "countermeasures": (PSA,),
        "procedure": "what the advisory describes",
    }
    return TechniqueAnswer(**(values | more))  # type: ignore[arg-type]  # values of any field


def matrix(*more: TechniqueAnswer, name: str = "aa21-200b") -> TechniqueMatrix:
    """Every kind of answer, and more."""
    return TechniqueMatrix(
        advisory=name,
        title="What they did, as observed",
        published=date(2021, 7, 19),
        attack_version="9",
        answers=(
            answer("T1190", "TA0001", Sight.SEEN, "forged requests reached the back end", "F3", "F1", "F2"),
            answer("T1133", "TA0001", Sight.NOT_VISIBLE, "IIS: not in this evidence", best_fit=("T1190", "T1505.003")),
            answer("T1505", "TA0003", Sight.SEEN, "a page was written (as T1505.003)", "F4", leaf=False),
            answer("TA1505.003", "TA0003", Sight.SEEN, "a page was written", "F4", current="T1505.003"),
            answer("T1070", "TA0005", Sight.NOT_SEEN, "Sysmon read from 2021-01-01 to 2021-04-01"),
            answer("T1574.001", "TA0003", Sight.NOT_SEEN, "Sysmon read from 2021-01-01 to 2021-04-01"),
            answer("T1583", "TA0042", Sight.NOT_VISIBLE, "nothing is left with the victim", detectors=0),
            *more,
        ),
    )


def rich(hosts: int = 1) -> Result:
    """A result whose first server was seen to be attacked, and others on which nothing shows."""
    base = results.rich()
    first = replace(base.hosts[0], techniques=(matrix(), matrix(name="aa21-200a")))
    quiet = tuple(
        replace(
            base.hosts[0],
            host=f"QUIET{number}.corp.example",
            techniques=tuple(
                replace(
                    one,
                    answers=tuple(
                        replace(item, findings=(), sight=Sight.NOT_SEEN if number % 2 else Sight.NOT_VISIBLE)
                        for item in one.answers
                    ),
                )
                for one in first.techniques
            ),
        )
        for number in range(1, hosts)
    )
    return replace(base, hosts=(first, *quiet))


def hostile() -> Result:
    """Reasons and names that hold whatever a record may hold."""
    base = results.rich()
    cells = [
        answer("T1059", "TA0002", sight, HOSTILE, *(f"F{number}" for number in range(1, 60)), name=HOSTILE)
        for sight in Sight
    ]
    return replace(base, hosts=(replace(base.hosts[0], techniques=(matrix(*cells),)),))


__all__ = ["HOST", "answer", "hostile", "matrix", "rich"]
