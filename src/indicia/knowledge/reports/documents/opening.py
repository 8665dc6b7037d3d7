"""A file opened as a report: the format found from its content, its text, and what is said about the reading."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date

import orjson
from msgspec import Struct
from msgspec.structs import replace

from indicia.errors import EvidenceError
from indicia.knowledge.reports.documents.decoding import Decoded, decode, plain_characters
from indicia.knowledge.reports.documents.formats import Format, is_html, is_pdf, other_format
from indicia.knowledge.reports.documents.html_text import read_html
from indicia.knowledge.reports.documents.language import NAMES, language_of
from indicia.knowledge.reports.documents.markdown import is_markdown, read_markdown
from indicia.knowledge.reports.documents.misp_text import MispText
from indicia.knowledge.reports.documents.objects import ObjectText
from indicia.knowledge.reports.documents.pdf_text import read_pdf
from indicia.knowledge.reports.documents.published import published_day
from indicia.knowledge.reports.documents.stix_text import StixText
from indicia.model.evidence import Fault
from indicia.model.reported import Mention, Place, ReportText

MOST_BYTES = 128 * 2**20
"""Of one report; a PDF full of pictures may have a hundred megabytes."""
MOST_CHARACTERS = 20_000_000
_CHARSET = re.compile(rb"charset=[\"'\s]{0,4}([a-z0-9_-]{2,20})", re.IGNORECASE)


class Opened(Struct, frozen=True, kw_only=True):
    """A report's text, and what its own objects say it names (STIX, MISP)."""

    text: ReportText
    stated: tuple[Mention, ...] = ()


def open_report(data: bytes, name: str) -> Opened:
    """Read a file as a report.

    Raises EvidenceError, with what to do, for a file that is no report in a form that is read, that is empty or too
    large; PasswordError for an encrypted PDF.  Pages and objects that cannot be read are faults of the text.
    """
    if len(data) > MOST_BYTES:
        raise EvidenceError(f"{name}: larger than {MOST_BYTES // 2**20} MiB (limit)")
    if not data.strip():
        raise EvidenceError(f"{name}: empty")
    digest = hashlib.sha256(data).hexdigest()
    opened = _opened(data, name)
    text = opened.text
    faults = list(text.faults)
    if len(text.text) > MOST_CHARACTERS:
        faults.append(Fault(path=name, reason=f"text after {MOST_CHARACTERS:,} characters was not read (limit)"))
        text = replace(text, text=text.text[:MOST_CHARACTERS])
    language = language_of(text.text)
    notes = list(text.notes)
    if not text.text.strip():
        faults.append(Fault(path=name, reason="no text in it: nothing was read"))
    elif not language:
        notes.append("language not told; prose was read as English, indicators and ids in any case")
    elif language != "en":
        notes.append(
            f"written in {NAMES[language]}: prose was not read; indicators, flaws, ids and names were looked for"
        )
    stated = tuple(mention for mention in opened.stated if mention.quoted.end <= len(text.text))
    whole = replace(
        text,
        sha256=digest,
        language=language,
        published=text.published or published_day(text.text),
        title=" ".join(text.title.split())[:300] or _first_line(text.text),
        faults=tuple(faults),
        notes=tuple(notes),
    )
    return Opened(text=whole, stated=stated)


def _opened(data: bytes, name: str) -> Opened:
    if is_pdf(data):
        pdf = read_pdf(data, name)
        notes = [*pdf.notes]
        if pdf.created:
            notes.append(f"the PDF file was made on {pdf.created.isoformat()}, which need not be the day of the report")
        return _text(Format.PDF, name, pdf.text, pdf.places, title=pdf.title, faults=pdf.faults, notes=notes)
    if (other := other_format(data)) is not None:
        raise EvidenceError(f"{name}: {other[0]}, not a report in a form that is read", hint=other[1])
    decoded = decode(data, _charset(data))
    if decoded is None:
        raise EvidenceError(
            f"{name}: no text, and none of the formats that are read",
            hint="Text, Markdown, HTML, PDF, STIX and MISP are read.",
        )
    if decoded.text.lstrip()[:1] in ("{", "[") and (found := _json(decoded.text, name)) is not None:
        return found
    notes = [] if decoded.encoding == "utf-8" else [f"read as {decoded.encoding}"]
    faults = _misread(decoded, name)
    if is_html(decoded.text):
        page = read_html(decoded.text)
        faults += [Fault(path=name, reason=reason) for reason in page.unclosed]
        return _text(
            Format.HTML,
            name,
            page.text,
            (),
            title=page.title,
            published=page.published,
            address=page.address,
            faults=faults,
            notes=notes + page.notes,
        )
    plain = plain_characters(decoded.text)
    if is_markdown(plain):
        body, title = read_markdown(plain)
        return _text(Format.MARKDOWN, name, body, (), title=title, faults=faults, notes=notes)
    return _text(Format.TEXT, name, plain, (), faults=faults, notes=notes)


def _text(
    kind: Format,
    name: str,
    text: str,
    places: tuple[Place, ...],
    *,
    title: str = "",
    published: date | None = None,
    address: str = "",
    faults: list[Fault],
    notes: list[str],
) -> Opened:
    return Opened(
        text=ReportText(
            sha256="",
            name=name,
            format=kind.value,
            text=text,
            places=places,
            title=title,
            published=published,
            address=address,
            faults=tuple(faults),
            notes=tuple(notes),
        )
    )


def _json(text: str, name: str) -> Opened | None:
    """STIX or MISP; null for any other text that begins with a bracket."""
    try:
        value = orjson.loads(text)
    except (orjson.JSONDecodeError, RecursionError) as error:
        if text.lstrip().startswith("{") and '"type"' in text[:2000] and '"bundle"' in text[:2000]:
            raise EvidenceError(
                f"{name}: a STIX bundle that is no JSON: {error}", hint="Fetch the file again."
            ) from None
        return None
    if (events := _events(value)) is not None:
        misp = MispText(events)
        return _objects(Format.MISP, name, misp.out, misp.title, misp.published, misp.skipped, misp.beyond)
    objects, prefix = _stix_objects(value)
    if objects is None:
        return None
    stix = StixText(objects, prefix)
    return _objects(Format.STIX, name, stix.out, stix.title, stix.published, stix.skipped, stix.beyond)


def _objects(
    kind: Format, name: str, out: ObjectText, title: str, published: date | None, skipped: int, beyond: int
) -> Opened:
    faults = [Fault(path=name, reason=f"{place}: longer than can be read; its end was left out") for place in out.cut]
    if skipped:
        faults.append(Fault(path=name, reason=f"{skipped} entries are not of the form that {kind.value} asks for"))
    if beyond:
        faults.append(Fault(path=name, reason=f"{beyond:,} entries beyond the limit were not read"))
    opened = _text(
        kind, name, out.running.text(), out.running.places(), title=title, published=published, faults=faults, notes=[]
    )
    return replace(opened, stated=tuple(out.mentions))


def _events(value: object) -> list[tuple[str, Mapping[str, object]]] | None:
    """The events of an export, an answer of a server, or a list, each with its place."""
    listed: list[tuple[str, object]] = [("", value)]
    if isinstance(value, dict) and isinstance(value.get("response"), list):
        listed = [(f"response[{number}].", item) for number, item in enumerate(value["response"])]
    elif isinstance(value, list):
        listed = [(f"[{number}].", item) for number, item in enumerate(value)]
    events = [
        (f"{place}Event", item["Event"])
        for place, item in listed
        if isinstance(item, dict) and isinstance(item.get("Event"), dict)
    ]
    return events or None


def _stix_objects(value: object) -> tuple[list[object] | None, str]:
    """The objects of a bundle, an envelope of TAXII, a list, or a single one."""
    if isinstance(value, dict):
        inner = value.get("objects")
        if value.get("type") == "bundle" or (isinstance(inner, list) and "type" not in value):
            return (inner if isinstance(inner, list) else []), "objects"
        return ([value], "") if _is_stix(value) else (None, "")
    if isinstance(value, list) and value and all(_is_stix(item) for item in value[:50]):
        return value, ""
    return None, ""


def _is_stix(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    kind, id = value.get("type"), value.get("id")
    return isinstance(kind, str) and isinstance(id, str) and id.startswith(f"{kind}--")


def _charset(data: bytes) -> str:
    """The encoding that a page names in its head."""
    found = _CHARSET.search(data[:4096])
    return found.group(1).decode("ascii") if found else ""


def _misread(decoded: Decoded, name: str) -> list[Fault]:
    if not decoded.replaced:
        return []
    return [
        Fault(
            path=name,
            reason=f"{decoded.replaced:,} characters are not readable as {decoded.encoding}",
            count=decoded.replaced,
        )
    ]


def _first_line(text: str) -> str:
    """A heading stands first in most reports."""
    for line in text[:2000].split("\n"):
        if words := line.strip(" \t#*-=|"):
            return words if len(words) <= 150 else ""
    return ""
