"""Names of techniques, as far as a case knows them: the advisories that it was held against name theirs."""

from collections.abc import Mapping

from indicia.model.assessment import Result


def technique_names(result: Result) -> Mapping[str, str]:
    """ATT&CK id → name."""
    return {
        answer.current: answer.name
        for host in result.hosts
        for matrix in host.techniques
        for answer in matrix.answers
        if answer.current and answer.name
    }
