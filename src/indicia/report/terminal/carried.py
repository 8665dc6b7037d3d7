"""Signs of ours that a stream cannot carry, in signs that any can: a pipe of Windows knows no arrows."""

import codecs
import io
from typing import TextIO

_PLAIN = {"→": "->", "…": "...", "·": "-", "×": "x", "–": "-", "“": '"', "”": '"', "’": "'"}
_PLAINLY = "indicia-plainly"


def carry_everything(stream: TextIO) -> None:
    """Have nothing refused that is written there: what it has no sign for is replaced, or written out."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors=_PLAINLY)


def _plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_PLAIN.get(sign) or sign.encode("ascii", "backslashreplace").decode() for sign in text), error.end


codecs.register_error(_PLAINLY, _plainly)
