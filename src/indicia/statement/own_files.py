"""What a reader keeps, or names, cannot be used: that says nothing about the statement that is looked at."""

from collections.abc import Iterator
from contextlib import contextmanager

from indicia.errors import StatementError


class OwnFilesError(StatementError):
    """Of the reader's own files.  It refutes nothing: whoever verifies is told, and mends it."""


@contextmanager
def own_files(hint: str = "") -> Iterator[None]:
    """Whatever StatementError is raised inside is about the reader's own files."""
    try:
        yield
    except StatementError as error:
        raise OwnFilesError(str(error), hint=error.hint or hint) from error
