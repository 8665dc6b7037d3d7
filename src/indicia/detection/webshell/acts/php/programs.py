"""Programs that PHP starts, and settings that say what it starts."""

import re

from indicia.detection.webshell.acts.fixed_programs import start, start_by_shell
from indicia.detection.webshell.acts.programs import note_shell, open_program
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call, Site
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.values.sink import Effect
from indicia.detection.webshell.values.value import NOTHING, Value, join

_OF_SYSTEM = re.compile(r"LD_PRELOAD=(?:/usr/|/lib|/opt/|\Z)", re.IGNORECASE)
_STARTS = re.compile(
    r"\b(?:mail|mb_send_mail|imap_mail|error_log|system|exec|passthru|shell_exec|popen|proc_open|new\s+Imagick)\s*\(",
    re.IGNORECASE,
)
"""What starts a program, if only to send a message."""


def starts_program(page: Page, call: Call) -> Value | None:
    """What a function gives that starts a program or says which; null for any other."""
    name, args, site, first = call.name, call.args, call.site, call.first
    second = args[1] if len(args) > 1 else NOTHING
    if name == "putenv" and _preloads(page, first, site):
        return NOTHING
    if name in words.COMMANDS and args:
        note_shell(page, [first])
        if name == "pcntl_exec" and (trail := join(args).trail) is not None:
            start(page, site, Value(trail=trail), [first, *(second.items or args[1:2])])
            return NOTHING
        if name in {"proc_open", "popen"}:
            return open_program(page, name, args, site)
        if first.trail is not None or first.hidden:
            start_by_shell(page, site, first)
        return NOTHING
    if name in {"mail", "imap_open"} and args:
        _mails(page, name, args, site)
        return NOTHING
    if name in {"assert_options", "ini_set", "ini_alter"} and second.trail is not None:
        if "callback" in page.code.at(site).lower():
            page.act(Effect.CALLS, site, second, content=second.trail)
        return NOTHING
    if name == "stream_wrapper_register" and first.const:
        page.names.globals["\1wrapper:" + first.const.lower()] = NOTHING
        return NOTHING
    if name == "dl" and first.trail is not None:
        page.act(Effect.LOADS, site, first)
        return NOTHING
    return None


def _mails(page: Page, name: str, args: list[Value], site: Site) -> None:
    """Mail whose program is given options or a command of its own."""
    if name == "mail" and len(args) > 4 and args[4].trail is not None and not args[4].trail.mixed:
        page.act(Effect.RUNS, site, args[4])
    elif name == "imap_open" and args[0].trail is not None:
        codes = (page.code.at(site), *(step[1] for step in args[0].trail.steps))
        if any("proxycommand" in code.lower() for code in codes):
            page.act(Effect.RUNS, site, args[0])


def _preloads(page: Page, given: Value, site: Site) -> bool:
    """`putenv("LD_PRELOAD=…")`: programs that the page starts run its library first, with what the page hands them.

    Libraries of the system, such as one that manages memory, are not meant.
    """
    if not page.code.mentions("ld_preload"):
        return False
    here = "ld_preload" in page.code.at(site).lower()
    if given.trail is not None:
        page.act(Effect.LOADS if here else Effect.RUNS, site, given)
    elif here and not _OF_SYSTEM.match(given.const or given.place or "") and page.code.matches(_STARTS):
        page.opaque(site.at, "it starts programs with a library of its own before them")
    return here or given.trail is not None
