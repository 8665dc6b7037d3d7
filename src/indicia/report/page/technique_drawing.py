"""The techniques of an advisory as a picture: a row for each tactic, a cell for each technique.

A cell says its answer three times: by a shape, by its border and ground, and in words for whoever hears the page.  It
is made of text, so that it wraps on a phone, prints, and can be searched.
"""

from collections.abc import Callable, Iterator, Sequence
from html import escape

from indicia.model.technique import Sight, TechniqueAnswer, TechniqueMatrix
from indicia.report.clean import clean
from indicia.report.tactics import by_tactic
from indicia.report.words import fragment, sentence

_SHAPES = {
    Sight.SEEN: '<path d="M1 6a5 5 0 1 1 10 0a5 5 0 1 1-10 0z"/>',
    Sight.NOT_SEEN: '<path class="line" d="M1.8 6a4.2 4.2 0 1 1 8.4 0a4.2 4.2 0 1 1-8.4 0z"/>',
    Sight.NOT_VISIBLE: '<path class="line dash" d="M1.8 1.8h8.4v8.4h-8.4z"/>',
}
"""A full disk, a ring, a dashed square: told apart without colour."""
_MEANS = {
    Sight.SEEN: "seen: findings show it",
    Sight.NOT_SEEN: "not seen: the logs were there, nothing of it in them",
    Sight.NOT_VISIBLE: "not visible: no log here could have shown it, or nothing of ours looks for it",
}
_FINDINGS = 3
"""Numbers of findings in a cell; the list below the picture has more."""
_LISTED = 20
_LONGEST = 400


def draw_matrix(matrix: TechniqueMatrix, link: Callable[[str], str] | None = None, *, reasons: bool = True) -> str:
    """The picture as HTML, below it with `reasons` why each answer is what it is; its style is `templates/matrix.css`.

    `link` gives for the number of a finding the address to go to, or an empty string; without it numbers are text.
    Everything that comes from evidence is cleaned and escaped.
    """
    counts = " · ".join(f"{matrix.count(sight)} {sight.value}" for sight in Sight)
    title = f"{matrix.advisory.upper()}, {matrix.published}: {matrix.title}"
    return "\n".join(
        (
            f'<figure class="matrix" aria-label="{_text(f"Techniques of {matrix.advisory.upper()}: {counts}")}">',
            f"<figcaption><b>{_text(title)}</b><br>{_text(counts)}</figcaption>",
            "<dl>",
            *(_tactic(name, answers, link) for name, answers in by_tactic(matrix)),
            "</dl>",
            f'<p class="legend">{"".join(_legend())}</p>',
            *(_reasons(matrix, link) if reasons else ()),
            "</figure>",
        )
    )


def _reasons(matrix: TechniqueMatrix, link: Callable[[str], str] | None) -> Iterator[str]:
    yield "<details><summary>Why, technique by technique</summary>"
    yield '<table class="lines"><thead><tr><th scope="col">id</th><th scope="col">answer</th>'
    yield '<th scope="col">why</th></tr></thead><tbody>'
    for answer in matrix.answers:
        fits = f" (described: {', '.join(answer.best_fit)})" if answer.best_fit else ""
        refs = "".join(_references(answer.findings, link, _LISTED))
        yield (
            f'<tr><th scope="row">{_text(answer.printed)}</th><td>{answer.sight.value}</td>'
            f"<td>{_text(answer.name + fits)}: {_text(sentence(answer.why), 4 * _LONGEST)}{refs}</td></tr>"
        )
    yield "</tbody></table></details>"


def _tactic(name: str, answers: Sequence[TechniqueAnswer], link: Callable[[str], str] | None) -> str:
    cells = "".join(_cell(answer, link) for answer in answers)
    return f"<div><dt>{_text(name)}</dt><dd><ul>{cells}</ul></dd></div>"


def _cell(answer: TechniqueAnswer, link: Callable[[str], str] | None) -> str:
    refs = "".join(_references(answer.findings, link))
    now = f" (today {answer.current})" if answer.current not in ("", answer.printed) else ""
    why = _text(f"{answer.printed} {answer.name}{now}, {answer.sight.value}: {fragment(answer.why)}")
    below = " sub" if "." in answer.printed else ""
    said = f'<span class="said">{answer.sight.value}: </span>'
    return (
        f'<li class="{_class(answer.sight)}{below}" title="{why}">{_shape(answer.sight)}{said}'
        f"<b>{_text(answer.printed)}</b> {_text(answer.name)}{refs}</li>"
    )


def _references(findings: Sequence[str], link: Callable[[str], str] | None, most: int = _FINDINGS) -> Iterator[str]:
    for id in findings[:most]:
        address = link(id) if link else ""
        text = _text(id)
        yield f' <a class="ref" href="{_text(address)}">{text}</a>' if address else f' <span class="ref">{text}</span>'
    if len(findings) > most:
        yield f' <span class="more">+{len(findings) - most}</span>'


def _legend() -> Iterator[str]:
    for sight, meaning in _MEANS.items():
        yield f'<span class="{_class(sight)}">{_shape(sight)}{meaning}</span> '


def _shape(sight: Sight) -> str:
    return f'<svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">{_SHAPES[sight]}</svg>'


def _class(sight: Sight) -> str:
    return sight.value.replace(" ", "-")


def _text(text: str, limit: int = _LONGEST) -> str:
    return escape(clean(text, limit), quote=True)
