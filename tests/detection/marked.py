"""Which fields made a condition true."""

from indicia.detection.conditions.evaluate import compile_condition
from indicia.detection.conditions.marking import compile_marking


def matched_fields(condition, fields):
    """Names of the fields whose tests decided; empty when the condition is false."""
    return compile_marking(condition)(fields) if compile_condition(condition)(fields) else ()
