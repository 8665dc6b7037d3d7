"""Reader for applicationHost.config and web.config: the elements that decide what code runs and what is logged.

Source: IIS configuration schema (IIS_schema.xml), sections system.applicationHost/sites, system.webServer.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from msgspec import Struct, field

from indicia.config import Limits
from indicia.evidence.readers import reader
from indicia.model.coverage import Span
from indicia.model.evidence import Evidence, Fault, Kind, Locator
from indicia.model.record import Record, Value
from indicia.tables.batch import Batch, Ledger, Rows
from indicia.tables.schema import IIS_CONFIG

if TYPE_CHECKING:
    from defusedxml.expatreader import DefusedExpatParser

_KEPT = frozenset(
    {
        ("sites", "site"),
        ("site", "application"),
        ("application", "virtualDirectory"),
        ("globalModules", "add"),
        ("modules", "add"),
        ("handlers", "add"),
        ("isapiFilters", "filter"),
        ("system.webServer", "httpLogging"),
        ("system.web", "machineKey"),
        ("windowsAuthentication", "extendedProtection"),
        ("site", "logFile"),
        ("siteDefaults", "logFile"),
        ("log", "centralW3CLogFile"),
        ("rules", "rule"),
        ("globalRules", "rule"),
        ("outboundRules", "rule"),
    }
)
"""(parent, element) pairs that become records."""
_OF_SERVER = ("system.applicationHost/", "system.webServer/globalModules")
"""Sections that only the configuration of the whole server has."""
_CHUNK = 2**16
_DEEPEST = 200
"""Elements inside each other; a real configuration has about ten."""


class _Open(Struct):
    """An element whose end was not read yet."""

    name: str
    attributes: dict[str, str]
    offset: int
    line: int
    kept: bool
    conditions: list[str] = field(default_factory=list)
    pattern: str | None = None
    action: str | None = None
    target: str | None = None


@reader(Kind.IIS_CONFIG)
def read_iis_config(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Batch]:
    """Yield the elements that matter as records of the table `iis_config`.

    A file larger than `limits.config_bytes` and one that declares entities are faults as a whole; broken XML is a
    fault from the place where it breaks, and what stood before it still comes out.  The whole file up to there counts
    as records: every byte was parsed.  The span's source is `apphost` where the file is the one of the whole
    server, which its sections tell, else `webconf`.
    """
    if evidence.size > limits.config_bytes:
        ledger.faulty = evidence.size
        ledger.fault(Fault(path=evidence.path, reason=f"larger than {limits.config_bytes} bytes (limit)"))
        return
    # Brings modules for the network along, which nothing else here needs.
    from defusedxml.expatreader import DefusedExpatParser

    parser = DefusedExpatParser()
    elements = _Elements(evidence, parser)
    parser.setContentHandler(elements)
    read = 0
    broken: Exception | None = None
    of_server = False
    while chunk := stream.read(_CHUNK):
        read += len(chunk)
        if broken is None:
            broken = _feed(parser, chunk)
        if elements.records:
            of_server = of_server or any(_is_of_server(record) for record in elements.records)
            ledger.count += len(elements.records)
            yield Rows(table=IIS_CONFIG.name, records=elements.take())
    broken = broken or _feed(parser, None)
    if broken is None:
        ledger.records = read
    else:
        good = min(max(elements.place(), 0), read)
        ledger.records, ledger.faulty = good, read - good
        at = Locator(sha256=evidence.sha256, offset=good, length=read - good, line=elements.line())
        ledger.fault(Fault(path=evidence.path, reason=f"broken XML: {_reason(broken)}", at=at))
    if ledger.count or (broken is None and evidence.path.lower().endswith("web.config")):
        # A web.config that holds nothing of what matters was read all the same.
        source = "apphost" if of_server else "webconf"
        ledger.spans.append(Span(source=source, host=None, records=max(ledger.count, 1), first=None, last=None))


def _is_of_server(record: Record) -> bool:
    """Whether only the file of the whole server holds such an element; its name may be any."""
    return str(record.fields["Section"]).startswith(_OF_SERVER)


def _feed(parser: "DefusedExpatParser", chunk: bytes | None) -> Exception | None:
    """Give the parser more, or null for the end; what it cannot take comes back."""
    try:
        if chunk is None:
            parser.close()
        else:
            parser.feed(chunk)
    except (SAXParseException, DefusedXmlException, ValueError, LookupError) as error:
        return error
    return None


def _reason(error: Exception) -> str:
    if isinstance(error, SAXParseException):
        return str(error.getMessage())
    if isinstance(error, DefusedXmlException):
        return "it declares entities or a document type, which a configuration never does"
    return str(error)


class _Elements(ContentHandler):
    """Collects the records while the parser runs."""

    def __init__(self, evidence: Evidence, parser: "DefusedExpatParser") -> None:
        super().__init__()
        self.records: list[Record] = []
        self._evidence = evidence
        self._parser = parser
        self._open: list[_Open] = []

    def take(self) -> list[Record]:
        """The records so far, once."""
        taken, self.records = self.records, []
        return taken

    def place(self) -> int:
        """Byte where the parser stands."""
        return self._inner("CurrentByteIndex", 0)

    def line(self) -> int:
        """Line where the parser stands, from 1."""
        return self._inner("CurrentLineNumber", 1)

    def _inner(self, name: str, otherwise: int) -> int:
        # SAX tells where an error is, not where an element is; only the expat parser inside knows that.
        return int(getattr(getattr(self._parser, "_parser", None), name, otherwise))

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        """An element begins."""
        if len(self._open) >= _DEEPEST:
            raise ValueError(f"elements nested deeper than {_DEEPEST} (limit)")
        attributes = {str(key): str(value) for key, value in attrs.items()}
        parent = self._open[-1].name if self._open else ""
        rule = next((item for item in reversed(self._open) if item.kept and item.name == "rule"), None)
        if rule is not None:
            if name == "match" and parent == "rule":
                rule.pattern = attributes.get("url") or attributes.get("pattern")
            elif name == "add" and parent == "conditions":
                rule.conditions.append(" ".join(attributes.get(key, "") for key in ("input", "pattern")).strip())
            elif name == "action" and parent == "rule":
                rule.action = attributes.get("type")
                rule.target = attributes.get("url")
        kept = (parent, name) in _KEPT
        self._open.append(_Open(name, attributes, self.place(), self.line(), kept))

    def endElement(self, name: str) -> None:
        """An element ends: it becomes a record where it matters."""
        done = self._open.pop()
        if done.kept:
            self.records.append(self._record(done, self.place() - done.offset))

    def _record(self, element: _Open, length: int) -> Record:
        fields: dict[str, Value] = {
            "Section": "/".join(item.name for item in self._open if item.name not in ("configuration", "location")),
            "Element": element.name,
        }
        for outer in self._open:
            if outer.name == "location" and "path" in outer.attributes:
                fields["Location"] = outer.attributes["path"]
            elif outer.name == "site" and "name" in outer.attributes:
                fields["Site"] = outer.attributes["name"]
            elif outer.name == "application" and "path" in outer.attributes:
                fields["Application"] = outer.attributes["path"]
        fields["Attributes"] = tuple(f"{key}={value}" for key, value in element.attributes.items())
        fields |= {f"@{key}": value for key, value in element.attributes.items()}
        if element.name == "rule":
            if element.pattern is not None:
                fields["Pattern"] = element.pattern
            if element.conditions:
                fields["Conditions"] = tuple(element.conditions)
            if element.action is not None:
                fields["Action"] = element.action
            if element.target is not None:
                fields["Target"] = element.target
        shown = " ".join(f'{key}="{value}"' for key, value in element.attributes.items())
        return Record(
            table=IIS_CONFIG.name,
            source="apphost",
            time=None,
            host=self._evidence.host,
            at=Locator(sha256=self._evidence.sha256, offset=element.offset, length=max(length, 0), line=element.line),
            fields=fields,
            raw=f"<{element.name} {shown}>"[:65536],
        )
