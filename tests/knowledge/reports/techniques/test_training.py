"""From labelled sentences to a model."""

import json

import numpy as np
import pytest
from bench.techniques.guessing import guesses
from tests.knowledge.reports.techniques.labelled_sentences import TELLING, write

from indicia.errors import RulesetError
from indicia.knowledge.reports.techniques.features import features
from indicia.knowledge.reports.techniques.model import weighed
from indicia.knowledge.reports.techniques.model_file import packed
from indicia.knowledge.reports.techniques.training.calibration import best_threshold, fitted
from indicia.knowledge.reports.techniques.training.corpus import Corpus, read_corpus
from indicia.knowledge.reports.techniques.training.learning import UNKNOWN, Settings
from indicia.knowledge.reports.techniques.training.material import LOOSE, Material, labels_of, material, targets
from indicia.knowledge.reports.techniques.training.training import Plan, Trained, train
from indicia.knowledge.reports.techniques.weighing import signs


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Corpus:
    return read_corpus((write(tmp_path_factory.mktemp("tram")),))


@pytest.fixture(scope="module")
def stuff(corpus) -> Material:
    return material(corpus)


@pytest.fixture(scope="module")
def trained(stuff) -> Trained:
    return train(stuff, Plan(least=10))


def test_what_is_read(corpus) -> None:
    """Reports, loose sentences and their labels come out as written; each file with its digest."""
    assert len(corpus.reports) == 4
    assert {id for item in corpus.loose for id in item.ids} == set(TELLING)
    assert all(len(digest) == 64 for _, digest in corpus.files)
    for report in corpus.reports:
        for sentence, ids in zip(report.sentences, report.ids, strict=True):
            told = {id for id, ways in TELLING.items() if any(way in sentence.words for way in ways)}
            assert ids == told


def test_a_small_model_tells_sentences_it_has_not_seen(trained) -> None:
    """New words around a known act are told, and nothing in a sentence without one."""
    model = trained.model
    assert set(model.labels) >= set(TELLING)
    assert trained.held_out_f1 > 0.9
    assert guesses(model, "Later the malware lists running processes there.") == {"T1057"}
    assert guesses(model, "An intruder dumps the memory of lsass again.") == {"T1003.001"}
    assert not guesses(model, "The river was high that spring.")
    assert not guesses(model, "")


def test_the_same_files_give_the_same_model(corpus, trained) -> None:
    """Byte by byte."""
    again = train(material(corpus), Plan(least=10))
    assert packed(again.model) == packed(trained.model)


def test_the_order_of_files_does_not_matter(tmp_path) -> None:
    """They are read by name."""
    paths = sorted(write(tmp_path).iterdir())
    assert read_corpus(tuple(reversed(paths))) == read_corpus(tuple(paths)) == read_corpus((tmp_path,))


def test_what_is_held_out_is_not_learnt_from(stuff) -> None:
    """Not its sentences, not their exact repeats, not examples that cite it."""
    rows = stuff.apart_from((1,))
    held = {stuff.keys[row] for row in np.flatnonzero(stuff.group == 1)}
    assert not (stuff.group[rows] == 1).any()
    assert not {stuff.keys[row] for row in rows if len(stuff.keys[row]) >= 40} & held
    assert len(rows) < len(stuff.found)


def test_examples_that_rest_on_a_held_report_stay_out(tmp_path) -> None:
    """An example of an ATT&CK bundle that cites the report goes with it."""
    folder = write(tmp_path, reports=2)
    pattern = {
        "type": "attack-pattern",
        "id": "attack-pattern--1",
        "external_references": [{"source_name": "mitre-attack", "external_id": "T1113"}],
    }
    uses = {
        "type": "relationship",
        "relationship_type": "uses",
        "source_ref": "malware--1",
        "target_ref": "attack-pattern--1",
        "description": "[Thing](https://example.org/1) photographs the screen.(Citation: Report)",
        "external_references": [{"source_name": "Report", "url": "https://example.org/advisories/report-001"}],
    }
    (folder / "bundle.json").write_text(json.dumps({"type": "bundle", "objects": [pattern, uses]}), "utf-8")
    stuff = material(read_corpus((folder,)))
    row = next(at for at, item in enumerate(stuff.corpus.loose) if item.cites)
    assert stuff.corpus.loose[row].words == "photographs the screen."
    names = [reports[0].name for reports in stuff.groups]
    assert row not in stuff.apart_from((names.index("report 1"),))
    assert row in stuff.apart_from((names.index("report 0"),))


def test_one_text_twice_is_one_report(tmp_path) -> None:
    """Two annotations of a text are held out together."""
    folder = write(tmp_path, reports=3)
    (folder / "report 0 again.mjson").write_bytes((folder / "report 0.mjson").read_bytes())
    groups = material(read_corpus((folder,))).groups
    assert sorted(len(reports) for reports in groups) == [1, 1, 2]


def test_targets_know_what_annotators_left_open() -> None:
    """Who marks a technique does not deny those below it; who marks one below marks it too."""
    found = targets([frozenset({"T1027"}), frozenset({"T1027.002"}), frozenset()], ("T1027", "T1027.002", "T1055"))
    assert found.tolist() == [[1, UNKNOWN, 0], [1, 1, 0], [0, 0, 0]]


def test_loose_sentences_alone_say_so(tmp_path) -> None:
    """Without whole reports nobody knows how often a model is wrong on prose, and its note says it."""
    trained = train(material(read_corpus((write(tmp_path, reports=0),))), Plan(least=10))
    assert not any(trained.model.tried)
    assert "not known" in trained.model.notes[0]


def test_weights_and_threshold() -> None:
    """What parts true from false weighs most, what is everywhere the same weighs nothing, and the threshold parts."""
    raw = np.array([-2, -1.5, -1, 1, 1.5, 2] * 5)
    true = raw > 0
    rows = np.column_stack([raw, np.tile([0.0, 1.0], 15), np.full(30, 7.0)])
    weights = fitted(rows, true)
    assert weights[0] > 1 > abs(weights[1])
    assert weights[2] == 0
    scores = weighed(rows, weights)
    assert ((scores > 0.5) == true).all()
    threshold, f1 = best_threshold(scores, true)
    assert f1 == 1.0
    assert scores[~true].max() < threshold < scores[true].min()
    assert best_threshold(scores, true, missed=15)[1] == pytest.approx(2 * 15 / (15 + 30))
    assert fitted(rows, np.zeros(30, dtype=bool)) == (1.0, 0.0, 0.0, 0.0)


def test_hostile_numbers_are_fitted_without_end_or_noise() -> None:
    """Huge, equal or perfectly parted signs give finite weights."""
    for rows in (np.full((8, 2), 1e6), np.column_stack([np.linspace(-1e6, 1e6, 8), np.zeros(8)])):
        assert np.isfinite(fitted(rows, np.arange(8) > 3)).all()


def test_phrases_count_unless_denied() -> None:
    """Signs of a sentence: its phrases, for the technique above too, and its form."""
    labels = ("T1505", "T1505.003", "T1057")
    raw = np.array([1, 2, 3], dtype=np.float32)
    found = signs("They dropped a web shell there.", raw, labels)
    assert found[:, :3].tolist() == [[1, 1, 0], [2, 1, 0], [3, 0, 0]]
    assert found[0, 3:6].tolist() == [1, 1, 0]
    assert not signs("They did not drop a web shell\there", raw, labels)[:, 1:5].any()
    assert signs("They did not drop a web shell\there", raw, labels)[:, 5].all()


def test_features_are_the_same_for_what_differs_by_value_only() -> None:
    """Addresses, numbers and ids of techniques tell nothing by their value."""
    one = features("Sent to 192.0.2.7 and CVE-2021-26855 in 2021 [T1190].")
    other = features("Sent to 198[.]51[.]100[.]9 and CVE-2020-0688 in 2020.")
    assert one[0].tolist() == other[0].tolist()
    assert (np.diff(one[0].astype(np.int64)) > 0).all()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{}", "no labelled sentences"),
        ("[1]", "no labelled sentences"),
        ("{", "not readable"),
        ('{"objects": []}', "no"),
    ],
)
def test_other_files_are_refused(tmp_path, content, reason) -> None:
    """What holds no labels is named, not passed over."""
    path = tmp_path / "x.json"
    path.write_text(content, "utf-8")
    with pytest.raises(RulesetError, match=reason):
        read_corpus((path,))


def test_memory_is_bounded(stuff, tmp_path, monkeypatch) -> None:
    """Of too many features the most frequent are learnt from; too many sentences are refused, as is a large file."""
    home = "indicia.knowledge.reports.techniques.training"
    monkeypatch.setattr(f"{home}.learning.MOST_WEIGHTS", 4 * 500)
    rows = stuff.apart_from(())
    linear = stuff.fit(rows, sorted(TELLING), Settings(epochs=1), 1.0)
    assert linear.weights.shape == (500, 4)
    every, counts = np.unique(np.concatenate([stuff.found[row][0] for row in rows]), return_counts=True)
    assert set(every[counts > np.sort(counts)[-500]]) <= set(linear.numbers)
    folder = write(tmp_path)
    monkeypatch.setattr(f"{home}.corpus.MOST_SENTENCES", 100)
    with pytest.raises(RulesetError, match="100 sentences"):
        read_corpus((folder,))
    monkeypatch.setattr(f"{home}.corpus._MOST_FILE", 2000)
    with pytest.raises(RulesetError, match="limit"):
        read_corpus((folder,))


def test_strange_entries_teach_nothing(tmp_path) -> None:
    """Marks that are no spans, sentences that are no texts and ids that nobody knows are no labels."""
    (tmp_path / "a.mjson").write_text(
        json.dumps(
            {"signal": "It lists processes.", "asets": [{"type": "X (T1057)", "annots": [[5], "x", [9, 2]]}, 7]}
        ),
        "utf-8",
    )
    (tmp_path / "b.json").write_text(
        json.dumps({"sentences": [7, {"text": 5}, {"text": "It waits.", "mappings": [{"attack_id": "T9999"}, 3]}]}),
        "utf-8",
    )
    corpus = read_corpus((tmp_path,))
    assert corpus.reports[0].told == frozenset()
    assert [item.ids for item in corpus.loose] == [frozenset()]
    assert labels_of(corpus, 1) == ()
    with pytest.raises(RulesetError, match="no technique"):
        train(material(corpus))


def test_reports_of_tram(corpora) -> None:
    """The ten annotated advisories read with their labels; one text is there twice; loose rows have no group."""
    corpus = read_corpus((corpora / "cti/tram/tram2_data",))
    stuff = material(corpus)
    assert (len(corpus.reports), len(stuff.groups)) == (10, 9)
    assert not (stuff.group == LOOSE).any()
    told = next(report.told for report in corpus.reports if "AA21200A" in report.name)
    assert {"T1190", "T1566.001", "T1090.003"} <= told
