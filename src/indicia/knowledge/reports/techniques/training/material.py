"""All labelled sentences with their features, and which may be learnt from when certain reports are held out."""

import re
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from indicia.knowledge.reports.techniques.features import Numbers, features
from indicia.knowledge.reports.techniques.training.corpus import Corpus, LabelledReport
from indicia.knowledge.reports.techniques.training.learning import UNKNOWN, Linear, Settings, learn

LOOSE = -1
"""Group of sentences that stand in no report."""
_ADDRESS = re.compile(r"https?://\S*?([^\s/]+)/?(?=\s|$)")
_HEAD = 600
"""Characters at the beginning of a report in which its own address stands."""
_LETTERS = re.compile(r"[^a-z]+")
_TWINS = 0.5
"""Reports that share this part of the smaller one's sentences are one report."""
_LONG = 40
"""Characters from which on a sentence is more than a heading that many reports have."""


class Material(Struct, frozen=True, kw_only=True, eq=False):
    """Rows of sentences; reports with the same text are one group."""

    corpus: Corpus
    found: tuple[Numbers, ...]
    ids: tuple[frozenset[str], ...]
    keys: tuple[str, ...]
    """The sentence in small letters and nothing else, to find repeats."""
    group: npt.NDArray[np.int32]
    """Number of the group of reports, or `LOOSE`."""
    groups: tuple[tuple[LabelledReport, ...], ...]

    def apart_from(self, held: Collection[int]) -> npt.NDArray[np.intp]:
        """Rows that may be learnt from when these groups are tested.

        Not theirs, no exact repeat of a sentence of theirs, and no example of ATT&CK that rests on one of them.
        """
        mine = np.isin(self.group, list(held))
        repeats = {self.keys[row] for row in np.flatnonzero(mine)} - {""}
        names = [name for number in held for report in self.groups[number] if (name := _own_name(report))]
        loose = {
            row
            for row, labelled in enumerate(self.corpus.loose)
            if labelled.cites and any(name in labelled.cites for name in names)
        }
        # Headings and one-word cells repeat everywhere; those without a label teach what is no use.
        stays = [
            row
            for row in np.flatnonzero(~mine)
            if row not in loose
            and (self.keys[row] not in repeats or (len(self.keys[row]) < _LONG and not self.ids[row]))
        ]
        return np.array(stays, dtype=np.intp)

    def fit(
        self, rows: npt.NDArray[np.intp], labels: Sequence[str], settings: Settings, report_weight: float
    ) -> Linear:
        """Learn from some rows; sentences of reports count `report_weight` times."""
        weights = np.where(self.group[rows] == LOOSE, 1.0, report_weight).astype(np.float32)
        return learn(
            [self.found[row] for row in rows], targets([self.ids[row] for row in rows], labels), weights, settings
        )


def material(corpus: Corpus) -> Material:
    """Take the features of every sentence and find reports that are one."""
    groups = _groups(corpus.reports)
    found = [features(labelled.words) for labelled in corpus.loose]
    ids = [labelled.ids for labelled in corpus.loose]
    keys = [_key(labelled.words) for labelled in corpus.loose]
    group = [LOOSE] * len(found)
    for number, reports in enumerate(groups):
        for report in reports:
            for sentence, told in zip(report.sentences, report.ids, strict=True):
                found.append(features(sentence.words))
                ids.append(told)
                keys.append(_key(sentence.words))
                group.append(number)
    return Material(
        corpus=corpus,
        found=tuple(found),
        ids=tuple(ids),
        keys=tuple(keys),
        group=np.array(group, dtype=np.int32),
        groups=tuple(tuple(reports) for reports in groups),
    )


def targets(ids: Sequence[frozenset[str]], labels: Sequence[str]) -> npt.NDArray[np.int8]:
    """1 where a sentence tells of a technique or one below it, else 0.

    `UNKNOWN` for what stands below a technique that its annotators named without saying which of those it is.
    """
    columns = {label: number for number, label in enumerate(labels)}
    below: dict[str, list[int]] = {}
    for label, number in columns.items():
        parent, dot, _ = label.partition(".")
        if dot:
            below.setdefault(parent, []).append(number)
    wanted = np.zeros((len(ids), len(labels)), dtype=np.int8)
    for row, told in enumerate(ids):
        for id in told:
            if "." not in id:
                wanted[row, below.get(id, [])] = UNKNOWN
        for id in told:
            for each in (id, id.partition(".")[0]):
                if each in columns:
                    wanted[row, columns[each]] = 1
    return wanted


def labels_of(corpus: Corpus, least: int) -> tuple[str, ...]:
    """Techniques of which at least so many sentences tell (those of sub-techniques count for both), sorted."""
    counts: dict[str, int] = {}
    everything = [labelled.ids for labelled in corpus.loose] + [ids for report in corpus.reports for ids in report.ids]
    for told in everything:
        for label in {each for id in told for each in (id, id.partition(".")[0])}:
            counts[label] = counts.get(label, 0) + 1
    return tuple(sorted(id for id, count in counts.items() if count >= least))


def _groups(reports: Sequence[LabelledReport]) -> list[list[LabelledReport]]:
    groups: list[tuple[set[str], list[LabelledReport]]] = []
    for report in reports:
        keys = {key for sentence in report.sentences if len(key := _key(sentence.words)) >= _LONG}
        for known, members in groups:
            if keys and len(keys & known) >= _TWINS * min(len(keys), len(known)):
                members.append(report)
                known.update(keys)
                break
        else:
            groups.append((keys, [report]))
    return [members for _, members in groups]


def _key(words: str) -> str:
    return _LETTERS.sub(" ", words.lower()).strip()


def _own_name(report: LabelledReport) -> str:
    """Last part of the address it was published at, as citations name it; empty where it does not say."""
    found = _ADDRESS.search(report.text[:_HEAD].lower())
    return found.group(1) if found and len(found.group(1)) >= 6 else ""
