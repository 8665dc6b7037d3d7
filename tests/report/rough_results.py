"""Results no scan should meet and the report has to bear: hostile in every text, or far too large."""

import re
import types
import typing
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace
from tests.report.break_in import DAY, HOST
from tests.report.results import evidence, fault, rich, step_of

from indicia.model.assessment import Incident, Remain, Result
from indicia.model.finding import Stage


def huge(findings: int = 10_000, files: int = 100_000, faults: int = 100_000) -> Result:
    """More of everything than a page can hold."""
    base = rich()
    stages = [*Stage, None]
    record = base.findings[0].exhibits[0]
    long = replace(record, raw='{"a":"<&>"}' * 2_000, fields={f"field{n}": "<value> " * 200 for n in range(80)})
    made = tuple(
        replace(
            base.findings[0],
            id=f"F{n + 1}",
            seen=DAY + timedelta(seconds=37 * n),
            last=DAY + timedelta(seconds=37 * n),
            stage=stages[n % 6],
            summary=f"Request number {n} was seen " + "and seen again " * 30,
            exhibits=(long,) * 12,
            objects=tuple(f"/p{k}.aspx" for k in range(300)),
        )
        for n in range(findings)
    )
    steps = tuple(step_of(item, f"log {n % 7}") for n, item in enumerate(made))
    host = replace(
        base.hosts[0],
        incidents=tuple(
            Incident(
                stage=Stage.OPERATED,
                first=DAY,
                last=DAY,
                clients=tuple(f"198.51.100.{n}" for n in range(200)),
                why=tuple(f"same page p{n}.aspx" for n in range(5_000)),
                steps=steps[part::200],
            )
            for part in range(200)
        ),
        remains=tuple(
            Remain(what=f"/p{n}.aspx", state="present now", why="there", findings=tuple(item.id for item in made[:50]))
            for n in range(5_000)
        ),
        findings=tuple(item.id for item in made),
    )
    return replace(
        base,
        hosts=(host,),
        findings=made,
        evidence=tuple(evidence(n) for n in range(files)),
        faults=tuple(fault(n) for n in range(faults)),
    )


ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    'https://evil.example/" onclick="alert(1)',
    "\x1b[2J\x1b]0;owned\x07\x1b[31m",
    "abc\u202excod.exe\u2066",
    "{{7*7}}{% raw %}${7*7}",
    "</style><style>body{display:none}",
    "</svg></title></pre></td></table></details><iframe src=//evil.example>",
    "=cmd|'/c calc'!A1",
    "\r\nSet-Cookie: a\n\n# injected",
    "\x00\x07\ud800\U000e0041e\u0301\u0301\u0301\u0301\u0301\u0301",
    "[bold red]rich[/] :boom: \\[x]",
    "日本語" * 40 + "A" * 300,
    "",
)


HOSTILE_HOST = 'MX"><script>alert(1)</script>\x1b[31m\u202e{{7*7}}'
"""The host's name in a hostile result: the same everywhere, so that findings belong to it."""


def hostile(turn: int = 0, base: Result | None = None) -> Result:
    """Every text of a rich result is an attack look-alike; `turn` moves which one stands where."""
    attacks = _attacks(turn)
    return typing.cast("Result", _replaced(base or rich(), attacks, "result"))


def _attacks(turn: int) -> Callable[[], str]:
    def endless() -> Iterator[str]:
        number = turn
        while True:
            yield ATTACKS[number % len(ATTACKS)]
            number += 1

    source = endless()
    return lambda: next(source)


def _replaced(value: object, attack: Callable[[], str], name: str) -> object:
    """The value with each text in it replaced; numbers of findings and hours stay, for they are the program's own."""
    if isinstance(value, Enum) or value is None or isinstance(value, (bool, int, float, date)):
        return value
    if isinstance(value, str):
        if value == HOST:
            return HOSTILE_HOST
        own = name in ("hours", "matched") or re.fullmatch(r"F[0-9]+", value)
        return value if own else attack()
    if isinstance(value, tuple):
        return tuple(_replaced(item, attack, name) for item in value)
    if isinstance(value, (dict, types.MappingProxyType)):
        return {f"{key}{attack()}": _replaced(item, attack, "value") for key, item in value.items()}
    if isinstance(value, Struct):
        changes = {name: _replaced(getattr(value, name), attack, name) for name in value.__struct_fields__}
        return replace(value, **changes)
    raise TypeError(type(value))
