"""Whether a condition asks if a method found by its name carries a mark that the page gives its own methods."""

import re

_ASKED = re.compile(
    r"^(?P<name>[A-Za-z_]\w*)\s*\.\s*(?:IsDefined|GetCustomAttributes?|isAnnotationPresent|getAnnotation)\s*"
    r"(?:<\s*(?P<kind>[\w.]+)\s*>\s*\([^()]*\)"
    r"|\(\s*(?:(?:typeof|GetType)\s*\(\s*(?P<type>[\w.]+)\s*\)|(?P<plain>[\w.]+?)(?:\.class)?)\s*(?:,[^()]*)?\))"
    r"\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_YES = re.compile(
    r"^(?:\.\s*Any\s*\(\s*\)|(?:\.\s*(?:Length|Count(?:\s*\(\s*\))?)\s*)?(?:>\s*0|!=\s*(?:0|null)|<>\s*0)|is\s+not\s+null|>=\s*1)?$",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^(?:(?:\.\s*(?:Length|Count(?:\s*\(\s*\))?)\s*)?(?:==?\s*(?:0|null)|<\s*1)|is\s+(?:null|nothing))$", re.IGNORECASE
)
_OF_PLATFORM = re.compile(
    r"secur|compilergenerated|methodimpl|obsolete|resource|dllimport|override|deprecated|comvisible", re.IGNORECASE
)
"""Marks that methods of the platform carry, so that they keep nothing away."""


def marked(code: str) -> tuple[str, bool] | None:
    """The name of the method that is asked for its mark, and whether it has it where the condition holds.

    Null for any other condition, and for a mark that methods of the platform carry.
    """
    found = _ASKED.match(code.strip())
    if found is None or _OF_PLATFORM.search(found["kind"] or found["type"] or found["plain"]):
        return None
    rest = found["rest"].strip()
    if _YES.match(rest):
        return found["name"].lower(), True
    return (found["name"].lower(), False) if _NO.match(rest) else None
