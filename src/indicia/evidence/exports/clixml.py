"""Objects of `Export-Clixml`, read from its events without building a tree.

Source: Microsoft, [MS-PSRP] 2.2.5 “Serialization”.
"""

from collections.abc import Iterator
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml.common import DefusedXmlException
from msgspec import Struct, field

from indicia.evidence.exports.classes import by_columns, by_command, by_type
from indicia.evidence.exports.objects import Exported
from indicia.evidence.exports.text import Place, Text, fault_at
from indicia.evidence.exports.values import text_value
from indicia.model.evidence import Evidence
from indicia.model.record import Value
from indicia.tables.batch import Ledger

_CONTAINERS = frozenset({"Obj", "MS", "Props", "LST", "DCT", "En", "IE", "QUE", "STK", "Objs", "TN", "TNRef"})
_NAMES = frozenset({"identity", "name", "displayname", "distinguishedname", "taskname", "id"})
"""An object that has one of these is no wrapper, however few values it has."""
_DEEPEST = 200
_ITEMS = 1000
_LONGEST = 65536


class _Node(Struct):
    """An object that is open."""

    name: str
    """Property of the object around it; empty for an item of a list."""
    first: int = 1
    """Line of the file that it begins on."""
    last: int = 1
    types: str = ""
    spoken: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    items: list[str] = field(default_factory=list)
    inner: list["_Node"] = field(default_factory=list)
    """Objects in a list, for lists of whole objects."""

    def value(self) -> Value:
        if self.items:
            return tuple(self.items) if len(self.items) > 1 else self.items[0]
        # Many objects call themselves only by their type, which tells nothing of them.
        if self.spoken and not (self.values and self.spoken in self.types):
            return self.spoken
        shown = "; ".join(f"{name}={_text(value)}" for name, value in self.values.items())
        return shown[:_LONGEST] or None


def from_clixml(text: Text, evidence: Evidence, ledger: Ledger, name: str) -> Iterator[Exported]:
    """Objects of the file; where the XML breaks, the rest is a fault and what stood before comes out.

    A list of objects inside a wrapper (a hash table, an array) gives its objects.
    """
    handler = _Objects()
    # Brings modules for the network along, which nothing else here needs.
    from defusedxml.expatreader import DefusedExpatParser

    parser = DefusedExpatParser()
    parser.setContentHandler(handler)
    places = [place for place, _ in text.lines()] or [text.place(0, 0)]
    end = places[-1].offset + places[-1].length
    try:
        parser.feed(text.text)
        parser.close()
    except (SAXParseException, DefusedXmlException, ValueError) as error:
        reason = error.getMessage() if isinstance(error, SAXParseException) else str(error) or "it declares entities"
        at = _lines(places, (error.getLineNumber() or 1) if isinstance(error, SAXParseException) else 1)
        rest = Place(at.offset, end - at.offset, at.line)
        ledger.fault(fault_at(evidence, rest, f"broken XML: {reason}"))
        ledger.faulty += rest.length
    for node in handler.found:
        for item in _whole_objects(node):
            values = dict(item.values)
            kind = by_type(item.types) or by_command(name) or by_columns(values)
            yield Exported(kind, values, _lines(places, item.first, item.last))


def _lines(places: list[Place], first: int, last: int = 0) -> Place:
    """The stretch from the beginning of a line to the end of another, or of the same."""
    start = places[min(first, len(places)) - 1]
    end = places[min(max(first, last), len(places)) - 1]
    return Place(start.offset, end.offset + end.length - start.offset, start.line)


def _whole_objects(node: _Node) -> Iterator[_Node]:
    names = _NAMES.intersection(name.lower() for name in node.values)
    if node.inner and len(node.values) <= 4 and not names and all(item.values for item in node.inner):
        for item in node.inner:
            yield from _whole_objects(item)
    elif node.values:
        yield node


class _Objects(ContentHandler):
    """Collects objects; nested ones become values of the one around them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[_Node] = []
        self._open: list[_Node] = []
        self._elements: list[str] = []
        self._names: list[str] = []
        self._text: list[str] = []
        self._types: dict[str, str] = {}
        self._reference = ""
        self._typed = False
        self._locator: Locator | None = None

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        """An element begins."""
        if len(self._elements) >= _DEEPEST:
            raise ValueError(f"elements nested deeper than {_DEEPEST} (limit)")
        self._elements.append(name)
        self._names.append(str(attrs.get("N", "")))
        self._text = []
        if name == "Obj":
            self._open.append(_Node(str(attrs.get("N", "")), first=self._line()))
        elif name == "TN":
            self._reference, self._typed = str(attrs.get("RefId", "")), False
        elif name == "TNRef" and self._open:
            self._open[-1].types = self._types.get(str(attrs.get("RefId", "")), "")

    def setDocumentLocator(self, locator: Locator) -> None:
        """Where lines are asked for."""
        self._locator = locator

    def _line(self) -> int:
        return (self._locator.getLineNumber() if self._locator is not None else None) or 1

    def characters(self, content: str) -> None:
        """Text of an element."""
        self._text.append(content)

    def endElement(self, name: str) -> None:
        """An element ends: its text is a value, an object belongs to the one around it."""
        self._elements.pop()
        called = self._names.pop()
        text = "".join(self._text)[:_LONGEST]
        self._text = []
        if name == "Obj":
            done = self._open.pop()
            done.last = self._line()
            if not self._open:
                self.found.append(done)
            elif done.name and done.name not in ("Key", "Value"):
                self._open[-1].values[done.name] = done.value()
                if done.inner:
                    self._open[-1].inner.extend(done.inner[:_ITEMS])
            elif len(self._open[-1].items) < _ITEMS:
                if (value := done.value()) is not None:
                    self._open[-1].items.append(_text(value))
                self._open[-1].inner.append(done)
            return
        if not self._open or name in _CONTAINERS:
            return
        node = self._open[-1]
        if name == "T":
            if not self._typed:
                node.types, self._types[self._reference], self._typed = text, text, True
        elif name == "ToString":
            node.spoken = text
        elif called:
            node.values[called] = None if name == "Nil" else text_value(_unescaped(text))
        elif len(node.items) < _ITEMS and name != "Nil":
            node.items.append(_unescaped(text))


def _unescaped(text: str) -> str:
    """`_x000A_` as the character it stands for."""
    if "_x" not in text:
        return text
    parts = text.split("_x")
    found = [parts[0]]
    for part in parts[1:]:
        digits = part[:4]
        if len(part) > 4 and part[4] == "_" and all(digit in "0123456789abcdefABCDEF" for digit in digits):
            found.append(chr(int(digits, 16)) + part[5:])
        else:
            found.append("_x" + part)
    return "".join(found).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _text(value: Value) -> str:
    return ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
