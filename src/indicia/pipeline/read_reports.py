"""Files of other people opened and read, one by one; a file that cannot be read does not stop the others."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from indicia.errors import EvidenceError, IndiciaError, UsageError
from indicia.knowledge.kept.kinds import KnowledgeKind
from indicia.knowledge.kept.store import Store
from indicia.knowledge.reports.documents.opening import MOST_BYTES, open_report
from indicia.knowledge.reports.mentions.lexicon import Lexicon, load_lexicon
from indicia.knowledge.reports.reading import read_report
from indicia.knowledge.reports.techniques.model import TechniqueModel
from indicia.knowledge.reports.techniques.model_file import read_model
from indicia.model.reported import ReportReading


class ReadFile(Struct, frozen=True, kw_only=True):
    """What became of one file."""

    name: str
    reading: ReportReading | None
    """Null when it was refused."""
    refused: IndiciaError | None = None


def names_for_reading(folder: Path) -> Lexicon:
    """The names that reports are read with: shipped, and from the catalogues that the user keeps in a folder."""
    return load_lexicon(Store(folder))


def model_for_reading(folder: Path) -> TechniqueModel | None:
    """The model of techniques that the user kept last; null where there is none.  Raises RulesetError."""
    store = Store(folder)
    kept = store.newest(KnowledgeKind.TECHNIQUES)
    return read_model(store.read(kept), str(kept.path)) if kept else None


def read_reports(paths: Sequence[Path], lexicon: Lexicon, model: TechniqueModel | None = None) -> Iterator[ReadFile]:
    """Each file in turn, in the order given.

    Raises UsageError for a folder: a report is a file that somebody means.
    """
    for path in paths:
        if path.is_dir():
            raise UsageError(f"{path}: is a folder", hint="Name the files: indicia read reports/*.pdf")
    for path in paths:
        try:
            opened = open_report(_bytes(path), path.name)
            yield ReadFile(name=str(path), reading=read_report(opened.text, lexicon, opened.stated, model))
        except EvidenceError as error:
            yield ReadFile(name=str(path), reading=None, refused=error)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise EvidenceError(f"{path}: cannot be read: {error.strerror or error}") from None
