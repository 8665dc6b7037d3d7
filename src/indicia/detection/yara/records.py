"""Rules on what is packed into log records: a selector picks records with encoded content, this takes it apart.

The selector has to name texts without which no record is worth the work.  Base64 keeps the beginning of what it
encodes readable, so the usual beginnings have fixed forms: a program (`TVqQ`), gzip (`H4sI`), a zip archive (`UEsDB`),
a page (`PCVA` is `<%@`), PowerShell in UTF-16 (`JAB` is `$`, `SQBFAFgA` is `IEX`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from indicia.detection.conditions.condition import All, Any, Condition, Pattern, Regex, Test, Wildcard, contains
from indicia.detection.detector import Binding, Detector, Route
from indicia.detection.extracts import Extracts
from indicia.detection.layers import MOST, Layer, layers
from indicia.detection.yara.files import LAYER_SECONDS
from indicia.detection.yara.rules import YaraSet
from indicia.detection.yara.scanner import Broken, TooLong, scanner_for
from indicia.model.evidence import Evidence
from indicia.model.record import Record, Sighting
from indicia.tables.batch import Batch

NAME = "encoded-content"
_BEGINNINGS = (
    *("TVqQ", "TVpQ", "TVoA", "TVpB", "TVpT", "TVro"),  # programs: MZ and its usual next bytes
    *("H4sI", "UEsDB"),  # gzip, zip
    *("PCVA", "PCUg", "PCVw", "PD9waH", "PHNjcmlwd", "PFNDUklQV"),  # <%@, <% , <%p, <?ph, <script, <SCRIPT
    *("SQBFAFgA", "aQBlAHgA", "cABvAHcAZQByAHMAaABlAGwAbA"),  # IEX, iex, powershell in UTF-16
    *("SUVYI", "aWV4I"),  # IEX and iex before a blank
    *("AAEAAAD/////", "AAEAAAD%2F%2F%2F", "/wEyx", "%2FwEyx", "rO0AB"),  # serialised objects: .NET, view state, Java
)
_POWERSHELL = (" JAB", "'JAB", '"JAB')
"""A script that begins with a variable, as an argument or a quoted text."""
_LAUNCH = r"""(?i)[-/\x{2013}\x{2014}\x{2015}]e(?:c|n[codemant]*)?\s+["']?[A-Za-z0-9+/]{16}"""
"""`-EncodedCommand` in every abbreviation PowerShell takes, with any of its dashes, before a long argument."""
_CHANNELS = frozenset({"microsoft-windows-powershell/operational", "powershellcore/operational", "windows powershell"})
_SYSMON = frozenset({"microsoft-windows-sysmon/operational"})


def _cased(field: str | None, texts: Sequence[str]) -> Iterator[Condition]:
    for text in texts:
        yield Test(field, Pattern((Wildcard.MANY, text, Wildcard.MANY), cased=True))


def _packed(field: str | None) -> Condition:
    return Any(
        (
            *_cased(field, (*_BEGINNINGS, *_POWERSHELL)),
            contains(field, "FromBase64String"),
            All((contains(field, "powershell", "pwsh"), Test(field, Regex(_LAUNCH)))),
        )
    )


def _in_request(field: str | None) -> Condition:
    return Any((*_cased(field, _BEGINNINGS), contains(field, "%3C%25", "%253C%2525", "FromBase64String")))


def _events(channels: frozenset[str], ids: Iterable[int]) -> Route:
    return Route("win_event", channels=channels, event_ids=frozenset(ids))


ENCODED_CONTENT = Detector(
    NAME,
    (
        Binding(_events(_SYSMON, {1}), _packed("CommandLine")),
        Binding(_events(_SYSMON, {13}), _packed("Details")),
        Binding(_events(frozenset({"security"}), {4688}), _packed("CommandLine")),
        Binding(_events(frozenset({"security"}), {4697, 4698, 4702}), _packed(None)),
        Binding(_events(frozenset({"system"}), {7045}), _packed(None)),
        Binding(_events(_CHANNELS, ()), _packed(None)),
        Binding(_events(frozenset({"msexchange management"}), ()), _packed(None)),
        Binding(
            Route("web_request"),
            Any(tuple(_in_request(field) for field in ("url.query", "cs-user-agent", "cs-referer", "cs-cookie"))),
        ),
        Binding(Route("exchange_log"), _in_request(None)),
    ),
)
"""Picks the records that may hold encoded content.  Its sightings are no finding by themselves."""


class YaraLayers:
    """Puts a set of rules to what is packed into the records of logs; one of the log consumers.

    It sees what `ENCODED_CONTENT` picks, so that detector has to run in the engine.
    """

    def __init__(self, rules: YaraSet, *, seconds: int = LAYER_SECONDS) -> None:
        self._set = rules
        self._seconds = seconds

    def start(self, evidence: Evidence, extracts: Extracts) -> "LayerPass | None":
        """Begin with a log; null when there is no rule."""
        return LayerPass(self._set, self._seconds) if self._set else None


class LayerPass:
    """One log on its way; keeps counts only."""

    def __init__(self, rules: YaraSet, seconds: int) -> None:
        self._scanner = scanner_for(rules)
        self._seconds = seconds
        self._unfinished: dict[str, int] = {}
        self._full = 0

    @property
    def overflow(self) -> Mapping[str, int]:
        """Nothing is dropped here: the selector's own bound comes before."""
        return {}

    @property
    def faults(self) -> Sequence[str]:
        """What was not looked at to its end, counted by reason."""
        lines = [f"{reason}, in encoded parts of {count} records" for reason, count in self._unfinished.items()]
        if self._full:
            lines.append(f"{self._full} records hold more than {MOST} encoded parts (limit); the first were looked at")
        return lines

    def feed(self, batch: Batch) -> Iterable[Sighting]:
        """Nothing: records come one by one, as the selector picks them."""
        return ()

    def see(self, sighting: Sighting) -> Iterator[Sighting]:
        """For each rule that matches in a layer of the record, the record with that layer; each rule once."""
        if sighting.detector != NAME:
            return
        met: set[str] = set()
        for number, layer in enumerate(record_layers(sighting.record)):
            if number == MOST:
                self._full += 1
                return
            try:
                hits = self._scanner.scan(layer.data, self._seconds)
            except (TooLong, Broken) as error:
                self._unfinished[str(error)] = self._unfinished.get(str(error), 0) + 1
                return
            for hit in hits:
                if hit.rule not in met:
                    met.add(hit.rule)
                    fields = {
                        **sighting.record.fields,
                        "YaraRule": hit.rule.removeprefix("yara:"),
                        "YaraStrings": hit.strings,
                        "Layer": layer.name,
                        "LayerText": layer.text(),
                    }
                    record = replace(sighting.record, fields=fields)
                    yield Sighting(
                        detector=hit.rule, record=record, matched=("YaraRule", "YaraStrings", "Layer", "LayerText")
                    )

    def close(self) -> None:
        """Nothing is left to write."""


def record_layers(record: Record) -> Iterator[Layer]:
    """The layers in the values of a record, each content once, in the order of the fields."""
    values: dict[str, None] = {}
    for value in record.fields.values():
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and len(text) >= 16:
                values.setdefault(text)
    met: set[bytes] = set()
    for text in values:
        for layer in layers(text, most=MOST + 1):
            if layer.data not in met:
                met.add(layer.data)
                yield layer
