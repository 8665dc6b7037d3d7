"""What a timeline holds and what it does not, on standard error: standard output may be the timeline itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.console import Console
from rich.markup import escape

from indicia.report.clean import clean
from indicia.report.words import plural, span

_NAMED = 5
"""Files named one by one."""


def print_timeline(
    *,
    target: str,
    rows: int,
    touched: int,
    period: tuple[datetime | None, datetime | None],
    untimed: Mapping[str, int],
    written: bool,
    copies: int,
    places: int,
    unread: Sequence[str],
    changed: Sequence[str],
    strange: int,
    names: int,
) -> None:
    """Say it; `untimed` by table, `written` whether those rows are in the file, `names` distinct fields or 0."""
    out = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(text: str, style: str = "") -> None:
        out.print(escape(clean(text)), style=style or None)

    say(f"{target}: {plural(rows, 'row')}, {touched:,} touched by rules or analyses")
    if rows and period[0] is not None:
        say(f"  {span(*period)}")
    if untimed:
        kinds = ", ".join(f"{number:,} {table}" for table, number in sorted(untimed.items()))
        where = "last in the file" if written else "not in it; --untimed writes them, last"
        say(f"  without a time: {kinds} ({where})")
    if strange:
        say(f"  {plural(strange, 'row')} before 1678 or after 2261: Timesketch drops such times from CSV")
    if copies:
        say(f"  {plural(copies, 'file')} with the content of another: their records come once")
    if names:
        say(f"  {names:,} fields of different names: Timesketch takes 1,000 an index; use --format csv", "yellow")
    if places:
        say(f"  {plural(places, 'place')} in the evidence could not be read; `indicia report -v` names them", "yellow")
    for heading, paths in (("could not be read to its end", unread), ("is not what was scanned", changed)):
        for path in paths[:_NAMED]:
            say(f"  {heading}: {path}", "yellow")
        if len(paths) > _NAMED:
            say(f"  and {plural(len(paths) - _NAMED, 'more file')} so", "yellow")
