"""The command `indicia`: parse, call the pipeline, render, return the exit code."""

import argparse
import errno
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

from indicia import __version__
from indicia.cli.common.long_help import LongHelp
from indicia.cli.common.own_process import leave, settle
from indicia.errors import IndiciaError

FAILED = 4
VERBS = (
    "scan",
    "report",
    "show",
    "techniques",
    "timeline",
    "exposure",
    "evict",
    "collect-plan",
    "verify",
    "rules",
    "knowledge",
    "read",
    "train-techniques",
    "campaigns",
    "attribute",
    "positions",
    "statement",
    "position",
    "party",
    "ledger",
    "export",
    "import",
    "share",
    "demo",
)
"""In the order of the help; each has a module of its name in this package, or a folder with a module `verb`."""
_FOLDERS = ("verify", "rules", "attribute", "statement", "party", "ledger", "share")
_MODULES = {"import": "import_"} | {name: f"{name}.verb" for name in _FOLDERS}
"""Where the name is not the module's."""

_EPILOG = """\
exit codes:
  0  none seen, with sufficient coverage
  1  exploited, implanted or operated
  2  probed only
  3  cannot tell
  4  failed, also for a wrong command line
"""


class Parser(argparse.ArgumentParser):
    """A parser whose usage errors leave with 4: 1 to 3 are verdicts."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave."""
        self.print_usage(sys.stderr)
        self.exit(FAILED, f"{self.prog}: {message}\n")


def parser(verb: str | None = None) -> argparse.ArgumentParser:
    """The command line; with a `verb` only that one, which is enough for a line that begins with it."""
    root = Parser(
        prog="indicia",
        description="From a server's logs and files to a verdict, with the evidence for every sentence.",
        epilog=_EPILOG,
        formatter_class=LongHelp,
    )
    root.add_argument("--version", action="version", version=f"indicia {__version__}")
    verbs = root.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=Parser)
    for name in VERBS if verb is None else (verb,):
        import_module(f"indicia.cli.{_MODULES.get(name, name.replace('-', '_'))}").add(verbs)
    return root


def _stopped() -> int:
    sys.stderr.write("\nindicia: stopped; the same command goes on where it stopped\n")
    return FAILED


_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb.  Every known error becomes one clear line and exit code 4."""
    given = sys.argv[1:] if arguments is None else arguments
    # Declaring all verbs takes as long as a small report.
    try:
        parsed = parser(given[0] if given and given[0] in VERBS else None).parse_args(given)
    except KeyboardInterrupt:
        return _stopped()
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        sys.stderr.write(f"indicia: this command line cannot be read: {type(error).__name__}: {error}\n")
        return FAILED
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if getattr(parsed, "verbose", False) else logging.WARNING,
        format="%(message)s",
    )
    settle()
    if arguments is None:
        # What a time limit or the end of a session sends is no other end than Ctrl-C: what was unpacked is removed.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    run: Callable[[argparse.Namespace], int] = parsed.run
    try:
        code = run(parsed)
        sys.stdout.flush()
    except IndiciaError as error:
        from indicia.report.terminal.error import print_error

        print_error(error)
        return FAILED
    except KeyboardInterrupt:
        return _stopped()
    except BrokenPipeError:
        # The reader of our output left; Python must not complain about it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM and error.filename is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.stderr.write(f"indicia: the output cannot be written: {error.strerror}\n")
            sys.stderr.write("  Make room or write it elsewhere, then run the same command again.\n")
            return FAILED
        # A defect must never leave with Python's own exit code 1, which here means "compromised".
        logging.getLogger(__name__).info("details:", exc_info=True)
        sys.stderr.write(
            f"indicia: this is a defect of Indicia, not of your evidence: {type(error).__name__}: {error}\n"
        )
        sys.stderr.write("  -v shows where; nothing in the case is half-written, the same command goes on\n")
        return FAILED
    finally:
        if arguments is None:
            # The process ends: nothing that is left has to be looked through again.
            gc.freeze()
    if arguments is None:
        leave(code)
    return code


if __name__ == "__main__":
    sys.exit(main())
