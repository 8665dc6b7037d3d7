"""Claims that are proposed, numbered as they come, and what was not turned into one."""

from collections.abc import Sequence

from indicia.model.statement import Basis, Claim, ClaimKind, Likelihood, Marking, Support


class Proposals:
    """Claims, in order."""

    def __init__(self, spent: int, marking: Marking) -> None:
        self._next = spent + 1
        self.marking = marking
        """What every claim is marked."""
        self.claims: list[Claim] = []
        self.notes: list[str] = []
        """What was left out, for the author alone."""

    def add(
        self,
        kind: ClaimKind,
        sentence: str,
        support: Sequence[Support],
        *,
        likelihood: Likelihood | None = None,
        confidence: Basis | None = None,
        rivals: Sequence[str] = (),
    ) -> str:
        """One more; its id comes back, for others to rest on."""
        id = f"C{self._next}"
        self._next += 1
        claim = Claim(
            id=id,
            kind=kind,
            sentence=sentence,
            likelihood=likelihood,
            confidence=confidence,
            marking=self.marking,
            effective=self.marking,
            support=tuple(support),
            rivals=tuple(rivals),
        )
        self.claims.append(claim)
        return id
