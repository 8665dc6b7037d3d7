"""From what is known about each host to its assessment: verdict, ways to stay, exposure, techniques, plan."""

from collections.abc import Sequence

from msgspec.structs import replace

from indicia.assessment.answers import Period
from indicia.assessment.assess import HostFacts, assess
from indicia.assessment.collecting import with_lines
from indicia.assessment.eviction import Situation, eviction_plan
from indicia.assessment.techniques import technique_matrix
from indicia.config import Settings
from indicia.detection.analyses.builds_seen import builds_seen
from indicia.detection.by_technique import detectors_by_technique
from indicia.detection.ruleset import Ruleset
from indicia.knowledge.advisory import load_advisories
from indicia.knowledge.collecting import load_lines
from indicia.knowledge.eviction import load_eviction
from indicia.model.assessment import Assessment
from indicia.model.finding import Finding
from indicia.pipeline.held_once import HeldOnce
from indicia.pipeline.hostwork import HostWork


def assessed(
    ruleset: Ruleset, works: Sequence[HostWork], findings: Sequence[Finding], settings: Settings
) -> list[Assessment]:
    """One assessment for each host, in the order given; findings have their ids."""
    pack = ruleset.pack
    advisories, detectors = load_advisories(pack), detectors_by_technique(ruleset)
    book, lines = load_eviction(pack), load_lines(pack)
    by_host: dict[str, list[Finding]] = {}
    for finding in findings:
        by_host.setdefault(finding.host, []).append(finding)
    done = []
    held = HeldOnce()
    for work in works:
        mine = by_host.get(work.host, [])
        period = Period(settings.since, settings.until or work.last)
        facts = HostFacts(
            host=work.host,
            traced=work.traced,
            findings=mine,
            builds=work.builds,
            first=work.first,
            last=work.last,
            notes=work.notes,
            seen=builds_seen(work.view),
        )
        found = assess(pack, pack.builds.branches, facts, period)
        situation = Situation(
            verdict=found.verdict,
            stage=found.stage,
            mechanisms=found.mechanisms,
            tests=found.tests,
            exposure=found.exposure,
            findings=mine,
        )
        planned = replace(found, eviction=eviction_plan(book, situation))
        matrices = tuple(
            technique_matrix(pack, advisory, work.traced, mine, period, detectors) for advisory in advisories
        )
        done.append(held.answers(replace(with_lines(pack, lines, planned), techniques=matrices)))
    return done
