"""A PDF as running text, page by page; what is a picture is said to be one and not guessed at."""

import importlib.util
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from msgspec import Struct, field

from indicia.errors import EvidenceError, PasswordError
from indicia.knowledge.reports.documents.decoding import plain_characters
from indicia.knowledge.reports.documents.pdf_pages import Opening, Stopped, pages
from indicia.knowledge.reports.documents.running_text import RunningText
from indicia.model.evidence import Fault
from indicia.model.reported import Place


class PdfText(Struct):
    """What came out of a PDF."""

    text: str = ""
    places: tuple[Place, ...] = ()
    title: str = ""
    created: date | None = None
    """The day that the file was made, which is not the day of the report."""
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_pdf(data: bytes, name: str, password: str = "") -> PdfText:
    """Text of all pages; pages without text are a fault that names them.

    Raises PasswordError for an encrypted file, EvidenceError where the library is not installed.
    """
    if importlib.util.find_spec("pypdf") is None:
        raise EvidenceError(f"{name}: PDF needs one more package", hint="pip install 'indicia[pdf]'")
    out, running = PdfText(), RunningText()
    empty: list[int] = []
    pictures: list[int] = []
    for item in pages(data, password):
        if isinstance(item, Opening):
            out.title = item.title
            with suppress(ValueError):
                out.created = date.fromisoformat(item.created)
        elif isinstance(item, Stopped):
            if item.encrypted:
                raise PasswordError(f"{name}: this PDF is encrypted", hint="Save a copy without a password.")
            out.faults.append(Fault(path=name, reason=f"PDF: {item.reason}; pages after this point were not read"))
        elif item.problem:
            out.faults.append(Fault(path=name, reason=f"page {item.number}: cannot be read: {item.problem}"))
        else:
            text = plain_characters(item.text.encode("utf-8", "replace").decode("utf-8")).strip("\n ")
            if not text:
                (pictures if item.pictures else empty).append(item.number)
                continue
            running.place(f"page {item.number}")
            running.add(text + "\n\n")
    for numbers, reason in (
        (pictures, "pictures, not text: nothing was read"),
        (empty, "no text on it: nothing was read"),
    ):
        if numbers:
            word = "page" if len(numbers) == 1 else "pages"
            out.faults.append(Fault(path=name, reason=f"{word} {_ranges(numbers)}: {reason}", count=len(numbers)))
    out.text, out.places = running.text(), running.places()
    return out


def _ranges(numbers: Sequence[int]) -> str:
    """`1-3, 7`."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in parts]
    return ", ".join(shown[:20]) + (f" and {len(shown) - 20} more stretches" if len(shown) > 20 else "")
