"""The simpler ways that the model is held against.  Each gives scores, higher for likelier actors."""

import numpy as np

from indicia.attribution.measures import MIX, Case
from indicia.attribution.profiles import Floats

_PRIOR = 1e-9


def prior(shown: Case) -> Floats:
    """How many reports speak of the actor, whatever the case shows."""
    scores: Floats = np.log(shown.profiles.sources + _PRIOR)
    return scores


def jaccard(shown: Case) -> Floats:
    """Shared features over all features of either."""
    has = shown.profiles.reports > 0
    shared = has[:, shown.shown].sum(axis=1)
    scores: Floats = shared / np.maximum(has.sum(axis=1) + len(shown.shown) - shared, 1)
    return scores


def tf_idf(shown: Case) -> Floats:
    """Cosine of features weighted by how few actors have them."""
    has, rarity = _rarity(shown)
    own = has * rarity
    length = np.linalg.norm(own, axis=1) + 1e-9
    scores: Floats = (own[:, shown.shown] * rarity[shown.shown]).sum(axis=1) / length
    return scores


def bm25(shown: Case) -> Floats:
    """Okapi BM25 with the usual 1.2 and 0.75, reports as counts."""
    has, rarity = _rarity(shown)
    counts = shown.profiles.reports
    length = has.sum(axis=1)
    mean = length[shown.profiles.known].mean() if shown.profiles.known.any() else 1.0
    spread = 1.2 * (0.25 + 0.75 * length / mean)[:, None]
    each = counts[:, shown.shown]
    scores: Floats = (each * 2.2 / (each + spread + 1e-9) * rarity[shown.shown]).sum(axis=1)
    return scores


def naive_bayes(shown: Case) -> Floats:
    """Multinomial naive Bayes over report counts, with the number of reports as prior."""
    counts = shown.profiles.reports
    total = counts.sum(axis=1, keepdims=True)
    share = (counts + 0.1) / (total + 0.1 * counts.shape[1])
    scores: Floats = np.log(share[:, shown.shown]).sum(axis=1) + prior(shown)
    return scores


def log_ratio(shown: Case) -> Floats:
    """Log-likelihood ratios mixed with the background, with the number of reports as prior."""
    has = (shown.profiles.reports > 0).astype(float)
    known = shown.profiles.known
    background = (has[known].sum(axis=0) + 0.5) / (known.sum() + 1)
    ratios = np.log((MIX * has + (1 - MIX) * background) / background)
    scores: Floats = ratios[:, shown.shown].sum(axis=1) + prior(shown)
    return scores


def _rarity(shown: Case) -> tuple[Floats, Floats]:
    has = (shown.profiles.reports > 0).astype(float)
    known = shown.profiles.known
    held = has[known].sum(axis=0)
    return has, np.log((known.sum() - held + 0.5) / (held + 0.5) + 1)


BASELINES = {
    "number of reports": prior,
    "Jaccard": jaccard,
    "TF-IDF cosine": tf_idf,
    "BM25": bm25,
    "naive Bayes + prior": naive_bayes,
    "log-LR + prior": log_ratio,
}
