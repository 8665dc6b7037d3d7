"""What the signs of a technique weigh, learnt on reports that the judges did not learn from."""

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from indicia.knowledge.reports.techniques.model import weighed
from indicia.knowledge.reports.techniques.standing import load_standing
from indicia.knowledge.reports.techniques.training.calibration import best_threshold, fitted
from indicia.knowledge.reports.techniques.training.material import LOOSE, Material
from indicia.knowledge.reports.techniques.weighing import SIGNS, signs, stands_for
from indicia.knowledge.reports.techniques.written import only_named

LEAST_RAW = -4.0
"""What no phrase tells and the judge puts below is not near any threshold; there are millions of these."""
_LEAST_PAIRS = 2000
"""Where fewer pairs reach that, so many of the highest count: false ones are needed to learn what signs weigh."""
_SURE_ENOUGH = 0.8
"""From here on what only loose sentences were tried on is suggested: there, every sentence tells of something."""


class Weighed(Struct, frozen=True, kw_only=True):
    """Weights of the signs, the threshold, and what they reached on the reports that they were learnt on."""

    weighing: tuple[float, ...]
    threshold: float
    f1: float
    """Micro F1 over sentences; 0 without reports."""


class Tried(Struct, frozen=True, kw_only=True, eq=False):
    """Pairs of sentence and technique with their signs, from judges that had not learnt from the sentence."""

    rows: npt.NDArray[np.float64]
    true: npt.NDArray[np.bool_]
    missed: int
    """True cases that are no such pair: in advice, or told by nothing."""
    reports: bool
    """False where all are loose sentences."""
    sought: npt.NDArray[np.bool_]
    """For each label whether annotators of reports looked for it."""

    def weigh(self, *, alone: bool = False) -> Weighed:
        """Learn what signs weigh; `alone`: the judge's score and nothing else."""
        width = 1 if alone or not self.reports else len(SIGNS)
        found = fitted(self.rows[:, :width], self.true)
        weighing = (*found[:-1], *([0.0] * (len(SIGNS) - width)), found[-1])
        if not self.reports:
            return Weighed(weighing=weighing, threshold=_SURE_ENOUGH, f1=0.0)
        threshold, f1 = best_threshold(weighed(self.rows, weighing), self.true, self.missed)
        return Weighed(weighing=weighing, threshold=threshold, f1=f1)


def tried(stuff: Material, labels: tuple[str, ...], rows: npt.NDArray[np.intp], raw: npt.NDArray[np.float32]) -> Tried:
    """Signs of the pairs that matter: of reports where there are any, else of loose sentences."""
    sought = _sought(stuff)
    looked = np.array([label in sought for label in labels], dtype=np.bool_)
    reports = bool(looked.any() and (stuff.group[rows] != LOOSE).any())
    sentences, tells = _sentences(stuff)
    mine = raw[(stuff.group[rows] != LOOSE) == reports].ravel()
    last = max(0, mine.size - _LEAST_PAIRS)
    least = min(LEAST_RAW, float(np.partition(mine, last)[last])) if mine.size else LEAST_RAW
    parts, answers, missed = [np.zeros((0, len(SIGNS)))], [np.zeros(0, dtype=np.bool_)], 0
    for row, score in zip(rows, raw, strict=True):
        words = sentences[row]
        if bool(stuff.group[row] != LOOSE) is not reports or words is None:
            continue
        true = np.array([stands_for(label, stuff.ids[row]) for label in labels], dtype=np.bool_)
        found = signs(words, score, labels)
        pairs = tells[row] & ((score >= least) | found[:, 1:3].any(axis=1))
        if reports:
            pairs &= looked
            missed += int((true & looked & ~pairs).sum())
        parts.append(found[pairs])
        answers.append(true[pairs])
    return Tried(
        rows=np.concatenate(parts),
        true=np.concatenate(answers),
        missed=missed,
        reports=reports,
        sought=looked & reports,
    )


def _sought(stuff: Material) -> set[str]:
    """Techniques that the annotators of reports looked for: all that any report or file of loose labels has.

    Examples of an ATT&CK bundle do not count: reports were not looked through for all of ATT&CK.
    """
    ids = {id for report in stuff.corpus.reports for told in report.ids for id in told}
    ids |= {id for labelled in stuff.corpus.loose if not labelled.cites and labelled.ids for id in labelled.ids}
    return ids


def _sentences(stuff: Material) -> tuple[list[str | None], npt.NDArray[np.bool_]]:
    """The sentence of each row, null for rows that are nothing but names; and whether it tells what was done."""
    standing = load_standing()
    words: list[str | None] = [labelled.words for labelled in stuff.corpus.loose]
    tells = [True] * len(words)
    for reports in stuff.groups:
        for report in reports:
            chapters = zip(
                report.sentences, standing.chapters(report.sentences), standing.headings(report.sentences), strict=True
            )
            for sentence, advising, heading in chapters:
                words.append(None if only_named(sentence.words) else sentence.words)
                tells.append(not advising and not heading and not standing.of(sentence.words))
    return words, np.array(tells, dtype=np.bool_)
