"""What the model says alone, without the words around a sentence."""

import numpy as np

from indicia.knowledge.reports.techniques.model import TechniqueModel
from indicia.knowledge.reports.techniques.suggest import covered


def guesses(model: TechniqueModel, sentence: str) -> frozenset[str]:
    """Techniques that reach the threshold; none whose sub-technique is also among them."""
    found = {model.labels[at] for at in np.flatnonzero(model.scores(sentence) >= model.threshold).tolist()}
    return frozenset(id for id in found if not covered(id, found - {id}))
