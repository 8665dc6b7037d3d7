"""From what is known about each host to its assessment: verdict, ways to stay, exposure, techniques, plan."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from indicia.assessment.assess import assess
from indicia.assessment.coverage.answers import Period
from indicia.assessment.eviction.plan import Situation, eviction_plan
from indicia.assessment.host_facts import HostFacts
from indicia.assessment.next_steps.collecting import with_lines
from indicia.assessment.techniques import technique_matrix
from indicia.config import Settings
from indicia.detection.analyses.common.builds_seen import builds_seen
from indicia.detection.by_technique import Looking, detectors_by_technique
from indicia.detection.ruleset import Ruleset
from indicia.knowledge.packs.advisory import Advisory, load_advisories
from indicia.knowledge.packs.collecting import CollectLine, load_lines
from indicia.knowledge.packs.eviction import EvictionBook, load_eviction
from indicia.model.assessment import Assessment
from indicia.model.finding import Finding
from indicia.pipeline.aside.held_once import HeldOnce
from indicia.pipeline.hosts.known import HostWork


class Books(Struct, frozen=True):
    """What an assessment looks things up in, whatever was read."""

    advisories: tuple[Advisory, ...]
    detectors: Mapping[str, tuple[Looking, ...]]
    """By technique."""
    eviction: EvictionBook
    lines: tuple[CollectLine, ...]


def load_books(ruleset: Ruleset) -> Books:
    """Those of a ruleset's pack.  Raises RulesetError."""
    pack = ruleset.pack
    return Books(load_advisories(pack), detectors_by_technique(ruleset), load_eviction(pack), load_lines(pack))


def assessed(
    ruleset: Ruleset,
    books: Books,
    works: Sequence[HostWork],
    findings: Callable[[str], Sequence[Finding]],
    settings: Settings,
) -> list[Assessment]:
    """One assessment for each host, in the order given; `findings` gives those of a host, with their ids."""
    pack = ruleset.pack
    done = []
    held = HeldOnce()
    for work in works:
        mine = [finding for finding in findings(work.host) if finding.suppressed is None]
        period = Period(settings.since, settings.until or work.last)
        facts = HostFacts(
            host=work.host,
            traced=work.traced,
            findings=mine,
            builds=work.builds,
            first=work.first,
            last=work.last,
            others=work.others,
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
        planned = replace(found, eviction=eviction_plan(books.eviction, situation))
        matrices = tuple(
            technique_matrix(pack, advisory, work.traced, mine, period, books.detectors)
            for advisory in books.advisories
        )
        done.append(held.answers(replace(with_lines(pack, books.lines, planned), techniques=matrices)))
    return done
