"""A marking as people type it."""

from indicia.errors import UsageError
from indicia.model.statement import Marking


def ceiling(text: str) -> Marking:
    """`amber`, `TLP:AMBER`, `white` for CLEAR.  Raises UsageError, because a typing error must not open anything."""
    name = text.strip().upper().removeprefix("TLP:")
    known = {marking.value.removeprefix("TLP:"): marking for marking in Marking} | {"WHITE": Marking.CLEAR}
    if name not in known:
        raise UsageError(f"{text!r} is no TLP marking", hint="clear, green, amber, amber+strict or red")
    return known[name]
