"""A file of the user's read whole, up to a limit."""

from pathlib import Path

from indicia.errors import IndiciaError


def read_bounded(path: Path, most: int, problem: type[IndiciaError], shown: str = "") -> bytes:
    """The bytes of a file of at most so many.  Raises `problem`, which names it by path or as `shown`."""
    try:
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise problem(f"{shown or path}: cannot be read: {error.strerror or error}") from None
    if len(data) > most:
        raise problem(f"{shown or path}: larger than {most // 2**20} MiB (limit)")
    return data
