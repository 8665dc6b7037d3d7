"""A file opened as a statement of what was done; its format is found from its content."""

import hashlib

import orjson

from indicia.errors import EvidenceError
from indicia.knowledge.kept.unpacking import unpacked
from indicia.knowledge.reports.documents.decoding import decode, plain_characters
from indicia.knowledge.reports.documents.formats import is_html, is_pdf, other_format
from indicia.knowledge.stated.gathering import Gathering
from indicia.knowledge.stated.layer import is_layer, read_layer
from indicia.knowledge.stated.listed import read_list
from indicia.knowledge.stated.naming import Naming
from indicia.knowledge.stated.reading import is_reading, read_reading
from indicia.knowledge.stated.stix import is_stix, read_stix
from indicia.model.stated import StatedFile

MOST_BYTES = 128 * 2**20
"""As of reports; unpacked where it is packed with gzip."""
_READ = "Read are Navigator layers, `indicia read --json`, STIX 2.1 bundles, and lists or CSV of ATT&CK ids and tools."
_READ_FIRST = "A report is read first: indicia read FILE --json > reading.json"


def open_stated(data: bytes, name: str, naming: Naming, *, campaign: str = "", suggestions: bool = False) -> StatedFile:
    """What a file states.  An empty file states nothing.

    `campaign`: of a STIX bundle; `suggestions`: whether guesses of a reading count.  Raises EvidenceError, with what to
    do, for a file in another form, damaged, too large, or with too many entries that mean nothing.
    """
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > MOST_BYTES:
        raise EvidenceError(f"{name}: larger than {MOST_BYTES // 2**20} MiB (limit)")
    plain = unpacked(data, name)
    if len(plain) > MOST_BYTES:
        raise EvidenceError(f"{name}: unpacks to more than {MOST_BYTES // 2**20} MiB (limit)")
    found = Gathering(name, naming)
    kind = "list"
    if plain.strip():
        kind = _read(plain, name, found, campaign, suggestions)
    return StatedFile(
        name=name,
        sha256=digest,
        format=kind,
        stated=tuple(found.stated),
        left=tuple(found.left),
        first=found.first,
        last=found.last,
        cites=tuple(found.cites),
        own=tuple(found.own),
        notes=tuple(dict.fromkeys(found.notes)),
    )


def _read(data: bytes, name: str, found: Gathering, campaign: str, suggestions: bool) -> str:
    if is_pdf(data):
        raise EvidenceError(f"{name}: a PDF", hint=_READ_FIRST)
    if (other := other_format(data)) is not None:
        raise EvidenceError(f"{name}: {other[0]}, nothing that states techniques", hint=_READ)
    decoded = decode(data)
    if decoded is None or decoded.replaced:
        raise EvidenceError(f"{name}: no text, and none of the formats that are read", hint=_READ)
    if decoded.text[:65536].lstrip()[:1] in ("{", "["):
        return _json(decoded.text, name, found, campaign, suggestions)
    if is_html(decoded.text):
        raise EvidenceError(f"{name}: a web page", hint=_READ_FIRST)
    read_list(plain_characters(decoded.text), found)
    return "list"


def _json(text: str, name: str, found: Gathering, campaign: str, suggestions: bool) -> str:
    try:
        value = orjson.loads(text)
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise EvidenceError(f"{name}: not readable as JSON: {error}", hint="Fetch or write the file again.") from None
    if is_reading(value):
        read_reading(value, found, suggestions=suggestions)
        return "reading"
    if is_layer(value):
        read_layer(value, found)
        return "layer"
    if is_stix(value):
        read_stix(value, found, campaign=campaign)
        return "stix"
    if isinstance(value, dict) and str(value.get("format", "")).startswith("indicia-result/"):
        raise EvidenceError(f"{name}: a saved result", hint="Give the case folder that holds it.")
    if isinstance(value, dict) and ("Event" in value or "response" in value):
        raise EvidenceError(f"{name}: a MISP event", hint=_READ_FIRST)
    if value in ({}, []):
        return "list"
    raise EvidenceError(f"{name}: JSON of a form that is not read", hint=_READ)
