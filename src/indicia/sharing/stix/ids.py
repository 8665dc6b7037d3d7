"""Ids and times: the same content gives the same, on every machine.

Source: STIX 2.1, sections 2.9 (deterministic ids of observables) and 3.2 (timestamps).
"""

import json
import uuid
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import rfc8785

_OBSERVABLES = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:indicia:sharing:1")
FIXED = "2021-07-19T00:00:00.000Z"
"""Of what is the same in every export: its definition, not its making, is what such an object is about."""


def own_id(kind: str, *parts: str) -> str:
    """An id made from what the object is."""
    return f"{kind}--{uuid.uuid5(_OURS, json.dumps([kind, *parts]))}"


def observable_id(kind: str, contributing: dict[str, object]) -> str:
    """The id that every producer gives to the same observable."""
    return f"{kind}--{uuid.uuid5(_OBSERVABLES, rfc8785.dumps(contributing).decode('utf-8'))}"  # type: ignore[arg-type]  # its type knows no object


def own_uuid(*parts: str) -> str:
    """For formats whose ids are bare."""
    return str(uuid.uuid5(_OURS, json.dumps(parts)))


def stamp(moment: datetime) -> str:
    """UTC, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@lru_cache(maxsize=1024)
def later(text: str, milliseconds: int) -> str:
    """A stamp so many milliseconds later."""
    if not milliseconds:
        return text
    try:
        return stamp(datetime.fromisoformat(text.replace("Z", "+00:00")) + timedelta(milliseconds=milliseconds))
    except OverflowError:
        return text


def moment_of(text: str) -> str:
    """A stamp in the form in which the model writes times."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC).isoformat()
