"""The whole answer: rivals always there, probabilities whole, one source once, nothing later than the day."""

import random
from datetime import UTC, date, datetime

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.attribution.intrusions import beside, finding, indicator, moved, result, shipped, showing, uses, with_claims

from indicia.attribution.attribute import Known, attribute
from indicia.attribution.features.gather import Asked
from indicia.attribution.hypotheses import LIKELY_AT_MOST, VERY_LIKELY_AT_MOST
from indicia.knowledge.actors.likelihood import scale
from indicia.model.assessment import Result
from indicia.model.attribution import AnswerKind, Attribution, EvidenceClass, HypothesisKind
from indicia.model.finding import Stage
from indicia.plain import again, to_json

SCALE = scale("icd203")
HAFNIUM = "G0125"
SOME = ["T1190", "T1505.003", "T1003.001", "T1059.001", "T1560.001", "T1114.002", "T1078.003", "T1136.002"]
"""Eight techniques of the shipped set of one cluster."""
EARLY = date(2020, 1, 1)


def ask(case: Result, known: Known | None = None, until: date | None = None, **asked: object) -> Attribution:
    """One case, one question."""
    return attribute([("case", case)], known or shipped(), SCALE, until=until, asked=Asked(**asked))  # type: ignore[arg-type]  # by name


def rich(cluster: int = 0) -> Known:
    """Forty clusters with ten techniques each of their own and ten that all share, reported early."""
    shared = {f"T1{number:03d}": EARLY for number in range(10)}
    actors = {
        f"G{row:04d}": shared | {f"T{2000 + 10 * row + number}": EARLY for number in range(10)} for row in range(40)
    }
    return with_claims(uses(actors))


def own(row: int, count: int = 10) -> list[str]:
    """Techniques of one of these clusters alone."""
    return [f"T{2000 + 10 * row + number}" for number in range(count)]


@settings(deadline=None, max_examples=25)
@given(
    techniques=st.lists(st.sampled_from([*SOME, "T9999", "T1001", *own(3, 4)]), max_size=12, unique=True),
    until=st.sampled_from([None, date(2021, 3, 31), date(1999, 1, 1)]),
    bundle=st.booleans(),
)
def test_probabilities_are_whole(techniques: list[str], until: date | None, bundle: bool) -> None:
    """Under each prior they add up to one, before and after; the rivals without a name are always there."""
    found = ask(showing(techniques), rich() if bundle else None, until)
    for prior in found.priors:
        assert sum(one.shares[prior.id] for one in found.hypotheses) == pytest.approx(1)
        assert sum(one.before[prior.id] for one in found.hypotheses) == pytest.approx(1)
        assert all(0 <= one.shares[prior.id] <= 1 for one in found.hypotheses)
    kinds = [one.kind for one in found.hypotheses]
    assert all(kinds.count(kind) == 1 for kind in HypothesisKind if kind is not HypothesisKind.CLUSTER)


def test_nothing_can_be_said_of_nothing() -> None:
    """An empty case, one in which somebody only knocked, one that is suppressed, and one with a handful of traits."""
    knocked = result([finding(1, SOME, stage=Stage.PROBED)], Stage.PROBED)
    for case in (result([]), knocked):
        found = ask(case)
        assert found.answer is AnswerKind.NOTHING
        assert "nobody got past" in found.sentence or "no finding shows that anybody got past" in found.sentence
        assert not found.features
        assert found.confidence == ""
    thin = ask(showing(SOME[:3]), rich())
    assert thin.answer is AnswerKind.NOTHING
    assert "at least 5" in thin.sentence
    assert not thin.costs


def test_a_cluster_is_named_by_what_is_its_own() -> None:
    """Enough that only one is known for: likely, never more, as anybody can copy it; the confidence is low."""
    found = ask(showing(own(7)), rich())
    leader = found.hypotheses[0]
    assert leader.id == "G0007"
    assert found.answer is AnswerKind.CLUSTER
    assert leader.word == "likely"
    assert leader.shares["uniform"] <= LIKELY_AT_MOST
    assert found.confidence == "low"
    assert "copy" in found.confidence_sentence
    assert not {"likely", "unlikely", "chance"} & set(found.confidence_sentence.split())


@settings(deadline=None, max_examples=20)
@given(rows=st.lists(st.integers(0, 39), min_size=1, max_size=3), shared=st.integers(0, 10), seed=st.integers(0, 99))
def test_ordinary_evidence_never_says_more_than_likely(rows: list[int], shared: int, seed: int) -> None:
    """Whatever is planted, under every prior."""
    ids = [id for row in rows for id in own(row)] + [f"T1{number:03d}" for number in range(shared)]
    random.Random(seed).shuffle(ids)
    found = ask(showing(dict.fromkeys(ids)), rich())
    for one in found.hypotheses:
        if one.kind is HypothesisKind.CLUSTER:
            assert max(one.shares.values()) <= LIKELY_AT_MOST + 1e-9


def test_the_order_of_findings_plays_no_part() -> None:
    """Shuffled, the answer is the same to the byte."""
    findings = [
        *(finding(number, [id]) for number, id in enumerate(own(3), start=1)),
        indicator(21, "ipv4", "198.51.100.7", "seen with Cluster G0003", since="2023-05-01"),
        indicator(22, "ipv4", "198.51.100.7", "seen with Cluster G0003", maker="List B"),
    ]
    case = result(findings)
    first = to_json(ask(case, rich()))
    for seed in range(4):
        mixed = list(findings)
        random.Random(seed).shuffle(mixed)
        host = replace(case.hosts[0], findings=tuple(one.id for one in mixed))
        shuffled = replace(case, findings=tuple(mixed), hosts=(host,))
        assert to_json(ask(shuffled, rich())) == first


def test_one_source_counts_once() -> None:
    """Ten addresses of one list weigh what the strongest weighs; two lists that share a value are one source."""

    def weight(*more: object) -> float:
        found = ask(showing(own(3, 5), *more), rich())  # type: ignore[arg-type]  # findings
        return next(one.weight for one in found.hypotheses if one.id == "G0003")

    one = [indicator(20, "ipv4", "198.51.100.1", "Cluster G0003", since="2023-06-01")]
    ten = [indicator(20 + n, "ipv4", f"198.51.100.{1 + n}", "Cluster G0003", since="2023-06-01") for n in range(10)]
    assert weight(*ten) == pytest.approx(weight(*one))
    assert weight(*one) > weight() + 1
    copied = [
        *one,
        indicator(30, "ipv4", "198.51.100.1", "Cluster G0003", maker="List B", since="2023-06-01"),
        indicator(31, "ipv4", "198.51.100.9", "Cluster G0003", maker="List B", since="2023-06-01"),
    ]
    assert weight(*copied) == pytest.approx(weight(*one))
    apart = [*one, indicator(31, "ipv4", "198.51.100.9", "Cluster G0003", maker="List C", since="2023-06-01")]
    assert weight(*apart) >= weight(*one)


def test_more_than_likely_takes_two_kinds_that_nobody_could_copy() -> None:
    """Public indicators leave the word at likely; those of private lists lift it, and never to almost certain."""
    public = [
        indicator(20, "ipv4", "198.51.100.1", "Cluster G0003", maker="A", since="2023-01-01"),
        indicator(21, "sha256", "b" * 64, "Cluster G0003", maker="B", since="2023-01-01"),
    ]
    case = showing(own(3), *public)
    for prior in ("empirical", "uniform", "sceptical"):
        assert ask(case, rich()).hypotheses[0].shares[prior] <= LIKELY_AT_MOST + 1e-9
    private = ask(case, rich(), private=frozenset({"A", "B"}))
    leader = private.hypotheses[0]
    assert leader.id == "G0003"
    assert LIKELY_AT_MOST < leader.shares["empirical"] <= VERY_LIKELY_AT_MOST + 1e-9
    assert leader.word == "very likely"
    one_only = ask(case, rich(), private=frozenset({"A"}))
    assert one_only.hypotheses[0].shares["empirical"] <= LIKELY_AT_MOST + 1e-9
    same_maker = [replace_maker(item) for item in public]
    joined = ask(showing(own(3), *same_maker), rich(), private=frozenset({"A"}))
    assert joined.hypotheses[0].shares["empirical"] <= LIKELY_AT_MOST + 1e-9


def replace_maker(item):
    """The same indicator of list A."""
    return replace(item, card=replace(item.card, author="A"))


def test_relays_weigh_nothing_and_that_is_said() -> None:
    """An address of a relay network names nobody; a file name neither."""
    found = ask(
        showing(
            own(3, 5),
            indicator(20, "ipv4", "198.51.100.1", "Cluster G0003, VPN exit"),
            indicator(21, "name", "update.exe", "Cluster G0003"),
        ),
        rich(),
    )
    assert not [one for one in found.features if one.kind is EvidenceClass.INFRASTRUCTURE]
    assert sum("relay" in item.why for item in found.not_used) == 1
    assert sum("anybody can give one" in item.why for item in found.not_used) == 1


def test_old_addresses_fade() -> None:
    """The same address a year after its list said so weighs less than one of the same week."""

    def weight(since: str) -> float:
        found = ask(showing(own(3, 5), indicator(20, "ipv4", "198.51.100.1", "Cluster G0003", since=since)), rich())
        return next(one.weight for one in found.hypotheses if one.id == "G0003")

    assert weight("2023-05-30") > weight("2022-06-01") + 0.5


def test_imitation_is_as_likely_as_what_is_public_allows() -> None:
    """Where all evidence is public, imitation rises with the cluster; what nobody could copy parts them."""
    public = ask(showing(own(3)), rich())
    shares = {one.kind: one for one in public.hypotheses[::-1]}
    plain = shares[HypothesisKind.IMITATION]
    assert plain.shares["empirical"] > plain.before["empirical"] / 2
    secret = ask(
        showing(own(3), indicator(20, "sha256", "b" * 64, "Cluster G0003")), rich(), private=frozenset({"List A"})
    )
    ratio = [
        next(one.shares["empirical"] for one in found.hypotheses if one.id == "G0003")
        / next(one.shares["empirical"] for one in found.hypotheses if one.kind is HypothesisKind.IMITATION)
        for found in (public, secret)
    ]
    assert ratio[1] > 1.5 * ratio[0]


def test_nothing_later_than_the_day_is_used() -> None:
    """What is reported, named or said later changes nothing of the answer as of the day."""
    before = {"G0001": dict.fromkeys(own(1), EARLY), "G0002": dict.fromkeys(own(2), EARLY)}
    later = before | {"G0003": dict.fromkeys(own(3), date(2022, 1, 1))}
    later["G0001"] = later["G0001"] | {"T9998": date(2022, 1, 1)}
    case = moved(showing([*own(3), "T9998"]), datetime(2020, 6, 1, tzinfo=UTC))
    day = date(2021, 1, 1)
    names = {f"G000{row}": f"Cluster {row}" for row in (1, 2, 3)}
    one = ask(case, with_claims(uses(before, names)), day)
    other = ask(case, with_claims(uses(later, names)), day)
    shares = [{each.id: each.shares for each in found.hypotheses} for found in (one, other)]
    assert shares[0].keys() == shares[1].keys()
    for id, values in shares[0].items():
        assert values == pytest.approx(shares[1][id])
    assert all(claim.day <= day for claim in other.claims)
    assert HAFNIUM not in shares[1]


def test_reports_on_this_very_activity_are_left_out() -> None:
    """A profile made from the activity itself would recognise itself."""
    during = uses({"G0001": dict.fromkeys(own(1), date(2023, 6, 20)), "G0002": dict.fromkeys(own(2), EARLY)})
    found = ask(showing(own(1)), with_claims(during))
    assert "G0001" not in [one.id for one in found.hypotheses]
    assert "may describe it" in " ".join(found.knowledge.sources)
    assert found.answer is AnswerKind.RIVAL


def test_several_who_share_nothing() -> None:
    """Two groups of clients, pages and days apart make several likelier; one group makes it unlikelier."""
    page = {"techniques": ("T1505.003",), "stage": Stage.IMPLANTED}
    apart = beside(
        result(
            [
                finding(1, clients=("203.0.113.1",), objects=("/a.aspx",), **page),
                *(finding(number, [id]) for number, id in enumerate(own(3), start=2)),
            ]
        ),
        result([finding(9000, clients=("198.51.100.9",), objects=("/b.aspx",), **page)]),
    )
    both, one = ask(apart, rich()), ask(showing(own(3)), rich())
    weights = [
        next(each.weight for each in found.hypotheses if each.kind is HypothesisKind.SEVERAL) for found in (both, one)
    ]
    assert weights[0] > 0.5 > 0 > weights[1]
    assert {"separation:clients", "separation:pages", "separation:time"} <= {each.id for each in both.features}


def test_the_matrix_and_what_hangs_on_it() -> None:
    """Most telling first; cells are losses; the cost to fake plants what is public; equal pieces have equal cells."""
    found = ask(showing([*own(3, 3), "T1001", "T1002", "T1003"]), rich())
    spreads = [row.diagnosticity for row in found.matrix]
    assert spreads == sorted(spreads, reverse=True)
    row = next(each for each in found.matrix if each.feature == "technique:T2030")
    assert row.cells["G0003"] > 0
    assert row.cells["unknown actor"] == 0
    assert {each.feature for each in found.sensitivity} == {each.id for each in found.features}
    assert found.costs
    for cost in found.costs:
        assert not set(cost.planted) & {each.value for each in found.features}
        assert len(cost.planted) <= 12


def test_the_upper_levels_are_claims_of_others() -> None:
    """Each has a speaker and a day; evidence has no influence on them; who disagrees is there."""
    found = ask(showing(SOME))
    ours = [claim for claim in found.claims if claim.cluster == HAFNIUM]
    assert {claim.level for claim in ours} >= {"organisation", "state", "none"}
    assert all(claim.speaker for claim in found.claims)
    assert any(claim.disagrees for claim in ours)
    more = ask(showing(SOME, indicator(30, "sha256", "c" * 64, "HAFNIUM")))
    assert [claim for claim in more.claims if claim.cluster == HAFNIUM] == ours


def test_hafnium_in_march_2021_is_an_actor_nobody_knows() -> None:
    """With the shipped facts: the cluster has just been named, and nothing independent of this wave is known of it."""
    case = moved(showing(SOME), datetime(2021, 3, 3, 7, tzinfo=UTC))
    for day in (date(2021, 3, 1), date(2021, 3, 3), date(2021, 3, 31)):
        found = ask(case, until=day)
        assert found.answer is AnswerKind.RIVAL
        assert found.hypotheses[0].kind is HypothesisKind.UNKNOWN
    assert HAFNIUM not in [one.id for one in ask(case, until=date(2021, 3, 1)).hypotheses]


def test_the_victim_weighs_little() -> None:
    """A sector that fits moves a cluster by at most five to one; one that fits nobody is said."""
    without, with_it = ask(showing(SOME)), ask(showing(SOME), sector="law firm")
    weights = [next(one.weight for one in found.hypotheses if one.id == HAFNIUM) for found in (without, with_it)]
    assert 0 < weights[1] - weights[0] <= 1.61
    assert any("no cluster is reported" in item.why for item in ask(showing(SOME), sector="zoology").not_used)


def test_several_cases_are_one_question() -> None:
    """Findings carry their case, and it is said that they were given together."""
    cases = [("one", showing(SOME[:4])), ("two", showing(SOME[4:]))]
    found = attribute(cases, shipped(), SCALE)
    assert {id.partition(":")[0] for one in found.features for id in one.findings} == {"one", "two"}
    assert any("given together" in text for text in found.assumptions)


def test_the_answer_survives_json() -> None:
    """Written and read again it is the same."""
    found = ask(showing(SOME), sector="government")
    assert again(orjson.loads(to_json(found)), Attribution) == found
    assert found.format == "indicia-attribution/1"
