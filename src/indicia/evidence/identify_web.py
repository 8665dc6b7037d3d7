"""Web logs without headers, told from their first lines."""

import re
from collections.abc import Callable, Sequence

from indicia.evidence.text.iis_native_line import native_values
from indicia.evidence.text.ncsa_line import parsed
from indicia.model.evidence import Kind

_BY_IIS = re.compile(r"(?:u_)?nc(?:sa)?\d{1,10}(?:_x)?\.log", re.IGNORECASE)
"""What IIS calls its logs in the NCSA format: `u_nc210302.log`, `ncsa1.log`; nothing in them says who wrote them."""
_SHARE = 0.75
"""So large a part of the first lines has to be of the format: what is damaged or torn is a fault of the reader's."""


def web_log_kind(lines: Sequence[str], name: str) -> Kind | None:
    """The kind of a log whose first lines are these; null for anything else.

    A text that quotes a few requests, or lists them among others, is no log.
    """
    if _mostly(lines, lambda line: parsed(line) is not None):
        last = name.replace("\\", "/").rpartition("/")[2]
        return Kind.IIS_NCSA if _BY_IIS.fullmatch(last) else Kind.NCSA
    return Kind.IIS_NATIVE if _mostly(lines, lambda line: native_values(line) is not None) else None


def _mostly(lines: Sequence[str], fits: Callable[[str], bool]) -> bool:
    return bool(lines) and sum(map(fits, lines)) >= _SHARE * len(lines)
