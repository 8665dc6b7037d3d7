"""What a model of techniques was made of, on a terminal."""

from pathlib import Path

from indicia.knowledge.reports.techniques.training.corpus import Corpus
from indicia.knowledge.reports.techniques.training.training import Trained
from indicia.report.terminal.layout import Cell, sheet

_LABEL = 22


def print_training(corpus: Corpus, trained: Trained, path: Path, digest: str, *, kept: bool) -> None:
    """Files with their digests, what can be suggested, how it was tried."""
    model = trained.model
    tried = sum(model.tried)
    out = sheet()
    out.row(Cell(str(path), style="bold"))
    out.row(Cell("SHA-256", _LABEL), Cell(digest), indent=4)
    out.row(
        Cell("techniques", _LABEL),
        Cell(f"{len(model.labels)}, {tried} of them tried on reports that were held out"),
        indent=4,
    )
    for note in model.notes:
        out.row(Cell("how sure", _LABEL), Cell(note), indent=4)
    sentences = len(corpus.loose) + sum(len(report.sentences) for report in corpus.reports)
    out.heading(f"Learnt from {sentences:,} sentences, {len(corpus.reports)} whole reports")
    for (name, sha256), kind in zip(corpus.files, corpus.kinds, strict=True):
        out.row(Cell(kind, _LABEL), Cell(f"{sha256[:16]}  {name}"), indent=4)
    out.blank()
    use = "`indicia read` uses it from now on." if kept else f"Use it: indicia knowledge update --from {path}"
    out.row(Cell(use, style="dim"))
    out.show()
