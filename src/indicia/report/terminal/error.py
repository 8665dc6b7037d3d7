"""An error on standard error."""

from rich.console import Console
from rich.markup import escape

from indicia.errors import IndiciaError
from indicia.report.clean import clean


def print_error(error: IndiciaError) -> None:
    """One clear line, and what to do about it."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(f"[bold red]indicia:[/] {escape(clean(str(error)))}")
    if error.hint:
        console.print(f"  {escape(clean(error.hint))}")
