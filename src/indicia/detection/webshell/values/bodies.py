"""The body of a request as a whole."""

from indicia.detection.webshell.values.value import Trail

_BODY = ("inputstream", "binaryread", "php://input", "getreader", "bodyreader", "request.body", "getpart")
"""Parts of expressions that read the whole body of a request."""


def is_body(trail: Trail | None) -> bool:
    """Whether a value is the body of the request as it came, not one of its fields."""
    return trail is not None and not trail.loose and any(word in trail.source.lower() for word in _BODY)
