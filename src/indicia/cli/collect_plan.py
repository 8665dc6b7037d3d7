"""`indicia collect-plan`: what to collect, as a collector takes it."""

import argparse
import sys
from pathlib import Path

from indicia.errors import ReportError, UsageError


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "collect-plan",
        help="a collector's definition for exactly what the tests need",
        description="Lists what to collect from a server, with the size to expect and what each line decides; with a "
        "case only what it could not tell. --velociraptor, --kape and --powershell write the definition instead. The "
        "PowerShell script only reads, and writes below its output folder.",
    )
    verb.add_argument("case", type=Path, nargs="?", help="case folder: only what it could not tell")
    form = verb.add_mutually_exclusive_group()
    form.add_argument("--velociraptor", action="store_true", help="an artifact for Velociraptor (YAML, VQL)")
    form.add_argument("--kape", action="store_true", help="a target for KAPE (.tkape)")
    form.add_argument("--powershell", action="store_true", help="a script for Windows PowerShell 5.1")
    form.add_argument("--json", action="store_true", help="the lines for machines")
    verb.add_argument("--line", action="append", default=[], metavar="ID", help="only this line, e.g. C-02")
    verb.add_argument("--out", type=Path, metavar="FILE", help="write here instead of to standard output")
    verb.add_argument("--max-size", type=int, default=2048, metavar="MB", help="leave larger files (default: 2048)")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print or write; always 0."""
    from indicia.assessment.next_steps.collecting import Wanted, every_line, lines_needed
    from indicia.case import Case
    from indicia.knowledge.packs.collecting import load_lines
    from indicia.knowledge.packs.load import load_pack
    from indicia.plain import plain, to_json
    from indicia.report.collectors.kape import kape
    from indicia.report.collectors.powershell import powershell
    from indicia.report.collectors.velociraptor import velociraptor
    from indicia.report.terminal.case.collecting import print_lines

    if arguments.max_size < 1:
        raise UsageError("--max-size has to be 1 or more")
    written = arguments.velociraptor or arguments.kape or arguments.powershell or arguments.json
    if arguments.out is not None and not written:
        raise UsageError("--out needs a form", hint="Add --velociraptor, --kape, --powershell or --json.")
    pack = load_pack()
    lines = load_lines(pack)
    wanted: tuple[Wanted, ...]
    if arguments.case is None:
        wanted = every_line(pack, lines)
    else:
        wanted = lines_needed(pack, lines, Case.open(arguments.case).result().hosts)
    known = {line.id.lower() for line in lines}
    for name in arguments.line:
        if name.lower() not in known:
            raise UsageError(f"no line {name}", hint=f"Lines: {', '.join(line.id for line in lines)}.")
    if arguments.line:
        chosen = {name.lower() for name in arguments.line}
        wanted = tuple(one for one in wanted if one.line.id.lower() in chosen)
    if not wanted and written and not arguments.json:
        sys.stderr.write("nothing is missing that a collection could bring; nothing was written\n")
        return 0
    if arguments.velociraptor:
        _write(arguments.out, velociraptor(wanted, arguments.max_size))
    elif arguments.kape:
        _write(arguments.out, kape(wanted, arguments.max_size))
    elif arguments.powershell:
        # Windows PowerShell 5.1 takes a script without a mark for one in the code page of the machine.
        _write(arguments.out, powershell(wanted, arguments.max_size), mark="\ufeff")
    elif arguments.json:
        _write(arguments.out, to_json({"format": "indicia-collect-plan/1", "lines": plain(wanted)}).decode())
    else:
        print_lines(wanted, of_case=arguments.case is not None)
    return 0


def _write(target: Path | None, text: str, mark: str = "") -> None:
    if target is None:
        # In UTF-8 whatever the terminal speaks: it is for a program.
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        return
    try:
        target.write_bytes((mark + text).encode())
    except OSError as error:
        raise ReportError(f"{target}: {error.strerror or error}") from error
    sys.stderr.write(f"{target}\n")
