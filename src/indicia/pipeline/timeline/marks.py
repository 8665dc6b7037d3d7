"""What the findings of a result say of the records that rules and analyses touched."""

from collections import defaultdict
from collections.abc import Sequence

from indicia.model.finding import Finding
from indicia.model.record import Sighting
from indicia.report.clean import clean
from indicia.report.timeline.marks import Marks


class Marker:
    """Marks for exhibits, which name their finding, and for all other kept records, of which only the rule is known."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._titles: dict[str, str] = {}
        self._techniques: dict[str, tuple[str, ...]] = {}
        self._findings: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for finding in findings:
            self._titles.setdefault(finding.detector, clean(finding.title))
            self._techniques.setdefault(finding.detector, finding.techniques)
            self._findings[finding.host, finding.detector].append(finding)

    def of_exhibit(self, finding: Finding) -> Marks:
        """What a finding says of each record it shows."""
        return Marks(
            findings=(finding.id,),
            rules=(clean(finding.title),),
            rule_ids=(finding.detector,),
            techniques=finding.techniques,
            stage=finding.stage or 0,
            severity=finding.severity,
        )

    def of_sighting(self, sighting: Sighting, host: str) -> Marks:
        """What is known of a record that a rule or a selector of an analysis picked.

        A finding shows twelve of its records.  Where a rule has one finding on a host, its other records within that
        finding's time belong to it; where it has several, and for analyses, which weigh their records, only the rule
        is named.
        """
        name = sighting.detector
        finding = self._only(sighting, host)
        if finding is not None:
            return self.of_exhibit(finding)
        owner = name if name in self._titles else name.partition("/")[0]
        return Marks(
            rules=(self._titles.get(owner, clean(owner)),),
            rule_ids=(name,),
            techniques=self._techniques.get(owner, ()),
        )

    def _only(self, sighting: Sighting, host: str) -> Finding | None:
        found = self._findings.get((host, sighting.detector), ())
        if len(found) != 1 or found[0].card.kind == "analysis":
            return None
        (finding,) = found
        moment = sighting.record.time
        if moment is None or finding.seen is None or finding.last is None:
            return finding
        return finding if finding.seen <= moment <= finding.last else None
