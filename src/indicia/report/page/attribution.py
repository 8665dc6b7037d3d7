"""Who it could have been, as one self-contained page: no script, nothing loaded, the same words as on the terminal."""

from functools import cache

import jinja2

from indicia.model.attribution import Attribution, HypothesisKind
from indicia.report import attribution_words
from indicia.report.clean import clean
from indicia.report.page.making import environment
from indicia.report.words import plural, some, span


def attribution_page(found: Attribution) -> str:
    """The page; the same answer gives the same text."""
    letters = attribution_words.keys(found)
    rest = attribution_words.others(found)
    return template().render(
        found=found,
        asked_of=attribution_words.asked_of(found),
        letters=letters,
        shown=attribution_words.shown(found),
        rest=len(rest),
        rest_shares={prior.id: sum(one.shares[prior.id] for one in rest) for prior in found.priors},
        names={one.id: one.name for one in found.hypotheses},
        pieces={one.id: one for one in found.features},
        flips=[one for one in found.sensitivity if one.flips],
    )


@cache
def template() -> jinja2.Template:
    """Its template, with all that it calls."""
    made = environment()
    made.filters |= {
        "one_line": clean,
        "some": some,
        "plural": plural,
        "factor": attribution_words.factor,
        "percent": attribution_words.percent,
        "tint": _tint,
        "evidence": attribution_words.evidence_of,
        "file_words": attribution_words.file_words,
        "slug": lambda word: word.replace(" ", "-"),
    }
    made.globals |= {
        "span": span,
        "NOT_OURS": attribution_words.NOT_OURS,
        "HELD_DOWN": attribution_words.HELD_DOWN,
        "NO_CLUSTER": attribution_words.NO_CLUSTER,
        "REST": attribution_words.REST,
        "CLUSTER": HypothesisKind.CLUSTER,
    }
    return made.get_template("attribution.html")


def _tint(value: float) -> str:
    return "for" if value > attribution_words.TELLS else "against" if value < -attribution_words.TELLS else "same"
