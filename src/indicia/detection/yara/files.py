"""Rules on the content of files, and on what is packed into small text files."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import BinaryIO

from msgspec.structs import replace

from indicia.detection.consumer import FileSeen
from indicia.detection.layers import layers
from indicia.detection.yara.filetype import filetype
from indicia.detection.yara.rules import YaraSet
from indicia.detection.yara.scanner import Broken, Hit, Scanner, TooLong, scanner_for
from indicia.model.evidence import Locator
from indicia.model.record import Record, Sighting, Value

MOST_BYTES = 64 * 2**20
SECONDS = 30
LAYER_SECONDS = 10
_PACKED_BYTES = 2**20
"""Largest text that is taken apart."""
_LAYERS = 64
_LATE = 3
"""Encoded parts of one file on which rules may take too long."""
_MATCHES = 200
"""Sightings of one file."""
_CONTENT_KEPT = 16 * 2**10
"""Characters of a file's text that a sighting keeps; each rule that matches makes one."""


class YaraFiles:
    """Puts a set of rules to every file of a collection; one of the file consumers."""

    def __init__(
        self,
        rules: YaraSet,
        *,
        most_bytes: int = MOST_BYTES,
        seconds: int = SECONDS,
        logs: bool = False,
        known: Collection[str] = (),
    ) -> None:
        """`most_bytes` of a file are looked at, `seconds` long at most; `logs` takes in files that have a reader.

        Files with a SHA-256 in `known` are known to be harmless and are not looked at.
        """
        self._set = rules
        self._most = most_bytes
        self._seconds = seconds
        self._logs = logs
        self._known = frozenset(known)

    def look(self, record: Record, content: Callable[[], BinaryIO]) -> FileSeen:
        """Sightings of one file; what could not be looked at, or not to its end, is a fault.

        Raises OSError or EvidenceError when the bytes cannot be had.
        """
        if not self._set or not _size(record) or record.fields.get("SHA256") in self._known:
            return FileSeen()
        if is_log(record) and not self._logs:
            return FileSeen()
        data, more = _start(content, _size(record), self._most)
        faults: list[str] = []
        if more:
            faults.append(
                f"YARA looked at the first {_amount(self._most)} of {_amount(_size(record))} (limit); "
                "rules that ask for the size of the file saw that of the part"
            )
        scanner = scanner_for(self._set)
        externals = _externals(record, data)
        base = _base(record)
        sightings: list[Sighting] = []
        try:
            if scanner.impatient:
                hits, lost = scanner.scan_in_parts(data, externals, self._seconds)
                if lost:
                    why = "YARA rules that took too long on other files did on this one, in less time"
                    faults.append(f"{why}; {_undecided(lost, len(self._set.rules))}")
            else:
                hits = scanner.scan(data, self._seconds, externals)
        except TooLong as error:
            hits, lost = scanner.scan_in_parts(data, externals)
            faults.append(f"{error}; {_undecided(lost, len(self._set.rules))}")
        except Broken as error:
            hits = ()
            faults.append(f"{error}; no rule was decided on this file")
        sightings.extend(_sighting(base, hit) for hit in hits)
        sightings.extend(self._packed(base, data, scanner, externals, faults))
        if sightings and record.fields.get("SHA256") in self._set.files:
            # Rules hold the texts they look for.
            names = len({sighting.detector for sighting in sightings})
            return FileSeen(
                faults=(*faults, f"{names} YARA rules matched, not reported: it is one of the rule files in use")
            )
        if len(sightings) > _MATCHES:
            faults.append(f"{len(sightings) - _MATCHES} further matches of YARA rules are not kept (limit {_MATCHES})")
        return FileSeen(sightings=tuple(sightings[:_MATCHES]), faults=tuple(faults))

    def _packed(
        self, base: Record, data: bytes, scanner: Scanner, externals: dict[str, str], faults: list[str]
    ) -> Iterator[Sighting]:
        """Sightings in the encoded parts of a small text file, each rule once."""
        if len(data) > _PACKED_BYTES or b"\0" in data:
            return
        met: set[str] = set()
        late = 0
        for number, layer in enumerate(layers(data, most=_LAYERS + 1)):
            if number == _LAYERS:
                faults.append(f"it holds more than {_LAYERS} encoded parts (limit); YARA looked at the first")
                return
            said, hits = _asked(scanner, layer.data, externals)
            if said:
                late += 1
                if late == 1:
                    faults.append(f"{said}, in its part {layer.name}")
            for hit in hits:
                if hit.rule not in met:
                    met.add(hit.rule)
                    fields: dict[str, Value] = {"Layer": layer.name, "LayerText": layer.text()}
                    yield _sighting(base, replace(hit, offset=0, length=0), fields)
            if late == _LATE:
                faults.append(f"YARA looked at none of its encoded parts behind the one numbered {number + 1}")
                return


def _asked(scanner: Scanner, data: bytes, externals: Mapping[str, str]) -> tuple[str, Sequence[Hit]]:
    """What an encoded part holds, and why not all of it was found."""
    try:
        if not scanner.impatient:
            return "", scanner.scan(data, LAYER_SECONDS, externals)
        hits, lost = scanner.scan_in_parts(data, externals, LAYER_SECONDS)
    except (TooLong, Broken) as error:
        return str(error), ()
    return (f"not decided: {', '.join(lost[:_NAMED])}" if lost else ""), hits


def _undecided(lost: Sequence[str], rules: int) -> str:
    """Which rules were not decided when they were asked in parts."""
    if not lost:
        return "in parts all rules did"
    if len(lost) == rules:
        return "no rule was decided on this file"
    named = ", ".join(lost[:_NAMED]) + (f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else "")
    return f"not decided on this file: {named}; the other rules were asked in parts"


_NAMED = 10
_OF_TEXT = bytes((*b"\t\r\n\f", *range(0x20, 0x100)))
"""Bytes of a text in any encoding that keeps ASCII."""


def is_log(record: Record) -> bool:
    """Whether a file has a reader of its own: such a file's row carries no content, however plain its text is."""
    if "Content" in record.fields:
        return False
    head = bytes.fromhex(str(record.fields.get("Header") or ""))
    if head.startswith((b"ElfFile\0", b"\xff\xfe", b"\xfe\xff")):
        return True
    text = head.removeprefix(b"\xef\xbb\xbf")
    return bool(text) and not text.translate(None, _OF_TEXT)


def _size(record: Record) -> int:
    size = record.fields.get("Size")
    return size if isinstance(size, int) else 0


def _amount(size: int) -> str:
    return f"{size / 2**20:,.1f} MiB" if size >= 2**20 else f"{size:,} bytes"


def _start(content: Callable[[], BinaryIO], size: int, most: int) -> tuple[bytes, bool]:
    """The first bytes of a file, and whether there are more; one copy in memory when the size is as it was told."""
    with content() as stream:
        data = stream.read(min(size, most))
        rest = stream.read(1)
        if rest and len(data) < most:
            data += rest + stream.read(most - len(data) - 1)
            rest = stream.read(1)
        return data, bool(rest)


def _externals(record: Record, data: bytes) -> dict[str, str]:
    """What rules may ask beside the content, as Loki and Thor fill it; nobody tells the owner."""
    path = str(record.fields.get("Path") or "")
    folder, _, name = path.rpartition("\\")
    extension = str(record.fields.get("Extension") or "")
    return {
        "filename": name,
        "filepath": folder,
        "extension": f".{extension}" if extension else "",
        "filetype": filetype(data[:64]),
    }


def _base(record: Record) -> Record:
    """The file's row without what would be stored again for each rule."""
    fields = {name: value for name, value in record.fields.items() if name != "Header"}
    content = fields.get("Content")
    if isinstance(content, str) and len(content) > _CONTENT_KEPT:
        fields["Content"] = content[:_CONTENT_KEPT]
    return replace(record, fields=fields)


def _sighting(base: Record, hit: Hit, layer: dict[str, Value] | None = None) -> Sighting:
    at = Locator(sha256=base.at.sha256, offset=hit.offset, length=hit.length or base.at.length - hit.offset)
    fields = {**base.fields, "YaraRule": hit.rule.removeprefix("yara:"), "YaraStrings": hit.strings, **(layer or {})}
    return Sighting(
        detector=hit.rule,
        record=replace(base, at=at, fields=fields),
        matched=("YaraRule", "YaraStrings", *(layer or ())),
    )
