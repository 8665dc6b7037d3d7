"""A case as claims are drafted from it, down to the bytes of its evidence."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from indicia.model.assessment import Result
from indicia.model.evidence import Locator
from indicia.model.finding import Exhibit, Finding
from indicia.model.statement import Bytes, FindingSupport, Marking
from indicia.statement.manifest import Manifest, ManifestFile

_MOST_FINDINGS = 20
"""Behind one claim."""


class GivenCase(Struct, frozen=True, kw_only=True):
    """One case."""

    name: str
    digest: str
    """SHA-256 of its result.json."""
    result: Result
    marking: Marking = Marking.RED
    """Of its evidence; RED where nobody says."""
    hashes: Mapping[Locator, str] = field(default_factory=dict)
    """SHA-256 of the bytes at a place, where the evidence was at hand."""

    def finding(self, id: str) -> Finding | None:
        """A finding that counts; null for one that is not there or that the site's allow list let go."""
        return next((one for one in self.result.findings if one.id == id and one.suppressed is None), None)

    def supports(self, findings: Sequence[Finding]) -> tuple[FindingSupport, ...]:
        """The findings as support, the furthest and surest first, at most 20."""
        ordered = sorted(findings, key=lambda one: (-(one.stage or 0), -one.confidence, -one.severity))
        return tuple(self._support(one) for one in ordered[:_MOST_FINDINGS])

    def by_ids(self, ids: Iterable[str]) -> tuple[Finding, ...]:
        """Findings that count, each once."""
        found = (self.finding(id) for id in dict.fromkeys(ids))
        return tuple(one for one in found if one is not None)

    def manifest(self) -> Manifest:
        """Which files were evidence."""
        files = {
            (line.evidence.sha256, line.evidence.path): ManifestFile(
                sha256=line.evidence.sha256, size=line.evidence.size, name=line.evidence.path
            )
            for line in self.result.evidence
        }
        ruleset = self.result.ruleset.digest
        return Manifest(
            case=self.digest,
            ruleset=ruleset,
            files=tuple(files[key] for key in sorted(files)),
            marking=self.marking,
        )

    def _support(self, finding: Finding) -> FindingSupport:
        return FindingSupport(
            case=self.digest,
            id=finding.id,
            detector=finding.detector,
            exhibits=tuple(self._bytes(one) for one in finding.exhibits),
            marking=self.marking,
        )

    def _bytes(self, exhibit: Exhibit) -> Bytes:
        at = exhibit.at
        return Bytes(
            file=at.sha256,
            name=exhibit.path,
            start=at.offset,
            end=at.offset + at.length,
            sha256=self.hashes.get(at) if at.length else None,
        )


def left_out(findings: Sequence[Finding]) -> int:
    """How many findings behind a claim are not named in it."""
    return max(len(findings) - _MOST_FINDINGS, 0)
