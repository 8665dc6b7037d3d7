"""Who agrees to what, as one self-contained page: no script, nothing loaded, the same words as on the terminal."""

from functools import cache

import jinja2

from indicia.report.clean import clean
from indicia.report.page.making import environment
from indicia.report.words_statement import (
    NO_SIGNATURES,
    NOT_PROVEN,
    likelihood_words,
    measure_words,
    own_confidence,
    policy_sentence,
    policy_words,
)
from indicia.statement.agreement import AgreementView, Side
from indicia.statement.canonical import time_text


def agreement_page(found: AgreementView) -> str:
    """The page; the same view gives the same text."""
    return template().render(found=found, statement=found.version.statement)


@cache
def template() -> jinja2.Template:
    """Its template, with all that it calls."""
    made = environment()
    made.filters |= {
        "one_line": clean,
        "slug": lambda word: word.replace(" ", "-"),
        "likelihood": likelihood_words,
        "measure": measure_words,
        "own": own_confidence,
        "policy": policy_words,
        "who": policy_sentence,
        "time": time_text,
    }
    made.globals |= {"SIDES": list(Side), "NOT_PROVEN": NOT_PROVEN, "NO_SIGNATURES": NO_SIGNATURES}
    return made.get_template("agreement.html")
