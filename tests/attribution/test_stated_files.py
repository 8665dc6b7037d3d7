"""Files of others beside cases: the same evidence gives the same answer in any form, and nothing recognises itself."""

import gzip
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import orjson
import pytest
from bench.attribution.cases import campaign_instances
from bench.attribution.protocols import without_report
from bench.attribution.whole import features_of
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.attribution.intrusions import moved, result, shipped, showing, uses, with_claims
from tests.attribution.stated import (
    as_csv,
    as_layer,
    as_list,
    as_reading,
    as_stix,
    bundle,
    link,
    opened,
    pattern,
    reading_of,
    thing,
    values,
)

from indicia.attribution.attribute import Known, attribute
from indicia.attribution.features.gather import Asked
from indicia.attribution.fitting import LearnedFit
from indicia.attribution.history import History
from indicia.attribution.hypotheses import Question
from indicia.attribution.instances import report_instances
from indicia.attribution.learning import learn
from indicia.attribution.prepared import prepare
from indicia.attribution.priors import priors
from indicia.attribution.profiles import Claims
from indicia.attribution.roster import roster
from indicia.knowledge.actors.likelihood import scale
from indicia.knowledge.published.actor_uses import Source, actor_uses
from indicia.knowledge.reports.documents.opening import open_report
from indicia.knowledge.reports.mentions.lexicon import shipped_lexicon
from indicia.knowledge.reports.reading import read_report
from indicia.knowledge.stated.naming import Naming
from indicia.model.attribution import AnswerKind, Attribution, EvidenceClass, HypothesisKind
from indicia.model.stated import StatedFile
from indicia.plain import again, plain, to_json
from indicia.report.page.attribution import attribution_page

SCALE = scale("icd203")
HAFNIUM = "G0125"
WAVE = ["T1190", "T1505.003", "T1003.001", "T1059.001", "T1560.001", "T1114.002", "T1078.003", "T1136.002"]
BUNDLE = Path(__file__).parents[3] / "shared" / "corpora" / "cti" / "attack" / "enterprise-attack-18.1.json.gz"


def ask(*files: StatedFile, known: Known | None = None, until: date | None = None, **more: object) -> Attribution:
    """Files alone, one question."""
    return attribute([], known or shipped(), SCALE, until=until, files=files, **more)  # type: ignore[arg-type]  # by name


def test_files_weigh_as_cases_do() -> None:
    """The same techniques from findings and from a file lead to the same probabilities; places stand for findings."""
    from_case = attribute([("case", result(showing(WAVE).findings))], shipped(), SCALE)
    found = ask(replace(opened(as_list(WAVE), "seen.txt"), first=date(2023, 6, 1), last=date(2023, 6, 1)))
    one, other = ({each.id: each.weight for each in answer.hypotheses} for answer in (from_case, found))
    for id in one.keys() - {HypothesisKind.SEVERAL.value}:
        assert other[id] == pytest.approx(one[id])
    piece = next(each for each in found.features if each.id == "technique:T1505.003")
    assert piece.findings == () and piece.places == ("line 4",)
    assert piece.block == "the file seen.txt" and piece.reliability == 0.7
    assert "moderately reliable" in " ".join(found.assumptions)


_IDS = st.lists(
    st.sampled_from([*WAVE, "T1086", "T1574.002", "T1105", "T1555.003"]), min_size=1, max_size=12, unique=True
)


@settings(deadline=None, max_examples=15)
@given(ids=_IDS, tool=st.booleans(), until=st.sampled_from([None, date(2021, 3, 31)]))
def test_every_form_gives_the_same_answer(ids: list[str], tool: bool, until: date | None) -> None:
    """Techniques, also of older versions, and tools: only places and notes differ."""
    forms = [as_list, as_csv, as_reading, as_stix, *(() if tool else (as_layer,))]
    named = [*ids, "S0020"] if tool else ids
    days = {"first": date(2021, 1, 3), "last": date(2021, 3, 2)}
    answers = [ask(replace(opened(make(named)), **days), until=until) for make in forms]  # type: ignore[arg-type]  # days
    for found in answers[1:]:
        assert found.hypotheses == answers[0].hypotheses
        assert (found.sentence, found.matrix) == (answers[0].sentence, answers[0].matrix)
        pieces = [[(each.id, each.kind, each.text) for each in one.features] for one in (answers[0], found)]
        assert pieces[0] == pieces[1]
    for found in answers:
        assert again(orjson.loads(to_json(found)), Attribution) == found
        for prior in found.priors:
            assert sum(one.shares[prior.id] for one in found.hypotheses) == pytest.approx(1)


def test_nothing_and_too_little() -> None:
    """An empty file says nothing can be said; under five techniques the usual answer; unknown ids are named."""
    for data in (b"", as_layer([]), bundle([])):
        found = ask(opened(data, "empty.txt"))
        assert found.answer is AnswerKind.NOTHING
        assert "empty.txt states no technique or tool" in found.sentence
        assert not found.features
    thin = ask(opened(as_list(WAVE[:4])))
    assert thin.answer is AnswerKind.NOTHING
    assert "4 techniques or tools fit almost anybody, and at least 5 are needed" in thin.sentence
    unknown = ask(opened(as_list(["T7777", "T7778"]), "odd.txt"))
    assert unknown.answer is AnswerKind.NOTHING
    assert any("T7777 (line 3), T7778 (line 4)" in item.what for item in unknown.not_used)


def test_the_rivals_are_there() -> None:
    """An unknown actor, several and an imitator stand beside the clusters; a name is held at likely."""
    early = date(2020, 1, 1)
    odd = ["T1001.001", "T1010", "T1014", "T1020.001", "T1025", "T1029", "T1030", "T1037.001", "T1052.001", "T1091"]
    actors = {"G0003": dict.fromkeys(odd, early)}
    actors |= {f"G{row:04d}": dict.fromkeys(WAVE, early) for row in range(4, 40)}
    found = ask(opened(as_layer(odd)), known=with_claims(uses(actors)))
    assert found.hypotheses[0].id == "G0003"
    assert found.hypotheses[0].shares["empirical"] <= 0.79 + 1e-9
    assert {one.kind for one in found.hypotheses} == set(HypothesisKind)
    assert found.confidence == "low"
    common = ask(opened(as_layer(WAVE)), known=with_claims(uses(actors)))
    assert common.answer is not AnswerKind.CLUSTER
    page = attribution_page(found)
    assert "techniques[0]" in page and "Navigator layer" in page


def test_a_file_that_says_who_is_no_evidence() -> None:
    """The name of a group, and who a campaign is attributed to, move nothing."""
    campaign, group = thing("campaign", 1, name="X"), thing("intrusion-set", 2, name="HAFNIUM")
    used = [pattern(10 + number, id) for number, id in enumerate(WAVE)]
    links = [link(50 + number, "uses", campaign, one) for number, one in enumerate(used)]
    named = bundle([campaign, group, *used, *links, link(90, "attributed-to", campaign, group)])
    plain = ask(opened(as_stix(WAVE)))
    assert ask(opened(named)).hypotheses == plain.hypotheses
    listed = ask(opened(as_list([*WAVE, "HAFNIUM", HAFNIUM])))
    assert listed.hypotheses == plain.hypotheses
    assert any("conclusion" in item.why for item in listed.not_used)


def test_the_wave_of_2021_from_a_file_is_an_actor_nobody_knows() -> None:
    """As of March 2021, as from a case: its reports are of its own time, and are left out."""
    file = replace(opened(as_csv(WAVE)), first=date(2021, 1, 3), last=date(2021, 3, 2))
    for day in (date(2021, 3, 2), date(2021, 3, 31)):
        found = ask(file, until=day)
        assert found.hypotheses[0].kind is HypothesisKind.UNKNOWN
        assert found.answer is AnswerKind.RIVAL
    during = with_claims(uses({HAFNIUM: dict.fromkeys(WAVE, date(2021, 3, 2)), "G0002": {"T1105": date(2019, 1, 1)}}))
    judged = ask(file, known=during)
    leaked = ask(replace(file, first=None, last=None), known=during)
    weight = {id: next(one.weight for one in answer.hypotheses if one.id == HAFNIUM) for id, answer in
              (("judged", judged), ("leaked", leaked))}  # fmt: skip
    assert weight["judged"] == 0 < weight["leaked"]
    assert "recognises itself" in " ".join(leaked.assumptions)
    assert "without 1 reports of the time" in " ".join(judged.knowledge.sources)


def own(known: Known, source: Source) -> Known:
    """With one more thing said of its reports."""
    claims = known.claims
    assert claims is not None
    sources = dict(claims.uses.sources) | {source.name: source}
    return replace(known, claims=Claims(replace(claims.uses, sources=sources)))


def test_a_report_that_a_profile_rests_on_is_named_and_can_be_left_out() -> None:
    """By name, address or title; left out, the profile no longer knows what it said."""
    day = date(2019, 5, 1)
    known = with_claims(uses({"G0001": dict.fromkeys(WAVE, day), "G0002": {"T1105": day}}))
    source = Source("Report G0001 2019-05-01", day, "https://www.vendor.example/a/", "A Look at the Wave")
    known = own(known, source)
    for cites in (("report g0001 2019-05-01",), ("http://vendor.example/a",), ("A look at the wave",)):
        file = replace(opened(as_list(WAVE)), cites=cites)
        found = ask(file, known=known)
        assert any(source.name in text and "recognises itself" in text for text in found.assumptions)
        without = ask(file, known=known, without={source.name})
        assert not any(source.name in text for text in without.assumptions)
        assert any(source.name in text for text in without.knowledge.sources)
        assert "G0001" not in [one.id for one in without.hypotheses]
    assert not any(
        "recognises itself: --without" in text for text in ask(opened(as_list(WAVE)), known=known).assumptions
    )


def test_files_beside_a_case_join_it() -> None:
    """A technique that both show is one piece with both places; each place names its source."""
    case = moved(showing(WAVE[:4]), datetime(2023, 6, 1, tzinfo=UTC))
    file = opened(as_list([*WAVE[3:], "2023-07-01"]), "more.txt")
    found = attribute([("case", case)], shipped(), SCALE, files=[file])
    assert sum(each.kind is EvidenceClass.TECHNIQUE for each in found.features) == len(WAVE)
    both = next(each for each in found.features if each.id == f"technique:{WAVE[3]}")
    assert both.findings == ("F4",) and both.places == ("more.txt: line 3",) and both.reliability == 0.9
    assert found.last is not None and found.last.date() == date(2023, 7, 1)
    assert "one activity because they were given together" in " ".join(found.assumptions)
    assert [each.name for each in found.files] == ["more.txt"]


def test_a_flaw_needs_the_day_of_its_use() -> None:
    """Use before disclosure only where the file dates the use itself: the day of the activity is another."""
    early = opened(as_list([*WAVE, "CVE-2021-26855, 2021-01-03"]))
    found = ask(early)
    (timing,) = [each for each in found.features if each.kind is EvidenceClass.TIMING]
    assert timing.places == ("line 11",) and timing.reliability == 0.7
    undated = replace(opened(as_list([*WAVE, "CVE-2021-26855"])), first=date(2021, 1, 3), last=date(2021, 3, 2))
    silent = ask(undated)
    assert not [each for each in silent.features if each.kind is EvidenceClass.TIMING]
    assert any("when it was used is not said" in item.why for item in silent.not_used)
    nothing = ask(opened(as_list(WAVE)))
    assert any("nothing is said of use before disclosure" in text for text in nothing.assumptions)


def test_the_victim_counts_where_the_file_targets_it() -> None:
    """As with --sector, and less surely; what the user says counts before it."""
    campaign, victim = thing("campaign", 1, name="X"), thing("identity", 2, name="Y", sectors=["government-national"])
    used = [pattern(10 + number, id) for number, id in enumerate(WAVE)]
    links = [link(50 + number, "uses", campaign, one) for number, one in enumerate(used)]
    file = opened(bundle([campaign, victim, *used, *links, link(90, "targets", campaign, victim)]))
    (piece,) = [each for each in ask(file).features if each.kind is EvidenceClass.VICTIM]
    assert (piece.value, piece.reliability) == ("government national", 0.7)
    told = ask(file, asked=Asked(sector="government"))
    (piece,) = [each for each in told.features if each.kind is EvidenceClass.VICTIM]
    assert (piece.value, piece.reliability, piece.places) == ("government", 1.0, ())
    assert any("the user gave another" in item.why for item in told.not_used)
    beside = opened(bundle([campaign, victim, *used, *links]))
    assert not [each for each in ask(beside).features if each.kind is EvidenceClass.VICTIM]


@pytest.fixture(scope="module")
def real() -> tuple[Known, list[dict[str, object]]]:
    """The published bundle, with weights learned from part of its past, and its objects."""
    if not BUNDLE.exists():
        pytest.skip("no ATT&CK bundle here")
    data = gzip.decompress(BUNDLE.read_bytes())
    claims = Claims(actor_uses(data, BUNDLE.name))
    return replace(shipped(), claims=claims, history=some_history(claims)), orjson.loads(data)["objects"]


def some_history(claims: Claims) -> History:
    """Every fifth case of the past, by what was known as its year began, none with planted techniques: for speed."""
    some = report_instances(claims)[::5]
    years = {year: claims.as_of(date(year, 1, 1)) for year in {one.day.year for one in some}}
    cases = [prepare(claims, one, years[one.day.year]) for one in some]
    return History(
        days=np.array([one.instance.day.toordinal() for one in cases]),
        tables=np.stack([one.table for one in cases]),
        known=np.stack([one.case.profiles.known for one in cases]),
        right=np.array([one.right[0] if one.right else -1 for one in cases]),
        imitated=np.full(len(cases), -1),
        techniques=np.array([len(one.case.techniques) for one in cases]),
    )


def exported(objects: list[dict[str, object]], id: str) -> bytes:
    """A campaign with everything it is tied to, and the names of its reports left out."""

    def attack(item: dict[str, object]) -> str:
        references = item.get("external_references") or [{}]
        assert isinstance(references, list)
        return str(references[0].get("external_id", ""))

    (campaign,) = [item for item in objects if item["type"] == "campaign" and attack(item) == id]
    links = [item for item in objects if item.get("source_ref") == campaign["id"]]
    ends = {link["target_ref"] for link in links}
    bare = [{key: link[key] for key in link if key not in ("external_references", "description")} for link in links]
    named = {key: campaign[key] for key in ("type", "id", "name")}
    return bundle([named, *(item for item in objects if item["id"] in ends), *bare])


@pytest.mark.parametrize("id", ["C0023", "C0017"])
def test_a_held_out_campaign_is_ranked_as_in_the_benchmark(
    real: tuple[Known, list[dict[str, object]]], id: str
) -> None:
    """Protocol C: without its reports, the clusters stand in the order of the benchmark's ranking of the case."""
    known, objects = real
    claims = known.claims
    assert claims is not None
    file = opened(exported(objects, id), naming=Naming(claims.uses))
    name = next(one.name for one in claims.uses.campaigns if one.id == id)
    instance = next(one for one in campaign_instances(claims) if one.name == name)
    stated = {*values(file), *(item.value for item in file.stated)}
    assert stated == set(instance.features)
    found = ask(file, known=known, without=instance.sources)
    assert known.history is not None
    learned = learn(known.history, None)
    assert learned is not None
    profiles = without_report(claims, instance)
    ready = prepare(claims, instance, profiles)
    shares = learned.ranking.probabilities(ready.table, profiles.known)
    # Below a percent the caps and the least share of every cluster come before the ranking.
    expected = [claims.actors[row] for row in np.argsort(-shares, kind="stable").tolist() if shares[row] >= 0.01]
    clusters = [one.id for one in found.hypotheses if one.kind is HypothesisKind.CLUSTER]
    assert expected
    assert clusters[: len(expected)] == expected
    # The whole model as the benchmark asks it gives the same probability to every explanation.
    who = roster(known.actors, claims, None, None, None, instance.sources)
    assert who.profiles is not None
    fit = LearnedFit(who, who.profiles, learned)
    question = Question(who, fit, priors(fit.shares, learned.known))
    judged = question.judge(features_of(instance.features))
    for one in found.hypotheses:
        assert one.shares["empirical"] == pytest.approx(judged.share(one.id))


def reading_about(address: str, title: str, *cites: str, ids: list[str] = WAVE) -> bytes:
    """A page of its own address that points to others."""
    links = "".join(f'<p>As <a href="{one}">reported</a> elsewhere: {one}</p>' for one in cites)
    rows = "".join(f"<p>They used ATT&amp;CK technique ({id}).</p>" for id in ids)
    page = f'<html><head><title>{title}</title><link rel="canonical" href="{address}"></head><body>{rows}{links}</body>'
    report = open_report(page.encode(), "page.html")
    return reading_of([plain(read_report(report.text, shipped_lexicon(), report.stated))])


def test_reports_that_cite_each_other_are_one_source() -> None:
    """Two pages that repeat each other in a circle are one origin, so is the same file twice; a third is not."""
    one_at, other_at = "https://blog.example.org/wave-of-march", "https://news.example.net/wave-of-march"
    one = opened(reading_about(one_at, "The wave of March, seen from here", other_at), "one.json")
    other = opened(reading_about(other_at, "The wave of March, told again", one_at), "other.json")
    third = opened(
        reading_about("https://third.example.com/x", "Something of its own kind", ids=["T1486", "T1490"]), "third.json"
    )
    blocks = {file.name: set() for file in (one, other, third)}
    found = ask(one, other, third, replace(third, name="copy.json"))
    for feature in found.features:
        for place in feature.places:
            blocks.setdefault(place.partition(":")[0], set()).add(feature.block)
    assert blocks["one.json"] == blocks["other.json"] == {"the files one.json, other.json"}
    assert blocks["third.json"] == {"the files third.json, copy.json"}
    assumed = " ".join(found.assumptions)
    assert "one.json, other.json are one source" in assumed and "third.json, copy.json are one source" in assumed
