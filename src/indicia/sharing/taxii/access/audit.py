"""The log of who asked for what: JSON lines, only ever appended, without a secret in them."""

import logging
import os
from pathlib import Path

import orjson

from indicia.errors import ShareError
from indicia.sharing.taxii.protocol.wire import moment, now

_LOG = logging.getLogger(__name__)
_LONGEST = 500


class Audit:
    """An open log; without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        """Raises ShareError where it cannot be written."""
        self._file: int | None = None
        if path is not None:
            try:
                self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            except OSError as error:
                raise ShareError(f"{path}: cannot keep the audit log here: {error.strerror}") from error

    def note(self, **what: str | int | None) -> None:
        """One line: the time, and what is given.  Texts are cut at 500 characters."""
        if self._file is None:
            return
        line = {"time": moment(now())}
        shown = {name: value[:_LONGEST] if isinstance(value, str) else value for name, value in what.items()}
        encoded = orjson.dumps({**line, **_sound(shown)}, option=orjson.OPT_APPEND_NEWLINE)
        try:
            # One write of one line: lines of several processes never mix.
            os.write(self._file, encoded)
        except OSError as error:
            # A full disk stops nobody's answers, but whoever runs the server must see that the log has holes.
            _LOG.error("audit log: a line could not be written: %s", error.strerror)

    def close(self) -> None:
        """End it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _sound(what: dict[str, str | int | None]) -> dict[str, str | int | None]:
    return {
        name: value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
        for name, value in what.items()
    }
