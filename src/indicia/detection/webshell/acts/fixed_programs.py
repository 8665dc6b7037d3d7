"""Programs that a page starts by a fixed name, of which a request fills the arguments."""

import re

from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Site
from indicia.detection.webshell.values.command_lines import SHELL_NAMED, after_shell, is_fixed, is_fixed_program
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import Value, told_of, with_trail

_STARTED = re.compile(
    r"(?:\bfilename\s*=(?!=)\s*|\bprocessstartinfo\s*\(\s*(?=[^)\s]))([^\n;,}]{1,200})", re.IGNORECASE
)
"""What says which program an object starts."""
_NAMED = re.compile(r"(?P<before>[^\"\n]*(?:\"[^\"\n]*\"[^\"\n]*)?)@?\"(?P<name>[^\"\n]{1,200})\"\s*\)*\s*$")
"""A text that names it, perhaps behind a folder."""
_OF_OBJECTS = ("processstartinfo", "process")
"""Objects that are told elsewhere which program they start."""


def start(page: Page, site: Site, value: Value, args: list[Value]) -> None:
    """Note that a program is started with `value`, which no command shell reads; `args` are the program and more."""
    line = after_shell(told_of(args[0])) if args else ""
    items = value.items or ()
    if value.trail is not None and items and items[0].trail is None and items[0].const is not None:
        # A list of a program and what it is given: the request fills a part of it.
        value = with_trail(value, value.trail.blended())
    page.act(Effect.RUNS, site, value, fixed=_is_fixed(page, args), argument=is_fixed(line))


def start_by_shell(page: Page, site: Site, line: Value) -> None:
    """Note that a command shell reads this line."""
    page.act(Effect.RUNS, site, line, argument=is_fixed(after_shell(told_of(line))))


def sets_arguments(page: Page, site: Site, value: Value) -> None:
    """Note that an object gets arguments, which starts a program that it is told elsewhere."""
    page.act(Effect.RUNS, site, value, fixed=_told_elsewhere(page) and is_fixed(f"program {told_of(value)}"))


def _is_fixed(page: Page, args: list[Value]) -> bool:
    if not args or page.code.matches(SHELL_NAMED):
        return False
    first = args[0]
    if first.path in _OF_OBJECTS:
        return _told_elsewhere(page)
    if first.items:
        args = list(first.items)
        first = args[0]
    if first.trail is None and len(args) > 1 and first.const is not None and is_fixed_program(first.const):
        return is_fixed(" ".join([f'"{first.const}"', *map(told_of, args[1:])]))
    return is_fixed(told_of(first))


def _told_elsewhere(page: Page) -> bool:
    """Whether all that says in the page which programs are started names one that is fixed."""
    if page.code.matches(SHELL_NAMED):
        return False
    said = [found[1] for found in _STARTED.finditer(page.code.text)]
    return bool(said) and all(map(_names_fixed, said))


def _names_fixed(code: str) -> bool:
    """Whether an expression is the name of a program that is fixed, alone or behind a folder."""
    found = _NAMED.match(code.strip())
    if found is None:
        return False
    before, name = found["before"].rstrip(), found["name"]
    whole = not before or before.endswith((",", "(")) or (before.endswith(("+", "&")) and name.startswith(("\\", "/")))
    return whole and is_fixed_program(name)
