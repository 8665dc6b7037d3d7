"""Cases as claims are drafted from them."""

import hashlib
from collections.abc import Sequence

from indicia.case import Case
from indicia.errors import CaseError
from indicia.model.statement import Marking
from indicia.pipeline.claims.exhibit_bytes import exhibit_hashes
from indicia.statement.drafting.given import GivenCase


def given_cases(
    cases: Sequence[tuple[str, Case]], marking: Marking, passwords: Sequence[str] = ()
) -> tuple[GivenCase, ...]:
    """Results with their digests, and hashes of the records' bytes where the evidence is at hand.

    `marking`: of the evidence.  Raises CaseError.
    """
    found = []
    for name, case in cases:
        result = case.result()
        path = case.root / "result.json"
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise CaseError(f"{path}: {error.strerror or error}") from error
        hashes = exhibit_hashes(case, result, passwords)
        found.append(GivenCase(name=name, digest=digest, result=result, marking=marking, hashes=hashes))
    return tuple(found)
