"""The level of a rule as a severity, and what is said of one that Sigma does not have."""

from indicia.model.finding import Severity

_SEVERITIES = {severity.name.lower(): severity for severity in Severity}
_SHOWN = 40


def severity_of(level: str) -> Severity:
    """The severity of a level in any case; medium where there is none, or one that Sigma does not have."""
    return _SEVERITIES.get(level.lower(), Severity.MEDIUM)


def level_doubt(level: str) -> str:
    """A sentence on a level that Sigma does not have; empty for any other, also where there is none."""
    if not level or level.lower() in _SEVERITIES:
        return ""
    return f"Its level “{' '.join(level.split())[:_SHOWN]}” is none of Sigma's, so it counts as medium."
