"""The answer in one plain sentence, and the confidence in another: the two never share a sentence (ICD 203)."""

from collections.abc import Sequence

from msgspec import Struct

from indicia.attribution.hypotheses import KINDS_FOR_MORE, Judgement, Question
from indicia.attribution.priors import EMPIRICAL
from indicia.knowledge.actors.likelihood import LikelihoodScale
from indicia.model.attribution import AnswerKind, Feature, HypothesisKind, Sensitivity

NAMED_FROM = 0.55
"""From here on a cluster is named; below, nobody is."""
LEAST_ORDINARY = 5
"""The weights were learned from cases with at least so many techniques; with fewer nothing is said."""
_WORTH_NAMING = 0.2
"""Under another prior: below this nothing is named."""
_MANY_PROFILES = 20


class Said(Struct, frozen=True):
    """What is said."""

    answer: AnswerKind
    sentence: str
    confidence: str
    confidence_sentence: str


def nothing(why: str) -> Said:
    """Where there is nothing to weigh."""
    return Said(AnswerKind.NOTHING, f"Nothing can be said about who did this: {why}.", "", "")


def too_thin(features: Sequence[Feature]) -> str:
    """Why so little evidence says nothing; empty where there is enough."""
    ordinary = sum(feature.kind.ordinary for feature in features)
    others = [feature for feature in features if not feature.kind.ordinary and feature.speaks_for]
    if ordinary >= LEAST_ORDINARY or any(feature.findings or feature.places for feature in others):
        return ""
    if not ordinary:
        return "no technique, tool or other trait of an intruder is in what was given"
    seen = f"{ordinary} technique{'' if ordinary == 1 else 's'} or tool{'' if ordinary == 1 else 's'}"
    return f"{seen} fit almost anybody, and at least {LEAST_ORDINARY} are needed"


def words(
    question: Question,
    judged: Judgement,
    features: Sequence[Feature],
    sensitivity: Sequence[Sensitivity],
    scale: LikelihoodScale,
) -> Said:
    """Likelihood under the empirical prior; whatever hangs on an assumption is said."""
    leader = judged.leader()
    share = judged.share(leader)
    names = {cluster.id: cluster.name for cluster in question.roster.clusters}
    day = f" by {question.roster.until}" if question.roster.until else ""
    said = f"{scale.word(share)} ({share * 100:.0f} %)"
    if leader not in names:
        answer = AnswerKind.RIVAL
        what = {
            HypothesisKind.UNKNOWN.value: f"an actor whom nobody had named{day} did this",
            HypothesisKind.SEVERAL.value: "several actors did this, each on its own",
            HypothesisKind.IMITATION.value: "somebody did this who imitates another",
        }[leader]
        sentence = f"It is {said} that {what}."
        if share < NAMED_FROM:
            sentence = f"No cluster can be named: the first explanation is that {what}, by itself {said}."
    elif share >= NAMED_FROM:
        answer = AnswerKind.CLUSTER
        sentence = f"It is {said} that this is activity of the cluster called {names[leader]}."
    else:
        answer = AnswerKind.UNDECIDED
        sentence = (
            f"Who did this cannot be said: no explanation is likelier than not, and the first of them, the cluster "
            f"called {names[leader]}, is {said}."
        )
    confidence, why = _confidence(question, judged, features, sensitivity, answer)
    return Said(answer, sentence, confidence, f"Confidence in this is {confidence}: {'; '.join(why)}.")


def _confidence(
    question: Question,
    judged: Judgement,
    features: Sequence[Feature],
    sensitivity: Sequence[Sensitivity],
    answer: AnswerKind,
) -> tuple[str, list[str]]:
    """How good the basis is: kinds of evidence, what hangs on assumptions, what hangs on one piece."""
    leader = judged.leader()
    why, level = [], 2
    if answer is AnswerKind.CLUSTER or answer is AnswerKind.UNDECIDED:
        kinds = judged.beyond[judged.ids.index(leader)]
        if kinds < KINDS_FOR_MORE:
            level = min(level, kinds)
            why.append(
                "it rests on techniques and tools alone, which anybody can copy"
                if not kinds
                else "one kind of evidence beyond techniques and tools speaks for it"
            )
    else:
        ordinary = sum(feature.kind.ordinary for feature in features)
        if question.roster.profiled < _MANY_PROFILES:
            level = 0
            count = question.roster.profiled
            why.append(f"only {count} clusters had a profile to compare with" if count else "no cluster had a profile")
        if ordinary < 2 * LEAST_ORDINARY:
            level = min(level, 0)
            why.append(f"{ordinary} techniques and tools are little")
        level = min(level, 1)
        why.append("that somebody is not known is shown by what does not fit, never by what was found")
    if judged.flips:
        level = 0
        why.append(_flip(question, judged, leader))
    pieces = [one.feature for one in sensitivity if one.flips]
    if pieces:
        level = 0
        more = f" or {len(pieces) - 1} others" if len(pieces) > 1 else ""
        why.append(f"without {pieces[0].partition(':')[2]}{more} another explanation would lead")
    return ("low", "moderate", "high")[level], why or ["several independent kinds of evidence agree"]


def _flip(question: Question, judged: Judgement, leader: str) -> str:
    names = {cluster.id: cluster.name for cluster in question.roster.clusters}
    others = []
    for prior in judged.shares:
        first = judged.leader(prior)
        if prior == EMPIRICAL or first == leader:
            continue
        share = judged.share(first, prior)
        # First of many alike is no answer, and a name in this place would be read as one.
        others.append(
            f"under the {prior} prior {names.get(first, first)} would come first with {share:.0%}"
            if share >= _WORTH_NAMING
            else f"under the {prior} prior no explanation passes {share:.0%}"
        )
    return f"it hangs on what is assumed before: {', '.join(others)}".replace("%", " %")
