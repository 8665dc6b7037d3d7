"""Claims from what was found and weighed: no wider than the findings; nobody is named whom the answer does not name."""

from datetime import date

import pytest
from msgspec.structs import replace
from tests.attribution.intrusions import HOST, finding, result, shipped, showing
from tests.statement.statements import HASH, policy

from indicia.assessment.staying.remains import remains
from indicia.attribution.attribute import attribute
from indicia.attribution.features.gather import Asked
from indicia.errors import UsageError
from indicia.knowledge.actors.likelihood import scale
from indicia.knowledge.packs.load import load_pack
from indicia.model.assessment import Remain, Result
from indicia.model.attribution import AnswerKind, Attribution
from indicia.model.finding import Confidence, Presence, Stage, Suppression
from indicia.model.statement import (
    AttributionSupport,
    ClaimKind,
    ClaimSupport,
    FindingSupport,
    Marking,
)
from indicia.model.technique import Sight, TechniqueAnswer, TechniqueMatrix
from indicia.statement.drafting.from_assessment import propose_from_assessment
from indicia.statement.drafting.from_attribution import propose_from_attribution
from indicia.statement.drafting.given import GivenCase
from indicia.statement.drafting.proposals import Proposals
from indicia.statement.lint import Lint, lint

TECHNIQUES = ["T1190", "T1505.003", "T1003.001", "T1059.001", "T1560.001", "T1114.002", "T1078.003", "T1136.002"]


def given_of(case: Result, marking: Marking = Marking.AMBER) -> GivenCase:
    return GivenCase(name="case", digest=HASH, result=case, marking=marking)


def proposed(case: Result) -> Proposals:
    into = Proposals(0, Marking.AMBER)
    propose_from_assessment([given_of(case)], load_pack(), into)
    return into


def of_kind(into: Proposals, kind: ClaimKind) -> list[str]:
    return [one.sentence for one in into.claims if one.kind is kind]


def answer(current: str, sight: Sight, *findings: str) -> TechniqueAnswer:
    return TechniqueAnswer(
        printed=current, current=current, name="A name", tactics=(), leaf=True, sight=sight, why="", findings=findings
    )


def matrix(*answers: tuple[str, Sight] | tuple[str, Sight, str]) -> TechniqueMatrix:
    return TechniqueMatrix(
        advisory="aa1",
        title="aa1",
        published=date(2021, 7, 19),
        attack_version="9",
        answers=tuple(answer(*one) for one in answers),
    )


def with_host(case: Result, **more: object) -> Result:
    (host,) = case.hosts
    return replace(case, hosts=(replace(host, **more),))  # type: ignore[arg-type]  # values of the right types, by name


def test_an_incident_rests_on_the_findings_that_carry_its_stage() -> None:
    """From the first to the last of these, not from the first probe on; down to file, bytes and case."""
    case = result([finding(1, stage=Stage.PROBED), finding(2), finding(3)])
    into = proposed(case)
    (incident,) = [one for one in into.claims if one.kind is ClaimKind.INCIDENT]
    assert incident.sentence == (
        f"{HOST} was operated by an intruder between 2023-06-01 09:20:00 and 2023-06-01 09:30:00 UTC."
    )
    assert [one.id for one in incident.support if isinstance(one, FindingSupport)] == ["F2", "F3"]
    support = incident.support[0]
    assert isinstance(support, FindingSupport)
    (place,) = support.exhibits
    assert (support.case, place.file, place.name, place.start, place.end) == (HASH, "a" * 64, "sysmon.evtx", 2, 12)
    assert support.marking is Marking.AMBER
    assert {one.lint for one in lint(into.claims, policy())} == set()


@pytest.mark.parametrize(
    ("findings", "word"),
    [
        ([finding(1, confidence=Confidence.CONCLUSIVE)], "high"),
        ([finding(1)], "moderate"),
        ([finding(1, confidence=Confidence.MODERATE)], "low"),
    ],
)
def test_confidence_follows_the_findings(findings, word) -> None:
    """And says why; it is no likelihood."""
    (incident,) = [one for one in proposed(result(findings)).claims if one.kind is ClaimKind.INCIDENT]
    assert incident.confidence is not None and incident.confidence.word == word
    assert incident.likelihood is None and "1 detector in 1 log" in incident.confidence.why


def test_no_incident_is_claimed_beyond_what_bears_it() -> None:
    """A lone moderate finding is a sign; a stage above that of the verdict is no claim at all."""
    case = result([finding(1, confidence=Confidence.MODERATE)])
    assert of_kind(proposed(case), ClaimKind.INCIDENT)[0].startswith("There are signs of this: ")
    two = [finding(number, confidence=Confidence.MODERATE) for number in (1, 2)]
    assert of_kind(proposed(result(two)), ClaimKind.INCIDENT)[0].startswith(HOST)
    lower = proposed(with_host(case, stage=Stage.PROBED))
    assert of_kind(lower, ClaimKind.INCIDENT) == []
    assert any("no incident tells" in note for note in lower.notes)
    probes = replace(result([finding(3, stage=Stage.PROBED)], Stage.PROBED).hosts[0].incidents[0])
    both = result([finding(1, confidence=Confidence.MODERATE), finding(3, stage=Stage.PROBED)])
    both = with_host(both, stage=Stage.PROBED, incidents=(*both.hosts[0].incidents, probes))
    into = proposed(both)
    assert [one[:40] for one in of_kind(into, ClaimKind.INCIDENT)] == [f"{HOST} was probed at 2023-06-01 09"[:40]]
    assert any("signs of operated that nothing else bears" in note for note in into.notes)


def test_a_suppressed_finding_bears_nothing() -> None:
    """What the allow list let go is in no claim; without findings there is none, and the author is told."""
    allowed = Suppression(filter="f", title="t", author="a", reason="r", expires=date(2099, 1, 1))
    into = proposed(result([replace(finding(1), suppressed=allowed)]))
    assert into.claims == [] and any("no finding carries its stage" in note for note in into.notes)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("present now", "was still there"),
        ("removed, trace left", "had been removed"),
        ("cannot tell", "cannot show"),
    ],
)
def test_what_remains(state: str, words: str) -> None:
    """As sure as its state; what no finding bears is told to the author instead."""
    case = result([finding(1)])
    remains = (
        Remain(what="/owa/x.aspx", state=state, why="", findings=("F1",)),
        Remain(what="ghost", state=state, why="", findings=("F9",)),
    )
    into = proposed(with_host(case, remains=remains))
    (sentence,) = of_kind(into, ClaimKind.REMAINS)
    assert words in sentence
    assert any("ghost" in note for note in into.notes)


def test_flaws_of_which_the_use_left_traces() -> None:
    """By the tests that a finding answers; a weak finding, or one that proves probing, names none."""
    used = proposed(result([finding(1, tests=("PL-01",))]))
    (sentence,) = of_kind(used, ClaimKind.FLAW)
    assert "ProxyLogon" in sentence and "CVE-2021-26855" in sentence
    for one in (
        finding(1, tests=("PL-01",), stage=Stage.PROBED),
        finding(1, tests=("PL-01",), confidence=Confidence.WEAK),
        finding(1, tests=("PE-04",)),
    ):
        assert of_kind(proposed(result([one])), ClaimKind.FLAW) == []


def test_techniques_with_what_was_not_seen() -> None:
    """A technique once, however many advisories print it; signs where nothing strong bears it; and the coverage."""
    case = result([finding(1), finding(2, confidence=Confidence.MODERATE)])
    matrices = tuple(
        TechniqueMatrix(
            advisory=name,
            title=name,
            published=date(2021, 7, 19),
            attack_version="9",
            answers=(
                answer("T1190", Sight.SEEN, "F1"),
                answer("T1078", Sight.SEEN, "F2"),
                answer("T1003", Sight.NOT_SEEN),
                answer("T1583", Sight.NOT_VISIBLE),
            ),
        )
        for name in ("aa1", "aa2")
    )
    into = proposed(with_host(case, techniques=matrices))
    first, second, coverage, _ = of_kind(into, ClaimKind.TECHNIQUE)
    assert first == f"The technique T1190 (A name) was used on {HOST}."
    assert second == f"There are signs of the technique T1078 (A name) on {HOST}."
    assert coverage == (
        "Of the 4 techniques that AA1 prints, 2 were seen or left signs, 1 was looked for in logs that would show it "
        "and not seen, and 1 would not have shown in this evidence."
    )
    total = next(one for one in into.claims if one.sentence == coverage)
    assert all(isinstance(one, ClaimSupport) for one in total.support) and len(total.support) == 2


def test_looked_for_in_vain_means_on_every_server() -> None:
    """What the logs of the server that was broken into would not have shown, those of a quiet one do not rule out."""
    case = result([finding(1)])
    broken = matrix(("T1190", Sight.SEEN, "F1"), ("T1003", Sight.NOT_VISIBLE), ("T1583", Sight.NOT_SEEN))
    quiet = matrix(("T1190", Sight.NOT_SEEN), ("T1003", Sight.NOT_SEEN), ("T1583", Sight.NOT_SEEN))
    (host,) = case.hosts
    hosts = (replace(host, techniques=(broken,)), replace(host, host="quiet", techniques=(quiet,)))
    sentences = of_kind(proposed(replace(case, hosts=hosts)), ClaimKind.TECHNIQUE)
    assert sentences[1] == (
        "Of the 3 techniques that AA1 prints, 1 was seen or left signs on at least one of 2 servers, 1 was looked for "
        "on every one of them in logs that would show it and not seen, and 1, seen on none, would not have shown on at "
        "least one of them."
    )


def test_confidence_says_how_many_of_its_findings_are_named() -> None:
    many = proposed(result([finding(number) for number in range(1, 31)]))
    (incident,) = [one for one in many.claims if one.kind is ClaimKind.INCIDENT]
    assert len(incident.support) == 20
    assert incident.confidence is not None and "30 findings" in incident.confidence.why
    assert incident.confidence.why.endswith(", 20 of them named here")


def test_a_virtual_directory_is_no_thing_of_the_intruder() -> None:
    """What remains, or was removed, is the script in its address; the directory belongs to the server."""
    left = remains([finding(1, objects=("oabvirtualdirectory",), presence=Presence.REMOVED)], None)
    (sentence,) = of_kind(proposed(with_host(result([finding(1)]), remains=left)), ClaimKind.REMAINS)
    assert sentence == (
        f"A script in an address of oabvirtualdirectory was on {HOST} and had been removed when the evidence was "
        "collected."
    )


def test_numbers_rest_on_incidents() -> None:
    """And are those of all servers examined."""
    into = proposed(result([finding(1)]))
    assert of_kind(into, ClaimKind.COUNT) == ["Of 1 server examined, the answers are: 1 operated."]


def asked(case: Result) -> Attribution:
    return attribute([("case", case)], shipped(), scale("icd203"), until=None, asked=Asked())


def who(found: Attribution, case: Result) -> Proposals:
    into = Proposals(0, Marking.AMBER)
    propose_from_attribution(found, [given_of(case)], into)
    return into


def test_without_a_name_the_actor_is_unknown() -> None:
    """No cluster in the claim, also not among what could be instead."""
    case = showing(TECHNIQUES[:6])
    found = asked(case)
    assert found.answer is not AnswerKind.CLUSTER
    (one,) = who(found, case).claims
    assert one.kind is ClaimKind.OTHER and one.sentence.startswith("Unknown actor: ")
    names = {each.name for each in found.hypotheses if each.kind.value == "cluster"}
    assert not any(name in one.sentence or any(name in rival for rival in one.rivals) for name in names)
    assert one.rivals


def named(share: float = 0.7) -> tuple[Attribution, Result]:
    """An answer that names a cluster, with what `attribute` would say of it."""
    case = showing(TECHNIQUES)
    found = asked(case)
    first, *rest = sorted(found.hypotheses, key=lambda one: one.kind.value != "cluster")
    lead = replace(first, shares=dict.fromkeys(first.shares, share))
    text = "Confidence in this is low: it rests on techniques and tools alone, which anybody can copy."
    return (
        replace(
            found,
            answer=AnswerKind.CLUSTER,
            hypotheses=(lead, *rest),
            confidence="low",
            confidence_sentence=text,
        ),
        case,
    )


def test_a_cluster_that_is_named() -> None:
    """Likelihood and confidence apart, rivals beside it, the answer and the findings as support, no lint."""
    found, case = named()
    into = who(found, case)
    (one,) = into.claims
    assert one.kind is ClaimKind.CLUSTER
    assert one.likelihood is not None and (one.likelihood.word, one.likelihood.high) == ("likely", 80)
    assert one.sentence.startswith("It is likely that this is activity of the cluster called")
    assert one.confidence is not None and one.confidence.word == "low" and "copy" in one.confidence.why
    assert any("an actor whom nobody had named" in rival for rival in one.rivals)
    assert isinstance(one.support[0], AttributionSupport) and one.support[0].share == 0.7
    assert sum(isinstance(each, FindingSupport) for each in one.support) == len(TECHNIQUES)
    assert {each.lint for each in lint(into.claims, policy())} == set()


def test_claims_of_others_about_states_are_not_proposed() -> None:
    """Only told to the author."""
    found, case = named()
    into = who(found, case)
    assert not {one.kind for one in into.claims} & {ClaimKind.STATE, ClaimKind.ORGANISATION}


def test_an_answer_about_other_servers_is_refused() -> None:
    """Or about none."""
    found, case = named()
    for wrong, why in (
        (replace(found, hosts=("OTHER",)), "in none of these cases"),
        (replace(found, hosts=()), "about no server"),
        (replace(found, format="indicia-attribution/9"), "format"),
        (replace(found, scale="made up"), "unknown scale"),
    ):
        with pytest.raises(UsageError, match=why):
            who(wrong, case)


def test_nothing_can_be_said() -> None:
    """Then nothing is."""
    case = result([finding(1)])
    into = who(asked(case), case)
    assert into.claims == [] and "Nothing can be said" in into.notes[0]


def test_a_sentence_never_passes_the_likelihood_of_the_answer() -> None:
    """Whatever the share is: no lint says that the sentence is stronger."""
    for share in (0.56, 0.7, 0.79, 0.81, 0.96):
        found, case = named(share)
        assert Lint.STRONGER not in {one.lint for one in lint(who(found, case).claims, policy())}
